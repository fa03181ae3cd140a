"""What every page of the demo keeps to, whoever walks it: red where overdue, never endless."""

import re
from collections import deque
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, expect


@pytest.fixture
def site(demo):
    with demo(2566) as address:
        yield address


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
        if (!/เกินกำหนด\\s*\\d+\\s*วัน/.test(text) || !element.checkVisibility()) continue;
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
    links = main.locator(".ps-rows a").evaluate_all("all => all.map((a) => a.pathname)")
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
    # Hundreds of sentences, items, registers and their rows, each on a page like the next.
    alike = r"/(agency/registers|wording/[\w-]+|owners/item|notes|framework/\w+)/.+"
    of_year = re.sub(alike, r"/\1/one/", of_year)
    of_year = re.sub(r"/registers/[\w-]+/(?!add/)(?=.)", "/registers/one/", of_year)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)([ieo]?\d+)(?=/)", "one", of_year)


# What is downloaded or drawn; a published paper's picture has its own rules for style.
_FILE = re.compile(
    r"\.\w+$|/(export|files?|csv|xlsx|docx|pdf|picture|sheet|scan|page)\b|/photo/[^/]+/$|logout"
)
