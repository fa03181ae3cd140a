"""Long lists a page at a time, also the page on which a row stands."""

import pytest
from msgspec import Struct

from prongsai.web.platform.shortcuts import ROWS_A_PAGE, rows_page


class One(Struct, dict=True):
    id: int


ROWS = [One(number) for number in range(ROWS_A_PAGE * 2 + 10)]


@pytest.mark.parametrize(
    ("number", "row", "first"),
    [
        ("", "", 0),
        ("2", "", ROWS_A_PAGE),
        ("x", "", 0),
        ("999", "", ROWS_A_PAGE * 2),
        ("", str(ROWS_A_PAGE + 1), ROWS_A_PAGE),
        ("3", str(ROWS_A_PAGE - 1), 0),
        ("2", "nobody", ROWS_A_PAGE),
    ],
)
def test_the_page_asked_for_or_the_page_of_a_row(number, row, first):
    page = rows_page(ROWS, number, row)
    assert page[0].id == first
    assert len(page) == min(ROWS_A_PAGE, len(ROWS) - first)


def test_nothing_is_one_empty_page():
    page = rows_page([])
    assert list(page) == []
    assert page.paginator.num_pages == 1
