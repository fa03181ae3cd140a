"""Who was in a post on a day, as that was written when a result was entered.

A term begins and ends on any day that somebody writes, also long after. The journal knows when it
was written: nobody comes to a word on what was signed before by a term that was written later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.position_rules import states_order
from prongsai.web.platform.models import JournalEntry

_BEGUN = ("holding-begun", "acting-begun")
_ENDED = "holding-ended"
_FILE = "roster-taken"


class Edit(Struct, frozen=True):
    """That a term was given another last day; None is none."""

    at: datetime
    former: date | None
    last: date | None


class Term(Struct, frozen=True):
    """A term in a post: since when it is written, and how its last day was changed.

    Shape:  `written_at` None for long before; `edits` the earliest first.
    """

    appointment: Appointment
    written_at: datetime | None
    edits: tuple[Edit, ...]

    def covered(self, days: Iterable[date], at: datetime) -> bool:
        """Whether it held on one of some days, as it was written at a moment or before.

        Shape:  as far back as the edits go.
        """
        if self.written_at is not None and self.written_at > at:
            return False
        if not self.edits:
            lasts = {self.appointment.last_day}
        else:
            lasts = {self.edits[0].former} | {one.last for one in self.edits if one.at <= at}
        longest = date.max if None in lasts else max(one for one in lasts if one)
        return any(self.appointment.first_day <= day <= longest for day in days)


def terms_of(agency: Agency, posts: Iterable[UUID], since: datetime) -> tuple[Term, ...]:
    """The terms of some posts by which anybody has a word, with what was written of them since.

    Shape:  who holds a post, and who acts in it by an order that is stated; two queries, however
            many there are.
    """
    rows = Appointment.objects.filter(agency=agency, position__in=posts)
    held = rows.select_related("user", "position").order_by("is_acting", "first_day")
    entries = JournalEntry.objects.filter(
        agency=agency, at__gte=since, verb__in=(*_BEGUN, _ENDED, _FILE)
    )
    told = list(entries.order_by("number").values_list("verb", "at", "detail"))
    return tuple(
        Term(one, _written(one, told), _edits(one, told))
        for one in held
        if not one.is_acting or states_order(one.authority)
    )


_Told = list[tuple[str, datetime, Mapping[str, Any]]]


def _written(appointment: Appointment, told: _Told) -> datetime | None:
    for verb, at, detail in told:
        if verb == _FILE and str(appointment.pk) in detail.get("seated", ()):
            return at
        if verb in _BEGUN and _is_of(appointment, detail, first=appointment.first_day.isoformat()):
            return at
    return None


def _edits(appointment: Appointment, told: _Told) -> tuple[Edit, ...]:
    last = appointment.last_day.isoformat() if appointment.last_day else ""
    ended = [(at, detail) for verb, at, detail in told if verb == _ENDED]
    mine = [one for one in ended if one[1].get("holding") == str(appointment.pk)]
    if not mine:
        # Entries of before name the person and the post: they are of the term that ends so.
        mine = [one for one in ended if _is_of(appointment, one[1])]
        mine = mine if mine and mine[-1][1]["last"] == last else []
    return tuple(Edit(at, _day(detail.get("former")), _day(detail["last"])) for at, detail in mine)


def _is_of(appointment: Appointment, detail: Mapping[str, Any], *, first: str = "") -> bool:
    """Whether an entry is of a term: by its key, or in entries of before by what they tell."""
    if "holding" in detail:
        return bool(detail["holding"] == str(appointment.pk))
    position = detail.get("position", str(appointment.position_id))
    return (
        detail.get("person") == appointment.user.login
        and position == str(appointment.position_id)
        and (not first or detail.get("first") == first)
    )


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None
