"""What stands around a table and is no row: the month above it, and the sheet of nothing."""

from __future__ import annotations

from datetime import date

from prongsai.core.dates import dates_in
from prongsai.core.errors import Findings, Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.matching import How, Match, Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import Slot, read_month, slot_of, slots_of
from prongsai.core.registers.rules import Every, Owing
from prongsai.core.registers.sheet import Head, Sheet
from prongsai.core.registers.values import Context
from prongsai.core.text import Text
from prongsai.core.thai import skeleton, squeeze

# The sheets that our own files have beside the one of the rows.
HELP_SHEET, NIL_SHEET = "คำอธิบาย", "ช่วงที่ไม่มีรายการ"
NIL_HEADINGS = (Text("ช่วงเวลา", "period"), Text("ส่วนราชการ", "unit"))
_QUARTER = compiled(r"(?:ไตรมาส(?:ที่)?|quarter)\s*([1-4])")


def month_above(register: Register, sheet: Sheet, head: Head, matching: Matching) -> Match | None:
    """The month of all rows of a sheet, where the register asks for it and no column says it."""
    field = next(
        (
            one
            for one in register.typed_fields
            if one.kind is FieldKind.MONTH and matching.column_of(one.name) is None
        ),
        None,
    )
    if field is None:
        return None
    for row in range(head.first - 1, -1, -1):
        for text in sheet.typed(row).values():
            found = [span for _, _, span in dates_in(text) if span.first != span.last]
            if len(found) == 1:
                return Match(squeeze(text), field.name, How.TITLE)
    try:
        read_month(sheet.title)
    except Wrong:
        return None
    return Match(sheet.title, field.name, How.TITLE)


def month_in(text: str) -> str:
    """The month that a title names, as it may be typed into a field."""
    found = [text[start:end] for start, end, span in dates_in(text) if span.first != span.last]
    return found[0] if found else text


def nils_in(
    register: Register, sheet: Sheet, context: Context, findings: Findings
) -> tuple[Nil, ...]:
    """What a sheet says of times with nothing to report; () for any other sheet."""
    if sheet.title != NIL_SHEET or register.rhythm is None:
        return ()
    found: list[Nil] = []
    known = {skeleton(word) for text in NIL_HEADINGS for word in (text.th, text.en)}
    for row in range(len(sheet.rows)):
        cells = [text.strip() for text in sheet.rows[row]]
        words = {skeleton(text) for text in cells if text}
        if not words or words & known or len(cells) < 1 or not cells[0]:
            continue
        try:
            slot = read_slot(register, cells[0], context.year)
            unit = _unit(register, cells[1] if len(cells) > 1 else "", context)
        except Wrong as error:
            if row:  # the first line is a title
                findings.error("register_nil", error.message, sheet.place_of(row))
            continue
        found.append(Nil(slot, unit))
    return tuple(found)


def read_slot(register: Register, text: str, year: int) -> Slot:
    """The time that a text names, of those in which the register is owed.

    Errors: Wrong where it is none, or of another year.
    """
    if register.rhythm is None:
        raise Wrong(Text("ทะเบียนนี้ไม่มีรอบรายงาน", "nothing is owed in this register"))
    slots = slots_of(year, register.rhythm.every)
    plain = skeleton(text)
    for slot in slots:
        if plain in (skeleton(slot.label.th), skeleton(slot.label.en)):
            return slot
    if found := _QUARTER.search(text):
        number = int(found[1])
        if len(slots) == 4:  # noqa: PLR2004 - the quarters
            return slots[number - 1]
    month = read_month(text)
    if month.fiscal_year not in (None, year):
        raise Wrong(Text(f"“{text}” ไม่อยู่ในปีงบประมาณ {year}", f"“{text}” is not in {year}"))
    return next(slot for slot in slots if month.month in slot.months)


def _unit(register: Register, text: str, context: Context) -> str:
    if register.rhythm is None or register.rhythm.owed_by is not Owing.UNIT:
        return ""
    if not text:
        raise Wrong(Text("ไม่บอกส่วนราชการ", "it does not say which unit"))
    if context.units is None:
        return text
    found = context.units.find(text)
    if found is None:
        raise Wrong(Text(f"ไม่มีส่วนราชการ “{text}”", f"there is no unit “{text}”"))
    return found


def slot_for(register: Register, day: date) -> Slot:
    """The time of a register's rhythm a day lies in; of the whole year where it has none."""
    return slot_of(day, register.rhythm.every if register.rhythm else Every.YEAR)
