"""The tables on the screen, and the page docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.results import GROWTH_HEADINGS, LINE_HEADINGS, Report, times

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"

_LEAD = """\
<!-- Written by `make bench`; changes made here are lost. -->
# Performance

Measured on {date}: {machine}; load average {load:.1f} at the start.
The package was byte-compiled before (`compileall`), because an installed package is too. Nothing
is read from the network.

Results are ratios to a named peer in the same run. Both are timed in turn (A B A B …), so that
other work on the machine falls on both; the result is the median of the pairwise ratios with its
95 % interval. A limit is met where the whole interval lies below it, and not met where the whole
interval lies above it. Times are medians, for orientation only.
"""

_METHOD = """\
## What is measured

- **Whole processes**: the console script `prongsai` from start to end, beside the same
  interpreter doing nothing (`python -c pass`). The sheet is the score template of 2565 filled
  with the figures of `examples/ban-song`; the CSV file of the example holds further years, which
  are verified too.
- **Reading XLSX**: our reader gives every cell as text with its place; openpyxl (read-only mode)
  gives values alone.
- **Many sheets**: different sheets of 2565, whose answers are drawn with a fixed seed for 20 to
  200 respondents and published rounded, as official sheets are. Each number of sheets runs in a
  process of its own that holds all files in memory; one further sheet warms it up. Its time is
  the processor's; peak memory is that of the whole process, files included.
- **Papers**: `prongsai run` on the example as a whole process. The booklet of the example
  (24 pages) is drawn from the same Document with other words each time, by Typst with our breaks
  and text layer, and by WeasyPrint from our HTML page with the same font. A plan of 1 to 200
  measures: one booklet in a process of its own.
- **What-if**: inside one process, beside scoring the same sheet.
- **The site**: the demo's data served by `prongsai serve`, once with one revision of scores and
  once with five open years and fifty revisions of one year's scores. The peer is a Django page
  with one sentence, without middleware, template or database, under granian with as many workers
  and threads as `prongsai serve` starts. All three servers run at once and are asked in turn by
  four threads of this Python process over connections kept open; the client shares the processors
  with the servers and is what limits the bare page, so its true distance is larger. "Per request"
  is the time of a round over its number of requests, p99 is that of each round. Queries are
  counted with Django's test client. Memory is looked at twice a second during all that and while
  one job makes all papers: the sum over the process tree, shared pages counted in parts (PSS).
  Starts are timed from the command to the first answer of the sign-in page; "from nothing" makes
  the database and loads the demo, everything being installed.
"""


def machine() -> str:
    """The machine in general words."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def show(report: Report) -> None:
    """Print the tables."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=180)
    console.print(_table(LINE_HEADINGS, [line.cells() for line in report.lines]))
    if report.growth:
        console.print(_table(GROWTH_HEADINGS, [row for g in report.growth for row in g.cells()]))
    for remark in remarks(report):
        console.print(f"- {remark}", markup=False)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*row)
    return table


def write(report: Report) -> None:
    """Write the page."""
    date = datetime.now(tz=UTC).date().isoformat()
    parts = [_LEAD.format(date=date, machine=machine(), load=report.load)]
    parts += ["## Figures\n", _markdown(LINE_HEADINGS, [line.cells() for line in report.lines])]
    parts += ["## Many sheets, many measures\n"]
    parts += [_markdown(GROWTH_HEADINGS, [row for g in report.growth for row in g.cells()])]
    parts += ["\n".join(f"- {remark}" for remark in remarks(report)) + "\n", _METHOD]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _markdown(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def remarks(report: Report) -> list[str]:
    """What the tables do not say by themselves."""
    growth = [
        f"{g.kind}: time grows as sheets^{g.exponent:.2f} (1 is linear; limit {g.limit}): {g.met}."
        f" Peak memory grows to {times(g.memory)} (limit {times(g.memory_limit)}): {g.memory_met}."
        for g in report.growth
    ]
    return growth + report.remarks
