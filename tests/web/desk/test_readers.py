"""A new reader reads the restricted cases of before after a second person's word alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import factories
from tests.web.agency import test_roster as lines
from tests.web.desk.conftest import TYPED
from tests.web.desk.test_numbers import OF_RESTRICTED, OPEN, RESTRICTED
from tests.web.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    OFFICE_HEAD,
    UNIT_HEAD,
)

from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Appointment, Notification, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying, people, positions
from prongsai.web.agency.services.roster import take_over
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk import queries
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries import case_of, waiting_numbers
from prongsai.web.citizens.desk.rights import seen_by
from prongsai.web.citizens.desk.services import readers, receiving, working
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _without_second_factor(agency):
    agency.second_factor = []
    agency.save()


@pytest.fixture
def keeper(person):
    """Who has read restricted cases for long."""
    return person(COMPLAINT_OFFICER)


@pytest.fixture
def admin(person):
    """Who manages people."""
    return person(ADMINISTRATOR)


@pytest.fixture
def bring(agency):
    """Bring a case of a kind, some days ago."""
    slips = iter(range(100, 200))

    def brought(kind=RESTRICTED, ago=0):
        typed = OF_RESTRICTED if kind.restricted else TYPED
        case = receiving.receive(agency, kind, receiving.Brought(typed, slip_of(next(slips))))
        Case.objects.filter(pk=case.pk).update(day=today() - ago * DAY)
        return Case.objects.get(pk=case.pk)

    return brought


def appoint(agency, by, role=COMPLAINT_OFFICER, unit=None, **days):
    """Put a new person into a post, today."""
    user = factories.make_user(agency)
    post = factories.make_position(agency, role, unit)
    row = positions.hold(position=post, user=user, by=by, **({"first_day": today()} | days))
    return row, actor_on(user, today())


def given_before(case, unit, person):
    """As if somebody had been given a case in a unit before they came back to it."""
    Case.objects.filter(pk=case.pk).update(unit=unit, assignee=person.user)


def entered(row, ago):
    """As if it had been written down some days ago."""
    day = today() - ago * DAY
    Appointment.objects.filter(pk=row.pk).update(
        entered_on=day, waits_since=day, first_day=min(row.first_day, day)
    )
    row.refresh_from_db()


def asked(person):
    return [one for one in waiting_for(person, today()) if one.kind == "reader"]


@pytest.mark.long
def test_a_new_reader_reads_what_came_before_after_a_second_persons_word(
    agency, admin, person, bring, client_of
):
    old, other = bring(ago=5), bring(OPEN)
    row, reader = appoint(agency, admin)
    page = client_of(reader).get(reverse("desk:cases"))
    assert set(seen_by(reader, today())) == {other}
    assert case_of(reader, old.pk, today()) is None
    words = page.content.decode()
    assert old.printed_number in words
    assert old.subject not in words
    assert waiting_numbers(reader, today()) == (old.printed_number,)
    counts = [reverse(f"desk:{one}", args=[old.fiscal_year]) for one in ("statistics", "table")]
    for url in counts:
        assert RESTRICTED.title.th not in client_of(reader).get(url).content.decode()
    second = person(CHIEF_ADMINISTRATOR)
    (line,) = asked(second)
    assert line.url == reverse("desk:reader", args=[row.pk])
    watcher = person(AUDITOR)
    browser = client_of(second)
    seen = browser.get(line.url)
    words = seen.content.decode()
    assert old.printed_number not in words, "how many there are is no superior's to know"
    assert browser.post(line.url, seen.context["form"].initial).status_code == 302
    assert case_of(reader, old.pk, today()) == old
    for url in counts:
        assert RESTRICTED.title.th in client_of(reader).get(url).content.decode()
    assert (waiting_numbers(reader, today()), asked(second)) == ((), [])
    assert JournalEntry.objects.get(verb="reader-let").by == second.user
    told = {one.user for one in Notification.objects.filter(said_th__contains="ยืนยันให้")}
    assert told >= {reader.user, watcher.user}
    readers.let_read(row, by=second)
    assert JournalEntry.objects.filter(verb="reader-let").count() == 1, "twice is once"


def test_the_way_from_the_own_counter_to_a_case_that_waits_is_told_in_words(
    agency, admin, bring, client_of
):
    """Who takes one down on his first day gets its receipt, and reads it after the word."""
    _row, reader = appoint(agency, admin)
    taken = receiving.receive(
        agency, RESTRICTED, receiving.Brought(OF_RESTRICTED, slip_of(99), by=reader)
    )
    url = reverse("desk:case", args=[taken.pk])
    answer = client_of(reader).get(url, follow=True)
    assert answer.redirect_chain == [(reverse("desk:cases"), 302)]
    assert "เปิดได้เมื่อคนที่สองยืนยัน" in answer.content.decode()
    assert client_of(admin).get(url).status_code == 404


def test_what_came_after_the_entry_needs_nobodys_word(agency, admin, bring):
    before, same_day, after = bring(ago=3), bring(ago=2), bring(ago=1)
    row, reader = appoint(agency, admin)
    entered(row, 2)
    assert set(seen_by(reader, today())) == {after}
    assert set(waiting_numbers(reader, today())) == {before.printed_number, same_day.printed_number}


def test_a_term_that_begins_later_opens_nothing_of_before_its_first_day(agency, admin, bring):
    between, after = bring(ago=3), bring(ago=1)
    row, reader = appoint(agency, admin)
    entered(row, 9)
    Appointment.objects.filter(pk=row.pk).update(first_day=today() - 2 * DAY)
    assert set(seen_by(reader, today())) == {after}
    assert waiting_numbers(reader, today()) == (between.printed_number,)


def test_a_term_that_is_printed_from_before_reads_from_the_entry_on(agency, admin, bring):
    old = bring(ago=5)
    _row, reader = appoint(agency, admin, first_day=today() - 30 * DAY)
    assert case_of(reader, old.pk, today()) is None


def test_whoever_read_before_the_rule_reads_on(keeper, bring):
    assert case_of(keeper, bring(ago=5).pk, today())
    assert waiting_numbers(keeper, today()) == ()


def test_of_two_terms_the_one_that_waits_takes_nothing_away(agency, admin, keeper, bring, unit):
    old = bring(ago=5)
    post = factories.make_position(agency, COMPLAINT_OFFICER, unit)
    positions.hold(position=post, user=keeper.user, by=admin, first_day=today())
    assert case_of(keeper, old.pk, today())


def test_what_the_own_person_was_given_stays_in_sight_of_who_becomes_a_reader(
    agency, admin, keeper, person, bring, unit
):
    given, other = bring(ago=5), bring(ago=5)
    head = person(UNIT_HEAD, unit)
    working.assign(
        given, by=keeper, unit=unit, class_key="", seen=given.version, assignee=head.user
    )
    post = factories.make_position(agency, COMPLAINT_OFFICER)
    positions.hold(position=post, user=head.user, by=admin, first_day=today())
    both = actor_on(head.user, today())
    assert set(seen_by(both, today())) == {given}
    assert waiting_numbers(both, today()) == (other.printed_number,)


def test_who_comes_back_to_a_unit_reads_what_they_were_given_before_after_a_readers_word(
    agency, admin, keeper, person, bring, unit, client_of
):
    old, open_one = bring(ago=5), bring(OPEN, ago=5)
    working.assign(open_one, by=keeper, unit=unit, class_key="", seen=open_one.version)
    row, joiner = appoint(agency, admin, UNIT_HEAD, unit)
    given_before(old, unit, joiner)
    assert set(seen_by(joiner, today())) == {open_one}
    assert waiting_numbers(joiner, today()) == (old.printed_number,)
    superior = person(CHIEF_EXECUTIVE)
    assert asked(superior) == [], "that somebody was given one is no superior's to know"
    url = reverse("desk:reader", args=[row.pk])
    assert client_of(superior).get(url).status_code == 404
    assert [one.url for one in asked(keeper)] == [url]
    readers.let_read(row, by=keeper)
    assert case_of(joiner, old.pk, today()) == old
    notice = Notification.objects.get(user=joiner.user, said_th__contains="ยืนยันให้")
    notifying.note(notice.pk, by=joiner)
    journal = [f"{one.subject} {one.detail}" for one in JournalEntry.objects.all()]
    assert not [one for one in journal if "จำกัดผู้อ่าน" in one], "nor by who read a notice of it"
    assert not JournalEntry.objects.filter(verb="reader-let").exists()
    assert not Notification.objects.filter(user=superior.user, said_th__contains="ยืนยันให้").exists()


def test_what_a_new_person_of_a_unit_is_given_later_they_read(agency, admin, keeper, bring, unit):
    old = bring(ago=5)
    row, joiner = appoint(agency, admin, UNIT_HEAD, unit)
    entered(row, 2)
    working.assign(old, by=keeper, unit=unit, class_key="", seen=old.version, assignee=joiner.user)
    assert case_of(joiner, old.pk, today())
    assert asked(keeper) == []


def test_the_head_of_the_office_waits_in_the_office_too(agency, admin, keeper, bring):
    office = factories.make_unit(agency, agency.office)
    old = bring(ago=5)
    row, head = appoint(agency, admin, OFFICE_HEAD)
    given_before(old, office, head)
    assert case_of(head, old.pk, today()) is None
    assert len(asked(keeper)) == 1
    readers.let_read(row, by=keeper)
    assert case_of(head, old.pk, today()) == old


@pytest.mark.parametrize(
    "who", ["the maker", "the reader", "who only acts", "whose post the maker made",
            "whose password the maker handed over", "who put the reader there before",
            "without the right"],
)  # fmt: skip
@pytest.mark.few(3)
def test_who_would_gain_is_no_second_person(agency, admin, person, bring, who):
    bring(ago=5)
    row, reader = appoint(agency, admin)
    second = person(AUDITOR)
    if who == "the maker":
        second = admin
        factories.hold(admin.user, factories.make_position(agency, AUDITOR))
        second = actor_on(admin.user, today())
    elif who == "the reader":
        factories.hold(reader.user, factories.make_position(agency, AUDITOR))
        second = actor_on(reader.user, today())
    elif who == "who only acts":
        Appointment.objects.filter(user=second.user).update(is_acting=True, last_day=today())
    elif who == "whose post the maker made":
        _made, second = appoint(agency, admin, AUDITOR)
    elif who == "whose password the maker handed over":
        people.hand_over_password(user=second.user, by=admin)
    elif who == "who put the reader there before":
        factories.hold(second.user, factories.make_position(agency, ADMINISTRATOR))
        positions.end_appointment(appointment=row, by=second, last_day=today() + DAY)
    else:
        second = person(OFFICE_HEAD)
    row.refresh_from_db()
    assert asked(second) == []
    with pytest.raises(Refused):
        readers.let_read(row, by=second)
    assert waiting_numbers(reader, today())
    readers.let_read(row, by=person(CHIEF_EXECUTIVE))
    assert waiting_numbers(reader, today()) == ()


def test_what_the_maker_did_with_the_second_before_does_not_count(agency, admin, bring):
    """In a small office one person entered everybody, long ago."""
    bring(ago=5)
    made, second = appoint(agency, admin, AUDITOR)
    entered(made, 30)
    row, reader = appoint(agency, admin)
    # The journal is never changed: the reader came a day after the second was entered.
    Appointment.objects.filter(pk=row.pk).update(waits_since=today() + DAY)
    row.refresh_from_db()
    assert readers.is_second(row, second)
    readers.let_read(row, by=second)
    assert waiting_numbers(reader, today()) == ()


def test_a_password_handed_over_makes_the_reader_wait_again(agency, admin, keeper, bring, person):
    old = bring(ago=5)
    people.hand_over_password(user=keeper.user, by=admin)
    assert case_of(keeper, old.pk, today()) is None
    row = Appointment.objects.get(user=keeper.user)
    with pytest.raises(Refused):
        readers.let_read(row, by=admin)
    readers.let_read(row, by=person(CHIEF_EXECUTIVE))
    assert case_of(keeper, old.pk, today())


def test_another_reader_may_be_the_second_person(agency, admin, keeper, bring):
    old = bring(ago=5)
    row, reader = appoint(agency, admin)
    assert [one.url for one in asked(keeper)] == [reverse("desk:reader", args=[row.pk])]
    readers.let_read(row, by=keeper)
    assert case_of(reader, old.pk, today()) == old


def lets(row, second):
    """Whether a person's word is taken."""
    row.refresh_from_db()
    try:
        readers.let_read(row, by=second)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("waits", [True, False])
