"""The tables of an empty database, made at once instead of through all that they have been."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor


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
