"""What the pages of scores, remarks and previews show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from prongsai.core.analysis.claims import check_claims, marks_of
from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Finding, Severity, UnknownYear
from prongsai.core.framework.model import Framework, Status
from prongsai.core.framework.short_names import short_name
from prongsai.core.ids import INSTRUMENTS, Level, instrument_of_item
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.scoring.card import Score, ScoreCard, Verdict
from prongsai.core.scoring.compute import score_sheet
from prongsai.core.text import Text, same
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
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

    scores: queries.CurrentScores
    is_standing: bool
    changed: int | None

    @property
    def number(self) -> int:
        """The number of the revision."""
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
        """How many figures of its year it has."""
        return len(self.scores.sheet.of_year(self.scores.card.fiscal_year))


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
        rows.append(RevisionRow(one, is_standing=place == 0, changed=changed))
    return tuple(rows)


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

    row: Remark
    items: tuple[tuple[str, Text], ...]


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
    framework = head.frame.framework
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
    return Text(short_name(item), item.name.en) if item else same(code)


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
        """How many are ticked."""
        return sum(tick.is_chosen for tick in self.ticks)


def ticks_of(
    framework: Framework | None, codes: Iterable[str], chosen: Collection[str]
) -> tuple[Tick, ...]:
    """Items to tick, with their short names."""
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

    head: Head
    draft_id: UUID
    source: str
    is_typed: bool
    of: int
    of_is_draft: bool
    years: tuple[tuple[int, int], ...]
    card: ScoreCard | None
    total: str | None
    figures: int
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    changes: int
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
    head = head_of(person, year)
    catalogue = catalogue_of(person.agency)
    taken = choices_of(draft, catalogue)
    choices = taken if typed is None else choices_of(draft, catalogue, typed)
    sheet = with_taken(draft, taken)
    counts = {known: len(sheet.of_year(known)) for known in sheet.years()}
    chosen = of if of in counts else sheet.fiscal_year or head.score_year
    sheet = of_year(sheet, chosen)
    frame = frame_of(person.agency, chosen)
    held = queries.current_scores(person.agency, chosen) if _can_score(frame, sheet) else None
    standing = held.sheet.of_year(chosen) if held else {}
    missing = 0 if draft.is_typed else len(standing.keys() - sheet.of_year(chosen).keys())
    if held and keeps:
        sheet = filled(sheet, held.sheet, chosen)
    card = _card(frame, sheet)
    differing = changes(held.sheet if held else None, sheet, card.framework) if card else []
    return PreviewPage(
        head,
        draft.pk,
        draft.source,
        draft.is_typed,
        chosen,
        frame.is_draft,
        tuple(sorted(counts.items(), reverse=True)),
        card,
        printed(card.total) if card else None,
        len(sheet.of_year(chosen)),
        sections_of(card) if card else (),
        _all_findings(draft, sheet, card),
        len(differing),
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


def _can_score(frame: YearFrame, sheet: ScoreSheet) -> bool:
    year = sheet.fiscal_year
    return frame.framework is not None and year is not None and bool(sheet.of_year(year))


def _card(frame: YearFrame, sheet: ScoreSheet) -> ScoreCard | None:
    if frame.framework is None or not _can_score(frame, sheet):
        return None
    return score_sheet(frame.framework, sheet)


def _all_findings(
    draft: ScoreDraft, sheet: ScoreSheet, card: ScoreCard | None
) -> tuple[Finding, ...]:
    """What reading and scoring found, each once."""
    scored: Iterable[Finding] = ()
    if card is not None:
        scored = (*card.findings, *check_claims(sheet, marks_of([card])))
    return tuple(dict.fromkeys(findings_of([*draft.findings, *as_data(scored)])))


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
