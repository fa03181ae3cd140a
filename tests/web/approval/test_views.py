"""The pages: who may decide, what a stale or twice-sent form does, what anybody may check."""

import re
from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.approval.conftest import SUBJECT, small_pdf
from tests.web.approval.papers import KIND
from tests.web.approval.test_annulled_by_named import SEEN as SEEN_RESULT
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Verdict, Way
from prongsai.core.dates import short_date
from prongsai.web.platform import clock, files
from prongsai.web.platform.models import Job, JobState, JournalEntry, StoredFile
from prongsai.web.signing.approval.models import (
    Decision,
    KindChoice,
    PaperResult,
    ResultState,
    Submission,
)
from prongsai.web.signing.approval.services import deciding, submitting
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.approval.services.preparing import way_ahead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(agency, other_agency):
    for one in (agency, other_agency):
        one.second_factor = []
        one.save()


@pytest.fixture
def row(submitted):
    return submitted()


# What a browser asks for its own reasons, and how it asks when a person opens a file.
UNSEEN = (
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Dest": "document"},
    {"Purpose": "prefetch"},
    {"Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Dest": "iframe"},
    {"Range": "bytes=0-0"},
)
SEEN = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"}


def shown(answer):
    return re.sub(r"<[^>]+>|\u2060", "", answer.content.decode())


def page(row, name="submission", *more):
    return reverse(f"approval:{name}", args=[row.pk, *more])


def typed(row, verdict="endorse", opinion="", **fields):
    version = row.versions.order_by("-number").first()
    seen = {"seen_number": version.number, "seen_digest": version.digest}
    return seen | {"verdict": verdict, "opinion": opinion} | fields


def step(row, office, name, verdict=Verdict.ENDORSE, **fields):
    deciding.decide(row, by=office[name], verdict=verdict, **fields)
    row.refresh_from_db()


def test_what_waits_is_the_first_thing_on_the_page(office, row, client_of):
    answer = client_of(office["section"]).get(reverse("approval:inbox"))
    assert "1 เรื่องรอท่านลงนาม" in shown(answer)
    assert row.title in shown(answer)
    other = shown(client_of(office["mayor"]).get(reverse("approval:inbox")))
    assert "ไม่มีเรื่องที่รอท่านลงนาม" in other
    assert "อยู่ระหว่างเสนอ" in other


def test_who_may_draft_begins_a_memo_where_papers_wait(office, client_of):
    open_year(office["mayor"].agency, 2569)
    draft = reverse("papers:memo-write", args=[2569])
    inbox = reverse("approval:inbox")
    assert draft in client_of(office["section"]).get(inbox).content.decode()
    assert draft not in client_of(office["mayor"]).get(inbox).content.decode()


def test_a_decision_by_its_page(office, row, client_of):
    browser = client_of(office["section"])
    answer = shown(browser.get(page(row)))
    assert "เห็นชอบ" in answer
    assert "รอการพิจารณาของท่าน" in answer
    sent = browser.post(page(row, "decide"), typed(row, opinion="เห็นควร"))
    assert (sent.status_code, sent["Location"]) == (302, page(row))
    assert Decision.objects.get().opinion == "เห็นควร"
    assert "เห็นควร" in shown(browser.get(page(row)))


def test_after_a_decision_the_next_paper_is_one_tap_away(office, row, submitted, client_of):
    browser, words = client_of(office["section"]), "อ่านและลงนามเรื่องถัดไป"
    assert words not in shown(browser.get(page(row))), "this one waits itself"
    other = Submission.objects.get(pk=row.pk)
    other.pk, other.code, other.subject = uuid4(), "AAAA-0000", uuid4()
    other.save(force_insert=True)
    browser.post(page(row, "decide"), typed(row))
    answer = browser.get(page(row))
    assert words in shown(answer)
    assert page(other) in answer.content.decode()
    other.delete()
    assert words not in shown(browser.get(page(row))), "nothing waits any more"


