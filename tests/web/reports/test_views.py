"""Pages of the reports: who may, what is refused and kept, plain forms and parts."""

import re
from datetime import date
from urllib.parse import unquote
from uuid import uuid4

import pytest
from tests.web import factories
from tests.web.analysis.years import enter
from tests.web.reports import samples
from tests.web.reports.samples import YEAR, at, filled, march, write
from tests.web.roles import ADMINISTRATOR, ITA_OFFICER, OFFICER
from tests.web.running import run_jobs
from tests.web.scoring.samples import sheet

from prongsai.web.platform.models import Job
from prongsai.web.signing.approval.models import Submission
from prongsai.web.year.calendar.models import Reminder
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.reports import tasks
from prongsai.web.year.reports.models import DraftFile, Report, RowVersion

pytestmark = pytest.mark.django_db
LIST = f"/{YEAR}/reports/"
PAGE = f"{LIST}report-6/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def data(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(tasks, "_drawn", lambda *told: b"%PDF-1.7 " + told[1].encode())


@pytest.fixture
def clock():
    with march() as moment:
        yield moment


@pytest.fixture
def browser(agency, officer, client_of, clock):
    return client_of(officer)


def words(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " ").replace("\u2060", ""))


def typed(**changed):
    return {
        "seen": "0", "summary": "จัดประชุมแล้ว 2 ครั้ง", "outcome": "เร็วขึ้น", "problem": "ไม่มี",
        "proposal": "ไม่มี",
    } | changed  # fmt: skip


def row_url(row, kind="report-6"):
    return f"{LIST}{kind}/rows/{row.pk}/"


def test_the_three_reports_of_a_year(browser, agency, officer):
    filled(agency, officer, 2)
    html = words(browser.get(LIST))
    for said in ("รายงานรอบ 6 เดือน", "รายงานรอบ 12 เดือน", "รายงานผลการดำเนินการตามมาตรการ",
                 "เขียนแล้ว 2 จาก 2 แถว", "พร้อมเสนอ", "ยังไม่เปิดรอบ", "31 มีนาคม 2566"):  # fmt: skip
        assert said in html
    # A round that is not open yet counts no rows.
    assert html.count("ps-share") == 1


def test_without_a_plan_there_is_a_next_step(browser, agency):
    samples.full_year(agency, YEAR)
    for address in (LIST, PAGE):
        html = words(browser.get(address))
        assert "ยังไม่มีมาตรการให้รายงาน" in html
        assert f"/{YEAR}/plan/" in html


def test_a_report_shows_rows_findings_and_who_owes_what(browser, agency, officer):
    rows = samples.year(agency, 2)
    samples.note(rows[0], officer, done="ควรมีป้ายบอกทาง")
    html = words(browser.get(PAGE))
    for said in ("เหลือ 1 แถวที่ยังไม่มีผล", "ควรมีป้ายบอกทาง", "ต้องแก้",
                 "รายการค้าง แยกตามผู้รับผิดชอบ", "กองช่าง", "อีก 1 วัน",
                 "เตือนทุกคนที่ยังมีแถวว่าง"):  # fmt: skip
        assert said in html
    assert "เสนอลงนาม" not in html


def test_a_page_says_before_that_its_round_is_not_over(browser, agency, officer, client_of):
    samples.year(agency, 1)
    said = "ร่าง รอบรายงานยังไม่สิ้นสุด"
    html = words(browser.get(PAGE))
    assert html.index(said) < html.index("ทำร่าง PDF")
    with samples.at(2023, 3, 31):
        assert said not in words(client_of(officer).get(PAGE))


def test_a_row_is_opened_filled_and_saved(browser, agency, officer):
    (row,) = filled(agency, officer, 1)
    html = words(browser.get(row_url(row)))
    assert "ผลของมาตรการเรื่องที่ 1" in html
    response = browser.post(row_url(row), typed())
    assert response["Location"] == f"{PAGE}?row={row.pk}#row-{row.pk}"
    assert "จัดประชุมแล้ว 2 ครั้ง" in words(browser.get(PAGE))


def test_a_row_sent_twice_is_saved_once(browser, agency, officer):
    (row,) = filled(agency, officer, 1)
    sent = typed(once="0" * 32)
    assert (
        browser.post(row_url(row), sent)["Location"] == browser.post(row_url(row), sent)["Location"]
    )
    assert RowVersion.objects.count() == 1


def test_a_stale_row_shows_both_and_keeps_what_was_typed(browser, agency, officer, make_actor):
    (row,) = filled(agency, officer, 1)
    write(agency, make_actor(agency, ITA_OFFICER, login="x"), row, summary="ของคนแรก")
    response = browser.post(row_url(row), typed(summary="ของคนที่สอง"))
    html = words(response)
    assert response.status_code == 422
    assert "มีผู้บันทึกแถวนี้ก่อนท่าน" in html
    assert "ของคนแรก" in html
    assert "ของคนที่สอง</textarea>" in html
    assert 'name="seen" value="1"' in html
    assert browser.post(row_url(row), typed(seen="1", summary="รวมแล้ว")).status_code == 302
    assert RowVersion.objects.latest("number").summary == "รวมแล้ว"


