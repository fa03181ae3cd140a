"""The items of the OIT in a browser: pasted, looked through, handed in; a phone without scripts."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import docx
import pytest
from tests.cli.conftest import cli, no_frameworks  # noqa: F401 - fixtures
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, link, work
from tests.web.running import run_jobs

from prongsai.core.disclosure.model import ItemState
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.platform.upload_validation import checked
from prongsai.web.project.commands import labels

MONDAY = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
BOARD = f"/{YEAR}/oit/"


@pytest.fixture
def officer(everybody, settings, tmp_path):
    settings.FROZEN_NOW = MONDAY
    settings.DATA = tmp_path
    person = everybody(login="officer")
    samples.opened(person.agency)
    return person


@pytest.fixture
def head(officer):
    return samples.unit_head(officer.agency, officer, "o13", "o14")


def heading(page):
    return page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")


def test_from_a_spreadsheet_to_the_hand_in(officer, page, sign_in, look):
    sign_in(page, officer)
    page.goto(BOARD)
    assert heading(page) == "พร้อมส่ง 0 จาก 43 ข้อ"
    page.get_by_role("link", name="วางลิงก์หลายข้อ").click()
    pasted = f"o13\t{SITE}/13\tรายงานประจำปี\no14\t{SITE}/14\no99\t{SITE}/99"
    page.get_by_label("หรือวางรหัสข้อและที่อยู่").fill(pasted)
    page.get_by_role("button", name="อ่านและดูตัวอย่าง").click()
    page.get_by_text("ปีนี้ไม่มีข้อ o99").wait_for()
    look(page, "oit-paste")
    assert not Piece.objects.exists()
    page.get_by_role("button", name="รับ 2 ลิงก์").click()
    page.get_by_text("เพิ่มลิงก์ 2 รายการแล้ว").wait_for()
    page.get_by_role("link", name="รายงานผลการดำเนินงานประจำปี").first.click()
    for one in page.get_by_label("ผลตรวจ").all():
        one.select_option(label="พบ")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("บันทึกผลตรวจ 7 เรื่องแล้ว").wait_for()
    page.get_by_label("ทำแล้ว").check()
    page.get_by_label("คำอธิบายที่ส่ง ป.ป.ช.").fill("เมนู ITA หัวข้อรายงานประจำปี")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("บันทึกข้อ o13 แล้ว").wait_for()
    look(page, "oit-item")
    page.goto(BOARD)
    assert heading(page) == "พร้อมส่ง 1 จาก 43 ข้อ"
    look(page, "oit-board")
    page.get_by_role("link", name="ใบนำส่ง ป.ป.ช.").click()
    assert heading(page) == "ใบนำส่ง: พร้อม 1 จาก 43 ข้อ"
    page.locator("details", has=page.locator("#o13")).locator("summary").click()
    assert page.locator("#a-o13").input_value() == f"{SITE}/13"
    assert page.locator("#e-o13").input_value() == "เมนู ITA หัวข้อรายงานประจำปี"
    page.get_by_text("ไม่ทราบว่าแบบของ ป.ป.ช. รับคำอธิบายยาวเท่าใด").wait_for()
    look(page, "oit-hand-in")
    page.get_by_role("link", name="ตั้งความยาวตามคู่มือ").click()
    page.get_by_label("ยาวที่สุดกี่ตัวอักษร").fill("10")
    page.get_by_label("แหล่งที่มา").fill("คู่มือ หน้า 45")
    look(page, "oit-limit")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("คำอธิบายยาวเกินที่แบบรับ").wait_for()
    look(page, "oit-hand-in-too-long")


def test_several_items_are_given_a_day(officer, page, sign_in):
    sign_in(page, officer)
    page.goto(BOARD)
    for code in ("o25", "o26"):
        page.get_by_label(f"เลือก {code}", exact=True).check()
    page.get_by_label("กำหนดแล้วเสร็จ").fill("24 มี.ค. 2566")
    page.get_by_role("button", name="เปลี่ยนข้อที่เลือก").click()
    page.get_by_text("เปลี่ยน 2 ข้อแล้ว").wait_for()
    assert work(officer.agency, "o26").due.day == 24
    assert page.get_by_text("อีก 4 วัน").count() == 2


def test_a_head_works_by_phone_without_scripts(officer, head, phone_without_js, sign_in, look):
    page = phone_without_js
    piece = link(officer, title="รายงานเดิม")
    sign_in(page, head)
    page.goto(f"{BOARD}o13/")
    page.get_by_role("button", name="นำออก รายงานเดิม").click()
    page.get_by_role("button", name="เลิกทำ").click()
    piece.refresh_from_db()
    assert piece.removed_at is None
    page.get_by_text("เพิ่มลิงก์หรือไฟล์").click()
    page.get_by_label("ที่อยู่เว็บ (URL)").fill("http://192.168.1.1/")
    page.get_by_role("button", name="เพิ่มหลักฐาน").click()
    page.get_by_text("คนนอกหน่วยงานเปิดไม่ได้").first.wait_for()
    page.get_by_label("ที่อยู่เว็บ (URL)").fill(f"{SITE}/new")
    page.get_by_role("button", name="เพิ่มหลักฐาน").click()
    page.get_by_text(f"{SITE}/new").first.wait_for()
    page.get_by_label("ส่งแล้ว").check()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("เฉพาะผู้ดูแลการส่ง ป.ป.ช.").first.wait_for()
    page.get_by_label("ทำแล้ว").check()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("บันทึกข้อ o13 แล้ว").wait_for()
    assert work(officer.agency).state is ItemState.DONE
    look(page, "oit-head")


def test_a_verdict_is_overruled_and_counts_in_the_eval(
    officer,
    page,
    sign_in,
    look,
    cli,  # noqa: F811 - the fixture
    monkeypatch,
    tmp_path,
):
    samples.opened(officer.agency, 2565)
    document, data = docx.Document(), io.BytesIO()
    lines = "รายงานผลประจำปีงบประมาณ พ.ศ. 2564", "1. ผลการดำเนินการ", "แล้วเสร็จ", "2. ข้อเสนอแนะ", "ไม่มี"
    for line in lines:
        document.add_paragraph(line)
    document.save(data)
    pieces.add(
        officer.agency, by=officer, year=2565, items=[samples.item(officer.agency, "o12", 2565)],
        words=pieces.Words(), file=checked("รายงาน.docx", data.getvalue()),
    )  # fmt: skip
    sign_in(page, officer)
    page.goto("/2565/oit/o12/")
    page.get_by_role("button", name="อ่านตอนนี้").click()
    page.locator("#preaudit .ps-job__words").wait_for()
    run_jobs()
    page.get_by_role("link", name="ดูผลที่อ่านได้").click()
    card = page.locator("#elements li", has_text="ปัญหา อุปสรรค").first
    card.locator(".ps-tag").get_by_text("ไม่พบ", exact=True).wait_for()
    look(page, "oit-preaudit")
    card.get_by_label("ผลตรวจ").select_option("present")
    card.get_by_label("เพราะเหตุใด").fill("อยู่ในภาพหน้า 4")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("บันทึกผลตรวจ 1 เรื่องแล้ว").wait_for()
    page.get_by_text("อยู่ในภาพหน้า 4").wait_for()
    file = tmp_path / "labels.yaml"
    monkeypatch.setattr(labels, "awake_with_data", lambda _: None)  # the site runs here
    assert cli("preaudit", "labels", "export", file).code == 0
    data = cli("preaudit", "eval", file, "--json").data
    [judgement] = data["not_right"]
    assert (judgement["truth"], judgement["verdict"]) == ("found", "not-found")
    assert data["sum"]["not-found"]["precision"] == 0
