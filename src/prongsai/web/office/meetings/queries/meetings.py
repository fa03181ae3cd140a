"""The meetings of a year with what is missing, and one meeting."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import in_words, long_date, month_and_year
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.office.meetings.models import (
    Group,
    GroupKind,
    Meeting,
    MeetingState,
    MinutesState,
    Presence,
)
from prongsai.web.office.meetings.queries.groups import (
    groups_of,
    invited,
    open_tasks,
    tasks_of_meeting,
)
from prongsai.web.office.meetings.queries.papers import MeetingPage
from prongsai.web.platform.hits import Hit


class Missing(Struct, frozen=True):
    """One thing that a year's meetings lack, and where to mend it; some only by who holds them."""

    text: Text
    ask: Text
    url: str
    is_for_holders: bool = False


class MeetingsPage(Struct, frozen=True):
    year: int
    groups: tuple[Group, ...]
    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    missing: tuple[Missing, ...]
    open_tasks: int
    late_tasks: int
    last_year_groups: int

    @property
    def is_empty(self) -> bool:
        """Whether the year has neither groups nor meetings."""
        return not (self.groups or self.coming or self.past)

    @property
    def next(self) -> Meeting | None:
        return next((row for row in self.coming if row.state == MeetingState.PLANNED), None)


def meeting_of(agency: Agency, year: int, meeting_id: UUID) -> Meeting | None:
    rows = Meeting.objects.filter(agency=agency, fiscal_year=year, pk=meeting_id)
    return rows.select_related("agency", "group").first()


def meetings_page(agency: Agency, year: int, on: date) -> MeetingsPage:
    """The groups and meetings of a year; a fixed number of queries."""
    rows = list(_meetings(agency, year))
    for row in rows:
        row.days = (row.day - on).days
    past = [row for row in rows if row.days < 0 or row.state == MeetingState.HELD]
    groups = Group.objects.filter(agency=agency, fiscal_year=year).annotate(
        seats=Count("members", distinct=True), held=Count("meetings", distinct=True)
    )
    late = open_tasks(agency, before=on).filter(fiscal_year=year).count()
    missing = tuple(_missing(year, rows, on, late))
    return MeetingsPage(
        year=year,
        groups=tuple(groups.order_by("closed_at", "made_at")),
        coming=tuple(row for row in rows if row not in past),
        past=tuple(reversed(past)),
        missing=missing,
        open_tasks=sum(vars(row)["open_tasks"] for row in rows),
        late_tasks=late,
        last_year_groups=groups_of(agency, year - 1).count(),
    )


def meeting_page(person: Actor, meeting: Meeting, on: date) -> MeetingPage:
    attendance = tuple(meeting.attendance.all())
    following = (
        Meeting.objects.filter(
            agency=meeting.agency, kind=meeting.kind, group=meeting.group, day__gt=meeting.day
        )
        .exclude(state=MeetingState.CANCELLED)
        .order_by("day")
        .first()
    )
    return MeetingPage(
        meeting,
        tuple(meeting.items.all()),
        attendance,
        () if attendance else invited(meeting),
        tasks_of_meeting(person, meeting.pk, on),
        following,
        (meeting.day - on).days,
    )


def unwritten(agency: Agency, on: date) -> QuerySet[Meeting]:
    """The meetings of an agency whose day is past and of which nobody wrote anything down."""
    return Meeting.objects.filter(agency=agency, state=MeetingState.PLANNED, day__lt=on)


def skipped_months(year: int, days: Iterable[date], on: date) -> tuple[date, ...]:
    """The months without a meeting, from the first one that has any up to the one of a day."""
    held = {day.replace(day=1) for day in days}
    first = min(held, default=on)
    return tuple(
        month for month in fiscal.first_days(year) if first < month <= on and month not in held
    )


