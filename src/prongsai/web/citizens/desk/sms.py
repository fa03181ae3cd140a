"""Hand one SMS to the provider that the agency has a contract with, and know what became of it.

The hook is an address of the provider: it is sent JSON, `{"to": "+66…", "text": "…"}`, with the
secret as `Authorization: Bearer …` and an `Idempotency-Key` that is the same through all attempts.
Any 2xx is taken; 429 and 5xx ask to come back; all else is a refusal.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

import httpcore
import httpx
from msgspec import Struct

from prongsai.links.addresses import NotSeen
from prongsai.links.guard import Guard
from prongsai.links.limits import Limits, TimeIsUp
from prongsai.links.transport import GuardedTransport, Tape, TooMuch
from prongsai.web.year.calendar.smtp import Answer, Outcome


class SmsHook(Struct, frozen=True):
    """Where SMS are handed over; `is_inside` where that may be a private address."""

    url: str
    secret: str
    is_inside: bool = False

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def __repr__(self) -> str:
        """Where it is; never with the secret, nor with a key that stands in the address."""
        return f"SmsHook({self.host})"


_SECONDS = 30.0
_MOST = 64_000
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


def hand_over(
    hook: SmsHook,
    to: str,
    text: str,
    key: str,
    ending: Callable[[], None],
    *,
    patience: float = 1.0,
) -> Answer:
    """Send one SMS.

    Shape:  `words` of the answer are the number of the HTTP status, or "": no word of the provider,
            who may repeat the number; `patience` scales all waiting.
    Errors: whatever `ending` raises; nothing was then sent.
    """
    tape = Tape(_MOST)
    body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
    headers = {
        "Authorization": f"Bearer {hook.secret}",
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
    }
    ending()
    try:
        with httpx.Client(transport=_transport(hook, patience), trust_env=False) as client:
            asked = client.build_request("POST", hook.url, headers=headers, content=body)
            asked.extensions["tape"] = tape
            answer = client.send(asked, stream=True)
            status = answer.status_code
            answer.close()
    except (NotSeen, TimeIsUp, TooMuch, OSError, *_OF_THE_LINE):
        # Whoever was sent nothing has sent nothing on; what was sent may be on its way.
        outcome = Outcome.UNSURE if tape.sent else Outcome.LATER
        return Answer(outcome, is_down=True)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(Outcome.SENT, str(status))
    is_later = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER
    return Answer(Outcome.LATER if is_later else Outcome.REFUSED, str(status))


_OF_THE_LINE = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpx.HTTPError,
)


def _transport(hook: SmsHook, patience: float) -> GuardedTransport:
    parts = urlsplit(hook.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    guard = Guard(allowed_hosts=(f"{hook.host}:{port}",) if hook.is_inside else (), ports=(port,))
    limits = Limits(connect=5.0 * patience, total=_SECONDS * patience, raw=_MOST)
    return GuardedTransport(guard, limits)
