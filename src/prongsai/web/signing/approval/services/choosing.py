"""Choose the route of a kind of paper, and how its steps are signed."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from prongsai.core.approval.model import Way
from prongsai.core.approval.routes import route_of
from prongsai.core.roles import Told
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import told_of
from prongsai.web.agency.services import notifying
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import hold, record
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import KindChoice
from prongsai.web.signing.approval.queries import choice_of
from prongsai.web.signing.approval.routes import routes_for, routes_of


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
    people = User.objects.filter(
        appointments__in=Appointment.objects.on(today()).filter(
            agency=agency, position__kind__in=told_of(Told.ROUTES)
        )
    ).exclude(pk=by.user.pk)  # fmt: skip
    said = Text(
        f"{by.words} เปลี่ยนสายการลงนามของ{label.th}: {route.about.th} ({way.label.th})",
        f"{by.words} changed the route of {label.en}: {route.about.en} ({way.label.en})",
    )
    notifying.tell(agency, people.distinct(), said, reverse("approval:kinds"))
