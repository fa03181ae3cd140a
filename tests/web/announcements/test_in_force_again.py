"""What a fallen edition had replaced is in force again, and public again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web.announcements.conftest import file_status, sign_on_paper, stage
from tests.web.announcements.test_disputed_orders import borne, second, submitted
from tests.web.announcements.test_disputed_orders import signed as signed_order
from tests.web.approval import former
from tests.web.meetings.samples import made_group
from tests.web.roles import PUBLICATION_OFFICER
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.agency.models import Notification
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.models import Announcement, AnnouncementState
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import annulling, choosing
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.models import CURRENT, FALLEN, Publication
from prongsai.web.signing.publication.queries import published_of

__all__ = ["second"]
pytestmark = pytest.mark.django_db


def annul(row, people):
    annulling.annul(row, by=people["mayor"], why="ไม่ได้ลงนาม")


def state(announcement):
    return Announcement.objects.get(pk=announcement.pk).state


def standing(series):
    """The newest edition that the public is shown."""
    row = Publication.objects.get(subject=series, replaced_at=None)
    return row, published_of(row.agency, row.kind, series).state


@pytest.fixture
def on_sheets(agency, officer, people):
    """Takes an edition through its signatures on paper, some minutes after the one before."""
    agency.second_factor = []
    agency.save()
    passed = [0]

    def made(announcement, *, copied=True):
        passed[0] += 5
        with clock.freeze(clock.now() + timedelta(minutes=passed[0])):
            choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
            row = sending.send(announcement, by=officer)
            run_jobs()
            sign_on_paper(row, officer, people)
            if copied:
                run_jobs()
        announcement.refresh_from_db()
        return Submission.objects.get(pk=row.pk)

    return made


def test_the_edition_before_is_in_force_and_public_again(
    agency, officer, people, drafted, on_sheets, client
):
    old = drafted()
    first = on_sheets(old)
    day, number = old.signed_on, old.number
    new = drafting.revise(old, by=officer)
    on_sheets(new)
    assert (state(old), state(new)) == (AnnouncementState.REPLACED, AnnouncementState.PUBLISHED)
    annul(Submission.objects.get(subject=new.pk), people)
    assert (state(old), state(new)) == (AnnouncementState.PUBLISHED, AnnouncementState.DRAFT)
    old.refresh_from_db()
    assert (old.signed_on, old.number) == (day, number)
    edition, shown = standing(old.series)
    assert (edition.edition, edition.check_code, shown) == (3, first.code, CURRENT)
    assert file_status(client, [agency.pk, edition.pk]) == 200
    fallen = Publication.objects.get(subject=old.series, edition=2)
    assert file_status(client, [agency.pk, fallen.pk]) == 404
    assert stage(old).is_revising
    assert JournalEntry.objects.filter(verb="notice-restored-in-force").count() == 1
    annul(first, people)
    assert state(old) == AnnouncementState.REPLACED, "the newer draft goes on"
    assert standing(old.series)[1] == FALLEN


TELEPHONE = "081-234-5678"
REASON = "เจ้าของหมายเลขยินยอม"


def printed_on(row, *lines):
    version = row.versions.get()
    version.strings = [*version.strings, *lines]
    version.save()


@pytest.mark.parametrize(
    "known",
    [((), (), True), ((TELEPHONE,), (), True),
     ((), (TELEPHONE,), False), ((TELEPHONE,), ("081-987-6543",), False)],
)  # fmt: skip
def test_what_is_known_now_is_asked_when_it_comes_back(
    agency, officer, people, drafted, on_sheets, client_of, make_actor, known
):
    then, since, is_public = known
    keeper = make_actor(agency, PUBLICATION_OFFICER, login="keeper")
    old = drafted()
    first = on_sheets(old, copied=False)
    printed_on(first, *then)
    run_jobs()
    old.refresh_from_db()
    if then:
        sending.publish(old, by=officer, anyway=REASON)
    new = drafting.revise(old, by=officer)
    second_row = on_sheets(new)
    printed_on(first, *since)
    Notification.objects.all().delete()
    annul(second_row, people)
    edition, shown = standing(old.series)
    assert (edition.check_code == first.code, shown) == (
        is_public, CURRENT if is_public else FALLEN
    )  # fmt: skip
    told = Notification.objects.filter(said_th__contains="ไม่ได้เผยแพร่").values_list(
        "user", flat=True
    )
    entries = JournalEntry.objects.filter(verb="not-published-by-itself")
    assert entries.count() == bool(then) + (not is_public)
    if is_public:
        assert edition.anyway == (REASON if then else "")
        assert not told
        return
    assert {officer.user.pk, keeper.user.pk} <= set(told)
    assert "ข้อมูลส่วนบุคคล" in entries.last().detail["reason"]
    page = client_of(officer).get(old.url).content.decode()
    assert reverse("announcements:publish", args=[old.fiscal_year, old.pk]) in page
    assert sending.publish(old, by=officer, anyway="ถามเจ้าของหมายเลขแล้ว").check_code == first.code


def test_only_what_the_fallen_one_replaced_comes_back(officer, people, drafted, on_sheets):
    """Third and second fall: the first is in force; an edition that never stood restores none."""
    editions = [drafted()]
    rows = [on_sheets(editions[0])]
    for _ in range(2):
        editions.append(drafting.revise(editions[-1], by=officer))
        rows.append(on_sheets(editions[-1]))
    annul(rows[1], people)
    assert [state(one) for one in editions] == [
        AnnouncementState.REPLACED,
        AnnouncementState.REPLACED,
        AnnouncementState.PUBLISHED,
    ]
    annul(rows[2], people)
    assert [state(one) for one in editions] == [
        AnnouncementState.PUBLISHED,
        AnnouncementState.REPLACED,
        AnnouncementState.DRAFT,
    ]


def test_an_edition_that_falls_on_its_way_changes_nothing_of_what_stands(
    agency, officer, people, drafted, on_sheets
):
    old = drafted()
    on_sheets(old)
    second_edition = drafting.revise(old, by=officer)
    on_sheets(second_edition)
    third = drafting.revise(second_edition, by=officer)
    choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = sending.send(third, by=officer)
    run_jobs()
    sending.set_aside(row, by=people["mayor"])
    assert [state(one) for one in (old, second_edition, third)] == [
        AnnouncementState.REPLACED, AnnouncementState.PUBLISHED, AnnouncementState.DRAFT,
    ]  # fmt: skip


def test_one_that_somebody_objects_to_is_not_in_force_again(officer, people, drafted, on_sheets):
    old = drafted()
    first = on_sheets(old)
    new = drafting.revise(old, by=officer)
    second_row = on_sheets(new)
    former.object_to(first, by=people["mayor"], why="ไม่ได้ลงนาม")
    annul(second_row, people)
    assert (state(old), state(new)) == (AnnouncementState.REPLACED, AnnouncementState.DRAFT)
    assert standing(old.series)[1] == FALLEN


@pytest.mark.long
def test_what_was_taken_back_waits_for_a_person(officer, people, drafted, on_sheets):
    old = drafted()
    on_sheets(old)
    new = drafting.revise(old, by=officer)
    row = on_sheets(new)
    earlier = Publication.objects.get(subject=old.series, edition=1)
    publishing.withdraw(earlier, by=officer, reason="พิมพ์ผิด")
    annul(row, people)
    assert (state(old), state(new)) == (AnnouncementState.SIGNED, AnnouncementState.DRAFT)
    assert standing(old.series)[1] == FALLEN
    sending.publish(old, by=officer)
    assert (state(old), standing(old.series)[1]) == (AnnouncementState.PUBLISHED, CURRENT)


@pytest.mark.usefixtures("year")
def test_an_order_is_public_again_too(agency, officer, second, people):
    agency.second_factor = []
    agency.save()
    group = made_group(agency, officer, publishes=True)
    first = signed_order(group, officer, people, Way.ON_PAPER)
    before = borne(group)
    with clock.freeze(clock.now() + timedelta(minutes=5)):
        newer = submitted(group, officer, people, Way.ON_PAPER)
        sign_on_paper(newer, officer, people)
        run_jobs()
        annul(newer, people)
    assert borne(group) == before
    edition, shown = standing(group.pk)
    assert (edition.check_code, edition.number, shown) == (first.code, before[0], CURRENT)
