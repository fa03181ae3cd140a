"""The name and place where Django looks for a database's kind."""

import select
from typing import Any, cast

import psycopg
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper


class _Operations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """Its words, for logs: psycopg tells none of a statement that was prepared."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is asked whether it lives only where the server said something unasked.

    A server that ends, or ends a connection, says so or closes its side: both can be seen here at
    once, where Django's own question goes to the server and back before every page.
    """

    ops_class = _Operations

    def __init__(self, *described: Any, **more: Any) -> None:
        super().__init__(*described, **more)
        self._preparing: psycopg.Cursor | None = None

    def is_usable(self) -> bool:
        """Whether the next statement has a server to go to."""
        if self.connection is None or self.connection.closed:
            return False
        if not hasattr(select, "poll"):  # Windows
            return bool(super().is_usable())
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(not line.poll(0) or super().is_usable())

    def preparing_cursor(self) -> CursorWrapper:
        """A cursor whose values go apart from the words, which the server plans once.

        Shape:  one for a connection, for one thing at a time: a new one takes as long as a
                statement. What it did stands where Django counts.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_thread_sharing()
        if self._preparing is None or self._preparing.connection is not self.connection:
            self._preparing = psycopg.Cursor(self.connection)
        wrapped = self.make_debug_cursor if self.queries_logged else self.make_cursor
        return wrapped(cast("Any", self._preparing))
