"""The second half of the year that is played in browsers: notes, photos, the three reports."""

from datetime import date

from playwright.sync_api import expect
from tests.browser.year_story import (
    CLERK,
    HEAD,
    MAYOR,
    OFFICER,
    UNIT_HEAD,
    UNITS,
    YEAR,
    decide,
    fill,
    heading,
    photo,
    photos_in,
    printed,
    said,
    upload,
    work,
)

from prongsai.web.platform import files
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.tracking.models import ProgressNote

PROBLEM = "ประชาชนบางส่วนไม่ได้รับข่าวสารล่วงหน้า"
PROPOSAL = "เพิ่มการแจ้งข่าวผ่านหอกระจายข่าว"
SUMMARY = "จัดกิจกรรมครบทุกชุมชน 12 ครั้ง และลงข่าวในเว็บไซต์แล้วทุกครั้ง"
CAPTION = "กิจกรรมชุมชนแห่งแรก"
OUTCOME = "ประชาชนเข้าร่วม 245 คน ทราบช่องทางร้องเรียนทุกคน"


def note(story, position, place, day, photos=(), **typed):
    """A person writes down what was done for a measure, as they find it on the board."""
    story.on(day.day, day.month, day.year + 543, 15)
    measure = rows_of(story.agency, YEAR)[place]
    page = story.open(position, f"/{YEAR}/tracking/")
    page.locator(f"a[href='/{YEAR}/tracking/{measure.pk}/#record']").click()
    fill(page, **typed)
    if photos:
        sent = [upload(f"IMG_{place}{n}.jpg", data, "image/jpeg") for n, data in enumerate(photos)]
        page.locator("[name=files]").set_input_files(sent)
    page.locator("#record").get_by_role("button", name="บันทึกผล").click()
    expect(page.get_by_role("status").first).to_contain_text(f"บันทึกผลแล้ว {typed['percent']}%")
    return page


def caption(page, text):
    """The first photo gets its words."""
    page.get_by_role("link", name="แก้คำบรรยาย").first.click()
    fill(page, caption=text)
    page.get_by_role("main").get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("main")).to_contain_text(text)


def notes_and_photos_come_in(story):
    day = date(2023, 2, 14)
    page = note(
        story, UNIT_HEAD, 0, day, [photo("teal", day), photo("navy", day)], percent="30",
        done="จัดกิจกรรมในชุมชน 4 แห่ง", problem=PROBLEM, proposal=PROPOSAL, spent="12,500",
        reached="๘๕",
    )  # fmt: skip
    assert page.locator(".ps-photo img").count() == 2
    caption(page, CAPTION)
    note(story, UNIT_HEAD, 1, date(2023, 3, 6), percent="20", done="ปรับแบบฟอร์มคำร้องแล้ว 3 แบบ")
    later = date(2023, 3, 20)
    note(
        story, HEAD, 2, later, [photo("olive", later)], percent="50", done="เผยแพร่คู่มือแล้ว",
        problem="ไม่มี", proposal="ไม่มี", spent="0",
    )  # fmt: skip
    rows = list(EvidenceRow.objects.order_by("uploaded_at"))
    assert [one.taken_on for one in rows] == [day, day, later]
    assert all(b"GPS" not in files.read(one.file) and not one.place for one in rows)
    assert ProgressNote.objects.get(percent=30).spent == 12_500
    board = story.open(OFFICER, f"/{YEAR}/tracking/")
    expect(heading(board)).to_contain_text("เสร็จแล้ว 0 จาก 4")
    story.look(board, "board")
    story.look(story.open(MAYOR, f"/{YEAR}/tracking/"), "board")


# Reports


def the_half_year_report(story):
    story.on(28, 3, YEAR)
    address = f"/{YEAR}/reports/report-6/"
    page = story.open(OFFICER, address)
    expect(heading(page)).to_contain_text("เหลือ 1 แถวที่ยังไม่มีผล")
    page.get_by_role("button", name="เตือนทุกคนที่ยังมีแถวว่าง").click()
    expect(page.get_by_role("main")).to_contain_text("เตือนล่าสุด 28 มี.ค. 2566")
    story.look(page, "report-6")
    last = rows_of(story.agency, YEAR)[3]
    row = story.open(HEAD, f"{address}rows/{last.pk}/")
    # What should be done is no result; the page says so, and then it is put right.
    fill(row, summary="ควรจัดอบรมเจ้าหน้าที่", outcome="", problem="ไม่มี", proposal="ไม่มี")
    row.get_by_role("button", name="บันทึกแถวนี้").click()
    page.goto(address)
    expect(page.locator("#findings")).to_contain_text("บอกสิ่งที่ควรทำ ยังไม่บอกว่าทำแล้ว")
    row.goto(f"{address}rows/{last.pk}/")
    fill(row, summary="ยังไม่ได้ดำเนินการ เพราะรอวิทยากรจากอำเภอ")
    row.get_by_role("button", name="บันทึกแถวนี้").click()
    # One button fills what is silent, each one's own rows only: the officer compiles and has none.
    page.goto(address)
    nothing = "เขียน “ไม่มี” ในช่องปัญหาที่ว่างของท่าน"
    expect(page.get_by_role("button", name=nothing)).to_have_count(0)
    for position in (UNIT_HEAD, HEAD):
        own = story.open(position, address).get_by_role("button", name=nothing)
        if own.count():
            own.click()
            expect(own).to_have_count(0)
    # Submitted once its half is over: before, it would be a draft.
    story.on(3, 4, YEAR, 8)
    page.goto(address)
    expect(heading(page)).to_contain_text("ครบแล้ว เสนอลงนามได้")
    data = signed_and_published(story, "report-6", date(2023, 4, 4))
    holds(data, "จัดกิจกรรมในชุมชน 4 แห่ง", PROBLEM, PROPOSAL, "12,500", "เผยแพร่คู่มือแล้ว",
          "ยังไม่ได้ดำเนินการ เพราะรอวิทยากรจากอำเภอ", "ปัญหา อุปสรรค และข้อเสนอแนะ")  # fmt: skip
    return Publication.objects.get(kind="report-6")


