"""Form fields of every app: a Thai date in three boxes, a number that the database can hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import SHORT_MONTHS, buddhist_year, read_date

MOST = 2**31 - 1  # what a column of numbers holds, in PostgreSQL too
_BOXES = 3


class WholeNumberField(forms.IntegerField):
    """A whole number that any column of ours can hold: from none to two billion."""

    def __init__(self, **kwargs: Any) -> None:
        """Bounded, if not told narrower."""
        given: dict[str, Any] = {"min_value": 0, "max_value": MOST}
        super().__init__(**given | kwargs)


class ThaiDateBoxes(forms.MultiWidget):
    """Three text boxes: day, month, year of the Buddhist era."""

    labels = (_("วัน"), _("เดือน"), _("พ.ศ."))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Plain text boxes: a month may be typed as a number or a name."""
        day, year = {"inputmode": "numeric"}, {"inputmode": "numeric"}
        super().__init__([forms.TextInput(day), forms.TextInput(), forms.TextInput(year)], attrs)

    def decompress(self, value: Any) -> list[str]:
        """A date as typed in Thailand."""
        if not isinstance(value, date):
            return ["", "", ""]
        return [str(value.day), SHORT_MONTHS[value.month - 1], str(buddhist_year(value))]


class ThaiDateField(forms.MultiValueField):
    """A day, typed as 13 / มี.ค. / 2566; 3, มีนาคม, 2023 and Thai digits are understood too."""

    widget = ThaiDateBoxes
    default_error_messages = {
        "incomplete": _("ใส่ให้ครบทั้งวัน เดือน และปี เช่น 13 มี.ค. 2566"),
        "unreadable": _("อ่านวันที่ไม่ได้ เดือนต้องเป็น 1–12 หรือชื่อเดือน เช่น 13 มี.ค. 2566"),
    }

    def __init__(self, **kwargs: Any) -> None:
        """Three parts; whether all are needed is decided for the whole."""
        parts = [forms.CharField(max_length=20, required=False) for _box in range(_BOXES)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        """The day.

        Errors: ValidationError where a part is missing, or there is no such day.
        """
        typed = [str(part or "").strip() for part in data_list]
        if not any(typed):
            return None
        if len(typed) < _BOXES or not all(typed):
            raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
        day, month, year = typed
        separator = "/" if month.isdecimal() else " "
        span = read_date(separator.join((day, month, year)))
        if span is None:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        return span.first
