"""Papers of the desk: complaints of corruption by month, editions of statistics, evidence."""

from calendar import month_name
from collections.abc import Sequence

from django.db import transaction
from msgspec import to_builtins

from prongsai.core.dates import buddhist_year, month_and_year
from prongsai.core.desk.corruption import MonthCounts
from prongsai.core.desk.published import last_day
from prongsai.core.desk.statistics import MONTHS, first_day
from prongsai.core.papers.desk_papers import DESK, corruption_paper, desk_paper, name_of
from prongsai.core.text import Text, listed
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import CorruptionMonth, DeskReport
from prongsai.web.citizens.desk.queries import (
    PAPERS,
    Paper,
    answers,
    beside_others,
    counted_of,
    editions,
    figures_of,
    missing_of,
)
from prongsai.web.citizens.desk.rights import counts_corruption, kinds_of
from prongsai.web.disclosure.disclosure import made_here
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import attaching
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today


@transaction.atomic
def enter(by: Actor, year: int, month: int, counts: MonthCounts, *, seen: int) -> None:
    """Keep the counts of a month; `seen` is the version that the page showed, 0 for none."""
    refuse_others(by)
    if not 0 <= month < MONTHS or last_day(year, month) >= today():
        raise Refused("desk/month_not_over")
    journal.hold(by.agency)
    rows = CorruptionMonth.objects.filter(agency=by.agency, fiscal_year=year, month=month)
    row = rows.first() or CorruptionMonth(
        agency=by.agency, fiscal_year=year, month=month, version=0
    )
    if row.version != seen:
        raise Refused("desk/month_entered_meanwhile")
    row.counts = to_builtins(counts.kept)
    row.version += 1
    row.save()
    journal.record(by.agency, by, "corruption-counted", month_and_year(first_day(year, month)))


def refuse_others(by: Actor) -> None:
    """Keep everybody but the complaint officer from the counts."""
    if not counts_corruption(by):
        raise Refused("desk/entering_month_not_allowed")


JOB = "desk.report"


@transaction.atomic
def make(by: Actor, paper: Paper, year: int) -> DeskReport:
    """Have a paper made of the figures as they stand; the worker draws it.

    Errors: Refused for who does not keep the desk (of corruption: for all but the complaint
            officer), before its time is over, and where a month of complaints was not entered:
            with one more in the next edition, subtraction would tell that month.
    """
    if paper.about != DESK:
        refuse_others(by)
    elif not may(by, Right.KEEP_DESK):
        raise Refused("desk/making_paper_not_allowed")
    if last_day(year, paper.months - 1) >= today():
        raise Refused("desk/period_not_over")
    journal.hold(by.agency)
    if paper.about != DESK and (missing := missing_of(by.agency, year, paper.months)):
        months = listed(
            Text(month_and_year(day), f"{month_name[day.month]} {buddhist_year(day)}")
            for day in missing
        )
        raise Refused("desk/months_not_entered", months=months)
    row = made_here.make_edition(
        editions(by.agency, paper, year),
        by=by,
        job=JOB,
        about=paper.about,
        months=paper.months,
        fiscal_year=year,
        figures=figures_of(by.agency, paper, year, today()),
    )
    title = f"{paper.title.th} {year}"
    journal.record(by.agency, by, "desk-report-made", title, number=row.number)
    return row


def draw(row: DeskReport) -> None:
    """Draw an edition in all its forms; done again it replaces the files."""
    office = office_of(row.agency, today())
    counted = counted_of(row)
    document = (
        desk_paper(office, counted, kinds_of(row.agency_id))
        if row.about == DESK
        else corruption_paper(office, counted)
    )
    name = f"{document.kind}-{row.fiscal_year}-{row.months}-{row.number}"
    made_here.draw_forms(row, document, name, office.agency.digits)


@transaction.atomic
def make_evidence(
    row: DeskReport, *, by: Actor, year: int, items: Sequence[YearItem], forms: Sequence[str]
) -> list[Piece]:
    """Make the files of an edition evidence of the items of a year that it answers.

    Shape:  whoever works on the items may: nothing in the files is for few eyes.
    Errors: Refused for who may not work on the items, where it is not drawn, a newer one was made,
            it was done already, it answers no such item, or would tell of few beside another
            that was made evidence since; what `pieces.add` raises.
    """
    attaching.hold(row, by=by, year=year, items=items)
    paper = PAPERS[f"{row.about}-{row.months}"]
    own = editions(row.agency, paper, row.fiscal_year)
    answered = answers(row.agency, paper, row.fiscal_year)
    attaching.refuse_unfit(row, own.first(), year, items, answered)
    counted = counted_of(row)
    if beside_others(row.agency, paper, counted) != counted:
        raise Refused("desk/difference_tells_of_few")
    title = name_of(office_of(row.agency, today()), counted, row.about)
    return attaching.attach(
        row, by=by, year=year, items=items, forms=forms, title=title, editions=own
    )
