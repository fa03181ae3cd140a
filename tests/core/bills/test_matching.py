"""Statements of banks, and which bill a sum is for; a guess is never a match."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.bills.matching import (
    BillFacts,
    BillState,
    SumVerdict,
    may_be_one,
    references_in,
    unknown,
)
from prongsai.core.bills.matching import matched as by_reference
from prongsai.core.bills.promptpay import MOST
from prongsai.core.bills.statement import Incoming, read_statement
from prongsai.core.errors import Place
from prongsai.core.registers.sheet import Sheet
from prongsai.core.slips import printed_slip, slip_of
from prongsai.readers.sheets import read_sheets

DAY = date(2026, 1, 15)
FIRST, SECOND = slip_of(1), slip_of(2)


def read(text, encoding="utf-8", on=DAY):
    return read_statement(read_sheets(text.encode(encoding), "bank.csv"), "bank.csv", on)


THAI_BANK = f"""รายการเคลื่อนไหวบัญชี,,,,
เลขที่บัญชี,xxx-x-xxxxx-x,,,
วันที่,รายละเอียด,ถอนเงิน,ฝากเงิน,อ้างอิง 1
15/01/2569 10:22,โอนเข้า,,500.00,{FIRST}
15/01/2569,ค่าธรรมเนียม,10.00,,
16 ม.ค. 69,พร้อมเพย์,,"1,250.50",
17/01/2569,โอนเข้า,,ห้าร้อย,
99/01/2569,โอนเข้า,,20.00,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_thai_statement_is_read_and_what_is_not_is_told_with_its_line(encoding):
    found = read(THAI_BANK.replace("ฝากเงิน", "เงินฝาก"), encoding)
    assert [(one.line, one.day, one.amount) for one in found.lines] == [
        (4, DAY, Decimal("500.00")), (6, date(2026, 1, 16), Decimal("1250.50")),
    ]  # fmt: skip
    assert found.lines[0].reference == FIRST
    assert found.passed_over == 1
    assert [one.places[0].line for one in found.findings] == [7, 8]


def test_an_english_statement_prefers_what_came_in():
    found = read(f"Date;Amount;Credit;Ref1;Description\n2026-01-15;-1;500;{FIRST};x\n")
    assert [one.amount for one in found.lines] == [Decimal("500.00")]


def test_money_that_went_out_or_was_taken_back_is_passed_over():
    found = read("date,amount\n2026-01-15,-500\n2026-01-15,0\n2026-01-15,-\n2026-01-15,+3\n")
    assert [one.amount for one in found.lines] == [Decimal("3.00")]
    assert found.passed_over == 3


@pytest.mark.parametrize(
    ("head", "came"),
    [
        ("จำนวนเงินถอน,จำนวนเงินฝาก,คงเหลือ", "5.00"),
        ("หักบัญชี,เข้าบัญชี,ยอดเงินคงเหลือ", "5.00"),
        ("Amount Debit,Amount Credit,Amount Balance", "5.00"),
        ("จำนวนเงินเข้า,-,ยอดเงินคงเหลือ", "7.00"),
    ],
)
def test_what_went_out_or_is_left_is_never_what_came_in(head, came):
    found = read(f"วันที่,{head}\n15/01/2569,7.00,,900.00\n15/01/2569,,5.00,905.00\n")
    assert [one.amount for one in found.lines] == [Decimal(came)]


@pytest.mark.parametrize("head", ["หักบัญชี,ยอดเงินคงเหลือ", "amount withdrawn,balance"])
def test_a_file_of_what_went_out_and_is_left_heads_no_sum_that_came_in(head):
    assert not read(f"วันที่,{head}\n15/01/2569,7.00,900.00\n").lines


def test_a_column_may_tell_of_one_sum_whether_it_came_in():
    found = read("date,amount,Dr/Cr\n2026-01-15,5,DR\n2026-01-15,6,cr\n2026-01-15,7,?\n")
    assert [one.amount for one in found.lines] == [Decimal("6.00")]
    assert found.passed_over == 1
    assert [one.places[0].line for one in found.findings] == [4]


def test_a_new_page_or_sheet_has_its_own_head():
    text = "วันที่,เงินเข้า,ถอน\n15/01/2569,5,\nวันที่,ถอน,เงินเข้า\n15/01/2569,,6\n"
    found = read(f"{text}15/01/2569,,เงินเข้า\n")
    assert [one.amount for one in found.lines] == [Decimal("5.00"), Decimal("6.00")]
    assert [one.places[0].line for one in found.findings] == [5]  # a line with a day is no head


