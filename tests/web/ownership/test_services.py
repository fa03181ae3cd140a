"""Owners are assigned, ended, given on within a unit and carried on; nothing that was is lost."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from tests.web import factories
from tests.web.ownership import samples
from tests.web.ownership.samples import MONDAY, YEAR, subject
from tests.web.roles import AUDITOR, OFFICER, PUBLICATION_OFFICER, UNIT_HEAD

from prongsai.core.errors import Misuse
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.services import people
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.assessment.framework.documents import YearMapping
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.assessment.services.years import CARRIERS, carry_forward, joined_years
from prongsai.web.year.ownership import queries, services
from prongsai.web.year.ownership.models import JOINT, Assignment
from prongsai.web.year.ownership.owners import Standing
from prongsai.web.year.ownership.services import units_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def measures(agency):
    return samples.year(agency)


@pytest.fixture
def finance(agency, measures):
    return factories.make_unit(agency, "กองคลัง")


@pytest.fixture
def office(agency, measures):
    return factories.make_unit(agency, "สำนักปลัด")


def give(officer, *subjects, **whom):
    return services.assign(officer.agency, by=officer, year=YEAR, subjects=subjects, **whom)


def owners(agency, one):
    return Standing(agency, YEAR, MONDAY).owners_of(one)


def last_entry():
    return JournalEntry.objects.order_by("number").last()


def test_a_measure_is_given_to_two_owners_and_the_journal_says_so(
    agency, officer, finance, office, measures
):
    one = subject(agency, "measure", measures[0].pk)
    assert give(officer, one, unit=finance) == 1
    assert give(officer, one, unit=office, rank=JOINT) == 1
    held = owners(agency, one)
    assert [one.unit for one in held.all] == ["กองคลัง", "สำนักปลัด"]
    assert not held.is_gap
    entry = last_entry()
    assert entry.verb == "owners-assigned"
    assert entry.detail == {"year": YEAR, "owner": "สำนักปลัด", "rank": "joint"}
    assert entry.subject == "มาตรการ 1"


def test_the_one_before_is_ended_and_kept(agency, officer, finance, office, measures):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=finance)
    give(officer, one, unit=office)
    rows = Assignment.objects.filter(subject=one.key)
    assert {(row.unit.name, row.ended_at is None) for row in rows} == {
        ("กองคลัง", False), ("สำนักปลัด", True),
    }  # fmt: skip
    former = rows.get(unit=finance)
    assert former.ended_by == officer.user
    assert former.ended_by_words == officer.words


def test_the_same_again_changes_nothing(agency, officer, finance, measures):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=finance)
    count = JournalEntry.objects.count()
    assert give(officer, one, unit=finance) == 0
    assert Assignment.objects.count() == 1
    assert JournalEntry.objects.count() == count


def test_who_becomes_main_is_joint_no_more(agency, officer, finance, office, measures):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=finance)
    give(officer, one, unit=office, rank=JOINT)
    give(officer, one, unit=office)
    held = owners(agency, one)
    assert (held.main.unit, held.joint) == ("สำนักปลัด", ())


def test_many_may_join_and_each_is_ended_alone(agency, officer, finance, office, measures):
    one = subject(agency, "measure", measures[0].pk)
    first, second = (factories.make_actor(agency, AUDITOR).user for _ in range(2))
    give(officer, one, unit=finance, user=first)
    assert give(officer, one, unit=finance, user=second, rank=JOINT) == 1
    assert give(officer, one, unit=office, rank=JOINT) == 1
    assert give(officer, one, unit=office, rank=JOINT) == 0, "who joined already"
    held = owners(agency, one)
    joined = {owner.user_id: owner.key for owner in held.joint}
    assert (held.main.user_id, set(joined)) == (first.pk, {second.pk, None})
    services.end(agency, by=officer, year=YEAR, subjects=[one], only=joined[second.pk])
    assert [owner.unit for owner in owners(agency, one).joint] == ["สำนักปลัด"]
    assert give(officer, one, user=second) == 1
    held = owners(agency, one)
    assert (held.main.user_id, len(held.joint)) == (second.pk, 1), "those who joined stay"


def test_the_assignment_of_another_thing_is_not_ended(agency, officer, finance, measures):
    one, other = (subject(agency, "measure", row.pk) for row in measures)
    give(officer, one, unit=finance)
    key = owners(agency, one).main.key
    assert services.end(agency, by=officer, year=YEAR, subjects=[other], only=key) == 0
    assert owners(agency, one).main.unit == "กองคลัง"


def test_several_kinds_are_given_in_one_go_to_a_person_of_a_unit(
    agency, officer, finance, measures
):
    user = factories.make_actor(agency, AUDITOR).user
    several = [
        subject(agency, "indicator", "1"),
        subject(agency, "item", "organisation-structure"),
        subject(agency, "measure", measures[1].pk),
    ]
    assert give(officer, *several, unit=finance, user=user) == 3
    assert all(owners(agency, one).main.user_id == user.pk for one in several)
    assert last_entry().subject == "ตัวชี้วัด 1, o1, มาตรการ 2"


def test_a_joint_owner_needs_a_main_one(agency, officer, finance, measures):
    one = subject(agency, "measure", measures[0].pk)
    with pytest.raises(Refused) as caught:
        give(officer, one, unit=finance, rank=JOINT)
    assert caught.value.field == "rank"
    assert "มาตรการ 1" in caught.value.message.th
    give(officer, one, unit=finance)
    with pytest.raises(Refused):
        give(officer, one, unit=finance, rank=JOINT)
    assert owners(agency, one).main.unit == "กองคลัง"


def test_nobody_a_closed_unit_and_a_closed_account_are_refused(agency, officer, finance, measures):
    one = subject(agency, "measure", measures[0].pk)
    user = factories.make_user(agency)
    user.is_active = False
    with pytest.raises(Refused) as nobody:
        give(officer, one)
    with pytest.raises(Refused) as gone:
        give(officer, one, user=user)
    units.close_unit(unit=finance, by=officer)
    with pytest.raises(Refused) as closed:
        give(officer, one, unit=finance)
    fields = [caught.value.field for caught in (nobody, gone, closed)]
    assert fields == ["unit", "user", "unit"]
    assert not Assignment.objects.exists()
    units.close_unit(unit=finance, by=officer, is_open=True)
    assert give(officer, one, unit=finance) == 1


def test_a_year_that_is_not_open_is_refused(agency, officer, finance):
    with pytest.raises(Misuse):
        services.assign(agency, by=officer, year=2560, subjects=[], unit=finance)


def test_an_item_has_the_owners_of_its_indicator_until_it_has_its_own(
    agency, officer, finance, office
):
    one = subject(agency, "item", "organisation-structure")
    give(officer, subject(agency, "indicator", one.indicator), unit=finance)
    held = owners(agency, one)
    assert (held.main.unit, held.inherited, held.is_gap) == ("กองคลัง", True, False)
    give(officer, one, unit=office)
    held = owners(agency, one)
    assert (held.main.unit, held.inherited) == ("สำนักปลัด", False)


def test_ending_keeps_the_history(agency, officer, finance, office, measures):
    one = subject(agency, "measure", measures[0].pk)
    give(officer, one, unit=finance)
    give(officer, one, unit=office, rank=JOINT)
    main = owners(agency, one).main.key
    assert services.end(agency, by=officer, year=YEAR, subjects=[one], only=main) == 1
    held = owners(agency, one)
    assert held.is_open
    assert [owner.unit for owner in held.joint] == ["สำนักปลัด"]
    assert services.end(agency, by=officer, year=YEAR, subjects=[one]) == 1
    assert services.end(agency, by=officer, year=YEAR, subjects=[one]) == 0
    assert Assignment.objects.count() == 2
    assert last_entry().verb == "owners-ended"


def test_a_closed_unit_and_a_deactivated_person_leave_a_gap(
    agency, officer, make_actor, finance, measures
):
    first, second = (subject(agency, "measure", one.pk) for one in measures)
    user = factories.make_actor(agency, AUDITOR).user
    give(officer, first, unit=finance)
    give(officer, second, user=user)
    assert not owners(agency, first).is_gap
    assert not owners(agency, second).is_gap
    units.close_unit(unit=finance, by=officer)
    people.deactivate_person(user=user, by=officer)
    assert owners(agency, first).is_gone
    assert owners(agency, second).is_gone
    give(officer, first, user=officer.user)
    assert not owners(agency, first).is_gap


def test_measures_go_to_the_units_that_the_plan_names(agency, officer, finance, office, measures):
    assert services.assign_as_planned(agency, by=officer, year=YEAR) == 2
    held = owners(agency, subject(agency, "measure", measures[0].pk))
    assert [one.unit for one in held.all] == ["กองคลัง", "สำนักปลัด"]
    of_all = owners(agency, subject(agency, "measure", measures[1].pk))
    assert {one.unit for one in of_all.all} == {"กองคลัง", "สำนักปลัด"}, "the plan gives it to all"
    assert services.assign_as_planned(agency, by=officer, year=YEAR) == 0
    assert last_entry().detail == {"year": YEAR, "count": 2}


def test_the_longer_of_two_names_is_meant(agency):
    short = factories.make_unit(agency, "กองการ")
    long = factories.make_unit(agency, "กองการศึกษา")
    office = factories.make_unit(agency, "สำนักปลัด")
    assert units_in("สำนักปลัด และกองการศึกษา", [short, long, office]) == [office, long]
    assert units_in("ทุกส่วนราชการที่มีเคาน์เตอร์", [short, long, office]) == [], "not all of them"
    assert units_in("กองการศึกษา ทุกส่วนราชการ", [short, long, office]) == [long, short, office]
    office.is_office = True
    assert units_in("ทุกกอง", [short, long, office])[0] == office


def test_all_units_get_a_task_each_and_those_who_own_it_stay(
    agency, officer, finance, office, measures
):
    closed = factories.make_unit(agency, "กองเดิม", is_closed=True)
    one, other = (subject(agency, "measure", row.pk) for row in measures)
    give(officer, one, unit=finance)
    assert services.assign_every_unit(agency, by=officer, year=YEAR, subjects=[one, other]) == 2
    for each in (one, other):
        held = owners(agency, each)
        assert {row.unit for row in held.all} == {"กองคลัง", "สำนักปลัด"}
        assert closed.name not in {row.unit for row in held.all}
    assert owners(agency, one).main.unit == "กองคลัง"
    assert last_entry().detail["owner"] == "ทุกส่วนราชการ"
    assert services.assign_every_unit(agency, by=officer, year=YEAR, subjects=[one]) == 0
    again = {"subjects": [other], "user": officer.user}
    services.assign_every_unit(agency, by=officer, year=YEAR, **again)
    assert owners(agency, other).main.user_id == officer.user.pk


def test_without_a_unit_there_is_no_all(agency, officer, measures):
    one = subject(agency, "measure", measures[0].pk)
    with pytest.raises(Refused):
        services.assign_every_unit(agency, by=officer, year=YEAR, subjects=[one])


# Within a unit


@pytest.fixture
def head(agency, finance):
    return samples.head_of(agency, finance, "head1")


def within(by, one, user, only=None):
    services.assign_within(by.agency, by=by, year=YEAR, subject=one, user=user, only=only)


def member(agency, unit):
    user = factories.make_user(agency)
    position = factories.make_position(agency, PUBLICATION_OFFICER, unit, "นักประชาสัมพันธ์")
    factories.hold(user, position)
    return user


def test_a_head_gives_what_is_the_units_to_one_of_its_people_and_takes_it_back(
    agency, officer, finance, head, measures
):
    one = subject(agency, "measure", measures[0].pk)
    user = member(agency, finance)
    give(officer, one, unit=finance)
    within(head, one, user)
    held = owners(agency, one).main
    assert (held.unit, held.user_id, held.person) == ("กองคลัง", user.pk, "นักประชาสัมพันธ์")
    assert Assignment.objects.filter(subject=one.key).count() == 2
    assert last_entry().verb == "owners-assigned"
    within(head, one, user)
    assert Assignment.objects.filter(subject=one.key).count() == 2
    within(head, one, None)
    assert owners(agency, one).main.user_id is None


def test_a_head_gives_only_what_is_the_units_and_only_to_its_people(
    agency, officer, finance, office, head, measures
):
    first, second = (subject(agency, "measure", one.pk) for one in measures)
    give(officer, first, unit=office)
    give(officer, second, unit=finance)
    with pytest.raises(Refused) as not_theirs:
        within(head, first, head.user)
    with pytest.raises(Refused) as not_of_unit:
        within(head, second, member(agency, office))
    assert not_theirs.value.field == ""
    assert not_of_unit.value.field == "user"
    within(head, second, head.user)


def test_of_two_owners_of_the_unit_a_head_says_whose_place_is_taken(
    agency, officer, finance, office, head, measures
):
    """Two of its people, or two units that one person heads; of another unit's place none."""
    one = subject(agency, "measure", measures[0].pk)
    first, second, third = (member(agency, finance) for _ in range(3))
    give(officer, one, unit=finance, user=first)
    for whom in ({"unit": finance, "user": second}, {"unit": office}):
        give(officer, one, **whom, rank=JOINT)
    keys = {row.user_id: row.pk for row in Assignment.objects.filter(ended_at=None)}

    def people():
        held = owners(agency, one)
        return held.main.user_id, {owner.user_id for owner in held.joint}

    within(head, one, third, keys[second.pk])
    assert people() == (first.pk, {None, third.pk})
    clerk = member(agency, office)
    for user, key in ((second, keys[second.pk]), (None, keys[None])):  # gone; of another unit
        with pytest.raises(Refused):
            within(head, one, user, key)
    factories.hold(head.user, factories.make_position(agency, UNIT_HEAD, office, "หัวหน้า"))
    both = actor_on(head.user, MONDAY)
    page = queries.subject_page(both, YEAR, one.kind, one.key, MONDAY)
    assert len(page["assigns_within"]) == 3
    with pytest.raises(Refused):
        within(both, one, clerk, keys[first.pk])
    within(both, one, clerk, keys[None])
    # Nobody owns it twice, and a main owner stands.
    joint = next(owner for owner in owners(agency, one).joint if owner.user_id == third.pk)
    within(both, one, first, joint.key)
    assert people() == (first.pk, {clerk.pk})


