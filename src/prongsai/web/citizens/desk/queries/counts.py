"""The desk's statistics from its rows: one query, whatever the number of kinds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from prongsai.core.desk.model import Outcome
from prongsai.core.desk.statistics import CaseFacts, KindCount, counted
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries.kinds import kinds_of

_COUNTED = (
    "kind", "day", "due_on", "answered_on", "outcome", "class_key", "joined_to", "was_late",
)  # fmt: skip


def counts_of(agency: Agency, year: int, months: int, on: date) -> tuple[KindCount, ...]:
    """The counts of every kind in the first months of a fiscal year."""
    return counted(kinds_of(agency.pk), facts_of(agency, year), year, months, on)


def facts_of(agency: Agency, year: int) -> Iterator[CaseFacts]:
    """What is counted of each case of a fiscal year; the same words within an hour are one."""
    cases = Case.objects.filter(agency=agency, fiscal_year=year, is_again=False)
    rows = cases.values_list(*_COUNTED)
    for kind, day, due_on, answered_on, outcome, class_key, main, late in rows.iterator():
        ended = Outcome(outcome) if outcome else None
        yield CaseFacts(kind, day, due_on, answered_on, ended, class_key, main is not None, late)
