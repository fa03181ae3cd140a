"""A backup is one tar file: the database, the kept files, the keys, and the digest of each.

SQLite is copied by VACUUM INTO, which is whole while others write (copying the file is not).
PostgreSQL is written row by row, so that a backup can be restored on either.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from prongsai import __version__
from prongsai.core.errors import Place, ProngsaiError
from prongsai.core.text import Text
from prongsai.web.platform.clock import now
from prongsai.web.project import rows, signing
from prongsai.web.project.schema import schema

FORMAT = "prongsai-backup-1"
MANIFEST = "manifest.json"
SQLITE = "prongsai.sqlite3"
ROWS = "rows.jsonl"
FILES, KEYS = "files", "keys"
# Every key but the one that signs backups: with it, who has a backup could sign another.
KEPT_KEYS = ("secret", "journal")


class BackupFailed(ProngsaiError):  # noqa: N818 - named for what happened
    """A backup could not be written, or one that was given is not whole."""


def write(path: Path, data: Path) -> dict[str, Any]:
    """Write a backup of the running site; returns its manifest.

    Shape:  the manifest holds format, version, made_at, engine, schema (the migrations seen) and
            files: name → size, sha256; `signer` is the fingerprint of the key that signed it.
    Errors: BackupFailed where the file exists or cannot be written.
    """
    if path.exists():
        raise BackupFailed(
            Text("มีแฟ้มชื่อนี้อยู่แล้ว", "a file of this name exists"),
            place=Place(str(path)),
            next_step=Text("ใช้ชื่ออื่น", "choose another name"),
        )
    partial = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
            manifest = _write(partial, Path(folder), data)
        partial.replace(path)
    except (OSError, DatabaseError) as error:
        partial.unlink(missing_ok=True)
        raise BackupFailed(
            Text(f"เขียนแฟ้มสำรองไม่ได้ ({error})", f"the backup cannot be written ({error})"),
            place=Place(str(path)),
            next_step=Text(
                "ตรวจเนื้อที่ว่างและสิทธิ์เขียน ข้อมูลของเว็บไม่ถูกแตะต้อง",
                "check free space and permission; the site's data are untouched",
            ),
        ) from error
    return manifest


def _write(partial: Path, folder: Path, data: Path) -> dict[str, Any]:
    # The database first: a row may name a file, and files are never taken away.
    database = folder / (SQLITE if connection.vendor == "sqlite" else ROWS)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(database)])
    else:
        rows.write(database)
    members = [(database.name, database), *_kept(data)]
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "made_at": now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "schema": schema(),
        "files": {name: _told(path) for name, path in members},
    }
    manifest = signing.signed(manifest, data)
    words = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            head = tarfile.TarInfo(MANIFEST)
            head.size, head.mode = len(words), 0o600
            archive.addfile(head, io.BytesIO(words))
            for name, path in members:
                archive.add(path, name, recursive=False, filter=_plain)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _kept(data: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((data / FILES).rglob("*")):
        if path.is_file() and path.suffix != ".part":
            yield path.relative_to(data).as_posix(), path
    for name in KEPT_KEYS:
        if (data / KEYS / name).is_file():
            yield f"{KEYS}/{name}", data / KEYS / name


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _told(path: Path) -> dict[str, str | int]:
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}
