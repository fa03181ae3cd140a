"""Rows: read, checked by themselves and together, kept while the register changes under them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.registers.conftest import SPENDING

from prongsai.core.errors import Severity
from prongsai.core.registers.checks import check_row, check_rows
from prongsai.core.registers.owed import Nil, month_states, reported, reported_of
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.reading import read_register
from prongsai.core.registers.rows import (
    Row,
    from_data,
    names_of_rows,
    read_row,
    row_key,
    row_name,
    to_data,
    with_computed,
)
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import Context

IN_2569 = Context(2569)
SOUND = {
    "paid_on": "3 ต.ค. 2568", "unit": "กองคลัง", "what": "กระดาษ", "way": "เฉพาะเจาะจง",
    "planned": "๑,๐๐๐", "paid": "900.50",
}  # fmt: skip


def told(faults):
    return [(fault.code, fault.field) for fault in faults]


def row(register, **changed):
    return read_row(register, {**SOUND, **changed}, IN_2569).row


def test_a_sound_row_has_values_a_state_and_nothing_wrong(spending):
    reading = read_row(spending, SOUND, IN_2569)
    assert reading.faults == ()
    assert reading.row.values["paid"] == Decimal("900.50")
    assert reading.row.state == "asked"
    assert check_row(spending, reading.row) == ()
    values = with_computed(spending, reading.row.values)
    assert (values["left"], values["share"]) == (Decimal("99.50"), Decimal("90.05"))
    assert row_key(spending, reading.row) == "2025-10-03 · กระดาษ"
    assert row_name(spending, reading.row) == "กระดาษ"


def test_everything_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(spending):
    reading = read_row(
        spending, {**SOUND, "paid_on": "วันนี้", "way": "สอบราคา", "paid": "เก้าร้อย"}, IN_2569
    )
    assert told(reading.faults) == [("value", "paid_on"), ("value", "way"), ("value", "paid")]
    assert reading.row.left == {"paid_on": "วันนี้", "way": "สอบราคา", "paid": "เก้าร้อย"}
    # What could not be read is not told as missing too.
    assert check_row(spending, reading.row) == ()


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"what": ""}, "missing", "what"),
        ({"paid": "-"}, "missing", "paid"),
        ({"planned": "-5", "paid": "-6"}, "range", "planned"),
        ({"planned": "", "paid": "1,000,000.01"}, "range", "paid"),
        ({"paid": "1000.01"}, "over", "paid"),
        ({"due_on": "5 ต.ค. 68", "done_on": "4 ต.ค. 68"}, "order", "done_on"),
        ({"due_on": "5 ต.ค. 68"}, "late", "due_on"),
        ({"done_on": "2 พ.ย. 68"}, "to-come", "done_on"),
        ({"way": "ประกวดราคา"}, "missing", "reason"),
        ({"reason": "โทร 081-234-5678"}, "personal", "reason"),
        ({"problem": "เลขประจำตัวประชาชน 1-2345-67890-12-1"}, "personal", "problem"),
    ],
)
def test_what_a_row_must_be_by_itself(spending, changed, code, field):
    assert told(check_row(spending, row(spending), date(2025, 11, 1))) == []
    found = check_row(spending, row(spending, **changed), date(2025, 11, 1))
    assert told(found) == [(code, field)]
    is_warning = code in ("late", "personal")
    assert (found[0].severity is Severity.WARNING) is is_warning
    assert found[0].next_step


def test_checks_speak_in_their_own_words_and_only_where_they_hold(spending):
    (fault,) = check_row(spending, row(spending, way="ประกวดราคา"))
    assert fault.message.th == "บอกเหตุผล"
    assert check_row(spending, row(spending, way="ประกวดราคา", reason="ประหยัดกว่า")) == ()
    on_the_day = check_row(spending, row(spending, due_on="5 ต.ค. 68"), date(2025, 10, 5))
    assert on_the_day == ()
    done_then = check_row(spending, row(spending, done_on="5 ต.ค. 68"), date(2025, 10, 5))
    assert done_then == ()
    # Where nobody says which day it is, nothing is known to be still to come.
    assert check_row(spending, row(spending, done_on="5 ต.ค. 68")) == ()


def test_a_day_of_another_fiscal_year_is_told_with_the_year(spending):
    reading = read_row(spending, {**SOUND, "paid_on": "30 ก.ย. 2568"}, IN_2569)
    assert told(reading.faults) == [("other_year", "paid_on")]
    assert "2568" in reading.faults[0].message.th
    assert read_row(spending, {**SOUND, "due_on": "30 ก.ย. 2570"}, IN_2569).faults == ()


def test_rows_that_must_not_be_alike_are_told_with_the_one_they_are_like(spending):
    rows = [row(spending), row(spending, what="หมึก"), row(spending, paid="1")]
    (fault,) = check_rows(spending, rows, 2569)
    assert (fault.code, fault.row, fault.other) == ("twice", 2, 0)
    assert check_rows(spending, rows[:2], 2569) == ()


def test_what_must_be_filled_in_a_month_is_asked_of_its_rows_alone(spending):
    rows = [row(spending), row(spending, paid_on="3 มี.ค. 2569")]
    (fault,) = check_rows(spending, rows, 2569)
    assert (fault.code, fault.row, fault.field) == ("month_empty", 1, "problem")
    assert fault.severity is Severity.WARNING


def test_a_month_without_any_row_is_told_where_that_is_asked():
    text = SPENDING.replace("fields: [problem], months: [3]", "months: [10, 11]")
    register, _ = read_register("spending", text, "spending.yaml")
    (fault,) = check_rows(register, [row(register)], 2569)
    assert (fault.code, fault.row) == ("month_empty", None)
    assert "พฤศจิกายน" in fault.message.th


def missing(*given, **more):
    return tuple(one for one in reported(*given, **more) if one.is_missing)


NOVEMBER = Slot(2569, Every.MONTH, 2)


def test_months_without_rows_are_missing_until_somebody_says_that_there_was_nothing(spending):
    rows = [row(spending)]
    found = missing(spending, rows, [], 2569, on=date(2026, 1, 1))
    assert [one.slot.months[0] for one in found] == [11, 12]
    said = [Nil(NOVEMBER)]
    found = missing(spending, rows, said, 2569, on=date(2026, 1, 1))
    assert [one.slot.months[0] for one in found] == [12]
    assert found[0].slot.label.th == "ธันวาคม 2568"


@pytest.mark.parametrize(
    ("days", "nils", "since", "states"),
    [
        ((), (), None, "late late late due"),
        ((), (), date(2025, 11, 20), "before late late due"),
        ((), (), date(2025, 12, 1), "before before late due"),
        ((date(2025, 10, 3),), (NOVEMBER,), date(2025, 12, 1), "done nothing late due"),
    ],
)
def test_what_was_over_before_the_year_was_kept_here_is_not_late(
    spending, days, nils, since, states
):
    counts, on = [(day, "", 1) for day in days], date(2026, 1, 15)
    nothing = [Nil(slot) for slot in nils]
    times = reported_of(spending, counts, nothing, 2569, on=on, since=since)
    assert month_states(counts, times, on)[:4] == states.split()
    assert sum(time.is_missing for time in times) == states.count("late")


def test_of_units_that_entered_rows_of_before_the_month_counts():
    text = SPENDING.replace(
        "rhythm: {every: month, by: agency}", "rhythm: {every: month, by: unit}"
    )
    register, _ = read_register("spending", text, "spending.yaml")
    counts, on = [(date(2025, 10, 3), "กองคลัง", 1)], date(2025, 12, 15)
    known = {"units": ("กองคลัง", "กองช่าง"), "on": on, "since": date(2025, 12, 1)}
    times = reported_of(register, counts, [], 2569, **known)
    assert month_states(counts, times, on)[:3] == ["done", "before", "due"]


def test_where_units_owe_each_of_them_is_asked():
    text = SPENDING.replace("rhythm: {every: month, by: agency}", "rhythm: {every: half, by: unit}")
    register, _ = read_register("spending", text, "spending.yaml")
    units = ("กองคลัง", "กองช่าง")
    found = missing(register, [row(register)], [], 2569, units=units, on=date(2026, 4, 1))
    assert [(one.slot.number, one.unit) for one in found] == [(1, "กองช่าง")]
    both = reported(register, [row(register)], [], 2569, units=units)
    assert [one.is_missing for one in both] == [False, True, True, True]


def test_a_register_without_a_rhythm_owes_nothing():
    text = SPENDING.replace("rhythm: {every: month, by: agency}\n", "")
    register, _ = read_register("spending", text, "spending.yaml")
    assert reported(register, [], [], 2569) == ()


def test_a_row_is_kept_as_plain_data_and_comes_back(spending):
    full = row(spending, due_on="1 พ.ย. 68", done_on="2 พ.ย. 68", reason="ก\nข")
    again = from_data(spending, to_data(full), 2569, "paid")
    assert again.faults == ()
    assert again.row == Row(full.values, "paid")


RENAMED = SPENDING.replace("name: what,", "name: subject,").replace("was: [item]", "was: [what]")
RENAMED = RENAMED.replace("[paid_on, what]", "[paid_on, subject]").replace(
    "[what]\n", "[subject]\n"
)
RENAMED = RENAMED.replace("was: [subject]", "was: [what]").replace(
    "[what, paid]", "[subject, paid]"
)


def test_rows_of_before_stay_readable_when_the_register_changes(spending):
    kept = {**to_data(row(spending)), "way": "direct", "note": "เดิม"}
    reading = from_data(spending, kept, 2569, "asked")
    assert reading.row.values["way"] == "agreed"
    assert reading.row.left == {"note": "เดิม"}
    assert told(reading.faults) == [("field_gone", "note")]
    renamed, findings = read_register("spending", RENAMED, "spending.yaml")
    assert findings == ()
    again = from_data(renamed, kept, 2569, "asked").row
    assert again.values["subject"] == "กระดาษ"
    assert row_key(renamed, again) == row_key(spending, reading.row)


def test_a_choice_that_is_offered_no_more_stays_and_one_that_is_gone_is_told(spending):
    kept = {**to_data(row(spending)), "way": "asked"}
    reading = from_data(spending, kept, 2569, "asked")
    assert (reading.row.values["way"], reading.faults) == ("asked", ())
    gone = from_data(spending, {**kept, "way": "raffle", "paid": "มาก"}, 2569, "lost")
    assert told(gone.faults) == [("outdated", "way"), ("outdated", "paid"), ("state_gone", "state")]
    assert all(fault.severity is Severity.WARNING for fault in gone.faults)
    assert gone.row.left == {"way": "raffle", "paid": "มาก"}
    # Written down again nothing is lost.
    assert to_data(gone.row)["way"] == "raffle"


def test_rows_without_an_identity_of_their_own_are_known_by_all_they_hold():
    text = SPENDING.replace("identified_by: [paid_on, what]\n", "")
    register, _ = read_register("spending", text, "spending.yaml")
    one, same, other = row(register), row(register), row(register, paid="1")
    assert row_key(register, one) == row_key(register, same) != row_key(register, other)
    assert check_rows(register, [one, same], 2569) == ()


def test_rows_are_names_that_references_find(spending):
    names = names_of_rows(spending, [row(spending), row(spending, what="")])
    assert names.find("กระดาษ") == names.find("2025-10-03 · กระดาษ") == "2025-10-03 · กระดาษ"


TYPED = st.dictionaries(
    st.sampled_from([*SOUND, "due_on", "reason", "problem"]),
    st.sampled_from(["", "-", "5", "๕ ต.ค. 68", "ตกลงราคา", "ยาว" * 40, "\x00ก", "1,000", "ต.ค."]),
)


@given(TYPED)
def test_whatever_is_typed_is_either_a_value_or_left_as_it_was(typed):
    register, _ = read_register("spending", SPENDING, "spending.yaml")
    reading = read_row(register, typed, IN_2569)
    for name, text in typed.items():
        is_value = name in reading.row.values
        assert is_value or reading.row.left.get(name) == text or not text.strip(" -")
        assert not (is_value and name in reading.row.left)
    assert from_data(register, to_data(reading.row), 2569, "asked").row.values == reading.row.values


CHAINED = """\
title: {th: ทะเบียนทดลอง, en: trial}
purpose: {th: ใช้ทดลอง, en: for trying}
basis:
- confidence: unknown
fields:
- {name: long, kind: money, title: {th: ยาว, en: long}}
- {name: wide, kind: money, title: {th: กว้าง, en: wide}}
- {name: area, kind: computed, title: {th: เนื้อที่, en: area}, formula: long * wide, result: money}
- {name: share, kind: computed, title: {th: ส่วน, en: share}, formula: area / long, result: money}
named_by: [long]
"""


@pytest.mark.parametrize(
    ("wide", "codes", "share"),
    [
        ("99,999.99", [], Decimal("99999.99")),
        ("100,000", [("too_large", "area")], None),
        ("-100,000", [("too_large", "area")], None),
    ],
)
def test_a_computed_field_of_over_fifteen_digits_is_a_fault_of_its_row(wide, codes, share):
    register, findings = read_register("trial", CHAINED, "trial.yaml")
    assert not findings
    reading = read_row(register, {"long": "10,000,000,000", "wide": wide}, IN_2569)
    faults = check_row(register, reading.row)
    assert told(faults) == codes
    assert with_computed(register, reading.row.values).get("share") == share
    assert all(fault.next_step.en == "check the numbers in long, wide" for fault in faults)


def quotients(count):
    return " + ".join(f"1/(long + {number})" for number in range(1, count + 1))


@pytest.mark.parametrize(("count", "codes"), [(10, []), (16, [("too_large", "area")])])
def test_sums_of_quotients_are_bounded_as_products_are(count, codes):
    """Each adds a denominator of as many digits as may be typed."""
    chained = CHAINED.replace("long * wide", quotients(count))
    register, findings = read_register("trial", chained, "trial.yaml")
    assert not findings
    row = Row({"long": Decimal("100000000000007.123456789011")})
    assert told(check_row(register, row)) == codes
    assert ("area" in with_computed(register, row.values)) is (not codes)
