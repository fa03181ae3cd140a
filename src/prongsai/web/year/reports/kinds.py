"""The three reports of a year: when each opens, when it is due, what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from msgspec import Struct

from prongsai.core.progress.rounds import HALF, WHOLE, Round
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.reports.models import Report

RESULTS = "results"
# Units are asked this long before the last day of the round.
_OPENS = timedelta(days=30)
# The results of a year are published in the month after it, for the OIT of the next.
_RESULTS_DUE = timedelta(days=31)


class Kind(Struct, frozen=True):
    """One kind of report; `name` is also its kind in the approval and among what is published.

    Shape:  `before` names the earlier reports of the same year, the nearest first.
    """

    name: str
    months: int
    label: Text
    about: Text
    before: tuple[str, ...] = ()

    def round_of(self, year: int) -> Round:
        """The round that it tells of."""
        return Round(year, self.months)

    def opens_on(self, year: int) -> date:
        """The day from which rows are filled in."""
        return self.round_of(year).last_day - _OPENS

    def due_on(self, year: int) -> date:
        """The last day, as the calendar of a year has it."""
        last = self.round_of(year).last_day
        return last + _RESULTS_DUE if self.name == RESULTS else last

    def title(self, year: int) -> Text:
        """What the report is called, with its year."""
        return Text(f"{self.label.th} ปีงบประมาณ {year}", f"{self.label.en}, fiscal year {year}")


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "report-6": Kind(
            "report-6",
            HALF,
            Text("รายงานรอบ 6 เดือน", "The 6-month report"),
            Text("ความก้าวหน้าของมาตรการทุกข้อถึง 31 มีนาคม", "progress of every measure up to 31 March"),
        ),
        "report-12": Kind(
            "report-12",
            WHOLE,
            Text("รายงานรอบ 12 เดือน", "The 12-month report"),
            Text("ผลของมาตรการทุกข้อถึงสิ้นปีงบประมาณ", "what every measure achieved in the whole year"),
            before=("report-6",),
        ),
        RESULTS: Kind(
            RESULTS,
            WHOLE,
            Text("รายงานผลการดำเนินการตามมาตรการ", "The report on the results of the measures"),
            Text(
                "ฉบับเผยแพร่ ตอบข้อ OIT ของปีถัดไป", "the published one; it answers the next year's OIT"
            ),
            before=("report-12", "report-6"),
        ),
    }
)


_LINEAGE = "integrity-measures-results"


def items_of(agency: Agency, report: Report) -> tuple[str, ...]:
    """The code of the item in the year that asks for it: the next, else the report's own.

    Shape:  () for the rounds, which no item asks for, and where no framework knows the item.
    """
    if report.kind != RESULTS:
        return ()
    catalogue = catalogue_of(agency)
    for year in (report.fiscal_year + 1, report.fiscal_year):
        if year in catalogue.years():
            items = catalogue.get(year, draft=True).items.values()
            found = tuple(item.code for item in items if _LINEAGE in item.lineage)
            if found:
                return found
    return ()
