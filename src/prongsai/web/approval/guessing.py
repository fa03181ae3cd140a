"""How many wrong codes the public page hears in a minute, whoever tries them.

Counted in the database, for a whole office shares one address and a guesser has many.
"""

from __future__ import annotations

from django.core.cache import cache

from prongsai.web.platform.clock import now

MOST = 300
SECONDS = 60


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
