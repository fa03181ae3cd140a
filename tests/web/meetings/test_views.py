"""The pages of meetings: forms without JavaScript, stale pages, who may what."""

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.meetings.samples import DAY, NOON, YEAR, held, made_group, planned, said, staffed
from tests.web.roles import AUDITOR, CHIEF_ADMINISTRATOR, ITA_OFFICER, OFFICER

from prongsai.web.agency.models import Appointment, Position, Unit
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.office.circulation.models import Recipient
from prongsai.web.office.meetings.models import (
    Group,
    GroupKind,
    Meeting,
    MeetingPaper,
    MeetingState,
    Task,
)
from prongsai.web.office.meetings.series import draft_of
from prongsai.web.office.meetings.services import groups, recording, tasks
from prongsai.web.platform import clock, jobs
from prongsai.web.platform.models import Job, JobState
from prongsai.web.signing.publication.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(settings, tmp_path):
    settings.DATA = tmp_path
    settings.FROZEN_NOW = NOON


@pytest.fixture
def people(agency):
    return staffed(agency)


@pytest.fixture
def browser(people, officer, client_of):
    return client_of(officer)


@pytest.fixture
def after(settings):
    """The day after the meeting."""
    settings.FROZEN_NOW = NOON.replace(day=21)


def address(name, *args):
    return reverse(f"meetings:{name}", args=[YEAR, *args])


def text(answer):
    return re.sub(r"[\s\u2060\u00a0]+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def form_of(answer, part=""):
    """What a browser would send of a page's form, with nothing changed."""
    page = answer.content.decode()
    page = page[page.index(part) :] if part else page[page.index("<main") :]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if named.get("type") in ("radio", "checkbox") and "checked" not in tag:
            continue
        if "name" in named and named.get("type") != "submit":
            empty = "on" if named.get("type") in ("radio", "checkbox") else ""
            sent.setdefault(named["name"], named.get("value", empty))
    boxes = r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>'
    for name, value in re.findall(boxes, page, re.DOTALL):
        sent.setdefault(name, value.strip("\r\n"))
    for name, inner in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        sent.setdefault(name, chosen[1] if chosen else "")
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def test_an_empty_year_says_what_to_do_and_a_full_one_what_is_missing(browser, agency, officer):
    page = text(browser.get(address("meetings")))
    assert "เริ่มจากคณะทำงาน" in page
    planned(agency, officer, made_group(agency, officer))
    assert "ประชุมคณะทำงาน ITA 20 มกราคม 2569" in text(browser.get(address("meetings")))
    with clock.freeze(NOON.replace(month=2)):
        assert "ยังไม่มีผลการประชุม" in text(browser.get(address("meetings")))
        assert "ยังไม่มีผล" in text(browser.get(address("print")))


def test_who_may_not_hold_meetings_sees_no_button(people, client_of):
    page = text(client_of(people["treasurer"]).get(address("meetings")))
    assert "ยังไม่มีการประชุม" in page
    assert "เริ่มจากคณะทำงาน" not in page


def test_a_group_is_made_from_what_is_usual(browser, agency):
    page = browser.get(address("group-add"))
    sent = form_of(page)
    assert "ปลัดเทศบาลตำบลตัวอย่าง" in text(page)
    assert sent["seat-0-role"] == "ประธานคณะทำงาน"
    answer = browser.post(address("group-add"), sent)
    group = Group.objects.get()
    assert answer.url == address("group", group.pk)
    assert [one.title for one in group.members.all()][1] == "ผู้อำนวยการกองคลัง"
    assert len(group.duties) == 5
    assert "ยังไม่ได้เสนอคำสั่งลงนาม" in text(browser.get(answer.url))


def test_members_are_put_in_order_and_outsiders_typed(browser, agency):
    sent = form_of(browser.get(address("group-add")))
    sent |= {"seat-0-place": "๙", "seat-4-title": "ผู้แทนชุมชน", "seat-4-role": "ที่ปรึกษา",
             "seat-4-place": "1"}  # fmt: skip
    browser.post(address("group-add"), sent)
    rows = Group.objects.get().members.all()
    assert rows[0].title == "ผู้แทนชุมชน"
    assert rows[0].position is None
    assert rows[4].title == "ปลัดเทศบาลตำบลตัวอย่าง"


def test_more_rows_keep_what_was_typed_and_save_nothing(browser):
    sent = form_of(browser.get(address("group-add")))
    sent |= {"name": "คณะของเรา", "seat-4-title": "ผู้แทนชุมชน", "more": "1"}
    answer = browser.post(address("group-add"), sent)
    again = form_of(answer)
    assert answer.status_code == 200
    assert again["name"] == "คณะของเรา"
    assert again["seat-4-title"] == "ผู้แทนชุมชน"
    assert int(again["seat-count"]) == int(sent["seat-count"]) + 3
    assert not Group.objects.exists()


def test_a_row_with_both_is_refused_and_comes_back_filled(browser):
    sent = form_of(browser.get(address("group-add"))) | {"seat-0-title": "ผู้แทนชุมชน"}
    answer = browser.post(address("group-add"), sent)
    assert answer.status_code == 422
    assert "แถว 1 เลือกตำแหน่ง หรือพิมพ์บุคคลภายนอก อย่างใดอย่างหนึ่ง" in text(answer)
    assert form_of(answer)["seat-0-title"] == "ผู้แทนชุมชน"
    assert not Group.objects.exists()


def test_a_stale_group_page_loses_nothing_and_saves_at_the_second_try(browser, agency, officer):
    group = made_group(agency, officer)
    sent = form_of(browser.get(address("group-edit", group.pk))) | {"name": "ของผม"}
    draft = draft_of(agency, YEAR, "ita")
    groups.edit(group, by=officer, seen=1, draft=type(draft)("ของเขา", *[
        getattr(draft, name) for name in list(draft.__struct_fields__)[1:]
    ]))  # fmt: skip
    answer = browser.post(address("group-edit", group.pk), sent)
    assert answer.status_code == 422
    assert "แก้คณะทำงานนี้หลังจากที่ท่านเปิดหน้านี้" in text(answer)
    again = form_of(answer)
    assert (again["name"], again["seen"]) == ("ของผม", "2")
    assert browser.post(address("group-edit", group.pk), again).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.revision) == ("ของผม", 3)


