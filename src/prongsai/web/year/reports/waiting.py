"""The rows of an open round that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from prongsai.core import fiscal
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.reports.kinds import KINDS, Kind
from prongsai.web.year.reports.queries import Sources, report_from, sources_of
from prongsai.web.year.reports.queries.states import state_in
from prongsai.web.year.reports.rights import Mine


@waiting
def rows_owed(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The empty rows that a person owes in each open round, one line for each round."""
    found: list[Waiting] = []
    for year in years(person.agency):
        if abs(year - fiscal.year_of(on)) > 1 or not _open_kinds(year, on):
            continue
        sources = sources_of(person.agency, year, on)
        if sources is not None:
            found += _of_year(person, year, on, sources)
    return tuple(found)


def _open_kinds(year: int, on: date) -> tuple[Kind, ...]:
    """The rounds in which units write; results are compiled of them and ask nobody twice."""
    rounds = (KINDS["report-6"], KINDS["report-12"])
    return tuple(kind for kind in rounds if kind.opens_on(year) <= on)


def _of_year(person: Actor, year: int, on: date, sources: Sources) -> Iterator[Waiting]:
    mine = Mine(person, on)
    for kind in _open_kinds(year, on):
        compiled = report_from(person.agency, year, kind, sources)
        owed = [line for line in compiled.lines if line.is_empty and mine(line.row, line.owners)]
        if not owed:
            continue
        if not state_in(compiled, on).may_write:
            continue
        yield Waiting(
            kind="report",
            name=kind.title(year).th,
            ask=Text(f"เขียนผล {len(owed)} มาตรการ", f"write {len(owed)} rows"),
            url=reverse("reports:report", args=[year, kind.name]),
            since=kind.opens_on(year),
            due=kind.due_on(year),
        )
