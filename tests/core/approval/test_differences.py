"""How two versions differ, line by line."""

from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.approval.differences import LineChange, differences


def test_added_removed_and_changed():
    old = ["หัวเรื่อง", "กำหนดของ 3.1 เดือน ก.ย. 2566", "ผู้รับผิดชอบ กองคลัง", "ลงชื่อ"]
    new = ["หัวเรื่อง", "กำหนดของ 3.1 เดือน มิ.ย. 2566", "ลงชื่อ", "ระบุงานตรวจสอบภายใน"]
    found = differences(old, new)
    assert [(one.change, one.before, one.after) for one in found] == [
        (LineChange.CHANGED, old[1], new[1]),
        (LineChange.REMOVED, old[2], ""),
        (LineChange.ADDED, "", new[3]),
    ]


def test_what_has_nothing_in_common_went_and_came():
    found = differences(["กขค"], ["xyz"])
    assert {one.change for one in found} == {LineChange.ADDED, LineChange.REMOVED}


LINES = st.lists(st.text("กขคง ", max_size=6), max_size=12)


@given(LINES)
def test_the_same_text_does_not_differ(lines):
    assert differences(lines, list(lines)) == ()


@given(LINES, LINES)
def test_every_line_is_accounted_for(old, new):
    """What is neither removed nor changed stands in both texts, in one order."""
    found = differences(old, new)
    gone = [one.before for one in found if one.change is not LineChange.ADDED]
    come = [one.after for one in found if one.change is not LineChange.REMOVED]
    assert sorted([*old, *come]) == sorted([*new, *gone])
