"""Rows are written one by one, errors stop a submission, what was signed is what was fixed."""

import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.web import factories
from tests.web.approval import former
from tests.web.approval.conftest import small_pdf as one_page
from tests.web.reports import samples
from tests.web.reports.samples import HALF, RESULTS, WHOLE, YEAR, at, filled, march, write
from tests.web.roles import AUDITOR, CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, ITA_OFFICER
from tests.web.running import run_jobs

from prongsai.core.approval.model import State as SubmissionState
from prongsai.core.approval.model import Way
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.documents.pdf import to_pdf
from prongsai.documents.tables_workbook import to_xlsx
from prongsai.web.agency.models import Agency, Notification, Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import items_of, own_pages
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import tasks as drawing
from prongsai.web.signing.approval.checking import check_page
from prongsai.web.signing.approval.queries import submission_of
from prongsai.web.signing.approval.services import choosing, deciding, on_paper
from prongsai.web.signing.approval.services import submitting as approval
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.evidence import services
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.pictures import Region
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.calendar.models import Reminder
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.ownership.models import Assignment
from prongsai.web.year.reports import services as reminding
from prongsai.web.year.reports import services as submitting
from prongsai.web.year.reports import services as writing
from prongsai.web.year.reports import tasks as papers
from prongsai.web.year.reports.frozen import digest_of, freeze, thaw
from prongsai.web.year.reports.kinds import LINEAGE
from prongsai.web.year.reports.models import DraftFile, Report, RowVersion
from prongsai.web.year.reports.queries import compiled_report
from prongsai.web.year.reports.queries.pages import report_page, row_page
from prongsai.web.year.reports.queries.states import ReportState
from prongsai.web.year.reports.services import RowWritten
from prongsai.web.year.reports.tasks import draft_of, paper_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def quick(monkeypatch):
    """Papers drawn in no time: their text is real, their pages are not."""
    from tests.web.approval.conftest import small_pdf  # noqa: PLC0415

    monkeypatch.setattr(
        drawing, "pdf_of", lambda _version, document: small_pdf("\n".join(document.strings()))
    )
    monkeypatch.setattr(drawing, "docx_of", lambda *_: b"PK\x03\x04")


@pytest.fixture
def signers(agency):
    return samples.Signers(agency)


def submit(agency, by, kind=HALF):
    row = submitting.submit(agency, by=by, year=YEAR, kind=kind)
    run_jobs()
    row.refresh_from_db()
    return row


def sign_all(row, signers):
    for person in signers:
        deciding.decide(row, by=person, verdict="approve" if CHIEF_EXECUTIVE in person.roles
                        else "endorse")  # fmt: skip
    run_jobs()
    row.refresh_from_db()
    return row


def test_a_row_is_saved_and_stands_in_the_report(agency, officer):
    (row,) = filled(agency, officer, 1)
    with march():
        saved = write(agency, officer, row, summary="จัดประชุมแล้ว 2 ครั้ง", problem="ไม่มี")
        assert saved.number == 1
        (line,) = samples.held(agency).lines
        assert line.entry.summary == "จัดประชุมแล้ว 2 ครั้ง"
        assert line.entry.photos == ()
        entry = JournalEntry.objects.get(verb="report-row-written")
        assert entry.detail == {"report": "report-6", "year": YEAR, "number": 1}
        again = write(agency, officer, row, seen=1, summary="จัดประชุมแล้ว 2 ครั้ง", problem="ไม่มี")
        assert again.pk == saved.pk


def test_a_stale_row_is_not_saved_and_shows_the_other(agency, officer, make_actor):
    (row,) = filled(agency, officer, 1)
    other = make_actor(agency, ITA_OFFICER, login="other")
    with march():
        write(agency, other, row, summary="ของคนแรก")
        with pytest.raises(RowWritten) as late:
            write(agency, officer, row, summary="ของคนที่สอง")
        assert late.value.version.summary == "ของคนแรก"
        assert samples.held(agency).lines[0].entry.summary == "ของคนแรก"
        saved = write(agency, officer, row, seen=late.value.version.number, summary="รวมแล้ว")
        assert saved.number == 2
        assert RowVersion.objects.count() == 2


