"""Memos and orders: of general business, of a report, of a working group, of a plan."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import buddhist_year
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.model import Plan
from prongsai.core.papers.agency import Agency
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
    Dated,
    Document,
    Form,
    Heading,
    Labelled,
    MemoHead,
    NoticeHead,
    Numbered,
    PaperColumn,
    Paragraph,
    Section,
    TableStyle,
    Together,
)
from prongsai.core.papers.facts import Facts
from prongsai.core.papers.office import Office
from prongsai.core.papers.progress import round_name
from prongsai.core.papers.tables import table_of_rows
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
        memo_head(office, office.agency, text, signing),
        *_parts(office, text),
        closing,
        opinions_of(office, signing, is_information=text.is_information),
    )
    return office.letter(kind, text.subject, blocks, signing.mark)


# One sentence of the wording by its key, filled: an `Office`, or the `Facts` of a case.
Sentence = Callable[..., str]


def memo_head(say: Sentence, agency: Agency, text: MemoText, signing: Signing) -> MemoHead:
    """The head; the number stays open after the agency's prefix until the register gives it."""
    from_words = (agency.office, agency.name, agency.telephone, agency.email)
    return MemoHead(
        title=say("memo.title"),
        office=Labelled(say("memo.office"), " ".join(filter(None, from_words))),
        number=Labelled(say("memo.number"), signing.number or agency.number_prefix),
        day=Labelled(say("memo.day"), signing.memo_day),
        subject=Labelled(say("memo.subject_label"), text.subject),
        to=Labelled(say("memo.to_label"), text.to or say("general_memo.to")),
        enclosures_label=say("memo.enclosures") if text.enclosures else "",
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
    for place, text in enumerate(_uncounted(texts), start=1):
        yield Numbered(f"{number}.{place}", text)


_OWN_NUMBER = re.compile(r"(\d+)[.)](?!\d)\s*")  # Thai digits too; no amount such as 1.5


def _uncounted(texts: Sequence[str]) -> Sequence[str]:
    """Lines without the running numbers that their writer typed: the paper counts them itself."""
    own = [_OWN_NUMBER.match(text) for text in texts]
    if [int(match[1]) if match else 0 for match in own] != list(range(1, len(texts) + 1)):
        return texts
    return [_OWN_NUMBER.sub("", text, count=1) for text in texts]


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
    lines = (f"เรื่อง {order.subject}", office("common.year", plan_year=order.fiscal_year))
    head = order_head(office, lines, signing, office.made_on)
    blocks = order_blocks(office, office.agency, order, signing)
    title = " ".join((head.issuer, *head.subject))
    return office.letter("order", title, (head, *blocks), signing.mark)


def order_head(
    say: Sentence, lines: tuple[str, ...], signing: Signing, made_on: date, typed: str = ""
) -> NoticeHead:
    """The head of an order; `typed` is its number where no register gave one."""
    # The register prints "12/2566"; the head has its own place for the year.
    number, _slash, year = signing.number.partition("/")
    return NoticeHead(
        say("order.issuer"),
        lines,
        number_label=say("order.number"),
        number=number or typed,
        # Orders are numbered anew each calendar year.
        year=year or str(buddhist_year(signing.day or made_on)),
    )


def order_blocks(
    say: Sentence, agency: Agency, order: GroupOrder, signing: Signing
) -> tuple[Block, ...]:
    """What stands below the head: reason, members, duties, day and signature."""
    authority = agency.authority
    lead = say("order.authority", authority=authority) if authority else say("order.no_authority")
    numbered = [Numbered(f"{place}.", text) for place, text in enumerate(order.duties, start=1)]
    rows = (
        (f"{number}.", member.position, member.role)
        for number, member in enumerate(order.members, start=1)
    )
    columns = (
        PaperColumn("", 0.9, Align.RIGHT),
        PaperColumn(say("words.position")),
        PaperColumn(say("words.role"), 5.8),
    )
    return (
        Paragraph(order.reason),
        Paragraph(lead),
        table_of_rows("", columns, rows, TableStyle.PLAIN),
        Paragraph(say("order.duties_lead")),
        *numbered[:-1],
        Together(
            (
                *numbered[-1:],
                Paragraph(say("order.effect")),
                Dated(say("order.dated", day=signing.notice_day)),
                last_signature(signing, agency.positions.chief_executive),
            )
        ),
    )


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
    section = Section(Form.CHAPTER, tuple(blocks), landscape=layout.columns > _UPRIGHT)
    return replace(case.office.paper("plan", title, (section,)), running_head=title)
