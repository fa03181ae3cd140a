"""Move dates, add dates of one's own, take them out, mark them as done.

A date that another app manages is refused here: its own page would tell another day. That app says
`is_manager`, in the transaction in which it changes its own row.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from prongsai.core import fiscal
from prongsai.core.calendar_rules.model import Origin
from prongsai.core.dates import in_words
from prongsai.web.agency.models import Agency, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import hold, record
from prongsai.web.year.assessment.services.frameworks import locked
from prongsai.web.year.calendar.models import EventDone, EventMove, OwnEvent, Preference, Reminder
from prongsai.web.year.calendar.queries import (
    Dated,
    event_of,
    managed_by,
    own_of,
    subject_of_own,
)
from prongsai.web.year.calendar.services.mailing import follow
from prongsai.web.year.ownership.models import JOINT, MAIN
from prongsai.web.year.ownership.services import assign

MOST_OWN = 200


@transaction.atomic
def move(
    agency: Agency,
    *,
    by: Actor,
    event: Dated,
    days: tuple[date, date],
    seen: tuple[date, date],
    reason: str,
    is_manager: bool = False,
) -> EventMove:
    """Move an event to other days; what was reminded of the old ones is outdated.

    Shape:  `seen` are the days that its page showed when the form was opened.
    Errors: Refused where somebody moved it meanwhile, nothing changes, a day is far away, or
            another app manages it.
    """
    hold(agency)
    _refuse_managed(agency, event.id, is_manager=is_manager)
    standing = _movable(agency, event)
    _check(standing, days, seen)
    made = EventMove.objects.create(
        agency=agency,
        fiscal_year=event.year,
        event=event.id,
        number=EventMove.objects.filter(agency=agency, event=event.id).count() + 1,
        old_first=standing.first,
        old_last=standing.last,
        new_first=days[0],
        new_last=days[1],
        reason=reason,
        moved_at=now(),
        moved_by=by.user,
        by_words=by.words,
    )
    record(agency, by, "event-moved", standing.name.th, year=event.year,
           first=standing.last.isoformat(), last=days[1].isoformat(), reason=reason)  # fmt: skip
    follow(agency, event.year)
    return made


@transaction.atomic
def add(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    name: str,
    detail: str,
    days: tuple[date, date],
    owners: Sequence[tuple[Unit | None, User | None]] = (),
    purpose: str = "",
) -> OwnEvent:
    """Add a date of the agency's own, and give it to its owners, the first of them as main.

    Errors: Refused where a day is far from the year, the year holds as many as it may, or has days
            for that purpose already; Misuse where the year is not open.
    """
    locked(agency, year)
    _check_days(year, days)
    held = OwnEvent.objects.filter(agency=agency, fiscal_year=year, removed_at=None)
    if held.count() >= MOST_OWN:
        raise Refused("calendar/too_many_own_dates", most_own=MOST_OWN)
    _refuse_twice(agency, year, purpose)
    made = OwnEvent.objects.create(
        agency=agency, fiscal_year=year, purpose=purpose, name=name, detail=detail,
        first_day=days[0], last_day=days[1], made_at=now(), made_by=by.user, by_words=by.words,
    )  # fmt: skip
    record(agency, by, "event-added", name, year=year, last=days[1].isoformat())
    for place, (unit, user) in enumerate(owners):
        assign(
            agency, by=by, year=year, subjects=[subject_of_own(made)], unit=unit, user=user,
            rank=JOINT if place else MAIN,
        )  # fmt: skip
    return made


def _refuse_twice(agency: Agency, year: int, purpose: str) -> None:
    rows = OwnEvent.objects.filter(agency=agency, fiscal_year=year, removed_at=None)
    same = rows.filter(purpose=purpose).first() if purpose else None
    if same is not None:
        raise Refused("calendar/same_days_already", field="purpose", same=same.name)


def rename(agency: Agency, *, event: UUID, name: str) -> None:
    """Another name for a date that an app keeps; whose act it is, that app tells the journal."""
    OwnEvent.objects.filter(agency=agency, pk=event).update(name=name)


@transaction.atomic
def remove(
    agency: Agency, *, by: Actor, year: int, event: UUID, is_manager: bool = False,
    is_back: bool = False,
) -> OwnEvent | None:  # fmt: skip
    """Take out a date of the agency's own, or bring it back; None where it is so already.

    Errors: Refused where another app manages it, or other days took its place.
    """
    _refuse_managed(agency, event, is_manager=is_manager)
    hold(agency)
    row = own_of(agency, year, event)
    if row is None or is_back == (row.removed_at is None):
        return None
    if is_back:
        _refuse_twice(agency, year, row.purpose)
    row.removed_at = None if is_back else now()
    row.save(update_fields=["removed_at"])
    record(agency, by, "event-brought-back" if is_back else "event-removed", row.name, year=year)
    follow(agency, year)
    return row


@transaction.atomic
def mark_done(
    agency: Agency, *, by: Actor, event: Dated, part: UUID | None = None, is_manager: bool = False
) -> None:
    """Nobody is reminded of it any more; of a part of it, nobody whose part it is.

    Shape:  what has one owner is that owner's part, so whoever joins later has something to do; so
            are the parts of who has all of them, and does not keep the calendar.
    Errors: Refused where another app manages it.
    """
    _refuse_managed(agency, event.id, is_manager=is_manager)
    parts = [part]
    if part is None and (len(event.parts) == 1 or not may(by, Right.MOVE_DATES)):
        parts = [*event.parts] or parts
    fresh = {
        "fiscal_year": event.year, "done_at": now(), "done_by": by.user, "by_words": by.words,
    }  # fmt: skip
    rows = EventDone.objects
    made = [
        rows.get_or_create(agency=agency, event=event.id, part=each, defaults=fresh)[1]
        for each in parts
    ]
    if any(made):
        only = parts[0] if len(parts) == 1 else None
        record(agency, by, "event-done", _named(event, only), year=event.year)
        follow(agency, event.year)


@transaction.atomic
def mark_open(
    agency: Agency, *, by: Actor, event: Dated, part: UUID | None = None, is_manager: bool = False
) -> None:
    """It is to be done after all; what was done of its parts before the whole stays done.

    Errors: Refused where another app manages it.
    """
    _refuse_managed(agency, event.id, is_manager=is_manager)
    hold(agency)
    rows = EventDone.objects.filter(agency=agency, event=event.id)
    own = rows.filter(part=part)
    gone, _ = (own if part or own.exists() else rows).delete()
    if gone:
        record(agency, by, "event-reopened", _named(event, part), year=event.year)
        follow(agency, event.year)


def forget_mark(agency: Agency, *, event: UUID, before: datetime) -> None:
    """Take a mark from before a moment out, for something else says since then what is done."""
    EventDone.objects.filter(agency=agency, event=event, done_at__lt=before).delete()


def _named(event: Dated, part: UUID | None) -> str:
    """An event, and whose part of it, in the journal's words."""
    owners = (owner.words for owner in event.owners.all if part and owner.part == part)
    return " · ".join((event.name.th, *owners))


