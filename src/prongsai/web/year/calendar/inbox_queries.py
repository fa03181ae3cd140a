"""One's own reminders, preferences and feed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import today
from prongsai.web.platform.tags import Tag, due_tag
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.calendar.feed import Entry
from prongsai.web.year.calendar.models import (
    EventMove,
    OwnEvent,
    Preference,
    QueuedEmail,
    QueuedEmailState,
    Reminder,
)
from prongsai.web.year.calendar.queries import Dated, events_of

ON_A_PAGE = 50
_FEED_YEARS = 3
_SALT = "prongsai.web.year.calendar.feed"
_SECRET = 40  # hexadecimal digits: 160 bits


class InboxLine(Struct, frozen=True):
    """One reminder as it stands today; `days` until its last day, None where it has none."""

    id: UUID
    name: Text
    url: str
    last_day: date | None
    days: int | None
    is_unread: bool
    is_outdated: bool

    @property
    def tag(self) -> Tag:
        """How it stands: no longer asked for, told only, or how near its day is."""
        if self.is_outdated:
            return Tag("quiet", _("ไม่ต้องทำแล้ว หรือวันเปลี่ยน"))
        return Tag("info", _("แจ้งให้ทราบ")) if self.days is None else due_tag(self.days)


class InboxPage(Struct, frozen=True):
    """One's own reminders, newest first."""

    lines: tuple[InboxLine, ...]
    page_obj: Page[Any]
    unread: int

    @property
    def heading(self) -> str:
        """How much is unread."""
        if not self.unread:
            return _("อ่านครบแล้ว")
        return _("ยังไม่อ่าน %(count)s เรื่อง") % {"count": self.unread}


class PreferencesPage(Struct, frozen=True):
    """How a person is told; `mail` is the newest mail to them, None for none."""

    email: str
    gets_mail: bool
    has_feed: bool
    mail: QueuedEmail | None


def inbox(person: Actor, number: str) -> InboxPage:
    """One page of one's reminders."""
    mine = Reminder.objects.filter(agency=person.agency, user=person.user)
    page_obj = Paginator(mine.order_by("-made_at", "last_day", "pk"), ON_A_PAGE).get_page(number)
    day = today()
    lines = tuple(
        InboxLine(
            row.pk,
            Text(row.name["th"], row.name["en"]),
            address_of(row),
            row.last_day,
            (row.last_day - day).days if row.last_day else None,
            row.read_at is None and row.outdated_at is None,
            row.outdated_at is not None,
        )
        for row in page_obj.object_list
    )
    return InboxPage(lines, page_obj, unread_count(person))


def address_of(reminder: Reminder) -> str:
    """The page that a line opens."""
    event = [reminder.fiscal_year, reminder.event]
    return reminder.url or reverse("calendar:event", args=event)


def unread_count(person: Actor) -> int:
    """How many reminders wait to be read; those that no longer hold do not count."""
    return Reminder.objects.filter(
        agency=person.agency, user=person.user, read_at=None, outdated_at=None
    ).count()


def preferences_page(person: Actor) -> PreferencesPage:
    """How a person is told."""
    preference = Preference.objects.filter(user=person.user).first()
    ended = (
        QueuedEmailState.SENT,
        QueuedEmailState.REFUSED,
        QueuedEmailState.UNSURE,
        QueuedEmailState.WAITING,
    )
    mail = QueuedEmail.objects.filter(user=person.user, state__in=ended).first()
    return PreferencesPage(
        person.user.email,
        preference.gets_mail if preference else True,
        bool(preference and preference.feed_number),
        mail,
    )


def feed_token(user: User, number: int) -> str:
    """The secret part of a feed's address: who, and what only this site can make of them."""
    made = salted_hmac(_SALT, f"{user.pk}/{number}", algorithm="sha256").hexdigest()
    return f"{user.pk.hex}{made[:_SECRET]}"


def own_feed_token(person: Actor) -> str:
    """The token of a person's feed; "" where they have none."""
    preference = Preference.objects.filter(user=person.user).first()
    return (
        feed_token(person.user, preference.feed_number)
        if preference and preference.feed_number
        else ""
    )


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
    return tuple(one for year in years(agency)[:_FEED_YEARS] for one in events_of(agency, year))


def feed_entry(
    agency: Agency, event: Dated, stamps: dict[UUID, Any], language: str, url: str
) -> Entry:
    """One event as the feed has it."""
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
