"""Forms of the agency: settings, emblem, second factor, keys of programs, the first run."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from prongsai.core.papers.digits import Digits, to_arabic
from prongsai.core.papers.numbers import is_number_prefix
from prongsai.core.roles import all_roles
from prongsai.web.agency import first_run
from prongsai.web.agency.forms.people import LoginField
from prongsai.web.agency.models import Agency, AgencyKind, User
from prongsai.web.agency.roles import SIGNING, choices_of, offered_at_start
from prongsai.web.agency.services.agency import ADDRESS, SETTINGS
from prongsai.web.agency.social_pages import faults_in
from prongsai.web.platform.address import is_local
from prongsai.web.platform.fields import (
    FiscalYearField,
    LongTextField,
    ThaiTextField,
    WholeNumberField,
)
from prongsai.web.platform.forms import MarkForm
from prongsai.web.platform.language import in_language


class SiteAddressField(forms.URLField):
    """Where others find the site: no page of it, and no name that this machine alone knows."""

    def __init__(self) -> None:
        """Its words are the same wherever it is asked for."""
        super().__init__(
            label=_("ที่อยู่ของเว็บนี้"),
            required=False,
            assume_scheme="https",
            help_text=_("พิมพ์เป็นคิวอาร์บนเอกสารให้คนอื่นตรวจได้ เช่น https://ita.example.go.th"),
            error_messages={"invalid": _("เขียนที่อยู่ให้ครบ เช่น https://ita.example.go.th")},
        )

    def clean(self, value: Any) -> str:
        """The address without a slash at its end."""
        written: str = super().clean(value)
        if is_local(written):
            raise forms.ValidationError(_("ที่อยู่นี้เปิดได้จากเครื่องนี้เครื่องเดียว ใส่ที่อยู่ที่คนอื่นเปิดได้"))
        parts = urlsplit(written)
        if "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
            raise forms.ValidationError(
                _("ใส่เฉพาะที่อยู่ของเว็บ ไม่มีชื่อหน้า เช่น https://ita.example.go.th")
            )
        return written.rstrip("/")


def accepted_address(address: str) -> str:
    """The address that a form may propose: "" if its own field would refuse it."""
    try:
        return SiteAddressField().clean(address)
    except forms.ValidationError:
        return ""


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
    street = ThaiTextField(
        label=_("ที่ตั้ง"),
        max_length=300,
        required=False,
        help_text=_("เลขที่ หมู่ ถนน ตำบล รหัสไปรษณีย์ ไม่ต้องใส่อำเภอและจังหวัด"),
    )
    map_address = forms.URLField(
        label=_("ลิงก์แผนที่"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("คัดลอกลิงก์แชร์จากแผนที่ เช่น Google Maps หรือ OpenStreetMap"),
        error_messages={"invalid": _("วางลิงก์ที่ขึ้นต้นด้วย https://")},
    )
    telephone = ThaiTextField(label=_("โทรศัพท์"), max_length=60, required=False)
    fax = ThaiTextField(label=_("โทรสาร"), max_length=60, required=False)
    email = forms.EmailField(
        label=_("อีเมล"),
        required=False,
        error_messages={"invalid": _("เขียนอีเมลให้ครบ เช่น office@example.go.th")},
    )
    website = ThaiTextField(label=_("เว็บไซต์"), max_length=200, required=False)
    address = SiteAddressField()
    social_pages = LongTextField(
        label=_("สื่อสังคมออนไลน์"),
        max_length=2_000,
        required=False,
        help_text=_("บรรทัดละหน้า ชื่อแล้วตามด้วยที่อยู่ เช่น เฟซบุ๊ก https://www.facebook.com/…"),
    )
    duties = LongTextField(
        label=_("หน้าที่และอำนาจ"),
        max_length=20_000,
        required=False,
        rows=6,
        help_text=_("ตามกฎหมายจัดตั้งของหน่วยงาน แสดงบนหน้าเกี่ยวกับหน่วยงาน และตอบข้อ OIT เรื่องอำนาจหน้าที่"),
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

    def __init__(self, *args: Any, keeps_address: bool, **kwargs: Any) -> None:
        """Choices in the reader's language; the site's address only where the agency keeps it."""
        super().__init__(*args, **kwargs)
        if not keeps_address:
            del self.fields["address"]
        choices = [(digits.value, in_language(digits.label)) for digits in Digits]
        self.fields["digits"].choices = choices  # type: ignore[attr-defined]

    def clean_number_prefix(self) -> str:
        """What stands before numbers of letters: no words, for it is printed above signatures."""
        prefix: str = self.cleaned_data["number_prefix"]
        if not is_number_prefix(to_arabic(prefix)):
            raise forms.ValidationError(_("ใส่อักษรย่อไม่เกินสามตัวกับตัวเลข เช่น นม 12345/"))
        return prefix

    def clean_social_pages(self) -> str:
        text: str = self.cleaned_data["social_pages"]
        if faults := faults_in(text):
            raise forms.ValidationError([in_language(fault) for fault in faults])
        return text

    def values(self) -> dict[str, str | bool]:
        """The settings as the service takes them."""
        kept = (*SETTINGS, ADDRESS)
        return {name: self.cleaned_data[name] for name in kept if name in self.cleaned_data}


class EmblemForm(forms.Form):
    emblem = forms.FileField(
        label=_("ไฟล์ภาพตรา"),
        help_text=_("PNG พื้นโปร่ง JPEG หรือ SVG ไม่เกิน 5 MB สูงอย่างน้อย 600 จุด"),
        error_messages={
            "required": _("เลือกไฟล์ภาพตราก่อน"),
            "empty": _("ไฟล์ว่างเปล่า เลือกไฟล์ภาพตราใหม่"),
        },
        widget=forms.FileInput({"accept": ".png,.jpg,.jpeg,.svg"}),
    )


class SecondFactorForm(MarkForm):
    kinds = forms.MultipleChoiceField(
        label=_("ตำแหน่งที่ต้องยืนยันตัวสองขั้น"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ผู้ดำรงตำแหน่งต้องตั้งค่าก่อนทำอย่างอื่น"),
    )

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        """Every role, as this agency calls it."""
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = choices_of(all_roles(), AgencyKind(agency.kind))


class KeyForm(forms.Form):
    key = forms.CharField(
        label=_("รหัสเริ่มใช้งาน"),
        max_length=100,
        help_text=_("เครื่องแม่ข่ายพิมพ์ไว้ตอนเริ่ม และอยู่ในไฟล์ first-run-key ของโฟลเดอร์ข้อมูล"),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("ใส่รหัสที่เครื่องแม่ข่ายพิมพ์ไว้")},
    )

    def clean_key(self) -> str:
        typed: str = self.cleaned_data["key"]
        if not first_run.is_key(typed):
            raise forms.ValidationError(_("รหัสไม่ตรง คัดลอกจากหน้าจอของเครื่องแม่ข่ายอีกครั้ง"))
        return typed


class StartAgencyForm(forms.Form):
    """Name, kind and year; all else can wait."""

    name = ThaiTextField(
        label=_("ชื่อหน่วยงาน"),
        max_length=200,
        help_text=_("ชื่อเต็มตามป้ายหน้าสำนักงาน เช่น เทศบาลตำบลตัวอย่าง"),
        error_messages={"required": _("ใส่ชื่อหน่วยงาน เช่น เทศบาลตำบลตัวอย่าง")},
    )
    kind = forms.ChoiceField(
        label=_("ประเภท"),
        choices=AgencyKind.choices,
        error_messages={"required": _("เลือกประเภทของหน่วยงาน")},
    )
    fiscal_year = FiscalYearField(
        label=_("ปีงบประมาณที่กำลังทำงาน"),
        help_text=_("ปีงบประมาณเป็น พ.ศ. เริ่มวันที่ 1 ตุลาคมของปีก่อนหน้า เช่น 2569"),
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    district = ThaiTextField(label=_("อำเภอ"), max_length=100, required=False)
    province = ThaiTextField(label=_("จังหวัด"), max_length=100, required=False)


class StartSiteForm(StartAgencyForm):
    """The same on the first run, with the site's own address."""

    address = SiteAddressField()


