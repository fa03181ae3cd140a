"""One agency's year, ready to be put on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.analysis.trend import Trend, trend
from prongsai.core.analysis.weakness import Weakness, find_weak
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.layout import USUAL, Layout
from prongsai.core.measures.model import Plan
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.document import Picture
from prongsai.core.papers.office import Office
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

    def of_unit(self, unit: str) -> Case:
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
