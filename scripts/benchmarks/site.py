"""The site beside a bare Django page: pages with few and many rows, starts, memory, queries."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from scripts.benchmarks.measure import clean_environment, pairs, ratio_of
from scripts.benchmarks.results import Line, Report
from scripts.benchmarks.serving import CLIENTS, Memory, Round, Running, free_port, running
from scripts.benchmarks.site_rows import MEASURES, NOTES, PAGES, PHOTOS, REVISIONS, YEARS

ROOT = Path(__file__).resolve().parents[2]
_CASE = ROOT / "examples" / "ban-song"
# As `prongsai serve` starts it.
GRANIAN = [
    sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2",
    "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
    "--workers-kill-timeout", "2",
]  # fmt: skip
_FIRST_PAGE = "/account/login/"
_PAPERS = "/2566/papers/"
_PEER = "bare Django page"
_MEGABYTE = 2**20
_MEMORY_LIMIT = 512
_SECOND_START_LIMIT = 10.0
_JOB = 120.0
_PAPER_FILES = 8
_MANY = (
    f"{len(YEARS)} years, {REVISIONS} revisions, {MEASURES} measures, {NOTES} notes,"
    f" {PHOTOS} photos"
)
_LIST = "/2566/tracking/?view=list"
_A_MEASURE = re.compile(r'href="/2566/tracking/([0-9a-f-]{36})/"')


def measure(report: Report, folder: Path, *, rounds: int, requests: int, starts: int) -> None:
    """Starts, then pages at one and at many rows in turn with the bare page, then memory."""
    environment = clean_environment(folder)
    environment.pop("DATABASE_URL", None)
    one, many = folder / "one", folder / "many"
    _starts(report, folder, environment, starts)
    subprocess.run(  # noqa: S603 - the browser that the fixture found
        [*demo(one), "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    shutil.copytree(one, many)
    _queries(report, _rows(environment, one), _rows(environment, many, "fill"))
    with ExitStack() as stack:
        bare = stack.enter_context(_bare(environment))
        sites = {
            "1 revision": stack.enter_context(serving(one, environment)),
            _MANY: stack.enter_context(serving(many, environment)),
        }
        memories = {rows: Memory(site.process.pid) for rows, site in sites.items()}
        for memory in memories.values():
            memory.start()
        for name, path in PAGES.items():
            _page(report, name, path, bare, sites, rounds=rounds, requests=requests)
        for site in sites.values():
            _papers(site)
        for memory in memories.values():
            memory.stop()
    for rows, memory in memories.items():
        _remember(report, rows, memory)


def demo(data: Path) -> list[str]:
    """The command that loads the demo into a folder."""
    return [sys.executable, "-m", "prongsai", "demo", "--case", str(_CASE), "--data", str(data)]


def _bare(environment: Mapping[str, str]) -> AbstractContextManager[Running]:
    port = free_port()
    command = [*GRANIAN, "--port", str(port), "scripts.benchmarks.bare:application"]
    return running(command, port, "/", environment, ROOT)


def serving(data: Path, environment: Mapping[str, str]) -> AbstractContextManager[Running]:
    """`prongsai serve` on a data folder."""
    port = free_port()
    command = [sys.executable, "-m", "prongsai", "serve", "--data", str(data), "--port", str(port)]
    return running(command, port, _FIRST_PAGE, environment, ROOT)


def _starts(report: Report, folder: Path, environment: Mapping[str, str], count: int) -> None:
    """From the command to the first answer: the demo from nothing and again, the bare page."""
    data = folder / "starts"

    def first() -> float:
        shutil.rmtree(data, ignore_errors=True)
        return again()

    def again() -> float:
        port = free_port()
        command = [*demo(data), "--port", str(port)]
        with running(command, port, _FIRST_PAGE, environment, ROOT) as site:
            return site.started

    def bare() -> float:
        with _bare(environment) as site:
            return site.started

    what = "`prongsai demo` to the first page, "
    nothing = pairs(first, bare, count, warm=1)
    second = pairs(again, bare, count, warm=1)
    report.lines += [
        Line(f"{what}from nothing", f"{_PEER}, to its first answer", nothing),
        Line(f"{what}second start", f"{_PEER}, to its first answer", second),
    ]
    report.remarks.append(
        f"Second start of the demo: {second.ours:.1f} s to the first page (limit"
        f" {_SECOND_START_LIMIT:.0f} s): {_met(second.ours <= _SECOND_START_LIMIT)}."
    )


def _rows(environment: Mapping[str, str], data: Path, *words: str) -> dict[str, list[int]]:
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-m", "scripts.benchmarks.site_rows", str(data), *words],
        cwd=ROOT, env=environment, capture_output=True, check=True,
    )  # fmt: skip
    found: dict[str, list[int]] = json.loads(done.stdout)
    return found


def _queries(report: Report, few: dict[str, list[int]], many: dict[str, list[int]]) -> None:
    """A page read again asks as often with many rows; what a process reads once may add a few."""
    for name in PAGES:
        (first_few, again_few), (first_many, again_many) = few[name], many[name]
        report.remarks.append(
            f"{name}: {again_few} queries with 1 revision, {again_many} with {_MANY} (equal):"
            f" {_met(again_few == again_many)}; the first time in a process {first_few} and"
            f" {first_many}."
        )


def _page(
    report: Report,
    name: str,
    path: str,
    bare: Running,
    sites: Mapping[str, Running],
    *,
    rounds: int,
    requests: int,
) -> None:
    """One page of each site and the bare page in turn; the first round warms and does not count."""
    cookies = {rows: site.signed_in("ITA") for rows, site in sites.items()}
    paths = {rows: _address(path, site, cookies[rows]) for rows, site in sites.items()}
    found: dict[str, list[tuple[Round, Round]]] = {rows: [] for rows in sites}
    for turn in range(rounds + 1):
        for rows, site in sites.items():
            pair = (bare.ask("/", {}, requests), site.ask(paths[rows], cookies[rows], requests))
            if turn:
                found[rows].append(pair)
    for rows, taken in found.items():
        each = ratio_of([(peer.each, ours.each) for peer, ours in taken])
        p99 = ratio_of([(peer.p99, ours.p99) for peer, ours in taken])
        report.lines += [
            Line(f"{name}, {rows}: per request", _PEER, each),
            Line(f"{name}, {rows}: p99", f"{_PEER}, p99", p99),
        ]
        report.remarks.append(
            f"{name}, {rows}: {1 / each.ours:,.0f} requests per second with {CLIENTS} clients;"
            f" the bare page: {1 / each.peer:,.0f}."
        )


def _address(path: str, site: Running, cookies: Mapping[str, str]) -> str:
    """The address of a page; one measure is the first of the list."""
    if "{measure}" not in path:
        return path
    found = _A_MEASURE.search(site.page(_LIST, cookies))
    if found is None:
        message = "the list of measures names none"
        raise RuntimeError(message)
    return path.format(measure=found[1])


def _papers(site: Running) -> None:
    """All papers made once, so that memory is that of a site that works."""
    cookies = site.signed_in("ITA")
    site.post(f"{_PAPERS}ask/", site.page(_PAPERS, cookies), cookies)
    end = time.monotonic() + _JOB
    while site.page(_PAPERS, cookies).count('href="/papers/file/') < _PAPER_FILES:
        if time.monotonic() > end:
            message = "the papers were not made"
            raise RuntimeError(message)
        time.sleep(0.5)


def _remember(report: Report, rows: str, memory: Memory) -> None:
    if not memory.most:
        report.remarks.append("Memory of the site: not measured, the system does not tell.")
        return
    held = memory.most / _MEGABYTE
    report.remarks.append(
        f"`prongsai serve` with {rows}, under load and while it makes all papers: at most"
        f" {held:.0f} MB in {memory.processes} processes (limit {_MEMORY_LIMIT} MB):"
        f" {_met(held <= _MEMORY_LIMIT)}."
    )


def _met(is_met: bool) -> str:  # noqa: FBT001 - a word for a truth
    return "met" if is_met else "not met"
