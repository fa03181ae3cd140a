"""What an officer adds to the figures of a quarter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.platform.fields import LongTextField

_LONGEST = 4_000


class QuarterForm(forms.Form):
    """Problems and proposals, in the officer's own words."""

    problems = LongTextField(
        label=_("ปัญหาและอุปสรรค"), required=False, max_length=_LONGEST,
        help_text=_("ว่างไว้ได้ รายงานจะบอกว่าไม่ได้บันทึกไว้ ไม่บอกว่าไม่มี"),
    )  # fmt: skip
    proposals = LongTextField(
        label=_("ข้อเสนอแนะ"), required=False, max_length=_LONGEST,
        help_text=_("สิ่งที่ขอให้ผู้บริหารทราบหรือสั่งการ"),
    )  # fmt: skip
