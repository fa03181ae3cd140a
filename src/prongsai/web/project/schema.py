"""Which migrations a database has seen, as "app.name"."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from prongsai.web.project import new_database

Node = tuple[str, str]


def schema() -> list[str]:
    """Name the migrations that the database has seen; two databases alike have the same tables."""
    return sorted(f"{app}.{name}" for app, name in _recorded())


def knows(seen: Iterable[str]) -> bool:
    """Say whether this program has every migration that a database has seen."""
    return {_node(name) for name in seen} <= MigrationLoader(None).disk_migrations.keys()


def models_seen(using: str = DEFAULT_DB_ALIAS) -> Apps:
    """The models as they were at the migrations that a database has seen, all of them here."""
    loader = MigrationLoader(connections[using])
    return loader.project_state(list(loader.applied_migrations.keys() & loader.graph.nodes)).apps


def migrate_to(seen: Iterable[str]) -> None:
    """Bring an empty database to where it has seen these and nothing after them."""
    executor = MigrationExecutor(connection)
    nodes = {_node(name) for name in seen}
    graph = executor.loader.graph.node_map
    if nodes == graph.keys():
        new_database.make_tables()
        return
    # The last of each app: to go to an earlier one would mean to go back.
    executor.migrate(
        [
            node
            for node in sorted(nodes)
            if not any(
                child.key in nodes and child.key[0] == node[0] for child in graph[node].children
            )
        ]
    )


def unknown(seen: Iterable[str] | None = None) -> list[str]:
    """Name what a database has seen and this program has not: it belongs to another version.

    Shape:  `seen` is what another database than the site's has seen. Libraries that left are no
            strangers: their tables stay behind, and harm nobody.
    """
    loader = MigrationLoader(None)
    nodes = _recorded() if seen is None else {_node(name) for name in seen}
    strange = nodes - loader.disk_migrations.keys()
    return sorted(f"{app}.{name}" for app, name in strange if app in loader.migrated_apps)


def _recorded() -> set[Node]:
    return set(MigrationRecorder(connection).applied_migrations())


def _node(name: str) -> Node:
    app, _, migration = name.partition(".")
    return app, migration
