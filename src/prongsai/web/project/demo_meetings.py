"""The demo's meetings: a monthly series with minutes, the working group's, an exchange of views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from msgspec import Struct

from prongsai.web.office.circulation.services import close
from prongsai.web.office.meetings.models import Group, Kind, Meeting, Presence
from prongsai.web.office.meetings.queries.groups import invited
from prongsai.web.office.meetings.series import Rule, agenda_of, days_of
from prongsai.web.office.meetings.services import planning, recording, tasks
from prongsai.web.project.demo_stage import YEAR, Stage, on

MONTHLY = "ประชุมประจำเดือนพนักงานเทศบาล (ตัวอย่าง)"
_MINUTES = "meeting-minutes"
_PLACE = "ห้องประชุมสภาเทศบาล"
_FOURTH_TUESDAY = Rule(nth=4, weekday=1)
_DAYS_TO_READ = 10
_NOTHING = ("ไม่มี", "")


class _Told(Struct, frozen=True):
    """What was said and resolved at the items of an agenda, in their order; who was away."""

    said: tuple[tuple[str, str], ...]
    absent: Mapping[str, str]
    ends: time


_MONTHS = {
    date(2022, 12, 27): _Told(
        (
            ("ประธานแจ้งกำหนดงานของเดือนมกราคม 2566 และขอบคุณทุกกองที่ส่งข้อมูลตรงเวลา", "รับทราบ"),
            ("เป็นการประชุมครั้งแรกของปีงบประมาณ จึงไม่มีรายงานให้รับรอง", ""),
            ("กองคลังรายงานการใช้จ่ายสะสมร้อยละ 14.20 ของงบประมาณทั้งปี", "รับทราบ"),
            ("ทบทวนข้อควรทำ 3 ข้อเรื่องการใช้รถราชการ มีผู้ถาม 2 ข้อ", "รับทราบ"),
            ("เจ้าหน้าที่ ITA แจ้งผลคะแนนปี 2565 และกำหนดร่างมาตรการ", "ให้ทุกกองส่งข้อเสนอภายในเดือนมกราคม"),
            ("พิจารณาการประกาศนโยบายไม่รับของขวัญประจำปี", "เห็นชอบให้เสนอนายกเทศมนตรีลงนามในเดือนมกราคม"),
            _NOTHING,
        ),
        {},
        time(11, 30),
    ),
    date(2023, 1, 24): _Told(
        (
            ("ประธานแจ้งว่าประกาศนโยบายไม่รับของขวัญลงนามและแจ้งเวียนแล้ว", "รับทราบ"),
            ("เสนอรายงานการประชุมครั้งที่ 1/2566", "รับรองโดยไม่มีการแก้ไข"),
            ("กองคลังรายงานการใช้จ่ายสะสมร้อยละ 22.85 ของงบประมาณทั้งปี", "รับทราบ"),
            ("ทบทวนการไม่รับของขวัญในเทศกาล ไม่มีรายการต้องรายงาน", "รับทราบ"),
            ("แต่ละกองเสนอมาตรการที่รับผิดชอบได้ รวม 17 เรื่อง", "ให้เจ้าหน้าที่ ITA ยกร่างแผนเสนอคณะทำงาน"),
            ("พิจารณาติดป้ายขั้นตอนบริการให้ครบทุกจุด", "มอบหมายกองช่างทำป้ายให้แล้วเสร็จก่อนวันที่ 15 มีนาคม 2566"),
            _NOTHING,
        ),
        {"ผู้อำนวยการกองการศึกษา": "ไปราชการ"},
        time(12, 0),
    ),
    date(2023, 2, 28): _Told(
        (
            ("ประธานแจ้งกำหนดตรวจเยี่ยมและเร่งการเบิกจ่ายไตรมาสที่ 2", "รับทราบ"),
            ("เสนอรายงานการประชุมครั้งที่ 2/2566", "รับรองโดยไม่มีการแก้ไข"),
            ("กองคลังรายงานการใช้จ่ายสะสมร้อยละ 31.40 ของงบประมาณทั้งปี", "รับทราบ"),
            ("ทบทวนการแยกประโยชน์ส่วนตนและส่วนรวมจากกรณีสมมติ 1 เรื่อง", "รับทราบ"),
            ("ร่างแผนมาตรการครบทุกตัวชี้วัด เหลือเสนอนายกเทศมนตรีอนุมัติ", "ให้เสนอภายในกลางเดือนมีนาคม"),
            (
                "กองช่างยังไม่มีเครื่องออกบัตรคิว และเว็บไซต์ยังแสดงหมายเลขโทรศัพท์เดิม",
                "มอบหมายกองคลังจัดหาเครื่องออกบัตรคิว และเจ้าหน้าที่ประชาสัมพันธ์แก้ข้อมูลบนเว็บไซต์",
            ),
            _NOTHING,
        ),
        {"ผู้ตรวจสอบภายใน": "ลาป่วย"},
        time(11, 45),
    ),
}
GROUP_DAY = date(2023, 2, 9)
_GROUP = _Told(
    (
        ("ประธานแจ้งคำสั่งแต่งตั้งคณะทำงานและหน้าที่ของแต่ละตำแหน่ง", "รับทราบ"),
        ("เป็นการประชุมครั้งแรก จึงไม่มีรายงานให้รับรอง", ""),
        ("เลขานุการเสนอผลวิเคราะห์คะแนนปี 2565 และข้อที่ต่ำกว่าเกณฑ์", "รับทราบ"),
        (
            "พิจารณาร่างมาตรการ 16 เรื่อง ผู้รับผิดชอบ และระยะเวลา",
            "เห็นชอบร่างแผน ให้ทุกกองตรวจส่วนของตนแล้วเสนออนุมัติ",
        ),
        _NOTHING,
    ),
    {"ผู้อำนวยการกองสาธารณสุขและสิ่งแวดล้อม": "ติดภารกิจ"},
    time(15, 30),
)


def plan_monthly(stage: Stage) -> None:
    """The series of the year, planned in November."""
    days = days_of(YEAR, _FOURTH_TUESDAY, date(2022, 12, 1), date(2023, 9, 30))
    planning.plan(stage.agency, by=stage.officer, year=YEAR, days=days, wanted=planning.Plan(
        Kind.MONTHLY.value, MONTHLY, begins=time(9, 30), place=_PLACE, chair="นายกเทศมนตรี",
        recorder="เจ้าหน้าที่ ITA", audience="พนักงานและลูกจ้างทุกคน",
        agenda=agenda_of(stage.agency, YEAR, Kind.MONTHLY.value),
    ))  # fmt: skip


def plan_exchange(stage: Stage) -> None:
    """The yearly exchange of views, still to come on the story's day."""
    wanted = planning.Plan(
        Kind.EXCHANGE.value, "แลกเปลี่ยนความคิดเห็นของบุคลากร ประจำปี 2566 (ตัวอย่าง)",
        begins=time(13, 30), place=_PLACE, chair="ปลัดเทศบาล", recorder="เจ้าหน้าที่ ITA",
        audience="บุคลากรทุกคนทุกระดับ",
        agenda=agenda_of(stage.agency, YEAR, Kind.EXCHANGE.value),
    )  # fmt: skip
    planning.plan(
        stage.agency, by=stage.officer, year=YEAR, wanted=wanted, days=[date(2023, 5, 26)]
    )


