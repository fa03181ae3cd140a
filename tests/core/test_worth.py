"""What each part of the tree is worth in the total, and what is lost there."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.analysis.trend import lost, share_in, worth
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level

YEARS = [2564, 2565, 2566]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("level", [level for level in Level if level is not Level.SUB_INDICATOR])
def test_the_parts_of_one_level_are_worth_100_together(level, year, framework):
    tree = framework(year).tree
    parts = [worth(framework(year), code) for code, node in tree.items() if node.level is level]
    assert sum(parts) == 100


@given(st.sampled_from(list(Catalogue().get(2565).tree)), st.fractions(0, 100))
def test_what_is_had_and_what_is_lost_are_what_a_part_is_worth(code, score):
    one = Catalogue().get(2565)
    assert lost(one, code, score) + share_in(one, code) * score == worth(one, code)


def test_a_share_in_the_total_is_the_share_in_the_instrument_times_its_weight(framework):
    one = framework(2565)
    weights = {part.code: part.weight for part in one.instruments}
    for code in one.items:
        instrument = INSTRUMENTS["ieo".index(code[0])]
        assert share_in(one, code) == share_in(one, code, instrument) * weights[instrument]


def test_a_part_has_a_share_in_what_it_is_part_of_only(framework):
    one = framework(2565)
    assert share_in(one, TOTAL) == share_in(one, "9.1", "9.1") == 1
    assert share_in(one, "o1", "9") == Fraction(1, 45)
    assert share_in(one, "o1", "10") is None
    assert share_in(one, "IIT", "o1") is None
    assert share_in(one, "o99") is None


def test_a_year_that_does_not_tell_gives_no_worth(framework):
    assert worth(framework(2569), "o1") is None
    assert lost(framework(2569), "IIT", Fraction(50)) is None
    assert worth(framework(2563), "1") == 6
