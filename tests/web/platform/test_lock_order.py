"""The order of locks is watched in every module of services; here, that the watch sees it."""

import pytest
from django.db import transaction
from tests.web.factories import make_agency
from tests.web.lock_order import AGENCY, watched

from prongsai.web.agency.models import Agency, Unit
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


def test_an_agency_that_is_locked_against_rows_hung_on_it_is_told(unit):
    with watched() as watch, transaction.atomic():
        Agency.objects.select_for_update().get(pk=unit.agency_id)
        Unit.objects.select_for_update().select_related("agency").get(pk=unit.pk)
        Unit.objects.select_for_update(of=("self",)).select_related("agency").get(pk=unit.pk)
        Unit.objects.select_for_update(no_key=True).select_related("agency").get(pk=unit.pk)
    assert [tables for tables, _ in watch.wrong] == [(AGENCY,), ("agency_unit",)]


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
