"""What confirming a draft of scores would do: for its page, its form and the save alike."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from prongsai.core.analysis.claims import check_claims, marks_of
from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Finding, Findings, Severity
from prongsai.core.framework.model import Framework, Status
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.scoresheet.model import Candidate, Reading, ScoreSheet
from prongsai.core.scoresheet.report import LACKING, report_missing
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.scoring.compute import score_sheet
from prongsai.core.thai import skeleton
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.candidates import (
    UNWANTED,
    Choice,
    ChoiceGroup,
    DraftCandidates,
    groups_of,
)
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
    items: tuple[str, ...]
    is_known: bool
    is_wanted: bool


class Seen(Struct, frozen=True):
    """What a person saw when filling in the form, and what the form asks for.

    Shape:  `score_year` is the year that the draft is taken for; `standing` the number of the
            revision that stood, 0 for none; `digest` that of the previewed sheet; `remarks` the
            places in the sheet's list of those to keep; `keeps` whether standing figures that the
            file lacks go into the new revision.
    """

    score_year: int | None
    standing: int = 0
    digest: str = ""
    remarks: Collection[int] = ()
    keeps: bool = False


class Preview:
    """What stands to be confirmed: what a draft says, and what making it the scores would do.

    Shape:  the page, its form and the save ask the same one, which computes each part once, when
            it is asked for. `typed` is what stands in the form of its candidates.
    """

    def __init__(
        self, candidates: DraftCandidates, seen: Seen, typed: Mapping[str, Any] | None = None
    ) -> None:
        self._person, self.draft = candidates.person, candidates.draft
        self.seen, self._candidates = seen, candidates
        self.typed = self.draft.typed if typed is None else typed

    @cached_property
    def head(self) -> queries.Head:
        return queries.head_of(self._person, self.draft.score_year + 1)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The candidates as they stand in the form."""
        return self._candidates.choices(self.typed)

    @cached_property
    def taken(self) -> list[Candidate]:
        """The candidates that are among the figures."""
        return self._candidates.taken

    @cached_property
    def _read(self) -> ScoreSheet:
        """The figures of all years."""
        return Reading(self._candidates.sheet, ()).taking(self.taken).sheet

    @cached_property
    def years(self) -> tuple[tuple[int, int], ...]:
        """The years that the draft has figures of, the newest first, with their number."""
        counts = {year: len(self._read.of_year(year)) for year in self._read.years()}
        return tuple(sorted(counts.items(), reverse=True))

    @cached_property
    def score_year(self) -> int:
        """The year asked for, else the one that the file names itself."""
        if self.seen.score_year in dict(self.years):
            return self.seen.score_year
        return self._read.fiscal_year or self.draft.score_year

    @property
    def is_draft_year(self) -> bool:
        framework = self._candidates.catalogue.find(self.score_year)
        return framework is not None and framework.status is Status.DRAFT

    @cached_property
    def _framework(self) -> Framework | None:
        """What the year is scored by; None where the draft has no figure of it."""
        has_figures = dict(self.years).get(self.score_year)
        return self._candidates.catalogue.find(self.score_year) if has_figures else None

    @cached_property
    def held(self) -> queries.CurrentScores | None:
        """The scores that stand."""
        if self._framework is None:
            return None
        scored = queries.scored_revisions(self._person.agency, self._framework, 1)
        return next(iter(scored), None)

    @cached_property
    def sheet(self) -> ScoreSheet:
        """What would stand: filled up with the standing scores where they are kept."""
        sheet = of_year(self._read, self.score_year)
        if self.held and self.seen.keeps:
            return filled(sheet, self.held.sheet, self.score_year)
        return sheet

    @cached_property
    def card(self) -> ScoreCard | None:
        return score_sheet(self._framework, self.sheet) if self._framework else None

    @cached_property
    def missing(self) -> int:
        """How many of the standing scores the draft lacks."""
        if self.held is None or self.draft.is_typed:
            return 0
        return len(
            self.held.sheet.of_year(self.score_year).keys()
            - self._read.of_year(self.score_year).keys()
        )

    @property
    def keeps(self) -> bool:
        """Whether standing figures that the file lacks are kept."""
        return self.seen.keeps and self.missing > 0

    @property
    def figures(self) -> int:
        return len(self.sheet.of_year(self.score_year))

    @property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(self.card) if self.card else ()

    @cached_property
    def groups(self) -> tuple[ChangeGroup, ...]:
        """The figures that would change, by kind of change."""
        if self._framework is None:
            return ()
        before = self.held.sheet if self.held else None
        return grouped(changes(before, self.sheet, self._framework))

    @property
    def standing(self) -> int:
        """The number of the revision that stands, 0 for none."""
        return self.held.revision.number if self.held else 0

    @cached_property
    def digest(self) -> str:
        return digest_of(self.sheet)

    @property
    def is_same(self) -> bool:
        return self.held is not None and self.held.revision.digest == self.digest

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of the file and the scores; what is missing is told of the sheet to be saved."""
        card, reading, added = self.card, self.draft.findings, Findings()
        if card and not self.draft.is_typed:
            reading = [finding for finding in reading if finding["code"] not in LACKING]
            report_missing(self.sheet, self.score_year, card.framework, added)
        if card:
            added.items += [*card.findings, *check_claims(self.sheet, marks_of([card]))]
        return tuple(dict.fromkeys(findings_of([*reading, *as_data(added.items)])))

    @cached_property
    def _links(self) -> RemarkLinks | None:
        return RemarkLinks(self.card.framework, self.card) if self.card else None

    @cached_property
    def remarks(self) -> tuple[FoundRemark, ...]:
        links = self._links if self._read.remarks else None
        if links is None:
            return ()
        rows = queries.remark_rows(self._person.agency, self.score_year)
        known, unwanted = {skeleton(row.text) for row in rows}, self.typed.get(UNWANTED, ())
        return tuple(
            FoundRemark(
                place,
                remark.text,
                links.items_of(remark),
                skeleton(remark.text) in known,
                place not in unwanted,
            )
            for place, remark in enumerate(self._read.remarks)
        )

    @property
    def wanted_remarks(self) -> list[LinkedRemark]:
        """Those that the form keeps, with the items they touch."""
        links = self._links if self.seen.remarks else None
        if links is None:
            return []
        kept = [r for place, r in enumerate(self._read.remarks) if place in self.seen.remarks]
        return [LinkedRemark(remark.text, links.items_of(remark)) for remark in kept]

    @cached_property
    def groups_to_take(self) -> tuple[ChoiceGroup, ...]:
        return groups_of(self.choices)

    @cached_property
    def drawn(self) -> set[int]:
        """The pages of the file of which there is a picture."""
        return {*self.draft.pictures.values_list("page", flat=True)}

    @property
    def has_new_ticks(self) -> bool:
        """Whether something is ticked that is not among the figures, or no longer ticked."""
        both = self.choices, self._candidates.choices(self.draft.typed)
        now, before = ([each.taken for each in choices if each.is_ticked] for choices in both)
        return now != before

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
        """Whether there are candidates, and no figure yet."""
        return self.candidates > 0 and not self.years

    @property
    def can_confirm(self) -> bool:
        return self.card is not None and (not self.is_same or self.new_remarks > 0)