def test_who_waits_for_a_word_gives_none_to_the_next_reader(agency, admin, bring, waits):
    """Else the first of two friends lets the second, who lets the first."""
    bring(ago=5)
    first, friend = appoint(agency, admin)
    entered(first, 2)
    row, _reader = appoint(agency, admin)
    # The journal is never changed: the second came a day after the first was entered.
    Appointment.objects.filter(pk=row.pk).update(waits_since=today() + DAY)
    if not waits:
        Appointment.objects.filter(pk=first.pk).update(waits_since=None)
    assert lets(row, friend) == (not waits)


def test_a_reader_who_came_before_all_cases_gives_the_word_to_the_next(
    agency, admin, keeper, bring, unit
):
    """In a new office one person enters everybody on one day, and nobody is asked about it."""
    Appointment.objects.filter(user=keeper.user).update(
        waits_since=today() - 9 * DAY, entered_by=admin.user
    )
    old = bring(ago=5)
    joined, joiner = appoint(agency, admin, UNIT_HEAD, unit)
    given_before(old, unit, joiner)
    row, reader = appoint(agency, admin)
    assert lets(joined, keeper)
    assert lets(row, keeper)
    assert waiting_numbers(joiner, today()) == waiting_numbers(reader, today()) == ()


def made_by_the_reader(agency, head):
    """The reader makes the administrator who appoints him, and the auditor who lets him."""
    _made, other = appoint(agency, head, ADMINISTRATOR)
    _made, second = appoint(agency, head, AUDITOR)
    post = factories.make_position(agency, COMPLAINT_OFFICER)
    return positions.hold(position=post, user=head.user, by=other, first_day=today()), second


