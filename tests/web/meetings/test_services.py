"""Working groups, meetings, minutes and tasks, on both databases."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse
from msgspec.structs import replace
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.meetings.samples import (
    DAY,
    NOON,
    YEAR,
    came,
    held,
    made_group,
    planned,
    refused,
    said,
    seat,
    staffed,
)
from tests.web.roles import CHIEF_ADMINISTRATOR, OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import Verdict
from prongsai.web.agency.models import Appointment, Notification, Position, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.disclosure.items import items_of, own_pages
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.public_site.queries.public import _answering
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.meetings import hooks, series
from prongsai.web.office.meetings.hooks import answers_of
from prongsai.web.office.meetings.models import (
    AgendaItem,
    Group,
    GroupKind,
    Meeting,
    MeetingPaper,
    MeetingState,
    Member,
    MinutesState,
    Task,
)
from prongsai.web.office.meetings.queries.groups import may_finish, people_of
from prongsai.web.office.meetings.services import groups, planning, recording, tasks
from prongsai.web.platform import clock, files, jobs
from prongsai.web.platform.models import JobState, JournalEntry
from prongsai.web.signing.approval import tasks as approval_tasks
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.services import deciding, submitting
from prongsai.web.signing.numbering.models import NumberRow
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.gate import KnownAgainst
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.calendar.models import EventDone, EventMove, OwnEvent, Reminder
from prongsai.web.year.ownership.models import Assignment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(settings, tmp_path):
    settings.DATA = tmp_path
    with clock.freeze(NOON):
        yield


@pytest.fixture
def people(agency):
    return staffed(agency)


def draft_of(group, **changes):
    stands = series.Draft(
        group.name, group.subject, group.reason, tuple(group.duties),
        tuple(series.Participant(one.title, one.role, one.position) for one in group.members.all()),
    )  # fmt: skip
    return replace(stands, **changes)


def test_the_usual_group_sits_by_position(agency, officer, people):
    group = made_group(agency, officer)
    assert [(one.title, one.role) for one in group.members.all()] == [
        ("ปลัดเทศบาลตำบลตัวอย่าง", "ประธานคณะทำงาน"),
        ("ผู้อำนวยการกองคลัง", "คณะทำงาน"),
        ("หัวหน้าสำนักปลัด", "คณะทำงานและเลขานุการ"),
        ("เจ้าหน้าที่ ITA", "คณะทำงานและผู้ช่วยเลขานุการ"),
    ]
    assert "นายกเทศมนตรีตำบลตัวอย่าง" in group.duties[0]
    assert "31 มีนาคม 2569" in group.duties[3]
    assert JournalEntry.objects.get(verb="group-made").detail == {"year": YEAR, "members": 4}


def test_every_version_of_a_group_is_kept(agency, officer, people):
    group = made_group(agency, officer)
    outsider = series.Participant("ผู้แทนชุมชน", "ที่ปรึกษา")
    changed = draft_of(group, participants=(*draft_of(group).participants, outsider))
    groups.edit(group, by=officer, seen=1, draft=changed)
    group.refresh_from_db()
    assert group.revision == 2
    assert Member.objects.get(group=group, position=None).title == "ผู้แทนชุมชน"
    first, second = group.versions.order_by("number")
    assert len(first.content["members"]) == 4
    assert len(second.content["members"]) == 5
    # Saving what stands makes no version.
    groups.edit(group, by=officer, seen=2, draft=draft_of(group))
    assert group.versions.count() == 2


def test_a_group_left_open_over_a_change_is_refused(agency, officer, people):
    group = made_group(agency, officer)
    groups.edit(group, by=officer, seen=1, draft=draft_of(group, name="คณะใหม่"))
    with refused("เจ้าหน้าที่ ITA"):
        groups.edit(group, by=officer, seen=1, draft=draft_of(group, name="คณะอื่น"))
    group.refresh_from_db()
    assert group.name == "คณะใหม่"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"participants": ()}, "ยังไม่มีผู้ใด"),
        ({"duties": ()}, "หน้าที่"),
        (
            {"participants": tuple(series.Participant(f"ผู้แทน {n}", "กรรมการ") for n in range(61))},
            "60",
        ),
    ],
)
def test_a_group_without_members_or_duties_is_refused(agency, officer, people, changes, why):
    with refused(why):
        made_group(agency, officer, **changes)
    assert not Group.objects.exists()
    made_group(agency, officer)


def test_a_position_sits_once_in_a_group_and_a_name_once_in_a_year(agency, officer, people):
    participants = series.usual_participants(agency)
    with refused("สองครั้ง"):
        made_group(agency, officer, participants=(*participants, participants[0]))
    made_group(agency, officer)
    with refused("แล้ว"):
        made_group(agency, officer)
    made_group(agency, officer, name="ศูนย์ปฏิบัติการต่อต้านการทุจริต")
    assert Group.objects.count() == 2


def test_last_years_group_moves_into_this_year(agency, officer, people):
    open_year(agency, YEAR + 1)
    group = made_group(agency, officer, reason=f"เพื่อปี {YEAR}", name=f"คณะทำงานปี {YEAR}")
    copied = groups.copy_from(agency, by=officer, source=group, year=YEAR + 1)
    assert (copied.fiscal_year, copied.copied_from, copied.signed_on) == (2570, group.pk, None)
    assert (copied.name, copied.reason) == ("คณะทำงานปี 2570", "เพื่อปี 2570")
    assert "31 มีนาคม 2570" in copied.duties[3]
    assert copied.members.count() == group.members.count()


def test_a_closed_group_is_not_changed_until_it_is_opened_again(agency, officer, people):
    group = made_group(agency, officer)
    groups.close(group, by=officer)
    with refused("ปิดแล้ว"):
        groups.edit(group, by=officer, seen=1, draft=draft_of(group, name="ใหม่"))
    with refused("ปิดแล้ว"):
        planned(agency, officer, Group.objects.get())
    groups.close(group, by=officer, is_open=True)
    groups.edit(group, by=officer, seen=1, draft=draft_of(group, name="ใหม่"))
    planned(agency, officer, Group.objects.get())


def test_planned_meetings_count_by_their_days(agency, officer, people):
    def told():
        rows = Meeting.objects.order_by("day")
        names = dict(OwnEvent.objects.values_list("pk", "name"))
        assert [names[one.event] for one in rows] == [
            f"{one.title} ครั้งที่ {one.number}/{YEAR}" for one in rows
        ]
        return [(one.day.month, one.number) for one in rows]

    planned(agency, officer, None, date(2026, 4, 5), kind=GroupKind.MONTHLY)
    planned(agency, officer, None, date(2026, 6, 5), kind=GroupKind.MONTHLY)
    between = planned(agency, officer, None, date(2026, 5, 5), kind=GroupKind.MONTHLY)[0]
    assert between.number == 2
    assert told() == [(4, 1), (5, 2), (6, 3)]
    wanted = planning.Plan(kind=GroupKind.MONTHLY, title="ประชุมย้ายวัน")
    planning.edit(between, by=officer, seen=between.revision, wanted=wanted,
                  day=date(2026, 3, 5), reason="ห้องไม่ว่าง")  # fmt: skip
    assert told() == [(3, 1), (4, 2), (6, 3)]
    # What was cancelled keeps its number; planned again it counts with the others.
    first = Meeting.objects.get(day=date(2026, 3, 5))
    planning.cancel(first, by=officer, seen=first.revision, reason="งด")
    planned(agency, officer, None, date(2026, 2, 5), kind=GroupKind.MONTHLY)
    assert [(one.day.month, one.number) for one in Meeting.objects.order_by("day")] == [
        (2, 2), (3, 1), (4, 3), (6, 4),
    ]  # fmt: skip
    planning.call_again(first, by=officer)
    assert told() == [(2, 1), (3, 2), (4, 3), (6, 4)]


def test_what_was_held_keeps_its_number_whatever_is_planned_before_it(agency, officer, people):
    held = planned(agency, officer, None, date(2026, 1, 12), kind=GroupKind.MONTHLY)[0]
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.HELD)
    early = planned(agency, officer, None, date(2026, 1, 5), kind=GroupKind.MONTHLY)[0]
    other = planned(agency, officer, None, date(2026, 1, 5), kind=GroupKind.EXCHANGE)[0]
    assert (early.number, other.number) == (2, 1)
    held.refresh_from_db()
    assert held.number == 1


def test_a_monthly_series_is_planned_at_once_and_stands_in_the_calendar(agency, officer, people):
    days = [date(2026, month, 5) for month in (2, 3, 4)]
    made = planned(agency, officer, None, *days, kind=GroupKind.MONTHLY, title="ประชุมประจำเดือน")
    assert [one.number for one in made] == [1, 2, 3]
    assert len({one.series for one in made}) == 1
    titles = [one.title for one in made[0].items.all()]
    assert "รายงานการใช้จ่ายงบประมาณประจำเดือน" in titles
    assert f"ติดตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. {YEAR}" in titles
    events = OwnEvent.objects.order_by("first_day")
    assert [one.first_day for one in events] == days
    assert events[0].name == f"ประชุมประจำเดือน ครั้งที่ 1/{YEAR}"


@pytest.mark.parametrize("day", [date(2025, 9, 30), date(2026, 10, 1)])
def test_a_meeting_lies_in_the_fiscal_year(agency, officer, people, day):
    with pytest.raises(Refused) as refusal:
        planned(agency, officer, None, day, kind=GroupKind.EXCHANGE)
    assert "อยู่นอกปีงบประมาณ 2569 (1 ตุลาคม 2568 ถึง 30 กันยายน 2569)" in refusal.value.words("th")
    # In English a day is written as programs do, and what to do is set apart from what is wrong.
    year = "is outside fiscal year 2569 (2025-10-01 to 2026-09-30); choose a day of this year"
    assert year in refusal.value.words("en")
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("day", [date(2025, 10, 1), date(2026, 9, 30)])
def test_its_first_and_last_day_do(agency, officer, people, day):
    assert planned(agency, officer, None, day, kind=GroupKind.EXCHANGE)


def test_one_meeting_of_a_kind_on_a_day(agency, officer, people):
    group = made_group(agency, officer)
    (first,) = planned(agency, officer, group)
    with refused("มีประชุมแบบนี้แล้ว"):
        planned(agency, officer, group)
    planned(agency, officer, None, DAY, kind=GroupKind.MONTHLY)
    planning.cancel(first, by=officer, seen=1, reason="ประธานติดราชการ")
    planned(agency, officer, group)


def test_moving_after_the_members_were_told_needs_a_reason(agency, officer, people):
    group = made_group(agency, officer)
    (meeting,) = planned(agency, officer, group)
    assert planning.tell(meeting, by=officer) == 4
    meeting.refresh_from_db()
    wanted = planning.Plan(kind="group", title=meeting.title)
    later = DAY + timedelta(days=7)
    with refused("เหตุผล"):
        planning.edit(meeting, by=officer, seen=1, wanted=wanted, day=later, reason="")
    planning.edit(meeting, by=officer, seen=1, wanted=wanted, day=later, reason="ห้องไม่ว่าง")
    meeting.refresh_from_db()
    assert (meeting.day, meeting.reason, meeting.revision) == (later, "ห้องไม่ว่าง", 2)
    assert EventMove.objects.get(event=meeting.event).new_last == later
    with refused("แก้การประชุมนี้หลังจากที่ท่านเปิดหน้านี้"):
        planning.edit(meeting, by=officer, seen=1, wanted=wanted, day=DAY, reason="กลับวันเดิม")


def test_members_are_told_once_a_day(agency, officer, people):
    group = made_group(agency, officer)
    (meeting,) = planned(agency, officer, group)
    planning.tell(meeting, by=officer)
    assert planning.tell(meeting, by=officer) == 0
    lines = Reminder.objects.filter(event=meeting.pk)
    assert {one.user.login for one in lines} == {"clerk", "treasurer", "head", "officer"}
    assert lines[0].last_day == DAY


def test_a_group_of_outsiders_cannot_be_told_here(agency, officer, people):
    participants = (series.Participant("ผู้แทนชุมชน", "กรรมการ"),)
    (meeting,) = planned(agency, officer, made_group(agency, officer, participants=participants))
    with refused("ยังไม่มีผู้ใช้ระบบ"):
        planning.tell(meeting, by=officer)


def test_a_cancelled_meeting_leaves_the_calendar_and_comes_back(agency, officer, people):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    planning.cancel(meeting, by=officer, seen=1, reason="ประธานติดราชการ")
    assert OwnEvent.objects.get(pk=meeting.event).removed_at is not None
    with refused("จัดไปแล้วหรืองด"):
        planning.tell(meeting, by=officer)
    planning.call_again(meeting, by=officer)
    assert OwnEvent.objects.get(pk=meeting.event).removed_at is None
    assert planning.tell(meeting, by=officer) == 4


def test_what_happened_is_written_down_after_the_day(agency, officer, people):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    with refused("ยังไม่ถึงวันประชุม"):
        recording.write_down(meeting, by=officer, seen=1, attendance=came("ปลัด"),
                             items=[said(None, "เรื่อง")])  # fmt: skip
    held(meeting, officer)
    assert (meeting.state, meeting.minutes) == (MeetingState.HELD, MinutesState.DRAFT)
    assert [one.presence for one in meeting.attendance.all()] == ["present", "present", "absent"]
    assert meeting.attendance.get(presence="absent").reason == "ไปราชการ"
    # Items that are not named go; their order is that of the page.
    assert [one.title for one in meeting.items.all()] == [
        "เรื่องที่ประธานแจ้งให้ทราบ", "เรื่องพิจารณาการยืมทรัพย์สิน",
    ]  # fmt: skip
    assert EventDone.objects.filter(event=meeting.event).exists()


@pytest.mark.parametrize(
    ("attendance", "items", "why"),
    [
        ([seat("ปลัด", "", "absent")], [said(None, "เรื่อง")], "ผู้มาประชุม"),
        (came("ปลัด"), [], "ระเบียบวาระ"),
        (came("ปลัด"), [said(None, f"เรื่อง {n}") for n in range(61)], "60"),
    ],
)
def test_nobody_came_or_nothing_on_the_agenda(agency, officer, people, attendance, items, why):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    with clock.freeze(NOON.replace(day=21)), refused(why):
        recording.write_down(meeting, by=officer, seen=1, attendance=attendance, items=items)
    assert held(meeting, officer).revision == 2


def test_an_agenda_is_put_in_order_and_keeps_its_items(agency, officer, people):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    first, second, *_rest = meeting.items.all()
    items = [said(second.pk, second.title), said(None, "เรื่องใหม่"), said(first.pk, "แจ้งให้ทราบ")]
    recording.write_agenda(meeting, by=officer, seen=1, items=items)
    assert [one.title for one in meeting.items.all()] == [second.title, "เรื่องใหม่", "แจ้งให้ทราบ"]
    assert meeting.items.last().pk == first.pk
    with refused("แก้การประชุมนี้หลังจากที่ท่านเปิดหน้านี้"):
        recording.write_agenda(meeting, by=officer, seen=1, items=items)


def test_a_resolution_becomes_a_task_that_waits_for_its_unit(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    item = meeting.items.last()
    due = date(2026, 2, 10)
    task = tasks.give(meeting, by=officer, text="จัดทำคู่มือการยืม", due=due, item=item,
                      unit=people["treasury"])  # fmt: skip
    assert task.owner_words == "กองคลัง"
    assert Assignment.objects.get(kind="date", subject=str(task.event)).unit == people["treasury"]
    kinds = [(one.kind, one.name) for one in waiting_for(people["treasurer"], DAY)]
    assert ("meeting-task", "จัดทำคู่มือการยืม") in kinds
    assert all(one.kind != "meeting-task" for one in waiting_for(people["clerk"], DAY))
    tasks.finish(task, by=people["treasurer"], note="แจ้งเวียนแล้ว")
    task.refresh_from_db()
    assert (task.done_words, task.note) == ("ผู้อำนวยการกองคลัง", "แจ้งเวียนแล้ว")
    assert EventDone.objects.filter(event=task.event).exists()
    assert all(one.kind != "meeting-task" for one in waiting_for(people["treasurer"], DAY))
    tasks.reopen(task, by=officer)
    assert not EventDone.objects.filter(event=task.event).exists()


def test_a_task_of_a_position_waits_for_who_holds_it(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    clerk = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    tasks.give(meeting, by=officer, text="ติดตามผล", due=DAY, position=clerk)
    assert [one.name for one in waiting_for(people["clerk"], DAY)
            if one.kind == "meeting-task"] == ["ติดตามผล"]  # fmt: skip


def test_a_task_of_a_person_waits_for_them_and_for_who_acts_in_their_post(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    clerk, mayor = people["clerk"], people["mayor"]
    post = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    factories.hold(people["head"].user, post, DAY, DAY, is_acting=True)
    task = tasks.give(meeting, by=officer, text="ติดตามผล", due=DAY, user=clerk.user)

    def whose(day):
        return [
            name for name in ("clerk", "head", "mayor")
            if any(
                line.kind == "meeting-task"
                for line in waiting_for(actor_on(people[name].user, day), day)
            )
        ]  # fmt: skip

    assert whose(DAY) == ["clerk", "head"]
    assert whose(DAY + timedelta(days=1)) == ["clerk"]
    acting = actor_on(people["head"].user, DAY)
    assert [may_finish(who, task, DAY) for who in (acting, clerk, mayor)] == [True, True, False]
    assert set(people_of(agency, [task], DAY)[task.pk]) == {clerk.user, people["head"].user}
    clerk.user.is_active = False
    with refused("ปิด"):
        tasks.give(meeting, by=officer, text="ทำ", due=DAY, user=clerk.user)


def test_a_task_of_a_unit_is_given_on_by_its_head_to_a_person_of_the_unit(agency, officer, people):
    """It waits for that person and the head; for the unit again where it is taken back."""
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    unit, head = people["treasury"], people["treasurer"]
    named, colleague = (factories.make_user(agency, login=login) for login in ("named", "other"))
    terms = [
        factories.hold(user, factories.make_position(agency, OFFICER, unit, user.login))
        for user in (named, colleague)
    ]
    post = Position.objects.get(unit=unit, kind=UNIT_HEAD.key)

    def waits(person, task):
        return any(line.url.endswith(f"{task.pk}/") for line in hooks.tasks(person, DAY))

    def whose(task):
        task.refresh_from_db()
        users = (head.user, named, colleague, people["mayor"].user)
        asked = [user for user in users if waits(actor_on(user, DAY), task)]
        assert asked == [user for user in users if may_finish(actor_on(user, DAY), task, DAY)]
        return asked, list(people_of(agency, [task], DAY)[task.pk])

    for owner, before in (
        ({"unit": unit}, [head.user, named, colleague]), ({"position": post}, [head.user]),
    ):  # fmt: skip
        task = tasks.give(meeting, by=officer, text="ทำ", due=DAY, **owner)
        assert whose(task) == (before, [head.user])
        for by in (officer, people["clerk"], actor_on(named, DAY)):
            with refused("ไม่ได้มอบหมายให้ส่วนราชการของท่าน"):
                tasks.give_on(task, by=by, user=named)
        with refused("ไม่มีตำแหน่งใน"):
            tasks.give_on(task, by=head, user=people["mayor"].user)
        tasks.give_on(task, by=head, user=named)
        assert whose(task) == ([head.user, named], [named])
        assert task.owner_words == str(*owner.values()), "the resolution says whose it is"
        Appointment.objects.filter(pk=terms[0].pk).update(last_day=DAY - timedelta(days=1))
        left = [user for user in before if user != named]
        assert whose(task) == (left, [head.user]), "who left the unit left its task"
        Appointment.objects.filter(pk=terms[0].pk).update(last_day=None)
        tasks.give_on(task, by=head, user=None)
        assert whose(task) == (before, [head.user])
    tasks.finish(task, by=head, note="แล้ว")
    with refused("เสร็จ"):
        tasks.give_on(task, by=head, user=named)


def test_what_one_without_a_post_was_given_is_their_units_where_it_has_no_head(
    agency, officer, people
):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    unit, head = people["treasury"], people["treasurer"]
    named, colleague = (factories.make_user(agency, login=login) for login in ("named", "other"))
    for user in (named, colleague):
        factories.hold(user, factories.make_position(agency, OFFICER, unit, user.login))
    task = tasks.give(meeting, by=officer, text="ทำ", due=DAY, unit=unit)
    task = tasks.give_on(task, by=head, user=named)
    Appointment.objects.filter(user=head.user).update(last_day=DAY - timedelta(days=1))
    for is_active in (True, False):
        User.objects.filter(pk=named.pk).update(is_active=is_active)
        person = actor_on(colleague, DAY)
        asked = (bool(hooks.tasks(person, DAY)), may_finish(person, task, DAY))
        assert asked == (not is_active, not is_active)
        reminded = named if is_active else colleague
        assert list(people_of(agency, [task], DAY)[task.pk]) == [reminded]


def test_what_a_post_that_leads_was_given_its_holder_alone_gives_on(agency, officer, people):
    """The post of a superior stands in the office from before it could be of no unit alone."""
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    office, head = people["office"], people["head"]
    desk, led = (factories.make_position(agency, role, office)
                 for role in (OFFICER, CHIEF_ADMINISTRATOR))  # fmt: skip
    user = factories.make_user(agency)
    factories.hold(user, desk)
    task = tasks.give(meeting, by=officer, text="ทำ", due=DAY, position=led)
    with refused("ไม่ได้มอบหมายให้ส่วนราชการของท่าน"):
        tasks.give_on(task, by=head, user=user)
    factories.hold(head.user, led, DAY - timedelta(days=9), DAY, is_acting=True)
    assert tasks.give_on(task, by=actor_on(head.user, DAY), user=user).user == user
    task = tasks.give(meeting, by=officer, text="ทำ", due=DAY, position=desk)
    assert tasks.give_on(task, by=people["head"], user=user).user == user


def test_a_task_needs_an_owner_and_a_day_after_the_meeting(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    with refused("ผู้รับผิดชอบ"):
        tasks.give(meeting, by=officer, text="ทำ", due=DAY)
    with refused("ก่อนวันประชุม"):
        tasks.give(meeting, by=officer, text="ทำ", due=date(2026, 1, 19), unit=people["treasury"])
    people["treasury"].is_closed = True
    with refused("ปิดแล้ว"):
        tasks.give(meeting, by=officer, text="ทำ", due=DAY, unit=people["treasury"])
    tasks.give(meeting, by=officer, text="ทำ", due=DAY, unit=people["office"])


def test_a_full_calendar_does_not_stop_a_task(agency, officer, people, monkeypatch):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    monkeypatch.setattr("prongsai.web.year.calendar.services.dates.MOST_OWN", 1)
    task = tasks.give(meeting, by=officer, text="ทำ", due=DAY, unit=people["treasury"])
    assert task.event is None
    tasks.finish(task, by=officer, note="ทำแล้ว")


def test_an_item_that_a_task_rests_on_stays(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    first, last = meeting.items.all()
    task = tasks.give(meeting, by=officer, text="ทำ", due=DAY, item=last, unit=people["treasury"])
    only = [said(first.pk, first.title)]
    with refused("มีงานตามมติ"):
        recording.write_agenda(meeting, by=officer, seen=2, items=only)
    tasks.remove(task, by=officer)
    recording.write_agenda(meeting, by=officer, seen=2, items=only)
    assert AgendaItem.objects.filter(meeting=meeting).count() == 1
    tasks.remove(task, by=officer, is_back=True)
    assert Task.objects.get(pk=task.pk).removed_at is None


def test_one_button_reminds_of_all_that_is_late(agency, officer, people):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    late = tasks.give(meeting, by=officer, text="ก", due=DAY, unit=people["treasury"])
    tasks.give(meeting, by=officer, text="ข", due=date(2026, 3, 1), unit=people["treasury"])
    head = tasks.give(meeting, by=officer, text="ค", due=DAY, unit=people["office"])
    with refused("ไม่มีงานที่เกินกำหนด"):
        tasks.remind(agency, by=officer, year=YEAR)
    with clock.freeze(NOON.replace(month=2)):
        assert tasks.remind(agency, by=officer, year=YEAR) == (2, 2)
    told = Reminder.objects.filter(event__in=[late.pk, head.pk])
    assert {one.user.login for one in told} == {"treasurer", "head"}
    assert told[0].url.endswith(f"/task/{told[0].event}/")
    tasks.finish(late, by=officer, note="ทำแล้ว")
    assert Reminder.objects.get(event=late.pk).outdated_at is not None


@pytest.fixture
def quick(monkeypatch):
    """Papers drawn in no time: their number and their keeping are what is tested."""
    monkeypatch.setattr("prongsai.web.office.meetings.tasks.drawn_as", lambda *_: b"%PDF-quick")


def worked(job):
    jobs.run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.failure
    return job


def test_minutes_are_sent_to_the_members_units_and_certified(agency, officer, people, quick):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    due = date(2026, 2, 10)
    with clock.freeze(NOON.replace(day=25)):
        with refused("PDF"):
            recording.send(meeting, by=officer, due=due)
        worked(recording.ask(meeting, by=officer, kinds=("minutes",)))
        with refused("ผ่านไปแล้ว"):
            recording.send(meeting, by=officer, due=DAY)
        with refused("ยังรับรองไม่ได้"):
            recording.certify(meeting, by=officer, day=date(2026, 1, 25))
        recording.send(meeting, by=officer, due=due)
    sent = Circulation.objects.get(kind="meeting-minutes", subject=meeting.pk)
    assert (sent.due, sent.file.name) == (due, MeetingPaper.objects.get(form="pdf").file.name)
    readers = Recipient.objects.filter(circulation=sent)
    assert "ผู้อำนวยการกองคลัง" in {one.position for one in readers}
    with clock.freeze(NOON.replace(month=2, day=20)):
        for day in (DAY - timedelta(days=1), date(2026, 2, 21)):
            with refused("วันรับรอง"):
                recording.certify(meeting, by=officer, day=day)
        recording.certify(meeting, by=officer, day=date(2026, 2, 20))
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.certified_on) == ("certified", date(2026, 2, 20))
    with refused("รับรองแล้ว"):
        recording.write_agenda(meeting, by=officer, seen=2, items=[said(None, "แก้")])
    recording.uncertify(meeting, by=officer)
    recording.write_agenda(meeting, by=officer, seen=2, items=[said(None, "แก้")])


def test_minutes_corrected_after_sending_are_sent_again_or_certified_as_corrected(
    agency, officer, people, quick
):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    worked(recording.ask(meeting, by=officer, kinds=("minutes",)))
    recording.send(meeting, by=officer, due=date(2026, 3, 1))
    recording.write_agenda(meeting, by=officer, seen=2, items=[said(None, "แก้")])
    with clock.freeze(NOON.replace(day=25)):
        with refused("ยังไม่ได้ส่ง"):
            recording.certify(meeting, by=officer, day=DAY, seen=3)
        with refused("แก้"):  # what stands is not what the page showed
            recording.certify(meeting, by=officer, day=DAY, seen=2, as_corrected=True)
        recording.certify(meeting, by=officer, day=DAY, seen=3, as_corrected=True)
        recording.uncertify(meeting, by=officer)
        worked(recording.ask(meeting, by=officer, kinds=("minutes",)))
        recording.send(meeting, by=officer, due=date(2026, 3, 1))
        recording.certify(meeting, by=officer, day=DAY, seen=3)


def test_minutes_that_changed_after_their_pdf_are_not_sent(agency, officer, people, quick):
    meeting = held(planned(agency, officer, made_group(agency, officer))[0], officer)
    worked(recording.ask(meeting, by=officer, kinds=("minutes",)))
    recording.write_agenda(meeting, by=officer, seen=2, items=[said(None, "แก้")])
    with refused("ฉบับล่าสุด"):
        recording.send(meeting, by=officer, due=date(2026, 3, 1))
    worked(recording.ask(meeting, by=officer, kinds=("minutes",)))
    recording.send(meeting, by=officer, due=date(2026, 3, 1))


def test_an_exchange_of_views_is_sent_to_everybody(agency, officer, people, quick):
    (meeting,) = planned(agency, officer, kind=GroupKind.EXCHANGE, title="แลกเปลี่ยนความคิดเห็น")
    held(meeting, officer)
    worked(recording.ask(meeting, by=officer, kinds=("summary",)))
    recording.send(meeting, by=officer, due=date(2026, 2, 10))
    sent = Circulation.objects.get(kind="meeting-summary")
    assert sent.is_for_all
    with refused("ยังรับรองไม่ได้"):
        recording.certify(meeting, by=officer, day=DAY)


def test_who_asks_again_gets_the_job_that_is_at_it(agency, officer, people, quick):
    (meeting,) = planned(agency, officer, made_group(agency, officer))
    first = recording.ask(meeting, by=officer, kinds=("invitation", "attendance"))
    assert recording.ask(meeting, by=officer, kinds=("invitation",)).pk == first.pk
    worked(first)
    assert MeetingPaper.objects.count() == 4
    jobs.run.call(str(first.pk))
    assert MeetingPaper.objects.count() == 4
    assert recording.ask(meeting, by=officer, kinds=("invitation",)).pk != first.pk
    assert files.read(MeetingPaper.objects.first().file) == b"%PDF-quick"


@pytest.fixture
def drawn_at_once(monkeypatch):
    """The papers of approval are blank pages whose title is their text."""
    monkeypatch.setattr(
        approval_tasks, "pdf_of", lambda _version, document: small_pdf(list(document.strings()))
    )
    monkeypatch.setattr(approval_tasks, "docx_of", lambda *_: b"PK\x03\x04")


def signed(group, by, people):
    row = groups.submit(group, by=by)
    run_jobs()
    for name in ("head", "clerk"):
        row.refresh_from_db()
        deciding.decide(row, by=people[name], verdict=Verdict.ENDORSE)
    row.refresh_from_db()
    deciding.decide(row, by=people["mayor"], verdict=Verdict.APPROVE)
    run_jobs()
    row.refresh_from_db()
    group.refresh_from_db()
    return row


def test_a_signed_order_has_its_number_and_reaches_its_members(
    agency, officer, people, drawn_at_once
):
    group = made_group(agency, officer, publishes=True)
    row = signed(group, officer, people)
    assert (group.signed_on, group.number) == (NOON.date(), "1/2569")
    assert row.number == "1/2569"
    told = Reminder.objects.filter(event=group.pk)
    assert {one.user.login for one in told} == {"clerk", "treasurer", "head", "officer"}
    sent = Circulation.objects.get(kind="order", subject=group.pk)
    assert {unit.name for unit in sent.units.all()} == {"กองคลัง", "สำนักปลัด"}
    published = Publication.objects.get(kind="order", subject=group.pk)
    assert (published.number, published.file) == ("1/2569", sent.file)
    with pikepdf.open(io.BytesIO(files.read(sent.file))) as document:
        text = str(document.docinfo["/Title"])
    for words in (
        "แต่งตั้งคณะทำงานขับเคลื่อน", "ผู้อำนวยการกองคลัง", "ประธานคณะทำงาน", "15 มกราคม พ.ศ. 2569",
        "นายกเทศมนตรีตำบลตัวอย่าง", "ลงนามในระบบ",
    ):  # fmt: skip
        assert words in text, words


def test_an_order_is_published_only_where_that_was_ticked(agency, officer, people, drawn_at_once):
    signed(made_group(agency, officer), officer, people)
    assert not Publication.objects.exists()
    assert Circulation.objects.count() == 1


def test_an_order_that_was_withdrawn_stays_withdrawn(agency, officer, people, drawn_at_once):
    group = made_group(agency, officer, publishes=True)
    row = signed(group, officer, people)
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงผิด")
    Circulation.objects.update(closed_at=clock.now())
    submitting.give_number(row, by=officer, number="9/2569")
    run_jobs()
    assert Publication.objects.get().withdrawn_at is not None
    assert Circulation.objects.count() == 1
    notices = Notification.objects.filter(user=officer.user)
    assert notices.filter(said_th__contains="ยังถอนอยู่").exists()


def test_a_refused_order_has_no_number(agency, officer, people, drawn_at_once):
    group = made_group(agency, officer)
    row = groups.submit(group, by=officer)
    run_jobs()
    for name in ("head", "clerk"):
        row.refresh_from_db()
        deciding.decide(row, by=people[name], verdict=Verdict.ENDORSE)
    row.refresh_from_db()
    deciding.decide(row, by=people["mayor"], verdict=Verdict.REFUSE, reason="รอปรับโครงสร้าง")
    run_jobs()
    group.refresh_from_db()
    assert (group.signed_on, group.number) == (None, "")
    assert not Circulation.objects.exists()
    assert not NumberRow.objects.exists()


@pytest.mark.long
def test_an_edit_shows_in_the_fingerprint_and_an_order_signed_anew_gets_another_number(
    agency, officer, people, drawn_at_once
):
    group = made_group(agency, officer)
    handler = KINDS["order"]
    before = handler.fingerprint(agency, group.pk)
    signed(group, officer, people)
    assert handler.fingerprint(agency, group.pk) == before
    groups.edit(group, by=officer, seen=1, draft=draft_of(group, reason="เหตุผลใหม่"))
    assert handler.fingerprint(agency, group.pk) != before
    group.refresh_from_db()
    signed(group, officer, people)
    assert group.number == "2/2569"
    assert NumberRow.objects.count() == 2


def test_the_order_of_a_closed_group_is_not_submitted(agency, officer, people, drawn_at_once):
    group = made_group(agency, officer)
    groups.close(group, by=officer)
    with refused("ปิดแล้ว"):
        groups.submit(group, by=officer)
    groups.close(group, by=officer, is_open=True)
    assert groups.submit(group, by=officer)


def small_pdf(text):
    told = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = "\n".join(text)
        document.save(told, deterministic_id=True)
    return told.getvalue()


@pytest.fixture
def certified(agency, officer, people, settings, tmp_path):
    """Minutes that tell of ethics, with the PDF that the gate reads."""
    settings.DATA = tmp_path
    settings.SITE_ADDRESS = "https://www.example.go.th"
    (meeting,) = planned(agency, officer, kind=GroupKind.MONTHLY, title="ประชุมประจำเดือน")
    told = [said(None, "ทบทวนจริยธรรม", "หารือแนวปฏิบัติ", "รับทราบ")]
    with clock.freeze(NOON.replace(day=25)):
        recording.write_down(meeting, by=officer, seen=1, attendance=came("ปลัด"), items=told)
        worked(recording.ask(meeting, by=officer, kinds=("minutes",)))
        recording.send(meeting, by=officer, due=date(2026, 2, 10))
        with refused("ยังเผยแพร่ไม่ได้"):
            recording.publish_minutes(meeting, by=officer)
        recording.certify(meeting, by=officer, day=date(2026, 1, 25))
    meeting.refresh_from_db()
    return meeting


def pages_of(agency, year, subject):
    """The pages of this site that answer the item of a subject, on the last day of January."""
    asked = next(item for item in items_of(agency, year).items if subject in item.keys)
    return own_pages(agency, asked, year, date(2026, 1, 31))


def test_certified_minutes_are_published_and_offered_where_they_speak_of_the_item(
    agency, officer, certified
):
    """Never attached by themselves, and at no item of which they do not speak."""
    with clock.freeze(NOON.replace(day=31)):
        assert pages_of(agency, YEAR, "ethics-drive") == ()
        edition = recording.publish_minutes(certified, by=officer)
        (page,) = pages_of(agency, YEAR, "ethics-drive")
        assert list(_answering(agency, YEAR, "o15", date(2026, 1, 31))) == []  # citizens see none
        assert pages_of(agency, YEAR - 1, "ethics-drive") == ()
        assert pages_of(agency, YEAR, "integrity-measures") == ()
        with refused("เผยแพร่แล้ว"):
            recording.uncertify(certified, by=officer)
    assert edition.title == "รายงานการประชุมประจำเดือน ครั้งที่ 1/2569 วันที่ 20 มกราคม 2569"
    assert (edition.kind, edition.items) == ("minutes", [])
    assert (page.caution is None, page.lacks) == (False, None)
    assert not Piece.objects.exists()


def test_minutes_with_a_telephone_number_are_published_with_a_reason_only(
    agency, officer, certified, client_of
):
    page = reverse("meetings:meeting", args=[YEAR, certified.pk])
    assert not client_of(officer).get(page).context["gate"].red
    Meeting.objects.filter(pk=certified.pk).update(title="ประชุม โทรศัพท์ 089-999-9999")
    assert client_of(officer).get(page).context["gate"].red, "who prepares them sees it, too"
    with clock.freeze(NOON.replace(day=31)):
        with pytest.raises(KnownAgainst):
            recording.publish_minutes(certified, by=officer)
        reason = "เป็นโทรศัพท์กลาง (ตัวอย่าง)"
        edition = recording.publish_minutes(certified, by=officer, anyway=reason)
    publishing.withdraw(edition, by=officer, reason="ผิดฉบับ")
    recording.uncertify(certified, by=officer)


def test_what_certified_minutes_say_is_not_changed_as_a_plan_either(
    agency, officer, certified, client_of
):
    """A form that was opened before fits: certifying leaves the revision what it was."""
    wanted = planning.Plan(kind=GroupKind.MONTHLY, title="ประชุมอื่น", chair="ผู้อื่น")

    def edit():
        planning.edit(
            certified, by=officer, seen=certified.revision, wanted=wanted, day=DAY, reason=""
        )

    with refused("รับรองแล้ว"):
        edit()
    sent = {"seen": certified.revision, "title": "ประชุมอื่น", "day": "20 ม.ค. 2569"}
    answer = client_of(officer).post(reverse("meetings:edit", args=[YEAR, certified.pk]), sent)
    assert answer.status_code == 422
    with clock.freeze(NOON.replace(day=31)):
        edition = recording.publish_minutes(certified, by=officer)
    assert "ประชุมอื่น" not in edition.title
    # Of what was sent and is public without being certified: an exchange of views.
    Meeting.objects.filter(pk=certified.pk).update(minutes=MinutesState.SENT)
    with refused("เผยแพร่แล้ว"):
        edit()
    publishing.withdraw(edition, by=officer, reason="ผิดฉบับ")
    edit()
    certified.refresh_from_db()
    assert (certified.chair, certified.is_final) == ("ผู้อื่น", False)


def test_the_order_of_a_group_for_ethics_is_offered_at_its_item(agency, officer, people):
    subjects = ("แต่งตั้งคณะทำงานขับเคลื่อนจริยธรรม", "แต่งตั้งคณะทำงาน ITA")
    ethics, _other = (made_group(agency, officer, name=one, subject=one) for one in subjects)
    Group.objects.update(signed_on=DAY)
    asked = answers_of(agency, ["ethics-drive"], YEAR, DAY)
    assert [subject for subject, _answer in asked] == [ethics.pk]