class StartPersonForm(forms.Form):
    """Who signs in first, and what they are."""

    login = LoginField(help_text=_("ใช้เข้าสู่ระบบ ตัวอักษรอังกฤษหรือตัวเลข เช่น somsri.clerk"))
    display_name = ThaiTextField(
        label=_("ชื่อที่แสดง"),
        max_length=120,
        required=False,
        help_text=_("คำนำหน้า ชื่อ สกุล พิมพ์ในวงเล็บใต้ลายมือชื่อ เว้นว่างไว้ก็ได้"),
    )
    password = forms.CharField(
        label=_("รหัสผ่าน"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("อย่างน้อย 12 ตัว วลีที่จำง่ายหลายคำดีกว่าคำเดียวที่แปลก"),
        error_messages={"required": _("ตั้งรหัสผ่านอย่างน้อย 12 ตัว")},
    )
    password_again = forms.CharField(
        label=_("รหัสผ่านอีกครั้ง"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("พิมพ์รหัสผ่านเดิมอีกครั้ง")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("ตำแหน่งที่ทำหน้าที่"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "เลือกได้หลายตำแหน่ง คนแรกเป็นผู้ดูแลระบบของหน่วยงานเสมอ เจ้าหน้าที่รับเรื่องร้องเรียนต้องยืนยันตัวสองขั้น"
        ),
    )

    knows_chain = forms.BooleanField(
        label=_("ทราบแล้ว จะให้ผู้อื่นดำรงตำแหน่งที่ลงนามให้ครบก่อนเสนอเรื่อง"), required=False
    )

    def __init__(self, kind: AgencyKind, *args: Any, **kwargs: Any) -> None:
        """The roles that the first person may hold, as agencies of the kind call them."""
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = choices_of(offered_at_start(), kind)

    def clean(self) -> dict[str, Any]:
        """Both passwords alike, none that everybody guesses; who signs at two steps knows of it."""
        values = super().clean() or {}
        signing = [key for key in values.get("kinds", ()) if key in SIGNING]
        if len(signing) > 1 and not values.get("knows_chain"):
            message = _(
                "คนเดียวลงนามเอกสารเรื่องหนึ่งได้ขั้นเดียว เอกสารจะหยุดที่ขั้นถัดไป "
                "เลือกตำแหน่งที่ลงนามเพียงตำแหน่งเดียว หรือกดว่าทราบแล้ว"
            )
            self.add_error("kinds", message)
        password = values.get("password")
        if not password:
            return values
        user = User(login=values.get("login", ""), display_name=values.get("display_name", ""))
        try:
            validate_password(password, user)
        except forms.ValidationError as error:
            self.add_error("password", error)
        if values.get("password_again") and values["password_again"] != password:
            self.add_error("password_again", _("รหัสผ่านสองช่องไม่ตรงกัน พิมพ์ใหม่ทั้งสองช่อง"))
        return values
