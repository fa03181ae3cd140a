"""Look at the addresses of a round, in a worker."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.links.models import LinkRound, by_address, digest_of
from prongsai.web.disclosure.links.services import (
    JOB,
    ask_round,
    asked_of,
    finish,
    go_on,
    left_of,
    store_check,
)
from prongsai.web.platform import jobs
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import now

if TYPE_CHECKING:
    from prongsai.links.checking import Checker


_USUAL_PORTS = {"http": 80, "https": 443}
_MOST_OF_A_PROOF = 8_000_000  # bytes of one answer; a worker holds a few at a time


def checker(*, keep: bool = False) -> Checker:
    """Visits what lies outside; `keep` also keeps what went over the line, for a proof."""
    from prongsai.links.checking import Checker  # noqa: PLC0415 - only the worker opens lines
    from prongsai.links.guard import Guard  # noqa: PLC0415
    from prongsai.links.limits import Limits, Pace  # noqa: PLC0415

    allowed = allowed_hosts()
    limits = Limits(total=60.0, raw=_MOST_OF_A_PROOF, inflated=40_000_000) if keep else Limits()
    # Its own machine need not be spared.
    pace = Pace(0.0, 4) if allowed else Pace()
    return Checker(Guard(allowed_hosts=allowed), limits, pace, now=now, keep=keep)


def allowed_hosts() -> tuple[str, ...]:
    """What may be visited though it lies inside: in a demo its own host and port, else nothing."""
    address = site_address()
    if not settings.DEMO or not is_local(address):
        return ()
    own = urlsplit(address)
    host = f"[{own.hostname}]" if ":" in (own.hostname or "") else own.hostname
    # The port is told always: a name alone would open all ports of the machine.
    return (f"{host}:{own.port or _USUAL_PORTS[own.scheme]}",)


# Short, so that a paper which somebody waits for is drawn in between.
SLICE_SECONDS = 45.0


@jobs.kind(JOB)
def check(running: jobs.Running) -> Mapping[str, Any]:
    """Look at what is left of a round, for a while; then ask for the rest."""
    row = LinkRound.objects.get(agency=running.agency, pk=running.arguments["round"])
    if row.finished_at is not None:
        return {}
    end = time.monotonic() + SLICE_SECONDS
    left = list(left_of(row))
    done = len(row.links) - len(left)
    running.step(done, len(row.links))
    with closing(checker().check_many(asked_of(left))) as results:
        for result in results:
            store_check(row, result)
            done += 1
            running.step(done, len(row.links))
            if time.monotonic() > end:
                break
    _ended(row)
    return {"round": str(row.pk)}


def look_now(agency: Agency, addresses: Sequence[str]) -> None:
    """Look at addresses that nobody looked at yet, before what rests on what they show."""
    known = by_address(agency, list(addresses))
    new = [
        address
        for address in addresses
        if address not in known or known[address].checked_at is None
    ]
    row = ask_round(agency, by=None, addresses=new)
    if row is not None:
        left = left_of(row).filter(digest__in=map(digest_of, new))
        with closing(checker().check_many(asked_of(left))) as results:
            for result in results:
                store_check(row, result)


@transaction.atomic
def _ended(row: LinkRound) -> None:
    """The rest is another job's; what was asked meanwhile is part of it."""
    row = LinkRound.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not left_of(row).exists():
        finish(row)
        return
    row.job = None
    go_on(row)
