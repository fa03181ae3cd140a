"""Write down what happened at a meeting: agenda, who came, what was said and resolved."""

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction

from prongsai.core.dates import in_words, long_date
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.circulation.services import start
from prongsai.web.office.meetings.models import (
    AgendaItem,
    Attendance,
    Group,
    Meeting,
    MeetingState,
    MinutesState,
    Presence,
)
from prongsai.web.office.meetings.queries.groups import positions_of_group, units_of_group
from prongsai.web.office.meetings.queries.papers import FORMS, JOB, LABELS, MINUTES, final_file
from prongsai.web.office.meetings.services import planning
from prongsai.web.office.meetings.services.planning import locked_meeting
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import hold, record
from prongsai.web.platform.models import Job
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish
from prongsai.web.year.calendar.services import telling

MOST_ITEMS = 60


@transaction.atomic
def write_agenda(meeting: Meeting, *, by: Actor, seen: int, items: Sequence[AgendaItem]) -> None:
    """Set the items of the agenda in their order; items that are not named go.

    Errors: Refused where somebody changed it meanwhile, the minutes are certified, nothing
            stands on it, or an item that a task rests on would go.
    """
    row = locked_meeting(meeting, seen)
    planning.refuse_certified(row)
    _set_items(row, items)
    row.revision += 1
    row.save(update_fields=["revision"])
    record(row.agency, by, "agenda-written", row.title, year=row.fiscal_year, count=len(items))


@transaction.atomic
def write_down(
    meeting: Meeting,
    *,
    by: Actor,
    seen: int,
    attendance: Sequence[Attendance],
    items: Sequence[AgendaItem],
    ends: time | None = None,
    joined: str = "",
) -> None:
    """Keep who came and what was said and resolved; the meeting counts as held.

    Errors: Refused before its day, where it was cancelled, nobody came, somebody changed it
            meanwhile, or the minutes are certified.
    """
    row = locked_meeting(meeting, seen)
    planning.refuse_certified(row)
    if row.state == MeetingState.CANCELLED:
        raise Refused("meetings/meeting_cancelled.minutes_written")
    if row.day > today():
        raise Refused("meetings/meeting_day_not_come", day=in_words(row.day))
    came = sum(1 for attendee in attendance if attendee.presence != Presence.ABSENT)
    if not came:
        raise Refused("meetings/nobody_attended")
    _set_items(row, items)
    _set_attendance(row, attendance)
    row.ends, row.joined = ends, joined
    row.state = MeetingState.HELD
    if row.minutes == MinutesState.NONE:
        row.minutes = MinutesState.DRAFT
    row.revision += 1
    row.save()
    planning.finish(row, by=by, is_done=True)
    telling.settle(row.agency, row.pk)
    resolved = sum(1 for item in items if item.resolution)
    record(row.agency, by, "meeting-written-down", row.title, year=row.fiscal_year,
           count=came, resolved=resolved)  # fmt: skip


def _set_items(row: Meeting, items: Sequence[AgendaItem]) -> None:
    if not items:
        raise Refused("meetings/agenda_empty")
    if len(items) > MOST_ITEMS:
        raise Refused("meetings/too_many_agenda_items", most_items=MOST_ITEMS)
    standing = {item.pk: item for item in row.items.all()}
    gone = standing.keys() - {item.pk for item in items}
    held = AgendaItem.objects.filter(pk__in=gone, tasks__removed_at=None, tasks__isnull=False)
    first = held.first()
    if first is not None:
        raise Refused("meetings/agenda_item_with_task", title=first.title)
    AgendaItem.objects.filter(pk__in=gone).delete()
    for place, typed in enumerate(items, start=1):
        item = standing.get(typed.pk) or AgendaItem(agency=row.agency, meeting=row)
        item.place, item.title = place, typed.title
        item.text, item.resolution = typed.text, typed.resolution
        item.save()


def _set_attendance(row: Meeting, attendance: Sequence[Attendance]) -> None:
    for place, typed in enumerate(attendance, start=1):
        typed.agency, typed.meeting, typed.place = row.agency, row, place
        if typed.presence != Presence.ABSENT:
            typed.reason = ""
        if typed.presence != Presence.SUBSTITUTE:
            typed.substitute = ""
    Attendance.objects.filter(meeting=row).delete()
    Attendance.objects.bulk_create(attendance)


