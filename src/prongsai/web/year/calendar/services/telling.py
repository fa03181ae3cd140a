"""Tell people of something that is no date of the calendar: one line in each one's inbox.

The line joins the day's mail like every reminder. What happens by itself is told here too: each
morning the things that wait for a person (`agency.waiting`) and of which nobody told them yet.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet

from prongsai.core import fiscal
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.waiting import Waiting, waiting_for
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.calendar.models import Reminder

_BATCH = 500
_WAITS = "waits"
# What is due later waits in "my work", and is nobody's news yet.
_SOON = timedelta(days=14)


@transaction.atomic
def add_reminders(
    agency: Agency,
    *,
    to: Sequence[User],
    about: UUID,
    name: Text,
    url: str,
    year: int,
    last_day: date | None,
) -> int:
    """Put a line into the inboxes of some people; how many have a new one.

    Shape:  one line a person and day about one thing: told again on the same day adds nothing,
            and what was told before is outdated by it. `url` is the page that it opens; `last_day`
            None where nothing has to be done by a day. Who told it is in the journal of who asks.
    """
    journal.hold(agency)
    people = {user.pk: user for user in to if user.is_active and user.agency_id == agency.pk}
    rule = f"told {today().isoformat()}"
    lines = Reminder.objects.filter(agency=agency, event=about, user__in=people)
    had = set(lines.filter(rule=rule, outdated_at=None).values_list("user", flat=True))
    # What was outdated today and is told again holds again.
    again = lines.filter(rule=rule).exclude(outdated_at=None)
    had |= set(again.values_list("user", flat=True))
    again.update(outdated_at=None, last_day=last_day)
    new = [
        _line(agency, user, about, name, url, year, last_day, rule)
        for pk, user in people.items()
        if pk not in had
    ]
    earlier = Reminder.objects.filter(Q(event=about) | Q(url=url), agency=agency).exclude(url="")
    _outdate(earlier.filter(user__in=[reminder.user_id for reminder in new]))
    Reminder.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)
    return len(new)


def settle(agency: Agency, about: UUID, to: Iterable[User] | None = None) -> int:
    """Outdate what was told of a thing, to some people or to all; in the caller's transaction."""
    reminders = Reminder.objects.filter(agency=agency).exclude(url="")
    urls = reminders.filter(event=about).order_by().values_list("url", flat=True).distinct()
    lines = reminders.filter(url__in=list(urls))
    if to is not None:
        lines = lines.filter(user__in=[user.pk for user in to])
    return _outdate(lines)


def tell_what_waits(agency: Agency) -> int:
    """A line for each thing that waits for a person and that no line names yet; how many."""
    day = today()
    count = 0
    for user in User.objects.filter(agency=agency, is_active=True).select_related("agency"):
        person = actor_on(user, day)
        if person is not None:
            count += _tell_waiting(person, soon(person, day), day)
    return count


def soon(person: Actor, day: date) -> tuple[Waiting, ...]:
    """What waits for a person and has no last day, or one that is near or past."""
    waits = (line for line in waiting_for(person, day) if not line.has_reminder)
    return tuple(line for line in waits if line.due is None or line.due <= day + _SOON)


@transaction.atomic
def _tell_waiting(person: Actor, waits: Iterable[Waiting], day: date) -> int:
    """By address: one thing has one page, whoever told of it first."""
    reminders = Reminder.objects.filter(agency=person.agency, user=person.user).exclude(url="")
    by_url = {wait.url: wait for wait in waits}
    # What waits no more, or was moved to another address.
    _outdate(reminders.filter(rule=_WAITS).exclude(url__in=by_url))
    standing = set(reminders.filter(outdated_at=None).values_list("url", flat=True))
    new = [
        _line(
            person.agency, person.user, uuid5(NAMESPACE_URL, wait.url),
            listed([wait.ask, same(wait.name)], ": "), wait.url,
            fiscal.year_of(wait.due or day), wait.due, _WAITS,
        )
        for wait in by_url.values()
        if wait.url not in standing
    ]  # fmt: skip
    keys = [reminder.event for reminder in new]
    # It waited before, was done and waits again: its line holds again and is unread.
    again = reminders.filter(rule=_WAITS, event__in=keys)
    had = set(again.values_list("event", flat=True))
    again.update(outdated_at=None, read_at=None, queued_email=None, made_at=now())
    Reminder.objects.bulk_create(
        [reminder for reminder in new if reminder.event not in had], ignore_conflicts=True
    )
    return len(new)


def _outdate(lines: QuerySet[Reminder]) -> int:
    return lines.filter(outdated_at=None).update(outdated_at=now())


def _line(
    agency: Agency,
    user: User,
    about: UUID,
    name: Text,
    url: str,
    year: int,
    last_day: date | None,
    rule: str,
) -> Reminder:
    return Reminder(
        agency=agency,
        user=user,
        fiscal_year=year,
        event=about,
        last_day=last_day,
        rule=rule,
        name={"th": name.th, "en": name.en},
        url=url,
        made_at=now(),
    )
