"""How many wrong codes the public page hears in a minute, whoever tries them.

Counted in the database, for a whole office shares one address and a guesser has many. Who has the
paper is never kept out by it: the QR code on it carries a key that no guesser has.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from prongsai.web.platform.clock import now

MOST = 300
SECONDS = 60
_LENGTH = 16


def key_of(code: str) -> str:
    """What the QR code carries beside the code itself."""
    key: str = settings.JOURNAL_KEY
    return hmac.new(key.encode(), f"check {code}".encode(), sha256).hexdigest()[:_LENGTH]


def has_paper(code: str, key: str) -> bool:
    """Whether somebody comes by the QR code of a paper."""
    return hmac.compare_digest(key.encode(), key_of(code).encode())


def is_spent() -> bool:
    """Whether this minute has heard as many wrong codes as it may."""
    return int(cache.get(_key(), 0)) >= MOST


def note_wrong() -> None:
    """Count a wrong code."""
    key = _key()
    if not cache.add(key, 1, 2 * SECONDS):
        cache.incr(key)


def _key() -> str:
    return f"approval-wrong-codes-{int(now().timestamp()) // SECONDS}"
