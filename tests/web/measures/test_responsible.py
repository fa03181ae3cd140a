"""Rights follow the unit that a plan named, never the name: each way by which a name changes."""

from datetime import date

import pytest
from tests.web import factories
from tests.web.measures.plans import YEAR, emptied, own, with_changes
from tests.web.roles import UNIT_HEAD

from prongsai.web.agency.services import agency as units
from prongsai.web.year.calendar.queries import event_of
from prongsai.web.year.calendar.rights import may_mark
from prongsai.web.year.calendar.services.mailing import Owners
from prongsai.web.year.measures.models import ResponsibleUnit
from prongsai.web.year.measures.queries import unknown_units
from prongsai.web.year.measures.queries.pages import plan_page
from prongsai.web.year.measures.rights import may_edit_measure
from prongsai.web.year.measures.services import arranging, editing
from prongsai.web.year.ownership.owners import Owners as OwnersOf
from prongsai.web.year.reports.kinds import Mine
from prongsai.web.year.tracking.rights import recorder_of

pytestmark = pytest.mark.django_db
DAY = date(2022, 11, 20)


@pytest.fixture
def plan(agency, officer):
    emptied(agency, officer)


def headed(agency, unit, login):
    """The head of a unit."""
    user = factories.make_user(agency, login=login)
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit))
    return factories.actor_on(user, DAY)


def rights(person, row):
    """What each room lets a person do with a measure: edit, record, report, mark, be reminded."""
    event = event_of(person.agency, YEAR, row.pk)
    return (
        may_edit_measure(person, row, DAY),
        recorder_of(person, DAY).may(row, OwnersOf()),
        Mine(person, DAY)(row, ()),
        may_mark(person, event, DAY),
        person.user in Owners(person.agency, DAY).people_of(event),
    )


ALL, NONE = (True,) * 5, (False,) * 5


def save(agency, by, row, **changes):
    return editing.save_row(
        agency, by=by, fiscal_year=YEAR, row=row,
        values=with_changes(row, **changes), seen=row.version,
    )  # fmt: skip


def test_a_renamed_unit_keeps_its_measures_and_who_takes_its_name_gets_none(plan, agency, officer):
    treasury, works = (factories.make_unit(agency, name) for name in ("กองคลัง", "กองช่าง"))
    treasurer, engineer = headed(agency, treasury, "treasurer"), headed(agency, works, "engineer")
    row = own(agency, officer, unit="กองคลัง")
    assert (rights(treasurer, row), rights(engineer, row)) == (ALL, NONE)
    units.rename_unit(unit=treasury, by=officer, name="กองการคลัง")
    units.rename_unit(unit=works, by=officer, name="กองคลัง")
    assert (rights(treasurer, row), rights(engineer, row)) == (ALL, NONE)
    # The paper goes on saying what was written; another edit moves nothing either.
    save(agency, officer, row, budget="5,000")
    row.refresh_from_db()
    assert row.unit == "กองคลัง"
    assert (rights(treasurer, row), rights(engineer, row)) == (ALL, NONE)


def test_what_is_written_from_now_on_means_who_bears_the_name_now(plan, agency, officer):
    treasury, works = (factories.make_unit(agency, name) for name in ("กองคลัง", "กองช่าง"))
    treasurer, engineer = headed(agency, treasury, "treasurer"), headed(agency, works, "engineer")
    units.rename_unit(unit=treasury, by=officer, name="กองการคลัง")
    units.rename_unit(unit=works, by=officer, name="กองคลัง")
    row = own(agency, officer, unit="กองคลัง")
    assert (rights(treasurer, row), rights(engineer, row)) == (NONE, ALL)


def test_who_heads_a_closed_unit_heads_nothing_until_it_is_opened_again(plan, agency, officer):
    treasury = factories.make_unit(agency, "กองคลัง")
    treasurer = headed(agency, treasury, "treasurer")
    row = own(agency, officer, unit="กองคลัง")
    units.close_unit(unit=treasury, by=officer)
    assert rights(treasurer, row) == NONE
    units.close_unit(unit=treasury, by=officer, is_open=True)
    assert rights(treasurer, row) == ALL


def test_the_words_of_a_measure_give_and_take(plan, agency, officer):
    treasury, works = (factories.make_unit(agency, name) for name in ("กองคลัง", "กองช่าง"))
    treasurer, engineer = headed(agency, treasury, "treasurer"), headed(agency, works, "engineer")
    row = own(agency, officer, unit="กองคลัง")
    save(agency, officer, row, unit="กองช่าง และกองสาธารณสุข")
    row.refresh_from_db()
    assert (rights(treasurer, row), rights(engineer, row)) == (NONE, ALL)
    editing.restore_row(
        agency, by=officer, fiscal_year=YEAR, row=row,
        revision_id=row.revisions.get(number=1).pk, seen=row.version,
    )  # fmt: skip
    row.refresh_from_db()
    assert (rights(treasurer, row), rights(engineer, row)) == (ALL, NONE)
    arranging.remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk)
    arranging.bring_back(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk)
    assert rights(treasurer, row) == ALL


