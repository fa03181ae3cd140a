"""Rows: what was typed becomes values with what is wrong, and values become plain data and back.

Nothing that was typed is lost: what cannot be read stays in `Row.left` as it was written, so that
rows of before stay readable when the register changes under them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Place, Severity, Wrong
from prongsai.core.fiscal import first_of_month, year_of
from prongsai.core.messages import code_of, read_message
from prongsai.core.patterns import compiled
from prongsai.core.person_names import PersonName, person_names
from prongsai.core.personal_data import PersonalDatum, as_of_office, personal_data
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.formulas import is_oversized, parse, worked_out
from prongsai.core.registers.model import Progress, Register
from prongsai.core.registers.numbers import result_of
from prongsai.core.registers.values import (
    LONGEST,
    Context,
    Names,
    OtherYear,
    Value,
    choice_of,
    plain,
    read_value,
    shown,
)
from prongsai.core.text import Text, listed
from prongsai.core.thai import shorten

_LONGEST_KEY = 160
_NAMES_TOLD = 3
# Nine digits or more near each other, or the sign of a mail address.
_MAY_BE_OF_PERSONS = compiled(r"(?:\d[^0-9A-Za-zก-๙]{0,4}){9}|[@＠]|\bat\b")
_CORRECT = Text("แก้ช่องนี้แล้วลองใหม่", "correct this and try again")


class Row(Struct, frozen=True):
    """One row.

    Shape:  `values` holds the filled fields by name, none that is computed; `left` what stands in
            fields and cannot be read, or in fields that are no more, as it was written.
    """

    values: Mapping[str, Value]
    state: str = ""
    left: Mapping[str, str] = {}


class RowFault(Struct, frozen=True):
    """What is wrong with a row.

    Shape:  `field` is "" where it is about the whole row; `row` counts from 0 and is None where
            one row was looked at, or the fault is of no row; `other` is the row that it is like,
            `year` the fiscal year of a row of another one.
    """

    code: str
    message: Text
    field: str = ""
    row: int | None = None
    severity: Severity = Severity.ERROR
    next_step: Text | None = _CORRECT
    other: int | None = None
    year: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether it must be mended before the row can be kept."""
        return self.severity is Severity.ERROR

    def finding(self, *places: Place) -> Finding:
        """The same as a finding of a file, with its places."""
        code = f"register_{self.code}"
        return Finding(code, self.severity, self.message, places, self.next_step)


class RowReading(Struct, frozen=True):
    """A row and what is wrong with its values; `checks` look at what they are together."""

    row: Row
    faults: tuple[RowFault, ...] = ()


class RowReader:
    """Reads many rows of a register; what was read once is not read again."""

    def __init__(self, register: Register, context: Context) -> None:
        self._register = register
        self._context = context
        self._fields = register.typed_fields
        self._read: dict[tuple[str, str], Value | Wrong | None] = {}

    def read(self, typed: Mapping[str, str], state: str = "") -> RowReading:
        values: dict[str, Value] = {}
        left: dict[str, str] = {}
        faults: list[RowFault] = []
        for field in self._fields:
            text = typed.get(field.name)
            if not text:
                continue
            value = self._value(field, text)
            if isinstance(value, Wrong):
                left[field.name] = text
                faults.append(_unread(field, value))
            elif value is not None:
                values[field.name] = value
        row = Row(values, state or self._register.first_state, left)
        faults += _out_of_year(self._register, row, self._context.year)
        return RowReading(row, tuple(faults))

    def _value(self, field: Field, text: str) -> Value | Wrong | None:
        known = field.name, text
        if known not in self._read:
            try:
                self._read[known] = read_value(field, text, self._context)
            except Wrong as error:
                self._read[known] = error
        return self._read[known]


def read_row(
    register: Register, typed: Mapping[str, str], context: Context, state: str = ""
) -> RowReading:
    """The row that somebody typed, by names of fields; what cannot be read is told and left.

    Shape:  `state` is the row's, "" for that of a new row. Names that are no field's and computed
            fields are passed over.
    """
    return RowReader(register, context).read(typed, state)


def _unread(field: Field, error: Wrong) -> RowFault:
    if isinstance(error, OtherYear):
        return replace(_titled(field, "other_year", error.message), year=error.year)
    return _titled(field, "value", error.message)


