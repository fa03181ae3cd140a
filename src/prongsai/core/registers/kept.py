"""Kept rows: as one piece of JSON and back, beside a file, beside what was typed meanwhile."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import Slot, slots_of
from prongsai.core.registers.rows import Row, RowFault, from_data, row_key, to_data
from prongsai.core.registers.rules import STATE, Every
from prongsai.core.registers.values import Context, typed
from prongsai.core.text import Text


class KeptRow(Struct, frozen=True, omit_defaults=True):
    """One row as plain data."""

    values: dict[str, str | int | bool]
    state: str = ""


class KeptNil(Struct, frozen=True, omit_defaults=True):
    """One time with nothing to report."""

    every: Every
    number: int
    unit: str = ""


class Kept(Struct, frozen=True, omit_defaults=True):
    """The rows of one register and fiscal year."""

    register: str
    year: int
    rows: tuple[KeptRow, ...] = ()
    nils: tuple[KeptNil, ...] = ()


class Opened(Struct, frozen=True):
    """Kept rows as rows; `faults` tell what does not fit the register of today, by row."""

    year: int
    rows: tuple[Row, ...]
    nils: tuple[Nil, ...]
    faults: tuple[RowFault, ...]


def kept_of(register: Register, year: int, rows: Iterable[Row], nils: Iterable[Nil] = ()) -> Kept:
    """Rows and times with nothing to report, as they are kept."""
    return Kept(
        register.key,
        year,
        tuple(KeptRow(to_data(row), row.state) for row in rows),
        tuple(KeptNil(nil.slot.every, nil.slot.number, nil.unit) for nil in sorted(nils)),
    )


def encoded(kept: Kept) -> bytes:
    """As JSON that people can read too."""
    return msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n"


def decoded(data: bytes, name: str, register: Register) -> Kept:
    """What a file of kept rows holds.

    Errors: UnreadableInput where it is none, or of another register.
    """
    try:
        kept = msgspec.json.decode(data, type=Kept)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UnreadableInput("registers/not_a_rows_file", place=Place(name)) from error
    if kept.register != register.key:
        raise UnreadableInput(
            "registers/file_of_other_register",
            place=Place(name),
            register=kept.register,
            name=register.key,
        )
    return kept


def opened(register: Register, kept: Kept) -> Opened:
    """Kept rows as rows; nothing in them is lost."""
    readings = [from_data(register, row.values, kept.year, row.state) for row in kept.rows]
    faults = tuple(
        replace(fault, row=number)
        for number, reading in enumerate(readings)
        for fault in reading.faults
    )
    rows = tuple(reading.row for reading in readings)
    nils = tuple(
        Nil(Slot(kept.year, nil.every, nil.number), nil.unit)
        for nil in kept.nils
        if 1 <= nil.number <= len(slots_of(kept.year, nil.every))
    )
    return Opened(kept.year, rows, nils, faults)


class Changed(Struct, frozen=True):
    """A kept row that the file has otherwise; both are counted from 0."""

    kept: int
    row: int
    fields: tuple[str, ...]


class Merging(Struct, frozen=True):
    """What taking a file in would do.

    Shape:  `new` are rows of the file, `absent` kept rows that the file has not: they stay, for a
            file may be a part; all count from 0.
    """

    new: tuple[int, ...]
    changed: tuple[Changed, ...]
    same: int
    absent: tuple[int, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the file was taken in before."""
        return not self.new and not self.changed


def merging(
    register: Register,
    kept: Sequence[Row],
    rows: Sequence[Row],
    told_fields: Collection[str] | None = None,
    each: Sequence[Collection[str]] | None = None,
) -> Merging:
    """Hold rows against those that are kept, by what identifies them.

    Shape:  where nothing does, a row that is alike in all is the same row, as often as it stands.
            `told_fields` are those that the file tells ("state" too), None for all, `each` those of
            every row's own sheet: what it does not tell stays as it is.
    """
    waiting: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(kept):
        waiting[row_key(register, row)].append(number)
    new: list[int] = []
    changed: list[Changed] = []
    same = 0
    for number, row in enumerate(rows):
        key = row_key(register, row)
        if not key or not waiting[key]:
            new.append(number)
            continue
        at = waiting[key].pop(0)
        fields = _differing(register, kept[at], row, told_fields if each is None else each[number])
        if fields:
            changed.append(Changed(at, number, fields))
        else:
            same += 1
    absent = sorted(at for left in waiting.values() for at in left)
    return Merging(tuple(new), tuple(changed), same, tuple(absent))