def test_last_years_groups_are_copied_once(browser, agency, officer):
    group = made_group(agency, officer)
    Group.objects.filter(pk=group.pk).update(fiscal_year=YEAR - 1)
    assert "ปีก่อนมีคณะทำงาน 1 คณะ" in text(browser.get(address("meetings")))
    browser.post(address("groups-copy"))
    assert Group.objects.filter(fiscal_year=YEAR).count() == 1
    browser.post(address("groups-copy"))
    assert Group.objects.filter(fiscal_year=YEAR).count() == 1


def test_a_monthly_series_shows_its_days_before_it_is_planned(browser, agency):
    here = f"{address('plan')}?kind=monthly"
    sent = form_of(browser.get(here)) | {"repeat": "weekday", "nth": "1", "weekday": "0"}
    answer = browser.post(here, sent)
    assert not Meeting.objects.exists()
    assert "ได้ 8 วันในปีนี้" in text(answer)
    again = form_of(answer)
    days = re.findall(r'name="days" value="([^"]*)"', tight(answer.content.decode()))
    assert days[0] == "2026-02-02"
    answer = browser.post(here, again | {"days": days[:3]})
    assert answer.url == address("meetings")
    assert [one.day for one in Meeting.objects.all()] == [
        date.fromisoformat(one) for one in days[:3]
    ]


@pytest.mark.parametrize(("repeat", "field"), [("date", "of_month"), ("once", "day")])
def test_a_series_without_its_rule_is_refused(browser, repeat, field):
    here = f"{address('plan')}?kind=monthly"
    sent = form_of(browser.get(here)) | {"repeat": repeat, "of_month": "40"}
    assert browser.post(here, sent).status_code == 422
    assert not Meeting.objects.exists()


def test_a_meeting_outside_the_year_is_refused_with_the_form_filled(browser, agency, officer):
    made_group(agency, officer)
    here = f"{address('plan')}?kind=group"
    sent = form_of(browser.get(here)) | {"day": "21 ก.พ. 2564"}
    answer = browser.post(here, sent)
    assert answer.status_code == 422
    assert "อยู่นอกปีงบประมาณ 2569" in text(answer)
    assert form_of(answer)["day"] == "21 ก.พ. 2564"
    answer = browser.post(here, sent | {"day": "21/2/69"})
    assert Meeting.objects.get().day == date(2026, 2, 21)


def test_a_meeting_of_a_group_needs_one(browser):
    assert "ตั้งคณะทำงานก่อน" in text(browser.get(f"{address('plan')}?kind=group"))


