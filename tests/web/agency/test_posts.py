"""An agency has one head of its office; who is to come to a post, and does not, hears of it."""

from datetime import timedelta

import pytest
from tests.web import factories
from tests.web.roles import (
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    OFFICE_HEAD,
    OFFICER,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)

from prongsai.web.agency.models import Notification, Position, Unit
from prongsai.web.agency.offices import paper_agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as agencies
from prongsai.web.agency.services import positions
from prongsai.web.agency.services.roster import read_file, take_over
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.positions import positions_by_role

pytestmark = pytest.mark.both_databases


def by_a_file(agency, by, kind, unit, title):
    line = f"ตำแหน่ง,ส่วนราชการ,ชื่อตำแหน่ง\n{kind},{unit},{title}\n"
    data = ("\ufeff" + line).encode()
    take_over(roster=read_file(agency=agency, by=by, name="a.csv", data=data), by=by)


@pytest.mark.parametrize("own", ["", "สำนักปลัด"])
@pytest.mark.parametrize("other", ["", "สำนักปลัด", "กองช่าง"])
@pytest.mark.parametrize("way", ["a page", "a file"])
def test_an_agency_has_one_head_of_its_office(agency, officer, own, other, way):
    """A second one, on a page or by a file, is refused; a file may name the one there is."""
    names = {own, other, agency.office} - {""}
    units = {name: factories.make_unit(agency, name) for name in names}

    def make(unit, title):
        if way == "a file":
            by_a_file(agency, officer, "หัวหน้าสำนักปลัด", unit, title)
        else:
            positions.make_position(
                agency=agency, by=officer, role=OFFICE_HEAD, unit=units.get(unit), title=title
            )

    make(own, "หัวหน้าสำนักปลัดเทศบาล")
    head = Position.objects.get(kind=OFFICE_HEAD.key)
    assert head.unit == units[agency.office]
    if way == "a file" and other != "กองช่าง":
        make(other, "หัวหน้าสำนักปลัด")
    else:
        with pytest.raises(Refused):
            make(other, "หัวหน้าสำนักปลัด")
    assert positions_by_role(agency, None)["office-head"] == head
    assert Position.objects.filter(kind=OFFICE_HEAD.key).count() == 1


@pytest.mark.parametrize("way", ["a page", "a file", "a name", "a setting"])
def test_the_office_gets_no_second_head_by_any_way(agency, officer, way):
    """Its head is the office head; a unit with a head of its own does not become the office."""
    other = factories.make_unit(agency, "กองคลัง")
    if way in ("a page", "a file"):
        office = factories.make_unit(agency, agency.office)
    factories.make_position(agency, OFFICE_HEAD)
    factories.make_position(agency, UNIT_HEAD, other, "ผู้อำนวยการกองคลัง")
    values = {"office": "กองคลัง"}
    ways = {
        "a page": lambda: positions.make_position(
            agency=agency, by=officer, role=UNIT_HEAD, unit=office
        ),
        "a file": lambda: by_a_file(agency, officer, "หัวหน้าส่วนราชการ", agency.office, "หัวหน้าสำนัก"),
        "a name": lambda: agencies.rename_unit(unit=other, by=officer, name=agency.office),
        "a setting": lambda: agencies.edit_agency(
            agency=agency, by=officer, revision=agency.revision, values=values
        ),
    }
    with pytest.raises(Refused) as refused:
        ways[way]()
    assert way == "a file" or "สอง" in refused.value.message.th
    assert Position.objects.filter(kind=UNIT_HEAD.key).count() == 1


@pytest.mark.parametrize("name", ["สำนัก ปลัด", "กอง คลัง"])
def test_a_file_makes_no_unit_that_reads_like_another(agency, officer, name):
    """It would be a second office, or take the duties of the first."""
    for there in (agency.office, "กองคลัง"):
        factories.make_unit(agency, there)
    with pytest.raises(Refused):
        by_a_file(agency, officer, "หัวหน้าส่วนราชการ", name, "ผู้อำนวยการส่วน")
    by_a_file(agency, officer, "หัวหน้าส่วนราชการ", "กองคลังสินค้า", "ผู้อำนวยการส่วน")
    assert Unit.objects.filter(agency=agency).count() == 3
    two = "ตำแหน่ง,ส่วนราชการ\nหัวหน้าส่วนราชการ,กองช่าง\nหัวหน้าส่วนราชการ,กอง ช่าง\n".encode()
    with pytest.raises(Refused):
        take_over(roster=read_file(agency=agency, by=officer, name="a.csv", data=two), by=officer)

    assert not Unit.objects.filter(agency=agency, name__contains="ช่าง").exists()


def test_the_office_head_goes_into_the_unit_that_becomes_the_office(agency, officer):
    head = factories.make_position(agency, OFFICE_HEAD)
    agencies.add_unit(agency=agency, by=officer, name=agency.office)
    office = Unit.objects.get(agency=agency)
    head.refresh_from_db()
    assert head.unit == office
    assert positions_by_role(agency, office)["unit-head"] == head


