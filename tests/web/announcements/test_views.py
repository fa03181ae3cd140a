"""The pages of announcements: plain forms, refusals with what was typed, nothing lost."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.announcements.conftest import YEAR
from tests.web.ownership import samples as owned
from tests.web.roles import AUDITOR
from tests.web.running import run_jobs

from prongsai.core.announcements.reading import shipped
from prongsai.web.office.announcements.content import current_words
from prongsai.web.office.announcements.models import Announcement, AnnouncementState
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.signing.approval.queries import submission_of
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.measures.models import PlanRow

pytestmark = pytest.mark.django_db
KINDS = len(shipped().kinds)


def at(name, *args):
    return reverse(f"announcements:{name}", args=[YEAR, *args])


@pytest.fixture
def browser(client_of, officer, year, people):
    return client_of(officer)


def text(answer):
    import re  # noqa: PLC0415

    return unescape(re.sub(r"<[^>]+>|\u2060", "", answer.content.decode()))


def typed(announcement, rows=(("item", "ข้อหนึ่ง"),), **fields):
    """A form as a browser sends it."""
    data = {
        "subject": announcement.subject, "preamble": "เพราะเหตุนี้\nและเหตุนั้น", "closing": "ทั้งนี้",
        "seen": announcement.version, **fields,
    }  # fmt: skip
    for place, (kind, said) in enumerate(rows):
        data |= {f"row_kind_{place}": kind, f"row_text_{place}": said}
    return data


def shown_rows(answer):
    return [(one.kind, one.text) for one in answer.context["rows"]]


def test_the_register_shows_every_kind_and_the_next_step(browser, drafted):
    drafted()
    answer = browser.get(at("register"))
    said = text(answer)
    assert f"ใช้อยู่ 0 จาก {KINDS} ชนิด" in said
    assert [count for _, count in answer.context["page"].others] == [1, KINDS - 1], "begun, missing"
    assert "นโยบายไม่รับของขวัญ" in said
    assert "แก้ร่างต่อ" in said


def test_who_may_not_edit_sees_the_register_and_no_button(client_of, make_actor, agency, drafted):
    announcement = drafted()
    chief_executive = client_of(make_actor(agency, AUDITOR))
    assert "ร่างจากแบบ" not in text(chief_executive.get(at("kind", "ethics")))
    assert (
        at("edit", announcement.pk)
        not in chief_executive.get(at("announcement", announcement.pk)).content.decode()
    )
    assert chief_executive.post(at("draft", "ethics")).status_code == 403
    assert chief_executive.get(at("edit", announcement.pk)).status_code == 403


def test_a_kind_tells_its_law_and_how_sure_it_is(browser):
    assert "ตรวจกับต้นฉบับก่อนลงนาม" in text(browser.get(at("kind", "no-gift")))
    assert "ยืนยันแล้ว" in text(browser.get(at("kind", "disclosure")))
    assert "ยังไม่ยืนยัน" in text(browser.get(at("kind", "core-values")))
    assert browser.get(at("kind", "parking")).status_code == 404


def test_a_draft_is_begun_once_by_the_same_form(browser):
    sent = {"from": "kind", "once": "a" * 32}
    first = browser.post(at("draft", "no-gift"), sent)
    again = browser.post(at("draft", "no-gift"), sent)
    announcement = Announcement.objects.get()
    assert first["Location"] == again["Location"] == at("edit", announcement.pk)


def test_a_second_draft_is_refused_in_words(browser, drafted):
    drafted()
    answer = browser.post(at("draft", "no-gift"), {"from": "kind"}, follow=True)
    assert "มีร่างของประกาศนี้อยู่แล้ว" in text(answer)


def test_saving_keeps_every_row_and_leads_to_the_page(browser, drafted):
    announcement = drafted()
    rows = [
        ("heading", "ส่วนแรก"),
        ("item", "ข้อหนึ่ง"),
        ("sub", "ย่อย"),
        ("text", "ย่อหน้า"),
        ("item", ""),
    ]
    answer = browser.post(at("edit", announcement.pk), typed(announcement, rows))
    assert answer["Location"] == at("announcement", announcement.pk)
    announcement.refresh_from_db()
    words = current_words(announcement)
    assert words.preamble == ("เพราะเหตุนี้", "และเหตุนั้น")
    assert [(one.number, one.text) for one in words.parts[0].numbered()] == [
        ("1.", "ข้อหนึ่ง"), ("1.1", "ย่อย"), ("", "ย่อหน้า"),
    ]  # fmt: skip
    page = text(browser.get(at("announcement", announcement.pk)))
    assert "ส่วนแรก" in page
    assert "แก้ไข" in page


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("up-1", ["ข", "ก", "ค"]),
        ("down-1", ["ก", "ค", "ข"]),
        ("up-0", ["ก", "ข", "ค"]),
        ("down-2", ["ก", "ข", "ค"]),
        ("drop-1", ["ก", "ค"]),
        ("below-0", ["ก", "", "ข", "ค"]),
        ("end-heading", ["ก", "ข", "ค", ""]),
        ("up-99", ["ก", "ข", "ค"]),
        ("explode", ["ก", "ข", "ค"]),
    ],
)
def test_buttons_arrange_rows_and_store_nothing(browser, drafted, act, expected):
    announcement = drafted()
    rows = [("item", "ก"), ("item", "ข"), ("item", "ค")]
    answer = browser.post(
        at("edit", announcement.pk), typed(announcement, rows, subject="พิมพ์ไว้", act=act)
    )
    assert answer.status_code == 200
    assert [said for _, said in shown_rows(answer)] == expected
    assert "พิมพ์ไว้" in answer.content.decode()
    announcement.refresh_from_db()
    assert announcement.version == 1


def test_the_announcement_of_measures_takes_the_measures_in(browser, drafted, agency):
    announcement = drafted("measures")
    edit = at("edit", announcement.pk)
    assert "ใส่มาตรการจากแผน" not in text(browser.get(edit)), "there is no plan yet"
    rows = owned.plan(agency, (1, date(2026, 3, 1), "กองคลัง"), (2, date(2026, 6, 1), "กองช่าง"))
    PlanRow.objects.filter(pk=rows[0].plan_id).update(fiscal_year=YEAR)
    opened = browser.get(edit)
    assert "ใส่มาตรการจากแผน 2 เรื่อง" in text(opened)
    before = shown_rows(opened)
    filled = browser.post(edit, typed(announcement, before, act="measures"))
    assert "ใส่ 2 มาตรการจากแผนแล้ว" in text(filled)
    announcement.refresh_from_db()
    assert announcement.version == 1, "nothing is stored by the button"
    after = shown_rows(filled)
    assert [one for one in after if one in before] == before
    assert browser.post(edit, typed(announcement, after)).status_code == 302
    announcement.refresh_from_db()
    headings = [part["heading"] for part in announcement.parts]
    assert headings[1:3] == [f"มาตรการที่ 1 {rows[0].title}", f"มาตรการที่ 2 {rows[1].title}"]
    other = drafted("no-gift")
    assert "ใส่มาตรการจากแผน" not in text(browser.get(at("edit", other.pk)))
    again = browser.post(at("edit", other.pk), typed(other, act="measures"))
    assert [said for _, said in shown_rows(again)] == ["ข้อหนึ่ง"]


def test_what_is_refused_stays_typed(browser, drafted):
    announcement = drafted()
    answer = browser.post(
        at("edit", announcement.pk), typed(announcement, [("item", "ข้อเดิม")], subject="")
    )
    assert answer.status_code == 422
    assert "ใส่ชื่อเรื่อง" in text(answer)
    assert shown_rows(answer) == [("item", "ข้อเดิม")]
    assert "และเหตุนั้น" in answer.content.decode()
    empty = browser.post(
        at("edit", announcement.pk), typed(announcement, [("heading", "หัวข้อเดียว")])
    )
    assert empty.status_code == 422
    assert "ยังไม่มีข้อของประกาศ" in text(empty)


def test_a_stale_page_shows_both_texts_and_the_next_saving_goes_over(browser, drafted, officer):
    announcement = drafted()
    page = typed(announcement, subject="ของคนหลัง")
    other = drafting.save(announcement, by=officer, seen=1, words=_with(announcement, "ของคนแรก"))
    assert other.is_changed
    answer = browser.post(at("edit", announcement.pk), page | {"once": "b" * 32})
    assert answer.status_code == 409
    said = text(answer)
    assert "ของคนแรก" in said
    assert "ของคนหลัง" in said
    assert shown_rows(answer) == [("item", "ข้อหนึ่ง")]
    assert answer.context["form"].initial["seen"] == 2
    again = browser.post(at("edit", announcement.pk), page | {"seen": 2, "once": "c" * 32})
    assert again.status_code == 302
    announcement.refresh_from_db()
    assert announcement.subject == "ของคนหลัง"


def _with(announcement, subject):
    from msgspec.structs import replace  # noqa: PLC0415

    return replace(current_words(announcement), subject=subject)


def test_a_version_beside_the_standing_one_and_back(browser, drafted, officer):
    announcement = drafted()
    first = announcement.subject
    drafting.save(announcement, by=officer, seen=1, words=_with(announcement, "เรื่องใหม่"))
    said = text(browser.get(at("version", announcement.pk, 1)))
    assert first in said
    assert "เรื่องใหม่" in said
    assert browser.get(at("version", announcement.pk, 7)).status_code == 404
    for stale in ("1", "²", "9" * 4_400, ""):
        assert browser.post(at("restore", announcement.pk, 1), {"seen": stale}).status_code == 302
    announcement.refresh_from_db()
    assert announcement.subject == "เรื่องใหม่"
    browser.post(at("restore", announcement.pk, 1), {"seen": "2"})
    announcement.refresh_from_db()
    assert announcement.subject == first


def test_preview_is_the_paper_and_runs_nothing(browser, drafted):
    announcement = drafted("anti-corruption-centre")
    answer = browser.get(at("preview", announcement.pk))
    assert "คำสั่งเทศบาลตำบลตัวอย่าง" in text(answer)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_files_are_drawn_by_a_job_and_are_of_the_draft_that_stands(browser, drafted, officer):
    announcement = drafted()
    answer = browser.post(at("ask", announcement.pk))
    assert answer["Location"].startswith(at("drawing", announcement.pk))
    assert browser.get(f"{at('drawing', announcement.pk)}?again=1")["Refresh"] == "3"
    assert "กำลังทำ ไฟล์ของร่าง" in text(
        browser.get(at("drawing", announcement.pk), headers={"hx-request": "true"})
    )
    run_jobs()
    assert "ไฟล์ของร่างพร้อมแล้ว" in text(browser.get(at("drawing", announcement.pk)))
    pdf = browser.get(at("file", announcement.pk, "pdf"))
    assert (pdf["Content-Type"], pdf["Content-Disposition"].split(";")[0]) == (
        "application/pdf", "inline",
    )  # fmt: skip
    docx = browser.get(at("file", announcement.pk, "docx"))
    assert docx["Content-Disposition"].startswith("attachment")
    assert browser.get(at("file", announcement.pk, "exe")).status_code == 404
    drafting.save(announcement, by=officer, seen=1, words=_with(announcement, "แก้แล้ว"))
    assert browser.get(at("file", announcement.pk, "pdf")).status_code == 404


def test_sent_and_signed_and_shown_with_its_chain(browser, drafted, signed):
    announcement = drafted()
    answer = browser.post(at("send", announcement.pk), follow=True)
    assert "เสนอลงนามแล้ว" in text(answer)
    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.SENT
    assert "การลงนาม" in text(browser.get(at("announcement", announcement.pk)))
    run_jobs()
    again = browser.post(at("send", announcement.pk), follow=True)
    assert "ไม่มีอะไรแก้" in text(again) or "ยังไม่มีอะไรเปลี่ยน" in text(again)


@pytest.mark.long
def test_a_published_one_tells_who_has_read_it_and_takes_photos(browser, drafted, signed):
    announcement = signed(drafted())
    said = text(browser.get(at("announcement", announcement.pk)))
    assert "รับทราบแล้ว 0 จาก 4 คน" in said
    assert "ภาพการประกาศ" in said
    assert "ทำฉบับแก้ไข" in said
    assert "ภาพการประกาศ" not in text(browser.get(at("announcement", signed(drafted("ethics")).pk)))
    assert "เผยแพร่แล้ว 0" not in text(browser.get(at("register")))


def test_a_signed_one_is_not_edited_but_revised(browser, drafted, signed):
    announcement = signed(drafted())
    answer = browser.get(at("edit", announcement.pk))
    assert answer["Location"] == at("announcement", announcement.pk)
    made = browser.post(at("revise", announcement.pk))
    new = Announcement.objects.exclude(pk=announcement.pk).get()
    assert made["Location"] == at("edit", new.pk)


def test_a_draft_is_dropped_by_a_button_of_its_page(browser, drafted, officer):
    announcement = drafted()
    page = browser.get(at("announcement", announcement.pk)).content.decode()
    assert f'action="{at("discard", announcement.pk)}"' in page
    answer = browser.post(at("discard", announcement.pk))
    assert answer["Location"] == at("register")
    assert not Announcement.objects.exists()
    other = drafted()
    sending.send(other, by=officer)
    refused = browser.post(at("discard", other.pk), follow=True)
    assert "ลบได้เฉพาะร่างที่ยังไม่เคยเสนอลงนาม" in text(refused)


@pytest.mark.long
def test_ending_asks_why_and_proves_who_it_is(browser, drafted, signed):
    announcement = signed(drafted())
    empty = browser.post(at("end", announcement.pk), {"reason": ""})
    assert (empty.status_code, "เขียนสั้น ๆ" in text(empty)) == (422, True)
    assert "หน้าเผยแพร่ยังอยู่" in text(browser.get(at("end", announcement.pk)))
    browser.post(at("end", announcement.pk), {"reason": "กฎหมายเปลี่ยน"})
    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.WITHDRAWN
    assert "เลิกใช้แล้ว เพราะ กฎหมายเปลี่ยน" in text(browser.get(at("announcement", announcement.pk)))
    assert browser.get(at("end", announcement.pk))["Location"] == at(
        "announcement", announcement.pk
    )


@pytest.mark.long
def test_publishing_by_hand_where_the_job_did_not(browser, drafted, signed):
    announcement = signed(drafted(), published=False)
    assert submission_of(announcement.agency, "notice", announcement.pk).state == "approved"
    early = browser.post(at("publish", announcement.pk), follow=True)
    assert "ยังไม่มีฉบับที่ลงนามแล้ว" in text(early), "only the signed copy is published"
    run_jobs()
    browser.post(at("publish", announcement.pk))
    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.PUBLISHED
    assert Publication.objects.filter(subject=announcement.series).count() == 1
    draft = drafted("ethics")
    refused = browser.post(at("publish", draft.pk), follow=True)
    assert "ยังไม่มีฉบับที่ลงนามแล้ว" in text(refused)


@pytest.mark.long
def test_sending_round_by_hand(browser, drafted, signed):
    announcement = signed(drafted("measures"))
    assert "ยังไม่ได้แจ้งเวียน" in text(browser.get(at("announcement", announcement.pk)))
    refused = browser.post(at("circulate", announcement.pk), follow=True)
    assert "ยังไม่มีผู้ใดดำรงตำแหน่ง" in text(refused)


def test_a_session_that_ended_over_the_form_loses_no_row(client, drafted, officer, year, people):
    from tests.web.factories import PASSWORD  # noqa: PLC0415

    announcement = drafted()
    rows = [("item", f"ข้อที่ {number}") for number in range(30)]
    words = factories.drawn_for(officer.user, **typed(announcement, rows))
    sent = client.post(at("edit", announcement.pk), words, HTTP_REFERER="")
    assert sent.status_code == 302
    client.post(sent["Location"], {"login": "officer", "password": PASSWORD})
    page = client.get(f"{at('edit', announcement.pk)}?kept=1")
    assert page.status_code == 200
    assert "ข้อที่ 29" in page.content.decode()
