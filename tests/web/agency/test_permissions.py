"""The table of rights, written out: whoever changes a right changes it here too."""

import pytest

from prongsai.web.agency.models import PositionKind
from prongsai.web.agency.people import Actor, HeldPosition
from prongsai.web.agency.permissions import MATRIX, Right, may

# Columns: SEE, EDIT_AGENCY, MANAGE_PEOPLE, OPEN_YEAR, EDIT_FRAMEWORK, IMPORT_SCORES,
# KEEP_SCENARIOS, EDIT_PLAN, MAKE_PAPERS, READ_JOURNAL, ASSIGN, PROPOSE_OWNER,
# MOVE_DATES, SUBMIT, CHOOSE_ROUTES, ISSUE_NUMBERS, EDIT_ANNOUNCEMENTS, PUBLISH, CIRCULATE,
# HOLD_MEETINGS, RECORD_PROGRESS, COMPILE_REPORTS, EDIT_WORDING, CONFIRM_PAPER.
TABLE = {
    "mayor": "x........x.............x",
    "clerk": "x.....x.xx...x....xx...x",
    "head": "xxxxxxxxxxxxxxxxxxxxxxxx",
    "unit-head": "x..........x........x..x",
    "ita-officer": "xx.xxxxxx.xxxx.xxxxxxxx.",
    "publication-officer": "x................x......",
    "complaint-officer": "x.......................",
    "auditor": "x........x.............x",
    "administrator": "xxxxxxxxxxxxxxxxxxxxxxxx",
}
CELLS = [
    (PositionKind(kind), right, mark == "x")
    for kind, marks in TABLE.items()
    for right, mark in zip(Right, marks, strict=True)
]


def person(*kinds):
    return Actor(None, None, tuple(HeldPosition(kind.label, kind, False) for kind in kinds))  # noqa: FBT003


def test_the_table_names_every_position_and_every_right():
    assert set(TABLE) == set(PositionKind) == set(MATRIX)


@pytest.mark.parametrize(("kind", "right", "given"), CELLS)
def test_each_position_has_these_rights_and_no_others(kind, right, given):
    assert may(person(kind), right) is given


@pytest.mark.parametrize("right", Right)
def test_nobody_without_a_position_may_anything(right):
    assert not may(person(), right)
    assert not may(None, right)


def test_rights_of_several_positions_add_up():
    both = person(PositionKind.ITA_OFFICER, PositionKind.AUDITOR)
    assert may(both, Right.IMPORT_SCORES)
    assert may(both, Right.READ_JOURNAL)
    assert not may(both, Right.MANAGE_PEOPLE)


@pytest.mark.parametrize("right", Right)
def test_every_right_has_words(right):
    assert right.label.th
    assert right.label.en
