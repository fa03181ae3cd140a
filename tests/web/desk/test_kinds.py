"""A kind that is shut: nothing more comes in by any way, what came goes on, all who watch know."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.desk.conftest import TYPED
from tests.web.roles import AUDITOR, COMPLAINT_OFFICER, ITA_OFFICER, UNIT_HEAD

from prongsai.core.desk.model import Channel, Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, ShutKind
from prongsai.web.citizens.desk.services import keeping, receiving, working
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
COMPLAINT = kind_of("complaint")
UNFAIR = kind_of("unfair-service")
WHY = "ย้ายไปรับที่งานนิติการ"


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def bring(agency, **typed):
    return Client().post(at("bring", agency.pk, "complaint"), {**TYPED, **typed})


def test_a_shut_kind_takes_nothing_in_by_any_way_until_it_is_opened_again(
    agency, officer, client_of
):
    keeping.shut(COMPLAINT, by=officer, reason=WHY)
    answer = bring(agency)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert WHY in page
    assert TYPED["what"] in page
    public = Client().get(at("public", agency.pk)).content.decode()
    assert at("bring", agency.pk, "complaint") not in public
    assert WHY in public
    given = {**TYPED, "channel": "phone"}
    assert client_of(officer).post(at("take", "complaint"), given).status_code == 404
    for by, channel in ((None, Channel.WEB), (officer, Channel.PHONE)):
        with pytest.raises(Refused, match="no longer accepts"):
            receiving.receive(
                agency, COMPLAINT, receiving.Brought(TYPED, slip_of(4), channel=channel, by=by)
            )
    assert not Case.objects.exists()
    assert Client().get(at("bring", agency.pk, "question")).status_code == 200
    keeping.open_again(COMPLAINT, by=officer)
    assert bring(agency).status_code == 200
    assert WHY not in Client().get(at("public", agency.pk)).content.decode()


def test_cases_that_came_before_go_on_and_their_receipts_too(agency, officer, case, client_of):
    keeping.shut(COMPLAINT, by=officer, reason=WHY)
    working.reply(case, text="เพิ่มเติม")
    case.refresh_from_db()
    working.answer(case, by=officer, text="แก้แล้ว", outcome=Outcome.DONE, seen=case.version)
    followed = Client().post(at("follow", agency.pk), {"receipt": slip_of(7)})
    assert "แก้แล้ว" in followed.content.decode()
    working.reopen(case, text="ยังไม่เรียบร้อย")
    assert Case.objects.get().state == "received"
    page = client_of(officer).get(at("statistics", case.fiscal_year)).content.decode()
    assert COMPLAINT.title.th in page
    # The same form sent again, whose answer was lost, gets its receipt.
    assert receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(7))) == case


def test_who_would_rather_not_be_complained_of_shuts_no_door(
    agency, officer, person, unit, client_of
):
    with pytest.raises(Refused, match="cannot close"):
        keeping.shut(UNFAIR, by=officer, reason=WHY)
    assert client_of(officer).get(at("kind", "unfair-service")).status_code == 404
    assert UNFAIR.title.th not in client_of(officer).get(at("kinds")).content.decode()
    for other in (person(ITA_OFFICER), person(UNIT_HEAD, unit), person(AUDITOR)):
        with pytest.raises(Refused, match="cannot close"):
            keeping.shut(COMPLAINT, by=other, reason=WHY)
        assert client_of(other).get(at("kinds")).status_code == 403
    keeping.shut(UNFAIR, by=person(COMPLAINT_OFFICER), reason=WHY)
    with pytest.raises(Refused, match="cannot close"):
        keeping.open_again(UNFAIR, by=officer)


def test_who_watches_over_complaints_is_told_and_the_journal_keeps_the_reason(
    agency, officer, person
):
    auditor, stranger = person(AUDITOR), person(ITA_OFFICER)
    keeping.shut(COMPLAINT, by=officer, reason=WHY)
    told = set(Notification.objects.values_list("user_id", flat=True))
    assert {auditor.user.pk, officer.user.pk} <= told
    assert stranger.user.pk not in told
    assert WHY in str(list(JournalEntry.objects.values()))
    with pytest.raises(Refused, match="meanwhile"):
        keeping.shut(COMPLAINT, by=officer, reason=WHY)
    keeping.open_again(COMPLAINT, by=officer)
    with pytest.raises(Refused, match="meanwhile"):
        keeping.open_again(COMPLAINT, by=officer)
    with pytest.raises(Refused, match="reason is missing"):
        keeping.shut(COMPLAINT, by=officer, reason=" ")


def test_a_kind_is_shut_and_opened_on_its_page(agency, officer, client_of):
    client = client_of(officer)
    usual = client.get(at("kinds")).content.decode()
    assert "รับอยู่" not in usual  # what every kind is says nothing
    assert "ปิดรับแล้ว</" not in usual
    assert client.post(at("kind", "complaint"), {"reason": ""}).status_code == 422
    assert client.post(at("kind", "complaint"), {"reason": WHY}).status_code == 302
    assert ShutKind.objects.get().kind == "complaint"
    shut = client.get(at("kinds")).content.decode()
    assert WHY in shut
    assert shut.count("ปิดรับแล้ว</") == 1
    assert client.post(at("kind", "complaint")).status_code == 302
    assert not ShutKind.objects.exists()
    assert client.get(at("kind", "no-such-kind")).status_code == 404