def test_three_photos_are_refused_and_nothing_is_lost(browser, agency, officer):
    (row,) = samples.year(agency, 1)
    samples.note(row, officer, photos=3)
    ids = [photo.id for photo in samples.held(agency).entries[0].row.evidence]
    response = browser.post(row_url(row), typed(photos=ids))
    assert response.status_code == 422
    assert "เลือกได้ไม่เกิน 2 ภาพ" in words(response)
    assert "จัดประชุมแล้ว 2 ครั้ง</textarea>" in words(response)
    assert words(response).count(" checked") == 3
    assert browser.post(row_url(row), typed(photos=ids[:2])).status_code == 302


def test_unit_heads_write_their_rows_and_only_see_the_others(agency, officer, client_of, clock):
    rows = filled(agency, officer, 2)
    head = client_of(samples.head(agency))
    assert "บันทึกแถวนี้" in words(head.get(row_url(rows[0])))
    assert head.post(row_url(rows[0]), typed()).status_code == 302
    assert "บันทึกแถวนี้" not in words(head.get(row_url(rows[1])))
    assert head.post(row_url(rows[1]), typed()).status_code == 403


def test_before_the_round_rows_are_read_only(agency, officer, client_of):
    with at(2023, 2, 1):
        browser = client_of(officer)
        rows = samples.year(agency, 1)
        assert "เปิดให้เขียน 1 มีนาคม 2566" in words(browser.get(PAGE))
        assert "เขียนได้เมื่อเปิดรอบ" in words(browser.get(row_url(rows[0])))
        response = browser.post(row_url(rows[0]), typed())
        assert response.status_code == 422
        assert "รอบนี้ยังไม่เปิด" in words(response)


def test_remind_and_write_that_there_is_nothing(browser, agency, officer):
    rows = samples.year(agency, 2)
    samples.head(agency)
    samples.note(rows[1], officer, problem="")
    assert "เตือนแล้ว 1 คน" in words(browser.post(f"{PAGE}remind/", follow=True))
    assert Reminder.objects.count() == 1
    # The first is of กองคลัง; nobody answers for the other.
    MeasureRow.objects.filter(pk=rows[1].pk).update(unit="")
    assert "ปัญหาที่ว่างของท่าน 1 มาตรการ" in words(browser.get(PAGE))
    assert "เขียน “ไม่มี” แล้ว 1 มาตรการ" in words(browser.post(f"{PAGE}nothing/", follow=True))


def test_submit_leads_to_the_signing_and_is_refused_with_errors(browser, agency, officer):
    samples.Signers(agency)
    rows = samples.year(agency, 1)
    refused = words(browser.post(f"{PAGE}submit/", follow=True))
    assert "ต้องแก้ก่อนเสนอ" in refused
    samples.note(rows[0], officer, problem="ไม่มี")
    assert "เสนอลงนาม" in words(browser.get(PAGE))
    response = browser.post(f"{PAGE}submit/")
    assert response["Location"].startswith("/signing/")
    html = words(browser.get(PAGE))
    assert "รอลงนาม" in html
    assert "การลงนาม" in html
    assert words(browser.get(row_url(rows[0]))).count("<textarea") == 0


def test_a_past_day_is_read_only_and_says_so(browser, agency, officer):
    with at(2023, 3, 10):
        (row,) = samples.year(agency, 1)
        samples.note(row, officer, date(2023, 3, 9), 30, done="ก่อนวันนั้น")
    samples.note(row, officer, date(2023, 3, 25), 90, done="เพิ่มทีหลัง")
    html = words(browser.get(f"{PAGE}?on=15/3/2566"))
    assert "รายงานตามข้อมูล ณ วันที่ 15 มีนาคม 2566" in html
    assert "ก่อนวันนั้น" in html
    assert "เพิ่มทีหลัง" not in html
    assert "/rows/" not in html
    wrong = browser.get(f"{PAGE}?on=45/3/2566")
    assert wrong.status_code == 422
    assert "เพิ่มทีหลัง" in words(wrong)


def test_the_layout_of_results_is_chosen(agency, officer, client_of):
    with at(2023, 10, 9):
        browser = client_of(officer)
        filled(agency, officer, 1)
        page = f"{LIST}results/"
        assert "แปดคอลัมน์" in words(browser.get(page))
        browser.post(f"{page}layout/", {"layout": "three-with-photos"})
        assert Report.objects.get().layout == "three-with-photos"
        assert "ไม่มีรูปแบบนี้" in words(browser.post(f"{page}layout/", {"layout": "x"}, follow=True))


