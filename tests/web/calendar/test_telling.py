"""Lines that other apps put into inboxes: once a day, outdated when settled, mailed once."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.calendar.servers import Box, free_port, running, server_at
from tests.web.roles import ADMINISTRATOR, ITA_OFFICER

from prongsai.core.text import Text
from prongsai.web.agency import waiting
from prongsai.web.agency.waiting import Waiting
from prongsai.web.platform import clock
from prongsai.web.platform.tags import due_tag
from prongsai.web.year.calendar import queries
from prongsai.web.year.calendar.models import QueuedEmail, Reminder
from prongsai.web.year.calendar.services import dates, mailing, telling

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
YEAR = 2569
DAY = date(2026, 1, 15)
DUE = date(2026, 1, 31)
URL = "/circulation/00000000-0000-0000-0000-000000000001/"
SIGN = "/signing/00000000-0000-0000-0000-000000000002/"
NAME = Text("รับทราบ: ประกาศ", "To acknowledge: announcement")
QUICK = 0.02


def at(day, hour=9, minute=0):
    bangkok = ZoneInfo("Asia/Bangkok")
    return clock.freeze(datetime(day.year, day.month, day.day, hour, minute, tzinfo=bangkok))


@pytest.fixture
def officer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER, login="officer", email="officer@example.go.th")


@pytest.fixture
def site(settings):
    settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = "https://ita.example.go.th", True
    settings.MAIL_SERVER = server_at(free_port())
    return settings


@pytest.fixture
def waits(monkeypatch):
    """What waits for everybody, in place of what the apps know."""
    found = []
    monkeypatch.setattr(waiting, "_MAKERS", {"test": lambda _person, _on: tuple(found)})
    return found


def signing(due=None, url=SIGN):
    return Waiting("signing", "บันทึกเสนอแผน", Text("รอลงนาม", "to sign"), url, DAY, due)


def tell(agency, *people, about, day=DUE, url=URL, **given):
    return telling.add_reminders(
        agency, to=[one.user for one in people], about=about, name=NAME, url=url, year=YEAR,
        last_day=day, **given,
    )  # fmt: skip


def standing(person):
    return Reminder.objects.filter(user=person.user, outdated_at=None)


def test_told_twice_on_a_day_is_one_line_the_next_day_another(agency, officer, waits):
    about = uuid4()
    with at(DAY):
        assert tell(agency, officer, about=about) == 1
        assert tell(agency, officer, about=about) == 0
        assert tell(agency, officer, about=about, day=None) == 0
        assert tell(agency, officer, about=uuid4(), url="/other/") == 1
    with at(DAY + timedelta(days=1)):
        assert tell(agency, officer, about=about) == 1
    assert Reminder.objects.count() == 3
    assert standing(officer).filter(event=about).count() == 1


def test_only_active_people_of_the_agency_are_told(
    agency, other_agency, officer, waits, make_actor
):
    gone = make_actor(agency, login="gone", is_active=False)
    stranger = make_actor(other_agency, ADMINISTRATOR, login="stranger")
    with at(DAY):
        assert tell(agency, officer, gone, stranger, about=uuid4()) == 1
    assert Reminder.objects.get().user == officer.user


def test_settled_lines_are_outdated_for_whom_it_is_settled(agency, officer, waits, make_actor):
    other, about = make_actor(agency, login="other"), uuid4()
    with at(DAY):
        tell(agency, officer, other, about=about)
        tell(agency, officer, about=uuid4(), url="/other/")
        assert telling.settle(agency, about, [officer.user]) == 1
        assert [one.url for one in standing(officer)] == ["/other/"]
        assert standing(other).count() == 1
        assert telling.settle(agency, about) == 1
        assert standing(other).count() == 0
        assert telling.settle(agency, about) == 0
        # What was settled too early is told anew, without a second line.
        tell(agency, officer, about=about)
    assert standing(officer).count() == 2
    assert Reminder.objects.filter(event=about).count() == 2


def test_the_calendars_own_settling_leaves_them_alone(agency, officer, waits):
    open_year(agency, YEAR)
    with at(DAY):
        tell(agency, officer, about=uuid4())
        mailing.follow(agency, YEAR)
        mailing.remind(agency)
    assert standing(officer).filter(url=URL).count() == 1


def test_the_inbox_opens_the_page_and_a_line_without_a_day_has_none(agency, officer, waits):
    with at(DAY):
        tell(agency, officer, about=uuid4())
        tell(agency, officer, about=uuid4(), url="/other/", day=None)
        lines = {one.url: one for one in queries.inbox(officer, "").page_obj}
        assert (lines[URL].last_day, lines[URL].tag) == (DUE, due_tag(16))
        assert (lines["/other/"].last_day, lines["/other/"].tag.kind) == (None, "info")


def test_what_waits_gets_one_line_until_it_waits_no_more(agency, officer, waits):
    waits.append(signing())
    with at(DAY):
        assert telling.tell_what_waits(agency) == 1
        assert telling.tell_what_waits(agency) == 0
    with at(DAY + timedelta(days=1)):
        assert telling.tell_what_waits(agency) == 0
        assert standing(officer).get().name["th"] == "รอลงนาม: บันทึกเสนอแผน"
        waits.clear()
        telling.tell_what_waits(agency)
        assert not standing(officer).exists()
        waits.append(signing())
        assert telling.tell_what_waits(agency) == 1
    assert Reminder.objects.count() == 1
    assert standing(officer).get().read_at is None


def test_what_somebody_told_of_is_not_told_again_and_far_days_wait(agency, officer, waits):
    waits += [signing(DUE, URL), signing(DAY + timedelta(days=60), "/far/")]
    with at(DAY):
        tell(agency, officer, about=uuid4())
        assert telling.tell_what_waits(agency) == 0
        dates.read(by=officer)
        assert telling.tell_what_waits(agency) == 0
    with at(DAY + timedelta(days=50)):
        assert telling.tell_what_waits(agency) == 1
    assert {one.url for one in standing(officer)} == {URL, "/far/"}


def test_a_reminder_takes_the_place_of_what_waits(agency, officer, waits):
    waits.append(signing(DUE, URL))
    with at(DAY):
        telling.tell_what_waits(agency)
        assert tell(agency, officer, about=uuid4()) == 1
        assert standing(officer).get().rule.startswith("told")


def test_one_mail_names_each_thing_once_with_links_that_open_it(agency, officer, site, waits):
    open_year(agency, YEAR)
    waits += [signing(), signing(DUE, URL)]
    box = Box()
    with running(box) as server:
        site.MAIL_SERVER = server
        with at(DAY):
            tell(agency, officer, about=uuid4())
            mailing.remind_all()
            mailing.queue_all()
            assert mailing.send_all(patience=QUICK) == 1
        for hour in (10, 18):
            with at(DAY, hour):
                mailing.remind_all()
                mailing.queue_all()
                assert mailing.send_all(patience=QUICK) == 0
        with at(DAY + timedelta(days=1)):
            mailing.remind_all()
            mailing.queue_all()
            assert mailing.send_all(patience=QUICK) == 0
    (mail,) = box.mails
    body = mail.get_content()
    links = re.findall(r"https://ita\.example\.go\.th(\S+)", body)
    assert links.count(URL) == links.count(SIGN) == 1
    assert "รับทราบ: ประกาศ (31 มกราคม 2569)" in body
    assert "- รอลงนาม: บันทึกเสนอแผน" in body.splitlines()
    assert "รอท่าน" in mail["Subject"]
    assert QueuedEmail.objects.count() == 1


def test_a_mail_for_one_thing_mentions_what_else_waits(agency, officer, site, waits):
    """It was told long ago and read, and is still not done."""
    box = Box()
    with running(box) as server:
        site.MAIL_SERVER = server
        waits.append(signing())
        with at(DAY):
            telling.tell_what_waits(agency)
            dates.read(by=officer)
            assert mailing.queue_all() == 0
            tell(agency, officer, about=uuid4())
            mailing.queue_all()
            mailing.send_all(patience=QUICK)
    body = box.mails[0].get_content()
    assert body.count(SIGN) == body.count(URL) == 1


def test_what_was_acknowledged_before_the_mail_goes_is_not_in_it(agency, officer, site, waits):
    about, box = uuid4(), Box()
    with running(box) as server:
        site.MAIL_SERVER = server
        with at(DAY):
            tell(agency, officer, about=about)
            mailing.queue_all()
            telling.settle(agency, about, [officer.user])
            assert mailing.send_all(patience=QUICK) == 0
    assert box.mails == []
    assert [one.state for one in QueuedEmail.objects.all()] == ["dropped"]


def test_a_hundred_people_are_told_in_as_many_queries_as_one(
    agency, officer, waits, django_assert_max_num_queries
):
    people = factories.User.objects.bulk_create(
        factories.User(login=f"many{number}", agency=agency, made_at=factories.MADE_AT)
        for number in range(100)
    )
    with at(DAY), django_assert_max_num_queries(9):
        assert telling.add_reminders(
            agency, to=people, about=uuid4(), name=NAME, url=URL, year=YEAR, last_day=None
        ) == len(people)
