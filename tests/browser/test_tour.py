"""The tour of docs/tour.md and docs/tour.th.md, step by step, on the demo that `make demo` serves.

`step_N_M` is step N.M of the pages. tests/test_documentation.py compares them: each step is here,
and what its page names in bold is pressed or read here.
"""

import csv
import io
import re
import time
from datetime import date

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PHONE
from tests.browser.year_story import photo, printed, said, upload
from tests.web.running import ROOT

from prongsai.links.proof.verifying import verify

SCORES = ROOT / "examples/ban-song/scores.csv"
_A_JOB = 60  # seconds
OFFICER, MAYOR, HEAD = "เจ้าหน้าที่ ITA", "นายกเทศมนตรี", "หัวหน้าสำนักปลัด"
FINANCE = "ผู้อำนวยการกองคลัง"


@pytest.fixture
def site(request, demo):
    with demo(request.param) as address:
        yield address


@pytest.fixture(params=["page", "phone_without_js"])
def walker(request, site):
    assert site.startswith("http")
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("site", [2566], indirect=True)
def test_the_tours_of_2566(walker, look):
    enter(walker, OFFICER)
    look(walker, "tour-start")  # the picture of README
    for step in (step_1_1, step_1_2, step_1_3, step_1_4, step_1_5, step_1_6, step_1_7, step_1_8):
        take(step, walker, look)
    for position, step in (
        (MAYOR, step_3_1), (FINANCE, step_3_2), (OFFICER, step_3_3), (HEAD, step_3_4),
    ):  # fmt: skip
        leave(walker)
        enter(walker, position)
        take(step, walker, look)
    take(step_3_5, walker, look)  # signs out itself


@pytest.mark.parametrize("site", [2570], indirect=True)
def test_the_tour_of_2570(walker, look):
    enter(walker, OFFICER)
    for step in (step_2_1, step_2_2, step_2_3, step_2_4):
        take(step, walker, look)


def take(step, page, look):
    step(page)
    look(page, f"tour-{step.__name__}")


# Part 1: ten minutes on the site


def step_1_1(page):
    main, banner = page.get_by_role("main"), page.get_by_role("banner")
    expect(banner).to_contain_text("เทศบาลตำบลตัวอย่าง")
    expect(banner.get_by_text("ตัวอย่าง", exact=True)).to_be_visible()
    expect(main).to_contain_text("วันจันทร์ที่ 20 มีนาคม 2566")
    expect(heading(page)).to_contain_text("คะแนนปี 2565 ได้ 90.52 เป้าคือ 85")
    for known in ("90.52", "85.26", "59.5", "ระดับ A", "15 จาก 88 ข้อ"):
        expect(main).to_contain_text(known)
    page.get_by_role("link", name="เปิดข้อแรก").click()
    expect(heading(page)).to_contain_text("การให้ข้อมูลตรงไปตรงมา")
    expect(main).to_contain_text("ได้ 68.93 ต่ำกว่าเป้า 85")
    expect(main).to_contain_text("มาตรการในคลังที่ตอบข้อนี้")
    if page.runs_scripts:
        page.keyboard.press("Control+k")
        page.keyboard.type("o13")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        found = main.get_by_role("link", name="รายงานผลการดำเนินงานประจำปี").first
        expect(found).to_have_attribute("href", re.compile(r"^/2566/oit/o13/$"))


def step_1_2(page):
    menu(page, "ผลการประเมิน", "คะแนนที่ประกาศ")
    page.get_by_role("link", name="อัปโหลดฉบับใหม่").click()
    page.get_by_label("ไฟล์คะแนน").set_input_files(
        upload("คะแนนที่แก้แล้ว.csv", changed_scores(), "text/csv")
    )
    page.get_by_role("button", name="อ่านไฟล์และดูก่อนบันทึก").click()
    for known in ("o12", "91.02", "9.2"):  # the printed 9.2 now contradicts its items
        expect(page.get_by_role("main")).to_contain_text(known)
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 2").click()
    expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 2")
    expect(page.get_by_role("main")).to_contain_text("ฉบับที่ 1")
    menu(page, "ผลการประเมิน", "ภาพรวมของปี")
    expect(page.get_by_role("main")).to_contain_text("91.02")
    expect(page.get_by_role("main")).to_contain_text("14 จาก 88 ข้อ")


def step_1_3(page):
    menu(page, "ผลการประเมิน", "ที่มาของคะแนน")
    expect(heading(page)).to_contain_text("91.02 มาจากไหน")
    expect(page.get_by_role("main")).to_contain_text("93.1 × 30%")
    menu(page, "ผลการประเมิน", "วิเคราะห์ผลคะแนน")
    expect(heading(page)).to_contain_text("เสียไป 8.98 คะแนน")
    weak = page.locator("#weak")
    expect(weak).to_contain_text("จำนวน 14 ข้อ")
    expect(weak.get_by_role("row").nth(1)).to_contain_text("การให้ข้อมูลตรงไปตรงมา")
    expect(weak).not_to_contain_text("รายงานผลการดำเนินงานประจำปี")


