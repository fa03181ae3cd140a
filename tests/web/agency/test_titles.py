"""Titles, names and orders are what is seen of them: nothing else is kept or compared."""

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.roles import AUDITOR, CHIEF_EXECUTIVE, UNIT_HEAD

from prongsai.web.agency.models import Appointment, Position, Unit, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.services import people, positions
from prongsai.web.agency.services.roster import read_file, take_over
from prongsai.web.office.circulation import services as starting
from prongsai.web.platform.clock import today

pytestmark = pytest.mark.both_databases
# One of each kind; tests/core/test_thai.py has them all.
UNSEEN = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u180e", "\u200b", "\u200e", "\u2060",
    "\u2063", "\u206a", "\u2800", "\u3164", "\ufe00", "\ufe0f", "\uffa0", "\ufff9", "\x01",
    "\U000e0020", "\U000e0100",
]  # fmt: skip
FOREIGN_MARKS = ["\u0323", "\u0300", "\u20dd"]
named = pytest.mark.parametrize("sign", UNSEEN, ids=[f"{ord(one):x}" for one in UNSEEN])


@pytest.fixture
def chief_executive(agency):
    return factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรี")


@pytest.fixture
def head(agency):
    unit = factories.make_unit(agency, "กองช่าง")
    return factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการกองช่าง")


@pytest.mark.parametrize("sign", [*UNSEEN, *FOREIGN_MARKS])
@pytest.mark.parametrize("place", [0, 4, 12])
def test_no_title_is_the_chief_executives_by_a_letter_that_is_not_seen(
    agency, officer, chief_executive, head, sign, place
):
    written = chief_executive.title[:place] + sign + chief_executive.title[place:]
    with pytest.raises(Refused) as refused:
        positions.rename_position(position=head, by=officer, title=written)
    assert refused.value.field == "title"
    with pytest.raises(Refused):
        positions.make_position(agency=agency, by=officer, role=AUDITOR, title=written)
    with pytest.raises(Refused):
        positions.rename_position(
            position=head, by=officer, title=f"ร{sign}ก. {chief_executive.title}"
        )


@named
def test_names_and_titles_are_kept_as_they_are_seen(agency, officer, head, sign):
    positions.rename_position(position=head, by=officer, title=f"{sign}ผู้อำนวย{sign}การ กองที่ ๑")
    head.refresh_from_db()
    assert head.title == "ผู้อำนวยการ กองที่ ๑"
    unit = units.add_unit(agency=agency, by=officer, name=f"กอง{sign}คลัง")
    assert unit.name == "กองคลัง"
    for twin in (f"กองคลัง{sign}", f"{sign}กองคลัง"):
        with pytest.raises(Refused):
            units.add_unit(agency=agency, by=officer, name=twin)
    made = people.add_person(
        agency=agency, by=officer, login="somsri", display_name=f"สมศรี{sign} ใจดี"
    )
    assert made.user.display_name == "สมศรี ใจดี"


@pytest.mark.parametrize("sign", ["\u2063", "\u3164", "\u00ad", "\U000e0100"])
def test_a_page_and_a_file_keep_what_is_seen(
    agency, officer, chief_executive, head, client_of, sign
):
    agency.second_factor = []
    agency.save()
    browser = client_of(officer)
    address = reverse("agency:position_title", args=[head.pk])
    assert browser.post(address, {"title": f"{sign}{chief_executive.title}"}).status_code == 422
    assert browser.post(address, {"title": sign}).status_code == 422
    assert browser.post(address, {"title": f"{sign}หัวหน้ากองช่าง"}).status_code == 302
    head.refresh_from_db()
    assert head.title == "หัวหน้ากองช่าง"

    def take(title, unit="กองคลัง"):
        line = (
            "ชื่อผู้ใช้,ชื่อที่แสดง,ตำแหน่ง,ส่วนราชการ,ชื่อตำแหน่ง\n"
            f"friend,มี{sign}ชัย,หัวหน้าส่วนราชการ,{unit},{title}\n"
        )
        data = ("\ufeff" + line).encode()
        roster = read_file(agency=agency, by=officer, name="a.csv", data=data)
        return take_over(roster=roster, by=officer)

    with pytest.raises(Refused):
        take(f"{sign}นายกเทศมนตรี")
    take(f"ผู้อำนวยการ{sign}กองคลัง", unit=f"กอง{sign}คลัง")
    assert Unit.objects.filter(name="กองคลัง").exists()
    assert Position.objects.filter(title="ผู้อำนวยการกองคลัง").exists()
    assert User.objects.get(login="friend").display_name == "มีชัย"


@named
def test_an_order_has_a_letter_that_is_seen(agency, officer, chief_executive, sign):
    friend = factories.make_user(agency)
    days = {"first_day": today(), "last_day": today(), "is_acting": True}
    act = {"position": chief_executive, "user": friend, "by": officer} | days
    for none in (sign, f"{sign}-{sign}", f" {sign} / "):
        with pytest.raises(Refused) as refused:
            positions.hold(**act, authority=none)
        assert refused.value.field == "authority"
    positions.hold(**act, authority=f"คำสั่ง{sign} ที่ ๑/๒๕๖๙")
    assert Appointment.objects.get(user=friend).authority == "คำสั่ง ที่ ๑/๒๕๖๙"


@pytest.mark.parametrize("title", ["", "-", "\u3164", "\u2063\ufe0f"])
def test_a_title_has_letters(agency, officer, head, title):
    with pytest.raises(Refused) as refused:
        positions.rename_position(position=head, by=officer, title=title)
    assert refused.value.field == "title"


@pytest.mark.parametrize("sign", ["\u2063", "\ufe0f", "\u3164"])
def test_no_line_of_staff_without_account_reads_as_a_post(agency, officer, chief_executive, sign):
    holder = factories.make_user(agency)
    factories.hold(holder, chief_executive)
    made = starting.start(
        agency, by=actor_on(officer.user, today()), title=f"เรื่อง{sign}", text="อ่าน",
        kind="other", subject=None, file=None, year=2569, units=None, due=None,
    )  # fmt: skip
    assert made.title == "เรื่อง"
    with pytest.raises(Refused):
        starting.add_without_account(made, by=officer, positions=[f"{sign}นายกเทศมนตรี"], unit=None)
    assert starting.add_without_account(made, by=officer, positions=["พนักงานจ้าง"], unit=None) == 1
