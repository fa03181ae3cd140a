"""The shelf names every register, and asks the database as often for one row as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import GIFTS, YEAR, add, head_of
from tests.web.roles import CHIEF_EXECUTIVE, OFFICER

from prongsai.core.registers.reading import shipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def finance(agency):
    open_year(agency, YEAR)
    return head_of(agency)


def test_every_register_that_is_shipped_stands_on_the_shelf(finance, client_of):
    text = tight(client_of(finance).get(reverse("registers:shelf", args=[YEAR])).content.decode())
    assert [one.key for one in shipped().registers if one.title.th not in text] == []


def test_its_queries_grow_neither_with_registers_nor_with_rows(finance, client_of):
    browser, address = client_of(finance), reverse("registers:shelf", args=[YEAR])
    browser.get(address)  # what is remembered of the agency is asked once
    with CaptureQueriesContext(connection) as empty:
        browser.get(address)
    for number in range(3):
        add(finance, number=f"{number}/2569")
    add(finance, GIFTS)
    with CaptureQueriesContext(connection) as filled:
        browser.get(address)
    assert len(filled) == len(empty)
    assert len(filled) < len(shipped().registers)


@pytest.mark.parametrize(
    ("role", "is_open"), [(OFFICER, True), (CHIEF_EXECUTIVE, False)], ids=["officer", "mayor"]
)
def test_kinds_lie_open_where_the_person_writes_one_of_them(agency, client_of, role, is_open):
    open_year(agency, YEAR)
    unit = factories.make_unit(agency, "กองช่าง") if role is OFFICER else None
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, role, unit, "ตำแหน่ง"))
    answer = client_of(user).get(reverse("registers:shelf", args=[YEAR]))
    assert {lies_open for _group, _rows, lies_open in answer.context["shelves"]} == {is_open}


@pytest.mark.parametrize(("asked", "keys"), [("ยืม–คืนทรัพย์สิน", ["asset-loans"]), ("ไม่มีทะเบียนนี้", [])])
def test_the_shelf_is_narrowed_to_the_words_asked(finance, client_of, asked, keys):
    address = reverse("registers:shelf", args=[YEAR])
    answer = client_of(finance).get(address, {"q": asked})
    shelves = answer.context["shelves"]
    assert [row.register.key for _group, rows, _ in shelves for row in rows] == keys
    assert all(is_open for *_rest, is_open in shelves)
    assert ("ไม่พบทะเบียน" in answer.content.decode()) is (not keys)
