"""What is still missing before an agency can do its work: one list, whoever shows it.

What is missing and where it is done stands in data/missing.yaml. Apps name a function with
`absence` for what only they know.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q
from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.roles import all_roles
from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import load
from prongsai.web.agency.models import Agency, AgencyKind, Unit, User
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.agency.permissions import MATRIX, Right, may
from prongsai.web.agency.roles import post_words
from prongsai.web.platform.address import is_found_by_others

_FILE = Path(__file__).parents[2] / "data" / "missing.yaml"


class Need(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to set up; the fields are described in the head of the file.

    Shape:  of one that is not met `url` is the whole address, "" where the reader may not do it:
            then `who` may.
    """

    key: str
    before: Text
    lacks: Text
    url: str
    link: Text
    right: Right
    at: str = ""
    roles: tuple[str, ...] = ()
    field: str = ""
    is_optional: bool = False
    who: tuple[Text, ...] = ()


class _Needs(Struct, frozen=True, forbid_unknown_fields=True):
    needs: tuple[Need, ...]


NEEDS = msgspec.convert(load(_FILE.read_bytes()), _Needs).needs
Absence = Callable[[Agency, date], Mapping[str, str]]
_ABSENCES: dict[str, Absence] = {}


def absence(function: Absence) -> Absence:
    """Name a function that knows needs which are not met: by key, with the address or ""."""
    _ABSENCES[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def missing_for(person: Actor, on: date) -> tuple[Need, ...]:
    """What the agency of a person lacks on a day; a fixed number of queries."""
    agency = person.agency
    absent = dict(_lacks(agency, on))
    for function in _ABSENCES.values():
        absent |= function(agency, on)
    return tuple(
        replace(
            need,
            url=_address(need, absent[need.key], person),
            who=() if may(person, need.right) else _who(need, AgencyKind(agency.kind)),
        )
        for need in NEEDS
        if need.key in absent
    )


def keeps_address(agency: Agency) -> bool:
    """Whether the agency sets the site's address: it is the only one, and the host has set none."""
    others = Agency.objects.exclude(pk=agency.pk)
    return not settings.ADDRESS_IS_TOLD and not others.exists()


def _who(need: Need, agency: AgencyKind) -> tuple[Text, ...]:
    roles = (role for role in all_roles() if need.right in MATRIX[role.key])
    return tuple(post_words(role, agency) for role in roles)


def _address(need: Need, address: str, person: Actor) -> str:
    if not may(person, need.right):
        return ""
    address = address or (reverse(need.url) if need.url else "")
    return address and address + (f"#{need.at}" if need.at else "")


def _lacks(agency: Agency, on: date) -> Iterator[tuple[str, str]]:
    held = {row.position.kind for row in appointments_on(agency, on) if row.user.is_active}
    users = User.objects.filter(agency=agency, is_active=True).aggregate(
        all=Count("pk"), without=Count("pk", Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))
    )
    is_found, is_kept_here = is_found_by_others(), keeps_address(agency)
    is_met = {
        "address": is_found or not is_kept_here,
        "host-address": is_found or is_kept_here,
        "people": users["all"] > 1,
        "passwords": not users["without"],
        "units": Unit.objects.filter(agency=agency, is_closed=False).exists(),
    }
    for need in NEEDS:
        is_vacant = bool(need.roles) and held.isdisjoint(need.roles)
        is_empty = bool(need.field) and not getattr(agency, need.field)
        if is_vacant or is_empty or not is_met.get(need.key, True):
            yield need.key, ""
