"""Registers: a file of five thousand rows taken in, and the yearly paper of procurement."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.measure import (
    call,
    clean_environment,
    exponent,
    pairs,
    peak_memory,
    processor_seconds,
)
from benchmarks.results import Growth, Line, Report
from prongsai.core.dates import MONTHS
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.office import Office
from prongsai.core.papers.register_paper import Material, register_paper
from prongsai.core.registers.importing import Imported, import_sheets
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import Row, read_row
from prongsai.core.registers.values import Context, Names
from prongsai.documents.drawn import drawn_as
from prongsai.documents.register_workbook import register_workbook
from prongsai.readers.register_file import read_sheets

_ROOT = Path(__file__).resolve().parent.parent
_YEAR = 2569
_REGISTER = shipped_register("procurement-winners")
_CONTEXT = Context(_YEAR, Names.of((str(number), f"กอง {number}") for number in range(8)))
_SIZES = (500, 1_000, 2_500, 5_000)
_PAPERS = (50, 300, 1_200)
_GROWTH_LIMIT, _MEMORY_LIMIT = 1.15, 8.0
_FIRST_MONTH = 10


def measure(report: Report, *, count: int, largest: int) -> None:
    """A file read, matched and checked beside its cells read alone; then papers of a year."""
    sizes = [size for size in _SIZES if size <= largest]
    data = _file(sizes[-1])
    ratio = pairs(call(lambda: _taken(data)), call(lambda: _cells(data)), count)
    said = f"register: {sizes[-1]:,} rows of an XLSX read, matched and checked"
    report.lines.append(Line(said, "python-calamine reads the cells alone", ratio))
    for kind, numbers in (("rows", sizes), ("paper", [one for one in _PAPERS if one <= largest])):
        rows = []
        for size in numbers:
            found = _child(kind, size)
            rows.append((size, found["seconds"], found["peak"]))
        slope = exponent([(size, taken) for size, taken, _ in rows])
        words = {"rows": "register import, rows", "paper": "register paper as PDF, rows"}[kind]
        report.growth.append(Growth(words, tuple(rows), slope, _GROWTH_LIMIT, _MEMORY_LIMIT))


def _typed(size: int) -> Iterator[dict[str, str]]:
    for number in range(size):
        month = MONTHS[(_FIRST_MONTH - 1 + number) % len(MONTHS)]
        yield {
            "month": month, "number": f"{number + 1}/2569", "item": f"วัสดุรายการที่ {number + 1}",
            "unit": f"กอง {number % 8}", "budget": f"{20_000 + number:,}.50",
            "method": "เฉพาะเจาะจง", "bidders": "1", "winner": f"ร้านค้าตัวอย่าง {number % 40}",
            "agreed": f"{19_000 + number:,}.25", "reason": "ราคาต่ำสุด", "conflict": "ใช่",
        }  # fmt: skip


def _rows(size: int) -> tuple[Row, ...]:
    return tuple(read_row(_REGISTER, typed, _CONTEXT).row for typed in _typed(size))


def _file(size: int) -> bytes:
    return register_workbook(_REGISTER, _CONTEXT, _rows(size))


def _taken(data: bytes) -> Imported:
    found = import_sheets(_REGISTER, read_sheets(data, "rows.xlsx"), _CONTEXT)
    if not found.is_sound:
        raise ValueError(found.findings[0].message.en)
    return found


def _cells(data: bytes) -> int:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return sum(len(workbook.get_sheet_by_name(one).to_python()) for one in workbook.sheet_names)


def _child(kind: str, size: int) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "benchmarks.registers", kind, str(size)],
        cwd=_ROOT, env=clean_environment(_ROOT), capture_output=True, check=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """`python -m benchmarks.registers rows|paper SIZE`: seconds and memory of one process."""
    kind, size = sys.argv[1], int(sys.argv[2])
    data = _file(size) if kind == "rows" else b""
    rows = _rows(size) if kind == "paper" else ()
    begun = processor_seconds()
    if kind == "rows":
        _taken(data)
    else:
        on = date(2026, 9, 30)
        material = Material(_REGISTER, _REGISTER.papers[-1], _YEAR, rows, _CONTEXT, on)
        office = Office(Agency("เทศบาลตำบลตัวอย่าง"), on)
        drawn_as("pdf", register_paper(office, material), Digits.ARABIC)
    found = {"seconds": processor_seconds() - begun, "peak": peak_memory()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