def fault_of(
    key: str, field: Field, severity: Severity = Severity.ERROR, **values: object
) -> RowFault:
    """Make a fault of a field, under its title, whose message stands under `key`."""
    known = read_message(key, **values)
    fault = _titled(field, code_of(key), known.text, severity)
    return replace(fault, next_step=known.next_step) if known.next_step else fault


def _titled(
    field: Field, code: str, message: Text, severity: Severity = Severity.ERROR
) -> RowFault:
    return RowFault(code, listed((field.title, message), ": "), field.name, severity=severity)


def _out_of_year(register: Register, row: Row, year: int) -> list[RowFault]:
    """The row's day lies in another fiscal year than the one it is put into."""
    name = register.dated_by
    day = row.values.get(name or "")
    if name is None or register.lasting or not isinstance(day, date) or year_of(day) == year:
        return []
    field, own = register.named(name), year_of(day)
    return [_unread(field, OtherYear(shown(field, day), own, year))]


def personal_faults(register: Register, row: Row) -> list[RowFault]:
    """Numbers and addresses of persons that stand in free text: a warning for each field."""
    faults = []
    for field in register.typed_fields:
        text = row.values.get(field.name)
        if field.kind not in LONGEST or not isinstance(text, str):
            continue
        if not _MAY_BE_OF_PERSONS.search(text):
            continue  # a look that costs little before one that costs much
        datum = _personal(as_of_office(text) if field.of_office else text)
        if datum is not None:
            kind = datum.kind.label
            faults.append(
                fault_of(
                    "registers/personal", field, Severity.WARNING, kind=kind, masked=datum.masked
                )
            )
    return faults


def name_faults(register: Register, row: Row, before: Row | None = None) -> list[RowFault]:
    """What looks like the name of a person in free text: a warning for each field.

    Shape:  only of a register that names nobody; a text that stands in `before` already is passed.
    """
    faults = []
    for field in register.typed_fields if register.names_nobody else ():
        text = row.values.get(field.name)
        if field.kind not in LONGEST or not isinstance(text, str):
            continue
        if before is not None and before.values.get(field.name) == text:
            continue
        names = _names(text)
        if names:
            words = ", ".join(f"“{name.words}”" for name in names[:_NAMES_TOLD])
            faults.append(fault_of("registers/name", field, Severity.WARNING, words=words))
    return faults


@lru_cache(maxsize=2048)
def _names(text: str) -> tuple[PersonName, ...]:
    return person_names(text)


@lru_cache(maxsize=2048)
def _personal(text: str) -> PersonalDatum | None:
    return next(iter(personal_data(text)), None)


