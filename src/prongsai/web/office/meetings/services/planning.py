"""Plan meetings, one or a monthly series; move, cancel and tell of them."""

from collections.abc import Sequence
from datetime import date, time
from itertools import count
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import in_words
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.meetings.models import (
    AgendaItem,
    Group,
    Meeting,
    MeetingState,
    MinutesState,
    Task,
)
from prongsai.web.office.meetings.queries.groups import told_people
from prongsai.web.office.meetings.queries.papers import MINUTES
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import hold, record
from prongsai.web.signing.publication.queries import published_of
from prongsai.web.year.assessment.services.frameworks import locked
from prongsai.web.year.calendar.queries import event_of
from prongsai.web.year.calendar.services import dates, telling

MOST_MEETINGS = 120


class Plan(Struct, frozen=True):
    """What a meeting is to be; `agenda` the titles of its items in their order."""

    kind: str
    title: str
    group: Group | None = None
    begins: time | None = None
    place: str = ""
    chair: str = ""
    recorder: str = ""
    audience: str = ""
    agenda: tuple[str, ...] = ()


@transaction.atomic
def plan(
    agency: Agency, *, by: Actor, year: int, wanted: Plan, days: Sequence[date]
) -> tuple[Meeting, ...]:
    """Plan a meeting on each of some days; those of more than one day are a series.

    Errors: Refused for a day outside the fiscal year, a closed group, a day that has the like
            already; Misuse where the year is not open.
    """
    locked(agency, year)
    _check(agency, year, wanted, days)
    series = uuid4() if len(days) > 1 else None
    number, moment = _last_number(agency, year, wanted), now()
    made = []
    for place, day in enumerate(sorted(days), start=1):
        meeting = Meeting.objects.create(
            agency=agency,
            fiscal_year=year,
            kind=wanted.kind,
            group=wanted.group,
            series=series,
            number=number + place,
            title=wanted.title,
            day=day,
            begins=wanted.begins,
            held_place=wanted.place,
            chair=wanted.chair,
            recorder=wanted.recorder,
            audience=wanted.audience,
            made_at=moment,
            made_by=by.user,
            by_words=by.words,
        )
        _enter(meeting, wanted.agenda, by)
        made.append(meeting)
    _number_by_day(made[0])
    for meeting in made:
        meeting.refresh_from_db(fields=["number", "revision"])
    record(agency, by, "meetings-planned", wanted.title, year=year, count=len(made),
           first=made[0].day.isoformat(), last=made[-1].day.isoformat())  # fmt: skip
    return tuple(made)


def _enter(meeting: Meeting, agenda: Sequence[str], by: Actor) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(agency=meeting.agency, meeting=meeting, place=place, title=title)
        for place, title in enumerate(agenda, start=1)
    )
    # The day in the calendar moves when the meeting does.
    meeting.event = enter(
        meeting.agency,
        by=by,
        year=meeting.fiscal_year,
        name=_date_name(meeting),
        day=meeting.day,
        unit=None,
        detail="กำหนดจากหน้าการประชุม",
    )
    meeting.save(update_fields=["event"])


@transaction.atomic
def edit(meeting: Meeting, *, by: Actor, seen: int, wanted: Plan, day: date, reason: str) -> None:
    """Change what was planned; another day needs its reason.

    Errors: Refused where somebody changed it meanwhile, it was cancelled, its minutes are certified
            or public, or the day will not do.
    """
    row = locked_meeting(meeting, seen)
    refuse_certified(row)
    if row.state == MeetingState.CANCELLED:
        raise Refused("meetings/meeting_cancelled")
    is_moved = day != row.day
    if is_moved:
        if row.state == MeetingState.PLANNED and row.told_at and not reason:
            raise Refused("meetings/move_without_reason", field="reason")
        _check_day(row.fiscal_year, day)
    # Also where the day stays: the calendar may hold another one from before days were kept here.
    move(row, by=by, day=day, reason=reason or "แก้วันประชุม")
    row.title, row.day, row.begins = wanted.title, day, wanted.begins
    row.held_place, row.chair, row.recorder = wanted.place, wanted.chair, wanted.recorder
    row.audience, row.reason = wanted.audience, reason if is_moved else row.reason
    row.revision += 1
    row.save()
    rename(row)
    _number_by_day(row)
    record(row.agency, by, "meeting-edited", row.title, year=row.fiscal_year, day=day.isoformat())


