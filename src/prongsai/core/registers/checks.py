"""What rows must be by themselves and together; every fault names its row and field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from prongsai.core.dates import month_label
from prongsai.core.errors import Severity
from prongsai.core.messages import read_message
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.formulas import DIGITS, names_in, parse
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import (
    Row,
    RowFault,
    compute,
    day_of,
    fault_of,
    name_faults,
    personal_faults,
    row_key,
)
from prongsai.core.registers.rules import STATE, Check, CheckKind, Condition
from prongsai.core.registers.values import Value, plain, shown
from prongsai.core.text import listed

Values = Mapping[str, Value]


def check_row(register: Register, row: Row, on: date | None = None) -> tuple[RowFault, ...]:
    """What is wrong with one row; `on` is the day by which something is late, or still to come.

    Shape:  a field that could not be read is told by `read_row` alone.
    """
    values, oversized = compute(register, row.values)
    faults = [_oversized(register, field) for field in oversized]
    for field in register.typed_fields:
        value = row.values.get(field.name)
        if value is None:
            faults += [fault_of("registers/missing", field)] if field.required else []
        elif field.kind.is_number and isinstance(value, Decimal | int):
            faults += _bounded(field, value, field.least, field.most)
    for check in register.checks:
        look = _ROW_CHECKS.get(check.kind)
        if look is not None and holds(check.when, register, row, values):
            faults += _weighed(check, look(register, check, values, on))
    left = [fault for fault in faults if fault.field not in row.left]
    return (*left, *personal_faults(register, row), *name_faults(register, row))


def check_rows(
    register: Register, rows: Sequence[Row], year: int, on: date | None = None
) -> tuple[RowFault, ...]:
    """What is wrong with rows of a year, each by itself and beside the others."""
    faults = [
        replace(fault, row=number)
        for number, row in enumerate(rows)
        for fault in check_row(register, row, on)
    ]
    faults += _alike(register, rows)
    for check in register.checks:
        if check.kind is CheckKind.FILLED_IN_MONTH:
            faults += _of_months(register, check, rows, year)
    return tuple(sorted(faults, key=lambda fault: (fault.row is None, fault.row or 0)))


def holds(condition: Condition | None, register: Register, row: Row, values: Values) -> bool:
    """Whether a row is one of those that a condition speaks of."""
    if condition is None:
        return True
    if condition.of == STATE:
        return row.state in condition.among if condition.among else bool(row.state)
    value = values.get(condition.of)
    if not condition.among:
        return (value is not None) is condition.filled
    text = _plain_text(register.named(condition.of), value)
    return text in condition.among


def _plain_text(field: Field, value: Value | None) -> str:
    if field.kind is FieldKind.YES_NO and value is not None:
        return "yes" if value else "no"
    return "" if value is None else str(plain(value))


def _oversized(register: Register, field: Field) -> RowFault:
    needed = [register.named(name) for name in dict.fromkeys(names_in(parse(field.formula)))]
    titles = listed([operand.title for operand in needed])
    return fault_of("registers/too_large", field, digits=DIGITS, titles=titles)


def _bounded(
    field: Field, value: Decimal | int, least: Decimal | None, most: Decimal | None
) -> Iterator[RowFault]:
    label = shown(field, value).th
    if least is not None and value < least:
        yield fault_of("registers/range.too_little", field, value=label, least=least)
    if most is not None and value > most:
        yield fault_of("registers/range.too_much", field, value=label, most=most)


def _weighed(check: Check, faults: Iterator[RowFault]) -> Iterator[RowFault]:
    for fault in faults:
        severity = Severity.WARNING if check.kind is CheckKind.DUE else check.severity
        yield replace(fault, severity=severity, message=check.message or fault.message)


def _required(
    register: Register, check: Check, values: Values, _: date | None
) -> Iterator[RowFault]:
    for name in check.fields:
        field = register.named(name)
        if values.get(name) is None and not field.required:
            yield fault_of("registers/missing", field)


def _range(register: Register, check: Check, values: Values, _: date | None) -> Iterator[RowFault]:
    for name in check.fields:
        value = values.get(name)
        if isinstance(value, Decimal | int):
            yield from _bounded(register.named(name), value, check.least, check.most)


def _not_over(
    register: Register, check: Check, values: Values, _: date | None
) -> Iterator[RowFault]:
    limit = register.named(check.limit or "")
    most = values.get(limit.name)
    for name in check.fields:
        value, field = values.get(name), register.named(name)
        if not isinstance(value, Decimal | int) or not isinstance(most, Decimal | int):
            continue
        if value > most:
            label, bound = shown(field, value).th, shown(limit, most).th
            yield fault_of("registers/over", field, value=label, title=limit.title, limit=bound)


def _sum(register: Register, check: Check, values: Values, _: date | None) -> Iterator[RowFault]:
    total = register.named(check.total or "")
    stated = values.get(total.name)
    parts = [values.get(name) for name in check.fields]
    known = [part for part in parts if isinstance(part, Decimal | int)]
    if not isinstance(stated, Decimal | int) or not known:
        return
    added = sum(known, Decimal(0))
    if added != stated:
        shown_sum, shown_total = shown(total, added).th, shown(total, stated).th
        yield fault_of("registers/sum", total, total=shown_total, sum=shown_sum)


def _order(register: Register, check: Check, values: Values, _: date | None) -> Iterator[RowFault]:
    before: tuple[Field, date] | None = None
    for name in check.fields:
        field, day = register.named(name), values.get(name)
        if not isinstance(day, date):
            continue
        if before is not None and day < before[1]:
            earlier, first = before[0].title, shown(before[0], before[1])
            yield fault_of(
                "registers/order", field, day=shown(field, day), earlier=earlier, earlier_day=first
            )
        before = field, day


def _due(register: Register, check: Check, values: Values, on: date | None) -> Iterator[RowFault]:
    due, done = (register.named(name) for name in check.fields[:2])
    day = values.get(due.name)
    if on is None or not isinstance(day, date) or values.get(done.name) is not None or day >= on:
        return
    late = (on - day).days
    yield fault_of("registers/late", due, late=late, title=done.title)


def _happened(
    register: Register, check: Check, values: Values, on: date | None
) -> Iterator[RowFault]:
    for name in check.fields:
        field, day = register.named(name), values.get(name)
        if on is not None and isinstance(day, date) and day > on:
            label = shown(field, day)
            yield fault_of("registers/to-come", field, value=label)


_Look = Callable[[Register, Check, Values, date | None], Iterator[RowFault]]
_ROW_CHECKS: dict[CheckKind, _Look] = {
    CheckKind.REQUIRED: _required,
    CheckKind.RANGE: _range,
    CheckKind.NOT_OVER: _not_over,
    CheckKind.SUM: _sum,
    CheckKind.ORDER: _order,
    CheckKind.DUE: _due,
    CheckKind.HAPPENED: _happened,
}


def _alike(register: Register, rows: Sequence[Row]) -> Iterator[RowFault]:
    keys = [row_key(register, row) for row in rows] if register.identified_by else []
    yield from _twice(register, register.identified_by, keys)
    for field in register.fields:
        if field.unique:
            texts = [_plain_text(field, row.values.get(field.name)) for row in rows]
            yield from _twice(register, (field.name,), texts)
    for check in register.checks:
        if check.kind is CheckKind.UNIQUE:
            values = [[row.values.get(name) for name in check.fields] for row in rows]
            texts = ["" if None in row_values else repr(row_values) for row_values in values]
            yield from _weighed(check, _twice(register, check.fields, texts))


def _twice(register: Register, names: Sequence[str], keys: Sequence[str]) -> Iterator[RowFault]:
    first: dict[str, int] = {}
    titles = listed([register.named(name).title for name in names], " + ")
    for number, key in enumerate(keys):
        if not key:
            continue
        if key in first:
            twice = read_message("registers/twice", titles=titles)
            yield RowFault(
                "twice", twice.text, names[0], number, next_step=twice.next_step, other=first[key]
            )
        first.setdefault(key, number)


def _of_months(
    register: Register, check: Check, rows: Sequence[Row], year: int
) -> Iterator[RowFault]:
    """Rows of a month that lack what must not be empty in it, or no row at all."""
    for month in check.months:
        name = month_label(month)
        there = [
            number
            for number, row in enumerate(rows)
            if (day := day_of(register, row, year)) is not None and day.month == month
        ]
        if not there and not check.fields:
            empty = read_message("registers/month_empty", name=name)
            fault = RowFault("month_empty", empty.text, next_step=empty.next_step)
            yield from _weighed(check, iter([fault]))
        for number in there:
            for field_name in check.fields:
                if rows[number].values.get(field_name) is None:
                    field = register.named(field_name)
                    fault = replace(
                        fault_of("registers/month_empty.field", field, name=name), row=number
                    )
                    yield from _weighed(check, iter([fault]))
