"""What the pages of meetings show, under a fixed number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.meetings.samples import DAY, NOON, YEAR, held, made_group, planned, staffed

from prongsai.web.agency.waiting import waiting_for
from prongsai.web.office.meetings import hooks
from prongsai.web.office.meetings.models import GroupKind, MinutesState
from prongsai.web.office.meetings.queries import meetings as queries
from prongsai.web.office.meetings.queries.groups import changes_of, group_page, order_of, tasks_page
from prongsai.web.office.meetings.queries.papers import document_of, kinds_of
from prongsai.web.office.meetings.services import planning, tasks
from prongsai.web.platform import clock

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 20)


@pytest.fixture(autouse=True)
def noon(settings, tmp_path):
    settings.DATA = tmp_path
    with clock.freeze(NOON):
        yield


@pytest.fixture
def people(agency):
    return staffed(agency)


def counted(act):
    with CaptureQueriesContext(
        connection,
    ) as queries_run:
        found = act()
    return len(queries_run), found


def told(page):
    return [one.text.th for one in page.missing]


def give(meeting, officer, people, text="ทำ", due=DAY):
    return tasks.give(meeting, by=officer, text=text, due=due, unit=people["treasury"])


def test_three_meetings_cost_as_much_as_one(agency, officer, people):
    group = made_group(agency, officer)
    give(held(planned(agency, officer, group)[0], officer), officer, people)
    one, _page = counted(lambda: queries.meetings_page(agency, YEAR, LATER))
    for day in (21, 22):
        meeting = planned(agency, officer, group, date(2026, 1, day))[0]
        give(held(meeting, officer), officer, people, due=date(2026, 2, day))
    three, page = counted(lambda: queries.meetings_page(agency, YEAR, LATER))
    assert one == three <= 6
    assert [(row.came, row.participants, row.open_tasks) for row in page.past] == [(2, 3, 1)] * 3


def test_three_tasks_cost_as_much_as_one(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    give(meeting, officer, people)
    person = people["treasurer"]
    one, _page = counted(lambda: tasks_page(person, YEAR, LATER))
    waits, _found = counted(lambda: hooks.tasks(person, LATER))
    give(meeting, officer, people, "อีกเรื่อง", date(2026, 1, 21))
    give(meeting, officer, people, "เรื่องที่สาม", date(2026, 5, 1))
    three, page = counted(lambda: tasks_page(person, YEAR, LATER))
    assert one == three
    assert [row.text for row in page.late] == ["ทำ", "อีกเรื่อง"]
    assert all(row.is_mine for row in page.late)
    assert page.owners == (("กองคลัง", 3, 2),)
    assert counted(lambda: hooks.tasks(person, LATER))[0] == waits


def test_three_members_and_versions_cost_as_much_as_one(agency, officer, people):
    group = made_group(agency, officer)
    first, _page = counted(lambda: group_page(group))
    other = made_group(
        agency, officer, name="คณะเล็ก", participants=group_page(group)["participants"][:1]
    )
    small, _page = counted(lambda: group_page(other))
    assert first == small


def test_tasks_of_one_owner(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    give(meeting, officer, people)
    tasks.give(meeting, by=officer, text="ของสำนักปลัด", due=DAY, unit=people["office"])
    page = tasks_page(officer, YEAR, LATER, "สำนักปลัด")
    assert [row.text for row in page.late] == ["ของสำนักปลัด"]
    assert page.owner == "สำนักปลัด"
    assert tasks_page(officer, YEAR, LATER, "ไม่มี").owner == ""


def test_what_is_missing_is_told(agency, officer, people):
    group = made_group(agency, officer)
    first, second = planned(agency, officer, group, DAY, date(2026, 2, 20))
    assert told(queries.meetings_page(agency, YEAR, DAY)) == []
    page = queries.meetings_page(agency, YEAR, LATER)
    assert told(page)[:2] == [
        "ประชุมคณะทำงาน ITA 20 มกราคม 2569 ยังไม่มีผลการประชุม",
        "ประชุมคณะทำงาน ITA 20 กุมภาพันธ์ 2569 ยังไม่มีผลการประชุม",
    ]
    assert told(page)[2] == "ปี 2569 ยังไม่มีเวทีแลกเปลี่ยนความคิดเห็น"
    held(first, officer)
    assert told(queries.meetings_page(agency, YEAR, LATER))[1].endswith("ยังไม่ได้ส่ง")
    first.minutes = MinutesState.SENT
    first.save()
    give(first, officer, people)
    held(second, officer)
    page = queries.meetings_page(agency, YEAR, LATER)
    assert "รายงานการประชุม 20 มกราคม 2569 ยังไม่ได้รับรอง" in told(page)
    assert "งานตามมติเกินกำหนด 1 เรื่อง" in told(page)


def test_months_that_a_monthly_series_skipped(agency, officer, people):
    days = [date(2025, 10, 5), date(2025, 11, 5), date(2026, 1, 5)]
    planned(agency, officer, None, *days, kind=GroupKind.MONTHLY, title="ประชุมประจำเดือน")
    page = queries.meetings_page(agency, YEAR, date(2026, 2, 10))
    assert told(page)[-1] == "ไม่มีประชุมประจำเดือน: ธันวาคม 2568, กุมภาพันธ์ 2569"
    assert queries.skipped_months(YEAR, days, date(2025, 10, 31)) == ()
    # What was never begun is not skipped.
    assert queries.skipped_months(YEAR, [], date(2030, 1, 1)) == ()
    assert len(queries.skipped_months(YEAR, days[:1], date(2030, 1, 1))) == 11


def test_a_meeting_that_nobody_wrote_down_waits_for_the_officer(agency, officer, people):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    assert not hooks.recording(officer, DAY)
    (one,) = hooks.recording(officer, date(2026, 1, 21))
    assert (one.name, one.since) == (meeting.title, DAY)
    assert one in waiting_for(officer, date(2026, 1, 21))
    assert not hooks.recording(people["treasurer"], date(2026, 1, 21))
    planning.cancel(meeting, by=officer, seen=1, reason="งด")
    assert not hooks.recording(officer, date(2026, 1, 21))


def test_the_papers_hold_what_was_entered(agency, officer, people):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    assert kinds_of(meeting) == ("invitation", "attendance")
    invitation = " ".join(document_of(meeting, "invitation", DAY).strings())
    for words in ("ขอเชิญประชุมคณะทำงาน ITA ครั้งที่ 1/2569", "20 มกราคม 2569", "ห้องประชุมชั้น 2",
                  "รับรองรายงานการประชุมครั้งก่อน"):  # fmt: skip
        assert words in invitation, words
    sheet = " ".join(document_of(meeting, "attendance", DAY).strings())
    assert "ปลัดเทศบาลตำบลตัวอย่าง" in sheet
    held(meeting, officer)
    assert kinds_of(meeting)[-1] == "minutes"
    minutes = " ".join(document_of(meeting, "minutes", DAY).strings())
    for words in ("คณะทำงาน ITA ครั้งที่ 1/2569", "ประธานแจ้งผลคะแนน", "ให้กองคลังจัดทำคู่มือ", "ไปราชการ",
                  "นิติกร", "นักวิเคราะห์นโยบายและแผน"):  # fmt: skip
        assert words in minutes, words
    assert "ประชุมประชุม" not in invitation + minutes


def test_the_summary_of_views_names_nobody(agency, officer, people):
    (meeting,) = planned(agency, officer, kind=GroupKind.EXCHANGE, title="แลกเปลี่ยนความคิดเห็น")
    held(meeting, officer)
    assert kinds_of(meeting)[-1] == "summary"
    summary = " ".join(document_of(meeting, "summary", DAY).strings())
    for words in ("เรื่องพิจารณาการยืมทรัพย์สิน", "หารือเรื่องคู่มือ", "ให้กองคลังจัดทำคู่มือ"):
        assert words in summary, words
    assert "หัวหน้าสำนักปลัด" not in summary


def test_the_order_needs_no_scores(agency, officer, people):
    agency.authority = "อาศัยอำนาจตามมาตรา 48"
    agency.save()
    group = made_group(agency, officer)
    order = " ".join(order_of(group, DAY).strings())
    for words in (
        "คำสั่งเทศบาลตำบลตัวอย่าง",
        f"ประจำปีงบประมาณ พ.ศ. {YEAR}",
        "มาตรา 48",
        "คณะทำงานและเลขานุการ",
        group.duties[0],
        "สั่ง ณ วันที่",
    ):
        assert words in order, words


def test_what_two_versions_differ_in():
    old = {"name": "ก", "members": [{"title": "ปลัด", "role": "ประธาน"}], "duties": ["ทำ"]}
    new = old | {"members": [{"title": "ปลัด", "role": "กรรมการ"}], "publishes": True}
    found = {field: (before, after) for field, before, after in changes_of(old, new)}
    assert found == {"members": ("ปลัด (ประธาน)", "ปลัด (กรรมการ)"), "publishes": ("", "ใช่")}
