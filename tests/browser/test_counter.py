"""A queue at a counter: taken on a phone without scripts, called at a desk, seen on the wall."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image
from tests.web import factories
from tests.web.roles import CHIEF_ADMINISTRATOR
from tests.web.running import run_jobs

from prongsai.documents.counter_papers import PaperTicket, ticket_paper
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.counter.models import ServicePoint
from prongsai.web.platform.clock import today

JANUARY = datetime(2026, 1, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def officer(everybody, settings, tmp_path):
    settings.FROZEN_NOW = JANUARY
    settings.DATA = tmp_path
    return everybody(login="officer")


@pytest.fixture
def clerk(officer):
    agency = officer.agency
    user = factories.make_user(agency, login="clerk")
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล")
    factories.hold(user, position)
    return actor_on(user, today())


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def seen(page, look, name, address):
    page.goto(address)
    look(page, name)


def reported(page, look):
    """The paper of a year that is over, in which nobody came."""
    page.goto("/counter/")
    page.get_by_role("link", name="รายงานบัตรคิวและเวลารอ").click()
    page.get_by_text("ทำรายงานได้ตั้งแต่วันถัดไป").wait_for()
    page.goto("/counter/papers/2568/12/")
    press(page, "ทำรายงาน")
    run_jobs()
    page.goto("/counter/papers/2568/12/")
    page.get_by_role("link", name="XLSX").wait_for()
    look(page, "counter-report")


def set_up(page, look):
    """A service point whose queue is open."""
    page.goto("/counter/")
    page.get_by_role("link", name="ตั้งจุดบริการ").first.click()
    page.get_by_label("ชื่อจุดบริการ").fill("ศูนย์บริการประชาชน (ตัวอย่าง)")
    page.get_by_label("งานที่รับบัตรคิว บรรทัดละงาน").fill("A งานทะเบียน\nB งานจัดเก็บรายได้")
    page.get_by_label("ช่องบริการ บรรทัดละช่อง").fill("1\n2: B")
    look(page, "counter-plan")
    press(page, "บันทึก")
    press(page, "เปิดรับบัตรคิว")
    page.get_by_text("เปิดรับบัตรคิววันนี้").wait_for()
    look(page, "counter-point")
    return ServicePoint.objects.get()


def test_a_queue_at_a_counter(clerk, open_browser, phone_without_js, page, sign_in, look):
    sign_in(page, clerk)
    point = set_up(page, look)
    base = f"/site/{clerk.agency.pk}/queue/{point.code}/"

    phone = phone_without_js
    phone.goto(base)
    look(phone, "queue-take")
    phone.get_by_role("button", name="งานทะเบียน").click()
    phone.get_by_text("A001", exact=True).wait_for()
    phone.get_by_text("ท่านเป็นคิวต่อไปของงานนี้").wait_for()
    assert not phone.context.cookies()
    look(phone, "queue-ticket")
    kiosk = open_browser()
    kiosk.goto(f"{base}?kiosk")
    kiosk.get_by_role("button", name="งานทะเบียน").click()
    kiosk.get_by_text("ก่อนท่านมี 1 คิว").wait_for()
    look(kiosk, "queue-kiosk", "meta-refresh")  # a device that nobody owns
    wall = open_browser()
    wall.goto(f"{base}screen/")
    wall.get_by_text("รอเรียกคิว").wait_for()

    seen(kiosk, look, "queue-take-page", base)
    page.get_by_role("link", name="ช่อง 1").click()
    press(page, "เรียกคิวต่อไป")
    page.get_by_text("เรียกแล้ว 1 ครั้ง").wait_for()
    look(page, "counter-window")
    wall.get_by_text("เชิญที่ช่อง 1").wait_for()  # it asks by itself
    wall.get_by_text("A001").wait_for()
    look(wall, "queue-screen")
    phone.reload()
    phone.get_by_text("เชิญที่ช่อง 1").wait_for()
    look(phone, "queue-called")

    seen(kiosk, look, "queue-called-page", phone.url)
    seen(page, look, "counter-waits-page", f"/counter/points/{point.pk}/waits/")
    reported(page, look)
    unscripted = sign_in(phone, clerk)
    unscripted.goto(f"/counter/points/{point.pk}/")
    unscripted.get_by_role("link", name="ช่อง 1").click()
    press(unscripted, "ไม่มา ข้าม")
    press(unscripted, "เรียกคิวต่อไป")
    unscripted.get_by_text("A002", exact=True).wait_for()
    look(unscripted, "counter-window-phone")
    press(unscripted, "เรียก A001 กลับมา")
    unscripted.get_by_text("เรียกแล้ว 2 ครั้ง").wait_for()
    press(unscripted, "เสร็จแล้ว")
    unscripted.goto(f"/counter/points/{point.pk}/waits/")
    unscripted.get_by_text("บริการแล้ว 2").wait_for()
    look(unscripted, "counter-waits")
    unscripted.goto(f"/counter/points/{point.pk}/")
    press(unscripted, "ปิดคิวของวัน")
    unscripted.get_by_text("ตอนนี้ไม่รับบัตรคิว").first.wait_for()


def test_the_wall_is_scanned_small_and_turned_and_keeps_its_language(
    clerk, open_browser, phone_without_js, page, sign_in, look
):
    sign_in(page, clerk)
    point = set_up(page, look)
    base = f"/site/{clerk.agency.pk}/queue/{point.code}/"
    wall = open_browser()
    wall.goto(f"{base}screen/?language=en")
    wall.get_by_text("Nobody is called yet").wait_for()
    shown = Image.open(io.BytesIO(wall.screenshot(full_page=True))).convert("RGB")
    small = shown.resize((shown.width * 3 // 4, shown.height * 3 // 4), Image.Resampling.LANCZOS)
    for seen_as in (shown, small, small.rotate(17, expand=True, fillcolor="white")):
        (read,) = zxingcpp.read_barcodes(seen_as)
        assert read.text.endswith(f"/q/{point.code}/")
    phone = phone_without_js
    phone.goto(f"/q/{point.code}/?language=en")
    phone.wait_for_url(f"**{base}?language=en")
    phone.get_by_role("button", name="งานทะเบียน").click()
    phone.get_by_text("A001", exact=True).wait_for()
    page.goto(f"/counter/points/{point.pk}/")
    page.get_by_role("link", name="ช่อง 1").click()
    press(page, "เรียกคิวต่อไป")
    wall.get_by_text("Please come to window 1").wait_for()  # it asks by itself, in English still


def test_a_chart_and_a_form_are_published_and_read_on_a_phone(
    officer, phone_without_js, page, sign_in, look
):
    sign_in(page, officer)
    page.goto("/counter/charts/")
    page.get_by_role("link", name="เขียนแผนผัง").first.click()
    page.get_by_label("ชื่อบริการ").fill("ขออนุญาต (ตัวอย่าง)")
    page.get_by_label("ขั้นตอน บรรทัดละขั้น").fill("รับคำขอ | ๕ นาที | งานธุรการ\nตรวจ | 2 วันทำการ")
    look(page, "counter-chart-form")
    press(page, "บันทึก")
    page.get_by_text("กำลังทำแผ่นปิดประกาศ").wait_for()
    run_jobs()
    page.reload()
    press(page, "เผยแพร่")
    page.get_by_role("heading", name="หน้าสำหรับประชาชน").wait_for()
    look(page, "counter-chart")
    page.goto("/counter/forms/new/")
    page.get_by_label("ชื่อแบบคำร้อง").fill("แบบขออนุญาต (ตัวอย่าง)")
    page.get_by_label("ใช้กับบริการ").fill("ขออนุญาต (ตัวอย่าง)")
    told = PaperTicket("โทร 081-234-5678", "", "", "1", "", "https://example.go.th", today())
    for label in ("ไฟล์แบบคำร้อง", "ตัวอย่างที่กรอกแล้ว"):
        page.get_by_label(label).set_input_files(
            {"name": "form.pdf", "mimeType": "application/pdf", "buffer": ticket_paper(told)}
        )
    look(page, "counter-offer-form")
    press(page, "บันทึก")
    page.get_by_text("ตรวจข้อมูลส่วนบุคคลแล้ว พบสิ่งที่ต้องดู").wait_for()
    look(page, "counter-offer")
    page.get_by_label("เหตุผลที่เผยแพร่ได้").fill("เลขสมมติ")
    press(page, "เผยแพร่")
    page.get_by_text("เหตุผลที่เผยแพร่: เลขสมมติ").wait_for()

    phone, home = phone_without_js, f"/site/{officer.agency.pk}/services/"
    phone.goto(home)
    phone.get_by_label("ชื่อบริการหรือแบบคำร้อง").fill("ขออนุญาต")
    press(phone, "ค้นหา")
    phone.get_by_role("link", name="ขออนุญาต (ตัวอย่าง)", exact=True).click()
    phone.get_by_text("2 วันทำการ 5 นาที").wait_for()
    phone.get_by_role("link", name="แบบขออนุญาต (ตัวอย่าง)").click()
    phone.get_by_role("link", name="ตัวอย่างที่กรอกแล้ว").wait_for()
    for name, address in (("services", home), ("form", phone.url)):
        seen(page, look, f"public-{name}", address)
    page.goto(home)
    page.get_by_role("link", name="ขออนุญาต (ตัวอย่าง)", exact=True).click()
    look(page, "public-service")
