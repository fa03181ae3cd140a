"""The table of rights as a page shows it."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, AgencyKind, PositionKind
from prongsai.web.agency.permissions import MATRIX, Right
from prongsai.web.agency.titles import title_of


class RightsCell(Struct, frozen=True):
    """One position in the row of a right: whether it gives the right."""

    title: str
    gives: bool


class RightsRow(Struct, frozen=True):
    """A right, a cell for each position in the page's order, and whether the viewer has it."""

    label: Text
    cells: tuple[RightsCell, ...]
    is_mine: bool

    @property
    def is_everybodys(self) -> bool:
        """Whether every position gives it."""
        return all(cell.gives for cell in self.cells)


class RightsPage(Struct, frozen=True):
    """Rights by positions; `strong` are the positions that need a second factor."""

    titles: tuple[str, ...]
    rows: tuple[RightsRow, ...]
    strong: tuple[str, ...]
    may_change: bool


def rights_page(agency: Agency, mine: frozenset[PositionKind]) -> RightsPage:
    """The table of `permissions.MATRIX` in this agency's titles; `mine` are the viewer's."""
    kind_of_agency = AgencyKind(agency.kind)
    titles = {kind: title_of(kind, kind_of_agency) for kind in PositionKind}
    rows = tuple(
        RightsRow(
            right.label,
            tuple(RightsCell(title, right in MATRIX[kind]) for kind, title in titles.items()),
            any(right in MATRIX[kind] for kind in mine),
        )
        for right in Right
    )
    strong = tuple(titles[kind] for kind in PositionKind if kind.value in agency.second_factor)
    may_change = any(Right.MANAGE_PEOPLE in MATRIX[kind] for kind in mine)
    return RightsPage(tuple(titles.values()), rows, strong, may_change)