@transaction.atomic
def cancel(meeting: Meeting, *, by: Actor, seen: int, reason: str) -> None:
    """Cancel a planned meeting, with the reason; nothing is lost.

    Errors: Refused where somebody changed it meanwhile, or it was held.
    """
    row = locked_meeting(meeting, seen)
    if row.state != MeetingState.PLANNED:
        raise Refused("meetings/cancelled_meeting_held_already")
    row.state, row.reason = MeetingState.CANCELLED, reason
    row.revision += 1
    row.save()
    take_out(row, by=by)
    telling.settle(row.agency, row.pk)
    record(row.agency, by, "meeting-cancelled", row.title, year=row.fiscal_year,
           day=row.day.isoformat(), reason=reason)  # fmt: skip


@transaction.atomic
def call_again(meeting: Meeting, *, by: Actor) -> None:
    """Plan a cancelled meeting again on its day."""
    row = locked_meeting(meeting)
    if row.state != MeetingState.CANCELLED:
        return
    row.state, row.reason = MeetingState.PLANNED, ""
    row.revision += 1
    row.save()
    take_out(row, by=by, is_back=True)
    _number_by_day(row)
    record(row.agency, by, "meeting-called-again", row.title, year=row.fiscal_year,
           day=row.day.isoformat())  # fmt: skip


@transaction.atomic
def tell(meeting: Meeting, *, by: Actor) -> int:
    """Tell the members of a planned meeting; how many have a new line in their inbox.

    Errors: Refused where it is no longer planned, or nobody would be told.
    """
    row = locked_meeting(meeting)
    if row.state != MeetingState.PLANNED:
        raise Refused("meetings/meeting_not_upcoming")
    people = told_people(row, today())
    if not people:
        raise Refused("meetings/nobody_to_notify")
    when = in_words(row.day)
    told_count = telling.add_reminders(
        row.agency,
        to=people,
        about=row.pk,
        name=read_words("meetings/invited", title=row.title, day=when),
        url=row.url,
        year=row.fiscal_year,
        last_day=row.day,
    )
    row.told_at = now()
    row.save(update_fields=["told_at"])
    record(row.agency, by, "meeting-told", row.title, year=row.fiscal_year, count=len(people))
    return told_count


def locked_meeting(meeting: Meeting, seen: int | None = None) -> Meeting:
    """The row that nobody else changes until the transaction ends.

    Errors: Refused where its page showed an older revision, `seen`.
    """
    hold(meeting.agency)
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency", "group").get(pk=meeting.pk)
    if seen is not None and row.revision != seen:
        raise Refused("meetings/meeting_changed_meanwhile")
    return row


def refuse_certified(row: Meeting) -> None:
    """Keep what its minutes say: certified or public, they stay what they are."""
    if row.minutes == MinutesState.CERTIFIED:
        raise Refused("meetings/minutes_certified_already")
    refuse_public(row)


def refuse_public(row: Meeting) -> None:
    """What everybody reads stays what it is until it is withdrawn."""
    edition = published_of(row.agency, MINUTES, row.pk)
    if edition is not None and edition.withdrawn_at is None:
        raise Refused("meetings/minutes_published")


def _check(agency: Agency, year: int, wanted: Plan, days: Sequence[date]) -> None:
    if not days:
        raise Refused("meetings/day_missing", field="day")
    for day in days:
        _check_day(year, day)
    if wanted.group is not None and wanted.group.closed_at is not None:
        raise Refused("meetings/group_closed.meeting_planned", field="group")
    held = Meeting.objects.filter(agency=agency, fiscal_year=year)
    if held.count() + len(days) > MOST_MEETINGS:
        raise Refused("meetings/too_many_meetings", most_meetings=MOST_MEETINGS)
    twin = (
        held.filter(kind=wanted.kind, group=wanted.group, day__in=days)
        .exclude(state=MeetingState.CANCELLED)
        .first()
    )
    if twin is not None:
        raise Refused(
            "meetings/same_kind_on_day_already",
            field="day",
            day=in_words(twin.day),
        )


