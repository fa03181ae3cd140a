"""A row is sent round by one button; list, page and paper say how many acknowledged it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.public_site.samples import with_text
from tests.web.registers.samples import LOAN, YEAR, row_of
from tests.web.registers.test_files import FEW
from tests.web.roles import CHIEF_ADMINISTRATOR, ITA_OFFICER

from prongsai.core.registers.periods import Slot
from prongsai.core.registers.reading import read_register, shipped_register
from prongsai.core.registers.rules import Every
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.row import material_of
from prongsai.web.disclosure.registers.queries.rows import RowFilter, rows_page
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.disclosure.registers.services.nothing import circulate
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.services import acknowledge, close, note_opened
from prongsai.web.platform.clock import freeze, now, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
KEY = "legal-knowledge"
LAW = {
    "sent_on": "5 ม.ค. 2569", "title": "ระเบียบหนึ่ง", "kind": "กฎหมายหรือระเบียบ", "unit": "กองคลัง",
}  # fmt: skip


DUE = {"due": "31 ธ.ค. 2572"}


@pytest.fixture(autouse=True)
def world(agency, settings, tmp_path):
    settings.DATA = tmp_path
    open_year(agency, YEAR)


@pytest.fixture
def clerk(agency):
    """Who may send round, and keeps no unit."""
    user = factories.make_user(agency, login="clerk")
    factories.hold(user, factories.make_position(agency, CHIEF_ADMINISTRATOR, title="ปลัด"))
    return actor_on(user, today())


def law(person, **typed):
    return saving.add(
        person.agency, by=person, register=shipped_register(KEY), year=YEAR,
        row=row_of(person.agency, KEY, LAW | typed),
    )  # fmt: skip


def at(name, *args):
    return reverse(f"registers:{name}", args=[YEAR, KEY, *args])


def send(person, kept, units=None, due=None):
    return circulate(
        kept, by=person, register=shipped_register(KEY), year=YEAR, units=units, due=due
    )


def listed(person):
    page = rows_page(person, shipped_register(KEY), YEAR, RowFilter(), "1", today())
    return [row.readers for row in page["rows"]]


@pytest.mark.both_databases
def test_one_button_sends_it_round_and_everywhere_stands_how_many_read_it(
    finance, works, clerk, client_of
):
    kept = law(finance)
    law(finance, title="ระเบียบสอง")
    browser = client_of(clerk)
    page = browser.get(at("row", kept.pk)).content.decode()
    assert at("circulate", kept.pk) in page
    assert "ยังไม่แจ้งเวียน" in page
    assert browser.post(at("circulate", kept.pk)).status_code == 302
    made = Circulation.objects.get()
    assert (made.kind, made.subject, made.is_for_all) == ("register-row", kept.pk, True)
    assert "ระเบียบหนึ่ง" in made.title
    assert "ชนิด: กฎหมายหรือระเบียบ" in made.text
    assert made.recipients.count() == 3
    acknowledge(made, by=works)
    assert sorted(listed(works)) == ["1 จาก 3 คน", "ยังไม่แจ้งเวียน"]
    assert "1 จาก 3 คน" in browser.get(at("register")).content.decode()
    page = browser.get(at("row", kept.pk)).content.decode()
    assert "1 จาก 3 คน" in page
    assert reverse("circulation:state", args=[made.pk]) in page
    # Twice pressed, it is one.
    browser.post(at("circulate", kept.pk))
    assert Circulation.objects.count() == 1
    register = shipped_register(KEY)
    material = material_of(
        clerk.agency, register, register.papers[0], Slot(YEAR, Every.YEAR, 1), today()
    )
    told = [row.values["acknowledged_by"] for row in material.rows]
    assert sorted(told) == ["1 จาก 3 คน", "ยังไม่แจ้งเวียน"]
    rows = next(one for one in material.paper.headings if one.key == "rows")
    assert rows.columns == ("sent_on", "title", "kind", "address", "acknowledged_by")
    # The register itself has no such column: nothing of it is typed, imported or public.
    assert register.field("acknowledged_by") is None


def test_to_some_units_until_a_day_and_a_wrong_day_is_told(finance, works, clerk, client_of):
    kept = law(finance)
    browser = client_of(clerk)
    unit = works.user.appointments.get().position.unit
    browser.post(at("circulate", kept.pk), {"units": [str(unit.pk)], "due": "31  "})
    assert not Circulation.objects.exists()
    browser.post(at("circulate", kept.pk), {"units": [str(unit.pk)], **DUE})
    made = Circulation.objects.get()
    assert [one.user for one in made.recipients.all()] == [works.user]
    assert made.due.year == 2029
    browser.post(at("circulate", kept.pk), {"units": [str(kept.pk)]})
    assert Circulation.objects.count() == 1


def test_rights_are_those_of_circulation(finance, clerk, client_of):
    kept = law(finance)
    browser = client_of(finance)
    assert at("circulate", kept.pk) not in browser.get(at("row", kept.pk)).content.decode()
    assert browser.post(at("circulate", kept.pk)).status_code == 403
    with pytest.raises(Refused):
        send(finance, kept)
    assert not Circulation.objects.exists()
    send(clerk, kept)
    # Who may not send round sees how many, and no page of who has not.
    page = browser.get(at("row", kept.pk)).content.decode()
    assert "0 จาก" in page
    assert reverse("circulation:state", args=[Circulation.objects.get().pk]) not in page


def test_neither_a_row_that_was_taken_out_nor_of_another_register_nor_of_another_agency(
    finance, clerk, client_of, other_agency, frozen_clock
):
    kept = law(finance)
    saving.remove(kept, by=finance, register=shipped_register(KEY))
    kept.refresh_from_db()
    with pytest.raises(Refused):
        send(clerk, kept)
    assert "แจ้งเวียนให้รับทราบ" not in client_of(clerk).get(at("row", kept.pk)).content.decode()
    other = saving.add(
        finance.agency, by=finance, register=shipped_register("asset-loans"), year=YEAR,
        row=row_of(finance.agency, "asset-loans", LOAN),
    )  # fmt: skip
    with pytest.raises(Refused):
        circulate(other, by=clerk, register=shipped_register("asset-loans"), year=YEAR,
                  units=None, due=None)  # fmt: skip
    with pytest.raises(Refused):
        send(clerk, other)
    mine = law(finance, title="ระเบียบสาม")
    open_year(other_agency, YEAR)
    stranger = factories.make_actor(other_agency, ITA_OFFICER, login="stranger")
    assert client_of(stranger).post(at("circulate", mine.pk)).status_code == 404
    assert not Circulation.objects.exists()


def test_a_file_of_the_row_goes_along_and_is_opened_before_it_is_acknowledged(
    finance, works, clerk, client_of
):
    given = SimpleUploadedFile("ระเบียบ.pdf", with_text("rule"), "application/pdf")
    client_of(finance).post(at("add"), LAW | {"file-address": given})
    kept = RegisterRow.objects.get()
    made = send(clerk, kept)
    assert made.file.name == "ระเบียบ.pdf"
    assert "ไฟล์" not in made.text
    with pytest.raises(Refused):
        acknowledge(made, by=works)
    note_opened(made, by=works)
    assert acknowledge(made, by=works)


def test_a_row_that_was_changed_since_says_so_and_is_sent_again_once_the_first_is_closed(
    finance, works, clerk
):
    kept = law(finance)
    made = send(clerk, kept)
    acknowledge(made, by=works)
    with freeze(now() + timedelta(hours=1)):
        saving.change(
            kept, by=finance, register=shipped_register(KEY), seen=1,
            row=row_of(finance.agency, KEY, LAW | {"title": "อีกเรื่องหนึ่ง"}),
        )  # fmt: skip
    assert listed(works) == ["1 จาก 3 คน (แก้รายการหลังแจ้งเวียน)"]
    assert send(clerk, kept).pk == made.pk
    close(made, by=clerk)
    with freeze(now() + timedelta(hours=2)):
        again = send(clerk, RegisterRow.objects.get())
        assert again.pk != made.pk
        assert listed(works) == ["0 จาก 3 คน"]


def test_queries_do_not_grow_with_rows_that_were_sent_round(finance, clerk, client_of):
    browser = client_of(clerk)
    send(clerk, law(finance))
    with CaptureQueriesContext(connection) as one:
        browser.get(at("register"))
    for number in range(4):
        send(clerk, law(finance, title=f"ระเบียบที่ {number}"))
    assert Recipient.objects.count() >= 10
    with CaptureQueriesContext(connection) as many:
        browser.get(at("register"))
    assert len(many) == len(one)


def test_a_register_that_few_see_cannot_be_declared_as_sent_round():
    def faults(text):
        return [one.code for one in read_register("few", text, "few.yaml")[1]]

    assert not faults(FEW)
    assert faults(f"{FEW}circulated: true\n")
    every = FEW.replace("rights: {sees: own-unit, writes: own-unit}", "circulated: true")
    assert not faults(every)
    # The name of the column that papers get is the program's own.
    taken = every.replace("name: proof", "name: acknowledged_by")
    assert faults(taken.replace("columns: [day, proof]", "columns: [day]"))
