"""The journal's sentences of bills: numbers and sums, and no word of who pays."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "pay-account-set": message(
        "กำหนดบัญชีรับชำระ", "Set the account for bills",
        "กำหนดบัญชีรับชำระ {subject}", "set the account for bills: {subject}",
    ),
    "bill-made": message(
        "ออกใบแจ้งชำระ", "Made a bill",
        "ออกใบแจ้งชำระเลขที่ {subject} {amount} บาท", "made bill {subject} of {amount} baht",
    ),
    "bill-cancelled": message(
        "ยกเลิกใบแจ้งชำระ", "Cancelled a bill",
        "ยกเลิกใบแจ้งชำระเลขที่ {subject}: {reason}", "cancelled bill {subject}: {reason}",
    ),
    "payment-recorded": message(
        "บันทึกรับชำระ", "Recorded a payment",
        "บันทึกรับชำระเลขที่ {subject} ของใบแจ้ง {bill} {amount} บาท",
        "recorded payment {subject} of bill {bill}: {amount} baht",
    ),
    "payment-seen": message(
        "พบการรับชำระในรายการธนาคาร", "Found a payment at the bank",
        "พบการรับชำระเลขที่ {subject} ของใบแจ้ง {bill} ในรายการธนาคารวันที่ {day}",
        "found payment {subject} of bill {bill} in the statement of {day}",
    ),
    "payment-taken-back": message(
        "เพิกถอนการรับชำระ", "Took back a payment",
        "เพิกถอนการรับชำระเลขที่ {subject} ของใบแจ้ง {bill}: {reason}",
        "took back payment {subject} of bill {bill}: {reason}",
    ),
    "bank-file-taken": message(
        "นำเข้ารายการธนาคาร", "Took in a bank statement",
        "นำเข้ารายการธนาคาร “{subject}” {count} รายการ",
        "took in the statement “{subject}”: {count} sums",
    ),
    "bank-file-taken-back": message(
        "เพิกถอนรายการธนาคาร", "Took back a bank statement",
        "เพิกถอนรายการธนาคาร “{subject}” {count} รายการ: {reason}",
        "took back the statement “{subject}” of {count} sums: {reason}",
    ),
})  # fmt: skip
