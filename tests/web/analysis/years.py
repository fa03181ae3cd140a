"""Years of an agency with scores, for tests of what is made of them."""

from datetime import UTC, datetime

from tests.web.scoring.samples import ban_song, sheet

from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.scoring.models import Remark
from prongsai.web.year.scoring.services import remarks

OPENED_AT = datetime(2025, 10, 1, 2, 0, tzinfo=UTC)
REMARKS = (
    ("ควรเผยแพร่ผลงานให้ชัดเจน", ["e6", "e7"]),
    ("ควรแสดงปัญหาและอุปสรรคในรายงาน", ["o12"]),
)


def open_year(agency, year=2566, at=OPENED_AT):
    """A fiscal year that one lives in."""
    return Assessment.objects.create(agency=agency, fiscal_year=year, opened_at=at)


def enter(agency, one=None, source="คะแนน.csv"):
    """The figures of document 003, or another sheet."""
    return remarks.import_sheet(agency, by=None, sheet=one or ban_song(), source=source)


def remark(agency, score_year=2565):
    """Two remarks with the items they touch."""
    for number, (text, items) in enumerate(REMARKS, start=1):
        Remark.objects.create(
            agency=agency, score_year=score_year, number=number, text=text, items=items
        )


def full_year(agency, year=2566):
    """A year with all figures and remarks."""
    open_year(agency, year)
    enter(agency)
    remark(agency)


def total_only(total="80.5", year=2565):
    """A sheet that prints a total and nothing else."""
    return sheet(year, {"total": total})
