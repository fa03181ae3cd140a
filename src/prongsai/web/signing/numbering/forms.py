"""Forms of the registers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Unit
from prongsai.web.platform.fields import ChosenField, NumberField, ThaiDateField, ThaiTextField
from prongsai.web.signing.numbering.services import MOST_AT_ONCE

_MOST = 999_999
_NUMBER = _("ใส่เป็นตัวเลขจำนวนเต็ม เช่น 15")
_WRONG = {"number": _NUMBER, "range": _NUMBER}


class PaperForm(forms.Form):
    """What a register says of a paper."""

    day = ThaiDateField(
        label=_("วันที่ของเอกสาร"),
        help_text=_("ทะเบียนเริ่มเลข 1 ใหม่ทุกวันที่ 1 มกราคม"),
        error_messages={"required": _("ใส่วันที่ของเอกสาร เช่น 13 มี.ค. 2566")},
    )
    title = ThaiTextField(
        label=_("เรื่อง"),
        max_length=300,
        error_messages={"required": _("เขียนเรื่อง เช่น ขออนุมัติจัดโครงการ")},
    )
    sender = ThaiTextField(label=_("จาก"), max_length=200, required=False)
    receiver = ThaiTextField(
        label=_("ถึง"), max_length=200, required=False, help_text=_("เขียนเป็นตำแหน่งหรือหน่วยงาน")
    )


def _reason(label: Any, help_text: Any) -> ThaiTextField:
    wrong = {"required": _("เขียนเหตุผล ผู้ตรวจสอบจะอ่านจากทะเบียน")}
    return ThaiTextField(label=label, max_length=300, help_text=help_text, error_messages=wrong)


class VoidForm(forms.Form):
    reason = _reason(_("เหตุผลที่ยกเลิก"), _("เช่น พิมพ์เรื่องซ้ำกับเลขก่อนหน้า"))


class KeepForm(forms.Form):
    """How many numbers to keep for paper, and why."""

    count = NumberField(
        label=_("จำนวนเลข"), help_text=_("ครั้งละไม่เกิน %(most)s เลข") % {"most": MOST_AT_ONCE},
        error_messages={"required": _("ใส่จำนวน เช่น 5")} | _WRONG, whole=True, most=_MOST,
    )  # fmt: skip
    reason = _reason(_("กันไว้เพื่ออะไร"), _("เช่น หนังสือที่กองช่างเขียนด้วยมือ วันที่ไฟฟ้าดับ"))


class BeginForm(forms.Form):
    """The first number of the site in a register that was begun on paper."""

    number = NumberField(
        label=_("เลขถัดไป"),
        help_text=_("เลขล่าสุดในทะเบียนกระดาษบวกหนึ่ง ตั้งแล้วลดลงไม่ได้"),
        whole=True,
        most=_MOST,
        error_messages={"required": _("ใส่เลข เช่น 15")} | _WRONG,
    )
    reason = _reason(_("เหตุผล"), _("เช่น ใช้ทะเบียนกระดาษถึงเลข 14 ก่อนเริ่มใช้ระบบ"))


class UnitForm(forms.Form):
    """A unit that keeps a register of its own."""

    unit = ChosenField(label=_("ส่วนราชการ"), error_messages={"required": _("เลือกส่วนราชการ")})
    lead = ThaiTextField(
        label=_("เลขที่หนังสือของส่วนราชการ"),
        max_length=60,
        help_text=_("ส่วนที่พิมพ์ก่อนเลขทะเบียน เช่น กจ 53502/"),
        error_messages={"required": _("ใส่เลขที่หนังสือ เช่น กจ 53502/")},
    )

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(units, _("เลือกส่วนราชการ"))