def test_a_post_that_signs_nothing_is_many_in_a_unit_told_apart_by_titles(agency, officer):
    unit, other = factories.make_unit(agency), factories.make_unit(agency, "กองช่าง")

    def make(unit, title):
        return positions.make_position(
            agency=agency, by=officer, role=OFFICER, unit=unit, title=title
        )

    post = make(unit, "นักวิชาการเงินและบัญชี")
    make(unit, "เจ้าพนักงานธุรการ")
    make(other, "เจ้าพนักงานธุรการ")
    with pytest.raises(Refused):
        make(unit, "เจ้าพนักงาน ธุรการ")
    with pytest.raises(Refused):
        make(None, "เจ้าพนักงานพัสดุ")
    for _ in range(2):
        user = factories.make_user(agency)
        positions.hold(position=post, user=user, by=officer, first_day=today())
    assert post.appointments.count() == 2


def test_a_file_makes_officers_of_several_titles_and_finds_them_again(agency, officer):
    def bring():
        lines = ["ชื่อผู้ใช้,ตำแหน่ง,ส่วนราชการ,ชื่อตำแหน่ง"]
        lines += [
            "somsri,เจ้าหน้าที่,กองคลัง,นักวิชาการเงินและบัญชี",
            "somchai,เจ้าหน้าที่,กองคลัง,นักวิชาการเงินและบัญชี",
        ]
        lines += ["malee,เจ้าหน้าที่,กองคลัง,เจ้าพนักงานพัสดุ", "head,หัวหน้าสำนักปลัด,สำนักปลัด,"]
        data = ("\ufeff" + "\n".join(lines)).encode()
        return take_over(
            roster=read_file(agency=agency, by=officer, name="a.csv", data=data), by=officer
        )

    taken = bring()
    assert (taken["units"], taken["positions"], taken["people"]) == (2, 3, 4)
    assert Position.objects.get(kind=OFFICE_HEAD.key).unit.is_office
    again = bring()
    assert (again["positions"], again["holdings"]) == (0, 0)


def test_units_have_heads_of_their_own(agency, officer):
    factories.make_position(agency, OFFICE_HEAD)
    for name in ("กองคลัง", "กองช่าง"):
        unit = factories.make_unit(agency, name)
        positions.make_position(
            agency=agency, by=officer, role=UNIT_HEAD, unit=unit, title=f"ผอ. {name}"
        )


@pytest.mark.parametrize("title", ["กกก", "ฮฮฮ"])
def test_of_two_that_there_were_the_head_in_the_office_signs(agency, title):
    """On the chain and as papers print it, whatever the other is called."""
    unit = factories.make_unit(agency, agency.office)
    true = factories.make_position(agency, OFFICE_HEAD, unit, "หัวหน้าสำนักปลัด")
    factories.make_position(agency, OFFICE_HEAD, title=title)
    assert positions_by_role(agency, None)["office-head"] == true
    assert paper_agency(agency).positions.office_head == "หัวหน้าสำนักปลัด"


@pytest.mark.parametrize("kind", [CHIEF_EXECUTIVE, CHIEF_ADMINISTRATOR, UNIT_HEAD])
def test_a_coming_term_that_is_cancelled_is_told_to_whom_it_concerns(agency, officer, kind):
    """The person, the holder of the post and the clerk; who did it knows."""
    unit = factories.make_unit(agency) if kind is UNIT_HEAD else None
    post = factories.make_position(agency, kind, unit, "ตำแหน่งที่ลงนาม")
    holder, clerk = factories.make_user(agency), factories.make_user(agency)
    factories.hold(holder, post, last_day=today() + timedelta(days=9))
    if kind is not CHIEF_ADMINISTRATOR:
        factories.hold(clerk, factories.make_position(agency, CHIEF_ADMINISTRATOR))
    coming = factories.make_user(agency)
    term = positions.hold(
        position=post, user=coming, by=officer, first_day=today() + timedelta(days=10)
    )
    Notification.objects.all().delete()
    positions.cancel_appointment(appointment=term, by=officer)
    told = {one.user for one in Notification.objects.filter(said_th__contains="ยกเลิกการให้")}
    assert told == {holder, coming} | ({clerk} if kind is not CHIEF_ADMINISTRATOR else set())
    entry = JournalEntry.objects.get(verb="holding-cancelled")
    assert entry.detail["position"] == str(post.pk)


def test_a_coming_term_in_a_post_that_neither_signs_nor_reads_is_nobodys_news(agency, officer):
    post = factories.make_position(agency, PUBLICATION_OFFICER)
    coming = factories.make_user(agency)
    term = positions.hold(
        position=post, user=coming, by=officer, first_day=today() + timedelta(days=10)
    )
    positions.cancel_appointment(appointment=term, by=officer)
    assert not Notification.objects.filter(user=coming).exists()
