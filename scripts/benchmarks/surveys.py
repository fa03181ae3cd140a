"""Surveys: answers acknowledged by the site beside Flask and sqlite3; files of answers counted."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from secrets import choice, randbelow, token_hex
from typing import Any
from urllib.parse import urlencode

import openpyxl

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.raw_answers import read_answers
from prongsai.core.surveys.tally import tally
from prongsai.readers.sheets import read_sheets
from scripts.benchmarks.databases import database
from scripts.benchmarks.measure import call, clean_environment, pairs, ratio_of
from scripts.benchmarks.results import Line, Report, times
from scripts.benchmarks.serving import Round, Running, free_port, running
from scripts.benchmarks.site import GRANIAN, ROOT, serving

_PEER = "Flask and sqlite3, one row kept at once"
_CONNECTIONS = (8, 64)
_RATE, _P99, _FILE = 0.6, 0.3, 4.0
_RESPONDENTS = 1_000
_INSERTS = 1_000
_OK = 200


def measure(report: Report, folder: Path, *, rounds: int, requests: int) -> None:
    """Answers sent by many at once on both databases, then files."""
    environment = clean_environment(folder)
    environment.pop("DATABASE_URL", None)
    raw = _insert_rate(folder / "raw.sqlite3")
    for name, kind in (("SQLite", ""), ("PostgreSQL", "postgresql")):
        with database(kind) as url:
            if url is None:
                report.remarks.append(
                    f"Surveys on {name}: not measured, no server could be started."
                )
                continue
            told = {**environment, **({"DATABASE_URL": url} if url else {})}
            _sent(report, folder, name, told, raw, rounds=rounds, requests=requests)
    _files(report, count=5 if rounds > 1 else 3)


def _sent(
    report: Report,
    folder: Path,
    name: str,
    environment: Mapping[str, str],
    raw: float,
    *,
    rounds: int,
    requests: int,
) -> None:
    """The site and the peer in turn, with few and with many connections."""
    data = folder / f"surveys-{name}"
    survey = _prepared(data, environment)
    port = free_port()
    command = [*GRANIAN, "--port", str(port), "scripts.benchmarks.peer.answers:application"]
    told = {**environment, "PEER_DATABASE": str(folder / f"peer-{name}.sqlite3")}
    with running(command, port, "/", told, ROOT) as peer, serving(data, environment) as site:
        for connections in _CONNECTIONS:
            taken = []
            for turn in range(rounds + 1):
                pair = tuple(_all(one, survey, connections, requests) for one in (peer, site))
                if turn:
                    taken.append(pair)
            _told(report, f"{name}, {connections} connections", taken, raw)


def _told(report: Report, what: str, taken: Sequence[tuple[Round, ...]], raw: float) -> None:
    each = ratio_of([(peer.each, ours.each) for peer, ours in taken])
    p99 = ratio_of([(peer.p99, ours.p99) for peer, ours in taken])
    report.lines += [
        Line(f"an answer to a survey, {what}: per answer", _PEER, each, 1 / _RATE),
        Line(f"an answer to a survey, {what}: p99", f"{_PEER}, p99", p99, _P99),
    ]
    report.remarks.append(
        f"Answers acknowledged, {what}: {1 / each.ours:,.0f} per second, the peer"
        f" {1 / each.peer:,.0f} ({times(1 / each.middle)}, goal ≥ {times(_RATE)}), rows alone, each"
        f" on the disk, {raw:,.0f}."
    )


def _prepared(data: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    migrate = [sys.executable, "-m", "prongsai", "migrate", "--data", str(data)]
    rows = [sys.executable, "-m", "scripts.benchmarks.survey_rows", str(data)]
    for command in (migrate, rows):
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True
        )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _all(server: Running, survey: Mapping[str, Any], connections: int, requests: int) -> Round:
    """So many answers over so many connections at once."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def send(connection: HTTPConnection) -> bool:
        fields = {name: randbelow(options) for name, options in survey["asked"]}
        typed = urlencode({"once": token_hex(16), **fields})
        connection.request("POST", f"/s/{choice(survey['codes'])}/", typed, headers)
        answer = connection.getresponse()
        return "ขอบคุณ".encode() in answer.read() and answer.status == _OK

    return server.share(connections, requests, send)


def _insert_rate(path: Path) -> float:
    """Rows a second by one connection that waits for the disk each time."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE answer (id INTEGER PRIMARY KEY, content TEXT NOT NULL);"
    )
    text = json.dumps({f"e{number}": number % 4 for number in range(30)})
    start = time.perf_counter()
    for _ in range(_INSERTS):
        connection.execute("INSERT INTO answer (content) VALUES (?)", (text,))
    taken = time.perf_counter() - start
    connection.close()
    return _INSERTS / taken


def _files(report: Report, *, count: int) -> None:
    """A thousand respondents read, checked and counted, beside openpyxl that reads the cells."""
    asked = questionnaire(Catalogue(), 2568, "IIT")
    lot = random.Random(18)  # noqa: S311 - the same each time
    lines = [list(asked.codes)]
    lines += [[lot.choice(one.options).th for one in asked.asked] for _ in range(_RESPONDENTS)]
    for form, data in (("xlsx", _xlsx(lines)), ("csv", _csv(lines))):
        book = _xlsx(lines)

        def ours(data: bytes = data, form: str = form) -> None:
            sheets = read_sheets(data, f"answers.{form}")
            found = read_answers(asked, sheets)
            if tally(asked, found.answers).respondents != _RESPONDENTS:
                raise RuntimeError(form)

        def cells(book: bytes = book) -> None:
            sheet = openpyxl.load_workbook(io.BytesIO(book), read_only=True).worksheets[0]
            for row in sheet.iter_rows(values_only=True):
                tuple(row)

        ratio = pairs(call(ours), call(cells), count)
        said = f"{_RESPONDENTS:,} × {len(asked.asked)} answers of {form.upper()} read and counted"
        report.lines.append(Line(said, "openpyxl reads the cells alone", ratio, 1 / _FILE))


def _xlsx(lines: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    return "\n".join(",".join(line) for line in lines).encode()