def test_a_version_number_once_in_a_row(agency, officer):
    (row,) = filled(agency, officer, 1)
    with march():
        made = write(agency, officer, row, summary="แรก")
        fields = {"agency": agency, "report": made.report, "measure": row, "made_at": made.made_at}
        with pytest.raises(IntegrityError), transaction.atomic():
            RowVersion.objects.create(number=1, **fields)
        RowVersion.objects.create(number=2, **fields)


def test_units_write_their_own_rows_and_no_other(agency, officer):
    rows = filled(agency, officer, 2)
    head = samples.head(agency)
    with march():
        assert write(agency, head, rows[0], summary="ของกองคลัง")
        with pytest.raises(Refused, match="another unit"):
            write(agency, head, rows[1], summary="ของกองช่าง")
        assert write(agency, officer, rows[1], summary="เจ้าหน้าที่เขียนแทน")


def test_an_owner_writes_the_row_that_was_assigned(agency, officer, make_actor):
    from prongsai.web.year.ownership.models import Assignment  # noqa: PLC0415

    (row,) = filled(agency, officer, 1)
    auditor = make_actor(agency, AUDITOR, login="auditor")
    with march():
        with pytest.raises(Refused):
            write(agency, auditor, row, summary="ยังไม่ได้รับมอบหมาย")
        Assignment.objects.create(
            agency=agency, fiscal_year=YEAR, kind="measure", subject=str(row.pk),
            user=auditor.user, begun_at=factories.MADE_AT,
        )  # fmt: skip
        assert write(agency, auditor, row, summary="ได้รับมอบหมายแล้ว")


@pytest.mark.parametrize(("day", "may"), [((2023, 2, 28), False), ((2023, 3, 1), True)])
def test_a_round_opens_thirty_days_before_its_last_day(agency, officer, day, may):
    with at(2023, 2, 1):
        samples.year(agency, 1)
    row = samples.held(agency).plan.measures[0]
    with at(*day):
        if may:
            assert write(agency, officer, row, summary="เปิดแล้ว")
        else:
            with pytest.raises(Refused, match="not open"):
                write(agency, officer, row, summary="ยังไม่เปิด")


def test_photos_must_be_the_measures_own_and_two_at_most(agency, officer):
    rows = samples.year(agency, 2)
    samples.note(rows[0], officer, photos=3)
    samples.note(rows[1], officer, photos=1)
    with march():
        mine, theirs = (
            [photo.id for photo in line.entry.row.evidence] for line in samples.held(agency).lines
        )
        for wrong in (tuple(mine), tuple(theirs), ("x",)):
            with pytest.raises(Refused) as refusal:
                write(agency, officer, rows[0], summary="ก", photos=wrong)
            assert refusal.value.field == "photos"
        write(agency, officer, rows[0], summary="ก", photos=tuple(mine[:2]))
        entry = samples.held(agency).lines[0].entry
        assert [photo.id for photo in entry.photos] == mine[:2]


def test_one_button_writes_that_there_is_nothing_where_no_unit_answers(agency, officer):
    rows = samples.year(agency, 2)
    MeasureRow.objects.filter(plan__agency=agency).update(unit="")
    samples.note(rows[0], officer, problem="คนน้อย")
    samples.note(rows[1], officer, problem="")
    with march():
        assert writing.write_nothing(agency, by=officer, year=YEAR, kind=HALF) == 1
        first, second = samples.held(agency).entries
        assert (first.problem, second.problem, second.proposal) == ("คนน้อย", "ไม่มี", "ไม่มี")
        assert second.summary == "จัดอบรมหนึ่งครั้ง"
        assert writing.write_nothing(agency, by=officer, year=YEAR, kind=HALF) == 0


