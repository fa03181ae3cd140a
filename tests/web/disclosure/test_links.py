"""Links of the evidence: looked at, told to their owners, and never called ready when broken."""

from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.web import factories
from tests.web.disclosure import samples
from tests.web.disclosure.samples import YEAR, link, look, save, work
from tests.web.markup import tight
from tests.web.roles import ITA_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.disclosure.readiness import Gap
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.disclosure import tasks
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.links.models import Link, LinkCheck, LinkRound
from prongsai.web.disclosure.links.services import ask_round
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.year.calendar.models import Reminder
from prongsai.web.year.ownership.services import assign

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year"),
    pytest.mark.both_databases,
]  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def head(agency, officer):
    return actor_on(samples.unit_head(agency, officer, "o13"), today())


@pytest.fixture
def heads(head, client_of):
    return client_of(head)


@pytest.fixture
def other(agency, officer, client_of):
    """The head of another unit."""
    user = samples.unit_head(agency, officer, "o20", name="กองช่าง")
    return client_of(actor_on(user, today()))


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def text_of(answer):
    return tight(answer.content.decode())


def looked(browser):
    assert browser.post(at("links-check")).status_code == 302
    run_jobs()


def gaps(agency, code="o13"):
    return {lack.gap for lack in work(agency, code).readiness.lacks}


@pytest.mark.long
def test_a_broken_link_is_what_keeps_an_item_from_being_ready(agency, officer, browser, local_site):
    link(officer, address=local_site.shows("/o13"))
    look(officer)
    save(officer)
    assert work(agency).readiness.is_ready
    looked(browser)
    assert work(agency).readiness.is_ready
    local_site.pages.pop("/o13")
    looked(browser)
    assert Gap.LINK_BROKEN in gaps(agency)
    assert not work(agency).readiness.is_ready
    assert "404" in text_of(browser.get(at("item", "o13")))
    assert "ลิงก์เปิดไม่ได้" in text_of(browser.get(at("board")))


@pytest.mark.long
def test_where_nobody_can_tell_it_says_so_and_does_not_hold_up(
    agency, officer, browser, local_site
):
    local_site.pages["/o13"] = (500, b"<h1>Internal Server Error</h1>")
    link(officer, address=local_site.at("/o13"))
    look(officer)
    save(officer)
    looked(browser)
    assert gaps(agency) == {Gap.LINK_UNCHECKED}, "it was never opened: publishing asks for a reason"
    assert work(agency).readiness.is_ready
    row = Link.objects.get()
    assert browser.post(at("link-note", row.pk), {"found": "yes"}).status_code == 302
    assert gaps(agency) == set()
    assert "เปิดดูเอง" in text_of(browser.get(at("link", row.pk)))
    Link.objects.update(seen_verdict="", seen_at=None)
    assert gaps(agency) == {Gap.LINK_UNSURE}, "somebody opened it once"


@pytest.mark.long
def test_what_opened_before_is_only_unsure_when_nobody_can_tell(
    agency, officer, browser, local_site
):
    link(officer, address=local_site.shows("/o13"))
    looked(browser)
    local_site.pages["/o13"] = (500, b"<h1>Internal Server Error</h1>")
    looked(browser)
    assert Gap.LINK_UNSURE in gaps(agency)
    assert Gap.LINK_UNCHECKED not in gaps(agency)


@pytest.mark.long
def test_the_page_tells_worst_first_with_what_to_do(officer, browser, local_site):
    link(officer, "o13", address=local_site.at("/gone"), title="แผนที่หาย")
    link(officer, "o14", address=local_site.shows("/there"), title="แผนที่อยู่")
    answer = text_of(browser.get(at("links")))
    assert answer.count("ยังไม่ได้ตรวจ") >= 2
    looked(browser)
    answer = text_of(browser.get(at("links")))
    assert answer.index("แผนที่หาย") < answer.index("แผนที่อยู่")
    assert "ลิงก์เปิดไม่ได้ 1 จาก 2 ลิงก์" in answer
    assert "นำหน้าหรือไฟล์กลับขึ้นเว็บ" in answer


