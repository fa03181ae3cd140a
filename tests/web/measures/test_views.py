"""The pages of the plan: what is typed is never lost, and what is done is said."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import enter, full_year, open_year, remark
from tests.web.measures.plans import FIRST, YEAR, drafted, emptied, own, point
from tests.web.roles import AUDITOR, ITA_OFFICER, OFFICE_HEAD, UNIT_HEAD

from prongsai.core.measures.grid import Arrangement, Layout
from prongsai.documents.plan_workbook import plan_workbook
from prongsai.readers.plan import read_plan
from prongsai.web.office.papers.queries import case_of
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.measures.models import MeasureRevision, MeasureRow, PlanRow, PointRow
from prongsai.web.year.measures.queries import plan_of, rows_of
from prongsai.web.year.measures.services import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def at(name, *more):
    return reverse(f"measures:{name}", args=[YEAR, *more])


def text(answer):
    return re.sub(r"<[^>]+>|\u2060", "", answer.content.decode())


def sent(form):
    """What a browser sends of a form that was only opened."""
    return {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, "")
    }


def opened(browser, row):
    return sent(browser.get(at("measure", row.pk)).context["form"])


# beginning


def test_without_a_plan_the_page_begins_one(browser, agency):
    full_year(agency, YEAR)
    answer = browser.get(at("plan"))
    assert "ยังไม่มีแผนมาตรการของปี 2566" in text(answer)
    done = browser.post(at("draft"), follow=True)
    assert "แผนตอบทุกจุดอ่อนและทุกข้อเสนอแนะแล้ว" in text(done)
    assert MeasureRow.objects.count() == len(rows_of(agency, YEAR)) > 0


def test_without_scores_the_page_asks_for_them(browser, agency):
    open_year(agency, YEAR)
    page = text(browser.get(at("plan")))
    assert "ยังไม่มีผลคะแนนปี 2565 ให้ร่างแผน" in page
    assert "เสนอลงนามได้เมื่อใส่ผลคะแนนปี 2565 แล้ว" in page
    for address, typed in (("draft", {}), ("empty", {}), ("empty", {"reason": "กกก"})):
        done = browser.post(at(address), typed, follow=True)
        assert "ใส่ผลคะแนนก่อนแล้วจึงร่างแผน" in text(done)
    assert not PlanRow.objects.exists()


def test_an_office_without_scores_begins_with_a_reason_and_drafts_when_there_are_some(
    browser, agency, client_of
):
    open_year(agency, YEAR)
    auditor = client_of(factories.make_actor(agency, AUDITOR))
    assert auditor.post(at("empty"), {"reason": "ก"}).status_code == 403
    assert 'name="reason"' not in auditor.get(at("plan")).text
    assert 'name="reason"' in browser.get(at("plan")).text
    done = browser.post(at("empty"), {"reason": "เพิ่งตั้งหน่วยงาน"}, follow=True)
    assert "เลือกมาตรการจากคลัง" in text(done)
    entry = JournalEntry.objects.get(verb="plan-begun-without-scores")
    assert entry.detail["reason"] == "เพิ่งตั้งหน่วยงาน"
    pattern = done.context["others"][0].pattern
    page = browser.post(at("library"), {"key": pattern.key}, follow=True)
    assert "เพิ่มมาตรการลำดับ 1 แล้ว" in text(page)
    (row,) = rows_of(agency, YEAR)
    assert (row.title, row.items, row.due.endswith(str(YEAR))) == (pattern.title, [], True)
    assert "ยังไม่มีคะแนน" in text(browser.get(at("plan")))
    enter(agency)
    remark(agency)
    browser.post(at("draft"), follow=True)
    assert rows_of(agency, YEAR)[0].pk == row.pk
    assert PlanRow.objects.get().points.exists()


def test_a_plan_begins_empty_and_is_filled_from_the_library(browser, agency):
    full_year(agency, YEAR)
    done = browser.post(at("empty"), follow=True)
    assert "ตอบจุดที่ยังไม่มีมาตรการ" in text(done)
    key = done.context["fitting"][0].pattern.key
    page = browser.post(at("library"), {"key": key}, follow=True)
    assert "เพิ่มมาตรการลำดับ 1 แล้ว" in text(page)
    assert rows_of(agency, YEAR)[0].key == key


def test_a_draft_takes_the_target_of_a_scenario(browser, agency):
    full_year(agency, YEAR)
    one = Scenario.objects.create(
        agency=agency, score_year=2565, name="ถึง 92", asked={"number": "92"}, revision=1,
        made_at=now(),
    )  # fmt: skip
    assert "ถึง 92 (92)" in text(browser.get(at("plan")))
    browser.post(at("draft"), {"scenario": str(one.pk)})
    assert PlanRow.objects.get().scenario == "ถึง 92"


def test_drafting_again_says_that_nothing_is_new(browser, agency):
    drafted(agency)
    assert "ไม่มีจุดอ่อนหรือข้อเสนอแนะใหม่" in text(browser.post(at("draft"), follow=True))


# the list


def test_the_list_names_what_is_open(browser, agency, officer):
    emptied(agency, officer)
    own(agency, officer, items=["e6"])
    answer = text(browser.get(at("plan")))
    assert "เหลือ" in answer
    assert "ใส่เหตุผลที่ไม่ทำ" in answer
    assert "ควรแสดงปัญหาและอุปสรรคในรายงาน" in answer


def test_the_name_of_a_point_is_never_cut(browser, agency, officer):
    emptied(agency, officer)
    name = "คำถามที่ยาว " * 12
    PointRow.objects.filter(pk=PointRow.objects.first().pk).update(name=name)
    assert name.strip() in text(browser.get(at("plan")))


def test_findings_stand_at_the_row(browser, agency, officer):
    emptied(agency, officer)
    own(agency, officer, unit="")
    assert "มาตรการไม่มีหน่วยงานรับผิดชอบ" in text(browser.get(at("plan")))


# one row


@pytest.mark.long
def test_a_form_that_is_only_opened_and_saved_changes_nothing(browser, agency, officer):
    drafted(agency, officer)
    own(agency, officer, unit="กองคลัง\nกองช่าง", steps=["ก\nข", "1. ค"], other=[["ผู้ประสาน", "ก"]])
    before = plan_of(agency, YEAR)
    for row in rows_of(agency, YEAR):
        done = browser.post(at("measure", row.pk), opened(browser, row), follow=True)
        assert "ไม่มีอะไรเปลี่ยน" in text(done)
    assert plan_of(agency, YEAR) == before


def test_a_row_is_saved_and_the_list_shows_it(browser, agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    typed = opened(browser, row) | {
        "title": "ทำใหม่", "steps": "1. หนึ่ง\n2. สอง", "due": "๓๐ ก.ย. ๒๕๖๖",
        "money": "typed", "budget": "5,000 บาท", "items": ["o12", "e6"], "remarks": ["2"],
    }  # fmt: skip
    answer = browser.post(at("measure", row.pk), typed)
    assert answer.url == f"{at('plan')}#m-{row.pk}"
    row.refresh_from_db()
    assert (row.title, row.steps, row.due) == ("ทำใหม่", ["หนึ่ง", "สอง"], "๓๐ ก.ย. ๒๕๖๖")
    assert (row.budget, row.items, row.remarks) == ("5,000 บาท", ["e6", "o12"], [2])
    assert row.ends_on.isoformat() == "2023-09-30"


def test_a_measure_without_title_is_told_and_what_was_typed_stays(browser, agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    typed = opened(browser, row) | {"title": "", "unit": "หน่วยที่พิมพ์ไว้"}
    answer = browser.post(at("measure", row.pk), typed)
    assert answer.status_code == 422
    assert "ใส่ชื่อมาตรการ" in text(answer)
    assert "หน่วยที่พิมพ์ไว้" in answer.content.decode()
    row.refresh_from_db()
    assert row.version == 1


def test_a_measure_of_ones_own_is_added_for_a_point(browser, agency, officer):
    emptied(agency, officer)
    one = point(agency, item="o12")
    form = browser.get(at("add"), {"point": str(one.pk)}).context["form"]
    assert form["items"].value() == ["o12"]
    typed = sent(form) | {"title": "ของเรา", "money": "none"}
    browser.post(at("add"), typed)
    row = MeasureRow.objects.get()
    assert (row.title, row.items, row.budget, row.key) == (
        "ของเรา", ["o12"], "ไม่ใช้งบประมาณ", "web-1",
    )  # fmt: skip
    assert browser.post(at("add"), {"money": "none"}).status_code == 422


def test_a_form_sent_twice_adds_once(browser, agency, officer):
    emptied(agency, officer)
    typed = {"title": "ครั้งเดียว", "money": "none", "once": "a" * 32}
    for _again in range(2):
        browser.post(at("add"), typed)
    assert MeasureRow.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "read"),
    [("30 ก.ย. 66", "อ่านว่า 30 กันยายน 2566"), ("ก.ย. 2566", "1 กันยายน 2566 ถึง 30 กันยายน 2566"),
     ("สิ้นปี", "อ่านเป็นวันไม่ได้"), ("", "")],
)  # fmt: skip
def test_a_date_is_read_while_it_is_typed(browser, agency, officer, typed, read):
    open_year(agency, YEAR)
    answer = text(browser.get(at("reading"), {"due": typed}))
    assert read in answer
    assert bool(answer.strip()) is bool(read)


# two at once


def test_two_who_save_one_row_both_keep_what_they_typed(
    browser, agency, officer, make_actor, client_of
):
    other = client_of(make_actor(agency, OFFICE_HEAD, login="head"))
    emptied(agency, officer)
    row = own(agency, officer)
    first, second = opened(browser, row), opened(other, row)
    browser.post(at("measure", row.pk), first | {"title": "ของเจ้าหน้าที่", "period": "ปีละครั้ง"})
    done = other.post(
        at("measure", row.pk), second | {"title": "ของหัวหน้า", "due": "ส.ค. 66"}, follow=True
    )
    shown = text(done)
    for words in ("ของเจ้าหน้าที่", "ของหัวหน้า", "ปีละครั้ง", "ส.ค. 66", "มาตรการของเรา"):
        assert words in shown
    assert "ซ้อนกัน" in text(browser.get(at("plan")))
    kept = MeasureRevision.objects.get(number=None)
    chosen = {"seen": "2", "side_title": "mine", "side_period": "now", "side_due": "mine"}
    other.post(at("choose", row.pk, kept.pk), chosen)
    row.refresh_from_db()
    assert (row.title, row.period, row.due) == ("ของหัวหน้า", "ปีละครั้ง", "ส.ค. 66")
    assert "ซ้อนกัน" not in text(browser.get(at("plan")))
    assert other.get(at("choose", row.pk, kept.pk)).status_code == 302


@pytest.mark.parametrize(("side", "title"), [("mine", "ข"), ("now", "ก")])
def test_one_side_can_be_taken_whole(browser, agency, officer, side, title):
    emptied(agency, officer)
    row = own(agency, officer)
    typed = opened(browser, row)
    browser.post(at("measure", row.pk), typed | {"title": "ก"})
    browser.post(at("measure", row.pk), typed | {"title": "ข"})
    kept = MeasureRevision.objects.get(number=None)
    browser.post(at("choose", row.pk, kept.pk), {"seen": "2", "all": side})
    row.refresh_from_db()
    kept.refresh_from_db()
    assert row.title == title
    assert kept.settled_at
    assert kept.values["title"] == "ข"


def test_typing_in_a_row_that_was_removed_is_not_lost(browser, agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    typed = opened(browser, row)
    browser.post(at("remove", row.pk))
    assert "ออกจากแผนแล้ว" in text(browser.get(at("measure", row.pk)))
    done = browser.post(at("measure", row.pk), typed | {"title": "ยังพิมพ์"}, follow=True)
    assert "ลบมาตรการนี้ระหว่างที่ท่านแก้" in text(done)
    kept = MeasureRevision.objects.get(number=None)
    browser.post(at("choose", row.pk, kept.pk), {"seen": "1", "all": "mine"})
    assert [one.title for one in rows_of(agency, YEAR)] == ["ยังพิมพ์"]


def test_a_choice_over_a_newer_version_is_shown_again(browser, agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    typed = opened(browser, row)
    for title in ("ก", "ข"):
        browser.post(at("measure", row.pk), typed | {"title": title})
    kept = MeasureRevision.objects.get(number=None)
    browser.post(at("measure", row.pk), typed | {"title": "ค", "seen": "2"})
    done = browser.post(at("choose", row.pk, kept.pk), {"seen": "2", "all": "mine"}, follow=True)
    assert "มีผู้บันทึกอีกครั้งระหว่างที่เลือก" in text(done)
    row.refresh_from_db()
    assert row.title == "ค"


# points


def test_a_reason_is_written_for_a_remark(browser, agency, officer):
    emptied(agency, officer)
    one = point(agency, remark=2)
    form = browser.get(at("point", one.pk)).context["form"]
    browser.post(at("point", one.pk), sent(form) | {"reason": "ทำแล้วเมื่อปีก่อน"})
    assert point(agency, remark=2).reason == "ทำแล้วเมื่อปีก่อน"
    done = browser.post(at("point", one.pk), sent(form) | {"reason": "อื่น"}, follow=True)
    assert "ทำแล้วเมื่อปีก่อน" in text(done)
    kept = one.revisions.get(number=None)
    browser.post(at("point-choose", one.pk, kept.pk), {"seen": "2", "side_reason": "mine"})
    assert point(agency, remark=2).reason == "อื่น"
    first = one.revisions.get(number=1)
    assert "ต่างจากที่ใช้อยู่ 1 ช่อง" in text(browser.get(at("point-version", one.pk, first.pk)))
    browser.post(at("point-version", one.pk, first.pk), {"seen": "3"})
    assert point(agency, remark=2).reason == ""
    assert "มี 5 ฉบับ" in text(browser.get(at("point-versions", one.pk)))


# versions


def test_versions_are_listed_compared_and_restored(browser, agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    browser.post(at("measure", row.pk), opened(browser, row) | {"title": "ใหม่"})
    assert "มี 2 ฉบับ" in text(browser.get(at("versions", row.pk)))
    one = row.revisions.get(number=1)
    assert "ต่างจากที่ใช้อยู่ 1 ช่อง" in text(browser.get(at("version", row.pk, one.pk)))
    browser.post(at("version", row.pk, one.pk), {"seen": "2"})
    row.refresh_from_db()
    assert (row.title, row.version) == ("มาตรการของเรา", 3)


# order


def test_buttons_move_remove_and_undo(browser, agency, officer):
    emptied(agency, officer)
    rows = [own(agency, officer, title) for title in "กข"]
    browser.post(at("move", rows[1].pk), {"way": "up"})
    assert [row.title for row in rows_of(agency, YEAR)] == ["ข", "ก"]
    done = browser.post(at("remove", rows[0].pk), follow=True)
    assert "ลบ “ก” แล้ว" in text(done)
    assert at("back", rows[0].pk) in done.content.decode()
    assert "ลบมาตรการนี้ไปแล้ว" in text(browser.post(at("remove", rows[0].pk), follow=True))
    browser.post(at("back", rows[0].pk))
    assert [row.title for row in rows_of(agency, YEAR)] == ["ข", "ก"]
    assert "จัดเลขลำดับใหม่ 2 เรื่อง" in text(browser.post(at("renumber"), follow=True))


# the head


def test_target_and_approval_are_edited(browser, agency, officer):
    emptied(agency, officer)
    typed = {"seen": "1", "target": "๙๐", "approved": "15 ต.ค. 2565", "scenario": ""}
    assert "ร่างอีกครั้ง" in text(browser.post(at("head"), typed, follow=True))
    row = PlanRow.objects.get()
    assert (f"{row.target.normalize():f}", row.approved) == ("90", "15 ต.ค. 2565")
    late = browser.post(at("head"), typed | {"approved": "1 พ.ย. 2565"})
    assert late.status_code == 422
    assert "มีผู้แก้เป้าหมาย" in text(late)
    assert 'value="1 พ.ย. 2565"' in late.content.decode()


@pytest.mark.parametrize("typed", ["", "มาก", "0", "101", "85.123"])
def test_a_target_that_is_none_is_told(browser, agency, officer, typed):
    emptied(agency, officer)
    answer = browser.post(at("head"), {"seen": "1", "target": typed})
    assert answer.status_code == 422
    assert "ไม่ใช่คะแนนเป้าหมาย" in text(answer)


# who may


@pytest.fixture
def chief(agency, client_of):
    unit = factories.make_unit(agency, "กองช่าง")
    user = factories.make_user(agency, login="chief")
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit))
    return client_of(user)


def test_a_unit_head_edits_only_the_measures_of_the_unit(chief, agency, officer):
    emptied(agency, officer)
    mine, other = own(agency, officer, unit="กองช่าง"), own(agency, officer, unit="กองคลัง")
    typed = opened(chief, mine) | {"title": "ของช่าง", "unit": "กองคลัง"}
    chief.post(at("measure", mine.pk), typed)
    mine.refresh_from_db()
    assert (mine.title, mine.unit) == ("ของช่าง", "กองช่าง")
    assert chief.get(at("measure", other.pk)).status_code == 200
    assert chief.post(at("measure", other.pk), typed).status_code == 403
    for name in ("remove", "move", "back"):
        assert chief.post(at(name, mine.pk)).status_code == 403
    assert chief.post(at("point", point(agency, remark=1).pk), {"reason": "ก"}).status_code == 403
    assert chief.get(at("version", mine.pk, mine.revisions.get(number=1).pk)).status_code == 200
    other.refresh_from_db()
    assert other.version == 1


def test_whose_a_measure_is_is_offered_to_whom_it_has_an_effect(chief, browser, agency, officer):
    """In a version and in a choice; where nothing else differs a head reads it, no more."""
    emptied(agency, officer)
    row, field = own(agency, officer, unit="กองคลัง"), "หน่วยงานรับผิดชอบ"
    browser.post(at("measure", row.pk), opened(browser, row) | {"unit": "กองช่าง"})
    only_unit = at("version", row.pk, row.revisions.get(number=1).pk)
    for person, offers in ((chief, False), (browser, True)):
        answer = person.get(only_unit)
        assert field in text(answer)
        assert ('name="seen"' in answer.content.decode()) is offers
    typed = opened(browser, row)
    chief.post(at("measure", row.pk), opened(chief, row) | {"title": "ของช่าง"})
    changed = typed | {"title": "ของแผน", "unit": "กองคลัง"}
    browser.post(at("measure", row.pk), changed)
    kept = MeasureRevision.objects.get(number=None)
    for address, title in (
        (only_unit, "มาตรการของเรา"), (at("choose", row.pk, kept.pk), "ของแผน"),
    ):  # fmt: skip
        for person, offers in ((chief, False), (browser, True)):
            answer = person.get(address)
            assert 'name="seen"' in answer.content.decode()
            assert (field in text(answer)) is offers
            assert title in text(answer)


def test_the_mayor_sees_and_changes_nothing(agency, officer, chief_executive, client_of):
    emptied(agency, officer)
    row = own(agency, officer)
    browser = client_of(chief_executive)
    assert "มาตรการของเรา" in text(browser.get(at("plan")))
    assert '<form class="ps-card"' not in browser.get(at("measure", row.pk)).content.decode()
    kept = row.revisions.get(number=1)
    assert browser.post(at("measure", row.pk), {"title": "ก"}).status_code == 403
    assert browser.post(at("version", row.pk, kept.pk), {"seen": "1"}).status_code == 403
    assert browser.get(at("choose", row.pk, kept.pk)).status_code == 403


# files


def test_the_workbook_goes_out_and_comes_in_again(browser, agency, officer):
    drafted(agency, officer)
    data = browser.get(at("export")).content
    plan = read_plan(data, "plan.xlsx").plan
    assert plan == plan_of(agency, YEAR)
    file = SimpleUploadedFile("แผน.xlsx", data)
    done = browser.post(at("import"), {"file": file}, follow=True)
    assert "ไฟล์นี้ตรงกับแผน ไม่มีอะไรเปลี่ยน" in text(done)


def test_a_workbook_is_looked_at_and_taken_over(browser, agency, officer):
    from msgspec.structs import replace  # noqa: PLC0415

    emptied(agency, officer)
    own(agency, officer, "ก")
    plan = plan_of(agency, YEAR)
    changed = replace(plan, measures=(replace(plan.measures[0], title="จากไฟล์"),))
    file = SimpleUploadedFile("แผน.xlsx", plan_workbook(changed))
    page = browser.post(at("import"), {"file": file}, follow=True)
    assert "มาตรการใหม่ 0 เปลี่ยน 1 ไม่มีในไฟล์ 0" in text(page)
    address, state = page.redirect_chain[-1][0], page.context["outcome"].state
    own(agency, officer, "ระหว่างนั้น")
    late = browser.post(address, {"seen": state})
    assert late.status_code == 422
    assert "แผนถูกแก้หลังจากเปิดตัวอย่างนี้" in text(late)
    browser.post(address, {"seen": late.context["outcome"].state})
    assert [row.title for row in rows_of(agency, YEAR)] == ["จากไฟล์", "ระหว่างนั้น"]
    assert "นำเข้าไปแล้ว" in text(browser.post(address, {"seen": "x"}, follow=True))


@pytest.mark.parametrize(
    ("number", "count", "of_year"),
    [(0, 26, "2565"), (1, 8, "2562"), (2, 4, "2564"), (3, 8, ""), (4, 3, "2568")],
)
def test_a_document_becomes_a_plan(browser, agency, officer, shared, number, count, of_year):
    emptied(agency, officer)
    path = shared / f"mission/seeds/00{number}.txt"
    file = SimpleUploadedFile(path.name, path.read_bytes())
    page = browser.post(at("import"), {"file": file}, follow=True)
    assert f"มาตรการใหม่ {count} " in text(page)
    warning = f"ชื่อเรื่องหรือกำหนดเวลาในไฟล์บอกปี {of_year} แต่กำลังนำเข้าแผนปี {YEAR}"
    assert (warning in text(page)) == bool(of_year)
    assert f"ไฟล์ 00{number}.txt บรรทัด" in text(page)
    done = browser.post(
        page.redirect_chain[-1][0], {"seen": page.context["outcome"].state}, follow=True
    )
    assert done.status_code == 200
    kept, told = plan_of(agency, YEAR).measures, read_plan(path.read_bytes(), path.name).plan
    assert [(one.title, one.unit, one.period, one.due, one.other) for one in kept] == [
        (one.title, one.unit, one.period, one.due, one.other) for one in told.measures
    ]
    assert [(one.steps, one.at_twelve_months) for one in kept] == [
        (one.steps, one.at_twelve_months) for one in told.measures
    ]


@pytest.mark.parametrize("data", [b"", b"nothing of a plan", b"PK\x03\x04broken"])
def test_what_is_no_plan_is_told(browser, agency, officer, data):
    emptied(agency, officer)
    answer = browser.post(at("import"), {"file": SimpleUploadedFile("x.xlsx", data)})
    assert answer.status_code == 422
    assert "ผิดพลาด:" in text(answer)


@pytest.mark.parametrize("layout", ["group", "instrument", "flat", "none"])
@pytest.mark.parametrize("columns", ["4", "5", "8", "9"])
def test_the_table_is_printed_in_every_layout(browser, agency, officer, layout, columns):
    drafted(agency, officer)
    answer = browser.get(at("print"), {"layout": layout, "columns": columns})
    heads = re.findall(r"<thead>.*?</thead>", answer.content.decode(), re.DOTALL)
    assert heads[0].count("<th") - 1 == {"4": 4, "5": 5}.get(columns, 8)
    for row in rows_of(agency, YEAR):
        assert row.title in text(answer)


def test_a_layout_is_kept_for_the_papers(browser, agency, officer):
    drafted(agency, officer)
    address = at("print") + "?layout=instrument&columns=4"
    assert "ใช้รูปแบบนี้ในเอกสาร" in text(browser.get(address))
    done = browser.post(at("layout"), {"layout": "instrument", "columns": "4"}, follow=True)
    assert "จะใช้รูปแบบนี้" in text(done)
    assert "ใช้รูปแบบนี้ในเอกสาร" not in text(browser.get(address))
    case = case_of(agency, YEAR, FIRST)
    assert case.settings.layout == Layout(Arrangement.INSTRUMENT, 4)


def test_a_row_that_is_gone_is_not_found(browser, agency, officer, other_agency, make_actor):
    emptied(agency, officer)
    stranger = make_actor(other_agency, ITA_OFFICER, login="stranger")
    emptied(other_agency, stranger)
    theirs = own(other_agency, stranger)
    for name in ("measure", "versions", "move", "remove", "back"):
        assert browser.post(at(name, theirs.pk)).status_code in {404, 405}
    assert browser.get(at("point", PointRow.objects.filter(agency=other_agency).first().pk)
                       ).status_code == 404  # fmt: skip
    assert arranging.renumber(agency, by=officer, fiscal_year=YEAR) == 0


# what the officer says of each instrument


def test_a_summary_is_written_kept_and_printed_in_the_booklet(browser, agency, officer):
    drafted(agency, officer)
    page = browser.get(at("narratives"))
    assert "ต่ำกว่าเป้า:" in text(page)
    typed = sent(page.context["form"]) | {"EIT-mend": "ขั้นตอนการให้บริการ"}
    done = browser.post(at("narratives"), typed, follow=True)
    assert "บันทึกแล้ว" in text(done)
    case = case_of(agency, YEAR, now().date())
    assert [one.parts for one in case.settings.narratives] == [(("mend", "ขั้นตอนการให้บริการ"),)]
    assert "แก้สรุปรายแบบวัดในเล่ม" in text(browser.get(at("plan")))


def test_a_summary_over_somebody_elses_is_shown_with_what_was_typed(browser, agency, officer):
    drafted(agency, officer)
    typed = sent(browser.get(at("narratives")).context["form"])
    browser.post(at("narratives"), typed | {"IIT-keep": "ของผู้อื่น"})
    answer = browser.post(at("narratives"), typed | {"IIT-keep": "ของเรา"})
    assert answer.status_code == 422
    assert "ของผู้อื่น" in text(answer)
    assert answer.context["form"]["IIT-keep"].value() == "ของเรา"
    again = browser.post(at("narratives"), sent(answer.context["form"]), follow=True)
    assert "บันทึกแล้ว" in text(again)


def test_who_may_not_edit_the_plan_writes_no_summary(agency, officer, client_of):
    drafted(agency, officer)
    other = client_of(factories.make_actor(agency, AUDITOR))
    assert other.get(at("narratives")).status_code == 403
    assert other.post(at("narratives"), {"IIT-keep": "ก"}).status_code == 403
    assert PlanRow.objects.get().narratives == {}


@pytest.mark.parametrize("seen", [str(2**63), str(2**31), "9" * 5_000, "-1"])
@pytest.mark.long
def test_a_version_that_no_database_holds_is_refused(browser, agency, officer, seen):
    """Twin: the version of the page is taken."""
    drafted(agency, officer)
    row, weak = MeasureRow.objects.first(), PointRow.objects.first()
    for address in (at("measure", row.pk), at("point", weak.pk), at("narratives"), at("head")):
        typed = sent(browser.get(address).context["form"])
        assert browser.post(address, typed | {"seen": seen}).status_code == 422, address
        assert browser.post(address, typed).status_code == 302, address
