"""Remind those who owe rows, all with one button."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.year.calendar.services.reminding import Owners
from prongsai.web.year.calendar.services.telling import tell
from prongsai.web.year.reports.kinds import Kind
from prongsai.web.year.reports.queries import Line
from prongsai.web.year.reports.services.common import check_open, locked


@transaction.atomic
def remind(agency: Agency, *, by: Actor, year: int, kind: Kind) -> int:
    """Put a line into the inbox of everybody who owes a row; how many people have a new one.

    Shape:  told again on the same day adds nothing.
    Errors: Refused where the report is not open.
    """
    one = locked(agency, year, kind)
    check_open(one)
    title = kind.title(year)
    told = tell(
        agency,
        to=owing(agency, one.compiled.lines),
        about=one.report.pk,
        name=Text(f"เขียนแถวของท่านใน{title.th}", f"write your rows of {title.en}"),
        url=reverse("reports:report", args=[year, kind.name]),
        year=year,
        last_day=kind.due_on(year),
        by=by,
    )
    one.report.reminded_at = now()
    one.report.reminded_by_words = by.words
    one.report.save(update_fields=["reminded_at", "reminded_by_words"])
    record(agency, by, "report-reminded", report=kind.name, year=year, count=told)
    return told


def owing(agency: Agency, lines: Iterable[Line]) -> tuple[User, ...]:
    """Who has to write the rows that are empty, each once."""
    owners = Owners(agency, today())
    found = [user for line in lines if line.is_empty for user in owners.of_measure(line.row.pk)]
    return tuple({user.pk: user for user in found}.values())
