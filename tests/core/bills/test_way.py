"""Whether a sum of a statement came in is proven by the file, or told with its line."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.bills.statement import read_statement
from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.registers.sheet import Sheet
from prongsai.readers.sheets import read_sheets

DAY = date(2026, 1, 31)
UNKNOWN = "statement_way_unknown"


def read(*lines, on=DAY):
    data = "".join(f"{one}\n" for one in lines).encode()
    return read_statement(read_sheets(data, "bank.csv"), "bank.csv", on)


def sums(found):
    return [one.amount for one in found.lines]


def told(found):
    return [(one.code, one.places[0].line) for one in found.findings]


HEAD = "วันที่,รายการ,จำนวนเงิน"
BALANCED = f"{HEAD},ยอดคงเหลือ"


def test_a_sum_of_which_nothing_tells_the_way_is_told_with_its_line_and_not_taken():
    """ "ชำระค่าไฟฟ้า" went out, whatever the free text says."""
    lines = ("15/01/2569,รับโอนเงิน,500", "16/01/2569,ชำระค่าไฟฟ้า,700")
    found = read(HEAD, *lines)
    assert (sums(found), told(found)) == ([], [(UNKNOWN, 2), (UNKNOWN, 3)])
    assert "ยอดคงเหลือ" in found.findings[0].next_step.th
    assert sums(read(HEAD.replace("จำนวนเงิน", "จำนวนเงินเข้า"), *lines)) == [500, 700]


# Opening balance, in, out, in.
STEPS = ("14/01/2569,ยอดยกมา,,1000", "15/01/2569,ก,500,1500", "16/01/2569,ข,700,800",
         "16/01/2569,ค,20,820")  # fmt: skip


@pytest.mark.parametrize(
    "amount", ["จำนวนเงิน", "ถอนเงิน / ฝากเงิน", "Withdrawal/Deposit", "ฝาก/ถอน", "Amount (THB)"]
)
@pytest.mark.parametrize("left", ["ยอดคงเหลือ", "คงเหลือ (บาท)", "Account Balance"])
@pytest.mark.parametrize("order", [1, -1])
def test_the_change_of_the_balance_proves_the_way_in_either_order(amount, left, order):
    found = read(f"วันที่,รายการ,{amount},{left}", *STEPS[::order])
    assert (sorted(sums(found)), found.findings, found.passed_over) == ([20, 500], (), 2)


def test_the_first_sum_without_an_opening_balance_is_told():
    found = read(BALANCED, *STEPS[1:])
    assert (sums(found), told(found)) == ([Decimal(20)], [(UNKNOWN, 2)])
    found = read(BALANCED, *STEPS[:0:-1])
    assert (sums(found), told(found)) == ([Decimal(20)], [(UNKNOWN, 4)])


def test_a_balance_that_breaks_off_proves_nothing():
    """A line is missing: what is left fits by chance alone."""
    for missing in (2, 3):
        kept = [*STEPS, "17/01/2569,ง,30,790"]
        del kept[missing]
        assert sums(read(BALANCED, *kept)) == []
    assert sums(read(BALANCED, *STEPS, "17/01/2569,ง,30,790")) == [500, 20]


def test_equal_sums_of_one_day_have_no_order_but_by_opening_balance_hours_or_days():
    lines = ("15/01/2569,ก,20,20", "15/01/2569,ข,20,40", "15/01/2569,ค,20,60")
    assert sums(read(BALANCED, *lines)) == []
    assert sums(read(BALANCED, "15/01/2569,ยอดยกมา,,0", *lines)) == [20, 20, 20]
    assert sums(read(BALANCED, *lines, "15/01/2569,ยอดยกมา,,80")) == []
    timed = [one.replace("2569,", f"2569 10:0{number},") for number, one in enumerate(lines)]
    assert sums(read(BALANCED, *timed)) == [20, 20]
    assert sums(read(BALANCED, *timed[::-1])) == [20, 20]
    later = (lines[0], lines[1].replace("15/", "16/"))
    assert sums(read(BALANCED, *later)) == [20]
    assert sums(read(BALANCED, *later[::-1])) == [20]


MOVES = st.lists(st.integers(-3, 3).filter(bool), min_size=1, max_size=7)


@given(MOVES, st.booleans(), st.booleans(), st.booleans(), st.data())
def test_whatever_moved_no_sum_that_went_out_is_taken(moves, falls, falls_within, opening, data):
    """Whole statements over several days, also in odd orders; few amounts, so that many agree.

    Shape:  `gaps` are lines without the balance.
    """
    count = len(moves)
    days = sorted(data.draw(st.lists(st.integers(1, 3), min_size=count, max_size=count)))
    gaps = data.draw(st.sets(st.integers(0, count), max_size=1))
    balance, lines = 100, []  # never below zero: a minus is that of a sum
    for move, day in zip(moves, days, strict=True):
        balance += move
        left = "" if len(lines) in gaps else balance
        lines.append((day, f"{day}/1/2569,{move},{abs(move)},{left}"))
    if falls_within:
        lines.reverse()
    rows = [row for _, row in sorted(lines, key=lambda one: -one[0] if falls else one[0])]
    if opening:
        rows.insert(len(rows) if falls else 0, "1/1/2569,ยอดยกมา,,100")
    found = read(BALANCED, *rows)
    assert all(int(one.text) > 0 for one in found.lines)
    lines_told = {line for _, line in told(found)}
    passed = [row for line, row in enumerate(rows, 2) if line not in lines_told]
    assert sum("ยอด" not in row and ",-" not in row for row in passed) == len(found.lines)
    assert len(found.lines) + found.passed_over + len(found.findings) == len(rows)
    came = sum(move > 0 for move in moves)
    # Equal sums may fit in both orders, and a balance that comes back to where it began.
    is_plain = len(set(map(abs, moves))) == count and sum(moves) != 0
    if not gaps and falls == falls_within and is_plain and (opening or count > 1):
        assert len(found.lines) >= came - (not opening)


def test_a_balance_from_before_each_sum_proves_nothing():
    lines = (
        "15/01/2569 10:00,ก,500,1000",
        "15/01/2569 11:00,ข,700,1500",
        "15/01/2569 12:00,ค,20,800",
    )
    assert sums(read(BALANCED, *lines)) == []
    for head in ("ยอดคงเหลือก่อนรายการ", "Previous Balance"):
        untimed = [one.replace(f" 1{hour}:00", "") for hour, one in enumerate(lines)]
        assert sums(read(f"{HEAD},{head}", *untimed)) == []


def test_a_balance_that_is_not_on_every_line_proves_only_what_every_order_does():
    """The lines stand the other way round: 10 to 12, then out to 11."""
    opening = "14/01/2569,ยอดยกมา,,10"
    assert sums(read(BALANCED, opening, "15/01/2569,ออก,1,11", "15/01/2569,เข้า,2,")) == []
    assert sums(read(BALANCED, opening, "15/01/2569,เข้า,1,11", "16/01/2569,ข,2,")) == [1]


def test_lines_of_a_day_may_stand_against_the_hours():
    """The later day falls, the earlier rises: +2, -2 and again -1, -2."""
    days = ("15/01/2569 10:15,ง,2,-3", "15/01/2569 10:08,ค,1,-1", "14/01/2569 10:01,ก,2,-2",
            "14/01/2569 10:08,ข,2,0")  # fmt: skip
    found = read(BALANCED, *days)
    assert ([one.text for one in found.lines], told(found)) == (["ข"], [(UNKNOWN, 4)])


def test_of_interest_the_tax_is_held_back():
    head = "Date,Description,Amount,Tax,Balance"
    lines = ("15/01/2026,a,50,0,150", "15/01/2026,interest,100,15,235", "16/01/2026,b,20,0,255")
    assert sums(read(head, "14/01/2026,,,,100", *lines)) == [50, 100, 20]
    assert sums(read(head.replace("Tax", "Branch"), "14/01/2026,,,,100", *lines)) == []


def test_pages_go_on_and_other_accounts_begin_anew():
    page = (BALANCED, "17/01/2569,ง,30,850")
    assert sums(read(BALANCED, *STEPS, *page)) == [500, 20, 30]
    other = (BALANCED, "17/01/2569,ง,30,99", "18/01/2569,จ,40,139")
    found = read(BALANCED, *STEPS, *other)
    assert (sums(found), told(found)) == ([500, 20, 40], [(UNKNOWN, 7)])


def test_a_sheet_of_each_month_has_its_own_order():
    def sheet(title, *rows):
        return Sheet(tuple(tuple(one.split(",")) for one in rows), Place("f", sheet=title))

    later = sheet("ก.พ.", BALANCED, "1/2/2569,ยอดยกมา,,820", "2/2/2569,ง,5,825")
    found = read_statement([later, sheet("ม.ค.", BALANCED, *STEPS)], "f", DAY)
    assert sums(found) == [5, 500, 20]


def test_a_sign_tells_the_way_and_a_column_of_words_on_every_line():
    found = read("date,amount", "2026-01-15,500", "2026-01-15,-7")
    assert (sums(found), found.passed_over) == ([Decimal(500)], 1)
    assert sums(read("date,amount", "2026-01-15,500")) == []
    typed = ("date,type,amount", "2026-01-15,CR,5", "2026-01-15,DR,6")
    assert sums(read(*typed)) == [Decimal(5)]
    assert sums(read(*typed, "2026-01-15,?,7")) == []  # no column of the way
    for free in ("หมายเหตุ", "รายละเอียด", "Description"):  # somebody types it
        assert sums(read(*(one.replace("type", free) for one in typed))) == []


@pytest.mark.parametrize(
    ("head", "opening", "line", "good"),
    [
        ("date,Dr/Cr,amount,balance", "2026-01-15,,,9", "2026-01-15,CR,5,4", "2026-01-15,CR,5,14"),
        ("date,type,credit,balance", "2026-01-15,,,9", "2026-01-15,x,5,4", "2026-01-15,x,5,14"),
        ("date,x,amount,balance", "2026-01-15,,,9", "2026-01-15,x,+5,4", "2026-01-15,x,+5,14"),
        ("date,x,amount,balance", "2026-01-15,,,9", "2026-01-15,x,-5,14", "2026-01-15,x,+5,14"),
        ("date,x,amount,balance", "2026-01-15,,,9", "2026-01-15,ถอน,5,14", "2026-01-15,ฝาก,5,14"),
        ("date,Dr/Cr,amount", "", "2026-01-15,CR,-5", "2026-01-15,CR,5"),
    ],
)
def test_what_contradicts_the_balance_or_the_sign_is_told_and_not_taken(head, opening, line, good):
    found = read(head, opening, line)
    assert (sums(found), [one for one, _ in told(found)]) == ([], [UNKNOWN])
    assert "ขัดกัน" in found.findings[0].message.th
    assert sums(read(head, opening, good)) == [Decimal(5)]


SLIPS = ("15/01/2569,ก,0001,5", "15/01/2569,ข,0002,6")


@pytest.mark.parametrize(
    ("above", "head"),
    [
        ("", "วันที่,ช่องทาง,อ้างอิง 1,จำนวนเงิน"),
        ("", "Payment Date,Customer Name,Ref.1,Amount"),
        ("", "วันที่ชำระ,ชื่อผู้ชำระ,เลขที่,จำนวนเงิน"),
        ("รายงานการรับชำระ,,,", "วันที่,ช่องทาง,เลขที่,จำนวนเงิน"),
        ("", "Date,Payer,x,Amount"),
        ("", "Payment Date,Customer Name,Customer No./Ref.1,Transaction Amount"),
        ("", "Txn Date,Channel,Customer No. (Ref1),Paid Amount"),
        ("", "วัน/เดือน/ปี,ช่องทางการจ่ายเงิน,รหัสอ้างอิง 1,ยอดชำระ"),
    ],
)
def test_a_billers_report_of_payments_received_is_read_without_a_balance(above, head):
    lines = (above, head, *SLIPS) if above else (head, *SLIPS)
    assert sums(read(*lines)) == [5, 6]
    # Not where it also tells what went out, or is a statement or a report of payments made.
    assert sums(read(*lines, "15/01/2569,โอนออก,0003,7")) == []
    assert sums(read(*lines, "รายการจ่าย", head, *SLIPS)) == []
    for other in ("รายการเดินบัญชี,,,", "รายงานการจ่ายเงิน,,,", "ผู้รับเงิน,,,"):
        assert sums(read(other, *lines)) == []


def test_a_reference_on_some_lines_or_the_banks_own_makes_no_report():
    head = "วันที่,ช่องทาง,อ้างอิง 1,จำนวนเงิน"
    assert sums(read(head, *SLIPS, "15/01/2569,ก,,7")) == []
    assert sums(read(head.replace("อ้างอิง 1", "เลขอ้างอิง"), *SLIPS)) == []
    # With a balance it is a statement, and that must prove it.
    assert sums(read(f"{head},คงเหลือ", *(f"{one},100" for one in SLIPS))) == []


@pytest.mark.parametrize(
    ("head", "references"),
    [
        ("อ้างอิง", ["X1", "X2"]),
        ("หมายเลขอ้างอิง", ["X1", "X2"]),
        ("รหัสอ้างอิง", ["X1", "X2"]),
        ("เลขที่อ้างอิง", ["X1", "X2"]),
        ("อ้างอิง 2", ["", ""]),  # the payer's own, which many payments may bear
    ],
)
def test_the_reference_of_a_payment_has_many_names(head, references):
    lines = ("15/01/2569,500,X1", "16/01/2569,700,X2")
    paid = read(f"วันที่,จำนวนเงินเข้า,{head}", *lines)
    assert [line.reference for line in paid.lines] == references


@pytest.mark.parametrize(
    "head",
    [
        "วันที่,ผู้รับชำระ,อ้างอิง 1,จำนวนเงิน", "วันที่,จากบัญชี,อ้างอิง 1,จำนวนเงิน",
        "วันที่,หน่วยงานที่รับชำระ,เลขที่,จำนวนเงิน", "Date,Biller Name,Ref 1,Amount",
        "วันที่,หักจากบัญชี,อ้างอิง 1,จำนวนเงิน",
    ],
)  # fmt: skip
def test_bills_that_the_office_itself_paid_are_no_payments_received(head):
    assert (sums(read(head, *SLIPS)), len(read(head, *SLIPS).findings)) == ([], 2)


@pytest.mark.parametrize("amount", ["จำนวนเงิน", "จำนวนเงินที่รับชำระ"])
@pytest.mark.parametrize(
    "state",
    [
        "ยกเลิก",
        "ไม่สำเร็จ",
        "ยกเลิกใบเสร็จ",
        "คืนเงินแล้ว",
        "รอดำเนินการ",
        "Cancelled",
        "Reversal",
        "Unsuccessful",
    ],
)
def test_a_payment_that_failed_or_was_given_back_is_told_and_not_taken(amount, state):
    head = f"วันที่,ช่องทาง,อ้างอิง 1,{amount},สถานะ"
    found = read(head, f"{SLIPS[0]},{state}", f"{SLIPS[1]},สำเร็จ")
    assert (sums(found), told(found)) == ([6], [("statement_unread", 2)])
    assert state in found.findings[0].message.th
    assert sums(read(head, f"{SLIPS[0]},{state}".replace("ก", "รอซีดะ", 1))) == []
    assert sums(read(head, f"{SLIPS[0]},สำเร็จ".replace("ก", "รอซีดะ", 1))) == [5]
    # Of an account it is money that came in: a fee that the bank gave back.
    assert sums(read("วันที่,รายการ,ถอน,ฝาก,คงเหลือ", "15/01/2569,Reversal,,5,5")) == [5]


def test_a_line_that_counts_or_adds_up_is_no_payment_though_it_has_a_day():
    head = "วันที่,รายการ,อ้างอิง 1,จำนวนเงินเข้า,ถอน"
    for words in (",รวม 2 รายการ", "2 รายการ,", "2 Items,", "รวม,"):
        found = read(head, "15/01/2569,ก,1,5,", f"31/01/2569,{words},5,7")
        assert (sums(found), told(found)) == ([5], [("statement_unread", 3)])
        assert "รวม" in found.findings[0].message.th
    assert sums(read(head, "15/01/2569,รวมค่าขยะ 2 เดือน,1,5,")) == [5]


@pytest.mark.parametrize(
    "words",
    ["Brought Forward", "B/F", "Opening Balance", "ยอดเงินคงเหลือยกมา", "ยกมา", "BALANCE FORWARD"],
)
def test_a_balance_brought_forward_in_the_column_of_what_came_in_is_no_payment(words):
    head = "วันที่,รายการ,ถอน,ฝาก,คงเหลือ"
    found = read(head, f"14/01/2569,{words},,1000,1000", "15/01/2569,ก,,5,1005")
    assert (sums(found), told(found)) == ([5], [("statement_unread", 2)])


@pytest.mark.parametrize("shown", ["-500.00", "500.00 DR", "(500.00)", "500.00-"])
def test_a_format_that_shows_a_sum_as_going_out_contradicts_its_column(shown):
    rows = (("date", "credit"), ("15/01/2026", "500"))
    found = read_statement([Sheet(rows, Place("f"), displayed={(1, 1): shown})], "f", DAY)
    assert (sums(found), [one.code for one in found.findings]) == ([], [UNKNOWN])
    for good in ("500.00", "500.00 CR"):
        plain = [Sheet(rows, Place("f"), displayed={(1, 1): good})]
        assert sums(read_statement(plain, "f", DAY)) == [500]


def test_why_nothing_was_taken_is_what_holds_of_the_file():
    opening = "14/01/2569,ยอดยกมา,1000"
    assert read(HEAD, opening, "15/01/2569,ก,5").reason.code == UNKNOWN
    assert read(HEAD, opening).reason.code == "statement_unread"
    assert read("วันที่,ฝาก", "15/01/2569,").reason is None


def test_the_account_into_which_it_came_is_no_sum():
    head = "วันที่,ผู้ชำระ,เข้าบัญชี,จำนวนเงิน (บาท)"
    assert sums(read(head, "15/01/2569,ก,9801234567,5")) == [5]
    assert sums(read("วันที่,หักบัญชี,เข้าบัญชี", "15/01/2569,,5")) == [5]


def test_days_behind_their_months_are_refused_unless_others_stand_before():
    with pytest.raises(UnreadableInput) as fault:
        read("date,credit", "1/5/2026,5", "1/15/2026,6")
    assert fault.value.findings[0].places[0].line == 3
    found = read("date,credit", "1/5/2026,5", "1/15/2026,6", "15/1/2026,7")
    assert (sums(found), told(found)) == ([5, 7], [("statement_unread", 3)])


@pytest.mark.parametrize("title", ["รายงานการรับชำระ", "รายงานการจ่ายเงิน", ""])
def test_the_words_above_a_table_of_a_page_are_its_title(title):
    rows = "<tr><td>วันที่<td>เลขที่<td>จำนวนเงิน</tr><tr><td>15/01/2569<td>1<td>5</tr>"
    data = f"<html><p>{title}</p><table>{rows}</table></html>".encode()
    found = read_statement(read_sheets(data, "a.xls", documents=True), "a.xls", DAY)
    assert sums(found) == ([5] if "รับชำระ" in title else [])


@pytest.mark.parametrize(
    "head",
    [
        "Trans Date,Description,Withdrawal,Deposit,Ledger Balance",
        "Posting Date,x,Dr. Amount,Cr. Amount,Balance",
        "ว/ด/ป,รายการ,ถอน,ฝาก,คงเหลือ", "วัน เดือน ปี,รหัส,จำนวนเงินถอน,จำนวนเงินฝาก,คงเหลือ",
        "Value Date,Description,Paid out,Paid in,Balance",
    ],
)  # fmt: skip
def test_the_heads_of_other_banks_are_known(head):
    found = read(head, "15/01/2569,ก,,5,105", "15/01/2569,ข,7,,98")
    assert (sums(found), found.findings, found.passed_over) == ([5], (), 1)


def test_an_empty_cell_or_a_code_says_nothing_of_the_way():
    head = "วันที่,ช่องทาง,อ้างอิง 1,จำนวนเงิน,อ้างอิง 2"
    assert sums(read(head, *(f"{one},-" for one in SLIPS))) == [5, 6]
    for code in ("-", "C", "in"):
        assert sums(read(HEAD, f"15/01/2569,{code},5")) == []
        assert told(read(HEAD, f"15/01/2569,{code},5")) == [(UNKNOWN, 2)]
    assert sums(read("date,Dr/Cr,amount", "2026-01-15,-,5", "2026-01-15,C,6")) == [6]


def test_the_number_of_an_account_that_was_credited_is_no_sum():
    found = read("date,credit account,amount (THB)", "2026-01-15,1234567890,-5", "2026-01-15,2,6")
    assert sums(found) == [Decimal(6)]


@pytest.mark.parametrize(
    ("typed", "on", "day"),
    [
        ("15/01/69", DAY, date(2026, 1, 15)), ("15/01/26", DAY, date(2026, 1, 15)),
        ("15-JAN-26", DAY, date(2026, 1, 15)), ("15/01/49", date(2050, 1, 31), date(2049, 1, 15)),
        ("15/01/50", DAY, date(2007, 1, 15)), ("15/01/40", DAY, None), ("15/01/80", DAY, None),
    ],
)  # fmt: skip
def test_a_year_of_two_digits_is_the_one_that_lies_near_the_import(typed, on, day):
    found = read("date,credit", f"{typed},5", on=on)
    assert [one.day for one in found.lines] == ([day] if day else [])
    assert bool(found.findings) is (day is None)