def test_a_drafter_is_told_of_a_step_of_their_own_before(office, memo):
    def steps(name):
        return way_ahead(office[name], KIND, SUBJECT, office.unit).own

    assert steps("head") == ("หัวหน้าสำนักปลัด",)
    assert steps("analyst") == ()
    KindChoice.objects.create(
        agency=office.agency, kind=KIND, route=memo.route, way=Way.ON_PAPER, changed_at=clock.now()
    )
    assert steps("head") == (), "on paper nothing waits in the system"


def test_who_may_not_decide_is_told_whose_turn_it_is(office, row, client_of):
    browser = client_of(office["mayor"])
    assert 'name="verdict"' not in browser.get(page(row)).content.decode()
    sent = browser.post(page(row, "decide"), typed(row))
    assert sent.status_code == 422
    assert "ขั้นนี้รอหัวหน้าฝ่ายแผนงานและงบประมาณ" in shown(sent)
    assert not Decision.objects.exists()


def test_an_old_proof_of_identity_is_asked_for_again(office, row, client_of):
    browser = client_of(office["section"])
    with clock.freeze(clock.now() + timedelta(minutes=6)):
        words = factories.drawn_for(office.users["section"], **typed(row, opinion="เห็นควรอนุมัติ"))
        sent = browser.post(page(row, "decide"), words)
        assert sent["Location"].startswith(reverse("account_reauthenticate"))
        assert not Decision.objects.exists()
    kept = browser.get(f"{page(row)}?kept=1")
    assert "เห็นควรอนุมัติ" in kept.content.decode(), "what was typed waits in the form"


def test_a_password_beside_the_button_signs_at_once(office, row, client_of):
    user = office.users["section"]
    user.set_password("ลมหนาวพัดใบไม้ 25")
    user.save()
    browser = client_of(office["section"])
    assert 'type="password"' not in browser.get(page(row)).content.decode(), "just signed in"
    with clock.freeze(clock.now() + timedelta(minutes=6)):

        def sign(password):
            words = typed(row, opinion="เห็นควรอนุมัติ", proof_password=password, proof_page=page(row))
            # As where the page came back from a refusal.
            return browser.post(
                page(row, "decide"), factories.drawn_for(user, **words),
                headers={"Referer": f"http://testserver{page(row, 'decide')}"},
            )  # fmt: skip

        assert 'type="password"' in browser.get(page(row)).content.decode()
        for wrong, told in (("", "ใส่รหัสผ่านแล้วกดอีกครั้ง"), ("ผิด", "รหัสผ่านไม่ถูกต้อง")):
            sent = sign(wrong)
            assert sent["Location"] == f"{page(row)}?kept=1"
            again = browser.get(sent["Location"])
            assert told in shown(again)
            assert "เห็นควรอนุมัติ" in again.content.decode(), "what was typed is there"
            assert not Decision.objects.exists()
        assert "ลมหนาวพัดใบไม้" not in str(dict(browser.session)), "no password is kept"
        assert sign("ลมหนาวพัดใบไม้ 25")["Location"] == page(row)
        assert Decision.objects.get().opinion == "เห็นควรอนุมัติ"
        assert 'type="password"' not in browser.get(page(row)).content.decode()


@pytest.mark.parametrize("unkept", [{"drawn_for": ""}, {"opinion": "ก" * 100_001}])
def test_what_cannot_be_kept_leads_to_its_own_page_and_to_no_former_form(
    office, row, client_of, unkept
):
    user, browser = office.users["section"], client_of(office["section"])
    with clock.freeze(clock.now() + timedelta(minutes=6)):
        for more, leads_to in (({}, f"{page(row)}?kept=1"), (unkept, page(row))):
            words = factories.drawn_for(user, **typed(row, proof_password="", proof_page=page(row)))
            assert browser.post(page(row, "decide"), words | more)["Location"] == leads_to


def test_a_form_sent_twice_decides_once(office, row, client_of):
    browser = client_of(office["section"])
    form = typed(row, once="0" * 32)
    first, second = (browser.post(page(row, "decide"), form) for _ in range(2))
    assert [first.status_code, second.status_code] == [302, 302]
    assert Decision.objects.count() == 1
    again = browser.post(page(row, "decide"), typed(row))
    assert again.status_code == 422, "another sending is another step, which is not theirs"