def hits(agency: Agency) -> Iterator[Hit]:
    """The meetings and working groups of every year, newest first, as a search lists them."""
    rows = Meeting.objects.filter(agency=agency).order_by("-day")
    for key, title, day, year in rows.values_list("pk", "title", "day", "fiscal_year"):
        url = reverse("meetings:meeting", args=[year, key])
        yield Hit(url, title, (read_words("meetings/meeting.found"), long_date(day)))
    for group in Group.objects.filter(agency=agency).order_by("-fiscal_year", "name"):
        yield Hit(
            group.url, group.name, (read_words("meetings/group.found"), str(group.fiscal_year)),
            words=group.subject,
        )  # fmt: skip


def _meetings(agency: Agency, year: int) -> QuerySet[Meeting]:
    return (
        Meeting.objects.filter(agency=agency, fiscal_year=year)
        .select_related("group")
        .annotate(
            participants=Count("attendance", distinct=True),
            came=Count(
                "attendance", filter=~Q(attendance__presence=Presence.ABSENT), distinct=True
            ),
            open_tasks=Count(
                "tasks",
                filter=Q(tasks__done_at=None, tasks__removed_at=None, tasks__isnull=False),
                distinct=True,
            ),
        )
        .order_by("day", "begins", "made_at")
    )


def _missing(year: int, rows: Sequence[Meeting], on: date, late_tasks: int) -> Iterable[Missing]:
    for row in rows:
        if row.is_unwritten:
            yield Missing(
                read_words("meetings/unwritten", title=row.title, day=in_words(row.day)),
                read_words("meetings/record_results"),
                reverse("meetings:record", args=[row.fiscal_year, row.pk]),
                is_for_holders=True,
            )
    for row in rows:
        if row.minutes == MinutesState.DRAFT:
            day = in_words(row.day)
            yield Missing(
                read_words(f"meetings/unsent.{row.paper_kind}", title=row.title, day=day),
                read_words("meetings/make_and_circulate"),
                row.url,
            )
    yield from _uncertified(rows)
    if late_tasks:
        yield Missing(
            read_words("meetings/tasks_overdue", n=late_tasks),
            read_words("meetings/look_and_remind"),
            reverse("meetings:tasks", args=[year]),
        )
    yield from _skipped(year, rows, on)


def _uncertified(rows: Sequence[Meeting]) -> Iterable[Missing]:
    """Minutes that were sent, and a later meeting of the same kind and group was held."""
    for meeting in rows:
        if meeting.minutes != MinutesState.SENT or meeting.is_exchange:
            continue
        later = any(
            two.state == MeetingState.HELD
            and (two.kind, str(two.group)) == (meeting.kind, str(meeting.group))
            and two.day > meeting.day
            for two in rows
        )
        if later:
            yield Missing(
                read_words("meetings/uncertified", day=in_words(meeting.day)),
                read_words("meetings/give_certified_day"),
                meeting.url,
            )


def _skipped(year: int, rows: Sequence[Meeting], on: date) -> Iterable[Missing]:
    """Months without a monthly meeting, and a year without an exchange of views."""
    living = [meeting for meeting in rows if meeting.state != MeetingState.CANCELLED]
    monthly = [meeting.day for meeting in living if meeting.kind == GroupKind.MONTHLY]
    months = skipped_months(year, monthly, on)
    if months:
        names = ", ".join(month_and_year(month) for month in months)
        yield Missing(
            read_words("meetings/months_skipped", names=names),
            read_words("meetings/plan_or_leave"),
            f"{reverse('meetings:plan', args=[year])}?kind={GroupKind.MONTHLY.value}",
            is_for_holders=True,
        )
    if rows and on > fiscal.half_year(year) and not any(meeting.is_exchange for meeting in living):
        yield Missing(
            read_words("meetings/no_exchange", year=year),
            read_words("meetings/hold_once_a_year"),
            f"{reverse('meetings:plan', args=[year])}?kind={GroupKind.EXCHANGE.value}",
            is_for_holders=True,
        )


def days_held(agency: Agency, year: int, kind: str) -> frozenset[date]:
    """The days that have a meeting of a kind without a group already."""
    rows = Meeting.objects.filter(agency=agency, fiscal_year=year, kind=kind, group=None)
    days = rows.exclude(state=MeetingState.CANCELLED).values_list("day", flat=True)
    return frozenset(days)
