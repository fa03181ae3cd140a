"""What waits for who publishes: the report of the quarter that is over."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from prongsai.core.fiscal import quarter_of
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.disclosure.statistics.models import Counting
from prongsai.web.disclosure.statistics.queries.periods import of_quarter as period_of_quarter
from prongsai.web.disclosure.statistics.queries.quarters import of_quarter

# After a quarter there is so much time; a report that nobody made then is asked for no more.
_TO_REPORT = timedelta(days=30)


@waiting
def quarter_report(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The quarter that ended last, where readings of it were counted and nobody made a report."""
    ended = quarter_of(on).before
    due = ended.last + _TO_REPORT
    if on > due or not may(person, Right.PUBLISH):
        return ()
    if not Counting.objects.filter(agency=person.agency, began_on__lte=ended.last).exists():
        return ()
    # One that was made while the quarter went on tells not all of it.
    if of_quarter(person.agency, ended).filter(made_at__date__gt=ended.last).exists():
        return ()
    period = period_of_quarter(ended)
    return (
        Waiting(
            kind="web-quarter",
            name=period.title,
            ask=Text("ทำรายงานเว็บไซต์เสนอผู้บริหาร", "report on the web site to the executive"),
            url=reverse("statistics:quarter", args=[period.key]),
            since=ended.last + timedelta(days=1),
            due=due,
        ),
    )
