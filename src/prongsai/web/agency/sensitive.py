"""Which posts are sensitive: who holds one signs, or reads what colleagues may not.

The rights of a role say what they open (`permissions.OPENS`). What hangs on no right - registers
that name their readers, cases that go to a superior - is told by the apps that know it. Whoever is
in a unit reads what is given to that unit, restricted cases and rows of restricted registers too.
"""

from __future__ import annotations

from collections.abc import Callable

from prongsai.core.roles import Role
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.permissions import rights_of

Named = Callable[[Agency], frozenset[str]]
_NAMED: list[Named] = []


def names_readers(maker: Named) -> Named:
    """Name a function that knows the keys of the roles to which an app opens what is restricted."""
    _NAMED.append(maker)
    return maker


def is_sensitive(agency: Agency, role: Role, *, has_unit: bool) -> bool:
    """Whether a post of a role, in a unit or in none, signs or reads what colleagues may not."""
    return role.signs or has_unit or reads_alone(agency, role)


def is_sensitive_post(position: Position) -> bool:
    """The same of a post that there is."""
    return is_sensitive(position.agency, position.role, has_unit=position.unit_id is not None)


def reads_alone(agency: Agency, role: Role) -> bool:
    """Whether a post of a role reads what colleagues may not, by a right or as an app says."""
    return reads_by_right(role) or any(role.key in maker(agency) for maker in _NAMED)


def reads_by_right(role: Role) -> bool:
    """Whether one of the rights of a role opens something."""
    return any(right.opens is not None for right in rights_of(role))
