"""A whole year of the sample municipality, played by five people in their browsers.

Plan, memo, four signatures, announcement, circulation, notes and photos over months, the three
reports. The clerk's browser runs no script; the mayor signs on a phone.
"""

from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PHONE
from tests.browser.year_reports import (
    notes_and_photos_come_in,
    the_half_year_report,
    the_report_of_results,
    the_rest_of_the_year_is_noted,
    the_whole_year_report,
)
from tests.browser.year_story import (
    CLERK,
    HEAD,
    MAYOR,
    OFFICER,
    UNIT_HEAD,
    UNITS,
    YEAR,
    Story,
    decide,
    fetched,
    fill,
    heading,
    plan,
    printed,
    said,
    town,
    upload,
    work,
)
from tests.web import factories

from prongsai.web.office.announcements.models import Announcement, AnnouncementState
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.platform import files
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import Decision, Submission
from prongsai.web.signing.approval.queries import approved_file, decisions_of, newest_version
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.measures import queries
from prongsai.web.year.measures.queries import rows_of

SENT_BACK = "ระบุวันแล้วเสร็จของมาตรการแรกให้ชัด ก่อนสิ้นเดือนกรกฎาคม"
NEW_DUE = "27 กรกฎาคม 2566"
PROPOSED = "เห็นควรเสนอ เพื่อโปรดพิจารณา"
FOR_CLERK = "เห็นชอบตามเสนอ ในฐานะผู้รักษาราชการแทน"
APPROVED = "อนุมัติ ให้ทุกส่วนราชการถือปฏิบัติ"
SCOPE = "มาตรการนี้ใช้กับกิจการพาณิชย์ของเทศบาลด้วย"


@pytest.fixture
def story(everybody, settings, tmp_path, open_browser, sign_in, axe, no_sideways_scroll, shot):
    settings.DATA = tmp_path
    agency, people = town(everybody, settings)
    plan(agency, people[OFFICER])
    pages = {
        OFFICER: open_browser(),
        UNIT_HEAD: open_browser(),
        HEAD: open_browser(),
        CLERK: open_browser(javascript=False),
        MAYOR: open_browser(PHONE, has_touch=True, is_mobile=True),
    }

    def look(page, name):
        page.evaluate(_PICTURES_ARE_THERE)
        axe(page)
        no_sideways_scroll(page)
        shot(page, f"year-{name}")

    return Story(agency, people, pages, settings, sign_in, look)


def test_a_whole_year_of_five_people(story, open_browser):
    guest = open_browser()
    submission = the_plan_is_submitted(story)
    it_is_sent_back_and_mended(story, submission)
    four_sign_one_for_another(story, submission)
    the_mayor_proves_who_it_is_and_approves(story, submission)
    the_signed_plan_holds_what_was_entered(story, submission)
    everybody_acknowledges(story, Circulation.objects.get())
    announcement = the_announcement_is_signed(story)
    it_is_published_and_sent_round(story, announcement, guest)
    notes_and_photos_come_in(story)
    half = the_half_year_report(story)
    the_rest_of_the_year_is_noted(story)
    whole = the_whole_year_report(story)
    results = the_report_of_results(story)
    the_public_reads_all_of_it(story, guest, [half, whole, results])
    assert [page.faults for page in (*story.pages.values(), guest) if page.faults] == []


# The plan


def the_plan_is_submitted(story):
    story.on(16, 1, YEAR)
    story.everybody_signs_in()
    page = story.open(OFFICER, f"/{YEAR}/papers/plan/")
    expect(heading(page)).to_contain_text("เสนอ")
    page.get_by_label("ออกเลขที่บันทึกทันที").check()
    page.get_by_role("button", name="เสนอลงนาม").click()
    page.wait_for_url("**/signing/**")
    work(page, page.locator(".ps-sheets img"))
    submission = Submission.objects.get()
    titles = [step["title"] for step in submission.steps]
    assert titles == [UNIT_HEAD, HEAD, CLERK, MAYOR]
    assert submission.number
    story.look(page, "submitted")
    return submission


def it_is_sent_back_and_mended(story, submission):
    story.on(17, 1, YEAR)
    decide(story, UNIT_HEAD, submission, "เห็นชอบ", PROPOSED)
    story.on(18, 1, YEAR)
    decide(story, HEAD, submission, "ส่งกลับให้แก้", SENT_BACK)
    page = story.open(OFFICER, "/signing/")
    page.locator(f"#to-do a[href*='{submission.pk}']").click()
    expect(page.locator("#chain")).to_contain_text(SENT_BACK)
    page.get_by_role("link", name="เปิดเอกสารต้นทางเพื่อแก้").click()
    page.get_by_role("link", name="แก้แผน").click()
    first = rows_of(story.agency, YEAR)[0]
    page.get_by_role("link", name=first.title).first.click()
    fill(page, due=NEW_DUE, period=f"กุมภาพันธ์ 2566 ถึง {NEW_DUE}")
    page.get_by_role("button", name="บันทึกมาตรการ").click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึก")
    page.goto(f"/signing/{submission.pk}/")
    expect(page.get_by_text("แก้ไขหลังเสนอ")).to_be_visible()
    page.get_by_role("button", name="เสนอฉบับใหม่").click()
    work(page, page.locator(".ps-sheets img"))
    expect(page.locator("#differences ins", has_text=NEW_DUE).first).to_be_visible()
    story.look(page, "second-version")
    void = Decision.objects.filter(submission=submission)
    assert [one.voided_at is not None for one in void] == [True, True]


