"""Pages of what fell say so: nothing of it waits, and what was sent round is closed with that."""

import pytest
from django.urls import reverse
from tests.web.announcements.conftest import file_status, text
from tests.web.approval import former

from prongsai.web.agency.refusals import Refused
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.queries import circulations_page
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.objections import held_mark
from prongsai.web.signing.approval.services import annulling
from prongsai.web.signing.publication import queries, services
from prongsai.web.signing.publication.models import FALLEN, HELD, Publication

pytestmark = [pytest.mark.long, pytest.mark.django_db]
WAITS = "พักไว้จนกว่าผลจะถูกยกเลิก"
FELL = "ถูกยกเลิก"


@pytest.fixture
def held(agency, officer, people, on_a_sheet):
    """Published, sent round, and objected to."""
    announcement, row = on_a_sheet()
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    row.refresh_from_db()
    return announcement, row


@pytest.fixture
def fallen(people, on_a_sheet):
    """Published, sent round, and annulled."""
    announcement, row = on_a_sheet()
    annulling.annul(row, by=people["mayor"], why="ลายมือชื่อปลอม")
    announcement.refresh_from_db()
    row.refresh_from_db()
    return announcement, row


def test_the_public_pages_say_that_it_fell(agency, officer, fallen, client, client_of):
    edition = Publication.objects.get()
    page = text(client, "publication:paper", agency.pk, edition.pk)
    assert FELL in page
    assert WAITS not in page
    assert file_status(client, [agency.pk, edition.pk]) == 404
    staff = text(client_of(officer), "publication:edition", edition.pk)
    assert FELL in staff
    assert WAITS not in staff
    assert queries.edition_page(agency, edition.pk).own.state == FALLEN
    assert [one.title for one in queries.in_force(agency) if one.has_file] == []
    assert held_mark(fallen[1]) == "ผลถูกยกเลิก"
    with pytest.raises(Refused) as refused:
        services.publish(
            agency, by=officer, kind="other", subject=edition.subject, title="เรื่อง", year=2569,
            file=edition.file, day=today(),
        )  # fmt: skip
    assert "ใช้ไม่ได้อีก" in refused.value.next_step.th


def test_the_public_pages_of_what_is_held_say_until_when(agency, officer, held, client, client_of):
    edition = Publication.objects.get()
    assert WAITS in text(client, "publication:paper", agency.pk, edition.pk)
    assert WAITS in text(client_of(officer), "publication:edition", edition.pk)
    assert queries.edition_page(agency, edition.pk).own.state == HELD
    assert held_mark(held[1]) == "มีผู้คัดค้าน พักไว้"


def test_the_announcement_is_a_draft_again_and_is_told_as_one(officer, fallen, client_of):
    announcement, _row = fallen
    page = text(
        client_of(officer), "announcements:announcement", announcement.fiscal_year, announcement.pk
    )
    assert "ยังไม่ถือว่าใช้อยู่" not in page
    assert "ระหว่างนี้ไม่เผยแพร่" not in page
    assert "ผลถูกยกเลิก" in page


def test_a_circulation_of_what_fell_is_closed_with_the_reason(
    agency, officer, people, fallen, client_of
):
    row = Circulation.objects.get()
    read = text(client_of(people["clerk"]), "circulation:read", row.pk)
    assert "ผลลงนามของเอกสารนี้ถูกยกเลิก" in read
    assert "จนกว่าผลจะถูกยกเลิก" not in read
    for act in (
        lambda: circulating.acknowledge(row, by=people["clerk"]),
        lambda: circulating.remind(row, by=officer),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert "ปิดเรื่องเวียน" in refused.value.next_step.th
    with pytest.raises(Refused) as refused:
        circulating.start(
            agency, by=officer, title="ก", text="", kind="other", subject=None, file=row.file,
            year=2569, units=None, due=None,
        )  # fmt: skip
    assert "ใช้ไม่ได้อีก" in refused.value.next_step.th
    (line,) = circulations_page(officer, row.fiscal_year)["lines"]
    assert not line.is_paused
    browser = client_of(officer)
    assert "ถูกยกเลิก" in text(browser, "circulation:close", row.pk)
    assert browser.post(reverse("circulation:close", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.closed_at is not None
    entry = JournalEntry.objects.get(verb="circulation-closed-fallen")
    assert entry.detail["fallen"] == today().isoformat()
    assert "ผลลงนามของเอกสารนี้ถูกยกเลิก" in text(browser, "circulation:state", row.pk)


def test_a_circulation_of_what_is_held_waits(officer, people, held, client_of):
    row = Circulation.objects.get()
    assert "เมื่อยกเลิกผลแล้ว" in text(client_of(people["clerk"]), "circulation:read", row.pk)
    with pytest.raises(Refused) as refused:
        circulating.close(row, by=officer)
    assert "เมื่อผลลงนามถูกยกเลิกแล้ว" in refused.value.next_step.th
    former.lift(held[1], by=people["mayor"])
    circulating.close(row, by=officer)
    assert JournalEntry.objects.filter(verb="circulation-closed").exists()
