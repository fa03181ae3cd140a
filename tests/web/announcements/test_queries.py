"""The register: where every kind stands, what is due, what comes next; and one announcement."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.announcements.conftest import YEAR, sign
from tests.web.roles import CHIEF_EXECUTIVE
from tests.web.running import run_jobs

from prongsai.core.announcements import reading
from prongsai.web.agency.models import Appointment
from prongsai.web.office.announcements.hooks import announcements
from prongsai.web.office.announcements.models import Announcement, AnnouncementState
from prongsai.web.office.announcements.queries import pages
from prongsai.web.office.announcements.queries.register import (
    Stage,
    chief_executive_since,
    register_page,
)
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval.services import submitting

pytestmark = pytest.mark.django_db
KINDS = len(reading.shipped().kinds)


def line(agency, key="no-gift", year=YEAR):
    page = register_page(agency, year, today())
    return next(one for one in page.lines if one.kind.key == key)


def test_an_empty_year_lacks_every_kind(agency, year):
    page = register_page(agency, year, today())
    assert (page.missing, page.done, len(page.lines), page.renewals) == (KINDS, 0, KINDS, ())
    assert page.lines[0].kind.key == "measures"
    assert all(one.stage is Stage.MISSING for one in page.lines)
    assert announcements(agency, year) is None


def test_every_stage_of_the_way(agency, year, drafted, officer, people):
    announcement = drafted()
    assert line(agency).stage is Stage.DRAFT
    assert line(agency).step.url.endswith("/edit/")
    submission = sending.send(announcement, by=officer)
    run_jobs()
    assert line(agency).stage is Stage.SENT
    sign(submission, people)
    assert line(agency).stage is Stage.SIGNED
    run_jobs()
    shown = line(agency)
    assert (shown.stage, shown.announcement.signed_on) == (Stage.PUBLISHED, today())
    assert (shown.announcement.done, shown.announcement.asked, shown.is_read_waiting) == (
        0,
        4,
        True,
    )
    for one in Recipient.objects.select_related("user"):
        one.acknowledged_at = now()
        one.save()
    assert line(agency).stage is Stage.ACKNOWLEDGED


def test_sent_back_withdrawn_and_refused_are_the_drafters_again(
    agency, year, drafted, officer, people
):
    announcement = drafted()
    submission = sending.send(announcement, by=officer)
    run_jobs()
    sign(submission, people, last="send-back")
    assert line(agency).stage is Stage.SENT_BACK
    submission.refresh_from_db()
    submitting.withdraw(submission, by=officer)
    assert line(agency).stage is Stage.SENT_BACK
    again = sending.send(announcement, by=officer)
    run_jobs()
    sign(again, people, last="refuse")
    assert line(agency).stage is Stage.DRAFT


@pytest.mark.long
def test_last_years_yearly_kind_is_due_and_a_lasting_kind_continues(agency, year, drafted, signed):
    signed(drafted("no-gift"))
    signed(drafted("ethics"))
    open_year(agency, year + 1)
    page = register_page(agency, year + 1, today())
    by_key = {one.kind.key: one for one in page.lines}
    assert (by_key["no-gift"].stage, by_key["no-gift"].former_year) == (Stage.MISSING, year)
    assert by_key["ethics"].stage is Stage.CONTINUED
    assert [one.kind.key for one in page.renewals] == ["no-gift"]
    assert page.missing == KINDS - 1


@pytest.mark.long
def test_a_new_mayor_asks_for_what_was_signed_before(agency, year, drafted, signed, people):
    signed(drafted("ethics"))
    signed(drafted("measures"))
    assert not line(agency, "ethics").is_new_chief_executive
    Announcement.objects.update(signed_on=today() - timedelta(days=30))
    position = factories.make_position(agency, CHIEF_EXECUTIVE)
    Appointment.objects.filter(position=position).update(last_day=today() - timedelta(days=8))
    factories.hold(factories.make_user(agency), position, today() - timedelta(days=7))
    assert chief_executive_since(agency, today()) == today() - timedelta(days=7)
    shown = line(agency, "ethics")
    assert shown.is_new_chief_executive
    # Measures are renewed each year, whoever is mayor.
    assert not line(agency, "measures").is_new_chief_executive
    page = register_page(agency, year, today())
    assert [one.kind.key for one in page.renewals] == ["ethics"]


def test_who_acts_for_the_mayor_is_no_new_mayor(agency, year, drafted, signed, people):
    signed(drafted("ethics"))
    Announcement.objects.update(signed_on=today() - timedelta(days=30))
    position = factories.make_position(agency, CHIEF_EXECUTIVE)
    factories.hold(
        factories.make_user(agency), position, today(), today() + timedelta(days=5), is_acting=True
    )
    assert not line(agency, "ethics").is_new_chief_executive


def test_a_revision_shows_beside_what_stands(agency, year, drafted, signed, officer):
    old = signed(drafted())
    new = drafting.revise(old, by=officer)
    shown = line(agency)
    assert (shown.stage, shown.announcement, shown.is_revising) == (Stage.PUBLISHED, old, True)
    assert str(new.pk) in shown.step.url
    drafting.end(old, by=officer, reason="ยุบ")
    assert line(agency).stage is Stage.DRAFT
    drafting.discard(new, by=officer)
    assert line(agency).stage is Stage.ENDED


def test_a_new_yaml_in_the_folder_goes_the_whole_way(
    agency, officer, year, signed, tmp_path, monkeypatch
):
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "parking.yaml").write_text(
        "name: {th: ที่จอดรถ, en: Parking}\npurpose: {th: ก, en: a}\n"
        "subject: การใช้ที่จอดรถของ{agency}\npreamble: [เพื่อความสะดวก]\n"
        "parts:\n- heading: การใช้\n  lines: [จอดตามช่อง]\nreaders: all-staff\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(reading, "SHIPPED", tmp_path / "kinds")
    reading.shipped.cache_clear()
    try:
        page = register_page(agency, year, today())
        assert [one.kind.key for one in page.lines] == ["parking"]
        assert pages.kind_page(agency, year, "parking")["own"] is None
        made = drafting.draft(agency, by=officer, year=year, key="parking")
        assert made.subject == "การใช้ที่จอดรถของเทศบาลตำบลตัวอย่าง"
        assert signed(made).state == AnnouncementState.PUBLISHED
        circulation = Circulation.objects.get()
        circulating.note_opened(circulation, by=officer)
        circulating.acknowledge(circulation, by=officer)
        assert line(agency, "parking").announcement.done == 1
    finally:
        monkeypatch.undo()
        reading.shipped.cache_clear()


def test_a_broken_yaml_is_told_in_the_register_and_the_others_stand(
    agency, year, tmp_path, monkeypatch
):
    whole = (reading.SHIPPED / "core-values.yaml").read_text(encoding="utf-8")
    (tmp_path / "own-values.yaml").write_text(whole, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("name: 1", encoding="utf-8")
    monkeypatch.setattr(reading, "SHIPPED", tmp_path)
    reading.shipped.cache_clear()
    try:
        page = register_page(agency, year, today())
        assert [one.kind.key for one in page.lines] == ["own-values"]
        assert {one.places[0].file for one in page.findings} == {"broken.yaml"}
    finally:
        monkeypatch.undo()
        reading.shipped.cache_clear()


@pytest.mark.long
def test_the_register_is_read_in_as_many_queries_for_one_as_for_three(
    agency, year, drafted, signed
):
    signed(drafted("no-gift"))
    with CaptureQueriesContext(connection) as one:
        register_page(agency, year, today())
    for key in ("ethics", "hr-policy", "core-values"):
        signed(drafted(key))
    with CaptureQueriesContext(connection) as more:
        register_page(agency, year, today())
    assert len(one) == len(more)


def test_the_tile_tells_what_is_missing(agency, year, drafted):
    drafted()
    shown = announcements(agency, year)
    assert (shown.figure, shown.unit) == (str(KINDS - 1), f"จาก {KINDS} ชนิด")


@pytest.mark.long
def test_the_page_of_one_tells_its_whole_way(agency, year, drafted, signed, officer):
    draft = drafted()
    page = pages.announcement_page(draft, today())
    assert (page.can_send, page.can_discard, page.row.is_open, page.row.stands) == (
        True,
        True,
        True,
        False,
    )
    assert (page.approval, page.publication, page.circulation, page.photos) == (
        None,
        None,
        None,
        (),
    )
    announcement = signed(draft)
    page = pages.announcement_page(announcement, today())
    assert (page.can_send, page.can_discard, page.row.is_open, page.row.stands) == (
        False, False, False, True,
    )  # fmt: skip
    assert page.approval.is_approved
    assert page.publication.file == page.signed_file
    assert page.circulation.count == 4
    assert [one.number for one in page.versions] == [1]


def test_another_agency_or_year_has_no_such_announcement(agency, other_agency, year, drafted):
    announcement = drafted()
    assert pages.announcement_row(agency, year, announcement.pk) == announcement
    assert pages.announcement_row(other_agency, year, announcement.pk) is None
    assert pages.announcement_row(agency, year - 1, announcement.pk) is None
    assert pages.version_page(announcement, 1)["is_standing"]
    assert pages.kind_page(agency, year, "nothing") is None
