"""Tell those who watch over complaints what was done at the desk."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.permissions import Right, keys_with
from prongsai.web.agency.services.notifying import tell
from prongsai.web.platform.clock import today

# Who would rather not be complained of does nothing of the kind unseen.
_TOLD = keys_with(Right.LET_READ)


def tell_who_watch(agency: Agency, said: Text) -> None:
    """Tell chief executive, chief administrator, complaint officer and auditor."""
    held = Appointment.objects.on(today()).of_active().filter(agency=agency)
    people = held.filter(position__kind__in=_TOLD).select_related("user")
    tell(agency, [one.user for one in people], said)