def test_a_plan_sent_twice_is_made_once(browser, agency, officer):
    made_group(agency, officer)
    here = f"{address('plan')}?kind=group"
    sent = form_of(browser.get(here)) | {"day": "20/1/2569"}
    assert browser.post(here, sent).url == browser.post(here, sent).url
    assert Meeting.objects.count() == 1


def record_form(browser, meeting):
    """The form of a record as it comes."""
    return form_of(browser.get(address("record", meeting.pk)))


def without(sent, *names):
    return {name: value for name, value in sent.items() if name not in names}


def test_all_came_until_a_tick_is_taken_off_and_a_record_is_opened_as_it_stands(
    browser, agency, officer, after
):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    here, sent = address("record", meeting.pk), record_form(browser, meeting)
    assert sent["came-0-present"] == sent["came-1-present"] == "on"
    sent = without(sent, "came-1-present") | {"came-1-reason": "ป่วย"}
    assert browser.post(here, sent).status_code == 302
    assert [row.presence for row in meeting.attendance.all()][:2] == ["present", "absent"]
    again = record_form(browser, meeting)
    assert again["came-0-present"] == "on"
    assert "came-1-present" not in again
    assert again["came-1-reason"] == "ป่วย"


def test_what_happened_is_written_down_in_one_form(browser, agency, officer, after):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    sent = record_form(browser, meeting)
    assert sent["came-0-title"] == "ปลัดเทศบาลตำบลตัวอย่าง"
    sent = without(sent, "came-1-present", "came-2-present") | {
        "came-1-reason": "ไปราชการ", "came-2-substitute": "นิติกร", "came-3-left_out": "on",
        "item-0-text": "บรรทัดหนึ่ง\nบรรทัดสอง",
        "item-0-resolution": "รับทราบ", "item-1-title": "", "ends": "๑๒.๐๐ น.",
    }  # fmt: skip
    answer = browser.post(address("record", meeting.pk), sent)
    assert answer.status_code == 302, text(answer)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert [(one.presence, one.reason, one.substitute) for one in meeting.attendance.all()] == [
        ("present", "", ""), ("absent", "ไปราชการ", ""), ("substitute", "", "นิติกร"),
    ]  # fmt: skip
    assert meeting.items.first().text == "บรรทัดหนึ่ง\nบรรทัดสอง"
    assert meeting.items.count() == 4
    assert f"{meeting.ends:%H.%M}" == "12.00"
    page = text(browser.get(answer.url))
    assert "มา 2 จาก 3 ตำแหน่ง" in page
    assert "แทนโดย นิติกร" in page


def test_a_stale_record_loses_nothing(browser, agency, officer, after):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    sent = record_form(browser, meeting) | {"item-0-text": "ของผม"}
    recording.write_agenda(meeting, by=officer, seen=1, items=[said(None, "ของเขา")])
    answer = browser.post(address("record", meeting.pk), sent)
    assert answer.status_code == 422
    again = form_of(answer)
    assert (again["item-0-text"], again["seen"]) == ("ของผม", "2")
    assert browser.post(address("record", meeting.pk), again).status_code == 302
    assert "ของผม" in [one.text for one in meeting.items.all()]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"item-0-title": "", "item-0-text": "ลอย"}, "ใส่เรื่องของวาระนี้"),
        ({"came-0-reason": "ป่วย"}, "นำเครื่องหมาย “มาประชุม” ออก"),
        ({"ends": "เที่ยง"}, "อ่านเวลาไม่ได้"),
    ],
)
def test_a_record_with_a_fault_comes_back(browser, agency, officer, after, changes, why):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    sent = record_form(browser, meeting)
    answer = browser.post(address("record", meeting.pk), sent | changes)
    assert answer.status_code == 422
    assert why in text(answer)
    assert browser.post(address("record", meeting.pk), sent).status_code == 302


def test_the_agenda_is_put_in_order(browser, agency, officer):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    sent = form_of(browser.get(address("agenda", meeting.pk)))
    titles = [one.title for one in meeting.items.all()]
    sent |= {"item-0-place": "3", "item-1-place": "1", "item-2-place": "2"}
    browser.post(address("agenda", meeting.pk), sent)
    assert [one.title for one in meeting.items.all()][:3] == [titles[1], titles[2], titles[0]]
    answer = browser.post(address("agenda", meeting.pk), sent | {"seen": "2", "more": "1"})
    assert form_of(answer)["item-count"] == str(int(sent["item-count"]) + 3)


