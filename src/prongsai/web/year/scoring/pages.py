"""What the pages of scores and remarks show: frozen values of what the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from prongsai.core.errors import UnknownYear
from prongsai.core.framework.model import Framework, Status
from prongsai.core.framework.short_names import short_name
from prongsai.core.ids import INSTRUMENTS, Level, instrument_of_item
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Score, ScoreCard, Verdict
from prongsai.core.text import Text, same
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.models import Remark, ScoreRevision
from prongsai.web.year.scoring.sheets import ChangeGroup, changes, grouped

_MOST_REVISIONS = 30
_VERDICT_KINDS = {
    Verdict.EQUAL: "ok",
    Verdict.WITHIN_ROUNDING: "ok",
    Verdict.EXPLAINED: "info",
    Verdict.CONTRADICTS: "bad",
    Verdict.FITS: "info",
    Verdict.NOT_CHECKED: "todo",
}
_LEVELS = (
    ("total", Text("คะแนนรวมและแบบวัด", "Total and instruments")),
    ("indicators", Text("ตัวชี้วัด", "Indicators")),
    ("parts", Text("ตัวชี้วัดย่อย", "Sub-indicators")),
    ("IIT", Text("รายข้อ IIT", "Items of IIT")),
    ("EIT", Text("รายข้อ EIT", "Items of EIT")),
    ("OIT", Text("รายข้อ OIT", "Items of OIT")),
)


class YearFrame(Struct, frozen=True):
    """The framework a year is scored by; `framework` is None where the year has none."""

    framework: Framework | None

    @property
    def is_draft(self) -> bool:
        """Whether what it says is not confirmed yet."""
        return self.framework is not None and self.framework.status is Status.DRAFT


class Head(Struct, frozen=True):
    """What every page of scores shows: the year lived in, and the year the scores are of."""

    year: int
    score_year: int
    frame: YearFrame
    may_import: bool


class RevisionRow(Struct, frozen=True):
    """One revision; `changed` counts the figures that differ from the one before it."""

    number: int
    made_at: datetime
    who: str
    source: str
    is_typed: bool
    is_standing: bool
    total: str | None
    rating: Text | None
    figures: int
    changed: int | None


class ScoresPage(Struct, frozen=True):
    """The revisions of a year, the standing one first."""

    head: Head
    rows: tuple[RevisionRow, ...]
    typing_since: datetime | None
    remarks: int


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
    rows: tuple[FigureRow, ...]
    is_open: bool

    @property
    def contradictions(self) -> int:
        """How many of them their parts do not bear out."""
        return sum(row.kind == "bad" for row in self.rows)


class RevisionPage(Struct, frozen=True):
    """One revision: its figures, and what differs from another one."""

    head: Head
    row: RevisionRow
    sections: tuple[Section, ...]
    changes: int
    groups: tuple[ChangeGroup, ...]
    compared_with: int | None
    others: tuple[int, ...]


def head_of(person: Actor, year: int) -> Head:
    """The head of the pages of a fiscal year."""
    frame = frame_of(person.agency, year - 1)
    return Head(year, year - 1, frame, may(person, Right.IMPORT_SCORES))


def frame_of(agency: Agency, score_year: int) -> YearFrame:
    """The framework of a year, drafts included."""
    try:
        return YearFrame(catalogue_of(agency).get(score_year, draft=True))
    except UnknownYear:
        return YearFrame(None)


def scores_page(person: Actor, year: int) -> ScoresPage:
    """The page of all revisions."""
    head = head_of(person, year)
    framework = head.frame.framework
    scored = (
        queries.scored_revisions(person.agency, framework, _MOST_REVISIONS) if framework else ()
    )
    draft = queries.typed_draft(person, head.score_year) if head.may_import else None
    return ScoresPage(
        head,
        _rows(scored),
        draft.saved_at if draft else None,
        len(queries.remark_rows(person.agency, head.score_year)),
    )


def revision_page(
    person: Actor, year: int, number: int, compared_with: int | None
) -> RevisionPage | None:
    """One revision beside another, by default the one before it; None where there is none."""
    head = head_of(person, year)
    if head.frame.framework is None:
        return None
    scored = queries.scored_revisions(person.agency, head.frame.framework)
    by_number = {one.revision.number: one for one in scored}
    if number not in by_number:
        return None
    other = compared_with if compared_with in by_number else number - 1
    before = by_number.get(other)
    one = by_number[number]
    differing = changes(before.sheet, one.sheet, one.card.framework) if before else []
    return RevisionPage(
        head,
        next(row for row in _rows(scored) if row.number == number),
        sections_of(one.card),
        len(differing),
        grouped(differing),
        other if before else None,
        tuple(known for known in by_number if known != number),
    )


def _rows(scored: Sequence[queries.CurrentScores]) -> tuple[RevisionRow, ...]:
    rows: list[RevisionRow] = []
    for place, one in enumerate(scored):
        before = scored[place + 1] if place + 1 < len(scored) else None
        changed = len(changes(before.sheet, one.sheet, one.card.framework)) if before else None
        rows.append(_row(one, is_standing=place == 0, changed=changed))
    return tuple(rows)


def _row(one: queries.CurrentScores, *, is_standing: bool, changed: int | None) -> RevisionRow:
    return RevisionRow(
        one.revision.number,
        one.revision.made_at,
        who_made(one.revision),
        one.revision.source,
        one.revision.is_typed,
        is_standing,
        printed(one.card.total),
        one.card.rating.label if one.card.rating else None,
        len(one.sheet.of_year(one.card.fiscal_year)),
        changed,
    )


def who_made(revision: ScoreRevision) -> str:
    """Who made a revision, by position."""
    return revision.made_by_words or (str(revision.made_by) if revision.made_by else "")


def printed(score: Score) -> str | None:
    """A figure as published, else as computed with two places."""
    if score.published is not None:
        return score.published
    return None if score.value is None else str(half_up(score.value))


def sections_of(card: ScoreCard) -> tuple[Section, ...]:
    """The figures of a card by level; those with a contradiction open."""
    rows: dict[str, list[FigureRow]] = {key: [] for key, _ in _LEVELS}
    for score in card.scores.values():
        if score.value is not None or score.published is not None:
            rows[_section_key(score)].append(_figure_row(score, card.framework))
    made = [Section(key, title, tuple(rows[key]), key == "total") for key, title in _LEVELS]
    return tuple(
        Section(one.key, one.title, one.rows, one.is_open or one.contradictions > 0)
        for one in made
        if one.rows
    )


def _section_key(score: Score) -> str:
    if score.level in (Level.TOTAL, Level.INSTRUMENT):
        return "total"
    if score.level is Level.INDICATOR:
        return "indicators"
    return "parts" if score.level is Level.SUB_INDICATOR else instrument_of_item(score.code)


def _figure_row(score: Score, framework: Framework) -> FigureRow:
    item = framework.items.get(score.code)
    told = score.verdict
    return FigureRow(
        score.code,
        Text(short_name(item), item.name.en) if item else score.name,
        score.published,
        None if score.computed is None else str(half_up(score.computed)),
        told.label if told else None,
        _VERDICT_KINDS[told] if told else "",
    )


class RemarkRow(Struct, frozen=True):
    """One remark of the register; `items` are code and short name."""

    id: UUID
    number: int
    text: str
    items: tuple[tuple[str, Text], ...]
    source: str
    is_first: bool
    is_last: bool


class RemarksPage(Struct, frozen=True):
    """The register of a year."""

    head: Head
    rows: tuple[RemarkRow, ...]
    removed: Remark | None
    in_file: int


def remarks_page(person: Actor, year: int, removed: UUID | None) -> RemarksPage:
    """The register; `removed` is a remark taken off just now, to be brought back by a button."""
    head = head_of(person, year)
    rows = queries.remark_rows(person.agency, head.score_year)
    held = queries.current_scores(person.agency, head.score_year) if head.frame.framework else None
    known = {skeleton(row.text) for row in rows}
    in_file = held.sheet.remarks if held else ()
    gone = None
    if removed is not None:
        gone = queries.remark_of(person.agency, head.score_year, removed, removed=True)
    return RemarksPage(
        head,
        tuple(_remark_row(row, head.frame.framework, len(rows)) for row in rows),
        gone,
        sum(skeleton(one.text) not in known for one in in_file),
    )


def _remark_row(row: Remark, framework: Framework | None, last: int) -> RemarkRow:
    return RemarkRow(
        row.pk,
        row.number,
        row.text,
        tuple((code, item_name(framework, code)) for code in row.items),
        row.source,
        row.number == 1,
        row.number == last,
    )


def item_name(framework: Framework | None, code: str) -> Text:
    """The short name of an item, its code where the year does not know it."""
    item = framework.items.get(code) if framework else None
    return Text(short_name(item), item.name.en) if item else same(code)


def items_by_instrument(
    framework: Framework,
) -> tuple[tuple[str, Text, tuple[tuple[str, Text], ...]], ...]:
    """All items of a year to choose from: instrument, its name, code and short name of each."""
    names = {part.code: part.name for part in framework.instruments}
    return tuple(
        (
            code,
            names.get(code, same(code)),
            tuple(
                (item.code, item_name(framework, item.code))
                for item in framework.items.values()
                if instrument_of_item(item.code) == code
            ),
        )
        for code in INSTRUMENTS
    )
