"""The routes of papers: which a kind takes, and those that the agency makes itself."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from msgspec import Struct

from prongsai.core.approval.model import Way
from prongsai.core.approval.routes import MOST_POSTS, route_of
from prongsai.core.messages import read_words
from prongsai.core.roles import Told
from prongsai.core.text import listed
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.platform.clock import now
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.journal import hold, record
from prongsai.web.signing.approval.handlers import KINDS, handler_of
from prongsai.web.signing.approval.models import KindChoice, OwnRoute, OwnStep
from prongsai.web.signing.approval.queries import choice_of
from prongsai.web.signing.approval.routes import (
    UNIT_HEAD_OF_DRAFTER,
    routes_for,
    routes_of,
    signing_posts,
    step_position_of,
)


@transaction.atomic
def choose(agency: Agency, *, by: Actor, kind: str, route: str, way: Way) -> None:
    """Set the route and the way of a kind; what is on its way keeps the route it began with.

    Errors: Misuse for a kind or route that does not exist; Refused for a route on which nobody
            decides, where the kind is one that somebody must decide.
    """
    hold(agency)
    label, chosen = handler_of(kind).label, routes_of(agency).get(route) or route_of(route)
    if chosen not in routes_for(agency, kind):
        raise Refused("approval/route_without_decision", field=f"route-{kind}", label=label)
    if choice_of(agency, kind) == (route, way):
        return
    KindChoice.objects.update_or_create(
        agency=agency,
        kind=kind,
        defaults={"route": route, "way": way.value, "changed_at": now(), "by_words": by.words},
    )
    record(agency, by, "route-chosen", subject=label.th, route=chosen.label.th, way=way.label.th)
    tell_who_decides(agency, by, kind)


def tell_who_decides(agency: Agency, by: Actor, kind: str) -> None:
    """Tell the chief administrator and who decides that a kind of paper takes another way now.

    Shape:  who takes a reader out of the chain does not do it unseen by those who stand behind.
    """
    name, way = choice_of(agency, kind)
    route, label = routes_of(agency)[name], handler_of(kind).label
    people = [row for row in notifying.watching(agency, Told.ROUTES) if row.pk != by.user.pk]
    sentence = read_words(
        "approval/route_changed", by=by.words, kind=label, route=route.about, way=way.label
    )
    notifying.notify(agency, people, sentence, reverse("approval:kinds"))


MOST_ROUTES = 20


class RouteDraft(Struct, frozen=True):
    """A route as it was typed; a step of None is the head of the drafter's unit."""

    label: str
    steps: tuple[Position | None, ...]


@transaction.atomic
def make(agency: Agency, *, by: Actor, draft: RouteDraft) -> OwnRoute:
    """A new route of the agency.

    Errors: Refused for a name that is taken, a post that stands twice, cannot sign, or decides
            already, and more routes than fit a list.
    """
    hold(agency)
    _check(agency, draft)
    route = OwnRoute.objects.create(
        agency=agency, label=draft.label, changed_at=now(), by_words=by.words
    )
    _write_steps(route, draft.steps)
    record(agency, by, "route-made", route.label, steps=_words(draft))
    return route


@transaction.atomic
def edit(route: OwnRoute, *, by: Actor, seen: int, draft: RouteDraft) -> OwnRoute:
    """Change a route; `seen` is the revision that the page showed. What is on its way stays.

    Errors: Refused where somebody changed it meanwhile, and what `make` refuses.
    """
    hold(route.agency)
    row = OwnRoute.objects.select_for_update(no_key=True).get(pk=route.pk)
    if row.revision != seen:
        raise Refused("approval/route_changed_meanwhile", by_words=row.by_words)
    _check(row.agency, draft, row)
    old = _draft_of(row)
    if old == draft:
        return row
    row.label = draft.label
    row.revision, row.changed_at, row.by_words = row.revision + 1, now(), by.words
    row.save()
    row.steps.all().delete()
    _write_steps(row, draft.steps)
    record(row.agency, by, "route-edited", row.label, steps=_words(draft), old=_words(old))
    for kind in kinds_on(row):
        tell_who_decides(row.agency, by, kind)
    return row


@transaction.atomic
def remove(route: OwnRoute, *, by: Actor, is_back: bool = False) -> None:
    """Take a route away that no kind of paper takes, or bring it back as if made anew."""
    hold(route.agency)
    row = OwnRoute.with_removed.get(pk=route.pk)
    if not row.would_change(by, is_back=is_back):
        return
    if is_back:
        _check(route.agency, _draft_of(row))
    elif kinds := kinds_on(route):
        labels = listed(KINDS[kind].label for kind in kinds)
        raise Refused("approval/route_in_use", kinds=labels)
    row.mark_removed(by, is_back=is_back)
    record(route.agency, by, "route-brought-back" if is_back else "route-removed", row.label)


def kinds_on(route: OwnRoute) -> list[str]:
    """The kinds of papers that take a route."""
    rows = KindChoice.objects.filter(agency=route.agency, route=str(route.pk), kind__in=KINDS)
    return list(rows.values_list("kind", flat=True))


def _draft_of(route: OwnRoute) -> RouteDraft:
    steps = route.steps.select_related("position")
    return RouteDraft(route.label, tuple(step.position for step in steps))


def _check(agency: Agency, draft: RouteDraft, changed: OwnRoute | None = None) -> None:
    """Refuse what cannot be a route; `changed` is that which gets it, None for one more."""
    others = OwnRoute.objects.filter(agency=agency)
    if changed is not None:
        others = others.exclude(pk=changed.pk)
    if changed is None and others.count() >= MOST_ROUTES:
        raise Refused("approval/too_many_routes", most_routes=MOST_ROUTES)
    if others.filter(label=draft.label).exists():
        raise Refused("approval/route_name_taken", field="label", draft=draft.label)
    for position in draft.steps:
        own(agency, position)
    if len(draft.steps) > MOST_POSTS:
        raise Refused("approval/too_many_posts", most_posts=MOST_POSTS)
    _check_posts(agency, draft)


def _check_posts(agency: Agency, draft: RouteDraft) -> None:
    usable = {position.pk for position in signing_posts(agency)}
    seen: set[Position | None] = set()
    for position in draft.steps:
        title = str(position or UNIT_HEAD_OF_DRAFTER)
        if position is not None and position.pk not in usable:
            raise Refused("approval/post_not_signing", title=title)
        if position is not None and position.role.leads_agency:
            raise Refused("approval/post_decides_already", title=title)
        if position in seen:
            raise Refused("approval/post_on_route_twice", title=title)
        seen.add(position)


def _write_steps(route: OwnRoute, steps: Sequence[Position | None]) -> None:
    OwnStep.objects.bulk_create(
        OwnStep(agency=route.agency, route=route, place=place, position=position)
        for place, position in enumerate(steps, start=1)
    )


def _words(draft: RouteDraft) -> str:
    """The posts in their order, for the journal."""
    titles = [step_position_of(position).title for position in draft.steps]
    return " → ".join([*titles, "ผู้บริหารสูงสุดอนุมัติ"])
