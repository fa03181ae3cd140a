"""The rows of a framework workbook, by sheet and column key."""

import re

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.framework.workbook import OPTIONAL, SHEETS
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.readers.kinds import FileKind, kind_of
from prongsai.readers.sheets import read_sheets

_KEY = re.compile(r"\[([\w.]+)\]\s*$")


def read_framework_workbook(data: bytes, name: str) -> dict[str, list[dict[str, str]]]:
    """Every sheet that belongs to a year; columns are known by the key in their heading.

    Errors: UnreadableInput where it is no workbook, or none of its sheets is a year's.
    """
    if kind_of(data, name) is not FileKind.SPREADSHEET:
        raise _not_ours(name)
    keys = {plan.title: plan.key for plan in SHEETS}
    year_sheets = [sheet for sheet in read_sheets(data, name, hidden=True) if sheet.title in keys]
    sheets = {keys[sheet.title]: _rows(sheet, keys[sheet.title]) for sheet in year_sheets}
    if "year" not in sheets:
        raise _not_ours(name)
    return sheets


def _rows(sheet: Sheet, key: str) -> list[dict[str, str]]:
    headings = [_KEY.search(cell) for cell in sheet.rows[0]] if sheet.rows else []
    keys = [match[1] if match else "" for match in headings]
    needed = [column for column, _ in next(plan for plan in SHEETS if plan.key == key).columns]
    missing = [column for column in needed if column not in keys and column not in OPTIONAL]
    if missing:
        raise UnreadableInput(
            "readers/columns_missing",
            place=sheet.place_of(0),
            title=sheet.title,
            missing=", ".join(missing),
        )
    titles = {at: sheet.rows[0][at] for at, column in enumerate(keys) if column}
    below = range(1, len(sheet.rows))
    refuse_damaged([finding for row in below for finding in row_faults(sheet, row, titles)])
    return [
        {column: cell for column, cell in zip(keys, sheet.rows[row], strict=False) if column}
        for row in below
    ]


def _not_ours(name: str) -> UnreadableInput:
    return UnreadableInput("readers/not_an_exported_framework", place=Place(name))
