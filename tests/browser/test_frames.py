"""The frames, the parts and the fault pages at both widths, with and without scripts."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect
from tests.web import factories
from tests.web.roles import UNIT_HEAD

from prongsai.web.year.assessment.models import Assessment

_PAGES = {"kit": "/kit/", "not-found": "/no-such-page/", "signin": "/account/login/"}

# The kit shows the ways through a list several times.
_ALLOWED = {"kit": ("landmark-unique",)}


@pytest.fixture
def officer(everybody):
    """A person with all rights, in an agency that has two years."""
    person = everybody(login="officer")
    for year in (2565, 2566):
        Assessment.objects.create(
            agency=person.agency, fiscal_year=year, opened_at=factories.MADE_AT
        )
    return person


@pytest.mark.parametrize("name", _PAGES)
def test_a_page_fits_and_has_no_barrier(
    name, page, phone, sign_in, officer, axe, no_sideways_scroll, shot
):
    for screen in (page, phone):
        if name != "signin":
            sign_in(screen, officer)
        screen.goto(_PAGES[name])
        no_sideways_scroll(screen)
        axe(screen, *_ALLOWED.get(name, ()))
        shot(screen, name)


def test_the_kit_fits_at_320_and_with_wide_text(open_browser, sign_in, officer, no_sideways_scroll):
    narrow = sign_in(open_browser({"width": 320, "height": 640}), officer)
    narrow.goto("/kit/")
    no_sideways_scroll(narrow)
    spaced = sign_in(open_browser({"width": 640, "height": 800}, bypass_csp=True), officer)
    spaced.goto("/kit/")
    spaced.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
        " word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )
    no_sideways_scroll(spaced)


def test_a_long_name_of_an_agency_fits(phone, sign_in, officer, no_sideways_scroll):
    officer.agency.name = "เทศบาลตำบล" + "หนองบัวใหญ่" * 4
    officer.agency.save()
    sign_in(phone, officer).goto("/kit/")
    no_sideways_scroll(phone)


def test_every_stop_of_the_keyboard_is_seen(page, sign_in, officer):
    sign_in(page, officer).goto("/kit/")
    page.locator(".govuk-skip-link").focus()
    seen, unseen = set(), []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop["name"].startswith("BODY") or stop["name"] in seen:
            break
        seen.add(stop["name"])
        if not stop["ring"]:
            unseen.append(stop["name"])
    assert len(seen) > 50
    assert unseen == []


def test_the_first_stop_skips_to_the_content(page, sign_in, officer):
    sign_in(page, officer).goto("/account/2fa/")
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_menus_open_without_a_script(open_browser, sign_in, officer):
    small = sign_in(open_browser({"width": 360, "height": 740}, javascript=False), officer)
    small.goto("/kit/")
    rail = small.get_by_role("navigation", name="เมนูหลักบนจอเล็ก")
    expect(rail).to_be_hidden()
    small.locator(".ps-menu > summary").click()
    expect(rail.get_by_role("link", name="ผลการประเมิน", exact=True)).to_be_visible()
    small.locator(".ps-me > summary").click()
    expect(small.get_by_role("button", name="ออกจากระบบ")).to_be_visible()
    expect(small.get_by_role("button", name="พิมพ์", exact=True)).to_be_hidden()


def test_menus_close_by_escape_and_give_the_focus_back(page, sign_in, officer):
    sign_in(page, officer).goto("/kit/")
    page.locator(".ps-me > summary").click()
    page.get_by_role("link", name="เปลี่ยนรหัสผ่าน").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".ps-me")).not_to_have_attribute("open", "")
    expect(page.locator(".ps-me > summary")).to_be_focused()
    page.locator(".ps-me > summary").click()
    page.locator("h1").click()
    expect(page.locator(".ps-me")).not_to_have_attribute("open", "")


def test_the_open_menus_have_no_barrier(phone, sign_in, officer, axe, no_sideways_scroll, shot):
    sign_in(phone, officer).goto("/kit/")
    phone.locator(".ps-me > summary").click()
    axe(phone, *_ALLOWED["kit"])
    no_sideways_scroll(phone)
    phone.locator(".ps-me > summary").click()
    phone.locator(".ps-menu > summary").click()
    axe(phone, *_ALLOWED["kit"])
    shot(phone, "menu")


def test_the_language_is_changed_where_one_is(page_without_js, sign_in, officer):
    page = sign_in(page_without_js, officer)
    page.goto("/kit/?a=1")
    page.locator(".ps-me > summary").click()
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/kit/\?a=1$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    rail = page.get_by_role("navigation", name="Main menu")
    expect(rail.get_by_role("link", name="Year", exact=True)).to_be_visible()


def test_the_year_is_changed_without_a_script(page_without_js, sign_in, officer):
    page = sign_in(page_without_js, officer)
    page.goto("/2566/whatif/")
    page.get_by_label("ปีงบประมาณ").select_option("2565")
    page.get_by_role("button", name="ไป", exact=True).click()
    expect(page).to_have_url(re.compile("/2565/whatif/$"))


@pytest.mark.usefixtures("officer")
def test_a_stale_form_gives_back_what_was_typed(page, axe, no_sideways_scroll, shot):
    page.goto("/account/login/")
    page.locator("form[action*=login], form:not([action])").first.locator("input[name=login]").fill(
        "officer"
    )
    page.context.clear_cookies()
    page.locator("input[name=password]").fill(factories.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("h1")).to_have_text("หน้านี้เปิดค้างไว้นานเกินไป")
    expect(page.locator("input[name=login]")).to_have_value("officer")
    expect(page.locator("input[name=password]")).to_have_count(0)
    axe(page)
    no_sideways_scroll(page)
    shot(page, "stale-form")


def test_a_position_without_the_right_is_told_so(page, sign_in, everybody, axe, shot):
    sign_in(page, everybody(UNIT_HEAD, login="unit"))
    page.goto("/agency/journal/")
    expect(page.locator("h1")).to_have_text("ตำแหน่งของท่านเปิดหน้านี้ไม่ได้")
    expect(page.locator("main")).to_contain_text("หัวหน้าส่วนราชการ")
    axe(page)
    shot(page, "forbidden")


def test_a_button_pressed_twice_sends_once(page, sign_in, officer):
    sign_in(page, officer).goto("/kit/")
    sent = []
    # An answer without content leaves the page as it is.
    page.route("**/language/", lambda route: (sent.append(1), route.fulfill(status=204)))
    page.locator(".ps-me > summary").click()
    button = page.get_by_role("button", name="English")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    page.wait_for_timeout(200)
    assert len(sent) == 1


def test_a_changed_form_is_not_left_by_mistake(page, sign_in, officer):
    sign_in(page, officer).goto("/kit/")
    page.evaluate("document.querySelector('main form').setAttribute('data-keep', '')")
    page.get_by_label("เหตุผล").first.fill("ยาว")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/account/2fa/")
    assert asked == ["beforeunload"]


def test_the_printed_page_is_the_content_alone(page, sign_in, officer):
    sign_in(page, officer).goto("/kit/")
    page.emulate_media(media="print")
    for frame in (".ps-head", ".ps-rail", ".ps-foot", ".ps-actions >> nth=0"):
        expect(page.locator(frame)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


_STOP = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const ringed = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2
    || s.boxShadow !== "none";
  const label = here.labels && here.labels[0] && getComputedStyle(here.labels[0], "::before");
  const all = [...document.querySelectorAll("*")];
  return {
    name: `${here.tagName} ${all.indexOf(here)} ${here.className} ${here.textContent.trim()}`,
    ring: ringed(style) || Boolean(label && ringed(label)),
  };
}"""


