"""Who is to read a paper: those in some posts, the people of some units, or all staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from msgspec import Struct

from prongsai.core.roles import rank_of
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User


class Reader(Struct, frozen=True):
    """One person with the position and the unit that a report shows."""

    user: User
    position: str
    unit: Unit | None


def readers(
    agency: Agency, units: Sequence[Unit] | None, on: date, positions: Sequence[Position] = ()
) -> tuple[Reader, ...]:
    """Active people who hold one of the positions, or one in the units; with None every one.

    Shape:  each person once, with a position that was asked, a held one before an acting one.
    """
    held = _held(agency, units, on, positions)
    if units is not None:
        return tuple(held.values())
    everybody = User.objects.filter(agency=agency, is_active=True).order_by("login")
    return tuple(held.get(user.pk) or Reader(user, user.login, None) for user in everybody)


def _held(
    agency: Agency, units: Sequence[Unit] | None, on: date, positions: Sequence[Position]
) -> dict[UUID, Reader]:
    rows = Appointment.objects.on(on).of_active().filter(agency=agency)
    rows = rows.select_related("user", "position__unit")
    if units is not None:
        rows = rows.filter(Q(position__unit__in=units) | Q(position__in=positions))
    found: dict[UUID, Reader] = {}
    for one in _ranked(rows):
        words = one.position.title
        if one.is_acting:
            words = f"{words} (รักษาราชการแทน)"
        found.setdefault(one.user_id, Reader(one.user, words, one.position.unit))
    return found


def _ranked(rows: Iterable[Appointment]) -> list[Appointment]:
    return sorted(rows, key=lambda one: (one.is_acting, rank_of(one.position.role)))
