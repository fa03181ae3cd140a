"""The forms of years, sources, workbooks and notes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.platform.fields import FiscalYearField, LongTextField
from prongsai.web.platform.forms import SeenForm


class OpenYearForm(forms.Form):
    """Which year to open."""

    fiscal_year = FiscalYearField(label=_("ปีงบประมาณ (พ.ศ.)"), max_length=10)


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
