"""What a service answers when it will not do a thing: at which field, why, and what to do now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm

from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.core.text import Text
from prongsai.web.platform.forms import refuse


class Refused(Misuse):
    """An act that the rules of the site do not allow; `field` names the form's field, "" none."""

    def __init__(self, message: Text | str, *, field: str = "", **values: Any) -> None:
        super().__init__(message, **values)
        self.field = field

    def words(self, language: str) -> str:
        """Why, and what to do now, in one line."""
        parts = [self.message.in_language(language)]
        if self.next_step:
            parts.append(self.next_step.in_language(language))
        return ("; " if language == "en" else " ").join(parts)


@contextmanager
def refusals_at(form: BaseForm, *, file: str = "") -> Iterator[None]:
    """Put what a service refuses at its field of the form, and go on to show the form.

    Shape:  `file` is the field of a file: what cannot be read stands there.
    """
    try:
        yield
    except Refused as refusal:
        refuse(form, refusal)
    except UnreadableInput as fault:
        if not file:
            raise
        refuse(form, fault, file=file)
