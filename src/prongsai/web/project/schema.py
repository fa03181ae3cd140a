"""Which migrations a database has seen, in the names of this program's own files."""

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
    """The migrations that the database has seen, as "app.name"; two alike have the same tables."""
    return in_names_of_today(f"{app}.{name}" for app, name in _recorded())


def in_names_of_today(seen: Iterable[str]) -> list[str]:
    """The same migrations by the files there are: one stands for all those that it replaced.

    Shape:  names that no file here has fall away where a file replaced them, else they stay.
    """
    recorded = {_node(name) for name in seen}
    files = MigrationLoader(None).disk_migrations
    found = recorded & files.keys()
    found |= {
        node
        for node, migration in files.items()
        if migration.replaces and recorded.issuperset(migration.replaces)
    }
    return sorted(f"{app}.{name}" for app, name in found | (recorded - _replaced()))


def knows(seen: Iterable[str]) -> bool:
    """Whether every migration that a database has seen has its file here, each as a whole."""
    names = list(seen)
    recorded = {_node(name) for name in in_names_of_today(names)}
    is_whole = not _half_of({_node(name) for name in names})
    return is_whole and recorded <= MigrationLoader(None).disk_migrations.keys()


def models_seen(using: str = DEFAULT_DB_ALIAS) -> Apps:
    """The models as they were at the migrations that a database has seen, all of them here."""
    loader = MigrationLoader(connections[using])
    return loader.project_state(list(loader.applied_migrations.keys() & loader.graph.nodes)).apps


def migrate_to(seen: Iterable[str]) -> None:
    """Bring an empty database to where it has seen these and nothing after them."""
    executor = MigrationExecutor(connection)
    nodes = {_node(name) for name in in_names_of_today(seen)}
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


def unknown() -> list[str]:
    """What the database has seen and this program has not: it belongs to a newer one."""
    loader = MigrationLoader(None)
    strange = _recorded() - loader.disk_migrations.keys() - _replaced()
    return sorted(f"{app}.{name}" for app, name in strange if app in loader.migrated_apps)


def half_replaced() -> list[str]:
    """Migrations whose replaced ones the database has seen in part: it is of an older program."""
    return _half_of(_recorded())


def _half_of(recorded: set[Node]) -> list[str]:
    return sorted(
        f"{app}.{name}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if migration.replaces
        and (app, name) not in recorded
        and 0 < len(recorded & set(migration.replaces)) < len(migration.replaces)
    )


def _recorded() -> set[Node]:
    return set(MigrationRecorder(connection).applied_migrations())


def _replaced() -> set[Node]:
    files = MigrationLoader(None).disk_migrations
    return {node for migration in files.values() for node in migration.replaces}


def _node(name: str) -> Node:
    app, _, migration = name.partition(".")
    return app, migration
