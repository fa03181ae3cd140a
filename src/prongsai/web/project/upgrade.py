"""Bring the database to the program's version, with a way back."""

from contextlib import suppress
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from msgspec import Struct

from prongsai.core.errors import Misuse, Place, ProngsaiError
from prongsai.web.platform.clock import now
from prongsai.web.project import backup, roles, schema

KEPT = 5


class UpgradeFailed(ProngsaiError):  # noqa: N818 - named for what happened
    """The database could not be brought to this version; how to go back is said."""


class Upgrade(Struct, frozen=True):
    """What was done: how many steps, and the backup made before them (None for a new database)."""

    steps: int
    kept: Path | None


def pending() -> tuple[str, ...]:
    """The migrations that the database has not seen, as "app.name".

    Errors: UpgradeFailed where the database knows migrations that this program does not.
    """
    if unknown := schema.unknown():
        raise UpgradeFailed("project/database_of_other_version", unknown=unknown[-1])
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def upgrade(data: Path) -> Upgrade:
    """Back up, then migrate; may be run again at any time. Of such backups few stay.

    Errors: UpgradeFailed, with the backup and the way back; what the backup raises.
    """
    steps = pending()
    if not steps:
        return Upgrade(0, None)
    roles.refuse_unless_owner()
    _refuse_lost(data)
    kept = _back_up(data)
    try:
        schema.migrate()
        connection.check_constraints()
    except Exception as error:
        # A server that starts again and again must not fill the disk. The first backup of a row of
        # failures may be the only whole one: it stands behind those of the last success.
        _delete(_former(data, kept)[KEPT + 1 :])
        raise _failed(error, kept) from error
    _delete(_former(data, kept)[: 1 - KEPT])
    return Upgrade(len(steps), kept)


def _refuse_lost(data: Path) -> None:
    """Files without the database that names them: its address is missing, not a site.

    Errors: Misuse; a new site beside them would look as if all had been lost.
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return
    if any(path.is_file() for path in (data / backup.FILES).rglob("*")):
        raise Misuse("project/data_folder_without_database", place=Place("DATABASE_URL"))


def _back_up(data: Path) -> Path | None:
    if not connection.introspection.table_names():
        return None
    path = data / "backups" / f"before-update-{now():%Y%m%d-%H%M%S-%f}.tar"
    backup.write(path, data)
    return path


def _former(data: Path, kept: Path | None) -> list[Path]:
    """The backups made before other updates, the oldest first; none where this update made none."""
    made = (data / "backups").glob(f"before-update-{'[0-9]' * 8}-{'[0-9]' * 6}-{'[0-9]' * 6}.tar")
    return sorted({*made} - {kept}) if kept else []  # whatever the clock says


def _delete(backups: list[Path]) -> None:
    for backup_file in backups:
        with suppress(OSError):
            backup_file.unlink()


def _failed(error: Exception, kept: Path | None) -> UpgradeFailed:
    place = Place(str(connection.settings_dict["NAME"]))
    name = type(error).__name__
    if kept is None:
        return UpgradeFailed("project/database_update_failed", place=place, name=name, reason=error)
    return UpgradeFailed(
        "project/database_update_failed.with_backup",
        place=place,
        name=name,
        reason=error,
        kept=kept,
    )
