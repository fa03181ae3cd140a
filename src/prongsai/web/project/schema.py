"""The migrations a database has seen, as "app.name", and the tables of an empty one."""

from collections.abc import Iterable

from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

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
        make_tables()
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


def migrate(using: str = DEFAULT_DB_ALIAS) -> None:
    """Bring a database, new or old, to the tables of this program."""
    if not connections[using].introspection.table_names():
        make_tables(using)
    # On a new one it has nothing left to do but what Django and libraries do after migrations.
    call_command("migrate", database=using, verbosity=0, interactive=False)


def drop_tables() -> None:
    """Leave an empty database where making the tables of one, or filling them, broke off."""
    if names := connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {', '.join(map(connection.ops.quote_name, names))} CASCADE")


def make_tables(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make every table of an empty database, and note every migration as done; all or nothing.

    Drawing up the models of before and after each step is what migrations cost, and grows with the
    square of their number; a new database has no before.
    """
    connection = connections[using]
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):  # noqa: SLF001 - documented
                editor.create_model(model)
        editor.create_model(executor.recorder.Migration)
        for migration, _ in plan:
            _make_besides(migration, editor)
            executor.record_migration(migration)  # type: ignore[call-arg,arg-type]  # wrong stub
    executor.check_replacements()


def _make_besides(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    """What a migration of ours makes besides tables: triggers, an index that is no model's.

    Those that move rows say `elidable`, Django's word for what a database without them needs not;
    libraries' own only move rows (a test compares all tables with those made step by step).
    """
    if not migration.__module__.startswith("prongsai."):
        return
    for operation in migration.operations:
        if isinstance(operation, RunPython) and not operation.elidable:
            operation.code(apps, editor)  # type: ignore[arg-type]  # all that a step asks for
