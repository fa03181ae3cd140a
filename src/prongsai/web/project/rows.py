"""All rows as lines of JSON, the same on both databases.

This is how PostgreSQL is backed up, and how an agency moves there from SQLite. Rows are written and
read by the models of the migrations that the database has seen: a backup before an update is of
then, and what came after moves it. Django's own commands know the models of today only.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.core.serializers import sort_dependencies
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.jsonl import Deserializer, Serializer
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model

from prongsai.web.project.schema import models_seen

# Made by migrating, or worth nothing tomorrow.
_APPS_LEFT_OUT = {"contenttypes", "auth", "sessions"}
_MODELS_LEFT_OUT = {"platform.CachedValue", "platform.Remnant", "platform.Worker"}


def write(path: Path, using: str = DEFAULT_DB_ALIAS) -> None:
    """Write every row as it stands at one moment."""
    connection = connections[using]
    with transaction.atomic(using=using):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with path.open("w", encoding="utf-8") as file:
            Serializer().serialize(_all(using), stream=file, cls=_Exact)


def load(path: Path) -> None:
    """Fill an empty database, all or nothing."""
    apps = models_seen()

    class OfThen(Deserializer):
        @staticmethod
        def _get_model_from_node(model_identifier: str) -> type[Model]:
            return apps.get_model(model_identifier)

    met: set[type[Model]] = set()
    with transaction.atomic(), path.open(encoding="utf-8") as file:
        for row in OfThen(file):
            row.save()
            met.add(type(row.object))
        connection.check_constraints()
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(met)):
                cursor.execute(sql)


class _Exact(DjangoJSONEncoder):
    """Django's own cuts moments to the millisecond: the journal's digests cover all of them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _all(using: str) -> Iterator[Model]:
    kept = [
        (app, [model for model in app.get_models() if model._meta.label not in _MODELS_LEFT_OUT])  # noqa: SLF001 - documented
        for app in models_seen(using).get_app_configs()
        if app.label not in _APPS_LEFT_OUT
    ]
    for model in sort_dependencies(kept, allow_cycles=True):
        yield from model._base_manager.using(using).order_by("pk").iterator()  # noqa: SLF001 - Django's word for all rows
