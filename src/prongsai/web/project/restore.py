"""Put a backup back into an empty data folder, after proving it whole.

Nothing is in its place before everything is proved: a backup that is cut, changed or of a newer
version leaves the folder as it was.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, connections

from prongsai.core.errors import Misuse, Place
from prongsai.core.text import Text
from prongsai.web.project import new_database, rows, signing, upgrade
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
from prongsai.web.project.schema import knows, migrate_to

LOCKS = (NAME, SERVING)
_AGAIN = Text("ใช้แฟ้มสำรองแฟ้มอื่น", "take another backup file")


def unpack(path: Path, data: Path, *, signed_by: str = "") -> dict[str, Any]:
    """Prove a backup and put its files into the data folder; returns its manifest.

    Shape:  `signed_by` is the fingerprint of the only key that is taken, "" for any or none. A
            backup of rows lies there as rows.jsonl until it is loaded.
    Errors: BackupFailed where the folder is not empty, the backup not whole, or signed by another.
    """
    if data.is_dir() and any(found.name not in LOCKS for found in data.iterdir()):
        raise BackupFailed(
            Text(
                "โฟลเดอร์ข้อมูลไม่ว่าง จึงไม่เขียนทับ",
                "the data folder is not empty; nothing is overwritten",
            ),
            place=Place(str(data)),
            next_step=Text("เลือกโฟลเดอร์ใหม่ด้วย --data", "choose a new folder by --data"),
        )
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data.parent) as folder:
        manifest = _proved(path, Path(folder))
        _check_signer(path, manifest, signed_by.strip().lower())
        for found in Path(folder).iterdir():
            if found.name != MANIFEST:
                shutil.move(found, data / found.name)
    return manifest


def fill(path: Path, data: Path, manifest: Mapping[str, Any]) -> None:
    """After `unpack`, with Django awake: bring the database up to date, or fill PostgreSQL.

    Errors: BackupFailed where the rows are of another version; Misuse where the database that
            was named holds something.
    """
    # Asked before the database is: SQLite makes its file where there is none.
    is_sqlite = (data / SQLITE).is_file()
    if connection.vendor == "sqlite" and is_sqlite:
        upgrade.upgrade(data)
        return
    if connection.introspection.table_names():
        raise Misuse(
            Text("ฐานข้อมูลของ DATABASE_URL ไม่ว่าง", "the database of DATABASE_URL is not empty"),
            next_step=Text("สร้างฐานข้อมูลใหม่ที่ว่าง", "make a new, empty database"),
        )
    moved = data / ROWS
    if is_sqlite:
        _rows_of_sqlite(data / SQLITE, moved)
        new_database.migrate()
    elif knows(seen := _schema(manifest)):
        migrate_to(seen)  # the rows are of then; what moves them comes after
    else:
        version = manifest.get("version")
        raise BackupFailed(
            Text(
                f"แฟ้มสำรองนี้ทำจากรุ่น {version} ซึ่งมีตารางที่รุ่นนี้ไม่รู้จัก",
                f"this backup is of version {version}, with tables that this one does not know",
            ),
            place=Place(str(path)),
            next_step=Text(
                f"ติดตั้งรุ่น {version} หรือใหม่กว่า แล้วกู้คืน",
                f"install version {version} or later, and restore",
            ),
        )
    try:
        rows.load(moved)
    except (DeserializationError, DatabaseError, UnicodeDecodeError) as error:
        raise _unfit(path, error) from error
    new_database.migrate()
    moved.unlink()


def _schema(manifest: Mapping[str, Any]) -> list[str]:
    """The migrations that a backup names; whatever is no name is none."""
    told = manifest.get("schema")
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _unfit(path: Path, error: Exception) -> BackupFailed:
    return BackupFailed(
        Text(
            f"แถวในแฟ้มสำรองไม่ตรงกับตารางที่แฟ้มบอกไว้ จึงไม่ได้นำเข้าแถวใด ({error})",
            f"the rows do not fit the tables that the backup names; none was taken ({error})",
        ),
        place=Place(str(path)),
        next_step=Text(
            "ลบโฟลเดอร์ข้อมูลกับฐานข้อมูลที่เพิ่งสร้าง แล้วกู้คืนจากแฟ้มสำรองอื่น",
            "remove the data folder and the database just made, and restore from another backup",
        ),
    )


def _rows_of_sqlite(database: Path, moved: Path) -> None:
    connections.settings["moved"] = connections.configure_settings(
        {"default": connections.settings["default"], "moved": sqlite(database)}
    )["moved"]
    try:
        new_database.migrate("moved")
        rows.write(moved, using="moved")
    finally:
        connections["moved"].close()
        del connections["moved"], connections.settings["moved"]
    # The rows now live elsewhere; two truths in one folder would be one too many.
    for left in database.parent.glob(f"{database.name}*"):
        left.rename(left.with_name(f"moved-{left.name}"))


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
    for name, told in files.items():
        member = folder / PurePosixPath(name)
        if not member.is_file() or _digest(member) != told["sha256"]:
            raise _broken(path, name)
    if (folder / SQLITE).is_file():
        _check_sqlite(path, folder / SQLITE)
    elif not (folder / ROWS).is_file():
        raise _broken(path, SQLITE)
    return manifest


def _check_signer(path: Path, manifest: dict[str, Any], expected: str) -> None:
    try:
        manifest["signer"] = signing.signer_of(manifest)
    except ValueError as error:
        raise _broken(path, str(error)) from error
    if expected and manifest["signer"] != expected:
        signer = manifest["signer"] or "–"
        raise BackupFailed(
            Text(
                f"แฟ้มสำรองลงลายเซ็นด้วยกุญแจ {signer} ไม่ใช่ {expected} จึงไม่กู้คืนสิ่งใด",
                f"the backup is signed with the key {signer}, not {expected}; nothing was restored",
            ),
            place=Place(str(path)),
            next_step=_AGAIN,
        )


def _refuse_strangers(path: Path, folder: Path, told: Mapping[str, Any]) -> None:
    """Only what a backup is made of comes back, and only what its manifest names.

    A file beside it could turn the folder into something else: a demo, whose doors are open.
    """
    for found in sorted(folder.rglob("*")):
        name = found.relative_to(folder).as_posix()
        if found.is_dir() or name == MANIFEST:
            continue
        if not _is_of_a_backup(name) or name not in told:
            raise BackupFailed(
                Text(
                    f"แฟ้มสำรองมีแฟ้มแปลกปลอม ({name}) จึงไม่กู้คืนสิ่งใด",
                    f"the backup holds a file that is none of its own ({name});"
                    " nothing was restored",
                ),
                place=Place(str(path)),
                next_step=_AGAIN,
            )


def _is_of_a_backup(name: str) -> bool:
    """Of the keys, those that a backup holds: a planted one would sign what its sender makes."""
    keys = {f"{KEYS}/{key}" for key in KEPT_KEYS}
    return name in {SQLITE, ROWS, *keys} or name.startswith(f"{FILES}/")


def _check_sqlite(path: Path, database: Path) -> None:
    try:
        connection = sqlite3.connect(database)
        try:
            (told,) = connection.execute("PRAGMA integrity_check").fetchone()
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _broken(path, str(error)) from error
    if told != "ok" or loose is not None:
        raise _broken(path, str(told if loose is None else loose))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _broken(path: Path, what: str) -> BackupFailed:
    return BackupFailed(
        Text(
            f"แฟ้มสำรองไม่ครบหรือถูกแก้ไข ({what}) จึงไม่กู้คืนสิ่งใด",
            f"the backup is not whole or was changed ({what}); nothing was restored",
        ),
        place=Place(str(path)),
        next_step=_AGAIN,
    )