def step_1_4(page):
    menu(page, "ผลการประเมิน", "จำลองคะแนน")
    page.get_by_label("หรือคะแนนรวม").fill("95")
    if page.get_by_role("button", name="คำนวณใหม่").is_visible():
        page.get_by_role("button", name="คำนวณใหม่").click()
    page.wait_for_url("**number=95**")
    expect(heading(page)).to_contain_text("ทางที่ลงแรงน้อยที่สุดไปถึง 95")
    steps = page.get_by_role("main").get_by_role("table").first.get_by_role("row")
    expect(steps.nth(1)).to_contain_text("o20")
    expect(steps.last).to_contain_text("95.00")
    page.get_by_label("ชื่อแบบจำลอง").fill("ทางไป 95")
    page.get_by_role("button", name="เก็บแบบนี้").click()
    page.wait_for_url("**/scenarios/")
    expect(page.get_by_role("main")).to_contain_text("ทางไป 95")


def step_1_5(page):
    menu(page, "เอกสาร", "เอกสารทางการ")
    page.get_by_role("button", name="ทำเอกสาร เล่มมาตรการ").click()
    page.wait_for_url("**/papers/job/**")
    link = page.get_by_role("link", name="เล่มมาตรการ-2566.pdf")
    again = page.get_by_role("link", name="ดูความคืบหน้าอีกครั้ง")
    if not page.runs_scripts and again.is_visible():  # from here on the page comes by itself
        again.click()
    page.get_by_role("link", name="เล่มมาตรการ-2566.docx").wait_for(timeout=_A_JOB * 1000)
    text = said(printed(page.request.get(link.get_attribute("href")).body()))
    assert "เทศบาลตำบลตัวอย่าง" in text
    assert "เทศบาลตำบลบ้านส้อง" not in text
    for figure in ("91.02", "68.93", "78.86", "97.32"):
        assert figure in text, figure


def step_1_6(page):
    main = page.get_by_role("main")
    menu(page, "หลักฐาน OIT", "ข้อ OIT")
    expect(heading(page)).to_have_text("พร้อมส่ง 21 จาก 43 ข้อ")
    expect(main).to_contain_text("อีก 22 ข้อ คิดเป็น 23.30 คะแนน")
    for item, state in (
        ("รายงานผลการดำเนินงานประจำปี", "ขาดองค์ประกอบ"),
        ("แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน", "ไม่มีผลในปีนี้"),
        ("นโยบายคุ้มครองข้อมูลส่วนบุคคล", "บอกไม่ได้"),
    ):
        menu(page, "หลักฐาน OIT", "ข้อ OIT")
        main.get_by_role("link", name=item, exact=True).first.click()
        expect(main.get_by_text(state).first).to_be_visible()
    menu(page, "หลักฐาน OIT", "ข้อ OIT")
    page.get_by_role("link", name="วางลิงก์หลายข้อ").click()
    page.get_by_label("หรือวางรหัสข้อและที่อยู่").fill("o18\thttps://example.go.th/e-service")
    page.get_by_role("button", name="อ่านและดูตัวอย่าง").click()
    expect(page.get_by_role("button", name="รับ 1 ลิงก์")).to_be_visible()
    menu(page, "หลักฐาน OIT", "ตารางสถานะ")
    page.get_by_role("button", name="เก็บตารางวันนี้").click()
    for form in ("PDF", "DOCX", "XLSX"):
        until(page, main.get_by_role("link", name=form))


def step_1_7(page):
    main = page.get_by_role("main")
    menu(page, "หลักฐาน OIT", "ลิงก์")
    expect(heading(page)).to_contain_text("ลิงก์เปิดไม่ได้ 3 จาก 29 ลิงก์")
    expect(main).to_contain_text("ทำต่อ: เปิดสิทธิ์ให้ทุกคนที่มีลิงก์ดูได้")
    menu(page, "หลักฐาน OIT", "ใบนำส่ง")
    page.get_by_role("link", name="ชุดหลักฐานยืนยัน").click()
    page.get_by_role("button", name="เก็บตอนนี้").click()
    expect(page.get_by_role("button", name="เก็บตอนนี้")).to_have_count(0)


