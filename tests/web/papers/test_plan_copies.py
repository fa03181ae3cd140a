"""The signed copy of a plan says what the mayor signed: nobody writes into it afterwards."""

import io
from collections import Counter
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.urls import reverse
from tests.web.approval.conftest import Office, small_pdf
from tests.web.measures.plans import YEAR, drafted
from tests.web.running import run_jobs

from prongsai.web.agency.models import Agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.services import submit_plan
from prongsai.web.platform import clock, files, jobs
from prongsai.web.platform.models import Job, JobState
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.services import deciding, submitting
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.year.measures.queries import plan_row
from prongsai.web.year.measures.services import arranging
from prongsai.web.year.scoring.services import remarks

pytestmark = pytest.mark.django_db
DAY = datetime(2023, 3, 14, 9, 12, tzinfo=ZoneInfo("Asia/Bangkok"))
WORDS = "14 มีนาคม 2566 และให้จัดซื้อรถยนต์ตรวจการ 5,000,000 บาท"
REMARK = "ข้อเสนอแนะที่เพิ่มหลังลงนาม"


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(tasks, "pdf_of", lambda _version, one: small_pdf("\n".join(one.strings())))
    monkeypatch.setattr(tasks, "docx_of", lambda *_: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html>")
    with clock.freeze(DAY):
        yield


@pytest.fixture
def office(agency):
    agency.second_factor = []
    agency.save()
    made = Office(agency)
    drafted(agency, made["analyst"])
    return made


def submitted(office):
    row = submit_plan(office.agency, by=office["analyst"], year=YEAR)
    run_jobs()
    return Submission.objects.get(pk=row.pk)


def signed(office, row):
    for name in ("section", "head", "clerk"):
        deciding.decide(row, by=office[name], verdict="endorse", opinion="เห็นควรอนุมัติ")
    deciding.decide(row, by=office["mayor"], verdict="approve")
    run_jobs()
    return Submission.objects.get(pk=row.pk)


def signed_without_number(office, row):
    """Signed where the register gave no number: words stand before it, and are mended later."""
    of_agency = Agency.objects.filter(pk=office.agency.pk)
    of_agency.update(number_prefix="กองคลัง/")
    row = signed(office, row)
    of_agency.update(number_prefix=office.agency.number_prefix)
    assert not row.number
    return row


def lines_of(file):
    with pikepdf.open(io.BytesIO(files.read(file))) as pdf:
        return str(pdf.docinfo["/Title"]).splitlines()


def remark(office):
    remarks.add_remark(
        office.agency, by=office["analyst"], score_year=YEAR - 1, text=REMARK, items=()
    )


def test_what_is_typed_after_the_approval_reaches_no_copy(office, client_of):
    row = signed_without_number(office, submitted(office))
    before = plan_row(office.agency, YEAR)
    typed = {"seen": before.version, "scenario": "", "target": f"{before.target.normalize():f}"}
    browser = client_of(office["analyst"])
    browser.post(reverse("measures:head", args=[YEAR]), typed | {"approved": WORDS})
    arranging.edit_head(
        office.agency, by=office["analyst"], fiscal_year=YEAR, target=before.target,
        approved="1 มกราคม 2566", seen=before.version,
    )  # fmt: skip
    assert plan_row(office.agency, YEAR).approved == "14 มีนาคม 2566", "approval alone sets it"
    first = lines_of(Version.objects.get().signed_file)
    number_for(row, by=office["analyst"])
    run_jobs()
    version = Version.objects.get()
    assert version.signed_number == "1"
    lines = lines_of(version.signed_file)
    assert not any("5,000,000" in line or "อนุมัติเมื่อวันที่" in line for line in lines)
    assert Counter(lines) - Counter(first) == {"1": 1}


@pytest.mark.long
def test_a_remark_that_is_added_after_the_approval_gives_no_copy(office):
    row = signed_without_number(office, submitted(office))
    kept = Version.objects.get().signed_file_id
    remark(office)
    number_for(row, by=office["analyst"])
    job = Job.objects.get(state=JobState.WAITING)
    jobs.run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ถูกแก้ไปแล้ว" in job.failure
    assert Version.objects.get().signed_file_id == kept


@pytest.mark.long
def test_a_remark_that_is_added_on_the_way_is_signed_or_nothing_is(office, client_of):
    row = submitted(office)
    deciding.decide(row, by=office["section"], verdict="endorse")
    remark(office)
    with pytest.raises(Refused, match="edited after"):
        deciding.decide(row, by=office["head"], verdict="endorse")
    page = client_of(office["analyst"]).get(reverse("approval:submission", args=[row.pk]))
    assert "แก้ไขหลังเสนอ" in page.content.decode()
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    signed(office, row)
    assert Version.objects.get(number=2).signed_file is not None


@pytest.mark.parametrize("typed", [WORDS, "มีนาคม 2566", "เร็ว ๆ นี้"])
def test_the_day_of_approval_is_a_day(office, client_of, typed):
    """Of a plan that was approved outside the site it is typed, and then it is one day."""
    browser = client_of(office["analyst"])
    address = reverse("measures:head", args=[YEAR])
    head = {"seen": "1", "scenario": "", "target": "90"}
    answer = browser.post(address, head | {"approved": typed})
    assert answer.status_code == 422
    assert "ไม่ใช่วันที่" in answer.content.decode()
    with pytest.raises(Refused, match="is not a date"):
        arranging.edit_head(
            office.agency, by=office["analyst"], fiscal_year=YEAR, target=Decimal(90),
            approved=typed, seen=1,
        )  # fmt: skip
    assert plan_row(office.agency, YEAR).approved == ""
    assert browser.post(address, head | {"approved": "14 มี.ค. 2566"}).status_code == 302
    assert plan_row(office.agency, YEAR).approved == "14 มี.ค. 2566"
