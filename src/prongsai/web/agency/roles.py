"""The groups of roles that rules and queries ask for; what one role is, it tells itself.

A new role is in the groups that its lines in `data/roles.yaml` put it into.
"""

from __future__ import annotations

from prongsai.core.roles import Role, Told, all_roles, keys_where

# The roles whose word counts on a paper.
SIGNING = keys_where(lambda role: role.signs)
LEADING_UNITS = keys_where(lambda role: role.leads_unit)
LEADING_OFFICE = keys_where(lambda role: role.leads_office)
# Whoever looks after the site sits in no group.
KEEPING_SYSTEM = keys_where(lambda role: role.keeps_system)
# The roles of which papers print the title of the one post there is.
PRINTED = keys_where(lambda role: bool(role.printed_as))
# An agency has one post of each, of no unit.
OF_THE_WHOLE = tuple(role for role in all_roles() if role.is_of_the_whole)
# Who is reminded where nobody else has to do it: a reminder must reach somebody.
REMINDED_IN_TURN = tuple(
    key
    for _turn, key in sorted(
        (role.reminded, role.key) for role in all_roles() if role.reminded is not None
    )
)


def told_of(what: Told) -> tuple[str, ...]:
    """The keys of the roles whose holders are told of something."""
    return keys_where(lambda role: what in role.told_of)


def system_administrator() -> Role:
    """The role that looks after the agency's part of the site; the first person always holds it."""
    return next(role for role in all_roles() if role.keeps_system)


def offered_at_start() -> tuple[Role, ...]:
    """The roles that the first person may hold: those that need no unit, which come later."""
    return tuple(role for role in all_roles() if not (role.needs_unit or role.keeps_system))
