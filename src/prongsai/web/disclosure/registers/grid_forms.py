"""A line of a grid: the boxes of one row among many, what was typed and what another made of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import Struct, to_builtins

from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.kept import Meanwhile, Texts
from prongsai.core.registers.model import MOST_FIELDS, Group, Register
from prongsai.core.registers.own import PAGE_KINDS, OwnField, OwnRegister
from prongsai.core.registers.rows import Row
from prongsai.core.registers.rules import Every
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.forms import Boxes, RowForm
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.services.outcome import FieldChange
from prongsai.web.disclosure.registers.services.outcome import TypedLine as Wanted
from prongsai.web.platform.fields import LongTextField
from prongsai.web.platform.forms import SeenOrNewForm, labels
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.typed import several


class LeanInput(forms.TextInput):
    """A line of text."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        del renderer
        attributes = _attributes(self, name, attrs) | ({"value": str(value)} if value else {})
        return format_html("<input{}>", flatatt({"type": "text", **attributes}))


class LeanText(forms.Textarea):
    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """As Django draws it: the first line break is the browser's."""
        del renderer
        attributes = flatatt(_attributes(self, name, attrs))
        return format_html("<textarea{}>\n{}</textarea>", attributes, value or "")


class LeanSelect(forms.Select):
    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        del renderer
        attributes = flatatt(_attributes(self, name, attrs))
        chosen = str(value or "")
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", words)
                for key, words in self.choices
            ),
        )  # fmt: skip
        return format_html("<select{}>{}</select>", attributes, options)


def _attributes(widget: forms.Widget, name: str, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"name": name, **widget.attrs, **(attrs or {})}


