"""What a draft says, and what confirming it will do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from msgspec import Struct

from prongsai.core.analysis.claims import check_claims, marks_of
from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Finding, Severity
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.scoring.compute import score_sheet
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
from prongsai.web.year.scoring.models import ScoreDraft
from prongsai.web.year.scoring.pages import (
    Head,
    Section,
    YearFrame,
    frame_of,
    head_of,
    printed,
    sections_of,
)
from prongsai.web.year.scoring.sheets import (
    ChangeGroup,
    changes,
    digest_of,
    filled,
    grouped,
    of_year,
)
from prongsai.web.year.scoring.wording import as_data, findings_of


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
