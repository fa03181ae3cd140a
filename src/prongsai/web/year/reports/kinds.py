"""The three reports of a year: when each opens, what it tells of, who writes in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from django.urls import reverse
from msgspec import Struct

from prongsai.core.disclosure.asked_years import asks_report
from prongsai.core.disclosure.model import Requirement, requirement_of
from prongsai.core.messages import read_words
from prongsai.core.progress.rounds import HALF, WHOLE, Round
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import units_acted_for, worked_for
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.calendar.queries import last_day_of
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.rights import headed_measures
from prongsai.web.year.ownership.owners import Owner, Standing, subject_of_measure
from prongsai.web.year.reports.models import Report

RESULTS = "results"
# Units are asked this long before the last day of the round, or before the report is due.
_OPENS = timedelta(days=30)


class ReportKind(Struct, frozen=True):
    """One kind of report; `name` is also its kind in the approval and among what is published.

    Shape:  `before` names the earlier reports of the same year, the nearest first; `event` the date
            of the calendar by which it is due.
    """

    name: str
    months: int
    event: str
    label: Text
    about: Text
    before: tuple[str, ...] = ()

    def round_of(self, year: int) -> Round:
        return Round(year, self.months)

    def opens_on(self, year: int, due: date) -> date:
        """The day from which rows are filled in; earlier where it is due before its round ends."""
        return min(self.round_of(year).last_day, due) - _OPENS

    def due_on(self, agency: Agency, year: int) -> date:
        """The last day that the calendar of a year has for it, moved or not."""
        return last_day_of(agency, year, self.event)

    def url(self, year: int) -> str:
        return reverse("reports:report", args=[year, self.name])

    def title(self, year: int) -> Text:
        return read_words("reports/title", label=self.label, year=year)


KINDS: Mapping[str, ReportKind] = MappingProxyType(
    {
        "report-6": ReportKind(
            "report-6",
            HALF,
            "six-months",
            read_words("reports/kind.six_months"),
            read_words("reports/about.six_months"),
        ),
        "report-12": ReportKind(
            "report-12",
            WHOLE,
            "twelve-months",
            read_words("reports/kind.twelve_months"),
            read_words("reports/about.twelve_months"),
            before=("report-6",),
        ),
        RESULTS: ReportKind(
            RESULTS,
            WHOLE,
            "results-report",
            read_words("reports/kind.results"),
            read_words("reports/about.results"),
            before=("report-12", "report-6"),
        ),
    }
)


LINEAGE = "integrity-measures-results"


def items_of(agency: Agency, report: Report) -> tuple[str, ...]:
    """The code of the item that surely asks for it, be it of its own year or of the one after.

    Shape:  () for the rounds, which no item asks for, and where no framework knows the item, or
            surely its year: codes move from year to year.
    """
    of_year = report.fiscal_year
    if report.kind != RESULTS:
        return ()
    return tuple(
        code
        for year in (of_year, of_year + 1)
        for code, requirements in asking(agency, year)
        if asks_report(requirements, year, of_year)
    )


def asking(agency: Agency, year: int) -> Iterator[tuple[str, tuple[Requirement, ...]]]:
    """The item of a year on the results of the measures, with what its elements ask."""
    catalogue = catalogue_of(agency)
    if year not in catalogue.years():
        return
    elements = catalogue.elements(year)
    for item in catalogue.get(year, draft=True).items.values():
        if LINEAGE in item.lineage:
            known = (requirement_of(element, year) for element in elements.get(item.code) or ())
            yield item.code, tuple(filter(None, known))


def owners_of(standing: Standing, row: MeasureRow) -> tuple[Owner, ...]:
    """Who was assigned a measure, the main owner first; () for nobody."""
    return standing.own(subject_of_measure(row))


def owner_words(owners: Sequence[Owner], row: MeasureRow) -> str:
    """Who answers for a measure: who was assigned, else the unit as the plan writes it."""
    return ", ".join(owner.words for owner in owners) or row.unit


def may_compile(person: Actor) -> bool:
    return may(person, Right.COMPILE_REPORTS)


class Mine:
    """Which measures are a person's own on a day; three queries however many measures."""

    def __init__(self, person: Actor, on: date) -> None:
        """Look up the units that are theirs."""
        self._person = person
        self._users = worked_for(person, on)
        self._units = units_acted_for(person, Right.RECORD_PROGRESS, on)
        self._headed = headed_measures(person, on)

    def __call__(self, row: MeasureRow, owners: Sequence[Owner]) -> bool:
        """Whether the person, or a unit of theirs, answers for the measure."""
        return self._owns(owners) or row.pk in self._headed

    def _owns(self, owners: Sequence[Owner]) -> bool:
        return any(
            owner.user_id in self._users or (owner.unit_id and owner.unit_id in self._units)
            for owner in owners
        )

    def fills(self, row: MeasureRow, owners: Sequence[Owner]) -> bool:
        """Whether one button of theirs may fill the row: an own one, or nobody's who compiles.

        Shape:  where owners were assigned the row is theirs, whatever unit the plan names.
        """
        if owners:
            return self._owns(owners)
        return self(row, owners) or (may_compile(self._person) and not row.unit.strip())
