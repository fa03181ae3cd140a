"""The dates of a year as they stand, a person's reminders, the feed, the state of the mail."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.core.paginator import Page, Paginator
from django.db.models import Count, DateField, UUIDField, Value
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.calendar_rules.default import proposed, whole
from prongsai.core.calendar_rules.model import Event, Origin
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.documents import read_document
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.platform.typed import row_key
from prongsai.web.year.assessment.queries import catalogue_of, opened_on, years
from prongsai.web.year.calendar.feed import Entry
from prongsai.web.year.calendar.models import (
    EventDone,
    EventMove,
    OwnEvent,
    Preference,
    Purpose,
    QueuedEmail,
    QueuedEmailState,
    Reminder,
)
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.ownership.models import Kind
from prongsai.web.year.ownership.owners import Owners, Standing, Subject, finished_in


class Managed(Struct, frozen=True):
    """Whose date it is.

    Shape:  `change` are the words of the link to `url`, the page where the day is changed;
            `series` joins the dates that were planned together, None for a single one.
    """

    url: str
    change: Text
    series: UUID | None = None


Manager = Callable[[Agency, Collection[UUID]], Mapping[UUID, Managed]]
_MANAGERS: dict[str, Manager] = {}


def manager(finder: Manager) -> Manager:
    """Name a function that tells which of some events it manages, in one query for all."""
    _MANAGERS[f"{finder.__module__}.{finder.__qualname__}"] = finder
    return finder


def managed_among(agency: Agency, events: Collection[UUID]) -> Mapping[UUID, Managed]:
    """Those of some events that another app manages, by the event's id."""
    managed: dict[UUID, Managed] = {}
    for finder in _MANAGERS.values() if events else ():
        managed |= finder(agency, events)
    return managed


def managed_by(agency: Agency, event: UUID) -> Managed | None:
    """Who manages one event; None where it is moved in the calendar."""
    return managed_among(agency, (event,)).get(event)


SOON_DAYS = 14


class Dated(Struct, frozen=True):
    """One event of an agency's year as it stands today.

    Shape:  `planned_first` and `planned_last` are the days before any moving; `moves` counts them;
            `unit` are the names of who has to do it, "" for the ITA officer; `owners` those of one
            of the agency's own, measures have theirs; `parts_done` what of their parts is done;
            `is_finished` of a measure that stands at 100 %, whether or not its date was marked.
    """

    id: UUID
    key: str
    year: int
    origin: Origin
    name: Text
    detail: Text
    source: Text
    first: date
    last: date
    planned_first: date
    planned_last: date
    is_month: bool
    asks: bool
    unit: str
    moves: int
    is_done: bool
    is_removed: bool = False
    owners: Owners = Owners()
    parts_done: frozenset[UUID] = frozenset()
    is_finished: bool = False

    @property
    def parts(self) -> frozenset[UUID]:
        """The parts of its owners: of a unit, of a person, of a person in a unit."""
        return frozenset(owner.part for owner in self.owners.all if owner.part)

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere than it was planned."""
        return (self.first, self.last) != (self.planned_first, self.planned_last)

    def state(self, today: date) -> str:
        """One of "done", "late", "today", "soon", "now" (it has begun), "past" and "later"."""
        if self.is_done:
            return "done"
        if self.last < today:
            return "late" if self.asks else "past"
        if self.last == today:
            return "today"
        if (self.last - today).days <= SOON_DAYS:
            return "soon"
        return "now" if self.first <= today else "later"


def event_id(agency: Agency, year: int, key: str) -> UUID:
    """The id of an event that no row holds: the same in every process and for all time."""
    return uuid5(agency.pk, f"{year}/{key}")


def events_of(agency: Agency, year: int, *, with_tasks: bool = True) -> tuple[Dated, ...]:
    """All events of a year by their last days; tasks are the measures that have a due date."""
    catalogue = catalogue_of(agency)
    known = whole(year, phases(catalogue, year), phases(catalogue, year - 1))
    marks = _marks(agency, year)
    opened = opened_on(agency, year)
    events = [_of_core(agency, year, event, opened) for event in known]
    events += _own(agency, year, removed_at=None)
    if with_tasks:
        events += tasks_of(agency, year)
    standing = (_standing(event, marks) for event in events)
    return tuple(sorted(standing, key=lambda event: (event.last, event.first, event.name.th)))


def due_events(events: Iterable[Dated], on: date, within: int | None = None) -> tuple[Dated, ...]:
    """What of a year's events has to be done and is not: late, or due in so many days."""
    asked = (event for event in events if event.asks and not event.is_done)
    if within is None:
        return tuple(event for event in asked if event.last < on)
    return tuple(event for event in asked if (event.last - on).days <= within)


