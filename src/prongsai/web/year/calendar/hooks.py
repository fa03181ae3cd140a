"""What the calendar adds to the dashboard: the strip, and the report days as they stand."""

from __future__ import annotations

from prongsai.core.calendar_rules.model import Origin
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import today
from prongsai.web.year.analysis.tiles import Part, days, part
from prongsai.web.year.calendar.pages import folded, strip_of
from prongsai.web.year.calendar.queries import events_of, managed_among, report_days


@part
def strip(agency: Agency, year: int) -> Part:
    """October to September with what is due; of a series its next date."""
    events = events_of(agency, year, with_tasks=False)
    managed = managed_among(agency, [one.id for one in events if one.origin is Origin.OWN])
    series = {event: one.series for event, one in managed.items() if one.series}
    shown, following = folded(events, series, today())
    return Part("calendar/_strip_card.html", strip_of(year, shown, today(), following))


days(report_days)
