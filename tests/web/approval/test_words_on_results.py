"""Whose word counts on a result of paper: theirs who were in the post then, as written then."""

from datetime import timedelta

import pytest
from tests.web import factories
from tests.web.approval.conftest import ORDER
from tests.web.approval.papers import KIND
from tests.web.approval.test_annulling import signed
from tests.web.approval.test_on_paper import ACTS, confirm, enter, told
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people, positions
from prongsai.web.agency.services.roster import read_file, take_over
from prongsai.web.platform import clock
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.services import annulling, choosing, deciding

pytestmark = [pytest.mark.long, pytest.mark.both_databases]


@pytest.fixture
def row(office, memo, submitted):
    """A memo on the short route, clerk and mayor, to be signed on paper."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    return submitted()


@pytest.fixture
def done(office, row):
    signed(row, office, (("endorse", "section"), ("approve", "section")))
    run_jobs()
    return Submission.objects.get(pk=row.pk)


@pytest.mark.parametrize("way", ["acts", "for good", "since long ago", "by a file"])
@pytest.mark.parametrize("position", ["clerk", "mayor"])
def test_nobody_who_is_appointed_after_a_result_has_a_word_on_it(way, position, office, memo, done):
    post, by = office.positions[position], office["head"]
    friend = factories.make_user(office.agency, login="friend")
    if way == "acts":
        positions.hold(
            position=post, user=friend, by=by, first_day=today(), last_day=today(),
            is_acting=True, authority=ORDER,
        )  # fmt: skip
    else:
        held = post.appointments.get()
        positions.end_appointment(
            appointment=held, by=by, last_day=factories.FIRST_DAY + timedelta(days=1)
        )
        first = factories.FIRST_DAY + timedelta(days=2)
        if way == "by a file":
            line = f"ชื่อผู้ใช้,ตำแหน่ง,ตั้งแต่วันที่\n{friend.login},{post.title},{first.isoformat()}\n"
            made = read_file(
                agency=office.agency, by=by, name="r.csv", data=("\ufeff" + line).encode()
            )
            take_over(roster=made, by=by)
        else:
            first = first if way == "since long ago" else today()
            positions.hold(position=post, user=friend, by=by, first_day=first)
    him = actor_on(friend, today())
    assert him.positions, way
    assert not submission_page(done, him, today()).dispute.may_annul
    with pytest.raises(Refused):
        annulling.annul(done, by=him, why="ไม่ได้ลงนาม")
    # The positive twin: whose it is has the word, also out of the post.
    annulling.annul(done, by=office[position], why="ไม่ได้ลงนาม")


def test_nobody_is_appointed_between_entry_and_confirmation_to_annul(office, memo, row):
    result = enter(row, office["analyst"])
    friend = factories.make_user(office.agency, login="friend")
    positions.hold(
        position=office.positions["clerk"], user=friend, by=office["head"], first_day=today(),
        last_day=today(), is_acting=True, authority=ORDER,
    )  # fmt: skip
    confirm(result, by=office["head"])
    with pytest.raises(Refused):
        annulling.annul(row, by=actor_on(friend, today()), why="ก")


@pytest.mark.parametrize("authority", [ORDER, "", "-"])
def test_who_acted_on_the_day_hears_of_it_and_annuls_nothing(authority, office, memo, row):
    """Of a result of the holder. Where they signed as who acts, it names their own post too."""
    office.acts_for("section", "clerk", authority=authority)
    confirm(enter(row, office["analyst"]), by=office["head"])
    assert any("ยืนยันผลบนกระดาษ" in one for one in told(office, "section"))
    row.refresh_from_db()
    with pytest.raises(Refused):
        annulling.annul(row, by=office["section"], why="ไม่ได้ลงนาม")


def test_who_holds_the_post_by_now_hears_of_what_is_confirmed(office, memo, row, officer):
    result = enter(row, office["analyst"])
    with clock.freeze(now() + timedelta(days=1)):
        held = office.positions["clerk"].appointments.get()
        positions.end_appointment(
            appointment=held, by=officer, last_day=today() - timedelta(days=1)
        )
        factories.hold(office.users["section"], office.positions["clerk"], today())
        confirm(result, by=office["head"])
    for name in ("clerk", "section"):
        assert any("ยืนยันผลบนกระดาษ" in one for one in told(office, name)), name


@pytest.mark.parametrize("position", ["", ACTS])
@pytest.mark.parametrize("shut", ["the account", "the account, and the term is ended"])
@pytest.mark.parametrize("when", ["before it is entered", "before it is confirmed"])
def test_nothing_stands_in_the_name_of_who_cannot_answer(
    when, shut, position, office, memo, row, officer
):
    """Of the true holder of the post, whether they signed or another acted for them."""

    def close():
        if shut != "the account":
            held = office.positions["clerk"].appointments.get()
            positions.end_appointment(
                appointment=held, by=officer, last_day=today() - timedelta(days=40)
            )
            factories.hold(office.users["section"], office.positions["clerk"], today())
        people.deactivate_person(user=office.users["clerk"], by=officer)

    def attempt():
        result = enter(row, office["analyst"], position=position, authority=ORDER)
        if when == "before it is confirmed":
            close()
        confirm(result, by=office["mayor"])

    if when == "before it is entered":
        close()
    with pytest.raises(Refused) as refused:
        attempt()
    assert "เปิดบัญชี" in refused.value.next_step.th
    assert not row.decisions.exists()
    people.activate_person(user=office.users["clerk"], by=officer)
    waiting = row.paper_results.first() or enter(
        row, office["analyst"], position=position, authority=ORDER
    )
    confirm(waiting, by=office["mayor"])
    assert row.decisions.get().own_position_id == (
        office.positions["head"].pk if position else None
    )


def test_somebody_acts_in_a_post_that_is_vacant(office, memo, submitted):
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    office.leave("clerk")
    row = submitted()
    confirm(enter(row, office["analyst"], position=ACTS, authority=ORDER), by=office["mayor"])
    assert row.decisions.get().is_acting


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_a_post_is_not_emptied_by_cancelling_the_next_term_on_its_eve(
    is_cancelled, office, memo, submitted, officer
):
    """Its term ends today, as was written long ago; nobody comes after. Then it is vacant."""
    position = office.positions["clerk"]
    with clock.freeze(now() - timedelta(days=60)):
        eve = today() + timedelta(days=60)
        positions.end_appointment(appointment=position.appointments.get(), by=officer, last_day=eve)
        coming = None
        if is_cancelled:
            coming = positions.hold(
                position=position, user=office.users["clerk"], by=officer,
                first_day=eve + timedelta(days=1),
            )  # fmt: skip
    if coming:
        positions.cancel_appointment(appointment=coming, by=officer)
    with clock.freeze(now() + timedelta(days=1)):
        row = submitted()
        while row.waits_for_id != position.pk:
            name = next(
                key for key, post in office.positions.items() if post.pk == row.waits_for_id
            )
            deciding.decide(row, by=office[name], verdict="endorse")
            row.refresh_from_db()
        if is_cancelled:
            with pytest.raises(Refused):
                deciding.skip(row, by=office["analyst"], reason="ว่าง")
        else:
            deciding.skip(row, by=office["analyst"], reason="ว่าง")