@pytest.mark.long
def test_a_round_shows_how_far_it_is_with_and_without_scripts(officer, browser, local_site):
    link(officer, address=local_site.shows("/o13"))
    browser.post(at("links-check"))
    page = browser.get(at("links"))
    assert "กำลังตรวจลิงก์" in text_of(page)
    assert "Refresh" not in page.headers
    assert browser.get(at("links") + "?again=1").headers["Refresh"]
    assert "hx-get" in browser.get(at("links"), headers=HTMX).content.decode()
    run_jobs()
    assert "ตรวจครบแล้ว" in text_of(browser.get(at("links"), headers=HTMX))
    assert "Refresh" not in browser.get(at("links") + "?again=1").headers


def test_nothing_to_check_says_so(browser):
    assert "ยังไม่มีลิงก์" in text_of(browser.get(at("links")))
    answer = browser.post(at("links-check"), follow=True)
    assert "ยังไม่มีที่อยู่เว็บให้ตรวจ" in text_of(answer)
    assert not LinkRound.objects.exists()


def test_owners_have_their_own_items_checked_and_no_others(officer, heads, other, local_site):
    link(officer, "o13", address=local_site.shows("/o13"))
    assert heads.post(at("check-item", "o13")).status_code == 302
    assert LinkRound.objects.count() == 1
    assert other.post(at("check-item", "o13")).status_code == 403
    assert heads.post(at("links-check")).status_code == 403
    assert heads.post(at("links-schedule"), {"every_days": 0}).status_code == 403
    assert heads.get(at("links")).status_code == 200


@pytest.mark.long
def test_only_who_works_on_all_its_items_says_what_a_link_shows(
    officer, browser, heads, other, local_site
):
    local_site.pages["/o"] = (500, b"<h1>Internal Server Error</h1>")
    link(officer, "o13", "o20", address=local_site.at("/o"))
    looked(browser)
    row = Link.objects.get()
    for person in (heads, other):
        assert person.post(at("link-note", row.pk), {"found": "yes"}).status_code == 403
        assert person.post(at("link-accept", row.pk)).status_code == 403
    assert browser.post(at("link-note", row.pk), {"found": "no"}).status_code == 302
    assert LinkCheck.objects.filter(by_words="").count() == 1
    assert LinkCheck.objects.exclude(by_words="").get().verdict == "gone"


def test_what_a_link_shows_is_said_by_who_works_on_it_now(
    agency, officer, client_of, heads, local_site
):
    """Who has an item in one year says nothing of what another works on in the next."""
    local_site.pages["/o"] = (500, b"<h1>Internal Server Error</h1>")
    address = local_site.at("/o")
    samples.opened(agency, 2569)
    link(officer, "o13", address=address)
    shared = link(officer, "o13", address=address, year=2569)
    ask_round(agency, by=None, addresses=[address])
    run_jobs()
    row = Link.objects.get()
    assert heads.post(at("link-note", row.pk), {"found": "yes"}).status_code == 403
    unit = factories.make_unit(agency, "กองสาธารณสุข")
    user = factories.make_user(agency, login="health")
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการ"))
    subject = samples.item(agency, "o13", 2569).subject
    assign(agency, by=officer, year=2569, subjects=[subject], unit=unit)
    newer = client_of(actor_on(user, today()))
    later = reverse("disclosure:link-note", args=[2569, row.pk])
    assert newer.post(later, {"found": "yes"}).status_code == 302
    assert Link.objects.get().seen_verdict == "alive"
    pieces.remove(shared, by=officer)
    assert heads.post(at("link-note", row.pk), {"found": "no"}).status_code == 302
    assert Link.objects.get().seen_verdict == "gone"


