"""The papers of registers that answer an item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Paper, slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.made_here import Made, Wanted
from prongsai.web.disclosure.disclosure.queries.works import with_evidence
from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.disclosure.registers.queries.row import subjects_of
from prongsai.web.disclosure.registers.rights import may_report, seen_by
from prongsai.web.platform.hits import Hit


def tabs_of(
    agency: Agency, register: Register, paper: Paper, year: int, on: date
) -> list[tuple[Slot, bool, bool]]:
    """The times of a paper, each with whether it was made, and whether it is over without."""
    rows = RegisterPaper.objects.filter(
        agency=agency, register=register.key, paper=paper.key, fiscal_year=year, pdf__isnull=False
    )
    made = set(rows.values_list("slot", flat=True))
    return [
        (slot, slot.number in made, slot.last < on and slot.number not in made)
        for slot in slots_of_paper(paper, year)
    ]


def due_paper(agency: Agency, register: Register, year: int, on: date) -> Hit | None:
    """The page of the first paper whose last time that is over nobody has made; one query."""
    rows = RegisterPaper.objects.filter(agency=agency, register=register.key, fiscal_year=year)
    made = set(rows.values_list("paper", "slot"))
    for paper in register.papers:
        begun = [
            slot for slot in slots_of_paper(paper, year)
            if slot.first <= on and not paper.is_draft(slot, on)
        ]  # fmt: skip
        if begun and (paper.key, begun[-1].number) not in made:
            slot = begun[-1]
            url = reverse("registers:paper", args=[year, register.key, paper.key, slot.number])
            return Hit(url, paper.title_at(slot))
    return None


def made_papers(wanted: Wanted) -> Iterator[Made]:
    """The papers of registers for an item: those that were made, and the one to make next."""
    person, on = wanted.person, wanted.on
    answering_papers = [
        (register, paper)
        for register in registers_of(person.agency).registers
        for paper in register.papers
        if set(subjects_of(register, paper)) & set(wanted.item.keys)
        and seen_by(person, register, on).is_all
    ]
    if not answering_papers:
        return
    rows = RegisterPaper.objects.filter(
        agency=person.agency, register__in={register.key for register, _paper in answering_papers},
        fiscal_year__in=wanted.years,
    ).order_by("number")  # fmt: skip
    newest = {
        (row.register, row.paper, row.fiscal_year, row.slot): row for row in with_evidence(rows)
    }
    for register, paper in answering_papers:
        may_use = may_report(person, register, on)
        slots = [slot for year in wanted.years for slot in reversed(slots_of_paper(paper, year))]
        is_first_open = True
        for slot in slots:
            items = wanted.answered_by(subjects_of(register, paper), slot.year, slot)
            row = newest.get((register.key, paper.key, slot.year, slot.number))
            # Of those that nobody made, the last that is over: a month to come is nobody's work.
            is_due = slot.first <= on and not paper.is_draft(slot, on, asked_in=[wanted.items.year])
            is_open = row is None and is_due and is_first_open
            if items and (row is not None or is_open):
                is_first_open = is_first_open and not is_open
                url = reverse(
                    "registers:paper", args=[slot.year, register.key, paper.key, slot.number]
                )
                title = paper.title_at(slot)
                day = row.drawn_on if row is not None else on
                is_draft = paper.is_draft(slot, day, asked_in=[wanted.items.year])
                yield Made(title, url, items, row, is_draft=is_draft, may_use=may_use)
