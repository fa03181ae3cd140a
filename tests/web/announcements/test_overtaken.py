"""An older submission of an announcement changes nothing of what a newer one brought."""

import pytest
from django.urls import reverse
from tests.web.announcements.conftest import sign, small_pdf
from tests.web.approval import former
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.models import AnnouncementState
from prongsai.web.office.announcements.services import sending
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import annulling, choosing, on_paper
from prongsai.web.signing.approval.services.common import Upload

pytestmark = pytest.mark.django_db


def refused_on_paper(agency, officer, people, announcement):
    agency.second_factor = []
    agency.save()
    choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = sending.send(announcement, by=officer)
    run_jobs()
    for verdict, who, reason in (("endorse", "head", ""), ("refuse", "clerk", "ไม่เห็นด้วย")):
        row = Submission.objects.get(pk=row.pk)
        sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf(verdict)))
        made = on_paper.enter(row, by=officer, verdict=verdict, sheet=sheet, reason=reason)
        on_paper.note_looked(made, by=people[who])
        on_paper.confirm(made, by=people[who])
    return Submission.objects.get(pk=row.pk)


@pytest.mark.parametrize("is_signed", [True, False])
def test_an_older_result_that_falls_leaves_the_newer_as_it_is(
    agency, officer, people, drafted, is_signed
):
    announcement = drafted()
    older = refused_on_paper(agency, officer, people, announcement)
    choosing.choose(agency, by=people["head"], kind=KIND, route="usual", way=Way.IN_SYSTEM)
    announcement.refresh_from_db()
    newer = sending.send(announcement, by=officer)
    run_jobs()
    if is_signed:
        sign(newer, people)
        run_jobs()
    announcement.refresh_from_db()
    before = (announcement.state, announcement.signed_on, announcement.number)
    assert before[0] == (AnnouncementState.PUBLISHED if is_signed else AnnouncementState.SENT)
    annulling.annul(older, by=people["mayor"], why="ปลอม")
    assert Submission.objects.get(pk=older.pk).state == "set-aside"
    announcement.refresh_from_db()
    assert (announcement.state, announcement.signed_on, announcement.number) == before


def test_the_result_that_stands_makes_it_a_draft_when_it_falls(agency, officer, people, on_a_sheet):
    announcement, row = on_a_sheet()
    assert (announcement.state, announcement.signed_on) == (AnnouncementState.PUBLISHED, today())
    annulling.annul(row, by=people["mayor"], why="ปลอม")
    announcement.refresh_from_db()
    assert (announcement.state, announcement.signed_on, announcement.number) == (
        AnnouncementState.DRAFT,
        None,
        "",
    )


@pytest.mark.long
def test_the_text_on_its_page_bears_no_day_while_somebody_objects(
    agency, officer, people, on_a_sheet, client_of
):
    announcement, row = on_a_sheet()
    address = reverse("announcements:preview", args=[announcement.fiscal_year, announcement.pk])
    browser = client_of(officer)

    def page():
        return browser.get(address).content.decode().replace("\u2060", "")

    dated = page()
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    held = page()
    assert held != dated
    former.lift(row, by=people["mayor"])
    assert page() == dated
