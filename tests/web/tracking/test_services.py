"""Notes: written, corrected, withdrawn; nothing is lost, nothing of tomorrow is told."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.web.tracking import samples
from tests.web.tracking.samples import MONDAY, entry

from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.queries import DRAFT
from prongsai.web.signing.evidence.services import add
from prongsai.web.year.calendar.queries import event_of
from prongsai.web.year.calendar.services import dates
from prongsai.web.year.tracking import services
from prongsai.web.year.tracking.models import ProgressNote

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.usefixtures("march")]


@pytest.fixture
def march():
    with clock.freeze(samples.MORNING):
        yield


@pytest.fixture
def measure(agency):
    return samples.measures(agency, 1)[0]


def verbs():
    return list(JournalEntry.objects.order_by("number").values_list("verb", flat=True))


def test_a_note_is_written_down_with_who_and_when(measure, officer):
    note = services.record(measure, by=officer, entry=entry(spent=Decimal(1_500), reached=45))
    note.refresh_from_db()
    assert (note.on, note.percent, note.spent, note.reached) == (MONDAY, 40, Decimal(1_500), 45)
    assert (note.by, note.by_words, note.thread) == (officer.user, officer.words, note.pk)
    assert verbs() == ["note-recorded"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"on": MONDAY + timedelta(days=1)}, "on"),
        ({"percent": 101}, "percent"),
        ({"done": ""}, "done"),
    ],
)
def test_what_cannot_be_is_refused(measure, officer, said, field):
    with pytest.raises(Refused) as caught:
        services.record(measure, by=officer, entry=entry(**said))
    assert caught.value.field == field
    assert not ProgressNote.objects.exists()
    assert verbs() == []


def test_today_and_a_problem_alone_are_enough(measure, officer):
    told = entry(MONDAY, 0, done="", problem="ยังไม่ได้รับจัดสรรเงิน")
    assert services.record(measure, by=officer, entry=told).percent == 0


def test_a_correction_keeps_the_former_text(measure, officer):
    first = samples.note(measure, officer, percent=100)
    second = services.correct(first, by=officer, entry=entry(percent=60))
    first.refresh_from_db()
    assert first.replaced_by == second
    assert (first.percent, second.percent, second.thread) == (100, 60, first.thread)
    assert verbs() == ["note-recorded", "note-corrected"]


def test_a_correction_that_changes_nothing_makes_no_version(measure, officer):
    first = samples.note(measure, officer)
    assert services.correct(first, by=officer, entry=entry()) == first
    assert verbs() == ["note-recorded"]


def test_two_corrections_of_one_version_do_not_both_stand(measure, officer):
    first = samples.note(measure, officer)
    services.correct(first, by=officer, entry=entry(percent=60))
    with pytest.raises(Refused):
        services.correct(first, by=officer, entry=entry(percent=70))
    assert ProgressNote.objects.count() == 2


def test_a_withdrawn_note_stays_and_comes_back(measure, officer):
    note = samples.note(measure, officer)
    with pytest.raises(Refused) as caught:
        services.withdraw(note, by=officer, reason="  ")
    assert caught.value.field == "reason"
    services.withdraw(note, by=officer, reason="บันทึกผิดมาตรการ")
    note.refresh_from_db()
    assert note.withdrawn_why == "บันทึกผิดมาตรการ"
    with pytest.raises(Refused):
        services.correct(note, by=officer, entry=entry(percent=60))
    assert services.bring_back(note, by=officer)
    assert not services.bring_back(note, by=officer)
    assert verbs() == ["note-recorded", "note-withdrawn", "note-brought-back"]


def test_what_was_sent_in_for_the_form_becomes_the_notes_evidence(
    measure, officer, agency, make_actor
):
    draft = uuid4()
    given = {"subject_kind": DRAFT, "subject": draft, "name": "a.jpg", "data": samples.picture()}
    mine = add(agency, by=officer, **given)
    other = add(agency, by=make_actor(agency), **given)
    note = services.record(measure, by=officer, entry=entry(), draft=draft)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.subject_kind, mine.subject) == ("note", note.thread)
    assert other.subject_kind == DRAFT
    assert "evidence-added" in verbs()


def test_a_refused_note_leaves_its_files_with_the_form(measure, officer, agency):
    draft = uuid4()
    add(agency, by=officer, subject_kind=DRAFT, subject=draft, name="a.jpg", data=samples.picture())
    with pytest.raises(Refused):
        services.record(measure, by=officer, entry=entry(date(2024, 1, 1)), draft=draft)
    assert EvidenceRow.objects.get().subject_kind == DRAFT


def test_a_mark_in_the_calendar_does_not_outlive_progress_that_falls(measure, officer):
    """Whole progress takes its place; one that is set after the fall stays."""
    agency, year = measure.agency, samples.YEAR

    def event():
        return event_of(agency, year, measure.pk)

    dates.mark_done(agency, by=officer, event=event())
    with clock.freeze(samples.MORNING + timedelta(hours=1)):
        services.record(measure, by=officer, entry=entry(percent=80))
        assert event().is_done, "somebody said so, whatever is lacking"
        note = services.record(measure, by=officer, entry=entry(percent=100))
        assert (event().is_done, event().is_finished) == (True, True)
    with clock.freeze(samples.MORNING + timedelta(hours=2)):
        services.correct(note, by=officer, entry=entry(percent=60))
        assert not event().is_done
        dates.mark_done(agency, by=officer, event=event())
        services.record(measure, by=officer, entry=entry(percent=70))
        assert event().is_done
