"""The papers of a register: what one made today would say, and those that were made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding
from prongsai.core.papers.register_paper import Material, open_headings
from prongsai.core.registers.circulated import with_readers
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.papers import Heading, Paper, Shows, slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rolling import Others
from prongsai.core.registers.rules import Owing
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.disclosure.disclosure.made import Made, made_of
from prongsai.web.disclosure.disclosure.queries.answered import (
    Answered,
    Other,
    answered,
    others_asked,
)
from prongsai.web.disclosure.registers.models import NothingToReport, RegisterPaper
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row, referred_of
from prongsai.web.disclosure.registers.queries.circulated import readers_of
from prongsai.web.disclosure.registers.queries.rows import kept_rows
from prongsai.web.platform.language import in_language


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
    said: Mapping[str, str]

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
    kept = list(kept_rows(agency, register, year))
    rows = tuple(core_row(register, row, year) for row in kept)
    context, nils = context_of(agency, register, year), _nils(agency, register, year)
    others = _others(agency, register, year)
    if register.circulated:
        found = readers_of(agency, [row.pk for row in kept])
        told = [found.get(row.pk) for row in kept]
        register, paper, rows = with_readers(register, paper, rows, told)
    return Material(
        register, paper, year, rows, context, on, slot.number, nils,
        units=tuple(map(str, units.values_list("pk", flat=True))), others=others,
    )  # fmt: skip


def paper_page(agency: Agency, register: Register, paper: Paper, slot: Slot, on: date) -> PaperPage:
    """The page of a paper."""
    material = material_of(agency, register, paper, slot, on)
    rows = editions(agency, register, paper, slot)
    made = tuple(map(made_of, rows.select_related("job", "pdf", "docx", "xlsx")))
    newest = rows.first()
    said = newest.said if newest else {}
    return PaperPage(
        register, paper, slot.year, slot, slots_of_paper(paper, slot.year),
        material.title, len(material.rows), open_headings(replace(material, said=said)), made,
        answered_by(agency, register, paper, slot.year),
        tuple(others_asked(agency, _subjects(register, paper), slot.year)), said,
    )  # fmt: skip


def answered_by(
    agency: Agency, register: Register, paper: Paper, year: int
) -> tuple[Answered, ...]:
    """The items that a paper of a year answers, those of its register where it names none."""
    return answered(agency, _subjects(register, paper), year)


def _subjects(register: Register, paper: Paper) -> tuple[str, ...]:
    return paper.lineages or register.lineages


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
    for other in {one.key: one for one in referred_of(agency, register)}.values():
        rows = kept_rows(agency, other, year)
        told = tuple(core_row(other, row, year) for row in rows)
        found[other.key] = Others(other, told)
    return found
