"""The rows below a heading: which are rows, which add up, which say that there was nothing."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from prongsai.core.dates import buddhist_year, common_era
from prongsai.core.errors import Findings, Place, Severity, Wrong
from prongsai.core.fiscal import years_in
from prongsai.core.messages import read_message, read_words
from prongsai.core.patterns import compiled
from prongsai.core.registers import numbers
from prongsai.core.registers.damage import row_faults
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.matching import YEAR, How, Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.rows import Row, RowFault, RowReader, day_of, fault_of, with_computed
from prongsai.core.registers.rules import STATE, Owing
from prongsai.core.registers.sheet import Head, Sheet, counts_columns
from prongsai.core.registers.titles import (
    Sums,
    is_total,
    may_be_total,
    month_in,
    of_total,
    slot_for,
)
from prongsai.core.registers.values import Context, OtherYear, read_value, shown
from prongsai.core.text import listed
from prongsai.core.thai import shorten, skeleton, squeeze

_QUOTED = 60
_CENTURIES, _NEAR = 600, 5  # "68" is 2568, not 1968
_WIDE = 3  # a title over a part of the table covers as many columns
_FEW = 2
_NOTHING = compiled(
    r"[-–—]?\s*(?:ไม่มี(?:รายการ|ข้อมูล|การ|ผู้|เรื่อง|ของขวัญ|กิจกรรม|$)|ไม่ได้จัดซื้อ|ไม่ปรากฏ|nil\b|none\b|nothing\b).{0,80}",
    re.IGNORECASE,
)
_FOOT = compiled(
    r"(?:ลงชื่อ|ลงนาม|หมายเหตุ|ผู้จัดทำ|ผู้รายงาน|ผู้ตรวจ|ตำแหน่ง|ข้อมูล\s?ณ|ที่มา|\(\s*[.…]|\(\s*\)|[.…_]{4,}|\*).*"
)


class Taken(Struct, frozen=True):
    """A row of the file with what is wrong with its values."""

    row: Row
    faults: tuple[RowFault, ...]
    sheet: Sheet
    number: int
    columns: Mapping[str, int]

    def place(self, field: str = "") -> Place:
        """The place of the row, or of the cell of a field with what stands there."""
        column = self.columns.get(field)
        if column is None:
            words = [text for text in self.sheet.rows[self.number] if text.strip()][:3]
            quote = shorten(squeeze(" | ".join(words)), _QUOTED)
            return self.sheet.place_of(self.number, None, quote or None)
        quote = shorten(squeeze(self.sheet.cell(self.number, column)), _QUOTED)
        return self.sheet.place_of(self.number, column, quote or None)


class TablePart(Struct):
    """What one table holds."""

    taken: list[Taken]
    nils: list[Nil]
    totals: int = 0


class TableReader:
    """Reads one table."""

    def __init__(
        self,
        register: Register,
        sheet: Sheet,
        head: Head,
        matching: Matching,
        context: Context,
        defaults: Mapping[str, str],
    ) -> None:
        """`defaults` are what stands in a field of which no column tells."""
        self.register, self.sheet, self.head, self.context = register, sheet, head, context
        self.columns = {
            match.field: match.column for match in matching.matches if match.column is not None
        }
        titles = {
            match.field: month_in(match.heading)
            for match in matching.matches
            if match.how is How.TITLE
        }
        self.given = {**defaults, **titles}
        self.fields = {field.name: field for field in register.fields}
        self.added = [field.name for field in register.fields if field.can_be_added]
        self.made = [field for field in register.computed_fields if field.name in self.columns]
        kinds = (FieldKind.DATE, FieldKind.MONTH, FieldKind.YES_NO, FieldKind.COMPUTED)
        self.texts = {
            self.columns[field.name]
            for field in register.fields
            if field.name in self.columns and not (field.kind.is_number or field.kind in kinds)
        }
        self.titles = {
            column: self.fields[name].title.th
            for name, column in self.columns.items()
            if name in self.fields
        }
        self.headed = {*head.words, *self.columns.values()}
        self.is_plain = not (sheet.under or sheet.beside)

    def read(self, reader: RowReader, findings: Findings) -> TablePart:
        """Every row below the heading."""
        part, sums, is_held = TablePart([], []), Sums(self.register), False
        for number in range(self.head.last + 1, len(self.sheet.rows)):
            typed = self._typed(number)
            if not typed or self.head.is_repeated(typed) or counts_columns(typed):
                continue
            texts = self._texts(number)
            if number in self.sheet.hidden_rows:
                findings.items += row_faults(self.sheet, number, {})
                is_held = True
            elif self._is_total(typed, texts):
                faults = of_total(self._stated_sums(number, texts), sums, is_held=is_held)
                findings.items += faults
                part.totals += not faults and not is_held
            elif self._is_no_row(number, typed, texts):
                place = Taken(Row({}), (), self.sheet, number, {}).place()
                findings.note("registers/register_line_passed_over", place)
            elif (nil := self._nil(texts)) is not None:
                self._take_nil(nil, number, part, findings)
            else:
                findings.items += row_faults(
                    self.sheet, number, self.titles, texts=self.texts, headed=self.headed
                )
                taken = self._taken(reader, number, texts)
                part.taken.append(taken)
                sums.rows.append(taken.row)
                is_held |= any(fault.field in self.added for fault in taken.faults)
        return part

    def _typed(self, number: int) -> dict[int, str]:
        if self.is_plain:
            cells = enumerate(self.sheet.rows[number])
            return {column: text for column, text in cells if text and not text.isspace()}
        return self.sheet.typed(number)

    def _texts(self, number: int) -> dict[str, str]:
        """What fills the fields: a cell that is merged downwards fills each row."""
        cells = self.sheet.rows[number]
        width = len(cells)
        texts = dict(self.given)
        for name, column in self.columns.items():
            if column < width and (self.is_plain or (number, column) not in self.sheet.beside):
                text = cells[column]
                if column in self.texts and self.sheet.displayed:
                    text = self.sheet.text(number, column)
                if text and not text.isspace():
                    texts[name] = text
        return texts

    def _filled(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The fields that the row itself fills."""
        return {name: text for name, text in texts.items() if name in self.columns}

    def _is_total(self, typed: Mapping[int, str], texts: Mapping[str, str]) -> bool:
        if not may_be_total(typed.values()):
            return False
        words = [text for text in typed.values() if numbers.number(text.strip()) is None]
        words = [text for text in words if not numbers.is_dash(text.strip())]
        if len(words) > _FEW:
            return False
        return is_total(self._filled(texts), words, added=self.added)

    def _stated_sums(
        self, number: int, texts: Mapping[str, str]
    ) -> list[tuple[Field, Decimal | int, Place]]:
        """The sums that a row of totals tells."""
        sums: list[tuple[Field, Decimal | int, Place]] = []
        for name in self.added:
            text = self._filled(texts).get(name, "").strip()
            value = numbers.number(text) if text else None
            if value is not None:
                place = self.sheet.place_of(number, self.columns[name], text)
                sums.append((self.fields[name], value, place))
        return sums

    def _is_no_row(self, number: int, typed: Mapping[int, str], texts: Mapping[str, str]) -> bool:
        """Whether a line is a title over a part of the table, or stands below its end."""
        own = [name for name in self._filled(texts) if self.columns[name] in typed]
        if not own:
            return True
        column, text = next(iter(typed.items()))
        if len(typed) <= _FEW and _FOOT.fullmatch(squeeze(text)):
            return True
        covers = ((number, column + step) in self.sheet.beside for step in range(1, _WIDE))
        return len(typed) == 1 and all(covers)

    def _nil(self, texts: Mapping[str, str]) -> str | None:
        """The words by which a row says that there was nothing; None for any other row."""
        rhythm = self.register.rhythm
        if rhythm is None or not rhythm.nil:
            return None
        placing = (FieldKind.MONTH, FieldKind.DATE, FieldKind.UNIT)
        words = [
            squeeze(text)
            for name, text in self._filled(texts).items()
            if name not in self.fields or self.fields[name].kind not in placing
        ]
        nothing = [text for text in words if _NOTHING.fullmatch(text)]
        rest = [text for text in words if text not in nothing and not _is_empty(text)]
        return nothing[0] if nothing and not rest else None

    def _take_nil(self, words: str, number: int, part: TablePart, findings: Findings) -> None:
        """A time with nothing to report, where the row or the title tells which."""
        texts = self._texts(number)
        place = self.sheet.place_of(number, None, shorten(words, _QUOTED))
        try:
            part.nils.append(self._nil_of(texts))
        except Wrong as error:
            findings.error("register_nil", place, message=error.message)

    def _nil_of(self, texts: Mapping[str, str]) -> Nil:
        name = self.register.dated_by or ""
        value = read_value(self.fields[name], texts.get(name, ""), self.context)
        day = None
        if value is not None:
            day = day_of(self.register, Row({name: value}), self.context.year)
        if day is None:
            raise Wrong("registers/nothing_without_period")
        unit = ""
        if self.register.rhythm is not None and self.register.rhythm.owed_by is Owing.UNIT:
            owner = self.fields[self.register.owned_by or ""]
            unit_key = read_value(owner, texts.get(owner.name, ""), self.context)
            if unit_key is None:
                raise Wrong("registers/row_unit_missing")
            unit = str(unit_key)
        return Nil(slot_for(self.register, day), unit)

    def _taken(self, reader: RowReader, number: int, texts: Mapping[str, str]) -> Taken:
        state, faults = self._state(texts)
        reading = reader.read(texts, state)
        faults += reading.faults
        faults += self._of_year(texts)
        faults += self._merged(number)
        faults += self._short_years(number, reading.row)
        faults += self._computed(reading.row, texts)
        return Taken(reading.row, tuple(faults), self.sheet, number, self.columns)

    def _state(self, texts: Mapping[str, str]) -> tuple[str, list[RowFault]]:
        text = texts.get(STATE, "")
        if not text:
            return "", []
        for state in self.register.states:
            if skeleton(text) in map(skeleton, (state.key, state.title.th, state.title.en)):
                return state.key, []
        known = listed(state.title for state in self.register.states)
        unknown = read_message("registers/state", text=text, known=known)
        return "", [RowFault("state", unknown.text, STATE)]

    def _merged(self, number: int) -> Iterator[RowFault]:
        """Sums merged over several rows: they would be added up in each."""
        for name in self.added:
            at = number, self.columns.get(name, -1)
            if at in self.sheet.under and self.sheet.cell(*at).strip():
                yield fault_of("registers/merged_sum", self.fields[name])

    def _short_years(self, number: int, row: Row) -> Iterator[RowFault]:
        """Days of the sixties, which a spreadsheet makes of Buddhist years of two digits."""
        for name, column in self.columns.items():
            day = row.values.get(name)
            is_made = self.sheet.origin(number, column) in self.sheet.damaged
            if not (is_made and isinstance(day, date)):
                continue
            meant = common_era(day.year + _CENTURIES)
            if abs(meant - common_era(self.context.year)) <= _NEAR:
                yield fault_of(
                    "registers/short_year",
                    self.fields[name],
                    Severity.WARNING,
                    buddhist=buddhist_year(day),
                    later=day.year + 600,
                    year=day.year,
                    short=day.year % 100,
                )

    def _of_year(self, texts: Mapping[str, str]) -> list[RowFault]:
        """The row's column of the fiscal year names another one."""
        if YEAR not in texts:
            return []
        years = [year for _, year in years_in(texts[YEAR])]
        asked = self.context.year
        if not years or years == [asked]:
            return []
        other = OtherYear(read_words("registers/this_row"), years[0], asked)
        return [RowFault("other_year", other.message, YEAR, year=other.year)]

    def _computed(self, row: Row, texts: Mapping[str, str]) -> list[RowFault]:
        """Figures of the file that differ from what the program works out."""
        faults = []
        for field in self.made:
            stated = numbers.number(texts.get(field.name, "").strip().removesuffix("%").strip())
            computed = with_computed(self.register, row.values).get(field.name)
            if stated is None or not isinstance(computed, Decimal | int) or row.left:
                continue
            if abs(Decimal(computed) - stated) > Decimal("0.01"):
                faults.append(
                    fault_of(
                        "registers/computed_differs",
                        field,
                        Severity.WARNING,
                        value=stated,
                        found=shown(field, computed),
                    )
                )
        return faults


def _is_empty(text: str) -> bool:
    return numbers.is_dash(text) or numbers.number(text) == 0