def test_a_stale_page_is_refused_and_the_opinion_stays(office, memo, row, client_of):
    old = typed(row, opinion="อ่านแล้วเห็นควร")
    deciding.decide(row, by=office["section"], verdict=Verdict.SEND_BACK, reason="แก้")
    memo.texts.append("ข้อความใหม่")
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    browser = client_of(office["section"])
    sent = browser.post(page(row, "decide"), old)
    text = shown(sent)
    assert sent.status_code == 422
    assert "มีฉบับที่ 2 แล้ว" in text
    assert "อ่านแล้วเห็นควร" in sent.content.decode()
    assert "ต่างจากฉบับก่อน 1 จุด" in text
    assert "ข้อความใหม่" in text
    # The page that came back shows the new version, so sending again counts for it.
    number = re.search(r'name="seen_number" value="(\d+)"', sent.content.decode())
    assert number.group(1) == "2"
    assert browser.post(page(row, "decide"), typed(row)).status_code == 302


def test_no_reason_no_refusal(office, row, client_of):
    browser = client_of(office["section"])
    sent = browser.post(page(row, "decide"), typed(row, "send-back"))
    assert sent.status_code == 422
    assert "ต้องมีเหตุผล" in shown(sent)
    sent = browser.post(page(row, "decide"), typed(row, "send-back", "ระบุหน่วยงาน"))
    assert sent.status_code == 302
    assert Decision.objects.get().reason == "ระบุหน่วยงาน"
    assert "แก้แล้วเสนอใหม่" in shown(client_of(office["analyst"]).get(page(row)))


def test_an_edit_after_submitting_shows(office, memo, row, client_of):
    memo.texts.append("แก้ภายหลัง")
    browser = client_of(office["section"])
    answer = browser.get(page(row)).content.decode()
    assert "แก้ไขหลังเสนอ" in answer
    assert 'value="endorse"' not in answer
    assert 'value="send-back"' in answer
    pressed = client_of(office["analyst"]).post(page(row, "resubmit"))
    assert pressed.status_code == 302
    assert row.versions.count() == 2


def test_another_agency_has_no_such_page(office, row, other_agency, make_actor, client_of):
    stranger = client_of(make_actor(other_agency, CHIEF_EXECUTIVE, ADMINISTRATOR))
    for browser, status in ((stranger, 404), (client_of(office["section"]), 200)):
        assert browser.get(page(row)).status_code == status
        assert browser.get(page(row, "sheet", 1, "pdf", 1)).status_code == status
        assert browser.get(page(row, "file", 1, "pdf")).status_code == status
    assert stranger.post(page(row, "decide"), typed(row)).status_code == 404


def test_the_pages_of_the_paper_are_asked_for_once(office, row, client_of):
    browser = client_of(office["section"])
    first = browser.get(page(row, "sheet", 1, "pdf", 1))
    assert first.content.startswith(b"\x89PNG")
    again = browser.get(page(row, "sheet", 1, "pdf", 1), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert browser.get(page(row, "sheet", 1, "pdf", 2)).status_code == 404
    assert browser.get(page(row, "sheet", 2, "pdf", 1)).status_code == 404
    assert browser.get(page(row, "sheet", 1, "signed", 1)).status_code == 404
    assert browser.get(page(row, "sheet", 1, "docx", 1)).status_code == 404


def test_after_the_end_the_signed_copy_is_shown(office, row, client_of):
    for name in ("section", "head", "clerk"):
        step(row, office, name)
    step(row, office, "mayor", Verdict.APPROVE)
    run_jobs()
    browser = client_of(office["mayor"])
    address = page(row, "sheet", 1, "signed", 1)
    assert address in browser.get(page(row)).content.decode()
    assert browser.get(address).content.startswith(b"\x89PNG")


def test_the_kept_files_are_served(office, row, client_of):
    browser = client_of(office["mayor"])
    pdf = browser.get(page(row, "file", 1, "pdf"))
    assert pdf.content == files.read(row.versions.get().file)
    assert "inline" in pdf["Content-Disposition"]
    assert row.code in unquote(pdf["Content-Disposition"])
    assert browser.get(page(row, "file", 1, "docx")).status_code == 200
    assert browser.get(page(row, "file", 1, "signed")).status_code == 404
    assert browser.get(page(row, "file", 1, "secret")).status_code == 404


def test_a_file_that_was_changed_is_told(office, row, client_of):
    kept = row.versions.get().file
    files.path_of(office.agency, kept.digest).write_bytes(small_pdf("ปลอม"))
    browser = client_of(office["section"])
    answer = browser.get(page(row))
    assert "ไฟล์ที่เก็บไว้ไม่ตรงกับค่าตรวจสอบเดิม" in shown(answer)
    assert 'value="endorse"' not in answer.content.decode()
    assert browser.get(page(row, "sheet", 1, "pdf", 1)).status_code == 404


def test_while_the_paper_is_drawn_its_progress_shows(office, memo, quick, client_of):
    from tests.web.approval.conftest import SUBJECT  # noqa: PLC0415

    made = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=2566
    )
    browser = client_of(office["analyst"])
    assert "กำลังทำฉบับที่จะลงนาม" in shown(browser.get(page(made)))
    assert browser.get(f"{page(made)}?again=1")["Refresh"] == "3"
    part = browser.get(page(made), headers={"hx-request": "true"})
    assert b"<html" not in part.content
    run_jobs()
    assert browser.get(page(made), headers={"hx-request": "true"})["HX-Refresh"] == "true"


