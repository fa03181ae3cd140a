"""Which items of which years a paper answers, by their subjects."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from prongsai.core.disclosure.asked_years import asked_years
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.year.assessment.queries import years


class Answered(Struct, frozen=True):
    """The items of an opened year that a paper answers."""

    year: int
    items: tuple[YearItem, ...]

    @property
    def codes(self) -> str:
        """Their codes."""
        return ", ".join(item.code for item in self.items)


class Other(Struct, frozen=True):
    """An item of the paper's own year that asks the report of another year."""

    code: str
    asked: int


def answered(agency: Agency, lineages: Collection[str], year: int) -> tuple[Answered, ...]:
    """The items that a paper of a year about some subjects answers.

    Shape:  a yearly report is asked for in the year after; only opened years are looked at.
    """
    found = []
    for fiscal_year in sorted({year, year + 1} & set(years(agency))):
        items = tuple(
            item
            for item, asked in _asked(agency, lineages, fiscal_year)
            if (year in asked if asked else fiscal_year == year)
        )
        if items:
            found.append(Answered(fiscal_year, items))
    return tuple(found)


def others_asked(agency: Agency, lineages: Collection[str], year: int) -> Iterator[Other]:
    """The items of the year about these subjects that ask the paper of another year."""
    for item, asked in _asked(agency, lineages, year):
        if asked and year not in asked:
            yield Other(item.code, max(asked))


def _asked(
    agency: Agency, lineages: Collection[str], fiscal_year: int
) -> Iterator[tuple[YearItem, frozenset[int]]]:
    """The items of a year about these subjects, and of which years they ask it."""
    found = items_of(agency, fiscal_year)
    # The elements of another year name that year's neighbours.
    shift = fiscal_year - found.of_year
    for item in found.items:
        if set(lineages) & set(item.keys):
            asked = asked_years(item.requirements or ())
            yield item, frozenset(one + shift for one in asked)
