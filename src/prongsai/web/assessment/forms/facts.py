"""The forms of everything but items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import calendar_text
from prongsai.web.assessment.forms.common import MOST_PAGES, NamesForm, ProofForm, source_choices
from prongsai.web.assessment.framework.facts import LevelValues, PhaseValues
from prongsai.web.assessment.framework.texts import Documents
from prongsai.web.platform.fields import (
    FiscalYearField,
    LongTextField,
    NumberField,
    ThaiDateField,
    ThaiTextField,
)
from prongsai.web.platform.forms import SeenForm

_MOST_ITEMS = 99


class OpenYearForm(forms.Form):
    """Which year to open."""

    fiscal_year = FiscalYearField(label=_("ปีงบประมาณ (พ.ศ.)"), max_length=10)


class InstrumentForm(NamesForm):
    """Name and number of items of an instrument."""

    item_count = NumberField(
        label=_("จำนวนข้อ"), least=1, most=_MOST_ITEMS, whole=True, required=False
    )
    field_order = ["seen", "name_th", "name_en", "item_count"]

    def __init__(self, *args: Any, known: int, **kwargs: Any) -> None:
        """Where the items are known their number is counted, not typed."""
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["item_count"]
        self.fields["confidence"].label = _("จำนวนข้อยืนยันแล้วหรือยัง")


def check_weights(form: forms.Form, cleaned: Mapping[str, Any]) -> None:
    """The three weights of a form are all given and make a hundred, or none is given."""
    if {"iit", "eit", "oit"} & set(form.errors):
        return
    given = [cleaned.get(name) for name in ("iit", "eit", "oit")]
    known = [value for value in given if value is not None]
    if known and len(known) < len(given):
        form.add_error("oit", _("ใส่น้ำหนักให้ครบสามแบบวัด หรือเว้นว่างทั้งหมดถ้ายังไม่ทราบ"))
    elif known and round(sum(known), 4) != 100:  # noqa: PLR2004 - percent
        told = {"sum": f"{sum(known):g}"}
        wrong = _("น้ำหนักรวมได้ %(sum)s ต้องรวมได้ 100")
        form.add_error("oit", forms.ValidationError(wrong, params=told))


class WeightsForm(ProofForm):
    """The weights in percent: all, or none."""

    iit = NumberField(label=_("IIT ร้อยละ"), required=False)
    eit = NumberField(label=_("EIT ร้อยละ"), required=False)
    oit = NumberField(label=_("OIT ร้อยละ"), required=False)
    field_order = ["seen", "iit", "eit", "oit"]

    def clean(self) -> dict[str, Any]:
        """They add up to a hundred."""
        cleaned = super().clean()
        check_weights(self, cleaned)
        return cleaned

    def weights(self) -> tuple[tuple[str, float | None], ...]:
        """As fractions of 1."""
        data = self.cleaned_data
        given = [(code, data[code.lower()]) for code in ("IIT", "EIT", "OIT")]
        return tuple((code, None if one is None else round(one / 100, 6)) for code, one in given)


class LevelsForm(ProofForm):
    """How sure the levels are; the levels themselves are rows of `LevelForm`."""


class LevelForm(forms.Form):
    """One result level."""

    code = forms.RegexField(
        r"^[A-Za-z][A-Za-z0-9+\-]*$",
        label=_("รหัส"),
        max_length=20,
        required=False,
        error_messages={"invalid": _("รหัสใช้ a–z เช่น AA หรือ pass")},
    )
    label_th = ThaiTextField(label=_("ชื่อ (ไทย)"), max_length=60, required=False)
    label_en = ThaiTextField(label=_("ชื่อ (อังกฤษ)"), max_length=60, required=False)
    minimum = NumberField(label=_("ตั้งแต่คะแนน"), required=False)
    each = NumberField(label=_("ทุกแบบวัดอย่างน้อย"), required=False)

    def clean(self) -> dict[str, Any]:
        """A level that is begun is whole; an empty row is nothing."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_nothing():
            return cleaned
        for name, words in (
            ("code", _("ใส่รหัสระดับ เช่น AA")),
            ("label_th", _("ใส่ชื่อระดับ เช่น ผ่านดี")),
            ("minimum", _("ใส่คะแนนต่ำสุดของระดับ เช่น 85")),
        ):
            if cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, words)
        return cleaned

    def is_nothing(self) -> bool:
        """Whether the row is empty."""
        return not self.errors and all(value in (None, "") for value in self.cleaned_data.values())

    def level(self) -> LevelValues:
        """The checked values."""
        data = self.cleaned_data
        return LevelValues(
            data["code"], data["label_th"], data["label_en"], data["minimum"], data["each"]
        )