def test_one_button_never_writes_into_another_units_row(agency, officer):
    """The officer compiles and may write any row, one by one; the button keeps to its own."""
    rows = samples.year(agency, 3)
    for row in rows:
        samples.note(row, officer, problem="")
    finance = samples.head(agency, "กองคลัง")
    with march():
        assert writing.write_nothing(agency, by=officer, year=YEAR, kind=HALF) == 0
        assert report_page(officer, YEAR, HALF, clock.today()).own_silent == 0
        assert report_page(finance, YEAR, HALF, clock.today()).own_silent == 1
        assert writing.write_nothing(agency, by=finance, year=YEAR, kind=HALF) == 1
        assert [line.is_silent for line in samples.held(agency).lines] == [False, True, True]
        write(agency, officer, rows[1], summary="ทำแล้ว", problem="ไม่มี")  # its twin
        assert not samples.held(agency).lines[1].is_silent


def test_the_button_leaves_a_row_to_the_owners_that_were_assigned(agency, officer):
    """The plan names กองคลัง; the row was given to กองช่าง: it is theirs alone."""
    rows = samples.year(agency, 1)
    samples.note(rows[0], officer, problem="")
    finance, works = (samples.head(agency, name) for name in ("กองคลัง", "กองช่าง"))
    unit = Unit.objects.get(agency=agency, name="กองช่าง")
    Assignment.objects.create(
        agency=agency, fiscal_year=YEAR, kind="measure", subject=str(rows[0].pk), unit=unit,
        begun_at=clock.now(),
    )  # fmt: skip
    with march():
        for other in (finance, officer):
            assert report_page(other, YEAR, HALF, clock.today()).own_silent == 0
            assert writing.write_nothing(agency, by=other, year=YEAR, kind=HALF) == 0
        assert writing.write_nothing(agency, by=works, year=YEAR, kind=HALF) == 1


def test_an_outcome_is_asked_of_the_notes_and_carried_from_report_to_report(agency, officer):
    rows = samples.year(agency, 2)
    with march():
        samples.note(rows[0], officer, outcome="ผู้เข้าอบรม 40 คนสอบผ่าน")
        samples.note(rows[1], officer, outcome="คิวสั้นลง")
        assert [one.outcome for one in samples.held(agency).entries] == [
            "ผู้เข้าอบรม 40 คนสอบผ่าน", "คิวสั้นลง",
        ]  # fmt: skip
        write(agency, officer, rows[0], summary="จัดอบรม", outcome="สอบผ่านทุกคน")
    with at(2023, 9, 10):
        samples.note(rows[0], officer, date(2023, 8, 1), outcome="ไม่มีข้อทักท้วง")
        whole = samples.held(agency, WHOLE)
        first, second = whole.lines
        assert first.entry.outcome == "สอบผ่านทุกคน\nไม่มีข้อทักท้วง"
        assert (first.carried_from, second.carried_from) == (HALF, None)
        assert second.entry.outcome == "คิวสั้นลง"
        write(agency, officer, rows[1], kind=WHOLE, summary="ก", outcome="คิวเหลือ 10 นาที")
        results = samples.held(agency, RESULTS)
        assert [one.entry.outcome for one in results.lines] == [
            "สอบผ่านทุกคน\nไม่มีข้อทักท้วง", "คิวเหลือ 10 นาที",
        ]  # fmt: skip
        assert samples.held(agency).entries[0].outcome == "สอบผ่านทุกคน", "the former is as it was"


@pytest.mark.long
def test_a_photo_stays_as_it_was_signed_while_the_report_is_on_its_way(
    agency, officer, signers, quick
):
    """Every way to another picture below a signature: turned, hidden, taken away."""
    filled(agency, officer, 2)
    with march():
        row = submit(agency, officer)
        photo = samples.held(agency).lines[0].entry.photos[0]
        other = EvidenceRow.objects.exclude(pk=photo.id).first()
        report = Report.objects.get(kind=HALF.name)
        report.values["rows"][1]["photos"] = []
        report.save()
        held = EvidenceRow.objects.get(pk=photo.id)
        ways = (
            lambda one: services.turn(one, by=officer),
            lambda one: services.hide(
                one, by=officer, regions=[Region(1, 1, 60)], seen=one.file.digest
            ),
            lambda one: services.remove(one, by=officer),
        )
        for way in ways:
            with pytest.raises(Refused) as refusal:
                way(held)
            assert "พิมพ์ภาพนี้" in refusal.value.message.th
        services.turn(other, by=officer)  # no report prints it
        approval.withdraw(row, by=officer)
        for way in ways:
            held.refresh_from_db()
            way(held)


