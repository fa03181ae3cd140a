"""The word that there is nothing to report, and the months, quarters or halves still owed."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from prongsai.core.fiscal import MONTHS_OF_YEAR
from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import Slot, slot_of, slots_of
from prongsai.core.registers.rows import Row, day_of
from prongsai.core.registers.rules import Owing


class Nil(Struct, frozen=True, order=True):
    """Somebody said that there is nothing to report; `unit` is "" where the agency said it."""

    slot: Slot
    unit: str = ""


class Reported(Struct, frozen=True):
    """What is known of one time: how many rows, or that there is nothing, or neither.

    Shape:  `is_before` where the time was over before the year was kept here: nothing is owed.
    """

    slot: Slot
    unit: str
    rows: int
    is_nil: bool
    is_over: bool
    is_before: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether the time is over and nobody has said anything."""
        return self.is_over and not (self.is_before or self.rows or self.is_nil)

    @property
    def is_untold(self) -> bool:
        """Whether nothing is known here of a time from before the year was kept here."""
        return self.is_before and not (self.rows or self.is_nil)


# How many rows a day and a unit ("" for none) have.
Counts = Iterable[tuple[date, str, int]]


def reported(
    register: Register,
    rows: Iterable[Row],
    nils: Iterable[Nil],
    year: int,
    *,
    units: Sequence[str] = (),
    on: date | None = None,
    since: date | None = None,
) -> tuple[Reported, ...]:
    """As `reported_of`, of the rows themselves."""
    owner = register.owned_by or ""
    days = ((day_of(register, row, year), str(row.values.get(owner, ""))) for row in rows)
    counts = [(day, unit, 1) for day, unit in days if day is not None]
    return reported_of(register, counts, nils, year, units=units, on=on, since=since)


def reported_of(
    register: Register,
    row_counts: Counts,
    nils: Iterable[Nil],
    year: int,
    *,
    units: Sequence[str] = (),
    on: date | None = None,
    since: date | None = None,
) -> tuple[Reported, ...]:
    """Every time of a year with what was reported, in order; none where nothing is owed.

    Shape:  `row_counts` are days and units with how many rows each has; `units` those that owe,
            where each unit does; `on` is today: what is not over by it is not missing, all of the
            year is over where it is None; `since` the day from which the year is kept here.
    """
    rhythm = register.rhythm
    if rhythm is None:
        return ()
    by_unit = rhythm.owed_by is Owing.UNIT
    counts: dict[tuple[Slot, str], int] = {}
    for day, owner, count in row_counts:
        place = slot_of(day, rhythm.every), owner if by_unit else ""
        counts[place] = counts.get(place, 0) + count
    nil_slots = {(nil.slot, nil.unit if by_unit else "") for nil in nils}
    owing = units if by_unit else ("",)
    return tuple(
        Reported(
            slot, unit, counts.get((slot, unit), 0), (slot, unit) in nil_slots,
            on is None or slot.last < on, since is not None and slot.last < since,
        )
        for slot in slots_of(year, rhythm.every)
        for unit in owing
    )  # fmt: skip


class MonthState(StrEnum):
    """How a register stands in a month."""

    DONE = "done"
    NOTHING = "nothing"  # somebody said so
    LATE = "late"
    DUE = "due"
    LATER = "later"
    EMPTY = "empty"  # and nothing is owed
    BEFORE = "before"  # it was over before the year was kept here


def month_states(counts: Counts, times: Sequence[Reported], on: date) -> list[MonthState]:
    """How each month of a year stands, from October on.

    Shape:  `times` are those of all who owe, as `reported_of` tells them: a month stands as the
            quarter or half that it lies in; where nothing is owed it has rows or not.
    """
    if not times:
        filled = {day.month for day, _, count in counts if count}
        return [
            MonthState.DONE if month in filled else MonthState.EMPTY for month in MONTHS_OF_YEAR
        ]
    slots = {month: report.slot for report in times for month in report.slot.months}
    return [
        _state_of([report for report in times if report.slot == slots[month]], on)
        for month in MONTHS_OF_YEAR
    ]


def _state_of(times: Sequence[Reported], on: date) -> MonthState:
    if any(report.is_missing for report in times):
        return MonthState.LATE
    is_before = times[0].is_before
    if is_before and not any(report.rows or report.is_nil for report in times):
        return MonthState.BEFORE
    if is_before or all(report.rows or report.is_nil for report in times):
        return MonthState.DONE if any(report.rows for report in times) else MonthState.NOTHING
    return MonthState.LATER if times[0].slot.first > on else MonthState.DUE
