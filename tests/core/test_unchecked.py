"""A figure counts as checked only where something else could have contradicted it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.rounding import half_up, round_up
from prongsai.core.scoring.card import Verdict
from prongsai.core.scoring.rating import shortfall

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


TEN = {str(number): f"{86 + number}.00" for number in range(1, 11)}


@pytest.mark.parametrize(
    ("year", "printed", "verdict"),
    [
        (2569, TEN | {"total": "12.00"}, Verdict.CONTRADICTS),
        (2569, TEN | {"total": "91.00"}, Verdict.NOT_CHECKED),
        # One of ten not known: OIT may be as low as 47.50.
        (2569, {**TEN, "10": "0", "total": "12.00"}, Verdict.CONTRADICTS),
        (2569, {code: TEN[code] for code in TEN if code != "10"} | {"total": "47.52"},
         Verdict.NOT_CHECKED),
        (2569, {code: TEN[code] for code in TEN if code != "10"} | {"total": "47.49"},
         Verdict.CONTRADICTS),
        # Weights 30/30/40: with OIT at 0 the least is 50.256, with OIT at 100 the most 90.256.
        (2565, {"IIT": "88.12", "EIT": "79.40", "total": "12.00"}, Verdict.CONTRADICTS),
        (2565, {"IIT": "88.12", "EIT": "79.40", "total": "50.24"}, Verdict.CONTRADICTS),
        (2565, {"IIT": "88.12", "EIT": "79.40", "total": "50.26"}, Verdict.NOT_CHECKED),
        (2565, {"IIT": "88.12", "EIT": "79.40", "total": "90.26"}, Verdict.NOT_CHECKED),
        (2565, {"IIT": "88.12", "EIT": "79.40", "total": "90.27"}, Verdict.CONTRADICTS),
        # An indicator far below holds the total down: 100 − 0.3 × 0.2 × 90.
        (2565, {"1": "10.00", "total": "94.61"}, Verdict.CONTRADICTS),
        (2565, {"1": "10.00", "total": "94.60"}, Verdict.NOT_CHECKED),
        (2565, {"total": "12.00"}, Verdict.NOT_CHECKED),
    ],
)  # fmt: skip
def test_a_figure_that_its_known_parts_cannot_give_contradicts(card_of, year, printed, verdict):
    card = card_of(year, printed)
    assert card.total.verdict is verdict
    found = [one for one in card.findings if one.code == "figure_beyond_parts"]
    assert bool(found) == (verdict is Verdict.CONTRADICTS)
    assert not (found and shortfall(card))


def test_what_a_figure_may_be_is_kept_where_nothing_recomputes_it(card_of):
    two = {"IIT": "93.10", "EIT": "78.86"}
    assert card_of(2565, two | {"total": "90.52"}).total.allowed is not None
    assert card_of(2565, two).total.allowed is None
    assert card_of(2565, two | {"OIT": "97.32", "total": "90.52"}).total.allowed is None


def test_a_part_that_its_own_parts_contradict_may_be_either(card_of):
    """IIT is printed for less than 90.005, its indicators give that at the least."""
    iit = dict.fromkeys("12345", "90.01") | {"IIT": "90.00"}
    for total, verdict in (
        ("26.998", Verdict.CONTRADICTS), ("26.999", Verdict.NOT_CHECKED),  # with 89.995
        ("97.004", Verdict.NOT_CHECKED), ("97.006", Verdict.CONTRADICTS),  # with 90.015
    ):  # fmt: skip
        assert card_of(2565, iit | {"total": total}).total.verdict is verdict
    further = iit | {"IIT": "89.90"}  # from 89.895
    for total, verdict in (("26.97", Verdict.NOT_CHECKED), ("26.96", Verdict.CONTRADICTS)):
        assert card_of(2565, further | {"total": total}).total.verdict is verdict


def test_what_an_impossible_figure_may_be_is_told(card_of):
    card = card_of(2565, {"IIT": "88.12", "EIT": "79.40", "total": "12.00"})
    (finding,) = card.findings
    assert "50.25–90.26" in finding.message.en


@given(
    left_out=st.sets(st.sampled_from([*TEN, "IIT", "EIT", "OIT"])),
    scores=st.lists(st.integers(0, 10000), min_size=10, max_size=10),
)
def test_what_is_possible_is_never_called_impossible(left_out, scores, card_of):
    """Any part of a right sheet, years without weights included."""
    ten = {str(place): f"{number / 100:.2f}" for place, number in enumerate(scores, start=1)}
    whole = card_of(2565, ten)
    printed = {code: str(half_up(score.value)) for code, score in whole.scores.items()
               if score.value is not None and code not in left_out}  # fmt: skip
    for year in (2565, 2569):
        findings = card_of(year, printed).findings
        assert "figure_beyond_parts" not in [one.code for one in findings]


def test_where_weights_are_unknown_every_figure_says_why_it_is_not_checked(card_of):
    card = card_of(2569, PARTS_2569 | {"total": "88.00"})
    assert not card.checked
    assert {score.code for score in card.not_checked} == {"total", *PARTS_2569}
    assert "weights" in card.total.unchecked.en
    assert all(score.unchecked for score in card.not_checked)


def test_where_weights_are_known_the_total_is_recomputed_and_its_parts_fit_it(card_of):
    card = card_of(2565, {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32", "total": "90.52"})
    assert {score.code: score.verdict for score in card.checked} == {"total": Verdict.EQUAL}
    assert {score.code for score in card.fitting} == {"IIT", "EIT", "OIT"}
    assert not card.not_checked


def test_parts_that_changed_places_are_not_called_equal(card_of):
    """IIT and EIT weigh the same: the total cannot tell that they were swapped."""
    for iit, eit in (("90.00", "80.00"), ("80.00", "90.00")):
        card = card_of(2568, {"IIT": iit, "EIT": eit, "OIT": "92.50", "total": "88.00"})
        assert [score.code for score in card.checked] == ["total"]
        assert {score.verdict for score in card.fitting} == {Verdict.FITS}


def test_a_sum_tells_how_wrong_a_part_alone_could_be(card_of):
    """88.00 may be up to 88.005 and the other parts 0.005 lower each: 0.01 ÷ 0.3 in IIT."""
    parts = {"IIT": "90.00", "EIT": "80.00", "OIT": "92.50"}
    fit = card_of(2568, parts | {"total": "88.00"}).scores["IIT"].fit
    assert (fit.code, fit.unseen) == ("total", Fraction(1, 30))
    for wrong, verdict in (("90.03", Verdict.WITHIN_ROUNDING), ("90.04", Verdict.CONTRADICTS)):
        card = card_of(2568, parts | {"IIT": wrong, "total": "88.00"})
        assert card.total.verdict is verdict


@given(code=st.sampled_from(["IIT", "EIT", "1", "4", "6", "i1", "o12", "9.2"]), up=st.booleans())
@pytest.mark.long
def test_no_part_is_vouched_for_beyond_what_its_sum_would_show(code, up, card_of, ban_song_items):
    """Moved by more than the fit tells, the sum contradicts; so a fit is never an empty word."""
    printed = {
        "total": "90.52", "IIT": "93.10", "EIT": "78.86", "OIT": "97.32", "1": "95.21",
        "2": "92.11", "3": "94.38", "4": "91.96", "5": "91.82", "6": "81.03", "7": "76.92",
        "8": "78.64", "9": "94.64", "10": "100.00",
    }  # fmt: skip
    oit = {item: text for item, text in ban_song_items.items() if item[0] == "o"}
    for sheet in (printed, printed | oit, {"total": "90.52"} | ban_song_items):
        score = card_of(2565, sheet).scores[code]
        if score.fit is None or code[0] == "o":
            continue
        moved = Decimal(sheet[code]) + round_up(score.fit.unseen) * (1 if up else -1)
        if 0 <= moved <= 100:
            card = card_of(2565, sheet | {code: str(moved)})
            assert card.scores[score.fit.code].verdict is Verdict.CONTRADICTS


def test_one_of_many_items_far_below_a_total_is_not_checked(card_of, framework):
    items = [code for code, node in framework(2565).tree.items() if node.level == "item"]
    made = {code: "100" if code[0] == "o" else f"{70 + place % 23}.37"
            for place, code in enumerate(items)}  # fmt: skip
    total = str(half_up(card_of(2565, made).total.value))
    for off in ("0", "0.1", "0.3", "0.5", "0.8"):
        i1 = f"{Decimal(made['i1']) - Decimal(off)}"
        card = card_of(2565, made | {"i1": i1, "total": total})
        assert card.total.verdict in (Verdict.EQUAL, Verdict.WITHIN_ROUNDING)
        assert [score.code for score in card.checked] == ["total"]
        first = card.scores["i1"]
        assert first.verdict is Verdict.NOT_CHECKED
        assert "would not show an error of up to" in first.unchecked.en
        # A disclosure item is 0 or 100: one that is wrong shows in the total.
        assert card.scores["o1"].verdict is Verdict.FITS


def test_a_total_that_contradicts_its_parts_bears_none_of_them_out(card_of):
    card = card_of(2565, {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32", "total": "91.52"})
    assert card.total.verdict is Verdict.CONTRADICTS
    assert {score.code for score in card.not_checked} == {"IIT", "EIT", "OIT"}
    assert all("which figure is wrong" in score.unchecked.en for score in card.not_checked)


def test_one_part_that_is_missing_leaves_the_total_unchecked(card_of):
    card = card_of(2565, {"IIT": "93.10", "EIT": "78.86", "total": "90.52"})
    assert card.total.verdict is Verdict.NOT_CHECKED
    assert "not all of its parts" in card.total.unchecked.en


def test_an_item_is_checked_by_the_figure_made_of_it(card_of, ban_song_items):
    alone = card_of(2565, ban_song_items)
    assert alone.scores["o12"].verdict is Verdict.NOT_CHECKED
    beside = card_of(2565, ban_song_items | {"9.2": "87.50"})
    assert beside.scores["o12"].verdict is Verdict.FITS
    assert beside.scores["9.2"].verdict is Verdict.EQUAL
