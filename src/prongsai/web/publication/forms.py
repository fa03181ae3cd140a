"""Publish a file by hand, replace it, take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prongsai.core.thai import arabic_digits
from prongsai.web.agency.forms.fields import ThaiTextField
from prongsai.web.platform.fields import ThaiDateField
from prongsai.web.publication.kinds import KINDS, OTHER

_MOST_ITEMS = 50


class ItemsField(ThaiTextField):
    """Codes of ITA items, parted by commas or spaces."""

    def clean(self, value: Any) -> Any:
        """The codes in their order, each once, as published: "o13"."""
        words = arabic_digits(str(super().clean(value))).lower().replace(",", " ").split()
        codes = tuple(dict.fromkeys(words))[:_MOST_ITEMS]
        if any(len(code) > len("o1000") or not code.isalnum() for code in codes):
            raise forms.ValidationError(_("เขียนรหัสข้อ เช่น o13, o14"), code="wrong")
        return codes


class EditionForm(forms.Form):
    """The file of an edition, with what its page says of it."""

    title = ThaiTextField(
        label=_("ชื่อเรื่อง"),
        max_length=500,
        error_messages={"required": _("ใส่ชื่อตามหน้าเอกสาร")},
    )
    number = ThaiTextField(
        label=_("เลขที่"), max_length=80, required=False, help_text=_("ตามเอกสาร เช่น 3/2569")
    )
    day = ThaiDateField(
        label=_("ลงวันที่"),
        help_text=_("ตามเอกสาร เช่น 13 มี.ค. 2566"),
        error_messages={"required": _("ใส่วันที่ตามเอกสาร เช่น 13 มี.ค. 2566")},
    )
    items = ItemsField(
        label=_("ข้อ ITA ที่ใช้"), required=False, help_text=_("รหัสข้อ คั่นด้วยจุลภาค เช่น o13, o14")
    )
    file = forms.FileField(
        label=_("แฟ้ม PDF"),
        help_text=_("ฉบับที่ลงนามแล้ว ไม่เกิน 20 MB"),
        error_messages={
            "required": _("เลือกแฟ้ม PDF ที่จะเผยแพร่"),
            "empty": _("แฟ้มว่างเปล่า เลือกแฟ้มใหม่"),
        },
        widget=forms.FileInput({"accept": ".pdf"}),
    )


class PublishForm(EditionForm):
    """A paper that no other page of the site publishes."""

    kind = forms.ChoiceField(label=_("ชนิดเอกสาร"), initial=OTHER)
    field_order = ("kind", "title", "number", "day", "items", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The kinds in the reader's language."""
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        language = get_language() or "th"
        kind.choices = [(key, label.in_language(language)) for key, label in KINDS.items()]


class WithdrawForm(forms.Form):
    """Why a paper is taken back."""

    reason = ThaiTextField(
        label=_("เหตุผลที่ถอน"),
        max_length=500,
        help_text=_("ผู้อ่านทั่วไปเห็นเหตุผลนี้ที่หน้าเอกสารและหน้าตรวจเอกสาร ไม่ต้องใส่ชื่อคน"),
        error_messages={"required": _("เขียนสั้น ๆ ว่าถอนเพราะอะไร")},
    )