def test_one_button_reminds_all_who_owe_rows_once_a_day(agency, officer):
    rows = samples.year(agency, 3)
    heads = [samples.head(agency, name) for name in ("กองคลัง", "กองช่าง", "สำนักปลัด")]
    samples.note(rows[0], officer)
    with march():
        assert reminding.remind(agency, by=officer, year=YEAR, kind=HALF) == 2
        told = set(Reminder.objects.values_list("user", flat=True))
        assert told == {heads[1].user.pk, heads[2].user.pk}
        assert reminding.remind(agency, by=officer, year=YEAR, kind=HALF) == 0
    with at(2023, 3, 31):
        assert reminding.remind(agency, by=officer, year=YEAR, kind=HALF) == 2
    report = Report.objects.get()
    assert report.reminded_by_words == officer.words


def test_errors_stop_the_submission_and_warnings_do_not(agency, officer, signers, quick):
    rows = filled(agency, officer, 2)
    with march():
        write(agency, officer, rows[0], summary="ควรมีป้ายบอกทาง", problem="ไม่มี")
        with pytest.raises(Refused, match="1 thing"):
            submitting.submit(agency, by=officer, year=YEAR, kind=HALF)
        write(agency, officer, rows[0], seen=1, summary="อบรมเมื่อ 2 ม.ค. 2560", problem="ไม่มี")
        assert [one.code for one in samples.held(agency).findings] == ["date_outside_year"]
        row = submit(agency, officer)
        assert row.state == SubmissionState.OPEN


@pytest.mark.long
def test_a_report_is_fixed_signed_numbered_and_published(agency, officer, signers, quick):
    rows = filled(agency, officer)
    with samples.at(2023, 3, 31):
        row = submit(agency, officer)
        report = Report.objects.get()
        assert report.digest == digest_of(report.values)
        assert (row.kind, row.subject, row.title) == (
            "report-6", report.pk, "รายงานรอบ 6 เดือน ปีงบประมาณ 2566",
        )  # fmt: skip
        with pytest.raises(Refused, match="submitted"):
            write(agency, officer, rows[0], summary="แก้หลังเสนอ")
        with pytest.raises(Refused, match="submitted already"):
            submitting.submit(agency, by=officer, year=YEAR, kind=HALF)
        approval.give_number(row, by=officer, number="กจ 53501/12")
        row = sign_all(row, signers)
        assert row.state == SubmissionState.APPROVED
        published = Publication.objects.get()
        assert (published.kind, published.subject, published.number, published.edition) == (
            "report-6", report.pk, "กจ 53501/12", 1,
        )  # fmt: skip
        assert published.items == []
        page = report_page(officer, YEAR, HALF, date(2023, 3, 31))
        assert (page.state, page.publication) == (ReportState.PUBLISHED, published)


def test_the_page_of_a_submitted_report_shows_what_is_signed(agency, officer, signers, quick):
    """It showed 70 % beside a signed paper of 60 %."""
    rows = filled(agency, officer, 1)
    with march():
        row = submit(agency, officer)
        before = report_page(officer, YEAR, HALF, date(2023, 3, 30))
        samples.note(rows[0], officer, date(2023, 3, 29), percent=90, done="เขียนเพิ่มทีหลัง")
        after = report_page(officer, YEAR, HALF, date(2023, 3, 30))
        assert after.lines == before.lines
        assert after.frozen_on == Report.objects.get().frozen_at
        one = row_page(officer, YEAR, HALF, rows[0].pk, date(2023, 3, 30))
        assert "เขียนเพิ่มทีหลัง" not in one.line.entry.summary
        # Sent back, it is what the units say today.
        deciding.decide(row, by=next(iter(signers)), verdict="send-back", reason="ขาดผล")
        back = report_page(officer, YEAR, HALF, date(2023, 3, 30))
        assert back.frozen_on is None
        assert back.lines[0].line.entry.row.status.percent == 90


