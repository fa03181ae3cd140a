"""Fields that several forms share, and how a refusal of a service reaches its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import buddhist_as_typed, read_date
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, printed
from prongsai.web.agency.roster.checking import LOGIN
from prongsai.web.platform.typed import whole_number


class ThaiTextField(forms.CharField):
    """One line of text as it is printed: mended, without letters that show nothing."""

    def clean(self, value: Any) -> str:
        """The mended line."""
        text: str = super().clean(printed(value or ""))
        return text


class OrderField(ThaiTextField):
    """The order or law by which somebody acts; whether one is needed, the rule of acting says."""

    # Neither required nor left to taste: no word beside the label says that it may be left out.
    is_conditional = True

    def __init__(self, **kwargs: Any) -> None:
        """A line of text with what to write."""
        given: dict[str, Any] = {
            "label": _("คำสั่งให้รักษาราชการแทน"),
            "max_length": 300,
            "required": False,
            "help_text": _(
                "เลขที่คำสั่งหรือข้อกฎหมาย ต้องมีเมื่อรักษาราชการแทนในตำแหน่งที่ลงนาม เช่น คำสั่งเทศบาล ที่ 12/2569"
            ),
        }
        super().__init__(**given | kwargs)


class LoginField(forms.CharField):
    """A login: lower case, no spaces."""

    default_error_messages = {
        "required": _("ใส่ชื่อผู้ใช้ เช่น somsri.clerk"),
        "wrong": _("ชื่อผู้ใช้ใช้ a–z 0–9 จุด หรือขีด 2–60 ตัว เช่น somsri.clerk"),
    }

    def __init__(self, **kwargs: Any) -> None:
        """A text box that no browser corrects."""
        widget = forms.TextInput(
            {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}
        )
        given: dict[str, Any] = {"label": _("ชื่อผู้ใช้"), "max_length": 60, "widget": widget}
        super().__init__(**given | kwargs)

    def clean(self, value: Any) -> str:
        """The login in lower case.

        Errors: ValidationError with an example.
        """
        login: str = super().clean(str(value or "").strip().lower())
        if login and not LOGIN.fullmatch(login):
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return login


class FiscalYearField(forms.CharField):
    """A fiscal year of the Buddhist era; 2026 and ๒๕๖๙ are understood."""

    default_error_messages = {
        "required": _("ใส่ปีงบประมาณ เช่น 2569"),
        "wrong": _("ปีงบประมาณต้องเป็นปี พ.ศ. สี่หลัก เช่น 2569"),
    }

    def clean(self, value: Any) -> int:
        """The year.

        Errors: ValidationError with an example.
        """
        text = arabic_digits(super().clean(value)).strip()
        year = whole_number(text) or 0
        year = buddhist_as_typed(year) if year else 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return year


class DayField(forms.CharField):
    """A day in one box: 20 พ.ย. 2569, 20/11/2569 or 2026-11-20."""

    default_error_messages = {"wrong": _("อ่านวันที่ไม่ได้ เขียนเช่น 20 พ.ย. 2569 หรือ 20/11/2569")}

    def clean(self, value: Any) -> date | None:
        """The day; None where the box is empty.

        Errors: ValidationError with an example.
        """
        text = super().clean(value)
        if not text:
            return None
        span = read_date(text)
        if span is None or span.first != span.last:
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return span.first


class ChosenField(forms.ChoiceField):
    """One of some rows that a query gave; `clean` gives the row itself, None for none."""

    def offer(
        self, rows: Iterable[Model], empty: str | Promise, shown: Callable[[Any], str] = str
    ) -> None:
        """The rows to choose from, the words for none of them, and how one is shown."""
        self._rows = {str(row.pk): row for row in rows}
        self.choices = [("", empty), *((key, shown(row)) for key, row in self._rows.items())]

    def clean(self, value: Any) -> Any:
        """The chosen row."""
        return self._rows.get(super().clean(value))


def in_language(text: Text) -> str:
    """A text in the reader's language."""
    return text.in_language(get_language() or "th")


def words_of(error: ProngsaiError) -> str:
    """What an error says and what to do now, in the reader's language."""
    parts = [in_language(error.message)]
    if error.next_step:
        parts.append(in_language(error.next_step))
    return " ".join(parts)


def refuse(form: forms.BaseForm, error: ProngsaiError) -> None:
    """Put what a service refused at its field, or above the form."""
    field = getattr(error, "field", "")
    form.add_error(field if field in form.fields else None, words_of(error))
