"""Papers in a browser: asked for, watched, fetched; with scripts and without."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web.analysis.years import enter, full_year
from tests.web.scoring.samples import sheet

from prongsai.web.office.papers.models import PaperFile
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState

NOVEMBER = datetime(2022, 11, 21, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def officer(everybody, settings, tmp_path):
    settings.FROZEN_NOW = NOVEMBER
    settings.DATA = tmp_path
    person = everybody(login="officer")
    full_year(person.agency)
    return person


def work():
    """What a worker does with the job that waits."""
    jobs.run.call(str(Job.objects.get(state=JobState.WAITING).pk))


def heading(page):
    return page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")


def test_papers_are_asked_for_watched_and_listed(officer, page, sign_in, look):
    sign_in(page, officer)
    page.goto("/2566/papers/")
    look(page, "papers-none")
    page.get_by_role("button", name="ทำเอกสารทั้งหมด").click()
    page.wait_for_url("**/papers/job/**")
    page.get_by_text("รอเริ่ม").wait_for()
    look(page, "papers-job-waiting")
    Job.objects.update(state=JobState.RUNNING, done=5, total=12, seen_alive=NOVEMBER)
    page.get_by_text("กำลังทำ บันทึกข้อความ (DOCX) เสร็จแล้ว 5 จาก 12 ไฟล์").wait_for()
    look(page, "papers-job-running")
    Job.objects.update(state=JobState.WAITING)
    work()
    # Nobody loaded the page again: it asked by itself.
    page.locator("#job .ps-tag", has_text="เสร็จแล้ว").wait_for()
    page.get_by_role("link", name="เล่มมาตรการ-2566.pdf").wait_for()
    look(page, "papers-job-done")
    page.goto("/2566/papers/")
    assert heading(page) == "เอกสารครบและตรงกับคะแนนปัจจุบัน"
    look(page, "papers")
    enter(officer.agency, sheet(2565, {"total": "91"}))
    page.reload()
    assert heading(page) == "คะแนนเปลี่ยนแล้ว เอกสาร 6 แบบต้องทำใหม่"
    look(page, "papers-old")


def test_without_scripts_the_page_comes_again_by_itself_once_asked(
    officer, phone_without_js, sign_in
):
    page = sign_in(phone_without_js, officer)
    page.goto("/2566/papers/")
    page.get_by_role("button", name="ทำเอกสาร บันทึกข้อความ").click()
    page.get_by_role("link", name="ดูความคืบหน้าอีกครั้ง").click()
    page.wait_for_url("**?again=1")
    work()
    page.get_by_role("link", name="บันทึกข้อความ-2566.pdf").wait_for()
    assert heading(page) == "ทำเอกสาร"


def test_a_document_is_saved_under_its_thai_name_and_a_pdf_opens(officer, page, sign_in):
    sign_in(page, officer).goto("/2566/papers/")
    page.get_by_role("button", name="ทำเอกสาร ประกาศ").click()
    page.get_by_text("รอเริ่ม").wait_for()
    work()
    link = page.get_by_role("link", name="ประกาศ-2566.docx")
    link.wait_for()
    with page.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == "ประกาศ-2566.docx"
    pdf = PaperFile.objects.get(form="pdf")
    response = page.request.get(f"/papers/file/{pdf.pk}/")
    assert response.headers["content-disposition"].startswith("inline")
    assert response.body().startswith(b"%PDF-")


def test_a_job_that_failed_says_what_to_do(
    officer, page, sign_in, axe, no_sideways_scroll, shot, monkeypatch
):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr("prongsai.web.office.papers.tasks.drawn_as", broken)
    sign_in(page, officer).goto("/2566/papers/")
    page.get_by_role("button", name="ทำเอกสาร ประกาศ").click()
    page.get_by_text("รอเริ่ม").wait_for()
    work()
    page.get_by_role("heading", name="ทำไม่สำเร็จ").wait_for()
    shot(page, "papers-job-failed")
    axe(page)
    no_sideways_scroll(page)
    monkeypatch.undo()
    page.get_by_role("button", name="ทำอีกครั้ง").click()
    page.get_by_text("รอเริ่ม").wait_for()
    work()
    page.get_by_role("link", name="ประกาศ-2566.pdf").wait_for()
