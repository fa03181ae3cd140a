"""The desk: brought without an account, worked on by whose it is, read by the receipt alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.markup import tight
from tests.web.roles import (
    ADMINISTRATOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICE_HEAD,
    UNIT_HEAD,
)

from prongsai.core.desk.model import Channel, Outcome, State
from prongsai.core.desk.reading import kind_of, shipped
from prongsai.core.fiscal import year_of
from prongsai.core.slips import RECEIPT, read_slip, slip_of
from prongsai.web.agency.models import Appointment, Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk import tasks
from prongsai.web.citizens.desk.models import Case, CaseEntry, CaseForward, DayOff
from prongsai.web.citizens.desk.queries import counts_of
from prongsai.web.citizens.desk.services import case_entries, receiving, working
from prongsai.web.citizens.desk.services.keeping import days_mark
from prongsai.web.citizens.desk.services.working import Forward
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
_ROW = re.compile(r'<th scope="row">([^<]+)(?:<div[^>]*>[^<]*</div>)?</th>((?:<td[^>]*>\d+</td>)+)')
_COUNT = re.compile(r">(\d+)<")
COMPLAINT = kind_of("complaint")


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def bring(agency, kind="complaint", **typed):
    return Client(enforce_csrf_checks=True).post(at("bring", agency.pk, kind), {**TYPED, **typed})


def receipt_in(answer):
    (told,) = re.findall(r"(?:\d{4} ){3}\d{4}", answer.content.decode())
    return read_slip(told, RECEIPT)


def follow(agency, receipt, **more):
    return Client().post(at("follow", agency.pk), {"receipt": receipt, **more})


def test_a_citizen_brings_a_matter_without_account_cookie_or_script(agency):
    page = Client().get(at("bring", agency.pk, "complaint"))
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    answer = bring(agency)
    assert answer.status_code == 200
    assert not answer.cookies
    (kept,) = Case.objects.all()
    assert (kept.subject, kept.state, kept.channel) == (TYPED["subject"], "received", "web")
    receipt = receipt_in(answer)
    assert receipt not in str(Case.objects.values()) + str(CaseEntry.objects.values())
    shown = follow(agency, receipt).content.decode()
    assert TYPED["subject"] in shown
    assert "จะตอบภายใน" in shown


def test_nothing_of_who_brought_it_is_in_journal_or_entries(agency):
    bring(agency)
    assert not JournalEntry.objects.filter(agency=agency, verb__startswith="case").exists()
    (entry,) = CaseEntry.objects.all()
    assert (entry.by, entry.by_words, entry.at, entry.text) == (None, "", None, "")


def test_the_same_form_sent_twice_is_one_case_with_one_receipt(agency):
    once = "0123456789abcdef" * 2
    first, second = bring(agency, once=once), bring(agency, once=once)
    assert receipt_in(first) == receipt_in(second)
    assert Case.objects.count() == 1
    other = bring(agency, once=once, what="อีกเรื่องหนึ่ง")
    assert receipt_in(other) != receipt_in(first)
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("complaint", {"place": ""}, "โปรดระบุ “สถานที่เกิดเหตุ”"),
        ("complaint", {"subject": "ก" * 151}, "151"),
        ("general-request", {"wanted_on": "เมื่อวาน"}, "ไม่ใช่วันที่"),
        ("complaint", {"homepage": "http://spam.example"}, "ช่องที่ซ่อนไว้"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(agency, kind, typed, told):
    answer = bring(agency, kind, **typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert TYPED["what"] in text
    assert not Case.objects.exists()


def test_a_flood_has_words_and_other_ways_stay_open(agency, officer, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_A_DAY", 2)
    for number in range(2):
        assert bring(agency, what=f"เรื่องที่ {number}").status_code == 200
    answer = bring(agency, what="เรื่องที่ 3")
    assert answer.status_code == 422
    assert "มากผิดปกติ" in answer.content.decode()
    assert "เรื่องที่ 3" in answer.content.decode()
    taken = receiving.receive(
        agency, COMPLAINT, receiving.Brought(TYPED, slip_of(9), channel=Channel.PHONE, by=officer)
    )
    assert taken.number == 3


@pytest.mark.parametrize("typed", ["1234", "1" * 16, "ไม่ทราบ", ""])
def test_a_wrong_receipt_tells_what_is_wrong_and_nothing_of_cases(agency, case, typed):
    answer = follow(agency, typed)
    assert answer.status_code == 422
    assert TYPED["subject"] not in answer.content.decode()


def test_a_receipt_opens_nothing_at_another_agency(agency, case):
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    assert follow(other, slip_of(7)).status_code == 422
    thai = slip_of(7).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert follow(agency, thai).status_code == 200


@pytest.mark.parametrize("language", ["", "?language=en"])
def test_an_english_receipt_leads_to_english_pages(agency, language):
    bring = reverse("desk:bring", args=[agency.pk, "question"])
    page = Client().post(f"{bring}{language}", {"subject": "fees", "question": "how much"})
    address = reverse("desk:short", args=[str(agency.pk)[:8]])
    follow = f"http://testserver{address}{language}"
    assert f'href="{follow}"' in page.content.decode()


def test_no_public_page_shows_a_case_without_its_receipt(agency, case):
    for address in (
        at("public", agency.pk),
        at("follow", agency.pk),
        at("bring", agency.pk, "question"),
    ):
        assert TYPED["subject"] not in Client().get(address).content.decode()


def test_a_case_goes_to_a_unit_is_asked_back_answered_rated_and_brought_again(
    agency, case, officer, person, unit
):
    working.assign(case, by=officer, unit=unit, class_key="lights", seen=1)
    head = person(UNIT_HEAD, unit)
    working.ask(case, by=head, text="เสาต้นไหน", seen=2)
    receipt = slip_of(7)
    assert "เสาต้นไหน" in follow(agency, receipt).content.decode()
    follow(agency, receipt, act="reply", text="ต้นที่สามจากประตู")
    working.note(case, by=head, text="ช่างไปดูแล้ว", seen=4)
    working.answer(case, by=head, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=5)
    shown = follow(agency, receipt).content.decode()
    assert "ซ่อมแล้ว" in shown
    assert "ช่างไปดูแล้ว" not in shown  # a note is for colleagues
    assert head.words not in shown
    assert follow(agency, receipt, act="rate", points="2").status_code == 200
    again = follow(agency, receipt, act="reopen", text="ยังดับอยู่")
    assert again.status_code == 200
    case.refresh_from_db()
    assert (case.state, case.reopened, case.rating, case.outcome) == ("received", 1, None, "")
    assert [one.act for one in case.entries.all()] == [
        "receive", "assign", "ask", "reply", "note", "answer", "rate", "reopen",
    ]  # fmt: skip


def test_an_answered_case_is_brought_again_only_for_a_while(agency, case, officer, frozen_clock):
    working.answer(case, by=officer, text="ชี้แจง", outcome=Outcome.EXPLAINED, seen=1)
    with freeze(now() + timedelta(days=31)):
        answer = follow(agency, slip_of(7), act="reopen", text="ยังไม่ดี")
    assert answer.status_code == 422
    assert "แจ้งเป็นเรื่องใหม่" in answer.content.decode()
    assert "ยังไม่ดี" in answer.content.decode()


@pytest.mark.parametrize(
    "act",
    [
        lambda case, by, unit: working.assign(case, by=by, unit=unit, class_key="", seen=1),
        lambda case, by, _: working.note(case, by=by, text="x", seen=1),
        lambda case, by, _: working.ask(case, by=by, text="x", seen=1),
        lambda case, by, _: working.answer(case, by=by, text="x", outcome=Outcome.DONE, seen=1),
    ],
)
@pytest.mark.parametrize("role", [ITA_OFFICER, ADMINISTRATOR, UNIT_HEAD])
@pytest.mark.few(3)
def test_whose_it_is_not_does_nothing_to_a_case(case, person, unit, act, role, client_of):
    stranger = person(role, unit if role == UNIT_HEAD else None)
    with pytest.raises(Refused):
        act(case, stranger, unit)
    case.refresh_from_db()
    assert (case.state, case.version) == (State.RECEIVED, 1)
    assert client_of(stranger).get(at("case", case.pk)).status_code == 404
    assert (
        TYPED["subject"]
        not in client_of(stranger).get(at("cases") + "?standing=all").content.decode()
    )


def test_a_unit_works_on_its_own_and_assigns_nothing_on(case, officer, person, unit, client_of):
    working.assign(case, by=officer, unit=unit, class_key="", seen=1)
    head = person(UNIT_HEAD, unit)
    text = client_of(head).get(at("case", case.pk)).content.decode()
    assert TYPED["what"] in text
    assert 'value="assign"' not in text
    sent = client_of(head).post(at("case", case.pk), {"act": "assign", "unit": unit.pk, "seen": 2})
    assert sent.status_code == 403
    with pytest.raises(Refused):
        working.assign(case, by=head, unit=unit, class_key="", seen=2)


def test_another_agencys_unit_is_given_nothing(case, officer):
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    theirs = Unit.objects.create(agency=other, name="กองคลัง")
    with pytest.raises(Refused):
        working.assign(case, by=officer, unit=theirs, class_key="", seen=1)


def test_two_people_do_not_answer_at_once(case, officer, client_of):
    working.answer(case, by=officer, text="ตอบแล้ว", outcome=Outcome.DONE, seen=1)
    with pytest.raises(Refused):
        working.answer(case, by=officer, text="ตอบอีก", outcome=Outcome.DONE, seen=2)
    with pytest.raises(Refused):
        working.note(case, by=officer, text="สาย", seen=1)


def test_what_collided_is_told_and_kept_and_may_be_sent_again(case, officer, client_of):
    working.note(case, by=officer, text="อ่านแล้ว", seen=1)
    client = client_of(officer)
    sent = client.post(at("case", case.pk), {"act": "ask", "text": "ที่ไหน", "seen": "1"})
    assert sent.status_code == 422
    text = sent.content.decode()
    assert "ที่ไหน" in text
    assert 'name="seen" value="2"' in text
    sent = client.post(at("case", case.pk), {"act": "ask", "text": "ที่ไหน", "seen": "2"})
    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.state == State.ASKED


def test_an_officer_takes_in_a_case_and_hands_out_the_receipt(agency, officer, person, client_of):
    typed = {**TYPED, "channel": "phone", "once": "ab" * 16}
    answer = client_of(officer).post(at("take", "complaint"), typed)
    receipt = receipt_in(answer)
    assert receipt_in(client_of(officer).post(at("take", "complaint"), typed)) == receipt
    (kept,) = Case.objects.all()
    assert kept.channel == "phone"
    assert TYPED["subject"] in follow(agency, receipt).content.decode()
    other = person(ITA_OFFICER)
    assert client_of(other).post(at("take", "complaint"), typed).status_code == 403
    with pytest.raises(Refused):
        receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(8), by=other))


def test_the_list_shows_the_most_overdue_first_and_finds_by_number(
    agency, officer, client_of, frozen_clock
):
    old = receiving.receive(
        agency, COMPLAINT, receiving.Brought({**TYPED, "subject": "เรื่องเก่า"}, slip_of(1))
    )
    with freeze(now() + timedelta(days=40)):
        receiving.receive(
            agency, COMPLAINT, receiving.Brought({**TYPED, "subject": "เรื่องใหม่"}, slip_of(2))
        )
        client = client_of(officer)
        text = client.get(at("cases")).content.decode()
        late = client.get(at("cases") + "?standing=late").content.decode()
        asked = (f"{old.number}/{old.fiscal_year}", "เก่า", str(old.number))
        found = [client.get(at("cases"), {"q": one}).content.decode() for one in asked]
        assert client.get(at("cases") + "?standing=x&page=99&kind=%00").status_code == 200
    assert 0 < text.index("เรื่องเก่า") < text.index("เรื่องใหม่")
    assert "เรื่องเก่า" in late
    assert "เรื่องใหม่" not in late
    assert all("เรื่องเก่า" in one for one in found)


def test_the_list_asks_the_database_the_same_however_many_cases(
    agency, officer, client_of, django_assert_max_num_queries
):
    client = client_of(officer)
    for number in range(3):
        receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(number)))
    client.get(at("cases"))
    with django_assert_max_num_queries(40) as few:
        client.get(at("cases"))
    for number in range(3, 25):
        receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(number)))
    with django_assert_max_num_queries(len(few)):
        client.get(at("cases"))


@pytest.mark.parametrize(
    ("typed", "count"), [("5 ธ.ค. 2569 วันพ่อ\n\n10/12/2569", 2), ("", 0), ("๓๑ ธันวาคม ๒๕๖๙ สิ้นปี", 1)]
)
def test_days_off_are_typed_a_line_each_and_shown_again(agency, officer, client_of, typed, count):
    client = client_of(officer)
    sent = {"days": typed, "seen": days_mark(agency)}
    assert client.post(at("days-off"), sent).status_code == 302
    assert DayOff.objects.filter(agency=agency).count() == count
    shown = client.get(at("days-off")).content.decode()
    kept = re.search(r"<textarea[^>]*>([^<]*)", shown)[1]
    client.post(at("days-off"), {"days": kept, "seen": days_mark(agency)})
    assert DayOff.objects.filter(agency=agency).count() == count


def test_days_off_that_another_set_meanwhile_are_not_replaced_unseen(agency, officer, client_of):
    client, sent = client_of(officer), {"days": "5 ธ.ค. 2569 วันพ่อ", "seen": days_mark(agency)}
    DayOff.objects.create(agency=agency, day=today(), name="ของผู้อื่น")
    answer = client.post(at("days-off"), sent)
    assert answer.status_code == 422
    assert DayOff.objects.get(agency=agency).name == "ของผู้อื่น"
    shown = answer.content.decode()
    assert "วันพ่อ" in shown, "what was typed stays"
    assert client.post(at("days-off"), sent | {"seen": days_mark(agency)}).status_code == 302
    assert DayOff.objects.get(agency=agency).name == "วันพ่อ"


def test_a_line_that_is_no_day_is_told_and_nothing_is_lost(agency, officer, person, client_of):
    DayOff.objects.create(agency=agency, day=today())
    sent = {"days": "5 ธ.ค. 2569\nวันปีใหม่", "seen": days_mark(agency)}
    answer = client_of(officer).post(at("days-off"), sent)
    assert answer.status_code == 422
    assert "บรรทัดที่ 2" in answer.content.decode()
    assert DayOff.objects.filter(agency=agency).count() == 1
    assert client_of(person(ITA_OFFICER)).post(at("days-off"), {"days": ""}).status_code == 403


def test_days_off_move_the_day_on_which_an_answer_is_due(agency, frozen_clock):
    first = receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(1)))
    DayOff.objects.create(agency=agency, day=first.due_on)
    second = receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(2)))
    assert second.due_on > first.due_on


def test_who_brought_a_case_is_forgotten_long_after_it_was_answered(
    agency, case, officer, frozen_clock
):
    working.answer(case, by=officer, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=1)
    with freeze(now() + timedelta(days=90)):
        tasks.forget()
    case.refresh_from_db()
    assert case.values["contact_name"] == TYPED["contact_name"]
    with freeze(now() + timedelta(days=91)):
        tasks.forget()
    case.refresh_from_db()
    assert set(case.values) == {"subject", "what", "place"}


def test_who_brought_an_open_case_is_not_forgotten(case, frozen_clock):
    with freeze(now() + timedelta(days=400)):
        tasks.forget()
    case.refresh_from_db()
    assert case.values["contact_way"] == TYPED["contact_way"]


@pytest.mark.long
def test_my_work_tells_how_many_wait_and_nothing_of_what_they_hold(
    agency, case, officer, person, unit
):
    (told,) = [one for one in waiting_for(officer, today()) if one.kind == "case"]
    assert "1 เรื่อง" in told.name
    assert TYPED["subject"] not in told.name
    assert told.due == case.due_on
    head = person(UNIT_HEAD, unit)
    assert not [one for one in waiting_for(head, today()) if one.kind == "case"]
    working.assign(case, by=officer, unit=unit, class_key="", seen=1)
    assert not [one for one in waiting_for(officer, today()) if one.kind == "case"]
    assert [one.due for one in waiting_for(head, today()) if one.kind == "case"] == [case.due_on]
    working.ask(case, by=head, text="ที่ไหน", seen=2)
    assert not [one for one in waiting_for(head, today()) if one.kind == "case"]


def test_who_holds_a_receipt_does_not_fill_the_disk(agency, case, officer, monkeypatch):
    monkeypatch.setattr(case_entries, "MOST_ENTRIES", 3)
    for text in ("หนึ่ง", "สอง"):
        assert follow(agency, slip_of(7), act="reply", text=text).status_code == 200
    sent = follow(agency, slip_of(7), act="reply", text="สาม")
    assert sent.status_code == 422
    assert "สาม" in sent.content.decode()
    working.answer(case, by=officer, text="ตอบ", outcome=Outcome.DONE, seen=3)


def test_statistics_show_every_kind_and_zero_as_zero(agency, case, officer, client_of):
    client = client_of(officer)
    year = case.fiscal_year
    page = client.get(at("statistics", year)).content.decode()
    seen = [kind for kind in shipped() if not kind.restricted]
    for kind in seen:
        assert kind.title.th in page
    rows = {found[1]: _COUNT.findall(found[2]) for found in _ROW.finditer(tight(page))}
    assert rows[kind_of(case.kind).title.th] == ["1", "0", "1", "0"]
    assert rows["รวม"] == ["1", "0", "1", "0"]
    months = re.search(r'aria-label="จำนวนเรื่องที่รับและที่ตอบ: ([^"]+)"', page)[1]
    assert re.findall(r"[1-9]\d* / \d+", months) == ["1 / 0"]
    assert list(rows.values()).count(["0"] * 4) == len(seen) - 1
    table = client.get(at("table", year)).content.decode("utf-8-sig").splitlines()
    assert len(table) == 1 + len(seen)
    assert TYPED["subject"] not in page + "".join(table)
    assert client.get(at("statistics", year) + "?months=6").status_code == 200
    for name in ("statistics", "table"):
        for none in (1, 99_999):
            assert client.get(at(name, none)).status_code == 404


@pytest.mark.parametrize("days", [0, 99])
def test_a_late_answer_stays_late_when_the_case_is_brought_again(agency, case, officer, days):
    def late():
        with freeze(now() + timedelta(days=days)):
            found = counts_of(agency, case.fiscal_year, 12, today())
        return next(one.late for one in found if one.kind == case.kind)

    with freeze(now() + timedelta(days=days)):
        working.answer(case, by=officer, text="ตอบ", outcome=Outcome.DONE, seen=1)
        assert late() == bool(days)
        working.reopen(case, text="ยังไม่ดี")
        working.answer(case, by=officer, text="ตอบอีก", outcome=Outcome.DONE, seen=3)
        case.refresh_from_db()
        assert case.answered_on <= case.due_on
        assert late() == bool(days)
        working.reopen(case, text="ยังไม่ดีอีก")
        assert late() == bool(days)


def test_complaints_of_superiors_are_counted_for_who_reads_them_alone(
    agency, person, officer, client_of
):
    agency.second_factor = []
    agency.save()
    restricted = next(one for one in shipped() if one.restricted)
    keeper, year = person(COMPLAINT_OFFICER), year_of(today())
    for name in ("statistics", "table"):
        for superior in (officer, person(CHIEF_EXECUTIVE)):
            page = client_of(superior).get(at(name, year)).content.decode()
            assert restricted.title.th not in page
        assert restricted.title.th in client_of(keeper).get(at(name, year)).content.decode()
    note = "ซึ่งไม่แสดงจำนวนน้อย"
    assert note in client_of(officer).get(at("statistics", year)).content.decode()
    assert note not in client_of(keeper).get(at("statistics", year)).content.decode()


def test_who_complains_is_told_which_posts_read_it(agency, person):
    def page(kind):
        address = reverse("desk:bring", args=[agency.pk, kind])
        return Client().get(f"{address}?language=en").content.decode()

    keeper = person(COMPLAINT_OFFICER)
    person(CHIEF_ADMINISTRATOR)
    reader, superior, told = (
        "เจ้าหน้าที่รับเรื่องร้องเรียน",
        "ปลัดเทศบาล",
        "Only holders of these positions can read it",
    )
    usual = page("complaint")
    assert told not in usual
    alone = page("unfair-service")
    assert f"{told}: {reader}" in alone
    assert superior not in alone
    factories.hold(keeper.user, factories.make_position(agency, OFFICE_HEAD))
    both = page("unfair-service")
    assert f"{told}: {reader}, หัวหน้าสำนักปลัด" in both


def test_the_complaint_officer_keeps_the_desk_behind_a_second_factor(case, person, client_of):
    keeper = person(COMPLAINT_OFFICER)
    working.note(case, by=keeper, text="รับไว้", seen=1)
    assert "second-factor" in client_of(keeper).get(at("cases")).url


def test_what_superiors_may_be_complained_of_is_the_complaint_officers_alone(
    agency, person, unit, client_of
):
    assert Client().get(at("bring", agency.pk, "work-assignment")).status_code == 404
    assert "ยังไม่มีผู้ดำรงตำแหน่งนั้น" in Client().get(at("public", agency.pk)).content.decode()
    keeper, clerk = person(COMPLAINT_OFFICER), person(CHIEF_ADMINISTRATOR)
    assert bring(agency, "work-assignment").status_code == 200
    (kept,) = Case.objects.all()
    assert client_of(clerk).get(at("case", kept.pk)).status_code == 404
    assert client_of(clerk).get(at("take", "work-assignment")).status_code == 404
    assert TYPED["subject"] not in client_of(clerk).get(at("cases")).content.decode()
    with pytest.raises(Refused):
        working.note(kept, by=clerk, text="x", seen=1)
    with pytest.raises(Refused):
        receiving.receive(
            agency, kind_of(kept.kind), receiving.Brought(TYPED, slip_of(5), by=clerk)
        )
    head = person(UNIT_HEAD, unit)
    with pytest.raises(Refused, match="one person"):
        working.assign(kept, by=keeper, unit=unit, class_key="", seen=1)
    working.assign(kept, by=keeper, unit=unit, class_key="", seen=1, assignee=head.user)
    working.answer(kept, by=keeper, text="ดูให้แล้ว", outcome=Outcome.DONE, seen=3)


def test_what_is_typed_is_never_markup(agency, officer, client_of):
    bring(agency, what="<script>alert(1)</script>")
    (kept,) = Case.objects.all()
    assert "<script>alert" not in client_of(officer).get(at("case", kept.pk)).content.decode()


@pytest.mark.parametrize("is_outside", [False, True])
@pytest.mark.long
def test_what_was_given_to_a_unit_that_is_no_more_or_empty_waits_for_the_desk(
    case, officer, unit, person, is_outside
):
    def asked(who):
        return [one for one in waiting_for(who, today()) if "เรื่องที่" in one.name]

    head = person(UNIT_HEAD, unit)
    working.assign(case, by=officer, unit=unit, class_key="", seen=case.version)
    case.refresh_from_db()
    days = today() - timedelta(days=1)
    if is_outside:
        told = Forward("แขวงสมมุติ", today(), "ไม่ใช่ของเรา", follow_up_on=today() + timedelta(days=1))
        working.forward(case, told, by=officer, seen=case.version)
        CaseForward.objects.update(follow_up_on=days)
    assert (len(asked(officer)), len(asked(head))) == (0, 1)
    Unit.objects.filter(pk=unit.pk).update(is_closed=True)
    assert (len(asked(officer)), len(asked(head))) == (1, 0)
    Unit.objects.filter(pk=unit.pk).update(is_closed=False)
    assert (len(asked(officer)), len(asked(head))) == (0, 1)
    Appointment.objects.filter(user=head.user).update(last_day=days)
    assert len(asked(officer)) == 1


def test_the_short_address_of_a_receipt_leads_to_where_its_matter_is_followed(agency):
    page = bring(agency).content.decode()
    address = reverse("desk:short", args=[str(agency.pk)[:8]])
    assert f"http://testserver{address}" in page
    browser = Client()
    assert browser.get(address)["Location"] == at("follow", agency.pk)
    assert (
        browser.get(f"{address}?language=en")["Location"]
        == f"{at('follow', agency.pk)}?language=en"
    )
    assert not browser.cookies
    for none in ("00000000", str(agency.pk)[:7], str(agency.pk)):
        assert browser.get(reverse("desk:short", args=[none])).status_code == 404