def event_of(agency: Agency, year: int, wanted: UUID) -> Dated | None:
    """One event of a year, also one of the agency's own that was removed."""
    listed = next((event for event in events_of(agency, year) if event.id == wanted), None)
    if listed is not None:
        return listed
    event = next(_own(agency, year, pk=wanted), None)
    return _standing(event, replace(_marks(agency, year), done=frozenset())) if event else None


def last_day_of(agency: Agency, year: int, key: str) -> date:
    """The last day of an event that every year has, as it was moved or else as it is planned."""
    moved = _marks(agency, year).moves.get(event_id(agency, year, key))
    return moved[2] if moved else next(event.last for event in proposed(year) if event.key == key)


def tasks_of(agency: Agency, year: int) -> list[Dated]:
    """The measures of a year's plan that have a due date."""
    rows = MeasureRow.objects.filter(
        agency=agency, plan__fiscal_year=year, removed_at=None, ends_on__isnull=False
    ).only("id", "key", "number", "title", "unit", "starts_on", "ends_on")
    finished = finished_in(agency, year, today()) if rows else frozenset()
    return [_of_measure(row, year, is_finished=row.pk in finished) for row in rows]


def own_of(agency: Agency, year: int, wanted: UUID) -> OwnEvent | None:
    return OwnEvent.objects.filter(agency=agency, fiscal_year=year, pk=wanted).first()


def subject_of_own(row: OwnEvent) -> Subject:
    """A date of the agency's own as a thing that can be assigned."""
    key = str(row.pk)
    return Subject(Kind.DATE, key, (key,), "", same(row.name))


def own_subject(agency: Agency, year: int, key: str) -> Subject | None:
    """The same by its key; None where it was taken out, or another page says whose it is."""
    wanted = row_key(key)
    row = own_of(agency, year, wanted) if wanted else None
    if row is None or row.removed_at is not None or managed_by(agency, row.pk) is not None:
        return None
    return subject_of_own(row)


def window_of(agency: Agency, year: int, purpose: Purpose) -> Dated | None:
    """The days that the agency entered for a purpose, as they stand; None where nobody did."""
    event = next(_own(agency, year, removed_at=None, purpose=purpose), None)
    return _standing(event, _marks(agency, year)) if event else None


def moves_of(agency: Agency, event: UUID) -> tuple[EventMove, ...]:
    """How an event was moved, newest first."""
    moves = EventMove.objects.filter(agency=agency, event=event).order_by("-number")
    return tuple(moves.select_related("moved_by"))


def done_of(agency: Agency, event: UUID) -> Mapping[UUID | None, EventDone]:
    """Who marked an event as done, and when, by part; None is the whole."""
    return {row.part: row for row in EventDone.objects.filter(agency=agency, event=event)}


def phases(catalogue: Catalogue, year: int) -> Sequence[Mapping[str, Any]]:
    """The calendar that a year's framework holds; () where there is none."""
    if year not in catalogue.years():
        return ()
    folder = catalogue.folder(year)
    path = folder / "context.yaml"
    return _calendar(folder, path.stat().st_mtime_ns) if path.is_file() else ()


@lru_cache(maxsize=64)
def _calendar(folder: Path, changed: int) -> Sequence[Mapping[str, Any]]:
    del changed
    return tuple(read_document(folder, "context").get("calendar") or ())


