"""Owners in a browser: assigned with and without scripts, on a screen and on a phone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from tests.web import factories
from tests.web.ownership import samples
from tests.web.ownership.samples import YEAR, subject

from prongsai.web.year.ownership import services
from prongsai.web.year.ownership.models import Assignment

MONDAY = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสาธารณสุขและสิ่งแวดล้อม", "กองยุทธศาสตร์")


@pytest.fixture
def officer(everybody, settings, tmp_path):
    settings.FROZEN_NOW = MONDAY
    settings.DATA = tmp_path
    return everybody(login="officer")


@pytest.fixture
def measures(officer):
    rows = samples.year(officer.agency)
    for name in UNITS:
        factories.make_unit(officer.agency, name)
    return rows


def unit(officer, name):
    return officer.agency.units.get(name=name)


def give(officer, one, name, **more):
    services.assign(
        officer.agency, by=officer, year=YEAR, subjects=[one], unit=unit(officer, name), **more
    )


def heading(page):
    return page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")


def test_the_matrix_is_ticked_and_assigned(officer, measures, page, sign_in, look):
    sign_in(page, officer)
    page.goto(f"/{YEAR}/owners/?kind=measure")
    look(page)
    page.get_by_role("button", name="มอบหมายตามแผน").click()
    page.get_by_text("มอบหมายตามแผนแล้ว 2 มาตรการ").wait_for()
    page.get_by_role("link", name="มาตรการ 2", exact=True).click()
    page.get_by_label("เลือก มาตรการ 2").check()
    page.get_by_role("combobox", name="ส่วนราชการ").last.select_option(label="กองช่าง")
    page.get_by_role("button", name="มอบหมาย", exact=True).click()
    page.get_by_text("มอบหมาย 1 เรื่องแล้ว").wait_for()
    page.goto(f"/{YEAR}/owners/?kind=indicator")
    page.get_by_label("ทุกแถวในหน้านี้ 10 เรื่อง").check()
    page.get_by_role("combobox", name="ส่วนราชการ").last.select_option(label="สำนักปลัด")
    page.get_by_role("button", name="มอบหมาย", exact=True).click()
    page.get_by_text("มอบหมาย 10 เรื่องแล้ว").wait_for()
    page.goto(f"/{YEAR}/owners/")
    assert heading(page) == "ทั้ง 100 เรื่องมีผู้รับผิดชอบแล้ว"
    look(page, "owners")
    page.goto(f"/{YEAR}/owners/print/?kind=measure")
    look(page, "owners-print")


def test_the_bar_hides_no_row_until_one_is_ticked(officer, measures, page, sign_in):
    sign_in(page, officer).goto(f"/{YEAR}/owners/?kind=measure")
    bar = page.locator(".ps-assignbar")
    expect(bar).to_have_css("position", "static")
    page.get_by_label("เลือก มาตรการ 2").check()
    expect(bar).to_have_css("position", "sticky")


def test_one_subject_with_its_history(officer, measures, page, sign_in, look):
    one = subject(officer.agency, "measure", measures[0].pk)
    give(officer, one, "กองช่าง")
    give(officer, one, "กองคลัง")
    give(officer, one, "สำนักปลัด", rank=2)
    sign_in(page, officer)
    page.goto(f"/{YEAR}/owners/measure/{one.key}/")
    look(page, "owners-subject")
    page.get_by_role("button", name="เลิกมอบหมาย กองคลัง", exact=True).click()
    page.get_by_text("เลิกมอบหมาย 1 เรื่องแล้ว").wait_for()
    assert not Assignment.objects.filter(ended_at=None, rank=1).exists()
    page.get_by_role("button", name="เลิกทำ").click()
    page.get_by_text("คืนการมอบหมาย 1 เรื่องแล้ว").wait_for()
    assert Assignment.objects.filter(ended_at=None, rank=1).exists()


def test_work_of_a_unit_head(officer, measures, page, sign_in, look):
    first, second = (subject(officer.agency, "measure", one.pk) for one in measures)
    give(officer, first, "กองคลัง")
    give(officer, second, "กองช่าง")
    give(officer, subject(officer.agency, "indicator", "6"), "กองคลัง")
    head = samples.head_of(officer.agency, unit(officer, "กองคลัง"), "head1")
    sign_in(page, head)
    page.goto("/work/")
    assert heading(page) == "2 รายการรอท่าน เกินกำหนดแล้ว 1"
    assert page.get_by_text("มาตรการเรื่องที่ 2").count() == 0
    look(page, "work")
    page.get_by_role("link", name="มาตรการเรื่องที่ 1").click()
    page.get_by_role("link", name="ดูและมอบหมายคนในส่วนราชการ").click()
    page.get_by_label("ผู้ทำ").select_option(index=1)
    page.get_by_role("button", name="มอบหมาย").click()
    page.get_by_text("มอบหมายแล้ว").wait_for()
    assert Assignment.objects.get(ended_at=None, subject=first.key).user == head.user


def test_on_a_phone_the_first_task_is_on_the_first_screen_and_the_badge_counts_the_list(
    officer, measures, phone, sign_in, no_sideways_scroll
):
    give(officer, subject(officer.agency, "measure", measures[0].pk), "กองคลัง")
    head = samples.head_of(officer.agency, unit(officer, "กองคลัง"), "head1")
    sign_in(phone, head).goto("/work/")
    first = phone.locator(".ps-todo").first
    expect(first.get_by_role("link")).to_be_in_viewport(ratio=1)
    no_sideways_scroll(phone)
    asked = phone.locator(":is(#late, #week, #waiting) .ps-todo").count()
    expect(phone.locator(".ps-menu > summary .ps-count")).to_contain_text(str(asked))
    assert phone.locator(".ps-tile").count() <= 4


def test_work_of_the_officer_and_of_nobody(
    officer, measures, open_browser, sign_in, everybody, axe, shot
):
    page = sign_in(open_browser(), officer)
    page.goto("/work/")
    shot(page, "work-officer")
    axe(page)
    page = sign_in(open_browser(), everybody("mayor", login="mayor"))
    page.goto("/work/")
    assert heading(page) == "ไม่มีงานที่รอท่าน"
    shot(page, "work-empty")
    axe(page)


def test_without_scripts_all_of_it_works(officer, measures, phone_without_js, sign_in):
    page = sign_in(phone_without_js, officer)
    page.goto(f"/{YEAR}/owners/")
    page.get_by_role("link", name="มาตรการ 2", exact=True).click()
    page.get_by_label("เลือก มาตรการ 1").check()
    page.get_by_role("button", name="มอบหมาย", exact=True).click()
    page.get_by_text("ยังไม่ได้เลือกผู้รับผิดชอบ").first.wait_for()
    assert page.get_by_label("เลือก มาตรการ 1").is_checked()
    page.get_by_role("combobox", name="ส่วนราชการ").last.select_option(label="กองคลัง")
    page.get_by_role("button", name="มอบหมาย", exact=True).click()
    page.get_by_text("มอบหมาย 1 เรื่องแล้ว").wait_for()
    page.get_by_label("เลือก มาตรการ 1").check()
    page.get_by_role("button", name="เลิกมอบหมายแถวที่เลือก").click()
    page.get_by_text("เลิกมอบหมาย 1 เรื่องแล้ว").wait_for()
    assert Assignment.objects.get().ended_at is not None