def plan_group(stage: Stage, group: Group, day: date, title: str) -> None:
    """A meeting of the working group."""
    planning.plan(stage.agency, by=stage.officer, year=YEAR, days=[day], wanted=planning.Plan(
        Kind.GROUP.value, title, group=group, begins=time(13, 30), place=_PLACE,
        chair="ปลัดเทศบาล", recorder="เจ้าหน้าที่ ITA",
        agenda=agenda_of(stage.agency, YEAR, Kind.GROUP.value),
    ))  # fmt: skip


def hold_monthly(stage: Stage, day: date) -> Meeting:
    """One of the series: written down the day after, its minutes sent to everybody's units."""
    meeting = _held(stage, Meeting.objects.get(agency=stage.agency, kind=Kind.MONTHLY, day=day),
                    _MONTHS[day])  # fmt: skip
    before = Meeting.objects.filter(agency=stage.agency, kind=Kind.MONTHLY, day__lt=day).last()
    if before is not None:
        with on(day + timedelta(days=1), 14):
            recording.certify(before, by=stage.officer, day=day)
            close(stage.circulated(_MINUTES, before.pk), by=stage.officer)
    return meeting


def hold_group(stage: Stage) -> None:
    """The working group's first meeting, on the draft of the plan."""
    _held(stage, Meeting.objects.get(agency=stage.agency, kind=Kind.GROUP, day=GROUP_DAY), _GROUP)


