"""The doors of the demo: one for each position that somebody holds."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from msgspec import Struct

from prongsai.core.roles import rank_of
from prongsai.web.agency.models import Appointment, User
from prongsai.web.platform.hosts import is_loopback


class Door(Struct, frozen=True):
    """One button of the sign-in page."""

    position: UUID
    title: str


def is_open_to(request: HttpRequest) -> bool:
    """Whether the demo's doors are there for a browser: on this machine, unless opened for all.

    Shape:  by where the line comes from, not by the name that the browser asks for.
    """
    if not settings.DEMO:
        return False
    peer = request.META.get("REMOTE_ADDR", "")
    # A socket of this machine has no address.
    return bool(settings.DEMO_FOR_ALL) or not peer or is_loopback(peer)


def doors(on: date) -> tuple[Door, ...]:
    """Every position held by somebody who may sign in; none outside a demo data folder."""
    if not settings.DEMO:
        return ()
    found = {one.position_id: one.position for one in _held(on)}
    positions = sorted(
        found.values(), key=lambda position: (rank_of(position.role), position.title)
    )
    return tuple(Door(position.pk, position.title) for position in positions)


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
