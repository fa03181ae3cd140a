"""The items of a year that an announcement answers."""

from __future__ import annotations

from collections.abc import Sequence

from prongsai.core.ids import sort_key
from prongsai.web.agency.models import Agency
from prongsai.web.year.assessment.queries import catalogue_of


def codes_of(agency: Agency, year: int, lineages: Sequence[str]) -> tuple[str, ...]:
    """The codes of the OIT items of a year that continue some subjects; () where none does."""
    catalogue = catalogue_of(agency)
    if not lineages or year not in catalogue.years():
        return ()
    parts = catalogue.get(year, draft=True).instruments
    found = {
        item.code
        for part in parts
        for item in part.items or ()
        if set(item.lineage) & set(lineages)
    }
    return tuple(sorted(found, key=sort_key))
