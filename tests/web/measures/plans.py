"""Plans of an agency, for tests of what is done with them."""

from datetime import date

from tests.web.analysis.years import full_year

from prongsai.web.year.measures.models import MeasureRow, PointRow
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.measures.services import arranging, editing
from prongsai.web.year.measures.values import values_of

YEAR = 2566
FIRST = date(2022, 11, 20)


def drafted(agency, by=None):
    """The plan that the analysis of document 003 asks for."""
    full_year(agency, YEAR)
    return editing.draft(agency, by=by, fiscal_year=YEAR, not_before=FIRST)


def emptied(agency, by):
    """A plan with its points and no measure."""
    full_year(agency, YEAR)
    return editing.start_empty(agency, by=by, fiscal_year=YEAR)


def own(agency, by, title="มาตรการของเรา", **values):
    """A measure of the agency's own, complete."""
    usual = {
        "title": title, "group": "ด้านบริการ", "steps": ["ประชุม", "ประกาศ"], "unit": "กองคลัง",
        "period": "ทั้งปี", "start": "ธ.ค. 2565", "due": "30 กันยายน 2566",
        "evidence": ["คู่มือ"], "at_six_months": "ถึงขั้น 1", "at_twelve_months": "ครบ",
        "budget": "ไม่ใช้งบประมาณ", "items": ["e6"], "remarks": [1], "other": [],
    }  # fmt: skip
    return arranging.add_own(agency, by=by, fiscal_year=YEAR, values=usual | values)


def first(agency) -> MeasureRow:
    """The first measure."""
    return rows_of(agency, YEAR)[0]


def with_changes(row, **changes):
    """The values of a row with some changed, as its form sends them."""
    return values_of(row) | changes


def point(agency, **which) -> PointRow:
    """One point of the plan."""
    return PointRow.objects.get(agency=agency, **which)