def test_a_failed_drawing_says_so_and_offers_another(office, memo, row, client_of):
    row.versions.update(file=None, digest="")
    Job.objects.update(state=JobState.FAILED, failure="x", result={})
    row.state = State.PREPARING
    row.save()
    browser = client_of(office["analyst"])
    assert "ทำไม่สำเร็จ" in shown(browser.get(page(row)))
    assert browser.post(page(row, "redraw")).status_code == 302
    run_jobs()
    row.refresh_from_db()
    assert row.state == State.OPEN


def paper(row, **fields):
    day = clock.today()
    given = typed(row, "endorse", "ตามเสนอ") | {
        "on": short_date(day),
        "position": "หัวหน้าฝ่ายแผนงานและงบประมาณ",
        "scan": SimpleUploadedFile("scan.pdf", small_pdf("scan"), "application/pdf"),
    }  # fmt: skip
    return given | fields


@pytest.mark.long
def test_a_step_signed_on_paper_by_its_form(office, row, client_of):
    browser = client_of(office["analyst"])
    # Signed in the system: no form, and no other way to the same effect.
    assert "บันทึกผลที่ลงนามบนกระดาษ" not in shown(browser.get(page(row)))
    refused = browser.post(page(row, "paper"), paper(row))
    assert refused.status_code == 422
    assert "ลงนามในระบบ" in shown(refused)
    assert not Decision.objects.exists()
    Submission.objects.filter(pk=row.pk).update(way=Way.ON_PAPER)
    assert "บันทึกผลที่ลงนามบนกระดาษ" in shown(browser.get(page(row)))
    wrong = browser.post(page(row, "paper"), paper(row, on="1 ม.ค. 2600"))
    assert wrong.status_code == 422
    assert "ไม่อยู่ในอนาคต" in shown(wrong)
    assert "ตามเสนอ" in wrong.content.decode()
    bad = SimpleUploadedFile("scan.pdf", b"<script>", "application/pdf")
    refused = browser.post(page(row, "paper"), paper(row, scan=bad))
    assert refused.status_code == 422
    sent = browser.post(page(row, "paper"), paper(row))
    assert sent.status_code == 302
    result = PaperResult.objects.get()
    assert not Decision.objects.exists(), "it counts once another has confirmed it"
    own = shown(browser.get(page(row)))
    assert "รอผู้อื่นยืนยัน" in own
    assert "ตรงกัน ยืนยันผล" not in own
    assert browser.post(page(row, "confirm", result.pk)).status_code == 403
    second = client_of(office["clerk"])
    assert "ตรงกัน ยืนยันผล" in shown(second.get(page(row)))
    second.head(page(row, "entered_scan", result.pk))
    for headers in UNSEEN:
        assert second.get(page(row, "entered_scan", result.pk), headers=headers).status_code == 200
    blind = second.post(page(row, "confirm", result.pk), follow=True)
    assert "ยังไม่ได้เปิดภาพสแกน" in shown(blind)
    scan = page(row, "entered_scan", result.pk)
    toast = blind.content.decode().split("ยังไม่ได้เปิดภาพสแกน")[1][:600]
    assert f'<a href="{scan}">' in toast, "the words lead there"
    assert not Decision.objects.exists()
    looked = second.get(page(row, "entered_scan", result.pk), headers=SEEN)
    assert looked["Content-Type"] == "application/pdf"
    assert second.post(page(row, "confirm", result.pk)).status_code == 302
    made = Decision.objects.get()
    assert made.is_on_paper
    scan = browser.get(page(row, "scan", made.pk))
    assert scan["Content-Disposition"].startswith("attachment")
    stranger = client_of(office["mayor"]).post(page(row, "paper"), paper(row))
    assert stranger.status_code == 422