def test_nothing_is_noted_that_nobody_said(officer, browser, local_site):
    local_site.pages["/o"] = (500, b"<h1>Internal Server Error</h1>")
    link(officer, address=local_site.at("/o"))
    looked(browser)
    row = Link.objects.get()
    for said in ({}, {"found": "perhaps"}):
        assert browser.post(at("link-note", row.pk), said).status_code == 302
        assert Link.objects.get().seen_verdict == ""
    browser.post(at("link-note", row.pk), {"found": "yes"})
    assert Link.objects.get().seen_verdict == "alive"


@pytest.mark.long
def test_what_changed_again_is_not_accepted_unseen(officer, browser, local_site):
    link(officer, address=local_site.shows("/o13", text="แผนปี 2566 ทั้งสิบสองโครงการของเทศบาล"))
    looked(browser)
    local_site.shows("/o13", text="ประกาศรับสมัครงานของเทศบาลพร้อมคุณสมบัติของผู้สมัคร")
    looked(browser)
    row = Link.objects.get()
    seen = {"content": row.newest_content}
    assert f'value="{row.newest_content}"' in browser.get(at("link", row.pk)).content.decode()
    local_site.shows("/o13", text="และอีกครั้งหนึ่งเป็นโฆษณาของผู้อื่นที่ไม่มีใครในหน่วยงานเคยเห็น")
    looked(browser)
    answer = browser.post(at("link-accept", row.pk), seen, follow=True)
    assert "เปลี่ยนอีกครั้ง" in text_of(answer)
    assert Link.objects.get().verdict == "changed"
    browser.post(at("link-accept", row.pk), {"content": Link.objects.get().newest_content})
    assert Link.objects.get().verdict == "alive"


@pytest.mark.long
def test_another_spelling_of_a_broken_address_is_not_taken_for_one_that_opens(
    agency, officer, browser, local_site
):
    piece = link(officer, address=local_site.at("/gone"))
    looked(browser)
    assert Gap.LINK_BROKEN in gaps(agency)
    other = {"items": [samples.item(agency)], "address": local_site.at("/gone/")}
    pieces.change(piece, by=officer, words=pieces.Words(), **other)
    look(officer)
    save(officer)
    assert gaps(agency) == {Gap.LINK_UNCHECKED}
    assert "ยังไม่ได้ตรวจว่า" in text_of(browser.get(at("board")))
    looked(browser)
    assert gaps(agency) == {Gap.LINK_BROKEN}
    local_site.shows("/gone/")
    looked(browser)
    assert gaps(agency) == set()


def test_a_link_of_no_item_of_the_year_is_nobodys_to_judge(agency, browser, local_site):
    row = Link.objects.create(
        agency=agency, address=local_site.at("/x"), digest="0" * 64, verdict="unknown",
        reason="server_error",
    )  # fmt: skip
    assert browser.get(at("link", row.pk)).status_code == 200
    assert browser.post(at("link-note", row.pk), {"found": "yes"}).status_code == 403


@pytest.mark.long
def test_the_owner_is_told_once_it_is_sure(agency, officer, head, browser, local_site):
    link(officer, address=local_site.at("/gone"), title="แผนที่หาย")
    looked(browser)
    assert not [one for one in waiting_for(head, today()) if one.kind == "links"]
    looked(browser)
    (waits,) = [one for one in waiting_for(head, today()) if one.kind == "links"]
    assert "แผนที่หาย" in waits.name
    tasks.look_at_links()
    told = Reminder.objects.get(user=head.user, url=waits.url)
    assert "แผนที่หาย" in told.name["th"]
    tasks.look_at_links()
    assert Reminder.objects.filter(user=head.user, url=waits.url).count() == 1
    local_site.shows("/gone")
    looked(browser)
    assert not [one for one in waiting_for(head, today()) if one.kind == "links"]


