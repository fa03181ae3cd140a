"""A figure counts as checked only where something else could have contradicted it."""

import pytest

from prongsai.core.scoring.card import Verdict

PARTS_2569 = {"IIT": "88.12", "EIT": "79.40", "OIT": "93.44"}


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        ("12.00", Verdict.CONTRADICTS),
        ("79.39", Verdict.CONTRADICTS),
        ("93.45", Verdict.CONTRADICTS),
        ("79.40", Verdict.NOT_CHECKED),
        ("88.00", Verdict.NOT_CHECKED),
        ("93.44", Verdict.NOT_CHECKED),
    ],
)
def test_no_weights_give_a_total_outside_its_parts(card_of, total, verdict):
    card = card_of(2569, PARTS_2569 | {"total": total})
    assert card.total.verdict is verdict
    codes = {finding.code for finding in card.findings}
    assert ("figure_beyond_parts" in codes) == (verdict is Verdict.CONTRADICTS)


def test_a_range_with_a_part_missing_contradicts_nothing(card_of):
    card = card_of(2569, {"IIT": "88.12", "EIT": "79.40", "total": "97.00"})
    assert card.total.verdict is Verdict.NOT_CHECKED


def test_where_weights_are_unknown_every_figure_says_why_it_is_not_checked(card_of):
    card = card_of(2569, PARTS_2569 | {"total": "88.00"})
    assert not card.checked
    assert {score.code for score in card.not_checked} == {"total", *PARTS_2569}
    assert "weights" in card.total.unchecked.en
    assert all(score.unchecked for score in card.not_checked)


def test_where_weights_are_known_the_total_checks_its_parts(card_of):
    card = card_of(2565, {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32", "total": "90.52"})
    assert {score.verdict for score in card.checked} == {Verdict.EQUAL}
    assert not card.not_checked


def test_a_total_that_contradicts_its_parts_bears_none_of_them_out(card_of):
    card = card_of(2565, {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32", "total": "91.52"})
    assert card.total.verdict is Verdict.CONTRADICTS
    assert {score.code for score in card.not_checked} == {"IIT", "EIT", "OIT"}


def test_one_part_that_is_missing_leaves_the_total_unchecked(card_of):
    card = card_of(2565, {"IIT": "93.10", "EIT": "78.86", "total": "90.52"})
    assert card.total.verdict is Verdict.NOT_CHECKED
    assert "not all there" in card.total.unchecked.en


def test_an_item_is_checked_by_the_figure_made_of_it(card_of, ban_song_items):
    alone = card_of(2565, ban_song_items)
    assert alone.scores["o12"].verdict is Verdict.NOT_CHECKED
    beside = card_of(2565, ban_song_items | {"9.2": "87.50"})
    assert beside.scores["o12"].verdict is Verdict.EQUAL
