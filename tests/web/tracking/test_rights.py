"""Who edits a measure, writes its progress and report, says that it is done: by every way."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.web import factories, staff
from tests.web.measures import plans
from tests.web.ownership import samples as owned
from tests.web.roles import ITA_OFFICER, OFFICER
from tests.web.tracking import samples
from tests.web.tracking.samples import YEAR

from prongsai.web.agency.people import actor_on
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.year.calendar.models import EventDone
from prongsai.web.year.calendar.queries import event_id
from prongsai.web.year.calendar.services import dates as calendar_dates
from prongsai.web.year.measures.services import arranging, editing
from prongsai.web.year.ownership import services as ownership
from prongsai.web.year.ownership.models import JOINT
from prongsai.web.year.ownership.owners import Standing, subject_of_measure
from prongsai.web.year.reports.kinds import Mine, owners_of
from prongsai.web.year.tracking import services
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries import NOTE
from prongsai.web.year.tracking.queries.measure import track_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
LAST = date(2023, 3, 10)
# Measures: named by the plan; named, and assigned elsewhere; named by words that are no unit's;
# joint of the unit, the other being the main owner; given to one person by name.
ALL = "named elsewhere words joint person"
# Whose text each edits; whose progress and report they write; which of them, and of a date of the
# unit and one of the year, they say that it is done.
MAY = {
    "executive": ("", "", ""),
    "keeper": (ALL, ALL, f"{ALL} unit official"),
    "office head": (ALL, ALL, f"{ALL} unit official"),
    "head": ("named elsewhere", "named elsewhere joint", "named elsewhere joint unit"),
    "acting head": ("named elsewhere", "named elsewhere joint", "named elsewhere joint unit"),
    # An officer does the unit's work; that a date is over says the head, who is reminded of it.
    "officer": ("", "joint", ""),
    # A post of the whole agency that stands in the unit does none of its work.
    "publisher": ("", "", ""),
    "auditor": ("", "", ""),
    "other head": ("", "elsewhere joint", "elsewhere joint"),
    "other officer": ("", "elsewhere joint", ""),
    "assignee": ("", "person", "person"),
    "substitute": ("", "person", "person"),
}


@pytest.fixture
def march():
    with clock.freeze(samples.MORNING):
        yield


@pytest.fixture
def assignee(agency):
    return staff.somebody(agency, "assignee")


@pytest.fixture
def rows(agency, officer, assignee):
    owned.full_year(agency, YEAR)
    own, other = (staff.unit(agency, name) for name in (staff.OWN, staff.OTHER))
    words = (staff.OWN, staff.OWN, "กองที่ไม่มี", "กองที่ไม่มี", "กองที่ไม่มี")
    made = owned.plan(agency, *((n, LAST, text) for n, text in enumerate(words, 1)))

    def give(row, **whom):
        subjects = [subject_of_measure(row)]
        ownership.assign(agency, by=officer, year=YEAR, subjects=subjects, **whom)

    give(made[1], unit=other)
    give(made[3], unit=other)
    give(made[3], unit=own, rank=JOINT)
    give(made[4], user=assignee.user)
    return dict(zip(ALL.split(), made, strict=True))


def reached(browser, *ways):
    """Whether a person gets through by each of some addresses; all of them tell the same."""
    answers = {browser.post(address, {}).status_code != 403 for address in ways}
    assert len(answers) == 1, ways
    return answers.pop()


def to_change(note):
    """The ways to change a note and its photos."""
    acts = [
        reverse(f"tracking:note{act}", args=[YEAR, note.pk]) for act in ("", "-withdraw", "-back")
    ]
    photos = EvidenceRow.objects.filter(subject=note.thread)
    ways = ("one", "move", "turn", "hide", "remove", "back")
    acts += [reverse(f"evidence:{way}", args=[photo.pk]) for photo in photos for way in ways]
    return (*acts, reverse("evidence:add", args=[NOTE, note.thread]))


def marked(browser, key):
    """Whether a person marks a date as done and takes it back, as its page offers."""
    page, state = (reverse(f"calendar:{name}", args=[YEAR, key]) for name in ("event", "state"))
    is_offered = state in browser.get(page).content.decode()
    for sent in ("done", "open"):
        assert (browser.post(state, {"state": sent}).status_code != 403) is is_offered
        assert EventDone.objects.exists() is (is_offered and sent == "done")
    return is_offered


@pytest.mark.parametrize("who", MAY)
def test_a_measure_is_changed_and_marked_by_whom_the_table_names(
    agency, officer, rows, assignee, client_of, who
):
    person = assignee if who == "assignee" else staff.somebody(agency, who)
    browser, edited, recorded, asked = client_of(person), [], [], []
    mine, held = Mine(person, clock.today()), Standing(agency, YEAR, None)
    for name, row in rows.items():
        ways = (
            reverse("tracking:measure", args=[YEAR, row.pk]),
            *to_change(samples.note(row, person, percent=10)),
            reverse("reports:row", args=[YEAR, "report-6", row.pk]),
        )
        edited += [name] * reached(browser, reverse("measures:measure", args=[YEAR, row.pk]))
        recorded += [name] * reached(browser, *ways)
        asked += [name] * mine(row, owners_of(held, row))
    unit = calendar_dates.add(
        agency, by=officer, year=YEAR, name="ส่งรายงาน", detail="", days=(LAST, LAST),
        owners=[(staff.unit(agency, staff.OWN), None)],
    )  # fmt: skip
    dates = {name: row.pk for name, row in rows.items()}
    dates |= {"unit": unit.pk, "official": event_id(agency, YEAR, "six-months")}
    done = [name for name, key in dates.items() if marked(browser, key)]
    assert (" ".join(edited), " ".join(recorded), " ".join(done)) == MAY[who]
    # Who writes for the whole agency is asked for nothing that is not their own.
    assert asked == ([] if recorded == ALL.split() else recorded)
    move = reverse("calendar:move", args=[YEAR, unit.pk])
    assert reached(browser, move) is ("official" in done)


UNITED = ("keeper", "head", "officer", "publisher", "other head", "other officer")


@pytest.mark.parametrize(
    ("writer", "may"),
    [
        ("keeper", {"keeper"}),
        ("officer", {"keeper", "head", "officer"}),
        ("other head", {"keeper", "other head", "other officer"}),
    ],
)
def test_of_joint_owners_each_unit_corrects_its_own_notes_alone(
    agency, rows, client_of, writer, may
):
    wrote = staff.somebody(agency, writer)
    note = samples.note(rows["joint"], wrote, percent=10, photos=1)
    page = reverse("tracking:measure", args=[YEAR, rows["joint"].pk])
    offered, able = set(), set()
    for who in UNITED:
        browser = client_of(staff.somebody(agency, who))
        if to_change(note)[0] in browser.get(page).content.decode():
            offered.add(who)
        if reached(browser, *to_change(note)):
            able.add(who)
    assert offered == able == may
    assert reached(client_of(wrote), *to_change(note))


def test_a_note_stays_with_the_unit_in_which_it_was_written(agency, rows, client_of):
    """Its writer moved to the other owner since; a correction makes it nobody else's."""
    clerk, day = staff.somebody(agency, "officer"), samples.MONDAY
    note = samples.note(rows["joint"], clerk, percent=10)
    services.correct(note, by=staff.somebody(agency, "keeper"), entry=samples.entry(percent=20))
    clerk.user.appointments.update(last_day=day)
    post = factories.make_position(agency, OFFICER, staff.unit(agency, staff.OTHER))
    factories.hold(clerk.user, post, day + timedelta(days=1))
    with clock.freeze(samples.MORNING + timedelta(days=1)):
        ways = to_change(ProgressNote.objects.get(replaced_by=None))
        for who, may in (("head", True), ("other head", False)):
            assert reached(client_of(staff.somebody(agency, who)), *ways) is may
        assert reached(client_of(clerk), *ways)


