"""What pages of circulations show, in the same number of queries however many people."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import factories
from tests.web.circulation import samples
from tests.web.circulation.samples import DUE, YEAR, start
from tests.web.roles import ADMINISTRATOR, OFFICER

from prongsai.web.agency.people import actor_on
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.office.circulation import queries, services
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today

NINE = datetime(2023, 1, 5, 2, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def finance(agency):
    return factories.make_unit(agency, "กองคลัง")


@pytest.fixture
def treasurer(agency, finance):
    return samples.person(agency, finance, login="treasurer")


def counted(act):
    with CaptureQueriesContext(connection) as taken:
        found = act()
    return found, len(taken)


def titles(person):
    return [line.title for line in queries.circulations_page(person, YEAR)["lines"]]


def test_overdue_ones_come_first_then_by_day_then_closed_ones(agency, officer):
    closed = start(officer, title="ปิดแล้ว")
    services.close(closed, by=officer)
    for title, due in (("ไม่มีกำหนด", None), ("ทีหลัง", DUE), ("ก่อน", today()), ("ครบ", today())):
        start(officer, title=title, due=due)
    done = queries.circulations_page(officer, YEAR)["lines"]
    services.acknowledge(
        queries.circulation_row(agency, next(one.id for one in done if one.title == "ครบ")),
        by=officer,
    )
    with clock.freeze(clock.now() + timedelta(days=3)):
        page = queries.circulations_page(officer, YEAR)
        assert [line.title for line in page["lines"]] == [
            "ก่อน", "ครบ", "ทีหลัง", "ไม่มีกำหนด", "ปิดแล้ว",
        ]  # fmt: skip
        assert [line.is_late for line in page["lines"]] == [True, False, False, False, False]
        assert (page["late"], page["open"]) == (1, 4)
    assert not queries.circulations_page(officer, YEAR - 1)["lines"]


def test_one_sees_ones_own_who_circulates_sees_all(
    agency, officer, other_agency, finance, treasurer, make_actor
):
    works = factories.make_unit(agency, "กองช่าง")
    engineer = samples.person(agency, works, login="engineer")
    row = start(officer, units=[finance])
    assert titles(officer) == titles(treasurer) == ["แนวทางไม่รับของขวัญ"]
    assert titles(engineer) == []
    assert queries.read_page(treasurer, row.pk).can_acknowledge
    assert queries.read_page(engineer, row.pk) is None
    seen = queries.read_page(officer, row.pk)
    assert (seen.mine, seen.can_acknowledge, seen.may_see_state) == (None, False, True)
    stranger = make_actor(other_agency, ADMINISTRATOR, login="stranger")
    assert queries.read_page(stranger, row.pk) is None
    assert queries.state_page(other_agency, row.pk) is None
    assert titles(stranger) == []


def test_the_state_is_by_unit_who_is_missing_first(agency, officer, finance, treasurer):
    factories.make_user(agency, login="new")
    row = start(officer)
    services.add_without_account(row, by=officer, positions=["คนงาน"], unit=finance)
    services.acknowledge(row, by=treasurer)
    page = queries.state_page(agency, row.pk)
    assert [(group.unit, group.done, group.count) for group in page.groups] == [
        ("กองคลัง", 1, 2), ("", 0, 2),
    ]  # fmt: skip
    assert [one.position for one in page.groups[0].rows] == ["คนงาน", "ผู้อำนวยการกองคลัง"]
    assert (page.row.done, page.row.missing, page.row.count) == (1, 3, 4)
    assert page.can_be_reminded


def test_a_paper_knows_its_newest_circulation(agency, other_agency, officer):
    subject = uuid4()
    assert queries.circulation_of(agency, "notice", subject) is None
    row = start(officer, kind="notice", subject=subject)
    found = queries.circulation_of(agency, "notice", subject)
    assert (found.id, found.done, found.count) == (row.pk, 0, 1)
    assert found.url == f"/circulation/{row.pk}/state/"
    assert queries.circulation_of(other_agency, "notice", subject) is None
    assert queries.circulation_of(agency, "order", subject) is None


def test_of_many_circulations_of_a_paper_the_newest_is_told(agency, officer):
    subject = uuid4()
    for turn in range(8):
        with clock.freeze(NINE + timedelta(days=turn)):
            newest = start(officer, kind="notice", subject=subject)
            assert queries.circulation_of(agency, "notice", subject).id == newest.pk
            services.close(newest, by=officer)


def test_lists_ask_as_often_at_one_row_as_at_three(agency, officer, treasurer):
    start(officer)
    _, one = counted(lambda: queries.circulations_page(officer, YEAR))
    start(officer, title="สอง")
    start(officer, title="สาม")
    page, three = counted(lambda: queries.circulations_page(officer, YEAR))
    assert (len(page["lines"]), one) == (3, three)
    assert three <= 2


def test_three_hundred_recipients_cost_no_more_queries_than_three(agency, officer, finance):
    for number in range(2):
        factories.make_user(agency, login=f"few{number}")
    few, few_queries = counted(lambda: start(officer))
    _, few_seen = counted(lambda: queries.state_page(agency, few.pk))
    factories.User.objects.bulk_create(
        factories.User(login=f"many{number}", agency=agency, made_at=factories.MADE_AT)
        for number in range(300)
    )
    many, many_queries = counted(lambda: start(officer, title="ถึงทุกคน"))
    page, many_seen = counted(lambda: queries.state_page(agency, many.pk))
    assert page.row.count == 303
    assert many_seen == few_seen
    # SQLite takes so many values in one statement: the rows go in a few more.
    assert many_queries <= few_queries + 16
    with clock.freeze(clock.now() + timedelta(days=1)):
        told, reminded = counted(lambda: services.remind(many, by=officer))
        assert told == 303
        again, _ = counted(lambda: services.remind(few, by=officer))
        assert again == 3
    assert reminded < 30


def test_who_sent_it_finds_by_name_who_has_not_read_it_by_the_last_day(agency, officer, finance):
    """Officers of one post are told apart; until the day, and once all have read it, nobody is."""
    post = factories.make_position(agency, OFFICER, finance, "นักวิชาการเงินและบัญชี")
    people = [factories.make_user(agency, display_name=name) for name in ("นางหนึ่ง", "นายสอง")]
    for user in people:
        factories.hold(user, post)
    made = start(officer, units=[finance], due=today())

    def asked(person, day):
        return [one for one in waiting_for(person, day) if one.kind == "unread"]

    services.acknowledge(made, by=actor_on(people[0], today()))
    late = today() + timedelta(days=1)
    assert asked(officer, today()) == []
    (found,) = asked(officer, late)
    assert "นักวิชาการเงินและบัญชี · นายสอง" in found.ask.th
    assert "นางหนึ่ง" not in found.ask.th
    assert asked(actor_on(people[0], today()), late) == []
    assert "นายสอง" in str(queries.state_page(agency, made.pk).missing_rows[0].words)
    services.acknowledge(made, by=actor_on(people[1], today()))
    assert asked(officer, late) == []
