"""Two who change posts at once: the second meets what the first has done."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from tests.web import factories
from tests.web.agency.test_roster import row, uploaded
from tests.web.databases import at_once
from tests.web.roles import ADMINISTRATOR, CHIEF_ADMINISTRATOR, OFFICER, UNIT_HEAD

from prongsai.web.agency.models import Appointment, Position, User
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.services import people, positions
from prongsai.web.agency.services.roster import take_over
from prongsai.web.platform import journal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases_differ]


@pytest.fixture
def managers(crowded):
    """Two people, and nobody else, who may manage people."""
    agency = factories.make_agency()
    return [factories.make_actor(agency, ADMINISTRATOR) for _ in range(2)]


@pytest.fixture
def _both_looked(monkeypatch):
    """Nobody writes before the other has looked, unless the other is kept from looking."""
    both, record = Barrier(2), journal.record

    def later(*given, **more):
        with suppress(BrokenBarrierError):
            both.wait(0.5)
        return record(*given, **more)

    monkeypatch.setattr(journal, "record", later)


def count_done(act, asked):
    """How many of two that are asked at once are done; the others are refused."""

    def tried(one):
        try:
            act(one)
        except Refused:
            return 0
        return 1

    return sum(at_once(tried, asked))


def close(by, other):
    people.deactivate_person(user=User.objects.get(pk=other.user.pk), by=by)


def end(by, other):
    term = Appointment.objects.select_related("agency", "position", "user").get(user=other.user)
    positions.end_appointment(appointment=term, by=by, last_day=factories.FIRST_DAY)


@pytest.mark.usefixtures("_both_looked")
@pytest.mark.parametrize("act", [close, end])
def test_of_two_managers_who_take_each_other_out_one_is_left(managers, act):
    first, second = managers
    assert count_done(lambda pair: act(*pair), [(first, second), (second, first)]) == 1


@pytest.mark.usefixtures("_both_looked")
def test_two_posts_renamed_at_once_are_not_called_alike(managers):
    by = managers[0]
    unit = factories.make_unit(by.agency)
    posts = [factories.make_position(by.agency, role, unit) for role in (UNIT_HEAD, OFFICER)]

    def rename(post):
        row = Position.objects.select_related("agency", "unit").get(pk=post.pk)
        positions.rename_position(position=row, by=by, title="ผู้อำนวยการกองใหม่")

    assert count_done(rename, posts) == 1


@pytest.mark.usefixtures("_both_looked")
def test_two_units_made_at_once_do_not_read_alike(managers):
    by = managers[0]

    def add(name):
        units.add_unit(agency=by.agency, by=by, name=name)

    assert count_done(add, ["กองช่าง", "กอง ช่าง"]) == 1
    assert count_done(add, ["กองคลัง", "กองการศึกษา"]) == 2


@pytest.mark.usefixtures("_both_looked")
def test_a_post_that_signs_is_given_once_by_a_page_and_a_file_at_once(managers):
    by = managers[0]
    post = factories.make_position(by.agency, CHIEF_ADMINISTRATOR)
    roster = uploaded(by.agency, by, row("second", "", post.title, factories.FIRST_DAY))
    first, day = factories.make_user(by.agency), factories.FIRST_DAY

    def give(is_file):
        if is_file:
            take_over(roster=roster, by=by)
        else:
            positions.hold(position=post, user=first, by=by, first_day=day)

    assert count_done(give, [True, False]) == 1
    assert Appointment.objects.filter(position=post).count() == 1
