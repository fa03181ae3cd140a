"""The page of a paper that an objection of before 0.3 holds: who objects, what can be done."""

import pytest
from django.urls import reverse
from tests.web.approval import former
from tests.web.approval.papers import KIND
from tests.web.approval.test_on_paper import confirm, enter

from prongsai.core.approval.model import Way
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval import hooks
from prongsai.web.signing.approval.pages import inbox_page
from prongsai.web.signing.approval.queries import state_of
from prongsai.web.signing.approval.services import choosing, deciding

pytestmark = pytest.mark.django_db
WHY = "ไม่ได้ลงนาม"


@pytest.fixture
def row(office, memo, submitted):
    """Clerk and mayor on paper; the clerk's result is confirmed."""
    office.agency.second_factor = []
    office.agency.save()
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    confirm(enter(row, office["analyst"]), by=office["head"])
    row.refresh_from_db()
    return row


def shown(client_of, office, name, row):
    address = reverse("approval:submission", args=[row.pk])
    return client_of(office.users[name]).get(address).text.replace("\u2060", "")


def line_under_the_heading(page):
    return page.split("</h1>")[1].split("</p>")[0]


@pytest.mark.long
def test_the_drafter_is_told_what_is_the_case_instead_of_a_form(office, row, client_of):
    form = reverse("approval:paper", args=[row.pk])
    before = shown(client_of, office, "analyst", row)
    assert form in before
    assert "รอนายกเทศมนตรี" in line_under_the_heading(before)
    former.object_to(row, by=office["clerk"], why=WHY)
    page = shown(client_of, office, "analyst", row)
    assert form not in page
    line = line_under_the_heading(page)
    assert "พักไว้ ปลัดเทศบาลคัดค้านผลบนกระดาษ" in line
    assert "รอนายก" not in line
    assert "ให้ผู้ที่ถูกระบุว่าเป็นผู้ลงนามยกเลิกผล" in page
    assert reverse("approval:withdraw", args=[row.pk]) in page
    former.lift(row, by=office["clerk"])
    page = shown(client_of, office, "analyst", row)
    assert form in page
    assert "ให้ผู้ที่ถูกระบุว่าเป็นผู้ลงนามยกเลิกผล" not in page


def test_no_list_says_that_a_held_paper_waits_for_a_signature(office, row):
    drafter = office["analyst"]
    mine = inbox_page(drafter, today())
    assert [line.waiting_title for line in mine.to_do] == ["นายกเทศมนตรี"]
    assert hooks.signing(drafter, today())
    former.object_to(row, by=office["clerk"], why=WHY)
    mine = inbox_page(drafter, today())
    assert (mine.to_do, [line.waiting_title for line in mine.on_its_way]) == ((), [""])
    assert hooks.signing(drafter, today()) == ()
    last = state_of(row.agency, row.kind, row.subject).steps[-1]
    assert (last.state, last.when) == ("later", "พักไว้ก่อน")
    former.lift(row, by=office["clerk"])
    assert hooks.signing(drafter, today())
    assert state_of(row.agency, row.kind, row.subject).steps[-1].state == "now"


@pytest.mark.long
def test_what_waits_to_be_confirmed_meanwhile_offers_no_button_that_is_refused(
    office, row, client_of
):
    result = enter(row, office["analyst"], "approve")
    button = reverse("approval:confirm", args=[row.pk, result.pk])
    assert button in shown(client_of, office, "head", row)
    assert hooks.signing(office["head"], today())
    former.object_to(row, by=office["clerk"], why=WHY)
    page = shown(client_of, office, "head", row)
    assert button not in page
    assert "ยืนยันไม่ได้ระหว่างที่มีผู้คัดค้าน" in page
    assert reverse("approval:reject", args=[row.pk, result.pk]) in page
    assert hooks.signing(office["head"], today()) == ()


def test_no_step_of_a_held_paper_is_skipped(office, memo, submitted):
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="usual", way=Way.ON_PAPER)
    office.leave("head")
    row = submitted()
    confirm(enter(row, office["analyst"]), by=office["clerk"])
    row.refresh_from_db()
    former.object_to(row, by=office["section"], why=WHY)
    with pytest.raises(Refused) as refusal:
        deciding.skip(row, by=office["analyst"], reason="ว่าง")
    assert "พักไว้" in refusal.value.message.th
    former.lift(row, by=office["section"])
    deciding.skip(row, by=office["analyst"], reason="ว่าง")
    row.refresh_from_db()
    assert row.waits_place == 3
