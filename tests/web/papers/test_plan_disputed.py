"""A plan whose approval is objected to bears its day no longer; set aside, it is submitted anew."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.web.approval import former
from tests.web.approval.conftest import Office, small_pdf
from tests.web.markup import tight
from tests.web.measures.plans import YEAR, drafted, first, with_changes
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.core.papers.approving import UNSIGNED
from prongsai.core.papers.memos import plan_paper
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.queries import case_of, plan_document, plan_paper_page
from prongsai.web.office.papers.services import submit_plan
from prongsai.web.platform import clock
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.services import annulling, choosing, deciding, on_paper
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.year.measures.queries import in_force, plan_row
from prongsai.web.year.measures.services import editing

pytestmark = pytest.mark.django_db
DAY = datetime(2023, 3, 14, 9, 12, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    """Papers drawn in no time, on the day on which the plan is signed."""
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
    """The plan before its signers, a minute after whatever was submitted before."""
    minutes = 1 + Submission.objects.filter(agency=office.agency).count()
    with clock.freeze(DAY + timedelta(minutes=minutes)):
        row = submit_plan(office.agency, by=office["analyst"], year=YEAR)
    run_jobs()
    return Submission.objects.get(pk=row.pk)


@pytest.fixture
def forged(office):
    """Clerk and mayor "signed" on paper."""
    choosing.choose(office.agency, by=office["head"], kind="plan", route="short", way=Way.ON_PAPER)
    row = submitted(office)
    for verdict, second in (("endorse", "head"), ("approve", "clerk")):
        row.refresh_from_db()
        sheet = on_paper.Sheet(date(2023, 3, 14), Upload("s.pdf", small_pdf(verdict)))
        result = on_paper.enter(row, by=office["analyst"], verdict=verdict, sheet=sheet)
        on_paper.note_looked(result, by=office[second])
        on_paper.confirm(result, by=office[second])
    run_jobs()
    return Submission.objects.get(pk=row.pk)


def disputed(office, row):
    former.object_to(row, by=office["mayor"], why="ไม่ได้ลงนาม")


def fallen(office, row):
    annulling.annul(row, by=office["mayor"], why="ปลอม")
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


def signed_anew(office):
    """Edited, and signed by everybody in the system, a day later."""
    choosing.choose(office.agency, by=office["head"], kind="plan", route="usual", way=Way.IN_SYSTEM)
    edited(office)
    with clock.freeze(DAY + timedelta(days=1)):
        row = submitted(office)
        for name in ("section", "head", "clerk"):
            deciding.decide(row, by=office[name], verdict="endorse")
        deciding.decide(row, by=office["mayor"], verdict="approve")
        run_jobs()
    return Submission.objects.get(pk=row.pk)


def edited(office):
    row = first(office.agency)
    editing.save_row(
        office.agency, by=office["analyst"], fiscal_year=YEAR, row=row,
        values=with_changes(row, title="ชื่อใหม่"), seen=row.version,
    )  # fmt: skip


def day_of(office):
    return plan_row(office.agency, YEAR).approved


def papers(office):
    """What the site prints of the plan: the paper to be signed, and the one that it makes."""
    case = case_of(office.agency, YEAR, date(2023, 3, 15))
    asked = plan_document(office.agency, YEAR, date(2023, 3, 15), UNSIGNED)
    return "\n".join([*asked.strings(), *plan_paper(case).strings()])


def heading(browser):
    page = browser.get(reverse("papers:plan", args=[YEAR])).content.decode()
    return re.search(r"<h1[^>]*>(.*?)</h1>", tight(page.replace("\u2060", "")), re.DOTALL).group(1)


def test_while_somebody_objects_nothing_prints_the_day_of_approval(office, forged, client_of):
    browser = client_of(office["analyst"])
    assert day_of(office) == "14 มีนาคม 2566"
    assert "อนุมัติเมื่อวันที่ 14 มีนาคม 2566" in papers(office)
    disputed(office, forged)
    assert day_of(office) == ""
    assert "อนุมัติเมื่อวันที่" not in papers(office)
    for name in ("measures:plan", "measures:print", "papers:plan", "measures:head"):
        page = browser.get(reverse(name, args=[YEAR])).content.decode().replace("\u2060", "")
        assert "14 มีนาคม 2566</dd>" not in page
        assert "อนุมัติ 14 มีนาคม 2566" not in page
    with pytest.raises(Refused, match="somebody objects"):
        submitted(office)
    former.lift(forged, by=office["mayor"])
    run_jobs()
    assert day_of(office) == "14 มีนาคม 2566"
    assert not in_force(office.agency, YEAR).is_changed
    assert "แผนใช้บังคับตั้งแต่" in heading(browser)


def test_a_plan_whose_approval_fell_is_submitted_anew(office, forged, client_of):
    browser = client_of(office["analyst"])
    fallen(office, forged)
    assert (day_of(office), in_force(office.agency, YEAR)) == ("", None)
    assert "อนุมัติเมื่อวันที่" not in papers(office)
    assert plan_paper_page(office.agency, YEAR).may_be_submitted
    assert heading(browser) == "ผลการอนุมัติถูกยกเลิก เสนอแผนขออนุมัติใหม่ได้"
    page = browser.get(reverse("papers:papers", args=[YEAR])).content.decode()
    part = page[page.index('id="submit-plan"') :]
    assert "เสนอลงนาม" in part[: part.index("</section>")]
    again = submitted(office)
    assert again.code != forged.code
    assert heading(browser) == "แผนอยู่ระหว่างขออนุมัติ"
    assert "อนุมัติเมื่อวันที่" not in "\n".join(Version.objects.get(submission=again).strings)


@pytest.mark.long
def test_an_approval_that_came_later_stands_whatever_becomes_of_the_older(office, forged):
    disputed(office, forged)
    newer = signed_anew(office)
    assert day_of(office) == "15 มีนาคม 2566"
    annulling.annul(forged, by=office["mayor"], why="ปลอม")
    assert day_of(office) == "15 มีนาคม 2566"
    assert in_force(office.agency, YEAR).submission == newer.pk


def test_where_the_newer_approval_falls_the_older_is_in_force_again(office):
    older = signed_anew(office)
    choosing.choose(office.agency, by=office["head"], kind="plan", route="short", way=Way.ON_PAPER)
    row = first(office.agency)
    editing.save_row(
        office.agency, by=office["analyst"], fiscal_year=YEAR, row=row,
        values=with_changes(row, title="อีกชื่อ"), seen=row.version,
    )  # fmt: skip
    with clock.freeze(DAY + timedelta(days=2)):
        row = submitted(office)
        for verdict, second in (("endorse", "head"), ("approve", "clerk")):
            row.refresh_from_db()
            sheet = on_paper.Sheet(date(2023, 3, 16), Upload("s.pdf", small_pdf(verdict)))
            result = on_paper.enter(row, by=office["analyst"], verdict=verdict, sheet=sheet)
            on_paper.note_looked(result, by=office[second])
            on_paper.confirm(result, by=office[second])
        run_jobs()
        assert day_of(office) == "16 มีนาคม 2566"
        fallen(office, row)
    stands = in_force(office.agency, YEAR)
    assert (stands.submission, day_of(office)) == (older.pk, "15 มีนาคม 2566")
    assert stands.is_changed
