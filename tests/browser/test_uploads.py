"""Photos from a phone: sent in pieces, going on after a broken line and a reload; or plainly."""

import pytest
from tests.web.tracking import samples

from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.year.tracking.models import ProgressNote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(everybody, settings):
    """An officer, a measure, and the day of the story."""
    settings.FROZEN_NOW = samples.MORNING
    officer = everybody()
    samples.owned.full_year(officer.agency, samples.YEAR)
    measure = samples.measures(officer.agency, 1)[0]
    return officer, f"/{samples.YEAR}/tracking/{measure.pk}/"


@pytest.fixture
def photos(tmp_path):
    """Makes pictures of a phone: (count, least size in bytes)."""

    def made(count, size=(80, 60)):
        found = []
        for number in range(count):
            path = tmp_path / f"IMG_{number:04}.jpg"
            path.write_bytes(samples.noisy_photo(size, number))
            found.append(path)
        return found

    return made


def fill(page):
    page.locator("[name=percent]").fill("60")
    page.locator("[name=done]").fill("จัดกิจกรรมแล้ว")


def test_ten_photos_in_one_go_from_a_phone(
    story, phone, sign_in, photos, axe, no_sideways_scroll, shot
):
    officer, address = story
    sign_in(phone, officer).goto(address)
    fill(phone)
    phone.locator("[name=files]").set_input_files(photos(10))
    phone.get_by_role("button", name="บันทึกผล").click()
    phone.get_by_text("บันทึกผลแล้ว 60%").wait_for()
    assert phone.locator(".ps-photo img").count() == 10
    axe(phone)
    no_sideways_scroll(phone)
    shot(phone, "tracking-measure")
    held = list(EvidenceRow.objects.all())
    assert {row.subject for row in held} == {ProgressNote.objects.get().thread}
    assert [row.file.name for row in held] == [f"IMG_{number:04}.jpg" for number in range(10)]
    assert all(row.taken_on for row in held)


def test_a_broken_line_goes_on_where_it_broke(story, page, sign_in, photos):
    officer, address = story
    (path,) = photos(1, (1_400, 1_000))
    size = path.stat().st_size
    assert size > 3 * 512 * 1024
    sent = []

    def broken(route):
        sent.append(int(route.request.headers["upload-offset"]))
        # The second piece is lost on its way, and the answer to the third.
        if len(sent) in (2, 4):
            route.abort()
        else:
            route.continue_()

    sign_in(page, officer).goto(address)
    page.route(
        "**/evidence/pieces/**",
        lambda route: broken(route) if route.request.method == "POST" else route.continue_(),
    )
    page.locator("[name=files]").set_input_files(path)
    page.get_by_text("ส่งแล้ว", exact=True).wait_for()
    assert sent[1] == sent[2] == 512 * 1024
    assert len(sent) == -(-size // (512 * 1024)) + 2
    assert EvidenceRow.objects.get().width == 1_400
    page.faults[:] = [one for one in page.faults if "ERR_FAILED" not in one]


def test_a_page_loaded_anew_says_what_broke_off_and_goes_on(story, page, sign_in, photos):
    officer, address = story
    (path,) = photos(1, (1_400, 1_000))
    sign_in(page, officer).goto(address)
    taken = []

    def first_only(route):
        taken.append(route.request.method)
        if taken.count("POST") > 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/evidence/pieces/**", first_only)
    page.locator("[name=files]").set_input_files(path)
    page.get_by_text("สัญญาณขาด").wait_for()
    page.unroute_all(behavior="ignoreErrors")
    page.faults.clear()
    page.goto("about:blank")
    page.goto(address)
    assert "ไฟล์เหล่านี้ส่งค้างไว้" in page.content()
    held = []
    page.on(
        "request",
        lambda request: (
            request.method == "POST" and held.append(request.headers.get("upload-offset"))
        ),
    )
    page.locator("[name=files]").set_input_files(path)
    page.get_by_text("ส่งแล้ว", exact=True).wait_for()
    assert held[0] == str(512 * 1024)
    # Chosen once more by mistake: it is there already.
    page.locator("[name=files]").set_input_files(path)
    page.locator(".ps-upload__list li.good").nth(1).wait_for()
    assert EvidenceRow.objects.count() == 1
    page.goto(address)
    page.get_by_text("ส่งแล้ว 1 ไฟล์").wait_for()
    fill(page)
    page.get_by_role("button", name="บันทึกผล").click()
    page.get_by_text("บันทึกผลแล้ว 60%").wait_for()
    assert EvidenceRow.objects.get().subject == ProgressNote.objects.get().thread


def test_a_bad_file_says_why_and_keeps_no_other_back(story, page, sign_in, photos, tmp_path):
    officer, address = story
    bad = tmp_path / "IMG_9.heic"
    bad.write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 60)
    sign_in(page, officer).goto(address)
    page.locator("[name=files]").set_input_files([bad, *photos(2)])
    page.locator(".ps-upload__list li.good").nth(1).wait_for()
    assert "HEIC" in page.locator(".ps-upload__list li.bad").inner_text()
    assert EvidenceRow.objects.count() == 2
    page.faults.clear()


def test_the_form_waits_until_every_file_is_there(story, page, sign_in, photos):
    officer, address = story
    sign_in(page, officer).goto(address)
    fill(page)
    page.locator("[name=files]").set_input_files(photos(3, (900, 700)))
    page.get_by_role("button", name="บันทึกผล").click()
    page.get_by_text("บันทึกผลแล้ว 60%").wait_for()
    assert EvidenceRow.objects.filter(subject=ProgressNote.objects.get().thread).count() == 3


def test_several_photos_without_a_script(story, page_without_js, sign_in, photos):
    officer, address = story
    page = sign_in(page_without_js, officer)
    page.goto(address)
    fill(page)
    page.locator("[name=files]").set_input_files(photos(4))
    page.get_by_role("button", name="บันทึกผล").click()
    assert page.locator(".ps-photo img").count() == 4
    assert EvidenceRow.objects.filter(subject=ProgressNote.objects.get().thread).count() == 4
    # Captions, order, removal and undo are plain forms too.
    page.get_by_role("link", name="แก้คำบรรยาย").first.click()
    page.locator("[name=caption]").fill("พิธีประกาศเจตนารมณ์")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    assert page.get_by_role("img", name="พิธีประกาศเจตนารมณ์").count() == 1
    page.get_by_role("button", name="ลบ").first.click()
    assert page.locator(".ps-photo img").count() == 3
    page.get_by_role("button", name="เลิกทำ").click()
    assert page.locator(".ps-photo img").count() == 4


def test_the_board_and_its_parts_have_no_barriers(
    story, page, phone, sign_in, axe, no_sideways_scroll, shot
):
    officer, address = story
    board = f"/{samples.YEAR}/tracking/"
    for browser in (page, phone):
        sign_in(browser, officer)
        for name, url in (
            ("board", board), ("list", f"{board}?view=list"), ("measure", address),
            ("print", f"{board}print/"), ("photos", f"{board}photos/"),
        ):  # fmt: skip
            browser.goto(url)
            axe(browser)
            no_sideways_scroll(browser)
            shot(browser, f"tracking-{name}")
