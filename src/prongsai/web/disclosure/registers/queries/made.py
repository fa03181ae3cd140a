"""Papers of registers that answer an item, and what other papers print of rosters and spending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Paper, slots_of_paper
from prongsai.core.registers.periods import Slot, slot_of
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rolling import Others, RollingLine, roll_up_of
from prongsai.core.registers.rows import Row, day_of
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import shown
from prongsai.web.agency.figures import Rows, Source
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.made_here import Made, Wanted
from prongsai.web.disclosure.disclosure.queries.works import with_evidence
from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    core_rows,
    referred_of,
    registers_of,
)
from prongsai.web.disclosure.registers.queries.row import material_of, subjects_of
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


def duty_of(shift: str) -> Source:
    """Who is on duty in a shift, and when, of all rosters of a year."""

    def duty(agency: Agency, year: int, _: date) -> Rows:
        register = shipped_register("duty-rosters")
        rows = [row.values for row in core_rows(agency, register, year)]
        context = context_of(agency, register, year)
        words = {
            name: ", ".join(
                dict.fromkeys(
                    shown(register.named(field), values[field], context).th
                    for values in rows
                    if values.get("shift") == shift and field in values
                )
            )
            for name, field in (("hours", "hours"), ("posts", "position"))
        }
        return ({name: text for name, text in words.items() if text},)

    return duty


def spending(agency: Agency, year: int, on: date) -> Rows:
    """What was spent of the plan up to the newest month that has rows on a day."""
    register = shipped_register("spending")
    days = [day_of(register, row, year) for row in core_rows(agency, register, year)]
    newest = max((day for day in days if day is not None and day <= on), default=None)
    if newest is None:
        return ()
    slot = slot_of(newest, Every.MONTH)
    material = material_of(agency, register, register.papers[0], slot, on)
    rolled = roll_up_of(
        register, register.roll_ups[0], material.told_rows, year,
        context=material.context, others=material.others,
    )  # fmt: skip
    field = register.named("spent")
    total = rolled.total
    figures = {"spent": total.actual, "budget": total.planned, "percent": total.percent}
    words = {name: shown(field, value).th or "…" for name, value in figures.items()}
    return ({"month": slot.label.th, "lines": str(len(rolled.lines)), **words},)


def overdrawn(
    agency: Agency, register: Register, year: int, rows: Sequence[Row]
) -> tuple[RollingLine, ...]:
    """Of the plan's lines that some rows belong to, those with more spent than planned."""
    against_plans = (
        roll_up
        for roll_up in register.roll_ups
        if (roll_up.planned or "").rpartition(".")[0] in roll_up.by
    )
    roll_up = next(against_plans, None)
    if roll_up is None:
        return ()
    context = context_of(agency, register, year)
    others = {
        other.key: Others(other, core_rows(agency, other, year))
        for other in referred_of(agency, register)
    }

    def lines_of(some: Sequence[Row]) -> tuple[RollingLine, ...]:
        return roll_up_of(register, roll_up, some, year, context=context, others=others).lines

    touched = {line.labels for line in lines_of(rows) if line.count}
    return tuple(
        line
        for line in lines_of(core_rows(agency, register, year))
        if line.labels in touched and line.difference is not None and line.difference < 0
    )
