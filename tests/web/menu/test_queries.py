"""The search: everything the menu leads to, for who may see it."""

import re

import pytest
from django.test import override_settings
from django.urls import resolve, reverse
from tests.web import databases, factories
from tests.web.full_agency import MARK, YEAR, full
from tests.web.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICER,
)

from prongsai.core.desk.reading import kind_of
from prongsai.core.roles import all_roles
from prongsai.core.slips import slip_of
from prongsai.core.text import Text
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.bills.models import PayAccount
from prongsai.web.citizens.desk.services.receiving import Brought, receive
from prongsai.web.menu.queries import MOST_SHOWN, search_page
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.platform import clock
from prongsai.web.platform.clock import now
from prongsai.web.platform.hits import MOST_ASKED, Hit, matching
from prongsai.web.year.measures.models import MeasureRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
HEADINGS = {
    "หน้า", "ตัวชี้วัดและข้อประเมิน", "ทะเบียน", "มาตรการ", "เรื่องที่แจ้งมา", "เอกสาร",
    "การประชุมและคณะทำงาน", "คน",
}  # fmt: skip


@pytest.fixture(scope="module")
def _made(database, django_db_blocker, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    with (
        databases.shared(django_db_blocker),
        override_settings(DATA=data),
        clock.freeze(factories.MORNING),
    ):
        agency = factories.make_agency()
        yield full(
            agency, factories.make_actor(agency, ITA_OFFICER, ADMINISTRATOR, login="officer")
        )


@pytest.fixture
def full_agency(_made, db):
    return _made


@pytest.fixture
def agency(full_agency):
    return full_agency.person.agency


@pytest.fixture
def officer(full_agency):
    return full_agency.person


def urls(page):
    return [hit.url for part in page.parts for hit in part.hits]


def test_the_code_comes_first_and_every_word_must_stand():
    hits = [
        Hit("/a", "รายงาน o1 ประจำปี"),
        Hit("/b", Text("คู่มือ", "Manual"), code="o1"),
        Hit("/c", "o1 อย่างอื่น"),
        Hit("/d", "ไม่เกี่ยว", notes=(Text("เผยแพร่", "published"),), words="o10"),
    ]
    assert [hit.url for hit in matching(hits, "O1")] == ["/b", "/c", "/a", "/d"]
    assert [hit.url for hit in matching(hits, "o๑ รายงาน")] == ["/a"]
    assert [hit.url for hit in matching(hits, "PUBLISHED")] == ["/d"]
    assert [hit.url for hit in matching(hits, "manual")] == ["/b"]
    assert matching(hits, "  ") == ()
    assert matching(hits, "ไม่มีคำนี้") == ()


def test_a_word_written_in_another_way_is_the_same():
    # sara am in two code points, a doubled tone, full-width digits: as keyboards and PDFs write
    assert matching([Hit("/", "กำหนดการ ปี 2566")], "กําหนดการ")
    assert matching([Hit("/", "ข้อ ๑๒")], "ข้อ 12")


@pytest.mark.long
def test_every_kind_is_found_and_every_hit_opens(full_agency, officer, client_of):
    browser = client_of(officer)
    found = set()
    for asked in ("o12", MARK, "ตัวอย่าง", "แผน", "officer", "ประชุม", "คณะ"):
        page = search_page(officer, asked, str(YEAR))
        found |= {part.heading for part in page.parts}
        for url in urls(page):
            assert browser.get(url).status_code == 200, url
    assert found == HEADINGS - {"เรื่องที่แจ้งมา"}  # who keeps no desk finds no case


@pytest.mark.long
def test_pages_are_found_by_what_people_call_them_and_an_item_by_its_own_page(
    full_agency, officer, make_actor, agency
):
    for asked, url in [
        ("เล่มมาตรการ", f"/{YEAR}/papers/"), ("คิว", "/counter/"), ("ร้องเรียน", "/desk/"),
        ("หนังสือเวียน", f"/{YEAR}/circulation/"), ("สมุดทะเบียน", f"/{YEAR}/registers/"),
        ("o12", f"/{YEAR}/oit/o12/"), ("O๑๒", f"/{YEAR}/oit/o12/"),
        ("ยืมของ", f"/{YEAR}/registers/asset-loans/"),
        ("เวรยาม", f"/{YEAR}/registers/duty-rosters/"),
        ("สขร.1", f"/{YEAR}/registers/procurement-winners/"),
    ]:  # fmt: skip
        assert urls(search_page(officer, asked, str(YEAR)))[0] == url, asked
    assert "/bills/" in urls(search_page(make_actor(agency, CHIEF_ADMINISTRATOR), "ใบเสร็จ"))
    gifts = urls(search_page(officer, "ของขวัญ", str(YEAR)))
    assert (f"/{YEAR}/registers/gifts/" in gifts, f"/{YEAR}/registers/" in gifts) == (True, False)


def test_pages_of_bills_are_found_by_whoever_keeps_bills_in_the_named_unit(agency, make_actor):
    treasury, roads = (factories.make_unit(agency, name) for name in ("กองคลังกลาง", "กองช่างใหญ่"))
    people = []
    for unit in (treasury, roads):
        user = factories.make_user(agency)
        factories.hold(user, factories.make_position(agency, OFFICER, unit, "ธุรการ"))
        people.append(actor_on(user, clock.today()))
    PayAccount.objects.filter(agency=agency).delete()

    def found():
        pages = ("/bills/new/", "/bills/bank/", "/bills/account/")
        asked = "ออกใบแจ้งชำระ", "รายการธนาคาร", "บัญชีรับชำระ"
        pairs = list(zip(pages, asked, strict=True))
        return [
            [url in urls(search_page(person, words)) for url, words in pairs] for person in people
        ]

    assert found() == [[False] * 3] * 2
    PayAccount.objects.create(agency=agency, unit=treasury, by_officers=True)
    assert found() == [[True, True, False], [False] * 3], "the account is set by others"
    PayAccount.objects.filter(agency=agency).update(by_officers=False)
    assert found() == [[False] * 3] * 2


def test_a_case_is_found_by_who_sees_it_and_a_restricted_one_by_its_readers_alone(
    agency, make_actor
):
    keeper = make_actor(agency, CHIEF_ADMINISTRATOR, login="keeper")
    reader = make_actor(agency, COMPLAINT_OFFICER, login="reader")
    plain, secret = (
        receive(
            agency, kind_of(kind), Brought({"subject": "ถนนหลวง", "what": "x"}, slip_of(number))
        )
        for number, kind in enumerate(("complaint", "unfair-service"), start=7)
    )
    stranger = make_actor(agency, AUDITOR, login="stranger")
    found = {
        person.user.login: {url for url in urls(search_page(person, "ถนนหลวง")) if "/desk/" in url}
        for person in (keeper, reader, stranger)
    }
    addresses = [reverse("desk:case", args=[case.pk]) for case in (plain, secret)]
    assert found["keeper"] == {addresses[0]}
    assert found["reader"] == set(addresses)
    assert found["stranger"] == set()
    assert addresses[0] in urls(search_page(keeper, plain.printed_number))


def test_nothing_of_another_agency_is_found(full_agency, other_agency, make_actor, client_of):
    stranger = make_actor(other_agency, ADMINISTRATOR)
    for asked in (MARK, "o12", "officer", "ประชุม"):
        page = search_page(stranger, asked, str(YEAR))
        for url in urls(page):
            assert client_of(stranger).get(url).status_code == 200, url
        assert MARK not in client_of(stranger).get("/search/", {"q": "ตัวอย่าง"}).content.decode()
    assert not urls(search_page(stranger, MARK))


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
@pytest.mark.few(3)
def test_a_position_finds_only_what_its_doors_let_it_see(
    full_agency, agency, make_actor, client_of, settings, role
):
    settings.DEMO = True  # no position is asked for a second factor
    person = make_actor(agency, role, login=f"who-{role.key}")
    browser = client_of(person)
    for asked in (MARK, "officer", "o12", "บันทึก", "agency"):
        for url in urls(search_page(person, asked, str(YEAR))):
            assert browser.get(url).status_code == 200, (role.key, url)


def test_a_circular_is_found_by_who_was_sent_it_and_by_nobody_else(agency, make_actor, client_of):
    sent = make_actor(agency, AUDITOR, login="sent")
    other = make_actor(agency, AUDITOR, login="other")
    one = Circulation.objects.create(
        agency=agency, fiscal_year=YEAR, kind="free", title="เรื่องเวียนลับเฉพาะ",
        is_for_all=False, started_at=now(),
    )  # fmt: skip
    Recipient.objects.create(
        agency=agency, circulation=one, user=sent.user, position="x", added_at=now()
    )
    hits = urls(search_page(sent, "เวียนลับ"))
    assert len(hits) == 1
    assert client_of(sent).get(hits[0]).status_code == 200
    assert urls(search_page(other, "เวียนลับ")) == []
    assert len(urls(search_page(make_actor(agency, CHIEF_ADMINISTRATOR), "เวียนลับ"))) == 1


def test_many_hits_are_cut_and_counted(full_agency, agency, officer):
    for number in range(MOST_SHOWN + 5):
        factories.make_user(agency, login=f"samename{number:02d}")
    part = search_page(officer, "samename").parts[0]
    assert (len(part.hits), part.more) == (MOST_SHOWN, 5)


def test_a_search_costs_the_same_however_much_there_is(
    full_agency, agency, officer, client_of, django_assert_max_num_queries
):
    browser = client_of(officer)
    browser.get("/search/", {"q": "o12"})
    row = MeasureRow.objects.filter(agency=agency).first()
    for number in range(40):
        MeasureRow.objects.create(
            agency=agency, plan=row.plan, key=f"k{number}", place=number + 50, title=MARK
        )
        factories.make_user(agency, login=f"more{number}")
    with django_assert_max_num_queries(36):
        browser.get("/search/", {"q": MARK})


@pytest.mark.parametrize(
    "asked", ["", "   ", "%", "_", "'; DROP TABLE", "<script>alert(1)</script>", "ก" * 5000, "\x00"]
)
def test_any_words_are_answered_and_none_is_run(full_agency, officer, client_of, asked):
    answer = client_of(officer).get("/search/", {"q": asked, "year": "x"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert" not in text
    assert "ก" * (MOST_ASKED + 1) not in text


def test_without_words_the_whole_menu_stands(full_agency, chief_executive, client_of):
    text = client_of(chief_executive).get("/search/").content.decode()
    main = text[text.index("<main") :]
    for address in re.findall(r'<a class="solo" href="([^"]+)"', main):
        assert resolve(address)
    assert 'href="/agency/journal/"' in main
    assert 'href="/agency/people/"' not in main