@pytest.mark.long
def test_a_result_that_does_not_agree_and_one_that_its_holder_annuls(office, row, client_of):
    Submission.objects.filter(pk=row.pk).update(way=Way.ON_PAPER)
    browser, clerk = client_of(office["analyst"]), client_of(office["clerk"])
    browser.post(page(row, "paper"), paper(row))
    result = PaperResult.objects.get()
    empty = clerk.post(page(row, "reject", result.pk), {"why": ""})
    assert empty.status_code == 422
    assert clerk.post(page(row, "reject", result.pk), {"why": "ไม่มีลายมือชื่อ"}).status_code == 302
    assert "บันทึกผลที่ลงนามบนกระดาษ" in shown(browser.get(page(row)))
    browser.post(page(row, "paper"), paper(row))
    section = client_of(office["section"])
    assert page(row, "annul") in section.get(page(row)).text
    assert page(row, "annul") not in clerk.get(page(row)).text
    seen = {"seen_result": SEEN_RESULT.search(section.get(page(row)).text)[1]}
    assert clerk.post(page(row, "annul"), seen | {"why": "แทน"}).status_code == 422
    assert "เขียนเหตุผลสั้น" in section.post(page(row, "annul"), seen | {"why": ""}).text
    assert section.post(page(row, "annul"), {"why": "ไม่ได้ลงนาม"}).status_code == 422
    assert section.post(page(row, "annul"), seen | {"why": "ไม่ได้ลงนาม"}).status_code == 302
    assert PaperResult.objects.filter(state=ResultState.OBJECTED).count() == 1
    browser.post(page(row, "paper"), paper(row))
    waiting = PaperResult.objects.get(state=ResultState.WAITING)
    clerk.get(page(row, "entered_scan", waiting.pk))
    clerk.post(page(row, "confirm", waiting.pk))
    public = shown(Client().get(reverse("approval:check", args=[row.code])))
    assert "บันทึกโดยนักวิเคราะห์นโยบายและแผน" in public
    assert "ยืนยันกับภาพสแกนโดยปลัดเทศบาล" in public
    seen = {"seen_result": SEEN_RESULT.search(section.get(page(row)).text)[1]}
    assert section.post(page(row, "annul"), seen | {"why": "ไม่ได้ลงนาม"}).status_code == 302
    told = shown(browser.get(page(row)))
    assert "ผลนั้นเป็นโมฆะ" in told
    assert "ภาพสแกน: " in told, "what was forged can be looked at"
    assert page(row, "annul") not in section.get(page(row)).text
    assert section.post(page(row, "annul"), seen | {"why": "อีกครั้ง"}).status_code == 422
    public = shown(Client().get(reverse("approval:check", args=[row.code])))
    assert "ผลของเอกสารรหัสนี้ถูกยกเลิก" in public


