"""Jobs of the worker: look at links, read evidence, make proofs, disputes, status tables."""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import accumulate
from typing import Any

from django.db import transaction

from prongsai.core.papers.status import preaudit_paper
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.disclosure.disclosure.models import Dispute, Proof, StatusSnapshot
from prongsai.web.disclosure.disclosure.queries.links import addresses_of
from prongsai.web.disclosure.disclosure.queries.reading import REPORT_JOB, preaudit_report
from prongsai.web.disclosure.disclosure.reading_models import ItemReading
from prongsai.web.disclosure.disclosure.services import proving, reading
from prongsai.web.disclosure.disclosure.services.proving import (
    PROOF_JOB,
    asked_of,
    finish,
    go_on,
    left_of,
    store_pack,
)
from prongsai.web.disclosure.links.models import due_of, newly_broken
from prongsai.web.disclosure.links.services import ask_round
from prongsai.web.disclosure.links.tasks import checker, look_now
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.files import store_drawn
from prongsai.web.platform.periodic import periodic_task
from prongsai.web.year.calendar.services.telling import tell_what_waits
from prongsai.web.year.ownership.work_queries import working_years

_EVERY = timedelta(minutes=10)


@periodic_task(_EVERY)
def look_at_links() -> None:
    """The addresses of the years that an agency works on, each at its time."""
    for agency in Agency.objects.all():
        years = working_years(agency, today())
        addresses = [address for year in years for address in addresses_of(agency, year)]
        ask_round(agency, by=None, addresses=due_of(agency, addresses, now()))
        # Told once it is sure, not only on the next morning.
        if newly_broken(agency, now() - _EVERY * 2):
            tell_what_waits(agency)


@periodic_task(_EVERY)
def read_what_changed() -> None:
    """Evidence of the years that an agency works on, where it is other than what was read."""
    for agency in Agency.objects.all():
        for year in working_years(agency, today()):
            reading.ask(agency, by=None, year=year)


@jobs.kind(reading.JOB)
def read(running: jobs.Running) -> Mapping[str, Any]:
    """Read the evidence of one item."""
    rows = ItemReading.objects.select_related("agency")
    row = rows.filter(agency=running.agency, pk=running.arguments["reading"]).first()
    if row is not None:
        look_now(running.agency, reading.addresses_of(row))
        reading.read(row, running.step, checker(keep=True))
    return {}


@jobs.kind(REPORT_JOB)
def draw_report(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the pre-audit report of a year."""
    agency, on = Agency.objects.get(pk=running.agency.pk), today()
    office, year = office_of(agency, on), running.arguments["year"]
    paper = preaudit_paper(office, preaudit_report(agency, year, on))
    return {"files": store_drawn(running, paper, office.agency.digits, f"preaudit-{year}")}


# Short, so that a paper which somebody waits for is drawn in between.
SLICE_SECONDS = 45.0
# What so many items, or so many addresses of them, show is held in memory at a time.
_ITEMS_TOGETHER, _ADDRESSES_TOGETHER = 4, 20


@jobs.kind(PROOF_JOB)
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
        for item in some:
            store_pack(row, item, [each for each in results if each.asked.item == item["code"]])
        running.step(len(row.items) - len(left), len(row.items))
        if time.monotonic() > end:
            break
    _ended(row)
    return {"proof": str(row.pk)}


def together(items: Sequence[Mapping[str, Any]]) -> int:
    """How many of some items are visited at a time: few, and at least the first."""
    ends = accumulate(len(item["addresses"]) for item in items[:_ITEMS_TOGETHER])
    return max(1, sum(end <= _ADDRESSES_TOGETHER for end in ends))


@transaction.atomic
def _ended(row: Proof) -> None:
    """The rest is another job's."""
    journal.hold(row.agency)
    row = Proof.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not left_of(row):
        finish(row)
        return
    row.job = None
    go_on(row)


@jobs.kind(proving.DISPUTE_JOB)
def dispute(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the letter of a dispute and pack it."""
    rows = Dispute.objects.select_related("agency", "pack__file__agency")
    proving.draw_dispute(rows.get(agency=running.agency, pk=running.arguments["dispute"]))
    return {}


@jobs.kind(proving.STATUS_JOB)
def status(running: jobs.Running) -> Mapping[str, Any]:
    """Draw a frozen table."""
    rows = StatusSnapshot.objects.select_related("agency")
    proving.draw_status(rows.get(agency=running.agency, pk=running.arguments["snapshot"]))
    return {}
