"""What a worker does by itself: addresses are looked at when their time has come."""

from __future__ import annotations

from datetime import timedelta

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.links import addresses_of
from prongsai.web.disclosure.links.queries.standing import due_of, newly_broken
from prongsai.web.disclosure.links.services.looking import ask_round
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.periodic import periodic_task
from prongsai.web.year.calendar.services.telling import tell_what_waits
from prongsai.web.year.ownership.work_queries import working_years

_EVERY = timedelta(minutes=10)


@periodic_task(_EVERY)
def look_at_links() -> None:
    """The addresses of the years that an agency works on, each at its time."""
    for agency in Agency.objects.all():
        years = working_years(agency, today())
        addresses = [one for year in years for one in addresses_of(agency, year)]
        ask_round(agency, by=None, addresses=due_of(agency, addresses, now()))
        # Told once it is sure, not only on the next morning.
        if newly_broken(agency, now() - _EVERY * 2):
            tell_what_waits(agency)
