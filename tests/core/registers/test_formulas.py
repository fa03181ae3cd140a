"""The little language of computed fields: exact, safe, and clear about what it does not take."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Wrong
from prongsai.core.registers.fields import Field, FieldKind, Result
from prongsai.core.registers.formulas import FACTORS, check_operands, factors, parse, worked_out
from prongsai.core.text import Text

VALUES = {
    "paid": Decimal("30.25"), "budget": Decimal("100.00"), "people": 3, "nothing": None, "zero": 0,
    "lent": date(2025, 10, 1), "back": date(2025, 10, 31),
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("paid", Fraction("30.25")),
        ("budget - paid", Fraction("69.75")),
        ("budget - paid - paid", Fraction("39.5")),
        ("2 * people + 1", 7),
        ("2 * (people + 1)", 8),
        ("-people", -3),
        ("paid / people", Fraction("30.25") / 3),
        ("percent(paid, budget)", Fraction("30.25")),
        ("percent(people, people)", 100),
        ("sum(paid, nothing)", Fraction("30.25")),
        ("sum(nothing, nothing)", None),
        ("paid + nothing", None),
        ("paid / zero", None),
        ("percent(paid, zero)", None),
        ("days(lent, back)", 30),
        ("days(back, lent)", -30),
        ("days(lent, nothing)", None),
        ("0.5 * people", Fraction(3, 2)),
    ],
)
def test_what_a_formula_comes_to(formula, value):
    assert worked_out(parse(formula), VALUES) == value


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("", "…"),
        ("paid +", "…"),
        ("paid budget", "budget"),
        ("(paid", "…"),
        ("sum()", ")"),
        ("percent(paid)", "percent() takes 2"),
        ("__import__('os')", "_"),
        ("paid.real", "."),
        ("paid ** 2", "*"),
        ("open(paid)", "("),
        ("paid if budget else 0", "if"),
        ("Paid", "P"),
        ("1e9", "e9"),
        ("(" * 11 + "paid" + ")" * 11, "nested"),
        ("paid + " * 60 + "paid", "300"),
    ],
)
def test_what_is_no_formula_is_refused_with_where_it_stops_making_sense(formula, said):
    with pytest.raises(Wrong) as refused:
        parse(formula)
    assert said in refused.value.message.en


def fields(**kinds):
    return {
        name: Field(name=name, kind=kind, title=Text(name, name)) for name, kind in kinds.items()
    }


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("paid - budgte", "budgte"),
        ("paid + note", "“note” is not a number"),
        ("days(paid, lent)", "“paid” is not a date"),
        ("days(lent, 3)", "two date fields"),
        ("lent + paid", "“lent” is not a number"),
        ("2 * days(lent, 1 + 1)", "two date fields"),
    ],
)
def test_a_formula_that_cannot_be_worked_out_of_the_fields_is_told(formula, said):
    known = fields(
        paid=FieldKind.MONEY, lent=FieldKind.DATE, note=FieldKind.TEXT, late=FieldKind.COMPUTED
    )
    with pytest.raises(Wrong) as wrong:
        check_operands(parse(formula), known)
    assert said in wrong.value.message.en
    check_operands(parse("paid * late"), known)
    assert Result.DAYS  # what the last of them gives


NAMES = st.sampled_from(["a", "b", "c"])
SIMPLE = st.recursive(
    NAMES | st.integers(0, 99).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda x: f"({' '.join(x)})"),
    max_leaves=6,
)


@given(SIMPLE, st.tuples(*[st.integers(-1000, 1000)] * 3))
def test_it_reckons_as_python_does(formula, values):
    named = dict(zip("abc", values, strict=True))
    assert worked_out(parse(formula), named) == eval(formula, {}, named)  # noqa: S307 - made here


@pytest.mark.parametrize(
    ("formula", "count"),
    [
        ("a", 1), ("a + b - 3", 1), ("sum(a, b * b)", 2), ("-a * b", 2), ("percent(a, b) / 2", 3),
        ("much * much", 10), ("much + a", 5), ("a" + " * a" * (FACTORS - 1), FACTORS),
    ],
)  # fmt: skip
def test_what_is_multiplied_or_divided_is_counted_over_the_chain(formula, count):
    assert factors(parse(formula), {"much": 5}) == count
