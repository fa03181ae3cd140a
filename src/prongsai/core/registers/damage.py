"""Cells that a spreadsheet changed, or under no heading: told by line and cell, never guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec.structs import replace

from prongsai.core.dates import read_date
from prongsai.core.errors import Finding, Place, Severity, UnreadableInput
from prongsai.core.patterns import compiled
from prongsai.core.registers.sheet import Cell, Sheet
from prongsai.core.text import Text
from prongsai.core.thai import shorten, squeeze

_QUOTED = 40
_TOLD = 5
# What spreadsheets show for a formula without a result, and for a column too narrow for its number.
_ERROR = compiled(
    r"#(?:DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!)|Err:\d{3}|#{3,}"
)
_POWER = compiled(r"[-+]?\d(?:[.,]\d+)?[eE][-+]\d{1,3}")
# A spreadsheet keeps fifteen digits; of three noughts behind them one text in a thousand is right.
_CUT = compiled(r"\d{15,}000")
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|(?:ม|มี|พ|ก|ส|ต|ธ)\.ค\.|ก\.พ\.|(?:เม|มิ|ก|พ)\.ย\.)"
)
_MONTH_AND_YEAR = compiled(rf"{_MONTH}-\d\d|\d\d?-{_MONTH}")
# Where a line has more cells than the heading, 1,234.50 became two of them.
_CUT_LEFT, _CUT_RIGHT = compiled(r"[-(]?\d{1,3}"), compiled(r"\d{3}(?:\.\d+)?\)?")
_CENTURY = 2000
_HIDDEN = Text("คอลัมน์ถูกซ่อนไว้ จึงไม่รู้ว่ายังใช้หรือไม่", "the column is hidden: does it still count?")
_STRUCK = Text("ถูกขีดฆ่า จึงไม่รู้ว่ายังใช้หรือไม่", "struck out: does it still count?")
_SHORT_YEAR = Text(
    "โปรแกรมตารางอ่านปีสองหลักเป็นศตวรรษก่อน เช่น 1/10/68 เป็น พ.ศ. 2511",
    "a spreadsheet took a year of two digits for one of the last century, as 1/10/68 for 1968",
)
_SHOW = Text(
    "แสดงส่วนที่ยังใช้ ลบส่วนที่ไม่ใช้ แล้วส่งใหม่", "show what counts, delete what does not, and send it again"
)
_VALUE = Text("แก้สูตรหรือพิมพ์ค่าจริง แล้วส่งใหม่", "correct the formula or type the value")
_ANEW = Text(
    "ตั้งรูปแบบช่องเป็นข้อความ พิมพ์ใหม่ตามต้นฉบับ แล้วส่งใหม่",
    "format the cell as text, type it again from the original, and send the file again",
)


class Damage(StrEnum):
    """What became of a cell that a spreadsheet took for something else.

    Shape:  of `DIGITS` some are lost, `DATE` was made of text, `FORMAT` shows what is not known;
            of `SWAPPED` the month may be the day.
    """

    DIGITS = "digits"
    DATE = "date"
    FORMAT = "format"
    SWAPPED = "swapped"


_SAID = {
    Damage.DIGITS: Text(
        "โปรแกรมตารางเปลี่ยนตัวเลขนี้ อาจไม่ครบทุกหลัก", "a spreadsheet changed it; digits may be lost"
    ),
    Damage.DATE: Text("โปรแกรมตารางเปลี่ยนเป็นวันที่", "a spreadsheet made a date of it"),
    Damage.FORMAT: Text(
        "ไม่ทราบว่าช่องนี้แสดงเป็นอะไร", "what this cell shows is not known"
    ),
    Damage.SWAPPED: Text(
        "โปรแกรมตารางอาจสลับวันกับเดือน เพราะวันที่ 13 ขึ้นไปในคอลัมน์นี้ยังเป็นข้อความ",
        "a spreadsheet may have swapped day and month: from the 13th on this column holds text",
    ),
}  # fmt: skip


def row_faults(
    sheet: Sheet,
    row: int,
    titles: Mapping[int, str],
    *,
    texts: Collection[int] | None = None,
    dates: Collection[int] = (),
    headed: Collection[int] | None = None,
) -> Iterator[Finding]:
    """What no certain value can be taken from in a row of a table.

    Shape:  `titles` are the columns that are read, by their titles; `texts` those of them that hold
            text, None for all; in `dates` a day is no fault, unless a spreadsheet made it of a year
            of two digits; `headed` are the columns with a heading, None where that is not asked.
    """
    if row in sheet.hidden_rows:
        yield _fault(
            "table_hidden", sheet.place_of(row),
            Text("แถวถูกซ่อนไว้ จึงไม่รู้ว่ายังใช้หรือไม่", "a row is hidden: does it still count?"),
            _SHOW,
        )  # fmt: skip
    if headed is not None:
        yield from _stray(sheet, row, headed)
    for column, title in titles.items():
        is_text = texts is None or column in texts
        found = _cell_fault(sheet, (row, column), title, is_text=is_text, is_day=column in dates)
        if found is not None:
            yield found


def _cell_fault(
    sheet: Sheet, at: Cell, title: str, *, is_text: bool, is_day: bool
) -> Finding | None:
    text = squeeze(sheet.text(*at))
    if not text:
        return _uncomputed(sheet, at, title) if at in sheet.formulas else None
    found = damage_of(sheet, *at)
    if at[1] in sheet.hidden_columns:
        code, said, next_step = "table_hidden", _HIDDEN, _SHOW
    elif at in sheet.struck:
        code, said, next_step = "table_struck", _STRUCK, _SHOW
    elif _ERROR.fullmatch(text):
        code, said, next_step = (
            "table_error_cell",
            Text(f"เป็นค่าผิดพลาด {text}", f"error {text}"),
            _VALUE,
        )
    elif found is Damage.DATE and is_day and _is_short_year(sheet.shown(*at)):
        code, said, next_step = "table_short_year", _SHORT_YEAR, _ANEW
    elif (
        found is None
        or not (is_text or found is Damage.SWAPPED)
        or (found is Damage.DATE and is_day)
    ):
        return None
    else:
        code, said, next_step = f"table_changed_{found}", _SAID[found], _ANEW
    words = Text(f"“{title}”: {said.th}", f"“{title}”: {said.en}")
    return _fault(code, sheet.place_of(*at, shorten(text, _QUOTED)), words, next_step)


def _is_short_year(text: str) -> bool:
    """Whether a spreadsheet made a day of the last century, as of 1/10/68."""
    day = read_date(text)
    return day is not None and day.first.year < _CENTURY


def _uncomputed(sheet: Sheet, at: Cell, title: str) -> Finding:
    return _fault(
        "table_formula_without_value", sheet.place_of(*at),
        Text(
            f"“{title}” มีสูตรที่ยังไม่ได้คำนวณ", f"“{title}” holds a formula that was never worked out"
        ),
        Text(
            "เปิดแฟ้มในโปรแกรมตารางคำนวณ บันทึก แล้วส่งใหม่",
            "open the file in a spreadsheet program, save it and send that",
        ),
    )  # fmt: skip


def damage_of(sheet: Sheet, row: int, column: int) -> Damage | None:
    """What a spreadsheet did to a text, as far as its file or the text shows it."""
    kept = sheet.damaged.get(sheet.origin(row, column))
    if kept:
        return Damage(kept)
    text = sheet.text(row, column).strip()
    if _POWER.fullmatch(text) or _CUT.fullmatch(text):
        return Damage.DIGITS
    return Damage.DATE if _MONTH_AND_YEAR.fullmatch(text) else None


def _stray(sheet: Sheet, row: int, headed: Collection[int]) -> Iterator[Finding]:
    """The first cell of a row that stands under no heading."""
    cells = sheet.rows[row]
    strange = (column for column in range(len(cells)) if column not in headed)
    column = next((one for one in strange if sheet.own(row, one).strip()), None)
    if column is None:
        column = _cut_at(sheet, row, 1 + max(headed, default=0))
    if column is None:
        return
    place = sheet.place_of(row, column, shorten(squeeze(cells[column]), _QUOTED))
    if sheet.lines is not None:
        # An empty cell at the end is no cell.
        count = max(at for at, cell in enumerate(cells, 1) if cell.strip() or column in headed)
        yield _fault(
            "table_long_line", place,
            Text(
                f"บรรทัดนี้มี {count} ช่อง หัวตารางมี {len(headed)}",
                f"this line has {count} cells, the heading {len(headed)}",
            ),
            Text(
                'ช่องที่มีเครื่องหมายคั่น เช่น 1,234.50 ให้อยู่ใน "…" แล้วส่งใหม่',
                'put a cell that holds the delimiter, as 1,234.50, in "…" and send it again',
            ),
        )  # fmt: skip
        return
    yield _fault(
        "table_stray_cell", place,
        Text("ช่องนี้ไม่มีหัวตาราง", "no heading stands over this cell"),
        Text("ตั้งหัวตาราง หรือลบช่องนี้ แล้วส่งใหม่", "head its column or empty the cell"),
    )  # fmt: skip


def _cut_at(sheet: Sheet, row: int, width: int) -> int | None:
    """Where a number is cut by the delimiter in a line whose last cells are empty."""
    cells = sheet.rows[row]
    if sheet.lines is None or len(cells) <= width:
        return None
    pairs = enumerate(pairwise(map(str.strip, cells)))
    cut = (at for at, (left, right) in pairs
           if _CUT_LEFT.fullmatch(left) and _CUT_RIGHT.fullmatch(right))  # fmt: skip
    found = next(cut, None)
    if found is None:
        return None
    # Empty cells may stand behind the heading, too.
    above = min((len(one) for one in sheet.rows[:row] if len(one) >= width), default=width)
    return found if len(cells) > above else None


def refuse_damaged(findings: Sequence[Finding]) -> None:
    """Take nothing of a table in which anything is not certain.

    Errors: UnreadableInput, with the first places in words and all findings.
    """
    if not findings:
        return
    # Of a hidden column one place says enough.
    once = {(one.message.th, one.code == "table_hidden" or one.places): one for one in findings}
    told = []
    for one in list(once.values())[:_TOLD]:
        where = replace(one.places[0], file=None).text()
        told.append(Text(f"{where.th}: {one.message.th}", f"{where.en}: {one.message.en}"))
    more = len(once) - len(told)
    th, en = (f" และอีก {more:,} แห่ง", f"; and {more:,} more") if more else ("", "")
    raise UnreadableInput(
        Text("; ".join(one.th for one in told) + th, "; ".join(one.en for one in told) + en),
        place=Place(findings[0].places[0].file),
        next_step=findings[0].next_step,
        findings=findings,
    )


def _fault(code: str, place: Place, message: Text, next_step: Text) -> Finding:
    return Finding(code, Severity.ERROR, message, (place,), next_step)
