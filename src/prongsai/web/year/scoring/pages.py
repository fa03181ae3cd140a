"""What the pages of scores, remarks and previews show."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.framework.years import short_title
from prongsai.core.ids import INSTRUMENTS, Level, instrument_of_item
from prongsai.core.messages import read_words
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Score, ScoreCard, Verdict
from prongsai.core.text import Text, listed, same
from prongsai.core.thai import skeleton
from prongsai.web.agency.people import Actor
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.sheets import changes, grouped

_MOST_REVISIONS = 30
_VERDICT_KINDS = {
    Verdict.EQUAL: "ok",
    Verdict.WITHIN_ROUNDING: "ok",
    Verdict.EXPLAINED: "info",
    Verdict.CONTRADICTS: "bad",
    Verdict.FITS: "info",
    Verdict.NOT_CHECKED: "todo",
}


_SECTIONS = {
    Level.TOTAL: "total",
    Level.INSTRUMENT: "total",
    Level.INDICATOR: "indicators",
    Level.SUB_INDICATOR: "parts",
}


class RevisionRow(Struct, frozen=True):
    """One revision; `changed` counts the figures that differ from the one before it."""

    scores: queries.CurrentScores
    is_standing: bool
    changed: int | None

    @property
    def number(self) -> int:
        return self.scores.revision.number

    @property
    def who(self) -> str:
        """Who made it, by position."""
        revision = self.scores.revision
        return revision.made_by_words or (str(revision.made_by) if revision.made_by else "")

    @property
    def total(self) -> str | None:
        return printed(self.scores.card.total)

    @property
    def rating(self) -> Text | None:
        rating = self.scores.card.rating
        return rating.label if rating else None

    @property
    def figures(self) -> int:
        return len(self.scores.sheet.of_year(self.scores.card.fiscal_year))


class FigureRow(Struct, frozen=True):
    """One figure as published and as its parts give it."""

    code: str
    name: Text
    published: str | None
    computed: str | None
    verdict: Text | None
    kind: str


class Section(Struct, frozen=True):
    """The figures of one level."""

    key: str
    title: Text
    rows: list[FigureRow]

    @property
    def contradictions(self) -> int:
        """How many of them their parts do not bear out."""
        return sum(row.kind == "bad" for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether its figures are shown at once."""
        return self.key == "total" or self.contradictions > 0


def scores_page(person: Actor, year: int) -> dict[str, Any]:
    head = queries.head_of(person, year)
    framework = head.framework
    scored = (
        queries.scored_revisions(person.agency, framework, _MOST_REVISIONS) if framework else ()
    )
    draft = queries.typed_draft(person, head.score_year) if head.may_import else None
    return {
        "head": head,
        "rows": _rows(scored),
        "typing_since": draft.saved_at if draft else None,
        "remarks": len(queries.remark_rows(person.agency, head.score_year)),
    }


def revision_page(
    person: Actor, year: int, number: int, compared_with: int | None
) -> dict[str, Any] | None:
    """One revision beside another, by default the one before it; None where there is none."""
    head = queries.head_of(person, year)
    if head.framework is None:
        return None
    scored = queries.scored_revisions(person.agency, head.framework)
    by_number = {scores.revision.number: scores for scores in scored}
    if number not in by_number:
        return None
    other = compared_with if compared_with in by_number else number - 1
    before = by_number.get(other)
    scores = by_number[number]
    differing = changes(before.sheet, scores.sheet, scores.card.framework) if before else []
    return {
        "head": head,
        "standing": scored[0].revision.number,
        "row": next(row for row in _rows(scored) if row.number == number),
        "sections": sections_of(scores.card),
        "changes": len(differing),
        "groups": grouped(differing),
        "compared_with": other if before else None,
        "others": tuple(known for known in by_number if known != number),
    }


def _rows(scored: Sequence[queries.CurrentScores]) -> tuple[RevisionRow, ...]:
    rows: list[RevisionRow] = []
    for place, scores in enumerate(scored):
        before = scored[place + 1] if place + 1 < len(scored) else None
        changed = (
            len(changes(before.sheet, scores.sheet, scores.card.framework)) if before else None
        )
        rows.append(RevisionRow(scores, is_standing=place == 0, changed=changed))
    return tuple(rows)


def printed(score: Score) -> str | None:
    """A figure as published, else as computed with two places."""
    if score.published is not None:
        return score.published
    return None if score.value is None else str(half_up(score.value))


def sections_of(card: ScoreCard) -> tuple[Section, ...]:
    """The figures of a card by level; those with a contradiction open."""
    sections = {
        key: Section(key, read_words(f"scoring/section.{key.lower()}"), [])
        for key in ("total", "indicators", "parts", *INSTRUMENTS)
    }
    for score in card.scores.values():
        if score.value is None and score.published is None:
            continue
        item = card.framework.items.get(score.code)
        row = FigureRow(
            score.code,
            short_title(item) if item else score.name,
            score.published,
            None if score.computed is None else str(half_up(score.computed)),
            score.verdict.label if score.verdict else None,
            _VERDICT_KINDS[score.verdict] if score.verdict else "",
        )
        sections[_SECTIONS.get(score.level) or instrument_of_item(score.code)].rows.append(row)
    return tuple(section for section in sections.values() if section.rows)


def remarks_page(person: Actor, year: int) -> dict[str, Any]:
    """The remarks of the register, each with the code and short name of its items."""
    head = queries.head_of(person, year)
    rows = queries.remark_rows(person.agency, head.score_year)
    framework = head.framework
    held = queries.current_scores(person.agency, head.score_year) if framework else None
    known = {skeleton(row.text) for row in rows}
    in_file = held.sheet.remarks if held else ()
    return {
        "head": head,
        "rows": [(row, [(code, item_name(framework, code)) for code in row.items]) for row in rows],
        "in_file": sum(skeleton(remark.text) not in known for remark in in_file),
    }


def item_name(framework: Framework | None, code: str) -> Text:
    """The short name of an item, its code where the year does not know it."""
    item = framework.items.get(code) if framework else None
    return short_title(item) if item else same(code)


class Tick(Struct, frozen=True):
    code: str
    name: Text
    is_chosen: bool


class TickGroup(Struct, frozen=True):
    """Items to tick under one heading."""

    title: Text
    ticks: tuple[Tick, ...]

    @property
    def chosen(self) -> int:
        return sum(tick.is_chosen for tick in self.ticks)


def ticks_of(
    framework: Framework | None, codes: Iterable[str], chosen: Collection[str]
) -> tuple[Tick, ...]:
    return tuple(Tick(code, item_name(framework, code), code in chosen) for code in codes)


def tick_groups(
    framework: Framework | None, chosen: Collection[str], apart: Collection[str]
) -> list[TickGroup]:
    """The items of a year by instrument, without those that stand apart."""
    if framework is None:
        return []
    names = {part.code: part.name for part in framework.instruments}
    groups = []
    for instrument in INSTRUMENTS:
        codes = [
            code
            for code in framework.items
            if instrument_of_item(code) == instrument and code not in apart
        ]
        name = names.get(instrument, same(instrument))
        title = listed([same(instrument), name], " ")
        groups.append(TickGroup(title, ticks_of(framework, codes, chosen)))
    return [group for group in groups if group.ticks]