def test_a_vacant_post_is_skipped_by_its_form(office, row, client_of):
    browser = client_of(office["analyst"])
    assert "ข้ามตำแหน่งที่ว่าง" not in shown(browser.get(page(row)))
    office.leave("section")
    assert "ข้ามตำแหน่งที่ว่าง" in shown(browser.get(page(row)))
    without = typed(row) | {"reason": ""}
    assert browser.post(page(row, "skip"), without).status_code == 422
    sent = browser.post(page(row, "skip"), typed(row) | {"reason": "ตำแหน่งว่าง"})
    assert sent.status_code == 302
    row.refresh_from_db()
    assert row.waits_place == 2


def test_withdrawing_asks_first(office, row, client_of):
    browser = client_of(office["analyst"])
    assert "ถอนเรื่องนี้หรือไม่" in shown(browser.get(page(row, "withdraw")))
    refused = client_of(office["mayor"]).post(page(row, "withdraw"))
    assert refused.status_code == 422
    assert browser.post(page(row, "withdraw"), {"reason": "ผิดเรื่อง"}).status_code == 302
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    assert "ถอนเรื่องแล้ว" in shown(browser.get(page(row)))


def test_a_copy_edited_by_hand_by_its_form(office, row, client_of):
    browser = client_of(office["analyst"])
    copy = SimpleUploadedFile("แก้.pdf", small_pdf("แก้"), "application/pdf")
    assert browser.post(page(row, "final"), {}).status_code == 422
    assert browser.post(page(row, "final"), {"copy": copy}).status_code == 302
    assert "ฉบับแก้นอกระบบ" in shown(browser.get(page(row)))
    held = browser.get(page(row, "file", 1, "final"))
    assert held["Content-Disposition"].startswith("attachment")


def test_the_table_of_kinds_and_choosing_their_routes(office, memo, client_of):
    reader = client_of(office["mayor"])
    table = shown(reader.get(reverse("approval:kinds")))
    for words in ("บันทึกทดสอบ", "สายปกติ", "ลงนามในระบบ", "ใช้แผน แล้วแจ้งเวียน"):
        assert words in table
    assert reader.get(reverse("approval:routes")).status_code == 403
    head = client_of(office["head"])
    form = head.get(reverse("approval:routes")).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values |= {f"route-{KIND}": "short", f"way-{KIND}": "on-paper"}
    assert head.post(reverse("approval:routes"), values).status_code == 302
    assert KindChoice.objects.get().way == "on-paper"
    assert head.post(reverse("approval:routes"), {f"route-{KIND}": "x"}).status_code == 422
    assert "สายสั้น" in shown(reader.get(reverse("approval:kinds")))


def check(code):
    return reverse("approval:check", args=[code])


def test_anybody_may_check_a_paper(office, row):
    browser = Client()
    start = browser.get(reverse("approval:check-start"), {"code": row.code.lower()})
    assert start["Location"] == check(row.code)
    answer = shown(browser.get(check(row.code)))
    for words in (row.title, office.agency.name, "รอลงนาม", "ไม่ใช่ลายมือชื่อดิจิทัล"):
        assert words in answer
    step(row, office, "section", opinion="ความเห็นภายใน")
    for name in ("head", "clerk"):
        step(row, office, name)
    step(row, office, "mayor", Verdict.APPROVE)
    run_jobs()
    answer = shown(browser.get(check(row.code)))
    assert "เอกสารรหัสนี้อนุมัติแล้ว" in answer
    assert "นายกเทศมนตรี" in answer
    assert "ความเห็นภายใน" not in answer, "opinions are for inside"
    assert row.versions.get().digest in answer
    # Another file: red above everything, and no green word beside it.
    other = shown(Client().post(check(row.code), {"digest": "0" * 64}))
    assert "ไฟล์นี้ไม่ใช่เอกสารรหัสนี้" in other
    assert "อนุมัติแล้ว" not in other
    assert other.index("ไม่ตรงกับฉบับใดของรหัสนี้") < other.index(row.title)


