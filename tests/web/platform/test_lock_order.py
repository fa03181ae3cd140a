"""The order of locks is watched in every module of services; here, that the watch sees it."""

import pytest
from django.db import transaction
from tests.web.factories import make_agency
from tests.web.lock_order import AGENCY, watched

from prongsai.web.agency.models import Unit
from prongsai.web.platform import journal

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return Unit.objects.create(agency=make_agency(), name="กองคลัง")


def test_a_row_that_is_changed_before_the_agency_is_held_is_told(unit):
    with watched() as watch, transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(name="กองช่าง")
        journal.record(unit.agency, None, "unit-renamed", "กองช่าง")
    assert [tables for tables, _ in watch.wrong] == [("agency_unit",)]


def test_a_row_that_is_read_for_update_before_the_agency_is_told(unit):
    with watched() as watch, transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        journal.record(unit.agency, None, "unit-renamed", "กองช่าง")
    assert [tables for tables, _ in watch.wrong] == [("agency_unit",)]


def test_the_agency_first_and_rows_of_the_same_transaction_are_right(unit):
    with watched() as watch:
        with transaction.atomic():
            journal.hold(unit.agency)
            Unit.objects.select_for_update().get(pk=unit.pk)
            journal.record(unit.agency, None, "unit-renamed", "กองช่าง")
        with transaction.atomic():
            made = Unit.objects.create(agency=unit.agency, name="กองใหม่")
            Unit.objects.filter(pk=made.pk).update(name="กองช่าง")
            journal.record(unit.agency, None, "unit-added", "กองช่าง")
    assert watch.wrong == []
    assert AGENCY in watch.locked
