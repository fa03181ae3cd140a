"""Settings of the agency."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.papers.digits import Digits
from prongsai.core.roles import all_roles
from prongsai.web.agency.models import Agency, AgencyKind
from prongsai.web.agency.services.agency import SETTINGS
from prongsai.web.agency.social import faults_in
from prongsai.web.agency.titles import choices_of
from prongsai.web.platform.fields import LongTextField, ThaiTextField, WholeNumberField
from prongsai.web.platform.language import in_language


class AgencyForm(forms.Form):
    """What pages and papers say of the agency; `revision` tells a page that grew stale."""

    name = ThaiTextField(
        label=_("ชื่อหน่วยงาน"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อหน่วยงาน เช่น เทศบาลตำบลตัวอย่าง")},
    )
    kind = forms.ChoiceField(label=_("ประเภท"), choices=AgencyKind.choices)
    district = ThaiTextField(label=_("อำเภอ"), max_length=100, required=False)
    province = ThaiTextField(label=_("จังหวัด"), max_length=100, required=False)
    office = ThaiTextField(
        label=_("ส่วนราชการเจ้าของเรื่อง"),
        max_length=200,
        help_text=_("พิมพ์บนหัวบันทึกข้อความ เช่น สำนักปลัด"),
        error_messages={"required": _("ใส่ส่วนราชการเจ้าของเรื่อง เช่น สำนักปลัด")},
    )
    telephone = ThaiTextField(label=_("โทรศัพท์"), max_length=60, required=False)
    email = forms.EmailField(
        label=_("อีเมล"),
        required=False,
        error_messages={"invalid": _("เขียนอีเมลให้ครบ เช่น office@example.go.th")},
    )
    website = ThaiTextField(label=_("เว็บไซต์"), max_length=200, required=False)
    social_pages = LongTextField(
        label=_("สื่อสังคมออนไลน์"),
        max_length=2_000,
        required=False,
        help_text=_("บรรทัดละหน้า ชื่อแล้วตามด้วยที่อยู่ เช่น เฟซบุ๊ก https://www.facebook.com/…"),
    )
    number_prefix = ThaiTextField(
        label=_("เลขที่หนังสือ"),
        max_length=60,
        required=False,
        help_text=_("ส่วนหน้าเลขทะเบียน เช่น นม 12345/"),
    )
    authority = forms.CharField(
        label=_("ข้อกฎหมายที่คำสั่งอ้าง"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("พิมพ์ลงคำสั่งตามที่เขียน หน่วยงานรับผิดชอบเอง"),
    )
    digits = forms.ChoiceField(label=_("ตัวเลขในเอกสาร"), widget=forms.RadioSelect)
    prints_names = forms.BooleanField(
        label=_("พิมพ์ชื่อในวงเล็บใต้ลายมือชื่อ"),
        required=False,
        help_text=_("ใช้ชื่อที่แสดงของแต่ละคน คนที่ไม่ได้ใส่ชื่อพิมพ์เป็นจุดให้เขียน"),
    )
    revision = WholeNumberField(widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Choices in the reader's language."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(digits.value, in_language(digits.label)) for digits in Digits]
        self.fields["digits"].choices = choices  # type: ignore[attr-defined]

    def clean_social_pages(self) -> str:
        """Lines that each have an address."""
        text: str = self.cleaned_data["social_pages"]
        if faults := faults_in(text):
            raise forms.ValidationError([in_language(fault) for fault in faults])
        return text

    def values(self) -> dict[str, str | bool]:
        """The settings as the service takes them."""
        return {name: self.cleaned_data[name] for name in SETTINGS}


class EmblemForm(forms.Form):
    """A picture of the emblem."""

    emblem = forms.FileField(
        label=_("แฟ้มภาพตรา"),
        help_text=_("PNG พื้นโปร่ง JPEG หรือ SVG ไม่เกิน 5 MB สูงอย่างน้อย 600 จุด"),
        error_messages={
            "required": _("เลือกแฟ้มภาพตราก่อน"),
            "empty": _("แฟ้มว่างเปล่า เลือกแฟ้มภาพตราใหม่"),
        },
        widget=forms.FileInput({"accept": ".png,.jpg,.jpeg,.svg"}),
    )


class SecondFactorForm(forms.Form):
    """Positions that need a second factor."""

    kinds = forms.MultipleChoiceField(
        label=_("ตำแหน่งที่ต้องยืนยันตัวสองขั้น"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ผู้ดำรงตำแหน่งจะถูกพาไปตั้งค่าก่อนทำอย่างอื่น"),
    )

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        """Every role, as this agency calls it."""
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = choices_of(all_roles(), AgencyKind(agency.kind))
