"""Who may write down progress: as far as the right reaches, and owners their own.

What is written whoever wrote it corrects, and their unit: of several owners none another's note.
"""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, rights_of
from prongsai.web.agency.reach import headed_units, heads, may_everywhere, units_with, worked_for
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.rights import headed_measures
from prongsai.web.year.ownership.owners import Owners
from prongsai.web.year.tracking.models import ProgressNote


class Recorder(Struct, frozen=True):
    """A person who may write down the progress of some measures.

    Shape:  `users` are the person, and those whose posts the person acts in; `records_all` where
            the right reaches the whole agency; `units` are the own units that may own a measure,
            `measures` those that name a unit the person heads.
    """

    users: frozenset[UUID]
    records_all: bool
    units: frozenset[UUID]
    measures: frozenset[UUID]

    def owns(self, owners: Owners) -> bool:
        """Whether the person is an owner, or does the work of a unit that is one."""
        return bool(owners.among(self.users, self.units))

    def may(self, row: MeasureRow, owners: Owners) -> bool:
        """Whether the person may write down what was done for a measure."""
        return self.records_all or self.owns(owners) or row.pk in self.measures

    def wrote(self, agency: Agency, firsts: Collection[ProgressNote]) -> frozenset[UUID]:
        """The threads of notes that the person or one of their units wrote, by first versions."""
        units = units_that_wrote(agency, firsts) if self.units and not self.records_all else {}
        return frozenset(
            note.thread
            for note in firsts
            if self.records_all
            or note.by_id in self.users
            or not self.units.isdisjoint(units.get(note.pk, ()))
        )


def units_that_wrote(
    agency: Agency, notes: Collection[ProgressNote]
) -> Mapping[UUID, frozenset[UUID]]:
    """By note, the units whose work its writer did on the day of writing; one query.

    Shape:  a post in a unit that records for the whole agency does none of the unit's work.
    """
    terms: dict[UUID, list[tuple[UUID, date, date]]] = {}
    rows = Appointment.objects.filter(
        agency=agency, user__in={note.by_id for note in notes}, position__unit__isnull=False
    )
    for term in rows.select_related("position__unit"):
        post = term.position
        role = post.role
        records = not role.reaches_agency and Right.RECORD_PROGRESS in rights_of(role)
        if post.unit_id is not None and (records or heads(post)):
            held = (post.unit_id, term.first_day, term.last_day or date.max)
            terms.setdefault(term.user_id, []).append(held)
    return {
        note.pk: frozenset(
            unit
            for unit, first, last in terms.get(note.by_id, ())
            if first <= day_of(note.recorded_at) <= last
        )
        for note in notes
        if note.by_id is not None
    }


@cached_for_request
def recorder_of(person: Actor, on: date) -> Recorder:
    """What a person may write down on a day; two queries, for people of units."""
    right = Right.RECORD_PROGRESS
    return Recorder(
        worked_for(person, on),
        may_everywhere(person, right),
        units_with(person, right, on) | headed_units(person, on),
        headed_measures(person, on),
    )
