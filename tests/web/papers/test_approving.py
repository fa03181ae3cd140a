"""The plan from submission to force, and again with what was changed since."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.web.approval import former
from tests.web.approval.conftest import Office, small_pdf
from tests.web.measures.plans import YEAR, drafted, emptied, first, own, with_changes
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.core.papers.approving import SignedStep, Signing
from prongsai.core.papers.document import MemoHead
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services.agency import rename_unit
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.papers.queries import plan_document, plan_paper_page
from prongsai.web.office.papers.services import PLAN_LINEAGES, publish_plan, submit_plan
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.drawing import document_of, with_office_of
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.services import choosing, deciding, on_paper, submitting
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.numbering import services as numbering
from prongsai.web.signing.numbering.models import NumberRow
from prongsai.web.year.assessment.queries import codes_of
from prongsai.web.year.measures.models import PlanInForce, PlanRow
from prongsai.web.year.measures.queries import in_force, plan_row
from prongsai.web.year.measures.queries.pages import plan_page
from prongsai.web.year.measures.services import editing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = datetime(2023, 3, 14, 9, 12, tzinfo=ZoneInfo("Asia/Bangkok"))
CHAIN = ("section", "head", "clerk")


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def office(agency):
    """The positions of a small municipality with a drafted plan."""
    made = Office(agency)
    drafted(agency, made["analyst"])
    return made


@pytest.fixture
def quick(monkeypatch):
    """Papers drawn in no time; their text is real."""
    monkeypatch.setattr(tasks, "pdf_of", lambda _version, one: small_pdf("\n".join(one.strings())))
    monkeypatch.setattr(tasks, "docx_of", lambda _version, _one: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html>")


@pytest.fixture(autouse=True)
def march():
    with clock.freeze(DAY):
        yield


def save(agency, by, row, **changes):
    return editing.save_row(
        agency, by=by, fiscal_year=YEAR, row=row,
        values=with_changes(row, **changes), seen=row.version,
    )  # fmt: skip


def submitted(office, **options):
    row = submit_plan(office.agency, by=office["analyst"], year=YEAR, **options)
    run_jobs()
    row.refresh_from_db()
    return row


def decided(office, row, verdict="approve", reason=""):
    for name in CHAIN:
        deciding.decide(row, by=office[name], verdict="endorse", opinion="เห็นควรอนุมัติ")
    deciding.decide(row, by=office["mayor"], verdict=verdict, reason=reason)
    run_jobs()
    row.refresh_from_db()
    return row


@pytest.mark.long
def test_an_approved_plan_is_in_force_from_that_day_and_frozen(office, quick):
    row = decided(office, submitted(office))
    plan = plan_row(office.agency, YEAR)
    assert (row.state, plan.approved) == ("approved", "14 มีนาคม 2566")
    stands = in_force(office.agency, YEAR)
    assert (stands.day, stands.number, stands.is_changed) == (date(2023, 3, 14), 1, False)
    assert JournalEntry.objects.filter(verb="plan-in-force").count() == 1
    page = plan_page(office["analyst"], YEAR)
    assert page.in_force.day == date(2023, 3, 14)
    assert page.approval.is_approved


@pytest.mark.long
def test_an_approved_plan_is_offered_for_signing_again_only_once_it_changed(
    office, quick, client_of
):
    def offered():
        page = client_of(office["analyst"]).get(f"/{YEAR}/papers/").content.decode()
        part = page[page.index('id="submit-plan"') :]
        return part[: part.index("</section>")]

    assert "เสนอลงนาม" in offered()
    decided(office, submitted(office))
    assert "ดูแผนที่อนุมัติ" in offered()
    assert "เสนอลงนาม" not in offered()
    save(office.agency, office["analyst"], first(office.agency), title="ชื่อใหม่")
    assert "เสนอลงนาม" in offered()


@pytest.mark.long
def test_a_refused_plan_is_not_in_force(office, quick):
    decided(office, submitted(office), "refuse", "งบประมาณไม่พอ")
    assert in_force(office.agency, YEAR) is None
    assert plan_row(office.agency, YEAR).approved == ""


@pytest.mark.long
def test_what_was_changed_since_shows_and_can_be_approved_again(office, quick):
    decided(office, submitted(office))
    with pytest.raises(Refused, match="nothing has changed"):
        submit_plan(office.agency, by=office["analyst"], year=YEAR)
    row = first(office.agency)
    save(office.agency, office["analyst"], row, title="ชื่อใหม่")
    own(office.agency, office["analyst"], "มาตรการเพิ่ม")
    stands = in_force(office.agency, YEAR)
    assert [one.cells[0].after for one in stands.changed] == ["ชื่อใหม่"]
    assert stands.new
    assert stands.new[0].endswith("มาตรการเพิ่ม")
    assert stands.count == 2
    again = decided(office, submitted(office))
    assert again.pk != Submission.objects.order_by("made_at").first().pk
    stands = in_force(office.agency, YEAR)
    assert (stands.number, stands.is_changed) == (2, False)
    assert PlanInForce.objects.count() == 2


def test_an_edit_while_it_is_signed_stops_the_signing_until_it_is_submitted_again(office, quick):
    row = submitted(office)
    deciding.decide(row, by=office["section"], verdict="endorse")
    save(office.agency, office["analyst"], first(office.agency), title="ชื่อใหม่")
    assert plan_paper_page(office.agency, YEAR).approval.is_changed
    with pytest.raises(Refused):
        deciding.decide(row, by=office["head"], verdict="endorse")
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    decided(office, Submission.objects.get(pk=row.pk))
    assert not in_force(office.agency, YEAR).is_changed


def test_the_day_of_approval_is_no_change_of_the_plan(office, quick):
    row = submitted(office)
    handler = KINDS["plan"]
    before = handler.fingerprint(office.agency, row.subject)
    PlanRow.objects.update(approved="1 มกราคม 2566")
    assert handler.fingerprint(office.agency, row.subject) == before


@pytest.mark.parametrize("circulates", [True, False])
def test_the_signed_plan_goes_round_only_where_that_was_ticked(office, quick, circulates):
    decided(office, submitted(office, circulates=circulates))
    assert Circulation.objects.count() == circulates
    if circulates:
        signed = Version.objects.get().signed_file
        assert Circulation.objects.get().file == signed


@pytest.mark.long
def test_a_number_that_comes_late_circulates_nothing_twice(office, quick):
    row = decided(office, submitted(office, circulates=True))
    assert number_for(row, by=office["analyst"]) == "1"
    run_jobs()
    row.refresh_from_db()
    assert row.number == "1"
    assert Circulation.objects.count() == 1
    assert number_for(row, by=office["analyst"]) == "1"
    assert NumberRow.objects.count() == 1


def test_what_is_withdrawn_and_submitted_again_keeps_its_number_and_the_register_tells(
    office, quick
):
    row = submitted(office, is_numbered=True)
    submitting.withdraw(row, by=office["analyst"], reason="แก้เรื่อง")
    before = NumberRow.objects.get()
    NumberRow.objects.filter(pk=before.pk).update(day=before.day - timedelta(days=9), title="เก่า")
    again = submitted(office)
    assert again.pk != row.pk
    assert again.number == row.number == "1"
    line = NumberRow.objects.get()
    assert (line.subject, line.day, line.title) == (again.pk, before.day, again.title)
    assert JournalEntry.objects.filter(verb="number-described").count() == 1
    submitting.withdraw(again, by=office["analyst"], reason="เลิก")
    numbering.void(office.agency, line.pk, by=office["analyst"], reason="เลิกใช้")
    assert submitted(office).number == "", "a number that was struck through stays so"


def test_no_void_number_stands_on_a_paper_that_is_not_decided(office, quick, client_of):
    """It is void once the paper was sent back; of what is signed the number stays."""
    row, by = submitted(office, is_numbered=True), office["analyst"]
    line = NumberRow.objects.get()
    answer = client_of(by).post(reverse("numbering:void", args=[line.pk]), {"reason": "ผิด"})
    assert answer.status_code == 422
    assert "กำลังรอลงนาม" in answer.content.decode()
    line.refresh_from_db()
    row.refresh_from_db()
    assert (line.voided_at, row.number) == (None, "1")
    deciding.decide(row, by=office["section"], verdict="send-back", reason="แก้เลข")
    numbering.void(office.agency, line.pk, by=by, reason="ผิด")
    save(office.agency, by, first(office.agency), title="แก้แล้ว")
    submitting.resubmit(row, by=by)
    run_jobs()
    version = Version.objects.select_related("submission").get(number=2)
    assert version.submission.number == ""
    row = decided(office, row)
    assert row.number == "2"
    numbering.void(office.agency, NumberRow.objects.get(voided_at=None).pk, by=by, reason="ผิด")
    row.refresh_from_db()
    assert row.number == "2"


def test_a_number_that_was_struck_through_on_the_way_is_another_at_the_last_signature(
    office, quick
):
    """It could be, before papers on their way kept theirs; what is signed bears one that stands."""
    row = submitted(office, is_numbered=True)
    NumberRow.objects.update(voided_at=clock.now())
    row = decided(office, row)
    assert row.number == "2"
    assert NumberRow.objects.get(voided_at=None).subject == row.pk


def test_a_number_may_be_taken_at_once_and_stands_on_the_paper(office, quick):
    row = submitted(office, is_numbered=True)
    assert row.number == "1"
    assert NumberRow.objects.get().subject == row.pk
    assert NumberRow.objects.get().title == row.title


@pytest.mark.parametrize(("year", "items"), [(YEAR, ("o42",)), (2569, ("o25",))])
def test_the_plan_of_a_year_answers_its_item_by_subject(agency, year, items):
    assert codes_of(agency, year, PLAN_LINEAGES) == items


def test_a_published_plan_answers_its_item(office, quick, client_of):
    publish, address = reverse("papers:plan-publish", args=[YEAR]), f"/{YEAR}/papers/plan/"
    row = submitted(office, is_numbered=True)
    browser = client_of(office["analyst"])
    assert publish not in browser.get(address).content.decode()
    with pytest.raises(Refused):  # it is not signed yet
        publish_plan(office.agency, by=office["analyst"], year=YEAR)
    decided(office, row)
    assert publish in browser.get(address).content.decode()
    published = publish_plan(office.agency, by=office["analyst"], year=YEAR)
    assert (published.subject, published.number) == (row.subject, "1")
    assert published.items == list(codes_of(office.agency, YEAR, PLAN_LINEAGES))
    assert published.check_code == row.code


def test_a_plan_without_measures_is_refused(agency, officer):
    Office(agency)
    emptied(agency, officer)
    with pytest.raises(Refused, match="no measures"):
        submit_plan(agency, by=officer, year=YEAR)


def test_a_plan_on_its_way_is_not_submitted_twice(office, quick):
    submitted(office)
    with pytest.raises(Refused, match="submitted already"):
        submit_plan(office.agency, by=office["analyst"], year=YEAR)
    assert Submission.objects.count() == 1


def test_the_page_shows_open_findings_before_it_is_submitted(office):
    save(office.agency, office["analyst"], first(office.agency), unit="", due="", period="")
    page = plan_paper_page(office.agency, YEAR)
    assert page.may_be_submitted
    assert page.lack_count >= 1
    assert any(row == first(office.agency) for _line, row in page.lacks)


def test_memo_announcement_and_plan_are_one_paper(office):
    steps = (SignedStep(1, "ความเห็นปลัด", "ปลัดเทศบาล", "เห็นชอบ", "ควรอนุมัติ", "ลงนามในระบบ"),)
    paper = plan_document(
        office.agency, YEAR, date(2023, 3, 14), Signing("ตย 00000/12", date(2023, 3, 14), steps)
    )
    text = "\n".join(paper.strings())
    assert len(paper.sections) == 3
    for said in ("ตย 00000/12", "ควรอนุมัติ", "ประกาศเทศบาลตำบลตัวอย่าง", first(office.agency).title):
        assert said in text
    # What the memo says it brings is what lies behind it: no booklet.
    assert "ตามสิ่งที่ส่งมาด้วย" in text
    assert "เล่มมาตรการ" not in text
    assert re.search(r"ประจำปีงบประมาณ พ\.ศ\. \d+ จำนวน \d+ มาตรการ", text)


def office_line(paper):
    (head,) = [block for block in paper.blocks() if isinstance(block, MemoHead)]
    return head.office.text


def test_the_memo_comes_from_the_unit_that_drafts_it(office, quick):
    row = submitted(office)
    version = Version.objects.select_related("submission").get(submission=row)
    assert row.unit == office.unit
    paper = document_of(version)
    assert office_line(paper).startswith(f"{office.unit.name} {office.agency.name}")
    assert f"{office.unit.name}ได้วิเคราะห์คะแนน" in "\n".join(paper.strings())


@pytest.mark.long
def test_a_signed_copy_names_the_unit_as_the_exact_paper_does(office, quick):
    row, name = submitted(office), office.unit.name
    rename_unit(unit=office.unit, by=office["analyst"], name="กองยุทธศาสตร์")
    decided(office, row)
    version = Version.objects.select_related("submission__unit").get(submission=row)
    assert version.submission.unit.name == "กองยุทธศาสตร์"
    with with_office_of(version):
        assert office_line(document_of(version)).startswith(f"{name} ")


def test_the_memo_of_somebody_without_a_unit_comes_from_the_agencys_office(office, quick):
    position = office.positions["analyst"]
    position.unit = None
    position.save(update_fields=["unit"])
    row = submitted(office)
    version = Version.objects.select_related("submission").get(submission=row)
    assert row.unit is None
    assert office_line(document_of(version)).startswith(f"{office.agency.office} ")


@pytest.mark.long
def test_the_three_parts_are_really_drawn(office):
    from prongsai.core.papers.digits import Digits  # noqa: PLC0415
    from prongsai.documents.pdf import to_pdf  # noqa: PLC0415 - the engines are heavy

    paper = plan_document(office.agency, YEAR, date(2023, 3, 14), Signing())
    assert to_pdf(paper, digits=Digits.THAI).startswith(b"%PDF-")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(
    agency, officer, count, django_assert_num_queries, quick
):
    office = Office(agency)
    emptied(agency, officer)
    for number in range(count):
        own(agency, officer, f"มาตรการ {number}")
    submitted(office)
    with django_assert_num_queries(17):
        plan_paper_page(agency, YEAR)


@pytest.mark.long
def test_a_plan_that_somebody_objects_to_is_not_told_as_in_force(office, quick, client_of):
    """It was entered from paper; the mayor says that it is not theirs."""
    agency = office.agency
    agency.second_factor = []
    agency.save()
    choosing.choose(agency, by=office["head"], kind="plan", route="short", way=Way.ON_PAPER)
    row = submitted(office)
    for verdict, second in (("endorse", "head"), ("approve", "clerk")):
        row.refresh_from_db()
        sheet = on_paper.Sheet(date(2023, 3, 14), Upload("s.pdf", small_pdf(verdict)))
        result = on_paper.enter(row, by=office["analyst"], verdict=verdict, sheet=sheet)
        on_paper.note_looked(result, by=office[second])
        on_paper.confirm(result, by=office[second])
    run_jobs()
    browser = client_of(office["analyst"])

    def pages():
        names = ("measures:plan", "papers:plan", "papers:papers")
        told = [browser.get(reverse(one, args=[YEAR])).content.decode() for one in names]
        return [page.replace("\u2060", "") for page in told]

    assert in_force(agency, YEAR).objected is None
    assert all("คัดค้าน" not in page for page in pages())
    assert "แผนใช้บังคับตั้งแต่" in pages()[1]
    former.object_to(row, by=office["mayor"], why="ไม่ได้ลงนาม")
    assert in_force(agency, YEAR).objected.words == "นายกเทศมนตรี"
    for page in pages():
        assert "มีผู้คัดค้าน พักไว้" in page
        for word in ("ใช้บังคับตั้งแต่ 14", "อนุมัติแล้ว<", "ดูแผนที่อนุมัติ", "14 มีนาคม 2566</dd>"):
            assert word not in page, word
    former.lift(row, by=office["mayor"])
    assert all("คัดค้าน" not in page for page in pages())
    assert "แผนใช้บังคับตั้งแต่" in pages()[1]
