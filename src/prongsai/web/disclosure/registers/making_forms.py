"""A register of one's own: what it is called, its fields, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.model import MOST_FIELDS, Group
from prongsai.core.registers.own import PAGE_KINDS, OwnField, OwnRegister
from prongsai.core.registers.rules import Every
from prongsai.web.platform.fields import LongTextField
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.language import in_language
from prongsai.web.platform.several import several

_LINE, _WORDS, _LONGEST_CHOICES = 120, 1_000, 4_000
_OWED = {Every.MONTH: _("เดือน"), Every.QUARTER: _("ไตรมาส"), Every.HALF: _("ครึ่งปี")}


class OwnRegisterForm(SeenOrNewForm):
    """The register itself."""

    title = forms.CharField(label=_("ชื่อทะเบียน"), max_length=_LINE)
    purpose = LongTextField(label=_("ใช้ทำอะไร"), max_length=_WORDS)
    group = forms.ChoiceField(label=_("หมวด"))
    every = forms.ChoiceField(
        label=_("ต้องมีรายการ หรือคำว่าไม่มีรายการ ทุก"),
        required=False,
        help_text=_("ถ้าเลือก ต้องมีช่องวันที่หรือเดือน ระบบจะบอกช่วงที่ขาด"),
    )
    by_unit = forms.BooleanField(label=_("ทุกส่วนราชการต้องรายงานของตน"), required=False)
    is_restricted = forms.BooleanField(
        label=_("ส่วนราชการเห็นเฉพาะรายการของตน"),
        required=False,
        help_text=_("ผู้บริหาร ปลัด และเจ้าหน้าที่ ITA เห็นทั้งหมด ต้องมีช่องส่วนราชการ"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The words of the choices, in the reader's language."""
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["group"]
        groups.choices = [(one.value, in_language(one.label)) for one in Group]
        every: Any = self.fields["every"]
        every.choices = [
            ("", _("ไม่มีรอบ")), *((one.value, words) for one, words in _OWED.items())
        ]  # fmt: skip

    def fits(self, fields: Sequence[OwnField]) -> bool:
        """Whether the fields are enough for what is asked; else it is told where."""
        if not self.is_valid():
            return False
        kinds = {one.kind for one in fields}
        if not fields:
            self.add_error(None, gettext("ใส่ชื่อช่องอย่างน้อยหนึ่งช่อง"))
        if self.cleaned_data["every"] and not kinds & {FieldKind.DATE, FieldKind.MONTH}:
            self.add_error("every", gettext("เพิ่มช่องชนิดวันที่หรือเดือนก่อน จึงจะรู้ว่ารายการอยู่ในช่วงใด"))
        for name in ("by_unit", "is_restricted"):
            if self.cleaned_data[name] and FieldKind.UNIT not in kinds:
                self.add_error(name, gettext("เพิ่มช่องชนิดส่วนราชการก่อน จึงจะรู้ว่ารายการเป็นของใคร"))
        return not self.errors

    def said(self, fields: Iterable[OwnField]) -> OwnRegister:
        """What was said."""
        told = self.cleaned_data
        return OwnRegister(
            told["title"], told["purpose"], tuple(fields), Group(told["group"]),
            Every(told["every"]) if told["every"] else None, told["by_unit"],
            told["is_restricted"],
        )  # fmt: skip


class OwnFieldForm(forms.Form):
    """One field; without a title it is none."""

    name = forms.CharField(required=False, max_length=_LINE, widget=forms.HiddenInput)
    title = forms.CharField(label=_("ชื่อช่อง"), required=False, max_length=_LINE)
    kind = forms.ChoiceField(label=_("ชนิด"))
    choices = forms.CharField(
        label=_("ตัวเลือก คั่นด้วยจุลภาค"), required=False, max_length=_LONGEST_CHOICES
    )
    required = forms.BooleanField(label=_("ต้องกรอก"), required=False)
    public = forms.BooleanField(label=_("ประชาชนเห็นได้"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The kinds, in the reader's language."""
        super().__init__(*args, **kwargs)
        for one in ("title", "choices"):
            self.fields[one].is_conditional = True  # type: ignore[attr-defined]
        kinds: Any = self.fields["kind"]
        kinds.choices = [(one.value, in_language(one.label)) for one in PAGE_KINDS]

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        is_choice = told.get("kind") == FieldKind.CHOICE.value
        if told.get("title") and is_choice and not told.get("choices", "").strip(" ,"):
            self.add_error("choices", gettext("ใส่ตัวเลือก เช่น ดีเซล, เบนซิน"))
        return told

    @property
    def said(self) -> OwnField | None:
        """What was said; None where it has no title."""
        told = self.cleaned_data
        if not told.get("title"):
            return None
        words = told["choices"].replace("\n", ",").split(",")
        return OwnField(
            told["title"], FieldKind(told["kind"]), told["name"], told["required"],
            told["public"], tuple(filter(None, map(str.strip, words))),
        )  # fmt: skip


def fields_of(said: OwnRegister | None, data: Any = None, more: int = 0) -> Any:
    """A box of inputs for each field, and some more that are empty."""
    initial = [_initial(one) for one in said.fields] if said and data is None else []
    return several(OwnFieldForm, initial, data, most=MOST_FIELDS, more=more)


def initial_of(said: OwnRegister) -> dict[str, Any]:
    """What stands in the form of a register that is there."""
    return {
        "title": said.title, "purpose": said.purpose, "group": said.group.value,
        "every": said.every.value if said.every else "", "by_unit": said.by_unit,
        "is_restricted": said.is_restricted,
    }  # fmt: skip


class BringForm(forms.Form):
    """A register that another agency shares."""

    file = forms.FileField(
        label=_("แฟ้ม YAML"),
        help_text=_("ที่ดาวน์โหลดจากทะเบียนของหน่วยงานอื่น หรือเขียนเอง"),
        widget=forms.FileInput({"accept": ".yaml,.yml"}),
    )


def _initial(one: OwnField) -> dict[str, Any]:
    return {
        "name": one.name, "title": one.title, "kind": one.kind.value,
        "choices": ", ".join(one.choices), "required": one.required, "public": one.public,
    }  # fmt: skip
