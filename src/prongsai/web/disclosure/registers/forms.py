"""What is typed into a row: a box for each field that its register declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import MONTHS
from prongsai.core.registers.attached import attached
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.meanwhile import texts_of
from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Heading
from prongsai.core.registers.periods import month_label
from prongsai.core.registers.rows import Row, RowFault, read_row
from prongsai.core.registers.values import Context, Names, names_of
from prongsai.web.disclosure.registers.models import LONGEST_VIEW_NAME
from prongsai.web.disclosure.registers.queries.rows import Asked
from prongsai.web.disclosure.registers.queries.views import may_be_shared
from prongsai.web.disclosure.registers.services.keeping import REASON
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import LongTextField, ThaiTextField
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.language import in_language
from prongsai.web.platform.typed import row_key, whole_number

_YES, _NO = "ใช่", "ไม่ใช่"
MOST_TYPED = 8_000
HINTS = {
    FieldKind.DATE: _("เขียนเช่น 3 ต.ค. 2568"),
    FieldKind.MONEY: _("บาท เช่น 12,500.50"),
    FieldKind.PERCENT: _("ร้อยละ เช่น 85.5"),
    FieldKind.FILE: _("ที่อยู่เว็บ ถ้ามี"),
}
_NUMBERS = (FieldKind.MONEY, FieldKind.COUNT, FieldKind.PERCENT)
_FIRST_MONTH = 10


class RowForm(SeenOrNewForm):
    """The fields of a row as they are typed; the register's own checks look at them."""

    def __init__(
        self,
        register: Register,
        context: Context,
        data: Any = None,
        *,
        row: Row | None = None,
        initial: Mapping[str, Any] | None = None,
        boxes: Boxes | None = None,
        prefix: str | None = None,
    ) -> None:
        """A box for each field; `row` is the one that is changed, its version in `initial`.

        Shape:  `boxes` are those that many rows share, `prefix` tells the rows of a page apart.
        """
        self._register, self._context, self._row = register, context, row
        first = {**(initial or {}), **(texts_of(register, row, context) if row else {})}
        super().__init__(data, initial=first, prefix=prefix)
        boxes = boxes or Boxes(context)
        for one in register.typed_fields:
            self.fields[one.name] = boxes.of(one, str(first.get(one.name, "")))

    def clean(self) -> dict[str, Any]:
        """What is wrong stands at its field, as the register words it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        texts = self._texts(said)
        state = self._row.state if self._row is not None else ""
        reading = read_row(self._register, texts, self._context, state)
        self.row = reading.row
        for fault in (*reading.faults, *check_row(self._register, reading.row, today())):
            if fault.is_error:
                self._tell(fault)
        return said

    def _texts(self, said: Mapping[str, Any]) -> dict[str, str]:
        """What was typed, by the names of fields."""
        return {one.name: str(said.get(one.name) or "") for one in self._register.typed_fields}

    def has_been_told(self, version: int) -> None:
        """Let who saves once more win: the page told that another changed the row meanwhile."""
        self.data = {**self.data.dict(), "seen": str(version)}  # type: ignore[attr-defined]

    def _tell(self, fault: RowFault) -> None:
        name = fault.field if fault.field in self.fields else None
        words = in_language(fault.message)
        if fault.next_step is not None and name is None:
            words = f"{words} {in_language(fault.next_step)}"
        if name is None or name not in self.errors:
            self.add_error(name, words)


class Boxes:
    """The boxes of a register's fields: what rows of a page have alike is made once."""

    def __init__(self, context: Context) -> None:
        """None is made yet."""
        self._context = context
        self._made: dict[tuple[str, str], forms.Field] = {}
        self._offered: dict[str, dict[str, str]] = {}

    def of(self, field: Field, standing: str) -> forms.Field:
        """The box of a field in which something stands, which is among what may be chosen."""
        offered = self.offered(field)
        is_more = bool(offered) and bool(standing) and standing not in offered
        key = field.name, standing if is_more else ""
        file = attached(standing) if field.kind is FieldKind.FILE else None
        if file is not None:
            return self.make(field, {standing: file.name})
        if key not in self._made:
            more = {standing: standing} if is_more else {}
            self._made[key] = self.make(field, offered | more)
        return self._made[key]

    def offered(self, field: Field) -> dict[str, str]:
        """What may be chosen, by words that the core reads; nothing where all may be typed."""
        if field.name not in self._offered:
            self._offered[field.name] = dict(_choices(field, self._context))
        return self._offered[field.name]

    def make(self, field: Field, choices: Mapping[str, str]) -> forms.Field:
        """A box; what must be filled is asked by the register's checks, with its words."""
        label = in_language(field.title)
        hint = in_language(field.hint) if field.hint else HINTS.get(field.kind, "")
        given: dict[str, Any] = {"label": label, "help_text": hint, "required": False}
        if field.kind is FieldKind.LONG_TEXT:
            made: forms.Field = LongTextField(max_length=MOST_TYPED, **given)
        elif choices:
            nothing = gettext("เอาแฟ้มออก") if field.kind is FieldKind.FILE else gettext("เลือก")
            offered = [("", nothing), *choices.items()]
            made = forms.ChoiceField(choices=offered, **given)
        else:
            numeric = {"inputmode": "decimal", "class": "field-s"} if field.kind in _NUMBERS else {}
            made = forms.CharField(max_length=MOST_TYPED, widget=forms.TextInput(numeric), **given)
        made.is_conditional = field.required  # type: ignore[attr-defined]
        return made


