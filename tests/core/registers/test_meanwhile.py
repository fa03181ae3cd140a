"""What was typed into a row beside what another made of it: nobody's words are lost."""

import pytest

from prongsai.core.registers.kept import meanwhile, texts_of, touched
from prongsai.core.registers.rows import from_data, read_row
from prongsai.core.registers.values import Context

YEAR = Context(2569)
WAS = {"what": "ปากกา", "paid": "100.50", "reason": "หนึ่ง\nสอง"}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (WAS, ()),
        ({}, ()),
        ({"what": " ปากกา "}, ()),
        ({"reason": "หนึ่ง\r\nสอง \r\n"}, ()),
        ({"reason": "หนึ่ง สอง"}, ("reason",)),
        ({"what": "", "paid": "100.50"}, ("what",)),
        ({"problem": ""}, ()),
        ({"problem": "มี", "what": "ปากกา"}, ("problem",)),
        ({"paid": "100.5"}, ("paid",)),
    ],
)
def test_what_was_typed(said, names):
    assert touched(WAS, said) == names


@pytest.mark.parametrize(
    ("now", "said", "boxes", "changed", "both"),
    [
        # Only the other changed something: it stands.
        (WAS | {"paid": "9"}, WAS, WAS | {"paid": "9"}, ("paid",), ()),
        # Each something else: both stand.
        (WAS | {"paid": "9"}, WAS | {"what": "สี"}, WAS | {"paid": "9", "what": "สี"}, ("paid",), ()),
        # Both the same field: what was typed stands, and is told beside the other's.
        (WAS | {"paid": "9"}, WAS | {"paid": "8"}, WAS | {"paid": "8"}, ("paid",), ("paid",)),
        # Both typed the same.
        (WAS | {"paid": "9"}, WAS | {"paid": "9"}, WAS | {"paid": "9"}, ("paid",), ()),
        # The other emptied or filled a field.
        ({"what": "ปากกา"}, WAS, {"what": "ปากกา"}, ("paid", "reason"), ()),
        (WAS | {"problem": "มี"}, {"problem": "ไม่มี"}, WAS | {"problem": "ไม่มี"}, ("problem",),
         ("problem",)),
    ],
)  # fmt: skip
def test_two_who_change_a_row(now, said, boxes, changed, both):
    held = meanwhile(WAS, now, said)
    assert dict(held.boxes) == boxes
    assert (held.changed, held.both) == (changed, both)


def test_a_row_as_it_would_be_typed_reads_the_same(spending):
    typed = {
        "paid_on": "3 ต.ค. 2568", "unit": "กองคลัง", "what": "ปากกา", "paid": "๑๐๐.๕๐",
        "way": "ตกลงราคา",
    }  # fmt: skip
    row = read_row(spending, typed, YEAR).row
    texts = texts_of(spending, row, YEAR)
    assert texts["paid_on"] == "3 ต.ค. 2568"
    assert texts["way"] == "เฉพาะเจาะจง"
    assert read_row(spending, texts, YEAR).row == row


def test_what_cannot_be_read_any_more_stands_as_it_was_written(spending):
    row = from_data(spending, {"what": "ปากกา", "way": "of-before", "paid": "ร้อย"}, 2569).row
    texts = texts_of(spending, row, YEAR)
    assert (texts["way"], texts["paid"]) == ("of-before", "ร้อย")
    assert touched(texts, texts) == ()