def test_what_is_noted_after_the_submission_changes_no_paper(agency, officer, signers, quick):
    rows = filled(agency, officer, 1)
    with march():
        row = submit(agency, officer)
        before = Report.objects.get().values
        samples.note(rows[0], officer, date(2023, 3, 29), percent=90, done="เขียนเพิ่มทีหลัง")
        sign_all(row, signers)
        assert Report.objects.get().values == before
        strings = " ".join(paper_of(agency, before, date(2023, 3, 30)).strings())
        assert "เขียนเพิ่มทีหลัง" not in strings


def test_sent_back_is_corrected_and_fixed_anew(agency, officer, signers, quick):
    rows = filled(agency, officer, 1)
    with march():
        row = submit(agency, officer)
        first = Report.objects.get().digest
        deciding.decide(row, by=next(iter(signers)), verdict="send-back", reason="ขาดผล")
        page = report_page(officer, YEAR, HALF, date(2023, 3, 30))
        assert (page.state, page.may_submit) == (ReportState.SENT_BACK, True)
        write(agency, officer, rows[0], summary="แก้ตามที่ส่งกลับแล้ว", problem="ไม่มี")
        again = submit(agency, officer)
        assert again.pk == row.pk
        report = Report.objects.get()
        assert report.digest != first
        assert report.values["rows"][0]["summary"] == "แก้ตามที่ส่งกลับแล้ว"
        assert sign_all(again, signers).state == SubmissionState.APPROVED


def test_sent_back_cannot_go_on_with_errors_from_the_signing_page_either(
    agency, officer, signers, quick
):
    rows = filled(agency, officer, 1)
    with march():
        row = submit(agency, officer)
        deciding.decide(row, by=next(iter(signers)), verdict="send-back", reason="ขาดผล")
        write(agency, officer, rows[0], summary="จะดำเนินการ", problem="ไม่มี")
        with pytest.raises(Refused, match="must be corrected"):
            approval.resubmit(row, by=officer)
        write(agency, officer, rows[0], seen=1, summary="ดำเนินการแล้ว", problem="ไม่มี")
        assert approval.resubmit(row, by=officer).pk == row.pk
        assert Report.objects.get().values["rows"][0]["summary"] == "ดำเนินการแล้ว"


def test_a_withdrawn_report_is_open_again(agency, officer, signers, quick):
    rows = filled(agency, officer, 1)
    with march():
        row = submit(agency, officer)
        approval.withdraw(row, by=officer)
        write(agency, officer, rows[0], summary="แก้หลังถอน", problem="ไม่มี")
        assert submit(agency, officer).pk != row.pk


@pytest.mark.long
def test_results_answer_the_item_that_asks_for_them(agency, officer, signers, quick):
    """The own year's until 2566; the next one's too in 2567, whose elements may mean both."""
    rows = filled(agency, officer, 1)
    with at(2023, 10, 9):
        write(agency, officer, rows[0], RESULTS, summary="ทำครบ", outcome="เร็วขึ้น", problem="ไม่มี")
        row = submit(agency, officer, RESULTS)
        approval.give_number(row, by=officer, number="1/2566")
        sign_all(row, signers)
        assert Publication.objects.get().items == ["o43"]
    # By its subject, also where the codes were not known when it was published.
    Publication.objects.update(items=["o13"])
    for year in (YEAR, YEAR + 1):
        items = items_of(agency, year).items
        shown = {
            item.code
            for item in items
            if any(page.title.th.startswith("รายงานผลการดำเนินการตามมาตรการ")
                   for page in own_pages(agency, item, year, date(2023, 10, 9)))
        }  # fmt: skip
        assert shown == {item.code for item in items if LINEAGE in item.keys}
        assert shown


