"""Form fields of every app, as people type them, and how a field is drawn."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BoundField
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.functional import Promise, lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import buddhist_as_typed, read_date, short_date
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR, year_of
from prongsai.core.thai import arabic_digits, printed, repair
from prongsai.web.platform.clock import today
from prongsai.web.platform.typed import whole_number

_EXAMPLE_OF_DAY = _("เช่น 31 มี.ค. 2566")
MOST = 2**31 - 1  # what a column of numbers holds, in PostgreSQL too
# Some zeros before it; int() refuses thousands of digits, and so do we, with words.
_WHOLE = re.compile(r"-?0{0,12}[0-9]{1,12}")
_NUMBER = re.compile(r"-?0{0,12}[0-9]{1,12}(?:\.[0-9]{1,9})?")
# The year of an example, with the month where that is one of the calendar year before.
_YEAR_OF_EXAMPLE = re.compile(
    r"((?:ต\.ค\.|พ\.ย\.|ธ\.ค\.|ตุลาคม|October|/1[0-2]/)\s?)?\b25[0-9]{2}\b"
)


def _with_this_year(text: str | Promise) -> str:
    """A text whose examples of days lie in the present fiscal year."""
    year = year_of(today())
    return _YEAR_OF_EXAMPLE.sub(
        lambda match: f"{match[1]}{year - 1}" if match[1] else str(year), str(text)
    )


with_this_year = lazy(_with_this_year, str)  # as it is read: nobody restarts a site for a new year


class WholeNumberField(forms.IntegerField):
    """A whole number that any column of ours can hold: from none to two billion."""

    def __init__(self, **kwargs: Any) -> None:
        """Bounded, if not told narrower."""
        given: dict[str, Any] = {"min_value": 0, "max_value": MOST}
        super().__init__(**given | kwargs)


class ThaiTextField(forms.CharField):
    """One line of text as it is printed: mended, without letters that show nothing."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(printed(value or ""))
        return text


class LongTextField(forms.CharField):
    """Several lines of text, mended; lines stay lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        given: dict[str, Any] = {"widget": forms.Textarea({"rows": rows})}
        super().__init__(**given | kwargs)

    def clean(self, value: Any) -> str:
        lines = repair(str(value or "")).splitlines()
        text: str = super().clean("\n".join(line.rstrip() for line in lines).strip())
        return text


class NumberField(forms.CharField):
    """A number as it is typed: Thai digits, commas and a percent sign are understood.

    Shape:  a float, an int where it is `whole`; None where the box is empty.
    """

    default_error_messages = {
        "number": _("ใส่เป็นตัวเลข เช่น 12"),
        "range": _("ตัวเลขนี้ต้องอยู่ระหว่าง %(least)s–%(most)s"),
    }

    def __init__(
        self, *, least: float = 0, most: float = 100, whole: bool = False, **kwargs: Any
    ) -> None:
        self.least, self.most, self.whole = least, most, whole
        shown = "numeric" if whole else "decimal"
        kwargs.setdefault("widget", forms.TextInput({"inputmode": shown, "class": "field-s"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> float | None:
        text = arabic_digits(super().clean(value)).replace(",", "").removesuffix("%").strip()
        if not text:
            return None
        if not (_WHOLE if self.whole else _NUMBER).fullmatch(text):
            raise forms.ValidationError(self.error_messages["number"], code="number")
        number = int(text) if self.whole else float(text)
        if not self.least <= number <= self.most:
            raise forms.ValidationError(
                self.error_messages["range"],
                code="range",
                params={"least": f"{self.least:g}", "most": f"{self.most:g}"},
            )
        return number


class ThaiDateField(forms.CharField):
    """A day in one box, typed as 20 พ.ย. 2569, 20/11/69, 2026-11-20 or with Thai digits.

    Shape:  a date; None where the box is empty. A day that was stored stands as 20 พ.ย. 2569.
    """

    default_error_messages = {"wrong": _("อ่านวันที่ไม่ได้ เขียนเช่น 20 พ.ย. 2569 หรือ 20/11/2569")}

    def __init__(self, *, help_text: str | Promise = _EXAMPLE_OF_DAY, **kwargs: Any) -> None:
        """The examples of hint and messages lie in the present fiscal year."""
        kwargs.setdefault("widget", forms.TextInput({"class": "govuk-input--width-10"}))
        super().__init__(help_text=with_this_year(help_text), **kwargs)
        messages = self.error_messages.items()
        self.error_messages = {name: with_this_year(text) for name, text in messages}

    def prepare_value(self, value: Any) -> Any:
        return short_date(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        span = read_date(text)
        if span is None or span.first != span.last:
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return span.first


class FiscalYearField(forms.CharField):
    """A fiscal year of the Buddhist era; 2026 and ๒๕๖๙ are understood."""

    default_error_messages = {
        "required": _("ใส่ปีงบประมาณ เช่น 2569"),
        "wrong": _("ปีงบประมาณต้องเป็นปี พ.ศ. สี่หลัก เช่น 2569"),
    }

    def clean(self, value: Any) -> int:
        text = arabic_digits(super().clean(value)).strip()
        year = whole_number(text) or 0
        year = buddhist_as_typed(year) if year else 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return year


class ChosenField(forms.ChoiceField):
    """One of some rows that a query gave; `clean` gives the row itself, None for none."""

    def offer(
        self, rows: Iterable[Model], empty: str | Promise, shown: Callable[[Any], str] = str
    ) -> None:
        self._rows = {str(row.pk): row for row in rows}
        self.choices = [("", empty), *((key, shown(row)) for key, row in self._rows.items())]

    def clean(self, value: Any) -> Any:
        return self._rows.get(super().clean(value))


_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    # Django derives the ticks from the radios: they come first.
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def is_group(field: BoundField) -> bool:
    """Whether a field is several controls that share a legend."""
    return isinstance(field.field.widget, _GROUPS)


def is_tick(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


def described(field: BoundField) -> str:
    """The ids of a field's hint and errors."""
    ids = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


def first_id(field: BoundField) -> str:
    """The id of the first control: where a link of the error summary goes."""
    return f"{field.auto_id}_0" if is_group(field) else field.id_for_label or field.html_name


def control(field: BoundField) -> SafeString:
    """The field's control or controls, without label, hint and errors."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):
        kind = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
        widget.attrs["class"] = _class_of(field)
        return SafeString(render_to_string("ui/choices.html", {"field": field, "kind": kind}))
    attributes: dict[str, str | bool] = {"class": _class_of(field)}
    if ids := described(field):
        attributes["aria-describedby"] = ids
    return field.as_widget(attrs=attributes)


def _class_of(field: BoundField) -> str:
    widget = field.field.widget
    own = str(widget.attrs.get("class", "")).split()
    for kind, name in _CLASSES:
        if isinstance(widget, kind):
            own += [name] if name not in own else []
            if field.errors and name in {"govuk-input", "govuk-select", "govuk-textarea"}:
                own.append(f"{name}--error")
            break
    return " ".join(dict.fromkeys(own))
