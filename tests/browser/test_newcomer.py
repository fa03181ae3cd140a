"""The first ten minutes of a newcomer, on the demo as `prongsai demo` runs it.

Nothing here is a test's own: the real server and its worker, from a data folder that the command
filled. Both browsers, with scripts and without, walk the same way.
"""

import csv
import re
import shutil
import sys
from collections import deque
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Error, expect
from tests.browser.conftest import BUILT
from tests.web.project.test_serve import address_in, told
from tests.web.running import ROOT, Site, free_port

EXAMPLE = ROOT / "examples/ban-song"
_A_JOB = 60_000


@pytest.fixture(scope="module")
def demo_data(tmp_path_factory):
    """A data folder filled by the command, to be copied."""
    if not BUILT.is_file():
        pytest.skip("needs the site's style: run make setup")
    site = Site(tmp_path_factory.mktemp("demo") / "data")
    done = site.run("demo", "--case", EXAMPLE, "--data", site.data, "--no-serve")
    assert done.code == 0, done.said
    return site.data


@pytest.fixture
def site(demo_data, tmp_path):
    """The address of the demo while it runs."""
    copied = Site(shutil.copytree(demo_data, tmp_path / "data"))
    words = ["demo", "--case", EXAMPLE, "--data", copied.data, "--port", free_port()]
    with copied.served(command=[sys.executable, "-m", "prongsai", *map(str, words)]) as process:
        yield address_in(told(process)[-1])


@pytest.fixture
def changed_sheet(tmp_path):
    """The published scores with one item won: o12 from 0 to 100, and the total that follows."""
    rows = list(csv.reader((EXAMPLE / "scores.csv").read_text(encoding="utf-8").splitlines()))
    new = {("o12", "2565"): "100", ("total", "2565"): "91.02"}
    changed = [[code, year, new.get((code, year), score)] for code, year, score in rows]
    assert sum(one != other for one, other in zip(rows, changed, strict=True)) == 2
    path = tmp_path / "คะแนนที่แก้แล้ว.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(changed)
    return path


@pytest.mark.parametrize("screen", ["page", "page_without_js"])
def test_the_first_ten_minutes(request, screen, changed_sheet, shot):
    page = request.getfixturevalue(screen)
    sign_in_by_door(page)
    shot(page, f"newcomer-{screen}")  # the picture of README
    see_where_it_stands(page)
    import_sheet(page, changed_sheet)
    read_analysis(page)
    keep_cheapest_way(page)
    print_booklet(page)


def heading(page):
    return page.get_by_role("heading", level=1)


def menu(page, room, name):
    """Through the menu: to a room, then to one of its pages."""
    page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name=room).click()
    page.get_by_role("navigation", name="หน้าในหมวดนี้").get_by_role("link", name=name).click()


def sign_in_by_door(page):
    page.goto("/")
    expect(page.get_by_text("ข้อมูลนี้เป็นตัวอย่าง เข้าได้โดยไม่ต้องใช้รหัสผ่าน")).to_be_visible()
    page.get_by_role("button", name="เจ้าหน้าที่ ITA").click()
    page.wait_for_url("**/2566/")


def see_where_it_stands(page):
    main = page.get_by_role("main")
    banner = page.get_by_role("banner")
    expect(banner).to_contain_text("เทศบาลตำบลตัวอย่าง")
    expect(banner.get_by_text("ตัวอย่าง", exact=True)).to_be_visible()
    expect(main).to_contain_text("วันจันทร์ที่ 20 มีนาคม 2566")
    expect(heading(page)).to_contain_text("เหลือ 11 วันถึงรายงานรอบ 6 เดือน")
    for known in ("90.52", "85.26", "59.5", "ระดับ A", "15 จาก 88 ข้อ"):
        expect(main).to_contain_text(known)
    first = main.locator(".ps-rowitem").first
    expect(first).to_contain_text("e3")
    page.get_by_role("link", name="เปิดข้อแรก").click()
    page.wait_for_url("**/item/e3/")
    expect(heading(page)).to_contain_text("การให้ข้อมูลตรงไปตรงมา")
    expect(main).to_contain_text("ได้ 68.93 ต่ำกว่าเป้า 85")
    expect(main).to_contain_text("มาตรการในคลังที่ตอบข้อนี้")


def import_sheet(page, sheet):
    menu(page, "คะแนนและจุดอ่อน", "คะแนนที่ประกาศ")
    page.get_by_role("link", name="อัปโหลดฉบับใหม่").click()
    page.get_by_label("แฟ้มคะแนน").set_input_files(sheet)
    page.get_by_role("button", name="อ่านแฟ้มและดูก่อนบันทึก").click()
    main = page.get_by_role("main")
    for known in ("o12", "91.02"):
        expect(main).to_contain_text(known)
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 2").click()
    expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 2")
    menu(page, "ภาพรวมของปี", "ภาพรวมของปี")
    expect(main).to_contain_text("91.02")
    expect(main).not_to_contain_text("90.52")
    expect(main).to_contain_text("14 จาก 88 ข้อ")


