"""Cells that a spreadsheet changed, or under no heading: told by line and cell, never guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec.structs import replace

from prongsai.core.errors import Finding, Place, Severity, UnreadableInput
from prongsai.core.patterns import compiled
from prongsai.core.registers.sheet import Sheet
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
_ANEW = Text(
    "ตั้งรูปแบบช่องเป็นข้อความ พิมพ์ใหม่ตามต้นฉบับ แล้วส่งใหม่",
    "format the cell as text, type it again from the original, and send the file again",
)


class Damage(StrEnum):
    """What became of a cell that a spreadsheet took for something else.

    Shape:  of `DIGITS` some are lost, `DATE` was made of text, `FORMAT` shows what is not known.
    """

    DIGITS = "digits"
    DATE = "date"
    FORMAT = "format"


_SAID = {
    Damage.DIGITS: Text(
        "โปรแกรมตารางเปลี่ยนตัวเลขนี้ อาจไม่ครบทุกหลัก", "a spreadsheet changed it; digits may be lost"
    ),
    Damage.DATE: Text("โปรแกรมตารางเปลี่ยนเป็นวันที่", "a spreadsheet made a date of it"),
    Damage.FORMAT: Text(
        "ไม่ทราบว่าช่องนี้แสดงเป็นอะไร", "what this cell shows is not known"
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
            text, None for all; in `dates` a day is no fault; `headed` are the columns with a
            heading, None where that is not asked.
    """
    if row in sheet.hidden_rows:
        yield _fault(
            "table_hidden", sheet.place_of(row),
            Text("แถวถูกซ่อนไว้ จึงไม่รู้ว่ายังใช้หรือไม่", "a row is hidden: does it still count?"),
            Text("แสดงแถวที่ซ่อน หรือลบออก แล้วส่งใหม่", "show or delete it, then send the file again"),
        )  # fmt: skip
    if headed is not None:
        yield from _stray(sheet, row, headed)
    for column, title in titles.items():
        text = squeeze(sheet.text(row, column))
        if not text:
            continue
        place = sheet.place_of(row, column, shorten(text, _QUOTED))
        if _ERROR.fullmatch(text):
            yield _fault(
                "table_error_cell", place,
                Text(f"“{title}” เป็นค่าผิดพลาด {text}", f"“{title}” holds the error {text}"),
                Text("แก้สูตรหรือพิมพ์ค่าจริง แล้วส่งใหม่", "correct the formula or type the value"),
            )  # fmt: skip
        elif texts is None or column in texts:
            found = damage_of(sheet, row, column)
            if found is None or (found is Damage.DATE and column in dates):
                continue
            said = _SAID[found]
            words = Text(f"“{title}”: {said.th}", f"“{title}”: {said.en}")
            yield _fault(f"table_changed_{found}", place, words, _ANEW)


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
        return
    place = sheet.place_of(row, column, shorten(squeeze(cells[column]), _QUOTED))
    if sheet.lines is not None:
        # An empty cell at the end is no cell.
        count = max(at for at, cell in enumerate(cells, 1) if cell.strip())
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


def refuse_damaged(findings: Sequence[Finding]) -> None:
    """Take nothing of a table in which anything is not certain.

    Errors: UnreadableInput, with the first places in words and all findings.
    """
    if not findings:
        return
    told = []
    for one in findings[:_TOLD]:
        where = replace(one.places[0], file=None).text()
        told.append(Text(f"{where.th}: {one.message.th}", f"{where.en}: {one.message.en}"))
    more = len(findings) - len(told)
    th, en = (f" และอีก {more:,} แห่ง", f"; and {more:,} more") if more else ("", "")
    raise UnreadableInput(
        Text("; ".join(one.th for one in told) + th, "; ".join(one.en for one in told) + en),
        place=Place(findings[0].places[0].file),
        next_step=findings[0].next_step,
        findings=findings,
    )


def _fault(code: str, place: Place, message: Text, next_step: Text) -> Finding:
    return Finding(code, Severity.ERROR, message, (place,), next_step)
