"""Memos and orders: of general business, of a report, of a working group, of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import buddhist_year
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.model import Plan
from prongsai.core.papers.approving import (
    UNSIGNED,
    Signing,
    drafter_signature,
    last_signature,
    opinions_of,
)
from prongsai.core.papers.booklet.parts import measures_table
from prongsai.core.papers.case import Case, Member
from prongsai.core.papers.document import (
    Align,
    Block,
    Cell,
    Column,
    Dated,
    Document,
    Form,
    Heading,
    Labelled,
    MemoHead,
    NoticeHead,
    Numbered,
    Paragraph,
    RowGroup,
    Section,
    Table,
    TableStyle,
    Together,
)
from prongsai.core.papers.facts import Facts
from prongsai.core.papers.letters import letter
from prongsai.core.papers.office import Office
from prongsai.core.papers.progress import round_name
from prongsai.core.progress.rounds import Round


class MemoText(Struct, frozen=True):
    """What a memo says, in the officer's own words.

    Shape:  texts are paragraphs; with facts or proposals the parts get their headings and
            numbers, else the memo is short and has none; "" in `to` and `closing` is the usual.
    """

    subject: str
    to: str = ""
    background: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    closing: str = ""
    enclosures: tuple[str, ...] = ()
    is_information: bool = False


def general_memo(
    office: Office, text: MemoText, signing: Signing = UNSIGNED, *, kind: str = "general-memo"
) -> Document:
    """The memo with its chain of opinions, from the unit that drafted it."""
    office = office.of_unit(signing.unit)
    usual = "general_memo.closing_information" if text.is_information else "general_memo.closing"
    closing = Together(
        (
            Paragraph(text.closing or office(usual)),
            drafter_signature(signing, office.agency.positions.officer),
        )
    )
    blocks = (
        memo_head(office, text, signing),
        *_parts(office, text),
        closing,
        opinions_of(office, signing, is_information=text.is_information),
    )
    return office.letter(kind, text.subject, blocks, signing.mark)


def memo_head(office: Office, text: MemoText, signing: Signing) -> MemoHead:
    """The head; the number stays open after the agency's prefix until the register gives it."""
    agency = office.agency
    from_words = (agency.office, agency.name, agency.telephone, agency.email)
    return MemoHead(
        title=office("memo.title"),
        office=Labelled(office("memo.office"), " ".join(filter(None, from_words))),
        number=Labelled(office("memo.number"), signing.number or agency.number_prefix),
        day=Labelled(office("memo.day"), signing.memo_day),
        subject=Labelled(office("memo.subject_label"), text.subject),
        to=Labelled(office("memo.to_label"), text.to or office("general_memo.to")),
        enclosures_label=office("memo.enclosures") if text.enclosures else "",
        enclosures=text.enclosures,
    )


def _parts(office: Office, text: MemoText) -> Iterator[Block]:
    if not (text.facts or text.proposals):
        yield from map(Paragraph, text.background)
        return
    parts = (
        ("memo.background", text.background),
        ("memo.facts", text.facts),
        ("memo.proposal", text.proposals),
    )
    filled = [(key, own) for key, own in parts if own]
    for number, (key, own) in enumerate(filled, start=1):
        yield Heading(2, office(key), f"{number}.")
        counted = len(own) > 1 and key != "memo.background"
        yield from _numbered(number, own) if counted else map(Paragraph, own)


def _numbered(number: int, texts: Sequence[str]) -> Iterator[Block]:
    for place, text in enumerate(texts, start=1):
        yield Numbered(f"{number}.{place}", text)


def report_memo(office: Office, text: MemoText, signing: Signing = UNSIGNED) -> Document:
    """The memo that brings a report to the chief executive, as `report_text` words it."""
    return general_memo(office, text, signing, kind="report-memo")


def report_text(office: Office, plan: Plan, asked: Round | None = None) -> MemoText:
    """The usual words of the memo: of a round, or of the results of the year."""
    fields: Mapping[str, object] = (
        {"plan_year": plan.fiscal_year, "report": office("results.name")}
        if asked is None
        else {"plan_year": plan.fiscal_year, "report": round_name(office, asked)}
    )
    return MemoText(
        subject=office("report_memo.subject", **fields),
        background=office.several("report_memo.background", **fields),
        closing=office("report_memo.closing", **fields),
        enclosures=(office("report_memo.enclosure", **fields),),
    )


class GroupOrder(Struct, frozen=True):
    """What the order says.

    Shape:  `subject` without the word เรื่อง; `members` in the order of the paper; at least one
            duty.
    """

    subject: str
    fiscal_year: int
    reason: str
    duties: tuple[str, ...]
    members: tuple[Member, ...]


def group_order(office: Office, order: GroupOrder, signing: Signing = UNSIGNED) -> Document:
    """The order, for the chief executive to sign."""
    authority = office.agency.authority
    lead = (
        office("order.authority", authority=authority)
        if authority
        else office("order.no_authority")
    )
    numbered = [Numbered(f"{place}.", text) for place, text in enumerate(order.duties, start=1)]
    head = _head(office, order, signing)
    blocks: tuple[Block, ...] = (
        head,
        Paragraph(order.reason),
        Paragraph(lead),
        _members(office, order),
        Paragraph(office("order.duties_lead")),
        *numbered[:-1],
        Together(
            (
                *numbered[-1:],
                Paragraph(office("order.effect")),
                Dated(office("order.dated", day=signing.notice_day)),
                last_signature(signing, office.agency.positions.chief_executive),
            )
        ),
    )
    return office.letter("order", " ".join((head.issuer, *head.subject)), blocks, signing.mark)


def _head(office: Office, order: GroupOrder, signing: Signing) -> NoticeHead:
    # The register prints "12/2566"; the head has its own place for the year.
    number, _slash, year = signing.number.partition("/")
    day = signing.day or office.made_on
    return NoticeHead(
        office("order.issuer"),
        (f"เรื่อง {order.subject}", office("common.year", plan_year=order.fiscal_year)),
        number_label=office("order.number"),
        number=number,
        # Orders are numbered anew each calendar year.
        year=year or str(buddhist_year(day)),
    )


def _members(office: Office, order: GroupOrder) -> Table:
    rows = tuple(
        (Cell((f"{number}.",)), Cell((member.position,)), Cell((member.role,)))
        for number, member in enumerate(order.members, start=1)
    )
    columns = (
        Column("", 0.9, Align.RIGHT),
        Column(office("words.position")),
        Column(office("words.role"), 5.8),
    )
    return Table("", columns, (RowGroup("", rows),), style=TableStyle.PLAIN)


_UPRIGHT = 4


def plan_paper(case: Case) -> Document:
    """Title, one sentence, the day of approval where there is one, and the table."""
    facts = Facts(case)
    layout = case.settings.layout
    title = f"{facts('common.measures_title')} {facts('common.year')}"
    blocks: list[Block] = [Heading(1, title)]
    if not case.plan.measures:
        blocks.append(Paragraph(facts("booklet.measures.none")))
    else:
        blocks.append(Paragraph(facts("booklet.measures.lead")))
        if not is_blank(case.plan.approved):
            blocks.append(Paragraph(facts("plan.approved", day=case.plan.approved)))
        blocks.append(replace(measures_table(facts, layout), caption=""))
    return replace(
        letter(case, "plan", title, ()),
        sections=(Section(Form.CHAPTER, tuple(blocks), landscape=layout.columns > _UPRIGHT),),
        running_head=title,
    )
