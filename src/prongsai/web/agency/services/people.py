"""People: add, edit, deactivate, and the password that is handed over."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from msgspec import Struct

from prongsai.core.errors import Misuse
from prongsai.core.messages import read_words
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, AgencyKind, Appointment, Position, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import system_administrator, title_of
from prongsai.web.agency.services import appointing
from prongsai.web.agency.services.appointing import (
    taken_over,
    tell_account,
    tell_person,
    wait_again,
)
from prongsai.web.agency.services.positions import refuse_without_manager
from prongsai.web.agency.signing_in import GOOD_FOR, forget_failures, one_time_password
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.versions import mark_of

MOST_AT_ONCE = 30


class HandedOver(Struct, frozen=True):
    """A person and the password they sign in with once; it is shown now and never again."""

    user: User
    password: str


def add_person(
    *, agency: Agency, by: Actor, login: str, display_name: str = "", email: str = ""
) -> HandedOver:
    """Add a person with a one-time password.

    Errors: Refused where somebody has this login, here or in another agency.
    """
    password = one_time_password()
    hashed = make_password(password)
    try:
        with transaction.atomic():
            user = User.objects.create(
                agency=agency,
                login=login.strip().lower(),
                display_name=printed(display_name),
                email=email.strip(),
                password=hashed,
                one_time_until=now() + GOOD_FOR,
                made_at=now(),
            )
            journal.record(agency, by, "person-added", user.login)
    except IntegrityError as error:
        raise login_taken(login) from error
    return HandedOver(user, password)


@transaction.atomic
def edit_person(
    *, user: User, by: Actor, display_name: str, email: str, seen: str | None = None
) -> None:
    """Change how a person is shown and written to; the login stays theirs.

    Shape:  whose mail will go elsewhere is told: it is how they hear of what is done in their name.
    """
    journal.hold(_agency(user))
    user.refresh_from_db(fields=["display_name", "email"])
    wanted = {"display_name": printed(display_name), "email": email.strip()}
    changed = sorted(name for name, value in wanted.items() if getattr(user, name) != value)
    if not changed:
        return
    if seen not in (None, mark_of(user.display_name, user.email)):
        raise Refused("agency/changed_meanwhile")
    if user.email and "email" in changed:
        words = read_words("agency/mail_changed", user=user)
        tell_person(user, words, by)
    for name in changed:
        setattr(user, name, wanted[name])
    user.save(update_fields=changed)
    journal.record(_agency(user), by, "person-edited", user.login, fields=changed)


@transaction.atomic
def deactivate_person(*, user: User, by: Actor) -> None:
    """Sign a person out everywhere and for good; what they did stays theirs."""
    if user.pk == by.user.pk:
        raise Refused("agency/self_deactivation_not_allowed")
    journal.hold(_agency(user))  # of two who close each other's account one is first
    user.refresh_from_db(fields=["is_active", "sign_outs"])
    if not user.is_active:
        return
    refuse_without_manager(_agency(user), today(), without=Q(user=user))
    user.is_active, user.sign_outs = False, user.sign_outs + 1
    user.save(update_fields=["is_active", "sign_outs"])
    journal.record(_agency(user), by, "person-deactivated", user.login)
    message = read_words("agency/account_closed", by=by.words, user=user)
    tell_account(user, message, by)


@transaction.atomic
def activate_person(*, user: User, by: Actor) -> None:
    """Let a person sign in again, with the password they had."""
    journal.hold(_agency(user))
    user.refresh_from_db(fields=["is_active"])
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    journal.record(_agency(user), by, "person-activated", user.login)
    wait_again(user, by)
    message = read_words("agency/account_opened", by=by.words, user=user)
    tell_account(user, message, by)


def hand_over_password(*, user: User, by: Actor | None) -> HandedOver:
    """Give a person a new one-time password; sessions under the old one end, a lock is lifted.

    Shape:  `by` is None where the host's administrator does it on the command line.
    """
    password = one_time_password()
    hashed = make_password(password)
    was_in_use = user.has_usable_password() and user.one_time_until is None
    with transaction.atomic():
        journal.hold(user.agency)
        user.password, user.one_time_until = hashed, now() + GOOD_FOR
        user.save(update_fields=["password", "one_time_until"])
        journal.record(user.agency, by, "password-handed-over", user.login)
        if was_in_use:
            words = read_words("agency/password_handed_over", user=user)
            taken_over(user, words, by)
        else:
            wait_again(user, by)
    forget_failures(user.login, str(user.pk))
    return HandedOver(user, password)


def hand_over_missing(*, agency: Agency, by: Actor, again: bool = False) -> tuple[HandedOver, ...]:
    """One-time passwords for those who have none yet, at most `MOST_AT_ONCE` at a time.

    Shape:  making one takes a tenth of a second on purpose; more would keep a person waiting;
            `again` for those whose one-time password was not used, the oldest first.
    """
    find = User.objects.with_unused_password if again else User.objects.without_password
    users = find(agency)[:MOST_AT_ONCE]
    return tuple(hand_over_password(user=user, by=by) for user in users)


@transaction.atomic
def remove_second_factor(*, user: User, by: Actor | None) -> int:
    """Forget a person's second factor, whose device is lost; how many were forgotten."""
    count: int
    journal.hold(user.agency)
    count, _ = Authenticator.objects.filter(user=user).delete()
    if count:
        journal.record(user.agency, by, "second-factor-removed", user.login)
        words = read_words("agency/second_step_removed", user=user)
        taken_over(user, words, by)
    return count


