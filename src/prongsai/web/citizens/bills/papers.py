"""Bills, payments and days as papers."""

from __future__ import annotations

from django.urls import reverse

from prongsai.core.bills.promptpay import AccountKind
from prongsai.core.papers.bill_papers import (
    BillLine,
    PaperBill,
    PaperDay,
    PaperPayment,
    bill_paper,
    day_paper,
    payment_paper,
)
from prongsai.core.slips import printed_slip
from prongsai.documents.marks import qr_png
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.bills.models import Payment, Way
from prongsai.web.citizens.bills.queries import BillPage, DayPage
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.drawing import drawn_as

_WAYS = {Way.TRANSFER: "โอนหรือพร้อมเพย์", Way.CASH: "เงินสด", Way.CHEQUE: "เช็คหรือตั๋วแลกเงิน"}


def bill_pdf(page: BillPage) -> bytes:
    """The bill with its code, which only an open one has."""
    return _drawn(page, None)


def payment_pdf(page: BillPage, payment: Payment) -> bytes:
    """The slip of a payment."""
    return _drawn(page, payment)


def day_pdf(by: Actor, page: DayPage) -> bytes:
    """The reconciliation of a day, by whoever asks for it."""
    office = office_of(by.agency, today())
    unmatched = tuple(
        (
            f"{one.file.name} {one.line}",
            " ".join(filter(None, (one.reference, one.text))),
            one.amount,
        )
        for one, _alike in page.unmatched
    )
    told = PaperDay(
        page.day,
        by.words,
        tuple(map(_payment, page.payments)),
        tuple(map(_payment, page.taken_back)),
        tuple((_WAYS[way], count, baht) for way, count, baht in page.by_way),
        tuple(map(_payment, page.unseen)),
        page.bank,
        unmatched if page.is_known else None,
    )
    return drawn_as("pdf", day_paper(office, told), office.agency.digits)


def _drawn(page: BillPage, payment: Payment | None) -> bytes:
    office = office_of(page.bill.agency, today())
    bill = _bill(page)
    document = (
        payment_paper(office, bill, _payment(payment)) if payment else bill_paper(office, bill)
    )
    return drawn_as("pdf", document, office.agency.digits)


def _bill(page: BillPage) -> PaperBill:
    bill = page.bill
    address = f"{site_address()}{reverse('bills:public', args=[bill.agency_id])}"
    label = AccountKind(bill.account_kind).label.th
    return PaperBill(
        number=str(bill), reference=printed_slip(bill.reference), payer=bill.payer,
        about=bill.about, lines=tuple(BillLine(one.what, one.amount) for one in page.items),
        amount=bill.amount, day=bill.day, due_on=bill.due_on,
        account=f"{label} {bill.account_number}", account_name=bill.account_name,
        address=address, carries_reference=page.carries_reference,
        code=qr_png(page.code) if page.is_open else None,
    )  # fmt: skip


def _payment(row: Payment) -> PaperPayment:
    return PaperPayment(
        str(row), str(row.bill), row.amount, row.day, _WAYS[Way(row.way)], row.by_words, row.reason
    )
