"""Who may write in which row: who compiles the report all, owners and heads of units their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prongsai.core.text import same
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.rights import headed_measures
from prongsai.web.year.ownership.models import Kind
from prongsai.web.year.ownership.owners import Owner, Standing, units_of
from prongsai.web.year.ownership.subjects import Subject


def owners_of(standing: Standing, row: MeasureRow) -> tuple[Owner, ...]:
    """Who was assigned a measure, the main owner first; () for nobody."""
    key = str(row.pk)
    subject = Subject(Kind.MEASURE, key, (key,), row.number, same(row.title), measure=row)
    return standing.own(subject)


def owner_words(owners: Sequence[Owner], row: MeasureRow) -> str:
    """Who answers for a measure: who was assigned, else the unit as the plan writes it."""
    return ", ".join(one.words for one in owners) or row.unit


def may_compile(person: Actor) -> bool:
    """Whether a person compiles the reports."""
    return may(person, Right.COMPILE_REPORTS)


class Mine:
    """Which measures are a person's own on a day; three queries however many measures."""

    def __init__(self, person: Actor, on: date) -> None:
        """Look up the units that are theirs."""
        self._person = person
        self._units = {unit.pk for unit in units_of(person, on)}
        self._headed = headed_measures(person, on)

    def __call__(self, row: MeasureRow, owners: Sequence[Owner]) -> bool:
        """Whether the person, or a unit of theirs, answers for the measure."""
        return self._owns(owners) or row.pk in self._headed

    def _owns(self, owners: Sequence[Owner]) -> bool:
        return any(
            one.user_id == self._person.user.pk or (one.unit_id and one.unit_id in self._units)
            for one in owners
        )

    def fills(self, row: MeasureRow, owners: Sequence[Owner]) -> bool:
        """Whether one button of theirs may fill the row: an own one, or nobody's who compiles.

        Shape:  where owners were assigned the row is theirs, whatever unit the plan names.
        """
        if owners:
            return self._owns(owners)
        return self(row, owners) or (may_compile(self._person) and not row.unit.strip())
