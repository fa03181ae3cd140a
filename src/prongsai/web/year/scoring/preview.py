"""What the page of a preview shows: what confirming a draft of scores would do."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from prongsai.core.analysis.claims import check_claims, marks_of
from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Finding, Findings, Severity
from prongsai.core.framework.model import Framework, Status
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.scoresheet.report import LACKING, report_missing
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
from prongsai.web.year.scoring.pages import Section, sections_of
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


class FoundRemark(Struct, frozen=True):
    """A remark of a file; `place` is its place in the sheet's list, from 0."""

    place: int
    text: str
    instrument: str | None
    items: tuple[str, ...]
    is_known: bool
    is_wanted: bool


class Scored(Struct, frozen=True):
    """A sheet taken for a year: its card, the scores that stand, how many of them it lacks.

    Shape:  `card` is None where the year has no framework or the sheet no figure of it.
    """

    sheet: ScoreSheet
    card: ScoreCard | None = None
    held: queries.CurrentScores | None = None
    missing: int = 0


class PreviewPage(Struct, frozen=True, dict=True):
    """What a draft says and what confirming it will do.

    Shape:  `of` is the year it is taken for; `years` the years it has figures of, with their
            number; `keeps` tells whether standing figures that the file lacks are kept; `taken`
            counts the candidates that are among the figures.
    """

    head: queries.Head
    draft: ScoreDraft
    of: int
    of_is_draft: bool
    years: tuple[tuple[int, int], ...]
    scored: Scored
    findings: tuple[Finding, ...]
    remarks: tuple[FoundRemark, ...]
    keeps: bool
    choices: Sequence[Choice]
    taken: int

    @property
    def card(self) -> ScoreCard | None:
        return self.scored.card

    @property
    def figures(self) -> int:
        return len(self.scored.sheet.of_year(self.of))

    @property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(self.card) if self.card else ()

    @cached_property
    def groups(self) -> tuple[ChangeGroup, ...]:
        """The figures that would change, by kind of change."""
        if self.card is None:
            return ()
        held = self.scored.held
        return grouped(
            changes(held.sheet if held else None, self.scored.sheet, self.card.framework)
        )

    @property
    def standing(self) -> int:
        """The number of the revision that stands, 0 for none."""
        return self.scored.held.revision.number if self.scored.held else 0

    @property
    def missing(self) -> int:
        return self.scored.missing

    @cached_property
    def digest(self) -> str:
        return digest_of(self.scored.sheet)

    @property
    def is_same(self) -> bool:
        held = self.scored.held
        return held is not None and held.revision.digest == self.digest

    @cached_property
    def groups_to_take(self) -> tuple[ChoiceGroup, ...]:
        return groups_of(self.choices)

    @cached_property
    def drawn(self) -> set[int]:
        """The pages of the file of which there is a picture."""
        return {*self.draft.pictures.values_list("page", flat=True)}

    @property
    def faults(self) -> tuple[Choice, ...]:
        """The candidates that cannot be among the figures."""
        return tuple(choice for choice in self.choices if choice.fault)

    @property
    def changes(self) -> int:
        return sum(len(group.changes) for group in self.groups)

    @property
    def new_remarks(self) -> int:
        """How many remarks the register does not have yet."""
        return sum(not remark.is_known for remark in self.remarks)

    @property
    def errors(self) -> int:
        """How many findings are faults of the document."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def candidates(self) -> int:
        """How many numbers a person may take as scores."""
        return sum(len(group.choices) for group in self.groups_to_take)

    @property
    def lacking(self) -> int:
        """How many of them are of something that has no score yet."""
        return sum(group.missing for group in self.groups_to_take)

    @property
    def is_uncertain(self) -> bool:
        """Whether there is nothing but what a person may take."""
        return self.candidates > 0 and not self.years

    @property
    def can_confirm(self) -> bool:
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
    """Show what a draft would do in the year asked for, else in the one that it names itself.

    Shape:  `typed` is what stands in the form of its candidates and is not taken yet.
    """
    head = queries.head_of(person, year)
    catalogue = catalogue_of(person.agency)
    taken = choices_of(draft, catalogue)
    sheet = with_taken(draft, taken)
    counts = {known: len(sheet.of_year(known)) for known in sheet.years()}
    chosen = of if of in counts else sheet.fiscal_year or head.score_year
    framework = catalogue.find(chosen)
    scored = _scored(draft, of_year(sheet, chosen), framework, keeps=keeps)
    return PreviewPage(
        head,
        draft,
        chosen,
        framework is not None and framework.status is Status.DRAFT,
        tuple(sorted(counts.items(), reverse=True)),
        scored,
        _findings(draft, scored),
        _found_remarks(person.agency, scored.sheet, scored.card, typed or draft.typed),
        keeps and scored.missing > 0,
        taken if typed is None else choices_of(draft, catalogue, typed),
        len(taken_of(taken)),
    )


def _scored(
    draft: ScoreDraft, sheet: ScoreSheet, framework: Framework | None, *, keeps: bool
) -> Scored:
    """Score the sheet of a year, filled up with the standing scores where they are kept."""
    if framework is None or not sheet.of_year(framework.fiscal_year):
        return Scored(sheet)
    year = framework.fiscal_year
    held = queries.current_scores(draft.agency, year)
    standing = held.sheet.of_year(year) if held else {}
    missing = 0 if draft.is_typed else len(standing.keys() - sheet.of_year(year).keys())
    if held and keeps:
        sheet = filled(sheet, held.sheet, year)
    return Scored(sheet, score_sheet(framework, sheet), held, missing)


def _findings(draft: ScoreDraft, scored: Scored) -> tuple[Finding, ...]:
    """What the reading and the scores tell; what they lack is of what stands now."""
    card, reading, added = scored.card, draft.findings, Findings()
    if card and not draft.is_typed:
        reading = [finding for finding in reading if finding["code"] not in LACKING]
        report_missing(scored.sheet, card.fiscal_year, card.framework, added)
    if card:
        added.items += [*card.findings, *check_claims(scored.sheet, marks_of([card]))]
    return tuple(dict.fromkeys(findings_of([*reading, *as_data(added.items)])))


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
