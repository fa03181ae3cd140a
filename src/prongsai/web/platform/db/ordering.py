"""A column that sorts by code point on every database."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class SortKeyField(models.CharField[str, str]):
    """Holds a key of `thai_order`: SQLite compares bytes, PostgreSQL is told to.

    Its own order is that of the language it was set up in, and no language knows our keys.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """The column as the database makes it."""
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
