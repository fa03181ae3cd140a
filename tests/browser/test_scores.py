"""Scores and remarks in a browser: a file read and confirmed, figures typed, remarks kept."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import unfold
from tests.web.scoring.samples import SAMPLE, ban_song, candidate, sheet

from prongsai.core.scoresheet.model import Doubt, Reading, ScoreSheet
from prongsai.web.platform.clock import now
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.models import ScoreDraft, ScoreRevision
from prongsai.web.year.scoring.services import remarks as register

SCORES, UPLOAD, TYPE, REMARKS = (
    f"/2566/{part}" for part in ("scores/", "scores/upload/", "scores/type/", "remarks/")
)


@pytest.fixture
def officer(everybody):
    person = everybody(login="officer")
    Assessment.objects.create(agency=person.agency, fiscal_year=2566, opened_at=now())
    return person


def heading(page):
    return page.get_by_role("heading", level=1)


def read_file(page, path=SAMPLE):
    page.goto(UPLOAD)
    page.get_by_label("ไฟล์คะแนน").set_input_files(path)
    page.get_by_role("button", name="อ่านไฟล์และดูก่อนบันทึก").click()


@pytest.mark.walk
@pytest.mark.parametrize("screen", ["page", "phone_without_js"])
def test_a_file_is_read_looked_at_and_confirmed(request, screen, officer, sign_in, look):
    page = sign_in(request.getfixturevalue(screen), officer)
    page.goto(SCORES)
    expect(heading(page)).to_contain_text("ยังไม่มีคะแนนปี 2565")
    page.get_by_role("link", name="อัปโหลดไฟล์คะแนน").click()
    page.get_by_label("ไฟล์คะแนน").set_input_files(SAMPLE)
    page.get_by_role("button", name="อ่านไฟล์และดูก่อนบันทึก").click()
    expect(heading(page)).to_contain_text("109")
    look(page, "scoring-preview")
    assert not ScoreRevision.objects.exists()
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 1").click()
    expect(heading(page)).to_contain_text("90.52")
    expect(page.get_by_role("status")).to_contain_text("เป็นฉบับที่ 1")
    assert ScoreRevision.objects.count() == 1


@pytest.mark.parametrize("screen", ["page", "phone_without_js"])
def test_what_may_be_a_score_is_taken_by_a_person(
    request, screen, officer, sign_in, look, monkeypatch
):
    found = [candidate("93.10", "IIT"), candidate("88.00", None, None, Doubt.SCORE, Doubt.YEAR)]
    pages = [candidate(f"{number}.25", f"i{number}", page=number) for number in range(20, 60)]
    told = Reading(ScoreSheet(None), (), (*found, *pages))
    monkeypatch.setattr("prongsai.web.year.scoring.services.drafts.read_upload", lambda *_: told)
    monkeypatch.setattr(
        "prongsai.web.year.scoring.services.drafts.draw_pages", lambda *_: {12: b"a picture"}
    )
    page = sign_in(request.getfixturevalue(screen), officer)
    read_file(page)
    expect(heading(page)).to_contain_text("พบตัวเลขที่อาจเป็นคะแนน 42 รายการ")
    look(page, "scoring-candidates")
    page.get_by_role("button", name="เลือกทั้งหมดในส่วนนี้ หน้า 12").click()
    expect(page.get_by_label("93.10")).to_be_checked()
    expect(page.get_by_label("88.00")).not_to_be_checked()
    page.get_by_label("88.00").check()
    take = page.get_by_role("button", name="ใช้รายการที่เลือกเป็นคะแนน")
    take.click()
    expect(page.get_by_role("alert").first).to_contain_text("เลือกว่าเป็นคะแนนของอะไร")
    look(page, "scoring-candidates-error")
    code = page.locator("#id_code_2")
    assert code.bounding_box()["width"] > 180, "its choices can be read beside the picture"
    code.select_option("2565:EIT")
    page.locator("#id_year_2").select_option("2565")
    take.click()
    expect(heading(page)).to_contain_text("2 ค่า")
    look(page, "scoring-candidates-taken")
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 1").click()
    expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 1")
    assert "ยืนยันเอง 2 รายการ" in ScoreRevision.objects.get().source


def test_a_preview_of_contradictions_and_differences_fits(page, officer, sign_in, look, tmp_path):
    register.import_sheet(officer.agency, by=officer, sheet=ban_song(), source="scores.csv")
    file = tmp_path / "หนังสือแจ้งผลคะแนนการประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน.txt"
    file.write_text(
        "ผลคะแนน ITA เทศบาลตำบลบ้านอื่น ปีงบประมาณ 2565\nIIT 90.10\nEIT 78.86\nOIT 97.32\n"
        "คะแนนรวม 89.62\nข้อเสนอแนะของสำนักงาน ป.ป.ช. ดังนี้\n"
        "- ควรเผยแพร่รายงานผลการใช้จ่ายงบประมาณประจำปี\n- ควรเปิดโอกาสให้มีส่วนร่วม\n",
        encoding="utf-8",
    )
    sign_in(page, officer)
    read_file(page, file)
    expect(page.get_by_text("ไฟล์นี้ไม่มี 105 ค่า")).to_be_visible()
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    look(page, "scoring-preview-contradictions")
    page.get_by_role("button", name="เก็บค่าเหล่านั้นไว้ด้วย").click()
    expect(page.get_by_role("heading", name="ฉบับใหม่มีอีก 105 ค่า")).to_be_visible()
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 2").click()
    expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 2")
    assert len(queries.remarks(officer.agency, 2565)) == 2


def test_a_second_click_on_confirm_makes_no_second_revision(page, officer, sign_in):
    sign_in(page, officer)
    read_file(page)
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 1").dblclick()
    expect(heading(page)).to_contain_text("90.52")
    page.go_back()
    assert ScoreRevision.objects.count() == 1


def test_what_is_typed_keeps_itself_and_is_there_again(page, officer, sign_in):
    sign_in(page, officer)
    page.goto(TYPE)
    unfold(page)
    page.get_by_label("i7", exact=False).first.press_sequentially("84.94")
    expect(page.locator(".ps-save")).to_contain_text("เก็บร่างแล้ว", timeout=10_000)
    page.evaluate("document.querySelector('form[data-changed]')?.removeAttribute('data-changed')")
    page.goto(SCORES)
    page.get_by_role("link", name="กรอกต่อ").click()
    expect(page.locator("[name=i7]")).to_have_value("84.94")


@pytest.mark.parametrize("screen", ["page", "phone_without_js"])
def test_a_wrong_figure_is_told_and_nothing_is_lost(request, screen, officer, sign_in, look):
    page = sign_in(request.getfixturevalue(screen), officer)
    page.goto(TYPE)
    unfold(page)
    page.locator("[name=i7]").fill("187")
    page.locator("[name=o12]").fill("100")
    page.get_by_role("button", name="ดูก่อนบันทึก").click()
    expect(page.get_by_role("alert").first).to_contain_text("เกิน 100")
    expect(page).to_have_title("ผิดพลาด: กรอกคะแนนปี 2565 – โปร่งใส")
    expect(page.locator("[name=o12]")).to_have_value("100")
    look(page, "scoring-type-error")
    page.locator("[name=i7]").fill("87.00")
    page.get_by_role("button", name="ดูก่อนบันทึก").click()
    expect(heading(page)).to_contain_text("2 ค่า")
    page.get_by_role("button", name="บันทึกเป็นฉบับที่ 1").click()
    expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 1")
    assert queries.current_scores(officer.agency, 2565).revision.is_typed


def test_a_draft_is_kept_without_a_script(page_without_js, officer, sign_in):
    page = sign_in(page_without_js, officer)
    page.goto(TYPE)
    unfold(page)
    page.locator("[name=e3]").fill("๖๘.๙๓")
    page.get_by_role("button", name="บันทึกร่าง").click()
    expect(page.locator("[name=e3]")).to_be_visible()
    expect(page.locator("[name=e3]")).to_have_value("๖๘.๙๓")
    assert ScoreDraft.objects.get().typed == {"e3": "๖๘.๙๓"}


@pytest.mark.parametrize("screen", ["page", "page_without_js"])
def test_a_remark_gets_its_items_is_removed_and_comes_back(request, screen, officer, sign_in):
    register.import_sheet(officer.agency, by=officer, sheet=sheet(), source="scores.csv")
    page = sign_in(request.getfixturevalue(screen), officer)
    page.goto(REMARKS)
    page.get_by_role("link", name="เพิ่มข้อเสนอแนะ").first.click()
    page.get_by_label("ข้อเสนอแนะของสำนักงาน ป.ป.ช.").fill("ควรเผยแพร่รายงานผลการใช้จ่ายงบประมาณประจำปี")
    page.get_by_role("button", name="แนะนำข้อจากถ้อยคำ").click()
    expect(page.locator("#id_items_o20")).to_be_checked()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(heading(page)).to_contain_text("1 ข้อ")
    page.get_by_role("button", name="ลบ").click()
    expect(heading(page)).to_contain_text("ยังไม่มีข้อเสนอแนะ")
    page.get_by_role("button", name="เลิกทำ").click()
    expect(heading(page)).to_contain_text("1 ข้อ")
    assert "o20" in queries.remarks(officer.agency, 2565)[0].items


def test_a_file_is_imported_by_keyboard_alone(page, officer, sign_in):
    sign_in(page, officer)
    read_file(page)
    button = page.get_by_role("button", name="บันทึกเป็นฉบับที่ 1")
    for _ in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("90.52")
