"""What the pages of routes show: each kind of paper with its route, and the agency's own routes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from prongsai.core.approval.model import Route, Way
from prongsai.core.approval.routes import shipped
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import KindChoice
from prongsai.web.signing.approval.routes import routes_of, usable_for


class KindLine(Struct, frozen=True):
    """One kind of paper: its route, those it can take, how it is signed, what follows the end."""

    kind: str
    label: Text
    route: Route
    usable: tuple[Route, ...]
    way: Way
    after: Text
    is_own_choice: bool


def kind_lines(agency: Agency) -> tuple[KindLine, ...]:
    """Every kind of paper with its route and what follows: the one readable table."""
    chosen = {row.kind: row for row in KindChoice.objects.filter(agency=agency)}
    routes = routes_of(agency).values()
    lines = []
    for kind, handler in sorted(KINDS.items(), key=lambda one: one[1].label.th):
        row = chosen.get(kind)
        usable = {route.name: route for route in usable_for(kind, routes)}
        lines.append(
            KindLine(
                kind=kind,
                label=handler.label,
                route=(row and usable.get(row.route)) or usable[handler.route],
                usable=tuple(usable.values()),
                way=Way(row.way) if row else Way.IN_SYSTEM,
                after=handler.after,
                is_own_choice=row is not None,
            )
        )
    return tuple(lines)


class OwnRouteLine(Struct, frozen=True):
    """A route of the agency's own: its steps in words and the kinds of papers that take it."""

    id: UUID
    route: Route
    kinds: tuple[Text, ...]


def own_routes(agency: Agency, lines: Sequence[KindLine]) -> tuple[OwnRouteLine, ...]:
    """The agency's own routes by their names; `lines` are those of `kind_lines`."""
    shipped_names = set(shipped())
    return tuple(
        OwnRouteLine(UUID(name), route, tuple(one.label for one in lines if one.route.name == name))
        for name, route in routes_of(agency).items()
        if name not in shipped_names
    )
