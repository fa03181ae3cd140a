"""A backup is one tar file: the database, the kept files, the keys, and the digest of each.

SQLite is copied by VACUUM INTO, which is whole while others write (copying the file is not).
PostgreSQL is written row by row, so that a backup can be restored on either.
"""

import base64
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import DatabaseError, connection

from prongsai import __version__
from prongsai.core.errors import Place, ProngsaiError
from prongsai.web.platform.clock import now
from prongsai.web.project import rows
from prongsai.web.project.schema import schema

# Whoever has a backup has the site's other keys and could seal another with them. This one stays in
# the data folder and is in no backup: its signature tells which installation made it.
SIGNING_KEY = "backup-signing"
_FIELDS = ("signature", "public_key", "signer")
_SHOWN = 16


def signed(manifest: Mapping[str, Any], data: Path) -> dict[str, Any]:
    """A manifest with its signature, the public key, and the key's fingerprint as `signer`."""
    path = data / "keys" / SIGNING_KEY
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    key = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    public = key.public_key().public_bytes_raw()
    return {
        **manifest,
        "public_key": base64.b64encode(public).decode(),
        "signer": fingerprint(public),
        "signature": base64.b64encode(key.sign(_signed_part(manifest))).decode(),
    }


def signer_of(manifest: Mapping[str, Any]) -> str:
    """The fingerprint of the key that signed a manifest; "" where it bears no signature."""
    if not any(manifest.get(name) for name in _FIELDS):
        return ""
    try:
        public = base64.b64decode(manifest["public_key"], validate=True)
        signature = base64.b64decode(manifest["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed_part(manifest))
    except (KeyError, TypeError, ValueError, InvalidSignature) as error:
        message = "signature"
        raise ValueError(message) from error
    return fingerprint(public)


def fingerprint(public: bytes) -> str:
    """A public key as people compare it: sixteen hex digits in groups of four."""
    digits = sha256(public).hexdigest()[:_SHOWN]
    return "-".join(digits[at : at + 4] for at in range(0, _SHOWN, 4))


def _signed_part(manifest: Mapping[str, Any]) -> bytes:
    plain = {name: value for name, value in manifest.items() if name not in _FIELDS}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()


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
        raise BackupFailed("project/file_exists_already", place=Place(str(path)))
    partial = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)  # a stranger's would stay theirs, and a link lead elsewhere
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
            manifest = _write(partial, Path(folder), data)
        partial.replace(path)
    except (OSError, DatabaseError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise BackupFailed(
            "project/backup_not_writable", place=Place(str(path)), reason=error
        ) from error
    return manifest


def _write(partial: Path, folder: Path, data: Path) -> dict[str, Any]:
    # The database first: a row may name a file, and files are never taken away.
    database = folder / (SQLITE if connection.vendor == "sqlite" else ROWS)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(database)])
        _end_sessions(database)
    else:
        rows.write(database)
    members = [(database.name, database), *_files_to_store(data)]
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "made_at": now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "schema": schema(),
        "files": {
            name: {"size": path.stat().st_size, "sha256": digest_of(path)} for name, path in members
        },
    }
    manifest = signed(manifest, data)
    words = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
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


def _end_sessions(database: Path) -> None:
    """Leave nobody signed in in a copy: whoever has a session's key is its owner on the site."""
    with closing(sqlite3.connect(database)) as copy, copy:
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("DELETE FROM django_session")


def _files_to_store(data: Path) -> Iterator[tuple[str, Path]]:
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


def digest_of(path: Path) -> str:
    """The SHA-256 of a file in hex digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
