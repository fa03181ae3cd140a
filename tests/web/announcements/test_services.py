"""An announcement from draft to acknowledgement, and every refusal beside its positive twin."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.announcements.conftest import YEAR, sign
from tests.web.roles import COMPLAINT_OFFICER, PUBLICATION_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.announcements.model import TextLine, TextPart
from prongsai.core.errors import Misuse
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import current_words
from prongsai.web.office.announcements.hooks import signed as waits
from prongsai.web.office.announcements.models import (
    Announcement,
    AnnouncementState,
    AnnouncementVersion,
)
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.queries import circulation_of
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.queries import approved_file, submission_of
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.numbering.queries import row_of
from prongsai.web.signing.publication.models import Publication

pytestmark = pytest.mark.django_db


def edited(announcement, subject):
    return replace(current_words(announcement), subject=subject)


def test_a_draft_has_the_agencys_fields_and_a_first_version(drafted, agency, officer, people):
    announcement = drafted()
    words = current_words(announcement)
    assert agency.name in " ".join(words.paragraphs())
    assert "นายกเทศมนตรีตำบลตัวอย่าง" in " ".join(words.paragraphs())
    assert "{" not in " ".join(words.paragraphs())
    assert (announcement.state, announcement.version, announcement.edition) == (
        AnnouncementState.DRAFT,
        1,
        1,
    )
    assert [one.change_reason for one in announcement.versions.all()] == ["drafted"]
    entry = JournalEntry.objects.get(verb="notice-drafted")
    assert (entry.subject, entry.detail["year"]) == (announcement.subject, YEAR)


def test_a_second_draft_is_refused_and_another_kind_is_not(drafted):
    drafted()
    with pytest.raises(Refused, match="has a draft already"):
        drafted()
    assert drafted("ethics").kind == "ethics"


def test_a_kind_or_year_that_is_not_there(drafted, agency, officer):
    with pytest.raises(Misuse, match="no kind"):
        drafted("parking")
    with pytest.raises(Misuse, match="not open"):
        drafting.draft(agency, by=officer, year=2560, key="no-gift")


def test_last_years_text_is_copied_with_the_new_year(drafted, agency, officer, year):
    open_year(agency, year + 1)
    old = drafted()
    drafting.save(old, by=officer, words=edited(old, f"ไม่รับของ ปีงบประมาณ พ.ศ. {year}"), seen=1)
    old.refresh_from_db()
    new = drafting.draft(agency, by=officer, year=year + 1, key="no-gift", earlier=old)
    assert new.subject == f"ไม่รับของ ปีงบประมาณ พ.ศ. {year + 1}"
    assert new.versions.get().change_reason == "copied"
    assert new.series != old.series


def test_saving_makes_a_version_and_the_same_words_make_none(drafted, officer):
    announcement = drafted()
    saved = drafting.save(announcement, by=officer, words=edited(announcement, "เรื่องใหม่"), seen=1)
    assert (saved.is_changed, saved.announcement.version) == (True, 2)
    again = drafting.save(announcement, by=officer, words=current_words(saved.announcement), seen=1)
    assert (again.is_changed, again.is_stale) == (False, False)
    assert AnnouncementVersion.objects.filter(announcement=announcement).count() == 2


def test_a_stale_page_stores_nothing_and_a_fresh_one_does(drafted, officer):
    announcement = drafted()
    drafting.save(announcement, by=officer, words=edited(announcement, "ของคนแรก"), seen=1)
    late = drafting.save(announcement, by=officer, words=edited(announcement, "ของคนหลัง"), seen=1)
    assert (late.is_stale, late.announcement.subject) == (True, "ของคนแรก")
    announcement.refresh_from_db()
    assert announcement.subject == "ของคนแรก"
    good = drafting.save(announcement, by=officer, words=edited(announcement, "ของคนหลัง"), seen=2)
    assert (good.is_changed, good.announcement.subject) == (True, "ของคนหลัง")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"preamble": ()}, "preamble"),
        ({"parts": (TextPart("หัวข้อ"),)}, "rows"),
        ({"parts": (TextPart("", (TextLine("ก" * 2001),)),)}, "rows"),
        ({"parts": (TextPart("", (TextLine("ก"),) * 201),)}, "rows"),
    ],
)
def test_what_cannot_be_an_announcement_is_refused(drafted, officer, change, field):
    announcement = drafted()
    with pytest.raises(Refused) as refusal:
        drafting.save(
            announcement, by=officer, words=replace(current_words(announcement), **change), seen=1
        )
    assert refusal.value.field == field
    good = {"subject": "ก", "preamble": ("ก",), "parts": (TextPart("", (TextLine("ก"),)),)}
    assert drafting.save(
        announcement, by=officer, words=replace(current_words(announcement), **good), seen=1
    ).is_changed


def test_a_former_version_stands_again(drafted, officer):
    announcement = drafted()
    first = announcement.subject
    drafting.save(announcement, by=officer, words=edited(announcement, "เรื่องใหม่"), seen=1)
    assert drafting.restore(announcement, by=officer, number=1, seen=1).is_stale
    saved = drafting.restore(announcement, by=officer, number=1, seen=2)
    assert (saved.announcement.subject, saved.announcement.version) == (first, 3)
    assert not drafting.restore(announcement, by=officer, number=3, seen=3).is_changed
    with pytest.raises(Misuse, match="no version 9"):
        drafting.restore(announcement, by=officer, number=9, seen=3)


def test_a_draft_is_dropped_and_a_submitted_one_is_not(drafted, officer, people):
    announcement = drafted()
    drafting.discard(announcement, by=officer)
    assert not Announcement.objects.exists()
    other = drafted()
    sending.send(other, by=officer)
    with pytest.raises(Refused, match="never submitted"):
        drafting.discard(other, by=officer)


def test_signed_published_sent_round_and_acknowledged(drafted, signed, agency, people):
    announcement = signed(drafted())
    assert (announcement.state, announcement.signed_on) == (AnnouncementState.PUBLISHED, today())
    published = Publication.objects.get(agency=agency)
    assert (published.kind, published.subject, published.day) == (
        "notice",
        announcement.series,
        today(),
    )
    assert published.file == approved_file(agency, "notice", announcement.pk)
    assert published.check_code == submission_of(agency, "notice", announcement.pk).code
    assert published.title.startswith("ประกาศ เรื่อง นโยบายไม่รับของขวัญ")
    sent = circulation_of(agency, "notice", announcement.pk)
    assert (sent.done, sent.count) == (0, 4)
    circulation = Circulation.objects.get()
    circulating.note_opened(circulation, by=people["clerk"])
    circulating.acknowledge(circulation, by=people["clerk"])
    assert circulation_of(agency, "notice", announcement.pk).done == 1
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"notice-submitted", "notice-signed", "published", "circulation-started"} <= verbs


def test_the_items_are_those_of_the_year(drafted, signed):
    signed(drafted("measures"))
    published = Publication.objects.get()
    assert published.items
    assert all(code.startswith("o") for code in published.items)


@pytest.mark.long
def test_an_order_takes_its_number_and_an_announcement_none(drafted, signed, agency):
    order = signed(drafted("anti-corruption-centre"))
    assert order.number
    sent = submission_of(agency, "notice", order.pk)
    assert order.number == sent.number == row_of(agency, "order", sent.pk).text
    assert Publication.objects.get(subject=order.series).kind == "order"
    assert signed(drafted("ethics")).number == ""


def test_the_last_step_alone_does_not_publish(drafted, signed, officer, make_actor, agency):
    announcement = signed(drafted(), published=False)
    assert announcement.state == AnnouncementState.SIGNED
    assert not Publication.objects.exists()
    tomorrow = today() + timedelta(days=1)
    assert [one.kind for one in waits(officer, tomorrow)] == ["notice"]
    assert waits(officer, today()) == ()
    # Who publishes is asked too, though they draft nothing; a head of a unit is not.
    assert waits(make_actor(agency, PUBLICATION_OFFICER), tomorrow)
    assert not waits(make_actor(agency, COMPLAINT_OFFICER), tomorrow)
    run_jobs()
    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.PUBLISHED
    assert waits(officer, tomorrow) == ()


def test_publishing_and_sending_round_twice_do_it_once(drafted, signed, officer):
    announcement = signed(drafted())
    sending.publish(announcement, by=officer)
    sending.circulate(announcement, by=officer)
    sending.copied(submission_of(announcement.agency, "notice", announcement.pk))
    assert Publication.objects.count() == 1
    assert Circulation.objects.count() == 1


def test_a_draft_is_not_published_nor_sent_round(drafted, officer):
    announcement = drafted()
    with pytest.raises(Refused, match="no signed copy"):
        sending.publish(announcement, by=officer)
    with pytest.raises(Refused, match="only after it is published"):
        sending.circulate(announcement, by=officer)


def test_units_without_people_leave_it_published_and_not_sent_round(drafted, signed, officer):
    announcement = signed(drafted("measures"))
    assert announcement.state == AnnouncementState.PUBLISHED
    assert not Circulation.objects.exists()
    unit = factories.make_unit(announcement.agency)
    position = factories.make_position(announcement.agency, UNIT_HEAD, unit)
    factories.hold(factories.make_user(announcement.agency), position)
    sending.circulate(announcement, by=officer)
    assert Circulation.objects.get().recipients.count() == 1


def test_refused_it_is_a_draft_again_and_may_be_submitted_anew(drafted, officer, people):
    announcement = drafted()
    submission = sending.send(announcement, by=officer)
    run_jobs()
    sign(submission, people, last="refuse")
    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.DRAFT
    assert not Publication.objects.exists()
    other = sending.send(announcement, by=officer)
    assert other.pk != submission.pk


@pytest.mark.long
def test_sent_back_it_is_corrected_and_goes_on_as_the_same_submission(drafted, officer, people):
    announcement = drafted()
    submission = sending.send(announcement, by=officer)
    run_jobs()
    sign(submission, people, last="send-back")
    announcement.refresh_from_db()
    drafting.save(announcement, by=officer, words=edited(announcement, "แก้แล้ว"), seen=1)
    again = sending.send(announcement, by=officer)
    assert again.pk == submission.pk
    run_jobs()
    sign(again, people)
    run_jobs()
    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.PUBLISHED
    assert Publication.objects.get().title == "ประกาศ เรื่อง แก้แล้ว"


@pytest.mark.long
def test_edited_on_its_way_nobody_signs_it_until_it_is_submitted_again(drafted, officer, people):
    announcement = drafted()
    submission = sending.send(announcement, by=officer)
    run_jobs()
    with pytest.raises(Refused, match=r"nothing .* changed"):
        sending.send(announcement, by=officer)
    drafting.save(announcement, by=officer, words=edited(announcement, "แก้ระหว่างทาง"), seen=1)
    with pytest.raises(Refused, match="edited"):
        sign(submission, people)
    sending.send(announcement, by=officer)
    run_jobs()
    sign(submission, people)
    announcement.refresh_from_db()
    assert announcement.state == AnnouncementState.SIGNED


def test_a_withdrawn_submission_can_be_submitted_again(drafted, officer, people):
    announcement = drafted()
    first = sending.send(announcement, by=officer)
    submitting.withdraw(first, by=officer)
    assert sending.send(announcement, by=officer).pk != first.pk


def test_what_the_model_leaves_open_is_filled_in_before_anybody_signs(drafted, officer, people):
    announcement = drafted("step-reduction")
    with pytest.raises(Refused, match="not filled in: “1"):
        sending.send(announcement, by=officer)
    parts = (TextPart("งานบริการ", (TextLine("เดิม 5 ขั้นตอน ใหม่ 3 ขั้นตอน"),)),)
    drafting.save(
        announcement, by=officer, words=replace(current_words(announcement), parts=parts), seen=1
    )
    assert sending.send(announcement, by=officer).state == "preparing"


def test_signed_words_are_never_edited(drafted, signed, officer):
    announcement = signed(drafted())
    with pytest.raises(Refused, match="cannot be edited"):
        drafting.save(announcement, by=officer, words=edited(announcement, "ใหม่"), seen=1)
    with pytest.raises(Refused, match="cannot be edited"):
        sending.send(announcement, by=officer)
    with pytest.raises(Refused, match="cannot be edited"):
        drafting.restore(announcement, by=officer, number=1, seen=1)


@pytest.mark.long
def test_a_revised_edition_goes_the_same_way_and_replaces_the_old_one(
    drafted, signed, agency, officer
):
    old = signed(drafted())
    with pytest.raises(Refused, match="in force this year"):
        drafted()
    new = drafting.revise(old, by=officer)
    assert (new.edition, new.series, current_words(new)) == (2, old.series, current_words(old))
    old.refresh_from_db()
    assert old.state == AnnouncementState.PUBLISHED
    with pytest.raises(Refused, match="has a draft"):
        drafting.revise(old, by=officer)
    drafting.save(new, by=officer, words=edited(new, "ฉบับแก้ไข"), seen=1)
    new.refresh_from_db()
    sending.send(new, by=officer)


@pytest.mark.long
def test_the_new_edition_stands_and_the_old_publication_says_so(drafted, signed, officer):
    old = signed(drafted())
    new = drafting.revise(old, by=officer)
    drafting.save(new, by=officer, words=edited(new, "ฉบับแก้ไข"), seen=1)
    new = signed(new)
    old.refresh_from_db()
    assert (old.state, new.state) == (AnnouncementState.REPLACED, AnnouncementState.PUBLISHED)
    editions = Publication.objects.filter(subject=old.series).order_by("edition")
    assert [one.edition for one in editions] == [1, 2]
    assert editions[0].replaced_at is not None
    assert editions[1].title == "ประกาศ เรื่อง ฉบับแก้ไข"
    with pytest.raises(Refused, match="in force can be revised"):
        drafting.revise(old, by=officer)


def test_it_ends_with_a_reason_and_its_publication_with_it(drafted, signed, officer):
    announcement = signed(drafted())
    with pytest.raises(Refused) as refusal:
        drafting.end(announcement, by=officer, reason="  ")
    assert refusal.value.field == "reason"
    drafting.end(announcement, by=officer, reason="กฎหมายเปลี่ยน")
    announcement.refresh_from_db()
    assert (announcement.state, announcement.why) == (AnnouncementState.WITHDRAWN, "กฎหมายเปลี่ยน")
    assert Publication.objects.get().withdrawn_at is not None
    with pytest.raises(Refused, match="in force can be ended"):
        drafting.end(announcement, by=officer, reason="อีกครั้ง")
    assert drafting.draft(announcement.agency, by=officer, year=YEAR, key="no-gift").edition == 2
