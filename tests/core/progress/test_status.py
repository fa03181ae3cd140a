"""Where a measure stands on a day: a table of states, and what must hold for any notes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.measures.model import Measure
from prongsai.core.progress.model import Evidence, EvidenceKind, Note
from prongsai.core.progress.status import MeasureState, standing, status_at

MEASURE = Measure("own-1", "1", "อบรมการบริหารงบประมาณ", start="ม.ค. 2566", due="มี.ค. 2566")
NO_DAY = replace(MEASURE, due="ตลอดปี ตามความเหมาะสม")
DUE = date(2023, 3, 31)
PHOTO = Evidence("a", EvidenceKind.PHOTO, "ภาพ.jpg", added_on=date(2023, 3, 1))


def note(on, percent, *, measure="own-1", **said):
    said = {"recorded_on": on} | said
    return Note(measure, on, percent=percent, **said)


def proved(on, percent, **said):
    return note(on, percent, evidence=(PHOTO,), **said)


MARCH = date(2023, 3, 10)


@pytest.mark.parametrize(
    ("measure", "notes", "on", "state", "late"),
    [
        (MEASURE, (), date(2023, 2, 1), MeasureState.WAITING, 0),
        (MEASURE, (), DUE, MeasureState.WAITING, 0),
        (MEASURE, (), date(2023, 4, 2), MeasureState.OVERDUE, 2),
        (MEASURE, (note(MARCH, 0),), MARCH, MeasureState.WAITING, 0),
        (MEASURE, (note(MARCH, 40),), MARCH, MeasureState.DOING, 0),
        (MEASURE, (note(MARCH, 40),), DUE, MeasureState.DOING, 0),
        (MEASURE, (proved(MARCH, 99),), date(2023, 4, 1), MeasureState.OVERDUE, 1),
        (MEASURE, (note(MARCH, 100),), MARCH, MeasureState.AWAITING_EVIDENCE, 0),
        (MEASURE, (note(MARCH, 100),), date(2023, 4, 5), MeasureState.AWAITING_EVIDENCE, 5),
        (MEASURE, (proved(MARCH, 100),), date(2023, 9, 30), MeasureState.DONE, 0),
        (MEASURE, (proved(MARCH, 100),), date(2023, 3, 9), MeasureState.WAITING, 0),
        (MEASURE, (proved(MARCH, 50), note(DUE, 100)), DUE, MeasureState.DONE, 0),
        (MEASURE, (proved(MARCH, 100), note(DUE, 80)), DUE, MeasureState.DOING, 0),
        (NO_DAY, (), DUE, MeasureState.UNKNOWN, 0),
        (NO_DAY, (note(MARCH, 30),), date(2023, 9, 30), MeasureState.DOING, 0),
        (NO_DAY, (proved(MARCH, 100),), DUE, MeasureState.DONE, 0),
    ],
)
def test_every_state(measure, notes, on, state, late):
    found = status_at(measure, notes, on)
    assert (found.state, found.late_days) == (state, late)


def test_money_and_people_add_up_and_nothing_said_is_not_nought():
    first = note(date(2023, 1, 5), 20, spent=Decimal(1_000), reached=12)
    second = note(date(2023, 2, 5), 40, spent=Decimal("250.50"))
    third = note(date(2023, 3, 5), 60, reached=30)
    found = status_at(MEASURE, (third, first, second), DUE)
    assert (found.spent, found.reached) == (Decimal("1250.50"), 42)
    assert (found.percent, found.last) == (60, third)
    silent = status_at(MEASURE, (note(MARCH, 5),), DUE)
    assert (silent.spent, silent.reached) == (None, None)
    assert status_at(MEASURE, (note(MARCH, 5, spent=Decimal(0)),), DUE).spent == 0


def test_done_on_is_the_first_day_of_the_hundred_that_stands():
    notes = (
        proved(date(2023, 1, 5), 100), note(date(2023, 2, 5), 90), note(date(2023, 3, 5), 100),
        note(date(2023, 3, 9), 100),
    )  # fmt: skip
    assert status_at(MEASURE, notes, DUE).done_on == date(2023, 3, 5)
    assert status_at(MEASURE, notes, date(2023, 2, 20)).done_on is None


def test_of_two_notes_of_one_day_the_one_written_later_counts():
    day = date(2023, 1, 14)
    written = [datetime(2023, 1, 14, hour, tzinfo=UTC) for hour in (9, 12)]
    first, later = (
        replace(note(day, percent), recorded_at=at)
        for percent, at in zip((100, 50), written, strict=True)
    )
    for notes in ((first, later), (later, first)):
        assert status_at(MEASURE, notes, day).percent == 50


def test_a_corrected_note_replaces_and_a_withdrawn_one_counts_no_more():
    wrong = proved(MARCH, 100, key="a", spent=Decimal(500))
    right = note(MARCH, 50, key="b", replaces="a", recorded_on=date(2023, 4, 20))
    found = status_at(MEASURE, (right, wrong), DUE)
    assert (found.percent, found.spent, found.evidence_count) == (50, None, 0)
    gone = replace(wrong, withdrawn_on=date(2023, 4, 1))
    assert status_at(MEASURE, (gone,), DUE).last is None


def test_what_was_known_on_a_day_is_what_was_written_down_by_then():
    wrong = note(MARCH, 100, key="a")
    late = replace(PHOTO, id="b", added_on=date(2023, 4, 10))
    wrong = replace(wrong, evidence=(PHOTO, late))
    right = note(MARCH, 50, key="b", replaces="a", recorded_on=date(2023, 4, 20))
    told_later = note(date(2023, 3, 30), 70, recorded_on=date(2023, 5, 2))
    notes = (wrong, right, told_later)
    known = status_at(MEASURE, notes, DUE, known_by=DUE)
    assert (known.percent, known.evidence_count) == (100, 1)
    assert status_at(MEASURE, notes, DUE, known_by=date(2023, 4, 15)).evidence_count == 2
    assert status_at(MEASURE, notes, DUE, known_by=date(2023, 4, 25)).percent == 50
    assert status_at(MEASURE, notes, DUE).percent == 70
    gone = replace(wrong, withdrawn_on=date(2023, 4, 1))
    assert status_at(MEASURE, (gone,), DUE, known_by=DUE).percent == 100


def test_every_state_has_its_word():
    assert len({state.label.th for state in MeasureState}) == len(MeasureState)
    assert all(state.label.en for state in MeasureState)


DAYS = st.dates(date(2022, 10, 1), date(2023, 9, 30))
NOTES = st.lists(
    st.builds(
        note,
        DAYS,
        st.integers(0, 100),
        recorded_on=DAYS,
        done=st.sampled_from(("", "จัดอบรมแล้ว", "ประชุม")),
        spent=st.none() | st.decimals(0, 10_000, places=2),
        reached=st.none() | st.integers(0, 500),
        evidence=st.lists(st.just(PHOTO), max_size=2).map(tuple),
    ),
    max_size=7,
)


@given(NOTES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_notes_does_not_matter(notes, on, random):
    shuffled = list(notes)
    random.shuffle(shuffled)
    assert status_at(MEASURE, shuffled, on) == status_at(MEASURE, notes, on)


@given(NOTES, NOTES, DAYS)
def test_later_notes_never_change_an_earlier_state(notes, more, on):
    later = [one for one in more if one.on > on]
    assert status_at(MEASURE, [*notes, *later], on) == status_at(MEASURE, notes, on)


@given(NOTES, NOTES, DAYS, DAYS)
def test_what_is_written_later_never_changes_what_was_known(notes, more, on, known_by):
    later = [one for one in more if one.recorded_on > known_by]
    before = status_at(MEASURE, notes, on, known_by=known_by)
    assert status_at(MEASURE, [*notes, *later], on, known_by=known_by) == before


@given(NOTES, st.integers(0, 6), st.integers(0, 100), DAYS)
def test_a_correction_is_as_if_the_first_had_never_been(notes, place, percent, on):
    keyed = [replace(one, key=str(number)) for number, one in enumerate(notes)]
    if place >= len(keyed):
        return
    wrong = keyed[place]
    right = replace(wrong, percent=percent, key="new", replaces=wrong.key)
    others = [one for one in keyed if one is not wrong]
    alone = replace(right, replaces="")
    corrected, never = (
        status_at(MEASURE, notes, on) for notes in ([*keyed, right], [*others, alone])
    )
    assert (corrected.state, corrected.percent, corrected.spent) == (
        never.state, never.percent, never.spent,
    )  # fmt: skip


@given(NOTES, DAYS)
def test_the_figures_of_a_state_hold_together(notes, on):
    found = status_at(MEASURE, notes, on)
    assert 0 <= found.percent <= 100
    assert (found.state is MeasureState.OVERDUE) == (found.percent < 100 and on > DUE)
    assert found.late_days == (0 if found.state is MeasureState.DONE else max(0, (on - DUE).days))
    assert found.last is None or found.last.on <= on
    assert (found.done_on is not None) == (found.percent == 100)


@given(NOTES)
def test_standing_notes_are_in_the_order_of_their_days(notes):
    days = [one.on for one in standing(notes)]
    assert days == sorted(days)
    assert len(standing(notes, date(2022, 9, 30) - timedelta(days=1))) == 0
