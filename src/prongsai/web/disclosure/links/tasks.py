"""Look at the addresses of a round, in a worker."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from django.db import transaction

from prongsai.web.disclosure.links.checker import checker
from prongsai.web.disclosure.links.models import LinkRound
from prongsai.web.disclosure.links.services.looking import (
    JOB,
    asked_of,
    finish,
    go_on,
    keep,
    left_of,
)
from prongsai.web.platform import jobs

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
            keep(row, result)
            done += 1
            running.step(done, len(row.links))
            if time.monotonic() > end:
                break
    _ended(row)
    return {"round": str(row.pk)}


@transaction.atomic
def _ended(row: LinkRound) -> None:
    """The rest is another job's; what was asked meanwhile is part of it."""
    row = LinkRound.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not left_of(row).exists():
        finish(row)
        return
    row.job = None
    go_on(row)