def test_a_sum_larger_than_any_bill_is_told_and_not_taken():
    found = read(f"date,credit\n2026-01-15,{MOST}\n2026-01-15,10000000000.00\n")
    assert [one.amount for one in found.lines] == [MOST]
    assert [one.places[0].line for one in found.findings] == [3]


@pytest.mark.parametrize("text", ["x\n", "a,b\n1,2\n", "วันที่,คงเหลือ\n15/01/2569,500\n"])
def test_a_file_without_a_head_takes_nothing_and_says_which_columns(text):
    found = read(text)
    assert not found.lines
    assert "วันที่" in found.findings[0].next_step.th


def line(amount="500.00", reference="", text="", number=1):
    return Incoming(number, DAY, Decimal(amount), reference, text)


def bill(key="a", reference=FIRST, amount="500.00", state=BillState.OPEN, day=DAY):
    return BillFacts(key, reference, Decimal(amount), state, day)


def matched(lines, bills, on=DAY):
    return by_reference(lines, bills, on)


BILLS = (bill(), bill("b", SECOND, "700.00"))


@pytest.mark.parametrize(
    ("one", "verdict", "named"),
    [
        (line(reference=FIRST), SumVerdict.CERTAIN, "a"),
        (line(text=f"โอนเข้า {printed_slip(FIRST)} พร้อมเพย์"), SumVerdict.CERTAIN, "a"),
        (line(amount="499.99", reference=FIRST), SumVerdict.OTHER_AMOUNT, "a"),
        (line(amount="700.00", reference=FIRST), SumVerdict.OTHER_AMOUNT, "a"),
        (line(reference=f"{FIRST} {SECOND}"), SumVerdict.SEVERAL_BILLS, ""),
        (line(text=f"{FIRST} {SECOND}"), SumVerdict.SEVERAL_BILLS, ""),
        # What a payer writes beside the bank's reference is no reference.
        (line(reference=FIRST, text=SECOND), SumVerdict.CERTAIN, "a"),
        (line(reference="TX81", text=FIRST), SumVerdict.NO_REFERENCE, ""),
        (line(reference=" - ", text=FIRST), SumVerdict.CERTAIN, "a"),
        (line(reference=FIRST[:-1]), SumVerdict.NO_REFERENCE, ""),
        (line(reference=f"1{FIRST}"), SumVerdict.NO_REFERENCE, ""),
        (line(reference=slip_of(3)), SumVerdict.NO_REFERENCE, ""),
        (line(), SumVerdict.NO_REFERENCE, ""),
    ],
)
def test_a_sum_is_certain_by_reference_and_amount_alone(one, verdict, named):
    (found,) = matched([one], BILLS)
    assert (found.verdict, found.bill) == (verdict, named)


def test_the_same_amount_alone_is_offered_and_never_matched():
    (found,) = matched([line()], BILLS)
    assert found.verdict is SumVerdict.NO_REFERENCE
    assert found.offered == ("a",)
    assert not matched([line("1.00")], BILLS)[0].offered


@pytest.mark.parametrize("days", [-1, 1])
def test_a_sum_from_before_the_bill_or_from_tomorrow_is_told(days):
    other = replace(line(reference=FIRST), day=DAY + timedelta(days=days))
    (found,) = matched([other], BILLS)
    assert (found.verdict, found.bill) == (SumVerdict.OTHER_DAY, "a")


@pytest.mark.parametrize(
    "day", ["15/01/69", "15-01-26", "15-JAN-26", "15 Jan 69", "15/01/2569", "15.01.2026"]
)
def test_a_short_year_is_the_one_in_which_bills_could_be_paid(day):
    (own,) = read(f"date,credit,ref1\n{day},500,{FIRST}\n").lines
    assert matched([own], BILLS)[0].verdict is SumVerdict.CERTAIN


@pytest.mark.parametrize("day", ["15/01/2499", "15/01/1969", "15 มกราคม 2512"])
def test_a_day_of_the_last_century_is_told_and_not_taken(day):
    """A spreadsheet makes 1969 of a Buddhist 69."""
    found = read(f"date,credit\n{day},500\n")
    assert not found.lines
    assert [one.places[0].line for one in found.findings] == [2]


@pytest.mark.parametrize(
    ("head", "out", "came"),
    [
        ("Dr./Cr.", "Dr.", "Cr."), ("DR / CR", "DR", "CR"), ("ฝาก/ถอน", "ถอน", "ฝาก"),
        ("เดบิต / เครดิต", "เดบิต", "เครดิต"), ("ประเภท", "ถอนเงินสด", "ฝากเงิน"),
        ("Type", "Debit", "Credit"),
    ],
)  # fmt: skip
def test_whatever_the_column_is_called_what_went_out_did_not_come_in(head, out, came):
    found = read(f"date,{head},amount\n2026-01-15,{out},5\n2026-01-15,{came},6\n")
    assert ([one.amount for one in found.lines], found.passed_over) == ([Decimal("6.00")], 1)
    # Beside a column of what came in alone, words are the payer's.
    (own,) = read(f"date,channel,credit\n2026-01-15,{out},5\n").lines
    assert own.amount == Decimal("5.00")


