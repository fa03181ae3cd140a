"""Browsers in which a person has signed in before: guessing elsewhere does not shut them out.

Wrong passwords are counted for an account. Were that all, a stranger could keep its owner out for
ever; so a browser that has signed in carries a signed note of whom it knows, and is counted apart.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

_COOKIE = "known"
_SALT = "prongsai known browser"
_YEAR = 366 * 24 * 3600
_MOST = 12


def key_of(request: HttpRequest, login: str) -> str:
    """Under which key the wrong passwords for an account are counted, sent by this browser."""
    note = _read(request)
    return f"{login}@{note['id']}" if login in note.get("logins", []) else login


def remember(request: HttpRequest, login: str) -> None:
    """Note that somebody signed in; `write` puts it into the answer."""
    note = _read(request)
    logins = [login, *(one for one in note.get("logins", []) if one != login)]
    browser = note.get("id") or get_random_string(22)
    request.known_browser = {"id": browser, "logins": logins[:_MOST]}  # type: ignore[attr-defined]


def write(request: HttpRequest, response: HttpResponse) -> None:
    """Send the browser what `remember` noted."""
    note = getattr(request, "known_browser", None)
    if note is not None:
        response.set_cookie(
            _COOKIE,
            signing.dumps(note, salt=_SALT),
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        note = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return {}
    return note if isinstance(note, dict) else {}
