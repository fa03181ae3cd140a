"""All rows as lines of JSON, the same on both databases.

This is how PostgreSQL is backed up, and how an agency moves there from SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.serializers import sort_dependencies
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.jsonl import Serializer
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model

# Made by migrating, or worth nothing tomorrow.
_APPS_LEFT_OUT = {"contenttypes", "auth", "sessions"}
_MODELS_LEFT_OUT = {"platform.CachedValue", "platform.Worker"}


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
    """Fill an empty migrated database, all or nothing."""
    with transaction.atomic():
        call_command("loaddata", str(path), verbosity=0)


class _Exact(DjangoJSONEncoder):
    """Django's own cuts moments to the millisecond: the journal's digests cover all of them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _all(using: str) -> Iterator[Model]:
    kept = [
        (app, [model for model in app.get_models() if model._meta.label not in _MODELS_LEFT_OUT])  # noqa: SLF001 - documented
        for app in apps.get_app_configs()
        if app.label not in _APPS_LEFT_OUT
    ]
    for model in sort_dependencies(kept, allow_cycles=True):
        yield from model._base_manager.using(using).order_by("pk").iterator()  # noqa: SLF001 - Django's word for all rows