def test_a_head_of_two_lines_tells_what_came_in():
    text = "วันที่,รายการ,จำนวนเงิน,,คงเหลือ\n{below}15/01/2569,ค่าไฟ,7,,1\n15/01/2569,โอน,,5,6\n"
    assert [one.amount for one in read(text.format(below=",,ถอน,ฝาก,\n")).lines] == [Decimal(5)]
    # Words in the first line of the table are no head.
    plain = "วันที่,รายการ,ฝาก\n,ยกมา,\n15/01/2569,โอน,5\n"
    assert read(plain).lines[0].text == "โอน"


@pytest.mark.parametrize("gap", ["", "\n", "สรุปรายวัน,,\n"])
def test_a_table_of_other_sums_below_is_told_and_not_taken(gap):
    text = f"วันที่,รายการ,ฝาก\n15/01/2569,โอน,5\n{gap}วันที่,จำนวนรายการ,ยอดรวม\n15/01/2569,1,5\n"
    found = read(text)
    assert [one.amount for one in found.lines] == [Decimal(5)]
    (told,) = found.findings
    assert told.code == "statement_other_table"
    again = read(f"{text}วันที่,รายการ,ฝาก\n16/01/2569,โอน,8\n")
    assert [one.amount for one in again.lines] == [Decimal(5), Decimal(8)]


@pytest.mark.parametrize("title", ["", "สรุป"])
def test_another_sheet_has_its_own_head_and_a_page_goes_on(title):
    one, other = Place("f", sheet=title or None), Place("f", sheet=title or None)
    first = Sheet((("วันที่", "รายการ", "ฝาก"), ("15/01/2569", "โอน", "5")), one)
    found = read_statement([first, Sheet((("16/01/2569", "1", "8"),), other)], "f", DAY)
    assert len(found.lines) == (1 if title else 2)
    assert bool(found.findings) == bool(title)
    own = (("รายการของเดือนถัดไป",), *first.rows)
    assert not read_statement([first, Sheet(own, other)], "f", DAY).findings


@pytest.mark.parametrize("words", ["รวม", "รวมทั้งสิ้น", "ยอดยกมา", "Total", "Sub-total"])
def test_a_sum_of_other_lines_is_told_and_no_payment(words):
    text = f"date,details,credit,ref1\n2026-01-15,x,5,\n2026-01-15,{words},5,"
    assert len(read(f"{text}\n").lines) == len(read(f"{text}\n").findings) == 1
    assert (
        len(read(f"{text}{FIRST}\n").lines)
        == len(read(f"{text}\n".replace(words, "รวมพล")).lines)
        == 2
    )


def test_a_sum_that_came_in_and_went_out_is_told_as_cut():
    found = read("วันที่,ฝาก,ถอน,หมายเหตุ\n15/01/2569,1,234.50,\n15/01/2569,5,0.00,\n")
    assert [one.amount for one in found.lines] == [Decimal(5)]
    assert [one.places[0].line for one in found.findings] == [2]
    # The number of an account that was debited is no sum.
    found = read("Date,Debit Account No.,Credit\n2026-01-15,1234567890,5\n")
    assert [one.amount for one in found.lines] == [Decimal(5)]


@pytest.mark.parametrize(
    ("hour", "at"),
    [
        ("10:22 PM", time(22, 22)), ("10.22 a.m.", time(10, 22)), ("12:05 am", time(0, 5)),
        ("12:05 PM", time(12, 5)), ("22:22 PM", time(22, 22)), ("22.22 น.", time(22, 22)),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_banks_write_it(hour, at):
    for head, line in (("date,time", f"2026-01-15,{hour}"), ("date,x", f"15/01/2026 {hour},")):
        assert read(f"{head},credit\n{line},5\n").lines[0].at == at


def test_a_reference_without_its_first_noughts_is_the_same_at_the_same_hour():
    old, new = (replace(line(reference=one), at=time(10, 22)) for one in ("0012", "12"))
    assert unknown([new], [old]) == []
    for other in (
        replace(new, at=time(10, 23)),
        replace(new, at=None),
        replace(new, reference="2"),
    ):
        assert unknown([other], [old]) == [other]


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ({"reference": FIRST}, {}, True), ({"text": "a"}, {"text": "b"}, True),
        ({"at": time(10, 22, 5)}, {"at": time(10, 22)}, True), ({"at": time(10, 22)}, {}, True),
        ({"reference": "0012"}, {"reference": "12"}, True),
        ({"reference": "-"}, {"reference": "9"}, True),
        ({"reference": FIRST}, {"reference": SECOND}, False),
        ({"at": time(10, 22)}, {"at": time(10, 23)}, False),
    ],
)  # fmt: skip
def test_two_lines_of_two_files_may_be_one_sum_where_nothing_that_both_tell_differs(
    one, other, may
):
    pair = replace(line(), **one), replace(line(), **other)
    assert may_be_one(*pair, in_one_file=False) is may_be_one(*pair[::-1], in_one_file=False) is may
    # One file tells its own sums apart by any difference.
    assert not may_be_one(*pair, in_one_file=True)
    assert may_be_one(pair[0], pair[0], in_one_file=True)
    if not may:
        assert unknown([pair[0]], [pair[1]]) == [pair[0]]


