"""What is typed of bills: the account, a bill, a payment, a statement, why something is undone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from prongsai.core.bills.promptpay import MOST, AccountKind
from prongsai.core.errors import Wrong
from prongsai.core.messages import read_words
from prongsai.core.registers.numbers import money
from prongsai.core.thai import printed
from prongsai.web.agency.models import Unit
from prongsai.web.citizens.bills.models import PaymentWay
from prongsai.web.citizens.bills.services import LONGEST_REASON
from prongsai.web.citizens.desk.public_forms import SlipField
from prongsai.web.platform.fields import LongTextField, ThaiDateField, ThaiTextField
from prongsai.web.platform.forms import SeenForm, labels
from prongsai.web.platform.language import in_language

MOST_ITEMS = 20
_LONGEST_LINE = 150


class MoneyField(forms.CharField):
    """An amount of baht as it is typed: Thai digits and commas are understood."""

    def clean(self, value: Any) -> Decimal:
        """The amount, with two places.

        Errors: ValidationError where it is none.
        """
        text = super().clean(value)
        try:
            return money(text)
        except Wrong as fault:
            raise forms.ValidationError(in_language(fault.message)) from fault


class AccountForm(SeenForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("ชนิด"),
        choices=labels(AccountKind),
        help_text=gettext_lazy("Biller ID ส่งเลขอ้างอิงของใบแจ้งมากับเงิน ชนิดอื่นไม่ส่ง จึงต้องจับคู่ด้วยมือ"),
    )
    number = forms.CharField(label=gettext_lazy("หมายเลข"), max_length=40)
    name = ThaiTextField(label=gettext_lazy("ชื่อบัญชี ตามที่แอปธนาคารของผู้ชำระแสดง"), max_length=120)
    unit = forms.ChoiceField(
        label=gettext_lazy("ส่วนราชการที่รับเงิน"), required=False,
        help_text=gettext_lazy("หัวหน้าของส่วนราชการนี้ออกใบแจ้งและบันทึกรับเงินได้"),
    )  # fmt: skip
    by_officers = forms.BooleanField(
        label=gettext_lazy("เจ้าหน้าที่ทุกคนของส่วนราชการนี้ทำได้ด้วย"), required=False,
        help_text=gettext_lazy("ผู้ที่ทำได้ทุกคนจะเห็นชื่อผู้ชำระและยอดเงินของใบแจ้งทุกใบ"),
    )  # fmt: skip

    def __init__(self, units: Sequence[Unit], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        names = [(str(unit.pk), unit.name) for unit in units]
        self.fields["unit"].choices = [("", gettext("ไม่มี")), *names]  # type: ignore[attr-defined]


class BillForm(forms.Form):
    """A bill: for whom, what for, and its items."""

    payer = ThaiTextField(label=gettext_lazy("ผู้ชำระ"), max_length=120)
    about = ThaiTextField(
        label=gettext_lazy("เรื่อง"), max_length=200,
        help_text=gettext_lazy("เช่น ค่าเช่าแผงตลาด ทุกคนที่มีเลขอ้างอิงอ่านได้ อย่าใส่ชื่อคน"),
    )  # fmt: skip
    items = LongTextField(
        label=gettext_lazy("รายการและจำนวนเงิน บรรทัดละรายการ"), rows=5, max_length=4_000,
        help_text=gettext_lazy("จำนวนเงินอยู่ท้ายบรรทัด เช่น ป้ายหน้าร้าน 1,200.00"),
    )  # fmt: skip
    due_on = ThaiDateField(label=gettext_lazy("ชำระภายใน"), required=False)
    reason = ThaiTextField(
        label=gettext_lazy("เหตุผล ถ้าจำนวนเงินต่างจากที่คิดไว้"), max_length=LONGEST_REASON,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, is_reckoned: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if not is_reckoned:
            del self.fields["reason"]

    def clean_items(self) -> list[tuple[str, Decimal]]:
        items = []
        for number, line in enumerate(self.cleaned_data["items"].splitlines(), start=1):
            text = printed(line).removesuffix("บาท").strip()
            if not text:
                continue
            what, _, baht = text.rpartition(" ")
            try:
                amount = money(baht)
            except Wrong as fault:
                raise forms.ValidationError(
                    gettext("บรรทัดที่ %(number)s: %(fault)s")
                    % {"number": number, "fault": in_language(fault.message)}
                ) from fault
            if not what.strip() or amount <= 0:
                raise forms.ValidationError(
                    gettext("บรรทัดที่ %(number)s ต้องมีชื่อรายการ แล้วจำนวนเงินมากกว่าศูนย์")
                    % {"number": number}
                )
            items.append((what.strip()[:_LONGEST_LINE], amount))
        if len(items) > MOST_ITEMS or sum(baht for _, baht in items) > MOST:
            raise forms.ValidationError(
                gettext("ใบหนึ่งมีได้ %(most)s รายการ รวมไม่เกินหมื่นล้านบาท") % {"most": MOST_ITEMS}
            )
        return items


class PaymentForm(SeenForm):
    """What came by hand: the day, the way, and the amount typed once more."""

    way = forms.ChoiceField(label=gettext_lazy("วิธีรับเงิน"), choices=PaymentWay.choices)
    day = ThaiDateField(label=gettext_lazy("วันที่รับเงิน"))
    amount = MoneyField(
        label=gettext_lazy("จำนวนเงินที่รับ"), max_length=30,
        help_text=gettext_lazy("พิมพ์ตามเงินที่รับจริง"),
    )  # fmt: skip


class ReasonForm(SeenForm):
    """Why a bill is cancelled, or a payment taken back."""

    reason = ThaiTextField(label=gettext_lazy("เหตุผล"), max_length=LONGEST_REASON)


class TakeBackForm(forms.Form):
    reason = ThaiTextField(label=gettext_lazy("เหตุผล"), max_length=LONGEST_REASON)


class StatementForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("ไฟล์รายการเดินบัญชี CSV หรือ XLSX"),
        help_text=gettext_lazy("ต้องมีหัวตาราง เช่น วันที่ เงินเข้า อ้างอิง 1 รายละเอียด ระบบไม่เก็บตัวไฟล์ไว้"),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.xls,.ods,.txt"}),
        error_messages={"required": gettext_lazy("เลือกไฟล์ก่อน")},
    )


class DayForm(forms.Form):
    day = ThaiDateField(label=gettext_lazy("วันที่"))


class ReferenceForm(forms.Form):
    """The reference of a bill, however it is typed."""

    reference = SlipField(
        read_words("bills/reference"), label=gettext_lazy("เลขอ้างอิง 16 หลัก"),
        help_text=gettext_lazy("อยู่ในใบแจ้งชำระ จะเว้นวรรคหรือไม่ก็ได้"),
    )  # fmt: skip


def day_of(given: str) -> date | None:
    """The day of an address; None where it is none."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