@transaction.atomic
def password_was_changed(*, user: User, by: Actor | None) -> None:
    """The person has a password of their own now."""
    journal.hold(user.agency)
    User.objects.filter(pk=user.pk).update(one_time_until=None)
    user.one_time_until = None
    journal.record(user.agency, by, "password-changed", user.login)


def login_taken(login: str) -> Refused:
    """What to say where a login is somebody else's."""
    return Refused("agency/login_taken", field="login", login=login)


def _agency(user: User) -> Agency:
    if user.agency is None:
        message = "a person of an agency is meant"
        raise ValueError(message)
    return user.agency


def person(login: str) -> User:
    user = User.objects.select_related("agency").filter(login=login.strip().lower()).first()
    if user is None:
        raise Misuse("agency/login_unknown", login=login)
    return user


def agencies() -> tuple[tuple[Agency, int], ...]:
    """All agencies of the site in Thai order, with how many people of each may sign in."""
    active = Count("users", filter=Q(users__is_active=True))
    rows = Agency.objects.annotate(people=active).order_by("sort_key")
    return tuple((row, row.people) for row in rows)


def is_known(name: str, district: str, province: str) -> bool:
    return Agency.objects.filter(name=name, district=district, province=province).exists()


def everybody() -> tuple[tuple[User, str], ...]:
    """All people with what they are today, by agency and login."""
    users = User.objects.select_related("agency").order_by("agency__sort_key", "login")
    return tuple((user, _words(user)) for user in users)


@transaction.atomic
def make_administrator(user: User) -> bool:
    """Let a person administrate their agency from today on; whether anything was changed.

    Shape:  the person, the chief administrator and the auditors are told.
    """
    agency = user.agency
    if agency is None:
        raise Misuse("agency/login_without_agency", login=user.login)
    journal.hold(agency)
    was_closed = User.objects.filter(pk=user.pk, is_active=False).update(is_active=True)
    if was_closed:
        user.is_active = True
        journal.record(agency, None, "person-activated", user.login)
        appointing.taken_over(user, read_words("agency/account_opened.by_server", user=user), None)
    held = actor_on(user, today())
    if held and any(role.keeps_system for role in held.roles):
        return bool(was_closed)
    role = system_administrator()
    posts = Position.objects.filter(agency=agency, kind=role.key, unit=None)
    position = posts.order_by("title").first() or Position.objects.create(
        agency=agency, kind=role.key, title=title_of(role, AgencyKind(agency.kind))
    )
    made = Appointment.objects.create(
        agency=agency, position=position, user=user, first_day=today()
    )
    appointing.tell_of_server(made)
    journal.record(agency, None, "administrator-made", user.login)
    return True


def _words(user: User) -> str:
    held = actor_on(user, today())
    return ", ".join(position.words for position in held.positions) if held else ""
