"""Changed scores through the same engine, and ways to a target one by one."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.analysis.trend import share_in
from prongsai.core.analysis.whatif import Terms, change, cheapest
from prongsai.core.errors import Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level
from prongsai.core.rounding import half_up
from prongsai.core.scoring.compute import shown

YEAR = 2566  # its levels have gates, and all its items are known
FRAMEWORK = Catalogue().get(YEAR)
ITEMS = [code for code, node in FRAMEWORK.tree.items() if node.level is Level.ITEM]
SURVEY = [code for code in ITEMS if code[0] != "o"]


def full(**others):
    """All items at 100 but those given."""
    return dict.fromkeys(ITEMS, "100") | others


def only(*codes, **caps):
    """Terms under which no survey item but these may rise."""
    free = {code: Fraction(100) for code in codes}
    given = {code: Fraction(cap) for code, cap in caps.items()}
    return dict.fromkeys(SURVEY, Fraction(0)) | free | given


def test_a_target_that_is_met_takes_no_steps(card_of):
    way = cheapest(card_of(YEAR, full()), "excellent")
    assert (way.reachable, way.steps, way.cost) == (True, (), 0)
    assert way.after.total == 100


def test_one_item_of_a_small_sub_indicator_beats_two_of_a_large_one(card_of):
    card = card_of(YEAR, full(o1="0", o2="0", o43="0"))
    way = cheapest(card, str(half_up(card.total.value) + Decimal("0.60")))
    assert [step.code for step in way.steps] == ["o43"]
    dear = cheapest(card, way.target, Terms({"o43": Fraction(3)}))
    assert [step.code for step in dear.steps] == ["o1", "o2"]


def test_of_equal_items_the_first_in_code_order_is_taken(card_of):
    card = card_of(YEAR, full(o2="0", o9="0", o10="0"))
    target = str(half_up(card.total.value) + Decimal("0.10"))
    assert [step.code for step in cheapest(card, target).steps] == ["o2"]
    cheaper = cheapest(card, target, Terms({"o9": Fraction(1, 2)}))
    assert [step.code for step in cheaper.steps] == ["o9"]


def test_of_two_instruments_at_one_price_the_one_that_takes_fewer_steps_is_raised(card_of):
    """A point of the total costs 100 in both: three IIT items give 0.30, or one EIT item does."""
    card = card_of(YEAR, full(i1="90", i2="90", i3="90", e1="50"))
    terms = Terms({"e1": Fraction(2)}, only("i1", "i2", "i3", "e1"))
    way = cheapest(card, str(half_up(card.total.value) + Decimal("0.30")), terms)
    assert [step.code for step in way.steps] == ["e1"]


def test_a_gate_is_opened_even_where_the_total_is_there_already(card_of):
    printed = {code: "80" if code[0] == "e" else "100" for code in ITEMS}
    card = card_of(YEAR, printed)
    assert card.rating.code == "pass"
    assert cheapest(card, "pass").steps == ()
    way = cheapest(card, "good")
    assert {step.code[0] for step in way.steps} == {"e"}
    assert half_up(way.after.instruments["EIT"]) == 85
    assert way.after.rating.code == "good"


def test_the_gate_of_oit_is_opened_by_items_however_dear(card_of):
    zeros = ("o40", "o41", "o42", "o43")
    card = card_of(YEAR, full(**dict.fromkeys(zeros, "0")))
    assert (shown(card.scores["OIT"].value), card.rating.code) == ("80.00", "pass")
    dear = dict.fromkeys(zeros, Fraction(50)) | {"o42": Fraction(40)}
    assert [step.code for step in cheapest(card, "good", Terms(dear)).steps] == ["o42"]
    shut = Terms(caps=dict.fromkeys(zeros, Fraction(0)))
    assert cheapest(card, "good", shut).reachable is False


def test_a_gate_that_the_caps_keep_shut_makes_the_level_unreachable(card_of):
    printed = {code: "80" if code[0] == "e" else "100" for code in ITEMS}
    capped = {code: Fraction(84) for code in SURVEY}
    way = cheapest(card_of(YEAR, printed), "good", Terms(caps=capped))
    assert way.reachable is False
    assert half_up(way.after.instruments["EIT"]) == 84
    assert way.after.rating.code == "pass"


def test_a_cap_of_more_places_than_scores_have_is_not_overstepped(card_of):
    cap = Fraction("90.005")
    way = cheapest(card_of(YEAR, full(i1="80")), "100", Terms(caps=dict.fromkeys(SURVEY, cap)))
    assert [step.code for step in way.steps] == ["i1"]
    assert way.steps[0].end <= cap


def test_an_oit_item_is_raised_whole_or_not_at_all(card_of):
    card = card_of(YEAR, full(o43="0"))
    way = cheapest(card, str(half_up(card.total.value) + Decimal("0.01")), Terms(caps=only()))
    assert [(step.code, step.start, step.end) for step in way.steps] == [("o43", 0, 100)]
    none = cheapest(card, way.target, Terms(caps=only(o43=0)))
    assert (none.reachable, none.steps) == (False, ())


def test_a_cap_that_no_assessor_can_give_is_refused(card_of):
    card = card_of(YEAR, full(o43="0"))
    with pytest.raises(Misuse, match="o43"):
        cheapest(card, "99", Terms(caps=only(o43=50)))
    assert cheapest(card, "99", Terms(caps=only(o43=100))).steps
    # One that is disclosed already keeps its score whatever the cap.
    assert cheapest(card_of(YEAR, full()), "99", Terms(caps=only(o43=50))).reachable


def test_what_nobody_knows_adds_no_more_than_its_gap(card_of):
    """Items of one indicator are not known: they can make up for its gap and not for more."""
    printed = {code: text for code, text in full(e1="40").items() if code[0] != "i"}
    printed |= {str(n): "90" for n in range(1, 6)} | {"IIT": "90"}
    card = card_of(YEAR, printed)
    assert card.total.value is not None
    best = half_up(card.total.value) + Decimal(3)  # IIT weighs 30 %: ten points give three
    shut = Terms(caps=dict.fromkeys([c for c in printed if c[0] in "eo"], Fraction(0)))
    within = cheapest(card, str(best), shut)
    beyond = cheapest(card, str(best + Decimal("0.01")), shut)
    assert (within.reachable, beyond.reachable) == (None, False)
    assert set(within.most) == {"1", "2", "3", "4", "5"}
    assert sum(within.most.values()) == 3


@pytest.mark.parametrize("target", ["90.53", "90.58", "91", "92.17", "93.94", "95", "AA"])
def test_ends_are_rounded_up_so_that_a_real_sheet_reaches_its_target(target, ban_song):
    """Ban Song's scores before rounding are sevenths and ninths; ends have two decimals."""
    whole = Terms(caps={"o12": Fraction(0), "o20": Fraction(0)})
    way = cheapest(ban_song, target, whole)
    ends = change(ban_song, {step.code: Fraction(step.end) for step in way.steps})
    assert half_up(ends.total) == Decimal("95" if target == "AA" else target)
    assert all(step.end == half_up(Fraction(step.end)) for step in way.steps)