def reason_field() -> forms.Field:
    """Why what looks like the name of a person stays."""
    made = ThaiTextField(
        label=gettext("เหตุผลที่ต้องคงชื่อไว้ หรือเหตุผลว่าไม่ใช่ชื่อคน"),
        help_text=gettext("กรอกเมื่อระบบเตือนว่าอาจมีชื่อคน เหตุผลนี้เก็บในบันทึกการใช้งาน อย่าใส่ชื่อ"),
        max_length=200, required=False,
    )  # fmt: skip
    made.is_conditional = True  # type: ignore[attr-defined]
    return made


class ReasonForm(forms.Form):
    """The reason alone, beside many rows or a file of them."""

    def __init__(self, data: Any = None, **given: Any) -> None:
        """One box."""
        super().__init__(data, **given)
        self.fields[REASON] = reason_field()


class PaperForm(forms.Form):
    """What a person writes under the headings of a paper."""

    def __init__(
        self, headings: Iterable[Heading], said: Mapping[str, str], data: Any = None
    ) -> None:
        """A box for each heading; `said` is what was written before."""
        super().__init__(data, initial=dict(said))
        for one in headings:
            self.fields[one.key] = LongTextField(
                label=in_language(one.title), max_length=MOST_TYPED, required=False,
                help_text=gettext("ถ้าไม่มีให้เขียนว่า ไม่มี หัวข้อนี้ตัดออกไม่ได้"),
            )  # fmt: skip


class ViewForm(forms.Form):
    """The name of a list as it is narrowed and sorted."""

    name = ThaiTextField(label=_("ชื่อมุมมอง"), max_length=LONGEST_VIEW_NAME)
    is_shared = forms.BooleanField(label=_("ให้ทุกคนที่เห็นทะเบียนนี้ใช้ด้วย"), required=False)

    def __init__(self, register: Register, data: Any = None) -> None:
        """Without the tick where it may not be shared."""
        super().__init__(data, auto_id="view_%s")
        if not may_be_shared(register):
            del self.fields["is_shared"]


def _choices(field: Field, context: Context) -> list[tuple[str, str]]:
    if field.kind is FieldKind.CHOICE:
        offered = [one for one in field.choices if not one.retired]
        return [(one.title.th, in_language(one.title)) for one in offered]
    if field.kind is FieldKind.YES_NO:
        return [(_YES, gettext("ใช่")), (_NO, gettext("ไม่ใช่"))]
    if field.kind is FieldKind.MONTH:
        order = [(_FIRST_MONTH - 1 + step) % len(MONTHS) + 1 for step in range(len(MONTHS))]
        return [(month_label(one).th, in_language(month_label(one))) for one in order]
    return _named(names_of(field, context))


def _named(names: Names | None) -> list[tuple[str, str]]:
    return [] if names is None else [(label, label) for label in names.labels.values()]


def asked_of(given: Any) -> Asked:
    """What an address narrows a list to; what makes no sense narrows nothing."""
    month = whole_number(given.get("month", "")) or 0
    return Asked(
        given.get("q", "")[:100], given.get("state", "")[:40],
        given["unit"] if row_key(given.get("unit", "")) else "",
        month if 1 <= month <= len(MONTHS) else 0, given.get("sort", "")[:41],
    )  # fmt: skip
