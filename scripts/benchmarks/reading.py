"""Workbooks: our reader beside openpyxl in its read-only mode, over the same bytes."""

from __future__ import annotations

import io

import openpyxl  # type: ignore[import-untyped]

from prongsai.readers.extracts import read_extract
from scripts.benchmarks.measure import call, pairs
from scripts.benchmarks.results import Line, Report
from scripts.benchmarks.sheets import as_xlsx, example_scores, framework, large_workbook

ROWS, COLUMNS = 5_000, 20
_LIMIT = 0.5
_PEER = "openpyxl read-only"


def with_openpyxl(data: bytes) -> list[tuple[object, ...]]:
    """Every value of every sheet; no text is made of it and no place is kept."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def measure(report: Report, *, count: int) -> None:
    """A score sheet, and a workbook of 100,000 cells."""
    filled = as_xlsx(framework(), example_scores())
    large = large_workbook(ROWS, COLUMNS)
    for name, data, times, rounds in (
        ("a score sheet", filled, 5, count),
        (f"{ROWS:,} rows × {COLUMNS} columns", large, 1, max(count // 3, 5)),
    ):
        ratio = pairs(
            call(lambda data=data: read_extract(data, "sheet.xlsx"), times),  # type: ignore[misc]
            call(lambda data=data: with_openpyxl(data), times),  # type: ignore[misc]
            rounds,
        )
        report.lines.append(Line(f"Reading XLSX: {name}", _PEER, ratio, _LIMIT))
