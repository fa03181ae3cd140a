"""A small agency with the positions that sit in a working group."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, OFFICE_HEAD, UNIT_HEAD

from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.meetings import series
from prongsai.web.office.meetings.models import AgendaItem, Attendance, GroupKind, Presence
from prongsai.web.office.meetings.services import groups, planning, recording
from prongsai.web.office.meetings.services.planning import Plan
from prongsai.web.platform import clock

YEAR = 2569
NOON = datetime(2026, 1, 15, 12, tzinfo=ZoneInfo("Asia/Bangkok"))
DAY = date(2026, 1, 20)


@contextmanager
def refused(words):
    """Something is refused, and says so with these words."""
    with pytest.raises(Refused) as told:
        yield
    assert words in told.value.message.th
    assert told.value.next_step


def staffed(agency):
    """Units, positions and a person in each; the person by the kind of their position."""
    open_year(agency, YEAR)
    treasury = factories.make_unit(agency, "กองคลัง")
    office = factories.make_unit(agency, "สำนักปลัด")
    participants = {
        "mayor": (CHIEF_EXECUTIVE, None, "นายกเทศมนตรีตำบลตัวอย่าง"),
        "clerk": (CHIEF_ADMINISTRATOR, None, "ปลัดเทศบาลตำบลตัวอย่าง"),
        "head": (OFFICE_HEAD, None, "หัวหน้าสำนักปลัด"),
        "treasurer": (UNIT_HEAD, treasury, "ผู้อำนวยการกองคลัง"),
    }
    people = {}
    for name, (kind, unit, title) in participants.items():
        user = factories.make_user(agency, login=name)
        factories.hold(user, factories.make_position(agency, kind, unit, title))
        people[name] = actor_on(user, date(2026, 1, 15))
    return people | {"treasury": treasury, "office": office}


def made_group(agency, by, **changes):
    """The usual ITA working group."""
    draft = series.draft_of(agency, YEAR, "ita")
    fields = {name: getattr(draft, name) for name in draft.__struct_fields__} | changes
    return groups.make(agency, by=by, year=YEAR, kind="ita", draft=series.Draft(**fields))


def planned(agency, by, group=None, *days, kind=GroupKind.GROUP, title="ประชุมคณะทำงาน ITA"):
    """One meeting, or several."""
    agenda = series.agenda_of(agency, YEAR, kind)
    wanted = Plan(
        kind=kind.value, title=title, group=group, place="ห้องประชุมชั้น 2", chair="ปลัดเทศบาล",
        recorder="นักวิเคราะห์นโยบายและแผน", agenda=agenda,
    )  # fmt: skip
    return planning.plan(agency, by=by, year=YEAR, wanted=wanted, days=days or (DAY,))


def said(key, title, text="", resolution=""):
    """An item of the agenda as typed; `key` None for a new one."""
    return AgendaItem(id=key or uuid4(), title=title, text=text, resolution=resolution)


def seat(title, role, presence, reason=""):
    """Whether one participant came, as typed."""
    return Attendance(title=title, role=role, presence=presence, reason=reason)


def came(*titles, absent=()):
    """Who came and who did not."""
    rows = [seat(title, "คณะทำงาน", Presence.PRESENT.value) for title in titles]
    return rows + [seat(title, "", Presence.ABSENT.value, "ไปราชการ") for title in absent]


def held(meeting, by, *, on=None):
    """The meeting written down the day after it."""
    first = meeting.items.first()
    moment = on or NOON.replace(day=min(meeting.day.day + 1, 28), month=meeting.day.month)
    with clock.freeze(moment):
        recording.write_down(
            meeting,
            by=by,
            seen=meeting.revision,
            attendance=came("ปลัดเทศบาล", "ผู้อำนวยการกองคลัง", absent=("หัวหน้าสำนักปลัด",)),
            items=[
                said(first.pk, first.title, "ประธานแจ้งผลคะแนน", "รับทราบ"),
                said(None, "เรื่องพิจารณาการยืมทรัพย์สิน", "หารือเรื่องคู่มือ", "ให้กองคลังจัดทำคู่มือ"),
            ],
            joined="นิติกร",
        )
    meeting.refresh_from_db()
    return meeting
