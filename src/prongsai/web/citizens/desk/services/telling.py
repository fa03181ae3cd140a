"""Tell those who watch over complaints what was done at the desk."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.permissions import Right, keys_with
from prongsai.web.agency.services.notifying import tell
from prongsai.web.platform.clock import today


def tell_who_watch(agency: Agency, said: Text, right: Right = Right.LET_READ) -> None:
    """Tell chief executive, chief administrator, complaint officer and auditor.

    Shape:  who would rather not be complained of does nothing of the kind unseen; by another
            `right` its holders alone, of what only they know.
    """
    held = Appointment.objects.on(today()).of_active().filter(agency=agency)
    people = held.filter(position__kind__in=keys_with(right)).select_related("user")
    tell(agency, [one.user for one in people], said)
