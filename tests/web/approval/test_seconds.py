"""A disputed paper falls, or goes on without who objected, by two who gain nothing by it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval.conftest import ORDER
from tests.web.approval.papers import KIND
from tests.web.approval.test_setting_aside import disputed, signed
from tests.web.roles import ADMINISTRATOR, AUDITOR, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.agency.models import Notification, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people, positions
from prongsai.web.agency.services.roster import read_file, take_over
from prongsai.web.platform import clock
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval import checking, sealing
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.services import choosing, objecting, releasing, setting_aside
from prongsai.web.signing.approval.services.seconds import has_part, is_second

pytestmark = pytest.mark.both_databases


@pytest.fixture
def row(office, memo, submitted):
    """Clerk and mayor signed on paper; who entered and confirmed it: analyst and section."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    office.acts_for("head", "mayor")
    # Somebody can always manage people, whoever's account is closed.
    factories.make_actor(office.agency, ADMINISTRATOR)
    row = submitted()
    signed(row, office, (("endorse", "section"), ("approve", "section")))
    run_jobs()
    return Submission.objects.get(pk=row.pk)


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


@pytest.fixture
def second(office):
    """The head of another unit, who has no part in anything."""
    unit = factories.make_unit(office.agency, "กองคลัง")
    user = factories.make_user(office.agency, login="treasurer")
    post = factories.make_position(office.agency, UNIT_HEAD, unit, "ผู้อำนวยการกองคลัง")
    factories.hold(user, post)
    return actor_on(user, today())


def test_a_second_neither_asks_nor_objected_nor_has_a_part(office, memo, row, second):
    objecting.object_to(row, by=office["head"], why="ไม่ได้ลงนาม")
    asked, user = list(row.objections.all()), office.users
    assert is_second(row, asked, [user["mayor"]], user["clerk"])
    assert is_second(row, asked, [user["mayor"], user["clerk"]], second.user)
    for askers, who in (
        (["clerk"], "clerk"),  # who asks, whatever post they hold
        (["mayor", "clerk"], "clerk"),
        (["head"], "head"),  # who objected and asks
        (["mayor"], "head"),
        (["head"], "mayor"),  # who holds the disputed post
        (["mayor"], "analyst"),  # who drafted it, and holds no post that signs
        (["mayor"], "section"),  # who confirmed what was entered
    ):
        assert not is_second(row, asked, [user[name] for name in askers], user[who])
    visitor = factories.make_user(office.agency, login="visitor")
    assert not is_second(row, asked, [user["mayor"]], visitor), "who holds no post that signs"
    factories.hold(user["clerk"], office.positions["mayor"])
    assert not is_second(row, asked, [user["mayor"]], user["clerk"]), "nor the disputed one too"


@pytest.mark.parametrize("shared", ["display_name", "email"])
def test_who_has_the_name_or_mailbox_of_who_asks_is_no_second(office, memo, row, second, shared):
    objecting.object_to(row, by=office["head"], why="ไม่ได้ลงนาม")
    asked, asker = list(row.objections.all()), office.users["mayor"]
    User.objects.filter(pk=second.user.pk).update(**{shared: "other@example.go.th"})
    User.objects.filter(pk=asker.pk).update(**{shared: "same@example.go.th"})
    assert is_second(row, asked, [asker], User.objects.get(pk=second.user.pk))
    User.objects.filter(pk=second.user.pk).update(**{shared: "same@example.go.th"})
    assert not is_second(row, asked, [asker], User.objects.get(pk=second.user.pk))


def test_who_drafted_a_paper_has_a_part_in_it_whatever_is_disputed(office, memo, row):
    assert has_part(row, [], office.users["analyst"])
    assert not has_part(row, [], office.users["section"])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("when", ["before", long("after"), long("the other way round")])
