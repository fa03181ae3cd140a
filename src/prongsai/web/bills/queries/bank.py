"""The lines of a statement with what is known of each."""

from __future__ import annotations

from django.db.models import QuerySet
from msgspec import Struct

from prongsai.core.bills.matching import BillFacts, BillState, Verdict, matched
from prongsai.core.bills.statement import Incoming
from prongsai.web.agency.models import Agency
from prongsai.web.bills.models import BankFile, BankLine, Bill, Payment, Way
from prongsai.web.platform.clock import today


class LineMatch(Struct, frozen=True):
    """One sum: what is known of it, the bill that it names, those that might be chosen."""

    line: BankLine
    verdict: Verdict
    bill: Bill | None
    offered: tuple[Bill, ...] = ()


def matches_of(file: BankFile) -> tuple[LineMatch, ...]:
    """The sums of a file that paid no bill yet; four queries however many.

    Shape:  a bill that two sums name is told for both, also where they stand in two files.
    """
    bills = {str(row.pk): row for row in Bill.objects.filter(agency=file.agency).defer("items")}
    unseen = set(unseen_of(file.agency).values_list("bill", flat=True))
    facts = [
        BillFacts(key, row.reference, row.amount, BillState(row.state), row.day, row.pk in unseen)
        for key, row in bills.items()
    ]
    lines = open_lines(file.agency)
    found = matched([incoming_of(one) for one in lines], facts, today())
    return tuple(
        LineMatch(line, one.verdict, bills.get(one.bill), tuple(bills[key] for key in one.offered))
        for line, one in zip(lines, found, strict=True)
        if line.file_id == file.pk
    )


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
