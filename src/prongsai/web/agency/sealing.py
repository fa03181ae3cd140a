"""Secrets of the second factor, sealed with the installation's own key.

Who gets hold of the database alone cannot make anybody's codes. The key is made of the secret in
the data folder, which stands in no database.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"prongsai second factor 1"
_KEY_LENGTH = 32


def sealed(text: str) -> str:
    """The text as only this installation can read it."""
    return _keys().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed, also with a secret of before (`SECRET_KEY_FALLBACKS`)."""
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken as error:
        message = "a second factor that this installation did not seal"
        raise ValueError(message) from error


def _keys() -> MultiFernet:
    return _made(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _made(*secrets: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=_KEY_LENGTH, salt=None, info=_PURPOSE)
    return base64.urlsafe_b64encode(made.derive(secret.encode()))
