"""Put a backup back into an empty data folder, after proving it whole.

Nothing is in its place before everything is proved: a backup that is cut, changed or of a newer
version leaves the folder as it was.
"""

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, connections, transaction

from prongsai.core.errors import Misuse, Place, ProngsaiError
from prongsai.web.platform.db import tenancy
from prongsai.web.project import backup, roles, rows, schema
from prongsai.web.project.backup import (
    FILES,
    FORMAT,
    KEPT_KEYS,
    KEYS,
    MANIFEST,
    ROWS,
    SQLITE,
    BackupFailed,
)
from prongsai.web.project.environment import sqlite
from prongsai.web.project.lock import NAME, SERVING
from prongsai.web.project.schema import knows, migrate_to, unknown

LOCKS = (NAME, SERVING)


@contextmanager
def unpacked(path: Path, data: Path, *, signed_by: str = "") -> Iterator[dict[str, Any]]:
    """Unpack a backup and give its manifest; a failure within leaves the folder empty again.

    Errors: what `unpack` raises.
    """
    manifest = unpack(path, data, signed_by=signed_by)
    try:
        yield manifest
    except BaseException:
        connections.close_all()
        for member in data.iterdir():
            if member.is_dir():
                shutil.rmtree(member)
            elif member.name not in LOCKS:
                member.unlink()
        raise


def unpack(path: Path, data: Path, *, signed_by: str = "") -> dict[str, Any]:
    """Prove a backup and put its files into the data folder; returns its manifest.

    Shape:  `signed_by` is the fingerprint of the only key that is taken, "" for any or none. A
            backup of rows lies there as rows.jsonl until it is loaded.
    Errors: BackupFailed where the folder is not empty, the backup not whole, or signed by another.
    """
    if data.is_dir() and any(member.name not in LOCKS for member in data.iterdir()):
        raise BackupFailed("project/data_folder_not_empty", place=Place(str(data)))
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data.parent) as folder:
        manifest = _proved(path, Path(folder))
        expected = signed_by.strip().lower()
        try:
            manifest["signer"] = backup.signer_of(manifest)
        except ValueError as error:
            raise _broken(path, str(error)) from error
        if expected and manifest["signer"] != expected:
            signer = manifest["signer"] or "–"
            raise BackupFailed(
                "project/backup_of_other_signer",
                place=Place(str(path)),
                signer=signer,
                expected=expected,
            )
        for member in Path(folder).iterdir():
            if member.name != MANIFEST:
                shutil.move(member, data / member.name)
    return manifest


def fill(path: Path, data: Path, manifest: Mapping[str, Any]) -> None:
    """After `unpack`, with Django awake: bring the database up to date, or fill PostgreSQL.

    Shape:  what fails leaves no table in PostgreSQL; the folder is `unpacked`'s.
    Errors: BackupFailed where the backup is of another version or its rows do not fit; Misuse
            where the database that was named holds something, its role may make no tables, or
            several agencies would come to SQLite.
    """
    from django.contrib.sessions.models import Session  # noqa: PLC0415 - Django is awake here

    # Asked before the database is: SQLite makes its file where there is none.
    is_sqlite = (data / SQLITE).is_file()
    stays = connection.vendor == "sqlite" and is_sqlite
    _refuse_other_version(path, data, manifest, stays=stays)
    if not stays:
        roles.refuse_unless_owner()
        if connection.introspection.table_names():
            raise Misuse("project/database_not_empty", place=Place("DATABASE_URL"))
    is_filled = False
    try:
        if is_sqlite and not stays:
            _rows_of_sqlite(data / SQLITE, data / ROWS)
        if not stays:
            _load(data, None if is_sqlite else manifest)
            is_filled = True
        schema.migrate()
        Session.objects.all().delete()  # a backup of before may hold some: they sign nobody in
        connection.check_constraints()
        tenancy.at_most_one_agency()
    except BaseException as error:
        # Only what was made here: somebody else may have filled the database meanwhile.
        if is_filled and connection.vendor == "postgresql":
            with suppress(DatabaseError):  # what went wrong first is told
                schema.drop_tables()
        if isinstance(error, ProngsaiError) or not isinstance(error, Exception):
            raise
        raise _unfit(path, error) from error


def _load(data: Path, manifest: Mapping[str, Any] | None) -> None:
    """Make the tables that a manifest names, or today's, and fill them; in PostgreSQL at once."""
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        if manifest is None:
            schema.migrate()
        else:
            migrate_to(_schema(manifest))  # the rows are of then; what moves them comes after
        connection.check_constraints()  # from now on they are asked at the end again
        rows.load(data / ROWS)
    (data / ROWS).unlink()


