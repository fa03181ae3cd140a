"""Two at the same moment: one decision, one edition, one number."""

from datetime import date

import pytest
from django.db import OperationalError
from tests.web import factories
from tests.web.approval.conftest import Office
from tests.web.approval.papers import KIND, YEAR, Memo
from tests.web.approval.test_annulling import signed
from tests.web.circulation.samples import stored
from tests.web.databases import at_once
from tests.web.running import run_jobs

from prongsai.core.approval.model import Verdict, Way
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import clock, journal
from prongsai.web.signing.approval import guessing, handlers
from prongsai.web.signing.approval.models import Decision, Objection, Submission
from prongsai.web.signing.approval.services import annulling, choosing, deciding, submitting
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.numbering.models import NumberRow
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases_differ]


@pytest.fixture
def office(crowded):
    return Office(factories.make_agency())


@pytest.fixture
def row(office, monkeypatch, quick):
    handler = Memo()
    handler.series = lambda *_: "memo"
    monkeypatch.setitem(handlers._HANDLERS, KIND, handler)
    monkeypatch.setitem(handlers.LABELS, KIND, Memo.label)
    made = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=office.agency.pk, year=YEAR
    )
    run_jobs()
    made.refresh_from_db()
    return made


def tried(act):
    try:
        act()
    except Refused:
        return False
    return True


def test_two_decisions_at_once_count_once(office, row):
    person = office["section"]

    def decided(verdict):
        own = Submission.objects.select_related("agency").get(pk=row.pk)
        return tried(
            lambda: deciding.decide(own, by=person, verdict=verdict, reason="ก", opinion="ข")
        )

    asked = [Verdict.ENDORSE, Verdict.SEND_BACK] * 3
    assert sum(at_once(decided, asked)) == 1
    assert Decision.objects.count() == 1
    assert not list(journal.verify(office.agency))


@pytest.mark.usefixtures("crowded")
def test_as_many_guesses_at_once_are_heard_as_one_after_the_other(monkeypatch):
    monkeypatch.setattr(guessing, "MOST", 10)
    with clock.freeze(clock.now()):
        heard = at_once(lambda _: guessing.take(), range(30))
        assert sum(heard) == 10
        guessing.give_back()
        assert [guessing.take(), guessing.take()] == [True, False]


@pytest.mark.long
def test_deciding_and_numbering_at_once_wait_for_each_other(office, row):
    people = [office["section"], office["analyst"]]

    def acted(number):
        own = Submission.objects.select_related("agency", "unit").get(pk=row.pk)
        if number % 2:
            number_for(own, by=people[1])
            return True
        return tried(lambda: deciding.decide(own, by=people[0], verdict=Verdict.ENDORSE))

    try:
        done = at_once(acted, range(8))
    except OperationalError as error:  # a deadlock, or a lock that nobody gave back
        pytest.fail(str(error))
    assert sum(done[::2]) == 1
    assert NumberRow.objects.count() == 1
    assert Decision.objects.count() == 1
    assert not list(journal.verify(office.agency))


def test_one_file_published_at_once_is_one_edition(office):
    file = stored(office.agency)
    by = office["analyst"]

    def published(_):
        return publish(
            office.agency, by=by, kind="notice", subject=office.agency.pk, title="ประกาศ",
            year=YEAR, file=file, day=date(2026, 1, 10),
        ).pk  # fmt: skip

    assert len(set(at_once(published, range(6)))) == 1
    assert Publication.objects.count() == 1


@pytest.mark.long
def test_two_who_annul_at_once_annul_once(office, monkeypatch, quick):
    """Clerk and mayor, each three times: the paper falls by one of them."""
    monkeypatch.setitem(handlers._HANDLERS, KIND, Memo())
    monkeypatch.setitem(handlers.LABELS, KIND, Memo.label)
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    made = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=office.agency.pk, year=YEAR
    )
    run_jobs()
    signed(made, office)
    people = [office["clerk"], office["mayor"]] * 3

    def annulled(by):
        own = Submission.objects.select_related("agency").get(pk=made.pk)
        return tried(lambda: annulling.annul(own, by=by, why="ก"))

    assert sum(at_once(annulled, people)) == 1
    assert Submission.objects.get(pk=made.pk).state == "set-aside"
    assert Objection.objects.count() == 1
    assert not list(journal.verify(office.agency))
