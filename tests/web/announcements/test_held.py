"""An announcement that somebody objects to, or that was withdrawn: every page says so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.announcements.conftest import file_status, small_pdf, stage, text
from tests.web.approval import former
from tests.web.running import run_jobs

from prongsai.web.agency.models import Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.models import AnnouncementState
from prongsai.web.office.announcements.queries.register import register_page
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.hooks import acknowledgements
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.queries import approved_file
from prongsai.web.signing.approval.services import annulling, on_paper
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.publication import queries as published
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.gate import Look
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.views import list_file

pytestmark = [pytest.mark.django_db]
HELD = "มีผู้คัดค้าน"


def test_an_objection_after_publication_is_public(agency, people, on_a_sheet, client):
    _, row = on_a_sheet()
    edition = Publication.objects.get()
    place = (agency.pk, edition.pk)
    assert "ฉบับที่อนุมัติในระบบ" in text(client, "publication:paper", *place)
    assert HELD not in text(client, "publication:public", agency.pk)
    assert file_status(client, place) == 200
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    page = text(client, "publication:paper", *place)
    assert HELD in page
    assert "ฉบับที่อนุมัติในระบบ" not in page
    assert reverse("publication:file", args=place) not in page
    file = client.get(reverse("publication:file", args=place))
    assert file.status_code == 404
    assert HELD in file.content.decode(), "its address says why"
    assert HELD in text(client, "publication:public", agency.pk)
    former.lift(row, by=people["mayor"])
    assert "ฉบับที่อนุมัติในระบบ" in text(client, "publication:paper", *place)
    assert HELD not in text(client, "publication:public", agency.pk)
    assert file_status(client, place) == 200


@pytest.mark.long
def test_every_page_of_the_staff_tells_an_objection(agency, people, officer, on_a_sheet, client_of):
    announcement, row = on_a_sheet()
    edition, circulation = Publication.objects.get(), Circulation.objects.get()
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    browser = client_of(officer)
    for name, args in (
        ("announcements:announcement", [announcement.fiscal_year, announcement.pk]),
        ("announcements:register", [announcement.fiscal_year]),
        ("publication:edition", [edition.pk]),
        ("publication:published", [announcement.fiscal_year]),
        ("approval:submission", [row.pk]),
        ("approval:inbox", []),
        ("circulation:state", [circulation.pk]),
        ("circulation:list", [announcement.fiscal_year]),
    ):
        assert HELD in text(browser, name, *args), name
    assert stage(announcement).stage == "held"
    page = published.published_page(agency, announcement.fiscal_year)
    assert (page["rows"][0].state, page["current"]) == ("held", 0)
    assert HELD in list_file("x", page, "csv", str).decode()
    former.lift(row, by=people["mayor"])
    assert stage(announcement).stage == "published"
    assert published.published_page(agency, announcement.fiscal_year)["current"] == 1


@pytest.mark.long
def test_a_held_paper_is_acknowledged_by_nobody(agency, people, officer, on_a_sheet, client_of):
    _, row = on_a_sheet()
    circulation = Circulation.objects.get()
    clerk = people["clerk"]
    assert any(one.kind == "acknowledging" for one in acknowledgements(clerk, today()))
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    assert not acknowledgements(clerk, today())
    assert all(one.kind != "acknowledging" for one in waiting_for(clerk, today()))
    circulating.note_opened(circulation, by=clerk)
    mine = Recipient.objects.get(circulation=circulation, user=clerk.user)
    for act in (
        lambda: circulating.close(circulation, by=officer),
        lambda: circulating.acknowledge(circulation, by=clerk),
        lambda: circulating.remind(circulation, by=officer),
        lambda: circulating.sign_on_paper(
            circulation, by=officer, recipients=[mine.pk], day=today(), scan=circulation.file
        ),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert "พักไว้" in refusal.value.message.th
    browser = client_of(clerk)
    page = text(browser, "circulation:read", circulation.pk)
    assert "พักไว้" in page
    assert reverse("circulation:acknowledge", args=[circulation.pk]) not in page
    close = reverse("circulation:close", args=[circulation.pk])
    staff = client_of(officer)
    assert close not in text(staff, "circulation:state", circulation.pk)
    assert "<form" not in text(staff, "circulation:close", circulation.pk).split("<main")[1]
    former.lift(row, by=people["mayor"])
    assert circulating.acknowledge(circulation, by=clerk)
    assert close in text(staff, "circulation:state", circulation.pk)
    circulating.close(circulation, by=officer)


@pytest.mark.long
def test_a_held_file_is_not_published_or_sent_round_by_hand(agency, people, officer, on_a_sheet):
    announcement, row = on_a_sheet()
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    file = approved_file(agency, KIND, announcement.pk)
    for act in (
        lambda: publishing.publish(
            agency, by=officer, kind="other", subject=row.pk, title="ชื่ออื่น",
            year=announcement.fiscal_year, file=file, day=today(), look=Look(),
        ),
        lambda: circulating.start(
            agency, by=officer, title="ก", kind="other", subject=row.pk, file=file,
            year=announcement.fiscal_year, units=None, due=None,
        ),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.field == "file"


@pytest.mark.long
def test_an_objection_before_the_copy_stops_it_and_taken_back_lets_it_on(
    agency, people, on_a_sheet
):
    announcement, row = on_a_sheet(copied=False)
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    run_jobs()
    announcement.refresh_from_db()
    assert (announcement.state, Publication.objects.count()) == (AnnouncementState.SIGNED, 0)
    former.lift(row, by=people["mayor"])
    run_jobs()
    announcement.refresh_from_db()
    assert (announcement.state, Publication.objects.count()) == (AnnouncementState.PUBLISHED, 1)


@pytest.mark.long
def test_lifting_publishes_nothing_that_was_withdrawn(agency, people, officer, on_a_sheet):
    _, row = on_a_sheet()
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ผิด")
    former.lift(row, by=people["mayor"])
    run_jobs()
    assert not Publication.objects.filter(withdrawn_at=None).exists()


@pytest.mark.long
def test_a_withdrawn_announcement_says_so_in_the_register(
    agency, people, officer, drafted, signed, client_of
):
    agency.second_factor = []
    agency.save()
    announcement = signed(drafted())
    assert stage(announcement).stage == "published"
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    line = stage(announcement)
    assert (line.stage, line.withdrawal.day) == ("taken-back", today())
    browser = client_of(officer)
    circulation = Circulation.objects.get()
    for name, args in (
        ("announcements:register", [announcement.fiscal_year]),
        ("announcements:announcement", [announcement.fiscal_year, announcement.pk]),
        ("circulation:state", [circulation.pk]),
        ("circulation:read", [circulation.pk]),
    ):
        page = text(browser, name, *args)
        assert "ถอนการเผยแพร่" in page, name
        assert "ลงวันที่ผิด" in page, name


@pytest.mark.long
def test_an_edition_published_after_a_withdrawal_stands(officer, drafted, signed):
    announcement = signed(drafted())
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    sending.publish(announcement, by=officer)
    assert (stage(announcement).stage, stage(announcement).withdrawal) == ("published", None)


@pytest.mark.long
def test_the_register_asks_no_edition_for_itself(
    agency, officer, drafted, signed, django_assert_num_queries
):
    announcement = signed(drafted())
    with CaptureQueriesContext(connection) as alone:
        register_page(agency, announcement.fiscal_year, today())
    signed(drafted("integrity-pledge"))
    for row in Publication.objects.all():
        publishing.withdraw(row, by=officer, reason="ผิด")
    with django_assert_num_queries(len(alone)):
        register_page(agency, announcement.fiscal_year, today())


@pytest.mark.long
def test_a_corrected_text_of_a_held_announcement_tells_of_the_objection(
    people, officer, on_a_sheet
):
    """A corrected announcement is a row of its own; the objection is to the one before."""
    announcement, row = on_a_sheet()
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    sent = sending.send(drafting.revise(announcement, by=officer), by=officer)
    run_jobs()
    told = Notification.objects.filter(user=people.users["mayor"], said_th__contains="ท่านคัดค้าน")
    assert [one.url for one in told] == [sent.url]
    page = submission_page(Submission.objects.get(pk=sent.pk), people["clerk"], today())
    assert [one.submission_id for one in page.dispute.objections_before] == [row.pk]


@pytest.mark.long
def test_a_forged_announcement_is_set_aside_and_sent_anew(
    agency, people, officer, on_a_sheet, client
):
    announcement, row = on_a_sheet()
    old, ran = Publication.objects.get(), Circulation.objects.get()
    annulling.annul(row, by=people["mayor"], why="ลายมือชื่อปลอม")
    announcement.refresh_from_db()
    assert (announcement.state, announcement.signed_on, announcement.number) == (
        AnnouncementState.DRAFT,
        None,
        "",
    )
    assert stage(announcement).stage == "draft"
    assert file_status(client, (agency.pk, old.pk)) == 404
    again = sending.send(announcement, by=officer)
    run_jobs()
    for verdict, second in (("endorse", "head"), ("approve", "clerk")):
        sent = Submission.objects.get(pk=again.pk)
        sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf(f"{verdict} จริง")))
        result = on_paper.enter(sent, by=officer, verdict=verdict, sheet=sheet)
        on_paper.note_looked(result, by=people[second])
        on_paper.confirm(result, by=people[second])
    run_jobs()
    new = Publication.objects.get(replaced_at=None)
    assert (new.edition, new.check_code) == (2, again.code)
    assert file_status(client, (agency.pk, new.pk)) == 200
    assert file_status(client, (agency.pk, old.pk)) == 404, "what fell stays held"
    assert stage(announcement).stage in ("published", "acknowledged")
    assert Circulation.objects.exclude(pk=ran.pk).get().file == new.file
    with pytest.raises(Refused):
        circulating.acknowledge(ran, by=people["clerk"])
