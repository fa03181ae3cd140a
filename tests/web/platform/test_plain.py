"""Plain statements do what Django's own do."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test.utils import CaptureQueriesContext
from tests.web import factories

from prongsai.core.desk.model import Act, Channel, State
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import Case, CaseEntry
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.plain import get, hold, insert, run, run_change, stored

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]


def fields_of(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def case_of(agency, **given):
    typed = {"what": "ไฟดับ “สามคืน” % %s", "place": ""}
    return Case(
        agency=agency, kind="complaint", fiscal_year=2569, number=1, receipt="a" * 64,
        channel=Channel.WEB, values=typed, subject="ไฟดับ", state=State.RECEIVED, day=today(),
        due_on=today(), version=1, **given,
    )  # fmt: skip


def test_a_row_that_is_read_is_the_row_that_django_reads():
    agency = factories.make_agency()
    Agency.objects.filter(pk=agency.pk).update(second_factor=["a", "b"], telephone="")
    read = get(Agency, agency.pk)
    assert fields_of(read) == fields_of(Agency.objects.get(pk=agency.pk))
    read.name = "ชื่อใหม่"
    read.save()
    assert list(Agency.objects.values_list("name", flat=True)) == ["ชื่อใหม่"]
    assert get(Agency, uuid4()) is None


def test_a_row_that_is_kept_is_the_row_that_django_keeps(agency):
    case = case_of(agency, across=500)
    insert(case)
    assert fields_of(Case.objects.get()) == fields_of(case)
    case.subject = "ไฟดับอีก"
    case.save()
    assert Case.objects.get().subject == "ไฟดับอีก"
    entry = CaseEntry(case=case, number=1, act=Act.RECEIVE, day=today(), at=now(), text="ก")
    insert(entry)
    kept = CaseEntry.objects.get()
    assert kept.pk
    assert {**fields_of(kept), "id": None} == {**fields_of(entry), "id": None}


def test_what_the_database_refuses_is_refused(agency):
    insert(case_of(agency))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(case_of(agency))
    assert Case.objects.count() == 1


def test_a_row_is_held_where_the_database_holds_rows(agency, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415 - the one of this test

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        run(*hold(agency), ("SELECT 1", []))
    is_held = any("FOR NO KEY UPDATE" in one["sql"] for one in asked)
    assert is_held == (connection.vendor == "postgresql")


def test_what_is_asked_again_and_again_is_planned_once(agency):
    from django.db import connection  # noqa: PLC0415 - the one of this test

    for number in (1, 2, 3, 40_000, None):
        words = "SELECT name, %s FROM agency_agency WHERE id = %s"
        assert run((words, [number, stored(agency.pk)])) == [(agency.name, number)]
        assert get(Agency, agency.pk).name == agency.name
    if connection.vendor == "postgresql":
        planned = "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE %s"
        assert run((planned, ['%FROM "agency_agency" WHERE id%'])) >= [(1,)]
    with CaptureQueriesContext(connection) as asked:
        get(Agency, agency.pk)
    assert [one["sql"].partition(" ")[0] for one in asked] == ["SELECT"]


def test_a_statement_that_failed_is_asked_again_in_the_next_transaction(agency):
    for _ in range(4):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(case_of(agency), case_of(agency))
    insert(case_of(agency))
    assert Case.objects.count() == 1


def test_how_many_rows_a_statement_changed_is_told(agency):
    words = "UPDATE agency_agency SET telephone = %s WHERE id = %s"
    assert run_change(words, ["1", stored(agency.pk)]) == 1
    assert run_change(words, ["2", stored(uuid4())]) == 0
    assert Agency.objects.get(pk=agency.pk).telephone == "1"
