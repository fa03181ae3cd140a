"""An item is ready only when somebody looked at everything that is known of it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.disclosure.model import ItemState, ItemWork, Piece, Presence, requirement_of
from prongsai.core.disclosure.readiness import Gap, forecast, readiness, stakes
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.documents import Element, ElementKind
from prongsai.core.text import Text

YEAR, ON = 2566, date(2023, 3, 20)
WANTED = tuple(
    requirement_of(Element(kind=ElementKind.REQUIRED, text=Text(th, en)), YEAR)
    for th, en in (("ปัญหา อุปสรรค", "problems"), ("ข้อเสนอแนะ", "proposals"))
)
FOUND = {one.key: Presence.PRESENT for one in WANTED}
WHOLE = ItemWork("o13", ItemState.DONE, WANTED, FOUND, (Piece("รายงาน"),))


def gaps(**changes):
    work = ItemWork(**{name: getattr(WHOLE, name) for name in WHOLE.__struct_fields__} | changes)
    return {lack.gap for lack in readiness(work, YEAR, ON).lacks}


def test_an_item_with_evidence_looked_through_and_done_is_ready():
    found = readiness(WHOLE, YEAR, ON)
    assert (found.lacks, found.is_ready, found.is_unknown) == ((), True, False)


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"pieces": ()}, Gap.NO_EVIDENCE),
        ({"state": ItemState.IN_PROGRESS}, Gap.NOT_FINISHED),
        ({"checks": {}}, Gap.UNCHECKED),
        ({"checks": FOUND | {WANTED[0].key: Presence.ABSENT}}, Gap.ABSENT),
        ({"requirements": None}, Gap.UNKNOWN_REQUIREMENTS),
        ({"requirements": ()}, Gap.UNKNOWN_REQUIREMENTS),
        ({"pieces": (Piece("รายงาน", of_year=2565),)}, Gap.OF_FORMER_YEAR),
        ({"pieces": (Piece("ประกาศ", stands_in_until=date(2023, 3, 19)),)}, Gap.STAND_IN_ENDED),
        ({"pieces": (Piece("ไฟล์", is_on_web=False),)}, Gap.NOT_ON_WEB),
        ({"pieces": (Piece("หน้า"), Piece("ไฟล์", is_on_web=False))}, Gap.NOT_ON_WEB),
        ({"are_all_known": False}, Gap.UNKNOWN_REQUIREMENTS),
        ({"outdated": frozenset([WANTED[1].key])}, Gap.EVIDENCE_CHANGED),
        ({"checks": dict.fromkeys(FOUND, Presence.NOT_NEEDED)}, Gap.NOTHING_FOUND),
        ({"pieces": (Piece("แผน", valid_until=date(2023, 3, 19)),)}, Gap.OUT_OF_TERM),
        ({"pieces": (Piece("แผน", valid_until=date(2022, 9, 30)),)}, Gap.OUT_OF_TERM),
        ({"pieces": (Piece("แผน", valid_from=date(2023, 10, 1)),)}, Gap.OUT_OF_TERM),
    ],
)
def test_whatever_is_open_keeps_it_from_being_ready(changes, gap):
    work = ItemWork(**{name: getattr(WHOLE, name) for name in WHOLE.__struct_fields__} | changes)
    assert gaps(**changes) == {gap}
    assert not readiness(work, YEAR, ON).is_ready


def test_an_address_that_nobody_ever_opened_is_told_and_holds_nothing_up():
    assert gaps(pieces=(Piece("หน้า", is_checked=False),)) == {Gap.LINK_UNCHECKED}
    assert gaps(pieces=(Piece("หน้า", is_checked=True),)) == set()
    slow = Piece("หน้า", unsure=Text("ช้า", "slow"))
    assert gaps(pieces=(slow,)) == {Gap.LINK_UNSURE}
    assert gaps(pieces=(replace(slow, was_opened=False),)) == {Gap.LINK_UNCHECKED}
    work = ItemWork("o13", ItemState.DONE, WANTED, FOUND, (Piece("หน้า", is_checked=False),))
    assert readiness(work, YEAR, ON).is_ready
    file = Piece("ไฟล์", is_on_web=False, is_checked=False)
    assert gaps(pieces=(file,)) == {Gap.NOT_ON_WEB}


@pytest.mark.parametrize(
    ("piece", "gap"),
    [
        (Piece("ประกาศ", stands_in_until=date(2023, 3, 20)), Gap.STANDS_IN),
        (Piece("แผน", valid_until=date(2023, 9, 29)), Gap.TERM_ENDS),
        (Piece("แผน", valid_until=date(2023, 3, 20)), Gap.TERM_ENDS),
    ],
)
def test_what_will_be_open_is_told_before(piece, gap):
    work = ItemWork("o4", ItemState.DONE, WANTED, FOUND, (piece,))
    found = readiness(work, YEAR, ON)
    assert [lack.gap for lack in found.lacks] == [gap]
    assert found.is_ready


@pytest.mark.parametrize("last", [date(2023, 9, 30), date(2026, 9, 30), None])
def test_a_term_that_covers_the_year_is_no_matter(last):
    assert gaps(pieces=(Piece("แผน", valid_from=date(2022, 10, 1), valid_until=last),)) == set()


def test_an_element_that_is_not_needed_is_no_gap():
    assert gaps(checks=FOUND | {WANTED[0].key: Presence.NOT_NEEDED}) == set()


def test_an_old_look_for_what_is_not_asked_any_more_is_no_gap():
    assert gaps(outdated=frozenset(["other"])) == set()


def test_what_was_looked_for_under_other_words_is_open_again():
    element = Element(kind=ElementKind.REQUIRED, text=Text("ปัญหา", "problems"))
    changed = requirement_of(element, YEAR)
    assert gaps(requirements=(changed, WANTED[1])) == {Gap.UNCHECKED}


def test_an_item_of_which_only_the_requirements_are_unknown_cannot_be_told():
    found = readiness(ItemWork("o10", ItemState.DONE, None, {}, (Piece("ก"),)), YEAR, ON)
    assert (found.is_ready, found.is_unknown) == (False, True)
    nothing = readiness(ItemWork("o10", ItemState.DONE, None), YEAR, ON)
    assert nothing.is_unknown is False
    assert nothing.first.gap is Gap.NO_EVIDENCE


@given(
    st.sampled_from(ItemState),
    st.dictionaries(st.sampled_from(sorted(FOUND)), st.sampled_from(Presence)),
    st.lists(
        st.builds(
            Piece,
            st.just("ก"),
            st.sampled_from([None, 2565]),
            st.sampled_from([None, ON, ON - timedelta(days=1)]),
        ),
        max_size=3,
    ),
)
def test_ready_is_never_said_of_what_nobody_confirmed(state, checks, pieces):
    found = readiness(ItemWork("o1", state, WANTED, checks, tuple(pieces)), YEAR, ON)
    confirmed = (
        state.is_finished
        and bool(pieces)
        and all(checks.get(key) in (Presence.PRESENT, Presence.NOT_NEEDED) for key in FOUND)
        and Presence.PRESENT in checks.values()
        and all(one.of_year is None for one in pieces)
        and all(one.stands_in_until is None or one.stands_in_until >= ON for one in pieces)
    )
    assert found.is_ready is confirmed


def test_the_worth_of_all_items_is_the_weight_of_the_oit():
    framework = Catalogue().get(2566, draft=True)
    codes = [code for code in framework.items if code.startswith("o")]
    assert sum(stakes(framework, codes).values()) == 40


def test_only_what_is_ready_is_won():
    framework = Catalogue().get(2566, draft=True)
    codes = [code for code in framework.items if code.startswith("o")]
    none = forecast(framework, dict.fromkeys(codes, False))
    assert (none.ready, none.open_points, none.score) == (0, 40, 0)
    every = forecast(framework, dict.fromkeys(codes, True))
    assert (every.ready, every.open_points, every.score) == (43, 0, 100)
    one = forecast(framework, dict.fromkeys(codes, False) | {"o43": True})
    assert one.open_points == 40 - Fraction(2)
    assert one.score == 5


def test_in_a_year_of_unknown_weights_nothing_is_said_of_points():
    framework = Catalogue().get(2569, draft=True)
    codes = [code for code in framework.items if code.startswith("o")]
    told = forecast(framework, dict.fromkeys(codes, False) | {codes[0]: True})
    assert told.ready == 1
    assert (told.open_points is None) == bool(told.unknown)
