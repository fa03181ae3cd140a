"""What pages of owners show, and that nobody's rows but their own are in their work."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import full_year, open_year
from tests.web.ownership import samples
from tests.web.ownership.samples import MONDAY, YEAR, subject
from tests.web.roles import AUDITOR, CHIEF_EXECUTIVE, ITA_OFFICER, OFFICE_HEAD, OFFICER

from prongsai.core.papers.responsibility import responsibility
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.reach import units_of
from prongsai.web.agency.services import agency as units
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.office.papers.queries import case_of, papers_page
from prongsai.web.platform import clock, files
from prongsai.web.platform.request_cache import RequestCache
from prongsai.web.year.ownership import queries, services
from prongsai.web.year.ownership.models import JOINT
from prongsai.web.year.ownership.queries import AGAIN, OPEN, Asked
from prongsai.web.year.ownership.work_queries import work_page, working_years
from prongsai.web.year.scoring.models import ScoreRevision

pytestmark = pytest.mark.django_db


@pytest.fixture
def measures(agency):
    return samples.year(agency)


@pytest.fixture
def finance(agency, measures):
    return factories.make_unit(agency, "กองคลัง")


@pytest.fixture
def works(agency, measures):
    return factories.make_unit(agency, "กองช่าง")


def give(officer, *subjects, **whom):
    services.assign(officer.agency, by=officer, year=YEAR, subjects=subjects, **whom)


def page(agency, **asked):
    return queries.owners_page(agency, YEAR, MONDAY, Asked(**asked))


def rows(found):
    return [row.subject.words for part in found.parts for row in part.rows]


def test_the_matrix_has_every_indicator_item_and_measure(agency, measures, finance, works):
    found = page(agency)
    assert [(part.anchor, len(part.rows), part.gaps, part.is_open) for part in found.parts] == [
        ("indicator", 10, 10, True),
        ("item-IIT", 30, 30, False), ("item-EIT", 15, 15, False), ("item-OIT", 43, 43, False),
        ("measure", 2, 2, True),
    ]  # fmt: skip
    assert found.units == ("กองคลัง", "กองช่าง")
    assert (found.gaps, found.again, found.total, found.shown) == (100, 0, 100, 100)


def test_items_are_folded_until_they_are_asked_for(agency, officer, measures, finance):
    def opened(**asked):
        return [part.anchor for part in page(agency, **asked).parts if part.is_open]

    assert opened() == ["indicator", "measure"]
    assert opened(kind="item") == ["item-IIT"]
    assert opened(state="open") == ["indicator", "item-IIT", "item-EIT", "item-OIT", "measure"]


def test_marks_stand_under_the_units(agency, officer, measures, finance, works):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=works)
    give(officer, one, unit=finance, rank=JOINT)
    row = page(agency, kind="measure").parts[0].rows[0]
    assert [cell.is_main for cell in row.cells] == [False, True]
    assert not row.owners.is_gap


def test_an_indicator_answers_for_its_items(agency, officer, measures, finance):
    every = [subject(agency, "indicator", str(code)) for code in range(1, 11)]
    give(officer, *every, unit=finance)
    assert page(agency).gaps == 2
    assert len(rows(page(agency, unit=finance.pk))) == 98


def test_the_matrix_is_narrowed(agency, officer, make_actor, measures, finance, works):
    first, second = (subject(agency, "measure", one.pk) for one in measures)
    user = factories.make_actor(agency, AUDITOR).user
    give(officer, first, unit=finance)
    give(officer, second, unit=works, user=user)
    assert rows(page(agency, unit=finance.pk)) == ["มาตรการ 1"]
    assert rows(page(agency, user=user.pk)) == ["มาตรการ 2"]
    assert rows(page(agency, kind="measure", state=OPEN)) == []
    units.close_unit(unit=finance, by=officer)
    assert rows(page(agency, state=AGAIN)) == ["มาตรการ 1"]
    assert rows(page(agency, kind="measure", state=OPEN)) == ["มาตรการ 1"]
    assert page(agency).again == 1
    assert page(agency).units == ("กองช่าง",)


def test_many_units_are_no_columns(agency, measures):
    for number in range(queries.MOST_COLUMNS):
        factories.make_unit(agency, f"กองที่ {number}")
    assert page(agency).is_matrix
    factories.make_unit(agency, "กองสุดท้าย")
    assert not page(agency).is_matrix


def test_of_several_in_one_post_colleagues_are_told_which_and_papers_are_not(
    agency, officer, measures, works
):
    post = factories.make_position(agency, OFFICER, works, "ช่าง")
    users = [factories.make_user(agency, display_name=f"คนสมมติ {number}") for number in range(2)]
    for user in users:
        factories.hold(user, post)
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, user=users[0])
    (row,) = (row for part in page(agency).parts for row in part.rows if row.subject == one)
    assert row.people == ("ช่าง (คนสมมติ 0)",)
    assert [owner.words for owner in row.owners.all] == ["ช่าง"]


def test_one_subject_shows_its_history(agency, officer, measures, finance, works):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=finance)
    give(officer, one, unit=works)
    found = queries.subject_page(officer, YEAR, "measure", one.key, MONDAY)
    told = [
        (owner.unit, row.ended_at is None, row.begun_by_words) for owner, row in found["history"]
    ]
    assert told == [("กองช่าง", True, officer.words), ("กองคลัง", False, officer.words)]
    assert found["planned"] == "กองคลัง ร่วมกับสำนักปลัด"
    assert queries.subject_page(officer, YEAR, "measure", "nothing", MONDAY) is None


def test_a_subject_of_two_lineages_is_found_by_both(agency, officer, measures, finance):
    by_first = subject(agency, "item", "operating-plan-six-month-report")
    by_second = subject(agency, "item", "spending-plan-six-month-report")
    assert by_first == by_second
    give(officer, by_first, unit=finance)
    assert page(agency, unit=finance.pk).shown == 1


def test_no_row_of_another_agency_is_seen(agency, other_agency, officer, measures, finance):
    full_year(other_agency, YEAR)
    give(officer, subject(agency, "measure", measures[0].pk), unit=finance)
    assert page(other_agency).gaps == page(other_agency).total == 98
    stranger = factories.make_actor(other_agency, ITA_OFFICER)
    key = str(measures[0].pk)
    assert queries.subject_page(stranger, YEAR, "measure", key, MONDAY) is None
    assert queries.subject_page(officer, YEAR, "measure", key, MONDAY) is not None


# My work


@pytest.fixture
def heads(agency, finance, works):
    return samples.head_of(agency, finance), samples.head_of(agency, works)


def test_a_unit_head_sees_only_what_waits_for_the_unit(
    agency, officer, measures, heads, finance, works
):
    first, second = (subject(agency, "measure", one.pk) for one in measures)
    give(officer, first, subject(agency, "item", "visitor-equal-service"), unit=finance)
    give(officer, second, subject(agency, "item", "information-hiding"), unit=works)
    mine, theirs = (work_page(one, MONDAY) for one in heads)
    assert [task.subject.words for task in mine.tasks] == ["มาตรการ 1"]
    assert [task.subject.words for task in theirs.tasks] == ["มาตรการ 2"]
    assert [weak.row.code for weak in mine.weak] == ["e2"]
    assert [weak.row.code for weak in theirs.weak] == ["e3"]
    assert not [line for line in mine.lines if line.button.en == "Assign"]
    assert mine.units == ("กองคลัง",)


def test_work_is_in_order_of_due_dates_the_late_first(agency, officer, measures, heads, finance):
    measures += samples.plan(agency, (3, None, ""), (4, date(2023, 3, 20), ""))
    every = [subject(agency, "measure", one.pk) for one in measures]
    give(officer, *every, unit=finance)
    found = work_page(heads[0], MONDAY)
    assert [task.subject.code for task in found.tasks] == ["1", "4", "2", "3"]
    assert [task.days for task in found.tasks] == [-10, 0, 16, None]
    assert [line.code for line in found.late] == ["1"]
    assert [line.code for line in found.this_week] == ["4"]
    # Nobody wrote of them for long; of the round of reports one line waits beside them.
    assert [line.code for line in found.asked if line.code] == ["2", "3"]
    assert found.count == len(found.lines) == 5


def test_who_is_joint_is_told_so_and_a_person_sees_their_own(
    agency, officer, measures, heads, works
):
    one = subject(agency, "measure", measures[0].pk)
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, AUDITOR))
    person = actor_on(user, MONDAY)
    assert work_page(person, MONDAY).is_empty
    give(officer, one, user=user)
    give(officer, one, unit=works, rank=JOINT)
    (own,) = work_page(person, MONDAY).tasks
    (joint,) = work_page(heads[1], MONDAY).tasks
    assert (own.is_joint, joint.is_joint) == (False, True)
    assert own.owners == "ผู้ตรวจสอบภายใน, กองช่าง"


def test_an_indicators_owner_has_its_weak_items(agency, officer, heads, finance, works):
    give(officer, subject(agency, "indicator", "6"), unit=finance)
    give(officer, subject(agency, "item", "information-hiding"), unit=works)
    codes = {weak.row.code for weak in work_page(heads[0], MONDAY).weak}
    assert "e2" in codes
    assert "e3" not in codes


def test_who_assigns_sees_gaps(agency, officer, measures, heads, finance):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=finance)
    lines = work_page(officer, MONDAY).lines
    told = {line.url: (line.code, line.name, line.text) for line in lines}
    address = reverse("ownership:owners", args=[YEAR])
    assert told[f"{address}?state=open"] == (
        str(YEAR), "99 เรื่องยังไม่มีผู้รับผิดชอบ", "ตัวชี้วัด ข้อ และมาตรการ",
    )  # fmt: skip
    assert not [line for line in work_page(heads[0], MONDAY).lines if address in line.url]


def test_work_is_of_years_that_are_not_over(agency, measures):
    open_year(agency, 2565)
    assert working_years(agency, MONDAY) == (2566,)
    open_year(agency, 2567)
    assert working_years(agency, MONDAY) == (2566, 2567)
    assert working_years(agency, date(2030, 1, 1)) == (2567,)


def test_the_head_of_the_clerks_office_has_the_unit_of_that_name(agency, make_actor, measures):
    office = factories.make_unit(agency, agency.office)
    head = make_actor(agency, OFFICE_HEAD)
    assert units_of(head, MONDAY) == (office,)
    assert units_of(make_actor(agency, CHIEF_EXECUTIVE), MONDAY) == ()


# Counted


def counted(call):
    """Queries of one page that is read."""
    call()  # the framework and the card are kept from now on
    with CaptureQueriesContext(connection) as told:
        RequestCache(lambda _request: call())(RequestFactory().get("/"))
    return len(told)


@pytest.mark.parametrize("view", ["matrix", "work", "gaps"])
@pytest.mark.long
def test_the_number_of_queries_does_not_grow(agency, officer, finance, heads, view):
    calls = {
        "matrix": lambda: page(agency),
        "work": lambda: work_page(heads[0], MONDAY),
        "gaps": lambda: queries.gap_count(agency, YEAR),
    }
    # Items, notes and what is done are looked up once there is a row.
    services.assign_as_planned(agency, by=officer, year=YEAR)
    give(officer, subject(agency, "item", "visitor-equal-service"), unit=finance)
    few = counted(calls[view])
    more = samples.plan(agency, *((10 + number, MONDAY, "กองคลัง") for number in range(200)))
    for number in range(8):
        factories.make_unit(agency, f"กองที่ {number}")
    services.assign_as_planned(agency, by=officer, year=YEAR)
    assert len(more) == 200
    assert counted(calls[view]) == few
    assert few <= (38 if view == "work" else 16)


# The paper


def test_the_paper_is_made_of_the_assignments(agency, officer, measures, finance, works):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=works)
    give(officer, one, unit=finance, rank=JOINT)
    give(officer, subject(agency, "item", "visitor-equal-service"), user=officer.user)
    held = queries.owned(agency, YEAR, MONDAY)
    told = {(duty.kind, duty.code): duty.owners for duty in held}
    assert told["measure", "1"] == ("กองช่าง", "กองคลัง")
    assert told["measure", "2"] == ("ทุกส่วนราชการ",)
    assert told["item", "e2"] == ("เจ้าหน้าที่ ITA",)
    assert told["indicator", "1"] == ()
    printed = "\n".join(responsibility(case_of(agency, YEAR, MONDAY)).strings())
    assert "กองช่าง" in printed
    assert officer.user.login not in printed


def test_before_anything_is_assigned_the_plan_tells(agency, measures):
    assert queries.owned(agency, YEAR, MONDAY) == ()


def test_the_paper_is_old_when_owners_changed_since(agency, officer, measures, finance, works):
    one = subject(agency, "measure", measures[0].pk)
    with clock.freeze(factories.MADE_AT):
        give(officer, one, unit=works)
    for kind in ("responsibility", "memo"):
        PaperFile.objects.create(
            agency=agency,
            fiscal_year=YEAR,
            kind=kind,
            form="pdf",
            file=files.store(agency, officer, "ก.pdf", "application/pdf", b"%PDF-"),
            revision=ScoreRevision.objects.filter(agency=agency).first(),
            made_at=factories.MADE_AT + timedelta(days=1),
        )
    assert [row.kind.name for row in papers_page(agency, YEAR).kinds if row.is_before_owners] == []
    give(officer, one, unit=finance)
    old = [row.kind.name for row in papers_page(agency, YEAR).kinds if row.is_before_owners]
    assert old == ["responsibility"]
