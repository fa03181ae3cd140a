"""What stands around a table and is no row: the month above it, the sheet of nothing, totals."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from prongsai.core.dates import dates_in
from prongsai.core.errors import Finding, Findings, Place, Severity, Wrong, finding
from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.matching import How, Match, Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import Slot, read_month, slot_of, slots_of
from prongsai.core.registers.rows import Row, with_computed
from prongsai.core.registers.rules import Every, Owing
from prongsai.core.registers.sheet import Head, Sheet
from prongsai.core.registers.values import Context, shown
from prongsai.core.text import Text
from prongsai.core.thai import mend_line, skeleton, squeeze

# The sheets that our own files have beside the one of the rows.
HELP_SHEET, NIL_SHEET = "คำอธิบาย", "ช่วงที่ไม่มีรายการ"
NIL_HEADINGS = (Text("ช่วงเวลา", "period"), Text("ส่วนราชการ", "unit"))
_QUARTER = compiled(r"(?:ไตรมาส(?:ที่)?|quarter)\s*([1-4])")


def month_above(register: Register, sheet: Sheet, head: Head, matching: Matching) -> Match | None:
    """The month of all rows of a sheet, where the register asks for it and no column says it."""
    field = next(
        (
            field
            for field in register.typed_fields
            if field.kind is FieldKind.MONTH and matching.column_of(field.name) is None
        ),
        None,
    )
    if field is None:
        return None
    for row in range(head.first - 1, -1, -1):
        for text in sheet.typed(row).values():
            spans = [span for _, _, span in dates_in(text) if span.first != span.last]
            if len(spans) == 1:
                return Match(squeeze(text), field.name, How.TITLE)
    try:
        read_month(sheet.title)
    except Wrong:
        return None
    return Match(sheet.title, field.name, How.TITLE)


def month_in(text: str) -> str:
    """The month that a title names, as it may be typed into a field."""
    months = [text[start:end] for start, end, span in dates_in(text) if span.first != span.last]
    return months[0] if months else text


def nils_in(
    register: Register, sheet: Sheet, context: Context, findings: Findings
) -> tuple[Nil, ...]:
    """What a sheet says of times with nothing to report; () for any other sheet."""
    if sheet.title != NIL_SHEET or register.rhythm is None:
        return ()
    nils: list[Nil] = []
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
                findings.error("register_nil", sheet.place_of(row), message=error.message)
            continue
        nils.append(Nil(slot, unit))
    return tuple(nils)


def read_slot(register: Register, text: str, year: int) -> Slot:
    """The time that a text names, of those in which the register is owed.

    Errors: Wrong where it is none, or of another year.
    """
    if register.rhythm is None:
        raise Wrong("registers/nothing_owed_in_register")
    slots = slots_of(year, register.rhythm.every)
    plain = skeleton(text)
    for slot in slots:
        if plain in (skeleton(slot.label.th), skeleton(slot.label.en)):
            return slot
    if quarter := _QUARTER.search(text):
        number = int(quarter[1])
        if len(slots) == 4:  # noqa: PLR2004 - the quarters
            return slots[number - 1]
    month = read_month(text)
    if month.fiscal_year not in (None, year):
        raise Wrong("registers/period_outside_year", text=text, year=year)
    return next(slot for slot in slots if month.month in slot.months)


def _unit(register: Register, text: str, context: Context) -> str:
    if register.rhythm is None or register.rhythm.owed_by is not Owing.UNIT:
        return ""
    if not text:
        raise Wrong("registers/unit_missing")
    if context.units is None:
        return text
    unit = context.units.find(text)
    if unit is None:
        raise Wrong("registers/unit_unknown", text=text)
    return unit


def slot_for(register: Register, day: date) -> Slot:
    """The time of a register's rhythm a day lies in; of the whole year where it has none."""
    return slot_of(day, register.rhythm.every if register.rhythm else Every.YEAR)


