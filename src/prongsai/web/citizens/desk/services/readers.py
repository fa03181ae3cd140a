"""A new reader reads the restricted cases of before only after a second person's word.

New is who was put into a post that reads, or into the unit where they were given such cases, or
whose password somebody handed over (`agency/services/appointing.py`). Cases that come later need no
word.
"""

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from prongsai.core.messages import read_words
from prongsai.core.text import same
from prongsai.web.agency.models import Appointment, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, keys_with, may
from prongsai.web.agency.queries.hands import NOT_LONG_AGO, near, tied_to
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services.appointing import SERVER
from prongsai.web.agency.services.notifying import notify
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.rights import (
    came_after,
    given_after,
    is_open_kind,
    waiting_for_word,
)
from prongsai.web.citizens.desk.services.news import notify_watchers
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today


def new_readers(person: Actor) -> QuerySet[Appointment]:
    """The appointments of today that wait for a second person's word which this one might give.

    Shape:  all that read by their right, whether or not there are cases, for how many there are is
            no superior's to know; of others those with cases that wait, for who reads them anyway.
    """
    rows = (
        Appointment.objects.on(today())
        .of_active()
        .filter(agency=person.agency, waits_since__isnull=False)
    )
    reading = Q(position__kind__in=keys_with(Right.READ_RESTRICTED))
    if may(person, Right.READ_RESTRICTED):
        # The restricted cases that who is appointed was given in the unit before it was made.
        unit, since, user = OuterRef("position__unit"), OuterRef("waits_since"), OuterRef("user")
        given = Q(unit=unit, assignee=user) | Q(joined_to__unit=unit, joined_to__assignee=user)
        free = came_after(since, OuterRef("first_day"))
        free |= given_after(OuterRef(OuterRef("waits_since")), OuterRef(OuterRef("first_day")))
        kept_from = given & ~is_open_kind(person.agency) & ~free
        reading |= Q(Exists(Case.objects.filter(kept_from, agency=person.agency)))
    rows = rows.exclude(user=person.user).filter(reading)
    return rows.select_related("agency", "position", "user", "entered_by")


def is_second(row: Appointment, by: Actor) -> bool:
    """Whether a person is a second one, who did not make the reader and was not made for this."""
    return bool(seconded([row], by))


def seconded(rows: Iterable[Appointment], by: Actor) -> list[Appointment]:
    """Those of some readers for whom a person is such a one; no query a row or day.

    Shape:  holds, not only acts in, a post with the right, of a unit's reader one who reads by now;
            is no reader whose own cases wait; had no hand in the reader's post or account, nor the
            reader in theirs, at any time; nor is made for it by who made the reader (`near`).
    """
    waiting = {
        row: timezone.make_aware(datetime.combine(row.waits_since, time.min))
        for row in rows
        if row.waits_since is not None
    }
    rights = _rights_held(by) if waiting else frozenset()
    tied = tied_to(by.agency, by.user) | {by.user.pk} if rights else frozenset()
    own = {
        row: moment
        for row, moment in waiting.items()
        if (Right.LET_READ if _reads_by_right(row) else Right.READ_RESTRICTED) in rights
        and row.user_id not in tied
    }
    joined = near(by.agency, by.user, set(own.values()))
    return [
        row
        for row, moment in own.items()
        if (joined[moment] | {by.user.pk}).isdisjoint({row.user_id, row.entered_by_id})
    ]


def _rights_held(by: Actor) -> frozenset[Right]:
    """By which rights a person may be a second one: of posts held for good, where no cases wait."""
    terms = Appointment.objects.on(today()).filter(agency=by.agency, user=by.user, is_acting=False)
    held = list(terms.values_list("position__kind", "waits_since"))
    reading = keys_with(Right.READ_RESTRICTED)
    if (
        any(kind in reading and since for kind, since in held)
        and waiting_for_word(by, today()).exists()
    ):
        held = [(kind, since) for kind, since in held if kind not in reading or since is None]
    kinds = {kind for kind, _since in held}
    return frozenset(
        right for right in (Right.LET_READ, Right.READ_RESTRICTED) if kinds & set(keys_with(right))
    )


def mark_of(row: Appointment) -> str:
    """What a second person looks at: whose account, under which password, by whose hand."""
    user = row.user
    facts = (row.pk, row.waits_since, row.entered_by_id, user.display_name, user.password)
    return salted_hmac("prongsai new reader", repr(facts)).hexdigest()


@transaction.atomic
def let_read(row: Appointment, *, by: Actor | None, seen: str | None = None) -> None:
    """Let a new reader read the restricted cases received before; given twice it changes nothing.

    Shape:  `by` is None for the server's administrator, where an office has no second person;
            `seen` is the mark that the page was opened with.
    """
    agency = row.agency
    journal.hold(agency)
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("position", "user", "entered_by")
    locked = rows.filter(pk=row.pk, agency=by.agency if by else agency).first()
    if locked is None or locked.waits_since is None:
        return
    if by is not None and not is_second(locked, by):
        raise no_second(locked)
    if seen is not None and seen != mark_of(locked):
        raise Refused("desk/reader_changed_meanwhile")
    locked.waits_since = None
    locked.save(update_fields=["waits_since"])
    title = locked.position.title
    who = same(by.words) if by else SERVER
    message = read_words("desk/reader_let", who=who, reader=locked.user, title=title)
    notify(agency, [locked.user], message)
    if _reads_by_right(locked):
        notify_watchers(agency, message)
        journal.record(agency, by, "reader-let", title, person=locked.user.login)
    else:
        # Superiors and the journal's readers would know that this unit was given a restricted case.
        notify_watchers(agency, message, Right.READ_RESTRICTED)


def let_read_by_server(user: User) -> int:
    """Give the word for all that a person waits for, on the command line; how many terms waited."""
    rows = Appointment.objects.on(today()).filter(user=user, waits_since__isnull=False)
    reading = Q(position__kind__in=keys_with(Right.READ_RESTRICTED)) | ~Q(position__unit=None)
    appointments = list(rows.filter(reading).select_related("agency"))
    for row in appointments:
        let_read(row, by=None)
    return len(appointments)


def no_second(row: Appointment) -> Refused:
    """For who is no such second person."""
    days, login = NOT_LONG_AGO.days, row.user.login
    if _reads_by_right(row):
        return Refused("desk/confirmer_not_independent.by_right", days=days, login=login)
    return Refused("desk/confirmer_not_independent.given", days=days)


def _reads_by_right(row: Appointment) -> bool:
    return row.position.kind in keys_with(Right.READ_RESTRICTED)
