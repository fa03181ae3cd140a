"""What forms of every app share: what their page showed, and where a refusal is told."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.web.platform.fields import WholeNumberField
from prongsai.web.platform.language import in_language, words_of


class SeenForm(forms.Form):
    """A form that says which revision its page showed."""

    seen = WholeNumberField(widget=forms.HiddenInput)

    @property
    def revision(self) -> int:
        """The revision that stood when the page was opened; 0 where it says none."""
        return int(self.cleaned_data.get("seen") or 0)

    def see(self, revision: object) -> None:
        """Show another revision: sent again, the form is taken."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = str(revision)
        self.data = data


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
