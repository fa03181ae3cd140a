"""The second factor: who must have one, and who has."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from prongsai.core.roles import Role
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def demanding(person: Actor | None) -> frozenset[Role]:
    """The positions of a person for which their agency demands a second factor.

    Shape:  never in a demo folder, where nobody has so much as a password.
    """
    if settings.DEMO or person is None:
        return frozenset()
    return frozenset(role for role in person.roles if role.key in person.agency.second_factor)


def is_demanded(person: Actor | None, user: User) -> bool:
    """Whether somebody must have a second factor; those who look after the host always must."""
    return not settings.DEMO and (user.is_host or bool(demanding(person)))


def is_set_up(user: User) -> bool:
    """Whether somebody has a code generator or a passkey; recovery codes alone do not count."""
    found: bool = Authenticator.objects.filter(user=user, type__in=STRONG).exists()
    return found


def is_last(authenticator: Authenticator) -> bool:
    """Whether nothing strong would be left without this one."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=STRONG)
    return not others.exclude(pk=authenticator.pk).exists()