@transaction.atomic
def send(meeting: Meeting, *, by: Actor, due: date) -> Meeting:
    """Circulate the minutes to the members' units for correction, or a summary to all staff.

    Errors: Refused before the meeting was written down, without a PDF of what stands, for a day
            that is past, or where they are certified.
    """
    row = locked_meeting(meeting)
    if row.state != MeetingState.HELD:
        raise Refused("meetings/minutes_not_written_yet")
    if row.minutes == MinutesState.CERTIFIED:
        raise Refused("meetings/minutes_certified_already.minutes_sent")
    if due < today():
        raise Refused("meetings/day_past", field="due")
    paper = final_file(row)
    if paper is None:
        raise Refused("meetings/current_pdf_missing")
    when = long_date(row.day)
    thing = "สรุปผล" if row.is_exchange else "รายงาน"
    ask = "เพื่อทราบ" if row.is_exchange else "โปรดตรวจ หากต้องแก้ให้แจ้งผู้จดรายงานก่อนวันครบกำหนด"
    start(
        row.agency,
        by=by,
        title=f"{thing}{row.title} {when}",
        text=ask,
        kind=f"meeting-{row.paper_kind}",
        subject=row.pk,
        file=paper.file,
        year=row.fiscal_year,
        units=units_of_group(row.group) if row.group and not row.is_exchange else None,
        positions=positions_of_group(row.group) if row.group else (),
        due=due,
    )
    row.minutes, row.minutes_revision = MinutesState.SENT, row.revision
    row.save(update_fields=["minutes", "minutes_revision"])
    record(row.agency, by, "minutes-sent", row.title, year=row.fiscal_year, day=due.isoformat())
    return row


@transaction.atomic
def certify(
    meeting: Meeting, *, by: Actor, day: date, seen: int | None = None, as_corrected: bool = False
) -> Meeting:
    """Keep that the next meeting certified the minutes, on its day.

    Shape:  `as_corrected` says that the meeting certified them as they were corrected since.
    Errors: Refused where they were not sent, were corrected since or are others than those `seen`,
            or for a day before the meeting or to come.
    """
    row = locked_meeting(meeting, seen)
    if row.is_exchange or row.minutes != MinutesState.SENT:
        raise Refused("meetings/minutes_not_certifiable_yet")
    if row.minutes_revision != row.revision and not as_corrected:
        raise Refused("meetings/minutes_corrected_unsent", field="as_corrected")
    if not row.day <= day <= today():
        raise Refused("meetings/certified_day_out_of_range", field="day", day=in_words(row.day))
    row.minutes, row.certified_on, row.certified_words = MinutesState.CERTIFIED, day, by.words
    row.save(update_fields=["minutes", "certified_on", "certified_words"])
    record(row.agency, by, "minutes-certified", row.title, year=row.fiscal_year,
           day=day.isoformat())  # fmt: skip
    return row


@transaction.atomic
def uncertify(meeting: Meeting, *, by: Actor) -> Meeting:
    """Take a certification back that was kept by mistake; the journal tells of both."""
    row = locked_meeting(meeting)
    if row.minutes != MinutesState.CERTIFIED:
        return row
    planning.refuse_public(row)
    row.minutes, row.certified_on, row.certified_words = MinutesState.SENT, None, ""
    row.save(update_fields=["minutes", "certified_on", "certified_words"])
    record(row.agency, by, "minutes-uncertified", row.title, year=row.fiscal_year)
    return row


@transaction.atomic
def publish_minutes(meeting: Meeting, *, by: Actor, anyway: str = "") -> Publication:
    """Publish minutes that are certified, or the summary of an exchange that everybody was sent.

    Errors: KnownAgainst without a reason where something is; Refused before that, or without a PDF
            of what stands.
    """
    row = locked_meeting(meeting)
    if not row.is_final:
        raise Refused("meetings/minutes_not_final")
    paper = final_file(row)
    if paper is None:
        raise Refused("meetings/current_pdf_missing.minutes_published")
    name = f"สรุปผลการ{row.title}" if row.is_exchange else f"รายงานการประชุม{row.bare_title}"
    title = f"{name} ครั้งที่ {row.number}/{row.fiscal_year} วันที่ {long_date(row.day)}"
    return publish(
        row.agency, by=by, kind=MINUTES, subject=row.pk, title=title, year=row.fiscal_year,
        file=paper.file, day=row.day, anyway=anyway,
    )  # fmt: skip


@transaction.atomic
def ask(subject: Meeting | Group, *, by: Actor, kinds: Sequence[str]) -> Job:
    """Queue the making of some papers, each as PDF and DOCX.

    Who asks again while the same papers are being made gets the job that makes them.
    """
    agency = subject.agency
    hold(agency)
    chosen = [kind for kind in LABELS if kind in kinds]
    key = str(subject.pk)
    for job in jobs.open_jobs(agency, JOB, subject=key):
        if set(chosen) <= set(job.arguments.get("kinds", ())):
            return job
    record(agency, by, "meeting-papers-asked", str(subject), year=subject.fiscal_year, kinds=chosen)
    asked = {
        "year": subject.fiscal_year,
        "subject": key,
        "is_group": isinstance(subject, Group),
        "kinds": chosen,
        "forms": list(FORMS),
        "by": by.words,
    }
    return jobs.ask(agency, by, JOB, asked)
