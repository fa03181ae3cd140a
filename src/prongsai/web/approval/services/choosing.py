"""Choose the route of a kind of paper, and how its steps are signed."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.approval.model import Way
from prongsai.core.approval.routes import route_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Acting
from prongsai.web.approval.handlers import handler_of
from prongsai.web.approval.models import KindChoice
from prongsai.web.approval.queries import choice_of
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import record


@transaction.atomic
def choose(agency: Agency, *, by: Acting, kind: str, route: str, way: Way) -> None:
    """Set the route and the way of a kind; what is on its way keeps the route it began with.

    Errors: Misuse for a kind or route that does not exist.
    """
    label, chosen = handler_of(kind).label, route_of(route)
    if choice_of(agency, kind) == (route, way):
        return
    KindChoice.objects.update_or_create(
        agency=agency,
        kind=kind,
        defaults={"route": route, "way": way.value, "changed_at": now(), "by_words": by.words},
    )
    record(agency, by, "route-chosen", subject=label.th, route=chosen.label.th, way=way.label.th)
