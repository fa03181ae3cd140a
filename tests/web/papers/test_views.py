"""Asking, watching and fetching papers: for whom, how often, under which name."""

from urllib.parse import unquote
from uuid import uuid4

import pytest
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.roles import ITA_OFFICER
from tests.web.scoring.samples import sheet

from prongsai.core.papers.kinds import KINDS
from prongsai.web.office.papers import tasks
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState

pytestmark = pytest.mark.django_db
PAGE = "/2566/papers/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def data(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(tasks, "drawn_as", lambda *_: b"%PDF-1.7 drawn")


@pytest.fixture
def browser(agency, officer, client_of):
    full_year(agency)
    return client_of(officer)


def ask(browser, *kinds, **fields):
    return browser.post(f"{PAGE}ask/", {"kind": kinds, **fields})


def made(browser, *kinds):
    address = ask(browser, *kinds)["Location"]
    jobs.run.call(str(Job.objects.latest("asked_at").pk))
    return address


def test_papers_are_asked_watched_and_fetched(browser):
    assert "ทำเล่มและหนังสือ" in browser.get(PAGE).content.decode()
    address = ask(browser, "memo")["Location"]
    waiting = browser.get(address)
    assert "รอเริ่ม" in waiting.content.decode()
    assert "Refresh" not in waiting
    jobs.run.call(str(Job.objects.get().pk))
    html = browser.get(address).content.decode()
    assert "เสร็จแล้ว" in html
    assert "บันทึกข้อความ-2566.docx" in html
    assert "hx-get" not in html.partition("<main")[2]
    assert "ทำแล้ว 1 จาก 6 แบบ" in browser.get(PAGE).content.decode().replace("\xa0", " ")


def test_without_scripts_the_page_comes_again_only_when_asked_and_only_while_it_waits(browser):
    address = ask(browser, "memo")["Location"]
    assert browser.get(f"{address}?again=1")["Refresh"] == "3"
    assert "Refresh" not in browser.get(f"{address}?again=1", headers=HTMX)
    jobs.run.call(str(Job.objects.get().pk))
    assert "Refresh" not in browser.get(f"{address}?again=1")


def test_the_part_is_the_same_html_as_in_the_page(browser):
    address = ask(browser, "memo")["Location"]
    part = browser.get(address, headers=HTMX).content.decode().strip()
    assert part.startswith("<section")
    assert 'hx-trigger="load delay:1s"' in part
    assert "<html" not in part


def test_a_pdf_opens_and_a_document_is_saved_each_under_its_thai_name(browser):
    made(browser, "memo")
    for row in PaperFile.objects.all():
        response = browser.get(f"/papers/file/{row.pk}/")
        kind = "inline" if row.form == "pdf" else "attachment"
        disposition = response["Content-Disposition"]
        assert disposition.startswith(f"{kind}; filename*=utf-8''")
        assert unquote(disposition).endswith(f"บันทึกข้อความ-2566.{row.form}")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response.content == b"%PDF-1.7 drawn"
    pdf = PaperFile.objects.get(form="pdf")
    saved = browser.get(f"/papers/file/{pdf.pk}/?save=1")
    assert saved["Content-Disposition"].startswith("attachment")


def test_changed_figures_ask_for_new_papers(browser, agency):
    made(browser, "memo")
    enter(agency, sheet(2565, {"total": "91"}))
    html = browser.get(PAGE).content.decode()
    assert "ตัวเลขเปลี่ยนแล้ว ทำใหม่" in html
    made(browser, "memo")
    assert "ตัวเลขเปลี่ยนแล้ว ทำใหม่" not in browser.get(PAGE).content.decode()


def test_a_form_sent_twice_asks_once(browser):
    first = ask(browser, "memo", once="0" * 32)
    second = ask(browser, "memo", once="0" * 32)
    third = ask(browser, "memo")
    assert first["Location"] == second["Location"] == third["Location"]
    assert Job.objects.count() == 1
    html = browser.get(PAGE).content.decode()
    assert "กำลังทำเอกสารอยู่" in html
    assert "/papers/ask/" not in html


def test_a_failed_job_says_what_to_do_and_can_be_asked_again(browser, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(tasks, "drawn_as", broken)
    address = made(browser, "memo")
    html = browser.get(address).content.decode()
    assert "ทำไม่สำเร็จ" in html
    assert "ลองอีกครั้ง" in html
    assert '<input type="hidden" name="kind" value="memo">' in html
    assert Job.objects.get().state == JobState.FAILED


def test_without_scores_there_is_a_next_step_instead(agency, officer, chief_executive, client_of):
    open_year(agency)
    browser = client_of(officer)
    html = browser.get(PAGE).content.decode()
    assert "ทำได้เมื่อใส่ผลคะแนนปี" in html
    assert "เลือกไฟล์คะแนน" in html
    assert ask(browser, "memo")["Location"] == PAGE
    assert Job.objects.count() == 0
    assert "เลือกไฟล์คะแนน" not in client_of(chief_executive).get(PAGE).content.decode()


def test_an_unknown_kind_asks_for_all(browser):
    ask(browser, "poster")
    assert Job.objects.get().arguments["kinds"] == list(KINDS)


def test_who_only_looks_on_fetches_and_asks_nothing(browser, chief_executive, client_of):
    address = made(browser, "memo")
    looking = client_of(chief_executive)
    assert looking.get(address).status_code == 200
    assert looking.get(f"/papers/file/{PaperFile.objects.first().pk}/").status_code == 200
    assert "ทำใหม่" not in looking.get(PAGE).content.decode()
    assert ask(looking, "memo").status_code == 403
    assert Job.objects.count() == 1


def test_another_agency_sees_nothing(browser, client, other_agency, make_actor, client_of):
    address = made(browser, "memo")
    file = f"/papers/file/{PaperFile.objects.first().pk}/"
    stranger = client_of(make_actor(other_agency, ITA_OFFICER))
    for one in (address, file, PAGE):
        assert browser.get(one).status_code == 200
        assert stranger.get(one).status_code == 404
        assert client.get(one).status_code == 302
    assert ask(stranger, "memo").status_code == 404
    assert browser.get(f"/papers/file/{uuid4()}/").status_code == 404
    assert browser.get(f"/papers/job/{uuid4()}/").status_code == 404
    assert browser.get(f"{PAGE}ask/").status_code == 405
