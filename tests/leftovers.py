"""What a run of tests starts ends with the run, also where the run is killed.

Every process that starts something holds the run's lock, which the system lets go of however the
process ends. A guardian in a session of its own waits for that, ends what is noted, and removes the
folder.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

_PATIENCE = 5.0


@contextmanager
def locked(path: Path):
    """One process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Run:
    """The processes and the folder of a run of tests."""

    def __init__(self, folder: Path) -> None:
        """Take part in the run; the first who does starts its guardian."""
        self.folder = folder
        self._alive = _held(folder)
        with locked(folder / "guardian.lock"):
            if (folder / "guarded").exists():
                return
            self._guardian = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, __file__, str(folder)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
            self._guardian.returncode = 0  # it ends after us: nobody waits for it
            (folder / "guarded").touch()

    def note(self, pid: int, last: signal.Signals = signal.SIGKILL) -> None:
        """The process leads a group of its own; `last` is the signal that ends it."""
        (self.folder / f"{pid}.pid").write_text(str(int(last)))

    def forget(self, pid: int) -> None:
        """The process has ended."""
        (self.folder / f"{pid}.pid").unlink(missing_ok=True)

    def note_mount(self, folder: Path) -> None:
        """A disk was mounted there."""
        self._noted("mount", folder).write_text(str(folder))

    def forget_mount(self, folder: Path) -> None:
        """The disk is gone."""
        self._noted("mount", folder).unlink(missing_ok=True)

    def note_folder(self, folder: Path) -> None:
        """The folder goes with the run."""
        self._noted("folder", folder).write_text(str(folder))

    def _noted(self, what: str, folder: Path) -> Path:
        return self.folder / f"{sha256(str(folder).encode()).hexdigest()[:16]}.{what}"


@cache
def run() -> Run:
    """The run that this process belongs to: that of pytest-xdist, else its own."""
    name = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
    # Not in the temporary folder of a run (conftest.py): the path of a socket must be short.
    base = os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir()
    return Run(Path(base) / f"prongsai-tests-{name}")


def _held(folder: Path) -> int:
    """The lock that tells the guardian of us; anew where the guardian just removed the folder."""
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            alive = os.open(folder / "alive", os.O_CREAT | os.O_RDWR, 0o600)
        except FileNotFoundError:
            continue
        fcntl.flock(alive, fcntl.LOCK_SH)
        if os.fstat(alive).st_nlink:
            return alive
        os.close(alive)


def guard(folder: Path) -> None:
    """Wait until nobody of the run lives; then end what it noted and remove the folder."""
    with (folder / "alive").open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        noted = {int(path.stem): int(path.read_text()) for path in folder.glob("*.pid")}
        for pid, last in noted.items():
            _send(pid, last)
        end = time.monotonic() + _PATIENCE
        while any(_lives(pid) for pid in noted) and time.monotonic() < end:
            time.sleep(0.05)
        for pid in noted:
            _send(pid, signal.SIGKILL)
        for mount in folder.glob("*.mount"):
            unmount = [shutil.which("umount") or "umount", "-l", mount.read_text()]
            subprocess.run(unmount, check=False, capture_output=True)  # noqa: S603 - noted by us
        for other in folder.glob("*.folder"):
            shutil.rmtree(other.read_text(), ignore_errors=True)
        # A browser whose driver was killed goes on, and writes into its profile.
        _end_who_names(folder)
        while (folder / "tmp").exists() and time.monotonic() < end + _PATIENCE:
            shutil.rmtree(folder / "tmp", ignore_errors=True)
            time.sleep(0.05)
        shutil.rmtree(folder, ignore_errors=True)


def _send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _end_who_names(folder: Path) -> None:
    """End the processes that were started with a path in the folder, where the system tells."""
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        pid = int(line.parent.name)
        with suppress(OSError):
            if pid != os.getpid() and bytes(folder) in line.read_bytes():
                os.kill(pid, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    guard(Path(sys.argv[1]))