def with_computed(register: Register, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values with those of the computed fields; one of too many digits is left out."""
    return compute(register, values)[0]


def compute(
    register: Register, values: Mapping[str, Value]
) -> tuple[dict[str, Value], tuple[Field, ...]]:
    """The values with those of the computed fields, and the fields that have too many digits."""
    computed = dict(values)
    exact: dict[str, object] = dict(values)
    oversized = []
    for field in register.computed_fields:
        if field.result is None:
            continue
        value = worked_out(parse(field.formula), exact)
        if value is None:
            continue
        if is_oversized(value):
            oversized.append(field)
            continue
        exact[field.name] = value
        computed[field.name] = result_of(value, field.result)
    return computed, tuple(oversized)


def row_key(register: Register, row: Row) -> str:
    """By what a row is the same row again: what identifies it, or all that it holds.

    Shape:  readable where the register says what identifies a row, so that references to it are;
            "" where one of these fields is empty.
    """
    if not register.identified_by:
        pairs = sorted((name, plain(value)) for name, value in row.values.items())
        return blake2b(repr(pairs).encode(), digest_size=12).hexdigest()
    words = [row.values.get(name) for name in register.identified_by]
    if any(word is None for word in words):
        return ""
    key = " · ".join(str(plain(word)) for word in words if word is not None)
    if len(key) <= _LONGEST_KEY:
        return key
    digest = blake2b(key.encode(), digest_size=6).hexdigest()
    return f"{shorten(key, _LONGEST_KEY)} {digest}"


def row_name(register: Register, row: Row, context: Context | None = None) -> str:
    """By what people know a row."""
    labels = (
        shown(register.named(name), row.values.get(name), context).th for name in register.named_by
    )
    return " · ".join(filter(None, labels))


def order_of(register: Register, row: Row) -> tuple[tuple[bool, Decimal], ...]:
    """Where a row stands among others by what orders them; what is not filled stands last."""
    return tuple(_order(register.named(name), row.values.get(name)) for name in register.ordered_by)


def _order(field: Field, value: Value | None) -> tuple[bool, Decimal]:
    choices = [choice.key for choice in field.choices]
    place = choices.index(str(value)) if value in choices else value
    return (False, Decimal(place)) if isinstance(place, int | Decimal) else (True, Decimal(0))


def names_of_rows(register: Register, rows: Iterable[Row]) -> Names:
    """Rows as the names by which references of other registers find them."""
    return Names.from_words(
        (key, row_name(register, row)) for row in rows if (key := row_key(register, row))
    )


def day_of(register: Register, row: Row, year: int) -> date | None:
    """The day that places a row in its year; of a month its first."""
    value = row.values.get(register.dated_by or "")
    if isinstance(value, date):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return first_of_month(year, value)
    return None


def to_data(row: Row) -> dict[str, Any]:
    """A row's fields as plain data for JSON, what was left as it was written among them."""
    return {**row.left, **{name: plain(value) for name, value in row.values.items()}}


def from_data(
    register: Register, data: Mapping[str, Any], year: int, state: str = ""
) -> RowReading:
    """A row that was kept, though the register may have changed since: nothing is lost.

    Shape:  a field that was renamed (`was`) is read under its name of today; a choice that is
            offered no more stays; what stands in a field that is gone, or does not fit its kind
            any more, is in `Row.left` and told as a warning.
    """
    values: dict[str, Value] = {}
    left: dict[str, str] = {}
    faults: list[RowFault] = []
    for name, kept in data.items():
        field = register.field(name)
        if field is None or not field.is_typed:
            left[name] = _written(kept)
            written = shorten(left[name], 40)
            faults.append(_gone("registers/field_gone", name, name=name, written=written))
            continue
        try:
            value = _stored_value(field, _written(kept), Context(year))
        except Wrong as error:
            left[field.name] = _written(kept)
            faults.append(_titled(field, "outdated", error.message, Severity.WARNING))
            continue
        if value is not None and (name == field.name or field.name not in data):
            values[field.name] = value
    known = register.state(state)
    if register.states and known is None:
        faults.append(_gone("registers/state_gone", "state", state=state))
    return RowReading(Row(values, state, left), tuple(faults))


def _stored_value(field: Field, text: str, context: Context) -> Value | None:
    if field.kind is FieldKind.CHOICE:
        choice = choice_of(field, text)
        if choice is None:
            written = shorten(text, 40)
            raise Wrong("registers/choice_gone", written=written)
        return choice.key
    return read_value(field, text, context)


def _written(kept: object) -> str:
    if isinstance(kept, bool):
        return "yes" if kept else "no"
    return "" if kept is None else str(kept)


def _gone(key: str, field: str, **values: object) -> RowFault:
    """Tell of what the register has no more; whatever was written stays."""
    known = read_message(key, **values)
    return RowFault(
        code_of(key), known.text, field, severity=Severity.WARNING, next_step=known.next_step
    )


class Earlier(Struct, frozen=True):
    """A row as it was kept on a day."""

    row: Row
    kept_on: date


def is_later(progress: Progress, earlier: Earlier, last: date) -> bool:
    """Whether the progress of a row is of after a day; where it names none, when it was kept."""
    named = earlier.row.values.get(progress.day)
    return (named if isinstance(named, date) else earlier.kept_on) > last


def as_of(progress: Progress, row: Row, states: Iterable[Earlier], last: date) -> Row:
    """A row with the progress that it had on a day, all else as it is.

    Shape:  `states` are what was kept of it, newest first; without any of that time its progress
            is not known and stays empty.
    """
    then = next((state.row for state in states if not is_later(progress, state, last)), None)
    updated = (*progress.fields, progress.day)
    values = {name: value for name, value in row.values.items() if name not in updated}
    if then is not None:
        values |= {name: then.values[name] for name in updated if name in then.values}
    return replace(row, values=values)
