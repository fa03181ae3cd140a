"""Evidence of many subjects: one query, and nobody's but the agency's own."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.tracking.samples import picture

from prongsai.web.signing.evidence.queries import as_core, evidence_of, evidence_row
from prongsai.web.signing.evidence.services import add

pytestmark = pytest.mark.django_db


def made(officer, subject, count):
    return [
        add(
            officer.agency, by=officer, subject_kind="note", subject=subject, name=f"{number}.jpg",
            data=picture(size=(60 + number, 40)), caption="อบรม",
        )
        for number in range(count)
    ]  # fmt: skip


def asked(agency, subjects):
    with CaptureQueriesContext(connection) as queries:
        found = evidence_of(agency, "note", subjects)
        assert [as_core(row).name for held in found.values() for row in held]
    return len(queries)


def test_one_query_however_many(agency, officer):
    subjects = [uuid4() for _ in range(3)]
    made(officer, subjects[0], 1)
    assert asked(agency, subjects[:1]) == 1
    for subject in subjects:
        made(officer, subject, 3)
    assert asked(agency, subjects) == 1


def test_another_agency_has_none_of_it(agency, other_agency, officer):
    subject = uuid4()
    (row,) = made(officer, subject, 1)
    assert evidence_of(agency, "note", [subject]) == {subject: (row,)}
    assert evidence_of(agency, "letter", [subject]) == {}
    assert evidence_of(other_agency, "note", [subject]) == {}
    assert evidence_row(agency, row.pk) == row
    assert evidence_row(other_agency, row.pk) is None


def test_the_core_sees_what_is_said_of_it(agency, officer):
    (row,) = made(officer, uuid4(), 1)
    core = as_core(row)
    assert (core.id, core.kind, core.name, core.caption) == (str(row.pk), "photo", "0.jpg", "อบรม")
    assert core.added_on is not None
