"""A round's report of two hundred measures: what units wrote joined, checked, and as PDF."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from prongsai.core.measures.model import Plan
from prongsai.core.papers.office import Office
from prongsai.core.papers.progress import Result, progress_report
from prongsai.core.progress.check import RoundEntry, check_report
from prongsai.core.progress.model import Evidence, EvidenceKind, Note
from prongsai.core.progress.rounds import Round, RoundRow, rows_of
from prongsai.documents.pdf import to_pdf
from scripts.benchmarks.measure import (
    call,
    clean_environment,
    exponent,
    pairs,
    peak_memory,
    processor_seconds,
)
from scripts.benchmarks.papers import case, of_size
from scripts.benchmarks.results import Growth, Line, Report

_ROOT = Path(__file__).resolve().parents[2]
_MONTHS = 12
_NOTES = 10
_SIZES = (1, 20, 50, 200)
_GROWTH_LIMIT = 1.1
_MEMORY_LIMIT = 4.0
_TEXTS = (
    "จัดประชุมชี้แจงขั้นตอนการให้บริการแก่ผู้มาติดต่อ มีผู้เข้าร่วม 45 คน และติดป้ายแสดงขั้นตอนแล้ว",
    "เผยแพร่แนวทางที่ควรทำและไม่ควรทำบนเว็บไซต์ เมื่อวันที่ 14 มกราคม 2566",
    "ให้แต่ละส่วนราชการจัดทำคู่มือการปฏิบัติงานและถือปฏิบัติให้เป็นแนวทางเดียวกัน",
)


def measure(report: Report, *, count: int, largest: int) -> None:
    """Joining and checking inside one process beside writing the same notes as JSON; then PDFs."""
    sizes = [size for size in _SIZES if size <= largest]
    plan, notes = _year(sizes[-1])
    plain = msgspec.to_builtins([note for held in notes.values() for note in held])
    ratio = pairs(
        call(lambda: _checked(plan, _rows(plan, notes))),
        call(lambda: json.dumps(plain, ensure_ascii=False, default=str)),
        count,
    )
    said = f"12-month report of {sizes[-1]} measures and {len(plain):,} notes: rows and findings"
    report.lines.append(Line(said, "json.dumps of the same notes", ratio))
    rows = []
    for size in sizes:
        found = _child(size)
        rows.append((size, found["seconds"], found["peak"]))
    slope = exponent([(size, taken) for size, taken, _ in rows])
    report.growth.append(
        Growth("12-month report, measures", tuple(rows), slope, _GROWTH_LIMIT, _MEMORY_LIMIT)
    )


def _year(size: int) -> tuple[Plan, Mapping[str, tuple[Note, ...]]]:
    plan = of_size(case(), size).plan
    asked = Round(plan.fiscal_year, _MONTHS)
    return plan, {one.key: _notes(asked, one.key) for one in plan.measures}


def _notes(asked: Round, key: str) -> tuple[Note, ...]:
    """Ten notes over the year, each with a photo of its day."""
    days = [asked.first_day + timedelta(days=30 * number) for number in range(1, _NOTES + 1)]
    return tuple(
        Note(
            key, day, day, 10 * number, f"{_TEXTS[number % len(_TEXTS)]} ครั้งที่ {number}",
            problem="ผู้เข้าร่วมน้อย" if number == 1 else "",
            evidence=(Evidence(f"{key}-{number}", EvidenceKind.PHOTO, "ภาพ.jpg", taken_on=day),),
        )
        for number, day in enumerate(days, start=1)
    )  # fmt: skip


def _rows(plan: Plan, notes: Mapping[str, tuple[Note, ...]]) -> tuple[RoundRow, ...]:
    return rows_of(Round(plan.fiscal_year, _MONTHS), plan.measures, notes)


def _checked(plan: Plan, rows: tuple[RoundRow, ...]) -> int:
    entries = [
        RoundEntry(row, row.done, "ผู้รับบริการรอน้อยลง", row.problem, row.proposal, row.evidence[:2])
        for row in rows
    ]
    return len(check_report(plan, Round(plan.fiscal_year, _MONTHS), entries).items)


def _child(size: int) -> dict[str, Any]:
    """One report in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-m", "scripts.benchmarks.reports", str(size)],
            cwd=_ROOT,
            env=clean_environment(Path(home)),
            capture_output=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _drawn(size: int) -> bytes:
    plan, notes = _year(size)
    rows = _rows(plan, notes)
    _checked(plan, rows)
    one = case()
    office = Office(one.agency, one.settings.made_on)
    results = [Result(row) for row in rows]
    paper = progress_report(office, plan, Round(plan.fiscal_year, _MONTHS), results)
    return to_pdf(paper, digits=one.agency.digits)


def main() -> None:
    """`python -m scripts.benchmarks.reports MEASURES`: time and memory of one report, as JSON."""
    _drawn(1)  # loads the engine
    start = processor_seconds()
    _drawn(int(sys.argv[1]))
    taken = processor_seconds() - start
    sys.stdout.write(json.dumps({"seconds": taken, "peak": peak_memory()}) + "\n")


if __name__ == "__main__":
    main()
