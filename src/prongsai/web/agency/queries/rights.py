"""The table of rights as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, AgencyKind, PositionKind
from prongsai.web.agency.permissions import MATRIX, Right
from prongsai.web.agency.titles import title_of


@dataclass(frozen=True, slots=True)
class RightsRow:
    """A right, the titles of the positions that give it, and whether the viewer has it."""

    label: Text
    titles: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class RightsPage:
    """Every right with its positions; `strong` are those that need a second factor."""

    rows: tuple[RightsRow, ...]
    strong: tuple[str, ...]
    positions: int
    may_change: bool


def rights_page(agency: Agency, mine: frozenset[PositionKind]) -> RightsPage:
    """The table of `permissions.MATRIX` in this agency's titles; `mine` are the viewer's."""
    kind_of_agency = AgencyKind(agency.kind)
    titles = {kind: title_of(kind, kind_of_agency) for kind in PositionKind}
    rows = tuple(
        RightsRow(
            right.label,
            tuple(titles[kind] for kind, given in MATRIX.items() if right in given),
            any(right in MATRIX[kind] for kind in mine),
        )
        for right in Right
    )
    strong = tuple(titles[kind] for kind in PositionKind if kind.value in agency.second_factor)
    may_change = any(Right.MANAGE_PEOPLE in MATRIX[kind] for kind in mine)
    return RightsPage(rows, strong, len(titles), may_change)
