"""Surveys in a browser: on a phone with and without scripts, without a line, at a counter."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.own import shipped
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.web.disclosure.surveys.models import Answer, Card, Choice, Survey, SurveyReport
from prongsai.web.disclosure.surveys.queries import own_form_of, questionnaire_of
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.platform.clock import now, today


@pytest.fixture
def officer(everybody):
    return everybody()


@pytest.fixture
def survey(officer):
    """Makes a survey that is open."""

    def make(instrument="EIT", points=("เคาน์เตอร์",)):
        asked = planning.NewSurvey(
            2566, instrument, f"ซ้อม {instrument}", today(), today() + timedelta(days=7), 20,
            points=points,
        )  # fmt: skip
        return planning.begin(officer, asked)

    return make


def address(survey):
    return f"/s/{survey.points.get().code}/"


def answer_all(page):
    """The first answer to every question of the step, or of the page where no script runs."""
    for group in page.locator("fieldset:visible").all():
        group.locator(".govuk-radios__label").first.click()


def step_through(page):
    while page.locator("[data-on]").is_visible():
        answer_all(page)
        page.locator("[data-on]").click()


@pytest.mark.walk
def test_a_visitor_answers_on_a_phone_step_by_step(phone, survey, look):
    own = survey()
    phone.goto(address(own))
    look(phone, "survey-question")
    assert phone.locator("fieldset:visible").count() < len(questionnaire_of(own).asked)
    step_through(phone)
    phone.get_by_label("อยากบอกอะไรเพิ่ม").fill("ดีแล้ว")
    phone.get_by_role("button", name="ส่งคำตอบ").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
    look(phone, "survey-thanks")
    assert len(Answer.objects.get().values) == len(questionnaire_of(own).asked)
    assert phone.evaluate("Object.keys(localStorage).filter((one) => one.includes('draft'))") == []


def test_who_leaves_questions_out_is_led_to_them(phone, survey, look):
    own = survey()
    phone.goto(address(own))
    answer_all(phone)
    while phone.locator("[data-on]").is_visible():
        phone.locator("[data-on]").click()
    phone.get_by_role("button", name="ส่งคำตอบ").click()
    expect(phone.get_by_role("alert").first).to_contain_text("ยังไม่ได้ตอบ")
    look(phone, "survey-left-out")
    last = phone.locator("[data-errors] a").last
    wanted = last.get_attribute("href")
    last.click()
    expect(phone.locator(wanted)).to_be_visible()
    phone.get_by_role("button", name="ส่งทั้งที่เว้นไว้").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
    assert 0 < len(Answer.objects.get().values) < len(questionnaire_of(own).asked)


def test_staff_answer_with_a_card_and_without_scripts(phone_without_js, survey, officer):
    own = survey("IIT")
    first, second, *_ = planning.print_cards(officer, own)
    left = Card.objects.count()
    page = phone_without_js
    page.goto(f"{address(own)}#{first}")
    answer_all(page)
    page.get_by_label("เลขบัตรตอบ 16 หลัก").fill("1234")
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.get_by_role("alert").first).to_contain_text("16 หลัก")
    assert page.locator("input[type=radio]:checked").count() == len(questionnaire_of(own).asked)
    page.get_by_label("เลขบัตรตอบ 16 หลัก").fill(second)
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
    assert (Answer.objects.count(), Card.objects.count()) == (1, left - 1)


def test_the_code_of_a_card_fills_in_its_number_and_is_sent_to_no_server(phone, survey, officer):
    own = survey("IIT")
    card, *_ = planning.print_cards(officer, own)
    asked = []
    phone.on("request", lambda one: asked.append(one.url))
    phone.goto(f"{address(own)}#{card}")
    expect(phone.get_by_label("เลขบัตรตอบ 16 หลัก")).to_have_value(card)
    step_through(phone)
    phone.get_by_role("button", name="ส่งคำตอบ").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
    assert not [url for url in asked if card in url.partition("#")[0]]


def test_answers_wait_for_a_line_and_outlive_the_browser(open_browser, survey):
    own = survey()
    phone = open_browser({"width": 360, "height": 740})
    phone.goto(address(own))
    step_through(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="ส่งคำตอบ").click()
    expect(phone.locator("#trouble")).to_contain_text("ไม่มีสัญญาณ")
    assert not Answer.objects.exists()
    # Closed and opened again, with a line: all is there, and nothing is sent twice.
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
    assert Answer.objects.count() == 1


def test_a_draft_is_there_again_after_the_page_was_closed(open_browser, survey):
    own = survey()
    phone = open_browser({"width": 360, "height": 740})
    phone.goto(address(own))
    answer_all(phone)
    chosen = phone.locator("input[type=radio]:checked").count()
    again = phone.context.new_page()
    phone.close()
    again.goto(address(own))
    assert again.locator("input[type=radio]:checked").count() == chosen


def test_a_counter_keeps_nothing_and_begins_anew(page, survey):
    own = survey()
    page.goto(f"{address(own)}?kiosk")
    step_through(page)
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.get_by_role("link", name="คนต่อไป")).to_be_visible()
    page.get_by_role("link", name="คนต่อไป").click()
    assert page.locator("input[type=radio]:checked").count() == 0
    assert page.url.endswith("?kiosk")
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.includes('draft'))") == []
    assert not Answer.objects.get().again


def test_the_officer_begins_prints_keys_in_closes_and_reads(page, officer, sign_in, look):
    sign_in(page, officer)
    page.goto("/surveys/")
    look(page, "surveys-empty")
    page.get_by_role("link", name="ซ้อม IIT หรือ EIT").click()
    page.get_by_label("ชื่อรอบ").fill("ซ้อม EIT รอบ 1")
    page.get_by_label("จุดตอบของ EIT").fill("เคาน์เตอร์งานทะเบียน\nเว็บไซต์")
    fill_day(page, "วันสุดท้าย", now() + timedelta(days=30))
    look(page, "survey-begin")
    page.locator("main form").get_by_role("button", name="เริ่มแบบสำรวจ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ซ้อม EIT รอบ 1")
    look(page, "survey")
    page.get_by_role("link", name="บันทึกจากแบบสอบถามกระดาษ").first.click()
    line = "2" * len(questionnaire_of(Survey.objects.get()).asked)
    page.get_by_label("คำตอบ บรรทัดละแผ่น").fill("\n".join([line] * 6))
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("บันทึกแล้ว 6 แผ่น").wait_for()
    page.get_by_role("link", name="กลับ").click()
    page.get_by_role("button", name="ปิดแบบสำรวจ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ปิดแบบสำรวจก่อนกำหนด?")
    page.get_by_role("button", name="ปิดแบบสำรวจ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ผลการซ้อม")
    expect(page.get_by_role("main")).to_contain_text("เจ้าหน้าที่บันทึกจากแบบสอบถามกระดาษ 6 แผ่น")
    look(page, "survey-results")


def fill_day(page, label, day):
    page.get_by_label(label).fill(f"{day.day}/{day.month}/{day.year}")


def test_the_officer_asks_own_questions_and_a_visitor_answers(
    page, open_browser, officer, sign_in, look
):
    sign_in(page, officer)
    page.goto("/surveys/")
    page.get_by_role("link", name="สำรวจความพึงพอใจ").click()
    look(page, "survey-own-begin")
    page.get_by_role("link", name="ความเห็นต่อเวทีรับฟัง").click()
    page.get_by_label("ชื่อรอบ").fill("เวทีประชาคม หมู่ 4")
    page.get_by_label("จุดตอบ บรรทัดละจุด").fill("ศาลาหมู่บ้าน")
    fill_day(page, "วันสุดท้าย", now() + timedelta(days=3))
    page.locator("#id_question-1-words").fill("ได้รับเอกสารก่อนวันประชุม")
    page.get_by_role("button", name="เพิ่มคำถามอีก").click()
    box = page.locator("main form section").last
    box.get_by_label("คำถาม", exact=True).fill("จะมาอีกหรือไม่")
    box.get_by_label("ตอบแบบ").select_option("choice")
    box.locator("summary").click()
    box.get_by_label("ตัวเลือก").fill("มา, ไม่มา")
    page.locator("main form").get_by_role("button", name="เริ่มแบบสำรวจ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("เวทีประชาคม หมู่ 4")
    own = Survey.objects.get()
    phone = open_browser({"width": 360, "height": 740})
    phone.goto(address(own))
    expect(phone.get_by_role("main")).to_contain_text("ราว 1 นาที")
    step_through(phone)
    phone.get_by_label("ข้อเสนอต่อเรื่องที่หารือ").fill("ขอให้ทำทางเท้า")
    phone.get_by_role("button", name="ส่งคำตอบ").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
    form = own_form_of(own)
    assert set(Answer.objects.get().values) == {one.code for one in form.asked} - form.choices
    assert set(Choice.objects.values_list("question", flat=True)) == form.choices


def test_who_goes_back_at_a_counter_sees_nothing_of_the_one_before(page, survey):
    own = survey()
    page.goto(f"{address(own)}?kiosk")
    step_through(page)
    page.get_by_label("อยากบอกอะไรเพิ่ม").fill("คำของคนก่อน")
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page.get_by_role("link", name="คนต่อไป")).to_be_visible()
    page.go_back()
    assert page.locator("input[type=radio]:checked").count() == 0
    assert page.locator("textarea").input_value() == ""
    assert page.evaluate("Object.keys(localStorage)") == []
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((own) => own.length)") == 0
    )
    assert page.evaluate("caches.keys().then((own) => own.length)") == 0
    assert Answer.objects.count() == 1


def test_staff_who_answered_leave_nothing_on_a_computer_that_is_shared(page, survey, officer):
    own = survey("IIT")
    first, second, *_ = planning.print_cards(officer, own)
    for card in (first, second):
        page.goto(address(own))
        page.get_by_label("เลขบัตรตอบ 16 หลัก").fill(card)
        step_through(page)
        page.get_by_role("button", name="ส่งคำตอบ").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
        assert page.evaluate("Object.keys(localStorage)") == []
        # The tab knows its own address, as its list of pages does; it goes with the tab.
        kept = page.evaluate("Object.entries(sessionStorage).flat().join(' ')")
        assert "prongsai" not in kept
        assert card not in kept
    assert Answer.objects.count() == 2
    assert not Answer.objects.filter(again=True).exists()


def test_two_tabs_are_two_answers_and_the_second_says_so(open_browser, survey):
    own = survey()
    one = open_browser({"width": 360, "height": 740})
    one.goto(address(own))
    other = one.context.new_page()
    other.goto(address(own))
    step_through(one)
    step_through(other)
    for tab in (one, other):
        tab.get_by_role("button", name="ส่งคำตอบ").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("ขอบคุณ รับคำตอบแล้ว")
    assert sorted(Answer.objects.values_list("again", flat=True)) == [False, True]


@pytest.fixture
def reported(officer, survey):
    """Two rounds that many answered, the second closed."""
    days = (today(), today() + timedelta(days=7))
    form, former = shipped()[0].form, None
    for number in (1, 2):
        asked = planning.NewSurvey(
            2566, "", f"บริการ รอบ {number}", *days, points=("ก", "ข"), form=form, former=former
        )
        own = planning.begin(officer, asked)
        points = list(own.points.all())
        for place in range(24):
            values = {one.code: (place + number) % len(one.options) for one in form.asked}
            sent = answering.Sent(values, f"{number}{place:031x}", words={"q9": f"ข้อ {place}"})
            answering.receive(points[place % 2], sent)
        answering.close(officer, own)
        former = Survey.objects.get(pk=own.pk)
    return former


@pytest.mark.parametrize("device", ["page", "phone", "phone_without_js"])
def test_results_rounds_and_the_report_of_a_survey(
    request, device, officer, sign_in, look, reported
):
    browser = request.getfixturevalue(device)
    sign_in(browser, officer)
    browser.goto(f"/surveys/{reported.pk}/results/")
    expect(browser.get_by_role("main")).to_contain_text("เทียบกับรอบก่อน")
    expect(browser.get_by_role("main")).to_contain_text("บริการ รอบ 1 24 คน")
    look(browser, f"survey-own-results-{device}")
    browser.get_by_role("link", name="รายงาน", exact=True).click()
    browser.get_by_label("ความคิดเห็นและข้อเสนอแนะ").fill("ป้ายไม่ชัด")
    browser.get_by_label("การปรับปรุงที่จะทำต่อ").fill("ทำป้ายใหม่")
    look(browser, f"survey-own-report-{device}")
    browser.get_by_role("button", name="ทำรายงาน").click()
    expect(browser.get_by_role("main")).to_contain_text("ฉบับที่ 1")
    assert SurveyReport.objects.get().said["next"] == "ทำป้ายใหม่"
    # The rows go; what was shown stays.
    browser.goto(f"/surveys/{reported.pk}/")
    look(browser, f"survey-closed-{device}")
    browser.get_by_role("button", name="ลบคำตอบรายแถวตอนนี้").click()
    expect(browser.get_by_role("main")).to_contain_text("เหลือจำนวนรายข้อ")
    look(browser, f"survey-without-rows-{device}")
    browser.goto(f"/surveys/{reported.pk}/results/")
    expect(browser.get_by_role("main")).to_contain_text("บริการ รอบ 1 24 คน")
    expect(browser.get_by_role("main")).to_contain_text("ข้อความลบแล้ว")
    assert not Answer.objects.filter(survey=reported.pk).exists()


@pytest.mark.parametrize("device", ["page", "phone_without_js"])
def test_answers_taken_elsewhere_are_read_seen_and_brought_in(
    device, request, officer, sign_in, look
):
    opened = sign_in(request.getfixturevalue(device), officer)
    asked = questionnaire(Catalogue(), 2566, "EIT")
    lines = [",".join(one.options[number % 2].th for one in asked.asked) for number in range(12)]
    lines[3] = lines[3].replace(asked.asked[0].options[1].th, "ไม่แน่ใจ", 1)
    data = "\n".join([",".join(asked.codes), *lines]).encode()
    opened.goto("/surveys/")
    opened.get_by_role("link", name="นำเข้าผลจากที่อื่น").click()
    look(opened, "survey-elsewhere")
    opened.get_by_label("ใช้คำถามของปีงบประมาณ").select_option("2566")
    opened.get_by_label("ชื่อรอบ").fill("EIT จากแบบฟอร์มออนไลน์")
    fill_day(opened, "เก็บตั้งแต่วันที่", now() - timedelta(days=20))
    fill_day(opened, "ถึงวันที่", now() - timedelta(days=1))
    file = {"name": "answers.csv", "mimeType": "text/csv", "buffer": data}
    opened.get_by_label("ไฟล์ XLSX").set_input_files(file)
    opened.get_by_role("button", name="อ่านและดูตัวอย่าง").click()
    expect(opened.get_by_role("main")).to_contain_text("อ่านได้ 12 คน")
    expect(opened.get_by_role("main")).to_contain_text("“ไม่แน่ใจ” ไม่ใช่คำตอบของ")
    look(opened, "survey-elsewhere-read")
    assert not Survey.objects.exists()
    opened.get_by_role("button", name="นำเข้าตามนี้").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("ผลการซ้อม")
    expect(opened.get_by_role("main")).to_contain_text("เก็บจากที่อื่น")
    look(opened, "survey-elsewhere-results")
    assert Survey.objects.get().told == 12
    assert not Answer.objects.exists()
