"""A year with a plan, units and their heads, for tests of who owns what."""

from __future__ import annotations

from datetime import date

from tests.web import factories
from tests.web.analysis.years import full_year
from tests.web.roles import UNIT_HEAD

from prongsai.web.agency.people import actor_on
from prongsai.web.year.measures.models import MeasureRow, PlanRow
from prongsai.web.year.measures.services import rows
from prongsai.web.year.ownership.owners import subject_of

YEAR = 2566
MONDAY = date(2023, 3, 20)


def plan(agency, *measures, year=YEAR):
    """A plan with a measure for each (number, due date, unit as the plan writes it)."""
    row, _ = PlanRow.objects.get_or_create(
        agency=agency,
        fiscal_year=year,
        defaults={
            "score_year": year - 1,
            "made_at": factories.MADE_AT,
            "changed_at": factories.MADE_AT,
        },
    )
    made = [
        MeasureRow.objects.create(
            agency=agency,
            plan=row,
            key=f"own-{number}",
            place=place,
            number=str(number),
            title=f"มาตรการเรื่องที่ {number}",
            unit=unit,
            due=due.isoformat() if due else "",
            ends_on=due,
        )
        for place, (number, due, unit) in enumerate(measures, start=1)
    ]
    rows.follow(made)
    return made


def head_of(agency, unit, login=""):
    """The head of a unit."""
    user = factories.make_user(agency, login)
    title = f"ผู้อำนวยการ{unit.name}"
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit, title))
    return actor_on(user, MONDAY)


def year(agency):
    """A year with scores, remarks and two measures."""
    full_year(agency, YEAR)
    return plan(
        agency, (1, date(2023, 3, 10), "กองคลัง ร่วมกับสำนักปลัด"), (2, date(2023, 4, 5), "ทุกส่วนราชการ")
    )


def subject(agency, kind, key):
    """One subject of the year."""
    found = subject_of(agency, YEAR, kind, str(key))
    assert found is not None, (kind, key)
    return found
