"""What positions are called, and which groups of roles rules ask for.

What one role is, it tells itself. A new role is in the groups that its lines in `data/roles.yaml`
put it into.
"""

from collections.abc import Iterable

from prongsai.core.roles import Role, Told, all_roles, keys_where
from prongsai.core.text import Text
from prongsai.web.agency.models import AgencyKind
from prongsai.web.platform.language import in_language

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


def title_of(role: Role, agency: AgencyKind) -> str:
    """The usual title of a position; an agency may write its own."""
    return role.title_in(agency.value)


def choices_of(roles: Iterable[Role], agency: AgencyKind) -> list[tuple[str, str]]:
    """Roles to choose from, in the reader's language."""
    return [(role.key, in_language(post_words(role, agency))) for role in roles]


def post_words(role: Role, agency: AgencyKind) -> Text:
    """What agencies of a kind call the post of a role; in English the role."""
    return Text(title_of(role, agency), role.name.en)


def title_of_head(unit: str) -> str:
    """The usual title of the head of a unit: a division (กอง) has a director.

    >>> title_of_head("กองคลัง"), title_of_head("สำนักปลัด")
    ('ผู้อำนวยการกองคลัง', 'หัวหน้าสำนักปลัด')
    """
    return f"ผู้อำนวยการ{unit}" if unit.startswith("กอง") else f"หัวหน้า{unit}"


def usual_title(role: Role, unit: str, agency: AgencyKind) -> str:
    """The usual title of a position in a unit, "" for none."""
    if role.leads_unit and unit:
        return title_of_head(unit)
    return title_of(role, agency)
