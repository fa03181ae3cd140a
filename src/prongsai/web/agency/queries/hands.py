"""Who had a hand in somebody's post or account, as the journal has it, at any time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.platform.models import JournalEntry

_TERMS = ("holding-begun", "acting-begun", "holding-ended", "holding-cancelled")
# Who hands a password over could answer in that person's name.
_ACCOUNT = (
    "person-added", "person-activated", "person-deactivated", "password-handed-over",
    "second-factor-removed",
)  # fmt: skip
_FILE = "roster-taken"


def had_a_hand(
    agency: Agency, by: User, others: Iterable[User], since: datetime | None = None
) -> bool:
    """Whether a person put one of some others into a post, or had their account in hand.

    Shape:  lengthened or ended a term, on a page or by a file, before or after anything else;
            with `since` only from then on.
    """
    people = [one for one in others if one.pk != by.pk]
    if not people:
        return False
    logins = {one.login for one in people}
    made = JournalEntry.objects.filter(agency=agency, by=by)
    if since is not None:
        made = made.filter(at__gte=since)
    if made.filter(verb__in=_ACCOUNT, subject__in=logins).exists():
        return True
    terms = made.filter(verb__in=_TERMS).values_list("detail", flat=True)
    if any(told.get("person") in logins for told in terms):
        return True
    files = list(made.filter(verb=_FILE).values_list("detail", flat=True))
    if not files:
        return False
    theirs = Appointment.objects.filter(agency=agency, user__in=people).values_list("pk", flat=True)
    keys = {str(key) for key in theirs}
    # A file of before does not tell whom it appointed.
    return any("seated" not in told or keys & set(told["seated"]) for told in files)
