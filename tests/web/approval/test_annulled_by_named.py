"""Who annuls by the web: also without a post, only the very result that was shown."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval.conftest import ORDER, SUBJECT
from tests.web.approval.papers import KIND
from tests.web.approval.test_annulling import entered, signed
from tests.web.roles import UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.agency.models import Notification
from prongsai.web.agency.services import positions
from prongsai.web.office.circulation.services import start
from prongsai.web.platform import clock
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.idempotency import FIELD
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import queries
from prongsai.web.signing.approval.models import ResultState
from prongsai.web.signing.approval.services import choosing, on_paper, submitting

pytestmark = [pytest.mark.both_databases]
SEEN = re.compile(r'name="seen_result"[^>]*value="([^"]+)"')


@pytest.fixture
def row(office, memo, submitted):
    """A memo that is signed on paper; nothing asks for a second factor."""
    office.agency.second_factor = []
    office.agency.save()
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    return submitted()


def shown(browser, row):
    """What the page would send of the result that it shows."""
    page = browser.get(reverse("approval:submission", args=[row.pk])).text
    return {"seen_result": SEEN.search(page)[1], "why": "ไม่ได้ลงนาม"}


def removed(office, name, officer):
    """The only term of a person is over."""
    held = office.positions[name].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))


@pytest.mark.parametrize("name", ["", "สมชาย ใจดี"])
@pytest.mark.long
def test_who_was_removed_annuls_on_the_page(name, office, row, officer, client, client_of):
    """Removed between entry and confirmation: sees that result and its scan, nothing else."""
    mayor = office.users["mayor"]
    mayor.display_name = name
    mayor.save()
    signed(row, office, (("endorse", "head"),))
    clerks = row.decisions.get()
    made = entered(row, office, "approve")
    removed(office, "mayor", officer)
    on_paper.note_looked(made, by=office["head"])
    on_paper.confirm(made, by=office["head"])
    run_jobs()
    browser, annul = client_of(mayor), reverse("approval:annul", args=[row.pk])
    assert browser.get("/").url == reverse("approval:named")
    assert row.url in browser.get(reverse("approval:named")).text
    notice = Notification.objects.filter(user=mayor, url=row.url).first()
    assert browser.get(reverse("agency:notification", args=[notice.pk])).status_code == 200
    page = browser.get(row.url).text
    assert annul in page
    mine = row.decisions.get(place=2)
    scans = {one: reverse("approval:scan", args=[row.pk, one.pk]) for one in (mine, clerks)}
    assert scans[mine] in page
    assert [browser.get(scans[one]).status_code for one in (mine, clerks)] == [200, 403]
    others = ("approval:inbox", "approval:kinds", "calendar:inbox")
    assert all(browser.get(reverse(one)).status_code == 403 for one in others)
    file = reverse("approval:file", args=[row.pk, 1, "pdf"])
    assert browser.get(file).status_code == 403
    assert browser.post(annul, shown(browser, row) | {"why": ""}).status_code == 422
    told = shown(browser, row)
    assert browser.post(annul, told).url == reverse("approval:named")
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE
    public = client.get(reverse("approval:check", args=[row.code])).text.replace("\u2060", "")
    assert f"โดย{f'{name} นายกเทศมนตรี'.strip()}" in public
    assert mayor.login not in public
    assert browser.get(row.url).status_code == 403, "there is nothing more to annul"
    assert "/signing/" not in browser.get(reverse("approval:named")).text.split("<main")[1]


def test_a_removed_person_who_presses_twice_annuls_once(office, row, officer, client_of):
    """The same form again is the same answer; a second page of before reaches nothing more."""
    signed(row, office)
    removed(office, "mayor", officer)
    browser, annul = client_of(office.users["mayor"]), reverse("approval:annul", args=[row.pk])
    page = browser.get(row.url).text.split(f'action="{annul}"')[1]
    once = {FIELD: re.search(rf'name="{FIELD}"[^>]*value="([^"]+)"', page)[1]}
    told = shown(browser, row)
    answers = [browser.post(annul, told | once) for _ in range(2)]
    assert [answer.url for answer in answers] == [reverse("approval:named")] * 2
    assert browser.post(annul, told | {FIELD: "0" * 32}).status_code == 403
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE
    assert JournalEntry.objects.filter(verb="approval-annulled").count() == 1
    assert row.objections.count() == 1


@pytest.mark.long
def test_who_has_no_post_and_no_result_reaches_nothing(office, row, officer, client_of):
    """The section's head is removed too, and no result stands in their name."""
    signed(row, office)
    removed(office, "section", officer)
    removed(office, "clerk", officer)
    stranger, clerk = client_of(office.users["section"]), client_of(office.users["clerk"])
    told = shown(clerk, row)
    annul = reverse("approval:annul", args=[row.pk])
    assert [one.get("/").status_code for one in (stranger, clerk)] == [403, 302]
    assert [one.get(row.url).status_code for one in (stranger, clerk)] == [403, 200]
    assert stranger.post(annul, told).status_code == 403
    row.refresh_from_db()
    assert row.state == State.APPROVED
    assert clerk.post(annul, told).status_code == 302
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


