"""The name and place where Django looks for a database's kind."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is asked whether it lives only where the server said something unasked.

    A server that ends, or ends a connection, says so or closes its side: both can be seen here at
    once, where Django's own question goes to the server and back before every page.
    """

    def is_usable(self) -> bool:
        """Whether the next statement has a server to go to."""
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(not line.poll(0) or super().is_usable())
