"""The queue: a number taken, the next called, its screens, among few numbers and many."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from scripts.benchmarks.databases import database
from scripts.benchmarks.desk import _ours
from scripts.benchmarks.measure import clean_environment, ratio_of
from scripts.benchmarks.results import Line, Report


class Size(NamedTuple):
    """Numbers of today, those of the days before, and how often each act is timed."""

    today: int
    before: int
    rounds: int


def measure(report: Report, folder: Path, size: Size) -> None:
    """What is done at a point, on both databases."""
    environment = clean_environment(folder)
    environment.pop("DATABASE_URL", None)
    for name, kind in (("SQLite", ""), ("PostgreSQL", "postgresql")):
        with database(kind) as url:
            if url is None:
                said = f"The queue on {name}: not measured, no server could be started."
                report.remarks.append(said)
                continue
            told = {**environment, **({"DATABASE_URL": url} if url else {})}
            _queue(report, folder / f"queue-{name}", name, told, size)


def _queue(
    report: Report, data: Path, name: str, environment: Mapping[str, str], size: Size
) -> None:
    _ours(["-m", "prongsai", "migrate", "--data", str(data)], environment)
    rows = ["-m", "scripts.benchmarks.counter_rows", str(data), *(str(one) for one in size)]
    for act, one in _ours(rows, environment).items():
        what = f"queue on {name}, {act}: {size.today:,} numbers today, {size.before:,} before"
        ratio = ratio_of(one["taken"])
        report.lines.append(Line(what, "10 today, 200 before", ratio))
        few, many = one["queries"]
        report.remarks.append(
            f"{what}: {ratio.ours * 1000:.1f} ms, {many} queries; {few} with few."
        )
