"""Form fields of meetings: several lines of text, one thing to a line, a time of day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.thai import arabic_digits
from prongsai.web.platform.fields import LongTextField

_MOST_LINES = 60


class LinesField(LongTextField):
    """One thing to a line; numbers typed before them are dropped, the paper counts itself."""

    def clean(self, value: Any) -> Any:
        """The lines."""
        lines = [_uncounted(line) for line in super().clean(value).split("\n")]
        return tuple(line for line in lines if line)[:_MOST_LINES]


def _uncounted(line: str) -> str:
    head, _dot, rest = line.partition(".")
    number = arabic_digits(head).strip()
    return rest.strip() if rest and number.isascii() and number.isdecimal() else line.strip()


class ClockField(forms.TimeField):
    """A time of day: 09.30, 9:30 or ๐๙.๓๐ น."""

    def __init__(self, **kwargs: Any) -> None:
        """A plain text box, printed with a point."""
        widget = forms.TimeInput(
            {"inputmode": "decimal", "class": "govuk-input govuk-input--width-5"}, format="%H.%M"
        )
        formats = ["%H.%M", "%H:%M", "%H.%M น.", "%H.%M น"]
        wrong = {"invalid": _("อ่านเวลาไม่ได้ เขียนเช่น 09.30")}
        given: dict[str, Any] = {
            "widget": widget,
            "input_formats": formats,
            "error_messages": wrong,
        }
        super().__init__(**given | kwargs)

    def to_python(self, value: Any) -> Any:
        """Thai digits are understood."""
        return super().to_python(arabic_digits(value) if isinstance(value, str) else value)
