"""The table of rights as a page shows it."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.roles import Role, all_roles
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, AgencyKind
from prongsai.web.agency.permissions import Right, rights_of
from prongsai.web.agency.titles import title_of


class RightsCell(Struct, frozen=True):
    """One position in the row of a right: whether it gives the right."""

    title: str
    gives: bool


class RightsRow(Struct, frozen=True):
    """A right, a cell for each position in the page's order, and whether the viewer has it.

    Shape:  `opens` is what the right lets its holder read, None for nothing.
    """

    label: Text
    opens: Text | None
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


def rights_page(agency: Agency, mine: frozenset[Role]) -> RightsPage:
    """The table of `permissions.MATRIX` in this agency's titles; `mine` are the viewer's."""
    kind_of_agency = AgencyKind(agency.kind)
    titles = {role: title_of(role, kind_of_agency) for role in all_roles()}
    rows = tuple(
        RightsRow(
            right.label,
            right.opens,
            tuple(RightsCell(title, right in rights_of(role)) for role, title in titles.items()),
            any(right in rights_of(role) for role in mine),
        )
        for right in Right
    )
    strong = tuple(title for role, title in titles.items() if role.key in agency.second_factor)
    may_change = any(Right.MANAGE_PEOPLE in rights_of(role) for role in mine)
    return RightsPage(tuple(titles.values()), rows, strong, may_change)
