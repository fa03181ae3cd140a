"""The rows of a framework workbook, by sheet and column key."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.framework.workbook import OPTIONAL, SHEETS
from prongsai.core.text import Text
from prongsai.readers.extent import refuse_too_many_cells
from prongsai.readers.kinds import Kind, damaged, kind_of

_KEY = re.compile(r"\[([\w.]+)\]\s*$")


def read_framework_workbook(data: bytes, name: str) -> dict[str, list[dict[str, str]]]:
    """Every sheet that belongs to a year; columns are known by the key in their heading.

    Errors: UnreadableInput where it is no workbook, or none of its sheets is a year's.
    """
    if kind_of(data, name) is not Kind.SPREADSHEET:
        raise _not_ours(name)
    refuse_too_many_cells(data, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = {plan.title: plan for plan in SHEETS}
        sheets: dict[str, list[dict[str, str]]] = {}
        for title in workbook.sheet_names:
            if title in titles:
                values = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
                sheets[titles[title].key] = _rows(values, titles[title].key, name, title)
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name) from error
    if "year" not in sheets:
        raise _not_ours(name)
    return sheets


def _rows(
    values: Sequence[Sequence[object]], key: str, name: str, title: str
) -> list[dict[str, str]]:
    headings = [_KEY.search(_text(cell)) for cell in values[0]] if values else []
    keys = [found[1] if found else "" for found in headings]
    needed = [column for column, _ in next(plan for plan in SHEETS if plan.key == key).columns]
    missing = [column for column in needed if column not in keys and column not in OPTIONAL]
    if missing:
        raise UnreadableInput(
            Text(
                f"แผ่นงาน “{title}” ขาดคอลัมน์ {', '.join(missing)}",
                f"sheet “{title}” lacks the columns {', '.join(missing)}",
            ),
            place=Place(name, sheet=title, row=1),
            next_step=Text(
                "ส่งออกใหม่ด้วย prongsai framework export แล้วแก้เฉพาะในตาราง",
                "export again and change only the cells below the headings",
            ),
        )
    return [
        {column: _text(cell) for column, cell in zip(keys, row, strict=False) if column}
        for row in values[1:]
    ]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _not_ours(name: str) -> UnreadableInput:
    return UnreadableInput(
        Text("แฟ้มนี้ไม่ใช่กรอบการประเมินที่ส่งออกไว้", "this is no exported framework"),
        place=Place(name),
        next_step=Text(
            "ส่งออกด้วย prongsai framework export YEAR -o FILE.xlsx",
            "export one with prongsai framework export YEAR -o FILE.xlsx",
        ),
    )