def made_by_the_reader_long_ago(agency, head):
    second = factories.make_actor(agency, AUDITOR)
    people.hand_over_password(user=second.user, by=head)
    post = factories.make_position(agency, COMPLAINT_OFFICER)
    other = factories.make_actor(agency, ADMINISTRATOR)
    row = positions.hold(position=post, user=head.user, by=other, first_day=today())
    Appointment.objects.filter(pk=row.pk).update(waits_since=today() + 90 * DAY)
    return row, second


def made_by_who_the_maker_made(agency, head):
    _made, other = appoint(agency, head, ADMINISTRATOR)
    _made, second = appoint(agency, other, AUDITOR)
    return appoint(agency, head)[0], second


def made_before_a_colleague_handed_the_password_over(agency, head):
    """Who handed it over is the last who made the reader, not the only one."""
    _made, second = appoint(agency, head, AUDITOR)
    row, reader = appoint(agency, head)
    people.hand_over_password(user=reader.user, by=factories.make_actor(agency, ADMINISTRATOR))
    return row, second


def made_by_file(agency, head):
    line = lines.row("friend", "", AUDITOR.name.th)
    take_over(roster=lines.uploaded(agency, head, line), by=head)
    user = User.objects.get(login="friend")
    return appoint(agency, head)[0], actor_on(user, today())


