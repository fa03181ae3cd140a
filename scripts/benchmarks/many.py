"""1, 10, 100 and 1,000 different score sheets, each number in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from scripts.benchmarks.measure import clean_environment, exponent, ratio_of
from scripts.benchmarks.results import Growth, Line, Report
from scripts.benchmarks.sheets import as_csv, as_xlsx, drawn, framework, with_scores

SIZES = (1, 10, 100, 1_000)
KINDS = ("csv", "xlsx")
_GROWTH_LIMIT = 1.1
_MEMORY_LIMIT = 2.5
_FLOORS = {"csv": "csv.reader over the same bytes", "xlsx": "openpyxl read-only, same bytes"}
_WARM = 1
_BESIDE_FLOOR = 200


def measure(report: Report, folder: Path, *, rounds: int, largest: int) -> None:
    """Time per sheet, peak memory and growth; then the same sheets beside a floor."""
    sizes = [size for size in SIZES if size <= largest]
    make(folder, largest + _WARM)
    for kind in KINDS:
        runs = [
            [_child(folder, kind, size) for _ in range(1 if size == largest else rounds)]
            for size in sizes
        ]
        report.growth.append(_growth(kind, runs))
        beside = min(largest, _BESIDE_FLOOR)
        ratio = ratio_of(_child(folder, kind, beside, floor=True)["pairs"])
        what = f"{beside:,} {kind.upper()} sheets read and scored, per sheet"
        report.lines.append(Line(what, _FLOORS[kind], ratio))
        report.remarks.append(f"{kind.upper()}: {_agreement(runs[-1][0]['gaps'])}")


def _agreement(gaps: Sequence[int]) -> str:
    """How many totals came out as drawn, and how far the others are from it."""
    right = sum(gap == 0 for gap in gaps)
    said = f"{right:,} of {len(gaps):,} totals came out as drawn"
    if right == len(gaps):
        return f"{said}."
    return f"{said}, the others within {max(gaps) / 100:.2f}: rounded items do not settle all."


def make(folder: Path, count: int) -> None:
    """Write the sheets; the first only warms a process up."""
    frame = framework()
    scores = list(drawn(count))
    filled = as_xlsx(frame, scores[0])
    for number, sheet in enumerate(scores):
        (folder / f"{number}.csv").write_bytes(as_csv(sheet))
        (folder / f"{number}.xlsx").write_bytes(with_scores(filled, frame, sheet))
    totals = [sheet["total"] for sheet in scores]
    (folder / "totals.json").write_text(json.dumps(totals), encoding="utf-8")


def _growth(kind: str, runs: Sequence[Sequence[dict[str, Any]]]) -> Growth:
    rows = tuple(
        (
            column[0]["sheets"],
            median(run["seconds"] for run in column),
            max(run["peak"] for run in column),
        )
        for column in runs
    )
    slope = exponent([(sheets, taken) for sheets, taken, _ in rows])
    return Growth(kind.upper(), rows, slope, _GROWTH_LIMIT, _MEMORY_LIMIT)


def _child(folder: Path, kind: str, size: int, *, floor: bool = False) -> dict[str, Any]:
    """One process of `scripts.benchmarks.batch`, and what it printed."""
    mode = "floor" if floor else "plain"
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "scripts.benchmarks.batch", str(folder), kind, str(size), mode]
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        command, cwd=root, env=clean_environment(folder), stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
