"""A file of units, positions and people: read, checked, shown, taken over or not at all."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.urls import reverse
from tests.web import factories
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, OFFICE_HEAD

from prongsai.core.errors import UnreadableInput
from prongsai.core.roles import all_roles
from prongsai.readers.sheets import read_sheets
from prongsai.web.agency.models import (
    AgencyKind,
    Appointment,
    Notification,
    Position,
    Unit,
    User,
)
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.queries.people import roster_page, roster_plan
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roster import reading
from prongsai.web.agency.roster.reading import RosterColumn, column_of, role_named, template
from prongsai.web.agency.services import appointing
from prongsai.web.agency.services.roster import plan_for, read_file, take_over
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
HEADINGS = [column.heading for column in RosterColumn]


def workbook(*rows, headings=HEADINGS, title=""):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    lines = [[title]] if title else []
    for number, row in enumerate([*lines, headings, *rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(
                    number, place, cell, book.add_format({"num_format": "d/m/yyyy"})
                )
            else:
                sheet.write(number, place, cell)
    book.close()
    return target.getvalue()


def row(login="", unit="", kind="", first="", last="", is_acting="", **rest):
    parts = ("name", "email", "title", "authority")
    name, email, title, authority = (rest.get(part, "") for part in parts)
    return [login, name, email, unit, kind, title, first, last, is_acting, authority]


def uploaded(agency, by, *rows, **rest):
    return read_file(agency=agency, by=by, name="people.xlsx", data=workbook(*rows, **rest))


def faults(agency, roster, by=None):
    plan = plan_for(roster, by) if by else roster_plan(agency, roster, today())
    return [(fault.row, fault.column.value) for fault in plan.faults]


def counts(agency):
    return tuple(
        model.objects.filter(agency=agency).count() for model in (Unit, Position, User, Appointment)
    )


def test_a_sound_file_makes_everything_it_names(agency, officer):
    roster = uploaded(
        agency, officer,
        row("somchai", "กองคลัง", "หัวหน้าส่วนราชการ", "1 ต.ค. 2568", name="ส. ช."),
        row("somsri", "", "ปลัดเทศบาล", date(2025, 10, 1)),
        row("somsri", "", "นายกเทศมนตรี", "๑/๑/๒๕๖๙", "31 มี.ค. 2569", "ใช่", authority="ก 1"),
        row(unit="กองช่าง"),
        row("nobody"),
    )  # fmt: skip
    before = counts(agency)
    assert roster_page(roster, plan_for(roster, officer))["faulty_rows"] == 0
    assert counts(agency) == before
    taken = take_over(roster=roster, by=officer)
    assert [*taken.values()] == [2, 3, 3, 3]
    head = User.objects.get(login="somchai")
    assert not head.has_usable_password()
    assert actor_on(head, date(2026, 1, 15)).words == "ผู้อำนวยการกองคลัง"
    clerk = actor_on(User.objects.get(login="somsri"), date(2026, 1, 15))
    assert {held.words for held in clerk.positions} == {
        "ปลัดเทศบาล",
        "นายกเทศมนตรี (รักษาราชการแทน)",
    }
    assert list(Unit.objects.filter(agency=agency).values_list("name", flat=True)) == [
        "กองคลัง",
        "กองช่าง",
    ]
    entry = JournalEntry.objects.get(verb="roster-taken")
    assert {**entry.detail, "seated": len(entry.detail["seated"])} == {
        "units": 2, "positions": 3, "people": 3, "holdings": 3, "seated": 3,
    }  # fmt: skip


def test_a_column_that_is_not_read_is_told_before_the_file_is_taken(agency, officer, client_of):
    headings = ["ชื่อผู้ใช้", "ชื่อ-นามสกุล", "ตำแหน่ง", "วันเกิด"]
    lines = ["somsri", "สมมติ ตัวอย่าง", "ปลัดเทศบาล", "1 ม.ค. 2530"]
    for asked, told in ((headings, True), (headings[:3], False)):
        data = workbook(lines[: len(asked)], headings=asked)
        roster = read_file(agency=agency, by=officer, name="people.xlsx", data=data)
        page = client_of(officer).get(reverse("agency:roster", args=[roster.pk])).content.decode()
        assert ("มีคอลัมน์ที่ระบบไม่อ่าน" in page, "วันเกิด" in page) == (told, told)
    take_over(roster=roster, by=officer)
    assert User.objects.get(login="somsri").display_name == "สมมติ ตัวอย่าง"


def test_a_file_is_no_way_to_appoint_oneself(agency, officer):
    chief_executive = factories.make_actor(agency, CHIEF_EXECUTIVE, login="mayor")
    head = factories.make_actor(agency, OFFICE_HEAD, login="head")
    end = today() + timedelta(days=9)
    mine = row("head", "", "นายกเทศมนตรี", today(), end, "ใช่", authority="คำสั่งที่ ๑")
    before = counts(agency)
    roster = uploaded(agency, head, mine)
    assert faults(agency, roster, head) == [(2, "login")]
    assert faults(agency, roster, officer) == []
    with pytest.raises(Refused):
        take_over(roster=roster, by=head)
    assert counts(agency) == before
    take_over(roster=uploaded(agency, officer, mine), by=officer)
    assert "ผู้รักษาราชการแทน" in Notification.objects.get(user=chief_executive.user).said_th


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        ([row("xx", "กองข", "ปลัดเทศบาล")], "unit"),
        ([row("xx", "กองข", "นายกเทศมนตรี")], "unit"),
        ([row("xx", "กองข", "หัวหน้าส่วนราชการ", title="นายกเทศมนตรี")], "title"),
        ([row("xx", "", "ผู้ตรวจสอบภายใน", title="นายก เทศมนตรี")], "title"),
        ([row("xx", "", "ผู้ตรวจสอบภายใน", title="นายก อบต.ตัวอย่าง")], "title"),
        ([row("xx", "กองข", "หัวหน้าส่วนราชการ", title="ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรี")],
         "title"),
        ([row("xx", "กองข", "หัวหน้าส่วนราชการ", title="หัวหน้า ก"),
          row("yy", "กองค", "หัวหน้าส่วนราชการ", title="หัวหน้าก")], "title"),
    ],
)  # fmt: skip
def test_a_file_is_no_way_to_a_second_mayor_or_a_title_of_one_who_signs(
    agency, officer, lines, column
):
    for kind in (CHIEF_EXECUTIVE, CHIEF_ADMINISTRATOR):
        factories.make_actor(agency, kind, login=kind.key)
    before = counts(agency)
    roster = uploaded(agency, officer, *lines)
    assert faults(agency, roster) == [(1 + len(lines), column)]
    with pytest.raises(Refused):
        take_over(roster=roster, by=officer)
    assert counts(agency) == before
    own = row("xx", "กองข", "หัวหน้าส่วนราชการ", title="หัวหน้ากองข")
    assert take_over(roster=uploaded(agency, officer, own), by=officer)["positions"] == 1


def test_who_acts_by_a_file_is_told_so_with_the_order(agency, officer):
    clerk = factories.make_actor(agency, CHIEF_ADMINISTRATOR, login="clerk")
    order = "คำสั่งที่ ๑/๒๕๖๙"
    line = row("xx", "", "นายกเทศมนตรี", today(), today() + timedelta(days=9), "ใช่", authority=order)
    take_over(roster=uploaded(agency, officer, line), by=officer)
    told = Notification.objects.filter(said_th__contains="ผู้รักษาราชการแทน")
    assert {one.user.login for one in told} == {"xx", clerk.user.login}
    assert Appointment.objects.get(is_acting=True).authority == order


def test_a_file_is_no_way_to_a_second_holder(agency, officer):
    chief_executive = factories.make_actor(agency, CHIEF_EXECUTIVE, login="mayor")
    before = counts(agency)
    beside, after = (
        (row("first", "", "นายกเทศมนตรี", day), row("second", "", "นายกเทศมนตรี", day))
        for day in (today(), today() + timedelta(days=30))
    )
    # Beside who holds it; and two of one file beside each other, once the former has gone.
    roster = uploaded(agency, officer, beside[0])
    (fault,) = roster_plan(agency, roster, today()).faults
    assert (fault.row, "พร้อมกัน" in fault.message.th) == (2, True)
    with pytest.raises(Refused):
        take_over(roster=roster, by=officer)
    Appointment.objects.filter(user=chief_executive.user).update(
        last_day=today() + timedelta(days=9)
    )
    roster = uploaded(agency, officer, *after)
    assert faults(agency, roster) == [(2, "kind"), (3, "kind")]
    with pytest.raises(Refused):
        take_over(roster=roster, by=officer)
    assert counts(agency) == before
    assert take_over(roster=uploaded(agency, officer, after[0]), by=officer)["holdings"] == 1


def test_of_two_heads_of_a_unit_in_one_file_each_row_names_both(agency, officer, client_of):
    end = today() + timedelta(days=9)
    first = row("first", "กองคลัง", "หัวหน้าส่วนราชการ", today(), name="ก ตัวอย่าง")
    second, third = (row(name, "กองคลัง", "หัวหน้าส่วนราชการ", today()) for name in ("second", "third"))
    roster = uploaded(agency, officer, first, row("clerk"), second, third)
    assert faults(agency, roster) == [(2, "kind"), (2, "kind"), (4, "kind"), (5, "kind")]
    browser, address = client_of(officer), reverse("agency:roster", args=[roster.pk])
    assert browser.get(address).content.decode().count("ก ตัวอย่าง และ second") == 2
    refused = browser.post(f"{address}take/")
    assert (refused.status_code, refused.content.decode().count("<h2>")) == (422, 0)
    order = {"authority": "คำสั่งที่ ๑"}
    acting = row("second", "กองคลัง", "หัวหน้าส่วนราชการ", today(), end, "ใช่", **order)
    elsewhere = row("third", "กองช่าง", "หัวหน้าส่วนราชการ", today())
    assert take_over(
        roster=uploaded(agency, officer, first, acting, elsewhere), by=officer
    )["holdings"] == 3  # fmt: skip


def test_who_would_act_before_today_where_a_paper_waits_is_told_at_the_row(
    agency, officer, monkeypatch
):
    post = factories.make_position(agency, CHIEF_EXECUTIVE)
    monkeypatch.setattr(appointing, "_ASKED", [lambda _agency: frozenset({post.pk})])
    days = today() - timedelta(days=1), today()
    past, now = (
        uploaded(agency, officer, row("xx", "", "นายกเทศมนตรี", day, today(), "ใช่", authority="ก 1"))
        for day in days
    )
    assert faults(agency, past, officer) == [(2, "first_day")]
    with pytest.raises(Refused):
        take_over(roster=past, by=officer)
    assert take_over(roster=now, by=officer)["holdings"] == 1


def test_a_file_with_too_many_rows_says_how_many_and_what_to_do(agency, officer, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    rows = [row(f"person{number}") for number in range(3)]
    with pytest.raises(UnreadableInput) as refused:
        uploaded(agency, officer, *rows)
    assert "ไม่เกิน 2 แถว" in refused.value.message.th
    assert "แบ่ง" in refused.value.next_step.th
    assert len(uploaded(agency, officer, *rows[:2]).rows) == 2


def test_the_same_file_again_changes_nothing(agency, officer):
    lines = [row("somchai", "กองคลัง", "หัวหน้าส่วนราชการ", "1 ต.ค. 2568"), row("somsri", kind="ปลัด")]
    take_over(roster=uploaded(agency, officer, *lines), by=officer)
    before = counts(agency)
    again = uploaded(agency, officer, *lines)
    plan = roster_plan(agency, again, today())
    assert (plan.is_empty, plan.faults, plan.unchanged) == (True, [], 2)
    take_over(roster=again, by=officer)
    assert counts(agency) == before


def test_a_file_is_taken_over_once(agency, officer):
    roster = uploaded(agency, officer, row("somchai"))
    take_over(roster=roster, by=officer)
    with pytest.raises(Refused):
        take_over(roster=roster, by=officer)


FAULTY = [
    (row("som chai"), "login"),
    (row("ส"), "login"),
    (row("x", name="a"), "login"),
    (row(email="a@example.go.th"), "login"),
    (row("somchai", email="clerk@"), "email"),
    (row("somchai", kind="เสมียน"), "unit"),
    (row("somchai", "กองช่าง", kind="ผู้อำนวยการกอง"), "kind"),
    (row("somchai", "กองช่าง", kind="หน.กองช่าง"), "kind"),
    (row("somchai", "กองช่าง", kind="รรท ผอ.กองช่าง"), "kind"),
    (row("somchai", "กองช่าง", kind="เจ้าหน้าที่ ITAS"), "kind"),
    (row("somchai", title="ปลัดเทศบาล"), "kind"),
    (row("somchai", kind="หัวหน้าส่วนราชการ"), "unit"),
    (row("somchai", kind="ปลัด", first="32 ต.ค. 2568"), "first_day"),
    (row("somchai", kind="ปลัด", first="ต.ค. 2568"), "first_day"),
    (row("somchai", kind="ปลัด", first="1 ต.ค. 2568", last="30 ก.ย. 2568"), "last_day"),
    (row("somchai", kind="ปลัด", first="1 ต.ค. 2568", is_acting="ใช่"), "last_day"),
    (row("somchai", kind="ปลัด", is_acting="บางที"), "is_acting"),
    (row("somchai", kind="ปลัด", last=today(), is_acting="ใช่"), "authority"),
    (row("somchai", kind="ปลัด", last=today(), is_acting="ใช่", authority="-"), "authority"),
    (row("somchai", first="1 ต.ค. 2568"), "first_day"),
    (row("taken"), "login"),
    (row("gone"), "login"),
    (row("somchai", "กองเก่า"), "unit"),
    (row("somchai", "กองช่าง", kind="ก" * 201), "kind"),
    (row("somchai", name="ก" * 121), "display_name"),
]


@pytest.mark.parametrize(("line", "column"), FAULTY)
def test_each_fault_is_told_with_row_and_column(agency, other_agency, officer, line, column):
    factories.make_user(other_agency, login="taken")
    factories.make_user(agency, login="gone", is_active=False)
    factories.make_unit(agency, "กองเก่า", is_closed=True)
    roster = uploaded(agency, officer, row("sound"), line)
    assert faults(agency, roster) == [(3, column)]
    before = counts(agency)
    with pytest.raises(Refused):
        take_over(roster=roster, by=officer)
    assert counts(agency) == before
    roster.refresh_from_db()
    assert roster.taken_at is None


def test_all_faults_of_all_rows_at_once(agency, other_agency, officer):
    factories.make_user(other_agency, login="taken")
    factories.make_user(agency, login="gone", is_active=False)
    factories.make_unit(agency, "กองเก่า", is_closed=True)
    lines = [line for line, _ in FAULTY]
    # One login for all would be told as one person with different names.
    for number, line in enumerate(lines):
        if line[0] == "somchai":
            line = lines[number] = [f"person{number}", *line[1:]]  # noqa: PLW2901
    roster = uploaded(agency, officer, *lines)
    assert faults(agency, roster) == [
        (number, column) for number, (_, column) in enumerate(FAULTY, start=2)
    ]


def test_rows_that_contradict_each_other_are_told(agency, officer):
    roster = uploaded(
        agency, officer,
        row("somchai", name="ก", email="a@example.go.th"),
        row("somchai", name="ข", email="b@example.go.th"),
        row("somsri", kind="ปลัด", first="1 ต.ค. 2568"),
        row("somsri", kind="ปลัด", first="1 พ.ย. 2568", last="1 ธ.ค. 2568"),
    )  # fmt: skip
    assert faults(agency, roster) == [(3, "display_name"), (3, "email"), (5, "login")]


def test_what_happened_since_the_preview_is_seen(agency, officer, other_agency):
    roster = uploaded(agency, officer, row("somchai"))
    assert faults(agency, roster) == []
    factories.make_user(other_agency, login="somchai")
    with pytest.raises(Refused):
        take_over(roster=roster, by=officer)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("people.xlsx", b""),
        ("people.xlsx", b"PK\x03\x04 no archive"),
        ("people.pdf", b"%PDF-1.4"),
        ("people.xlsx", workbook(["a", "b"], headings=["one", "two"])),
        ("people.csv", b"x" * 5_000_001),
    ],
)
def test_what_is_no_roster_is_refused_with_what_to_send(agency, officer, name, data):
    with pytest.raises(UnreadableInput) as refused:
        read_file(agency=agency, by=officer, name=name, data=data)
    assert "CSV" in refused.value.next_step.th


OF_AN_OFFICE = (
    ["ที่", "ชื่อ-สกุล", "ตำแหน่ง", "สังกัด"],
    ["1", "ก ตัวอย่าง", "ผู้อำนวยการกองคลัง", "กองคลัง"],
    ["2", "ข ตัวอย่าง", "นักวิชาการเงินและบัญชี", "กองคลัง"],
    ["3", "ค ตัวอย่าง", "นักวิชาการเงินและบัญชี", "กองคลัง"],
    ["4", "ข ตัวอย่าง", "เจ้าพนักงานธุรการ", "สำนักปลัด"],
)


def test_a_list_as_offices_keep_it_needs_no_login_and_no_role(agency, other_agency, officer):
    agency.website = "https://www.namsai.go.th"
    agency.save()
    factories.make_user(other_agency, login="namsai-02")
    headings, *lines = OF_AN_OFFICE
    take_over(roster=uploaded(agency, officer, *lines, headings=headings), by=officer)
    held = Appointment.objects.filter(agency=agency, user__login__startswith="namsai-")
    assert sorted(held.values_list("user__login", "position__kind", "position__title")) == [
        ("namsai-01", "unit-head", "ผู้อำนวยการกองคลัง"),
        ("namsai-03", "officer", "นักวิชาการเงินและบัญชี"),
        ("namsai-03", "officer", "เจ้าพนักงานธุรการ"),
        ("namsai-04", "officer", "นักวิชาการเงินและบัญชี"),
    ]
    again = uploaded(agency, officer, *lines, headings=headings)
    assert roster_plan(agency, again, today()).is_empty
    assert not again.unread


def test_dashes_vacant_posts_and_the_office_with_its_kind_are_read(agency, officer):
    headings, *_rest = OF_AN_OFFICE
    lines = (
        ["1", "ก ตัวอย่าง", "นายกเทศมนตรี", "-"],
        ["2", "ข ตัวอย่าง", "หัวหน้าสำนักปลัดเทศบาล", "สำนักปลัดเทศบาล"],
        ["3", "ว่าง", "นายช่างโยธา", "กองช่าง"],
        ["4", "ค ตัวอย่าง", "เจ้าพนักงานธุรการ", "สำนักปลัดเทศบาล"],
    )
    take_over(roster=uploaded(agency, officer, *lines, headings=headings), by=officer)
    units = Unit.objects.filter(agency=agency)
    assert sorted(units.values_list("name", flat=True)) == ["กองช่าง", "สำนักปลัด"]
    posts = Position.objects.filter(agency=agency, title="นายช่างโยธา")
    assert [post.appointments.count() for post in posts] == [0]
    held = Appointment.objects.filter(agency=agency, user__login__startswith="staff-")
    assert sorted(held.values_list("position__kind", flat=True)) == [
        "chief-executive", "office-head", "officer",
    ]  # fmt: skip


def test_who_moves_is_told_to_hold_the_old_post_still(agency, officer, client_of):
    headings, *lines = OF_AN_OFFICE
    take_over(roster=uploaded(agency, officer, lines[2], headings=headings), by=officer)
    moved = uploaded(agency, officer, ["1", "ค ตัวอย่าง", "ครู", "กองการศึกษา"], headings=headings)
    (new,) = roster_plan(agency, moved, today()).appointments
    assert new.beside == ("นักวิชาการเงินและบัญชี กองคลัง",)
    page = client_of(officer).get(reverse("agency:roster", args=[moved.pk])).content.decode()
    assert "ยังดำรง นักวิชาการเงินและบัญชี กองคลัง อยู่ด้วย" in page
    held = Appointment.objects.filter(position__unit__name="กองคลัง")
    held.update(first_day=today() - timedelta(days=9), last_day=today() - timedelta(days=1))
    assert roster_plan(agency, moved, today()).appointments[0].beside == ()


def test_a_new_person_with_the_mailbox_of_another_is_told_to_be_looked_at(
    agency, officer, client_of
):
    officer.user.email = "Office@example.go.th"
    officer.user.save()
    lines = [
        row("first", "กองคลัง", "เจ้าหน้าที่", email="office@example.go.th"),
        row("second", "กองคลัง", "เจ้าหน้าที่", email="own@example.go.th"),
        row("third", "กองคลัง", "เจ้าหน้าที่"), row("fourth", "กองคลัง", "เจ้าหน้าที่"),
        row("fifth", "กองคลัง", "เจ้าหน้าที่", email="own@example.go.th"),
    ]  # fmt: skip
    roster = uploaded(agency, officer, *lines)
    plan = roster_plan(agency, roster, today())
    assert plan.faults == []
    assert plan.mailboxes == {"first": officer.user.login, "fifth": "second"}
    page = client_of(officer).get(reverse("agency:roster", args=[roster.pk])).content.decode()
    assert page.count("ตรวจว่าเป็นคนละคน") == 2


def test_rows_of_one_name_in_two_units_are_told_to_be_one_person(agency, officer, client_of):
    headings, *lines = OF_AN_OFFICE
    roster = uploaded(agency, officer, *lines, headings=headings)
    plan = roster_plan(agency, roster, today())
    names = {login: new.display_name for login, new in plan.people.items()}
    assert [names[login] for login in plan.namesakes] == ["ข ตัวอย่าง"]
    page = client_of(officer).get(reverse("agency:roster", args=[roster.pk])).content.decode()
    assert page.count("ชื่อนี้มีหลายแถว") == 2


def test_who_leads_a_part_of_a_unit_is_an_officer_and_a_deputy_is_told_where(agency, officer):
    headings, *_rest = OF_AN_OFFICE
    titles = ("หัวหน้าฝ่ายการโยธา", "หัวหน้าศูนย์พัฒนาเด็กเล็ก", "ผู้อำนวยการโรงเรียนเทศบาล 1")
    lines = [["1", f"{title} ก", title, "กองช่าง"] for title in titles]
    plan = roster_plan(agency, uploaded(agency, officer, *lines, headings=headings), today())
    assert {new.role.key for new in plan.appointments} == {"officer"}
    assert len(plan.appointments) == len(titles)
    deputy = uploaded(agency, officer, ["1", "ข", "รองนายกเทศมนตรี", "-"], headings=headings)
    (fault,) = roster_plan(agency, deputy, today()).faults
    assert "ใส่ส่วนราชการเป็นสำนักปลัด" in fault.next_step.th


def test_of_two_people_of_one_name_nobody_knows_which(agency, officer):
    for login in ("one", "two"):
        factories.make_user(agency, login=login, display_name="ข ตัวอย่าง")
    roster = uploaded(agency, officer, row(name="ข ตัวอย่าง"))
    assert faults(agency, roster) == [(2, "login")]


def test_two_lists_that_wait_give_nobody_the_login_of_another(agency, officer):
    first, second = (
        uploaded(agency, officer, row(name=name, unit="กองคลัง", kind="เสมียน")) for name in "กข"
    )
    take_over(roster=first, by=officer)
    take_over(roster=second, by=officer)
    held = Appointment.objects.filter(agency=agency, position__title="เสมียน")
    assert sorted(held.values_list("user__display_name", "user__login")) == [
        ("ก", "staff-01"), ("ข", "staff-02"),
    ]  # fmt: skip


def test_csv_a_title_line_blank_rows_and_single_cells(agency, officer):
    text = "ชื่อผู้ใช้,ส่วนราชการ,ตำแหน่ง\r\nsomchai,กองคลัง,หัวหน้าส่วนราชการ\r\n,,\r\nsomsri\r\n"
    roster = read_file(agency=agency, by=officer, name="people.csv", data=text.encode("cp874"))
    assert [line["row"] for line in roster.rows] == [2, 4]
    assert faults(agency, roster) == []
    titled = uploaded(agency, officer, row("a1"), [], row("b1"), title="รายชื่อบุคลากร")
    assert [line["row"] for line in titled.rows] == [3, 5]
    assert titled.rows[1]["cells"] == {"login": "b1"}


def test_the_template_is_read_back_and_its_headings_understood(agency, officer):
    data = template(AgencyKind.SUBDISTRICT)
    assert [column_of(cell) for cell in read_sheets(data, "t.xlsx")[0].rows[0]] == list(
        RosterColumn
    )
    assert data == template(AgencyKind.SUBDISTRICT)
    for column in RosterColumn:
        assert column_of(column.label.en) is column
    for role in all_roles():
        for said in (role.name.th, role.key, role.title_in("subdistrict"), role.title_in("usual")):
            assert role_named(said, AgencyKind.SUBDISTRICT) == role
    for said in ("นายกเทศมนตรี", "นายก", "mayor", "MAYOR"):  # files of before
        assert role_named(said, AgencyKind.SUBDISTRICT) == CHIEF_EXECUTIVE
    assert role_named("ปลัด", AgencyKind.OTHER) == CHIEF_ADMINISTRATOR
    assert role_named("ปลัดอำเภอ", AgencyKind.OTHER) is None
    assert role_named("นายกองค์การบริหารส่วนตำบล", AgencyKind.SUBDISTRICT) == CHIEF_EXECUTIVE
    assert read_file(agency=agency, by=officer, name="t.xlsx", data=data).rows == []


def thousand(*, wrong=()):
    return [
        row(f"person{number:04}", f"กอง {number % 40:02}", "หัวหน้าส่วนราชการ" if number < 40 else "",
            "1 ต.ค. 2568" if number < 40 else "", email="เสีย" if number in wrong else "")
        for number in range(1000)
    ]  # fmt: skip


@pytest.mark.long
def test_a_thousand_rows_with_faults_in_some(
    agency, officer, client_of, django_assert_max_num_queries
):
    wrong = (3, 400, 999)
    roster = uploaded(agency, officer, *thousand(wrong=wrong))
    with django_assert_max_num_queries(8):
        page = roster_page(roster, plan_for(roster, officer))
    assert [fault.row for fault in page["plan"].faults] == [5, 402, 1001]
    assert (len(page["roster"].rows), page["faulty_rows"]) == (1000, 3)
    before = counts(agency)
    browser = client_of(officer)
    answer = browser.post(reverse("agency:roster_take", args=[roster.pk]))
    assert answer.status_code == 422
    assert counts(agency) == before
    mended = uploaded(agency, officer, *thousand())
    answer = browser.post(reverse("agency:roster_take", args=[mended.pk]))
    assert answer.status_code == 302
    assert User.objects.filter(agency=agency).count() == 1001
    assert Appointment.objects.filter(agency=agency).count() == 42
    assert Unit.objects.filter(agency=agency).count() == 40


def test_upload_preview_and_taking_over_in_the_browser(agency, officer, client_of):
    browser = client_of(officer)
    line = row("somchai", "กองคลัง", "หัวหน้าส่วนราชการ", "1 ต.ค. 2568", name="นายสมชาย ใจดี")
    file = io.BytesIO(workbook(line))
    file.name = "people.xlsx"
    answer = browser.post(reverse("agency:roster_upload"), {"file": file}, follow=True)
    assert "พร้อมนำเข้า" in answer.content.decode()
    first_cell = answer.content.decode().partition('<th scope="row">')[2].partition("</th>")[0]
    assert first_cell.index("นายสมชาย ใจดี") < first_cell.index("somchai"), "the name comes first"
    assert not User.objects.filter(login="somchai").exists()
    taken = browser.post(f"{answer.redirect_chain[-1][0]}take/", follow=True)
    assert taken.status_code == 200
    assert User.objects.filter(login="somchai").exists()
    wrong = io.BytesIO(b"GIF89a....")
    wrong.name = "people.xlsx"
    refused = browser.post(reverse("agency:roster_upload"), {"file": wrong})
    assert refused.status_code == 422
    assert 'href="#id_file"' in refused.content.decode()