def test_a_level_is_asked_for_in_any_case(card_of):
    card = card_of(YEAR, full(o43="0"))
    assert cheapest(card, "EXCELLENT").steps == cheapest(card, "excellent").steps
    assert cheapest(card_of(2565, full(o42="0", o43="0")), "aa").steps


def test_where_items_are_not_known_an_unreached_target_is_not_called_unreachable(card_of):
    printed = {"IIT": "60", "EIT": "60"} | {f"o{n}": "100" for n in range(1, 28)} | {"o28": "0"}
    card = card_of(2568, printed)
    way = cheapest(card, "85")
    assert (way.reachable, way.unknown) == (None, tuple("12345678"))
    assert [step.code for step in way.steps] == ["o28"]


def test_where_items_are_not_known_a_target_within_reach_of_the_others_is_reachable(card_of):
    printed = {"IIT": "80", "EIT": "80"} | {f"o{n}": "100" for n in range(1, 28)} | {"o28": "0"}
    way = cheapest(card_of(2568, printed), "88")
    assert (way.reachable, way.unknown) == (True, tuple("12345678"))
    assert [step.code for step in way.steps] == ["o28"]


def test_where_all_items_are_known_nothing_is_unknown(card_of):
    way = cheapest(card_of(YEAR, full(o43="0")), "99", Terms(caps=only()))
    assert way.unknown == ()
    with_gap = {code: text for code, text in full(o43="0").items() if code != "i1"} | {"1": "100"}
    assert cheapest(card_of(YEAR, with_gap), "99").unknown == ("1",)


@pytest.mark.parametrize("target", ["", "A+", "eighty", "-1", "100.01", "1000", "nan", "inf"])
def test_a_target_that_is_neither_score_nor_level_is_refused(target, card_of):
    with pytest.raises(Misuse):
        cheapest(card_of(YEAR, full()), target)


@pytest.mark.parametrize("target", ["0", "100", "99.99", "85", "good"])
def test_a_target_that_is_a_score_or_a_level_is_taken(target, card_of):
    assert cheapest(card_of(YEAR, full()), target).reachable


