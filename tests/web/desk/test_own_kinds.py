"""A kind that an agency makes on a page: brought, answered, counted, changed; no loophole."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from msgspec.structs import replace
from tests.web import factories
from tests.web.calendar.servers import Box, running
from tests.web.markup import tight
from tests.web.roles import (
    AUDITOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICER,
    UNIT_HEAD,
)

from prongsai.core.desk.model import Outcome
from prongsai.core.desk.own import content_of, own_of
from prongsai.core.desk.reading import kind_of, shipped
from prongsai.core.desk.ways import NewsWay, WayKind
from prongsai.core.errors import UnreadableInput
from prongsai.core.registers.own import yaml_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Notification
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseNews, OwnKind
from prongsai.web.citizens.desk.queries import case_page, counts_of
from prongsai.web.citizens.desk.rights import kind_in, kinds_of, seen_by
from prongsai.web.citizens.desk.services import keeping, news, receiving, working
from prongsai.web.citizens.desk.services import keeping as shutting
from prongsai.web.citizens.desk.services.escalating import escalate
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HEAD = {
    "title": "ขอใช้ห้องประชุม", "title_en": "Use of the hall", "purpose": "ชุมชนขอใช้ห้องประชุม",
    "audience": "citizens", "within": "๕", "days": "working", "source": "คู่มือประชาชนของหน่วยงาน",
    "steps": "ตรวจวันว่าง | is it free\nแจ้งผล", "classes": "งานบุญ\nประชุม | meeting",
    "photos": "1", "asks_contact": "on", "notice": "ใช้เพื่อเรื่องนี้ ลบชื่อเมื่อตอบแล้ว 90 วัน",
}  # fmt: skip
FIELDS = [
    {"title": "ใช้ทำอะไร", "title_en": "what for", "kind": "text", "required": "on"},
    {"title": "วันที่ใช้", "kind": "date", "required": "on"},
    {"title": "ห้องใด", "kind": "choice", "choices": "เล็ก | small, ใหญ่"},
    {"title": "บ้านเลขที่", "kind": "text", "identifies": "on"},
    {"title": "", "kind": "text"},
]
TYPED = {
    "field_1": "ประชุมอาสาสมัคร", "field_2": "5 ม.ค. 2570", "field_3": "เล็ก", "field_4": "12/3",
    "contact_name": "ผู้ขอสมมุติ", "contact_way": "ไลน์สมมุติ",
}  # fmt: skip


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def sent(fields=FIELDS, **head):
    told = {
        f"field-{number}-{name}": value
        for number, one in enumerate(fields)
        for name, value in one.items()
    }
    return HEAD | told | {"field-TOTAL_FORMS": len(fields), "field-INITIAL_FORMS": 0} | head


@pytest.fixture
def watcher(person):
    """The complaint officer, who alone keeps restricted kinds."""
    return person(COMPLAINT_OFFICER)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def own(browser, agency, unit):
    answer = browser.post(at("kind-make"), sent(unit=unit.name))
    assert answer.status_code == 302, answer.content.decode()
    return OwnKind.objects.get(agency=agency)


def brought(agency, number=9, **typed):
    kind = kind_in(agency.pk, "own-1")
    return receiving.receive(agency, kind, receiving.Brought({**TYPED, **typed}, slip_of(number)))


def changed(own, by, **change):
    kind = kind_in(own.agency_id, own.key)
    own.refresh_from_db()
    return keeping.change_kind(
        own, by=by, definition=replace(own_of(kind), **change), seen=own.version
    )


def test_a_kind_is_made_brought_answered_and_counted(own, agency, unit, officer, browser):
    assert own.key == "own-1"
    public = Client().get(at("public", agency.pk)).content.decode()
    assert "ขอใช้ห้องประชุม" in public
    form = at("bring", agency.pk, "own-1")
    page = tight(Client().get(form).content.decode())
    assert "ตรวจวันว่าง" in page
    assert HEAD["notice"] in page
    english = Client(headers={"accept-language": "en"}).get(f"{form}?lang=en").content.decode()
    assert "Use of the hall" in english
    assert Client().post(form, {"field_2": "5 ม.ค. 2570"}).status_code == 422
    answer = Client().post(form, TYPED)
    assert answer.status_code == 200
    case = Case.objects.get()
    assert (case.kind, case.subject, case.unit) == ("own-1", "ประชุมอาสาสมัคร", unit)
    assert case.state == "assigned", "the kind names the unit that gets it"
    working.step(case, by=officer, step_key="step-1", seen=case.version)
    case.refresh_from_db()
    assert "ตรวจวันว่าง" in str(
        [one.text for one in case_page(case, of_public=True)["entries"] for one in [one.entry]]
    )
    working.assign(case, by=officer, unit=unit, class_key="class-2", seen=case.version)
    case.refresh_from_db()
    working.answer(case, by=officer, text="ใช้ได้", outcome=Outcome.DONE, seen=case.version)
    count = next(
        one for one in counts_of(agency, case.fiscal_year, 12, today()) if one.kind == "own-1"
    )
    assert (count.received, count.answered) == (1, 1)
    assert dict(count.by_class) == {"class-1": 0, "class-2": 1}
    assert "ขอใช้ห้องประชุม" in browser.get(at("statistics", case.fiscal_year)).content.decode()
    assert "ขอใช้ห้องประชุม" in browser.get(at("table", case.fiscal_year)).content.decode("utf-8-sig")


@pytest.mark.parametrize(("before", "shown"), [("=1+", "'=1+"), ("", "")])
def test_no_name_of_a_kind_is_reckoned_with_where_its_counts_are_opened(
    agency, unit, browser, before, shown
):
    given = sent(unit=unit.name, title=f"{before}ขอใช้สนาม")
    assert browser.post(at("kind-make"), given).status_code == 302
    lines = browser.get(at("table", 2566)).content.decode("utf-8-sig").splitlines()
    assert f"{shown}ขอใช้สนาม" in [one.split(",")[0] for one in lines]


def test_where_each_voice_counts_the_same_words_are_as_many_cases(own, agency, browser):
    def voices():
        """How many cases two who send the same words make."""
        before = Case.objects.filter(is_again=False).count()
        for _ in range(2):
            assert Client().post(at("bring", agency.pk, "own-1"), TYPED).status_code == 200
        return Case.objects.filter(is_again=False).count() - before

    assert voices() == 1
    change = sent(
        [{**one, "name": f"field_{number}"} for number, one in enumerate(FIELDS[:4], start=1)],
        seen=own.version, each_counts="on",
    )  # fmt: skip
    assert browser.post(at("kind-change", "own-1"), change).status_code == 302
    assert kind_in(agency.pk, "own-1").each_counts
    assert voices() == 2
    page = browser.get(at("kind-change", "own-1")).content.decode()
    assert 'name="each_counts"' in page
    assert own_of(kind_in(agency.pk, "own-1")).each_counts
    assert "each_counts: true" in browser.get(at("kind-schema", "own-1")).content.decode()
    seen = {**change, "seen": own.version + 1}
    del seen["each_counts"]
    assert browser.post(at("kind-change", "own-1"), seen).status_code == 302
    assert not kind_in(agency.pk, "own-1").each_counts


@pytest.mark.long
def test_what_is_wrong_is_told_and_what_was_typed_stays(browser):
    for wrong, told in (
        ({"title": ""}, "ชื่อชนิดเรื่อง"),
        ({"within": "0"}, "ตอบภายในกี่วัน"),
        ({"notice": "ลบข้อมูลเมื่อครบ 30 วัน"}, "30 วัน"),
        ({"to_administrator": "5", "to_executive": "5"}, "ต้องมากกว่าจำนวนวันก่อนส่งถึงปลัด"),
        ({"restricted": "on", "to_executive": "5"}, "เว้นว่างไว้"),
        ({"title": "แจ้งเบาะแสทุจริต"}, "1205"),
        ({"title": kind_of("complaint").title.th}, "มีชนิดเรื่อง"),
        ({"title": f"{kind_of('complaint').title.th} \u200b"}, "มีชนิดเรื่อง"),
        ({"unit": "กองที่ไม่มี"}, "กองที่ไม่มี"),
    ):
        answer = browser.post(at("kind-make"), sent(**wrong))
        page = answer.content.decode()
        assert answer.status_code == 422, wrong
        assert told in page, wrong
        assert "ใช้ทำอะไร" in page
    only_names = [{"title": "ชื่อ", "kind": "text", "identifies": "on"}]
    answer = browser.post(at("kind-make"), sent(only_names))
    assert "ไม่ใช่บอกว่าเป็นใคร" in answer.content.decode()
    no_choice = [*FIELDS, {"title": "สี", "kind": "choice", "choices": " , "}]
    assert "ใส่ตัวเลือก" in browser.post(at("kind-make"), sent(no_choice)).content.decode()
    assert not OwnKind.objects.exists()
    more = browser.post(at("kind-make"), sent(more="1")).content.decode()
    assert more.count("ช่องที่") > len(FIELDS)
    assert "ใช้ทำอะไร" in more


def test_old_cases_stay_readable_when_the_kind_changes(own, agency, officer, browser):
    case = brought(agency)
    working.step(case, by=officer, step_key="step-2", seen=case.version)
    case.refresh_from_db()
    working.assign(case, by=officer, unit=case.unit, class_key="class-1", seen=case.version)
    case.refresh_from_db()
    due = case.due_on
    page = browser.get(at("kind-change", "own-1"))
    assert page.status_code == 200
    fields = [
        {"name": "field_1", "title": "ใช้เพื่ออะไร", "kind": "text"},
        # The day became words, the small hall is gone, the house number is asked no more.
        {"name": "field_2", "title": "วันที่ใช้", "kind": "long-text"},
        {"name": "field_3", "title": "ห้องใด", "kind": "choice", "choices": "ใหญ่"},
    ]
    form = sent(fields, classes="ประชุม", steps="อนุมัติ", within="1", asks_contact="", seen="1")
    answer = browser.post(at("kind-change", "own-1"), form)
    assert answer.status_code == 302, answer.content.decode()
    kind = kind_in(agency.pk, "own-1")
    assert [one.name for one in kind.fields] == ["field_1", "field_5", "field_3"]
    case.refresh_from_db()
    assert case.due_on == due, "what was promised holds"
    read = browser.get(at("case", case.pk)).content.decode()
    for word in (
        "ใช้เพื่ออะไร",
        "ประชุมอาสาสมัคร",
        "เล็ก",
        "12/3",
        "บ้านเลขที่",
        "5 ม.ค. 2570",
        "ผู้ขอสมมุติ",
        "แจ้งผล",
        "งานบุญ",
    ):
        assert word in read, word
    followed = Client().post(at("follow", agency.pk), {"receipt": slip_of(9)}).content.decode()
    assert "แจ้งผล" in followed, "the step in the words of then"
    # Its class is offered no more, and stays where it stood.
    working.assign(case, by=officer, unit=case.unit, class_key="class-1", seen=case.version)
    case.refresh_from_db()
    with pytest.raises(Refused, match="no such class"):
        working.assign(case, by=officer, unit=case.unit, class_key="class-9", seen=case.version)
    with pytest.raises(Refused, match="no such step"):
        working.step(case, by=officer, step_key="step-1", seen=case.version)
    count = next(
        one for one in counts_of(agency, case.fiscal_year, 12, today()) if one.kind == "own-1"
    )
    assert dict(count.by_class)["class-1"] == 1
    assert own.versions.count() == 2


def test_who_somebody_is_is_deleted_in_time_though_the_kind_asks_it_no_more(own, agency, officer):
    case = brought(agency)
    working.answer(case, by=officer, text="ได้", outcome=Outcome.DONE, seen=case.version)
    said = own_of(kind_in(agency.pk, "own-1"))
    open_field = (*said.fields[:3], replace(said.fields[3], identifies=False))
    with pytest.raises(Refused, match="tells who reported in cases"):
        changed(own, officer, fields=open_field)
    assert changed(own, officer, fields=said.fields[:1], asks_contact=False)
    after = timedelta(days=90)
    receiving.forget_contacts(today() + after, after)
    assert Case.objects.get().values == TYPED
    receiving.forget_contacts(today() + after + timedelta(days=1), after)
    assert Case.objects.get().values == {
        name: TYPED[name] for name in ("field_1", "field_2", "field_3")
    }


def test_only_who_keeps_the_desk_makes_kinds_and_only_the_complaint_officer_restricted_ones(
    own, agency, officer, watcher, person, unit, client_of
):
    said = replace(own_of(kind_in(agency.pk, "own-1")), title=replace_title("อื่น"))
    for other in (person(ITA_OFFICER), person(UNIT_HEAD, unit), person(AUDITOR)):
        for address in (
            at("kind-make"),
            at("kind-bring"),
            at("kind-change", "own-1"),
            at("kind-schema", "own-1"),
        ):
            assert client_of(other).get(address).status_code == 403
        with pytest.raises(Refused, match="cannot make or change"):
            keeping.make_kind(by=other, definition=said)
        with pytest.raises(Refused, match="cannot make or change"):
            changed(own, other, within=9)
    hidden = replace(said, restricted=True, unit="", escalates=(None, None))
    with pytest.raises(Refused, match="cannot make or change"):
        keeping.make_kind(by=officer, definition=hidden)
    made = keeping.make_kind(by=watcher, definition=hidden)
    assert made.key == "own-2"
    secret = kind_in(agency.pk, "own-2")
    case = receiving.receive(agency, secret, receiving.Brought(TYPED, slip_of(3)))
    # A superior of whom it may be: neither list, search, page, file, nor a change of the kind.
    assert not seen_by(officer, today()).filter(pk=case.pk).exists()
    assert seen_by(watcher, today()).filter(pk=case.pk).exists()
    browser = client_of(officer)
    assert browser.get(at("case", case.pk)).status_code == 404
    listed = browser.get(f"{at('cases')}?standing=all&q=ประชุมอาสาสมัคร").content.decode()
    assert str(case.pk) not in listed
    for name in ("kind", "kind-change", "kind-schema"):
        assert browser.get(at(name, "own-2")).status_code == 404
    with pytest.raises(Refused, match="cannot make or change"):
        changed(made, officer, restricted=False)
    with pytest.raises(Refused, match="only the complaint officer reads"):
        changed(made, watcher, restricted=False)
    assert changed(made, watcher, within=30)
    escalate(agency)
    case.refresh_from_db()
    assert (case.unit, case.escalated_to) == (None, "")
    assert "ประชุมอาสาสมัคร" not in str(list(JournalEntry.objects.values()))
    assert "ผู้ขอสมมุติ" not in str(list(JournalEntry.objects.values()))


def replace_title(th):
    return type(kind_of("complaint").title)(th, th)


def test_a_kind_that_cannot_be_read_any_more_shows_its_cases_to_no_superior(
    own, agency, officer, watcher
):
    case = brought(agency)
    assert seen_by(officer, today()).filter(pk=case.pk).exists()
    OwnKind.objects.update(text="title: [")
    Case.objects.update(unit=None)
    assert not seen_by(officer, today()).filter(pk=case.pk).exists()
    assert seen_by(watcher, today()).filter(pk=case.pk).exists()
    assert len(kinds_of(agency.pk)) == len(shipped())


def test_a_kind_of_another_agency_is_none_of_this_ones(own, agency, client_of):
    other = factories.make_agency("เทศบาลอื่น (ตัวอย่าง)", second_factor=[])
    user = factories.make_user(other, login="elsewhere")
    factories.hold(user, factories.make_position(other, COMPLAINT_OFFICER))
    stranger = actor_on(user, today())
    assert kind_in(other.pk, "own-1") is None
    assert Client().get(at("bring", other.pk, "own-1")).status_code == 404
    assert client_of(stranger).get(at("kind-change", "own-1")).status_code == 404
    with pytest.raises(Refused, match="somebody changed this"):
        changed(own, stranger, within=9)
    assert "own-1" not in client_of(stranger).get(at("cases")).content.decode()


def test_shared_as_yaml_it_takes_nobodys_key_and_brings_no_former_field(
    own, agency, officer, browser
):
    changed(own, officer, fields=own_of(kind_in(agency.pk, "own-1")).fields[:2])
    text = browser.get(at("kind-schema", "own-1")).content.decode()
    assert "former" in text
    with pytest.raises(Refused, match="there is a kind"):
        keeping.bring_kind(by=officer, name="complaint.yaml", text=text)
    again = text.replace("ขอใช้ห้องประชุม", "ขอใช้ลาน")
    file = SimpleUploadedFile("complaint.yaml", again.encode())
    assert browser.post(at("kind-bring"), {"file": file}).status_code == 302
    second = kind_in(agency.pk, "own-2")
    assert second.former == ()
    assert set(second.contact) == {"contact_name", "contact_way"}
    assert kind_in(agency.pk, "complaint") == kind_of("complaint")
    for bad, told in (
        (b"\xff\xfe", "UTF-8"), (b"title: [", "complaint.yaml"),
        (again.replace("ขอใช้ลาน", "แจ้งทุจริต").encode(), "1205"),
        (again.replace("90 วัน", "๓๐ วัน").encode(), "30 วัน"), (b"x: " + b"y" * 200_000, "ใหญ่"),
    ):  # fmt: skip
        file = SimpleUploadedFile("complaint.yaml", bad)
        answer = browser.post(at("kind-bring"), {"file": file})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    hidden = yaml_of(replace(content_of(kind_of("unfair-service")), title=replace_title("ลับ")))
    with pytest.raises(Refused, match="cannot make or change"):
        keeping.bring_kind(by=officer, name="x.yaml", text=hidden)
    with pytest.raises(UnreadableInput):
        keeping.bring_kind(by=officer, name="x.yaml", text="a: &a [*a]")


def test_changed_by_two_at_once_the_second_is_told(own, agency, officer, browser):
    said = own_of(kind_in(agency.pk, "own-1"))
    assert keeping.change_kind(own, by=officer, definition=replace(said, within=7), seen=1)
    with pytest.raises(Refused, match="somebody changed this"):
        keeping.change_kind(own, by=officer, definition=replace(said, within=9), seen=1)
    assert not keeping.change_kind(own, by=officer, definition=replace(said, within=7), seen=2), (
        "nothing changed"
    )
    assert kind_in(agency.pk, "own-1").due.within == 7


def test_it_is_shut_with_a_reason_as_every_kind_and_who_watches_is_told(
    own, agency, officer, person
):
    auditor = person(AUDITOR)
    kind = kind_in(agency.pk, "own-1")
    shutting.shut(kind, by=officer, reason="ปรับปรุงห้อง")
    with pytest.raises(Refused, match="no longer accepts"):
        brought(agency)
    assert "ปรับปรุงห้อง" in Client().get(at("public", agency.pk)).content.decode()
    shutting.open_again(kind, by=officer)
    assert brought(agency).kind == "own-1"
    changed(own, officer, within=200)
    told = Notification.objects.filter(user=auditor.user).values_list("said_th", flat=True)
    assert "แก้ชนิดเรื่อง" in str(list(told))
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"case-kind-made", "case-kind-changed", "case-kind-shut"} <= verbs


def test_a_unit_that_is_no_more_gets_nothing_and_the_case_comes_all_the_same(own, agency, unit):
    unit.is_closed = True
    unit.save()
    case = brought(agency)
    assert (case.state, case.unit) == ("received", None)


@pytest.mark.usefixtures("frozen_clock")  # on a Saturday nothing goes
def test_overdue_it_goes_to_the_superior_that_it_names(own, agency, officer, person):
    person(CHIEF_EXECUTIVE)
    assert changed(own, officer, escalates=(None, 1))
    case = brought(agency)
    Case.objects.update(due_on=today() - timedelta(days=30))
    escalate(agency)
    case.refresh_from_db()
    assert case.escalated_to == "chief-executive"


def test_a_list_of_cases_of_own_kinds_asks_no_query_for_each(own, agency, browser):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{at('cases')}?standing=all")
        return len(queries)

    brought(agency, 1)
    asked()  # once more than ever after: what a session begins with
    few = asked()
    for number in range(2, 12):
        brought(agency, number)
    assert asked() == few


def test_restricted_since_nothing_more_goes_to_a_mail_server_and_the_receipt_says_so(
    own, agency, watcher, settings
):
    settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = "https://ita.example.go.th", True
    box = Box()
    with running(box) as server:
        settings.MAIL_SERVER = server
        way = NewsWay(WayKind.MAIL, "told@mailbox.example.com")
        case = receiving.receive(
            agency, kind_in(agency.pk, own.key), receiving.Brought(TYPED, slip_of(9), way=way)
        )
        working.ask(case, by=watcher, text="เมื่อใด", seen=case.version)
        assert CaseNews.objects.count() == 1
        shown = follow(agency)
        assert "รอส่ง" in shown
        assert "แจ้งไม่ได้" not in shown
        # Its log would now say who complains of a superior.
        changed(own, watcher, restricted=True, unit="")
        assert news.send_all() == 0
        case.refresh_from_db()
        working.answer(case, by=watcher, text="ตอบแล้ว", outcome=Outcome.DONE, seen=case.version)
        assert news.send_all() == 0
    assert not box.people
    shown = follow(agency)
    assert "แจ้งไม่ได้" in shown
    assert "จำกัดผู้อ่าน" in shown
    assert "กรอกใหม่ข้างล่าง" not in shown
    assert "ไม่ต้องแจ้งแล้ว" in shown


def follow(agency):
    return Client().post(at("follow", agency.pk), {"receipt": slip_of(9)}).content.decode()


def test_restricted_since_its_cases_are_those_of_nobody_whom_a_head_named(
    own, agency, watcher, person, unit
):
    head, case = person(UNIT_HEAD, unit), brought(agency)
    other = factories.make_user(agency)
    factories.hold(other, factories.make_position(agency, OFFICER, unit, "นายช่างโยธา"))
    case.unit = unit
    case.save()
    working.hand(case, by=head, assignee=head.user, seen=case.version)
    changed(own, watcher, within=30)
    assert case in seen_by(head, today()), "any other change takes it from nobody"
    changed(own, watcher, restricted=True, unit="")
    assert case not in seen_by(head, today())
    case.refresh_from_db()
    working.assign(case, by=watcher, unit=unit, class_key="", seen=case.version, assignee=other)
    assert case in seen_by(actor_on(other, today()), today())
