"""Registers: a file of rows taken in, the yearly paper of procurement, list and grid of many."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

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
from prongsai.readers.sheets import read_sheets
from scripts.benchmarks.databases import database
from scripts.benchmarks.measure import (
    call,
    clean_environment,
    exponent,
    pairs,
    peak_memory,
    processor_seconds,
    ratio_of,
)
from scripts.benchmarks.results import Growth, Line, Report
from scripts.benchmarks.tree import Watched, held

_ROOT = Path(__file__).resolve().parents[2]
YEAR = 2569
REGISTER = shipped_register("procurement-winners")
_CONTEXT = Context(YEAR, Names.from_words((str(number), f"กอง {number}") for number in range(8)))
_SIZES = (500, 1_000, 2_500, 5_000)
_PAPERS = (50, 300, 1_200)
_GROWTH_LIMIT, _MEMORY_LIMIT = 1.15, 8.0
_FIRST_MONTH = 10


def measure(report: Report, *, count: int, largest: int) -> None:
    """A file read, matched and checked beside its cells read alone; then papers of a year."""
    sizes = [size for size in _SIZES if size <= largest]
    data = file_of(_rows(sizes[-1]))
    ratio = pairs(call(lambda: _taken(data)), call(lambda: cells_of(data)), count)
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


def measure_site(report: Report, folder: Path, *, rounds: int, rows: int) -> None:
    """The list, the grid and a file taken in, on both databases."""
    environment = clean_environment(folder)
    environment.pop("DATABASE_URL", None)
    for name, kind in (("SQLite", ""), ("PostgreSQL", "postgresql")):
        with database(kind) as url:
            if url is None:
                said = f"Registers on {name}: not measured, no server could be started."
                report.remarks.append(said)
                continue
            told = {**environment, **({"DATABASE_URL": url} if url else {})}
            data = folder / f"registers-{name}"
            _told(report, name, rows, _on_site(data, told, rows, rounds))
            report.remarks += [_watched(data, told, name, size) for size in _PAPERS]


def _on_site(
    data: Path, environment: Mapping[str, str], rows: int, rounds: int
) -> dict[str, dict[str, Any]]:
    migrate = [sys.executable, "-m", "prongsai", "migrate", "--data", str(data)]
    work = [
        sys.executable,
        "-m",
        "scripts.benchmarks.register_rows",
        str(data),
        str(rows),
        str(rounds),
    ]
    for command in (migrate, work):
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            command, cwd=_ROOT, env=environment, capture_output=True, check=True, text=True
        )
    told: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return told


def _watched(data: Path, environment: Mapping[str, str], name: str, size: int) -> str:
    """What the site and the process that draws hold at the same moment, in words."""
    command = [sys.executable, "-m", "scripts.benchmarks.register_drawn", str(data), str(size)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=_ROOT, env=environment, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise RuntimeError
        process.stdout.readline()
        before = held(process.pid)
        with Watched(process.pid) as watched:
            process.stdin.write("draw\n")
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
        process.stdin.write("end\n")
    most, peaks, first = (one / 2**20 for one in (watched.most, watched.peaks, before))
    return (
        f"register paper on {name}, yearly, {size:,} rows as PDF, DOCX and XLSX: site and drawer"
        f" together never held more than {most:.0f} MB (shared pages counted once,"
        f" {watched.samples} looks in {found['seconds']:.1f} s), {first:.0f} MB before;"
        f" the peaks of each, which are not at one time, come to {peaks:.0f} MB."
    )


def _told(report: Report, name: str, rows: int, found: Mapping[str, Mapping[str, Any]]) -> None:
    for page, one in found["pages"].items():
        what = f"register list on {name}, {page}: {rows:,} rows"
        report.lines.append(Line(what, "50 rows", ratio_of(one["taken"])))
        few, many = one["queries"]
        report.remarks.append(f"{what}: {many} queries, {few} with 50 rows.")
    grid, taken, peaks = found["grid"], found["import"], found["peaks"]
    what = f"register grid on {name}: 50 rows saved at once"
    report.lines.append(Line(what, "each by its own form", ratio_of(grid["taken"])))
    one, fifty, alone = grid["queries"]
    report.remarks.append(f"{what}: {fifty} queries, {one} for one row; {alone} by their forms.")
    what = f"register on {name}: 5,000 rows of an XLSX sent, previewed and kept"
    report.lines.append(
        Line(what, "python-calamine reads the cells alone", ratio_of(taken["taken"]))
    )
    report.remarks.append(
        f"{what}: {taken['queries'][0]} queries. Peak memory of a process that shows lists of 50"
        f" rows and of {rows:,}, takes that file and saves grids: {peaks['many'] / 2**20:.0f} MB;"
        f" {peaks['few'] / 2**20:.0f} MB after the lists of 50 rows alone."
    )


def typed_rows(size: int) -> Iterator[dict[str, str]]:
    """Rows of procurement as people type them, over all months."""
    for number in range(size):
        month = MONTHS[(_FIRST_MONTH - 1 + number) % len(MONTHS)]
        yield {
            "month": month, "number": f"{number + 1}/2569", "item": f"วัสดุรายการที่ {number + 1}",
            "unit": f"กอง {number % 8}", "budget": f"{20_000 + number:,}.50",
            "method": "เฉพาะเจาะจง", "bidders": "1", "winner": f"ร้านค้าตัวอย่าง {number % 40}",
            "agreed": f"{19_000 + number:,}.25", "reason": "ราคาต่ำสุด", "conflict": "ใช่",
        }  # fmt: skip


def _rows(size: int) -> tuple[Row, ...]:
    return tuple(read_row(REGISTER, typed, _CONTEXT).row for typed in typed_rows(size))


def file_of(rows: tuple[Row, ...], context: Context = _CONTEXT) -> bytes:
    """Rows as the workbook that people fill in."""
    return register_workbook(REGISTER, context, rows)


def _taken(data: bytes) -> Imported:
    found = import_sheets(REGISTER, read_sheets(data, "rows.xlsx"), _CONTEXT)
    if not found.is_sound:
        raise ValueError(found.findings[0].message.en)
    return found


def cells_of(data: bytes) -> int:
    """Read every cell and nothing more: the peer."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return sum(len(workbook.get_sheet_by_name(one).to_python()) for one in workbook.sheet_names)


def _child(kind: str, size: int) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-m", "scripts.benchmarks.registers", kind, str(size)],
        cwd=_ROOT, env=clean_environment(_ROOT), capture_output=True, check=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """`scripts.benchmarks.registers rows|paper SIZE`: seconds and memory of one process."""
    kind, size = sys.argv[1], int(sys.argv[2])
    data = file_of(_rows(size)) if kind == "rows" else b""
    rows = _rows(size) if kind == "paper" else ()
    begun = processor_seconds()
    if kind == "rows":
        _taken(data)
    else:
        on = date(2026, 9, 30)
        material = Material(REGISTER, REGISTER.papers[-1], YEAR, rows, _CONTEXT, on)
        office = Office(Agency("เทศบาลตำบลตัวอย่าง"), on)
        drawn_as("pdf", register_paper(office, material), Digits.ARABIC)
    found = {"seconds": processor_seconds() - begun, "peak": peak_memory()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
