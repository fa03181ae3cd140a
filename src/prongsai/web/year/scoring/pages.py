"""What the pages of scores, remarks and previews show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from prongsai.core.analysis.claims import check_claims, marks_of
from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Finding, Severity
from prongsai.core.framework.model import Framework, Status
from prongsai.core.framework.years import short_title
from prongsai.core.ids import INSTRUMENTS, Level, instrument_of_item
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.scoring.card import Score, ScoreCard, Verdict
from prongsai.core.scoring.compute import score_sheet
from prongsai.core.text import Text, same
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.candidates import (
    UNWANTED,
    Choice,
    ChoiceGroup,
    choices_of,
    groups_of,
    taken_of,
    with_taken,
)
from prongsai.web.year.scoring.models import Remark, ScoreDraft
from prongsai.web.year.scoring.sheets import (
    ChangeGroup,
    as_data,
    changes,
    digest_of,
    filled,
    findings_of,
    grouped,
    of_year,
)

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
        """The total as printed."""
        return printed(self.scores.card.total)

    @property
    def rating(self) -> Text | None:
        """The level that the total gives."""
        rating = self.scores.card.rating
        return rating.label if rating else None

    @property
    def figures(self) -> int:
        return len(self.scores.sheet.of_year(self.scores.card.fiscal_year))


class ScoresPage(Struct, frozen=True):
    """The revisions of a year, the standing one first."""

    head: queries.Head
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
    rows: list[FigureRow]

    @property
    def contradictions(self) -> int:
        """How many of them their parts do not bear out."""
        return sum(row.kind == "bad" for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether its figures are shown at once."""
        return self.key == "total" or self.contradictions > 0


class RevisionPage(Struct, frozen=True):
    """One revision: its figures, and what differs from another one."""

    head: queries.Head
    row: RevisionRow
    sections: tuple[Section, ...]
    changes: int
    groups: tuple[ChangeGroup, ...]
    compared_with: int | None
    others: tuple[int, ...]


def scores_page(person: Actor, year: int) -> ScoresPage:
    head = queries.head_of(person, year)
    framework = head.framework
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
    head = queries.head_of(person, year)
    if head.framework is None:
        return None
    scored = queries.scored_revisions(person.agency, head.framework)
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
        rows.append(RevisionRow(one, is_standing=place == 0, changed=changed))
    return tuple(rows)


def printed(score: Score) -> str | None:
    """A figure as published, else as computed with two places."""
    if score.published is not None:
        return score.published
    return None if score.value is None else str(half_up(score.value))


def sections_of(card: ScoreCard) -> tuple[Section, ...]:
    """The figures of a card by level; those with a contradiction open."""
    sections = {key: Section(key, title, []) for key, title in _LEVELS}
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


class RemarkRow(Struct, frozen=True):
    """One remark of the register; `items` are code and short name."""

    row: Remark
    items: tuple[tuple[str, Text], ...]


class RemarksPage(Struct, frozen=True):
    """The register of a year."""

    head: queries.Head
    rows: tuple[RemarkRow, ...]
    removed: Remark | None
    in_file: int


def remarks_page(person: Actor, year: int, removed: UUID | None) -> RemarksPage:
    """The register; `removed` is a remark taken off just now, to be brought back by a button."""
    head = queries.head_of(person, year)
    rows = queries.remark_rows(person.agency, head.score_year)
    framework = head.framework
    held = queries.current_scores(person.agency, head.score_year) if framework else None
    known = {skeleton(row.text) for row in rows}
    in_file = held.sheet.remarks if held else ()
    gone = None
    if removed is not None:
        gone = queries.remark_of(person.agency, head.score_year, removed, removed=True)
    return RemarksPage(
        head,
        tuple(
            RemarkRow(row, tuple((code, item_name(framework, code)) for code in row.items))
            for row in rows
        ),
        gone,
        sum(skeleton(one.text) not in known for one in in_file),
    )


def item_name(framework: Framework | None, code: str) -> Text:
    """The short name of an item, its code where the year does not know it."""
    item = framework.items.get(code) if framework else None
    return short_title(item) if item else same(code)


class Tick(Struct, frozen=True):
    """An item to tick."""

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
        title = Text(f"{instrument} {name.th}", f"{instrument} {name.en}")
        groups.append(TickGroup(title, ticks_of(framework, codes, chosen)))
    return [group for group in groups if group.ticks]


class FoundRemark(Struct, frozen=True):
    """A remark of a file; `place` is its place in the sheet's list, from 0."""

    place: int
    text: str
    instrument: str | None
    items: tuple[str, ...]
    is_known: bool
    is_wanted: bool


