"""Long lists a page at a time, also the page on which one row stands."""

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator

ROWS_A_PAGE = 50  # of a plan or a report: few agencies have more, and those read in parts
_T = TypeVar("_T")


def rows_page(rows: Sequence[_T], number: str = "", row: str = "") -> Page[_T]:
    """One page of rows that have an `id`.

    Shape:  `number` is the page asked for, one that makes no sense the first or last; `row` the id
            of a row whose page is wanted instead; where there is no such row, `number` counts.
    """
    ids = [str(getattr(one, "id", "")) for one in rows]
    wanted = ids.index(row) // ROWS_A_PAGE + 1 if row and row in ids else number
    return Paginator(rows, ROWS_A_PAGE).get_page(wanted)
