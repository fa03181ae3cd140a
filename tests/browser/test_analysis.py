"""The year in a browser: what to do first, where the points went, and why."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web.analysis.years import enter, full_year, open_year, total_only

MARCH = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
PAGES = {
    "dashboard": "/2566/",
    "analysis": "/2566/analysis/",
    "analysis-print": "/2566/analysis/print/",
    "item": "/2566/item/o12/",
    "item-survey": "/2566/item/e3/",
    "indicator": "/2566/indicator/7/",
    "why": "/2566/why/",
}


@pytest.fixture
def officer(everybody, settings):
    settings.FROZEN_NOW = MARCH
    return everybody(login="officer")


@pytest.fixture
def year(officer):
    full_year(officer.agency)
    return officer


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_sound_at_both_widths(year, page, sign_in, name, look):
    sign_in(page, year)
    page.goto(PAGES[name])
    look(page, name)


def test_an_empty_year_and_one_with_a_total_alone(officer, page, sign_in, look):
    sign_in(page, officer)
    open_year(officer.agency)
    for name, address in (("empty", "/2566/"), ("no-scores", "/2566/analysis/")):
        page.goto(address)
        look(page, name)
    enter(officer.agency, total_only())
    for name in ("dashboard", "analysis", "why"):
        page.goto(PAGES[name])
        look(page, f"{name}-total-only")


@pytest.mark.parametrize("viewport", ["page", "page_without_js"])
def test_from_the_year_to_what_to_try(year, request, sign_in, viewport):
    page = sign_in(request.getfixturevalue(viewport), year)
    page.goto("/")
    assert "คะแนนปี 2565" in page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")
    page.locator(".ps-rowitem").nth(2).click()
    page.wait_for_url("**/item/o20/")
    page.get_by_role("link", name="ลองเปลี่ยนคะแนนข้อนี้").click()
    page.wait_for_url("**/whatif/**")
    assert "91.09" in page.get_by_role("heading", level=1).inner_text()


def test_the_tree_opens_by_keyboard(year, page, sign_in):
    sign_in(page, year).goto("/2566/why/")
    node = page.locator("summary", has_text="คุณภาพการดำเนินงาน").first
    leaf = page.locator("a[href$='/item/e1/']")
    # The lowest indicator stands open, the others shut.
    assert page.locator("a[href$='/item/e7/']").is_visible()
    assert not leaf.is_visible()
    node.focus()
    page.keyboard.press("Enter")
    assert leaf.is_visible()


def test_the_analysis_prints_without_menus(year, page, sign_in):
    sign_in(page, year).goto("/2566/analysis/print/")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="พิมพ์หน้านี้").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()


def test_a_list_is_saved_under_its_thai_name(year, page, sign_in):
    sign_in(page, year).goto("/2566/analysis/")
    with page.expect_download() as saved:
        page.locator("#weak").get_by_role("link", name="CSV").click()
    assert saved.value.suggested_filename == "จุดอ่อน-2565.csv"