def step_1_8(page):
    menu(page, "หลักฐาน OIT", "ใบนำส่ง")
    page.get_by_role("link", name="ชุดหลักฐานยืนยัน").click()
    main = page.get_by_role("main")
    until(page, main.get_by_role("link", name="proof-2566-o1.zip"))
    menu(page, "หลักฐาน OIT", "ข้อ OIT")
    main.get_by_role("link", name="โครงสร้าง", exact=True).first.click()
    page.get_by_role("link", name="ทำหนังสือขอให้ทบทวนผล").click()
    page.get_by_label("ผลที่ได้รับแจ้ง").fill("ไม่พบข้อมูล")
    page.get_by_label("คำชี้แจง").fill("มีอยู่บนเว็บไซต์ในวันที่ส่ง")
    page.get_by_role("button", name="ทำหนังสือและชุดหลักฐาน").click()
    pack = until(page, page.get_by_role("link", name="dispute-2566-o1.zip"))
    assert verify(page.request.get(pack.get_attribute("href")).body(), "dispute.zip").is_sound


# Part 2: the year you work in


def step_2_1(page):
    menu(page, "ผลการประเมิน", "คะแนนที่ประกาศ")
    expect(heading(page)).to_contain_text("คะแนนปี 2569 ได้ 87.62")
    page.locator("#unconfirmed").get_by_text("ดูว่าเรื่องใด").click()
    page.get_by_role("link", name="ดูและยืนยันจากคู่มือ").click()
    expect(heading(page)).to_contain_text("เรื่องที่ยังไม่ทราบ")
    for year in ("ปี 2569 ปีของผลคะแนน", "ปี 2570 ปีที่ทำงานอยู่"):
        expect(page.get_by_role("heading", name=year)).to_be_visible()


def step_2_2(page):
    bar = page.locator("#confirmed-2569")
    before = int(bar.get_attribute("value"))
    for name, value in RULES.items():
        page.locator(f'[name="2569-{name}"]').fill(value)
    page.locator('[name="2569-rating"]').select_option("2568")
    page.get_by_role("button", name="บันทึกปี 2569").click()
    page.wait_for_selector(".ps-toast")
    # Three weights, the levels and the target.
    assert int(bar.get_attribute("value")) == before + 5
    menu(page, "ผลการประเมิน", "วิเคราะห์ผลคะแนน")
    expect(page.get_by_role("main")).to_contain_text("คะแนนรวมถึงระดับ ผ่านดี")
    for code in WEAK:
        expect(page.get_by_text(code, exact=True).first).to_be_visible()


def step_2_3(page):
    menu(page, "แผนและติดตาม", "แผนมาตรการ")
    page.get_by_role("button", name="ร่างแผน").click()
    for known in (*WEAK, "ตอบแล้ว 4 จาก 4 จุดอ่อน", "ยังไม่กำหนดงบประมาณ 4 แถว"):
        expect(page.get_by_role("main")).to_contain_text(known)


def step_2_4(page):
    page.get_by_role("link", name="เขียนสรุปรายแบบวัดลงในเล่ม").click()
    page.locator("[name=EIT-mend]").fill("การตอบข้อซักถามและช่องทางรับฟังความคิดเห็น")
    page.get_by_role("button", name="บันทึก").click()
    page.wait_for_url("**/2570/plan/")
    page.get_by_role("link", name="แก้สรุปรายแบบวัดในเล่ม").click()
    expect(page.locator("[name=EIT-mend]")).to_have_value(re.compile("^การตอบข้อซักถาม"))


# All that a person types of the year's rules; the rest of the list may wait.
RULES = {"iit": "30", "eit": "30", "oit": "40", "weights_page": "12", "rating_page": "15",
         "target": "85", "target_page": "15"}  # fmt: skip
# The indicators below 85; EIT is below too, through its indicators 7 and 8.
WEAK = ("ind4", "ind5", "ind7", "ind8")


# Part 3: the second half of the year


