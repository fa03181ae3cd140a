"""Who may be put into a sensitive post, by whom and from when; and who is told of it.

A paper is signed, and a complaint read, by whoever holds a position on the day. Putting a person
there is therefore a way to sign or to read, and these rules hold for every such way: an
appointment, a later last day, a file, a unit that becomes the central office, the command line.
Which posts are sensitive tells `agency/sensitive.py`.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from prongsai.core.dates import in_words
from prongsai.core.messages import read_words
from prongsai.core.roles import Role, Told
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency, Appointment, Position, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, keys_with
from prongsai.web.agency.position_rules import is_sensitive, is_sensitive_post, reads_alone
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.platform.clock import today

Asked = Callable[[Agency], frozenset[UUID]]
_ASKED: list[Asked] = []
SERVER = read_words("agency/server")
_ONE_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


def asks(maker: Asked) -> Asked:
    """Name a function that knows the positions of whom papers of an agency ask something now."""
    _ASKED.append(maker)
    return maker


def refuse_oneself(
    agency: Agency, role: Role, user_id: UUID, *, by: Actor, title: str, has_unit: bool,
    is_done: bool = True,
) -> None:  # fmt: skip
    """Who may appoint people appoints himself to no sensitive post, as holder or acting.

    Shape:  where nobody else ever managed people it is allowed, for else nobody could be appointed;
            whoever holds the post and the auditors are told, and the host by the log and `doctor`.
            Others count whose account was closed or whose term was ended: both are in the hands of
            who would gain by it. Not `is_done`, it is only asked.
    """
    if by.user.pk != user_id or not is_sensitive(agency, role, has_unit=has_unit):
        return
    managing = keys_with(Right.MANAGE_PEOPLE)
    managers = Appointment.objects.filter(agency=agency, position__kind__in=managing)
    if managers.exclude(user=by.user).exists():
        raise Refused("agency/self_appointment_not_allowed", field="user", title=title)
    if is_done:
        _log.warning("%s: %s, who alone manages people, appointed himself", agency, by.user.login)


def refuse_backdated(position: Position, first_day: date) -> None:
    """Nobody begins to act before today in a post that an open paper asks.

    Shape:  who holds a post for good does so from the day of the election or the order, also where
            it is written down later: nobody else held it then (`refuse_two_holders`).
    """
    if first_day < today() and any(position.pk in maker(position.agency) for maker in _ASKED):
        raise Refused("agency/acting_begins_in_past", field="first_day", title=position.title)


def refuse_two_holders(positions: Iterable[Position]) -> None:
    """A post that signs has one holder at a time; others act for the holder, and papers say so.

    Shape:  asked once the appointments stand, so that every way to them is seen; one query.
    """
    signing = {position.pk: position for position in positions if position.role.signs}
    rows = Appointment.objects.filter(position__in=signing, is_acting=False).select_related("user")
    before: Appointment | None = None
    for row in rows.order_by("position", "first_day", "pk"):
        if before is None or before.position_id != row.position_id:
            before = row
            continue
        ends = before.last_day
        if before.user_id != row.user_id and (ends is None or ends >= row.first_day):
            raise Refused(
                "agency/two_holders_at_once",
                field="first_day",
                first=before.user,
                second=row.user,
                title=signing[row.position_id].title,
            )
        if ends is not None and (row.last_day is None or row.last_day > ends):
            before = row


def tell_of_server(appointment: Appointment) -> None:
    """Tell who is concerned that the server's administrator put somebody into a post."""
    _tell(appointment.agency, [appointment.user], _appointed(appointment, None), None)


def tell_appointed(appointment: Appointment, by: Actor) -> None:
    """Tell the holder, the chief administrator, the auditors and who is appointed, not who did."""
    _tell_of_post(appointment, _appointed(appointment, by), by)


def tell_all_appointed(agency: Agency, made: Sequence[Appointment], by: Actor) -> None:
    """The same for many made at once, as far as a holder is joined, replaced or acted for.

    Shape:  who fills an empty post among many others for good is not told one by one, unless the
            post reads other than by its unit; of all of them there is one line.
    """
    new = {
        appointment.pk: appointment
        for appointment in made
        if is_sensitive(
            agency, appointment.position.role, has_unit=appointment.position.unit_id is not None
        )
    }
    positions = [appointment.position_id for appointment in new.values()]
    rows = Appointment.objects.on(today()).filter(agency=agency, position__in=positions)
    before: dict[UUID, list[User]] = {}
    for row in rows.exclude(pk__in=new).select_related("user"):
        before.setdefault(row.position_id, []).append(row.user)
    quiet = 0
    for appointment in new.values():
        held, role = before.get(appointment.position_id, []), appointment.position.role
        if held or appointment.is_acting or role.is_of_the_whole or reads_alone(agency, role):
            _tell(agency, [appointment.user, *held], _appointed(appointment, by), by)
        else:
            quiet += 1
    if quiet:
        message = read_words("agency/many_appointed", by=by.words, count=quiet)
        _tell(agency, [], message, by)


