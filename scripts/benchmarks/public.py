"""The public site: its ITA page beside Flask and Jinja2, its copy as files, its search."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.benchmarks import public_rows
from scripts.benchmarks.databases import database
from scripts.benchmarks.measure import clean_environment, exponent, process, ratio_of
from scripts.benchmarks.results import Line, Report, seconds, times
from scripts.benchmarks.serving import Running, free_port, running
from scripts.benchmarks.site import GRANIAN, ROOT, demo, serving

_PEER = "Flask and Jinja2, the same words from the same rows"
_KEPT, _NEW = 1.0, 2.0  # at least as fast; at least half as fast
_AGENCIES = (1, 10, 100)
_MARKUP = re.compile(r"<head.*?</head>|<[^>]+>|\s+", re.DOTALL)
_POSTGRESQL = "postgresql"


def measure(report: Report, folder: Path, *, rounds: int, requests: int) -> None:
    """Pages, files and search."""
    environment = clean_environment(folder)
    environment.pop("DATABASE_URL", None)
    data = folder / "public"
    subprocess.run(  # noqa: S603 - the browser that the fixture found
        [*demo(data), "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    agency = _rows(environment, data, "years")
    _pages(report, data, environment, agency, rounds=rounds, requests=requests)
    _copies(report, folder, data, environment, agency)
    _search(report, folder, environment, rounds)


def _rows(environment: Mapping[str, str], data: Path, *words: str) -> str:
    command = [sys.executable, "-m", "scripts.benchmarks.public_rows", str(data), *words]
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def _pages(
    report: Report,
    data: Path,
    environment: Mapping[str, str],
    agency: str,
    *,
    rounds: int,
    requests: int,
) -> None:
    """The page as it is kept, and as it is drawn, in turn with the peer's."""
    path = f"/site/{agency}/ita/{public_rows.NEWEST}/"
    port = free_port()
    command = [*GRANIAN, "--port", str(port), "scripts.benchmarks.peer.pages:application"]
    told = {**environment, "PEER_DATABASE": str(data / "prongsai.sqlite3")}
    with running(command, port, path, told, ROOT) as peer, serving(data, environment) as site:
        _compare(report, peer, site, path)
        # What nobody keeps: an address with something made up behind it.
        for name, own, limit in (("kept", path, _KEPT), ("drawn anew", f"{path}?x=1", _NEW)):
            taken = []
            for turn in range(rounds + 1):
                pair = (peer.ask(path, {}, requests), site.ask(own, {}, requests))
                if turn:
                    taken.append(pair)
            each = ratio_of([(other.each, ours.each) for other, ours in taken])
            report.lines.append(Line(f"public ITA page, {name}: per request", _PEER, each, limit))
            report.remarks.append(
                f"Public ITA page, {name}: {1 / each.ours:,.0f} requests per second, the peer"
                f" {1 / each.peer:,.0f}: {times(1 / each.middle)} (goal ≥ {times(1 / limit)})."
            )


def _compare(report: Report, peer: Running, site: Running, path: str) -> None:
    """That both show as much."""
    theirs, ours = (len(_MARKUP.sub("", one.page(path, {}))) for one in (peer, site))
    report.remarks.append(
        f"Letters of the page without its markup: ours {ours:,}, the peer's {theirs:,}."
    )


def _copies(
    report: Report, folder: Path, data: Path, environment: Mapping[str, str], agency: str
) -> None:
    """The copy as files: the first, a second, and one among more and more agencies."""
    out = folder / "copy"
    command = [
        sys.executable, "-m", "prongsai", "site", "export", str(out), "--agency", agency,
        "--data", str(data),
    ]  # fmt: skip
    run = process(command, environment)
    first, second = run(), run()
    count = sum(1 for one in out.rglob("*") if one.is_file())
    report.remarks.append(
        f"Copy of 43 items × 5 years in two languages, {count} files, whole process:"
        f" {seconds(first)}; again, nothing changed: {seconds(second)}."
    )
    points = []
    for agencies in _AGENCIES:
        _rows(environment, data, "agencies", str(agencies))
        shutil.rmtree(out)
        points.append((agencies, run() * agencies))
    each = ", ".join(f"{seconds(whole / agencies)} among {agencies}" for agencies, whole in points)
    report.remarks.append(
        f"One agency's copy: {each}. Of all of them it follows: time grows as"
        f" agencies^{exponent(points):.2f} (1 is linear); {seconds(points[-1][1])} for a hundred,"
        " one after the other."
    )


def _search(report: Report, folder: Path, environment: Mapping[str, str], rounds: int) -> None:
    for name, address in (("SQLite", ""), ("PostgreSQL", _POSTGRESQL)):
        with database(address) as url:
            if url is None:
                report.remarks.append(
                    f"Search on {name}: not measured, no server could be started."
                )
                continue
            told = {**environment, **({"DATABASE_URL": url} if url else {})}
            command = [sys.executable, "-m", "scripts.benchmarks.public_search"]
            done = subprocess.run(  # noqa: S603 - our own interpreter and script
                [*command, str(folder / name), str(rounds * 2)], cwd=ROOT, env=told,
                capture_output=True, check=True, text=True,
            )  # fmt: skip
            for question, taken in json.loads(done.stdout.splitlines()[-1]).items():
                what = f"search over {public_rows.ENTRIES:,} entries on {name}, {question}"
                peer = "looking into every text, no order"
                report.lines.append(Line(what, peer, ratio_of(taken)))