@pytest.mark.long
def test_each_owner_of_a_link_of_several_items_is_told(agency, officer, head, browser, local_site):
    second, third = (
        actor_on(samples.unit_head(agency, officer, code, name=name), today())
        for code, name in (("o20", "กองช่าง"), ("o30", "กองศึกษา"))
    )
    link(officer, "o13", "o20", address=local_site.at("/gone"))
    for _ in range(2):
        looked(browser)
    for person, expected in ((head, 1), (second, 1), (third, 0)):
        assert len([one for one in waiting_for(person, today()) if one.kind == "links"]) == expected
    data = browser.get(at("links-export"))
    rows = CalamineWorkbook.from_filelike(as_file(data)).get_sheet_by_index(0).to_python()
    assert all(name in rows[-1][-1] for name in ("กองคลัง", "กองช่าง"))
    assert "กองช่าง" in text_of(browser.get(at("links")))


@pytest.mark.long
def test_what_nobody_owns_waits_for_who_keeps_the_disclosure(agency, officer, browser, local_site):
    nobody = actor_on(factories.make_user(agency, login="guest"), today())
    link(officer, address=local_site.at("/gone"))
    looked(browser)
    looked(browser)
    assert [one for one in waiting_for(officer, today()) if one.kind == "links"]
    assert nobody is None or not waiting_for(nobody, today())


def test_the_worker_looks_by_itself_when_it_is_time(agency, officer, local_site, frozen_clock):
    link(officer, address=local_site.shows("/o13"))
    tasks.look_at_links()
    run_jobs()
    assert LinkCheck.objects.count() == 1
    tasks.look_at_links()
    run_jobs()
    assert LinkCheck.objects.count() == 1
    with clock.freeze(frozen_clock + timedelta(days=8)):
        tasks.look_at_links()
        run_jobs()
    assert LinkCheck.objects.count() == 2


def test_removed_evidence_is_looked_at_no_more(agency, officer, browser, local_site):
    piece = link(officer, address=local_site.shows("/o13"))
    browser.post(at("remove", piece.pk))
    tasks.look_at_links()
    assert not LinkRound.objects.exists()


def test_the_intervals_are_chosen_from_a_list(browser, agency):
    answer = browser.post(at("links-schedule"), {"every_days": 5})
    assert answer.status_code == 422
    assert browser.post(at("links-schedule"), {"every_days": 30}).status_code == 302


def test_the_workbook_has_every_address(officer, browser, local_site):
    link(officer, "o13", address=local_site.at("/gone"))
    link(officer, "o14", address=local_site.shows("/there"))
    looked(browser)
    data = browser.get(at("links-export"))
    rows = CalamineWorkbook.from_filelike(as_file(data)).get_sheet_by_index(0).to_python()
    told = {row[0]: row for row in rows}
    assert told["o13"][3] == "ไม่มีแล้ว"
    assert told["o14"][3] == "เปิดได้"


def as_file(answer):
    from io import BytesIO  # noqa: PLC0415

    return BytesIO(b"".join(answer) if answer.streaming else answer.content)


def test_who_may_not_see_the_agency_sees_no_links(agency, make_actor, client_of, other_agency):
    samples.opened(other_agency)
    stranger = client_of(make_actor(other_agency, ITA_OFFICER, login="stranger"))
    row = Link.objects.create(agency=agency, address="https://a.example/", digest="1" * 64)
    assert stranger.get(at("links")).status_code == 200
    assert stranger.get(at("link", row.pk)).status_code == 404
    assert stranger.post(at("link-note", row.pk), {"found": "yes"}).status_code == 404


@pytest.mark.long
def test_asking_costs_the_same_however_many_links(
    officer, browser, local_site, django_assert_max_num_queries
):
    for code in ("o13", "o14", "o15", "o16"):
        for number in range(6):
            link(officer, code, address=local_site.shows(f"/{code}-{number}"))
    looked(browser)
    with django_assert_max_num_queries(24):
        browser.get(at("links"))
