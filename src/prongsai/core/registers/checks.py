"""What rows must be by themselves and together; every fault names its row and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from prongsai.core.errors import Severity
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.formulas import DIGITS, names_in, parse
from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import month_label
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
from prongsai.core.text import Text

Values = Mapping[str, Value]
_FILL_IN = Text("กรอกช่องนี้", "fill it in")
_ONCE_DONE = Text(
    "ตรวจวันและปี พ.ศ. หรือเว้นว่างไว้จนกว่าจะทำแล้ว",
    "look at day and year, or leave it empty until it is done",
)


def check_row(register: Register, row: Row, on: date | None = None) -> tuple[RowFault, ...]:
    """What is wrong with one row; `on` is the day by which something is late, or still to come.

    Shape:  a field that could not be read is told by `read_row` alone.
    """
    values, oversized = compute(register, row.values)
    faults = [_oversized(register, field) for field in oversized]
    for field in register.typed_fields:
        value = row.values.get(field.name)
        if value is None:
            faults += [_missing(field)] if field.required else []
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
    return tuple(sorted(faults, key=lambda one: (one.row is None, one.row or 0)))


def holds(condition: Condition | None, register: Register, row: Row, values: Values) -> bool:
    """Whether a row is one of those that a condition speaks of."""
    if condition is None:
        return True
    if condition.of == STATE:
        return row.state in condition.among if condition.among else bool(row.state)
    value = values.get(condition.of)
    if not condition.among:
        return (value is not None) is condition.filled
    told = _told(register.named(condition.of), value)
    return told in condition.among


def _told(field: Field, value: Value | None) -> str:
    if field.kind is FieldKind.YES_NO and value is not None:
        return "yes" if value else "no"
    return "" if value is None else str(plain(value))


def _missing(field: Field) -> RowFault:
    said = fault_of(field, "missing", Text("ยังไม่ได้กรอก", "is not filled in"))
    return replace(said, next_step=_FILL_IN)


def _oversized(register: Register, field: Field) -> RowFault:
    needed = [register.named(name) for name in dict.fromkeys(names_in(parse(field.formula)))]
    said = fault_of(
        field,
        "too_large",
        Text(
            f"ผลคำนวณมีเกิน {DIGITS} หลัก หรือหารต่อกันมากเกินไป",
            f"comes to more than {DIGITS} digits, or of too many divisions",
        ),
    )
    step = Text(
        f"ตรวจตัวเลขในช่อง {', '.join(one.title.th for one in needed)}",
        f"look at the numbers in {', '.join(one.title.en for one in needed)}",
    )
    return replace(said, next_step=step)


def _bounded(
    field: Field, value: Decimal | int, least: Decimal | None, most: Decimal | None
) -> Iterator[RowFault]:
    told = shown(field, value).th
    if least is not None and value < least:
        said = Text(f"{told} น้อยกว่า {least:,f}", f"{told} is less than {least:,f}")
        yield fault_of(field, "range", said)
    if most is not None and value > most:
        said = Text(f"{told} มากกว่า {most:,f}", f"{told} is more than {most:,f}")
        yield fault_of(field, "range", said)


def _weighed(check: Check, faults: Iterator[RowFault]) -> Iterator[RowFault]:
    """Faults as a check weighs them, in its own words where it has some."""
    for fault in faults:
        severity = Severity.WARNING if check.kind is CheckKind.DUE else check.severity
        yield replace(fault, severity=severity, message=check.message or fault.message)


def _required(
    register: Register, check: Check, values: Values, _: date | None
) -> Iterator[RowFault]:
    for name in check.fields:
        field = register.named(name)
        if values.get(name) is None and not field.required:
            yield _missing(field)


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
            told, bound = shown(field, value).th, shown(limit, most).th
            said = Text(
                f"{told} มากกว่า{limit.title.th} {bound}",
                f"{told} is more than {limit.title.en}, {bound}",
            )
            yield fault_of(field, "over", said)


def _sum(register: Register, check: Check, values: Values, _: date | None) -> Iterator[RowFault]:
    total = register.named(check.total or "")
    told = values.get(total.name)
    parts = [values.get(name) for name in check.fields]
    known = [part for part in parts if isinstance(part, Decimal | int)]
    if not isinstance(told, Decimal | int) or not known:
        return
    found = sum(known, Decimal(0))
    if found != told:
        shown_sum, shown_total = shown(total, found).th, shown(total, told).th
        said = Text(
            f"บอก {shown_total} แต่ช่องย่อยรวมได้ {shown_sum}",
            f"says {shown_total}, the parts come to {shown_sum}",
        )
        yield fault_of(total, "sum", said)


def _order(register: Register, check: Check, values: Values, _: date | None) -> Iterator[RowFault]:
    before: tuple[Field, date] | None = None
    for name in check.fields:
        field, day = register.named(name), values.get(name)
        if not isinstance(day, date):
            continue
        if before is not None and day < before[1]:
            earlier, first = before[0].title, shown(before[0], before[1])
            said = Text(
                f"{shown(field, day).th} อยู่ก่อน{earlier.th} {first.th}",
                f"{shown(field, day).en} is before {earlier.en}, {first.en}",
            )
            yield fault_of(field, "order", said)
        before = field, day


def _due(register: Register, check: Check, values: Values, on: date | None) -> Iterator[RowFault]:
    due, done = (register.named(name) for name in check.fields[:2])
    day = values.get(due.name)
    if on is None or not isinstance(day, date) or values.get(done.name) is not None or day >= on:
        return
    late = (on - day).days
    said = Text(
        f"เลยกำหนด {late} วันแล้ว ยังไม่มี{done.title.th}",
        f"is over by {late} days and {done.title.en} is not filled in",
    )
    yield replace(fault_of(due, "late", said), next_step=Text("ติดตาม", "follow it up"))


def _happened(
    register: Register, check: Check, values: Values, on: date | None
) -> Iterator[RowFault]:
    for name in check.fields:
        field, day = register.named(name), values.get(name)
        if on is not None and isinstance(day, date) and day > on:
            told = shown(field, day)
            said = Text(f"{told.th} ยังมาไม่ถึง", f"{told.en} has not come yet")
            yield replace(fault_of(field, "to-come", said), next_step=_ONCE_DONE)


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
    """Rows that must not be alike."""
    keys = [row_key(register, row) for row in rows] if register.identified_by else []
    yield from _twice(register, register.identified_by, keys)
    for field in register.fields:
        if field.unique:
            told = [_told(field, row.values.get(field.name)) for row in rows]
            yield from _twice(register, (field.name,), told)
    for check in register.checks:
        if check.kind is CheckKind.UNIQUE:
            values = [[row.values.get(name) for name in check.fields] for row in rows]
            told = ["" if None in found else repr(found) for found in values]
            yield from _weighed(check, _twice(register, check.fields, told))


def _twice(register: Register, names: Sequence[str], keys: Sequence[str]) -> Iterator[RowFault]:
    first: dict[str, int] = {}
    titles = [register.named(name).title for name in names]
    for number, key in enumerate(keys):
        if not key:
            continue
        if key in first:
            said = Text(
                f"{' + '.join(one.th for one in titles)} ซ้ำกับแถวก่อนหน้า",
                f"{' + '.join(one.en for one in titles)}: the same as an earlier row",
            )
            step = Text("ลบแถวที่ซ้ำ หรือแก้ให้ต่างกัน", "delete one of the two, or correct it")
            yield RowFault("twice", said, names[0], number, next_step=step, other=first[key])
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
            said = Text(f"ไม่มีแถวของเดือน{name.th}", f"there is no row of {name.en}")
            yield from _weighed(check, iter([RowFault("month_empty", said, next_step=_FILL_IN)]))
        for number in there:
            for one in check.fields:
                if rows[number].values.get(one) is None:
                    field = register.named(one)
                    said = Text(f"เดือน{name.th}ต้องมีข้อมูล", f"must be filled in {name.en}")
                    fault = replace(fault_of(field, "month_empty", said), row=number)
                    yield from _weighed(check, iter([fault]))