def made_the_day_before(agency, head):
    """An account that was made for it waits a day, and no more."""
    people.hand_over_password(user=(second := factories.make_actor(agency, AUDITOR)).user, by=head)
    row, _reader = appoint(agency, head)
    Appointment.objects.filter(pk=row.pk).update(waits_since=today() + DAY)
    return row, second


def of_one_mailbox(agency, head):
    second = factories.make_actor(agency, AUDITOR, email="one@example.org")
    row, reader = appoint(agency, head)
    User.objects.filter(pk=reader.user.pk).update(email="One@example.org")
    return row, second


@pytest.mark.parametrize("way", [
    made_by_the_reader, made_by_the_reader_long_ago, made_by_who_the_maker_made, made_by_file,
    made_the_day_before, made_before_a_colleague_handed_the_password_over, of_one_mailbox,
])  # fmt: skip
def test_a_friend_who_was_made_for_it_is_no_second_person(agency, person, bring, way):
    bring(ago=5)
    row, friend = way(agency, person(OFFICE_HEAD))
    assert not lets(row, friend)
    assert lets(row, person(AUDITOR)), "who was there before may"


def test_in_a_new_agency_all_accounts_are_new(agency, person, bring):
    bring(ago=5)
    agency.made_at = now() - DAY
    agency.save()
    assert lets(*made_the_day_before(agency, person(OFFICE_HEAD)))