def test_nobody_confirms_for_whom_they_appointed(way, when, office, memo, row, second):
    """Nor who ended or lengthened a term, nor who had the account in hand; nor their appointee."""
    pair = (second, office.users["mayor"])
    if when == "the other way round":
        pair = (office["mayor"], second.user)
    if when != "after":
        with clock.freeze(now() - timedelta(days=200)):
            had_a_hand(way, office, *pair)
    row = disputed(row, office)
    if when == "after":
        assert submission_page(row, second, today()).dispute.may_set_aside
        had_a_hand(way, office, *pair)
    assert not submission_page(row, second, today()).dispute.may_set_aside
    with pytest.raises(Refused):
        setting_aside.confirm(row, by=second)
    row.refresh_from_db()
    assert row.state == State.APPROVED
    setting_aside.confirm(row, by=office["clerk"])
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


def test_a_file_that_appoints_others_bars_nobody(office, memo, row, second):
    row = disputed(row, office)
    line = "ชื่อผู้ใช้,ตำแหน่ง\nnewcomer,ผู้ตรวจสอบภายใน\n"
    made = read_file(agency=office.agency, by=second, name="r.csv", data=("\ufeff" + line).encode())
    take_over(roster=made, by=second)
    setting_aside.confirm(row, by=second)


@pytest.fixture
def orphaned(office, row):
    """The head, who acted for the mayor that day, objects to the signature; then is gone."""
    objecting.object_to(row, by=office["head"], why="ไม่ได้ลงนาม")
    people.deactivate_person(user=office.users["head"], by=office["analyst"])
    row.refresh_from_db()
    return row


def test_the_true_holder_and_another_end_an_objection_that_nobody_can_take_back(
    office, memo, orphaned, second, client
):
    row = orphaned
    with pytest.raises(Refused):
        objecting.lift(row, by=office["mayor"])
    with pytest.raises(Refused):
        releasing.confirm(row, by=second)  # nobody asked
    with pytest.raises(Refused) as refused:
        releasing.ask(row, by=office["mayor"], why=" ")
    assert refused.value.field == "why"
    releasing.ask(row, by=office["mayor"], why="ลงนามจริง")
    row.refresh_from_db()
    assert row.objected_at is not None, "nothing ends by one person"
    assert Notification.objects.filter(user=second.user, said_th__contains="สิ้นสุด").exists()
    assert not submission_page(row, office["mayor"], today()).dispute.may_release
    assert submission_page(row, second, today()).dispute.may_release
    releasing.confirm(row, by=second)
    row.refresh_from_db()
    assert (row.state, row.objected_at) == (State.APPROVED, None)
    assert list(sealing.verify()) == []
    told = checking.check_page(row.code).lifted[0]
    assert (told.is_released, told.lifted_words) == (
        True,
        "นายกเทศมนตรี ยืนยันโดยผู้อำนวยการกองคลัง",
    )
    assert "แล้วตอบไม่ได้อีก" in client.get(reverse("approval:check", args=[row.code])).text


@pytest.mark.parametrize("who", ["analyst", "section", "clerk", "next mayor", "acting"])
def test_nobody_but_the_true_holder_asks_that_an_objection_end(
    who, office, memo, orphaned, officer
):
    """Not who entered or confirmed it, nor whoever sits in the post after that day."""
    person = office[who] if who in office.users else None
    if who == "acting":
        office.acts_for("section", "mayor")
        person = office["section"]
    elif person is None:
        held = office.positions["mayor"].appointments.filter(is_acting=False).get()
        positions.end_appointment(
            appointment=held, by=officer, last_day=today() - timedelta(days=1)
        )
        friend = factories.make_user(office.agency, login="friend")
        positions.hold(
            position=office.positions["mayor"], user=friend, by=officer,
            first_day=today(),
        )  # fmt: skip
        person = actor_on(friend, today())
    assert not submission_page(orphaned, person, today()).dispute.may_ask_release
    with pytest.raises(Refused):
        releasing.ask(orphaned, by=person, why="ก")


