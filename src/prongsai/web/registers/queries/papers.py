"""The papers of a register: what one made today would say, and those that were made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.disclosure.asked_years import asked_years
from prongsai.core.errors import Finding, ProngsaiError
from prongsai.core.papers.register_paper import Material, open_headings
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.papers import Heading, Paper, Shows, slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rolling import Others
from prongsai.core.registers.rules import Owing
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.assessment.queries import years
from prongsai.web.disclosure.items import YearItem, items_of
from prongsai.web.platform import jobs
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import Job, JobState, StoredFile
from prongsai.web.registers.models import NothingToReport, RegisterPaper
from prongsai.web.registers.queries.catalogue import context_of, core_row, register_of
from prongsai.web.registers.queries.rows import kept_rows

FORMS = ("pdf", "docx", "xlsx")
_OPEN = (JobState.WAITING, JobState.RUNNING)


class Made(Struct, frozen=True):
    """A paper that was made, with what became evidence of it."""

    row: RegisterPaper
    failure: ProngsaiError | None
    evidence: tuple[str, ...]
    years: frozenset[int] = frozenset()

    @property
    def job(self) -> Job | None:
        """The work, None where it was cleared away."""
        found: Job | None = self.row.job
        return found

    @property
    def files(self) -> tuple[tuple[str, StoredFile], ...]:
        """Each form with its file; () until they are drawn."""
        if self.row.drawn_at is None:
            return ()
        made = ((form, getattr(self.row, form)) for form in FORMS)
        return tuple((form, one) for form, one in made if one is not None)

    @property
    def is_open(self) -> bool:
        """Whether its files are being made."""
        return not self.files and self.job is not None and self.job.state in _OPEN


class Answered(Struct, frozen=True):
    """The items of an opened year that a paper answers."""

    year: int
    items: tuple[YearItem, ...]

    @property
    def codes(self) -> str:
        """Their codes."""
        return ", ".join(item.code for item in self.items)


class Other(Struct, frozen=True):
    """An item of the paper's own year that asks the report of another year."""

    code: str
    asked: int


class PaperPage(Struct, frozen=True):
    """A paper of a register with its editions.

    Shape:  `open` is what a person must still say before it may go out; `answered` the items that
            it answers, by year; `others` those that ask the same of another year.
    """

    register: Register
    paper: Paper
    year: int
    slot: Slot
    slots: tuple[Slot, ...]
    title: str
    count: int
    open: tuple[Finding, ...]
    made: tuple[Made, ...]
    answered: tuple[Answered, ...]
    others: tuple[Other, ...]

    @property
    def said_headings(self) -> tuple[Heading, ...]:
        """The headings under which a person writes."""
        return said_headings(self.paper)

    @property
    def slot_name(self) -> str:
        """The time that it is about."""
        return in_language(self.slot.label)


def said_headings(paper: Paper) -> tuple[Heading, ...]:
    """The headings of a paper under which a person writes."""
    return tuple(one for one in paper.headings if one.shows is Shows.SAID)


def material_of(agency: Agency, register: Register, paper: Paper, slot: Slot, on: date) -> Material:
    """What a paper is made of on a day, without what a person writes."""
    year = slot.year
    rhythm = register.rhythm
    owing = rhythm is not None and rhythm.owed_by is Owing.UNIT
    units = Unit.objects.filter(agency=agency, is_closed=False) if owing else Unit.objects.none()
    return Material(
        register, paper, year,
        tuple(core_row(register, row, year) for row in kept_rows(agency, register, year)),
        context_of(agency, register, year), on, slot.number, _nils(agency, register, year),
        units=tuple(map(str, units.values_list("pk", flat=True))),
        others=_others(agency, register, year),
    )  # fmt: skip


def paper_page(agency: Agency, register: Register, paper: Paper, slot: Slot, on: date) -> PaperPage:
    """The page of a paper."""
    material = material_of(agency, register, paper, slot, on)
    rows = editions(agency, register, paper, slot)
    made = tuple(map(_made, rows.select_related("job", "pdf", "docx", "xlsx")))
    said = made[0].row.said if made else {}
    return PaperPage(
        register, paper, slot.year, slot, slots_of_paper(paper, slot.year),
        material.title, len(material.rows), open_headings(replace(material, said=said)), made,
        answered(agency, register, paper, slot.year),
        tuple(_others_asked(agency, register, paper, slot.year)),
    )  # fmt: skip


def answered(agency: Agency, register: Register, paper: Paper, year: int) -> tuple[Answered, ...]:
    """The items that a paper of a year answers, those of its register where it names none.

    Shape:  a yearly report is asked for in the year after; only opened years are looked at.
    """
    found = []
    for fiscal_year in sorted({year, year + 1} & set(years(agency))):
        items = tuple(
            item
            for item, asked in _asked(agency, register, paper, fiscal_year)
            if (year in asked if asked else fiscal_year == year)
        )
        if items:
            found.append(Answered(fiscal_year, items))
    return tuple(found)


def _others_asked(agency: Agency, register: Register, paper: Paper, year: int) -> Iterator[Other]:
    for item, asked in _asked(agency, register, paper, year):
        if asked and year not in asked:
            yield Other(item.code, max(asked))


def _asked(
    agency: Agency, register: Register, paper: Paper, fiscal_year: int
) -> Iterator[tuple[YearItem, frozenset[int]]]:
    """The items of a year that the paper is about, and of which years they ask it."""
    wanted = set(paper.lineages or register.lineages)
    found = items_of(agency, fiscal_year)
    # The elements of another year name that year's neighbours.
    shift = fiscal_year - found.of_year
    for item in found.items:
        if wanted & set(item.keys):
            asked = asked_years(item.requirements or ())
            yield item, frozenset(one + shift for one in asked)


def editions(
    agency: Agency, register: Register, paper: Paper, slot: Slot
) -> QuerySet[RegisterPaper]:
    """The papers of a time that were made, newest first."""
    return RegisterPaper.objects.filter(
        agency=agency, register=register.key, fiscal_year=slot.year, paper=paper.key,
        slot=slot.number,
    )  # fmt: skip


def edition_of(agency: Agency, register: Register, year: int, key: UUID) -> RegisterPaper | None:
    """One that was made."""
    rows = RegisterPaper.objects.filter(
        agency=agency, register=register.key, fiscal_year=year, pk=key
    )
    return rows.select_related("agency", "pdf__agency", "docx__agency", "xlsx__agency").first()


def _made(row: RegisterPaper) -> Made:
    failure = jobs.failure_of(row.job) if row.job else None
    kept = list(row.pieces.filter(removed_at=None))
    return Made(
        row, failure, tuple(f"{one.title} ({one.fiscal_year})" for one in kept),
        frozenset(one.fiscal_year for one in kept),
    )  # fmt: skip


def _nils(agency: Agency, register: Register, year: int) -> tuple[Nil, ...]:
    if register.rhythm is None:
        return ()
    rows = NothingToReport.objects.filter(
        agency=agency, register=register.key, fiscal_year=year, taken_back_at=None
    )
    every = register.rhythm.every
    return tuple(Nil(Slot(year, every, row.slot), str(row.unit_id or "")) for row in rows)


def _others(agency: Agency, register: Register, year: int) -> dict[str, Others]:
    found = {}
    for field in register.references():
        other = register_of(agency, field.register or "")
        if other is not None and other.key not in found:
            rows = kept_rows(agency, other, year)
            told = tuple(core_row(other, row, year) for row in rows)
            found[other.key] = Others(other, told)
    return found
