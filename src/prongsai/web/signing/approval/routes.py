"""The routes that an agency can choose: those that come with the program and its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prongsai.core.approval.model import Route
from prongsai.core.approval.routes import StepPosition, own_route, route_of, shipped
from prongsai.core.roles import chief_executive, head_of_a_unit, rank_of
from prongsai.web.agency.models import Agency, AgencyKind, Position
from prongsai.web.agency.roles import SIGNING, title_of
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import OwnRoute

UNIT_HEAD_OF_DRAFTER: Promise = _("หัวหน้าส่วนราชการของผู้เสนอ")


def routes_of(agency: Agency) -> Mapping[str, Route]:
    """Every route by its name: the shipped ones first, then the agency's own by their labels."""
    rows = list(OwnRoute.objects.filter(agency=agency).prefetch_related("steps__position"))
    if not rows:
        return shipped()
    decides = StepPosition(chief_executive().key, title_of_the_chief(agency))
    own = {
        str(row.pk): own_route(
            str(row.pk),
            row.label,
            [step_position_of(step.position) for step in row.steps.all()],
            decides,
        )
        for row in rows
    }
    return {**shipped(), **own}


def routes_for(agency: Agency, kind: str) -> tuple[Route, ...]:
    """The routes that a kind can take: what somebody must decide takes none for information."""
    return usable_for(kind, routes_of(agency).values())


def usable_for(kind: str, routes: Iterable[Route]) -> tuple[Route, ...]:
    """Those of some routes that a kind can take."""
    needs_decision = not route_of(KINDS[kind].route).is_information
    return tuple(one for one in routes if not (needs_decision and one.is_information))


def signing_posts(agency: Agency) -> list[Position]:
    """The posts that can stand on an own route, section heads among them."""
    rows = Position.objects.filter(agency=agency, kind__in=SIGNING).select_related("unit")
    return sorted(rows, key=lambda row: (rank_of(row.role), row.title))


def step_position_of(position: Position | None) -> StepPosition:
    """A post as the core speaks of it; None is the head of the drafter's unit."""
    if position is None:
        return StepPosition(head_of_a_unit().key, str(UNIT_HEAD_OF_DRAFTER))
    return StepPosition(position.kind, position.title, str(position.pk))


def title_of_the_chief(agency: Agency) -> str:
    """The title of the post that decides, the usual one where the agency has none yet."""
    rows = Position.objects.filter(agency=agency, kind=chief_executive().key, unit=None)
    written = rows.values_list("title", flat=True).first()
    return written or title_of(chief_executive(), AgencyKind(agency.kind))
