"""What waits for who keeps a register: times that are over and of which nobody said anything.

Only what is kept: a register of which nobody said anything in this year or the one before waits
for nobody. No day is due, for nothing that is known here says by when a time is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.dispatch import receiver
from django.urls import reverse
from msgspec import Struct

from prongsai.core.dates import short_date
from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil, reported_of
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rules import Every, Owing
from prongsai.web.agency.figures import gives
from prongsai.web.agency.models import Agency, Appointment, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.services.agency import units_named
from prongsai.web.agency.waiting import LATELY, Waiting, waiting
from prongsai.web.disclosure.registers.models import (
    LASTING,
    NothingToReport,
    RegisterPaper,
    RegisterRow,
)
from prongsai.web.disclosure.registers.queries.catalogue import register_of, registers_of
from prongsai.web.disclosure.registers.queries.made import duty_of, made_papers, spending
from prongsai.web.disclosure.registers.queries.writers import (
    Writers,
    open_unit_names,
    writers_among,
)
from prongsai.web.disclosure.registers.rights import (
    chosen_scope,
    holder_of,
    holder_of_first,
    scope_of_holder,
    written_by,
)
from prongsai.web.disclosure.registers.services.choosing import record_shifts
from prongsai.web.disclosure.registers.services.saving import make_evidence, time_of
from prongsai.web.platform.hits import Hit
from prongsai.web.signing.publication.queries import answers_items
from prongsai.web.year.assessment.queries import began_on
from prongsai.web.year.assessment.queries import years as opened_years

# So long after a year its last times are still asked for.
_AFTER_THE_YEAR = timedelta(days=92)
_SHOWN = 3


class Kept(Struct):
    """What was said of one register in one year: of which days and units, and that of nothing."""

    rows: list[tuple[date, UUID | None]]
    nils: list[tuple[int, UUID | None]]


answers_items(
    "registers",
    lambda agency: {row.key: row.all_lineages for row in registers_of(agency).registers},
    find=made_papers, attach=make_evidence, times=(RegisterPaper, time_of),
)  # fmt: skip
gives("spending", spending)
for shift in ("lunch", "after-hours", "holiday", "night"):
    gives(f"{shift}-duty", duty_of(shift))


@receiver(units_named)
def hear_units(
    *, agency: Agency, units: Sequence[Unit], former: str = "", by: Actor | None = None, **_: Any
) -> None:
    """Who writes registers for all units by the name of a unit may be another now."""
    record_shifts(agency, units, former, by)


@waiting
def unreported(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The times that are missing in registers that a person keeps; few queries, however many rows.

    Shape:  of a register that each unit owes, those of the own units; of one that the agency owes,
            for who keeps the disclosure and for units that have rows in it. Who writes a register
            for all units is asked for all.
    """
    owed = [
        register
        for register in registers_of(person.agency).registers
        if register.rhythm is not None and not register.lasting
    ]
    years = sorted({year_of(on - _AFTER_THE_YEAR), year_of(on)} & set(opened_years(person.agency)))
    asked = dict.fromkeys(years, began_on(person.agency))
    kept = _kept_data(person, owed, {*asked, *(year - 1 for year in asked)})
    if not kept:
        return ()
    writers = writers_among(person.agency, owed)
    holder = holder_of(person, on, *writers.values())
    registers = [
        register
        for register in owed
        if scope_of_holder(holder, register, writers.get(register.key))
    ]
    own = defaultdict[str, frozenset[UUID]](lambda: holder.units)
    for register in owed:
        if register.is_restricted:
            # Who sees the own rows alone does not say what a unit has to report.
            own[register.key] = holder.overseen
        chosen = writers.get(register.key) or Writers()
        if chosen_scope(chosen, holder, is_restricted=register.is_restricted).is_all:
            own[register.key] |= frozenset(open_unit_names(person.agency))
    return tuple(_found(person, registers, asked, kept, own, on))


def written_lately(person: Actor, on: date) -> Iterator[Hit]:
    """The registers to which a person added rows last, to add the next one; two queries."""
    year = year_of(on)
    if year not in opened_years(person.agency):
        return
    rows = RegisterRow.objects.filter(
        agency=person.agency, added_by=person.user, removed_at=None,
        fiscal_year__in=(LASTING, year - 1, year),
    )  # fmt: skip
    newest = rows.order_by().values_list("register").annotate(at=Max("added_at")).order_by("-at")
    for key, _at in newest[:_SHOWN]:
        register = register_of(person.agency, key)
        if register is not None and written_by(person, register, on):
            yield Hit(reverse("registers:add", args=[year, key]), register.title)


LATELY.append(written_lately)