def step_3_1(page):
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    menu(page, "เอกสาร", "รอลงนาม")
    page.locator("#to-sign a").first.click()
    page.get_by_role("link", name="ข้ามไปที่ส่วนพิจารณา").click()
    page.locator("#decide").get_by_role("button", name="อนุมัติ", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว: อนุมัติ")
    page.set_viewport_size(before)


def step_3_2(page):
    room(page, "งานของฉัน")
    page.get_by_role("link", name="การตรวจทานหัวข้อรายงานก่อนเผยแพร่").click()
    expect(page.get_by_role("main")).to_contain_text("รอหลักฐาน")
    page.get_by_label("ทำไปแล้วร้อยละ").fill("100")
    page.get_by_label("ทำอะไรไปแล้ว").fill("ตรวจรายงานไตรมาสที่ 2 แล้ว 3 ฉบับ ตามแบบตรวจ")
    page.get_by_label("ปัญหา อุปสรรค").fill("ไม่มี")
    sent = upload("IMG_1.jpg", photo("teal", date(2023, 3, 17)), "image/jpeg")
    page.get_by_label("ภาพและไฟล์หลักฐาน").set_input_files(sent)
    page.get_by_role("button", name="บันทึกผล").click()
    page.get_by_role("link", name="แก้คำบรรยาย").first.click()
    page.get_by_role("link", name="ปิดหน้าคนในภาพ").click()
    page.locator("#picture input[type=image]:visible").click(position={"x": 120, "y": 90})
    expect(page.get_by_role("main")).to_contain_text("กรอบที่วางไว้ 1 แห่ง")
    page.get_by_role("button", name="ปิดหน้าตามกรอบ").click()
    page.wait_for_url(lambda address: "/hide/" not in address)


def step_3_3(page):
    menu(page, "แผนและติดตาม", "รายงาน 6 และ 12 เดือน")
    page.get_by_role("main").get_by_role("link", name="รายงานรอบ 6 เดือน").first.click()
    expect(heading(page)).to_contain_text("เหลือ 5 แถวที่ยังไม่มีผล")
    main = page.get_by_role("main")
    expect(main).to_contain_text("รายการค้าง แยกตามผู้รับผิดชอบ")
    expect(main).to_contain_text("สำนักปลัด 5 แถว")
    expect(page.locator("#findings")).to_contain_text("ตรวจก่อนเสนอ")
    expect(page.get_by_role("button", name="เสนอลงนาม")).to_have_count(0)


def step_3_4(page):
    menu(page, "หน่วยงาน", "สายการลงนาม")
    page.get_by_role("link", name="ตั้งสายใหม่").click()
    page.get_by_label("ชื่อสาย").fill("สายกองคลัง")
    first = page.get_by_role("group", name="ขั้นที่ 1")
    first.get_by_label("ตำแหน่ง").select_option(label=FINANCE)
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_label("สายของ ประกาศ", exact=True).select_option(label="สายกองคลัง")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว")


def step_3_5(page):
    menu(page, "เอกสาร", "เผยแพร่แล้ว")
    address = page.get_by_role("link", name="ดูอย่างที่คนทั่วไปเห็น").get_attribute("href")
    leave(page)
    page.goto(address)
    notice = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    until(page, page.get_by_role("link", name=f"ประกาศ เรื่อง {notice}")).click()
    download = page.get_by_role("link", name="ดาวน์โหลด").get_attribute("href")
    data = page.request.get(download).body()
    page.get_by_role("link", name="ตรวจว่ากระดาษในมือเป็นฉบับเดียวกันหรือไม่").click()
    expect(heading(page)).to_have_text("เอกสารรหัสนี้อนุมัติแล้ว")
    for file, words in ((data, "ตรงกัน"), (data + b"\n", "ไม่ตรงกับฉบับใดของรหัสนี้")):
        page.locator("[name=file]").set_input_files(upload("ประกาศ.pdf", file, "application/pdf"))
        page.get_by_role("button", name="ตรวจ").click()
        expect(page.locator("#answer")).to_contain_text(words)


def changed_scores():
    """The published scores with one item won: o12 from 0 to 100, and the total that follows."""
    rows = list(csv.reader(SCORES.read_text(encoding="utf-8").splitlines()))
    new = {("o12", "2565"): "100", ("total", "2565"): "91.02"}
    changed = [[code, year, new.get((code, year), score)] for code, year, score in rows]
    assert sum(one != other for one, other in zip(rows, changed, strict=True)) == 2
    file = io.StringIO()
    csv.writer(file).writerows(changed)
    return file.getvalue().encode()


def heading(page):
    return page.get_by_role("heading", level=1)


def enter(page, position):
    """By a door of the demo."""
    page.goto("/")
    expect(page.get_by_text("ข้อมูลนี้เป็นตัวอย่าง เข้าได้โดยไม่ต้องใช้รหัสผ่าน")).to_be_visible()
    page.get_by_role("button", name=position, exact=True).click()


def leave(page):
    page.locator(".ps-me > summary").click()
    page.get_by_role("button", name="ออกจากระบบ").click()


def room(page, name):
    """To a room of the menu, which is folded on a phone."""
    if page.locator(".ps-menu > summary").is_visible():
        page.locator(".ps-menu > summary").click()
    page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name=name).click()


def menu(page, room_name, name):
    """To a room, then to one of its pages."""
    room(page, room_name)
    pages = page.get_by_role("navigation", name="หน้าในหมวดนี้")
    pages.get_by_role("link", name=name, exact=True).click()


def until(page, shown):
    """Loads the page again until the worker's work is on it."""
    end = time.monotonic() + _A_JOB
    while not shown.first.is_visible() and time.monotonic() < end:
        time.sleep(0.3)
        page.reload()
    expect(shown.first).to_be_visible()
    return shown.first
