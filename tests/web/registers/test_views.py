"""Pages of registers: the shelf, a list that is narrowed and added up, a row with its history."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import GIFT, GIFTS, LOAN, LOANS, YEAR, add, head_of
from tests.web.roles import CHIEF_ADMINISTRATOR, ITA_OFFICER, OFFICE_HEAD

from prongsai.core.dates import short_date
from prongsai.core.errors import Severity
from prongsai.core.registers.importing import import_sheets
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import to_data
from prongsai.readers.sheets import read_sheets
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.registers.models import NothingToReport, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import today
from prongsai.web.year.assessment.models import Assessment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


def at(name, *args):
    return reverse(f"registers:{name}", args=[YEAR, *args])


def text_of(answer):
    return tight(answer.content.decode())


def test_the_shelf_leads_to_every_register(browser, finance):
    add(finance)
    text = text_of(browser.get(at("shelf")))
    assert "ทะเบียนยืม–คืนทรัพย์สินของราชการ" in text
    assert "1 รายการ" in text


def test_a_row_is_typed_as_people_type(browser):
    answer = browser.post(at("add", LOANS), LOAN)
    kept = RegisterRow.objects.get()
    assert answer.url == at("row", LOANS, kept.pk)
    page = text_of(browser.get(answer.url))
    assert "<dt>เหตุที่ยืม</dt><dd>งานบุญ</dd>" in page
    assert "5 ม.ค. 2569" in page
    assert "เพิ่มรายการ" in page, "its history"


def test_the_first_row_is_typed_on_the_page_of_its_register(browser, finance):
    form = f'action="{at("add", LOANS)}"'
    assert form in tight(browser.get(at("register", LOANS)).content.decode())
    assert form not in tight(browser.get(at("register", LOANS), {"q": "x"}).content.decode())
    add(finance)
    assert form not in tight(browser.get(at("register", LOANS)).content.decode())


PROJECT = {
    "code": "01", "name": "อบรมอาชีพ", "unit": "กองคลัง", "begins_on": "5 ม.ค. 2569",
    "ends_on": "31 มี.ค. 2569", "budget": "30,000", "status": "ยังไม่เริ่ม",
}  # fmt: skip


def test_a_row_leads_to_the_paper_that_nobody_made_yet(agency, finance, make_actor, client_of):
    officer = make_actor(agency, ITA_OFFICER)
    browser, add_url = client_of(officer), at("add", "projects")
    assert "บันทึกแล้วทำแผน" in text_of(browser.get(add_url))
    answer = browser.post(add_url, PROJECT | {"paper": "1"})
    assert answer.url == at("paper", "projects", "plan", 1)
    register = shipped_register("projects")
    plan = register.paper("plan")
    (whole_year,) = slots_of_paper(plan, YEAR)
    saving.make(agency, by=officer, register=register, paper=plan, slot=whole_year, own_words={})
    assert "บันทึกแล้วทำแผน" not in text_of(browser.get(add_url)), "the others are of later"
    answer = browser.post(add_url, PROJECT | {"code": "02", "paper": "1"})
    assert answer.url == at("row", "projects", RegisterRow.objects.get(key__contains="02").pk)


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(browser):
    wrong = LOAN | {"due_on": "1 ม.ค. 2569", "quantity": "สอง", "requested_on": "5 ต.ค. 2567"}
    answer = browser.post(at("add", LOANS), wrong)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {"quantity", "requested_on"} <= set(form.errors)
    assert 'value="สอง"' in answer.content.decode()
    assert not RegisterRow.objects.exists()


def test_what_is_still_to_come_was_not_done(browser):
    day = short_date(today() + timedelta(days=1))
    answer = browser.post(at("add", LOANS), LOAN | {"lent_on": day})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"lent_on"}
    assert "ยังมาไม่ถึง" in answer.content.decode()
    done = browser.post(at("add", LOANS), LOAN | {"lent_on": ""})
    assert done.url == at("row", LOANS, RegisterRow.objects.get().pk)


def test_a_row_is_changed_and_tells_what_was_before(browser, finance):
    kept = add(finance)
    sent = LOAN | {"asset": "โต๊ะ", "seen": "1"}
    browser.post(at("row", LOANS, kept.pk), sent)
    assert "เต็นท์ → โต๊ะ" in text_of(browser.get(at("row", LOANS, kept.pk)))
    again = browser.post(at("row", LOANS, kept.pk), sent | {"asset": "เก้าอี้"})
    assert again.status_code == 422
    assert "มีคนแก้รายการนี้" in text_of(again)
    assert 'value="เก้าอี้"' in again.content.decode()
    assert 'name="seen" value="2"' in tight(again.content.decode())


@pytest.mark.long
def test_a_list_is_narrowed_sorted_and_added_up(browser, finance):
    for number, quantity in (("1", "10"), ("2", "9"), ("3", "100")):
        add(finance, number=f"{number}/2569", quantity=quantity, asset=f"เต็นท์ {number}")
    page = browser.get(at("register", LOANS), {"sort": "quantity"}).context["page"]
    assert [row.cells[0][2] for row in page["rows"]] == ["2/2569", "1/2569", "3/2569"]
    page = browser.get(at("register", LOANS), {"sort": "-quantity"}).context["page"]
    assert [row.cells[0][2] for row in page["rows"]] == ["3/2569", "1/2569", "2/2569"]
    assert [one.value for one in page["sums"]] == ["119"]
    page = browser.get(at("register", LOANS), {"q": "2/2569"}).context["page"]
    assert [one.value for one in page["sums"]] == ["9"]
    for narrowed, count in (({"state": "lent"}, 0), ({"month": "1"}, 3), ({"month": "10"}, 0)):
        page = browser.get(at("register", LOANS), narrowed).context["page"]
        assert page["page"].paginator.count == count, narrowed
    for strange in ({"unit": "x"}, {"month": "99"}, {"sort": "nothing"}, {"page": "x"}):
        assert browser.get(at("register", LOANS), strange).status_code == 200


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rows_that_are_taken_away_are_read_back(browser, finance, agency, form):
    add(finance)
    add(finance, number="2/2569", quantity="3")
    data = browser.get(at("export", LOANS, form), {"sort": "-quantity"}).content
    register = shipped_register(LOANS)
    context = context_of(agency, register, YEAR)
    read = import_sheets(register, read_sheets(data, f"a.{form}"), context)
    assert [one.message.th for one in read.findings if one.severity is Severity.ERROR] == []
    kept = {row.key: row.values for row in RegisterRow.objects.all()}
    assert [row.values["number"] for row in read.rows] == ["2/2569", "1/2569"]
    assert [to_data(row) for row in read.rows] == [kept["2/2569"], kept["1/2569"]]
    assert browser.get(at("template", LOANS)).content[:2] == b"PK"
    assert browser.get(at("export", LOANS, "pdf")).status_code == 404


def test_what_one_may_not_see_is_not_taken_away(finance, works, client_of):
    add(finance, GIFTS)
    data = client_of(works).get(at("export", GIFTS, "csv")).content.decode()
    assert "กระเช้า" not in data
    assert "กระเช้า" in client_of(finance).get(at("export", GIFTS, "csv")).content.decode()


def test_restricted_rows_stay_with_those_who_may_see_them(
    agency, finance, works, make_actor, client_of
):
    kept = add(finance, GIFTS)
    head, auditor = client_of(works), client_of(make_actor(agency, CHIEF_ADMINISTRATOR))
    assert "กระเช้า" not in text_of(head.get(at("register", GIFTS)))
    assert head.get(at("row", GIFTS, kept.pk)).status_code == 404
    assert head.post(at("row", GIFTS, kept.pk), GIFT).status_code == 404
    for act in ("move", "remove", "restore"):
        assert head.post(at(act, GIFTS, kept.pk)).status_code == 404
    assert "กระเช้า" in text_of(auditor.get(at("register", GIFTS)))
    assert auditor.get(at("row", GIFTS, kept.pk)).status_code == 200
    assert auditor.post(at("row", GIFTS, kept.pk), GIFT | {"seen": "1"}).status_code == 403
    assert "กระเช้า" in text_of(client_of(finance).get(at("register", GIFTS)))
    nobody = client_of(make_actor(agency, OFFICE_HEAD))
    assert nobody.get(at("register", GIFTS)).status_code in (200, 403)
    assert "กระเช้า" not in text_of(nobody.get(at("register", GIFTS)))


def test_the_rows_of_another_agency_are_not_there(other_agency, finance, client_of):
    kept = add(finance)
    open_year(other_agency, YEAR)
    stranger = client_of(head_of(other_agency, "กองอื่น"))
    assert stranger.get(at("row", LOANS, kept.pk)).status_code == 404
    assert "เต็นท์" not in text_of(stranger.get(at("register", LOANS)))


def test_a_time_without_rows_is_told_and_answered(browser):
    page = browser.get(at("register", GIFTS))
    assert "ยังไม่รายงาน 1 ช่วง" in text_of(page)
    times = re.findall(r'name="time"\s+value="([^"]+)"', page.content.decode())
    browser.post(at("nothing", GIFTS), {"time": times[:1]})
    text = text_of(browser.get(at("register", GIFTS)))
    assert "ยังไม่รายงาน" not in text
    said = NothingToReport.objects.get()
    browser.post(at("take-back", GIFTS, said.pk))
    assert "ยังไม่รายงาน 1 ช่วง" in text_of(browser.get(at("register", GIFTS)))


def test_opening_the_next_year_late_hides_no_month_of_who_worked_here_before(
    agency, browser, finance
):
    Assessment.objects.create(
        agency=agency, fiscal_year=YEAR - 1, opened_at=datetime(2024, 10, 1, 3, tzinfo=UTC)
    )
    add(finance, GIFTS)
    late = datetime(2026, 1, 5, 3, tzinfo=UTC)
    Assessment.objects.filter(fiscal_year=YEAR).update(opened_at=late)
    (months,) = browser.get(at("register", GIFTS)).context["page"]["squares"]
    assert months.states[2] == "late"


def test_what_was_over_before_the_agency_opened_the_year_is_not_late(browser, finance):
    """Nor does it wait for anybody; whoever enters it all the same finds it counted."""

    def told():
        page = browser.get(at("register", GIFTS))
        shelves = browser.get(at("shelf")).context["shelves"]
        (months,) = page.context["page"]["squares"]
        assert [
            row.months.states for _group, rows, _ in shelves for row in rows
            if row.register.key == GIFTS
        ] == [months.states]  # fmt: skip
        waits = [line for line in waiting_for(finance, today()) if line.kind == "register"]
        text = text_of(page)
        tags = ("ยังไม่รายงาน" in text, 'muted">ไม่ได้เก็บที่นี่' in text, bool(waits))
        return months.states[2:4], tags

    add(finance, GIFTS)  # in January
    assert told() == (("late", "done"), (True, False, True))
    Assessment.objects.update(opened_at=datetime(2026, 1, 5, 3, tzinfo=UTC))
    assert told() == (("before", "done"), (False, True, False))
    add(finance, GIFTS, gift="ผ้าไหม", offered_on="6 ต.ค. 2568")
    assert told() == (("done", "done"), (False, False, False))


def test_several_times_are_answered_at_once_or_none_is(browser):
    page = browser.get(at("register", GIFTS)).content.decode()
    times = re.findall(r'name="time"\s+value="([^"]+)"', page)
    assert len(times) > 1
    browser.post(at("nothing", GIFTS), {"time": [*times, f"99.{times[0].partition('.')[2]}"]})
    assert not NothingToReport.objects.exists(), "one of them is no time of the year"
    browser.post(at("nothing", GIFTS), {"time": [*times, *times, f"0{times[0]}"]})
    assert NothingToReport.objects.count() == len(times)


def test_the_number_of_queries_does_not_grow(browser, finance):
    def counted():
        with CaptureQueriesContext(connection) as told:
            browser.get(at("register", LOANS), {"sort": "quantity"})
        return len(told)

    add(finance)
    few = counted()
    for number in range(2, 8):
        add(finance, number=f"{number}/2569")
    assert counted() == few


def test_a_removed_row_is_brought_back_by_the_button_beside_the_words(finance, browser):
    kept = add(finance)
    answer = browser.post(at("remove", LOANS, kept.pk), follow=True)
    back = at("restore", LOANS, kept.pk)
    toast = answer.content.decode().split("ps-toast", 1)[1].split("</form>")[0]
    assert f'action="{back}"' in toast
    assert "เลิกทำ" in toast
    browser.post(back, {"presence": "back"})
    kept.refresh_from_db()
    assert (kept.removed_at, kept.version) == (None, 3)