def _refuse_other_version(
    path: Path, data: Path, manifest: Mapping[str, Any], *, stays: bool
) -> None:
    """Ask which tables a backup has, of its manifest and of its database.

    Of tables that nobody here knows no row would be moved; in SQLite they stay where they are.
    """
    try:
        seen = {*_schema(manifest), *_recorded(data / SQLITE)}
    except sqlite3.Error as error:
        raise _broken(path, str(error)) from error
    if not unknown(seen) and (stays or knows(seen)):
        return
    version = manifest.get("version")
    raise BackupFailed("project/backup_of_unknown_version", place=Place(str(path)), version=version)


def _recorded(database: Path) -> list[str]:
    """The migrations that SQLite's file says it has seen."""
    if not database.is_file():
        return []
    with closing(sqlite3.connect(database)) as moved:
        if not moved.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'"
        ).fetchone():
            return []
        return [
            f"{app}.{name}"
            for app, name in moved.execute("SELECT app, name FROM django_migrations")
        ]


def _schema(manifest: Mapping[str, Any]) -> list[str]:
    """The migrations that a backup names; whatever is no name is none."""
    schema = manifest.get("schema")
    names = schema if isinstance(schema, list) else []
    return [name for name in names if isinstance(name, str)]


def _unfit(path: Path, error: Exception) -> BackupFailed:
    place = Place(str(path))
    if isinstance(error, DeserializationError | DatabaseError | UnicodeDecodeError):
        return BackupFailed("project/rows_do_not_fit", place=place, reason=error)
    name = type(error).__name__
    return BackupFailed("project/restore_failed", place=place, name=name, reason=error)


def _rows_of_sqlite(database: Path, moved: Path) -> None:
    connections.settings["moved"] = connections.configure_settings(
        {"default": connections.settings["default"], "moved": sqlite(database)}
    )["moved"]
    try:
        schema.migrate("moved")
        rows.write(moved, using="moved")
    finally:
        connections["moved"].close()
        del connections["moved"], connections.settings["moved"]
    # The rows now live elsewhere, and in the backup: a third copy would be one too many.
    for left in database.parent.glob(f"{database.name}*"):
        left.unlink()


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """The files of a backup, which has nothing but files below its own folder.

    Not `extractall(filter="data")`: Python 3.11.0 to 3.11.3 do not know it.
    """
    for member in archive:
        name = PurePosixPath(member.name)
        if member.isdir():
            continue
        if not member.isreg() or name.is_absolute() or ".." in name.parts:
            raise tarfile.TarError(member.name)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = archive.extractfile(member)
        if content is None:
            raise tarfile.TarError(member.name)
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(0o600)


def _proved(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path, "r:") as archive:
            _unpack(archive, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        files: Mapping[str, Mapping[str, Any]] = manifest["files"]
        known = manifest["format"] == FORMAT
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise _broken(path, str(error)) from error
    if not known:
        raise _broken(path, str(manifest["format"]))
    _refuse_strangers(path, folder, files)
    for name, facts in files.items():
        member = folder / PurePosixPath(name)
        if not member.is_file() or backup.digest_of(member) != facts["sha256"]:
            raise _broken(path, name)
    if (folder / SQLITE).is_file():
        _check_sqlite(path, folder / SQLITE)
    elif not (folder / ROWS).is_file():
        raise _broken(path, SQLITE)
    return manifest


def _refuse_strangers(path: Path, folder: Path, named: Mapping[str, Any]) -> None:
    """Only what a backup is made of comes back, and only what its manifest names.

    A file beside it could turn the folder into something else: a demo, whose doors are open.
    """
    for member in sorted(folder.rglob("*")):
        name = member.relative_to(folder).as_posix()
        if member.is_dir() or name == MANIFEST:
            continue
        if not _is_of_a_backup(name) or name not in named:
            raise BackupFailed(
                "project/backup_with_foreign_file", place=Place(str(path)), name=name
            )


def _is_of_a_backup(name: str) -> bool:
    """Of the keys, those that a backup holds: a planted one would sign what its sender makes."""
    keys = {f"{KEYS}/{key}" for key in KEPT_KEYS}
    return name in {SQLITE, ROWS, *keys} or name.startswith(f"{FILES}/")


def _check_sqlite(path: Path, database: Path) -> None:
    try:
        connection = sqlite3.connect(database)
        try:
            (state,) = connection.execute("PRAGMA integrity_check").fetchone()
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _broken(path, str(error)) from error
    if state != "ok" or loose is not None:
        raise _broken(path, str(state if loose is None else loose))


def _broken(path: Path, what: str) -> BackupFailed:
    return BackupFailed("project/backup_damaged", place=Place(str(path)), what=what)
