"""Rounds of a fiscal year: their days, their notes, and what units wrote joined into one text."""

from datetime import date
from decimal import Decimal

import pytest
from tests.core.progress.notes import HALF, WHOLE, YEAR, measure, note, photo

from prongsai.core.progress.rounds import Round, is_nothing, joined, rows_of
from prongsai.core.progress.status import MeasureState


def test_the_two_rounds_of_a_year():
    half, whole = HALF, WHOLE
    assert (half.first_day, half.last_day) == (date(2022, 10, 1), date(2023, 3, 31))
    assert (whole.first_day, whole.last_day) == (date(2022, 10, 1), date(2023, 9, 30))
    assert (half.label.th, whole.label.en) == ("รอบ 6 เดือน", "12-month round")


@pytest.mark.parametrize("months", [0, 3, 9, 13])
def test_there_is_no_other_round(months):
    with pytest.raises(ValueError, match=str(months)):
        Round(YEAR, months)


@pytest.mark.parametrize(
    ("day", "in_half", "in_whole"),
    [
        (date(2022, 9, 30), False, False),
        (date(2022, 10, 1), True, True),
        (date(2023, 3, 31), True, True),
        (date(2023, 4, 1), False, True),
        (date(2023, 9, 30), False, True),
        (date(2023, 10, 1), False, False),
    ],
)
def test_a_note_belongs_to_the_rounds_of_its_day(day, in_half, in_whole):
    notes = [note(day)]
    assert bool(HALF.notes_in(notes)) is in_half
    assert bool(WHOLE.notes_in(notes)) is in_whole


def test_what_units_wrote_is_joined_in_order_each_thing_once():
    notes = [
        note(date(2023, 2, 1), "ติดป้ายแล้ว", 60, problem="-", spent="500", reached=20),
        note(date(2023, 1, 1), "ประกาศแล้ว", 30, problem="คนน้อย", proposal="เพิ่มคน", spent="250.50"),
        note(date(2023, 3, 1), "ติดป้าย แล้ว", 80, problem="ไม่มี", reached=5),
    ]
    (row,) = rows_of(HALF, [measure()], {"M01": notes})
    assert row.done == "ประกาศแล้ว\nติดป้ายแล้ว"
    assert (row.problem, row.proposal) == ("คนน้อย", "เพิ่มคน")
    assert (row.spent, row.reached, row.status.percent) == (Decimal("750.50"), 25, 80)
    assert (row.owner, row.is_empty) == ("กองคลัง", False)


def test_a_measure_of_which_nobody_wrote_is_empty_and_says_who_owes_it():
    measures = [measure(), measure("M02", number="2", unit="สำนักปลัด")]
    rows = rows_of(HALF, measures, {"M01": [note()]}, lambda one: f"{one.unit} (หลัก)")
    assert [row.is_empty for row in rows] == [False, True]
    assert rows[1].owner == "สำนักปลัด (หลัก)"
    assert (rows[1].spent, rows[1].reached) == (None, None)


def test_a_round_told_for_an_earlier_day_leaves_out_what_came_later():
    notes = [note(date(2023, 1, 1), "แรก", 20), note(date(2023, 3, 20), "หลัง", 70)]
    (row,) = rows_of(HALF, [measure()], {"M01": notes}, on=date(2023, 2, 28))
    assert (row.done, row.status.percent) == ("แรก", 20)
    (row,) = rows_of(HALF, [measure()], {"M01": notes}, on=date(2023, 8, 1))
    assert (row.done, row.status.percent) == ("แรก\nหลัง", 70)


def test_what_was_written_in_june_does_not_change_what_was_known_on_31_march():
    march = [note(date(2023, 3, 1), "ประกาศแล้ว", 40, key="a", evidence=(photo(),))]
    june = [
        *march,
        note(date(2023, 3, 1), "ประกาศแล้วสองครั้ง", 90, key="b", replaces="a",
             recorded_on=date(2023, 6, 9)),
        note(date(2023, 3, 5), "นึกได้ทีหลัง", 100, key="c", recorded_on=date(2023, 6, 10)),
    ]  # fmt: skip
    day = date(2023, 3, 31)
    then = rows_of(HALF, [measure()], {"M01": march}, known_by=day)
    assert rows_of(HALF, [measure()], {"M01": june}, known_by=day) == then
    (now,) = rows_of(HALF, [measure()], {"M01": june})
    assert (now.done, now.status.percent) == ("ประกาศแล้วสองครั้ง\nนึกได้ทีหลัง", 100)


def test_the_state_on_the_last_day_counts_whatever_was_noted_later():
    notes = [note(date(2023, 3, 1), percent=40), note(date(2023, 5, 1), percent=100,
             evidence=(photo(),))]  # fmt: skip
    one = measure(due="31 มีนาคม 2566")
    assert rows_of(HALF, [one], {"M01": notes})[0].status.state is MeasureState.DOING
    assert rows_of(WHOLE, [one], {"M01": notes})[0].status.state is MeasureState.DONE


def test_notes_of_other_years_are_strays_and_in_no_round():
    notes = [note(date(2022, 9, 1), "ปีก่อน"), note()]
    (row,) = rows_of(WHOLE, [measure()], {"M01": notes})
    assert [one.done for one in row.strays] == ["ปีก่อน"]
    assert row.done == "ประกาศขั้นตอนแล้ว"


@pytest.mark.parametrize("text", ["", " ", "-", "–", "ไม่มี", " ไม่มี ", "ไม่มีปัญหา", "ไม่พบปัญหา", "None"])
def test_what_says_nothing(text):
    assert is_nothing(text)
    assert joined([text]) == ""


@pytest.mark.parametrize("text", ["ไม่มีคนมาร่วม", "ไม่มีงบประมาณ", "คนน้อย"])
def test_what_says_something_although_it_begins_alike(text):
    assert not is_nothing(text)
    assert joined([text]) == text


def test_a_photo_of_april_shows_nothing_of_march():
    """It was printed in the report of the first six months, and made work count as done."""
    late = photo(date(2023, 4, 2))
    notes = {"M01": [note(date(2023, 3, 20), percent=100, evidence=(late,))]}
    (half,), (whole,) = (rows_of(one, [measure()], notes) for one in (HALF, WHOLE))
    assert (half.evidence, half.status.state) == ((), MeasureState.AWAITING_EVIDENCE)
    assert (whole.evidence, whole.status.state) == ((late,), MeasureState.DONE)
