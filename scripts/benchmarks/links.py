"""4,300 links of a hundred hosts, checked and judged, beside clients that only ask for them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import httpx

from prongsai.links.checking import Checker
from prongsai.links.guard import Guard
from prongsai.links.limits import Pace
from prongsai.links.results import AskedLink
from scripts.benchmarks.measure import Timing, pairs, processor_seconds
from scripts.benchmarks.results import Line, Report

HOSTS, OF_A_HOST, AT_ONCE = 100, 43, 100
_SEQUENTIAL = 0.2  # at least five times faster
_ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def server() -> Iterator[int]:
    """The server in a process of its own; its port."""
    command = [sys.executable, "-m", "scripts.benchmarks.link_server"]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None  # noqa: S101 - asked for above
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def urls(port: int, hosts: int) -> list[str]:
    """The links of some hosts."""
    return [
        f"http://127.0.0.{host}:{port}/p{number}"
        for number in range(OF_A_HOST)
        for host in range(1, hosts + 1)
    ]


def check(links: Sequence[str], interval: float) -> Counter[str]:
    """Check all links; how many of each verdict."""
    allowed = {link.split("/")[2] for link in links}
    checker = Checker(Guard(allowed_hosts=allowed), pace=Pace(interval, 2))
    results = checker.check_many([AskedLink(link) for link in links], at_once=AT_ONCE)
    return Counter(result.verdict.value for result in results)


def in_a_row(links: Sequence[str]) -> None:
    """Ask for links one after the other, over connections that are kept."""
    with httpx.Client(follow_redirects=True, trust_env=False) as client:
        for link in links:
            client.get(link)


def at_once(links: Sequence[str]) -> None:
    """Ask for links at once by httpx's own client and pool."""

    async def run() -> None:
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        gate = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(
            limits=limits, follow_redirects=True, trust_env=False, timeout=60
        ) as client:

            async def ask(link: str) -> None:
                async with gate:
                    await client.get(link)

            await asyncio.gather(*map(ask, links))

    asyncio.run(run())


def measure(report: Report, *, count: int, hosts: int = HOSTS) -> None:
    """Per link: all links judged at once, beside a row of requests and a crowd of them."""
    with server() as port:
        links = urls(port, hosts)
        few = urls(port, max(hosts // 20, 1))
        verdicts = check(links, 0.0)
        judged = _each(lambda: check(links, 0.0), len(links))
        polite = _each(lambda: check(links, 0.2), len(links))
        row = _each(lambda: in_a_row(few), len(few))
        crowd = _each(lambda: at_once(links), len(links))
        name = f"{len(links):,} links of {hosts} hosts, each judged"
        found = pairs(judged, row, count, warm=0)
        report.lines.append(Line(f"{name}, per link", "httpx one by one", found, _SEQUENTIAL))
        found = pairs(polite, row, max(count // 2, 1), warm=0)
        report.lines.append(
            Line(f"{name}, 0.2 s between visits, per link", "httpx one by one", found, _SEQUENTIAL)
        )
        found = pairs(judged, crowd, count, warm=0)
        report.lines.append(
            Line(f"{name}, per link", f"httpx.AsyncClient, {AT_ONCE} at once", found)
        )
        before = processor_seconds()
        check(links, 0.0)
        spent = processor_seconds() - before
    told = ", ".join(f"{verdict} {times:,}" for verdict, times in sorted(verdicts.items()))
    report.remarks.append(
        f"Links: {told}; {spent / len(links) * 1000:.1f} ms of processor for each link."
    )


def _each(run: Callable[[], object], links: int) -> Timing:
    def timing() -> float:
        began = perf_counter()
        run()
        return (perf_counter() - began) / links

    return timing
