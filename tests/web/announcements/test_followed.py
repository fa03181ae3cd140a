"""What is sent round or published follows its paper: through numbers, copies and editions."""

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web.announcements.conftest import file_status, sign_on_paper, small_pdf, text
from tests.web.announcements.test_held_files import by_hand, round_by_hand
from tests.web.approval import former
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.hooks import acknowledgements
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.queries import circulations_page, is_running
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.checking import Match, match_of
from prongsai.web.signing.approval.models import PaperResult, Submission, Version
from prongsai.web.signing.approval.objections import objected_files
from prongsai.web.signing.approval.services import (
    annulling,
    choosing,
    deciding,
    on_paper,
    submitting,
)
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.models import Publication

pytestmark = [pytest.mark.long, pytest.mark.django_db]
WHY = "ไม่ได้ลงนาม"


@pytest.fixture
def numbered(on_a_sheet, officer):
    """An announcement that was sent round, and got its number afterwards."""
    announcement, row = on_a_sheet()
    sent = Circulation.objects.get()
    submitting.give_number(row, by=officer, number="99/2569")
    run_jobs()
    announcement.refresh_from_db()
    assert sent.file != Version.objects.get(submission=row).signed_file
    return announcement, Submission.objects.get(pk=row.pk), sent


def test_what_was_sent_round_before_it_had_a_number_is_paused_too(
    agency, people, officer, numbered, client_of
):
    announcement, row, sent = numbered
    reader, browser = people["clerk"], client_of(people.users["clerk"])
    assert is_running(agency, KIND, announcement.pk)
    assert acknowledgements(reader, today())
    page = text(browser, "circulation:read", sent.pk)
    assert "99/2569" in page
    assert reverse("approval:file", args=[row.pk, 1, "signed"]) in page
    former.object_to(row, by=people["mayor"], why=WHY)
    for name in ("circulation:read", "circulation:state"):
        assert "พักไว้ มีผู้คัดค้าน" in text(client_of(officer), name, sent.pk)
    assert circulations_page(officer, announcement.fiscal_year)["lines"][0].is_paused
    assert not is_running(agency, KIND, announcement.pk)
    assert not acknowledgements(reader, today())
    address = reverse("circulation:file", args=[sent.pk])
    assert "%E0%B8%A1%E0%B8%B5" in browser.get(address)["Content-Disposition"]
    for act in (circulating.acknowledge, circulating.remind, circulating.close):
        with pytest.raises(Refused) as refusal:
            act(sent, by=reader)
        assert "พักไว้" in refusal.value.message.th
    former.lift(row, by=people["mayor"])
    assert is_running(agency, KIND, announcement.pk)
    browser.get(address)
    assert circulating.acknowledge(sent, by=reader)


def test_no_copy_that_the_paper_had_before_goes_out(agency, people, officer, numbered):
    _, row, sent = numbered
    first = deciding.final_copy(row, by=officer, copy=Upload("f.pdf", small_pdf("first")))
    deciding.final_copy(row, by=officer, copy=Upload("f.pdf", small_pdf("second")))
    former.object_to(row, by=people["mayor"], why=WHY)
    for file in (sent.file, first):
        for way in (by_hand, round_by_hand):
            with pytest.raises(Refused) as refusal:
                way(agency, officer, file)
            assert refusal.value.field == "file"
    former.lift(row, by=people["mayor"])
    assert by_hand(agency, officer, first)


def test_the_public_check_knows_the_copy_that_had_no_number(numbered, officer):
    _, row, sent = numbered
    final = deciding.final_copy(row, by=officer, copy=Upload("f.pdf", small_pdf("first")))
    deciding.final_copy(row, by=officer, copy=Upload("f.pdf", small_pdf("second")))
    assert match_of(row.code, sent.file.digest) is Match.FORMER
    assert match_of(row.code, final.digest) is Match.BY_HAND
    assert match_of(row.code, "0" * 64) is Match.NONE


def test_what_was_taken_back_is_acknowledged_by_no_earlier_copy(agency, people, officer, numbered):
    """The copy without a number was never published: its paper was, and is taken back."""
    _, _, sent = numbered
    Publication.objects.filter(file=sent.file).delete()
    assert acknowledgements(people["clerk"], today())
    publishing.withdraw(Publication.objects.get(), by=officer, reason="ลงวันที่ผิด")
    assert not acknowledgements(people["clerk"], today())
    with pytest.raises(Refused) as refusal:
        circulating.remind(sent, by=officer)
    assert "ลงวันที่ผิด" in refusal.value.message.th


