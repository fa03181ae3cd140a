"""The matrix of owners, one subject with its history, and what other apps ask of owners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Max
from msgspec import Struct

from prongsai.core.duties import names_all_units
from prongsai.core.ids import instrument_of_item
from prongsai.core.messages import read_words
from prongsai.core.papers.case import Owned
from prongsai.core.papers.responsibility import owners_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.agency.reach import units_acted_for
from prongsai.web.year.ownership.models import Assignment, Kind
from prongsai.web.year.ownership.owners import (
    Owner,
    Owners,
    Standing,
    Subject,
    owner_of,
    subject_of,
    subjects,
    titles_of,
)

MOST_COLUMNS = 10
OPEN, AGAIN = "open", "again"


class Asked(Struct, frozen=True):
    """What the matrix is narrowed to; "" and None for everything.

    Shape:  `state` is OPEN for what nobody owns (whoever is gone counts as nobody), AGAIN for
            what must be assigned anew.
    """

    kind: str = ""
    unit: UUID | None = None
    user: UUID | None = None
    state: str = ""


class Row(Struct, frozen=True):
    """One subject with its owners; `cells` has one owner or None for each column."""

    subject: Subject
    owners: Owners
    cells: tuple[Owner | None, ...]
    is_ticked: bool

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(owner.person_label for owner in self.owners.all if owner.person_label)

    @property
    def is_noted(self) -> bool:
        """Whether there is anything to say beside the marks."""
        return bool(self.people or self.owners.is_gap or self.owners.inherited)


class Part(Struct, frozen=True):
    """The rows of one kind, of items those of one instrument; `is_open` unless it is folded."""

    kind: Kind
    label: Text
    rows: tuple[Row, ...]
    instrument: str
    is_open: bool

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"{self.kind}-{self.instrument}" if self.instrument else str(self.kind)

    @property
    def gaps(self) -> int:
        """How many of them have no owner."""
        return sum(1 for row in self.rows if row.owners.is_gap)


class OwnersPage(Struct, frozen=True):
    """Who owns what in a year.

    Shape:  `units` are the columns, empty where there are too many: then the rows name their
            owners; `gaps` and `again` count over the whole year, `again` being part of `gaps`;
            `planned` are measures without owners whose plan names a unit.
    """

    year: int
    asked: Asked
    parts: tuple[Part, ...]
    units: tuple[str, ...]
    counts: tuple[tuple[Kind, int], ...]
    total: int
    gaps: int
    again: int
    planned: int
    shown: int

    @property
    def is_matrix(self) -> bool:
        """Whether units are columns."""
        return bool(self.units)


def owners_page(
    agency: Agency, year: int, on: date, asked: Asked, ticked: Iterable[str] = ()
) -> OwnersPage:
    """The matrix of a year: a fixed number of queries, however many rows."""
    every = subjects(agency, year)
    standing = Standing(agency, year, on)
    held = [(subject, standing.owners_of(subject)) for subject in every]
    offered = open_units(agency)
    columns = offered if len(offered) <= MOST_COLUMNS else []
    wanted = [pair for pair in held if _is_asked(*pair, asked)]
    marked = frozenset(ticked)
    rows = [_row(*pair, columns, marked) for pair in wanted]
    return OwnersPage(
        year=year,
        asked=asked,
        parts=tuple(_parts(rows, asked)),
        units=tuple(unit.name for unit in columns),
        counts=tuple(
            (kind, sum(1 for subject in every if subject.kind is kind))
            for kind in (Kind.INDICATOR, Kind.ITEM, Kind.MEASURE)
        ),
        total=len(every),
        gaps=sum(1 for _, owners in held if owners.is_gap),
        again=sum(1 for _, owners in held if owners.is_gone),
        planned=sum(1 for subject, owners in held if _is_planned(subject, owners, offered)),
        shown=len(rows),
    )


def subject_page(person: Actor, year: int, kind: str, key: str, on: date) -> dict[str, Any] | None:
    """One subject: who owns it, and who did; None where the year has no such thing.

    Shape:  `history` are owners with the rows of their assignments, standing or ended; `planned` is
            the unit as the plan writes it, of a measure; `assigns_within` are the owners that are
            the reader's units, of which they say who does the work.
    """
    agency = person.agency
    subject = subject_of(agency, year, kind, key)
    if subject is None:
        return None
    owners = Standing(agency, year, on).owners_of(subject)
    titles = titles_of(agency, on)
    rows = Assignment.objects.filter(
        agency=agency, fiscal_year=year, kind=subject.kind, subject__in=subject.keys
    ).select_related("unit", "user")
    mine = units_acted_for(person, Right.ASSIGN_WITHIN, on)
    return {
        "year": year,
        "subject": subject,
        "owners": owners,
        "history": [(owner_of(row, titles), row) for row in rows],
        "planned": subject.measure.unit if subject.measure else "",
        "assigns_within": () if owners.inherited else owners.among((), mine),
    }


def chosen(agency: Agency, year: int, tickets: Iterable[str]) -> tuple[Subject, ...]:
    """The subjects that were ticked."""
    wanted = set(tickets)
    return tuple(subject for subject in subjects(agency, year) if subject.ticket in wanted)


def gap_count(agency: Agency, year: int) -> tuple[int, int, int]:
    """What has no owner, what of it must be assigned anew, and how much there is."""
    every = subjects(agency, year)
    standing = Standing(agency, year, None)
    held = [standing.owners_of(subject) for subject in every]
    return (
        sum(1 for owners in held if owners.is_gap),
        sum(1 for owners in held if owners.is_gone),
        len(held),
    )


def owned(agency: Agency, year: int, on: date) -> tuple[Owned, ...]:
    """Who answers for what, as the paper prints it; () before anything is assigned.

    A measure that nobody was given is the unit's that the plan names. An item stands there when
    it has owners of its own. People are named by position, never by name.
    """
    standing = Standing(agency, year, on)
    every = subjects(agency, year)
    held = [(subject, standing.own(subject)) for subject in every]
    if not any(owners for _, owners in held):
        return ()
    return tuple(
        Owned(subject.kind.value, subject.code, subject.name.th, _named(subject, owners))
        for subject, owners in held
        if owners or subject.kind is not Kind.ITEM
    )


def changed_at(agency: Agency, year: int) -> datetime | None:
    """When an owner that the paper names last came or went; None where nobody ever did."""
    rows = Assignment.objects.filter(agency=agency, fiscal_year=year).exclude(kind=Kind.DATE)
    moments = rows.aggregate(begun=Max("begun_at"), ended=Max("ended_at"))
    return max((moment for moment in moments.values() if moment), default=None)


def _named(subject: Subject, owners: Sequence[Owner]) -> tuple[str, ...]:
    if not owners and subject.measure is not None:
        return owners_of(subject.measure.unit)
    return tuple(owner.unit or owner.person for owner in owners)


def _is_asked(subject: Subject, owners: Owners, asked: Asked) -> bool:
    return (
        (not asked.kind or subject.kind == asked.kind)
        and (asked.unit is None or any(owner.unit_id == asked.unit for owner in owners.all))
        and (asked.user is None or any(owner.user_id == asked.user for owner in owners.all))
        and (asked.state != OPEN or owners.is_gap)
        and (asked.state != AGAIN or owners.is_gone)
    )


def _row(subject: Subject, owners: Owners, columns: Sequence[Unit], ticked: frozenset[str]) -> Row:
    by_unit = {owner.unit_id: owner for owner in reversed(owners.all)}
    cells = tuple(by_unit.get(unit.pk) for unit in columns)
    return Row(subject, owners, cells, subject.ticket in ticked)


def _parts(rows: Sequence[Row], asked: Asked) -> Iterator[Part]:
    """The rows by kind, items by instrument: so many are folded until they are asked for."""
    is_narrowed = bool(asked.unit or asked.user or asked.state)
    seen = set()
    for (kind, instrument), group in groupby(rows, key=_part_of):
        own = tuple(group)
        is_first = asked.kind == kind and kind not in seen
        seen.add(kind)
        is_open = (
            kind is not Kind.ITEM or is_narrowed or is_first or any(row.is_ticked for row in own)
        )
        yield Part(kind, read_words(f"ownership/kind.{kind}"), own, instrument, is_open)


def _part_of(row: Row) -> tuple[Kind, str]:
    subject = row.subject
    return subject.kind, instrument_of_item(subject.code) if subject.kind is Kind.ITEM else ""


def _is_planned(subject: Subject, owners: Owners, units: Sequence[Unit]) -> bool:
    """Whether a measure without owners names one of the open units in its plan."""
    if subject.measure is None or owners.all:
        return False
    text = subject.measure.unit
    return any(unit.name in text for unit in units) or names_all_units(text)
