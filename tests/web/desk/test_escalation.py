"""What nobody answers in time goes to the next superior, on working days, past who is away."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.roles import (
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    OFFICE_HEAD,
    UNIT_HEAD,
)

from prongsai.core.desk.model import Outcome, is_off, working_days_after
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk.models import Case, CaseEntry, DayOff
from prongsai.web.citizens.desk.services import escalating, receiving, working
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.calendar.models import Reminder
from prongsai.web.year.calendar.services import telling

pytestmark = [
    pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("frozen_clock"),
]  # fmt: skip
FIRST, SECOND = (step.after for step in kind_of("complaint").escalation.steps)


@pytest.fixture
def posts(agency):
    """The two superiors, of whom one keeps no desk."""
    return {
        role: factories.make_position(agency, role, title=title)
        for role, title in (
            (CHIEF_ADMINISTRATOR, "ปลัดเทศบาลสมมุติ"), (CHIEF_EXECUTIVE, "นายกสมมุติ"),
        )
    }  # fmt: skip


@pytest.fixture
def officer(person):
    return person(OFFICE_HEAD)


@pytest.fixture
def superiors(agency, posts):
    users = {}
    for role, position in posts.items():
        users[role] = factories.make_user(agency)
        factories.hold(users[role], position)
    return users


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def at_nine(day, hour=9):
    """The clock of Thailand on that day."""
    return freeze(localtime(now()).replace(year=day.year, month=day.month, day=day.day, hour=hour))


def later(case, working_days, hour=9):
    """That many working days after the last day of a case."""
    off = set(DayOff.objects.values_list("day", flat=True))
    return at_nine(working_days_after(case.due_on, working_days, off), hour)


def went(case):
    return Case.objects.get(pk=case.pk).escalated_to


def lines(user):
    return Reminder.objects.filter(user=user, outdated_at=None, url__contains="escalated")


def seen_by_client(client_of, user, case):
    return client_of(user).get(at("case", case.pk)).status_code


def test_it_goes_to_the_one_and_then_to_the_other_on_their_days(agency, case, superiors, client_of):
    clerk, mayor = superiors[CHIEF_ADMINISTRATOR], superiors[CHIEF_EXECUTIVE]
    with later(case, FIRST - 1):
        assert escalating.escalate_all() == 0
    with later(case, FIRST):
        assert escalating.escalate_all() == 1
        assert escalating.escalate_all() == 0  # once
        assert went(case) == "chief-administrator"
        assert lines(clerk).count() == 1
        assert not lines(mayor).exists()
        assert seen_by_client(client_of, mayor, case) == 404
        waits = waiting_for(actor_on(clerk, today()), today())
        assert next(one for one in waits if one.url.endswith("escalated")).due == case.due_on
    with later(case, SECOND - 1):
        assert escalating.escalate_all() == 0
    with later(case, SECOND):
        assert escalating.escalate_all() == 1
        assert went(case) == "chief-executive"
        assert lines(mayor).count() == 1
        assert seen_by_client(client_of, mayor, case) == 200
    said = JournalEntry.objects.filter(agency=agency, verb="case-escalated").order_by("number")
    assert [one.detail["to"] for one in said] == ["ปลัดเทศบาลสมมุติ", "นายกสมมุติ"]
    texts = CaseEntry.objects.filter(case=case, act="escalate").values_list("text", flat=True)
    assert list(texts) == ["ปลัดเทศบาลสมมุติ", "นายกสมมุติ"]


def test_who_it_came_to_answers_it_and_sees_no_other(agency, case, superiors, client_of):
    mayor = superiors[CHIEF_EXECUTIVE]
    with later(case, SECOND):
        other = receiving.receive(
            agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(8))
        )
        with pytest.raises(Refused):
            working.note(case, by=actor_on(mayor, today()), text="x", seen=1)
        escalating.escalate_all()
        client = client_of(mayor)
        assert client.get(at("case", other.pk)).status_code == 404
        listed = client.get(at("cases") + "?standing=escalated").content.decode()
        assert at("case", case.pk) in listed
        assert at("case", other.pk) not in listed
        page = client.get(at("case", case.pk)).content.decode()
        assert 'value="answer"' in page
        assert 'value="assign"' not in page
        seen = Case.objects.get(pk=case.pk).version
        typed = {"act": "answer", "text": "สั่งซ่อมแล้ว", "outcome": "done", "seen": seen}
        assert client.post(at("case", case.pk), typed).status_code == 302
        assert not lines(mayor).exists()  # nothing of it is left to do
        assert not [one for one in waiting_for(actor_on(mayor, today()), today()) if one.due]
        with pytest.raises(Refused):
            working.assign(
                other, by=actor_on(mayor, today()), unit=unit_of(agency), class_key="", seen=1
            )


def unit_of(agency):
    return agency.units.create(name="กองช่าง")


def test_the_citizen_does_not_read_of_it(agency, case, superiors, client_of):
    with later(case, FIRST):
        escalating.escalate_all()
        told = client_of(superiors[CHIEF_ADMINISTRATOR]).post(
            at("follow", agency.pk), {"receipt": slip_of(7)}
        )
    assert "ปลัดเทศบาลสมมุติ" not in told.content.decode().split("<main")[1]


@pytest.mark.long
def test_whoever_acts_for_the_post_gets_it_and_who_is_away_does_not(
    agency, case, posts, superiors, client_of
):
    deputy = factories.make_user(agency)
    with later(case, FIRST):
        factories.hold(
            deputy, posts[CHIEF_ADMINISTRATOR], today(), today() + timedelta(days=3),
            is_acting=True, authority="คำสั่งตัวอย่าง",
        )  # fmt: skip
        assert escalating.escalate_all() == 1
        assert lines(deputy).count() == 1
        assert not lines(superiors[CHIEF_ADMINISTRATOR]).exists()
        assert seen_by_client(client_of, deputy, case) == 200
        waits = {
            user.pk: [one.url for one in waiting_for(actor_on(user, today()), today())]
            for user in (deputy, superiors[CHIEF_ADMINISTRATOR])
        }
        url = f"{at('cases')}?standing=escalated"
        assert url in waits[deputy.pk]
        assert url not in waits[superiors[CHIEF_ADMINISTRATOR].pk]
        telling.tell_what_waits(agency)
        assert lines(deputy).count() == 1  # the morning does not tell it twice
    with later(case, FIRST + 6):
        owner = superiors[CHIEF_ADMINISTRATOR]
        assert url in [one.url for one in waiting_for(actor_on(owner, today()), today())]


def test_an_empty_post_is_passed_over_at_once_and_no_post_keeps_it(agency, case, posts):
    with later(case, FIRST):
        assert escalating.escalate_all() == 0  # nobody holds any of them
        assert went(case) == ""
        mayor = factories.make_user(agency)
        factories.hold(mayor, posts[CHIEF_EXECUTIVE])
        assert escalating.escalate_all() == 1
        assert went(case) == "chief-executive"
        clerk = factories.make_user(agency)
        factories.hold(clerk, posts[CHIEF_ADMINISTRATOR])
        assert escalating.escalate_all() == 0  # it does not go down again
    with later(case, SECOND):
        assert escalating.escalate_all() == 0


def test_who_cannot_sign_in_any_more_stands_for_nothing(agency, case, superiors):
    clerk = superiors[CHIEF_ADMINISTRATOR]
    clerk.is_active = False
    clerk.save()
    with later(case, FIRST):
        escalating.escalate_all()
    assert went(case) == "chief-executive"


def test_days_off_do_not_count_and_nothing_goes_on_one(agency, case, superiors):
    last = working_days_after(case.due_on, FIRST)
    DayOff.objects.create(agency=agency, day=last)
    with at_nine(last):
        assert escalating.escalate_all() == 0
    saturday = last + timedelta(days=5 - last.weekday())
    with freeze(
        localtime(now()).replace(year=saturday.year, month=saturday.month, day=saturday.day)
    ):
        assert is_off(today(), ())
        assert escalating.escalate_all() == 0
    with later(case, FIRST):
        assert today() > last
        assert escalating.escalate_all() == 1


def test_what_is_answered_waits_for_word_or_is_joined_goes_nowhere(
    agency, case, officer, superiors
):
    rows = [
        receiving.receive(agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(number)))
        for number in (11, 12, 13)
    ]
    working.answer(rows[0], by=officer, text="ตอบแล้ว", outcome=Outcome.DONE, seen=1)
    working.ask(rows[1], by=officer, text="ที่ไหน", seen=1)
    working.join(rows[2], case, by=officer, seen=1, main_seen=1)
    with later(case, SECOND):
        assert escalating.escalate_all() == 1
    assert went(case)
    assert not any(went(row) for row in rows)


def test_restricted_kinds_go_to_no_superior(agency, person, superiors, client_of):
    person(COMPLAINT_OFFICER)
    row = receiving.receive(
        agency, kind_of("work-assignment"), receiving.Brought(TYPED, slip_of(9))
    )
    with later(row, SECOND + 20):
        assert escalating.escalate_all() == 0
        for user in superiors.values():
            assert seen_by_client(client_of, user, row) == 404


def test_brought_again_its_days_and_its_way_up_begin_anew(agency, case, superiors):
    clerk = actor_on(superiors[CHIEF_ADMINISTRATOR], today())
    with later(case, FIRST):
        escalating.escalate_all()
        row = Case.objects.get(pk=case.pk)
        working.answer(row, by=clerk, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=row.version)
        working.reopen(case, text="ยังดับ")
        assert went(case) == ""
        assert escalating.escalate_all() == 0
    case.refresh_from_db()
    with later(case, FIRST):
        assert escalating.escalate_all() == 1


def test_another_agencys_superiors_get_nothing(agency, case, superiors, client_of):
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    theirs = factories.make_actor(other, CHIEF_EXECUTIVE, login="theirs")
    head = factories.make_actor(agency, UNIT_HEAD, login="unit-head")
    with later(case, SECOND):
        escalating.escalate_all()
        assert not lines(theirs.user).exists()
        for stranger in (theirs, head):
            assert seen_by_client(client_of, stranger.user, case) == 404


def test_the_page_tells_where_it_went(case, officer, superiors, client_of):
    before = client_of(officer).get(at("case", case.pk)).content.decode()
    assert "เกินกำหนด ส่งต่อถึง" not in before
    with later(case, FIRST):
        escalating.escalate_all()
        page = client_of(officer).get(at("case", case.pk)).content.decode()
    assert "เกินกำหนด ส่งต่อถึง" in page
    assert "ปลัดเทศบาลสมมุติ" in page
