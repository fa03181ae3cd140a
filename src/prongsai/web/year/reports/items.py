"""Which item of the ITA a published report answers."""

from __future__ import annotations

from prongsai.web.agency.models import Agency
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.reports.kinds import RESULTS
from prongsai.web.year.reports.models import Report

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