def test_a_unit_that_comes_later_is_found_and_told_until_then(plan, agency, officer):
    row = own(agency, officer, unit="กองคลัง/กองที่ยังไม่มี")
    assert unknown_units(agency, YEAR) == ("กองคลัง", "กองที่ยังไม่มี")
    told = plan_page(officer, YEAR).findings[-1].message.th
    assert "“กองคลัง” “กองที่ยังไม่มี” ซึ่งไม่ใช่ชื่อส่วนราชการ" in told
    treasury = units.add_unit(agency=agency, by=officer, name="กองคลัง")
    assert unknown_units(agency, YEAR) == ("กองที่ยังไม่มี",)
    assert rights(headed(agency, treasury, "treasurer"), row) == ALL
    other = factories.make_unit(agency, "กองอื่น")
    units.rename_unit(unit=other, by=officer, name="กองที่ยังไม่มี")
    assert unknown_units(agency, YEAR) == ()
    assert rights(headed(agency, other, "other"), row) == ALL


def test_an_open_unit_goes_before_a_closed_one_and_no_other_agency_is_meant(
    plan, agency, officer, other_agency
):
    closed = factories.make_unit(agency, "กอง คลัง", is_closed=True)
    opened = factories.make_unit(agency, "กองคลัง")
    stranger = headed(other_agency, factories.make_unit(other_agency, "กองคลัง"), "stranger")
    row = own(agency, officer, unit="กองคลัง")
    assert ResponsibleUnit.objects.get(measure=row).unit == opened
    assert not may_edit_measure(headed(agency, closed, "former"), row, DAY)
    assert not may_edit_measure(stranger, row, DAY)


@pytest.mark.parametrize("words", ["ทุกส่วนราชการ", "กองคลัง ทุกส่วนราชการ", "ทุกกอง", "ทุกงาน/ สำนัก/กอง"])
def test_a_measure_of_all_units_is_each_units_also_of_one_that_comes_later(
    plan, agency, officer, words
):
    works = factories.make_unit(agency, "กองช่าง")
    row = own(agency, officer, unit=words)
    assert unknown_units(agency, YEAR) == ()
    assert rights(headed(agency, works, "engineer"), row) == ALL
    later = units.add_unit(agency=agency, by=officer, name="กองการศึกษา")
    teacher = headed(agency, later, "teacher")
    assert rights(teacher, row) == ALL
    save(agency, officer, row, unit="กองช่าง")
    row.refresh_from_db()
    assert rights(teacher, row) == NONE


def test_of_words_that_mean_some_units_nobody_is_known(plan, agency, officer):
    factories.make_unit(agency, "กองช่าง")
    own(agency, officer, unit="ทุกส่วนราชการที่มีเคาน์เตอร์, กองอื่น")
    assert unknown_units(agency, YEAR) == ("กองอื่น", "ทุกส่วนราชการที่มีเคาน์เตอร์")


def test_a_name_with_a_stroke_of_its_own_is_one_name(plan, agency, officer):
    unit = factories.make_unit(agency, "งานธุรการ/สารบรรณ")
    row = own(agency, officer, unit="งานธุรการ/สารบรรณ")
    assert rights(headed(agency, unit, "clerk"), row) == ALL
    assert unknown_units(agency, YEAR) == ()


@pytest.mark.parametrize("words", ["กองคลัง กองช่าง", "กองคลังกองช่าง"])
def test_units_side_by_side_are_each_one_also_those_that_come_later(plan, agency, officer, words):
    """As document 000 has them; a name of which a part is nobody's stays one unknown name."""
    treasury = factories.make_unit(agency, "กองคลัง")
    row = own(agency, officer, unit=words)
    assert unknown_units(agency, YEAR) == (words,)
    works = units.add_unit(agency=agency, by=officer, name="กองช่าง")
    for unit, login in ((treasury, "treasurer"), (works, "engineer")):
        assert rights(headed(agency, unit, login), row) == ALL
    assert unknown_units(agency, YEAR) == ()
    save(agency, officer, row, unit="กองคลังและพัสดุ")
    assert unknown_units(agency, YEAR) == ("กองคลังและพัสดุ",)


def test_a_text_too_long_for_a_name_names_nobody(plan, agency, officer):
    row = own(agency, officer, unit="ก" * 5_000)
    assert not ResponsibleUnit.objects.filter(measure=row).exists()