def four_sign_one_for_another(story, submission):
    story.on(23, 1, YEAR)
    decide(story, UNIT_HEAD, submission, "เห็นชอบ", PROPOSED)
    story.on(24, 1, YEAR)
    decide(story, HEAD, submission, "เห็นชอบ", "เห็นชอบตามเสนอ")
    # The clerk is away: who acts for him signs his step too, and the page says so.
    decide(story, HEAD, submission, "เห็นชอบ", FOR_CLERK)
    expect(story.pages[HEAD].locator("#chain")).to_contain_text(f"{HEAD} รักษาราชการแทน{CLERK}")
    made = list(decisions_of(submission).filter(voided_at=None))
    told = [(one.position, one.is_acting, one.is_on_paper) for one in made]
    assert told == [
        (UNIT_HEAD, False, False),
        (HEAD, False, False),
        (f"{HEAD} รักษาราชการแทน{CLERK}", True, False),
    ]
    assert {one.digest for one in made} == {newest_version(submission).digest}


def the_mayor_proves_who_it_is_and_approves(story, submission):
    story.on(25, 1, YEAR, 8, 30)
    story.settings.DEMO = False
    page = story.open(MAYOR, "/signing/")
    expect(heading(page)).to_contain_text("1 เรื่องรอท่านลงนาม")
    story.look(page, "mayor-inbox")
    page.locator(f"#to-sign a[href*='{submission.pk}']").click()
    expect(page.locator(".ps-sheets img").first).to_be_visible()
    story.look(page, "mayor-approves")
    page.get_by_role("link", name="ข้ามไปที่ส่วนพิจารณา").click()
    page.locator("#decide textarea").fill(APPROVED)
    page.locator("#decide").get_by_label("รหัสผ่านของท่าน").fill(factories.PASSWORD)
    page.locator("#decide").get_by_role("button", name="อนุมัติ", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว: อนุมัติ")
    story.settings.DEMO = True
    submission.refresh_from_db()
    assert submission.state == "approved"
    assert queries.in_force(story.agency, YEAR).day == date(2023, 1, 25)
    work(page, page.locator("#files").get_by_text("ลงนามแล้ว"))


def the_signed_plan_holds_what_was_entered(story, submission):
    version = newest_version(submission)
    raw = printed(fetched(story.pages[MAYOR], f"/signing/{submission.pk}/2/signed/"))
    held = [row.title for row in rows_of(story.agency, YEAR)]
    assert len(held) == len(UNITS)
    acted = f"{HEAD} รักษาราชการแทน{CLERK}"
    for text in (*held, NEW_DUE, PROPOSED, FOR_CLERK, APPROVED, acted, submission.number,
                 "ลงนามในระบบ 23 ม.ค. 2566", "ลงนามในระบบ 25 ม.ค. 2566 08.30 น."):  # fmt: skip
        assert said(text) in said(raw), text
    assert SENT_BACK not in said(raw)
    assert "๒๕๖๖" in raw
    assert "2566" not in raw
    exact = fetched(story.pages[MAYOR], f"/signing/{submission.pk}/2/pdf/")
    assert said(APPROVED) not in said(printed(exact))
    assert version.number == 2


# Circulated


def everybody_acknowledges(story, circulation):
    """The officer sees who has not read it; each of the five reads it and says so."""
    story.on(26, 1, YEAR)
    for position in (UNIT_HEAD, HEAD, CLERK, MAYOR, OFFICER):
        page = story.open(position, f"/{YEAR}/circulation/")
        page.locator(f"a[href='/circulation/{circulation.pk}/']").first.click()
        if position == MAYOR:
            story.look(page, "circulation-read")
        fetched(page, f"/circulation/{circulation.pk}/file/")
        page.get_by_role("main").get_by_role("button", name="รับทราบ").click()
        expect(page.get_by_role("main")).to_contain_text("ท่านรับทราบแล้วเมื่อ 26 ม.ค. 2566")
    page = story.open(OFFICER, f"/circulation/{circulation.pk}/state/")
    expect(heading(page)).to_contain_text("รับทราบครบ 5 คน")
    story.look(page, "circulation-all")
    page.get_by_role("link", name="เอกสาร PDF และ DOCX").click()
    page.get_by_role("button", name="ทำ PDF และ DOCX").click()
    page.wait_for_url("**again=1")
    link = page.locator("#drawing a[href*='/report/files/pdf/']")
    work(page, link)
    told = printed(fetched(page, link.first.get_attribute("href")))
    for position in story.people:
        assert said(position) in said(told), position


# The announcement


def the_announcement_is_signed(story):
    story.on(1, 2, YEAR)
    page = story.open(OFFICER, f"/{YEAR}/notices/")
    page.get_by_role("link", name="มาตรการส่งเสริมคุณธรรมและความโปร่งใส", exact=True).click()
    page.get_by_role("button", name="ร่างจากแบบ").click()
    page.locator("[name=row_text_1]").fill(SCOPE)
    page.get_by_role("button", name="บันทึกร่าง").click()
    page.get_by_role("button", name="เสนอลงนาม").click()
    page.wait_for_url("**/notices/**")
    expect(page.get_by_role("main")).to_contain_text("เสนอลงนามแล้ว")
    work(page, page.locator("#approval"))
    announcement = Announcement.objects.get()
    submission = Submission.objects.get(subject=announcement.pk)
    assert submission.state == "open"
    for day, position, verdict in (
        (2, UNIT_HEAD, "เห็นชอบ"), (3, HEAD, "เห็นชอบ"), (6, CLERK, "เห็นชอบ"), (7, MAYOR, "อนุมัติ"),
    ):  # fmt: skip
        story.on(day, 2, YEAR)
        decide(story, position, submission, verdict)
    page = story.open(OFFICER, f"/{YEAR}/notices/{announcement.pk}/")
    work(page, page.get_by_role("heading", name="การรับทราบ"))
    expect(page.get_by_role("main")).to_contain_text("ประกาศ ณ วันที่ 7 กุมภาพันธ์ 2566 เผยแพร่แล้ว")
    story.look(page, "notice")
    announcement.refresh_from_db()
    assert (announcement.state, announcement.signed_on) == (
        AnnouncementState.PUBLISHED,
        date(2023, 2, 7),
    )
    return announcement


def it_is_published_and_sent_round(story, announcement, guest):
    published = Publication.objects.get(kind="notice")
    the_file_is_the_approved_one(story, guest, published, look=True)
    assert said(SCOPE) in said(printed(files.read(published.file)))
    circulation = Circulation.objects.get(subject=announcement.pk)
    story.on(8, 2, YEAR)
    page = story.open(UNIT_HEAD, f"/{YEAR}/circulation/")
    page.get_by_role("link", name=circulation.title).click()
    fetched(page, f"/circulation/{circulation.pk}/file/")
    page.get_by_role("main").get_by_role("button", name="รับทราบ").click()
    expect(page.get_by_role("main")).to_contain_text("ท่านรับทราบแล้วเมื่อ")
    page = story.open(OFFICER, f"/{YEAR}/circulation/")
    page.get_by_role("link", name=circulation.title).click()
    expect(heading(page)).to_contain_text("รับทราบแล้ว 1 จาก 3 คน")


def the_file_is_the_approved_one(story, guest, published, *, look=False):
    """Whoever comes by gets exactly the signed bytes, no cookie, and may check what they hold."""
    kept = approved_file(story.agency, published.kind, of(published))
    # The form that checks a paper sets one; what is published does not.
    guest.context.clear_cookies()
    guest.goto(f"/public/{story.agency.pk}/?year={YEAR}")
    guest.get_by_role("link", name=published.title, exact=True).click()
    download = guest.get_by_role("link", name="ดาวน์โหลด")
    # A click does not wait for the page behind it.
    expect(download).to_be_visible()
    if look:
        story.look(guest, "public")
    with guest.expect_download() as saved:
        download.click()
    data = saved.value.path().read_bytes()
    assert data == files.read(kept)
    answer = guest.request.get(urlsplit(saved.value.url).path)
    assert "set-cookie" not in answer.headers
    assert guest.context.cookies() == []
    guest.get_by_role("link", name="ตรวจว่ากระดาษในมือเป็นฉบับเดียวกันหรือไม่").click()
    expect(heading(guest)).to_have_text("เอกสารรหัสนี้อนุมัติแล้ว")
    for file, words in ((data, "ตรงกัน"), (data + b"\n", "ไม่ตรงกับฉบับใดของรหัสนี้")):
        guest.locator("[name=file]").set_input_files(upload("ประกาศ.pdf", file, "application/pdf"))
        guest.get_by_role("button", name="ตรวจ").click()
        expect(guest.locator("#answer")).to_contain_text(words)
        if look:
            story.look(guest, f"check-{'same' if file == data else 'other'}")


def of(published):
    """The subject of the approval behind what was published."""
    return Submission.objects.get(code=published.check_code).subject


def the_public_reads_all_of_it(story, guest, reports):
    guest.goto(f"/public/{story.agency.pk}/?year={YEAR}")
    story.look(guest, "public-list")
    for published in reports:
        the_file_is_the_approved_one(story, guest, published)
    for verb in ("approval-send-back", "approval-approve"):
        assert JournalEntry.objects.filter(verb=verb).exists(), verb


# A picture of a whole page shows what lies far below too.
_PICTURES_ARE_THERE = """() => Promise.all([...document.images].map((one) => {
  one.loading = "eager";
  return one.decode();
}))"""
