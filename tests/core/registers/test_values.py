"""Values as people type them: every spelling that is meant, nothing that may mean two things."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Wrong
from prongsai.core.registers import numbers
from prongsai.core.registers.fields import Choice, Field, FieldKind
from prongsai.core.registers.periods import (
    ENGLISH_MONTHS,
    Slot,
    read_day,
    read_month,
    slot_of,
    slots_of,
)
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import (
    Context,
    Names,
    OtherYear,
    attached,
    plain,
    read_value,
    shown,
    sortable,
    typed,
)
from prongsai.core.text import Text

UNITS = Names.from_words([("finance", "กองคลัง", "การเงิน"), ("office", "สำนักปลัด", "สำนักปลัดเทศบาล")])
IN_2569 = Context(2569, units=UNITS)


def field(kind, **more):
    return Field(name="it", kind=kind, title=Text("ช่อง", "it"), **more)


CHOICE = field(
    FieldKind.CHOICE,
    choices=(
        Choice(key="agreed", title=Text("ตกลง", "agreed"), also=("เฉพาะเจาะจง",), was=("ok",)),
        Choice(key="old", title=Text("แบบเดิม", "the old way"), retired=True),
    ),
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.50"), ("๑,๒๓๔.๕๐", "1234.50"), ("1,234", "1234.00"), ("0", "0.00"),
        ("(1,234.50)", "-1234.50"), ("-1,234", "-1234.00"), ("− 12", "-12.00"), ("– 5", "-5.00"),
        ("1,234 บาท", "1234.00"), ("฿ 99", "99.00"), ("500.-", "500.00"), ("500/-", "500.00"),
        ("1,200 บาท 50 สตางค์", "1200.50"), ("ไม่ใช้งบประมาณ", "0.00"),
        ("12,345,678.90", "12345678.90"), ("0.10", "0.10"), ("1.100", "1.10"),
    ],
)  # fmt: skip
def test_money_in_every_spelling_is_exact(text, amount):
    found = read_value(field(FieldKind.MONEY), text, IN_2569)
    assert found == Decimal(amount)
    assert str(found) == amount


@pytest.mark.parametrize(
    "text",
    [
        "12,34",
        "500-",
        "1,23,456",
        "1.2.3",
        "ห้าร้อย",
        "1e9",
        "nan",
        "12 คน",
        "1.005",
        "((5))",
        "5 6",
        "(-5)",
        "1,000,000,000,000,000",  # sixteen digits, as without its commas
        "1000000000000000",
    ],
)
def test_what_is_no_amount_or_may_mean_two_things_is_refused(text):
    with pytest.raises(Wrong) as refused:
        read_value(field(FieldKind.MONEY), text, IN_2569)
    assert text in refused.value.message.th


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "- -"])
def test_nothing_and_a_dash_are_nothing_and_not_zero(text):
    expected = None if text != "- -" else Wrong
    if expected is None:
        assert read_value(field(FieldKind.MONEY), text, IN_2569) is None
    else:
        with pytest.raises(Wrong):
            read_value(field(FieldKind.MONEY), text, IN_2569)


@pytest.mark.parametrize(
    ("text", "found"), [("12", 12), ("๑,๒๐๐", 1200), ("12 คน", 12), ("3 ครั้ง", 3), ("12.0", 12)]
)
def test_a_count_is_a_whole_number(text, found):
    assert read_value(field(FieldKind.COUNT), text, IN_2569) == found


@pytest.mark.parametrize("text", ["12.5", "12 ช้าง", "ราว 12", "1-2"])
def test_what_is_no_count_is_refused(text):
    with pytest.raises(Wrong):
        read_value(field(FieldKind.COUNT), text, IN_2569)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("45.5", "45.5"), ("45.5%", "45.5"), ("ร้อยละ ๔๕.๕", "45.5"), ("100 %", "100"),
        ("33.33333333", "33.3333"),
    ],
)  # fmt: skip
def test_percent_in_every_spelling(text, found):
    assert read_value(field(FieldKind.PERCENT), text, IN_2569) == Decimal(found)


OCTOBER = [
    "ต.ค.",
    "ตค",
    "ต.ค",
    "ตุลาคม",
    "เดือนตุลาคม",
    "ประจำเดือน ตุลาคม",
    "Oct",
    "october",
    "OCT.",
    "10",
    "๑๐",
]
OCTOBER_2568 = [
    "ต.ค. 68", "ต.ค.68", "ต.ค. ๒๕๖๘", "ตุลาคม 2568", "ตุลาคม พ.ศ. 2568", "October 2025",
    "10/2568", "10/68", "2568-10", "10-2025", "1 ตุลาคม 2568", "2025-10-01", "Oct 2025", "ต.ค.-68",
]  # fmt: skip


@pytest.mark.parametrize("text", OCTOBER)
def test_a_month_in_every_spelling(text):
    found = read_month(text)
    assert (found.month, found.year) == (10, None)
    assert read_value(field(FieldKind.MONTH), text, IN_2569) == 10


@pytest.mark.parametrize("text", OCTOBER_2568)
def test_a_month_with_its_year(text):
    found = read_month(text)
    assert (found.month, found.year, found.fiscal_year) == (10, 2568, 2569)


@pytest.mark.parametrize(
    "text", ["ตุลาคน", "13", "0", "เดือนหน้า", "Octobar 2025", "ไตรมาส 1", "Oct-25xx"]
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(Wrong):
        read_month(text)


def test_a_month_that_is_misspelt_names_the_one_that_is_near():
    with pytest.raises(Wrong) as refused:
        read_month("ตุลาคน 2568")
    assert "ตุลาคม" in refused.value.message.th


def test_a_month_of_another_year_is_told_with_its_year():
    with pytest.raises(OtherYear) as refused:
        read_value(field(FieldKind.MONTH), "ต.ค. 2569", IN_2569)
    assert refused.value.year == 2570
    assert read_value(field(FieldKind.MONTH), "ก.ย. 2569", IN_2569) == 9


@pytest.mark.parametrize(
    "text",
    [
        "3 ต.ค. 2568", "๓ ตุลาคม ๒๕๖๘", "3/10/2568", "3-10-68", "2025-10-03", "3 Oct 2025",
        "3-Oct-68", "03/10/2025",
    ],
)  # fmt: skip
def test_a_day_in_every_spelling(text):
    assert read_day(text) == date(2025, 10, 3)
    assert read_value(field(FieldKind.DATE), text, IN_2569) == date(2025, 10, 3)


@pytest.mark.parametrize(
    "text", ["ตุลาคม 2568", "31/2/2568", "10/25/2568", "เมื่อวาน", "3 Ock 2025", "31 Feb 2025"]
)
def test_what_is_no_day_is_refused(text):
    assert read_day(text) is None
    with pytest.raises(Wrong):
        read_value(field(FieldKind.DATE), text, IN_2569)


def test_choices_by_any_of_their_words_and_by_what_they_were_called():
    for text in ("agreed", "ตกลง", "Agreed", "เฉพาะ เจาะจง", "ok"):
        assert read_value(CHOICE, text, IN_2569) == "agreed"
    for text in ("แบบเดิม", "สอบราคา"):
        with pytest.raises(Wrong) as refused:
            read_value(CHOICE, text, IN_2569)
        assert "ตกลง" in refused.value.message.th


def test_units_are_those_of_the_agency_where_they_are_known():
    unit = field(FieldKind.UNIT)
    assert read_value(unit, "กอง คลัง", IN_2569) == "finance"
    assert read_value(unit, "สำนักปลัดเทศบาล", IN_2569) == "office"
    assert read_value(unit, "กองใดก็ได้", Context(2569)) == "กองใดก็ได้"
    with pytest.raises(Wrong) as refused:
        read_value(unit, "กองช่างโยธา", Context(2569, units=Names.from_words([("x", "กองช่าง")])))
    assert "กองช่าง" in refused.value.message.th


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ใช่", True), ("✓", True), ("มี", True), ("yes", True), ("ไม่ใช่", False),
        ("ไม่มี", False), ("N", False), ("0", False),
    ],
)  # fmt: skip
def test_yes_and_no(text, found):
    assert read_value(field(FieldKind.YES_NO), text, IN_2569) is found


def test_what_is_neither_yes_nor_no_is_refused():
    with pytest.raises(Wrong):
        read_value(field(FieldKind.YES_NO), "บางที", IN_2569)


def test_a_text_is_one_mended_line_and_has_its_length():
    short = field(FieldKind.TEXT, most=10)
    assert read_value(short, " ด าเนิน\nการ ", IN_2569) == "ดำเนิน การ"
    assert read_value(field(FieldKind.LONG_TEXT), "ก  ข\n\nค", IN_2569) == "ก ข\n\nค"
    with pytest.raises(Wrong):
        read_value(short, "ยาวเกินสิบตัวอักษร", IN_2569)


VALUES = {
    FieldKind.MONEY: st.decimals(-(10**12), 10**12, places=2),
    FieldKind.COUNT: st.integers(-(10**9), 10**9),
    FieldKind.PERCENT: st.decimals(-1000, 1000, places=2),
    FieldKind.DATE: st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    FieldKind.MONTH: st.integers(1, 12),
    FieldKind.YES_NO: st.booleans(),
}


@pytest.mark.parametrize("kind", list(VALUES))
@given(data=st.data())
def test_what_is_shown_for_typing_and_what_is_kept_are_read_back_as_they_were(kind, data):
    value = data.draw(VALUES[kind])
    it = field(kind)
    assert read_value(it, typed(it, value), IN_2569) == value
    kept = plain(value)
    text = kept if isinstance(kept, str) else {True: "yes", False: "no"}.get(kept, str(kept))
    if kind is not FieldKind.YES_NO:
        text = str(kept)
    assert read_value(it, text, IN_2569) == value


def test_values_as_people_read_them():
    assert shown(field(FieldKind.MONEY), Decimal("1234.5")).th == "1,234.50"
    assert shown(field(FieldKind.DATE), date(2025, 10, 3)) == Text("3 ต.ค. 2568", "3 Oct 2025")
    assert shown(field(FieldKind.MONTH), 10) == Text("ตุลาคม", "October")
    assert shown(field(FieldKind.UNIT), "finance", IN_2569).th == "กองคลัง"
    assert shown(CHOICE, "old").th == "แบบเดิม"
    assert shown(CHOICE, "gone").th == "gone"
    assert shown(field(FieldKind.COUNT), None).th == ""


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=2))
def test_numbers_sort_as_numbers(values):
    assert sorted(values, key=sortable) == sorted(values)


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_rounding_is_half_up_and_alike_on_both_sides_of_nothing(value, places):
    found = numbers.rounded(value, places)
    assert abs(Fraction(found) - value) * 2 * 10**places <= 1
    assert numbers.rounded(-value, places) == -found


def test_no_digit_of_a_long_number_is_lost():
    assert str(numbers.rounded(Fraction(10**40 + 1), 2)) == f"{10**40 + 1}.00"
    assert read_value(field(FieldKind.MONEY), "999,999,999,999,999.99", IN_2569) == Decimal(
        "999999999999999.99"
    )


def test_the_slots_of_a_year_lie_one_after_the_other():
    for every, count in ((Every.MONTH, 12), (Every.QUARTER, 4), (Every.HALF, 2), (Every.YEAR, 1)):
        slots = slots_of(2569, every)
        assert len(slots) == count
        assert slots[0].first == date(2025, 10, 1)
        assert slots[-1].last == date(2026, 9, 30)
        assert all((b.first - a.last).days == 1 for a, b in pairwise(slots))
        for slot in slots:
            assert slot_of(slot.first, every) == slot_of(slot.last, every) == slot
            assert slot.holds(slot.first)
    assert slots_of(2569, Every.MONTH)[0].label == Text("ตุลาคม 2568", "October 2025")
    assert Slot(2569, Every.QUARTER, 2).months == (1, 2, 3)
    assert len(ENGLISH_MONTHS) == 12


@pytest.mark.parametrize("word", ["ไฟล์", "แฟ้ม"])
def test_a_kept_file_is_known_by_the_word_of_today_and_of_before(word):
    found = attached(f"สำเนาบัตร.jpg [{word} {'0' * 31}a]")
    assert found is not None
    assert found.name == "สำเนาบัตร.jpg"
