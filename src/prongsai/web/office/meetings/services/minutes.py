"""Send minutes to the members, certify them, send round what an exchange of views gave."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from prongsai.core.dates import long_date
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.circulation.services import start
from prongsai.web.office.meetings.models import Kind, Meeting, MeetingState, MinutesState
from prongsai.web.office.meetings.queries.members import positions_of_group, units_of_group
from prongsai.web.office.meetings.queries.papers import newest_file
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import hold, record


@transaction.atomic
def send(meeting: Meeting, *, by: Actor, due: date) -> Meeting:
    """Circulate the minutes to the members' units for correction, or a summary to all staff.

    Errors: Refused before the meeting was written down, without a PDF of what stands, for a day
            that is past, or where they are certified.
    """
    row = _row(meeting)
    _check_sendable(row, due)
    is_exchange = row.kind == Kind.EXCHANGE
    kind = "summary" if is_exchange else "minutes"
    paper = newest_file(row.agency, row.pk, kind)
    if paper is None or paper.revision < row.revision:
        raise Refused(
            Text("ยังไม่มี PDF ของฉบับล่าสุด", "there is no PDF of what stands now"),
            next_step=Text("กดทำเอกสารก่อน แล้วส่งอีกครั้ง", "make the paper first, then send it"),
        )
    when = long_date(row.day)
    thing = "สรุปผล" if is_exchange else "รายงาน"
    ask = "เพื่อทราบ" if is_exchange else "โปรดตรวจ หากต้องแก้ให้แจ้งผู้จดรายงานก่อนวันครบกำหนด"
    start(
        row.agency,
        by=by,
        title=f"{thing}{row.title} {when}",
        text=ask,
        kind=f"meeting-{kind}",
        subject=row.pk,
        file=paper.file,
        year=row.fiscal_year,
        units=units_of_group(row.group) if row.group and not is_exchange else None,
        positions=positions_of_group(row.group) if row.group else (),
        due=due,
    )
    row.minutes, row.minutes_revision = MinutesState.SENT, row.revision
    row.save(update_fields=["minutes", "minutes_revision"])
    record(row.agency, by, "minutes-sent", row.title, year=row.fiscal_year, day=due.isoformat())
    return row


@transaction.atomic
def certify(meeting: Meeting, *, by: Actor, day: date) -> Meeting:
    """Keep that the next meeting certified the minutes, on its day.

    Errors: Refused where they were not sent, or for a day before the meeting or to come.
    """
    row = _row(meeting)
    if row.kind == Kind.EXCHANGE or row.minutes != MinutesState.SENT:
        raise Refused(
            Text("ยังรับรองไม่ได้", "they cannot be certified yet"),
            next_step=Text("ส่งให้คณะทำงานตรวจก่อน", "send them to the members first"),
        )
    if not row.day <= day <= today():
        raise Refused(
            Text(
                f"วันรับรองต้องไม่ก่อนวันประชุม ({long_date(row.day)}) และไม่หลังวันนี้",
                "they are certified after the meeting and not in the future",
            ),
            field="day",
            next_step=Text("ใส่วันของการประชุมที่รับรอง", "give the day of the certifying meeting"),
        )
    row.minutes, row.certified_on, row.certified_words = MinutesState.CERTIFIED, day, by.words
    row.save(update_fields=["minutes", "certified_on", "certified_words"])
    record(row.agency, by, "minutes-certified", row.title, year=row.fiscal_year,
           day=day.isoformat())  # fmt: skip
    return row


@transaction.atomic
def uncertify(meeting: Meeting, *, by: Actor) -> Meeting:
    """Take a certification back that was kept by mistake; the journal tells of both."""
    row = _row(meeting)
    if row.minutes != MinutesState.CERTIFIED:
        return row
    row.minutes, row.certified_on, row.certified_words = MinutesState.SENT, None, ""
    row.save(update_fields=["minutes", "certified_on", "certified_words"])
    record(row.agency, by, "minutes-uncertified", row.title, year=row.fiscal_year)
    return row


def _check_sendable(row: Meeting, due: date) -> None:
    if row.state != MeetingState.HELD:
        raise Refused(
            Text("ยังไม่ได้บันทึกผลการประชุม", "nothing was written down yet"),
            next_step=Text("บันทึกผลการประชุมก่อน", "write down what happened first"),
        )
    if row.minutes == MinutesState.CERTIFIED:
        raise Refused(
            Text("รายงานการประชุมรับรองแล้ว", "the minutes are certified"),
            next_step=Text("ยกเลิกการรับรองก่อนส่งอีกครั้ง", "take the certification back first"),
        )
    if due < today():
        raise Refused(
            Text("วันครบกำหนดผ่านไปแล้ว", "that day is past"),
            field="due",
            next_step=Text("ใส่วันตั้งแต่วันนี้ไป", "give today or a later day"),
        )


def _row(meeting: Meeting) -> Meeting:
    hold(meeting.agency)
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related(
        "agency", "group"
    )
    return rows.get(pk=meeting.pk)
