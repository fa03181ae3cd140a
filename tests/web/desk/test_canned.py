"""An agency's own answers: by kind, put into the form without a script, changed before sent."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.roles import COMPLAINT_OFFICER, ITA_OFFICER, UNIT_HEAD

from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import CannedAnswer, Case
from prongsai.web.citizens.desk.services import keeping, working
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
COMPLAINT, RESTRICTED = kind_of("complaint"), kind_of("work-assignment")
TEXT = "ขอบคุณที่แจ้ง\nช่างจะเข้าตรวจภายในสัปดาห์นี้"


@pytest.fixture
def kept(officer):
    return keeping.add_answer(COMPLAINT, by=officer, name="รับไว้ตรวจ", text=TEXT)


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.mark.long
def test_it_is_put_behind_what_was_typed_changed_and_sent(agency, case, officer, kept, client_of):
    client = client_of(officer)
    page = client.get(at("case", case.pk)).content.decode()
    assert kept.name in page
    assert "ช่างจะเข้าตรวจ" not in page
    typed = {"act": "insert", "canned": str(kept.pk), "text": "เรียนผู้แจ้ง", "outcome": "explained"}
    answer = client.post(at("case", case.pk), {**typed, "seen": "1"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "เรียนผู้แจ้ง\n\nขอบคุณที่แจ้ง\nช่างจะเข้าตรวจ" in page.replace("\r", "")
    assert re.search(r'value="explained"\s+selected', page)
    assert Case.objects.get(pk=case.pk).version == 1  # nothing is sent yet
    sent = client.post(
        at("case", case.pk),
        {"act": "answer", "text": f"{TEXT} วันพุธ", "outcome": "explained", "seen": "1"},
    )
    assert sent.status_code == 302
    told = Client().post(at("follow", agency.pk), {"receipt": slip_of(7)}).content.decode()
    assert "วันพุธ" in told
    assert kept.name not in told


def test_choosing_none_or_another_kinds_changes_nothing(case, officer, client_of):
    other = keeping.add_answer(kind_of("question"), by=officer, name="เวลาทำการ", text="แปดโมงครึ่ง")
    mine = keeping.add_answer(COMPLAINT, by=officer, name="รับไว้", text=TEXT)
    client = client_of(officer)
    for chosen in ("", str(other.pk), "x"):
        typed = {"act": "insert", "canned": chosen, "text": "ที่พิมพ์ไว้", "seen": "1"}
        page = client.post(at("case", case.pk), typed).content.decode()
        assert "ที่พิมพ์ไว้" in page
        assert "แปดโมงครึ่ง" not in page
        assert mine.name in page
        assert other.name not in page


def test_who_answers_for_a_unit_uses_them_and_keeps_none(
    case, officer, person, unit, kept, client_of
):
    working.assign(case, by=officer, unit=unit, class_key="", seen=1)
    head = client_of(person(UNIT_HEAD, unit))
    typed = {"act": "insert", "canned": str(kept.pk), "text": "", "seen": "2"}
    assert "ช่างจะเข้าตรวจ" in head.post(at("case", case.pk), typed).content.decode()
    assert head.get(at("answers")).status_code == 403
    assert head.post(at("answer", kept.pk), {"name": "x", "text": "x"}).status_code == 403
    assert head.post(at("answer-remove", kept.pk)).status_code == 403


def test_they_are_written_changed_and_removed_on_pages(agency, officer, client_of):
    client = client_of(officer)
    assert COMPLAINT.title.th in client.get(at("answers")).content.decode()
    sent = client.post(at("answer-add", "complaint"), {"name": "รับไว้", "text": TEXT})
    assert sent.url == at("answers")
    row = CannedAnswer.objects.get()
    assert "รับไว้" in client.get(at("answers")).content.decode()
    assert "ช่างจะเข้าตรวจ" in client.get(at("answer", row.pk)).content.decode()
    typed = {"name": "รับไว้", "text": "สั้นลง", "seen": "1"}
    assert client.post(at("answer", row.pk), typed).url == at("answers")
    row.refresh_from_db()
    assert (row.text, row.version) == ("สั้นลง", 2)
    again = client.post(at("answer", row.pk), {**typed, "text": "อีกคน"})
    assert again.status_code == 422
    assert "อีกคน" in again.content.decode()
    assert 'name="seen" value="2"' in again.content.decode()
    assert client.post(at("answer-remove", row.pk)).url == at("answers")
    assert not CannedAnswer.objects.exists()
    assert client.get(at("answer", row.pk)).status_code == 404
    verbs = list(JournalEntry.objects.filter(agency=agency).values_list("verb", flat=True))
    assert verbs.count("canned-answer-saved") == 2
    assert verbs.count("canned-answer-removed") == 1


@pytest.mark.parametrize(("typed", "told"), [({"name": ""}, "ตั้งชื่อ"), ({"text": ""}, "เขียนข้อความ")])
def test_what_is_missing_is_told_and_the_rest_stays(officer, client_of, typed, told):
    sent = client_of(officer).post(
        at("answer-add", "complaint"), {"name": "รับไว้", "text": TEXT, **typed}
    )
    assert sent.status_code == 422
    assert told in sent.content.decode()
    assert (typed.get("name") == "") == ("ช่างจะเข้าตรวจ" in sent.content.decode())


def test_a_name_is_taken_once_for_a_kind(officer, kept, client_of, monkeypatch):
    client = client_of(officer)
    typed = {"name": kept.name, "text": "อื่น"}
    taken = client.post(at("answer-add", "complaint"), typed)
    assert taken.status_code == 422
    assert "มีคำตอบชื่อนี้แล้ว" in taken.content.decode()
    assert client.post(at("answer-add", "question"), typed).status_code == 302
    monkeypatch.setattr(keeping, "MOST_OF_A_KIND", 1)
    with pytest.raises(Refused):
        keeping.add_answer(COMPLAINT, by=officer, name="อีกหนึ่ง", text="x")


@pytest.mark.parametrize("role", [ITA_OFFICER, UNIT_HEAD])
def test_who_keeps_no_desk_keeps_no_answers(person, kept, role):
    stranger = person(role)
    for act in (
        lambda: keeping.add_answer(COMPLAINT, by=stranger, name="x", text="x"),
        lambda: keeping.change_answer(kept, by=stranger, name="x", text="x", seen=1),
        lambda: keeping.remove_answer(kept, by=stranger),
    ):
        with pytest.raises(Refused):
            act()
    kept.refresh_from_db()
    assert kept.text == TEXT


def test_those_of_restricted_kinds_are_the_complaint_officers_alone(person, officer, client_of):
    keeper = person(COMPLAINT_OFFICER)
    row = keeping.add_answer(RESTRICTED, by=keeper, name="รับไว้", text=TEXT)
    client = client_of(officer)
    assert RESTRICTED.title.th not in client.get(at("answers")).content.decode()
    assert client.get(at("answer", row.pk)).status_code == 404
    assert client.get(at("answer-add", RESTRICTED.key)).status_code == 404
    with pytest.raises(Refused):
        keeping.change_answer(row, by=officer, name="x", text="x", seen=1)
    keeping.change_answer(row, by=keeper, name="รับไว้", text="x", seen=1)


def test_another_agency_has_its_own(kept, client_of):
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    theirs = factories.make_actor(other, COMPLAINT_OFFICER, login="theirs")
    assert keeping.add_answer(COMPLAINT, by=theirs, name=kept.name, text="ของเขา")
    with pytest.raises(Refused):
        keeping.remove_answer(kept, by=theirs)
