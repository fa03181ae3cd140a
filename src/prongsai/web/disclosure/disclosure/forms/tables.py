"""Tables that are pasted or sent as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_PASTED = 20_000
MOST_OF_A_TABLE = 100_000


class PasteForm(forms.Form):
    """Two columns of a spreadsheet, pasted or as a file."""

    file = forms.FileField(
        label=_("แฟ้ม XLSX หรือ CSV"),
        required=False,
        help_text=_("สองคอลัมน์แรกเป็นรหัสข้อและที่อยู่ เช่นแฟ้มที่ได้จากปุ่ม XLSX ของกระดาน"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    text = forms.CharField(
        label=_("หรือวางรหัสข้อและที่อยู่"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea({"rows": 12, "placeholder": "o1\thttps://www.example.go.th/ita/o1"}),
        help_text=_("คัดลอกสองคอลัมน์จาก Excel หรือ Google Sheets มาวาง บรรทัดละหนึ่งที่อยู่"),
    )
    nothing = _("เลือกแฟ้ม หรือวางรหัสข้อและที่อยู่ก่อน")

    @property
    def sent_file(self) -> UploadedFile[Any] | None:
        """The file, None where lines were pasted."""
        given: UploadedFile[Any] | None = self.cleaned_data.get("file")
        return given

    def clean(self) -> dict[str, Any]:
        """One of the two; blanks alone are nothing."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not said.get("file") and not said["text"].strip():
            self.add_error("text", str(self.nothing))
        return said

    def has_been_read(self, lines: str) -> None:
        """Show the lines of a file, so that they can be mended before they are taken."""
        self.data = {**self.data.dict(), "text": lines}  # type: ignore[attr-defined]


class StatusForm(PasteForm):
    """A table of states, pasted or as a file."""

    file = forms.FileField(
        label=_("แฟ้ม Word, PDF, Excel หรือ CSV"),
        required=False,
        help_text=_("ตารางที่มีช่อง ยังไม่ดำเนินการ อยู่ระหว่างดำเนินการ ดำเนินการแล้ว หรือช่องสถานะ"),
        widget=forms.FileInput({"accept": ".docx,.pdf,.xlsx,.xls,.ods,.csv"}),
    )
    text = forms.CharField(
        label=_("หรือวางตาราง"),
        required=False,
        max_length=MOST_OF_A_TABLE,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("คัดลอกทั้งตารางรวมหัวตารางจาก Word หรือ Excel มาวาง"),
    )
    notes = forms.BooleanField(
        label=_("เก็บแนวทาง เอกสาร และหมายเหตุในตาราง เป็นหมายเหตุภายในของข้อที่ยังไม่มี"), required=False
    )
    owners = forms.BooleanField(
        label=_("มอบหมายส่วนราชการตามตาราง ให้ข้อที่ยังไม่มีผู้รับผิดชอบ"), required=False
    )
    nothing = _("เลือกแฟ้ม หรือวางตารางก่อน")

    def __init__(self, *args: Any, may_assign: bool, **kwargs: Any) -> None:
        """Only who assigns owners is asked about them."""
        super().__init__(*args, **kwargs)
        if not may_assign:
            del self.fields["owners"]
