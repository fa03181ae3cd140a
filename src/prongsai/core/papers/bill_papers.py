"""A bill with its PromptPay QR, the slip of its payment, and the reconciliation of a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.document import (
    Align,
    Block,
    Document,
    KeyFigure,
    KeyFigures,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    Photo,
    Photos,
    Picture,
    Signature,
    Table,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.outgoing import LetterText, letter_end, letter_head
from prongsai.core.papers.tables import table_of_rows

_FIGURE, _SMALL, _DAY, _HEAD, _LINE = 3.2, 1.2, 2.6, 3.6, 4.6


class BillLine(Struct, frozen=True):
    """What is asked for; `amount` is baht."""

    what: str
    amount: Decimal


class PaperBill(Struct, frozen=True):
    """A bill as it is printed.

    Shape:  `account` says in words where it is paid to; `code` is the QR as PNG, None where it is
            not to be paid; `address` is the page on which its state is read, "" for none yet.
    Units:  baht with two places.
    """

    number: str
    reference: str
    payer: str
    about: str
    lines: tuple[BillLine, ...]
    amount: Decimal
    day: date
    due_on: date | None
    account: str
    account_name: str
    address: str
    carries_reference: bool
    code: bytes | None = None


class PaperAssessment(Struct, frozen=True):
    """What a notice of assessment tells.

    Shape:  `how` is how the tax was reckoned, or why it was not; `reckoned` baht as text, "" for
            none; `reason` why another amount is asked for; `by` the position of who signs.
    Units:  baht with two places.
    """

    payer: str
    about: str
    number: str
    amount: Decimal
    lines: tuple[BillLine, ...]
    day: date
    due_on: date | None
    by: str
    citation: str
    source: str
    how: str
    reckoned: str
    reason: str


class PaperPayment(Struct, frozen=True):
    """A payment as it is printed; `way` and `by` in words, `reason` why it was taken back."""

    number: str
    bill: str
    amount: Decimal
    day: date
    way: str
    by: str
    reason: str = ""


class PaperDay(Struct, frozen=True):
    """A day's money as it is printed.

    Shape:  `by` is the position of who has it made; `ways` are words, count and baht; `unmatched`
            are line, words and baht of sums that paid no bill, None where no statement reaches over
            the day; `bank` is all that came in there.
    """

    day: date
    by: str
    payments: tuple[PaperPayment, ...]
    taken_back: tuple[PaperPayment, ...]
    ways: tuple[tuple[str, int, Decimal], ...]
    unseen: tuple[PaperPayment, ...]
    bank: Decimal
    unmatched: tuple[tuple[str, str, Decimal], ...] | None


def bill_paper(office: Office, bill: PaperBill) -> Document:
    """The bill, with what is paid for, how, and its code."""
    title = office("bill.title")
    due = office("bill.due", due=long_date(bill.due_on)) if bill.due_on else ""
    words = {"number": bill.number, "day": long_date(bill.day), "payer": bill.payer, "due": due}
    blocks: list[Block] = [
        Title((title, office.agency.name)),
        Paragraph(office("bill.lead", about=bill.about, **words)),
        _items(office, bill),
        Paragraph(office("bill.pay" if bill.code else "bill.closed")),
        _way(office, bill),
    ]
    if bill.code is not None:
        caption = office("bill.code")
        alternative = f"QR PromptPay {bill.reference} {_baht(bill.amount)}"
        photo = Photo(Picture(bill.code, "image/png"), caption, alternative)
        blocks.append(Together((Photos((photo,)),)))
    if bill.code and not bill.carries_reference:
        blocks.append(Note(office("bill.no_reference", number=bill.number)))
    if bill.address:
        blocks.append(Note(office("bill.follow", address=bill.address)))
    return office.letter("bill", f"{title} {bill.number}", tuple(blocks))


def assessment_paper(office: Office, notice: PaperAssessment) -> Document:
    """The notice of assessment of a tax as a letter, its number open for the register."""
    subject = office("assessment.subject", about=notice.about)
    text = LetterText(subject, notice.payer)
    key = "reckoned" if notice.reckoned else "typed"
    due = office("bill.due", due=long_date(notice.due_on)) if notice.due_on else ""
    blocks: tuple[Block, ...] = (
        letter_head(office, text, Signing(day=notice.day)),
        Paragraph(office("assessment.lead", citation=notice.citation, amount=_baht(notice.amount))),
        _items(office, notice),
        Paragraph(office(f"assessment.{key}", how=notice.how, reckoned=notice.reckoned)),
        *((Paragraph(office("assessment.reason", reason=notice.reason)),) if notice.reason else ()),
        Note(office("assessment.source", source=notice.source)),
        Paragraph(office("assessment.pay", number=notice.number, due=due)),
        *letter_end(office, office("assessment.closing"), Signature(notice.by)),
    )
    return office.letter("assessment", subject, blocks)


def payment_paper(office: Office, bill: PaperBill, payment: PaperPayment) -> Document:
    """The slip that says that a bill was paid."""
    title = office("payment.title")
    lead = office(
        "payment.lead", number=payment.number, bill=bill.number, payer=bill.payer,
        about=bill.about, day=long_date(payment.day), way=payment.way,
        amount=_baht(payment.amount),
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Title((title, office.agency.name)),
        Paragraph(lead),
        _items(office, bill),
        Note(office("payment.note")),
        Together((Signature(payment.by),)),
    )
    return office.letter("payment", f"{title} {payment.number}", blocks)


def day_paper(office: Office, paper_day: PaperDay) -> Document:
    """The reconciliation: what was recorded, what the bank says, and what does not go together."""
    title = office("reconciliation.title", day=long_date(paper_day.day))
    blocks: tuple[Block, ...] = (
        Title((title, office.agency.name)),
        _figures(office, paper_day),
        *_ways(office, paper_day),
        *_listed(office, "payments", paper_day.payments),
        *_listed(office, "taken_back", paper_day.taken_back),
        *_of_bank(office, paper_day),
        Together((Signature(paper_day.by),)),
    )
    return office.letter("reconciliation", title, blocks)


def _way(office: Office, bill: PaperBill) -> Table:
    """Where it is paid to: in a table, whose digits are printed as they are typed."""
    pairs = (
        ("to", bill.account), ("name", bill.account_name), ("reference", bill.reference),
        ("amount", f"{_baht(bill.amount)} {office('bill.baht')}"),
    )  # fmt: skip
    rows = ((office(f"bill.{key}"), PaperCell((text,), strong=True)) for key, text in pairs)
    columns = (PaperColumn(office("bill.way"), _HEAD), PaperColumn(office("bill.said")))
    return table_of_rows("", columns, rows, TableStyle.RULED)


def _items(office: Office, bill: PaperBill | PaperAssessment) -> Table:
    columns = (
        PaperColumn(office("bill.number"), _SMALL, Align.CENTER),
        PaperColumn(office("bill.what")),
        PaperColumn(office("bill.baht"), _FIGURE, Align.RIGHT),
    )
    lines = enumerate(bill.lines, start=1)
    rows = [(str(number), line.what, _baht(line.amount)) for number, line in lines]
    words, amount = (
        PaperCell((office("bill.total"),), strong=True),
        PaperCell((_baht(bill.amount),), strong=True),
    )
    return table_of_rows("", columns, (*rows, ("", words, amount)), TableStyle.RULED)


def _figures(office: Office, paper_day: PaperDay) -> KeyFigures:
    total = sum((payment.amount for payment in paper_day.payments), Decimal(0))
    figures = [("total", _baht(total)), ("count", str(len(paper_day.payments)))]
    if paper_day.unmatched is not None:
        figures.append(("bank", _baht(paper_day.bank)))
    return KeyFigures(
        tuple(KeyFigure(office(f"reconciliation.{key}"), text) for key, text in figures)
    )


def _ways(office: Office, paper_day: PaperDay) -> Iterator[Block]:
    columns = (
        PaperColumn(office("reconciliation.way")),
        PaperColumn(office("reconciliation.count"), _FIGURE, Align.RIGHT),
        PaperColumn(office("bill.baht"), _FIGURE, Align.RIGHT),
    )
    rows = ((words, str(count), _baht(baht)) for words, count, baht in paper_day.ways)
    yield table_of_rows(office("reconciliation.ways"), columns, rows, TableStyle.RULED)


def _listed(office: Office, key: str, rows: Sequence[PaperPayment]) -> Iterator[Block]:
    if not rows:
        return
    columns = (
        PaperColumn(office("reconciliation.payment"), _DAY),
        PaperColumn(office("reconciliation.bill"), _DAY),
        PaperColumn(office("reconciliation.said")),
        PaperColumn(office("bill.baht"), _FIGURE, Align.RIGHT),
    )
    cells = (
        (
            row.number,
            row.bill,
            PaperCell(tuple(filter(None, (row.way, row.reason)))),
            _baht(row.amount),
        )
        for row in rows
    )
    yield table_of_rows(office(f"reconciliation.{key}"), columns, cells)


def _of_bank(office: Office, paper_day: PaperDay) -> Iterator[Block]:
    """What the bank says; that nothing is known where no statement was taken in."""
    if paper_day.unmatched is None:
        yield Paragraph(office("reconciliation.unknown"))
        return
    if not paper_day.unmatched and not paper_day.unseen:
        yield Paragraph(office("reconciliation.agrees"))
        return
    yield Paragraph(office("reconciliation.differs"))
    if paper_day.unmatched:
        columns = (
            PaperColumn(office("reconciliation.line"), _LINE),
            PaperColumn(office("reconciliation.said")),
            PaperColumn(office("bill.baht"), _FIGURE, Align.RIGHT),
        )
        rows = ((line, words, _baht(baht)) for line, words, baht in paper_day.unmatched)
        yield table_of_rows(office("reconciliation.unmatched"), columns, rows)
    yield from _listed(office, "unseen", paper_day.unseen)


def _baht(amount: Decimal) -> str:
    return f"{amount:,.2f}"
