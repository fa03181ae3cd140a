"""What items did after measures, beside agencies alike: each figure reckoned by hand."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.nation.outcomes import ALL_ITEMS, ANY, LEAST, AgencyYear, compare

KIND = "เทศบาลตำบล"


def year(figures, **of_all):
    """Agencies of one year: 60 people each, unless told otherwise."""
    return {
        code: AgencyYear(code, {key: Decimal(value) for key, value in own.items()},
                         kind=of_all.get("kind", KIND), staff=of_all.get("staff", 60))
        for code, own in figures.items()
    }  # fmt: skip


def world(with_measure=6, alike=6, *, rise=10, usual=4, start=70, **of_all):
    """Some agencies with a measure for i2, which is i3 a year later, and some without."""
    treated = [f"t{number}" for number in range(with_measure)]
    others = [f"n{number}" for number in range(alike)]
    before = year({code: {"i2": start, "total": 80} for code in treated + others}, **of_all)
    after = year(
        {code: {"i3": start + rise, "total": 84} for code in treated}
        | {code: {"i3": start + usual, "total": 82} for code in others}
    )
    plans = {code: {"M01": {"i2"}} for code in treated} | {code: {} for code in others}
    return before, after, plans, {"i2": "i3"}


def rows(outcomes):
    headings = outcomes.measures.headings
    return {row[:2]: dict(zip(headings, row, strict=True)) for row in outcomes.measures.rows}


def test_a_measure_is_compared_with_agencies_alike_that_had_none():
    outcomes = compare(*world())
    row = rows(outcomes)["M01", "i2"]
    assert (row["agencies"], row["before"], row["change_50"]) == ("6", "70.00", "10.00")
    assert (row["compared"], row["difference"]) == ("6", "6.00")
    assert set(rows(outcomes)) == {(key, item) for key in ("any", "M01") for item in ("", "i2")}


@pytest.mark.parametrize(
    ("changed", "is_shown", "is_compared"),
    [
        ({}, True, True),
        ({"with_measure": LEAST}, True, True),
        ({"with_measure": LEAST - 1}, False, False),
        ({"alike": LEAST}, True, True),
        ({"alike": LEAST - 1}, True, False),
        ({"kind": ""}, True, False),  # nobody knows who is alike
        ({"staff": None}, True, False),
    ],
)
def test_no_figure_rests_on_fewer_than_five_agencies(changed, is_shown, is_compared):
    outcomes = compare(*world(**changed))
    row = rows(outcomes).get(("M01", "i2"))
    assert (row is not None) == is_shown
    assert outcomes.withheld == (0 if is_shown else 4)
    assert bool(row and row["difference"]) == is_compared


@pytest.mark.parametrize(
    ("spoil", "compared"),
    [
        (lambda before, _after, _plans: before, "6"),
        (lambda before, _after, _plans: apart(before, kind="อบต."), ""),
        (lambda before, _after, _plans: apart(before, staff=900), ""),
        # Their scores were far from those of the agencies with the measure.
        (lambda before, _after, _plans: apart(before, figures={"i2": Decimal(76)}), ""),
        (lambda before, _after, _plans: apart(before, figures={"i2": Decimal(75)}), "6"),
        # Without a plan nobody knows whether they had a measure.
        (lambda _before, _after, plans: [plans.pop(f"n{number}") for number in range(6)], ""),
        (lambda _before, _after, plans: plans.update(n0={"own": {"i2"}}, n1={"own": {"i2"}}), ""),
        # A measure that names no item may be for this one.
        (lambda _before, _after, plans: plans.update(n0={"own": {""}}, n1={"own": {"i9", ""}}), ""),
        (lambda _before, _after, plans: plans.update(n0={"own": {"i9"}}, n1={"own": {"i9"}}), "6"),
    ],
)
def test_only_agencies_alike_without_a_measure_are_compared_with(spoil, compared):
    before, after, plans, items = world()
    spoil(before, after, plans)
    assert rows(compare(before, after, plans, items))["M01", "i2"]["compared"] == compared


def apart(before, **changes):
    for number in range(6):
        code = f"n{number}"
        fields = {"figures": before[code].figures, "kind": KIND, "staff": 60} | changes
        before[code] = AgencyYear(code, **fields)


def test_an_agency_counts_once_however_many_items_a_measure_has():
    before, after, plans, _ = world()
    for code in plans:
        before[code].figures["i4"], after[code].figures["i4"] = Decimal(50), Decimal(40)
    for code in [code for code in plans if code[0] == "t"]:
        plans[code] = {"M01": {"i2", "i4"}}
    row = rows(compare(before, after, plans, {"i2": "i3", "i4": "i4"}))["M01", ""]
    assert (row["agencies"], row["before"], row["change_50"]) == ("6", "60.00", "0.00")
    assert row["difference"] == "3.00"  # six points of one item, none of the other


def test_totals_of_agencies_alike_stand_in_thirds_of_their_kind():
    codes = [f"a{number:02}" for number in range(15)]
    before = {
        code: AgencyYear(code, {"total": Decimal(80 + number)}, kind=KIND, staff=10 * number)
        for number, code in enumerate(codes)
    }
    peers = compare(before, before, {}, {}).peers
    assert [row[:5] for row in peers.rows] == [
        (KIND, "1", "0", "40", "5"),
        (KIND, "2", "50", "100", "6"),
    ]
    assert peers.rows[0][5:8] == ("81", "82", "83")


@pytest.mark.few(20)
@given(st.integers(5, 9), st.integers(0, 60), st.integers(-30, 30), st.integers(-30, 30))
def test_what_moves_all_agencies_alike_makes_no_difference(count, start, rise, usual):
    plain = rows(compare(*world(count, start=start + 30, rise=rise, usual=usual)))["M01", "i2"]
    moved = rows(compare(*world(count, start=start + 30, rise=rise + 7, usual=usual + 7)))
    assert moved["M01", "i2"]["difference"] == plain["difference"]
    assert Decimal(plain["difference"]) == rise - usual


def planned(*measures):
    """Groups of agencies with measures, whose odd ones nobody can compare; ten have no measure."""
    plans = {
        f"{place}-{number}": {key: set(items) for key, items in own.items()}
        for place, (count, own) in enumerate(measures)
        for number in range(count)
    } | {f"n{number}": {} for number in range(10)}
    codes = ("i2", "i3")
    before = year({agency: dict.fromkeys(codes, 70) for agency in plans})
    for agency in filter(is_odd, plans):
        before[agency] = AgencyYear(agency, before[agency].figures)
    after = year({agency: dict.fromkeys(codes, 75) for agency in plans})
    return before, after, plans, dict(zip(codes, codes, strict=True))


def is_odd(agency):
    return agency[0] != "n" and int(agency[-1]) % 2


def agencies_of(plans):
    """The agencies of every row that the plans could give, worked out beside the code."""
    rows = {}
    for agency, own in plans.items():
        for key, items in own.items():
            for item in items:
                for place in itertools.product((key, ANY), (item, ALL_ITEMS)):
                    rows.setdefault(place, set()).add(agency)
    return rows


MANY = {("M02", "i2"), ("M02", "")}  # of one agency alone
SHARES = st.dictionaries(
    st.sampled_from(("M01", "M02", "own")),
    st.sets(st.sampled_from(("i2", "i3")), min_size=1),
    min_size=1,
)


@given(st.lists(st.tuples(st.integers(1, 9), SHARES), min_size=1, max_size=5))
def test_no_rows_of_an_item_tell_of_one_to_four_agencies_by_subtraction(measures):
    outcomes = compare(*(world := planned(*measures)))
    every, shown = agencies_of(world[2]), rows(outcomes)
    assert len(every) == len(shown) + outcomes.withheld
    alike = {
        place: {agency for agency in own if not is_odd(agency)} for place, own in every.items()
    }
    for column, sets in (("agencies", every), ("compared", alike)):
        told = {place: sets[place] for place, row in shown.items() if row[column]}
        assert all(int(shown[place][column]) == len(own) for place, own in told.items())
        for place, other in itertools.permutations(told, 2):
            if place[1] == other[1] or place in {(other[0], ALL_ITEMS), (ANY, ALL_ITEMS)}:
                rest = told[place] - told[other]
                assert not told[other] < told[place] or len(rest) >= LEAST
        for item in ("i2", "i3", ALL_ITEMS):
            parts = [told[place] for place in told if place[1] == item and place[0] != ANY]
            rest = told.get((ANY, item), set()).difference(*parts)
            assert len(rest) not in range(1, LEAST)


@pytest.mark.parametrize(
    ("measures", "hidden"),
    [
        ([(5, {"M01": ["i2"]}), (1, {"M02": ["i2"]})], {(ANY, "i2"), (ANY, ""), *MANY}),
        ([(5, {"M01": ["i2"]}), (1, {"M01": ["i2"], "M02": ["i2"]})], MANY),
        (
            [(5, {"M01": ["i2"]}), (1, {"M01": ["i3"]})],
            set(itertools.product(("M01", ANY), ("i3", ALL_ITEMS))),
        ),
        ([(6, {"M01": ["i2"]}), (5, {"M02": ["i2"]})], set()),
        ([(5, {"M01": ["i2"]}), (5, {"M02": ["i3"]}), (5, {"own": ["i2", "i3"]})], set()),
    ],
)
def test_rows_go_where_others_would_tell_of_few_and_all_others_stay(measures, hidden):
    outcomes = compare(*(world := planned(*measures)))
    assert hidden <= agencies_of(world[2]).keys()
    assert agencies_of(world[2]).keys() - rows(outcomes).keys() == hidden
