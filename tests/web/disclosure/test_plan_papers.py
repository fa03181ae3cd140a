"""The booklet and the plan as evidence: as they were approved, in the stead of older editions."""

import pytest
from tests.web.approval.conftest import small_pdf
from tests.web.measures.plans import YEAR, drafted
from tests.web.roles import UNIT_HEAD

from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.hooks import PlanPaper, attach_of_plan
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.made_here import Wanted, attach_made, made_here
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.platform import clock, files
from prongsai.web.year.measures.queries import plan_row
from prongsai.web.year.measures.services import arranging
from prongsai.web.year.scoring.models import ScoreRevision

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanted(agency, officer, settings, tmp_path):
    """The item of the measures, in a year with a plan that nobody approved yet."""
    settings.DATA = tmp_path
    drafted(agency, officer)
    items = items_of(agency, YEAR)
    item = next(item for item in items.items if "integrity-measures" in item.keys)
    return Wanted(officer, items, item, clock.today())


def booklet(agency, words):
    """An edition of the booklet, made now."""
    pdf = files.store(agency, None, "เล่ม.pdf", "application/pdf", small_pdf(words))
    return PaperFile.objects.create(
        agency=agency, fiscal_year=YEAR, kind="booklet", form="pdf", file=pdf,
        revision=ScoreRevision.objects.get(agency=agency), made_at=clock.now(),
    )  # fmt: skip


def approve(wanted, day):
    plan = plan_row(wanted.person.agency, YEAR)
    arranging.edit_head(
        plan.agency, by=wanted.person, fiscal_year=YEAR, target=plan.target, approved=day,
        seen=plan.version,
    )  # fmt: skip


def offered(wanted):
    """The editions that may become evidence; both kinds of paper are named in any case."""
    found = [made for made in made_here(wanted) if made.maker == "plans"]
    assert [made.title.th.split(" ปี")[0] for made in found] == ["เล่มมาตรการ", "แผนมาตรการ"]
    return [made.row.row for made in found if made.may_attach_in(YEAR)]


def attached(wanted, row):
    _made, (piece,) = attach_made(wanted, row.pk, lambda _item: True)
    return piece


def test_only_what_was_made_of_the_approved_plan_is_offered(agency, wanted):
    draft = booklet(agency, "ร่าง")
    assert offered(wanted) == []
    approve(wanted, "14 มีนาคม 2566")
    assert offered(wanted) == [], "it does not print the day of approval"
    with pytest.raises(Refused):
        attached(wanted, draft)
    final = booklet(agency, "ฉบับอนุมัติ")
    assert offered(wanted) == [final]
    approve(wanted, "")
    assert offered(wanted) == []


def test_a_newer_edition_takes_the_place_of_the_older_one(agency, wanted):
    approve(wanted, "14 มีนาคม 2566")
    first = attached(wanted, booklet(agency, "หนึ่ง"))
    assert offered(wanted) == [], "it is evidence already"
    newest = booklet(agency, "สอง")
    assert offered(wanted) == [newest]
    second = attached(wanted, newest)
    first.refresh_from_db()
    assert (first.removed_at is None, second.removed_at) == (False, None)


def test_who_may_not_work_on_the_item_attaches_nothing(agency, other_agency, wanted, make_actor):
    approve(wanted, "14 มีนาคม 2566")
    row = booklet(agency, "หนึ่ง")
    for person in (make_actor(agency, UNIT_HEAD), make_actor(other_agency, UNIT_HEAD)):
        with pytest.raises(Refused):
            attach_of_plan(
                PlanPaper(row, set()), by=person, year=YEAR, items=(wanted.item,), forms=("pdf",)
            )