def test_drafts_are_asked_watched_and_fetched(browser, agency, officer):
    filled(agency, officer, 1)
    address = browser.post(f"{PAGE}draft/")["Location"]
    part = browser.get(address, headers=HTMX).content.decode().strip()
    assert part.startswith("<section")
    assert 'hx-trigger="load delay:1s"' in part
    assert browser.get(f"{address}?again=1")["Refresh"] == "3"
    run_jobs()
    assert "เสร็จแล้ว" in words(browser.get(address))
    for draft in DraftFile.objects.all():
        response = browser.get(f"/reports/file/{draft.pk}/")
        kind = "inline" if draft.form == "pdf" else "attachment"
        assert response["Content-Disposition"].startswith(kind)
        assert unquote(response["Content-Disposition"]).endswith(f"-{YEAR}.{draft.form}")
        assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "ทำร่างใหม่" in words(browser.get(PAGE))


def test_the_effect_page_says_what_it_does_not_prove(browser, agency):
    samples.year(agency, 1)
    assert "ยังไม่มีคะแนนให้เทียบ" in words(browser.get(f"{LIST}effect/"))
    enter(agency, sheet(2566, {"total": "88", "e6": "95"}))
    html = words(browser.get(f"{LIST}effect/"))
    assert "ไม่ได้ยืนยันว่าคะแนนเปลี่ยนเพราะมาตรการ" in html
    assert "95.00" in html


def test_who_only_looks_on_sees_and_changes_nothing(
    agency, officer, chief_executive, client_of, clock
):
    (row,) = filled(agency, officer, 1)
    looking = client_of(chief_executive)
    for address in (LIST, PAGE, row_url(row), f"{LIST}effect/"):
        assert looking.get(address).status_code == 200
    html = words(looking.get(PAGE))
    for button in ("เสนอลงนาม", "เตือนทุกคนที่ยังมีแถวว่าง", "ทำร่าง"):
        assert f">{button}" not in html
    for act in ("remind", "layout", "submit", "publish", "draft"):
        assert looking.post(f"{PAGE}{act}/").status_code == 403
    looking.post(f"{PAGE}nothing/")
    assert RowVersion.objects.count() == 0, "the button fills own rows, and they have none"
    assert Job.objects.count() == 0


def test_another_agency_finds_nothing(
    browser, agency, officer, other_agency, make_actor, client_of
):
    (row,) = filled(agency, officer, 1)
    browser.post(f"{PAGE}draft/")
    run_jobs()
    job, draft = Job.objects.get(), DraftFile.objects.first()
    stranger = client_of(make_actor(other_agency, ITA_OFFICER, ADMINISTRATOR))
    samples.full_year(other_agency, YEAR)
    for address in (row_url(row), f"/reports/job/{job.pk}/", f"/reports/file/{draft.pk}/"):
        assert browser.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
    assert stranger.post(row_url(row), typed()).status_code == 404
    for address in (f"{LIST}report-9/", row_url(type(row)(pk=uuid4())), "/2560/reports/"):
        assert browser.get(address).status_code == 404


@pytest.mark.long
def test_a_long_plan_and_its_report_are_read_a_page_at_a_time(browser, agency, officer):
    made = samples.year(agency, count=60)
    report = f"{LIST}report-6/"
    shown = [words(browser.get(f"{report}?page={number}")) for number in (1, 2)]
    assert [page.count('<tr id="row-') for page in shown] == [50, 10]
    assert "หน้า 1 จาก 2" in shown[0]
    # A row that was just written is shown where one comes back to.
    last = words(browser.get(f"{report}?row={made[-1].pk}"))
    assert f'id="row-{made[-1].pk}"' in last
    plan = [words(browser.get(f"/{YEAR}/plan/?page={number}")) for number in (1, 2)]
    assert [page.count('<tr id="m-') for page in plan] == [50, 10]
    # Adding and counting speak of the whole plan.
    assert "เขียนแล้ว 0 จาก 60 แถว" in shown[1]


def test_a_saved_row_leads_back_to_its_page(browser, agency, officer):
    made = samples.year(agency, count=51)
    answer = browser.post(row_url(made[-1]), typed())
    assert answer.status_code == 302
    assert f"row={made[-1].pk}" in answer["Location"]
    assert f'id="row-{made[-1].pk}"' in browser.get(answer["Location"]).content.decode()


def test_who_has_posts_in_two_units_is_asked_for_which_they_submit(browser, agency, officer):
    samples.Signers(agency)
    rows = samples.year(agency, 1)
    samples.note(rows[0], officer, problem="ไม่มี")
    units = [factories.make_unit(agency, name) for name in ("กองสวัสดิการ", "กองสาธารณสุข")]
    for unit in units:
        position = factories.make_position(agency, OFFICER, unit=unit, title=f"นักวิชาการ {unit}")
        factories.hold(officer.user, position)
    asked = browser.post(f"{PAGE}submit/")
    assert asked.status_code == 422
    assert "เสนอในนามส่วนราชการใด" in words(asked)
    assert not Submission.objects.exists()
    # A unit that is not theirs is asked again, one of theirs is taken.
    other = factories.make_unit(agency, "กองอื่น")
    assert browser.post(f"{PAGE}submit/", {"for_unit": str(other.pk)}).status_code == 422
    sent = browser.post(f"{PAGE}submit/", {"for_unit": str(units[1].pk)})
    assert sent["Location"].startswith("/signing/")
    assert Submission.objects.get().unit == units[1]
