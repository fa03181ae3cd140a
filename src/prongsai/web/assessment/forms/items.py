"""The form of an item, with its elements and sub-questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.framework.model import Item
from prongsai.core.ids import parse_code
from prongsai.core.thai import shorten
from prongsai.web.assessment.forms.common import NamesForm, ProofForm, names_initial, proof_initial
from prongsai.web.assessment.framework.editing import ElementValues, ItemValues
from prongsai.web.assessment.framework.items import elements_of, item_list
from prongsai.web.assessment.framework.texts import ITEM_FILES, Documents
from prongsai.web.platform.fields import LongTextField, ThaiTextField, WholeNumberField
from prongsai.web.platform.typed import whole_number

NEW_SUB = "new"
_SUBJECT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_POLARITIES = [
    ("positive", _("เชิงบวก: ตอบมากยิ่งดี")),
    ("negative", _("เชิงลบ: ตอบน้อยยิ่งดี")),
]
_KINDS = [
    ("required", _("ต้องมี")),
    ("format", _("รูปแบบ")),
    ("period", _("ช่วงเวลา")),
]
_LONGEST_CHOICE = 70


class ItemForm(NamesForm):
    """One item as the manual has it."""

    code = forms.CharField(
        label=_("รหัส"), max_length=10, widget=forms.TextInput({"class": "field-s"})
    )
    place = forms.ChoiceField(label=_("ตัวชี้วัด"), required=False)
    new_sub_th = ThaiTextField(
        label=_("ชื่อตัวชี้วัดย่อยใหม่"),
        max_length=200,
        required=False,
        help_text=_("ใช้เมื่อเลือก “เพิ่มตัวชี้วัดย่อยใหม่” เท่านั้น"),
    )
    scale = forms.ChoiceField(label=_("มาตรวัด"))
    polarity = forms.ChoiceField(label=_("ทิศทางคำถาม"), choices=_POLARITIES, required=False)
    continues = forms.MultipleChoiceField(
        label=_("สานต่อข้อใดของปีก่อน"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("หมายเหตุและงานของข้อนั้นจะตามมา ไม่เลือกเลยแปลว่าเป็นเรื่องใหม่"),
    )
    other_subjects = forms.CharField(
        label=_("รหัสสาระอื่น"),
        max_length=300,
        required=False,
        help_text=_("เว้นไว้ได้ เป็นอักษร a–z คั่นด้วยขีด หลายสาระคั่นด้วยจุลภาค"),
    )
    note = LongTextField(label=_("หมายเหตุของกรอบ"), max_length=1000, required=False)
    field_order = [
        "seen", "code", "name_th", "name_en", "place", "new_sub_th", "scale", "polarity",
        "continues", "other_subjects", "confidence", "source", "page", "note",
    ]  # fmt: skip

    def __init__(
        self,
        *args: Any,
        instrument: str,
        scales: Sequence[tuple[str, str, Mapping[str, Any]]],
        suggested: Sequence[Item],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        """Offer the places, scales and subjects of the year."""
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        self.scale_data = {code: data for code, _label, data in scales}
        self.offered: dict[str, Any] = dict(self.fields)
        self.offered["place"].choices = list(_places(self.documents, instrument))
        self.offered["scale"].choices = [(code, label) for code, label, _data in scales]
        self.offered["continues"].choices = [(one.code, _item_words(one)) for one in suggested]
        self.suggested = {one.code: one for one in suggested}
        self.count = len(item_list(self.documents, instrument)) + (1 if is_new else 0)
        self.offered["code"].help_text = gettext("ระหว่าง %(first)s–%(last)s ข้ออื่นเลื่อนตามเอง") % {
            "first": f"{self._letter}1",
            "last": f"{self._letter}{self.count}",
        }
        if instrument == "OIT":
            del self.fields["polarity"]
        if instrument != "OIT":
            del self.fields["new_sub_th"]
        if not suggested:
            del self.fields["continues"]

    @property
    def _letter(self) -> str:
        return self.instrument[0].lower()

    def clean_code(self) -> int:
        """The place in the instrument, from 1."""
        typed = self.cleaned_data["code"]
        code = parse_code(typed) or parse_code(f"{self._letter}{typed}") or ""
        number = int(code[1:]) if code[:1] == self._letter else 0
        if not 1 <= number <= self.count:
            raise forms.ValidationError(
                _("รหัสต้องเป็น %(first)s ถึง %(last)s"),
                params={"first": f"{self._letter}1", "last": f"{self._letter}{self.count}"},
            )
        return number

    def clean_other_subjects(self) -> tuple[str, ...]:
        """The subjects typed by hand."""
        typed = [part.strip().lower() for part in self.cleaned_data["other_subjects"].split(",")]
        wrong = [part for part in typed if part and not _SUBJECT.fullmatch(part)]
        if wrong:
            raise forms.ValidationError(
                _("“%(wrong)s” ใช้เป็นรหัสสาระไม่ได้ เขียนเช่น annual-report"),
                params={"wrong": wrong[0]},
            )
        return tuple(part for part in typed if part)

    def clean(self) -> dict[str, Any]:
        """A new sub-indicator has a name."""
        cleaned = super().clean()
        if _sub_of(cleaned.get("place", "")) == NEW_SUB and not cleaned.get("new_sub_th"):
            self.add_error("new_sub_th", _("ใส่ชื่อตัวชี้วัดย่อยใหม่ หรือเลือกตัวชี้วัดย่อยที่มี"))
        return cleaned

    def values(
        self,
        elements: tuple[ElementValues, ...] | None,
        questions: tuple[tuple[str, str, str], ...],
    ) -> ItemValues:
        """The checked values as an edit takes them."""
        data = self.cleaned_data
        indicator, sub = _indicator_of(data["place"]), _sub_of(data["place"])
        return ItemValues(
            instrument=self.instrument,
            number=data["code"],
            name_th=data["name_th"],
            name_en=data["name_en"],
            indicator=indicator or None,
            sub_indicator=None if sub == NEW_SUB else sub or None,
            new_sub=(data["new_sub_th"], "") if sub == NEW_SUB else None,
            lineage=self._subjects(),
            scale=data["scale"],
            scale_data=self.scale_data.get(data["scale"]),
            proof=self.proof(),
            polarity=data.get("polarity") or None,
            questions=questions,
            note=data["note"],
            elements=elements,
        )

    def _subjects(self) -> tuple[str, ...]:
        chosen = self.cleaned_data.get("continues") or []
        found = [one for code in chosen for one in self.suggested[code].lineage]
        found += self.cleaned_data["other_subjects"]
        if not found:
            year = self.documents["framework"]["fiscal_year"]
            found = [free_subject(self.documents, f"new-{year}-{self._letter}")]
        return tuple(dict.fromkeys(found))


def free_subject(documents: Documents, stem: str) -> str:
    """A name for a new subject that no item of the year has."""
    taken = {
        one
        for name in ITEM_FILES.values()
        for item in documents[name].get("items") or []
        for one in item["lineage"]
    }
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def _item_words(item: Item) -> str:
    return shorten(f"{item.code} {item.name.th}", _LONGEST_CHOICE)


def _indicator_of(place: str) -> str:
    return place.partition("|")[0]


def _sub_of(place: str) -> str:
    return place.partition("|")[2]


def _places(documents: Documents, instrument: str) -> Iterable[tuple[str, Any]]:
    yield "", _("ยังไม่ทราบ")
    for part in documents["framework"]["instruments"]:
        if part["code"] != instrument:
            continue
        for indicator in part["indicators"]:
            named = f"{indicator['code']} {indicator['name']['th']}"
            subs = indicator.get("sub_indicators") or []
            if not subs:
                yield indicator["code"], named
            for sub in subs:
                key = f"{indicator['code']}|{sub['code']}"
                yield key, f"{named} › {sub['code']} {sub['name']['th']}"
            if instrument == "OIT":
                words = gettext("เพิ่มตัวชี้วัดย่อยใหม่")
                yield f"{indicator['code']}|{NEW_SUB}", f"{named} › {words}"


def item_initial(item: Mapping[str, Any], suggested: Sequence[Item]) -> dict[str, Any]:
    """What the form shows of an item."""
    lineage = set(item["lineage"])
    continued = [one for one in suggested if set(one.lineage) & lineage]
    covered = {subject for one in continued for subject in one.lineage}
    indicator, sub = item.get("indicator") or "", item.get("sub_indicator") or ""
    return {
        **names_initial(item),
        "code": item["code"],
        "place": f"{indicator}|{sub}" if sub else indicator,
        "scale": item["scale"],
        "polarity": item.get("polarity") or "",
        "continues": [one.code for one in continued],
        "other_subjects": ", ".join(one for one in item["lineage"] if one not in covered),
        "note": item.get("note") or "",
    }


class ElementForm(ProofForm):
    """One thing that an OIT item must disclose."""

    held = WholeNumberField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("ชนิด"), choices=_KINDS)
    text_th = LongTextField(label=_("ข้อความตามคู่มือ"), max_length=1000, required=False)
    text_en = LongTextField(label=_("ข้อความ (อังกฤษ)"), max_length=1000, required=False)
    condition = ThaiTextField(label=_("ใช้เฉพาะกรณี"), max_length=100, required=False)
    drop = forms.BooleanField(label=_("ตัดองค์ประกอบนี้ออก"), required=False)
    field_order = ["held", "kind", "text_th", "text_en", "condition", "confidence"]

    def clean(self) -> dict[str, Any]:
        """An element that stays has its words; an empty new one is nothing."""
        if self.is_nothing():
            self.errors.clear()
            return self.cleaned_data
        cleaned = super().clean()
        if not cleaned.get("text_th") and "text_th" not in self.errors:
            self.add_error("text_th", _("ใส่ข้อความตามคู่มือ หรือเลือก “ตัดองค์ประกอบนี้ออก”"))
        return cleaned

    def is_nothing(self) -> bool:
        """Whether it is dropped, or a blank row that nobody filled."""
        data = self.cleaned_data
        is_blank = data.get("held") is None and not data.get("text_th") and not data.get("text_en")
        return bool(data.get("drop")) or is_blank

    def element(self) -> ElementValues:
        """The checked values."""
        data = self.cleaned_data
        return ElementValues(
            data["kind"], data["text_th"], data["text_en"], data["condition"], self.proof(),
            data["held"],
        )  # fmt: skip


def element_initials(documents: Documents, code: str) -> list[dict[str, Any]]:
    """What the forms show of an item's elements."""
    return [
        {
            "held": place,
            "kind": element["kind"],
            "text_th": element["text"]["th"],
            "text_en": ""
            if element["text"].get("en") == element["text"]["th"]
            else element["text"].get("en", ""),
            "condition": element.get("condition") or "",
            **proof_initial(element),
        }
        for place, element in enumerate(elements_of(documents, code))
    ]


class QuestionForm(forms.Form):
    """One sub-question of a survey item."""

    th = LongTextField(label=_("ข้อย่อย"), max_length=500, required=False)
    en = ThaiTextField(label=_("ข้อย่อย (อังกฤษ)"), max_length=500, required=False)
    polarity = forms.ChoiceField(label=_("ทิศทาง"), choices=_POLARITIES)


BLANK_ROWS = 2


def forms_of(
    kind: type[forms.Form],
    initials: Sequence[Mapping[str, Any]],
    data: Mapping[str, Any] | None,
    prefix: str,
    **given: Any,
) -> list[Any]:
    """A form for each row and some blank ones; as many as were sent where something was sent."""
    count = len(initials) + BLANK_ROWS
    if data is not None:
        sent = whole_number(str(data.get(f"{prefix}-count", "")))
        count = count if sent is None else min(sent, 100)
    rows: list[Mapping[str, Any]] = [*initials, *({} for _row in range(count))]
    return [
        kind(data, prefix=f"{prefix}-{place}", initial=dict(rows[place]), **given)
        for place in range(count)
    ]


def blank_proof() -> dict[str, Any]:
    """What a new row shows of its proof."""
    return {"confidence": "likely", "source": "", "page": ""}