def the_rest_of_the_year_is_noted(story):
    for place, position in enumerate((UNIT_HEAD, UNIT_HEAD, HEAD, HEAD)):
        day = date(2023, 7, 3 + 7 * place)
        note(
            story, position, place, day, [photo("maroon", day)], percent="100",
            done=f"{SUMMARY} เรื่องที่ {place + 1}", problem="ไม่มี", proposal="ไม่มี", spent="1,500",
            reached="40",
        )  # fmt: skip
    board = story.open(OFFICER, f"/{YEAR}/tracking/")
    expect(heading(board)).to_contain_text("เสร็จแล้ว 4 จาก 4")
    # What was known in March is still told as it was.
    story.open(OFFICER, f"/{YEAR}/tracking/?on=31+มี.ค.+2566")
    expect(heading(board)).to_contain_text("เสร็จแล้ว 0 จาก 4")


def the_short_route_is_chosen(story):
    """Whom the reports of autumn go by: the clerk and the mayor."""
    page = story.open(HEAD, "/agency/routes/")
    for kind in ("รายงานรอบ 12 เดือน", "รายงานผลการดำเนินการตามมาตรการ"):
        page.get_by_label(f"สายของ {kind}", exact=True).select_option(label="สายสั้น")
    page.get_by_role("main").get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว")


def the_whole_year_report(story):
    story.on(22, 9, YEAR)
    the_short_route_is_chosen(story)
    write_outcomes(story, "report-12")
    story.on(2, 10, YEAR)
    data = signed_and_published(story, "report-12", date(2023, 10, 3))
    holds(data, SUMMARY, OUTCOME, "เรื่องที่ 4", "18,500")
    return Publication.objects.get(kind="report-12")


def the_report_of_results(story):
    story.on(9, 10, YEAR)
    page = story.open(OFFICER, f"/{YEAR}/reports/results/")
    page.locator("[name=layout]").last.check()
    page.get_by_role("button", name="ใช้รูปแบบนี้").click()
    write_outcomes(story, "results")
    the_photo_is_chosen(story, page)
    data = signed_and_published(story, "results", date(2023, 10, 10))
    holds(data, SUMMARY, OUTCOME, CAPTION)
    # One of each measure, and the third has one of March besides.
    assert photos_in(data) == len(UNITS) + 1, photos_in(data)
    return Publication.objects.get(kind="results")


def the_photo_is_chosen(story, page):
    """Of the three photos of the first measure its writer wants the one of February."""
    first = rows_of(story.agency, YEAR)[0]
    page.goto(f"/{YEAR}/reports/results/rows/{first.pk}/")
    chosen = page.locator("#id_photos [name=photos]")
    for place in range(chosen.count()):
        chosen.nth(place).set_checked(False)
    page.get_by_label(CAPTION).check()
    page.get_by_role("button", name="บันทึกแถวนี้").click()
    page.wait_for_url("**/reports/results/**")


def write_outcomes(story, kind):
    """The officer says of each row what came of it."""
    page = story.pages[OFFICER]
    for row in rows_of(story.agency, YEAR):
        page.goto(f"/{YEAR}/reports/{kind}/rows/{row.pk}/")
        fill(page, outcome=OUTCOME)
        page.get_by_role("button", name="บันทึกแถวนี้").click()
        page.wait_for_url(f"**/reports/{kind}/**")
    page.goto(f"/{YEAR}/reports/{kind}/")
    story.look(page, kind)


def signed_and_published(story, kind, day):
    """Submitted, signed along its route, published by itself; the published bytes."""
    page = story.open(OFFICER, f"/{YEAR}/reports/{kind}/")
    page.get_by_role("button", name="เสนอลงนาม").click()
    page.wait_for_url("**/signing/**")
    work(page, page.locator(".ps-sheets img"))
    submission = Submission.objects.get(kind=kind)
    signers = [step["title"] for step in submission.steps]
    assert signers == ([UNIT_HEAD, HEAD, CLERK, MAYOR] if kind == "report-6" else [CLERK, MAYOR])
    for place, position in enumerate(signers):
        story.on(day.day, day.month, day.year + 543, 9 + place)
        decide(story, position, submission, "อนุมัติ" if position == MAYOR else "เห็นชอบ")
    page = story.open(OFFICER, f"/{YEAR}/reports/{kind}/")
    work(page, page.get_by_role("link", name="เปิดหน้าสาธารณะ"))
    expect(heading(page)).to_contain_text("เผยแพร่แล้ว")
    published = Publication.objects.get(kind=kind)
    assert published.file.name.endswith(f"{submission.code} ฉบับที่ 1 ลงนามแล้ว.pdf")
    return files.read(published.file)


def holds(data, *texts):
    found = said(printed(data))
    for text in texts:
        assert said(text) in found, text
