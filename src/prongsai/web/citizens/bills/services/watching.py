"""Tell those who watch over the agency's money what one person alone could do unseen."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.agency.models import Appointment
from prongsai.web.agency.people import Actor
from prongsai.web.agency.services.notifying import tell
from prongsai.web.platform.clock import today

_TOLD = ("chief-executive", "chief-administrator", "auditor")


def tell_who_watch(by: Actor, said: Text) -> None:
    """Tell chief executive, chief administrator and auditor."""
    held = Appointment.objects.on(today()).of_active().filter(agency=by.agency)
    people = held.filter(position__kind__in=_TOLD).select_related("user")
    tell(by.agency, [one.user for one in people], said)