def test_the_refusal_of_a_target_names_the_levels_of_the_year(card_of):
    with pytest.raises(Misuse) as refused:
        cheapest(card_of(YEAR, full()), "A")
    assert "excellent" in refused.value.next_step.th
    assert cheapest(card_of(2565, full()), "A").reachable


def test_without_a_total_no_way_is_sought(card_of):
    with pytest.raises(Misuse, match="no total"):
        cheapest(card_of(YEAR, {"IIT": "90", "EIT": "90"}), "85")
    assert cheapest(card_of(YEAR, {"IIT": "90", "EIT": "90", "OIT": "90"}), "85").reachable


@given(
    printed=st.fixed_dictionaries(dict.fromkeys(SURVEY, st.integers(0, 100).map(str))),
    code=st.sampled_from(SURVEY),
    value=st.integers(0, 100),
)
def test_a_change_moves_all_above_by_its_share(printed, code, value, card_of):
    card = card_of(YEAR, full(**printed))
    outcome = change(card, {code: Fraction(value)})
    move = value - card.scores[code].value
    assert outcome.total - card.total.value == move * share_in(FRAMEWORK, code)
    for instrument in INSTRUMENTS:
        moved = outcome.instruments[instrument] - card.scores[instrument].value
        assert moved == move * (share_in(FRAMEWORK, code, instrument) or 0)


def test_changes_of_several_levels_add_up(card_of):
    card = card_of(YEAR, full())
    outcome = change(card, {"IIT": Fraction(90), "6": Fraction(70), "o43": Fraction(0)})
    assert outcome.total == 100 - 3 - 3 - 100 * share_in(FRAMEWORK, "o43")
    assert (outcome.instruments["IIT"], outcome.instruments["EIT"]) == (90, 90)


def test_a_change_may_change_the_level(card_of):
    card = card_of(YEAR, full())
    assert card.rating.code == "excellent"
    assert change(card, {"EIT": Fraction(94)}).rating.code == "good"
    assert change(card, {"EIT": Fraction("94.995")}).rating.code == "excellent"
    assert change(card, {}).rating == card.rating


