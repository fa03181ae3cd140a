"""What is typed into a row: a box for each field that its register declares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import MONTHS, month_label
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import MONTHS_OF_YEAR
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.kept import texts_of
from prongsai.core.registers.matching import Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Heading
from prongsai.core.registers.reading import shipped
from prongsai.core.registers.rows import Row, name_faults, read_row
from prongsai.core.registers.values import Attached, Context, attached, names_of
from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.disclosure.disclosure.forms import MOST_OF_A_TABLE, PasteForm
from prongsai.web.disclosure.registers.models import LONGEST_VIEW_NAME, RowsFile
from prongsai.web.disclosure.registers.queries.rows import RowFilter, may_be_shared
from prongsai.web.disclosure.registers.queries.writers import Writers
from prongsai.web.disclosure.registers.services.keeping import REASON
from prongsai.web.disclosure.registers.services.outcome import headings_of
from prongsai.web.platform import uploads
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import LongTextField, ThaiDateField, ThaiTextField, with_this_year
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.typed import row_key, whole_number
from prongsai.web.platform.upload_validation import MEDIA_TYPES, Checked
from prongsai.web.platform.upload_validation import checked as checked_upload
from prongsai.web.signing.evidence import pictures

_YES, _NO = "ใช่", "ไม่ใช่"
MOST_TYPED = 8_000
HINTS = {
    FieldKind.DATE: with_this_year(_("เขียนเช่น 3 ต.ค. 2568")),
    FieldKind.MONEY: _("บาท เช่น 12,500.50"),
    FieldKind.PERCENT: _("ร้อยละ เช่น 85.5"),
    FieldKind.FILE: _("ที่อยู่เว็บ ถ้ามี"),
}
_NUMBERS = (FieldKind.MONEY, FieldKind.COUNT, FieldKind.PERCENT)


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
        for field in register.typed_fields:
            self.fields[field.name] = boxes.box_for(field, self._standing(field))

    def _standing(self, field: Field) -> str:
        """What a box holds: a word that is not offered is kept as it was pasted, and read."""
        first = self.initial.get(field.name, "")
        if field.kind is FieldKind.FILE or not self.data:
            return str(first)
        return str(self.data.get(self.add_prefix(field.name), first)).strip()

    def clean(self) -> dict[str, Any]:
        """What is wrong stands at its field, as the register words it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        texts = self._texts(cleaned)
        state = self._row.state if self._row is not None else ""
        reading = read_row(self._register, texts, self._context, state)
        self.row = reading.row
        for fault in (*reading.faults, *check_row(self._register, reading.row, today())):
            if fault.is_error:
                name = fault.field if fault.field in self.fields else None
                words = in_language(fault.message)
                if fault.next_step is not None and name is None:
                    words = f"{words} {in_language(fault.next_step)}"
                if name is None or name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def _texts(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """What was typed, by the names of fields."""
        return {
            field.name: str(cleaned.get(field.name) or "") for field in self._register.typed_fields
        }


class Boxes:
    """The boxes of a register's fields: what rows of a page have alike is made once."""

    def __init__(self, context: Context, only: Mapping[str, Collection[str]] | None = None) -> None:
        self._context, self._only = context, only or {}
        self._made: dict[tuple[str, str], forms.Field] = {}
        self._offered: dict[str, dict[str, str]] = {}

    def box_for(self, field: Field, standing: str) -> forms.Field:
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
            only = self._only.get(field.name)
            self._offered[field.name] = {
                key: words
                for key, words in _choices(field, self._context)
                if only is None or key in only
            }
        return self._offered[field.name]

    def make(self, field: Field, choices: Mapping[str, str]) -> forms.Field:
        """A box; what must be filled is asked by the register's checks, with its words."""
        label = in_language(field.title)
        hint = in_language(field.hint) if field.hint else HINTS.get(field.kind, "")
        if field.register and not choices:
            known = shipped().register(field.register)
            name = in_language(known.title) if known else gettext("ทะเบียนที่ช่องนี้อ้างถึง")
            hint = gettext("ยังไม่มีรายการใน “%(register)s” เพิ่มที่นั่นก่อน") % {"register": name}
        given: dict[str, Any] = {"label": label, "help_text": hint, "required": False}
        if field.kind is FieldKind.LONG_TEXT:
            made: forms.Field = LongTextField(max_length=MOST_TYPED, **given)
        elif choices:
            nothing = gettext("นำไฟล์ออก") if field.kind is FieldKind.FILE else gettext("เลือก")
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
        super().__init__(data, **given)
        self.fields[REASON] = reason_field()


class PaperForm(forms.Form):
    """What a person writes under the headings of a paper."""

    def __init__(
        self, headings: Iterable[Heading], written: Mapping[str, str], data: Any = None
    ) -> None:
        super().__init__(data, initial=dict(written))
        for heading in headings:
            made = LongTextField(
                label=in_language(heading.title), max_length=MOST_TYPED, required=False,
                help_text=gettext("ถ้าไม่มีให้เขียนว่า ไม่มี หัวข้อนี้ตัดออกไม่ได้"),
            )  # fmt: skip
            # It may wait, but the paper is not whole without it.
            made.is_conditional = True  # type: ignore[attr-defined]
            self.fields[heading.key] = made


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
        offered = [choice for choice in field.choices if not choice.retired]
        return [(choice.title.th, in_language(choice.title)) for choice in offered]
    if field.kind is FieldKind.YES_NO:
        return [(_YES, gettext("ใช่")), (_NO, gettext("ไม่ใช่"))]
    if field.kind is FieldKind.MONTH:
        return [(name.th, in_language(name)) for name in map(month_label, MONTHS_OF_YEAR)]
    names = names_of(field, context)
    return [(label, label) for label in names.labels.values()] if names else []


def asked_of(given: Any) -> RowFilter:
    """What an address narrows a list to; what makes no sense narrows nothing."""
    month = whole_number(given.get("month", "")) or 0
    return RowFilter(
        given.get("q", "")[:100], given.get("state", "")[:40],
        given["unit"] if row_key(given.get("unit", "")) else "",
        month if 1 <= month <= len(MONTHS) else 0, given.get("sort", "")[:41],
    )  # fmt: skip


_ACCEPTED = ",".join(f".{ending}" for ending in MEDIA_TYPES)


class RowFilesForm(RowForm):
    """A row's fields as they are typed, and files that are sent for it.

    Shape:  `sent` are the files that passed validation, by the keys that the row's fields name.
    """

    def __init__(
        self, register: Register, context: Context, data: Any, files: Any, **given: Any
    ) -> None:
        super().__init__(register, context, data, **given)
        self.files = files
        self.sent: dict[UUID, Checked] = {}
        self._of_files = [field for field in register.typed_fields if field.kind is FieldKind.FILE]
        order = []
        for name in self.fields:
            field = register.field(name)
            takes = field is not None and field.kind is FieldKind.FILE
            order += [box_name(name), name] if takes else [name]
        for field in self._of_files:
            self.fields[box_name(field.name)] = forms.FileField(
                label=gettext("ส่งไฟล์: %(field)s") % {"field": in_language(field.title)},
                help_text=gettext("PDF, JPG, PNG, DOCX หรือ XLSX ไม่เกิน 20 MB ใช้แทนที่อยู่เว็บ"),
                required=False, widget=forms.FileInput({"accept": _ACCEPTED}),
            )  # fmt: skip
        self.order_fields(order)
        if register.names_nobody and data is not None and data.get(REASON):
            self.fields[REASON] = reason_field()

    @property
    def reason(self) -> str:
        """Why what looks like a name stays; "" where nobody said."""
        return str(self.cleaned_data.get(REASON) or "")

    def clean(self) -> dict[str, Any]:
        """What looks like the name of a person is asked for a reason, in the page's own box."""
        cleaned = super().clean()
        faults = name_faults(self._register, self.row, self._row)
        if faults and REASON not in self.fields:
            self.fields[REASON] = reason_field()
        if faults and not cleaned.get(REASON):
            for fault in faults:
                step = in_language(fault.next_step) if fault.next_step else ""
                self.add_error(REASON, f"{in_language(fault.message)} {step}")
        return cleaned

    def has_lost_files(self) -> None:
        """Say at each file that was sent that a browser forgets it when a page is shown again."""
        for field in self._of_files:
            box = box_name(field.name)
            if self.files.get(box) and box not in self.errors:
                self.add_error(box, gettext("ยังไม่ได้เก็บไฟล์นี้ แก้ช่องที่ผิด แล้วเลือกไฟล์อีกครั้ง"))

    def _texts(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """A file that was sent stands where its address would."""
        texts = super()._texts(cleaned)
        self.sent = {}
        for field in self._of_files:
            given = cleaned.get(box_name(field.name))
            if given is None:
                continue
            try:
                data = uploads.content_of(given)
                file = checked_upload(given.name or "file", data, longest=pictures.LONGEST)
            except ProngsaiError as error:
                self.add_error(box_name(field.name), words_of(error))
                continue
            attachment = Attached(file.name, uuid4())
            self.sent[attachment.key] = file
            texts[field.name] = attachment.text
        return texts


def box_name(name: str) -> str:
    """What the box for a file of a field is called; no field of a register has a hyphen."""
    return f"file-{name}"


class CirculateForm(forms.Form):
    """All staff, or those of some units."""

    units = forms.MultipleChoiceField(
        label=_("เฉพาะส่วนราชการ"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("ไม่เลือกเลยคือส่งถึงทุกคน"),
    )  # fmt: skip
    due = ThaiDateField(
        label=_("รับทราบภายใน"), required=False,
        help_text=_("เว้นว่างไว้หากไม่มีกำหนด เช่น 31 มี.ค. 2566"),
    )  # fmt: skip

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        chosen: Any = self.fields["units"]
        chosen.choices = [(key, unit.name) for key, unit in self._units.items()]

    @property
    def units_chosen(self) -> list[Unit] | None:
        """The units of a valid form; None for all staff."""
        return [self._units[key] for key in self.cleaned_data["units"]] or None


_COLUMN, _ALL = "column-", "all-"
_LONGEST = 200


class RowsFileForm(PasteForm):
    """A sheet with a heading, as a file or pasted."""

    file = forms.FileField(
        label=_("ไฟล์ XLSX, XLS, ODS หรือ CSV"),
        required=False,
        help_text=_("ไฟล์ของท่านเองก็ได้ ต้องมีหัวตาราง ระบบไม่เก็บตัวไฟล์ไว้"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    text = forms.CharField(
        label=_("หรือวางตาราง"),
        required=False,
        max_length=MOST_OF_A_TABLE,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("คัดลอกทั้งตารางรวมหัวตารางจาก Excel หรือ Google Sheets มาวาง"),
    )
    nothing = _("เลือกไฟล์ หรือวางตารางก่อน")


class ColumnsForm(forms.Form):
    """Which column fills which field; what has no column may hold one value in all rows."""

    def __init__(
        self,
        register: Register,
        file: RowsFile,
        standing: Iterable[tuple[str, Matching]],
        shown: Iterable[tuple[str, Matching]],
        data: Any = None,
    ) -> None:
        """Shape: `standing` is how columns are matched alone, `shown` with what was said.

        What stands in all rows is asked of a field that must be filled and has no column.
        """
        super().__init__(data)
        self._register, self._file = register, file
        headings = headings_of(standing)
        self._alone = _by_field(standing)
        matched = _by_field(shown)
        offered = [("", gettext("ไม่มีคอลัมน์")), *((heading, heading) for heading in headings)]
        for field in register.typed_fields:
            title, column = in_language(field.title), matched.get(field.name, "")
            known = dict(offered)
            extra = [] if column in known else [(column, column)]
            self.fields[f"{_COLUMN}{field.name}"] = forms.ChoiceField(
                label=title, choices=[*offered, *extra], required=False, initial=column,
            )  # fmt: skip
            self.fields[f"{_COLUMN}{field.name}"].is_conditional = True  # type: ignore[attr-defined]
            if not column and (field.required or field.name == register.owned_by):
                default = file.defaults.get(field.name, "")
                self.fields[f"{_ALL}{field.name}"] = forms.CharField(
                    label=gettext("%(field)s ของทุกแถว") % {"field": title},
                    max_length=_LONGEST, required=False, initial=default,
                )  # fmt: skip
                self.fields[f"{_ALL}{field.name}"].is_conditional = True  # type: ignore[attr-defined]
        self.fields["only_year"] = forms.BooleanField(
            label=gettext("ข้ามแถวของปีงบประมาณอื่น"), required=False, initial=file.only_year
        )

    @property
    def said_twice(self) -> str:
        """A column that was said to fill two fields; "" where none was.

        Shape:  not one whose cells hold two things, which is parted without anybody's word.
        """
        chosen = [heading for heading in self._said(_COLUMN).values() if heading]
        parted = list(self._alone.values())
        return next(
            (
                heading
                for heading in chosen
                if chosen.count(heading) > max(1, parted.count(heading))
            ),
            "",
        )

    @property
    def given(self) -> dict[str, str]:
        """What was said otherwise than the columns are matched alone."""
        chosen = self._said(_COLUMN)
        return {
            name: heading
            for name, heading in chosen.items()
            if heading != self._alone.get(name, "")
        }

    @property
    def defaults(self) -> dict[str, str]:
        """What stands in all rows; nothing where a column fills the field."""
        columns = self._said(_COLUMN)
        return {
            name: text for name, text in self._said(_ALL).items() if text and not columns.get(name)
        }

    @property
    def of_all(self) -> str:
        """What stands in all rows as somebody said, in words; "" where nothing does."""
        parts = (
            f"{in_language(field.title)} “{self._file.defaults[field.name]}”"
            for field in self._register.typed_fields
            if self._file.defaults.get(field.name)
        )
        return " · ".join(parts)

    def _said(self, prefix: str) -> Mapping[str, str]:
        return {
            name.removeprefix(prefix): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


def _by_field(matchings: Iterable[tuple[str, Matching]]) -> dict[str, str]:
    return {match.field: match.heading for _, matching in matchings for match in matching.matches}


class WritersForm(forms.Form):
    """The owning unit, units for all rows, posts for all rows; any of them together."""

    own_unit = forms.BooleanField(
        label=_("ส่วนราชการเจ้าของรายการ"), required=False,
        help_text=_("แต่ละส่วนราชการบันทึกเฉพาะรายการของตน"),
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=_("ส่วนราชการที่บันทึกแทนทุกส่วนราชการ"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    posts = forms.MultipleChoiceField(
        label=_("ตำแหน่งที่บันทึกแทนทุกส่วนราชการ"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, agency: Agency, writers: Writers, data: Any) -> None:
        """The open units and all posts; `writers` are those who write now."""
        initial = {
            "own_unit": writers.own_unit, "units": [*map(str, writers.units)],
            "posts": [*map(str, writers.posts)],
        }  # fmt: skip
        super().__init__(data, initial=initial)
        units: Any = self.fields["units"]
        posts: Any = self.fields["posts"]
        rows = Unit.objects.filter(agency=agency, is_closed=False)
        units.choices = [(str(key), name) for key, name in rows.values_list("pk", "name")]
        titles = Position.objects.filter(agency=agency).order_by("title")
        posts.choices = [(str(key), title) for key, title in titles.values_list("pk", "title")]

    @property
    def choice(self) -> Writers:
        """What is ticked in a valid form."""
        ticked = self.cleaned_data
        units, posts = (frozenset(map(UUID, ticked[name])) for name in ("units", "posts"))
        return Writers(ticked["own_unit"], units, posts)