def test_a_task_is_given_and_done_by_whose_it_is(
    browser, agency, officer, people, client_of, after
):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    units = [str(people["treasury"].pk)]
    sent = {"text": "จัดทำคู่มือ", "units": units, "due": "10/2/2569"}
    assert browser.post(address("give", meeting.pk), sent).status_code == 302
    task = Task.objects.get()
    bad = browser.post(address("give", meeting.pk), sent | {"units": []})
    assert bad.status_code == 422
    assert "เลือกส่วนราชการ ตำแหน่ง หรือคน" in text(bad)
    assert 'value="จัดทำคู่มือ"' in bad.content.decode()
    note = {"note": "แจ้งเวียนแล้ว"}
    stranger = client_of(people["mayor"])
    assert "ทำแล้ว" not in text(stranger.get(address("task", task.pk)))
    assert stranger.post(address("task", task.pk), note).status_code == 403
    mine = client_of(people["treasurer"])
    assert mine.post(address("task", task.pk), {"note": ""}).status_code == 422
    assert mine.post(address("task", task.pk), note).status_code == 302
    task.refresh_from_db()
    assert task.note == "แจ้งเวียนแล้ว"
    assert "งานตามมติเสร็จทุกเรื่อง" in text(mine.get(address("tasks")))


def test_a_head_gives_a_task_on_by_its_page_and_nobody_else(
    browser, agency, officer, people, client_of
):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    row = tasks.give(meeting, by=officer, text="ทำ", due=DAY, unit=people["treasury"])
    user, page, giving = (
        factories.make_user(agency, display_name="นายหนึ่ง"),
        address("task", row.pk), address("task-person", row.pk),
    )  # fmt: skip
    factories.hold(user, factories.make_position(agency, OFFICER, people["treasury"]))
    for other in (browser, client_of(people["clerk"])):
        assert 'id="within"' not in other.get(page).content.decode()
        for typed in (user.pk, "nobody"):
            answer = other.post(giving, {"user": typed})
            assert answer.status_code == 403
            assert "นายหนึ่ง" not in text(answer)
    head = client_of(people["treasurer"])
    assert 'id="within"' in head.get(page).content.decode()
    assert head.post(giving, {"user": people["mayor"].user.pk}).status_code == 422
    assert head.post(giving, {"user": user.pk}).url == page
    assert "นายหนึ่ง" in text(browser.get(page))
    assert "นายหนึ่ง" in text(browser.get(address("tasks")))


