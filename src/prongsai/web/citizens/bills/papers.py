"""Bills, payments and days as papers."""

from django.urls import reverse

from prongsai.core.bills.sign_tax import rates
from prongsai.core.papers.bill_papers import (
    PaperAssessment,
    PaperBill,
    PaperDay,
    PaperPayment,
    assessment_paper,
    bill_paper,
    day_paper,
    payment_paper,
)
from prongsai.core.slips import printed_slip
from prongsai.documents.marks import qr_png
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.bills.models import Bill, Payment, PaymentWay
from prongsai.web.citizens.bills.queries import DayPage
from prongsai.web.platform.address import printed_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.drawing import drawn_as

_WAYS = {
    PaymentWay.TRANSFER: "โอนหรือพร้อมเพย์",
    PaymentWay.CASH: "เงินสด",
    PaymentWay.CHEQUE: "เช็คหรือตั๋วแลกเงิน",
}


def bill_pdf(bill: Bill, payment: Payment | None = None) -> bytes:
    """The bill with its code while it is open, or the slip of a payment."""
    office = office_of(bill.agency, today())
    paper = PaperBill(
        number=str(bill), reference=printed_slip(bill.reference), payer=bill.payer,
        about=bill.about, lines=tuple(bill.lines), amount=bill.amount, day=bill.day,
        due_on=bill.due_on, account=f"{bill.account.label.th} {bill.account_number}",
        account_name=bill.account_name,
        address=printed_address(reverse("bills:public", args=[bill.agency_id])),
        carries_reference=bill.account.carries_reference,
        code=qr_png(bill.code) if bill.is_open else None,
    )  # fmt: skip
    document = (
        payment_paper(office, paper, _payment(payment)) if payment else bill_paper(office, paper)
    )
    return drawn_as("pdf", document, office.agency.digits)


def notice_pdf(bill: Bill) -> bytes:
    """The notice of assessment of a bill whose amount was reckoned, or typed, for a tax."""
    office = office_of(bill.agency, today())
    assessed: dict[str, str] = bill.assessed or {}
    notice = PaperAssessment(
        payer=bill.payer, about=bill.about, number=str(bill), amount=bill.amount,
        lines=tuple(bill.lines), day=bill.day, due_on=bill.due_on, by=bill.made_by_words,
        citation=rates().citation, source=rates().source, how=assessed["how"],
        reckoned=assessed["reckoned"], reason=assessed["reason"],
    )  # fmt: skip
    return drawn_as("pdf", assessment_paper(office, notice), office.agency.digits)


def day_pdf(by: Actor, page: DayPage) -> bytes:
    """The reconciliation of a day, by whoever asks for it."""
    office = office_of(by.agency, today())
    unmatched = [
        (f"{row.file.name} {row.line}", f"{row.reference} {row.text}".strip(), row.amount)
        for row, _alike in page.unmatched
    ]
    paper = PaperDay(
        page.day, by.words, tuple(map(_payment, page.payments)),
        tuple(map(_payment, page.taken_back)),
        tuple((_WAYS[way], count, baht) for way, count, baht in page.by_way),
        tuple(map(_payment, page.unseen)), page.bank, tuple(unmatched) if page.is_known else None,
    )  # fmt: skip
    return drawn_as("pdf", day_paper(office, paper), office.agency.digits)


def _payment(row: Payment) -> PaperPayment:
    return PaperPayment(
        str(row),
        str(row.bill),
        row.amount,
        row.day,
        _WAYS[PaymentWay(row.way)],
        row.by_words,
        row.reason,
    )
