"""What was removed comes back by one button: for whoever removed it, within the hour, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.urls import reverse
from tests.web.agency.test_services import PNG
from tests.web.analysis.years import open_year
from tests.web.approval.conftest import small_pdf
from tests.web.registers.samples import LOANS
from tests.web.roles import (
    ADMINISTRATOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    ITA_OFFICER,
    OFFICE_HEAD,
)

from prongsai.core.desk.reading import kind_of
from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.models import Agency
from prongsai.web.agency.services.agency import set_emblem
from prongsai.web.citizens.desk.models import CannedAnswer
from prongsai.web.citizens.desk.services import keeping as desk
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.registers.models import SavedView
from prongsai.web.disclosure.registers.queries.rows import RowFilter
from prongsai.web.disclosure.registers.services import keeping as registers
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.services import drafting
from prongsai.web.office.papers import services as papers
from prongsai.web.office.papers.models import MemoEnclosure
from prongsai.web.office.papers.queries import FIELDS
from prongsai.web.platform import worker
from prongsai.web.platform.clock import UNDONE_FOR, freeze, now
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import OwnRoute
from prongsai.web.signing.approval.services import choosing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR = 2569
BACK = {"presence": "back"}
COMPLAINT = kind_of("complaint")
ROLES = (ITA_OFFICER, ADMINISTRATOR, OFFICE_HEAD, CHIEF_ADMINISTRATOR)


class Thing(NamedTuple):
    """Something that can be removed at an address, and shown at another."""

    remove: str
    stands: Callable[[], bool]
    page: str = ""


def memo(agency, by):
    values = dict.fromkeys(FIELDS, "ทดสอบ") | {"is_information": False}
    row = papers.write(agency, by=by, year=YEAR, values=values)
    rows = agency.memos.filter(removed_at=None)
    return Thing(reverse("papers:memo-remove", args=[YEAR, row.pk]), rows.exists, row.url)


def enclosure(agency, by):
    memo(agency, by)
    key = agency.memos.get().pk
    row = papers.enclose(agency, key, by=by, name="ก.pdf", data=small_pdf())
    rows = MemoEnclosure.objects.filter(removed_at=None)
    return Thing(reverse("papers:take-out", args=[row.pk]), rows.exists)


def submit_memo(agency, by):
    papers.submit_memo(agency, agency.memos.get().pk, by=by)


def canned(agency, by, name="รับไว้ตรวจ"):
    row = desk.add_answer(COMPLAINT, by=by, name=name, text="ขอบคุณที่แจ้ง")
    address = reverse("desk:answer-remove", args=[row.pk])
    return Thing(address, CannedAnswer.objects.exists, reverse("desk:answer", args=[row.pk]))


def view(agency, by):
    register = shipped_register(LOANS)
    registers.save(by, register, name="เต็นท์", asked=RowFilter(q="เต็นท์"), is_shared=False)
    row = SavedView.objects.get(agency=agency)
    address = reverse("registers:remove-view", args=[YEAR, LOANS, row.pk])
    return Thing(address, SavedView.objects.exists)


def route(agency, by):
    row = choosing.make(agency, by=by, draft=choosing.RouteDraft("สายกองช่าง", ()))
    address = reverse("approval:route-remove", args=[row.pk])
    return Thing(address, OwnRoute.objects.exists, reverse("approval:route", args=[row.pk]))


def emblem(agency, by):
    set_emblem(agency=agency, by=by, name="ตรา.png", data=PNG)
    rows = Agency.objects.filter(pk=agency.pk, emblem__isnull=False)
    return Thing(reverse("agency:emblem_remove"), rows.exists, reverse("agency:emblem_picture"))


def notice(agency, by):
    row = drafting.draft(agency, by=by, year=YEAR, key="no-gift")
    return Thing(
        reverse("announcements:discard", args=[YEAR, row.pk]), Announcement.objects.exists, row.url
    )


def page(agency, by):
    shown = publishing.Shown("ประชุมสภา", "เชิญฟัง")
    row = publishing.begin(agency, by=by, kind=PageKind.FAQ, shown=shown)
    address = reverse("public_site:discard", args=[row.pk])
    return Thing(address, SitePage.objects.exists, reverse("public_site:page", args=[row.pk]))


EVERY = [memo, enclosure, canned, view, route, emblem, notice, page]


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def person(agency, make_actor):
    agency.second_factor = []
    agency.save()
    open_year(agency, YEAR)
    return make_actor(agency, *ROLES)


@pytest.mark.parametrize("make", EVERY)
def test_only_who_removed_it_brings_it_back(
    agency, other_agency, person, make_actor, client_of, make
):
    thing, browser = make(agency, person), client_of(person)
    told = browser.post(thing.remove, follow=True).content.decode()
    assert f'action="{thing.remove}"' in told
    assert 'name="presence" value="back"' in told.replace("\n", " ")
    assert not thing.stands()
    assert not thing.page or browser.get(thing.page).status_code == 404
    assert browser.post(thing.remove).status_code == 302, "pressed in another tab"

    open_year(other_agency, YEAR)
    stranger = make_actor(other_agency, *ROLES)
    colleague, reader = make_actor(agency, *ROLES), make_actor(agency, CHIEF_EXECUTIVE)
    assert client_of(reader).post(thing.remove, BACK).status_code in (403, 404)
    assert client_of(stranger).post(thing.remove, BACK).status_code in (302, 404)
    refused = client_of(colleague).post(thing.remove, BACK, follow=True)
    assert make is view or "ผู้อื่นเป็นผู้ลบ" in refused.content.decode()
    assert not thing.stands()

    for _tab in range(2):
        assert browser.post(thing.remove, BACK).status_code == 302
        assert thing.stands()
    assert not thing.page or browser.get(thing.page).status_code == 200
    verbs = list(JournalEntry.objects.filter(agency=agency).values_list("verb", flat=True))
    assert sum(verb.endswith("-brought-back") for verb in verbs) == (make is not view)


@pytest.mark.parametrize("make", EVERY)
def test_after_an_hour_it_stays_away(agency, person, client_of, make):
    thing, browser = make(agency, person), client_of(person)
    with freeze(now() - UNDONE_FOR - timedelta(minutes=1)):
        browser.post(thing.remove)
    refused = browser.post(thing.remove, BACK, follow=True).content.decode()
    assert "ภายใน 1 ชั่วโมง" in refused
    worker.tidy()
    for model in (CannedAnswer, SavedView, OwnRoute, Announcement, SitePage):
        assert not model.with_removed.exists(), "deleted for good"
    assert not thing.stands()


@pytest.mark.parametrize(
    ("make", "meanwhile", "words"),
    [
        (enclosure, submit_memo, "เสนอบันทึกนี้ไปแล้ว"),
        (canned, canned, "มีคำตอบชื่อนี้แล้ว"),
        (view, view, "มีมุมมองชื่อนี้"),
        (route, route, "มีสายชื่อ"),
        (emblem, emblem, "มีตราใหม่แล้ว"),
        (notice, notice, "มีร่างของประกาศนี้อยู่แล้ว"),
    ],
)
def test_it_says_why_what_was_begun_meanwhile_stands_against_it(
    agency, person, make_actor, client_of, make, meanwhile, words
):
    make_actor(agency, CHIEF_EXECUTIVE)
    thing, browser = make(agency, person), client_of(person)
    browser.post(thing.remove)
    meanwhile(agency, person)
    assert words in browser.post(thing.remove, BACK, follow=True).content.decode()
