"""Keep the calendar in step: an entry for each meeting and task, done when they are done."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.year.calendar.queries import event_of
from prongsai.web.year.calendar.services import dates


def enter(
    agency: Agency, *, by: Actor, year: int, name: str, day: date, unit: Unit | None, detail: str
) -> UUID | None:
    """An entry in the calendar; None where it takes none (it is full, or the day is far)."""
    try:
        made = dates.add(
            agency, by=by, year=year, name=name[:200], detail=detail[:500], days=(day, day),
            unit=unit,
        )  # fmt: skip
    except Refused:
        return None
    return made.pk


def move(
    agency: Agency, *, by: Actor, year: int, event: UUID | None, day: date, reason: str
) -> None:
    """Let an entry stand on a day; where it stands there already nothing is written.

    Shape:  one that was taken out of the calendar by hand, while what it tells of stands, is back.
    """
    found = event_of(agency, year, event) if event else None
    if found is None:
        return
    if found.is_removed:
        dates.bring_back(agency, by=by, year=year, event=found.id, is_manager=True)
    if (found.first, found.last) != (day, day):
        dates.move(
            agency, by=by, event=found, days=(day, day), seen=(found.first, found.last),
            reason=reason, is_manager=True,
        )  # fmt: skip


def rename(agency: Agency, *, event: UUID | None, name: str) -> None:
    """Let an entry carry the name of what it stands for now."""
    if event is not None:
        dates.rename(agency, event=event, name=name[:200])


def finish(agency: Agency, *, by: Actor, year: int, event: UUID | None, is_done: bool) -> None:
    """Mark an entry as done, or as open again."""
    found = event_of(agency, year, event) if event else None
    if found is None:
        return
    if is_done:
        dates.mark_done(agency, by=by, event=found, is_manager=True)
    else:
        dates.mark_open(agency, by=by, event=found, is_manager=True)


def take_out(
    agency: Agency, *, by: Actor, year: int, event: UUID | None, is_back: bool = False
) -> None:
    """Take an entry out of the calendar, or bring it back."""
    if event is None:
        return
    if is_back:
        dates.bring_back(agency, by=by, year=year, event=event, is_manager=True)
    else:
        dates.remove(agency, by=by, year=year, event=event, is_manager=True)
