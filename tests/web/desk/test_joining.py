"""Several people bring the same matter: one answer, and no receipt leads to another's case."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.roles import COMPLAINT_OFFICER, ITA_OFFICER, OFFICE_HEAD, UNIT_HEAD

from prongsai.core.desk.model import Outcome, State
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries import counts_of
from prongsai.web.citizens.desk.services import receiving, working
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OTHERS = {
    "subject": "เสาไฟหน้าโรงเรียนมืด", "what": "ลูกเดินกลับบ้านมืดมาก", "place": "ปากซอย",
    "contact_name": "นายสมมุติ ใจตัวอย่าง", "contact_way": "081 234 5678",
}  # fmt: skip


@pytest.fixture
def second(agency, case):
    return receiving.receive(agency, kind_of("complaint"), receiving.Brought(OTHERS, slip_of(8)))


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def now_of(row):
    return Case.objects.get(pk=row.pk)


def join(row, main, by):
    working.join(
        now_of(row), now_of(main), by=by, seen=now_of(row).version, main_seen=now_of(main).version
    )


def answer(row, by, text="ซ่อมแล้ว"):
    seen = now_of(row).version
    working.answer(row, by=by, text=text, outcome=Outcome.DONE, seen=seen)


def follow(agency, receipt, **more):
    return Client().post(at("follow", agency.pk), {"receipt": receipt, **more})


def test_both_receipts_show_the_answer_and_nothing_of_the_other(agency, case, second, officer):
    join(second, case, officer)
    waits = follow(agency, slip_of(8)).content.decode()
    assert "ดำเนินการรวมกับเรื่องเดียวกัน" in waits
    answer(case, officer)
    for number, own, other in ((7, TYPED, OTHERS), (8, OTHERS, TYPED)):
        told = follow(agency, slip_of(number)).content.decode()
        assert "ซ่อมแล้ว" in told
        assert own["subject"] in told
        for words in (*other.values(), str(case.pk), str(second.pk)):
            assert words not in told
    assert f"{case.number}/{case.fiscal_year}" not in waits
    row = now_of(second)
    assert (row.state, row.outcome) == (State.ANSWERED, Outcome.MERGED)


def test_what_is_asked_or_noted_at_the_one_is_not_told_at_the_other(agency, case, second, officer):
    join(second, case, officer)
    working.ask(case, by=officer, text="บ้านเลขที่เท่าไร", seen=now_of(case).version)
    follow(agency, slip_of(7), act="reply", text="บ้านเลขที่ 99")
    told = follow(agency, slip_of(8)).content.decode()
    assert "บ้านเลขที่" not in told
    assert follow(agency, slip_of(8), act="reply", text="ยังมืดอยู่").status_code == 200
    assert "ยังมืดอยู่" not in follow(agency, slip_of(7)).content.decode()


def test_one_that_is_answered_answers_at_once(agency, case, second, officer, client_of):
    answer(case, officer)
    client = client_of(officer)
    number = f"{case.number}/{case.fiscal_year}"
    shown = client.get(at("join", second.pk), {"to": number}).content.decode()
    assert "ซ่อมแล้ว" in shown  # looked at before it is told
    seen = {"seen": now_of(second).version, "main_seen": now_of(case).version}
    sent = client.post(at("join", second.pk) + f"?to={number}", seen)
    assert sent.url == at("case", second.pk)
    assert "ซ่อมแล้ว" in follow(agency, slip_of(8)).content.decode()


def test_an_answer_that_tells_who_brought_it_is_told_to_nobody(agency, case, second, officer):
    join(second, case, officer)
    for text in ("เรียนคุณใจตัวอย่าง ซ่อมแล้ว", "โทรแจ้ง ๐๘๑-๒๓๔-๕๖๗๘ แล้ว", "เรียนผู้แจ้งสมมุติ"):
        with pytest.raises(Refused, match=r"ใจตัวอย่าง|0812345678|ผู้แจ้งสมมุติ"):
            answer(case, officer, text)
    assert now_of(case).state == State.RECEIVED
    answer(case, officer, "ซ่อมเสาหน้าโรงเรียนแล้ว")


def test_an_answer_given_before_that_tells_who_brought_it_is_not_passed_on(case, second, officer):
    answer(case, officer, "เรียนผู้แจ้งสมมุติ ซ่อมแล้ว")
    with pytest.raises(Refused, match="ผู้แจ้งสมมุติ"):
        join(second, case, officer)
    assert now_of(second).joined_to is None


def test_it_is_undone_and_stands_alone_with_its_own_day(agency, case, second, officer, client_of):
    due = second.due_on
    join(second, case, officer)
    client = client_of(officer)
    page = client.get(at("case", second.pk)).content.decode()
    assert at("part", second.pk) in page
    assert 'value="answer"' not in page
    sent = client.post(at("part", second.pk), {"seen": now_of(second).version})
    assert sent.url == at("case", second.pk)
    row = now_of(second)
    assert (row.state, row.joined_to, row.due_on) == (State.RECEIVED, None, due)
    answer(case, officer)
    assert "ซ่อมแล้ว" not in follow(agency, slip_of(8)).content.decode()
    verbs = set(JournalEntry.objects.filter(agency=agency).values_list("verb", flat=True))
    assert {"case-joined", "case-parted"} <= verbs


def test_one_that_was_answered_with_the_other_is_parted_unanswered(agency, case, second, officer):
    join(second, case, officer)
    answer(case, officer)
    working.part(second, by=officer, seen=now_of(second).version)
    row = now_of(second)
    assert (row.state, row.answered_on, row.outcome) == (State.RECEIVED, None, "")
    with pytest.raises(Refused):
        working.part(second, by=officer, seen=row.version)


def test_whom_the_answer_did_not_help_is_heard_apart(agency, case, second, officer):
    join(second, case, officer)
    answer(case, officer)
    assert follow(agency, slip_of(8), act="rate", points="2").status_code == 200
    assert follow(agency, slip_of(8), act="reopen", text="ของฉันยังมืด").status_code == 200
    row, main = now_of(second), now_of(case)
    assert (row.state, row.joined_to) == (State.RECEIVED, None)
    assert main.state == State.ANSWERED
    # The other way round: who is still joined reads the new answer too.
    third = receiving.receive(agency, kind_of("complaint"), receiving.Brought(OTHERS, slip_of(9)))
    join(third, case, officer)
    follow(agency, slip_of(7), act="reopen", text="ดับอีก")
    assert now_of(third).state == State.ANSWERED
    answer(case, officer, "เปลี่ยนหลอดแล้ว")
    assert "เปลี่ยนหลอดแล้ว" in follow(agency, slip_of(9)).content.decode()


def test_statistics_count_both_and_say_how_many_were_joined(
    agency, case, second, officer, client_of
):
    join(second, case, officer)
    (count,) = [
        one for one in counts_of(agency, case.fiscal_year, 12, today()) if one.kind == "complaint"
    ]
    assert (count.received, count.answered, count.merged) == (2, 0, 1)
    answer(case, officer)
    (count,) = [
        one for one in counts_of(agency, case.fiscal_year, 12, today()) if one.kind == "complaint"
    ]
    assert (count.received, count.answered, count.merged) == (2, 2, 1)
    assert dict(count.by_outcome)[Outcome.MERGED] == 1
    client = client_of(officer)
    page = client.get(at("statistics", case.fiscal_year)).content.decode()
    assert "รวมกับเรื่องเดียวกัน 1" in page
    head, *lines = client.get(at("table", case.fiscal_year)).content.decode().splitlines()
    place = head.split(",").index("รวมกับเรื่องเดียวกัน (อยู่ในที่รับ)")
    assert max(line.split(",")[place] for line in lines) == "1"


def test_a_joined_case_waits_for_nobody_and_the_list_shows_the_main_one(
    agency, case, second, officer, client_of
):
    join(second, case, officer)
    (told,) = [one for one in waiting_for(officer, today()) if one.kind == "case"]
    assert "1 เรื่อง" in told.name
    page = client_of(officer).get(at("cases")).content.decode()
    assert TYPED["subject"] in page
    assert OTHERS["subject"] not in page
    assert (
        OTHERS["subject"] in client_of(officer).get(at("cases") + "?standing=all").content.decode()
    )


def test_the_unit_of_the_main_one_reads_what_is_joined(
    case, second, officer, person, unit, client_of
):
    head = person(UNIT_HEAD, unit)
    working.assign(case, by=officer, unit=unit, class_key="", seen=1)
    assert client_of(head).get(at("case", second.pk)).status_code == 404
    join(second, case, officer)
    page = client_of(head).get(at("case", case.pk)).content.decode()
    assert OTHERS["subject"] in page
    shown = client_of(head).get(at("case", second.pk))
    assert shown.status_code == 200
    assert at("part", second.pk) not in shown.content.decode()
    assert client_of(head).post(at("part", second.pk), {"seen": "2"}).status_code == 403
    assert client_of(head).get(at("join", second.pk)).status_code == 403


@pytest.mark.parametrize("role", [ITA_OFFICER, UNIT_HEAD])
def test_who_keeps_no_desk_joins_nothing(case, second, person, role):
    with pytest.raises(Refused):
        join(second, case, person(role))


@pytest.mark.parametrize("role", [OFFICE_HEAD, COMPLAINT_OFFICER])
def test_who_keeps_the_desk_joins(case, second, person, role):
    join(second, case, person(role))
    assert now_of(second).joined_to_id == case.pk


def test_another_kind_itself_a_joined_one_or_one_with_others_is_refused(
    agency, case, second, officer
):
    question = receiving.receive(agency, kind_of("question"), receiving.Brought(TYPED, slip_of(10)))
    third = receiving.receive(agency, kind_of("complaint"), receiving.Brought(OTHERS, slip_of(11)))
    join(second, case, officer)
    for row, main, told in (
        (question, case, "same kind"),
        (case, case, "same kind"),
        (third, second, "joined with"),
        (case, third, "others are joined"),
        (second, third, "joined already"),
    ):
        with pytest.raises(Refused, match=told):
            join(row, main, officer)
    join(third, case, officer)


def test_one_that_is_due_later_does_not_take_the_promise_of_the_first(case, second, officer):
    Case.objects.filter(pk=second.pk).update(due_on=case.due_on.replace(year=case.due_on.year + 1))
    with pytest.raises(Refused, match="due later"):
        join(case, second, officer)
    join(second, case, officer)


def test_another_agencys_case_is_joined_with_nothing(case, person, officer, client_of):
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    theirs = receiving.receive(other, kind_of("complaint"), receiving.Brought(OTHERS, slip_of(12)))
    Unit.objects.create(agency=other, name="กองช่าง")
    with pytest.raises(Refused):
        join(theirs, case, officer)
    with pytest.raises(Refused):
        join(case, theirs, officer)
    assert client_of(officer).get(at("join", theirs.pk)).status_code == 404


def test_the_form_tells_what_is_wrong_with_a_number(case, second, officer, client_of):
    client = client_of(officer)
    for typed, told in (
        ("99/2569", "ไม่พบเรื่อง"),
        ("x", "ไม่พบเรื่อง"),
        ("", "ใส่เลขที่"),
        ("²/2569", "ไม่พบ"),
    ):
        page = client.get(at("join", second.pk), {"to": typed})
        assert page.status_code == 422
        assert told in page.content.decode()
    thai = f"{case.number}/{case.fiscal_year}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert client.get(at("join", second.pk), {"to": thai}).status_code == 200
    assert TYPED["subject"] in client.get(at("join", second.pk)).content.decode()  # is offered


def test_what_happened_meanwhile_is_seen_before_it_is_joined_or_answered(case, second, officer):
    with pytest.raises(Refused):
        working.join(second, case, by=officer, seen=1, main_seen=0)
    with pytest.raises(Refused):
        working.join(second, case, by=officer, seen=0, main_seen=1)
    join(second, case, officer)
    # Somebody had the main one open before: the answer would go to one more than they saw.
    with pytest.raises(Refused):
        working.answer(case, by=officer, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=1)


def test_no_case_is_ended_as_joined_by_hand(case, second, officer, client_of):
    with pytest.raises(Refused):
        working.answer(case, by=officer, text="x", outcome=Outcome.MERGED, seen=1)
    assert 'value="merged"' not in client_of(officer).get(at("case", case.pk)).content.decode()
    join(second, case, officer)
    with pytest.raises(Refused):
        answer(second, officer)