def tell_renamed(position: Position, old: str, by: Actor) -> None:
    """Tell the same people that a sensitive post is called otherwise."""
    if is_sensitive_post(position):
        message = read_words("agency/position_renamed", by=by.words, old=old, title=position.title)
        _tell(position.agency, _holders(position.agency, [position.pk]), message, by)


def tell_ended(appointment: Appointment, by: Actor) -> None:
    """Tell the same people that an appointment to a sensitive post ends on a day."""
    if appointment.last_day is None:
        return
    message = read_words(
        "agency/appointment_ended",
        by=by.words,
        user=appointment.user,
        title=appointment.position.title,
        last_day=in_words(appointment.last_day),
    )
    _tell_of_post(appointment, message, by)


def tell_cancelled(appointment: Appointment, by: Actor) -> None:
    """Tell the same people that a coming term in a sensitive post was taken back."""
    message = read_words(
        "agency/appointment_cancelled",
        by=by.words,
        user=appointment.user,
        title=appointment.position.title,
        first_day=in_words(appointment.first_day),
    )
    _tell_of_post(appointment, message, by)


def tell_account(user: User, message: Text, by: Actor) -> None:
    """Tell who holds a sensitive post, the chiefs and the auditors what was done to the account."""
    if user.agency is not None and _held_now(user):
        _tell(user.agency, [user, *notifying.watching(user.agency, Told.ACCOUNTS)], message, by)


def taken_over(user: User, message: Text, by: Actor | None) -> None:
    """Tell a person that somebody else opened the account or gave it a new password.

    Shape:  whoever did may now read as that person, so restricted cases up to today wait until a
            second person agrees, as for a new reader. Nothing happens if the person did it.
    """
    if by is None or by.user.pk != user.pk:
        wait_again(user, by)
        tell_person(user, message, by)


def tell_person(user: User, what: Text, by: Actor | None) -> None:
    """Tell a person, and of one in a sensitive post the chiefs too, what was done to the account.

    Shape:  `what` was done is told without who did it: None is the server's administrator.
    """
    if (by is not None and by.user.pk == user.pk) or user.agency is None:
        return
    message = listed([same(by.words) if by else SERVER, what], " ")
    if _held_now(user):
        _tell(user.agency, [user], message, by)
    else:
        notifying.notify(user.agency, [user], message)


def wait_again(user: User, by: Actor | None) -> None:
    """Restricted cases up to today wait again for a second person's word before a user reads."""
    rows = Appointment.objects.between(today(), None).filter(user=user)
    rows.update(waits_since=today(), entered_by=by.user if by else None)


def waits_from(position: Position, user: User, first_day: date) -> date | None:
    """From when restricted cases of before wait; None where a person goes on in the own post.

    Shape:  the term before is in force, ends the day before, and its cases wait for nothing: who
            reads all of them reads nothing that is new.
    """
    former = Appointment.objects.on(today()).filter(position=position, user=user, waits_since=None)
    return None if former.filter(last_day=first_day - _ONE_DAY).exists() else today()


def wait_behind(appointment: Appointment, last_day: date) -> None:
    """Let the next term wait where an earlier end leaves days between the two."""
    rows = Appointment.objects.filter(position=appointment.position, user=appointment.user)
    after = max(today(), last_day + _ONE_DAY)
    rows.filter(first_day__gt=after, waits_since=None).update(waits_since=today())


def _held_now(user: User) -> bool:
    """Whether a person holds a sensitive post today."""
    rows = Appointment.objects.on(today()).filter(user=user)
    rows = rows.select_related("position__agency")
    return any(is_sensitive_post(row.position) for row in rows)


def _appointed(appointment: Appointment, by: Actor | None) -> Text:
    position = appointment.position
    until = same("")
    if appointment.last_day:
        until = read_words("agency/appointed.until", day=in_words(appointment.last_day))
    return read_words(
        "agency/appointed",
        by=by.words if by else SERVER,
        user=appointment.user,
        acting=read_words("agency/appointed.acting") if appointment.is_acting else "",
        title=position.title,
        first_day=in_words(appointment.first_day),
        until=until,
    )


def _tell_of_post(appointment: Appointment, message: Text, by: Actor) -> None:
    if is_sensitive_post(appointment.position):
        people = [appointment.user, *_holders(appointment.agency, [appointment.position_id])]
        _tell(appointment.agency, people, message, by)


def _tell(agency: Agency, people: Sequence[User], message: Text, by: Actor | None) -> None:
    """People, the chief administrator and the auditors, but not who did it."""
    everybody = [*people, *notifying.watching(agency, Told.APPOINTMENTS)]
    notifying.notify(
        agency, [user for user in everybody if by is None or user.pk != by.user.pk], message
    )


def _holders(agency: Agency, positions: Iterable[UUID]) -> list[User]:
    rows = Appointment.objects.on(today()).filter(agency=agency, position__in=positions)
    return [row.user for row in rows.select_related("user")]
