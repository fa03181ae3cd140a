"""The key with which backups are signed; it stays in the data folder and in no backup.

A backup holds the site's other keys, so that whoever has one could seal another with them. The
signature tells which installation made it: the fingerprint is told at each backup, and `restore
--signed-by` takes no other.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

NAME = "backup-signing"
_FIELDS = ("signature", "public_key", "signer")
_SHOWN = 16


def signed(manifest: Mapping[str, Any], data: Path) -> dict[str, Any]:
    """A manifest with its signature, the public key, and the key's fingerprint as `signer`."""
    key = _key(data)
    public = key.public_key().public_bytes_raw()
    return {
        **manifest,
        "public_key": base64.b64encode(public).decode(),
        "signer": fingerprint(public),
        "signature": base64.b64encode(key.sign(_told(manifest))).decode(),
    }


def signer_of(manifest: Mapping[str, Any]) -> str:
    """The fingerprint of the key that signed a manifest; "" where it bears no signature.

    Errors: ValueError where there is one that is not of this manifest.
    """
    if not any(manifest.get(name) for name in _FIELDS):
        return ""
    try:
        public = base64.b64decode(manifest["public_key"], validate=True)
        signature = base64.b64decode(manifest["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _told(manifest))
    except (KeyError, TypeError, ValueError, InvalidSignature) as error:
        message = "signature"
        raise ValueError(message) from error
    return fingerprint(public)


def fingerprint(public: bytes) -> str:
    """A public key as people compare it: sixteen hex digits in groups of four."""
    digits = sha256(public).hexdigest()[:_SHOWN]
    return "-".join(digits[at : at + 4] for at in range(0, _SHOWN, 4))


def _told(manifest: Mapping[str, Any]) -> bytes:
    plain = {name: value for name, value in manifest.items() if name not in _FIELDS}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()


def _key(data: Path) -> Ed25519PrivateKey:
    path = data / "keys" / NAME
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
