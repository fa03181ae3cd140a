"""A measures plan from XLSX, XLS, ODS, CSV, YAML or JSON."""

from __future__ import annotations

from msgspec.structs import astuple

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.measures.data import load_plan
from prongsai.core.measures.grid import Grid
from prongsai.core.measures.sheet import PlanReading, parse_plan
from prongsai.readers.kinds import Kind, kind_of, too_deep
from prongsai.readers.plain import decode
from prongsai.readers.sheets import read_sheets

_TEXT_ENDINGS = (".yaml", ".yml", ".json")


def read_plan(data: bytes, name: str) -> PlanReading:
    """Read the plan in a file; `name` is the file's own name.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    kind = kind_of(data, name)
    if kind in (Kind.SPREADSHEET, Kind.DELIMITED):
        return parse_plan(grids(data, name))
    if kind in (Kind.TEXT, Kind.JSON) and name.lower().endswith(_TEXT_ENDINGS):
        try:
            return load_plan(decode(data), name)
        except RecursionError as error:
            raise too_deep(name) from error
    raise UnreadableInput("readers/plan_file_kind_unknown", place=Place(name))


def grids(data: bytes, name: str) -> list[Grid]:
    """The sheets of a file as cells of text, hidden ones too, days as a paper writes them.

    Errors: UnreadableInput for a damaged file or one with too many cells.
    """
    return [Grid(*astuple(one)) for one in read_sheets(data, name, hidden=True)]
