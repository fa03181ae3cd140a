"""The database keeps decisions as they were made, on both engines."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.web.approval.papers import KIND

from prongsai.core.approval.model import Verdict
from prongsai.web.platform.clock import now
from prongsai.web.platform.db import append_only
from prongsai.web.signing.approval import guards
from prongsai.web.signing.approval.models import Decision
from prongsai.web.signing.approval.services import deciding, submitting

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]


@pytest.fixture
def decision(office, memo, submitted):
    row = submitted()
    deciding.decide(row, by=office["section"], verdict=Verdict.ENDORSE, opinion="เห็นควร")
    return Decision.objects.get()


def refused(act):
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        act()


def of(decision):
    return Decision.objects.filter(pk=decision.pk)


def test_the_guard_knows_every_column():
    columns = {field.column for field in Decision._meta.concrete_fields}
    assert columns == {*guards.KEPT, guards.VOIDED}


def test_a_decision_is_made_and_made_void_once(decision):
    assert not append_only.fallen()
    assert guards.DECISIONS.stands()
    assert of(decision).update(voided_at=now()) == 1
    refused(lambda: of(decision).update(voided_at=None))
    refused(lambda: of(decision).update(voided_at=now()))


@pytest.mark.parametrize(
    "change", [{"verdict": "approve"}, {"opinion": "อื่น"}, {"position": "อื่น"}, {"digest": "0" * 64}]
)
def test_no_decision_is_changed(decision, change):
    refused(lambda: of(decision).update(**change))
    refused(lambda: of(decision).update(voided_at=now(), **change))


def test_no_decision_is_deleted(decision):
    refused(lambda: of(decision).delete())
    refused(decision.submission.delete)


def test_no_decision_is_replaced_and_all_are_not_emptied(decision, database):
    words = {"sqlite": "DELETE FROM", "postgresql": "TRUNCATE"}[database]
    connection.check_constraints()  # PostgreSQL asks this first of a table just written to
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"{words} {guards.DECISIONS.table}"))
        if database == "sqlite":
            table = guards.DECISIONS.table
            again = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 - our own names
            refused(lambda: cursor.execute(again))


def test_a_dropped_guard_shows(decision):
    guards.DECISIONS.unguard()
    assert append_only.fallen()
    assert append_only.JOURNAL.stands()
    guards.DECISIONS.guard()
    assert not append_only.fallen()


def test_a_paper_that_was_sent_back_is_submitted_again(office, decision):
    deciding.decide(
        decision.submission, by=office["head"], verdict=Verdict.SEND_BACK, reason="ขาดผู้รับผิดชอบ"
    )
    submitting.resubmit(decision.submission, by=office["analyst"])
    assert Decision.objects.filter(voided_at=None).count() == 0
    assert Decision.objects.filter(submission__kind=KIND).count() == 2
