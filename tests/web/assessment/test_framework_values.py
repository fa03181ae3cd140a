"""Frameworks as values: texts go round, differences are told, years are joined."""

from copy import deepcopy

import pytest
from tests.web.assessment.changes import drop_item, rename

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.years import copied
from prongsai.web.year.assessment.framework import documents as texts
from prongsai.web.year.assessment.framework.confidence import facts, unconfirmed_of, unproven
from prongsai.web.year.assessment.framework.documents import differences, joined

YEARS = Catalogue().years()
BASE = texts.from_texts(texts.shipped_texts(2566))
NEXT = copied(BASE, 2566, 2570)


@pytest.mark.long
@pytest.mark.parametrize("year", YEARS)
def test_texts_go_round(year):
    held = texts.shipped_texts(year)
    assert texts.to_texts(texts.from_texts(held)) == dict(held)
    documents = texts.from_texts(held)
    assert differences(documents, documents).is_nothing
    assert unproven(documents, documents) == ()


@pytest.mark.long
def test_differences_name_row_and_cell_and_count_mere_renumbering():
    after = deepcopy(NEXT)
    drop_item(after, "o40")
    rename(after, "o1", "ชื่อใหม่")
    found = differences(NEXT, after)
    kinds = {(row.code, row.kind.value) for row in found.rows}
    assert {("o40", "gone"), ("o1", "changed")} <= kinds
    assert found.renumbered == 3
    renamed = next(row for row in found.rows if row.code == "o1")
    assert [cell.after for cell in renamed.cells] == ["ชื่อใหม่"] * 2  # Thai and English


@pytest.mark.long
def test_a_copy_has_nothing_confirmed_and_says_what_is_missing():
    found = unconfirmed_of(NEXT, is_own=True)
    assert all(count.open == count.total for count in found.counts)
    assert [one.en for one in found.missing] == ["calendar"]
    assert len({fact.key for fact in facts(NEXT)}) > 200


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