def read_analysis(page):
    menu(page, "คะแนนและจุดอ่อน", "วิเคราะห์ผลคะแนน")
    expect(heading(page)).to_contain_text("เสียไป 8.98 คะแนน")
    weak = page.locator("#weak")
    expect(weak).to_contain_text("จำนวน 14 ข้อ")
    expect(weak.get_by_role("row").nth(1)).to_contain_text("การให้ข้อมูลตรงไปตรงมา")
    expect(weak).not_to_contain_text("รายงานผลการดำเนินงานประจำปี")


def keep_cheapest_way(page):
    menu(page, "คะแนนและจุดอ่อน", "จำลองคะแนน")
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


def print_booklet(page):
    menu(page, "เอกสารและประกาศ", "เอกสารทางการ")
    page.get_by_role("button", name="ทำเอกสาร เล่มมาตรการ").click()
    page.wait_for_url("**/papers/job/**")
    link = page.get_by_role("link", name="เล่มมาตรการ-2566.pdf")
    again = page.get_by_role("link", name="ดูความคืบหน้าอีกครั้ง")
    if again.is_visible():  # from here on the page comes again by itself
        again.click()
    link.wait_for(timeout=_A_JOB)
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(answer.body())
    assert "เทศบาลตำบลตัวอย่าง" in text
    assert "เทศบาลตำบลบ้านส้อง" not in text
    for figure in ("91.02", "68.93", "78.86", "97.32"):
        assert figure in text, figure


def text_of(data):
    """The words of a PDF, figures in Arabic numerals, without the breaks of its lines."""
    document = pypdfium2.PdfDocument(data)
    try:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return re.sub(r"\s+", "", words).translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


# Sheets of paper are as long as the paper is: what is printed, and a signed paper read as text.
_PAPER = re.compile(r"/(print|preview)/$")
_TALLEST = 6000


# Every text that says how many days overdue something is, and whose letters or ground are not red.
_PALE = """() => {
    const isRed = (colour) => {
        const [r, g, b, a] = (colour.match(/[\\d.]+/g) || []).map(Number);
        return a !== 0 && r > 100 && r > 2 * g && r > 2 * b;
    };
    const told = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent, element = walker.currentNode.parentElement;
        if (!/เลย(กำหนด)?\\s*\\d+\\s*วัน/.test(text) || !element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        if (!isRed(style.color) && !isRed(style.backgroundColor)) told.push(text.trim());
    }
    return told;
}"""


@pytest.mark.parametrize(
    "position", ["ผู้อำนวยการกองการศึกษา", "ผู้อำนวยการกองคลัง", "หัวหน้าสำนักปลัด", "นายกเทศมนตรี"]
)
def test_what_is_overdue_is_red_and_my_work_leads_to_where_it_is_done(phone, position):
    phone.goto("/")
    phone.get_by_role("button", name=position, exact=True).click()
    phone.wait_for_load_state()
    phone.goto("/work/")
    assert phone.evaluate(_PALE) == []
    main = phone.get_by_role("main")
    links = main.locator("a").evaluate_all("all => all.map((a) => a.pathname)")
    assert links
    assert [path for path in links if "/owners/measure/" in path] == []
    measures = [path for path in links if "/tracking/" in path]
    assert bool(measures) == (position != "นายกเทศมนตรี")
    for path in measures[:2]:
        phone.goto(path)
        expect(phone.get_by_role("button", name="บันทึกผล")).to_be_visible()
        assert phone.evaluate(_PALE) == []


def test_no_page_of_the_demo_is_endless_on_a_phone(phone):
    phone.goto("/")
    phone.get_by_role("button", name="เจ้าหน้าที่ ITA").click()
    phone.wait_for_url("**/2566/**")
    tall, pale, seen = {}, {}, set()
    waiting = deque([urlsplit(phone.url).path, "/2566/scores/type/", "/2566/carry/", "/search/"])
    while waiting:
        path = waiting.popleft()
        if _kind(path) in seen:
            continue
        seen.add(_kind(path))
        try:
            phone.goto(path)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            continue
        height = phone.evaluate("document.documentElement.scrollHeight")
        if height > _TALLEST and not _PAPER.search(path):
            tall[path] = height
        if told := phone.evaluate(_PALE):
            pale[path] = told
        links = phone.eval_on_selector_all("a[href^='/']", "all => all.map((a) => a.pathname)")
        waiting.extend(link for link in links if not _FILE.search(link))
    assert len(seen) > 40
    assert tall == {}
    assert pale == {}, "what is overdue is red everywhere"


def _kind(path):
    """What an address leads to, whichever row it speaks of."""
    of_year = re.sub(r"^/25\d\d/", "/year/", path)
    # Hundreds of sentences of papers, items and their notes, each on a page like the next.
    of_year = re.sub(
        r"/(wording/[\w-]+|owners/item|notes|framework/item)/[^/]+/", r"/\1/one/", of_year
    )
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)([ieo]?\d+)(?=/)", "one", of_year)


# What is downloaded or drawn; a published paper's picture has its own rules for style.
_FILE = re.compile(
    r"\.\w+$|/(export|files?|csv|xlsx|docx|pdf|picture|sheet|scan|page)\b|/photo/[^/]+/$|logout"
)