def test_whom_a_head_had_proposed_before_is_taken_with_the_update(
    agency, officer, finance, office, head, measures
):
    first, second = (subject(agency, "measure", one.pk) for one in measures)
    give(officer, first, unit=finance)
    give(officer, second, unit=office)
    proposals = [
        SimpleNamespace(
            agency_id=agency.pk, fiscal_year=YEAR, kind="measure", subject=one.key,
            unit_id=finance.pk, user_id=head.user.pk, made_by_id=head.user.pk, made_by_words="กอง",
        )
        for one in (first, second)
    ]  # fmt: skip
    before = SimpleNamespace(objects=SimpleNamespace(filter=lambda **_: proposals))
    models = {"Proposal": before, "Assignment": Assignment}
    step = import_module("prongsai.web.year.ownership.migrations.0002_no_proposals")
    step.take_proposed(SimpleNamespace(get_model=lambda _app, name: models[name]), None)
    held = owners(agency, first).main
    assert (held.unit, held.user_id) == ("กองคลัง", head.user.pk)
    ended = Assignment.objects.get(subject=first.key, ended_at__isnull=False)
    assert (ended.user, ended.ended_by_words) == (None, "กอง")
    # What the unit has no more stays as it is.
    assert owners(agency, second).main.user_id is None


# Into the next year


