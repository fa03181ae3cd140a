"""Pages of the plan's approval, of memos, and of the wording."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.approval.conftest import Office, small_pdf
from tests.web.measures.plans import YEAR, drafted
from tests.web.roles import CHIEF_ADMINISTRATOR, ITA_OFFICER, LOGINS
from tests.web.running import run_jobs

from prongsai.web.agency.models import WordingRow
from prongsai.web.office.papers.models import Memo, MemoEnclosure, PlanFollowUp
from prongsai.web.office.papers.services import set_sentence
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import deciding
from prongsai.web.signing.publication.models import Publication

pytestmark = pytest.mark.django_db
MEMO = {
    "is_information": "no", "subject": "ขออนุมัติจัดประชุม", "to": "", "background": "ตามที่กำหนด",
    "facts": "ห้องว่าง", "proposals": "อนุมัติ", "closing": "", "seen": "1",
}  # fmt: skip
SENTENCE = "/agency/wording/memo/memo.background_text/"


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def office(agency, officer, monkeypatch):
    made = Office(agency)
    drafted(agency, officer)
    monkeypatch.setattr(tasks, "pdf_of", lambda _version, one: small_pdf("\n".join(one.strings())))
    monkeypatch.setattr(tasks, "docx_of", lambda _version, _one: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html>")
    return made


@pytest.mark.long
def test_the_plan_is_previewed_submitted_and_numbered(client_of, officer, office):
    browser = client_of(officer)
    page = browser.get(f"/{YEAR}/papers/plan/").content.decode()
    assert "เสนอลงนาม" in page
    preview = browser.get(f"/{YEAR}/papers/plan/preview/")
    assert "default-src 'none'" in preview["Content-Security-Policy"]
    assert "บันทึกข้อความ" in preview.content.decode()
    answer = browser.post(f"/{YEAR}/papers/plan/submit/", {"circulates": "1"})
    sent = Submission.objects.get()
    assert answer["Location"] == f"/signing/{sent.pk}/"
    assert PlanFollowUp.objects.get().circulates
    run_jobs()
    page = browser.get(f"/{YEAR}/papers/plan/").content.decode()
    assert f"/{YEAR}/papers/plan/submit/" not in page
    assert f"/{YEAR}/papers/plan/number/" in page
    for _ in range(2):
        assert browser.post(f"/{YEAR}/papers/plan/number/").status_code == 302
    sent.refresh_from_db()
    assert sent.number == "1"
    assert "เลขที่ ๑" in browser.get(f"/{YEAR}/papers/plan/").content.decode()


def test_a_refused_submission_says_why_and_keeps_the_ticks(client_of, officer, office):
    browser = client_of(officer)
    browser.post(f"/{YEAR}/papers/plan/submit/", {})
    answer = browser.post(f"/{YEAR}/papers/plan/submit/", {"circulates": "1"})
    assert answer.status_code == 422
    assert "เสนอไว้แล้ว" in answer.content.decode()


def test_the_mayor_reads_and_does_not_submit(client_of, chief_executive, office):
    browser = client_of(chief_executive)
    page = browser.get(f"/{YEAR}/papers/plan/").content.decode()
    assert "papers/plan/submit/" not in page
    assert browser.post(f"/{YEAR}/papers/plan/submit/").status_code == 403
    assert browser.post(f"/{YEAR}/papers/memo/", MEMO).status_code == 403
    assert browser.get("/agency/wording/").status_code == 403


def test_the_clerk_submits_and_takes_no_number(client_of, agency, make_actor, office):
    clerk = make_actor(agency, CHIEF_ADMINISTRATOR)
    client_of(clerk).post(f"/{YEAR}/papers/plan/submit/", {"numbered": "1"})
    assert Submission.objects.get().number == ""


def written(browser, **said):
    browser.post(f"/{YEAR}/papers/memo/", MEMO | said)
    row = Memo.objects.order_by("-made_at").first()
    return row, f"/{YEAR}/papers/memo/{row.pk}/"


def test_a_memo_is_written_enclosed_previewed_and_submitted(client_of, officer, office):
    browser = client_of(officer)
    row, address = written(browser)
    file = SimpleUploadedFile("กำหนดการ.pdf", small_pdf(), "application/pdf")
    assert browser.post(f"{address}enclose/", {"file": file}).status_code == 302
    assert "กำหนดการ.pdf" in browser.get(address).content.decode()
    enclosure = MemoEnclosure.objects.get()
    kept = browser.get(f"/papers/enclosure/{enclosure.pk}/")
    assert kept["Content-Type"] == "application/pdf"
    preview = browser.get(f"{address}preview/").content.decode()
    assert "ขออนุมัติจัดประชุม" in preview
    assert "กำหนดการ.pdf" in preview
    assert browser.post(f"{address}submit/", {"numbered": "1"}).status_code == 302
    sent = Submission.objects.get()
    assert (sent.subject, sent.number) == (row.pk, "1")
    assert "ขออนุมัติจัดประชุม" in browser.get(f"/{YEAR}/papers/").content.decode()


def test_a_memo_that_says_nothing_is_refused_with_what_was_typed(client_of, officer, office):
    said = {"background": "", "facts": "", "proposals": "", "subject": "เรื่องที่พิมพ์ไว้"}
    answer = client_of(officer).post(f"/{YEAR}/papers/memo/", MEMO | said)
    assert answer.status_code == 422
    assert "เรื่องที่พิมพ์ไว้" in answer.content.decode()
    assert not Memo.objects.exists()


def test_a_memo_changed_by_another_is_shown_beside_what_was_typed(client_of, officer, office):
    browser = client_of(officer)
    _row, address = written(browser)
    assert browser.post(f"{address}edit/", MEMO | {"facts": "คนแรก"}).status_code == 302
    answer = browser.post(f"{address}edit/", MEMO | {"facts": "คนที่สอง"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "คนแรก" in page
    assert "คนที่สอง" in page
    assert 'value="2"' in page
    assert (
        browser.post(f"{address}edit/", MEMO | {"facts": "คนที่สอง", "seen": "2"}).status_code == 302
    )


def test_a_file_that_is_no_document_is_refused_at_its_field(client_of, officer, office):
    browser = client_of(officer)
    _row, address = written(browser)
    file = SimpleUploadedFile("ก.pdf", b"MZ\x90", "application/pdf")
    answer = browser.post(f"{address}enclose/", {"file": file})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert not MemoEnclosure.objects.exists()


def test_an_old_version_is_used_again_and_a_removed_draft_comes_back(client_of, officer, office):
    browser = client_of(officer)
    row, address = written(browser)
    browser.post(f"{address}edit/", MEMO | {"facts": "ใหม่"})
    first = row.revisions.get(number=1)
    answer = browser.post(f"{address}versions/", {"version": str(first.pk), "seen": "2"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.facts == "ห้องว่าง"
    pages = [browser.get(address).content.decode(),
             browser.post(f"{address}remove/", follow=True).content.decode()]  # fmt: skip
    for page in pages:
        form = page.partition(f'action="{address}remove/"')[2].partition("</form>")[0]
        assert 'name="once"' in form, "pressed twice it is sent once"
    assert browser.get(address).status_code == 404
    papers, _, _ = address.partition("memo/")
    for _pressed in ("once", "twice"):
        assert browser.post(f"{address}remove/", {"presence": "back"}).url == papers
        assert browser.get(address).status_code == 200


def test_a_sentence_is_seen_on_the_paper_before_it_is_saved(client_of, officer, office):
    browser = client_of(officer)
    typed = "{agency} ได้คะแนน {total} ถ้อยคำของเรา"
    answer = browser.post(f"{SENTENCE}preview/", {"text": typed, "seen": "0"})
    assert "ถ้อยคำของเรา" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not WordingRow.objects.exists()
    assert browser.post(SENTENCE, {"text": typed, "seen": "0"}).status_code == 302
    assert WordingRow.objects.get().text == typed
    assert "ถ้อยคำของเรา" in browser.get("/agency/wording/memo/").content.decode()


@pytest.mark.parametrize("address", [SENTENCE, f"{SENTENCE}preview/"])
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(client_of, officer, office, address):
    typed = "{agency.__class__} <script>alert(1)</script>"
    answer = client_of(officer).post(address, {"text": typed, "seen": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{agency.__class__}" in page
    assert "{agency}" in page
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not WordingRow.objects.exists()


def test_going_back_and_restoring_an_earlier_sentence(client_of, officer, office, agency):
    first = set_sentence(agency, by=officer, key="memo.closing", text="แบบแรก")
    set_sentence(agency, by=officer, key="memo.closing", text="แบบสอง")
    browser, address = client_of(officer), "/agency/wording/memo/memo.closing/"
    for act in ("reset/", f"restore/{first.pk}/"):
        assert browser.post(f"{address}{act}", {"seen": "1"}).status_code == 422, "not seen"
    assert WordingRow.objects.count() == 2
    browser.post(f"{address}restore/{first.pk}/", {"seen": "2"})
    newest = WordingRow.objects.order_by("-number").first()
    assert (newest.number, newest.text) == (3, "แบบแรก")
    browser.post(f"{address}reset/", {"seen": "3"})
    page = browser.get(address).content.decode()
    assert "ใช้ข้อความของระบบ" in page
    assert "แบบสอง" in page


def test_another_agencys_wording_is_not_restored(
    client_of, officer, office, agency, other_agency, make_actor
):
    row = set_sentence(agency, by=officer, key="memo.closing", text="ความลับ")
    browser = client_of(make_actor(other_agency, ITA_OFFICER))
    address = "/agency/wording/memo/memo.closing/"
    assert browser.post(f"{address}restore/{row.pk}/").status_code == 404
    assert "ความลับ" not in browser.get(address).content.decode()
    assert browser.get("/agency/wording/memo/no.such/").status_code == 404
    assert browser.get("/agency/wording/order/memo.closing/").status_code == 404


@pytest.mark.long
def test_an_approved_memo_leads_to_its_circulation_and_publication(client_of, officer, office):
    """Its proposals to circulate and publish needed a download and an upload."""
    browser = client_of(officer)
    row, address = written(browser)
    browser.post(f"{address}submit/")
    run_jobs()
    sent = Submission.objects.get()
    assert "แจ้งเวียนฉบับที่ลงนาม" not in browser.get(address).content.decode()
    first = LOGINS[sent.waits_for.kind]
    deciding.decide(sent, by=office[first], verdict="send-back", reason="แก้")
    assert "เสนอฉบับใหม่" in browser.get(address).content.decode()
    browser.post(f"/signing/{sent.pk}/resubmit/")
    run_jobs()
    sent.refresh_from_db()
    while sent.state == "open":
        kind = LOGINS[sent.waits_for.kind]
        verdict = "approve" if kind == "mayor" else "endorse"
        deciding.decide(sent, by=office[kind], verdict=verdict)
        sent = Submission.objects.select_related("waits_for").get()
    run_jobs()
    link = f"/{YEAR}/circulation/start/?publication={sent.pk}"
    assert link in browser.get(address).content.decode()
    assert f'value="{sent.pk}" selected' in browser.get(link).content.decode()
    browser.post(f"{address}publish/")
    assert Publication.objects.get().title == row.subject