def _refuse_managed(agency: Agency, event: UUID, *, is_manager: bool) -> None:
    managed = None if is_manager else managed_by(agency, event)
    if managed is not None:
        raise Refused("calendar/date_of_other_page", next_step=managed.change)


def _movable(agency: Agency, event: Dated) -> Dated:
    standing = event_of(agency, event.year, event.id)
    if standing is None or standing.is_removed or standing.origin is Origin.TASK:
        raise Refused("calendar/not_movable_any_more")
    return standing


def _check(standing: Dated, days: tuple[date, date], seen: tuple[date, date]) -> None:
    if seen != (standing.first, standing.last):
        raise Refused("calendar/moved_meanwhile", day=in_words(standing.last))
    if days == (standing.first, standing.last):
        raise Refused("calendar/days_unchanged", field="last")
    _check_days(standing.year, days)


def _check_days(year: int, days: tuple[date, date]) -> None:
    """A year too many or too few is a slip of the pen."""
    first, last = days
    if last < first:
        raise Refused("calendar/last_day_before_first", field="last")
    if first < fiscal.start(year - 1) or last > fiscal.end(year + 1):
        raise Refused("calendar/day_far_outside_year", field="last", year=year)


@transaction.atomic
def read(*, by: Actor, reminder: UUID | None = None) -> int:
    """Mark one reminder of one's own as read, or all; how many were unread."""
    mine = Reminder.objects.filter(agency=by.agency, user=by.user, read_at=None)
    if reminder is not None:
        mine = mine.filter(pk=reminder)
    return mine.update(read_at=now())


@transaction.atomic
def choose_mail(*, by: Actor, gets_mail: bool) -> None:
    """Get a mail a day with what is due, or none."""
    preference = preference_of(by)
    if preference.gets_mail == gets_mail:
        return
    Preference.objects.filter(pk=preference.pk).update(gets_mail=gets_mail, changed_at=now())
    record(by.agency, by, "mail-chosen" if gets_mail else "mail-declined", by.user.login)


@transaction.atomic
def renew_feed(*, by: Actor) -> None:
    """A new secret address of one's feed; the one before opens nothing any more."""
    preference = preference_of(by)
    Preference.objects.filter(pk=preference.pk).update(
        feed_number=F("feed_number") + 1, changed_at=now()
    )
    record(by.agency, by, "feed-renewed", by.user.login)


def preference_of(by: Actor) -> Preference:
    """The person's preference, made at the first asking and locked until the transaction's end."""
    hold(by.agency)
    Preference.objects.get_or_create(
        user=by.user, defaults={"agency": by.agency, "changed_at": now()}
    )
    return Preference.objects.select_for_update().get(user=by.user)