def test_owners_go_on_with_their_subject_and_only_once(agency, officer, finance, office, measures):
    Assessment.objects.create(agency=agency, fiscal_year=YEAR + 1, opened_at=clock.now())
    mapping = joined_years(agency, YEAR + 1).mapping
    going = next(key for key in mapping.former if key in mapping.items)
    dropped = next(key for key in mapping.former if key not in mapping.items)
    give(officer, subject(agency, "item", going), subject(agency, "indicator", "9"), unit=finance)
    give(officer, subject(agency, "item", dropped), unit=finance)
    give(officer, subject(agency, "measure", measures[0].pk), unit=finance)
    told = carry_forward(agency, by=officer, to_year=YEAR + 1)["owners"]
    assert (told.carried, told.there, told.dropped) == (2, 0, 1)
    carried = Assignment.objects.filter(fiscal_year=YEAR + 1)
    assert {row.subject for row in carried} == {going, "9"}
    assert {row.carried_from for row in carried} == {YEAR}
    again = carry_forward(agency, by=officer, to_year=YEAR + 1)["owners"]
    assert (again.carried, again.there) == (0, 2)


def test_a_year_keeps_the_owners_it_has(agency, officer, finance, office):
    Assessment.objects.create(agency=agency, fiscal_year=YEAR + 1, opened_at=clock.now())
    give(officer, subject(agency, "indicator", "9"), unit=finance)
    rows = {"agency": agency, "fiscal_year": YEAR + 1, "kind": "indicator", "subject": "9"}
    ended = Assignment.objects.create(
        **rows, unit=office, begun_at=clock.now(), ended_at=clock.now()
    )
    mapping = YearMapping(YEAR, YEAR + 1, {}, {})
    told = CARRIERS["owners"].carry(agency, YEAR, YEAR + 1, mapping, dry=False)
    assert (told.carried, told.there) == (0, 1)
    assert list(Assignment.objects.filter(fiscal_year=YEAR + 1)) == [ended]


def test_counting_carries_nothing(agency, officer, finance):
    give(officer, subject(agency, "indicator", "9"), unit=finance)
    mapping = YearMapping(YEAR, YEAR + 1, {}, {})
    assert CARRIERS["owners"].carry(agency, YEAR, YEAR + 1, mapping, dry=True).carried == 1
    assert Assignment.objects.count() == 1
    assert date(2026, 1, 15) == clock.today()


def test_a_head_gives_nothing_of_a_unit_where_the_post_is_another(
    agency, finance, office, head, officer, measures
):
    first, second = (subject(agency, "measure", one.pk) for one in measures)
    give(officer, first, unit=office)
    give(officer, second, unit=finance)
    factories.hold(head.user, factories.make_position(agency, OFFICER, office, "นักจัดการ"))
    both = actor_on(head.user, MONDAY)
    with pytest.raises(Refused):
        within(both, first, head.user)
    for one, may in ((first, False), (second, True)):
        page = queries.subject_page(both, YEAR, one.kind, one.key, MONDAY)
        assert bool(page["assigns_within"]) is may
    within(both, second, head.user)
