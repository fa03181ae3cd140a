"""What citizens see of a register: public columns alone, as programs and as people read them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.core.registers.conftest import SPENDING

from prongsai.core.registers.public import (
    CellKind,
    PublicColumn,
    PublicRows,
    can_be_public,
    public_rows,
)
from prongsai.core.registers.reading import read_register, read_several, shipped
from prongsai.core.registers.rows import Row, from_data
from prongsai.core.registers.rules import Reach
from prongsai.core.registers.values import Context, Names
from prongsai.core.text import same

IN_2569 = Context(2569, rows={"plans": Names.from_words([("k", "แผนลับ")])})
SENTINEL = "ห้ามออก"


def register(public, text=SPENDING):
    found, findings = read_register(
        "spending", text.replace("public: [what, paid]", f"public: [{public}]"), "spending.yaml"
    )
    assert not findings
    return found


def test_public_columns_in_their_order_with_the_state_and_nothing_else():
    row = Row(
        {"what": "กระดาษ", "paid": Decimal("900.50"), "reason": SENTINEL, "way": "agreed",
         "paid_on": date(2025, 10, 3), "planned": Decimal(1000)},
        "asked",
    )  # fmt: skip
    found = public_rows(register("paid_on, way, what, paid, left"), [row], IN_2569, {})
    assert [one.name for one in found.columns] == [
        "paid_on",
        "way",
        "what",
        "paid",
        "left",
        "state",
    ]
    assert found.rows == (("2025-10-03", "เฉพาะเจาะจง", "กระดาษ", "900.50", "99.50", "ขอเบิก"),)
    told = [
        one.kind.display(cell).th for one, cell in zip(found.columns, found.rows[0], strict=True)
    ]
    assert told == ["3 ต.ค. 2568", "เฉพาะเจาะจง", "กระดาษ", "900.50", "99.50", "ขอเบิก"]
    assert SENTINEL not in repr(found)


def test_a_month_names_its_calendar_year():
    kind = CellKind.MONTH
    assert (kind.display("2024-10").th, kind.display("2024-10").en) == (
        "ตุลาคม 2567",
        "October 2567",
    )
    budget = shipped().register("spending")
    row = Row({"month": 10, "spent": Decimal(5)})
    found = public_rows(budget, [row], Context(2568), {})
    assert found.rows[0][0] == "2024-10"


def test_what_could_not_be_read_stays_as_it_was_written_and_counts_as_words():
    one = register("what, paid")
    row = from_data(one, {"what": "กระดาษ", "paid": "ราว 900"}, 2569, "asked").row
    found = public_rows(one, [row], IN_2569, {})
    assert found.rows == (("กระดาษ", "ราว 900", "ขอเบิก"),)
    assert found.columns[1].kind.is_written("ราว 900")
    assert not found.columns[1].kind.is_written("900.5")
    assert found.columns[1].kind.display("ราว 900") == same("ราว 900")
    assert found.sums() == ("", "", "")


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=2), max_size=30))
def test_a_sum_is_exact(amounts):
    column = PublicColumn("paid", same("จ่าย"), CellKind.MONEY, is_added=True)
    found = PublicRows((column,), tuple((f"{one:f}",) for one in amounts)).sums()
    assert found == ((f"{sum(amounts, Decimal(0)):f}" if amounts else ""),)


def test_a_register_that_few_see_is_never_public(spending):
    assert can_be_public(spending)
    assert not can_be_public(replace(spending, public=()))
    few = replace(spending, rights=replace(spending.rights, sees=Reach.OWN_UNIT))
    assert not can_be_public(few)
    with pytest.raises(ValueError, match="spending"):
        public_rows(few, [], IN_2569, {})


PLANS = """\
title: {th: แผน, en: plans}
purpose: {th: ใช้ทดลอง, en: for trying}
basis: [{confidence: unknown}]
fields:
- {name: title, kind: text, title: {th: ชื่อ, en: title}, required: true}
- {name: budget, kind: money, title: {th: เงิน, en: money}}
- {name: unit, kind: unit, title: {th: กอง, en: unit}, required: true}
owned_by: unit
named_by: [title]
identified_by: [title]
"""


@pytest.mark.parametrize(
    ("tail", "is_named"),
    [
        ("public: [title]", True),
        ("public: [budget]", False),
        ("never_public: [title]", False),
        ("public: [title]\nrights: {sees: own-unit, writes: own-unit}", False),
    ],
)
def test_rows_of_another_register_are_named_only_by_what_is_public_there(tail, is_named):
    """A reference is another door to what a register keeps to itself."""
    plans, findings = read_register("plans", f"{PLANS}{tail}\n", "plans.yaml")
    assert not findings
    plan = "- {name: plan, kind: reference, register: plans, title: {th: จากแผน, en: of plan}}\n"
    text = SPENDING.replace("- {name: due_on", f"{plan}- {{name: due_on", 1)
    text = text.replace("public: [what, paid]", "public: [what, plan]")
    read = read_several({"plans.yaml": f"{PLANS}{tail}\n", "spending.yaml": text})
    assert not read.findings
    one = read.register("spending")
    row = Row({"what": "กระดาษ", "plan": "k"}, "asked")
    found = public_rows(one, [row], IN_2569, {"plans": plans})
    assert ("แผนลับ" in found.rows[0]) is is_named
    assert ("แผนลับ" in repr(found)) is is_named
    assert "แผนลับ" not in repr(public_rows(one, [row], IN_2569, {}))


@pytest.mark.parametrize("one", shipped().registers, ids=lambda one: one.key)
def test_what_no_shipped_register_may_show_is_in_no_public_cell(one):
    """Every field filled with a word of its own: those that are not public appear nowhere."""
    if not can_be_public(one):
        return
    row = Row({}, one.first_state, {field.name: f"<{field.name}>" for field in one.fields})
    context = Context(2569)
    found = public_rows(one, [row], context, {other.key: other for other in shipped().registers})
    told = {cell for cell in found.rows[0] if cell.startswith("<")}
    assert told <= {f"<{name}>" for name in one.public}
    assert not told & {f"<{name}>" for name in one.never_public}
    assert told