@pytest.mark.parametrize("who", ["analyst", "section", "mayor", "closed it", "seated who asks"])
def test_who_gains_ends_no_objection(who, office, memo, row, second):
    """Drafter, who confirmed the result, who asks; who took the voice away or gave the post."""
    objecting.object_to(row, by=office["head"], why="ไม่ได้ลงนาม")
    by = second if who == "closed it" else office["analyst"]
    people.deactivate_person(user=office.users["head"], by=by)
    if who == "seated who asks":
        had_a_hand("lengthens", office, second, office.users["mayor"])
    row.refresh_from_db()
    releasing.ask(row, by=office["mayor"], why="ลงนามจริง")
    person = office[who] if who in office.users else second
    assert not submission_page(row, person, today()).dispute.may_release
    with pytest.raises(Refused):
        releasing.confirm(row, by=person)
    row.refresh_from_db()
    assert row.objected_at is not None
    releasing.confirm(row, by=office["clerk"])


def test_who_took_the_voice_away_does_not_ask(office, memo, row, second):
    objecting.object_to(row, by=office["head"], why="ไม่ได้ลงนาม")
    people.deactivate_person(user=office.users["head"], by=office["mayor"])
    row.refresh_from_db()
    with pytest.raises(Refused):
        releasing.ask(row, by=office["mayor"], why="ลงนามจริง")


@pytest.mark.parametrize("again", ["before it is asked", "before it is confirmed"])
def test_who_can_answer_is_asked(again, office, memo, orphaned, second, officer):
    """The account is opened again: only they take it back, as everybody who is there."""

    def opened():
        people.activate_person(user=office.users["head"], by=officer)

    if again == "before it is confirmed":
        releasing.ask(orphaned, by=office["mayor"], why="ลงนามจริง")
    opened()
    with pytest.raises(Refused):
        releasing.ask(orphaned, by=office["mayor"], why="ลงนามจริง")
    with pytest.raises(Refused):
        releasing.confirm(orphaned, by=second)
    objecting.lift(orphaned, by=office["head"])
    orphaned.refresh_from_db()
    assert orphaned.objected_at is None
    assert not checking.check_page(orphaned.code).lifted[0].is_released


def test_who_holds_no_post_any_more_has_left(office, memo, row, second):
    objecting.object_to(row, by=office["head"], why="ไม่ได้ลงนาม")
    with clock.freeze(now() + timedelta(days=40)):
        with pytest.raises(Refused):
            releasing.ask(row, by=office["mayor"], why="ก")
        office.leave("head")
        releasing.ask(row, by=office["mayor"], why="ลงนามจริง")
        releasing.confirm(row, by=second)
    row.refresh_from_db()
    assert row.objected_at is None


def test_the_objection_of_the_holder_is_nobodys_to_end(office, memo, row, second, officer):
    """The mayor's own: there is no truer holder, whoever closes the account."""
    objecting.object_to(row, by=office["mayor"], why="ไม่ได้ลงนาม")
    people.deactivate_person(user=office.users["mayor"], by=officer)
    row.refresh_from_db()
    for person in (office["head"], office["clerk"], second):
        with pytest.raises(Refused):
            releasing.ask(row, by=person, why="ก")


def test_ending_it_on_the_page(office, memo, orphaned, second, client_of):
    office.agency.second_factor = []
    office.agency.save()
    row = orphaned
    chief_executive, other = client_of(office.users["mayor"]), client_of(second)
    address = reverse("approval:submission", args=[row.pk])
    assert "ขอให้คำคัดค้านสิ้นสุด" in chief_executive.get(address).text
    assert "ขอให้คำคัดค้านสิ้นสุด" not in other.get(address).text
    ask = reverse("approval:ask-release", args=[row.pk])
    assert chief_executive.post(ask, {"why": ""}).status_code == 422
    assert chief_executive.post(ask, {"why": "ลงนามจริง"}).status_code == 302
    assert "ยืนยันให้คำคัดค้านสิ้นสุด" in other.get(address).text
    assert "ยืนยันให้คำคัดค้านสิ้นสุด" not in chief_executive.get(address).text
    assert other.post(reverse("approval:release", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.objected_at is None
