"""An older submission of an announcement changes nothing of what a newer one brought."""

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.announcements.conftest import sign, small_pdf
from tests.web.roles import UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.agency.people import actor_on
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.models import State
from prongsai.web.office.announcements.services import sending
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import choosing, objecting, on_paper, setting_aside
from prongsai.web.signing.approval.services.common import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(agency):
    agency.second_factor = []
    agency.save()
    unit = factories.make_unit(agency, "กองคลัง")
    position = factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการกองคลัง")
    user = factories.make_user(agency, login="treasurer")
    factories.hold(user, position)
    return actor_on(user, today())


def refused_on_paper(agency, officer, people, announcement):
    choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = sending.send(announcement, by=officer)
    run_jobs()
    for verdict, who, reason in (("endorse", "head", ""), ("refuse", "clerk", "ไม่เห็นด้วย")):
        row = Submission.objects.get(pk=row.pk)
        sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf(verdict)))
        made = on_paper.enter(row, by=officer, verdict=verdict, sheet=sheet, reason=reason)
        on_paper.note_looked(made, by=people[who])
        on_paper.confirm(made, by=people[who])
    objecting.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    return Submission.objects.get(pk=row.pk)


@pytest.mark.parametrize("is_signed", [True, False])
def test_an_older_result_that_falls_leaves_the_newer_as_it_is(
    agency, officer, people, drafted, second, is_signed
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
    assert before[0] == (State.PUBLISHED if is_signed else State.SENT)
    setting_aside.ask(older, by=people["mayor"], why="ปลอม")
    setting_aside.confirm(older, by=second)
    assert Submission.objects.get(pk=older.pk).state == "set-aside"
    announcement.refresh_from_db()
    assert (announcement.state, announcement.signed_on, announcement.number) == before


def test_the_result_that_stands_makes_it_a_draft_when_it_falls(
    agency, officer, people, on_a_sheet, second
):
    announcement, row = on_a_sheet()
    assert (announcement.state, announcement.signed_on) == (State.PUBLISHED, today())
    objecting.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    setting_aside.ask(row, by=people["mayor"], why="ปลอม")
    setting_aside.confirm(row, by=second)
    announcement.refresh_from_db()
    assert (announcement.state, announcement.signed_on, announcement.number) == (
        State.DRAFT,
        None,
        "",
    )


def test_the_text_on_its_page_bears_no_day_while_somebody_objects(
    agency, officer, people, on_a_sheet, client_of
):
    announcement, row = on_a_sheet()
    address = reverse("announcements:preview", args=[announcement.fiscal_year, announcement.pk])
    browser = client_of(officer)

    def page():
        return browser.get(address).content.decode().replace("\u2060", "")

    dated = page()
    objecting.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    held = page()
    assert held != dated
    objecting.lift(row, by=people["mayor"])
    assert page() == dated