def give_tasks(stage: Stage, meeting: Meeting) -> None:
    """What February resolved: one is done, one is late, one has time."""
    with on(meeting.day + timedelta(days=1), 15):
        item = meeting.items.get(place=6)
        tasks.give(meeting, by=stage.officer, item=item, due=date(2023, 3, 15),
                          text="จัดหาเครื่องออกบัตรคิวให้กองช่าง (ตัวอย่าง)",
                          unit=stage.unit("กองคลัง"))  # fmt: skip
        done = tasks.give(
            meeting, by=stage.officer, item=item, due=date(2023, 3, 10),
            text="แก้หมายเลขโทรศัพท์บนเว็บไซต์ (ตัวอย่าง)",
            position=stage.position("publication-officer"),
        )  # fmt: skip
        tasks.give(meeting, by=stage.officer, item=item, due=date(2023, 3, 31),
                   text="ส่งผลรอบ 6 เดือนพร้อมภาพให้เจ้าหน้าที่ ITA (ตัวอย่าง)",
                   unit=stage.unit("กองการศึกษา"))  # fmt: skip
    with on(date(2023, 3, 8), 11):
        tasks.finish(done, by=stage.person("publication"), note="แก้แล้วทั้งหน้าแรกและหน้าติดต่อเรา")


def remind_of_tasks(stage: Stage) -> None:
    """The day after the first was due."""
    with on(date(2023, 3, 16), 10):
        tasks.remind(stage.agency, by=stage.officer, year=YEAR)


def _held(stage: Stage, meeting: Meeting, told: _Told) -> Meeting:
    with on(meeting.day - timedelta(days=7), 10):
        planning.tell(meeting, by=stage.officer)
    with on(meeting.day + timedelta(days=1), 10):
        recording.write_down(
            meeting, by=stage.officer, seen=meeting.revision,
            attendance=_attendance(meeting, told.absent), items=_said(meeting, told.said),
            ends=told.ends,
        )  # fmt: skip
        recording.ask(meeting, by=stage.officer, kinds=["minutes"])
        stage.work()
        due = meeting.day + timedelta(days=_DAYS_TO_READ)
        sent = recording.send(meeting, by=stage.officer, due=due)
    with on(meeting.day + timedelta(days=1), 13):
        stage.read_by_all(stage.circulated(_MINUTES, meeting.pk))
    return sent


def _attendance(meeting: Meeting, absent: Mapping[str, str]) -> list[recording.Came]:
    return [
        recording.Came(
            participant.title, participant.role,
            (Presence.ABSENT if participant.title in absent else Presence.PRESENT).value,
            reason=absent.get(participant.title, ""), position=participant.position,
        )
        for participant in invited(meeting)
    ]  # fmt: skip


def _said(meeting: Meeting, words: Sequence[tuple[str, str]]) -> list[recording.Said]:
    return [
        recording.Said(item.pk, item.title, text, resolution)
        for item, (text, resolution) in zip(meeting.items.all(), words, strict=True)
    ]
