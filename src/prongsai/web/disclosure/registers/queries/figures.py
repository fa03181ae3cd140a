"""What papers of other rooms print of rosters and of spending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import slot_of
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rolling import Others, RollingLine, roll_up_of
from prongsai.core.registers.rows import Row, day_of
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import shown
from prongsai.web.agency.figures import Rows, Source
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_rows, referred_of
from prongsai.web.disclosure.registers.queries.row import material_of


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