@pytest.mark.long
def test_a_stale_page_annuls_no_later_version(office, memo, row, client_of):
    """The page shows a forged result, which is rejected; then the next version is signed."""
    made = entered(row, office)
    browser, annul = client_of(office.users["clerk"]), reverse("approval:annul", args=[row.pk])
    stale = shown(browser, row)
    on_paper.note_looked(made, by=office["head"])
    on_paper.reject(made, by=office["head"], why="ไม่ตรง")
    memo.texts[0] = "แก้แล้ว"
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    signed(row, office)
    answer = browser.post(annul, stale)
    assert answer.status_code == 422
    assert "ไม่ใช่ผลที่มีอยู่ตอนนี้" in answer.text
    assert browser.post(annul, {"why": "ก"}).status_code == 422, "nor one that names no result"
    row.refresh_from_db()
    assert row.state == State.APPROVED
    assert SEEN.search(answer.text)[1] == shown(browser, row)["seen_result"]
    assert browser.post(annul, shown(browser, row)).status_code == 302
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


@pytest.mark.long
def test_two_pages_fell_one_result(office, memo, row, client_of):
    """The clerk is named at both steps: the second press is not for the first step's result."""
    signed(row, office, (("endorse", "head"),))
    title = "ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรี"
    waiting = entered(row, office, "approve", position=title, authority=ORDER)
    browser, annul = client_of(office.users["clerk"]), reverse("approval:annul", args=[row.pk])
    first, second = shown(browser, row), shown(browser, row)
    assert browser.post(annul, first).status_code == 302
    assert browser.post(annul, second | {"why": "อีกครั้ง"}).status_code == 422
    waiting.refresh_from_db()
    row.refresh_from_db()
    assert (waiting.state, row.state) == (ResultState.OBJECTED, State.OPEN)
    assert browser.post(annul, shown(browser, row)).status_code == 302
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


def test_a_page_of_a_waiting_result_fells_no_confirmed_one(office, memo, row, client_of):
    """Confirmed meanwhile, all would fall with it: the page says so before anybody presses."""
    made = entered(row, office)
    browser, annul = client_of(office.users["clerk"]), reverse("approval:annul", args=[row.pk])
    stale = shown(browser, row)
    on_paper.note_looked(made, by=office["head"])
    on_paper.confirm(made, by=office["head"])
    assert browser.post(annul, stale).status_code == 422
    row.refresh_from_db()
    assert row.state == State.OPEN


@pytest.mark.parametrize("now_heads", [True, False])
def test_the_public_reads_the_post_of_the_result(
    now_heads, office, row, officer, client, client_of
):
    """The mayor of that day heads a section by now, and another is mayor; or nothing changed."""
    signed(row, office)
    mayor = office.users["mayor"]
    if now_heads:
        removed(office, "mayor", officer)
        removed(office, "section", officer)
        factories.hold(mayor, office.positions["section"], today())
        factories.hold(office.users["section"], office.positions["mayor"], today())
    browser, annul = client_of(mayor), reverse("approval:annul", args=[row.pk])
    assert browser.post(annul, shown(browser, row)).url == row.url
    public = client.get(reverse("approval:check", args=[row.code])).text.replace("\u2060", "")
    assert "โดยนายกเทศมนตรี" in public
    assert "โดยหัวหน้าฝ่าย" not in public
    said = Notification.objects.filter(said_th__contains="ยกเลิกผลบนกระดาษในนามของตน")
    assert {one.said_th.startswith("นายกเทศมนตรี ") for one in said} == {True}


def test_who_was_told_of_the_paper_hears_that_it_fell(office, memo, row, client_of):
    """Who acted on the day of the confirmation only, and to whom the copy was sent round."""
    signed(row, office, (("endorse", "head"),))
    made = entered(row, office, "approve")
    acting = factories.make_user(office.agency, login="acting")
    reader, other = (factories.make_user(office.agency, login=one) for one in ("reader", "other"))
    for user, unit in ((reader, "กองคลัง"), (other, "กองช่าง")):
        place = factories.make_unit(office.agency, unit)
        factories.hold(user, factories.make_position(office.agency, UNIT_HEAD, place, unit))
    with clock.freeze(now() + timedelta(days=1)):
        mayors, day = office.positions["mayor"], today()
        factories.hold(acting, mayors, day, day, is_acting=True, authority=ORDER)
        on_paper.note_looked(made, by=office["head"])
        on_paper.confirm(made, by=office["head"])
        run_jobs()
        start(
            office.agency, by=office["head"], title="เวียน", kind=KIND, subject=SUBJECT,
            file=queries.signed_copy(office.agency, KIND, SUBJECT), year=row.fiscal_year, due=None,
            units=[reader.appointments.get().position.unit],
        )  # fmt: skip
    with clock.freeze(now() + timedelta(days=3)):
        browser = client_of(office.users["mayor"])
        annul = reverse("approval:annul", args=[row.pk])
        assert browser.post(annul, shown(browser, row)).status_code == 302
        heard = Notification.objects.filter(said_th__contains="ยกเลิกผลบนกระดาษในนามของตน")
        users = set(heard.values_list("user", flat=True))
        assert {acting.pk, reader.pk} <= users
        assert other.pk not in users, "nobody told them of it"
