"""The key of the first run: whoever sets an empty site up must have read it on the server.

It lies in the data folder and is printed when the site starts; without it the first stranger who
finds an empty site would own it. It is gone once the site is somebody's.
"""

import os
import secrets
from hmac import compare_digest
from pathlib import Path

from django.conf import settings

NAME = "first-run-key"
_BYTES = 15


def key() -> str:
    """The key, made where there is none."""
    path = _path()
    if not path.is_file():
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # the other web process was first
            return path.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_BYTES))
    return path.read_text(encoding="ascii")


def is_key(typed: str) -> bool:
    return compare_digest(typed.strip().encode(), key().encode())


def forget() -> None:
    """The site is somebody's now."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    data: Path = settings.DATA
    return data / NAME
