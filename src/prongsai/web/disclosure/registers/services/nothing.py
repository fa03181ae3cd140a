"""The word that a month, quarter or half has nothing to report, and that it was said in error."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction

from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import Slot, slots_of
from prongsai.core.registers.rows import Row, row_name
from prongsai.core.registers.rules import Owing
from prongsai.core.registers.values import Context, attached, attached_of, shown
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import NothingToReport, RegisterFile, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    core_row,
    said_nothing,
    standing_rows,
)
from prongsai.web.disclosure.registers.queries.shelf import KIND
from prongsai.web.disclosure.registers.rights import seen_by, written_by
from prongsai.web.disclosure.registers.services.keeping import record
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.services import start
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import StoredFile
from prongsai.web.year.assessment.services.frameworks import locked


@transaction.atomic
def circulate(
    kept: RegisterRow,
    *,
    by: Actor,
    register: Register,
    year: int,
    units: Sequence[Unit] | None,
    due: date | None,
) -> Circulation:
    """Send a row round: its words, and the first file that was sent for it.

    Shape:  `units` None for all staff. A row that is being sent round gives that circulation.
    Errors: Refused for a register whose rows are not sent round, a row that was taken out, and
            for who may not circulate; whatever a circulation refuses.
    """
    journal.hold(kept.agency)
    row = RegisterRow.objects.select_for_update(no_key=True).get(pk=kept.pk)
    is_fit = register.circulated and not register.is_restricted and row.removed_at is None
    if not is_fit or row.register != register.key:
        raise Refused("registers/row_not_circulated")
    if not may(by, Right.CIRCULATE) or not seen_by(by, register, today()).holds(row):
        raise Refused("registers/circulating_not_allowed")
    running = Circulation.objects.filter(
        agency=row.agency, kind=KIND, subject=row.pk, closed_at=None
    ).first()
    if running is not None:
        return running
    context = context_of(row.agency, register, year)
    current = core_row(register, row, year)
    return start(
        row.agency, by=by, title=row_name(register, current, context),
        text="\n".join(_lines(register, current, context)), kind=KIND, subject=row.pk,
        file=_file(register, row, current), year=year, units=units, due=due,
    )  # fmt: skip


def _lines(register: Register, row: Row, context: Context) -> Iterator[str]:
    """What readers are told: a line for each field; a file is opened beside."""
    for field in register.typed_fields:
        value = row.values.get(field.name)
        if value is not None and attached(value) is None:
            yield f"{field.title.th}: {shown(field, value, context).th}"


def _file(register: Register, row: RegisterRow, current: Row) -> StoredFile | None:
    for _, attachment in attached_of(register.typed_fields, current.values):
        file_row = (
            RegisterFile.objects.select_related("file").filter(row=row, pk=attachment.key).first()
        )
        if file_row is not None:
            return file_row.file
    return None


@transaction.atomic
def say_nothing(
    agency: Agency, *, by: Actor, register: Register, year: int, slot: int, unit: Unit | None
) -> bool:
    """Say that a time has nothing to report; whether it was not said before.

    Errors: Refused where the register asks for no such word, where the time has not begun, where
            there are rows, or for a unit that is not the person's; Misuse where the year is not
            open.
    """
    locked(agency, year)
    time, whose = checked(agency, by=by, register=register, year=year, slot=slot, unit=unit)
    if (time, str(whose.pk) if whose else "") in said_nothing(agency, register, year):
        return False
    where = {"agency": agency, "register": register.key, "fiscal_year": year, "slot": slot}
    NothingToReport.objects.create(
        **where, unit=whose, said_at=now(), said_by=by.user, said_by_words=by.words
    )
    record(agency, by, "register-nothing", register, _words(time, whose), year=year)
    return True


def checked(
    agency: Agency, *, by: Actor, register: Register, year: int, slot: int, unit: Unit | None
) -> tuple[Slot, Unit | None]:
    """The time of which a person may say that it has nothing to report, and whose it is.

    Errors: Refused as `say_nothing`.
    """
    time = _time(register, year, slot)
    whose = _whose(by, register, unit)
    if time.first > today():
        raise Refused("registers/period_not_begun", time=time.label)
    rows = standing_rows(agency, register, year).filter(day__range=(time.first, time.last))
    if (rows.filter(unit=whose) if whose else rows).exists():
        raise Refused("registers/period_has_rows", time=time.label)
    return time, whose


@transaction.atomic
def take_back(row: NothingToReport, *, by: Actor, register: Register) -> bool:
    """Take the word back; whether it stood.

    Errors: Refused for a unit that is not the person's.
    """
    locked(row.agency, row.fiscal_year)
    _whose(by, register, row.unit)
    rows = NothingToReport.objects.filter(pk=row.pk, taken_back_at=None)
    if not rows.update(taken_back_at=now(), taken_back_by_words=by.words):
        return False
    time = _time(register, row.fiscal_year, row.slot)
    words, year = _words(time, row.unit), row.fiscal_year
    record(row.agency, by, "register-nothing-taken-back", register, words, year=year)
    return True


def _time(register: Register, year: int, slot: int) -> Slot:
    rhythm = register.rhythm
    times = slots_of(year, rhythm.every) if rhythm is not None and rhythm.nil else ()
    time = next((time for time in times if time.number == slot), None)
    if time is None:
        raise Refused("registers/nothing_word_not_asked")
    return time


def _whose(by: Actor, register: Register, unit: Unit | None) -> Unit | None:
    """Who says it: a unit where each unit owes, else the agency.

    Shape:  of a unit nobody says it who writes the own rows alone, and does not know the others.
    """
    scope = written_by(by, register, today())
    rhythm = register.rhythm
    if rhythm is None or rhythm.owed_by is Owing.AGENCY:
        if not scope.speaks_for(None):
            raise Refused("registers/unit_not_yours")
        return None
    if unit is None or not scope.speaks_for(unit.pk):
        raise Refused("registers/unit_not_yours")
    return unit


def _words(time: Slot, unit: Unit | None) -> str:
    return f"{time.label.th} {unit.name}" if unit else time.label.th
