"""How often somebody may guess: counted by account, never by address, for an office shares one."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from allauth.core.internal import ratelimit
from django.core.cache import cache

_APP, _ACTION = "allauth.account", "login_failed"


def free_again(key: str) -> datetime | None:
    """When the account behind `key` may try again; None where it may now."""
    until = 0.0
    for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
        history = cache.get(_cache_key(key, rate), [])
        recent = [moment for moment in history if moment > time.time() - rate.duration]
        if len(recent) >= rate.amount:
            until = max(until, recent[rate.amount - 1] + rate.duration)
    return datetime.fromtimestamp(until, UTC) if until else None


def forget_failures(login: str, user_id: str = "") -> None:
    """Lift the lock of an account: its password was just replaced."""
    for key in (login.lower(), f"mfa-auth-user-{user_id}"):
        for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
            cache.delete(_cache_key(key, rate))


def _cache_key(key: str, rate: ratelimit.Rate) -> str:
    # No request: where a limit counts by key, allauth asks nothing of it.
    found: str = ratelimit.get_cache_key(None, app=_APP, action=_ACTION, rate=rate, key=key)
    return found