def test_a_day_that_is_nothing_but_a_long_run_of_one_letter_is_told_at_once():
    found = read("date,credit\n" + f"{'T' * 50_000},5\n" * 4)
    assert (len(found.lines), len(found.findings)) == (0, 4)


def test_what_is_signed_below_a_page_ends_no_table():
    for foot in ("วันที่พิมพ์,ผู้พิมพ์,", "......,วันที่,......", "ผู้จัดทำ,,วันที่ ....."):
        text = f"วันที่,รายการ,ฝาก\n15/01/2569,โอน,5\n{foot}\n16/01/2569,โอน,8\n"
        assert [one.amount for one in read(text).lines] == [Decimal(5), Decimal(8)]


def test_a_sum_merged_over_lines_is_one_sum():
    rows = (("วันที่", "รายการ", "ฝาก"), ("15/01/2569", "โอน", "5"), ("15/01/2569", "จาก ก", "5"))
    place = Place("f", sheet="ก")
    assert (
        len(read_statement([Sheet(rows, place, frozenset({(2, 0), (2, 2)}))], "f", DAY).lines) == 1
    )
    assert len(read_statement([Sheet(rows, place, frozenset({(2, 0)}))], "f", DAY).lines) == 2


def test_two_sums_of_one_bill_are_both_told():
    found = matched([line(reference=FIRST), line(reference=FIRST, number=2)], BILLS)
    assert [one.verdict for one in found] == [SumVerdict.TWICE, SumVerdict.TWICE]
    # Which of them pays it a person says; the other is to be paid back.
    assert [one.offered for one in found] == [(one.bill,) for one in found]
    # One that is short beside the right one takes nothing from it.
    found = matched([line(reference=FIRST), line("1.00", FIRST, number=2)], BILLS)
    assert [one.verdict for one in found] == [SumVerdict.CERTAIN, SumVerdict.OTHER_AMOUNT]


def test_a_sum_is_offered_to_the_payment_that_awaits_it_and_to_no_other():
    paid = replace(bill(state=BillState.PAID), awaits_sum=True)
    for one, offered in (
        (line(reference=FIRST), ("a",)), (line(), ("a",)), (line("1.00", FIRST), ()),
    ):  # fmt: skip
        assert matched([one], [paid])[0].offered == offered
        assert matched([one], [replace(paid, awaits_sum=False)])[0].offered == ()
        assert matched([one], [paid])[0].verdict is not SumVerdict.CERTAIN


@pytest.mark.parametrize("state", [BillState.PAID, BillState.CANCELLED])
def test_a_bill_that_is_not_open_is_told(state):
    (found,) = matched([line(reference=FIRST)], [bill(state=state)])
    assert (found.verdict, found.bill) == (SumVerdict.NOT_OPEN, "a")
    assert not matched([line()], [bill(state=state)])[0].offered


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3), st.booleans()), max_size=12))
def test_whatever_comes_in_no_bill_is_certain_twice_and_every_certain_one_agrees(told):
    bills = [bill(str(number), slip_of(number), f"{number + 1}.00") for number in range(4)]
    lines = [
        line(f"{amount}.00", slip_of(number) if has else "", number=place)
        for place, (number, amount, has) in enumerate(told)
    ]
    found = matched(lines, bills)
    certain = [one for one in found if one.verdict is SumVerdict.CERTAIN]
    assert len({one.bill for one in certain}) == len(certain)
    assert [one.line for one in found] == lines
    by_key = {one.key: one for one in bills}
    for one in certain:
        assert by_key[one.bill].amount == one.line.amount
        assert by_key[one.bill].reference in one.line.reference


def test_references_are_runs_of_sixteen_digits_each_once():
    told = line(text=f"{FIRST} {printed_slip(FIRST)} และ {SECOND} 12345678901234567")
    assert list(references_in(told)) == [FIRST, SECOND]
