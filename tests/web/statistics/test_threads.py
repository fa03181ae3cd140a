"""Many readers at once: every reading counts, and a writer beside them holds nobody up."""

import time

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web import factories
from tests.web.databases import at_once

from prongsai.web.disclosure.statistics import services
from prongsai.web.disclosure.statistics.models import PageReading, SearchCount
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases_differ]


def test_readings_at_once_are_all_counted(crowded, monkeypatch):
    # All of them write: none may give up in this test.
    monkeypatch.setattr(services, "_PATIENCE", 20_000)
    agency = factories.make_agency()

    def read(number):
        services.count_reading(agency.pk, today(), f"/page/{number % 2}/")
        services.count_search(agency.pk, today(), "ภาษี", is_found=bool(number % 2))

    at_once(read, range(24))
    rows = PageReading.objects.filter(agency=agency)
    assert {row.path: row.count for row in rows} == {"/page/0/": 12, "/page/1/": 12}
    told = {row.words: (row.count, row.unfound) for row in SearchCount.objects.all()}
    assert told == {"": (24, 12), "ภาษี": (24, 12)}


def test_a_reader_waits_for_no_long_writer(crowded, database):
    """On SQLite one writes at a time: the reading is given up soon, and the next one counts."""
    if database == "postgresql":
        pytest.skip("rows of others hold nobody up there")
    agency = factories.make_agency()
    took, faults = [], []

    def read(_number):
        began = time.monotonic()
        try:
            services.count_reading(agency.pk, today(), "/page/")
        except DatabaseError as fault:
            faults.append(fault)
        took.append(time.monotonic() - began)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone()[0] >= 5000

    with transaction.atomic():
        factories.make_agency("เทศบาลตำบลตัวอย่างอื่น")
        at_once(read, range(1))
    assert len(faults) == 1
    assert max(took) < 2
    at_once(read, range(1))
    assert PageReading.objects.get().count == 1