class _Marks(Struct, frozen=True):
    """The number and days of the newest move of each moved event, and what is done of which."""

    moves: Mapping[UUID, tuple[int, date, date]]
    done: frozenset[tuple[UUID, UUID | None]]


@cached_for_request
def _marks(agency: Agency, year: int) -> _Marks:
    """What was moved and what was done; one query, for every page with dates asks both."""
    moved = EventMove.objects.filter(agency=agency, fiscal_year=year).order_by()
    done = EventDone.objects.filter(agency=agency, fiscal_year=year).order_by()
    none = Value(None, output_field=DateField())
    whole = Value(None, output_field=UUIDField())
    rows = moved.values_list("event", "number", "new_first", "new_last", whole).union(
        done.values_list("event", Value(0), none, none, "part"), all=True
    )
    ordered = sorted(rows, key=itemgetter(1))
    return _Marks(
        {event: (number, first, last) for event, number, first, last, _part in ordered if number},
        frozenset((event, part) for event, number, _first, _last, part in ordered if not number),
    )


def _standing(event: Dated, marks: _Marks) -> Dated:
    if event.id in marks.moves:
        number, first, last = marks.moves[event.id]
        event = replace(event, first=first, last=last, moves=number, is_month=False)
    parts = event.parts
    finished = frozenset(part for part in parts if (event.id, part) in marks.done)
    is_done = (event.id, None) in marks.done or (bool(parts) and finished == parts)
    return replace(event, is_done=is_done or event.is_finished, parts_done=finished)


def _of_core(agency: Agency, year: int, event: Event, opened: date | None) -> Dated:
    # What was over before anybody worked here is not late: nobody knows whether it was done.
    asks = event.asks and not (opened and event.last < opened)
    return Dated(
        event_id(agency, year, event.key), event.key, year, event.origin, event.name, event.detail,
        event.source, event.first, event.last, event.first, event.last, event.is_month,
        asks, "", 0, is_done=False,
    )  # fmt: skip


def _own(agency: Agency, year: int, **asked: Any) -> Iterator[Dated]:
    """The agency's own dates that are asked for, with their owners."""
    rows = list(OwnEvent.objects.filter(agency=agency, fiscal_year=year, **asked))
    if not rows:
        return
    standing = Standing(agency, year, today())
    for row in rows:
        owners = standing.owners_of(subject_of_own(row))
        yield Dated(
            row.pk, str(row.pk), year, Origin.OWN, same(row.name), same(row.detail),
            same(""), row.first_day, row.last_day, row.first_day, row.last_day, is_month=False,
            asks=True, unit=standing.in_short(owners), moves=0, is_done=False,
            is_removed=row.removed_at is not None, owners=owners,
        )  # fmt: skip


def _of_measure(row: MeasureRow, year: int, *, is_finished: bool) -> Dated:
    last = row.ends_on or date.min  # the query leaves out those without
    # The task is its last day; weeks of work before it would hide the month.
    return Dated(
        row.pk, row.key, year, Origin.TASK, same(str(row)), same(""), same(""), last, last, last,
        last, is_month=False, asks=True, unit=row.unit, moves=0, is_done=is_finished,
        is_finished=is_finished,
    )  # fmt: skip


ON_A_PAGE = 50
_FEED_YEARS = 3
_SALT = "prongsai.web.year.calendar.feed"
_SECRET = 40  # hexadecimal digits: 160 bits


class InboxPage(Struct, frozen=True):
    """One's own reminders, newest first."""

    page_obj: Page[Reminder]
    unread: int

    @property
    def heading(self) -> str:
        """How much is unread."""
        if not self.unread:
            return _("อ่านครบแล้ว")
        return _("ยังไม่อ่าน %(count)s เรื่อง") % {"count": self.unread}


