"""The year officers live in: an empty site in 2570, the results and the rules of 2569."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.browser.conftest import unfold
from tests.browser.test_wizard import empty, first_page, second_page  # noqa: F401 - a fixture

from prongsai.core.measures.model import TO_BE_SET
from prongsai.core.rounding import half_up
from prongsai.web.agency.models import Agency
from prongsai.web.assessment.queries import catalogue_of
from prongsai.web.measures.models import MeasureRow, PlanRow, PointRow
from prongsai.web.scoring.queries import current_scores

TODAY = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
RESULTS = {
    "total": "87.62", "IIT": "86.70", "EIT": "83.70", "OIT": "91.25",
    "1": "91.20", "2": "86.40", "3": "89.10", "4": "82.30", "5": "84.50",
    "6": "88.40", "7": "83.10", "8": "79.60", "9": "95.00", "10": "87.50",
}  # fmt: skip
# The indicators below 85; EIT is below too, through its indicators 7 and 8.
WEAK = ("ind4", "ind5", "ind7", "ind8")
# All that a person types of the year's rules; the rest of the list may wait.
RULES = {"iit": "30", "eit": "30", "oit": "40", "weights_page": "12", "rating_page": "15",
         "target": "85", "target_page": "15"}  # fmt: skip


def enter_results(page):
    page.wait_for_url("**/2570/scores/")
    page.goto("/2570/scores/type/")
    unfold(page)
    for code, score in RESULTS.items():
        page.locator(f'input[name="{code}"]').fill(score)
    page.get_by_role("button", name="ดูก่อนบันทึก").click()
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 1").click()
    page.wait_for_url("**/2570/scores/**")


def enter_rules(page, look):
    page.goto("/2570/scores/")
    page.locator("#unconfirmed summary").first.click()
    page.get_by_role("link", name="ดูและยืนยันจากคู่มือ").first.click()
    page.wait_for_url("**/2570/unknown/**")
    look(page, "unknown")
    before = int(page.locator("#confirmed-2569").get_attribute("value"))
    for name, value in RULES.items():
        page.locator(f'[name="2569-{name}"]').fill(value)
    page.locator('[name="2569-rating"]').select_option("2568")
    page.get_by_role("button", name="บันทึกปี 2569").click()
    page.wait_for_selector(".ps-toast")
    # Three weights, the levels and the target.
    assert int(page.locator("#confirmed-2569").get_attribute("value")) == before + 5
    look(page, "unknown-saved")


@pytest.mark.parametrize("kind", ["page", "phone_without_js"])
def test_from_an_empty_site_in_2570_to_a_plan_that_answers_what_is_weak(
    empty,  # noqa: F811
    request,
    kind,
    look,
    settings,
):
    settings.FROZEN_NOW = TODAY
    page = request.getfixturevalue(kind)

    first_page(page, lambda *_: None)
    second_page(page, lambda *_: None)
    enter_results(page)
    enter_rules(page, look)
    agency = Agency.objects.get()
    framework = catalogue_of(agency).get(2569, draft=True)
    assert float(framework.instruments[2].weight) == 0.4
    # Everything recomputes: the total from its instruments, and the level that the rules give it.
    card = current_scores(agency, 2569).card
    assert half_up(card.total.value) == Decimal("87.62")
    assert len(card.total.parts) == 3
    assert card.rating is not None
    page.goto("/2570/")
    look(page, "today-dashboard")
    for code in WEAK:
        assert page.get_by_text(code, exact=True).first.is_visible()
    page.goto("/2570/analysis/")
    look(page, "today-analysis")
    page.goto("/2570/plan/")
    page.get_by_role("button", name="ร่างแผน").click()
    page.wait_for_load_state()
    look(page, "today-plan")
    rows = MeasureRow.objects.filter(plan__agency=agency)
    assert {code for row in rows for code in row.items} == set(WEAK)
    assert {row.budget for row in rows} == {TO_BE_SET}
    assert set(PointRow.objects.values_list("item", flat=True)) == set(WEAK)
    page.get_by_role("link", name="เขียนสรุปรายแบบวัดลงในเล่ม").click()
    page.locator("[name=EIT-mend]").fill("การตอบข้อซักถามและช่องทางรับฟังความคิดเห็น")
    look(page, "today-narratives")
    page.get_by_role("button", name="บันทึก").click()
    page.wait_for_url("**/2570/plan/")
    assert PlanRow.objects.get().narratives["EIT"]["mend"].startswith("การตอบข้อซักถาม")
