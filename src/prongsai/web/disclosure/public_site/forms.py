"""News and pages as typed; why a page is published all the same, and why it is taken back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.disclosure.public_site.markdown import typed
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform.fields import LongTextField, ThaiDateField, ThaiTextField
from prongsai.web.platform.forms import SeenOrNewForm


class PublishForm(forms.Form):
    """Publish; `anyway` is asked for where something is known against it, `told` marks what."""

    told = forms.CharField(required=False, widget=forms.HiddenInput)

    anyway = ThaiTextField(
        label=_("เหตุผลที่เผยแพร่ทั้งที่ยังมีเรื่องข้างบน"),
        max_length=500,
        help_text=_("บันทึกไว้ในบันทึกการใช้งาน และแสดงให้เจ้าหน้าที่เห็นที่ข้อนั้น"),
        error_messages={"required": _("เขียนเหตุผล หรือแก้เรื่องข้างบนก่อน")},
    )

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        """Without the reason where nothing asks for it."""
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["anyway"]


class WithdrawForm(forms.Form):
    """Why a page is taken back."""

    reason = ThaiTextField(
        label=_("เหตุผลที่ถอน"),
        max_length=500,
        help_text=_("ผู้อ่านทั่วไปเห็นเหตุผลนี้ที่ที่อยู่เดิม อย่าใส่ชื่อคน"),
        error_messages={"required": _("เขียนสั้น ๆ ว่าถอนเพราะอะไร")},
    )


class WriteForm(SeenOrNewForm):
    """News or a page, in the officer's own words."""

    title = ThaiTextField(
        label=_("ชื่อเรื่อง"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อเรื่อง")},
    )
    text = LongTextField(
        label=_("เนื้อหา"),
        rows=16,
        max_length=50_000,
        help_text=_("เว้นบรรทัดว่างระหว่างย่อหน้า ## หัวข้อ  - ข้อย่อย  **ตัวหนา**  [คำ](https://ที่อยู่)"),
        error_messages={"required": _("เขียนเนื้อหา")},
    )
    expires_on = ThaiDateField(
        label=_("วันสุดท้ายที่แสดง"),
        required=False,
        help_text=_("ว่างไว้ถ้าแสดงตลอด ระบบเตือนก่อนถึงวันนั้น 14 วัน"),
    )

    table = forms.ChoiceField(
        label=_("ตารางจากทะเบียน ใต้เนื้อหา"),
        required=False,
        help_text=_("แถวที่มีในวันที่บันทึก เฉพาะคอลัมน์ที่เผยแพร่ได้ ตัวเลขในวงเล็บคือจำนวนแถว"),
    )

    def offer(self, tables: Iterable[tuple[str, str]]) -> None:
        """The tables to choose from; the field is gone where there are none."""
        choices = list(tables)
        field = self.fields.pop("table")
        if choices and isinstance(field, forms.ChoiceField):
            field.choices = [("", _("ไม่แสดงตาราง")), *choices]
            self.fields["table"] = field

    @property
    def wanted_table(self) -> str:
        """What names the chosen table; "" for none."""
        return str(self.cleaned_data.get("table", ""))

    def clean_text(self) -> str:
        """What the executive reads in the memo is what everybody reads then."""
        return typed(self.cleaned_data["text"])

    @property
    def content(self) -> Shown:
        given = self.cleaned_data
        return Shown(given["title"], given["text"], expires_on=given["expires_on"])
