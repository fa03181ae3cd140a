"""Columns and dots: what a chart draws stands in its words, and nothing is drawn for nothing."""

import re

import pytest

from prongsai.web.platform.drawings import columns, dots


def test_columns_stand_side_by_side_and_their_words_tell_every_count():
    drawn = columns([("ต.ค.", 4, 2), ("พ.ย.", 0, None)], "รับและตอบ")
    assert 'aria-label="รับและตอบ: ต.ค. 4 / 2, พ.ย. 0 / –"' in drawn
    heights = re.findall(r'<rect class="([\w-]+)"[^>]*height="([\d.]+)"', drawn)
    assert heights == [("c-ok", "104"), ("c-gain", "52")]


def test_a_chart_without_counts_is_drawn_empty():
    assert "<rect" not in columns([("ต.ค.", None)], "รับ")
    assert "<rect" not in columns([], "รับ")


@pytest.mark.parametrize(
    ("value", "before", "colours"),
    [
        (90, 80, ["c-before", "c-now"]), (80, 90, ["c-before", "c-now c-lownow"]),
        (90, None, ["c-now"]), (None, "", []),
    ],
)  # fmt: skip
def test_a_dot_stands_for_each_value_that_is_known(value, before, colours):
    assert re.findall(r'class="(c-(?:now|before)[^"]*)"', dots(value, before, 85)) == colours
