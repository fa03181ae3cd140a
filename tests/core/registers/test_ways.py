"""No way that somebody must decide, or that lacks a field, is open to a file."""

import pytest

from prongsai.core.registers.kept import undecided_states
from prongsai.core.registers.reading import shipped
from prongsai.core.registers.rows import Row


@pytest.mark.parametrize(
    ("state", "values", "states"),
    [
        ("requested", {"lent_on": 1, "returned_on": 1, "condition": "sound"}, {"requested"}),
        ("approved", {}, {"approved"}),
        ("approved", {"lent_on": 1}, {"approved", "lent"}),
        ("approved", {"lent_on": 1, "returned_on": 1, "condition": "sound"},
         {"approved", "lent", "returned"}),
        ("", {}, {""}),
    ],
)  # fmt: skip
def test_what_is_open(state, values, states):
    register = shipped().register("asset-loans")
    assert undecided_states(register, Row(values, state)) == states
