"""What a person withdrew the site alone does not publish again; what is held is not replaced."""

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web.announcements.conftest import file_status, sign_on_paper, stage, text
from tests.web.approval import former
from tests.web.running import run_jobs

from prongsai.core.announcements.reading import shipped
from prongsai.web.agency.models import Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.models import AnnouncementState
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.hooks import acknowledgements
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.numbering.models import NumberRow
from prongsai.web.signing.numbering.services import void
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.models import Publication

pytestmark = pytest.mark.django_db
KINDS = len(shipped().kinds)
WHY = "ไม่ได้ลงนาม"


def told(person):
    return " ".join(Notification.objects.filter(user=person.user).values_list("said_th", flat=True))


def renumbered(row, officer, _people):
    submitting.give_number(row, by=officer, number="99/2569")


def renumbered_while_held(row, officer, people):
    former.object_to(row, by=people["mayor"], why=WHY)
    row.refresh_from_db()
    submitting.give_number(row, by=officer, number="99/2569")
    run_jobs()
    former.lift(row, by=people["mayor"])


@pytest.mark.parametrize("way", [renumbered, renumbered_while_held])
def test_what_was_withdrawn_stays_withdrawn(agency, people, officer, on_a_sheet, client, way):
    announcement, row = on_a_sheet()
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    Circulation.objects.update(closed_at=now())
    way(row, officer, people)
    run_jobs()
    edition = Publication.objects.get()
    assert edition.withdrawn_at is not None
    assert file_status(client, (agency.pk, edition.pk)) == 404
    assert Circulation.objects.count() == 1, "nor is it sent round"
    assert stage(announcement).stage == "taken-back"
    assert "ลงวันที่ผิด จึงยังถอนอยู่" in told(officer)
    announcement.refresh_from_db()
    assert announcement.number == "99/2569", "the copy bears its number all the same"
    assert sending.publish(announcement, by=officer).edition == 2, "a person may"


def test_a_void_number_and_another_publish_nothing(
    agency, officer, people, drafted, signed, client_of
):
    agency.second_factor = []
    agency.save()
    announcement = signed(drafted("anti-corruption-centre"))
    submission = Submission.objects.get()
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ผิด")
    void(agency, NumberRow.objects.get(subject=submission.pk).pk, by=officer, reason="ผิด")
    client_of(officer).post(reverse("approval:number", args=[submission.pk]))
    run_jobs()
    assert announcement.number != Submission.objects.get().number
    assert Publication.objects.get().withdrawn_at is not None
    assert "ยังถอนอยู่" in told(officer)


@pytest.fixture
def revised(officer, people, on_a_sheet):
    """An edition signed on paper, and its revision on its way."""

    def made(*, copied=True):
        announcement, row = on_a_sheet(copied=copied)
        again = drafting.revise(announcement, by=officer)
        submission = sending.send(again, by=officer)
        run_jobs()
        return announcement, row, again, submission

    return made


@pytest.mark.long
def test_a_held_edition_is_not_replaced_by_itself(agency, officer, people, revised):
    _, row, again, submission = revised()
    former.object_to(row, by=people["mayor"], why=WHY)
    sign_on_paper(submission, officer, people)
    run_jobs()
    again.refresh_from_db()
    assert (again.state, Publication.objects.count()) == (AnnouncementState.SIGNED, 1)
    assert "มีผู้คัดค้านผลลงนามของฉบับก่อน" in told(officer)
    with pytest.raises(Refused) as refusal:
        sending.publish(again, by=officer)
    assert "ถอนการเผยแพร่ฉบับก่อน" in refusal.value.next_step.th
    publishing.withdraw(Publication.objects.get(), by=officer, reason="มีผู้คัดค้าน")
    assert sending.publish(again, by=officer).edition == 2


@pytest.mark.long
def test_it_is_replaced_once_the_objection_is_taken_back(officer, people, revised):
    _, row, again, submission = revised()
    former.object_to(row, by=people["mayor"], why=WHY)
    sign_on_paper(submission, officer, people)
    run_jobs()
    former.lift(Submission.objects.get(pk=row.pk), by=people["mayor"])
    assert sending.publish(again, by=officer).edition == 2


def test_an_edition_of_which_nobody_objects_is_replaced_by_itself(officer, people, revised):
    _, _, again, submission = revised()
    sign_on_paper(submission, officer, people)
    run_jobs()
    again.refresh_from_db()
    assert (again.state, Publication.objects.count()) == (AnnouncementState.PUBLISHED, 2)


