"""Which accounts may belong to one person, as far as the journal can tell.

Whoever makes an account or hands out its password can sign in with it. So two accounts may be one
person's if one of them made, handed over or appointed the other, or if both have the same name or
mailbox. Nothing else tells a colleague from a second account.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from prongsai.core.thai import printed, skeleton
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.platform.models import JournalEntry

_TERMS = ("holding-begun", "acting-begun", "holding-ended", "holding-cancelled")
# Who hands a password over could answer in that person's name.
_ACCOUNT = (
    "person-added", "person-activated", "person-deactivated", "password-handed-over",
    "second-factor-removed",
)  # fmt: skip
_FILE = "roster-taken"

# Accounts that were taken in hand shortly before something may have been made for it.
NOT_LONG_AGO = timedelta(days=30)

# After these somebody signs in anew, or without what they had to hold.
_TAKEN = ("person-added", "person-activated", "password-handed-over", "second-factor-removed")


def written_by() -> frozenset[tuple[str, UUID]]:
    """Who wrote down or lengthened which appointment, by its key, in all agencies.

    Shape:  as the journal has it, for an appointment forgets it once a password is handed over;
            those with which an agency was set up are not among them.
    """
    made = JournalEntry.objects.filter(verb__in=(*_TERMS, _FILE)).exclude(by=None)
    pairs = set()
    for verb, by, detail in made.values_list("verb", "by", "detail"):
        is_kept = verb != "holding-ended" or detail.get("last", "") > detail.get("former", "") > ""
        if is_kept:
            pairs |= {
                (key, by) for key in (detail.get("holding"), *detail.get("seated", ())) if key
            }
    return frozenset(pairs)


def tied_to(agency: Agency, user: User) -> frozenset[UUID]:
    """Whoever made, handed over or appointed a person's account, or the other way round, ever."""
    own = Q(verb__in=_ACCOUNT, subject=user.login) | Q(verb__in=_TERMS, detail__person=user.login)
    made = JournalEntry.objects.filter(agency=agency).exclude(by=None).exclude(by=user)
    held = Appointment.objects.filter(agency=agency, user=user).values_list("pk", flat=True)
    keys = {str(key) for key in held}
    # A file of before does not tell whom it appointed.
    files = made.filter(verb=_FILE).values_list("by", "detail")
    by_file = {by for by, detail in files if "seated" not in detail or keys & set(detail["seated"])}
    by_hand = made.filter(own).values_list("by", flat=True)
    return _in_the_hands_of(agency, user) | by_file | frozenset(by_hand)


def alike(agency: Agency, user: User) -> frozenset[UUID]:
    """The other accounts of a person's name or mailbox."""
    name, mail = _name(user), user.email.casefold()
    others = User.objects.filter(agency=agency).exclude(pk=user.pk)
    accounts = others.only("pk", "display_name", "email")
    return frozenset(
        account.pk
        for account in accounts
        if (name and name == _name(account)) or (mail and mail == account.email.casefold())
    )


def taken_since(agency: Agency, since: datetime) -> list[tuple[datetime, UUID, UUID]]:
    """Each time somebody made, handed over or opened an account: the moment, by whom, whose."""
    made = JournalEntry.objects.filter(agency=agency, verb__in=_TAKEN, at__gte=since)
    takings = list(made.exclude(by=None).values_list("at", "by", "subject"))
    rows = User.objects.filter(agency=agency, login__in={login for _at, _by, login in takings})
    users = dict(rows.values_list("login", "pk"))
    return [(at, by, users[login]) for at, by, login in takings if login in users]


def near(
    agency: Agency, user: User, moments: Collection[datetime]
) -> dict[datetime, frozenset[UUID]]:
    """For each moment, the accounts that may be the same person's, or were made to help them.

    Shape:  those with the same name or mailbox; those linked by accounts that were made or handed
            over in the thirty days before the moment or later, also over several steps (not in an
            agency younger than that, as all its accounts are new); and those linked by posts given
            since the moment. The number of queries does not depend on the number of moments.
    """
    if not moments:
        return {}
    early = {since: since - NOT_LONG_AGO for since in moments}
    starts = {since: day if agency.made_at < day else since for since, day in early.items()}
    taken = taken_since(agency, min(starts.values()))
    seated = _seated_since(agency, min(moments))
    same = alike(agency, user)
    return {
        since: same
        | circle_of(user.pk, [*taken, *(term for term in seated if term[0] >= since)], start)
        for since, start in starts.items()
    }


def circle_of(
    user: UUID, taken: Iterable[tuple[datetime, UUID, UUID]], since: datetime
) -> frozenset[UUID]:
    """Those with whom a person is joined by accounts that were taken in hand since a moment."""
    pairs = [{by, on} for at, by, on in taken if at >= since]
    circle, size = {user}, 0
    while size != len(circle):
        size = len(circle)
        circle.update(*(pair for pair in pairs if pair & circle))
    return frozenset(circle - {user})


def _seated_since(agency: Agency, since: datetime) -> list[tuple[datetime, UUID, UUID]]:
    """When who put somebody into a post, or changed the term, and whom."""
    made = JournalEntry.objects.filter(agency=agency, at__gte=since).exclude(by=None)
    entries = list(made.filter(verb__in=(*_TERMS, _FILE)).values_list("at", "by", "detail"))
    logins = {detail["person"] for _at, _by, detail in entries if "person" in detail}
    keys = {key for _at, _by, detail in entries for key in detail.get("seated", ())}
    users = dict(User.objects.filter(agency=agency, login__in=logins).values_list("login", "pk"))
    rows = Appointment.objects.filter(agency=agency, pk__in=keys).values_list("pk", "user")
    users |= {str(key): user for key, user in rows}
    terms = []
    for at, by, detail in entries:
        names = (detail.get("person", ""), *detail.get("seated", ()))
        terms += [(at, by, users[name]) for name in names if name in users]
    return terms


def _name(user: User) -> str:
    return skeleton(printed(user.display_name))


def _in_the_hands_of(agency: Agency, by: User) -> frozenset[UUID]:
    made = JournalEntry.objects.filter(agency=agency, by=by)
    logins = set(made.filter(verb__in=_ACCOUNT).values_list("subject", flat=True))
    terms = made.filter(verb__in=_TERMS).values_list("detail", flat=True)
    logins |= {detail["person"] for detail in terms if "person" in detail}
    files = list(made.filter(verb=_FILE).values_list("detail", flat=True))
    users = User.objects.filter(agency=agency).exclude(pk=by.pk)
    # A file of before does not tell whom it appointed.
    if all("seated" in detail for detail in files):
        seated = {key for detail in files for key in detail["seated"]}
        users = users.filter(Q(login__in=logins) | Q(appointments__in=seated))
    return frozenset(users.values_list("pk", flat=True))