@waiting
def agreements(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Rows that another brought so far and that wait for who holds a position: two queries.

    Shape:  none where the person holds the other position too, and none of years that are over.
            Since when it waits is not told: the row does not say it.
    """
    asked = dict(_asked_holders(registers_of(person.agency).registers))
    if not asked:
        return ()
    held = Appointment.objects.on(on).filter(agency=person.agency, user=person.user)
    rows = RegisterRow.objects.filter(
        agency=person.agency, register__in={key for key, _ in asked}, removed_at=None,
        state__in={state for _, state in asked}, fiscal_year__in=(LASTING, year_of(on)),
    )  # fmt: skip
    mine = {str(key) for key in held.values_list("position", flat=True)}
    agreed = []
    for row in rows.order_by("day", "added_at"):
        register, holder = asked.get((row.register, row.state), (None, ""))
        if register is None or row.values.get(holder_of_first(register)) in mine:
            continue
        if row.values.get(holder) in mine:
            agreed.append(_agreement(register, row, year_of(on)))
    return tuple(agreed)


def _asked_holders(
    registers: Iterable[Register],
) -> Iterator[tuple[tuple[str, str], tuple[Register, str]]]:
    """Of each register and state in which another than who asked is waited for, the field."""
    for register in registers:
        first = holder_of_first(register)
        for state in register.states if first else ():
            ways = register.moves_from(state.key)
            holder = next((way.holder for way in ways if way.holder not in (None, first)), None)
            if holder is not None:
                yield (register.key, state.key), (register, holder)


def _agreement(register: Register, row: RegisterRow, year: int) -> Waiting:
    title = register.state_title(row.state).th
    day = f" {short_date(row.day)}" if row.day else ""
    return Waiting(
        kind="register-agreement",
        name=f"{register.title.th}{day}: {title}",
        ask=read_words("registers/agree_or_decline"),
        url=reverse("registers:row", args=[row.fiscal_year or year, register.key, row.pk]),
    )


def _found(
    person: Actor,
    registers: Iterable[Register],
    years: Mapping[int, date | None],
    kept: dict[tuple[str, int], Kept],
    units_of_register: Mapping[str, frozenset[UUID]],
    on: date,
) -> Iterator[Waiting]:
    for register in registers:
        units = units_of_register[register.key]
        for year, since in years.items():
            known = [
                of_year for of in (year - 1, year) if (of_year := kept.get((register.key, of)))
            ]
            if known and _is_asked(person, register, known, units):
                now = kept.get((register.key, year), Kept([], []))
                if slots := _missing(register, year, now, units, on, since):
                    yield _waiting(register, year, slots)


def _is_asked(
    person: Actor, register: Register, known: Iterable[Kept], units: frozenset[UUID]
) -> bool:
    if register.rhythm is not None and register.rhythm.owed_by is Owing.UNIT:
        return bool(units)
    return may(person, Right.DISCLOSE) or any(
        unit in units for of_year in known for _, unit in (*of_year.rows, *of_year.nils)
    )


def _missing(
    register: Register,
    year: int,
    now: Kept,
    units: Collection[UUID],
    on: date,
    since: date | None,
) -> list[Slot]:
    """The times that are over and of which nobody has said anything, each once."""
    every = register.rhythm.every if register.rhythm else Every.YEAR
    counts = [(day, str(unit or ""), 1) for day, unit in now.rows]
    nils = [Nil(Slot(year, every, slot), str(unit or "")) for slot, unit in now.nils]
    owing = sorted(map(str, units))
    times = reported_of(register, counts, nils, year, units=owing, on=on, since=since)
    return list(dict.fromkeys(time.slot for time in times if time.is_missing))


def _waiting(register: Register, year: int, slots: Sequence[Slot]) -> Waiting:
    shown = ", ".join(slot.label.th for slot in slots[:_SHOWN])
    more = f" และอีก {len(slots) - _SHOWN} ช่วง" if len(slots) > _SHOWN else ""
    return Waiting(
        kind="register",
        name=f"{register.title.th}: ยังไม่รายงาน {shown}{more}",
        ask=read_words("registers/enter_rows_or_none"),
        url=reverse("registers:register", args=[year, register.key]),
        since=slots[0].last + timedelta(days=1),
    )


def _kept_data(
    person: Actor, registers: Iterable[Register], years: Collection[int]
) -> dict[tuple[str, int], Kept]:
    """What was said of registers in some years: two queries."""
    of = {
        "agency": person.agency, "fiscal_year__in": years,
        "register__in": [register.key for register in registers],
    }  # fmt: skip
    rows = RegisterRow.objects.filter(**of, removed_at=None).order_by()
    kept: dict[tuple[str, int], Kept] = {}
    for key, year, day, unit in rows.values_list(
        "register", "fiscal_year", "day", "unit"
    ).distinct():
        if day is not None:
            kept.setdefault((key, year), Kept([], [])).rows.append((day, unit))
    nils = NothingToReport.objects.filter(**of, taken_back_at=None).order_by()
    for key, year, slot, unit in nils.values_list("register", "fiscal_year", "slot", "unit"):
        kept.setdefault((key, year), Kept([], [])).nils.append((slot, unit))
    return kept