_TOTAL = compiled(
    r"(?:รวม|ยอดรวม|ผลรวม|รวมยอด|(?:grand\s+|sub-?\s?)?total|sum)"
    r"(?:\s*(?:ทั้งสิ้น|ทั้งหมด|ทั้งปี|เป็นเงิน|จำนวนเงิน|เงิน|ยอด|สะสม|จำนวน|ประจำ))*"
    r"(?:\s*(?:เดือน|ไตรมาส|งวด|หน้า|หมวด|แผนงาน|กอง|สำนัก|หน่วย|ด้าน|of|for)[^,;]{0,60})?"
    r"(?:\s*[0-9,]{1,7}\s*(?:รายการ|โครงการ|ราย|แห่ง|เรื่อง))?\s*:?",
    re.IGNORECASE,
)
# A label that only begins so is a total where little stands beside the sums.
_BEGINS = compiled(r"รวม|ยอดรวม|ผลรวม|(?:grand\s+)?total", re.IGNORECASE)


class Sums(Struct):
    """The rows that were taken, and how many of them stand above the last row that added up."""

    register: Register
    rows: list[Row] = field(default_factory=list)
    begins: int = 0

    def of_field(self, name: str) -> tuple[Decimal, Decimal]:
        """The sums of a field: of all rows, and of those since the last that added up."""
        values = [with_computed(self.register, row.values).get(name) for row in self.rows]
        known = [
            Decimal(value) if isinstance(value, Decimal | int) else Decimal(0) for value in values
        ]
        return sum(known, Decimal(0)), sum(known[self.begins :], Decimal(0))


def may_be_total(words: Iterable[str]) -> bool:
    """Whether any of the words of a row is one of totals: a look that costs little."""
    return any(
        "รวม" in word or "ยอด" in word or "otal" in word.lower() or word == "sum" for word in words
    )


def is_sum_of(heading: str) -> bool:
    """Whether a heading names the sum of the columns beside it.

    >>> is_sum_of("รวมทั้งสิ้น"), is_sum_of("รวมพลัง")
    (True, False)
    """
    return bool(_TOTAL.fullmatch(mend_line(heading)))


def is_total(texts: Mapping[str, str], words: Sequence[str], *, added: Sequence[str]) -> bool:
    """Whether a row adds up those above.

    Shape:  `texts` are the filled cells of the fields, `words` those of all columns that hold no
            number, `added` the fields of which sums mean something.

    >>> is_total({"paid": "300"}, ["รวมทั้งสิ้น"], added=["paid"])
    True
    >>> is_total({"what": "รวมพลังต้านทุจริต", "day": "3 ต.ค. 68"}, ["รวมพลังต้านทุจริต"], added=["paid"])
    False
    """
    labels = [mend_line(word) for word in words]
    if not labels:
        return False
    if any(_TOTAL.fullmatch(label) for label in labels) and len(labels) <= 2:  # noqa: PLR2004
        return True
    others = [name for name in texts if name not in added]
    has_sums = any(name in added for name in texts)
    return has_sums and len(labels) == 1 and len(others) <= 1 and bool(_BEGINS.match(labels[0]))


def of_total(
    fields: Sequence[tuple[Field, Decimal | int, Place]], sums: Sums, *, is_held: bool
) -> list[Finding]:
    """What is wrong with a row of totals; afterwards a new part begins.

    Shape:  `is_held` where rows above could not be read, so that nothing can be said of the sums.
    """
    findings = []
    for added_field, stated, place in fields:
        added = () if is_held else sums.of_field(added_field.name)
        if added and stated not in added:
            nearer = min(added, key=lambda each: abs(each - stated))
            findings.append(differs(added_field, stated, nearer, place))
    sums.begins = len(sums.rows)
    return findings


def differs(summed: Field, stated: Decimal | int, added: Decimal, place: Place) -> Finding:
    """A sum of the file that the rows do not come to."""
    apart = Decimal(stated) - added
    return finding(
        "registers/register_total_differs",
        Severity.ERROR,
        place,
        title=summed.title,
        total=shown(summed, stated),
        added=shown(summed, added),
        apart=shown(summed, apart),
    )
