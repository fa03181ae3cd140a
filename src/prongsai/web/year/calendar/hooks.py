"""What the calendar adds to the year's page, and the dates and reminders that wait for a person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.calendar_rules.model import Origin
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.journal import record
from prongsai.web.platform.language import in_language
from prongsai.web.year.analysis.tiles import TilesSection, part
from prongsai.web.year.calendar.models import EventDone, Reminder
from prongsai.web.year.calendar.pages import folded, strip_of
from prongsai.web.year.calendar.queries import (
    due_events,
    event_of,
    events_of,
    managed_among,
    own_subject,
    unread_count,
)
from prongsai.web.year.calendar.rights import may_mark
from prongsai.web.year.calendar.services.mailing import Owners, follow
from prongsai.web.year.ownership.models import Assignment, Kind
from prongsai.web.year.ownership.owners import Standing, Subject, owner_of, register
from prongsai.web.year.ownership.services import owners_changed
from prongsai.web.year.ownership.work_queries import WEEK, working_years

register(Kind.DATE, own_subject)


@receiver(owners_changed)
def parts_follow(
    *,
    agency: Agency,
    year: int,
    by: Actor,
    subjects: Sequence[Subject],
    former: Mapping[str, Collection[UUID]] = MappingProxyType({}),
    part: UUID | None = None,
    **_: Any,
) -> None:
    """Who lost a date begins anew where it is given back; within a unit it stays done."""
    by_key = {each.key: each for each in subjects if each.kind in (Kind.DATE, Kind.MEASURE)}
    whole = EventDone.objects.filter(agency=agency, event__in=by_key, part=None)
    for mark in whole.select_related("done_by__agency"):
        if _is_outlived(agency, year, mark):
            _forget(whole.filter(pk=mark.pk), by_key[str(mark.event)], by)
    given = [subject for subject in subjects if subject.kind is Kind.DATE]
    for subject in given:
        marks = EventDone.objects.filter(agency=agency, event=subject.key, part__isnull=False)
        parts = {owner.part for owner in Standing(agency, year, None).own(subject)}
        own = former.get(subject.key, ())
        if own and not _handed_on(marks.filter(part__in=own), own, part):
            parts.discard(part)
        _forget(marks.exclude(part__in=parts), subject, by)
    keys = [subject.key for subject in given]
    if Reminder.objects.filter(agency=agency, event__in=keys, url="").exists():
        follow(agency, year)


def _is_outlived(agency: Agency, year: int, mark: EventDone) -> bool:
    """Whether who marked the whole spoke, that day, for owners who have it no more."""
    event = event_of(agency, year, mark.event) if mark.done_by else None
    if mark.done_by is None or event is None:
        return False
    day = day_of(mark.done_at)
    person = actor_on(mark.done_by, day)
    return person is None or not may_mark(person, event, day)


def _handed_on(marks: QuerySet[EventDone], former: Collection[UUID], part: UUID | None) -> bool:
    """Of some parts that became one: it is done where all of them were."""
    last = marks.order_by("done_at").last()
    if last is None or marks.count() < len(former):
        return False
    marks.exclude(pk=last.pk).delete()
    EventDone.objects.filter(pk=last.pk).update(part=part)
    return True


def _forget(marks: QuerySet[EventDone], subject: Subject, by: Actor) -> None:
    """Delete marks, and tell the journal whose part each was."""
    lost = list(marks)
    if not lost:
        return
    rows = Assignment.objects.filter(agency=by.agency, kind=Kind.DATE, subject=subject.key)
    words = {row.part: owner_of(row, {}).words for row in rows.select_related("unit", "user")}
    for mark in lost:
        named = " · ".join(filter(None, (subject.words, words.get(mark.part))))
        record(by.agency, by, "event-reopened", named, year=mark.fiscal_year)
    marks.delete()


@part
def strip(agency: Agency, year: int) -> TilesSection:
    """October to September with what is due; of a series its next date."""
    events = events_of(agency, year, with_tasks=False)
    managed = managed_among(agency, [event.id for event in events if event.origin is Origin.OWN])
    series = {
        event: management.series for event, management in managed.items() if management.series
    }
    shown, following = folded(events, series, today())
    return TilesSection("calendar/_strip_card.html", strip_of(year, shown, today(), following))


@waiting
def dates(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The dates that are late or due within a week, for whom the calendar reminds of them.

    Shape:  of a date that another app manages that app says itself what waits.
    """
    years = working_years(person.agency, on)
    events = [
        event
        for year in years
        for event in due_events(events_of(person.agency, year, with_tasks=False), on, WEEK)
    ]
    managed = managed_among(
        person.agency, [event.id for event in events if event.origin is Origin.OWN]
    )
    events = [event for event in events if event.id not in managed]
    if not events:
        return ()
    owners = Owners(person.agency, on)
    return tuple(
        Waiting(
            kind="date",
            name=in_language(event.name),
            ask=read_words("calendar/finish_and_mark"),
            url=reverse("calendar:event", args=[event.year, event.id]),
            due=event.last,
            has_reminder=True,
        )
        for event in events
        if person.user in owners.people_of(event)
    )


@waiting
def unread(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The reminders that were not read, as one line."""
    del on
    count = unread_count(person)
    name, ask = _("กล่องแจ้งเตือน"), read_words("calendar/unread", count=count)
    line = Waiting("inbox", name, ask, reverse("calendar:inbox"), has_reminder=True)
    return (line,) if count else ()
