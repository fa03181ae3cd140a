"""One owner of a data folder at a time: a running site keeps migrating and restoring out."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prongsai.core.errors import Misuse, Place

NAME, SERVING = "lock", "serving"


@contextmanager
def held(data: Path, *, alone: bool) -> Iterator[None]:
    """Hold a data folder: `alone` to change it as a whole, else beside others of the same site."""
    if sys.platform == "win32":  # SQLite's own locks have to do there
        yield
        return
    import fcntl  # noqa: PLC0415 - Unix alone has it

    with (data / NAME).open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            place = Place(str(data))
            if alone:
                raise Misuse("project/site_running_already", place=place) from error
            raise Misuse("project/data_folder_in_update", place=place) from error
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
                "project/other_server_running_already", place=Place(str(data)), process=process
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)
