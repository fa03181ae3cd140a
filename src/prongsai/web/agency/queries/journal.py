"""The journal of an agency in words, filtered and paged."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from msgspec import Struct

from prongsai.core.roles import rank_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Appointment, Position, User
from prongsai.web.agency.people import appointments_on
from prongsai.web.platform.clock import today
from prongsai.web.platform.hosts import is_loopback
from prongsai.web.platform.journal import label_of, messages, sentence
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.thai_order import sort_key

ENTRIES_A_PAGE = 30
_BATCH = 2_000


class Wanted(Struct, frozen=True):
    """Which entries: of a person, of a kind, of a day; None and "" for all."""

    person: UUID | None = None
    verb: str = ""
    day: date | None = None


# One entry, and what it tells in words.
Told = tuple[JournalEntry, Text]


def journal_page(agency: Agency, wanted: Wanted, page: str | int = 1) -> dict[str, Any]:
    """The newest entries that are wanted."""
    page_obj = Paginator(_found(agency, wanted).order_by("-number"), ENTRIES_A_PAGE).get_page(page)
    return {
        "rows": tuple(map(_row, page_obj.object_list)),
        "page_obj": page_obj,
        "is_filtered": wanted != Wanted(),
    }


def entries(agency: Agency, wanted: Wanted) -> Iterator[Told]:
    """All wanted entries, oldest first, a batch at a time."""
    return map(_row, _found(agency, wanted).order_by("number").iterator(_BATCH))


def journal_people(agency: Agency) -> Mapping[User, str]:
    """Everybody who may have written an entry, by the words to choose them by, in their order."""
    held = sorted(
        appointments_on(agency, today()),
        key=lambda appointment: appointment.is_acting,
        reverse=True,
    )
    # The own post before an acted one.
    titles = {appointment.user_id: appointment.position.title for appointment in held}
    named = [
        (user, user.display_name or titles.get(user.pk, ""))
        for user in User.objects.filter(agency=agency)
    ]
    worded = [(user, f"{name} ({user.login})" if name else user.login) for user, name in named]
    return dict(sorted(worded, key=lambda pair: sort_key(pair[1])))


def verbs() -> tuple[tuple[str, Text], ...]:
    """All kinds of acts, to choose from."""
    return tuple((verb, label_of(verb)) for verb in messages())


def _found(agency: Agency, wanted: Wanted) -> QuerySet[JournalEntry]:
    entries = JournalEntry.objects.filter(agency=agency).select_related("by")
    if wanted.person:
        entries = entries.filter(by_id=wanted.person)
    if wanted.verb:
        entries = entries.filter(verb=wanted.verb)
    if wanted.day:
        first = timezone.make_aware(datetime.combine(wanted.day, time.min))
        entries = entries.filter(at__gte=first, at__lt=first + timedelta(days=1))
    return entries


def _row(entry: JournalEntry) -> Told:
    return entry, sentence(entry.verb, entry.subject, entry.detail)


def is_open_to(request: HttpRequest) -> bool:
    """Whether the demo's doors are there for a browser: on this machine, unless opened for all.

    Shape:  by where the line comes from, not by the name that the browser asks for.
    """
    if not settings.DEMO:
        return False
    peer = request.META.get("REMOTE_ADDR", "")
    # A socket of this machine has no address.
    return bool(settings.DEMO_FOR_ALL) or not peer or is_loopback(peer)


def doors(on: date) -> list[Position]:
    """Every position held by somebody who may sign in; none outside a demo data folder."""
    if not settings.DEMO:
        return []
    positions = {appointment.position_id: appointment.position for appointment in _held(on)}
    return sorted(positions.values(), key=lambda position: (rank_of(position.role), position.title))


def door_user(position: str, on: date) -> User | None:
    """Who stands behind a door: the holder before one who acts for them."""
    if not settings.DEMO:
        return None
    try:
        key = UUID(position)
    except ValueError:
        return None
    appointment = _held(on).filter(position_id=key).order_by("is_acting", "first_day").first()
    return appointment.user if appointment else None


def _held(on: date) -> QuerySet[Appointment]:
    return Appointment.objects.on(on).of_active().select_related("position", "user")
