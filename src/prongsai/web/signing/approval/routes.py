"""The routes that an agency can choose, and what their pages show of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from prongsai.core.approval.model import Route, Way
from prongsai.core.approval.routes import StepPosition, own_route, route_of, shipped
from prongsai.core.roles import chief_executive, head_of_a_unit, rank_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, AgencyKind, Position, User
from prongsai.web.agency.people import appointments_on
from prongsai.web.agency.position_rules import states_order
from prongsai.web.agency.roles import SIGNING, title_of
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import KindChoice, OwnRoute

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
    return tuple(route for route in routes if not (needs_decision and route.is_information))


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


class KindLine(Struct, frozen=True):
    """One kind of paper: its route, those it can take, how it is signed, what follows the end."""

    kind: str
    label: Text
    route: Route
    usable: tuple[Route, ...]
    way: Way
    after: Text


def kind_lines(agency: Agency) -> tuple[KindLine, ...]:
    """Every kind of paper with its route and what follows: the one readable table."""
    chosen = {row.kind: row for row in KindChoice.objects.filter(agency=agency)}
    routes = routes_of(agency).values()
    lines = []
    for kind, handler in sorted(KINDS.items(), key=lambda pair: pair[1].label.th):
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
            )
        )
    return tuple(lines)


def own_routes(agency: Agency, lines: Sequence[KindLine]) -> list[tuple[Route, list[Text]]]:
    """The agency's own routes with the kinds of papers that take them, of those in `lines`."""
    return [
        (route, [line.label for line in lines if line.route.name == name])
        for name, route in routes_of(agency).items()
        if name not in shipped()
    ]


def stopping_steps(
    agency: Agency, lines: Sequence[KindLine], on: date
) -> list[tuple[Text, str, str, str]]:
    """The steps of the routes in use at which a paper would stop today; two queries.

    Shape:  route, the post at which somebody signs before, that of the step, and who it is; of
            steps that wait for the head of the drafter's unit nobody knows before.
    """
    posts = signing_posts(agency)
    by_role = {post.kind: post for post in posts if not post.role.leads_unit}
    by_key = {str(post.pk): post for post in posts}
    held: dict[UUID, dict[User, bool]] = {}
    for row in appointments_on(agency, on):
        is_ordered = row.is_acting and states_order(row.authority)
        held.setdefault(row.position_id, {})[row.user] = is_ordered
    stops = []
    for route in {line.route.name: line.route for line in lines}.values():
        signed: dict[User, str] = {}
        for step in route.steps:
            post = by_key.get(step.position_key) or by_role.get(step.position)
            people = held.get(post.pk, {}) if post else {}
            if post is None or not people:
                continue
            # Whoever acts by an order may sign at another step too.
            if all(user in signed and not is_ordered for user, is_ordered in people.items()):
                user = next(iter(people))
                stops.append((route.label, signed[user], post.title, str(user)))
            elif len(people) == 1 and not any(people.values()):
                signed.setdefault(next(iter(people)), post.title)
    return stops
