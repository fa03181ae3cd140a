"""A score card from any part of a sheet: nothing is filled in, all that is shown is explained."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, sort_key
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.model import Origin, PublishedRating, ScoreSheet
from prongsai.core.scoring.card import Basis, Verdict
from prongsai.core.scoring.compute import rounded, score_sheet, shown

TREE = Catalogue().get(2565).tree
ITEMS = [code for code, node in TREE.items() if node.level is Level.ITEM]
HUNDREDTHS = st.integers(0, 10_000).map(lambda number: Decimal(number).scaleb(-2))


def printed_score(code):
    return st.sampled_from(["0", "100"]) if code[0] == "o" else HUNDREDTHS.map(str)


WHOLE_SHEETS = st.fixed_dictionaries({code: printed_score(code) for code in ITEMS})
PARTIAL_SHEETS = st.fixed_dictionaries({}, optional={code: printed_score(code) for code in TREE})


def above(code):
    """The node and all it is part of."""
    while code is not None:
        yield code
        code = TREE[code].parent


@given(printed=PARTIAL_SHEETS)
def test_a_score_is_made_of_its_parts_or_as_printed_or_not_there(printed, card_of):
    scores = card_of(2565, printed).scores
    for code, node in TREE.items():
        parts = [scores[child].value for child, _ in node.children]
        if parts and None not in parts:
            assert scores[code].value is not None
        elif code in printed:
            assert half_up(scores[code].value) == Decimal(printed[code])
        else:
            assert scores[code].value is None


@given(printed=PARTIAL_SHEETS)
def test_the_parts_of_an_explanation_add_up_to_the_value_exactly(printed, card_of):
    for score in card_of(2565, printed).scores.values():
        if score.parts:
            assert sum(part.contribution for part in score.parts) == score.value
            assert [(part.code, part.share) for part in score.parts] == [*TREE[score.code].children]


@given(printed=WHOLE_SHEETS)
def test_a_whole_sheet_explains_every_node_above_its_items(printed, card_of):
    scores = card_of(2565, printed).scores
    for code, node in TREE.items():
        assert bool(scores[code].parts) == bool(node.children)


@given(printed=PARTIAL_SHEETS)
def test_every_printed_figure_has_a_verdict_and_no_other_has_one(printed, card_of):
    scores = card_of(2565, printed).scores
    assert {code for code, score in scores.items() if score.verdict} == set(printed)
    assert {code: scores[code].published for code in printed} == printed


@given(printed=WHOLE_SHEETS, code=st.sampled_from(ITEMS), rise=st.integers(1, 100))
def test_a_point_more_in_an_item_raises_all_it_is_part_of(printed, code, rise, card_of):
    higher = "100" if code[0] == "o" else str(min(Decimal(printed[code]) + rise, Decimal(100)))
    assume(Decimal(higher) - Decimal(printed[code]) >= 1)
    before = card_of(2565, printed).scores
    after = card_of(2565, printed | {code: higher}).scores
    assert all(after[part].value > before[part].value for part in above(code))


def test_items_alone_give_every_level(card_of, ban_song_items):
    card = card_of(2565, ban_song_items)
    assert all(score.value is not None for score in card.scores.values())
    assert card.scores["OIT"].basis is Basis.EXACT
    assert card.total.basis is Basis.PARTS  # one item of indicator 5 has two readings
    assert {level: len(card.of_level(level)) for level in Level} == {
        Level.TOTAL: 1,
        Level.INSTRUMENT: 3,
        Level.INDICATOR: 10,
        Level.SUB_INDICATOR: 7,
        Level.ITEM: 88,
    }


def test_indicators_alone_give_instruments_and_total_but_no_items(card_of):
    card = card_of(2565, {str(number): "90.00" for number in range(1, 11)})
    assert {shown(card.scores[code].value) for code in (*INSTRUMENTS, TOTAL)} == {"90.00"}
    assert card.total.basis is Basis.PARTS
    assert card.of_level(Level.ITEM) == card.of_level(Level.SUB_INDICATOR) == ()
    assert card.scores["1"].basis is Basis.PUBLISHED


def test_instruments_alone_give_the_total_only(card_of):
    card = card_of(2565, {"IIT": "80.00", "EIT": "90.00", "OIT": "100.00"})
    assert shown(card.total.value) == "91.00"
    assert card.of_level(Level.INDICATOR) == ()


def test_the_total_alone_gives_itself(card_of):
    card = card_of(2565, {TOTAL: "90.52"})
    assert (shown(card.total.value), card.total.basis) == ("90.52", Basis.PUBLISHED)
    assert card.total.parts == ()
    assert card.total.plain is None
    assert card.of_level(Level.INSTRUMENT) == ()


def test_two_instruments_give_no_total(card_of):
    card = card_of(2565, {"IIT": "80.00", "EIT": "90.00"})
    assert card.total.value is None
    assert card.rating is None
    assert card.findings == ()


def test_a_whole_instrument_of_items_stands_beside_a_printed_one(card_of, ban_song_items):
    oit = {code: text for code, text in ban_song_items.items() if code[0] == "o"}
    card = card_of(2565, oit | {"IIT": "93.10", "EIT": "78.86"})
    assert card.scores["OIT"].basis is Basis.EXACT
    assert card.scores["IIT"].basis is Basis.PUBLISHED
    assert (shown(card.total.value), card.total.basis) == ("90.52", Basis.PARTS)
    # What is printed below the total is no sum without OIT: 0.3 × (93.10 + 78.86) = 51.588.
    for total, verdict in (("90.52", Verdict.EQUAL), ("51.59", Verdict.CONTRADICTS)):
        card = card_of(2565, oit | {"IIT": "93.10", "EIT": "78.86", TOTAL: total})
        assert card.total.verdict is verdict


def test_items_of_which_one_is_missing_give_no_indicator(card_of, ban_song_items):
    some = {code: text for code, text in ban_song_items.items() if code != "i1"}
    card = card_of(2565, some)
    assert [card.scores[code].value for code in ("i1", "1", "IIT", TOTAL)] == [None] * 4
    assert shown(card.scores["2"].value) == "92.11"


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("0", Verdict.NOT_CHECKED), ("100.00", Verdict.NOT_CHECKED), ("50", Verdict.CONTRADICTS)],
)
def test_an_oit_item_is_0_or_100(printed, verdict, card_of, ban_song_items):
    card = card_of(2565, ban_song_items | {"o12": printed})
    assert card.scores["o12"].verdict is verdict
    codes = [finding.code for finding in card.findings]
    assert ("oit_item_not_0_or_100" in codes) == (verdict is Verdict.CONTRADICTS)


def test_the_finding_on_an_oit_item_names_it_and_its_place(card_of):
    (finding,) = card_of(2565, {"o12": "50"}).findings
    assert "o12" in finding.message.th
    assert "50" in finding.message.th
    assert [place.file for place in finding.places] == ["sheet.xlsx"]
    assert finding.next_step.th


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("91.00", Verdict.EQUAL),
        ("91.0", Verdict.EQUAL),
        ("91", Verdict.EQUAL),
        ("91.002", Verdict.WITHIN_ROUNDING),
        ("90.99", Verdict.CONTRADICTS),
        ("91.02", Verdict.CONTRADICTS),
        ("19.00", Verdict.CONTRADICTS),
    ],
)
def test_a_printed_total_is_held_against_its_parts(printed, verdict, card_of):
    card = card_of(2565, {"IIT": "80.00", "EIT": "90.00", "OIT": "100.00", TOTAL: printed})
    assert card.total.verdict is verdict
    assert shown(card.total.value) == "91.00"
    codes = [finding.code for finding in card.findings]
    assert codes == (["figure_contradicts"] if verdict is Verdict.CONTRADICTS else [])


@given(printed=WHOLE_SHEETS, code=st.sampled_from(["1", "6", "IIT", "EIT", "total"]))
def test_what_the_computation_shows_is_never_contradicted(printed, code, card_of):
    computed = shown(card_of(2565, printed).scores[code].value)
    card = card_of(2565, printed | {code: computed})
    assert card.scores[code].verdict is not Verdict.CONTRADICTS


@given(printed=WHOLE_SHEETS, code=st.sampled_from(["1", "9", "EIT", "total"]))
@pytest.mark.long
def test_what_no_unrounded_scores_can_give_contradicts(printed, code, card_of):
    value = card_of(2565, printed).scores[code].value
    wrong = half_up(value) + (Decimal("0.02") if value < 99 else Decimal("-0.02"))
    card = card_of(2565, printed | {code: str(wrong)})
    assert card.scores[code].verdict is Verdict.CONTRADICTS
    assert "figure_contradicts" in [finding.code for finding in card.findings]


def test_a_sheet_with_one_decimal_is_held_against_one_decimal(card_of):
    """The five may be as high as 90.09 on average, which is printed 90.1."""
    parts = dict(zip("12345", ("90.0", "90.0", "90.0", "90.1", "90.1"), strict=True))
    verdicts = {
        printed: card_of(2565, parts | {"IIT": printed}).scores["IIT"].verdict
        for printed in ("90.0", "90.1", "90.2")
    }
    assert verdicts == {
        "90.0": Verdict.EQUAL,
        "90.1": Verdict.WITHIN_ROUNDING,
        "90.2": Verdict.CONTRADICTS,
    }


FIVE = {"1": "90.00", "2": "90.00", "3": "91.00", "4": "92.00", "5": "90.70"}


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("90.74", Verdict.EQUAL),
        # One place, or two without the zero: the first would be right, the second wrong.
        ("90.7", Verdict.WITHIN_ROUNDING),
        ("90.70", Verdict.CONTRADICTS),
        ("90.8", Verdict.CONTRADICTS),
        ("91", Verdict.CONTRADICTS),
    ],
)
def test_a_print_with_fewer_decimals_is_equal_only_as_both_its_readings(printed, verdict, card_of):
    card = card_of(2565, FIVE | {"IIT": printed, "EIT": "80.00"})
    assert shown(card.scores["IIT"].value) == "90.74"
    assert card.scores["IIT"].verdict is verdict


@pytest.mark.parametrize("printed", ["90.70", "90.7"])
def test_a_dropped_zero_is_no_difference(printed, card_of):
    card = card_of(2565, FIVE | {"5": "90.50", "IIT": printed, "EIT": "80.00"})
    assert card.scores["IIT"].verdict is Verdict.EQUAL


def test_a_total_of_one_place_beside_parts_of_two_is_within_rounding(card_of):
    parts = {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32"}
    for printed, verdict in (("90.5", Verdict.WITHIN_ROUNDING), ("90.52", Verdict.EQUAL)):
        assert card_of(2565, parts | {TOTAL: printed}).total.verdict is verdict


def test_a_part_of_one_place_contradicts_no_sum_that_it_may_give(card_of):
    """90.7 may be 90.74: 0.3 × 90.74 + 0.3 × 80 + 0.4 × 95.55 = 89.442."""
    parts = {"IIT": "90.7", "EIT": "80.00", "OIT": "95.55"}
    assert card_of(2565, parts | {TOTAL: "89.44"}).total.verdict is Verdict.WITHIN_ROUNDING
    assert card_of(2565, parts | {TOTAL: "89.46"}).total.verdict is Verdict.CONTRADICTS
    exact = parts | {"IIT": "90.70", TOTAL: "89.45"}
    assert card_of(2565, exact).total.verdict is Verdict.CONTRADICTS


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("87.50", Verdict.EQUAL),
        ("87.5", Verdict.EQUAL),
        ("87.497", Verdict.CONTRADICTS),
        ("87.49", Verdict.CONTRADICTS),
    ],
)
def test_disclosure_items_leave_no_room_for_rounding(printed, verdict, card_of, ban_song_items):
    card = card_of(2565, ban_song_items | {"9.2": printed})
    assert card.scores["9.2"].verdict is verdict


def test_a_wrong_figure_that_was_carried_upwards_contradicts_once(card_of, ban_song_items):
    """Indicator 1 printed 85.21 for 95.21, and IIT made from it: the mean of the five printed."""
    wrong = {"1": "85.21", "2": "92.11", "3": "94.38", "4": "91.96", "5": "91.82", "IIT": "91.10"}
    card = card_of(2565, ban_song_items | wrong)
    assert card.scores["1"].verdict is Verdict.CONTRADICTS
    # It fits what is printed below it, and that proves nothing.
    assert card.scores["IIT"].verdict is Verdict.NOT_CHECKED
    assert "contradict" in card.scores["IIT"].because.en
    assert card_of(2565, {**ban_song_items, "IIT": "91.10"}).scores["IIT"].verdict is (
        Verdict.CONTRADICTS
    )


def test_a_total_that_fits_instruments_which_contradict_their_parts_gives_no_level(card_of):
    sound = dict.fromkeys(map(str, range(1, 6)), "60") | {"6": "70", "7": "75", "8": "80"}
    sound |= {"9": "98", "10": "100", "IIT": "60", "EIT": "75", "OIT": "99", TOTAL: "80"}
    assert card_of(2566, sound).rating is not None
    wrong = sound | dict.fromkeys(map(str, range(1, 6)), "90")
    card = card_of(2566, wrong)
    assert card.total.verdict is Verdict.NOT_CHECKED
    assert card.total.is_doubted
    assert card.rating is None


def test_only_scores_before_rounding_explain_a_figure(card_of):
    """The indicators give 90.0062; the printed instruments, a step nearer, give 90.004."""
    nine = dict.fromkeys([str(number) for number in range(1, 11)], "90.00")
    parts = nine | dict.fromkeys(("4", "5", "8", "9", "10"), "90.01")
    card = card_of(2565, parts | {"IIT": "90.00", "EIT": "90.00", "OIT": "90.01", TOTAL: "90.01"})
    assert (shown(card.total.value), shown(card.total.plain)) == ("90.01", "90.00")
    assert card.total.verdict is Verdict.EQUAL


def sheet_of(figures, ratings=()):
    return ScoreSheet(2565, tuple(figures), tuple(ratings))


def test_a_second_print_has_a_verdict_of_its_own(framework, figure, card_of):
    whole = {"IIT": "80.00", "EIT": "90.00", "OIT": "100.00", TOTAL: "91.00"}
    figures = [figure(code, text) for code, text in whole.items()]
    prose = figure(TOTAL, "91.50", origin=Origin.PROSE)
    card = score_sheet(framework(2565), sheet_of([prose, *figures]))
    (other,) = card.total.other_prints
    assert (card.total.published, card.total.verdict) == ("91.00", Verdict.EQUAL)
    assert (other.published, other.verdict) == ("91.50", Verdict.CONTRADICTS)
    assert [finding.code for finding in card.findings] == ["other_print_contradicts"]
    assert card_of(2565, whole).total.other_prints == ()


@pytest.mark.parametrize(("first", "second"), [("94.34", "87.57"), ("87.57", "94.34")])
def test_two_prints_of_what_nothing_computes_contradict_each_other(
    first, second, framework, figure
):
    """No weights, no items: what stands in a table and in a sentence are two prints."""
    figures = [figure("OIT", first, 2569), figure("OIT", second, 2569, origin=Origin.PROSE)]
    card = score_sheet(framework(2569), ScoreSheet(2569, tuple(figures)))
    (finding,) = (one for one in card.findings if one.code == "other_print_contradicts")
    assert f"two prints of OIT contradict each other, {first} and {second}" in finding.message.en
    assert f"ที่คำนวณได้ {first}" not in finding.message.th


def test_a_second_print_of_the_same_value_is_no_other_print(framework, figure):
    figures = [figure(TOTAL, "91.00"), figure(TOTAL, "91.0", origin=Origin.PROSE)]
    card = score_sheet(framework(2565), sheet_of(figures))
    assert card.total.other_prints == ()
    assert card.findings == ()


def test_a_second_print_of_an_oit_item_contradicts(framework, figure):
    figures = [figure("o1", "100"), figure("o1", "0")]
    card = score_sheet(framework(2565), sheet_of(figures))
    (other,) = card.scores["o1"].other_prints
    assert (card.scores["o1"].value, other.verdict) == (100, Verdict.CONTRADICTS)


def test_figures_of_other_years_are_no_part_of_a_card(framework, figure):
    figures = [figure(TOTAL, "85.26", year=2564), figure(TOTAL, "90.52", year=2565)]
    assert shown(score_sheet(framework(2565), sheet_of(figures)).total.value) == "90.52"
    assert shown(score_sheet(framework(2564), sheet_of(figures)).total.value) == "85.26"


@pytest.mark.parametrize(("level", "findings"), [("A", []), ("B", ["rating_contradicts"])])
def test_a_printed_level_is_held_against_the_scores(level, findings, framework, figure):
    total = figure(TOTAL, "90.52")
    rating = PublishedRating(level, 2565, level, total.place)
    card = score_sheet(framework(2565), sheet_of([total], [rating]))
    assert card.rating.code == "A"
    assert [finding.code for finding in card.findings] == findings


@pytest.mark.parametrize(
    ("level", "findings"), [("good", []), ("pass", []), ("improve", ["rating_contradicts"])]
)
def test_a_printed_level_that_may_still_hold_is_not_contradicted(
    level, findings, framework, figure
):
    total = figure(TOTAL, "93.05", year=2568)
    sheet = sheet_of([total], [PublishedRating(level, 2568, level, total.place)])
    codes = [finding.code for finding in score_sheet(framework(2568), sheet).findings]
    assert codes == ["framework_part_unknown", *findings]


def test_items_of_a_year_without_known_items_are_kept_but_are_part_of_no_sum(card_of):
    card = card_of(2568, {"i1": "90.00", "1": "80.00"})
    assert shown(card.scores["i1"].value) == "90.00"
    assert shown(card.scores["1"].value) == "80.00"
    assert card.scores["1"].parts == ()


def test_what_no_structure_has_a_place_for_is_named_by_the_year_or_as_it_is_printed(
    framework, figure
):
    of_year = framework(2569)
    figures = (figure("o1", "100", 2569), figure("i1", "90.00", 2569, name="ข้อแรก"))
    scores = score_sheet(of_year, ScoreSheet(2569, figures)).scores
    assert scores["o1"].name == of_year.items["o1"].name
    assert scores["i1"].name.th == "ข้อแรก"
    assert scores["i1"].verdict is Verdict.NOT_CHECKED


def test_a_whole_number_alone_on_its_level_may_have_been_rounded_to_it(card_of):
    """0.3 × 80 + 0.3 × 90 + 0.4 × 99.25 = 90.70."""
    parts = {"IIT": "80.00", "EIT": "90.00", "OIT": "99.25"}
    assert card_of(2565, parts | {TOTAL: "91"}).total.verdict is Verdict.WITHIN_ROUNDING
    assert card_of(2565, parts | {TOTAL: "90"}).total.verdict is Verdict.CONTRADICTS


def test_what_is_no_item_of_the_year_is_left_out(card_of):
    assert "9.9" not in card_of(2565, {"9.9": "90.00", "1": "80.00"}).scores


def test_a_value_is_shown_with_two_places_and_no_value_is_not_shown():
    assert (shown(Fraction(1, 3)), rounded(Fraction(1, 3))) == ("0.33", Decimal("0.33"))
    assert (shown(None), rounded(None)) == (None, None)


@given(printed=PARTIAL_SHEETS)
def test_scores_come_in_framework_order_and_levels_in_code_order(printed, card_of):
    card = card_of(2565, printed)
    assert list(card.scores) == list(TREE)
    for level in Level:
        codes = [score.code for score in card.of_level(level)]
        assert codes == sorted(codes, key=sort_key)