def test_a_file_in_hand_is_compared_and_never_kept(office, memo, row, monkeypatch):
    browser = Client()
    version = row.versions.get()
    exact = files.read(version.file)
    before = StoredFile.objects.count()
    sent = {
        "exact": exact, "edited": exact + b" ", "other": small_pdf("อื่น"),
    }  # fmt: skip
    told = {
        name: shown(browser.post(check(row.code), {"file": SimpleUploadedFile("x.pdf", data)}))
        for name, data in sent.items()
    }
    assert "ตรงกัน" in told["exact"]
    assert "ไม่ตรงกับฉบับใดของรหัสนี้" in told["edited"]
    assert "ไม่ตรงกับฉบับใดของรหัสนี้" in told["other"]
    assert StoredFile.objects.count() == before
    assert "ตรงกัน" in shown(browser.post(check(row.code), {"digest": version.digest[:8]}))
    assert "ตรงกัน" in shown(browser.post(check(row.code), {"digest": version.digest.upper()}))
    assert browser.post(check(row.code), {"digest": version.digest[:4]}).status_code == 200
    assert browser.post(check(row.code), {}).status_code == 422


def test_older_and_hand_edited_files_are_told_as_such(office, memo, row):
    browser = Client()
    old = files.read(row.versions.get().file)
    by_hand = small_pdf("ด้วยมือ")
    deciding.decide(row, by=office["section"], verdict=Verdict.SEND_BACK, reason="แก้")
    memo.texts.append("ใหม่")
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    deciding.final_copy(row, by=office["analyst"], copy=Upload("x.pdf", by_hand))
    told = [
        shown(browser.post(check(row.code), {"file": SimpleUploadedFile("x.pdf", data)}))
        for data in (old, by_hand)
    ]
    assert "ฉบับเก่า" in told[0]
    assert "แก้นอกระบบซึ่งหน่วยงานเก็บไว้" in told[1]


def test_an_unknown_code_is_helped_on(client, memo):
    answer = client.get(check("ZZZZ-ZZZZ"))
    assert answer.status_code == 404
    assert "ไม่มีเอกสารรหัสนี้" in shown(answer)
    assert client.get(reverse("approval:check-start")).status_code == 200
    assert client.get(reverse("approval:check-start"), {"code": ""}).status_code == 422


def test_a_check_needs_the_token_of_its_page(row):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(check(row.code), {"digest": "0" * 64}).status_code == 403
    page_ = strict.get(check(row.code))
    token = page_.context["csrf_token"]
    sent = {"digest": "0" * 64, "csrfmiddlewaretoken": str(token)}
    assert strict.post(check(row.code), sent).status_code == 200


def test_every_act_stands_in_the_journal_in_words(office, row, client_of):
    step(row, office, "section", Verdict.SEND_BACK, reason="ระบุหน่วยงาน")
    entry = JournalEntry.objects.get(verb="approval-send-back")
    assert entry.detail["digest"] == row.versions.get().digest
    answer = shown(client_of(office["clerk"]).get(reverse("agency:journal")))
    assert "ส่งกลับ" in answer
    assert "ระบุหน่วยงาน" in answer


def test_the_mayor_lands_on_papers_and_others_find_theirs_in_their_work(office, row, client_of):
    assert client_of(office["mayor"]).get("/")["Location"] == reverse("approval:inbox")
    browser, work = client_of(office["section"]), reverse("ownership:work")
    assert browser.get("/")["Location"] == work
    assert row.url in browser.get(work).content.decode()
    deciding.decide(row, by=office["section"], verdict=Verdict.ENDORSE)
    assert row.url not in browser.get(work).content.decode()


def test_the_paper_is_read_as_a_page_that_fetches_and_runs_nothing(office, row, client_of):
    browser = client_of(office["section"])
    address = page(row, "page", 1)
    assert address in browser.get(page(row)).content.decode()
    answer = browser.get(address)
    assert "memo" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_drafter_is_told_that_the_place_of_the_emblem_stays_empty(office, submitted, client_of):
    row = submitted()
    address = reverse("approval:submission", args=[row.pk])
    told = "ที่วางตราของเอกสารนี้เว้นว่างไว้"
    assert told in client_of(office["analyst"]).get(address).text
    assert told not in client_of(office["mayor"]).get(address).text, "who signs adds no emblem"
    agency = office.agency
    agency.emblem = files.store(agency, None, "emblem.png", "image/png", b"emblem")
    agency.save()
    assert told not in client_of(office["analyst"]).get(address).text
