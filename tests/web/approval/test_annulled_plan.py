"""Who wrote a part of a plan is asked of the version that a result decided, not of today's plan."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.web.approval.test_annulled_by_named import shown
from tests.web.approval.test_annulling import refused, signed
from tests.web.measures.plans import YEAR, drafted, first, with_changes
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.office.papers.services import submit_plan
from prongsai.web.platform import clock
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import choosing
from prongsai.web.year.measures.services import editing

pytestmark = [pytest.mark.both_databases]
DAY = datetime(2023, 3, 14, 9, 12, tzinfo=ZoneInfo("Asia/Bangkok"))
BEFORE, SIGNED, AFTER, LATER = (DAY + timedelta(minutes=one) for one in (-10, 5, 20, 30))


def edited(office, name):
    row = first(office.agency)
    editing.save_row(
        office.agency, by=office[name], fiscal_year=YEAR, row=row,
        values=with_changes(row, title=f"มาตรการของ {name}"), seen=row.version,
    )  # fmt: skip


@pytest.mark.few(1)
@pytest.mark.parametrize("when", [None, AFTER, BEFORE])
def test_who_wrote_a_part_is_asked_of_the_version_that_was_signed(when, office, quick, client_of):
    """The mayor never wrote of it, wrote after it was signed, or before it was submitted."""
    office.agency.second_factor = []
    office.agency.save()
    choosing.choose(office.agency, by=office["head"], kind="plan", route="short", way=Way.ON_PAPER)
    with clock.freeze(BEFORE - timedelta(minutes=1)):
        drafted(office.agency, office["analyst"])
    with clock.freeze(BEFORE):
        edited(office, "mayor" if when == BEFORE else "analyst")
    with clock.freeze(DAY):
        row = submit_plan(office.agency, by=office["analyst"], year=YEAR)
        run_jobs()
    with clock.freeze(SIGNED):
        signed(row, office)
        run_jobs()
    with clock.freeze(AFTER):
        edited(office, "mayor" if when == AFTER else "analyst")
    with clock.freeze(LATER):
        row = Submission.objects.get(pk=row.pk)
        browser, annul = client_of(office.users["mayor"]), reverse("approval:annul", args=[row.pk])
        assert (annul in browser.get(row.url).text) == (when != BEFORE)
        if when == BEFORE:
            refused(row, office["mayor"])
            told = {"seen_result": row.decisions.get(place=2).pk, "why": "ก"}
        else:
            told = shown(browser, row)
        assert browser.post(annul, told).status_code == (422 if when == BEFORE else 302)
        row.refresh_from_db()
        assert row.state == (State.APPROVED if when == BEFORE else State.SET_ASIDE)
