"""Whole processes, as a user starts them, beside a bare interpreter."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.benchmarks.measure import clean_environment, pairs, process, prongsai_command
from scripts.benchmarks.results import Line, Report
from scripts.benchmarks.sheets import EXAMPLE, as_xlsx, example_scores, framework

_HELP_LIMIT = 5.0
_SHEET_LIMIT, _CSV_LIMIT, _TYPED_LIMIT = 11.0, 8.0, 10.0
_OPENPYXL_LIMIT = 1.5
_OPENPYXL = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
"""


def measure(report: Report, folder: Path, *, count: int) -> None:
    """Help and scoring, from the start of the process to its end."""
    sheet = folder / "scores.xlsx"
    sheet.write_bytes(as_xlsx(framework(), example_scores()))
    environment = clean_environment(folder)
    bare = process([sys.executable, "-c", "pass"], environment)
    openpyxl = process([sys.executable, "-c", _OPENPYXL, str(sheet)], environment)
    prongsai = prongsai_command()
    score_sheet = process([prongsai, "score", str(sheet), "--json"], environment)
    score_csv = process([prongsai, "score", str(EXAMPLE), "--json"], environment)
    score_typed = process([prongsai, "score", str(EXAMPLE)], environment)
    show_help = process([prongsai, "--help"], environment)
    name = "python -c pass"
    report.lines += [
        Line("`prongsai --help`", name, pairs(show_help, bare, count), _HELP_LIMIT),
        Line(
            "`prongsai score SHEET.xlsx --json`", name, pairs(score_sheet, bare, count),
            _SHEET_LIMIT,
        ),
        Line(
            "`prongsai score SHEET.csv --json`, three years", name, pairs(score_csv, bare, count),
            _CSV_LIMIT,
        ),
        Line(
            "`prongsai score SHEET.csv` as typed", name, pairs(score_typed, bare, count),
            _TYPED_LIMIT,
        ),
        Line(
            "`prongsai score SHEET.xlsx --json`", "a script that only opens it with openpyxl",
            pairs(score_sheet, openpyxl, count), _OPENPYXL_LIMIT,
        ),
    ]  # fmt: skip
