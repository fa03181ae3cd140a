"""Which migrations a database has seen, in the names of this program's own files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.migrations import Migration, RunPython, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

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


def has_the_tables_of_today(seen: Iterable[str]) -> bool:
    """Whether a database that saw these has today's tables: what came since moved rows only."""
    recorded = {_node(name) for name in in_names_of_today(seen)}
    files = MigrationLoader(None).disk_migrations
    return recorded <= files.keys() and not any(
        _changes_tables(migration) for node, migration in files.items() if node not in recorded
    )


def _changes_tables(migration: Migration) -> bool:
    return any(
        not isinstance(one, RunPython)
        and not (isinstance(one, SeparateDatabaseAndState) and not one.database_operations)
        for one in migration.operations
    )


def migrate_to(seen: Iterable[str]) -> None:
    """Bring an empty database to where it has seen these and nothing after them."""
    executor = MigrationExecutor(connection)
    nodes = {_node(name) for name in in_names_of_today(seen)}
    graph = executor.loader.graph.node_map
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
    recorded = _recorded()
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