@pytest.mark.parametrize(
    "changes",
    [
        {"total": 90},
        {"i99": 90},
        {"i1": 101},
        {"i1": -1},
        {"IIT": 90, "i1": 90},
        {"i1": 90, "1": 90},
        {"9": 90, "o1": 0},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(changes, card_of):
    with pytest.raises(Misuse):
        change(card_of(YEAR, full()), {code: Fraction(value) for code, value in changes.items()})


@pytest.mark.parametrize(
    "changes", [{"i1": 0}, {"i1": 100}, {"IIT": 90, "e1": 90}, {"1": 9, "2": 9}]
)
def test_a_change_that_makes_sense_is_taken(changes, card_of):
    card = card_of(YEAR, full())
    outcome = change(card, {code: Fraction(value) for code, value in changes.items()})
    assert outcome.total <= card.total.value


def test_what_has_no_score_or_no_known_weight_cannot_be_changed(card_of):
    card = card_of(2568, {TOTAL: "93.05", "i1": "90", "9": "90"})
    for code in ("IIT", "i1", "o1"):
        with pytest.raises(Misuse):
            change(card, {code: Fraction(95)})
    assert change(card, {"9": Fraction(95)}).total == Fraction("94.05")
    draft = card_of(2569, {"IIT": "90", TOTAL: "90"})
    with pytest.raises(Misuse, match="weight"):
        change(draft, {"IIT": Fraction(95)})


BELOW = {"IIT": "85.00", "EIT": "85.00", "OIT": "84.99"}


def test_a_target_is_reached_only_by_the_published_total(card_of):
    """0.3 × 85 + 0.3 × 85 + 0.4 × 84.99 = 84.996, which prints as 85.00; published is 84.99."""
    short = card_of(YEAR, BELOW | {TOTAL: "84.99"})
    assert short.total.verdict == "within rounding"
    way = cheapest(short, "85")
    assert (way.reachable, way.contradicted) == (None, ())
    assert half_up(way.after.total) == Decimal("84.99")
    assert way.after.rating.code == "improve"
    there = cheapest(card_of(YEAR, BELOW | {TOTAL: "85.00"}), "85")
    assert (there.reachable, there.steps) == (True, ())


def test_the_way_starts_from_the_published_total(card_of):
    """0.3 × 89.99 + 0.3 × 90 + 40 = 93.997; rounded items may have given the published 93.99."""
    printed = {code: {"o": "100", "i": "89.99", "e": "90.00"}[code[0]] for code in ITEMS}
    card = card_of(YEAR, printed | {TOTAL: "93.99"})
    assert card.total.verdict == "within rounding"
    way = cheapest(card, "94")
    assert way.steps
    assert way.reachable is True
    assert half_up(way.after.total) == 94
    assert change(card, {"i1": Fraction("89.99")}).total == Fraction("93.99")


@pytest.mark.parametrize("published", ["12.00", "97.00"])
def test_a_contradicted_total_reaches_nothing(published, card_of):
    card = card_of(YEAR, {"IIT": "99.00", "EIT": "91.67", "OIT": "98.25", TOTAL: published})
    assert card.total.verdict == "contradicts"
    way = cheapest(card, "85")
    assert (way.reachable, way.steps, way.contradicted) == (None, (), (TOTAL,))
    assert half_up(way.after.total) == half_up(card.total.value)  # the recomputed one, by its name


def test_the_way_of_a_contradicted_total_is_that_of_the_recomputed_one(card_of):
    card = card_of(YEAR, full(o1="0", o2="0") | {TOTAL: "12.00"})
    way = cheapest(card, "100")
    assert [step.code for step in way.steps] == ["o1", "o2"]
    assert (way.reachable, way.contradicted) == (None, (TOTAL,))
    certain = cheapest(card_of(YEAR, full(o1="0", o2="0")), "100")
    assert (certain.reachable, certain.contradicted) == (True, ())


def test_a_contradicted_instrument_is_in_doubt_only_where_the_target_asks_of_it(card_of):
    card = card_of(YEAR, full() | {"EIT": "20.00"})
    assert cheapest(card, "excellent").contradicted == ("EIT",)
    assert cheapest(card, "excellent").reachable is None
    assert cheapest(card, "85").reachable is True


@pytest.mark.parametrize("cap", ["50", "0"])
def test_a_cap_for_an_item_without_a_score_is_no_fault_of_ours(cap, card_of, framework):
    card = card_of(2569, BELOW | {TOTAL: "88.00"})
    assert "o1" not in card.scores
    terms = Terms(caps={"o1": Fraction(cap)})
    if cap == "50":
        with pytest.raises(Misuse, match="o1"):
            cheapest(card, "90", terms)
    else:
        assert cheapest(card, "90", terms).reachable is not True


def test_what_unknown_items_can_add_is_bounded_by_the_instrument_too(card_of):
    """0.3 × (100 − 85) of IIT; of EIT its indicator 6 is known: 0.1 × (100 − 70)."""
    card = card_of(2568, {"IIT": "85.00", "EIT": "80.00", "OIT": "90.00", "6": "70.00"})
    most = cheapest(card, "100").most
    assert most["IIT"] == Fraction("4.5")
    assert most["6"] == 3
    assert "1" not in most
    known = cheapest(card_of(2568, {str(number): "90" for number in range(1, 11)}), "100").most
    assert not {"IIT", "EIT", "OIT"} & set(known)


def denied():
    """OIT and total fit their printed parts; 10.2 says 100 though one of its two items has 0."""
    tree = FRAMEWORK.tree
    above = [code for code, node in tree.items() if node.level is not Level.ITEM]
    return full(o43="0") | dict.fromkeys(above, "100")


def test_what_items_deny_is_no_ground_to_count_on(card_of):
    card = card_of(YEAR, denied())
    assert card.scores[tree_above("o43")].verdict == "contradicts"
    assert cheapest(card, "excellent").contradicted == (TOTAL, "OIT")
    way = cheapest(card, "100")
    assert (way.reachable, way.contradicted) == (None, (TOTAL,))
    assert [(step.code, step.end) for step in way.steps] == [("o43", 100)]
    assert (way.after.total, way.after.instruments["OIT"]) == (100, 100)
    changed = change(card, {"o43": Fraction(100)})
    assert (changed.total, changed.instruments["OIT"]) == (100, 100)


def tree_above(code):
    return FRAMEWORK.tree[code].parent


@given(
    printed=st.fixed_dictionaries(
        {code: st.sampled_from(["99.98", "99.99", "100"]) for code in SURVEY},
        optional={
            code: st.sampled_from(["60", "99.97", "100"])
            for code in (TOTAL, *INSTRUMENTS, "1", "10")
        },
    )
)
@pytest.mark.long
def test_nothing_comes_to_more_than_100(printed, card_of):
    card = card_of(YEAR, full(o43="0") | printed)
    if card.total.value is None:
        return
    way = cheapest(card, "100")
    every = change(card, {code: Fraction(100) for code in ITEMS})
    for after in (way.after, every):
        assert all(value <= 100 for value in (after.total, *after.instruments.values()))