def merged(kept: Sequence[Row], rows: Sequence[Row], outcome: Merging) -> tuple[Row, ...]:
    """The kept rows with what the file brings; none is lost, and no more is changed."""
    result = list(kept)
    for change in outcome.changed:
        result[change.kept] = with_changes(kept[change.kept], rows[change.row], change.fields)
    return (*result, *(rows[number] for number in outcome.new))


def with_changes(kept: Row, row: Row, fields: Collection[str]) -> Row:
    """A kept row that takes some of its fields from another."""
    values = {name: value for name, value in kept.values.items() if name not in fields}
    values |= {name: value for name, value in row.values.items() if name in fields}
    left = {name: text for name, text in kept.left.items() if name not in fields}
    state = row.state if STATE in fields else kept.state
    return replace(kept, values=values, left=left, state=state)


def broken(register: Register, kept: Row, row: Row, after: Row) -> tuple[RowFault, ...]:
    """What is wrong with a changed row that neither the file's row nor the kept one had.

    Shape:  a file that tells some fields alone may contradict those that it does not tell.
    """
    had = {_same(fault) for each in (kept, row) for fault in check_row(register, each)}
    faults = check_row(register, after)
    return tuple(fault for fault in faults if fault.is_error and _same(fault) not in had)


def _same(fault: RowFault) -> tuple[str, str, Text]:
    return fault.code, fault.field, fault.message


def _differing(
    register: Register, kept: Row, row: Row, told_fields: Collection[str] | None
) -> tuple[str, ...]:
    names = [
        field.name
        for field in register.typed_fields
        if told_fields is None or field.name in told_fields
    ]
    differing = [name for name in names if kept.values.get(name) != row.values.get(name)]
    if (told_fields is None or STATE in told_fields) and row.state != kept.state:
        differing.append(STATE)
    return tuple(differing)


Texts = Mapping[str, str]  # what stands in the boxes of a row, by the names of its fields


class Meanwhile(Struct, frozen=True):
    """A row that somebody changed while a page with it was open.

    Shape:  `boxes` hold what was typed where anything was, else what stands now; `changed` names
            what is no longer as the page showed it, `both` what was typed there otherwise.
    """

    boxes: Texts
    changed: tuple[str, ...]
    both: tuple[str, ...]


def texts_of(register: Register, row: Row, context: Context) -> dict[str, str]:
    """A row as it would be typed; what cannot be read stands as it was written."""
    return {
        field.name: row.left.get(field.name) or typed(field, row.values.get(field.name), context)
        for field in register.typed_fields
        if field.name in row.values or field.name in row.left
    }


def touched(was: Texts, typed: Texts) -> tuple[str, ...]:
    """The fields in which something else was typed than stood there.

    Shape:  a field that `typed` does not name was not asked. Blanks around a text and the ends of
            its lines are the browser's.
    """
    return tuple(name for name, text in typed.items() if _plain(text) != _plain(was.get(name, "")))


def meanwhile(was: Texts, now: Texts, typed: Texts) -> Meanwhile:
    """Hold what was typed against what another made of the row."""
    mine = touched(was, typed)
    changed = tuple(
        name for name in dict.fromkeys((*was, *now)) if was.get(name, "") != now.get(name, "")
    )
    boxes = {**now, **{name: typed[name] for name in mine}}
    both = (name for name in mine if name in changed and touched(now, {name: typed[name]}))
    return Meanwhile(boxes, changed, tuple(both))


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def undecided_states(register: Register, row: Row) -> frozenset[str]:
    """Where a row may go from its state by ways that nobody decides on and lack no field.

    Shape:  its own state is among them. What somebody must decide, no file decides.
    """
    states, waiting = {row.state}, [row.state]
    while waiting:
        for way in register.moves_from(waiting.pop()):
            is_open = not way.is_decision and all(name in row.values for name in way.needs)
            if is_open and way.to not in states:
                states.add(way.to)
                waiting.append(way.to)
    return frozenset(states)
