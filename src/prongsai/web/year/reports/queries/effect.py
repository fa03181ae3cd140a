"""What each measure's items did in the following year: a first view, and no proof of a cause."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from prongsai.core.analysis.trend import Series, trend
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.year.analysis.rows import name_of
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.measures.queries import loaded
from prongsai.web.year.scoring.queries import current_scores

_TWO = 2


class Way(StrEnum):
    """Where an item went."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """The way in words."""
        return _WAYS[self]


_WAYS = {
    Way.UP: Text("สูงขึ้น", "up"),
    Way.DOWN: Text("ต่ำลง", "down"),
    Way.SAME: Text("เท่าเดิม", "the same"),
    Way.UNKNOWN: Text("เทียบไม่ได้", "cannot be compared"),
}


class ItemLine(Struct, frozen=True):
    """One item before and after; `why` says why it cannot be compared, None where it can."""

    code: str
    name: Text
    before: Decimal | None
    after: Decimal | None
    after_code: str
    change: Decimal | None
    way: Way
    why: Text | None


class MeasureLine(Struct, frozen=True):
    """One measure with the items that it answers."""

    id: UUID
    number: str
    title: str
    items: tuple[ItemLine, ...]


class EffectPage(Struct, frozen=True):
    """The measures of a year with what their items did.

    Shape:  `before` is the year of the plan's scores, `after` the following one; `has_plan` and
            `has_after` say what is there; `opens` is the year in which the following scores are
            entered, None until it is opened; counts are of items, each once.
    """

    year: int
    before: int
    after: int
    has_plan: bool
    has_before: bool
    has_after: bool
    opens: int | None
    lines: tuple[MeasureLine, ...]
    counts: tuple[tuple[Way, int], ...]

    @property
    def compared(self) -> int:
        """How many items could be compared."""
        return sum(count for way, count in self.counts if way is not Way.UNKNOWN)

    def count(self, way: Way) -> int:
        """How many items went a way."""
        return dict(self.counts).get(way, 0)

    @property
    def up(self) -> int:
        """How many items went up."""
        return self.count(Way.UP)

    @property
    def down(self) -> int:
        """How many items went down."""
        return self.count(Way.DOWN)

    @property
    def same(self) -> int:
        """How many items stayed."""
        return self.count(Way.SAME)


def effect_page(agency: Agency, year: int) -> EffectPage:
    """What the items of each measure did between the plan's scores and the next ones."""
    plan = loaded(agency, year)
    before_year = plan.row.score_year if plan else year - 1
    former, latter = current_scores(agency, before_year), current_scores(agency, before_year + 1)
    lines: tuple[MeasureLine, ...] = ()
    if plan and former and latter:
        found = _compared(former.card, latter.card)
        lines = tuple(
            MeasureLine(
                row.pk,
                row.number,
                row.title,
                tuple(found[code] for code in row.items if code in found),
            )
            for row in plan.measures
            if any(code in found for code in row.items)
        )
    each = {item.code: item.way for line in lines for item in line.items}
    return EffectPage(
        year=year,
        before=before_year,
        after=before_year + 1,
        has_plan=plan is not None,
        has_before=former is not None,
        has_after=latter is not None,
        opens=before_year + 2 if before_year + 2 in years(agency) else None,
        lines=lines,
        counts=tuple((way, list(each.values()).count(way)) for way in Way),
    )


def _compared(former: ScoreCard, latter: ScoreCard) -> Mapping[str, ItemLine]:
    """Every item of the former year, by its code there."""
    series = {one.key: one for one in trend([former, latter]).items}
    found = {}
    for code, item in former.framework.items.items():
        own = [series[key] for key in item.lineage if key in series]
        found[code] = _line(code, name_of(item), former.fiscal_year, own)
    return found


def _line(code: str, name: Text, year: int, own: list[Series]) -> ItemLine:
    both = [one for one in own if len(one.points) == _TWO]
    before = next((p.figure for one in own for p in one.points if p.fiscal_year == year), None)
    if not both:
        why = Text("ไม่มีข้อนี้หรือไม่มีคะแนนในปีถัดมา", "the next year has no such item or score")
        return ItemLine(code, name, before, None, "", None, Way.UNKNOWN, why)
    one = both[0]
    after = one.points[-1]
    value = after.figure
    if not one.comparable or len(own) > 1:
        why = Text("คำถามเปลี่ยนไปจากเดิม", "the question was changed")
        return ItemLine(code, name, before, value, after.code, None, Way.UNKNOWN, why)
    change = value - one.points[0].figure
    way = Way.SAME if change == 0 else Way.UP if change > 0 else Way.DOWN
    return ItemLine(code, name, before, value, after.code, change, way, None)