def test_a_score_that_comes_after_the_submission_changes_no_paper(
    agency, officer, signers, quick, monkeypatch
):
    rows = filled(agency, officer, 1)
    with at(2023, 10, 9):
        write(agency, officer, rows[0], RESULTS, summary="ทำครบ", outcome="เร็วขึ้น", problem="ไม่มี")
        row = submit(agency, officer, RESULTS)
        values = Report.objects.get().values
        before = list(paper_of(agency, values, date(2023, 10, 9)).strings())
        assert any(values["total"] in line for line in before if values["total"])
        monkeypatch.setattr(papers, "current_scores", lambda *_: None)
        assert list(paper_of(agency, values, date(2023, 10, 9)).strings()) == before
        # What was fixed before the score was, prints the one that stands.
        old = {key: value for key, value in values.items() if key != "total"}
        assert list(paper_of(agency, old, date(2023, 10, 9)).strings()) != before
        sign_all(row, signers)
        assert row.versions.get().signed_file is not None


@pytest.mark.long
def test_published_again_after_it_was_taken_back(agency, officer, signers, quick):
    from prongsai.web.signing.publication.services import withdraw  # noqa: PLC0415

    filled(agency, officer, 1)
    with samples.at(2023, 3, 31):
        report = submit(agency, officer) and Report.objects.get()
        with pytest.raises(Refused, match="not approved"):
            submitting.publish(agency, by=officer, report=report)
        row = submission_of(agency, "report-6", report.pk)
        # Words before the number: the last signature gives none, and none is published.
        of_agency = Agency.objects.filter(pk=agency.pk)
        of_agency.update(number_prefix="กองคลัง/")
        sign_all(row, signers)
        of_agency.update(number_prefix=agency.number_prefix)
        assert not Publication.objects.exists()
        page = report_page(officer, YEAR, HALF, date(2023, 3, 31))
        assert (page.state, page.lacks_number) == (ReportState.APPROVED, True)
        with pytest.raises(Refused, match="no number"):
            submitting.publish(agency, by=officer, report=report)
        number_for(row, by=officer)
        run_jobs()
        assert check_page(row.code).withdrawal is None
        withdraw(Publication.objects.get(), by=officer, reason="ลงผิด")
        assert check_page(row.code).withdrawal.reason == "ลงผิด"
        public = Client().get(f"/check/{row.code}/").content.decode()
        assert "ถอนเอกสารรหัสนี้แล้ว" in public
        assert "ลงผิด" in public
        page = report_page(officer, YEAR, HALF, date(2023, 3, 31))
        assert (page.state, page.is_stuck) == (ReportState.APPROVED, True)
        # Another number draws the copy anew; the site alone publishes it no more.
        approval.give_number(submission_of(agency, "report-6", report.pk), by=officer, number="9/9")
        run_jobs()
        assert Publication.objects.get().withdrawn_at is not None
        notices = Notification.objects.filter(user=officer.user)
        assert notices.filter(said_th__contains="ลงผิด จึงยังถอนอยู่").exists()
        assert submitting.publish(agency, by=officer, report=report).edition == 2
        assert check_page(row.code).withdrawal is None


def test_a_layout_is_chosen_while_the_report_is_open(agency, officer):
    filled(agency, officer, 1)
    with at(2023, 10, 9):
        for layout in ("three-with-photos", "eight"):
            writing.choose_layout(agency, by=officer, year=YEAR, kind=RESULTS, layout=layout)
            assert Report.objects.get().layout == layout
        with pytest.raises(Refused) as refusal:
            writing.choose_layout(agency, by=officer, year=YEAR, kind=RESULTS, layout="poster")
        assert refusal.value.field == "layout"


def test_without_a_plan_nothing_can_be_done(agency, officer):
    samples.full_year(agency, YEAR)
    with march(), pytest.raises(Refused, match="no measures plan"):
        submitting.submit(agency, by=officer, year=YEAR, kind=HALF)


