"""One owner of a data folder at a time: a running site keeps migrating and restoring out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prongsai.core.errors import Misuse, Place
from prongsai.core.text import Text

NAME, SERVING = "lock", "serving"


@contextmanager
def held(data: Path, *, alone: bool) -> Iterator[None]:
    """Hold a data folder: `alone` to change it as a whole, else beside others of the same site.

    Errors: Misuse where another process holds it.
    """
    if sys.platform == "win32":  # SQLite's own locks have to do there
        yield
        return
    import fcntl  # noqa: PLC0415 - Unix alone has it

    with (data / NAME).open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            raise _taken(data, alone=alone) from error
        yield


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """One server on a data folder; another would do the same periodic tasks and answer elsewhere.

    Errors: Misuse where one is running, with its process.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - Unix alone has it

    path = data / SERVING
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            process = path.read_text().strip()
            raise Misuse(
                Text(
                    f"มีเว็บอีกตัวทำงานกับโฟลเดอร์ข้อมูลนี้อยู่ (โพรเซส {process})",
                    f"another server is running on this data folder (process {process})",
                ),
                place=Place(str(data)),
                next_step=Text("ใช้ตัวที่ทำงานอยู่ หรือหยุดตัวนั้นก่อน", "use that one, or stop it first"),
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def _taken(data: Path, *, alone: bool) -> Misuse:
    if alone:
        return Misuse(
            Text("เว็บกำลังทำงานกับโฟลเดอร์ข้อมูลนี้อยู่", "a site is running on this data folder"),
            place=Place(str(data)),
            next_step=Text("หยุดเว็บก่อน (Ctrl-C) แล้วสั่งใหม่", "stop it first (Ctrl-C), then try again"),
        )
    return Misuse(
        Text("โฟลเดอร์ข้อมูลนี้กำลังถูกอัปเดตหรือกู้คืน", "this data folder is being updated or restored"),
        place=Place(str(data)),
        next_step=Text("รอให้เสร็จแล้วสั่งใหม่", "wait until that is done, then try again"),
    )