def test_where_nobody_else_is_there_the_server_gives_the_word(agency, admin, keeper, bring, unit):
    """One administrator, one complaint officer: who is entered now is the administrator's."""
    old = bring(ago=5)
    people.hand_over_password(user=keeper.user, by=admin)
    row = Appointment.objects.get(user=keeper.user)
    _made, chief = appoint(agency, admin, CHIEF_EXECUTIVE)
    row.refresh_from_db()
    with pytest.raises(Refused) as refused:
        readers.let_read(row, by=chief)
    assert f"prongsai person let-read {keeper.user.login}" in refused.value.next_step.th
    assert readers.let_read_by_server(keeper.user) == 1
    assert case_of(keeper, old.pk, today()) == old
    assert JournalEntry.objects.get(verb="reader-let").by is None
    told = {one.user for one in Notification.objects.filter(said_th__contains="แม่ข่าย ยืนยันให้")}
    assert told == {keeper.user, chief.user}
    assert readers.let_read_by_server(keeper.user) == 0
    assert readers.let_read_by_server(chief.user) == 0, "who reads none waits for nothing"
    _made, joiner = appoint(agency, admin, UNIT_HEAD, unit)
    assert readers.let_read_by_server(joiner.user) == 1
    assert JournalEntry.objects.filter(verb="reader-let").count() == 1


def test_the_page_says_why_who_gains_has_no_button(agency, admin, person, bring, client_of):
    row, _reader = appoint(agency, admin)
    _made, second = appoint(agency, admin, AUDITOR)
    url = reverse("desk:reader", args=[row.pk])
    page = client_of(second).get(url)
    assert 'class="govuk-button">ยืนยันให้อ่าน' not in page.content.decode()
    assert client_of(second).post(url).status_code == 422
    assert client_of(person(UNIT_HEAD, factories.make_unit(agency))).get(url).status_code == 403


@pytest.mark.parametrize("change", [
    lambda reader, admin: people.hand_over_password(user=reader.user, by=admin),
    lambda reader, admin: people.edit_person(
        user=reader.user, by=admin, display_name="เพื่อนร่วมงานสมมุติ", email=""
    ),
])  # fmt: skip
def test_the_word_is_for_the_reader_as_the_page_showed_them(
    agency, admin, person, bring, client_of, change
):
    """Else the account is taken over, or bears another's name, while the page stands open."""
    old = bring(ago=5)
    row, reader = appoint(agency, admin)
    browser, url = client_of(person(AUDITOR)), reverse("desk:reader", args=[row.pk])
    shown = browser.get(url).context["form"].initial
    change(reader, admin)
    answer = browser.post(url, shown)
    assert answer.status_code == 422
    assert "ระหว่างที่เปิดหน้านี้" in answer.content.decode()
    assert case_of(reader, old.pk, today()) is None
    assert reader.user.login in answer.content.decode(), "a name may be anybody's"
    again = {"seen": answer.context["form"]["seen"].value()}
    assert browser.post(url, again).status_code == 302, "who looked at it anew"
    assert case_of(reader, old.pk, today()) == old


