"""What orders and minutes print of rosters and of spending, without anybody typing it again."""

import html
from datetime import date

import pytest
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.meetings.samples import planned
from tests.web.registers.samples import YEAR, head_of, row_of
from tests.web.roles import CHIEF_ADMINISTRATOR, ITA_OFFICER, OFFICE_HEAD

from prongsai.core.registers.reading import shipped_register
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.office.announcements.services import drafting
from prongsai.web.office.meetings.models import AgendaItem, GroupKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
NIGHT = {"shift": "กลางคืน", "unit": "กองคลัง", "hours": "20.00–06.00 น."}
LINE = {"plan": "บริหารทั่วไป", "line": "ค่าใช้สอย", "unit": "กองคลัง"}


@pytest.fixture
def keeper(agency, make_actor):
    open_year(agency, YEAR)
    return make_actor(agency, OFFICE_HEAD)


@pytest.fixture
def officer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER)


def enter(by, key, **typed):
    saving.add(
        by.agency, by=by, register=shipped_register(key), year=YEAR,
        row=row_of(by.agency, key, typed),
    )  # fmt: skip


def test_an_order_names_who_is_on_duty_once_and_leaves_other_shifts_open(agency, keeper, officer):
    head_of(agency)
    head_of(agency, "กองช่าง")
    for day, unit in (("12", "กองคลัง"), ("13", "กองช่าง"), ("14", "กองคลัง")):
        enter(keeper, "duty-rosters", day=f"{day} ม.ค. 2569", position=f"ผู้อำนวยการ{unit}", **NIGHT)
    made = drafting.draft(agency, by=officer, year=YEAR, key="duty-order")
    lines = [text for _, text in made.parts[0]["lines"]]
    assert "ผู้อยู่เวร ได้แก่ ผู้อำนวยการกองคลัง, ผู้อำนวยการกองช่าง ผู้ตรวจเวร ได้แก่ …" in lines
    assert "เวลา 20.00–06.00 น. ณ …" in lines
    assert "ผู้อยู่เวร ได้แก่ …" in lines, "nobody has lunch duty"


def record_page(client, meeting):
    page = client.get(reverse("meetings:record", args=[YEAR, meeting.pk]))
    return html.unescape(page.content.decode()).replace("\u2060", "")


def test_minutes_of_a_month_begin_with_what_was_spent_until_then(
    agency, keeper, officer, client_of, make_actor
):
    make_actor(agency, CHIEF_ADMINISTRATOR)
    head_of(agency)
    enter(keeper, "budget-lines", code="ก01", budget="1,000", **LINE)
    enter(keeper, "budget-lines", code="ก02", budget="1,000", **LINE | {"line": "ค่าวัสดุ"})
    for month, spent in (("พฤศจิกายน", "100.50"), ("ธันวาคม", "149.50"), ("มีนาคม", "700")):
        enter(keeper, "spending", month=month, line="ก01", unit="กองคลัง", spent=spent)
    (meeting,) = planned(agency, officer, None, date(2026, 1, 20), kind=GroupKind.MONTHLY)
    client = client_of(officer)
    words = "ใช้จ่ายสะสมถึงธันวาคม 2568 250.00 บาท จากแผนทั้งปี 2 รายการ 2,000.00 บาท คิดเป็นร้อยละ 12.50"
    assert words in record_page(client, meeting)
    AgendaItem.objects.filter(meeting=meeting, title__startswith="รายงานการใช้จ่าย").update(
        text="ที่บันทึกไว้"
    )
    page = record_page(client, meeting)
    assert "ที่บันทึกไว้" in page
    assert words not in page


def test_minutes_without_spending_begin_empty(agency, keeper, officer, client_of):
    (meeting,) = planned(agency, officer, None, date(2026, 1, 20), kind=GroupKind.MONTHLY)
    assert "ใช้จ่ายสะสม" not in record_page(client_of(officer), meeting)


def test_who_spends_beyond_the_plan_is_told_and_it_is_kept(agency, keeper, client_of):
    head_of(agency)
    unit = str(agency.units.get(name="กองคลัง").pk)
    enter(keeper, "budget-lines", code="ก01", budget="1,000", **LINE)
    add = reverse("registers:add", args=[YEAR, "spending"])

    def told(month, spent):
        row = {"month": month, "line": "ก01", "unit": unit, "spent": spent}
        page = client_of(keeper).post(add, row, follow=True)
        assert "เพิ่มรายการแล้ว" in page.content.decode()
        return html.unescape(page.content.decode()).replace("\u2060", "")

    assert "เกินแผน" not in told("11", "1,000"), "all of it, and no more"
    assert "รวม 1,000.50 เกินแผน 1,000.00 อยู่ 0.50" in told("12", "0.50")
