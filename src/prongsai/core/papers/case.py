"""One agency's year, ready to be put on paper; and the letter that disputes an item's result."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.analysis.trend import Trend, trend
from prongsai.core.analysis.weakness import Weakness, find_weak
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.grid import USUAL, Layout
from prongsai.core.measures.model import Plan
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.approving import UNSIGNED
from prongsai.core.papers.document import (
    Block,
    Document,
    Heading,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    Picture,
    Signature,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.outgoing import LetterText, letter_end, letter_head
from prongsai.core.papers.tables import table_of_rows
from prongsai.core.papers.wording import Wording, shipped
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoring.card import ScoreCard


class Member(Struct, frozen=True):
    """A member of the working group, by position."""

    position: str
    role: str


class Owned(Struct, frozen=True):
    """Who answers for one thing.

    Shape:  `kind` is "indicator", "item" or "measure"; `owners` are units or positions, the main
            one first, then who joins it; () where nobody is named.
    """

    kind: str
    code: str
    name: str
    owners: tuple[str, ...] = ()


class Narrative(Struct, frozen=True):
    """What the officer writes of one instrument's result, in words of the agency's own."""

    instrument: str
    mend: str = ""
    improve: str = ""
    keep: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The parts that say something, by name: "mend", "improve", "keep"."""
        named = (("mend", self.mend), ("improve", self.improve), ("keep", self.keep))
        return tuple((name, text) for name, text in named if text.strip())


class Settings(Struct, frozen=True):
    """What an agency sets for its papers; a day that is None is left open on the paper.

    Shape:  `layout` is that of the plan's own paper; the booklet has its own.
    """

    made_on: date
    memo_day: date | None = None
    memo_number: str = ""
    announcement_day: date | None = None
    order_day: date | None = None
    order_number: str = ""
    members: tuple[Member, ...] = ()
    duties: tuple[str, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    layout: Layout = USUAL


class Case(Struct, frozen=True, dict=True):
    """Scores, remarks, plan and settings of one agency.

    Shape:  `card` is the year the papers are about, `history` the years before it; `figures` are
            the printed figures of all years with their places; `owned` who answers for what,
            () where only the plan's own column of units tells it.
    """

    agency: Agency
    card: ScoreCard
    plan: Plan
    settings: Settings
    history: Sequence[ScoreCard] = ()
    remarks: Sequence[LinkedRemark] = ()
    figures: Sequence[Figure] = ()
    emblem: Picture | None = None
    owned: Sequence[Owned] = ()
    wording: Wording = field(default_factory=shipped)

    @property
    def office(self) -> Office:
        """What the papers share that need no scores."""
        return Office(self.agency, self.settings.made_on, self.wording, self.emblem)

    def of_unit(self, unit: str) -> Self:
        """The same where a unit of the agency writes; "" leaves the usual office."""
        return replace(self, agency=replace(self.agency, office=unit)) if unit else self

    @cached_property
    def weakness(self) -> Weakness:
        """The weak items by the plan's target."""
        return find_weak(self.card, self.plan.target)

    @cached_property
    def trend(self) -> Trend:
        """The years joined, up to the card's."""
        before = [card for card in self.history if card.fiscal_year < self.card.fiscal_year]
        return trend([*before, self.card])


_KEY = "dispute"


class Rule(Struct, frozen=True):
    """One thing that the item must show, with how well that is known and where it was read."""

    text: str
    known: str
    source: str = ""


class ShownLink(Struct, frozen=True):
    """An address and what it showed when the proof was kept."""

    title: str
    address: str
    verdict: str
    at: str


class DisputedItem(Struct, frozen=True):
    """What a letter disputes.

    Shape:  `told` is the result in the assessor's words and `answer` what the agency says to it,
            both as typed, in paragraphs; `digest` the SHA-256 of the proof that goes with it, in
            which `parts` answers are kept in part only.
    """

    code: str
    name: str
    year: int
    to: str
    told: str
    answer: tuple[str, ...]
    rules: tuple[Rule, ...]
    links: tuple[ShownLink, ...]
    kept_at: datetime
    digest: str
    parts: int = 0


def dispute_letter(office: Office, item: DisputedItem) -> Document:
    """The letter, with the requirements and the links as tables; its number and day are open."""
    fields = {"code": item.code, "name": item.name, "year": str(item.year)}
    enclosures = (
        office(f"{_KEY}.enclosed_proof", code=item.code, digest=item.digest),
        office(f"{_KEY}.enclosed_history"),
    )
    text = LetterText(office(f"{_KEY}.subject", **fields), item.to, enclosures=enclosures)
    signature = Signature(office.agency.positions.chief_executive)
    blocks: tuple[Block, ...] = (
        letter_head(office, text, UNSIGNED),
        Paragraph(office(f"{_KEY}.told", told=item.told, **fields)),
        *(Paragraph(text) for text in item.answer),
        *_rules(office, item),
        *_links(office, item),
        *letter_end(office, office(f"{_KEY}.closing"), signature),
    )
    return office.letter(_KEY, text.subject, blocks)


def _rules(office: Office, item: DisputedItem) -> Iterator[Block]:
    yield Heading(2, office(f"{_KEY}.rules"))
    if not item.rules:
        yield Paragraph(office(f"{_KEY}.rules_unknown"))
        return
    columns = (
        PaperColumn(office(f"{_KEY}.number"), 1.2),
        PaperColumn(office(f"{_KEY}.rule")),
        PaperColumn(office(f"{_KEY}.known"), 3.6),
    )
    rows = (
        (str(number), rule.text, PaperCell(tuple(filter(None, (rule.known, rule.source)))))
        for number, rule in enumerate(item.rules, start=1)
    )
    yield table_of_rows("", columns, rows)


def _links(office: Office, item: DisputedItem) -> Iterator[Block]:
    yield Heading(2, office(f"{_KEY}.links"))
    columns = (
        PaperColumn(office(f"{_KEY}.evidence")),
        PaperColumn(office(f"{_KEY}.shown"), 4.2),
    )
    rows = (
        (PaperCell((link.title, link.address)), PaperCell((link.verdict, link.at)))
        for link in item.links
    )
    yield table_of_rows("", columns, rows)
    yield Note(office(f"{_KEY}.proof", digest=item.digest))
    if item.parts:
        yield Note(office(f"{_KEY}.proof_in_part", count=str(item.parts)))
