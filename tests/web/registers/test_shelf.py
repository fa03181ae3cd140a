"""The shelf names every register, and asks the database as often for one row as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import GIFTS, YEAR, add, head_of

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