def test_ctrl_k_goes_to_the_search_on_a_thai_keyboard_too(page, sign_in, officer):
    sign_in(page, officer).goto("/2566/calendar/")
    page.keyboard.press("Control+KeyK")
    expect(page.locator("#find")).to_be_focused()
    page.locator("h1").click()
    page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown',"
        " {code: 'KeyK', key: 'า', ctrlKey: true, bubbles: true}))"
    )
    expect(page.locator("#find")).to_be_focused()
    page.locator("#find").fill("สายการลงนาม")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search/.*year=2566"))
    page.get_by_role("main").get_by_role("link", name="สายการลงนาม", exact=True).click()
    expect(page).to_have_url(re.compile("/agency/routes/$"))


def test_the_search_works_on_a_phone_without_a_script(
    open_browser, sign_in, officer, phone, axe, no_sideways_scroll, shot
):
    small = sign_in(open_browser({"width": 360, "height": 740}, javascript=False), officer)
    small.goto("/2566/calendar/")
    small.get_by_role("link", name="ค้นหา").click()
    expect(small.get_by_role("main").get_by_role("link", name="ปฏิทิน")).to_be_visible()
    small.get_by_label("คำที่ค้น").fill("ไม่มีเรื่องนี้")
    small.get_by_role("main").get_by_role("button", name="ค้นหา").click()
    expect(small.locator("h1")).to_have_text("ไม่พบ “ไม่มีเรื่องนี้”")
    small.get_by_label("คำที่ค้น").fill("ทะเบียน")
    small.get_by_role("main").get_by_role("button", name="ค้นหา").click()
    looked_at = sign_in(phone, officer)
    looked_at.goto(small.url)
    axe(looked_at)
    no_sideways_scroll(looked_at)
    shot(looked_at, "search")
    small.get_by_role("main").get_by_role("link", name="ทะเบียนเลขที่").click()
    expect(small.locator("h1")).to_be_visible()


def test_the_pages_of_a_room_stand_above_and_fit_a_phone(
    phone, sign_in, officer, axe, no_sideways_scroll, shot
):
    sign_in(phone, officer).goto("/agency/journal/")
    pages = phone.get_by_role("navigation", name="หน้าในหมวดนี้")
    expect(pages.get_by_role("link", name="บันทึกการใช้งาน")).to_be_in_viewport()
    axe(phone)
    no_sideways_scroll(phone)
    shot(phone, "room")
    pages.get_by_role("link", name="บุคลากรและตำแหน่ง").click()
    expect(phone).to_have_url(re.compile("/agency/people/$"))


def test_what_is_folded_on_the_screen_is_printed(page, sign_in, officer):
    sign_in(page, officer).goto("/2566/framework/")
    expect(page.get_by_role("link", name="o43").first).to_be_hidden()
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert "o43" in text


def test_each_guide_prints_on_two_sheets(page, sign_in, officer):
    sign_in(page, officer).goto("/help/")
    guides = page.get_by_role("main").locator("a").evaluate_all("all => all.map((a) => a.pathname)")
    sheets = {}
    for address in guides:
        page.goto(address)
        sheets[address] = len(pypdfium2.PdfDocument(page.pdf(format="A4")))
    assert len(sheets) == 7
    assert set(sheets.values()) == {2}, sheets