@pytest.mark.parametrize("kind", [HALF, WHOLE, RESULTS])
def test_the_paper_holds_what_was_entered(agency, officer, kind):
    rows = filled(agency, officer, 2)
    with at(2023, 9, 30):
        write(
            agency, officer, rows[0], kind, summary="จัดประชุม 7 ครั้ง", outcome="ร้องเรียนลดลงครึ่งหนึ่ง",
            problem="คนไม่พอ", proposal="ขออัตรากำลังเพิ่ม",
            photos=tuple(photo.id for photo in samples.held(agency, kind).entries[0].photos),
        )  # fmt: skip
        paper = paper_of(agency, samples.held(agency, kind).values(), date(2023, 9, 30))
    text = "\n".join(paper.strings())
    for said in ("จัดประชุม 7 ครั้ง", "คนไม่พอ", "ขออัตรากำลังเพิ่ม", "ผลของมาตรการเรื่องที่ 2",
                 "เรียน", "ปัญหา", "นายกเทศมนตรี", "ร้องเรียนลดลงครึ่งหนึ่ง"):  # fmt: skip
        assert said in text
    assert isinstance(paper, Document)


@pytest.mark.parametrize("layout", ["eight", "three-with-photos"])
@pytest.mark.long
def test_the_pdf_itself_holds_what_was_entered(agency, officer, layout):
    """Drawn for real and read again; Thai digits in prose are the agency's choice."""
    rows = filled(agency, officer, 2)
    with at(2023, 9, 30):
        writing.choose_layout(agency, by=officer, year=YEAR, kind=RESULTS, layout=layout)
        write(
            agency, officer, rows[0], RESULTS, summary="จัดประชุมประชาคมแล้ว", outcome="ร้องเรียนลดลง",
            problem="คนไม่พอ", proposal="ขออัตรากำลัง",
        )  # fmt: skip
        paper = paper_of(agency, samples.held(agency, RESULTS).values(), date(2023, 9, 30))
    with pypdfium2.PdfDocument(to_pdf(paper, digits=Digits.ARABIC)) as opened:
        text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in opened))
        photos = sum(
            1 for page in opened for one in page.get_objects() if type(one).__name__ == "PdfImage"
        )
    for said in ("จัดประชุมประชาคมแล้ว", "ร้องเรียนลดลง", "คนไม่พอ", "ขออัตรากำลัง", "บันทึกข้อความ",
                 "ผลของมาตรการเรื่องที่2"):  # fmt: skip
        assert said in text
    assert photos == 1


def test_a_report_read_back_from_its_data_makes_the_same_paper(agency, officer):
    filled(agency, officer, 2)
    with at(2023, 9, 30):
        values = samples.held(agency, RESULTS).values()
    back = thaw(values)
    again = freeze(back.kind, back.year, back.layout, back.on, back.plan, back.entries)
    assert again == values
    assert digest_of(again) == digest_of(values)


@pytest.mark.long
def test_drafts_are_made_in_every_form_and_stamped(agency, officer):
    filled(agency, officer, 1)
    with march():
        job = submitting.ask_draft(agency, by=officer, year=YEAR, kind=HALF)
        assert submitting.ask_draft(agency, by=officer, year=YEAR, kind=HALF).pk == job.pk
        run_jobs()
        drafts = {one.form: one for one in DraftFile.objects.all()}
        assert sorted(drafts) == ["docx", "pdf", "xlsx"]
        assert drafts["pdf"].file.name == "ร่างรายงานรอบ 6 เดือน-2566.pdf"
        paper = draft_of(agency, samples.held(agency).values(), date(2023, 3, 30))
        assert paper.stamp.startswith("ร่าง")
        page = report_page(officer, YEAR, HALF, date(2023, 3, 30))
        assert [draft.is_old for draft in page.drafts] == [False, False, False]
        assert submitting.ask_draft(agency, by=officer, year=YEAR, kind=HALF).pk != job.pk


