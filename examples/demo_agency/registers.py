"""Acts of the registers; what needs no story of its own stands in `registers.yaml`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import uuid4

from msgspec import Struct

from demo_agency.reading import read_data
from demo_agency.stage import Stage
from prongsai.core.registers.model import Register
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import Row, read_row
from prongsai.core.registers.values import Attached
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.disclosure.registers.services import nothing, saving
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.platform.upload_validation import checked
from prongsai.web.signing.evidence import pictures


class Plain(Struct, frozen=True):
    """Rows of one register as they are typed, and the times with nothing to report."""

    rows: str
    nothing: tuple[int, ...] = ()

    def typed(self) -> Iterator[dict[str, str]]:
        """Each row by the names of its fields."""
        return csv.DictReader(self.rows.splitlines(), delimiter=";")


def plain_rows() -> dict[str, Plain]:
    """The rows of the data file, by their register."""
    return read_data("registers.yaml", dict[str, Plain])


def fill_registers(stage: Stage, by: Actor) -> None:
    """Fill in the rows of the data file; a unit writes its restricted rows itself."""
    for key, plain in plain_rows().items():
        register = _register(key)
        for typed in plain.typed():
            writer = stage.head_of(typed["unit"]) if register.is_restricted else by
            filled = {name: text for name, text in typed.items() if text}
            _add(stage, writer, register, filled)
        for slot in plain.nothing:
            _say_nothing(stage, by, register, slot)


def add_row(
    stage: Stage, by: Actor, register: str, values: dict[str, str], head_of: str = ""
) -> RegisterRow:
    """Add a row to a register, as the head of a unit where one is named.

    Shape:  {position} in a value is the position of who adds it.
    """
    by = stage.head_of(head_of) if head_of else by
    return _add(stage, by, _register(register), _in_words(by, values))


def add_row_with_photo(
    stage: Stage, register: str, values: dict[str, str], head_of: str, name: str, photo: bytes
) -> RegisterRow:
    """Add a row whose photo was sent from a phone."""
    file = checked(name, photo, longest=pictures.LONGEST)
    attached = Attached(file.name, uuid4())
    values = {**values, "photo": attached.text}
    return _add(
        stage, stage.head_of(head_of), _register(register), values, {attached.key: file}
    )  # fmt: skip


def fill_row(stage: Stage, by: Actor, row: RegisterRow, values: dict[str, str]) -> None:
    """Fill in more of a row."""
    register = _register(row.register)
    context = context_of(stage.agency, register, stage.year)
    more = read_row(register, values, context, row.state).row
    filled = Row({**core_row(register, row, stage.year).values, **more.values}, row.state)
    saving.change(row, by=by, register=register, row=filled, seen=row.version)


def move_row(stage: Stage, by: Actor, row: RegisterRow, to: str, head_of: str = "") -> None:
    """Move a row to its next state."""
    by = stage.head_of(head_of) if head_of else by
    saving.move(row, by=by, register=_register(row.register), to=to, seen=row.version)


def report_nothing(stage: Stage, register: str, unit: str) -> None:
    """Say for a unit that it had nothing to report."""
    _say_nothing(stage, stage.head_of(unit), _register(register), 1, unit)


def send_row_round(stage: Stage, by: Actor, register: str, due: date) -> Circulation:
    """Send the only row of a register round."""
    row = RegisterRow.objects.get(agency=stage.agency, register=register)
    return nothing.circulate(
        row, by=by, register=_register(register), year=stage.year, units=None, due=due
    )  # fmt: skip


def swap_duty(stage: Stage, values: dict[str, str], asks: str, agrees: str) -> None:
    """One head asks another to swap the duty, who agrees; both do it themselves."""
    first, second = stage.head_of(asks), stage.head_of(agrees)
    swapped = {**values, "swapped_with": second.positions[0].position}
    row = _add(stage, first, _register("duty-rosters"), _in_words(first, swapped))
    move_row(stage, first, row, "asked")
    move_row(stage, second, row, "swapped")


def _in_words(by: Actor, values: Mapping[str, str]) -> dict[str, str]:
    return {name: text.format(position=by.positions[0].position) for name, text in values.items()}


def _add(
    stage: Stage,
    by: Actor,
    register: Register,
    typed: Mapping[str, str],
    files: saving.Files = saving.NO_FILES,
) -> RegisterRow:
    reading = read_row(register, typed, context_of(stage.agency, register, stage.year))
    if reading.faults:
        raise ValueError(register.key, [fault.message.en for fault in reading.faults])
    return saving.add(
        stage.agency, by=by, register=register, year=stage.year, row=reading.row, files=files
    )  # fmt: skip


def _say_nothing(stage: Stage, by: Actor, register: Register, slot: int, unit: str = "") -> None:
    nothing.say_nothing(
        stage.agency, by=by, register=register, year=stage.year, slot=slot,
        unit=stage.unit(unit) if unit else None,
    )  # fmt: skip


def _register(key: str) -> Register:
    register = shipped_register(key)
    if register is None:
        raise LookupError(key)
    return register