def lean_hidden(marks: Iterable[tuple[str, object]]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', marks)


_MOST_OPTIONS = 30  # of more than these the browser offers those that fit what is typed


class GridBoxes(Boxes):
    """The boxes of a grid: no hints in each line, and long lists once for the page."""

    def make(self, field: Field, choices: Mapping[str, str]) -> forms.Field:
        made = super().make(field, {} if self.is_long(field) else choices)
        made.help_text = ""
        if isinstance(made, forms.ChoiceField):
            made.widget = LeanSelect(choices=made.widget.choices)
        elif field.kind is FieldKind.LONG_TEXT:
            made.widget = LeanText({"rows": 2})
        else:
            made.widget = LeanInput({"inputmode": "decimal"} if field.kind.is_number else {})
        if self.is_long(field):
            made.widget.attrs["list"] = f"list-{field.name}"
        return made

    def is_long(self, field: Field) -> bool:
        """Whether too many may be chosen to write them into every line."""
        return len(self.offered(field)) > _MOST_OPTIONS


class Cell(Struct, frozen=True):
    """One field of a line.

    Shape:  `text` is what stands where it may not be changed, and `typed` what was typed there all
            the same; `now` is what another made of it meanwhile, beside what was typed.
    """

    bound: BoundField
    field: Field
    row: str
    is_locked: bool = False
    text: str = ""
    typed: str = ""
    now: str = ""

    @property
    def labelled(self) -> SafeString:
        """The label of its box, with the row for who does not see it."""
        is_required = getattr(self.bound.field, "is_conditional", False)
        optional = format_html(' <span class="ps-optional">{}</span>', gettext("ไม่บังคับ"))
        return format_html(
            '<label class="label" for="{}">{} <span class="vh">{}</span>{}</label>',
            self.bound.id_for_label, self.bound.label, self.row, "" if is_required else optional,
        )  # fmt: skip

    @property
    def kind(self) -> str:
        if self.field.kind is FieldKind.LONG_TEXT:
            return "roomy"
        return "number" if self.field.kind.is_number else ""


class GridLine(Struct, eq=False):
    """A line of the grid: a row as it stands, or as it was typed.

    Shape:  `typed` is what was typed, None where nothing was; `seen` the version that the page
            showed; `now` what stands, `locked` the fields of it that stay; `held` what was typed
            beside what another made of the row since.
    """

    form: RowForm
    name: str
    kept: RegisterRow | None = None
    seen: int = 0
    typed: Texts | None = None
    locked: frozenset[str] = frozenset()
    now: Texts = {}
    was: Texts = {}
    state: str = ""
    held: Meanwhile | None = None
    by: str = ""
    at: datetime | None = None
    _words: list[str] = []

    @property
    def prefix(self) -> str:
        """By what its boxes are told from those of other lines."""
        return str(self.form.prefix)

    @property
    def is_touched(self) -> bool:
        return self.typed is not None

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided on the row, so that what is filled stays."""
        return bool(self.locked)

    @property
    def first(self) -> Iterator[tuple[str, str]]:
        """What stood in a new line before anybody typed: names and values of hidden boxes."""
        if self.kept is None:
            for name, text in self.form.initial.items():
                yield f"initial-{self.prefix}-{name}", text

    @property
    def marks(self) -> SafeString:
        """Which line it is, which row and version of it, what stood in it: hidden boxes."""
        marks: list[tuple[str, object]] = [("line", self.prefix)]
        if self.kept is not None:
            marks += [(f"{self.prefix}-key", self.kept.pk)]
            marks += [(f"{self.prefix}-seen", self.form["seen"].value())]
        return lean_hidden([*marks, *self.first])

    def wanted(self) -> Wanted:
        """What the line asks for."""
        self.form.is_valid()  # which reads its row
        return Wanted(self.form.row, self.kept.pk if self.kept is not None else None, self.seen)

    def refuse(self, refusal: Refused) -> None:
        if self.held is not None:
            self._words.append(in_language(refusal.message))
        elif refusal.field not in self.form.fields:
            self._words.append(words_of(refusal))
        elif refusal.field not in self.form.errors:
            self.form.add_error(refusal.field, words_of(refusal))

    def line_errors(self, fields: Iterable[Field]) -> list[str]:
        """What is wrong with the line as a whole, or with fields that are not among those shown."""
        shown = {field.name for field in fields}
        errors = self.form.errors if self.is_touched else {}
        hidden = (
            message for name, several in errors.items() if name not in shown for message in several
        )
        return [*self._words, *map(str, hidden)]

    def changes(self, register: Register) -> Iterator[FieldChange]:
        """What another made of the row while the page was open."""
        for name in self.held.changed if self.held else ():
            label, nothing = in_language(register.named(name).title), gettext("ว่าง")
            was, now = self.was.get(name) or nothing, self.now.get(name) or nothing
            yield FieldChange(label, was, now)

    def cells(self, fields: Iterable[Field]) -> Iterator[Cell]:
        typed = self.typed or {}
        both = self.held.both if self.held else ()
        for field in fields:
            text = self.now.get(field.name, "")
            is_locked = field.name in self.locked
            is_otherwise = is_locked and typed.get(field.name, text) != text
            yield Cell(
                self.form[field.name], field, self.name, is_locked, text,
                typed[field.name] if is_otherwise else "",
                (text or gettext("ว่าง")) if field.name in both and not is_locked else "",
            )  # fmt: skip


class Lost:
    """What was typed into a row that is not there any more, or not the person's: it is shown."""

    def __init__(self, key: UUID, seen: int, name: str, typed: Texts, form: RowForm) -> None:
        """Shape: `typed` is what was typed, by the names of fields."""
        self.name, self.words = name, ""
        self._key, self._seen, self._said, self._form = key, seen, typed, form

    @property
    def facts(self) -> list[tuple[str, str]]:
        return [
            (str(self._form.fields[name].label), text)
            for name, text in self._said.items()
            if text.strip()
        ]

    def wanted(self) -> Wanted:
        """What was asked for; the services refuse it."""
        self._form.full_clean()
        return Wanted(getattr(self._form, "row", Row({})), self._key, self._seen)

    def refuse(self, refusal: Refused) -> None:
        self.words = words_of(refusal)


_LINE, _WORDS, _LONGEST_CHOICES = 120, 1_000, 4_000
_OWED = {Every.MONTH: _("เดือน"), Every.QUARTER: _("ไตรมาส"), Every.HALF: _("ครึ่งปี")}


class OwnRegisterForm(SeenOrNewForm):
    title = forms.CharField(label=_("ชื่อทะเบียน"), max_length=_LINE)
    purpose = LongTextField(label=_("ใช้ทำอะไร"), max_length=_WORDS)
    group = forms.ChoiceField(label=_("หมวด"), choices=labels(Group))
    every = forms.ChoiceField(
        label=_("ต้องมีรายการ หรือคำว่าไม่มีรายการ ทุก"),
        required=False,
        choices=[("", _("ไม่มีรอบ")), *((period.value, words) for period, words in _OWED.items())],
        help_text=_("ถ้าเลือก ต้องมีช่องวันที่หรือเดือน ระบบจะแจ้งช่วงที่ขาด"),
    )
    by_unit = forms.BooleanField(label=_("ทุกส่วนราชการต้องรายงานของตน"), required=False)
    is_restricted = forms.BooleanField(
        label=_("ส่วนราชการเห็นเฉพาะรายการของตน"),
        required=False,
        help_text=_("ผู้บริหาร ปลัด และเจ้าหน้าที่ ITA เห็นทั้งหมด ต้องมีช่องส่วนราชการ"),
    )

    def fits(self, fields: Sequence[OwnField]) -> bool:
        """Whether the fields are enough for what is asked; else it is told where."""
        if not self.is_valid():
            return False
        kinds = {field.kind for field in fields}
        if not fields:
            self.add_error(None, gettext("ใส่ชื่อช่องอย่างน้อยหนึ่งช่อง"))
        if self.cleaned_data["every"] and not kinds & {FieldKind.DATE, FieldKind.MONTH}:
            self.add_error("every", gettext("เพิ่มช่องชนิดวันที่หรือเดือนก่อน จึงจะรู้ว่ารายการอยู่ในช่วงใด"))
        for name in ("by_unit", "is_restricted"):
            if self.cleaned_data[name] and FieldKind.UNIT not in kinds:
                self.add_error(name, gettext("เพิ่มช่องชนิดส่วนราชการก่อน จึงจะรู้ว่ารายการเป็นของใคร"))
        return not self.errors

    def said(self, fields: Iterable[OwnField]) -> OwnRegister:
        cleaned = self.cleaned_data
        return OwnRegister(
            cleaned["title"], cleaned["purpose"], tuple(fields), Group(cleaned["group"]),
            Every(cleaned["every"]) if cleaned["every"] else None, cleaned["by_unit"],
            cleaned["is_restricted"],
        )  # fmt: skip


class OwnFieldForm(forms.Form):
    """One field; without a title it is none."""

    name = forms.CharField(required=False, max_length=_LINE, widget=forms.HiddenInput)
    title = forms.CharField(label=_("ชื่อช่อง"), required=False, max_length=_LINE)
    kind = forms.ChoiceField(label=_("ชนิด"), choices=labels(PAGE_KINDS))
    choices = forms.CharField(
        label=_("ตัวเลือก คั่นด้วยจุลภาค"), required=False, max_length=_LONGEST_CHOICES
    )
    required = forms.BooleanField(label=_("ต้องกรอก"), required=False)
    public = forms.BooleanField(label=_("ประชาชนเห็นได้"), required=False)
    no_choices = _("ใส่ตัวเลือก เช่น ดีเซล, เบนซิน")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Boxes that an empty row leaves out."""
        super().__init__(*args, **kwargs)
        for name in ("title", "choices"):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_choice = cleaned.get("kind") == FieldKind.CHOICE.value
        if cleaned.get("title") and is_choice and not cleaned.get("choices", "").strip(" ,|"):
            self.add_error("choices", self.no_choices)
        return cleaned

    @property
    def said(self) -> OwnField | None:
        """What was said; None where it has no title."""
        cleaned = self.cleaned_data
        if not cleaned.get("title"):
            return None
        words = cleaned["choices"].replace("\n", ",").split(",")
        return OwnField(
            cleaned["title"], FieldKind(cleaned["kind"]), cleaned["name"], cleaned["required"],
            cleaned["public"], tuple(filter(None, map(str.strip, words))),
        )  # fmt: skip


def fields_of(own: OwnRegister | None, data: Any = None, more: int = 0) -> Any:
    """A box of inputs for each field, and some more that are empty."""
    fields = own.fields if own and data is None else ()
    initial = [to_builtins(field) | {"choices": ", ".join(field.choices)} for field in fields]
    return several(OwnFieldForm, initial, data, most=MOST_FIELDS, more=more)


class BringForm(forms.Form):
    """A register that another agency shares."""

    file = forms.FileField(
        label=_("ไฟล์ YAML"),
        help_text=_("ที่ดาวน์โหลดจากทะเบียนของหน่วยงานอื่น หรือเขียนเอง"),
        widget=forms.FileInput({"accept": ".yaml,.yml"}),
    )
