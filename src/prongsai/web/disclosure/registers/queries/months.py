"""The twelve months of a register as small squares: what was entered, is late, is to come."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from prongsai.core.dates import short_month
from prongsai.core.fiscal import MONTHS_OF_YEAR
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import (
    Counts,
    MonthState,
    Nil,
    Reported,
    month_states,
    reported_of,
)
from prongsai.core.registers.rules import Owing
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.registers.queries.writers import open_unit_names
from prongsai.web.disclosure.registers.rights import Scope
from prongsai.web.platform.language import in_language

WORDS = {
    MonthState.DONE: _("มีรายการ"), MonthState.NOTHING: _("แจ้งว่าไม่มีรายการ"),
    MonthState.LATE: _("ค้างรายงาน"), MonthState.DUE: _("อยู่ในช่วงรายงาน"),
    MonthState.LATER: _("ยังไม่ถึง"), MonthState.EMPTY: _("ไม่มีรายการ"),
    MonthState.BEFORE: _("ไม่ได้เก็บที่นี่"),
}  # fmt: skip


class Months(Struct, frozen=True):
    """The squares of a year, and the same in words."""

    states: tuple[MonthState, ...]
    unit: str = ""

    @property
    def words(self) -> str:
        """What the squares show, months alike together."""
        names = [in_language(short_month(month)) for month in MONTHS_OF_YEAR]
        spans = []
        for state, pairs in groupby(zip(self.states, names, strict=True), itemgetter(0)):
            first, *more = [name for _state, name in pairs]
            span = f"{first}–{more[-1]}" if more else first
            spans.append(f"{span} {WORDS[state]}")
        return ", ".join(spans)


def key_of_squares() -> list[tuple[MonthState, str]]:
    return [(state, str(words)) for state, words in WORDS.items()]


def times_seen(
    agency: Agency,
    register: Register,
    scope: Scope,
    entered: Counts,
    nils: Sequence[Nil],
    year: int,
    on: date,
    since: date | None,
) -> Sequence[Reported]:
    """The times of a year of those who owe, as far as a person may know of them.

    Shape:  `entered` and `nils` are of the rows that the person sees; `since` is the day that
            opened the year.
    """
    owing = list(owing_units(agency, register, scope))
    if not owing:
        return ()
    return reported_of(register, entered, nils, year, units=owing, on=on, since=since)


def months_seen(
    register: Register, entered: Counts, times: Sequence[Reported], on: date
) -> Months | None:
    """The squares of a register as far as a person sees it; None where its rows have no day.

    Shape:  who sees only the own rows is told of these, not of what the unit owes.
    """
    if register.dated_by is None or register.lasting:
        return None
    return Months(tuple(month_states(entered, times, on)))


def months_of_units(agency: Agency, times: Sequence[Reported], on: date) -> Iterator[Months]:
    """The same unit by unit; none where not every unit owes."""
    for unit in dict.fromkeys(time.unit for time in times if time.unit):
        own = [time for time in times if time.unit == unit]
        name = open_unit_names(agency)[UUID(unit)]
        yield Months(tuple(month_states((), own, on)), name)


def owing_units(agency: Agency, register: Register, scope: Scope) -> Iterator[str]:
    """Who owes what the person may know of: "" for the agency, else units."""
    rhythm = register.rhythm
    if rhythm is None:
        return
    if rhythm.owed_by is Owing.UNIT:
        yield from (
            str(key) for key in open_unit_names(agency) if scope.is_all or key in scope.units
        )
    elif scope.is_all:
        yield ""