class RulesForm(SeenForm):
    """The top of a year; the proofs of target and rule are forms of their own."""

    title_th = ThaiTextField(label=_("ชื่อการประเมิน (ไทย)"), max_length=300)
    title_en = ThaiTextField(label=_("ชื่อการประเมิน (อังกฤษ)"), max_length=300, required=False)
    status = forms.ChoiceField(
        label=_("สถานะของปี"),
        widget=forms.RadioSelect,
        choices=[
            ("draft", _("ร่าง ยังเทียบกับคู่มือไม่ครบ")),
            ("released", _("ใช้งานได้ น้ำหนัก ข้อ และระดับยืนยันครบแล้ว")),
        ],
    )
    target = NumberField(label=_("คะแนนเป้าหมาย"), required=False)
    scoring_note = LongTextField(label=_("หมายเหตุวิธีคิดคะแนน"), max_length=1000, required=False)


class PhaseForm(SeenForm):
    """One entry of the calendar."""

    phase_th = ThaiTextField(label=_("ทำอะไร"), max_length=300)
    phase_en = ThaiTextField(label=_("ทำอะไร (อังกฤษ)"), max_length=300, required=False)
    first = ThaiDateField(label=_("ตั้งแต่วันที่"))
    last = ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=_("เว้นว่างถ้าเป็นวันเดียว"))
    is_month = forms.BooleanField(label=_("คู่มือบอกแค่เดือน ไม่บอกวัน"), required=False)
    source = forms.ChoiceField(label=_("เอกสารที่อ้าง"), required=False)
    page = NumberField(
        label=_("หน้าในเอกสาร"),
        least=1,
        most=MOST_PAGES,
        whole=True,
        required=False,
        help_text=_("ยังไม่มีเลขหน้า ถือว่ายังไม่ยืนยัน"),
    )

    def __init__(self, *args: Any, documents: Documents, **kwargs: Any) -> None:
        """Offer the year's sources."""
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = source_choices(documents)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first; a page is of something."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("วันสุดท้ายอยู่ก่อนวันแรก"))
        if cleaned.get("page") and not cleaned.get("source"):
            self.add_error("source", _("เลือกเอกสารที่มีหน้านี้"))
        return cleaned

    def phase(self) -> PhaseValues:
        """The checked values."""
        data = self.cleaned_data
        return PhaseValues(
            first=calendar_text(data["first"]),
            last=calendar_text(data["last"] or data["first"]),
            phase_th=data["phase_th"],
            phase_en=data["phase_en"],
            precision="month" if data["is_month"] else "day",
            source=data["source"],
            page=int(data["page"]) if data["page"] else None,
        )


class SourceForm(SeenForm):
    """A document or a web page that says something about the year."""

    proves = LongTextField(label=_("ชื่อเอกสาร และสิ่งที่ใช้ยืนยัน"), max_length=500)
    address = forms.CharField(
        label=_("ที่อยู่"), max_length=500, required=False, help_text=_("ลิงก์ หรือที่เก็บแฟ้ม")
    )


class WorkbookForm(forms.Form):
    """A corrected workbook."""

    file = forms.FileField(
        label=_("แฟ้ม XLSX ที่ส่งออกจากปีนี้และแก้แล้ว"),
        error_messages={"required": _("เลือกแฟ้ม XLSX ก่อน")},
        widget=forms.FileInput({"accept": ".xlsx"}),
    )


class NoteForm(SeenForm):
    """A note on a subject."""

    text = LongTextField(label=_("หมายเหตุของหน่วยงาน"), rows=6, max_length=5000, required=False)
