"""The tables on the screen, and the page docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.benchmarks.results import GROWTH_HEADINGS, LINE_HEADINGS, Report, times

_DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, PUBLIC_PAGE = _DOCS / "performance.md", _DOCS / "performance-public.md"

_LEAD = """\
<!-- Written by `make bench`; changes made here are lost. -->
# Performance{of}

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
- **A nation**: `prongsai nation score` on answers drawn with a seed (docs/scale.md tells how), as a
  whole process, beside a program with pandas that checks nothing and writes one CSV, and beside
  pyarrow, which only decodes the files. It is left out unless `PRONGSAI_PANDAS` names a Python that
  has both.
- **Papers**: `prongsai run` on the example as a whole process. The booklet of the example
  (24 pages) is drawn from the same Document with other words each time, by Typst with our breaks
  and text layer, and by WeasyPrint from our HTML page with the same font. A plan of 1 to 200
  measures: one booklet in a process of its own.
- **Registers**: an XLSX of procurement as the site's own form has it, read, matched and checked
  beside its cells read alone; papers in a process of their own each. On the site, with SQLite and
  with a PostgreSQL started for this: the list of 50,000 rows beside that of 50 (first page,
  narrowed, sorted, as a grid), 50 rows of 17 fields saved by the grid beside each saved by its own
  form, and a file of 5,000 rows sent, previewed and kept with versions, undone each time. Pages are
  asked for by Django's test client in one process.
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
- **The board of OIT items** is no part of this run either: the demo's 43 items, asked by wrk over
  SQLite, the bare page in turn, on 28 November 2026 while other work shared both processors. One
  connection, median: 10.2 ms beside 0.22 ms, 46× (39× to 54×, 5 pairs; before its rows were kept
  as they are set: two runs, 52× and 59×); by the rate of answers 44×. 32 connections: p99 of
  three rounds 240, 301 and 311 ms (before: two runs of 384 to 503 and 499 to 809 ms). The first
  look after a write, which draws all of it: median 59 ms, at worst 249 ms (14 queries; a kept
  board takes 4). On 30 November, alone, but while Python ran at half its speed there
  (`python -c pass` 18 ms, the bare page as before): 72× (61× to 98×, 14 pairs), p99 467 to
  608 ms. The aim of 50× is therefore not met on every machine.
- **Reading, beside the version before its redesign** (commit 2cd99f0f) is no part of this run
  either: version 0.3.0.dev0, processor time, in turn, on 30 November 2026, while other work shared
  both processors (load 2 to 4; nothing of this was measured on a quiet machine). A dense plan of
  120 pages as PDF (353,000 letters): 0.71× (0.66× to 0.73×, 11 pairs; aim 0.25×), 55 MB beside
  61 MB (aim 80 MB). Of the 7.4 s of before 1.8 s would be a quarter: PDFium alone takes 0.4 s to
  lay out the pages, asking it for each letter and its place 1.4 s, and to make one object of each
  and sort them 0.1 s more, so that 0.3 s were left for lines, tables and all that is understood of
  them (now 3.6 s). On 1 December, again under load, on a machine half as fast at times: a
  sheet read and scored inside one process: CSV 0.57× to 0.63× (five rounds of 9 pairs), XLSX 0.58×
  to 0.61× (three rounds; aim of both 0.6×). Beside `python -c pass`, a sheet of one year and one of
  three, 21 pairs each: `prongsai score SHEET.csv --json` 6.5× (6.4× to 6.8×) and 7.5× (6.6× to
  8.1×; aim 8×), without `--json` 9.1× (8.1× to 10.0×) and 10.6× (9.6× to 11.0×; aim 10×). Reading
  a score sheet as XLSX beside openpyxl: 0.44× (0.43× to 0.45×, three rounds of 15 pairs; 0.70× the
  day before; aim 0.5×).
- **Reliability** is no ratio and no part of this run: `make faults` kills the running server
  (kill -9) while forms are sent and sent again. Surveys, 200 kills, 26 November 2026: 10,466
  answers acknowledged, none lost, none doubled, 567 sent twice. Where what was deleted is removed
  from PostgreSQL's files, who writes beside it waited 1.7 s at most with 300,000 rows (91 MB),
  which is too much to be done while the site runs: the page and `doctor` say so
  ([ADR 94](adr/0094-out-of-the-files-too.md)). Written anew while nobody used the site it took 3 s.
"""


_PUBLIC_METHOD = """\
## What is measured

- **Links**: 43 links of each of a hundred hosts (127.0.0.1 to 127.0.0.100, one server in a process
  of its own that thinks for 20 to 70 ms, for a second at one address in a hundred, and answers
  404, 500, nothing, "ไม่พบหน้า" or a redirect home at five in 23). Ours reads the rules, the home and
  an address that never was of each host and judges every page; the peers only ask for the links.
  The row of single requests is timed on the links of five hosts. Both share the processors with
  the server.
- **Public ITA page**: the demo's page of 2566 with 43 items, beside four more years, served by
  `prongsai serve`. The peer is a Flask page with Jinja2 under granian with as many workers and
  threads; it reads the same rows from the same SQLite file and shows the same words (their letters
  are counted). It has no second language, policy headers, objections, withdrawals, word-wise Thai
  breaks or middleware. "Kept" is the page asked for again while nothing of the agency changed, as
  citizens ask; "drawn anew" is the same page at an address that is never kept, where only the parts
  that an edition froze are kept. Clients and turns are those of [the site](performance.md).
- **Copy as files**: `prongsai site export` as a whole process, and the same among 10 and 100
  agencies with five years each in one database.
- **Search**: entries of about 600 letters drawn with a fixed seed from 28 words; a page of results
  with its count. The peer asks for the same rows by their text alone, counts them, and takes the
  first twenty in no order. PostgreSQL is started for this alone, on the same machine.
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
    """Write the page of everything but links and public site."""
    _write(PAGE, report, "", _METHOD)


def write_public(report: Report) -> None:
    """Write the page of links and public site."""
    _write(PUBLIC_PAGE, report, " of links and the public site", _PUBLIC_METHOD)


def _write(path: Path, report: Report, of: str, method: str) -> None:
    date = datetime.now(tz=UTC).date().isoformat()
    parts = [_LEAD.format(of=of, date=date, machine=machine(), load=report.load)]
    parts += ["## Figures\n", _markdown(LINE_HEADINGS, [line.cells() for line in report.lines])]
    if report.growth:
        parts += ["## Many sheets, many measures\n"]
        parts += [_markdown(GROWTH_HEADINGS, [row for g in report.growth for row in g.cells()])]
    parts += ["\n".join(f"- {remark}" for remark in remarks(report)) + "\n", method]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(parts), encoding="utf-8")


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
