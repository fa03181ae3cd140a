"""What the agency tells others: notices in “My work”, signing in to the journal."""

from datetime import date
from typing import Any

from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from prongsai.core.messages import read_words
from prongsai.web.agency import signing_in
from prongsai.web.agency.models import Notification, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.services.people import password_was_changed
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.platform import journal
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.language import in_language


@waiting
def notices(person: Actor, on: date) -> tuple[Waiting, ...]:
    """What was done about a person or their post and is unread."""
    del on
    rows = Notification.objects.filter(agency=person.agency, user=person.user, read_at__isnull=True)
    return tuple(
        Waiting(
            kind="notice",
            name=in_language(row.said),
            ask=read_words("agency/read_and_acknowledge"),
            url=reverse("agency:notification", args=[row.pk]),
            since=day_of(row.made_at),
        )
        for row in rows
    )


def listen() -> None:
    """Connect once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="journal-signed-in")
    password_changed.connect(_password_changed, dispatch_uid="journal-password-changed")
    password_set.connect(_password_changed, dispatch_uid="journal-password-set")
    authenticator_added.connect(_added, dispatch_uid="journal-factor-added")
    authenticator_removed.connect(_removed, dispatch_uid="journal-factor-removed")


def _by(user: User) -> Actor | None:
    return actor_on(user, today())


def _signed_in(request: HttpRequest, user: User, **_rest: Any) -> None:
    signing_in.remember(request, user.login)
    with transaction.atomic():
        journal.record(user.agency, _by(user), "signed-in", user.login)


def _password_changed(user: User, **_rest: Any) -> None:
    password_was_changed(user=user, by=_by(user))


def _added(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    with transaction.atomic():
        journal.record(
            user.agency, _by(user), "second-factor-added", user.login,
            factor=str(authenticator.type),
        )  # fmt: skip


def _removed(user: User, **_rest: Any) -> None:
    with transaction.atomic():
        journal.record(user.agency, _by(user), "second-factor-removed", user.login)


listen()