def inbox(person: Actor, number: str) -> InboxPage:
    mine = Reminder.objects.filter(agency=person.agency, user=person.user)
    page_obj = Paginator(mine.order_by("-made_at", "last_day", "pk"), ON_A_PAGE).get_page(number)
    return InboxPage(page_obj, unread_count(person))


def unread_count(person: Actor) -> int:
    """How many reminders wait to be read; those that no longer hold do not count."""
    return Reminder.objects.filter(
        agency=person.agency, user=person.user, read_at=None, outdated_at=None
    ).count()


def preference_of(person: Actor) -> Preference:
    """How a person is told; as by default where they never chose."""
    preference = Preference.objects.filter(user=person.user).first()
    return preference or Preference(user=person.user, agency=person.agency)


def last_mail(person: Actor) -> QueuedEmail | None:
    ended = (
        QueuedEmailState.SENT,
        QueuedEmailState.REFUSED,
        QueuedEmailState.UNSURE,
        QueuedEmailState.WAITING,
    )
    return QueuedEmail.objects.filter(user=person.user, state__in=ended).first()


def feed_token(user: User, number: int) -> str:
    """The secret part of a feed's address: who, and what only this site can make of them."""
    times = number + user.sign_outs  # a closed account's address stays closed
    made = salted_hmac(_SALT, f"{user.pk}/{times}", algorithm="sha256").hexdigest()
    return f"{user.pk.hex}{made[:_SECRET]}"


def person_of_feed(token: str) -> Actor | None:
    """Whose feed a token opens; None where it opens none, or they may see nothing any more."""
    try:
        user_id = UUID(hex=token[:32])
    except ValueError:
        return None
    preference = Preference.objects.select_related("user__agency").filter(user=user_id).first()
    if preference is None or not preference.feed_number or not preference.user.is_active:
        return None
    if not constant_time_compare(token, feed_token(preference.user, preference.feed_number)):
        return None
    person = actor_on(preference.user, today())
    return person if person is not None and may(person, Right.SEE) else None


def feed_events(agency: Agency) -> tuple[Dated, ...]:
    """What a feed holds: the newest opened years."""
    return tuple(event for year in years(agency)[:_FEED_YEARS] for event in events_of(agency, year))


def feed_entry(
    agency: Agency, event: Dated, stamps: dict[UUID, Any], language: str, url: str
) -> Entry:
    return Entry(
        uid=f"{event.id}@prongsai",
        name=event.name.in_language(language),
        first=event.first,
        last=event.last,
        stamp=stamps.get(event.id, agency.made_at),
        sequence=event.moves,
        detail=event.detail.in_language(language),
        url=url,
    )


def stamps_of(agency: Agency) -> dict[UUID, Any]:
    """When each event was last changed; what is not in it has stood since the beginning."""
    own = OwnEvent.objects.filter(agency=agency).values_list("pk", "made_at")
    moved = EventMove.objects.filter(agency=agency).order_by("number")
    return dict(own) | dict(moved.values_list("event", "moved_at"))


_LOOKED_BACK = timedelta(days=30)
_SHOWN = 5


class MailState(Struct, frozen=True):
    """Mails of the last thirty days by state; `refused_logins` whose address was refused."""

    waiting: int
    sent: int
    refused: int
    unsure: int
    refused_logins: tuple[str, ...]


def state() -> MailState:
    """How it stands now."""
    recent = QueuedEmail.objects.filter(made_at__gte=now() - _LOOKED_BACK).order_by()
    counted = dict(recent.values_list("state").annotate(Count("pk")))
    going = (QueuedEmailState.WAITING, QueuedEmailState.SENDING, QueuedEmailState.ENDING)
    refused = recent.filter(state=QueuedEmailState.REFUSED).values_list("user__login", flat=True)
    return MailState(
        sum(counted.get(state.value, 0) for state in going),
        counted.get(QueuedEmailState.SENT.value, 0),
        counted.get(QueuedEmailState.REFUSED.value, 0),
        counted.get(QueuedEmailState.UNSURE.value, 0),
        tuple(refused.distinct().order_by("user__login")[:_SHOWN]),
    )