def test_asking_takes_as_many_questions_for_many_readers(
    agency, admin, person, bring, django_assert_max_num_queries
):
    for _ in range(3):
        bring(ago=5)
    reader = person(CHIEF_EXECUTIVE)
    with django_assert_max_num_queries(1):
        assert list(readers.new_readers(reader)) == []
    _row, new = appoint(agency, admin)
    with django_assert_max_num_queries(6):
        assert len(waiting_numbers(new, today())) == 3
    appoint(agency, admin, COMPLAINT_OFFICER, factories.make_unit(agency))
    with django_assert_max_num_queries(14):
        assert len(readers.seconded(readers.new_readers(reader), reader)) == 2


def test_whose_term_goes_on_without_a_gap_waits_for_nothing(agency, admin, bring):
    old = bring(ago=3)
    row, reader = appoint(agency, admin, last_day=today() + DAY)
    assert not case_of(reader, old.pk, today())
    again = {"position": row.position, "user": reader.user, "by": admin}
    waits = positions.hold(**again, first_day=today() + 2 * DAY, last_day=today() + 2 * DAY)
    assert waits.waits_since == today(), "the term before waits too"
    positions.cancel_appointment(appointment=waits, by=admin)
    Appointment.objects.filter(pk=row.pk).update(waits_since=None)
    apart = positions.hold(**again, first_day=today() + 3 * DAY, last_day=today() + 5 * DAY)
    assert apart.waits_since == today(), "a day is between"
    positions.cancel_appointment(appointment=apart, by=admin)
    goes_on = positions.hold(**again, first_day=today() + 2 * DAY)
    assert goes_on.waits_since is None
    assert case_of(actor_on(reader.user, today() + 2 * DAY), old.pk, today() + 2 * DAY) == old
    # Another post, or another person, is new.
    for changed in (
        {"position": factories.make_position(agency, CHIEF_ADMINISTRATOR)},
        {"user": factories.make_user(agency)},
    ):
        other = positions.hold(**{**again, **changed}, first_day=today() + 2 * DAY)
        assert other.waits_since == today()
    row.refresh_from_db()
    positions.end_appointment(appointment=row, by=admin, last_day=today())
    goes_on.refresh_from_db()
    assert goes_on.waits_since == today(), "an earlier end leaves a day between"


def test_a_password_that_is_handed_over_reaches_the_term_to_come(agency, admin, bring):
    bring(ago=3)
    row, reader = appoint(agency, admin, last_day=today() + DAY)
    Appointment.objects.filter(pk=row.pk).update(waits_since=None)
    again = {"position": row.position, "user": reader.user, "by": admin}
    goes_on = positions.hold(**again, first_day=today() + 2 * DAY)
    people.hand_over_password(user=reader.user, by=admin)
    goes_on.refresh_from_db()
    assert goes_on.waits_since == today()


def test_of_many_cases_that_wait_the_first_are_named_and_the_others_counted(
    agency, admin, bring, monkeypatch
):
    monkeypatch.setattr(queries, "MOST_NUMBERS", 2)
    waiting = {bring(ago=3).printed_number for _ in range(4)}
    _row, reader = appoint(agency, admin)
    first, second, more = waiting_numbers(reader, today())
    assert {first, second} < waiting
    assert more == "และอีก 2 เรื่อง"
    monkeypatch.setattr(queries, "MOST_NUMBERS", 4)
    assert set(waiting_numbers(reader, today())) == waiting


def test_readers_of_many_days_cost_no_more_queries(
    agency, admin, person, django_assert_max_num_queries
):
    second = person(CHIEF_ADMINISTRATOR)
    for ago in range(1, 5):
        entered(appoint(agency, admin)[0], ago)
    rows = list(readers.new_readers(second).select_related("agency", "position", "user"))
    with CaptureQueriesContext(connection) as one:
        assert len(readers.seconded(rows[:1], second)) == 1
    with django_assert_max_num_queries(len(one)):
        assert len(readers.seconded(rows, second)) == 4
