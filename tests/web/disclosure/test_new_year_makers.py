"""Every maker of papers in a new year: the paper of the right time is offered, no other taken."""

from datetime import UTC, datetime

import pytest
from tests.web.analysis.years import open_year
from tests.web.approval.conftest import small_pdf

from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import QueueReport, Service, ServiceChart
from prongsai.web.citizens.desk.models import DeskReport
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.made_here import Wanted, made_here
from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.surveys.models import Survey, SurveyReport
from prongsai.web.platform import files
from prongsai.web.signing.publication.queries import OWN_WORK

AT = datetime(2027, 4, 2, tzinfo=UTC)
TODAY = AT.date()


def desk(agency, year, months):
    return DeskReport(
        agency=agency, about="corruption", fiscal_year=year, months=months, figures={}
    )


def queue(agency, year, months):
    return QueueReport(agency=agency, fiscal_year=year, months=months, figures={})


def register(agency, year, _months):
    return RegisterPaper(
        agency=agency, register="corruption-risks", paper="actions", fiscal_year=year,
        slot=1,
    )  # fmt: skip


def survey(agency, year, _months):
    asked = Survey.objects.create(
        agency=agency, name=f"ความพึงพอใจ {year}", fiscal_year=year, opens_on=TODAY,
        closes_on=TODAY, closed_on=TODAY,
    )  # fmt: skip
    return SurveyReport(agency=agency, survey=asked)


def chart(agency, _year, _months):
    service = Service.objects.create(agency=agency, name="ยื่นแบบภาษีป้าย (ตัวอย่าง)")
    return ServiceChart(agency=agency, service=service, content={}, since=TODAY, published_at=AT)


# By maker: how a row is made, the item's subject and year, the time of the paper that answers it
# and of one that does not, and what the refusal names: the time asked for, and the paper's own.
CASES = {
    "desk": (desk, "corruption-complaint-statistics", 2570, (2569, 12), (2570, 6),
             ("ปี 2569", "ครึ่งปีที่ 1 ปีงบประมาณ 2570")),
    "queues": (queue, "service-statistics", 2568, (2567, 12), (2567, 6),
               ("ทั้งปี 2567", "ครึ่งปีที่ 1 ปีงบประมาณ 2567")),
    "registers": (register, "corruption-risk-actions", 2570, (2569, 12), (2570, 12),
                  ("ปี 2569", "ปีงบประมาณ 2570")),
    "surveys": (survey, "service-satisfaction-report", 2566, (2565, 12), (2566, 12),
                ("ปี 2565", "ปี 2566")),
}  # fmt: skip


def kept(row, agency):
    row.number, row.made_at, row.drawn_at = 1, AT, AT
    data = small_pdf() + f"%{row.pk}".encode()  # no two papers are the same file
    for form in ("pdf", "xlsx"):
        setattr(row, form, files.store(agency, None, f"a.{form}", "application/pdf", data))
    row.save()
    return row


def test_every_maker_is_tried_here():
    """Charts of services tell of no time: see below; those of a plan are in test_plan_papers."""
    assert {*CASES, "charts", "plans"} == {name for name, work in OWN_WORK.items() if work.find}


@pytest.mark.django_db
@pytest.mark.parametrize("maker", CASES)
def test_the_paper_of_the_right_time_is_offered_and_another_refused_with_both_times(
    agency, officer, settings, tmp_path, maker
):
    settings.DATA, settings.FROZEN_NOW = tmp_path, AT
    make, subject, year, right, wrong, times = CASES[maker]
    for opened in {year - 1, year, *(time[0] for time in (right, wrong))}:
        open_year(agency, opened)
    fitting, other = (kept(make(agency, *time), agency) for time in (right, wrong))
    items = items_of(agency, year)
    item = next(one for one in items.items if subject in one.keys)
    offered = [made.row for made in made_here(Wanted(officer, items, item, TODAY)) if made.row]
    assert offered == [fitting]
    with pytest.raises(Refused) as refusal:
        OWN_WORK[maker].attach(other, by=officer, year=year, items=(item,), forms=("pdf",))
    for time in (f"ปี {year}", *times):
        assert time in refusal.value.message.th


@pytest.mark.django_db
def test_a_chart_that_is_public_is_offered_in_the_present_year_alone(
    agency, officer, settings, tmp_path
):
    settings.DATA, settings.FROZEN_NOW = tmp_path, AT
    row = kept(chart(agency, 2570, 12), agency)
    for year, expected in ((2570, [row]), (2569, [])):
        open_year(agency, year)
        items = items_of(agency, year)
        item = next(one for one in items.items if "service-manual" in one.keys)
        offered = made_here(Wanted(officer, items, item, TODAY))
        assert [made.row for made in offered if made.row] == expected
