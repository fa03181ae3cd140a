"""Papers sent round: to whom, acknowledged once, reminded once a day, closed for good."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.web import factories
from tests.web.circulation import samples
from tests.web.circulation.samples import DUE, YEAR, start
from tests.web.roles import CHIEF_EXECUTIVE, ITA_OFFICER, UNIT_HEAD

from prongsai.web.agency.models import Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.office.circulation import services
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.calendar.models import Reminder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def finance(agency):
    return factories.make_unit(agency, "กองคลัง")


@pytest.fixture
def works(agency):
    return factories.make_unit(agency, "กองช่าง")


@pytest.fixture
def treasurer(agency, finance):
    return samples.person(agency, finance, login="treasurer")


@pytest.fixture
def engineer(agency, works):
    return samples.person(agency, works, login="engineer")


def verbs(agency):
    found = JournalEntry.objects.filter(agency=agency).order_by("number")
    return [verb for verb in found.values_list("verb", flat=True) if verb.startswith("circ")]


def asked(row):
    return set(row.recipients.values_list("user__login", flat=True))


def refused(act, field=""):
    with pytest.raises(Refused) as told:
        act()
    assert told.value.field == field
    return told.value


def on_a_sheet(row, by, *recipients, day=None):
    """Write down signatures with the sheet that shows them."""
    return services.sign_on_paper(
        row, by=by, recipients=[one.pk for one in recipients], day=day or today(),
        scan=samples.stored(row.agency, "ใบลงชื่อ.pdf"),
    )  # fmt: skip


def notices(person):
    return [one.said_th for one in Notification.objects.filter(user=person.user)]


def test_all_staff_means_every_active_person_with_or_without_a_position(
    agency, other_agency, officer, treasurer
):
    factories.make_user(agency, login="new")
    factories.make_user(agency, login="gone", is_active=False)
    factories.make_user(other_agency, login="stranger")
    row = start(officer)
    assert asked(row) == {"officer", "treasurer", "new"}
    words = dict(row.recipients.values_list("user__login", "position"))
    assert words["treasurer"] == "ผู้อำนวยการกองคลัง"
    assert words["new"] == "new"
    assert verbs(agency) == ["circulation-started"]


def test_posts_are_asked_whatever_their_unit_and_later_holders_can_be_added(
    agency, officer, finance, treasurer, engineer
):
    chief_executive = factories.make_actor(agency, CHIEF_EXECUTIVE, login="mayor")
    position = chief_executive.user.appointments.get().position
    row = start(officer, units=[finance], positions=[position])
    assert asked(row) == {"treasurer", "mayor"}
    acting = factories.make_user(agency, login="acting")
    factories.hold(acting, position, is_acting=True, last_day=today())
    assert services.add_joined(row, by=officer) == 1
    assert asked(row) == {"treasurer", "mayor", "acting"}


def test_units_mean_who_holds_a_position_there_today(agency, officer, finance, treasurer, engineer):
    past = factories.make_user(agency, login="past")
    position = factories.make_position(agency, UNIT_HEAD, finance)
    factories.hold(past, position, last_day=today() - timedelta(days=1))
    acting = factories.make_user(agency, login="deputy")
    factories.hold(acting, position, last_day=today() + timedelta(days=9), is_acting=True)
    row = start(officer, units=[finance])
    assert asked(row) == {"treasurer", "deputy"}
    assert "รักษาราชการแทน" in row.recipients.get(user=acting).position
    assert row.recipients.get(user=acting).unit_name == "กองคลัง"


def test_everybody_gets_a_line_that_opens_the_paper(agency, officer, treasurer):
    row = start(officer)
    line = Reminder.objects.get(user=treasurer.user)
    assert line.url == f"/circulation/{row.pk}/"
    assert (line.last_day, line.outdated_at) == (DUE, None)
    assert "แนวทางไม่รับของขวัญ" in line.name["th"]
    waits = waiting_for(treasurer, today())
    # The inbox counts it too, in one line for all that is unread.
    assert [(wait.url, wait.due) for wait in waits if wait.due] == [(line.url, DUE)]


def test_the_same_paper_runs_once_and_a_new_file_runs_anew(agency, officer):
    subject, file = uuid4(), samples.stored(agency)
    first = start(officer, kind="notice", subject=subject, file=file)
    assert start(officer, kind="notice", subject=subject, file=file) == first
    other = start(officer, kind="notice", subject=subject, file=samples.stored(agency, pages=3))
    assert other != first
    services.close(first, by=officer)
    assert start(officer, kind="notice", subject=subject, file=file) not in (first, other)


def test_the_site_starts_one_by_itself(agency, treasurer):
    row = services.start(
        agency, by=None, title="ประกาศ", kind="notice", subject=uuid4(),
        file=samples.stored(agency), year=YEAR, units=None, due=None,
    )  # fmt: skip
    assert row.by_words == ""
    assert Reminder.objects.get(user=treasurer.user).last_day is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"text": " "}, "text"),
        ({"due": DUE - timedelta(days=30)}, "due"),
        ({"units": []}, "units"),
    ],
)
def test_what_cannot_be_sent_round_is_refused_at_its_field(officer, treasurer, wrong, field):
    refused(lambda: start(officer, **wrong), field)
    assert not Circulation.objects.exists()
    start(officer)


def test_one_acknowledges_once_and_the_time_stays(agency, officer, treasurer):
    row = start(officer)
    assert services.acknowledge(row, by=treasurer)
    with clock.freeze(clock.now() + timedelta(hours=3)):
        assert not services.acknowledge(row, by=treasurer)
    mine = row.recipients.get(user=treasurer.user)
    assert mine.acknowledged_at == clock.now()
    assert verbs(agency).count("circulation-acknowledged") == 1
    assert Reminder.objects.get(user=treasurer.user).outdated_at == clock.now()
    assert Reminder.objects.get(user=officer.user).outdated_at is None
    assert waiting_for(treasurer, today()) == ()


def test_nobody_notes_the_own_signature_on_paper(agency, officer, treasurer):
    row = samples.start(officer, file=samples.stored(agency))
    mine, other = (row.recipients.get(user=one.user) for one in (officer, treasurer))
    told = refused(
        lambda: services.sign_on_paper(
            row, by=officer, recipients=[mine.pk, other.pk], day=today(), scan=row.file
        ),
        "recipients",
    )
    assert "ตนเอง" in told.message.th
    assert not row.recipients.exclude(acknowledged_at=None).exists()
    assert on_a_sheet(row, officer, other) == 1


def test_nobody_acknowledges_a_file_that_they_never_opened(agency, officer, treasurer):
    row = samples.start(officer, file=samples.stored(agency))
    told = refused(lambda: services.acknowledge(row, by=treasurer))
    assert "ยังไม่ได้เปิดไฟล์" in told.message.th
    # What another person opened is no reading of one's own; who was not asked opens nothing.
    services.note_opened(row, by=officer)
    refused(lambda: services.acknowledge(row, by=treasurer))
    services.note_opened(row, by=treasurer)
    first = row.recipients.get(user=treasurer.user).opened_at
    services.note_opened(row, by=treasurer)
    assert row.recipients.get(user=treasurer.user).opened_at == first
    assert services.acknowledge(row, by=treasurer)


def test_who_was_not_asked_cannot_acknowledge(agency, officer, finance, treasurer, engineer):
    row = start(officer, units=[finance])
    refused(lambda: services.acknowledge(row, by=engineer))
    assert services.acknowledge(row, by=treasurer)


def test_a_closed_one_takes_nothing_more_and_its_lines_are_gone(agency, officer, treasurer):
    row = start(officer)
    services.acknowledge(row, by=officer)
    services.close(row, by=officer)
    for act in (
        lambda: services.acknowledge(row, by=treasurer),
        lambda: services.remind(row, by=officer),
        lambda: services.add_joined(row, by=officer),
        lambda: services.close(row, by=officer),
        lambda: services.add_without_account(row, by=officer, positions=["คนสวน"], unit=None),
        lambda: services.sign_on_paper(
            row, by=officer, recipients=[row.recipients.get(user=treasurer.user).pk], day=today()
        ),
    ):
        refused(act)
    assert row.recipients.exclude(acknowledged_at=None).count() == 1
    assert waiting_for(treasurer, today()) == ()
    assert not Reminder.objects.filter(outdated_at=None).exists()
    # Who acknowledged before is told so, not refused.
    assert not services.acknowledge(row, by=officer)


def test_reminding_tells_each_once_a_day_and_only_who_is_missing(agency, officer, treasurer):
    row = start(officer)
    services.acknowledge(row, by=officer)
    # The start told everybody today already.
    assert services.remind(row, by=officer) == 0
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert services.remind(row, by=officer) == 1
        assert services.remind(row, by=officer) == 0
        lines = Reminder.objects.filter(user=treasurer.user, outdated_at=None)
        assert lines.count() == 1
        services.acknowledge(row, by=treasurer)
        assert "บัญชี" in refused(lambda: services.remind(row, by=officer)).message.th
    assert verbs(agency).count("circulation-reminded") == 1


def test_who_joins_later_is_added_by_hand(agency, officer, finance, treasurer):
    row = start(officer, units=[finance])
    new = factories.make_user(agency, login="new")
    assert services.add_joined(row, by=officer) == 0
    factories.hold(new, factories.make_position(agency, UNIT_HEAD, finance))
    assert services.add_joined(row, by=officer) == 1
    assert services.add_joined(row, by=officer) == 0
    assert asked(row) == {"treasurer", "new"}
    assert Reminder.objects.filter(user=new).count() == 1


def test_staff_without_an_account_sign_on_paper(agency, officer, finance):
    row = start(officer, units=None)
    count = services.add_without_account(
        row, by=officer, positions=["คนงานทั่วไป", "  ", "พนักงานขับรถ"], unit=finance
    )
    assert count == 2
    refused(
        lambda: services.add_without_account(row, by=officer, positions=[" "], unit=None),
        "positions",
    )
    people = row.recipients.filter(user=None)
    scan = samples.stored(agency, "ใบลงชื่อ.pdf")
    ids = list(people.values_list("pk", flat=True))
    assert services.sign_on_paper(row, by=officer, recipients=ids, day=today(), scan=scan) == 2
    one = people.first()
    assert (one.paper_day, one.noted_by, one.scan) == (today(), officer.user, scan)
    assert one.acknowledged_at is not None
    # Nothing is left to write down.
    refused(
        lambda: services.sign_on_paper(row, by=officer, recipients=ids, day=today()), "recipients"
    )


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_signs_before_the_start_or_after_today(agency, officer, treasurer, days):
    row = start(officer)
    mine = row.recipients.get(user=treasurer.user)
    act = lambda day: on_a_sheet(row, officer, mine, day=day)  # noqa: E731
    refused(lambda: act(today() + timedelta(days=days)), "day")
    assert act(today()) == 1
    assert Reminder.objects.get(user=treasurer.user).outdated_at is not None


def test_a_signature_on_paper_is_taken_back_an_acknowledgement_is_not(agency, officer, treasurer):
    row = start(officer)
    mine = row.recipients.get(user=treasurer.user)
    on_a_sheet(row, officer, mine)
    services.unsign(mine, by=officer)
    mine.refresh_from_db()
    assert (mine.acknowledged_at, mine.paper_day, mine.scan) == (None, None, None)
    services.acknowledge(row, by=treasurer)
    refused(lambda: services.unsign(mine, by=officer))
    mine.refresh_from_db()
    assert mine.acknowledged_at is not None


def test_who_has_an_account_signs_by_nothing_but_the_sheet(agency, officer, treasurer, engineer):
    """One officer would acknowledge for everybody, staff without an account among them."""
    row = start(officer)
    services.add_without_account(row, by=officer, positions=["คนงานทั่วไป"], unit=None)
    ids = list(row.recipients.exclude(user=officer.user).values_list("pk", flat=True))
    told = refused(
        lambda: services.sign_on_paper(row, by=officer, recipients=ids, day=today()), "scan"
    )
    assert "ใบลงชื่อ" in told.message.th
    assert not row.recipients.exclude(acknowledged_at=None).exists()
    worker = row.recipients.get(user=None)
    refused(
        lambda: services.sign_on_paper(row, by=officer, recipients=[worker.pk], day=today()), "scan"
    )
    assert on_a_sheet(row, officer, worker) == 1
    assert on_a_sheet(row, officer, *row.recipients.exclude(user=officer.user)) == 2
    for person in (treasurer, engineer):
        assert "ถ้าไม่ใช่ลายมือชื่อของท่าน" in notices(person)[0]
    assert not notices(officer)


def test_a_signature_that_is_not_ones_own_is_taken_back(agency, officer, treasurer, engineer):
    row = start(officer)
    mine, other = (row.recipients.get(user=one.user) for one in (treasurer, engineer))
    refused(lambda: services.disown(row, by=treasurer))
    on_a_sheet(row, officer, mine, other)
    services.close(row, by=officer)
    services.disown(row, by=treasurer)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.acknowledged_at, mine.paper_day, mine.scan) == (None, None, None)
    assert other.acknowledged_at is not None, "nobody else's falls"
    assert "ไม่ใช่ของตน" in notices(officer)[0]
    entry = JournalEntry.objects.get(verb="circulation-disowned")
    assert (entry.detail["noted"], len(entry.detail["digest"])) == (officer.words, 64)
    refused(lambda: services.disown(row, by=treasurer))


def test_who_disowned_a_signature_acknowledges_by_themselves(agency, officer, treasurer):
    row = start(officer)
    mine = row.recipients.get(user=treasurer.user)
    on_a_sheet(row, officer, mine)
    services.disown(row, by=treasurer)
    assert any(one.kind == "acknowledging" for one in waiting_for(treasurer, today()))
    told = refused(lambda: on_a_sheet(row, officer, mine), "recipients")
    assert "ไม่ใช่ของตน" in told.message.th
    assert services.acknowledge(row, by=treasurer)
    refused(lambda: services.disown(row, by=treasurer))


def test_a_second_circulation_remembers_who_disowned_a_signature(agency, officer, treasurer):
    """Closing it and sending the same paper round again would forget it."""
    key, file = uuid4(), samples.stored(agency, "ประกาศ.pdf")
    row = start(officer, kind="notice", subject=key, file=file)
    on_a_sheet(row, officer, row.recipients.get(user=treasurer.user))
    services.disown(row, by=treasurer)
    services.close(row, by=officer)
    ways = (
        {"kind": "notice", "subject": key, "file": samples.stored(agency, "ใหม่.pdf", 3)},
        {"kind": "other", "subject": uuid4(), "file": file},
    )
    for way in ways:
        again = start(officer, **way)
        mine = again.recipients.get(user=treasurer.user)
        assert mine.disowned_at is not None
        with pytest.raises(Refused) as told:
            on_a_sheet(again, officer, mine)
        assert "ไม่ใช่ของตน" in told.value.message.th
        services.close(again, by=officer)
    other = start(officer, kind="notice", subject=uuid4())
    assert on_a_sheet(other, officer, other.recipients.get(user=treasurer.user)) == 1


@pytest.mark.parametrize(
    "typed", ["ผู้อำนวยการกองคลัง", "ผู้อำนวยการ กองคลัง.", "นายกเทศมนตรี", "ปลัดเทศบาล", "เจ้าหน้าที่ ITA"]
)
@pytest.mark.usefixtures("treasurer")
def test_nobody_is_asked_by_the_title_of_a_post(agency, officer, typed):
    factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรีตำบลตัวอย่าง")
    factories.make_position(agency, ITA_OFFICER, title="เจ้าหน้าที่ ITA")
    row = start(officer)
    add = lambda *lines: services.add_without_account(row, by=officer, positions=lines, unit=None)  # noqa: E731
    told = refused(lambda: add("คนงานทั่วไป", typed), "positions")
    assert typed.strip() in told.message.th
    assert not row.recipients.filter(user=None).exists()
    assert add("คนงานทั่วไป", "เลขานุการนายกเทศมนตรี") == 2


def test_recipients_of_another_circulation_are_left_alone(agency, officer, treasurer):
    row, other = start(officer), start(officer, title="เรื่องอื่น")
    ids = list(other.recipients.values_list("pk", flat=True))
    refused(
        lambda: services.sign_on_paper(row, by=officer, recipients=ids, day=today()), "recipients"
    )
    assert not Recipient.objects.exclude(acknowledged_at=None).exists()


def test_the_clock_of_a_start_is_the_sites(officer):
    assert start(officer).started_at == datetime.fromisoformat("2026-01-15T09:00:00+07:00")
