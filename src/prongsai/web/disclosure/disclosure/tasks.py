"""Keep what addresses show, in a worker."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from django.db import transaction

from prongsai.web.disclosure.disclosure.models import Dispute, Proof, StatusSnapshot
from prongsai.web.disclosure.disclosure.services import disputing, freezing
from prongsai.web.disclosure.disclosure.services.proving import (
    JOB,
    asked_of,
    finish,
    go_on,
    keep_item,
    left_of,
)
from prongsai.web.disclosure.links.checker import checker
from prongsai.web.platform import jobs

# Short, so that a paper which somebody waits for is drawn in between.
SLICE_SECONDS = 45.0
# What so many items, or so many addresses of them, show is held in memory at a time.
_ITEMS_TOGETHER, _ADDRESSES_TOGETHER = 4, 20


@jobs.kind(JOB)
def prove(running: jobs.Running) -> Mapping[str, Any]:
    """Keep what is left of a proof, for a while; then ask for the rest."""
    row = Proof.objects.get(agency=running.agency, pk=running.arguments["proof"])
    if row.finished_at is not None:
        return {}
    end = time.monotonic() + SLICE_SECONDS
    left = left_of(row)
    running.step(len(row.items) - len(left), len(row.items))
    visitor = checker(keep=True)
    while left:
        count = together(left)
        some, left = left[:count], left[count:]
        results = list(visitor.check_many(asked_of(some)))
        for one in some:
            keep_item(row, one, [each for each in results if each.asked.item == one["code"]])
        running.step(len(row.items) - len(left), len(row.items))
        if time.monotonic() > end:
            break
    _ended(row)
    return {"proof": str(row.pk)}


def together(items: Sequence[Mapping[str, Any]]) -> int:
    """How many of some items are visited at a time: few, and at least the first."""
    ends = accumulate(len(one["addresses"]) for one in items[:_ITEMS_TOGETHER])
    return max(1, sum(end <= _ADDRESSES_TOGETHER for end in ends))


@transaction.atomic
def _ended(row: Proof) -> None:
    """The rest is another job's."""
    row = Proof.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not left_of(row):
        finish(row)
        return
    row.job = None
    go_on(row)


@jobs.kind(disputing.JOB)
def dispute(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the letter of a dispute and pack it."""
    rows = Dispute.objects.select_related("agency", "pack__file__agency")
    disputing.make(rows.get(agency=running.agency, pk=running.arguments["dispute"]))
    return {}


@jobs.kind(freezing.JOB)
def status(running: jobs.Running) -> Mapping[str, Any]:
    """Draw a frozen table."""
    rows = StatusSnapshot.objects.select_related("agency")
    freezing.make(rows.get(agency=running.agency, pk=running.arguments["snapshot"]))
    return {}
