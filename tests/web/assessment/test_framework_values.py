"""Frameworks as values: merging is done once, edits leave no gaps, texts go round."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.years import copied
from prongsai.web.assessment.framework import texts
from prongsai.web.assessment.framework.confidence import facts, unconfirmed_of, unproven
from prongsai.web.assessment.framework.differences import differences
from prongsai.web.assessment.framework.editing import DropItem, ItemValues, Proof, PutItem
from prongsai.web.assessment.framework.merging import (
    Kind,
    Side,
    is_same,
    left_to_us,
    merge_rows,
    merged,
)
from prongsai.web.assessment.framework.subjects import joined, suggestions

YEARS = Catalogue().years()
BASE = texts.from_texts(texts.shipped_texts(2566))
NEXT = copied(BASE, 2566, 2570)
LIKELY, SURE = Proof("likely"), Proof("confirmed", "MANUAL-2570", 7)


def rename(documents, code, name, proof=LIKELY):
    letter = {"i": "iit", "e": "eit", "o": "oit"}[code[0]]
    item = next(one for one in documents[letter]["items"] if one["code"] == code)
    item["name"]["th"] = name
    proof.put(item, documents)


def changed(documents, steps):
    """A year after some random corrections."""
    documents = deepcopy(documents)
    for kind, place, name in steps:
        items = documents["oit"].get("items") or []
        code = items[place % len(items)]["code"]
        if kind == "drop" and len(items) > 3:
            DropItem(code).apply(documents)
        elif kind == "add":
            add(documents, place % len(items) + 1, name)
        else:
            rename(documents, code, name, SURE if kind == "sure" else LIKELY)
    return documents


def add(documents, number, name):
    first = documents["oit"]["items"][0]
    values = ItemValues(
        "OIT", number, name, "", first["indicator"], first["sub_indicator"],
        (f"new-{name}",), "disclosed", LIKELY,
    )  # fmt: skip
    PutItem("", values).apply(documents)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "add", "name", "sure"]),
        st.integers(0, 60),
        st.sampled_from(["ก", "ข", "ค", "ง"]),
    ),
    max_size=6,
)


@pytest.mark.long
@given(own=STEPS, official=STEPS, data=st.data())
def test_merging_twice_is_merging_once(own, official, data):
    mine, theirs = changed(NEXT, own), changed(NEXT, official)
    rows = merge_rows(mine, theirs, [NEXT], {})
    sides = {row.id: data.draw(st.sampled_from(Side)) for row in rows}
    once = merged(mine, theirs, rows, sides)
    again = merge_rows(once, theirs, [NEXT, theirs], left_to_us(once, theirs))
    assert {row.side for row in again} <= {Side.OWN}
    assert is_same(merged(once, theirs, again, {}), once)


@given(own=STEPS, official=STEPS)
def test_what_is_proposed_never_overwrites_confirmed_work(own, official):
    mine, theirs = changed(NEXT, own), changed(NEXT, official)
    rows = merge_rows(mine, theirs, [NEXT], {})
    result = merged(mine, theirs, rows, {})
    sure = {
        (tuple(item["lineage"]), item["name"]["th"])
        for item in mine["oit"]["items"]
        if item["confidence"] == "confirmed"
    }
    assert sure <= {(tuple(one["lineage"]), one["name"]["th"]) for one in result["oit"]["items"]}
    codes = [item["code"] for item in result["oit"]["items"]]
    assert codes == [f"o{number}" for number in range(1, len(codes) + 1)]


@pytest.mark.long
@given(STEPS)
def test_edits_leave_a_sound_year(steps):
    documents = changed(NEXT, steps)
    found = [one.code for one in texts.faults_of(documents, 2570)]
    assert found == []


@pytest.mark.long
@given(own=STEPS, official=STEPS)
def test_all_official_is_the_official_year_and_all_own_is_the_own(own, official):
    mine, theirs = changed(NEXT, own), changed(NEXT, official)
    rows = merge_rows(mine, theirs, [], {})
    everything = merged(mine, theirs, rows, {row.id: Side.OFFICIAL for row in rows})
    assert everything["oit"] == theirs["oit"]
    assert everything["elements"] == theirs["elements"]
    ours = merged(mine, theirs, rows, {row.id: Side.OWN for row in rows})
    by_name = sorted(item["name"]["th"] for item in ours["oit"]["items"])
    assert by_name == sorted(item["name"]["th"] for item in mine["oit"]["items"])


@pytest.mark.long
@pytest.mark.parametrize("year", YEARS)
def test_texts_go_round(year):
    held = texts.shipped_texts(year)
    assert texts.to_texts(texts.from_texts(held)) == dict(held)
    documents = texts.from_texts(held)
    assert differences(documents, documents).is_nothing
    assert merge_rows(documents, documents, [], {}) == ()
    assert unproven(documents, documents) == ()


@pytest.mark.long
def test_differences_name_row_and_cell_and_count_mere_renumbering():
    after = deepcopy(NEXT)
    DropItem("o40").apply(after)
    rename(after, "o1", "ชื่อใหม่")
    found = differences(NEXT, after)
    kinds = {(row.sheet, row.kind.value) for row in found.rows}
    assert ("items", "gone") in kinds
    assert ("items", "changed") in kinds
    assert found.renumbered == 3
    renamed = next(row for row in found.rows if row.code == "o1" and row.sheet == "items")
    assert [cell.after for cell in renamed.cells] == ["ชื่อใหม่"]


@pytest.mark.long
def test_every_kind_of_difference_is_told():
    theirs = deepcopy(NEXT)
    rename(theirs, "o1", "อื่น")
    DropItem("o43").apply(theirs)
    add(theirs, 43, "ก")
    kinds = {row.kind for row in merge_rows(NEXT, theirs, [], {})}
    assert kinds == set(Kind)


@pytest.mark.long
def test_a_copy_has_nothing_confirmed_and_says_what_is_missing():
    found = unconfirmed_of(NEXT, is_own=True)
    assert all(count.open == count.total for count in found.counts)
    assert [one.en for one in found.missing] == ["calendar"]
    assert len({fact.key for fact in facts(NEXT)}) > 200


@pytest.mark.long
def test_last_years_items_are_suggested_by_name():
    framework = Catalogue().get(2568, draft=True)
    found = suggestions("รายงานผลการดำเนินงานประจำปีงบประมาณ", "OIT", framework)
    assert "annual-performance-report" in found[0].lineage
    assert suggestions("", "OIT", framework) == ()


@pytest.mark.long
def test_two_years_side_by_side():
    catalogue = Catalogue()
    found = joined(catalogue.get(2565, draft=True), catalogue.get(2566, draft=True))
    assert found.unknown == ()
    assert found.mapping.goes_on("executives")
    total = len(found.carried) + len(found.new)
    assert total <= len(catalogue.get(2566, draft=True).items)
    gone = joined(catalogue.get(2566, draft=True), catalogue.get(2567, draft=True))
    assert gone.unknown == ("IIT", "EIT")
    assert gone.dropped
