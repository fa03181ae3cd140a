"""Bills as lists and pages show them."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from msgspec import Struct

from prongsai.core.bills.matching import BillState
from prongsai.core.bills.promptpay import Account, AccountKind, payload
from prongsai.core.thai import arabic_digits, printed
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.bills.models import Bill, Payment
from prongsai.web.platform.language import in_language
from prongsai.web.platform.tags import Tag
from prongsai.web.platform.typed import whole_number

ON_A_PAGE = 30
_LONGEST_WORD = 80
_TAGS = {BillState.OPEN: "wait", BillState.PAID: "ok", BillState.CANCELLED: "bad"}


class Item(Struct, frozen=True):
    """One line of a bill; `amount` is baht."""

    what: str
    amount: Decimal


class BillPage(Struct, frozen=True):
    """A bill with all that was paid or taken back; `payment` is the one that stands."""

    bill: Bill
    items: tuple[Item, ...]
    tag: Tag
    payments: tuple[Payment, ...]

    @property
    def payment(self) -> Payment | None:
        """The one that stands."""
        return next((one for one in self.payments if one.taken_back_at is None), None)

    @property
    def is_open(self) -> bool:
        """Whether it is to be paid."""
        return self.bill.state == BillState.OPEN

    @property
    def carries_reference(self) -> bool:
        """Whether the bank hands on its reference with the money."""
        return AccountKind(self.bill.account_kind).carries_reference

    @property
    def code(self) -> str:
        """The text of its QR."""
        return code_of(self.bill)


def code_of(bill: Bill) -> str:
    """The text of a bill's QR."""
    account = Account(AccountKind(bill.account_kind), bill.account_number)
    return payload(account, bill.amount, bill.reference)


def bill_page(bill: Bill) -> BillPage:
    """One bill; one query."""
    items = tuple(Item(what, Decimal(baht)) for what, baht in bill.items)
    payments = tuple(Payment.objects.filter(bill=bill).order_by("number"))
    return BillPage(bill, items, tag_of(bill), payments)


def bill_of(agency: Agency, bill_id: UUID) -> Bill | None:
    """One bill of an agency."""
    return Bill.objects.select_related("agency").filter(agency=agency, pk=bill_id).first()


def bill_by_reference(agency: Agency, reference: str) -> Bill | None:
    """The bill of the sixteen digits on its paper."""
    rows = Bill.objects.select_related("agency")
    return rows.filter(agency=agency, reference=reference).first()


class Row(Struct, frozen=True):
    """One bill in the list."""

    bill: Bill
    tag: Tag


class BillList(Struct, frozen=True):
    """One page of the bills; `open` counts those to be paid."""

    rows: tuple[Row, ...]
    page: Page[Bill]
    open: int


def listed(agency: Agency, state: str, words: str, page: str) -> BillList:
    """The bills of a state, those to be paid where it is none; newest first."""
    rows = Bill.objects.filter(agency=agency)
    known = state if state in list(BillState) else BillState.OPEN
    chosen = rows if state == "all" else rows.filter(state=known)
    asked = printed(words)[:_LONGEST_WORD]
    if asked:
        number, _, year = arabic_digits(asked).partition("/")
        found = (
            Q(payer__icontains=asked)
            | Q(about__icontains=asked)
            | Q(reference=arabic_digits(asked).replace(" ", ""))
        )
        counted = whole_number(number)
        if counted is not None:
            found |= Q(number=counted) & (Q(fiscal_year=whole_number(year) or 0) if year else Q())
        chosen = chosen.filter(found)
    shown = Paginator(chosen, ON_A_PAGE).get_page(page)
    left = rows.filter(state=BillState.OPEN).count()
    return BillList(tuple(Row(one, tag_of(one)) for one in shown), shown, left)


def tag_of(bill: Bill) -> Tag:
    """Where a bill stands."""
    state = BillState(bill.state)
    return Tag(_TAGS[state], in_language(state.label))