def test_what_who_records_for_the_whole_agency_wrote_no_unit_changes(agency, rows, client_of):
    """Also where that post stands in the unit: it does none of the unit's work."""
    user = factories.make_user(agency)
    post = factories.make_position(agency, ITA_OFFICER, staff.unit(agency, staff.OWN))
    factories.hold(user, post)
    note = samples.note(rows["joint"], actor_on(user, today()), percent=10, photos=1)
    assert not reached(client_of(staff.somebody(agency, "officer")), *to_change(note))
    assert reached(client_of(staff.somebody(agency, "keeper")), *to_change(note))


def test_a_unit_is_heard_of_by_a_note_whose_writer_has_moved_since(agency, rows):
    clerk = staff.somebody(agency, "officer")
    samples.note(rows["joint"], clerk, percent=10)
    clerk.user.appointments.update(last_day=today())
    post = factories.make_position(agency, OFFICER, staff.unit(agency, staff.OTHER))
    factories.hold(clerk.user, post, today() + timedelta(days=1))
    with clock.freeze(samples.MORNING + timedelta(days=1)):
        page = track_page(staff.somebody(agency, "keeper"), YEAR, rows["joint"].pk, today())
    assert page.silent == (staff.OTHER,)


def test_whose_a_measure_is_and_whether_it_stands_no_head_says(agency, officer, client_of):
    """Neither by a former version nor by one that was kept aside."""
    plans.emptied(agency, officer)
    row = plans.own(agency, officer, unit=staff.OTHER)
    head = staff.somebody(agency, "head")
    back = reverse("measures:version", args=[YEAR, row.pk, row.revisions.get(number=1).pk])
    changed = plans.with_changes(row, unit=staff.OWN, title="ใหม่")
    editing.save_row(agency, by=officer, fiscal_year=YEAR, row=row, values=changed, seen=1)
    for person, unit, seen in ((head, staff.OWN, 2), (officer, staff.OTHER, 3)):
        client_of(person).post(back, {"seen": seen})
        row.refresh_from_db()
        assert (row.title, row.unit) == ("มาตรการของเรา", unit)
    row = plans.own(agency, officer, unit=staff.OWN)
    arranging.remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk)
    typed = plans.with_changes(row, title="ยังพิมพ์อยู่")
    kept = editing.save_row(agency, by=head, fiscal_year=YEAR, row=row, values=typed, seen=1)
    choose = reverse("measures:choose", args=[YEAR, row.pk, kept.refused.pk])
    for person in (head, officer):
        client_of(person).post(choose, {"seen": 1, "all": "mine"})
        row.refresh_from_db()
        assert (row.removed_at is None) is (person is officer)
