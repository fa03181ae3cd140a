"""The sign tax: areas, remainders, the least, and what is not reckoned."""

import re
from datetime import date
from decimal import Decimal

import pytest

from prongsai.core.bills.sign_tax import reckon

ON = date(2026, 2, 10)
SIGN = {"what": "same", "width": 100, "length": 1000, "letters": "thai"}


@pytest.mark.parametrize(
    ("said", "baht"),
    [
        ({}, 1000),  # 100,000 cm²: 200 areas at 5
        ({"changing": True}, 2000),
        ({"letters": "mixed"}, 5200),
        ({"letters": "mixed", "changing": True}, 10400),
        ({"letters": "foreign"}, 10000),
        ({"letters": "foreign", "changing": True}, 10400),
        ({"width": 1, "length": 25_250, "letters": "mixed"}, 50 * 26),  # 250 over: dropped
        ({"width": 1, "length": 25_251, "letters": "mixed"}, 51 * 26),  # 251 over: one more
        ({"width": 10, "length": 10}, 200),
        ({"width": 10, "length": 10, "alike": 3}, 600),  # the least is of each sign
        ({"sides": 1, "alike": 2}, 2000),
        ({"what": "new", "put_up_on": date(2026, 3, 31)}, 1000),
        ({"what": "new", "put_up_on": date(2025, 12, 1)}, 1000),
        ({"what": "new", "put_up_on": date(2026, 4, 1)}, 750),
        ({"what": "new", "put_up_on": date(2026, 9, 30), "alike": 2}, 1000),
        ({"what": "new", "put_up_on": date(2026, 10, 1)}, 250),
        ({"what": "same", "put_up_on": date(2026, 10, 1)}, 1000),
    ],
)
def test_a_sign_is_taxed_by_size_and_kind(said, baht):
    found = reckon(SIGN | said, ON)
    assert found.amount == Decimal(baht)
    assert re.search(rf"{baht // said.get('alike', 1):,}(\.00)? บาท", found.how.th)


@pytest.mark.parametrize(
    ("said", "on", "why"),
    [
        # A quarter of 780 and three of 200: under the least, or lifted to it?
        ({"what": "new", "put_up_on": date(2026, 10, 1), "length": 780}, ON, "ขั้นต่ำ"),
        ({"what": "new", "put_up_on": date(2026, 4, 1), "length": 10}, ON, "ขั้นต่ำ"),
        ({"what": "new"}, ON, "วันที่ติดตั้ง"),
        ({"what": "changed"}, ON, "แก้ไข"),
        ({"what": "removed"}, ON, "เลิกใช้"),
        ({"sides": 2}, ON, "หลายด้าน"),
        ({"width": None}, ON, "ไม่ได้บอก"),
        ({"letters": None}, ON, "ไม่ได้บอก"),
        ({}, date(2020, 12, 31), "ก่อนวันเริ่มใช้อัตรา"),
    ],
)
def test_what_no_known_rule_reaches_is_not_reckoned(said, on, why):
    found = reckon(SIGN | said, on)
    assert found.amount is None
    assert why in found.how.th