class PreviewPage(Struct, frozen=True):
    """What a draft says and what confirming it will do.

    Shape:  `of` is the year it is taken for; `years` the years it has figures of, with their
            number; `card` None where that year has no framework or no figure; `missing` counts
            the standing figures that the file lacks, `keeps` whether they are kept; `taken` counts
            the candidates that are among the figures, `faults` those that cannot be.
    """

    head: queries.Head
    draft: ScoreDraft
    of: int
    of_is_draft: bool
    years: tuple[tuple[int, int], ...]
    card: ScoreCard | None
    figures: int
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    groups: tuple[ChangeGroup, ...]
    remarks: tuple[FoundRemark, ...]
    standing: int
    missing: int
    keeps: bool
    is_same: bool
    digest: str
    groups_to_take: tuple[ChoiceGroup, ...]
    taken: int
    faults: tuple[Choice, ...]
    known_years: tuple[int, ...]

    @property
    def total(self) -> str | None:
        """The total as printed."""
        return printed(self.card.total) if self.card else None

    @property
    def changes(self) -> int:
        """How many figures it changes."""
        return sum(len(group.changes) for group in self.groups)

    @property
    def new_remarks(self) -> int:
        """How many remarks the register does not have yet."""
        return sum(not one.is_known for one in self.remarks)

    @property
    def errors(self) -> int:
        """How many findings are faults of the document."""
        return sum(one.severity is Severity.ERROR for one in self.findings)

    @property
    def candidates(self) -> int:
        """How many numbers a person may take as scores."""
        return sum(len(group.choices) for group in self.groups_to_take)

    @property
    def is_uncertain(self) -> bool:
        """Whether there is nothing but what a person may take."""
        return self.candidates > 0 and not self.years

    @property
    def can_confirm(self) -> bool:
        """Whether confirming would change anything."""
        return self.card is not None and (not self.is_same or self.new_remarks > 0)


def preview_page(
    person: Actor,
    year: int,
    draft: ScoreDraft,
    of: int | None,
    *,
    keeps: bool,
    typed: Mapping[str, Any] | None = None,
) -> PreviewPage:
    """What a draft would do, taken for the year asked for, else for the one it says itself.

    Shape:  `typed` is what stands in the form of its candidates and is not taken yet.
    """
    head = queries.head_of(person, year)
    catalogue = catalogue_of(person.agency)
    taken = choices_of(draft, catalogue)
    choices = taken if typed is None else choices_of(draft, catalogue, typed)
    sheet = with_taken(draft, taken)
    counts = {known: len(sheet.of_year(known)) for known in sheet.years()}
    chosen = of if of in counts else sheet.fiscal_year or head.score_year
    sheet = of_year(sheet, chosen)
    of_chosen = queries.framework_of(person.agency, chosen)
    framework = of_chosen if sheet.of_year(chosen) else None
    held = queries.current_scores(person.agency, chosen) if framework else None
    standing = held.sheet.of_year(chosen) if held else {}
    missing = 0 if draft.is_typed else len(standing.keys() - sheet.of_year(chosen).keys())
    if held and keeps:
        sheet = filled(sheet, held.sheet, chosen)
    card = score_sheet(framework, sheet) if framework else None
    found = (*card.findings, *check_claims(sheet, marks_of([card]))) if card else ()
    differing = changes(held.sheet if held else None, sheet, card.framework) if card else []
    return PreviewPage(
        head,
        draft,
        chosen,
        of_chosen is not None and of_chosen.status is Status.DRAFT,
        tuple(sorted(counts.items(), reverse=True)),
        card,
        len(sheet.of_year(chosen)),
        sections_of(card) if card else (),
        tuple(dict.fromkeys(findings_of([*draft.findings, *as_data(found)]))),
        grouped(differing),
        _found_remarks(person.agency, sheet, card, typed or draft.typed),
        held.revision.number if held else 0,
        missing,
        keeps and missing > 0,
        held is not None and held.revision.digest == digest_of(sheet),
        digest_of(sheet),
        groups_of(choices),
        len(taken_of(taken)),
        tuple(one for one in choices if one.fault),
        tuple(reversed(catalogue.years())),
    )


def _found_remarks(
    agency: Agency, sheet: ScoreSheet, card: ScoreCard | None, typed: Mapping[str, Any]
) -> tuple[FoundRemark, ...]:
    if card is None or not sheet.remarks:
        return ()
    known = {skeleton(row.text) for row in queries.remark_rows(agency, card.fiscal_year)}
    links = RemarkLinks(card.framework, card)
    return tuple(
        FoundRemark(
            place,
            remark.text,
            remark.instrument,
            links.items_of(remark),
            skeleton(remark.text) in known,
            place not in typed.get(UNWANTED, ()),
        )
        for place, remark in enumerate(sheet.remarks)
    )
