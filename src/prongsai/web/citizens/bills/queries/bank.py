"""The lines of a statement with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.bills.known import may_be_one
from prongsai.core.bills.matching import BillFacts, BillState, Verdict, matched
from prongsai.core.bills.statement import Incoming
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.bills.models import BankFile, BankLine, Bill, Payment, Way
from prongsai.web.platform.clock import today


class LineMatch(Struct, frozen=True):
    """One sum: what is known of it, the bill that it names, those that might be chosen.

    Shape:  `alike` are lines that may tell the same money.
    """

    line: BankLine
    verdict: Verdict
    bill: Bill | None
    offered: tuple[Bill, ...] = ()
    alike: tuple[BankLine, ...] = ()


def matches_of(file: BankFile) -> tuple[LineMatch, ...]:
    """The sums of a file that paid no bill yet; four queries however many.

    Shape:  a bill that two sums name is told for both, also where they stand in two files. A sum
            that may be the money of a line which paid another bill is not certain.
    """
    bills = {str(row.pk): row for row in Bill.objects.filter(agency=file.agency).defer("items")}
    unseen = set(unseen_of(file.agency).values_list("bill", flat=True))
    facts = [
        BillFacts(key, row.reference, row.amount, BillState(row.state), row.day, row.pk in unseen)
        for key, row in bills.items()
    ]
    lines = open_lines(file.agency)
    found = matched([incoming_of(one) for one in lines], facts, today())
    own = [pair for pair in zip(lines, found, strict=True) if pair[0].file_id == file.pk]
    days = {line.day for line, _ in own}
    rows = BankLine.objects.filter(agency=file.agency, day__in=days).select_related("file")
    alike, still_open = alike_of(rows), {line.pk for line in lines}
    told = []
    for line, one in own:
        others = alike.get(line.pk, ())
        match = one
        if one.verdict is Verdict.CERTAIN and any(other.pk not in still_open for other in others):
            match = replace(one, verdict=Verdict.ALIKE, offered=(one.bill,))
        offered = tuple(bills[key] for key in match.offered)
        told.append(LineMatch(line, match.verdict, bills.get(match.bill), offered, others))
    return tuple(told)


def alike_of(rows: Iterable[BankLine]) -> dict[UUID, tuple[BankLine, ...]]:
    """The lines that may tell the same money as others, with those."""
    groups: dict[tuple[date, Decimal], list[BankLine]] = {}
    for row in rows:
        groups.setdefault((row.day, row.amount), []).append(row)
    return {
        row.pk: others
        for group in groups.values()
        for row in group
        if (others := tuple(one for one in group if one.pk != row.pk and _may_be_one(row, one)))
    }


def _may_be_one(row: BankLine, other: BankLine) -> bool:
    is_one_file = row.file_id == other.file_id
    return may_be_one(incoming_of(row), incoming_of(other), in_one_file=is_one_file)


def open_lines(agency: Agency) -> list[BankLine]:
    """Every sum that paid no bill, whichever file brought it."""
    paid = Payment.objects.filter(agency=agency, taken_back_at=None, line__isnull=False)
    rows = BankLine.objects.filter(agency=agency).exclude(pk__in=paid.values("line"))
    return list(rows.select_related("file"))


def unseen_of(agency: Agency) -> QuerySet[Payment]:
    """The payments that were recorded as transfers and that no sum stands for."""
    rows = Payment.objects.filter(agency=agency, way=Way.TRANSFER)
    return rows.filter(line=None, taken_back_at=None)


def paid_of(file: BankFile) -> tuple[Payment, ...]:
    """The payments that sums of a file made."""
    rows = Payment.objects.filter(agency=file.agency, line__file=file, taken_back_at=None)
    return tuple(rows.select_related("bill", "line").order_by("line__line"))


def incoming_of(row: BankLine) -> Incoming:
    """A sum as its file told it."""
    return Incoming(row.line, row.day, row.amount, row.reference, row.text, row.at)
