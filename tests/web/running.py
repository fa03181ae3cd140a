"""A site as operators run it: its own data folder, its own processes."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing, contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests import leftovers
from tests.leftovers import locked

ROOT = Path(__file__).resolve().parents[2]
_A_DAY = 24 * 3600
_KEPT = ("PATH", "SYSTEMROOT", "LANG")


class Answer(NamedTuple):
    """What a command or an address answered."""

    code: int
    out: str
    err: str = ""

    @property
    def said(self):
        return f"{self.out}\n{self.err}"


class Site:
    """A data folder and the commands on it."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
        self.environment |= {
            "HOME": str(data.parent),
            "PRONGSAI_DATA": str(data),
            "PYTHONPATH": str(ROOT),
        }
        self.environment |= environment

    def run(self, *words, **environment) -> Answer:
        """A command to its end."""
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-m", "prongsai", *map(str, words)],
            env=self.environment | environment,
            capture_output=True,
            check=False,
            timeout=400,
        )
        out, err = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        assert "Traceback" not in out, out
        return Answer(done.returncode, out, err)

    def python(self, code: str) -> Answer:
        """Code inside the awake site."""
        head = (
            "from pathlib import Path\n"
            "from prongsai.web.project.commands.common import awake\nawake(None)\n"
        )
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-c", head + code],
            env=self.environment,
            capture_output=True,
            check=False,
            timeout=400,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def prepare(self) -> None:
        """Put the tables of this version there, as `migrate` makes them, but made once a run."""
        shutil.copytree(migrated(), self.data, dirs_exist_ok=True)

    @property
    def database(self) -> Path:
        return self.data / "prongsai.sqlite3"

    def rows(self, words: str) -> list[tuple]:
        """What the SQLite database holds, asked beside the site."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(words).fetchall()
        finally:
            connection.close()

    @contextmanager
    def served(self, *words, command=None, cwd=None):
        """The running site: its process and its address; killed at the end if it still runs."""
        command = command or [sys.executable, "-m", "prongsai", "serve", *map(str, words)]
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env=self.environment,
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        run = leftovers.run()
        run.note(process.pid)
        try:
            yield process
        finally:
            if process.poll() is None:
                kill(process)
            process.wait(30)
            process.stdout.close()
            run.forget(process.pid)


@cache
def migrated() -> Path:
    """A data folder as `migrate` leaves it; nobody but copies of it may change.

    Made once for every state of the sources, and kept for the runs that come after.
    """
    kept = ROOT / "build/tests/migrated"
    kept.mkdir(parents=True, exist_ok=True)
    with locked(kept / "lock"):
        folder = kept / _state_of_sources()
        if not folder.is_dir():
            _tidy(kept)
            _migrate(kept / "unfinished").rename(folder)
    return folder


def _tidy(kept: Path) -> None:
    """Remove what an interrupted run left, and what no run can still be using."""
    for folder in kept.glob("*/"):
        if folder.name == "unfinished" or folder.stat().st_mtime < time.time() - _A_DAY:
            shutil.rmtree(folder)


def _migrate(folder: Path) -> Path:
    site = Site(folder)
    answer = site.run("migrate", HOME=tempfile.gettempdir())
    assert answer.code == 0, answer.said
    with closing(sqlite3.connect(site.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def _state_of_sources() -> str:
    """What a migration may depend on: all of our code, and the packages it runs with."""
    packages = sorted(f"{one.name} {one.version}" for one in importlib.metadata.distributions())
    state = sha256(f"{sys.version} {packages}".encode())
    for path in sorted((ROOT / "src/prongsai").rglob("*.py")):
        state.update(f"{path.relative_to(ROOT)} {path.stat().st_size}".encode())
        state.update(path.read_bytes())
    return state.hexdigest()


def kill(process) -> None:
    """SIGKILL for a process and all that it started."""
    family, parents = {process.pid}, dict(_parents())
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _parents():
    """Each process and its parent: from /proc where there is one, as a bare Linux has no `ps`."""
    if (processes := Path("/proc/self/stat")).exists():
        for stat in processes.parents[1].glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                _state, parent, *_ = stat.read_text().rpartition(")")[2].split()
                yield int(stat.parent.name), int(parent)
        return
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid="],  # noqa: S607
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    for line in listed.stdout.splitlines():
        pid, parent = line.split()
        yield int(pid), int(parent)


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def ask(address: str, timeout=30, headers=None, **fields) -> Answer:
    """GET an address, or POST fields to it; any status is an answer."""
    data = urllib.parse.urlencode(fields).encode() if fields else None
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(address))
    request = urllib.request.Request(address, data, {"Origin": origin} | (headers or {}))  # noqa: S310 - our own
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 - our own
            return Answer(answer.status, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read().decode(), str(error.headers))


def until(what, seconds=90, every=0.05):
    """Wait until something is so; what it then is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(every)
    message = f"did not happen in {seconds} s: {what}"
    raise AssertionError(message)


def answers(address: str) -> bool:
    """Whether a site listens there and is well."""
    try:
        return ask(f"{address}health/", timeout=5).code == 200
    except OSError:
        return False


def run_jobs() -> None:
    """Do all jobs that wait, and those they ask for; none may fail."""
    from prongsai.web.platform import jobs  # noqa: PLC0415 - needs Django, programs do not
    from prongsai.web.platform.models import Job, JobState  # noqa: PLC0415

    while waiting := list(Job.objects.filter(state=JobState.WAITING).order_by("asked_at")):
        for job in waiting:
            jobs.run.call(str(job.pk))
            job.refresh_from_db()
            assert job.state == JobState.DONE, job.failure
