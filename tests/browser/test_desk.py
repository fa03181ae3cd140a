"""The desk in a browser: a citizen on a phone without scripts, a unit, a scanned receipt."""

import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from tests.web import factories
from tests.web.calendar.servers import Box, running
from tests.web.registers.samples import head_of
from tests.web.roles import CHIEF_ADMINISTRATOR, COMPLAINT_OFFICER, OFFICE_HEAD
from tests.web.running import run_jobs

from prongsai.core.desk.model import Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import printed_slip, slip_of
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.services import keeping, working
from prongsai.web.citizens.desk.services.escalating import escalate_all
from prongsai.web.citizens.desk.services.keeping import set_map
from prongsai.web.citizens.desk.services.news import send_all
from prongsai.web.citizens.desk.services.receiving import Brought, receive
from prongsai.web.platform.clock import today

JANUARY = datetime(2026, 1, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def officer(everybody, settings, tmp_path):
    settings.FROZEN_NOW = JANUARY
    settings.DATA = tmp_path
    return everybody(login="officer")


@pytest.fixture
def clerk(officer):
    position = factories.make_position(officer.agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล")
    user = factories.make_user(officer.agency, login="clerk")
    factories.hold(user, position)
    return actor_on(user, today())


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def drawn(form):
    picture = io.BytesIO()
    Image.new("RGB", (560, 400), "lightgreen").save(picture, form)
    return picture.getvalue()


def receipt_on(page):
    return re.search(r"(?:\d{4} ){3}\d{4}", page.get_by_role("main").inner_text())[0]


@pytest.mark.walk
def test_a_tree_is_asked_for_on_a_phone_pruned_rated_and_asked_for_again(
    officer, clerk, phone_without_js, page, sign_in, look
):
    head = head_of(officer.agency)
    site = f"/site/{officer.agency.pk}/"
    phone = phone_without_js
    phone.goto(site)
    phone.get_by_role("main").get_by_role("link", name="แจ้งเรื่อง").click()
    phone.get_by_role("link", name="ขอให้ตัดแต่งต้นไม้").click()
    press(phone, "ส่งเรื่อง")
    phone.get_by_text("โปรดระบุ “ต้นไม้อยู่ที่ไหน”").first.wait_for()
    phone.get_by_label("ต้นไม้อยู่ที่ไหน").fill("หน้าศาลา")
    phone.get_by_label("อันตรายหรือไม่").select_option(label="พาดสายไฟ")
    press(phone, "ส่งเรื่อง")
    phone.get_by_role("heading", name="รับเรื่องแล้ว").wait_for()
    receipt = receipt_on(phone)
    phone.reload()  # sent twice, it is the same case
    assert receipt_on(phone) == receipt
    case = Case.objects.get()

    page.goto(f"{site}desk/")
    look(page, "desk-public")
    sign_in(page, clerk)
    page.goto("/desk/")
    page.get_by_role("link", name="หน้าศาลา").click()
    look(page, "desk-case")
    page.get_by_label("ส่วนราชการ").select_option(index=1)
    press(page, "มอบหมาย")
    page.get_by_text("บันทึกแล้ว").wait_for()
    Case.objects.filter(pk=case.pk).update(unit=head_unit(head))
    unit = sign_in(phone, head)
    unit.goto(f"/desk/{case.pk}/")
    unit.locator("form:has(select[name=outcome]) textarea").fill("ตัดกิ่งที่พาดสายไฟแล้ว")
    unit.locator("select[name=outcome]").select_option(value="done")
    press(unit, "ตอบและปิดเรื่อง")
    unit.get_by_text("บันทึกแล้ว").wait_for()

    unit.goto(f"{site}desk/follow/")
    unit.get_by_label("เลขใบรับเรื่อง 16 หลัก").fill(receipt)
    press(unit, "ดูเรื่อง")
    unit.get_by_text("ตัดกิ่งที่พาดสายไฟแล้ว").wait_for()
    press(unit, "4")
    unit.get_by_text("ให้ไว้แล้ว 4 จาก 5").wait_for()
    unit.get_by_label("ข้อความ").fill("ยังเหลืออีกกิ่ง")
    press(unit, "ส่ง")
    unit.get_by_text("ส่งถึงหน่วยงานแล้ว").wait_for()
    case.refresh_from_db()
    assert (case.state, case.reopened) == ("received", 1)
    page.goto("/desk/")
    look(page, "desk-cases")
    page.goto("/desk/statistics/2569/")
    look(page, "desk-statistics")


def test_who_asked_for_it_is_told_without_a_word_of_the_case(
    officer, clerk, phone_without_js, page, sign_in, look, settings
):
    settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = "https://ita.example.go.th", True
    sign_in(page, clerk)
    settings.DEMO = False  # a demo sends nothing
    box = Box("550 nobody here")
    with running(box) as server:
        settings.MAIL_SERVER = server
        phone = phone_without_js
        phone.goto(f"/site/{officer.agency.pk}/desk/new/complaint/")
        phone.get_by_label("เรื่อง", exact=True).fill("ไฟดับหน้าโรงเรียน")
        phone.get_by_label("เกิดอะไรขึ้น").fill("ดับมาสามคืน")
        phone.get_by_label("สถานที่เกิดเหตุ").fill("หมู่ 3")
        told = phone.get_by_label("อีเมลที่ให้ระบบแจ้งเมื่อมีคำตอบ")
        told.fill("one@example")
        press(phone, "ส่งเรื่อง")
        phone.get_by_text("ไม่ใช่อีเมล").first.wait_for()
        told.fill("one@example.com")
        press(phone, "ส่งเรื่อง")
        phone.get_by_text("แจ้งเมื่อมีความเคลื่อนไหวทาง").wait_for()
        receipt = receipt_on(phone)
        case = Case.objects.get()
        page.goto(f"/site/{officer.agency.pk}/desk/new/complaint/")
        look(page, "desk-bring-told")

        page.goto(f"/desk/{case.pk}/")
        page.get_by_text("ให้แจ้งทาง อีเมล").wait_for()
        page.get_by_text("ถามกลับผู้แจ้ง").first.click()
        page.locator("form:has(button[value=ask]) textarea").fill("เสาต้นไหน")
        page.locator("button[value=ask]").click()
        page.get_by_text("บันทึกแล้ว").wait_for()
        send_all()
        page.reload()
        page.get_by_text("ปลายทางไม่รับ (550)").wait_for()
        look(page, "desk-case-untold")
        page.goto("/desk/kinds/")
        look(page, "desk-kinds-told")

        # The citizen looks it up, corrects the address, and is told of the answer.
        for who in (phone, page):
            looked_up(who, officer, receipt)
            who.get_by_text("ปลายทางไม่รับ (550)").wait_for()
        look(page, "desk-follow-untold")
        phone.get_by_label("อีเมลที่ให้ระบบแจ้งเมื่อมีคำตอบ").fill("two@example.com")
        press(phone, "ให้แจ้งทางนี้")
        phone.get_by_text("จะแจ้งเมื่อมีความเคลื่อนไหว").wait_for()
        answered(case, clerk)
        send_all()
    assert box.people == [["two@example.com"]]
    assert "ไฟดับ" not in box.mails[0].get_content()
    looked_up(phone, officer, receipt)
    phone.get_by_text("ส่งแล้ว").wait_for()
    press(phone, "ไม่ต้องแจ้งแล้ว")
    phone.get_by_text("ลบแล้ว จะไม่แจ้งอีก").wait_for()


def test_a_case_goes_to_another_agency_and_is_followed_up(
    officer, clerk, phone_without_js, page, sign_in, look
):
    values = {"subject": "ไหล่ทางทรุด", "what": "ทรุดยาวสิบเมตร", "place": "หน้าตลาด"}
    case = receive(officer.agency, kind_of("complaint"), Brought(values, slip_of(7)))
    receive(officer.agency, kind_of("complaint"), Brought(values, slip_of(8), again_of=case.pk))
    sign_in(page, clerk)
    page.goto(f"/desk/{case.pk}/")
    page.get_by_text("ส่งมา 2 ครั้งภายในชั่วโมงเดียวกัน").wait_for()
    page.locator("summary", has_text="ส่งต่อหน่วยงานอื่น").click()
    press(page, "ส่งต่อหน่วยงานอื่น")
    page.get_by_text("ใส่ชื่อหน่วยงาน").first.wait_for()
    page.get_by_label("หน่วยงานที่ส่งต่อ").fill("แขวงทางหลวงสมมติ")
    page.get_by_label("เลขที่หนังสือ").fill("ตย 52001/118")
    page.get_by_label("ไม่ส่งไป").check()
    page.get_by_label("ข้อความถึงผู้แจ้ง").fill("ถนนนี้ไม่ใช่ของเทศบาล")
    page.get_by_label("ยังไม่ปิด").check()
    page.locator("[name=follow_up_on]").fill("4 กุมภาพันธ์ 2569")
    look(page, "desk-forward")
    press(page, "ส่งต่อหน่วยงานอื่น")
    page.get_by_text("บันทึกแล้ว").wait_for()
    look(page, "desk-forwarded")
    phone = phone_without_js
    for who in (phone, page):
        looked_up(who, officer, printed_slip(slip_of(7)))
        who.get_by_text("หน่วยงานนี้จะติดตามผลในวันที่ 4 กุมภาพันธ์ 2569").wait_for()
    look(page, "desk-follow-forwarded")


def looked_up(page, officer, receipt):
    page.goto(f"/site/{officer.agency.pk}/desk/follow/")
    page.get_by_label("เลขใบรับเรื่อง 16 หลัก").fill(receipt)
    press(page, "ดูเรื่อง")


def answered(case, clerk):
    case.refresh_from_db()
    working.answer(case, by=clerk, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=case.version)


def test_a_photo_and_a_point_on_the_map_come_with_a_case_without_scripts(
    officer, clerk, phone_without_js, page, sign_in, look, tmp_path
):
    set_map(by=clerk, name="a.png", data=drawn("PNG"), source="กองช่างวาดเอง (ตัวอย่าง)")
    form = f"/site/{officer.agency.pk}/desk/new/prune-trees/"
    phone = phone_without_js
    phone.goto(form)
    phone.get_by_label("ต้นไม้อยู่ที่ไหน").fill("หน้าศาลา")
    phone.get_by_label("อันตรายหรือไม่").select_option(label="พาดสายไฟ")
    phone.locator("input[type=image]").click(position={"x": 70, "y": 150})
    phone.get_by_text("บอกจุดแล้ว").wait_for()
    told = [phone.locator(f"input[name={one}]").input_value() for one in ("across", "down")]
    assert told == ["250", "750"]
    photo = tmp_path / "IMG_1.jpg"
    photo.write_bytes(drawn("JPEG"))
    phone.get_by_label("ภาพถ่าย").set_input_files(photo)
    # Enter sends the form, and presses no point into the corner of the picture.
    phone.get_by_label("ต้นไม้อยู่ที่ไหน").press("Enter")
    phone.get_by_text("รับไว้ 1 ภาพ").wait_for()
    receipt = receipt_on(phone)
    phone.reload()
    assert receipt_on(phone) == receipt
    case = Case.objects.get()
    assert (case.across, case.down, case.photos.count()) == (250, 750, 1)

    page.goto(form)
    page.locator("input[type=image]").click(position={"x": 140, "y": 100})
    page.get_by_text("บอกจุดแล้ว").wait_for()
    look(page, "desk-bring-map")
    sign_in(page, clerk)
    page.goto("/desk/map/")
    look(page, "desk-map")
    page.goto(f"/desk/{case.pk}/")
    page.locator(".ps-photo img").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.ps-photo img').naturalWidth == 560")
    look(page, "desk-case-photo")
    page.get_by_role("link", name="นำภาพออก").click()
    page.get_by_role("heading", name="นำภาพออกจากเรื่อง").wait_for()
    page.wait_for_load_state("load")
    look(page, "desk-photo-remove")
    page.go_back()


def test_a_box_is_opened_by_two(officer, clerk, page, phone_without_js, sign_in, look):
    user = factories.make_user(officer.agency, login="second")
    factories.hold(user, factories.make_position(officer.agency, OFFICE_HEAD, title="หัวหน้าสำนัก"))
    sign_in(page, clerk)
    page.goto("/desk/box/")
    page.get_by_label("กล่องใด").fill("หน้าห้องทะเบียน")
    page.get_by_label("ใบที่มีข้อความ").fill("๑")
    page.get_by_label("ใบเปล่าหรืออ่านไม่ออก").fill("0")
    page.locator("[name=next_on]").fill("20 ก.พ. 2569")
    press(page, "บันทึก")
    page.get_by_text("ผู้เปิดคนแรกยืนยันเองไม่ได้").wait_for()
    look(page, "desk-opening")
    other = sign_in(phone_without_js, actor_on(user, today()))
    other.goto(page.url)
    other.get_by_label("ใบที่มีข้อความ").fill("2")
    other.get_by_label("ใบเปล่าหรืออ่านไม่ออก").fill("0")
    press(other, "ยืนยัน")
    other.get_by_text("จำนวนที่นับไม่ตรง").first.wait_for()
    other.get_by_label("ใบที่มีข้อความ").fill("1")
    press(other, "ยืนยัน")
    other.get_by_label("ความคิดเห็น").fill("ขอม้านั่ง")
    other.get_by_label("เรื่อง", exact=True).fill("สวน")
    press(other, "บันทึกใบนี้")
    other.get_by_text("บันทึกใบนี้แล้ว").wait_for()
    page.goto("/desk/box/")
    page.get_by_text("พิมพ์แล้ว 1 จาก 1").wait_for()
    look(page, "desk-box")


def head_unit(head):
    return head.user.agency.units.get(name="กองคลัง")


def test_the_code_of_a_receipt_fills_it_in_and_is_sent_to_no_server(officer, page, look):
    site = f"/site/{officer.agency.pk}/desk/"
    page.goto(f"{site}new/question/")
    look(page, "desk-bring")
    page.get_by_label("เรื่องที่ถาม").fill("เวลาทำการ")
    page.get_by_label("คำถาม").fill("เปิดวันเสาร์หรือไม่")
    press(page, "ส่งเรื่อง")
    page.get_by_role("heading", name="รับเรื่องแล้ว").wait_for()
    look(page, "desk-receipt")
    receipt = receipt_on(page).replace(" ", "")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/t/{str(officer.agency.pk)[:8]}/#{receipt}")
    assert f"{site}follow/#" in page.url
    assert page.get_by_label("เลขใบรับเรื่อง 16 หลัก").input_value() == receipt
    assert not any(receipt in address for address in asked)
    look(page, "desk-follow")
    press(page, "ดูเรื่อง")
    page.get_by_text("จะตอบภายใน").wait_for()


def test_a_canned_answer_and_a_frequent_question_without_scripts(
    officer, clerk, phone_without_js, sign_in, look
):
    asked = {"subject": "ค่าขยะของร้านป้าสมมุติ", "question": "ร้านหนูต้องจ่ายเท่าไร"}
    case = receive(officer.agency, kind_of("question"), Brought(asked, slip_of(5)))
    keeping.add_answer(kind_of("question"), by=clerk, name="ค่าขยะ", text="คิดตามปริมาณ ตามข้อบัญญัติ")
    page = sign_in(phone_without_js, clerk)
    page.goto(f"/desk/{case.pk}/")
    page.get_by_text("ตอบและปิดเรื่อง").first.click()
    answer = page.locator("form:has(select[name=canned])")
    answer.locator("textarea").fill("เรียนผู้ถาม")
    answer.locator("select[name=canned]").select_option(label="ค่าขยะ")
    answer.locator("select[name=outcome]").select_option(value="explained")
    press(page, "ใส่คำตอบสำเร็จรูปลงในช่อง")
    kept = answer.locator("textarea").input_value()
    assert kept == "เรียนผู้ถาม\n\nคิดตามปริมาณ ตามข้อบัญญัติ"
    look(page, "desk-canned")
    answer.locator("button[value=answer]").click()
    page.get_by_text("บันทึกแล้ว").wait_for()
    page.locator("details.ps-more > summary").click()
    page.get_by_role("link", name="ทำเป็นคำถามที่พบบ่อย").click()
    look(page, "desk-faq")
    assert page.get_by_label("คำตอบ", exact=True).input_value() == ""
    page.get_by_label("คำถาม เขียนใหม่").fill("ร้านค้าจ่ายค่าเก็บขยะเท่าไร")
    page.get_by_label("คำตอบ", exact=True).fill("คิดตามปริมาณ")
    press(page, "บันทึกร่าง")
    page.get_by_text("อ่านทั้งสองช่อง").first.wait_for()
    page.get_by_label("อ่านแล้ว ไม่มีสิ่งใดที่บอกว่าใครถาม").check()
    press(page, "บันทึกร่าง")
    page.get_by_role("heading", name="ร้านค้าจ่ายค่าเก็บขยะเท่าไร").first.wait_for()
    page.goto(f"/site/{officer.agency.pk}/questions/")
    assert page.get_by_text("ร้านค้าจ่ายค่าเก็บขยะเท่าไร").count() == 0  # nobody agreed to it yet


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_overdue_complaint_goes_to_the_superior_is_answered_and_brought_again(
    officer, clerk, open_browser, sign_in, look, scripts
):
    asked = {"subject": "ถนนเป็นหลุม", "what": "หลุมลึกหน้าตลาด", "place": "ตลาดตัวอย่าง"}
    receipt = slip_of(11)
    case = receive(officer.agency, kind_of("complaint"), Brought(asked, receipt))
    long_ago = today() - timedelta(days=60)
    # Past the first step's days and not the second's, whose post nobody holds.
    Case.objects.filter(pk=case.pk).update(day=long_ago, due_on=today() - timedelta(days=7))
    escalate_all()
    page = sign_in(open_browser(javascript=scripts), clerk)
    page.goto("/desk/?standing=escalated")
    page.get_by_role("link", name="ถนนเป็นหลุม").click()
    page.get_by_text("เกินกำหนด ส่งต่อถึง").first.wait_for()
    look(page, "desk-overdue")
    form = page.locator("form:has(select[name=outcome])")
    if not form.is_visible():
        page.get_by_text("ตอบและปิดเรื่อง").first.click()
    form.locator("select[name=outcome]").select_option(value="done")
    form.locator("textarea").fill("กลบหลุมแล้ว")
    form.locator("button[value=answer]").click()
    page.get_by_text("บันทึกแล้ว").wait_for()

    citizen = open_browser(javascript=scripts)
    citizen.goto(f"/site/{officer.agency.pk}/desk/follow/")
    # As people type it: Thai digits, with spaces.
    typed = printed_slip(receipt).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    citizen.get_by_label("เลขใบรับเรื่อง 16 หลัก").fill(typed)
    press(citizen, "ดูเรื่อง")
    citizen.get_by_text("กลบหลุมแล้ว").wait_for()
    assert citizen.get_by_text("เกินกำหนด ส่งต่อถึง").count() == 0
    citizen.get_by_label("ข้อความ").fill("หลุมเดิมยุบอีก")
    press(citizen, "ส่ง")
    citizen.get_by_text("ส่งถึงหน่วยงานแล้ว").wait_for()
    case.refresh_from_db()
    assert (case.state, case.reopened, case.escalated_to) == ("received", 1, "")
    page.goto("/desk/")
    page.get_by_role("link", name="ถนนเป็นหลุม").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_months_of_complaints_are_entered_and_become_a_paper(
    officer, open_browser, sign_in, look, scripts
):
    officer.agency.second_factor = []
    officer.agency.save()
    user = factories.make_user(officer.agency, login="counter")
    factories.hold(user, factories.make_position(officer.agency, COMPLAINT_OFFICER))
    page = sign_in(open_browser(javascript=scripts), actor_on(user, today()))
    page.goto("/desk/corruption/2568/")
    look(page, "desk-corruption")
    for place in range(6):
        page.goto(f"/desk/corruption/2568/{place}/")
        if place == 2:
            page.get_by_label("รับในเดือนนี้ทั้งหมด (เรื่อง)").fill("2")
            press(page, "บันทึก")
            page.get_by_text("รวมกันได้ 0 เรื่อง").first.wait_for()
            page.locator("[name=power-open]").fill("๒")
            look(page, "desk-corruption-month")
        else:
            page.get_by_label("รับในเดือนนี้ทั้งหมด (เรื่อง)").fill("0")
        press(page, "บันทึก")
        page.get_by_text("บันทึกแล้ว").wait_for()
    page.goto("/desk/papers/2568/corruption-12/")
    page.get_by_text("เดือนที่ยังไม่ได้บันทึกไม่ใช่ศูนย์").wait_for()
    look(page, "desk-paper-missing")
    page.goto("/desk/papers/2568/corruption-6/")
    press(page, "ทำรายงาน")
    page.get_by_text("กำลังทำไฟล์").first.wait_for()
    run_jobs()
    page.goto("/desk/papers/2568/corruption-6/")
    page.get_by_role("link", name=re.compile("^XLSX")).wait_for()
    look(page, "desk-paper")


def make_kind(page, look):
    page.goto("/desk/kinds/")
    page.get_by_role("link", name="สร้างชนิดเรื่อง", exact=True).click()
    press(page, "บันทึกชนิดเรื่อง")
    page.get_by_text("ชื่อชนิดเรื่อง").first.wait_for()
    page.get_by_label("ชื่อชนิดเรื่อง").fill("ขอใช้ห้องประชุม")
    page.get_by_label("เรื่องใดแจ้งทางนี้").first.fill("ชุมชนขอใช้ห้องประชุม")
    page.get_by_label("ใครแจ้ง").select_option(index=0)
    page.get_by_label("ขั้นตอนที่แสดงแก่ผู้แจ้ง").fill("ตรวจวันว่าง\nแจ้งผล")
    page.get_by_label("ประเภทสำหรับนับสถิติ").fill("งานบุญ\nประชุม")
    first = page.locator("section[aria-labelledby=field-1]")
    first.get_by_label("ชื่อช่อง", exact=True).fill("ใช้ทำอะไร")
    first.get_by_label("ต้องกรอก").check()
    press(page, "เพิ่มช่องอีก")
    page.locator("section[aria-labelledby=field-6]").wait_for()
    second = page.locator("section[aria-labelledby=field-2]")
    second.get_by_label("ชื่อช่อง", exact=True).fill("ห้องใด")
    second.get_by_label("ชนิด").select_option(label="ตัวเลือก")
    second.get_by_label("ตัวเลือก คั่นด้วยจุลภาค").fill("เล็ก, ใหญ่")
    look(page, "desk-kind-make")
    press(page, "บันทึกชนิดเรื่อง")
    page.get_by_text("สร้างชนิดเรื่องแล้ว").wait_for()
    look(page, "desk-kind-own")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_kind_is_made_on_a_page_brought_answered_and_counted(
    officer, clerk, open_browser, sign_in, look, javascript
):
    page = open_browser(javascript=javascript)
    sign_in(page, clerk)
    make_kind(page, look)
    citizen = open_browser(javascript=javascript)
    citizen.goto(f"/site/{officer.agency.pk}/desk/")
    citizen.get_by_role("link", name="ขอใช้ห้องประชุม").click()
    look(citizen, "desk-kind-bring")
    citizen.get_by_label("ใช้ทำอะไร").fill("ประชุมอาสาสมัคร")
    citizen.get_by_label("ห้องใด").select_option(label="ใหญ่")
    press(citizen, "ส่งเรื่อง")
    citizen.get_by_role("heading", name="รับเรื่องแล้ว").wait_for()
    receipt = receipt_on(citizen)

    page.goto("/desk/")
    page.get_by_role("link", name="ประชุมอาสาสมัคร").click()
    step = page.locator("details", has_text="แจ้งขั้นตอนที่ถึงแล้ว")
    step.locator("summary").click()
    press(page, "แจ้งขั้นตอนที่ถึงแล้ว")
    page.get_by_text("บันทึกแล้ว").wait_for()
    look(page, "desk-kind-case")
    answer = page.locator("details", has_text="ตอบและปิดเรื่อง")
    answer.locator("summary").click()
    page.locator("form:has(select[name=outcome]) textarea").fill("ใช้ได้ทั้งวัน")
    page.locator("select[name=outcome]").select_option(value="explained")
    press(page, "ตอบและปิดเรื่อง")
    page.get_by_text("บันทึกแล้ว").wait_for()
    citizen.goto(f"/site/{officer.agency.pk}/desk/follow/")
    citizen.get_by_label("เลขใบรับเรื่อง 16 หลัก").fill(receipt)
    press(citizen, "ดูเรื่อง")
    citizen.get_by_text("ใช้ได้ทั้งวัน").wait_for()
    citizen.get_by_text("ตรวจวันว่าง").wait_for()
    page.goto("/desk/statistics/2569/")
    rows = page.locator("table[aria-labelledby=counts] tbody tr:not(.sum)")
    counts = [row.locator("td").all_inner_texts() for row in rows.all()]
    assert [row for row in counts if row != ["0"] * 4] == [["1", "1", "0", "0"]]
    page.locator("section[aria-labelledby=by-month]").get_by_text("ต.ค.").first.wait_for()