@pytest.mark.parametrize("kind", [HALF, WHOLE, RESULTS])
def test_a_paper_of_an_unfinished_round_says_so_on_every_sheet(agency, officer, kind):
    agency.is_sample = False
    agency.save()
    filled(agency, officer, 1)
    last = kind.round_of(YEAR).last_day
    before, on_it = (
        paper_of(agency, compiled_report(agency, YEAR, kind, day).values(), day)
        for day in (last - timedelta(days=1), last)
    )
    assert (before.stamp, "ไม่ใช่รายงานฉบับสมบูรณ์" in before.footnote) == ("ร่าง", True)
    assert (on_it.stamp, on_it.footnote) == ("", "")
    book = load_workbook(io.BytesIO(to_xlsx(papers.with_captions(before))))
    assert all("ร่าง" in str([*sheet.iter_rows(max_row=2, values_only=True)]) for sheet in book)


def test_page_and_paper_tell_the_same_rows_up_to_the_same_day(agency, officer):
    rows = filled(agency, officer, 2)
    samples.note(rows[0], officer, date(2023, 4, 5), percent=90, done="ทำเดือนเมษายน")
    with at(2023, 6, 15):
        page = report_page(officer, YEAR, HALF, date(2023, 6, 15))
        paper = "\n".join(paper_of(agency, samples.held(agency).values(), page.on).strings())
    assert "ทำเดือนเมษายน" not in paper
    assert [line.line.entry.summary for line in page.lines] == [f"ผลของ{row.title}" for row in rows]
    assert all(line.line.entry.summary in paper for line in page.lines)


def test_another_agency_has_its_own_reports(agency, other_agency, officer, make_actor, database):
    filled(agency, officer, 1)
    theirs = make_actor(other_agency, ITA_OFFICER, login="theirs")
    (row,) = filled(other_agency, theirs, 1)
    with march():
        write(other_agency, theirs, row, summary="ของอีกแห่ง")
        assert samples.held(agency).lines[0].entry.summary == "ผลของมาตรการเรื่องที่ 1"
        with pytest.raises(Refused, match="no longer in the plan"):
            write(agency, officer, row, summary="ของคนอื่น")


@pytest.mark.long
def test_a_report_that_somebody_objects_to_is_held(agency, officer, signers, quick, client_of):
    agency.second_factor = []
    agency.save()
    filled(agency, officer)
    with samples.at(2023, 3, 31):
        clerk, chief_executive = (
            next(one for one in signers if kind in one.roles)
            for kind in (CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE)
        )
        choosing.choose(agency, by=officer, kind=HALF.name, route="short", way=Way.ON_PAPER)
        row = submit(agency, officer)
        approval.give_number(row, by=officer, number="กจ 53501/12")
        for verdict, second in (("endorse", chief_executive), ("approve", clerk)):
            row.refresh_from_db()
            sheet = on_paper.Sheet(date(2023, 3, 31), Upload("s.pdf", one_page(verdict)))
            result = on_paper.enter(row, by=officer, verdict=verdict, sheet=sheet)
            on_paper.note_looked(result, by=second)
            on_paper.confirm(result, by=second)
        run_jobs()

        def state():
            return report_page(officer, YEAR, HALF, date(2023, 3, 31)).state

        def shown():
            page = client_of(officer).get(reverse("reports:report", args=[YEAR, HALF.name]))
            return page.content.decode().replace("\u2060", "")

        assert state() is ReportState.PUBLISHED
        assert "เผยแพร่แล้ว" in shown()
        former.object_to(row, by=chief_executive, why="ไม่ได้ลงนาม")
        assert state() is ReportState.HELD
        assert "มีผู้คัดค้าน พักไว้" in shown()
        assert "เผยแพร่แล้ว" not in shown()
        with pytest.raises(Refused, match="submitted"):
            submitting.submit(agency, by=officer, year=YEAR, kind=HALF)
        former.lift(row, by=chief_executive)
        assert state() is ReportState.PUBLISHED
        assert "คัดค้าน" not in shown()
