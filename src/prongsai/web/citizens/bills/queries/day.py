"""A day's money: what was recorded, what the bank says, and what does not go together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.bills.models import BankFile, BankLine, Payment, Way
from prongsai.web.citizens.bills.queries.bank import alike_of

_NOTHING = Decimal("0.00")


class DayPage(Struct, frozen=True):
    """The reconciliation of one day.

    Shape:  `taken_back` are recorded and taken back since, in no sum; `unmatched` came in at the
            bank and paid no bill, with lines that may tell the same money; `unseen` were recorded
            as transfers that no statement has; `is_known` where a statement reaches over the day:
            without one nothing is compared.
    """

    day: date
    payments: tuple[Payment, ...]
    taken_back: tuple[Payment, ...]
    by_way: tuple[tuple[Way, int, Decimal], ...]
    unmatched: tuple[tuple[BankLine, tuple[BankLine, ...]], ...]
    unseen: tuple[Payment, ...]
    bank: Decimal
    is_known: bool

    @property
    def total(self) -> Decimal:
        """What was recorded, in baht."""
        return _sum(one.amount for one in self.payments)

    @property
    def transfers(self) -> Decimal:
        """What was recorded as transfers, in baht."""
        return _sum(one.amount for one in self.payments if one.way == Way.TRANSFER)

    @property
    def difference(self) -> Decimal:
        """What the bank has more than was recorded as transfers, in baht."""
        return self.bank - self.transfers

    @property
    def agrees(self) -> bool:
        """Whether every transfer is a sum at the bank, and every sum a payment."""
        return self.is_known and not self.unmatched and not self.unseen


def day_page(agency: Agency, day: date) -> DayPage:
    """The money of one day; four queries."""
    rows = Payment.objects.filter(agency=agency, day=day).select_related("bill", "line")
    every = list(rows)
    payments = [one for one in every if one.taken_back_at is None]
    rows_of_day = BankLine.objects.filter(agency=agency, day=day).select_related("file")
    lines = list(rows_of_day.order_by("file", "line"))
    # A sum may pay a bill whose payment bears another day.
    own = Payment.objects.filter(line__in=lines, taken_back_at=None)
    paid = set(own.values_list("line", flat=True))
    files = BankFile.objects.filter(agency=agency, first_day__lte=day, last_day__gte=day)
    by_way, alike = [], alike_of(lines)
    for way in Way:
        found = [one.amount for one in payments if one.way == way]
        by_way.append((way, len(found), _sum(found)))
    return DayPage(
        day,
        tuple(payments),
        tuple(one for one in every if one.taken_back_at is not None),
        tuple(by_way),
        tuple((one, alike.get(one.pk, ())) for one in lines if one.pk not in paid),
        tuple(one for one in payments if one.way == Way.TRANSFER and one.line is None),
        _sum(one.amount for one in lines),
        files.exists(),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _NOTHING)
