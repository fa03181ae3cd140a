"""An empty database for a measurement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from tests import leftovers
from tests.web import postgresql_server


@contextmanager
def database(kind: str) -> Iterator[str | None]:
    """The address of an empty database; "" for SQLite, None where there is none."""
    if not kind:
        yield ""
        return
    address = None
    with suppress(ImportError):
        # As safe as a site's own, unlike that of the tests.
        address = postgresql_server.address(leftovers.run(), settings=())
    if address is None:
        yield None
        return
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)")
        connection.execute("CREATE DATABASE bench TEMPLATE template0")
    yield address.replace("/postgres?", "/bench?")
