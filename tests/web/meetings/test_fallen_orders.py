"""An order whose result of paper is annulled; the order before it stands again."""

from datetime import timedelta

import pytest
from tests.web.approval.conftest import small_pdf
from tests.web.meetings.samples import NOON, made_group, staffed
from tests.web.meetings.test_services import draft_of, signed
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.office.meetings.services import groups
from prongsai.web.platform import clock
from prongsai.web.signing.approval import tasks as approval_tasks
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import signed_copy
from prongsai.web.signing.approval.services import annulling, choosing, on_paper
from prongsai.web.signing.approval.services.common import Upload

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def drawn(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(
        approval_tasks, "pdf_of", lambda _v, document: small_pdf("\n".join(document.strings()))
    )
    monkeypatch.setattr(approval_tasks, "docx_of", lambda *_: b"PK\x03\x04")
    monkeypatch.setattr(approval_tasks, "page_of", lambda *_: b"<!doctype html><p>memo")
    with clock.freeze(NOON):
        yield


@pytest.fixture
def people(agency):
    return staffed(agency)


def on_sheets(agency, group, officer, people):
    """The order, its text as it is now, signed on paper."""
    choosing.choose(agency, by=people["clerk"], kind="order", route="short", way=Way.ON_PAPER)
    row = groups.submit(group, by=officer)
    run_jobs()
    for verdict, second in (("endorse", "head"), ("approve", "clerk")):
        row = Submission.objects.get(pk=row.pk)
        sheet = on_paper.Sheet(clock.today(), Upload("s.pdf", small_pdf(verdict)))
        made = on_paper.enter(row, by=officer, verdict=verdict, sheet=sheet)
        on_paper.note_looked(made, by=people[second])
        on_paper.confirm(made, by=people[second])
    run_jobs()
    group.refresh_from_db()
    return Submission.objects.get(pk=row.pk)


@pytest.mark.long
def test_the_order_before_one_that_falls_keeps_its_day_and_number(agency, officer, people):
    group = made_group(agency, officer)
    former = signed(group, officer, people)
    assert (group.number, group.signed_on) == ("1/2569", NOON.date())
    copy = signed_copy(agency, "order", group.pk)
    with clock.freeze(NOON + DAY):
        groups.edit(group, by=officer, seen=1, draft=draft_of(group, reason="ใหม่"))
        later = on_sheets(agency, group, officer, people)
        assert (group.number, group.signed_on) == ("2/2569", (NOON + DAY).date())
        annulling.annul(later, by=people["mayor"], why="ไม่ได้ลงนาม")
    group.refresh_from_db()
    former.refresh_from_db()
    assert former.state == State.APPROVED
    assert (group.number, group.signed_on) == ("1/2569", NOON.date())
    assert signed_copy(agency, "order", group.pk) == copy


def test_an_order_that_falls_alone_has_neither_day_nor_number(agency, officer, people):
    group = made_group(agency, officer)
    row = on_sheets(agency, group, officer, people)
    assert (group.number, group.signed_on) == ("1/2569", NOON.date())
    annulling.annul(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    group.refresh_from_db()
    assert (group.number, group.signed_on) == ("", None)
