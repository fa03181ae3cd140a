"""What forms of every app share: how they are sent, what was seen, where a refusal is told."""

import re
from collections.abc import Callable, Iterable
from re import Match
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.web.platform.fields import WholeNumberField
from prongsai.web.platform.language import in_language, words_of

# Forms of Thai text are sent as three bytes and nine signs for each letter.
_URL_ENCODED = "application/x-www-form-urlencoded"
_NOT_ASCII = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")


class MarkForm(forms.Form):
    """Says by `versions.mark_of` what its page showed, where no revision does; "" of old pages."""

    seen: forms.Field = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def see(self, revision: object) -> None:
        """Show another revision: sent again, the form is taken."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = str(revision)
        self.data = data


class SeenForm(MarkForm):
    """A form that says which revision its page showed."""

    seen = WholeNumberField(widget=forms.HiddenInput)

    @property
    def revision(self) -> int:
        """The revision that stood when the page was opened; 0 where it says none."""
        return int(self.cleaned_data.get("seen") or 0)


class SeenOrNewForm(SeenForm):
    """The same for what may be new: then it says none, which no row that is there has."""

    seen = WholeNumberField(widget=forms.HiddenInput, required=False)


def labels(words: Iterable[Any], nothing: Any = None) -> Callable[[], list[tuple[str, str]]]:
    """The choices of an enumeration, in the reader's language; `nothing` for none of them."""
    first = [] if nothing is None else [("", nothing)]
    return lambda: [*first, *((word.value, in_language(word.label)) for word in words)]


def refuse(form: forms.BaseForm, error: ProngsaiError, *, file: str = "") -> None:
    """Put what a service refused at its field, or above the form; `file` is the field of a file."""
    field = file if isinstance(error, UnreadableInput) else getattr(error, "field", "")
    form.add_error(field if field in form.fields else None, words_of(error))


def read_form(request: HttpRequest) -> QueryDict:
    """What Django's `POST` reads, with whole words of Thai decoded at once and not byte by byte.

    Errors: RequestDataTooBig and TooManyFieldsSent, as there.
    """
    is_plain = request.method == "POST" and request.content_type == _URL_ENCODED
    if not is_plain or request.encoding is not None:
        return request.POST
    try:
        body = request.body.decode()
    except UnicodeDecodeError:
        return request.POST
    return QueryDict(_NOT_ASCII.sub(_decoded, body), encoding="utf-8")


def _decoded(escaped: Match[str]) -> str:
    """Letters that mean nothing between fields: no sign of ASCII is among them."""
    return bytes.fromhex(escaped[0].replace("%", "")).decode(errors="replace")