def _check_day(year: int, day: date) -> None:
    if not fiscal.start(year) <= day <= fiscal.end(year):
        raise Refused(
            "meetings/day_outside_year",
            field="day",
            day=in_words(day),
            year=year,
            first=in_words(fiscal.start(year)),
            last=in_words(fiscal.end(year)),
        )


def _last_number(agency: Agency, year: int, wanted: Plan) -> int:
    rows = Meeting.objects.filter(
        agency=agency, fiscal_year=year, kind=wanted.kind, group=wanted.group
    )
    return rows.aggregate(last=Max("number"))["last"] or 0


def _number_by_day(meeting: Meeting) -> None:
    """Let the planned meetings of its group or kind count by their days, with their calendar.

    What was held has its number in the minutes and keeps it; so does what was cancelled.
    """
    rows = Meeting.objects.filter(
        agency=meeting.agency,
        fiscal_year=meeting.fiscal_year,
        kind=meeting.kind,
        group=meeting.group_id,
    )
    taken = set(rows.exclude(state=MeetingState.PLANNED).values_list("number", flat=True))
    free = (number for number in count(1) if number not in taken)
    planned = rows.filter(state=MeetingState.PLANNED).select_related("agency")
    for row, number in zip(planned.order_by("day", "begins", "made_at", "pk"), free, strict=False):
        if row.number != number:
            row.number = number
            row.revision += 1
            row.save(update_fields=["number", "revision"])
            rename(row)


def _date_name(meeting: Meeting) -> str:
    return f"{meeting.title} ครั้งที่ {meeting.number}/{meeting.fiscal_year}"


def enter(
    agency: Agency, *, by: Actor, year: int, name: str, day: date, unit: Unit | None, detail: str
) -> UUID | None:
    """An entry in the calendar; None where it takes none (it is full, or the day is far)."""
    try:
        made = dates.add(
            agency, by=by, year=year, name=name[:200], detail=detail[:500], days=(day, day),
            owners=[(unit, None)] if unit is not None and not unit.is_closed else [],
        )  # fmt: skip
    except Refused:
        return None
    return made.pk


def move(row: Meeting | Task, *, by: Actor, day: date, reason: str) -> None:
    """Let an entry stand on a day; where it stands there already nothing is written.

    Shape:  one that was taken out of the calendar by hand, while what it tells of stands, is back.
    """
    entry = event_of(row.agency, row.fiscal_year, row.event) if row.event else None
    if entry is None:
        return
    if entry.is_removed:
        take_out(row, by=by, is_back=True)
    if (entry.first, entry.last) != (day, day):
        dates.move(
            row.agency, by=by, event=entry, days=(day, day), seen=(entry.first, entry.last),
            reason=reason, is_manager=True,
        )  # fmt: skip


def rename(row: Meeting) -> None:
    """Let an entry carry the name of what it stands for now."""
    if row.event is not None:
        dates.rename(row.agency, event=row.event, name=_date_name(row)[:200])


def finish(row: Meeting | Task, *, by: Actor, is_done: bool) -> None:
    """Mark an entry as done, or as open again."""
    entry = event_of(row.agency, row.fiscal_year, row.event) if row.event else None
    if entry is not None:
        mark = dates.mark_done if is_done else dates.mark_open
        mark(row.agency, by=by, event=entry, is_manager=True)


def take_out(row: Meeting | Task, *, by: Actor, is_back: bool = False) -> None:
    """Take an entry out of the calendar, or bring it back."""
    if row.event is not None:
        dates.remove(
            row.agency, by=by, year=row.fiscal_year, event=row.event, is_manager=True,
            is_back=is_back,
        )  # fmt: skip
