"""The door for files that are only read: a child process opens them, with little memory and time.

Whatever a file does to a parser, it does to the child. Such files are never kept nor served; what
comes back is plain data.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import convert

from prongsai.core.errors import Finding, Place, UnreadableInput
from prongsai.core.preaudit.model import Evidence
from prongsai.core.registers.sheet import Sheet, sheets_of
from prongsai.core.scoresheet.model import Candidate, Reading
from prongsai.readers.kinds import MAX_BYTES
from prongsai.readers.own_scores import sheet_of
from prongsai.web.platform.error_data import error_of, finding_of
from prongsai.web.platform.request_pool import resting

SECONDS = 60
MEMORY = 1_024 * 2**20
# A job that is silent for two minutes is given to another worker.
_SECONDS_OF_SCANS, _SECONDS_OF_A_SCAN = 105, 20
_CHILD = "prongsai.web.platform.sandbox_child"
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "PYTHONPATH", "LD_LIBRARY_PATH")


def read_scores_for(
    data: bytes,
    name: str,
    frameworks: Path | None,
    *,
    score_year: int,
    agency: str,
    year: int | None = None,
    seconds: int = SECONDS,
) -> Reading:
    """Read the scores in a file of any kind, drafts of frameworks allowed.

    Shape:  `frameworks` is the folder of the agency's own years, None where it has none;
            figures and candidates keep their text and place, findings all their words.
    Errors: what `prongsai.readers.scores.read_scores_for` raises; UnreadableInput where the file
            takes more time or memory than any score sheet.
    """
    folder = str(frameworks) if frameworks else None
    asked = {"frameworks": folder, "score_year": score_year, "agency": agency, "year": year}
    answer = _child("scores", asked, data, name, seconds)
    findings = tuple(finding_of(finding) for finding in answer["findings"])
    candidates = convert(answer["candidates"], tuple[Candidate, ...])
    return Reading(sheet_of(answer["sheet"], name), findings, candidates)


def read_framework(data: bytes, name: str) -> dict[str, list[dict[str, str]]]:
    """Read the sheets of an exported framework: rows by sheet and column key.

    Errors: as `prongsai.readers.framework_workbook.read_framework_workbook`; UnreadableInput
            where it takes more time or memory than any framework.
    """
    sheets: dict[str, list[dict[str, str]]] = _child("framework", {}, data, name, SECONDS)["sheets"]
    return sheets


def read_plan(data: bytes, name: str) -> tuple[Any, tuple[Finding, ...]]:
    """Read the measures plan in a workbook, CSV or YAML.

    Shape:  the plan as `core.measures.data.plan_data` writes it with `exported_at` (ISO 8601, None
            where the file does not say it), and what was notable in reading.
    Errors: as `prongsai.readers.plan.read_plan`; UnreadableInput where it takes too much.
    """
    answer = _child("plan", {}, data, name, SECONDS)
    plan = {**answer["plan"], "exported_at": answer["exported_at"]}
    return plan, tuple(finding_of(finding) for finding in answer["findings"])


def read_rows(data: bytes, name: str, *, documents: bool = False) -> tuple[Sheet, ...]:
    """Read the visible sheets of a workbook or CSV; with `documents` the tables of other kinds.

    Errors: as `prongsai.readers.sheets.read_sheets`; UnreadableInput where it takes too much.
    """
    return sheets_of(_child("rows", {"documents": documents}, data, name, SECONDS)["sheets"])


def read_personal(data: bytes, name: str, own: Collection[str]) -> tuple[Finding, ...]:
    """Look for personal data in a file that is to become public.

    Errors: as `prongsai.readers.personal.personal_findings`; UnreadableInput where it takes too
            much.
    """
    answer = _child("personal", {"own": list(own)}, data, name, SECONDS)
    return tuple(finding_of(finding) for finding in answer["findings"])


def has_words(data: bytes, name: str, words: Collection[str]) -> bool:
    """Whether any of some words stand in a PDF or an office file, shown or hidden.

    Errors: UnreadableInput where it cannot be opened or takes too much.
    """
    return bool(_child("words", {"words": list(words)}, data, name, SECONDS)["has"])


def read_evidence(data: bytes, name: str, address: str = "", is_web: bool = False) -> Evidence:  # noqa: FBT001, FBT002 - as `links.evidence.Read`
    """Read the pages of evidence, scans too as far as the time allows.

    Errors: as `prongsai.readers.evidence.read_evidence`; UnreadableInput where it takes too much.
    """
    asked = {"address": address, "is_web": is_web, "for": _SECONDS_OF_SCANS - _SECONDS_OF_A_SCAN}
    return convert(_child("evidence", asked, data, name, _SECONDS_OF_SCANS)["evidence"], Evidence)


def draw_pages(
    data: bytes, name: str, quotes: Mapping[int, Sequence[tuple[str, str]]]
) -> dict[int, bytes]:
    """Draw pages of a PDF with what is quoted of each marked, as PNG, as far as the time allows.

    Errors: as `prongsai.readers.marked_page.marked_page`; UnreadableInput where it takes too much.
    """
    asked = {"quotes": list(quotes.items()), "for": _SECONDS_OF_A_SCAN / 2}
    answer = _child("pages", asked, data, name, _SECONDS_OF_A_SCAN)
    return {page: b64decode(png) for page, png in answer["pages"]}


def _child(
    what: str, asked: dict[str, Any], data: bytes, name: str, seconds: int
) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        # The readers refuse it too; no need to carry it there.
        raise _too_much(name)
    head = {"what": what, "name": name, "memory": MEMORY, "seconds": seconds, **asked}
    bare = {key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ}
    with tempfile.TemporaryDirectory(prefix="prongsai-read-") as folder, resting():
        given = json.dumps(head).encode() + b"\n" + data
        try:
            code, answer = _run(given, seconds + 5, bare | {"HOME": folder, "TMPDIR": folder})
        except subprocess.TimeoutExpired as error:
            raise _too_much(name) from error
    if code != 0 or not answer:
        # Killed by a limit, or fallen over: the file is the reason, and the same advice helps.
        raise _too_much(name)
    content: dict[str, Any] = json.loads(answer)
    if "error" in content:
        raise error_of(content["error"])
    return content


def _run(given: bytes, seconds: int, environment: dict[str, str]) -> tuple[int, bytes]:
    """The exit code of the child and what it prints; after the time it ends with all it started."""
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-m", _CHILD], stdin=pipe, stdout=pipe, stderr=pipe, env=environment,
        cwd=environment["TMPDIR"], start_new_session=True,
    ) as child:  # fmt: skip
        try:
            answer, _ = child.communicate(given, timeout=seconds)
        finally:
            if child.poll() is None:
                # End a child and what it started: the recogniser of a scan would go on alone.
                if sys.platform == "win32":
                    child.kill()
                else:
                    os.killpg(child.pid, signal.SIGKILL)
    return child.returncode, answer


def _too_much(name: str) -> UnreadableInput:
    return UnreadableInput("platform/file_too_complex", place=Place(name))
