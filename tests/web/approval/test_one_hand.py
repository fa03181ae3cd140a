"""One person with two accounts is no second person: every way to come by the other account."""

from datetime import timedelta

import pytest
from tests.web import factories
from tests.web.approval.conftest import ORDER
from tests.web.approval.papers import KIND
from tests.web.approval.test_on_paper import confirm, enter
from tests.web.roles import ADMINISTRATOR, AUDITOR, UNIT_HEAD

from prongsai.core.approval.model import Way
from prongsai.web.agency.models import User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people, positions
from prongsai.web.agency.services.roster import read_file, take_over
from prongsai.web.platform import clock
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval.confirming import waiting_to_confirm
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.services import choosing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def row(office, memo, submitted):
    """Drafted by the analyst, to be signed on paper, in an agency that is a year old."""
    office.agency.made_at = now() - timedelta(days=365)
    office.agency.save()
    factories.make_actor(office.agency, ADMINISTRATOR)
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    return submitted()


def had_a_hand(way, office, by, user):
    """Somebody does something about a person's post or account, as any page or file lets them."""
    day = today() + timedelta(days=400)
    spare = factories.make_position(office.agency, AUDITOR)
    act = {"position": spare, "user": user, "by": by}
    if way == "seats for good":
        positions.hold(**act, first_day=day)
    elif way == "seats to act":
        positions.hold(**act, first_day=day, last_day=day, is_acting=True, authority=ORDER)
    elif way in ("ends", "lengthens"):
        held = factories.hold(user, spare, factories.FIRST_DAY, today())
        last = held.last_day + timedelta(days=9 if way == "lengthens" else -9)
        positions.end_appointment(appointment=held, by=by, last_day=last)
    elif way == "cancels":
        positions.cancel_appointment(appointment=factories.hold(user, spare, day), by=by)
    elif way == "by a file":
        position = factories.make_position(office.agency, UNIT_HEAD, office.unit)
        held = position.appointments.get()
        positions.end_appointment(appointment=held, by=office["clerk"], last_day=today())
        first = (today() + timedelta(days=1)).isoformat()
        line = (
            "ชื่อผู้ใช้,ตำแหน่ง,ส่วนราชการ,ตั้งแต่วันที่\n"
            f"{user.login},หัวหน้าส่วนราชการ,{office.unit.name},{first}\n"
        )
        data = ("\ufeff" + line).encode()
        take_over(roster=read_file(agency=office.agency, by=by, name="r.csv", data=data), by=by)
    elif way == "hands a password over":
        people.hand_over_password(user=user, by=by)
    else:
        people.deactivate_person(user=user, by=by)
        people.activate_person(user=user, by=by)


WAYS = [
    "seats for good", "seats to act", "ends", "lengthens", "cancels", "by a file",
    "hands a password over", "closes and opens the account",
]  # fmt: skip


def long(value):
    """A value that is tried in the whole run."""
    return pytest.param(value, marks=pytest.mark.long)


def refused(row, result, by):
    """The page offers nothing, nothing waits, and what is sent is refused."""
    assert result not in waiting_to_confirm(by)
    assert not submission_page(row, by, today()).may_confirm
    with pytest.raises(Refused) as refusal:
        confirm(result, by=by)
    return refusal.value.message.en


@pytest.mark.parametrize("way", ["hands a password over", *map(long, WAYS[:-2]), long(WAYS[-1])])
@pytest.mark.parametrize("who", ["enters", long("confirms")])
def test_whose_account_or_post_the_other_had_in_hand_is_no_second(way, who, office, memo, row):
    pair = (office["head"], office.users["section"])
    with clock.freeze(now() - timedelta(days=200)):
        had_a_hand(way, office, *pair)
    entering, confirming = ("head", "section") if who == "enters" else ("section", "head")
    if who == "confirms":
        row.by = office.users["section"]  # who has no right to submit enters what is their own
        row.save()
    result = enter(row, office[entering])
    told = refused(row, result, office[confirming])
    assert "may belong to the person" in told or "drafted" in told
    confirm(result, by=office["mayor"])


def test_a_spare_account_that_the_administrator_made_and_seated_is_no_second(office, memo, row):
    """Made, seated as auditor, its password handed to oneself: the scan is one's own too."""
    by = factories.make_actor(office.agency, ADMINISTRATOR)
    spare = people.add_person(agency=office.agency, by=by, login="spare").user
    post = factories.make_position(office.agency, AUDITOR)
    positions.hold(position=post, user=spare, by=by, first_day=today())
    result = enter(row, by)
    refused(row, result, actor_on(spare, today()))
    confirm(result, by=office["head"])


@pytest.mark.parametrize("also", [long("analyst"), "clerk"])
@pytest.mark.parametrize("field", ["display_name", "email"])
def test_two_accounts_of_one_name_or_mailbox_are_one_person(field, also, office, memo, row):
    """Of who drafted it (the analyst) or entered it (the clerk) and who confirms."""
    told = {
        "display_name": ("สมชาย ใจดี", " สมชาย  ใจดี"),
        "email": ("A@example.go.th", "a@example.go.th"),
    }
    for name, value in zip((also, "section"), told[field], strict=True):
        User.objects.filter(pk=office.users[name].pk).update(**{field: value})
        office.users[name].refresh_from_db()
    result = enter(row, office["clerk"])
    refused(row, result, office["section"])
    confirm(result, by=office["head"])


@pytest.mark.parametrize("entering", ["clerk", "analyst"])
def test_two_fresh_accounts_of_one_hand_are_no_two_persons(entering, office, memo, row):
    """Whoever stays in the background makes one to enter (or draft), and one to confirm."""
    friend = factories.make_actor(office.agency, ADMINISTRATOR)
    people.hand_over_password(user=office.users["analyst"], by=office["head"])
    people.hand_over_password(user=friend.user, by=office["head"])
    people.hand_over_password(user=office.users["section"], by=friend)
    result = enter(row, office[entering])
    refused(row, result, office["section"])
    row.agency.made_at = office.agency.made_at = now()
    office.agency.save()
    assert result in waiting_to_confirm(office["section"]), "where all accounts are new"
    confirm(result, by=office["section"])


def test_accounts_of_one_hand_that_are_in_use_since_are_two_persons(office, memo, submitted, row):
    with clock.freeze(now() - timedelta(days=31)):
        for name in ("clerk", "section", "analyst"):
            people.hand_over_password(user=office.users[name], by=office["head"])
    confirm(enter(row, office["clerk"]), by=office["section"])


def test_nobody_enters_what_nobody_could_confirm(office, memo, row):
    """Who made all accounts lets somebody else enter it: a result else waits for ever."""
    by = factories.make_actor(office.agency, ADMINISTRATOR)
    for user in User.objects.filter(agency=office.agency).exclude(pk=by.user.pk):
        people.hand_over_password(user=user, by=by)
    row.agency.made_at = office.agency.made_at = now()
    office.agency.save()
    with pytest.raises(Refused, match="nobody can confirm"):
        enter(row, by)
    confirm(enter(row, office["clerk"]), by=office["head"])


def test_what_waits_is_asked_for_all_results_at_once(
    office, memo, row, django_assert_max_num_queries
):
    enter(row, office["clerk"])
    with django_assert_max_num_queries(14):
        assert len(waiting_to_confirm(office["section"])) == 1