def test_a_task_of_all_units_is_one_of_each(browser, agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    closed = factories.make_unit(agency, "กองที่ปิดแล้ว", is_closed=True)
    sent = {"text": "ส่งแผน", "units": ["units"], "due": "10/2/2569"}
    assert browser.post(address("give", meeting.pk), sent).status_code == 302
    units = set(Unit.objects.exclude(pk=closed.pk))
    given = [task.unit for task in Task.objects.all()]
    assert len(given) == len(units) > 1
    assert set(given) == units
    tasks.finish(Task.objects.get(unit=people["office"]), by=officer, note="ส่งแล้ว")
    count = f"เสร็จแล้ว 1 จาก {len(units)} งาน"
    pages = [
        address("meeting", meeting.pk),
        address("tasks"),
        address("task", Task.objects.first().pk),
    ]
    assert [count in text(browser.get(page)) for page in pages] == [True] * 3


@pytest.mark.parametrize(
    ("owners", "words"),
    [
        ({"units": ["treasury", "office"]}, {"กองคลัง", "สำนักปลัด"}),
        ({"position": "post"}, {"ปลัดเทศบาลตำบลตัวอย่าง"}),
        ({"user": "treasurer"}, {"ผู้อำนวยการกองคลัง (treasurer)"}),
        (
            {"units": ["office"], "user": "treasurer"},
            {"สำนักปลัด", "ผู้อำนวยการกองคลัง (treasurer)"},
        ),
    ],
)  # fmt: skip
def test_each_of_several_owners_has_a_task(browser, agency, officer, people, owners, words):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    rows = people | {"post": Position.objects.get(kind=CHIEF_ADMINISTRATOR.key)}

    def key(name):
        return str(getattr(rows[name], "user", rows[name]).pk)

    sent = {
        name: [key(each) for each in value] if isinstance(value, list) else key(value)
        for name, value in owners.items()
    }
    sent |= {"text": "ส่งแผน", "due": "10/2/2569"}
    assert browser.post(address("give", meeting.pk), sent).status_code == 302
    assert {task.owner_words for task in Task.objects.all()} == words


def test_the_late_are_reminded_with_one_button(browser, agency, officer, people, settings):
    settings.FROZEN_NOW = NOON.replace(day=21)
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    tasks.give(meeting, by=officer, text="ทำ", due=DAY, unit=people["treasury"])
    page = browser.get(address("tasks"))
    assert "งานตามมติเกินกำหนด 1 เรื่อง" in text(page)
    answer = browser.post(address("remind"), follow=True)
    assert "เตือน 1 เรื่อง ถึง 1 คน" in text(answer)
    tasks.finish(Task.objects.get(), by=officer, note="ทำแล้ว")
    assert "ไม่มีงานที่เกินกำหนด" in text(browser.post(address("remind"), follow=True))


def test_a_meeting_is_moved_told_and_cancelled(browser, agency, officer):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    browser.post(address("tell", meeting.pk))
    sent = form_of(browser.get(address("edit", meeting.pk))) | {"day": "27 ม.ค. 2569"}
    answer = browser.post(address("edit", meeting.pk), sent)
    assert answer.status_code == 422
    assert "แจ้งนัดไปแล้ว จึงต้องมีเหตุผลที่ย้ายวัน" in text(answer)
    sent = form_of(answer) | {"reason": "ห้องไม่ว่าง"}
    assert browser.post(address("edit", meeting.pk), sent).status_code == 302
    page = text(browser.get(address("meeting", meeting.pk)))
    assert "27 มกราคม 2569" in page
    assert "ห้องไม่ว่าง" in page
    asked = browser.get(address("cancel", meeting.pk))
    assert browser.post(address("cancel", meeting.pk), form_of(asked)).status_code == 422
    browser.post(address("cancel", meeting.pk), form_of(asked) | {"reason": "ประธานติดราชการ"})
    assert "ประธานติดราชการ" in text(browser.get(address("meeting", meeting.pk)))
    browser.post(address("again", meeting.pk))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


def test_papers_are_really_drawn_and_fetched(browser, agency, officer, after):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    answer = browser.post(address("meeting-papers", meeting.pk), {"kind": "minutes"})
    assert "รอเริ่ม" in text(browser.get(answer.url))
    job = Job.objects.get(kind="meeting-papers")
    jobs.run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.failure
    assert "เสร็จแล้ว" in text(browser.get(answer.url))
    pdf, docx = MeetingPaper.objects.order_by("-form")
    fetched = browser.get(reverse("meetings:file", args=[pdf.pk]))
    assert fetched.content.startswith(b"%PDF-")
    assert fetched["Content-Disposition"].startswith("inline")
    assert browser.get(reverse("meetings:file", args=[docx.pk]))["Content-Disposition"].startswith(
        "attachment"
    )
    assert "รายงานการประชุม" in pdf.file.name


@pytest.mark.long
def test_minutes_are_sent_and_certified_on_the_page(browser, agency, officer, after, settings):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    due = {"due": "10/2/2569"}
    answer = browser.post(address("send", meeting.pk), due)
    assert answer.status_code == 422
    assert "ยังไม่มี PDF" in text(answer)
    browser.post(address("meeting-papers", meeting.pk), {"kind": "minutes"})
    jobs.run.call(str(Job.objects.get(kind="meeting-papers").pk))
    assert browser.post(address("send", meeting.pk), due).status_code == 302
    page = text(browser.get(address("meeting", meeting.pk)))
    assert "ส่งให้ตรวจแล้ว" in page
    assert "รับทราบแล้ว 0 จาก" in page
    day = {"day": "21/1/2569", "seen": 2}
    early = day | {"day": "19/1/2569"}
    assert browser.post(address("certify", meeting.pk), early).status_code == 422
    assert browser.post(address("certify", meeting.pk), day).status_code == 302
    page = text(browser.get(address("meeting", meeting.pk)))
    assert "รับรองแล้ว" in page
    assert "แก้ผลการประชุม" not in page
    browser.post(address("uncertify", meeting.pk))
    assert "แก้ผลการประชุม" in text(browser.get(address("meeting", meeting.pk)))


def test_an_order_goes_on_its_way_from_the_page(browser, agency, officer):
    group = made_group(agency, officer)
    answer = browser.post(address("group-submit", group.pk))
    assert answer.status_code == 302
    assert answer.url != address("group", group.pk)
    page = text(browser.get(address("group", group.pk)))
    assert "คำสั่งรอลงนาม" in page
    assert "เสนอคำสั่งลงนาม" not in page


def test_another_agencys_rows_are_not_there(browser, agency, officer, other_agency, make_actor):
    stranger = make_actor(other_agency, ITA_OFFICER)
    staffed_there = factories.make_position(other_agency, CHIEF_ADMINISTRATOR)
    open_year(other_agency, YEAR)
    group = made_group(other_agency, stranger)
    (meeting,) = planned(other_agency, stranger, group)
    for name, key in (("group", group.pk), ("meeting", meeting.pk), ("record", meeting.pk)):
        assert browser.get(address(name, key)).status_code == 404
    sent = form_of(browser.get(address("group-add")))
    sent["seat-0-position"] = str(staffed_there.pk)
    assert browser.post(address("group-add"), sent).status_code == 422
    assert Position.objects.filter(agency=agency).exists()


def test_something_is_sent_round_to_a_whole_group(agency, officer, browser, make_actor, client_of):
    group = made_group(agency, officer)
    posts = [str(one.position_id) for one in group.members.all() if one.position_id]
    url = address("group", group.pk)
    page = browser.get(url).content.decode()
    start = re.search(r'href="([^"]*circulation/start/[^"]*)"', page)[1].replace("&amp;", "&")
    form = browser.get(start).context["form"]
    assert form.initial["to"] == "posts"
    assert set(form.initial["positions"]) == set(posts)
    sent = browser.post(start, {
        "title": "เชิญให้ความเห็น", "text": "ถึงทุกท่าน", "to": "posts", "positions": posts,
    })  # fmt: skip
    assert sent.status_code == 302
    asked = set(Recipient.objects.values_list("user", flat=True))
    assert asked
    assert asked == set(
        Appointment.objects.filter(position__in=posts).values_list("user", flat=True)
    )
    auditor = client_of(make_actor(agency, AUDITOR, login="auditor"))
    assert "circulation/start" not in auditor.get(url).content.decode()


def test_posts_of_another_agency_are_not_chosen(browser, other_agency):
    strange = factories.make_position(other_agency, CHIEF_ADMINISTRATOR)
    url = reverse("circulation:start", args=[YEAR])
    form = browser.get(f"{url}?position={strange.pk}&position=x").context["form"]
    assert "to" not in form.initial


def test_minutes_are_published_by_a_button_and_attached_on_the_items_page(
    agency, officer, people, after, client_of, make_actor, settings
):
    """The officer publishes; who may not gets no button. The item asks to read it first."""
    settings.SITE_ADDRESS = "https://www.example.go.th"
    browser, auditor = client_of(officer), client_of(make_actor(agency, AUDITOR, login="auditor"))
    (meeting,) = planned(agency, officer, kind=GroupKind.MONTHLY, title="ประชุมประจำเดือน")
    held(meeting, officer)
    recording.write_agenda(
        meeting, by=officer, seen=2, items=[said(None, "ทบทวนจริยธรรม", resolution="รับทราบ")]
    )
    page, press = address("meeting", meeting.pk), address("minutes-publish", meeting.pk)
    jobs.run.call(str(recording.ask(meeting, by=officer, kinds=("minutes",)).pk))
    recording.send(meeting, by=officer, due=date(2026, 2, 10))
    assert press not in browser.get(page).content.decode()
    assert "ยังเผยแพร่ไม่ได้" in text(browser.post(press, follow=True))
    recording.certify(meeting, by=officer, day=date(2026, 1, 21))
    assert press in browser.get(page).content.decode()
    assert press not in auditor.get(page).content.decode()
    assert auditor.post(press).status_code == 403
    answer = browser.post(press, follow=True)
    assert press not in answer.content.decode()
    item = reverse("disclosure:item", args=[YEAR, "o15"])
    assert f'href="{item}"' in answer.content.decode()
    assert "อ่านก่อนว่าแสดงสิ่งที่ข้อนี้ขอ" in text(browser.get(item))
    assert not Piece.objects.exists()
    (edition,) = Publication.objects.all()
    path = reverse("publication:paper", args=[agency.pk, edition.pk])
    browser.post(reverse("disclosure:add-own", args=[YEAR, "o15"]), {"path": path})
    assert Piece.objects.get().address.endswith(path)