@pytest.mark.long
def test_a_held_edition_that_was_never_public_is_not_passed_over(officer, people, on_a_sheet):
    announcement, row = on_a_sheet(copied=False)
    former.object_to(row, by=people["mayor"], why=WHY)
    run_jobs()
    again = drafting.revise(announcement, by=officer)
    submission = sending.send(again, by=officer)
    run_jobs()
    sign_on_paper(submission, officer, people)
    run_jobs()
    assert not Publication.objects.exists()
    former.lift(Submission.objects.get(pk=row.pk), by=people["mayor"])
    assert sending.publish(again, by=officer)


@pytest.mark.long
def test_a_held_edition_that_was_ended_is_settled(officer, people, on_a_sheet):
    announcement, row = on_a_sheet(copied=False)
    former.object_to(row, by=people["mayor"], why=WHY)
    run_jobs()
    again = drafting.revise(announcement, by=officer)
    submission = sending.send(again, by=officer)
    run_jobs()
    drafting.end(announcement, by=officer, reason="มีผู้คัดค้าน")
    sign_on_paper(submission, officer, people)
    run_jobs()
    again.refresh_from_db()
    assert (again.state, Publication.objects.count()) == (AnnouncementState.PUBLISHED, 1)


def test_what_was_withdrawn_is_acknowledged_no_more(agency, people, officer, on_a_sheet, client_of):
    announcement, _ = on_a_sheet()
    circulation, clerk = Circulation.objects.get(), people["clerk"]
    circulating.note_opened(circulation, by=clerk)
    mine = Recipient.objects.get(circulation=circulation, user=clerk.user)
    assert any(one.kind == "acknowledging" for one in acknowledgements(clerk, today()))
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    for act in (
        lambda: circulating.acknowledge(circulation, by=clerk),
        lambda: circulating.remind(circulation, by=officer),
        lambda: circulating.add_joined(circulation, by=officer),
        lambda: circulating.sign_on_paper(
            circulation, by=officer, recipients=[mine.pk], day=today(), scan=circulation.file
        ),
        lambda: circulating.start(
            agency, by=officer, title="ก", kind="other", subject=uuid4(), file=circulation.file,
            year=announcement.fiscal_year, units=None, due=None,
        ),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            act()
        assert "ถอนการเผยแพร่แล้ว" in refusal.value.message.th
        assert "ลงวันที่ผิด" in refusal.value.message.th
    assert not acknowledgements(clerk, today())
    page = text(client_of(clerk), "circulation:read", circulation.pk)
    assert "ไม่มีใครต้องรับทราบ" in page
    assert reverse("circulation:acknowledge", args=[circulation.pk]) not in page
    sending.publish(announcement, by=officer)
    assert circulating.acknowledge(circulation, by=clerk), "it is public again"


def test_the_circulation_of_what_was_withdrawn_can_be_closed(officer, on_a_sheet):
    on_a_sheet()
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    circulating.close(Circulation.objects.get(), by=officer)
    assert Circulation.objects.get().closed_at is not None


@pytest.mark.long
def test_an_announcement_says_that_it_is_in_force_only_where_it_is(
    people, officer, on_a_sheet, client_of
):
    announcement, row = on_a_sheet()
    browser = client_of(officer)
    args = ("announcements:announcement", announcement.fiscal_year, announcement.pk)

    def seen():
        return text(browser, *args)

    standing = "ฉบับนี้ใช้อยู่จนกว่าฉบับใหม่จะลงนาม"
    assert standing in seen()
    former.object_to(row, by=people["mayor"], why=WHY)
    held = seen()
    assert standing not in held
    assert "<span>ใช้อยู่</span>" not in held
    assert 'class="ps-note ps-note--bad"' in held
    former.lift(row, by=people["mayor"])
    assert standing in seen()
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    gone = seen()
    assert standing not in gone
    assert "<span>ใช้อยู่</span>" not in gone
    assert gone.index("ลงวันที่ผิด") < gone.index("ข้อความ</h2>"), "at the top"


def test_the_register_counts_what_is_in_force(agency, people, officer, on_a_sheet, client_of):
    announcement, row = on_a_sheet()

    def head():
        page = text(client_of(officer), "announcements:register", announcement.fiscal_year)
        return page.split("<main")[1].split("<table")[0]

    assert f"ใช้อยู่ 1 จาก {KINDS} ชนิด" in head()
    former.object_to(row, by=people["mayor"], why=WHY)
    assert f"ใช้อยู่ 0 จาก {KINDS} ชนิด" in head()
    assert "มีผู้คัดค้าน <b>1</b>" in head()
    former.lift(row, by=people["mayor"])
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    assert f"ใช้อยู่ 0 จาก {KINDS} ชนิด" in head()
    assert "ถอนการเผยแพร่แล้ว <b>1</b>" in head()
    assert f"ยังไม่มี <b>{KINDS - 1}</b>" in head()
