"""Bills and payments as pages show them, and what is known of each line of a statement."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from msgspec import Struct

from prongsai.core.bills.matching import BillFacts, BillState, SumVerdict, matched, may_be_one
from prongsai.core.bills.sign_tax import Reckoned, reckon
from prongsai.core.bills.statement import Incoming
from prongsai.core.registers.values import Context, read_value
from prongsai.core.thai import arabic_digits, printed
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.bills.models import BankFile, BankLine, Bill, Payment, PaymentWay
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.rights import kind_in
from prongsai.web.platform.clock import today
from prongsai.web.platform.typed import whole_number


class LineMatch(Struct, frozen=True):
    """One sum: what is known of it, the bill that it names, those that might be chosen.

    Shape:  `alike` are lines that may tell the same money.
    """

    line: BankLine
    verdict: SumVerdict
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
    # Every sum that paid no bill, whichever file brought it.
    paid = Payment.objects.filter(agency=file.agency, taken_back_at=None, line__isnull=False)
    unpaid = BankLine.objects.filter(agency=file.agency).exclude(pk__in=paid.values("line"))
    lines = list(unpaid.select_related("file"))
    every = zip(lines, matched([incoming_of(line) for line in lines], facts, today()), strict=True)
    own = [(line, match) for line, match in every if line.file_id == file.pk]
    days = {line.day for line, _ in own}
    rows = BankLine.objects.filter(agency=file.agency, day__in=days).select_related("file")
    alike, still_open = alike_of(rows), {line.pk for line in lines}
    answers = []
    for line, match in own:
        others = alike.get(line.pk, ())
        verdict, keys = match.verdict, match.offered
        if verdict is SumVerdict.CERTAIN and any(other.pk not in still_open for other in others):
            verdict, keys = SumVerdict.ALIKE, (match.bill,)
        offered = tuple(bills[key] for key in keys)
        answers.append(LineMatch(line, verdict, bills.get(match.bill), offered, others))
    return tuple(answers)


def alike_of(rows: Iterable[BankLine]) -> dict[UUID, tuple[BankLine, ...]]:
    """The lines that may tell the same money as others, with those."""
    groups: dict[tuple[date, Decimal], list[BankLine]] = {}
    for row in rows:
        groups.setdefault((row.day, row.amount), []).append(row)
    return {
        row.pk: others
        for group in groups.values()
        for row in group
        if (others := tuple(other for other in group if _may_be_one(row, other)))
    }


def _may_be_one(row: BankLine, other: BankLine) -> bool:
    is_one_file = row.file_id == other.file_id
    first, second = incoming_of(row), incoming_of(other)
    return row.pk != other.pk and may_be_one(first, second, in_one_file=is_one_file)


def unseen_of(agency: Agency) -> QuerySet[Payment]:
    """The payments that were recorded as transfers and that no sum stands for."""
    rows = Payment.objects.filter(agency=agency, way=PaymentWay.TRANSFER)
    return rows.filter(line=None, taken_back_at=None)


def paid_of(file: BankFile) -> tuple[Payment, ...]:
    """The payments that sums of a file made."""
    rows = Payment.objects.filter(agency=file.agency, line__file=file, taken_back_at=None)
    return tuple(rows.select_related("bill", "line").order_by("line__line"))


def incoming_of(row: BankLine) -> Incoming:
    """A sum as its file told it."""
    return Incoming(row.line, row.day, row.amount, row.reference, row.text, row.at)


ON_A_PAGE = 30
_LONGEST_WORD = 80


def bill_of(agency: Agency, bill_id: UUID) -> Bill | None:
    return Bill.objects.select_related("agency").filter(agency=agency, pk=bill_id).first()


def listed(agency: Agency, state: str, words: str, page: str) -> Page[Bill]:
    """The bills of a state, newest first; those to be paid where the state is unknown."""
    rows = Bill.objects.filter(agency=agency)
    if state != "all":
        rows = rows.filter(state=state if state in list(BillState) else BillState.OPEN)
    asked = arabic_digits(printed(words)[:_LONGEST_WORD])
    if asked:
        typed = printed(words)[:_LONGEST_WORD]
        number, _, year = asked.partition("/")
        matches = Q(payer__icontains=typed) | Q(about__icontains=typed)
        matches |= Q(reference=asked.replace(" ", ""))
        if (counted := whole_number(number)) is not None:
            of_year = Q(fiscal_year=whole_number(year) or 0) if year else Q()
            matches |= Q(number=counted) & of_year
        rows = rows.filter(matches)
    return Paginator(rows, ON_A_PAGE).get_page(page)


def open_count(agency: Agency) -> int:
    return Bill.objects.filter(agency=agency, state=BillState.OPEN).count()


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
    by_way: tuple[tuple[PaymentWay, int, Decimal], ...]
    unmatched: tuple[tuple[BankLine, tuple[BankLine, ...]], ...]
    unseen: tuple[Payment, ...]
    bank: Decimal
    is_known: bool

    @property
    def total(self) -> Decimal:
        """What was recorded, in baht."""
        return _sum(payment.amount for payment in self.payments)

    @property
    def transfers(self) -> Decimal:
        """What was recorded as transfers, in baht."""
        return _sum(
            payment.amount for payment in self.payments if payment.way == PaymentWay.TRANSFER
        )

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
    payments = [payment for payment in every if payment.taken_back_at is None]
    rows_of_day = BankLine.objects.filter(agency=agency, day=day).select_related("file")
    lines = list(rows_of_day.order_by("file", "line"))
    # A sum may pay a bill whose payment bears another day.
    own = Payment.objects.filter(line__in=lines, taken_back_at=None)
    paid = set(own.values_list("line", flat=True))
    files = BankFile.objects.filter(agency=agency, first_day__lte=day, last_day__gte=day)
    by_way, alike = [], alike_of(lines)
    for way in PaymentWay:
        amounts = [payment.amount for payment in payments if payment.way == way]
        by_way.append((way, len(amounts), _sum(amounts)))
    return DayPage(
        day,
        tuple(payments),
        tuple(payment for payment in every if payment.taken_back_at is not None),
        tuple(by_way),
        tuple((line, alike.get(line.pk, ())) for line in lines if line.pk not in paid),
        tuple(
            payment
            for payment in payments
            if payment.way == PaymentWay.TRANSFER and payment.line is None
        ),
        _sum(line.amount for line in lines),
        files.exists(),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _NOTHING)


def reckoned_of(case: Case) -> Reckoned | None:
    """What is to be paid for a case by the rule that its kind names; None where it names none."""
    kind = kind_in(case.agency_id, case.kind)
    if kind is None or not kind.reckoned_by:
        return None
    filing = {
        field.name: read_value(field, case.values.get(field.name, ""), Context(0))
        for field in kind.fields
    }
    return reckon(filing, case.day)
