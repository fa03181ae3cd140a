"""The desk: matters brought, acknowledged by the site beside Flask and sqlite3; lists of many."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from secrets import choice, token_hex
from typing import Any
from urllib.parse import urlencode

from scripts.benchmarks.databases import database
from scripts.benchmarks.measure import clean_environment, ratio_of
from scripts.benchmarks.results import Line, Report, times
from scripts.benchmarks.serving import Round, Running, free_port, running
from scripts.benchmarks.site import GRANIAN, ROOT, serving

_PEER = "Flask and sqlite3, one row kept at once"
_CONNECTIONS = (8, 64)
_RATE = 0.6
_A_DAY = 150  # fewer than an agency takes in at once (`web.desk.guarding`)
_OK = 200


def measure(report: Report, folder: Path, *, rounds: int, requests: int, cases: int) -> None:
    """Matters brought by many at once, and the list of officials, on both databases."""
    environment = clean_environment(folder)
    environment.pop("DATABASE_URL", None)
    for name, kind in (("SQLite", ""), ("PostgreSQL", "postgresql")):
        with database(kind) as url:
            if url is None:
                said = f"The desk on {name}: not measured, no server could be started."
                report.remarks.append(said)
                continue
            told = {**environment, **({"DATABASE_URL": url} if url else {})}
            _brought(report, folder, name, told, rounds=rounds, requests=requests)
            _listed(report, folder / f"desk-{name}", name, told, cases=cases, rounds=rounds * 3)


def _brought(
    report: Report,
    folder: Path,
    name: str,
    environment: Mapping[str, str],
    *,
    rounds: int,
    requests: int,
) -> None:
    """The site and the peer in turn, with few and with many connections."""
    data = folder / f"desk-{name}"
    needed = len(_CONNECTIONS) * (rounds + 1) * requests // _A_DAY + 2
    _ours(["-m", "prongsai", "migrate", "--data", str(data)], environment)
    rows = ["-m", "scripts.benchmarks.desk_rows", str(data), "agencies", str(needed)]
    agencies: list[str] = _ours(rows, environment)["agencies"]
    port = free_port()
    command = [*GRANIAN, "--port", str(port), "scripts.benchmarks.peer.cases:application"]
    told = {**environment, "PEER_DATABASE": str(folder / f"peer-desk-{name}.sqlite3")}
    with running(command, port, "/", told, ROOT) as peer, serving(data, environment) as site:
        for connections in _CONNECTIONS:
            taken = []
            for turn in range(rounds + 1):
                pair = tuple(_all(one, agencies, connections, requests) for one in (peer, site))
                if turn:
                    taken.append(pair)
            _told(report, f"{name}, {connections} connections", taken)


def _told(report: Report, what: str, taken: Sequence[tuple[Round, ...]]) -> None:
    each = ratio_of([(peer.each, ours.each) for peer, ours in taken])
    p99 = ratio_of([(peer.p99, ours.p99) for peer, ours in taken])
    report.lines += [
        Line(f"a matter brought to the desk, {what}", _PEER, each, 1 / _RATE),
        Line(f"a matter brought to the desk, {what}: p99", f"{_PEER}, p99", p99),
    ]
    report.remarks.append(
        f"Matters acknowledged, {what}: {1 / each.ours:,.0f} per second, each on the disk, with its"
        f" receipt and QR; the peer {1 / each.peer:,.0f}"
        f" ({times(1 / each.middle)}, goal ≥ {times(_RATE)})."
    )


def _listed(
    report: Report,
    data: Path,
    name: str,
    environment: Mapping[str, str],
    *,
    cases: int,
    rounds: int,
) -> None:
    rows = ["-m", "scripts.benchmarks.desk_rows", str(data), "list", str(cases), str(rounds)]
    for page, one in _ours(rows, environment).items():
        what = f"desk on {name}, {page}: {cases:,} cases"
        ratio = ratio_of(one["taken"])
        report.lines.append(Line(what, "50 cases", ratio))
        few, many = one["queries"]
        report.remarks.append(
            f"{what}: {ratio.ours * 1000:.0f} ms, {many} queries; {few} with 50 cases."
        )


def _ours(command: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """What one of our own commands prints in its last line, {} where that is no JSON."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, check=True,
        text=True,
    )  # fmt: skip
    last = (done.stdout.splitlines() or [""])[-1]
    told: dict[str, Any] = json.loads(last) if last.startswith("{") else {}
    return told


def _all(server: Running, agencies: Sequence[str], connections: int, requests: int) -> Round:
    """So many matters over so many connections at once."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def bring(connection: HTTPConnection) -> bool:
        once = token_hex(16)
        # The same words within an hour are one matter.
        what = f"{'ดับสามต้นมาสี่คืน ' * 10}{once[:8]}"
        fields = {"subject": "ไฟทางดับ", "what": what, "place": "หมู่ 3"}
        path = f"/site/{choice(agencies)}/desk/new/complaint/"
        connection.request("POST", path, urlencode({"once": once, **fields}), headers)
        answer = connection.getresponse()
        return "เลขใบรับ".encode() in answer.read() and answer.status == _OK

    return server.share(connections, requests, bring)