@pytest.mark.parametrize("kind", ["by its kind", "by hand"])
def test_an_edition_in_dispute_pauses_what_was_sent_round_of_the_one_before(
    agency, people, officer, on_a_sheet, client_of, kind
):
    announcement, _ = on_a_sheet()
    sent = Circulation.objects.get()
    if kind == "by hand":
        sent = round_by_hand(agency, officer, Publication.objects.get().file)
    submission = sending.send(drafting.revise(announcement, by=officer), by=officer)
    run_jobs()
    sign_on_paper(submission, officer, people)
    run_jobs()
    assert Publication.objects.get(replaced_at=None).edition == 2
    waiting = [one.url for one in acknowledgements(people["clerk"], today())]
    mine = reverse("circulation:read", args=[sent.pk])
    assert mine in waiting
    former.object_to(submission, by=people["mayor"], why=WHY)
    assert mine not in [one.url for one in acknowledgements(people["clerk"], today())]
    submission.refresh_from_db()
    assert "พักไว้ มีผู้คัดค้าน" in text(client_of(officer), "circulation:read", sent.pk)
    former.lift(submission, by=people["mayor"])
    assert mine in [one.url for one in acknowledgements(people["clerk"], today())]


def test_many_circulations_are_asked_at_once(
    agency, officer, numbered, year, django_assert_max_num_queries
):
    for _ in range(5):
        round_by_hand(agency, officer, numbered[2].file)
    with django_assert_max_num_queries(12):
        circulations_page(officer, year)


@pytest.fixture
def disputed(agency, officer, people, drafted):
    """The sheet of a result to which the clerk objected before anybody confirmed it."""
    agency.second_factor = []
    agency.save()
    choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    submission = sending.send(drafted(), by=officer)
    run_jobs()
    sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf("endorse")))
    row = Submission.objects.get(pk=submission.pk)
    result = on_paper.enter(row, by=officer, verdict="endorse", sheet=sheet)
    edition = by_hand(agency, officer, result.scan)  # before the public while it waited
    annulling.annul(row, by=people["clerk"], why=WHY)
    return Submission.objects.get(pk=row.pk), PaperResult.objects.get(pk=result.pk), edition


def test_the_sheet_of_a_result_that_fell_by_an_objection_goes_nowhere(
    agency, people, officer, disputed, client, client_of
):
    row, result, edition = disputed
    assert row.objected_at is None, "nothing was confirmed: the paper itself goes on"
    for way in (by_hand, round_by_hand):
        with pytest.raises(Refused) as refusal:
            way(agency, officer, result.scan)
        assert "ปลัดเทศบาลคัดค้านก่อนยืนยัน" in refusal.value.next_step.th
    assert file_status(client, (agency.pk, edition.pk)) == 404
    page = text(client, "publication:paper", agency.pk, edition.pk)
    assert "มีผู้คัดค้าน" in page
    assert "จนกว่าผลจะถูกยกเลิก" not in page, "it was, before anybody confirmed it"
    sheet = reverse("approval:entered_scan", args=[row.pk, result.pk])
    assert "%E0%B8%A1%E0%B8%B5" in client_of(officer).get(sheet)["Content-Disposition"]
    other = Upload("o.pdf", small_pdf("another"))
    waits = on_paper.enter(row, by=officer, verdict="endorse", sheet=on_paper.Sheet(today(), other))
    assert by_hand(agency, officer, waits.scan), "a sheet that nobody objected to"


def test_the_sheet_is_free_once_a_result_on_it_was_confirmed(
    agency, people, officer, disputed, client
):
    row, result, edition = disputed
    assert objected_files(agency, [result.scan.digest])[result.scan.digest].is_for_good
    same = on_paper.Sheet(today(), Upload("s.pdf", small_pdf("endorse")))
    again = on_paper.enter(row, by=officer, verdict="endorse", sheet=same)
    assert file_status(client, (agency.pk, edition.pk)) == 404, "entered alone frees nothing"
    on_paper.note_looked(again, by=people["head"])
    on_paper.confirm(again, by=people["head"])
    assert file_status(client, (agency.pk, edition.pk)) == 200
    former.object_to(Submission.objects.get(pk=row.pk), by=people["clerk"], why=WHY)
    assert not objected_files(agency, [result.scan.digest])[result.scan.digest].is_for_good
    assert file_status(client, (agency.pk, edition.pk)) == 404


def test_a_sheet_that_only_did_not_agree_is_not_held(agency, people, officer, drafted):
    agency.second_factor = []
    agency.save()
    choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    submission = sending.send(drafted(), by=officer)
    run_jobs()
    sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf(str(uuid4()))))
    row = Submission.objects.get(pk=submission.pk)
    result = on_paper.enter(row, by=officer, verdict="endorse", sheet=sheet)
    on_paper.reject(result, by=people["head"], why="วันที่ไม่ตรง")
    assert by_hand(agency, officer, result.scan)
