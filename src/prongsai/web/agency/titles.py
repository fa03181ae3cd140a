"""What positions are called in agencies of each kind."""

from __future__ import annotations

from collections.abc import Iterable

from prongsai.core.roles import Role
from prongsai.core.text import Text
from prongsai.web.agency.models import AgencyKind
from prongsai.web.platform.language import reader_language


def title_of(role: Role, agency: AgencyKind) -> str:
    """The usual title of a position; an agency may write its own."""
    return role.title_in(agency.value)


def choices_of(roles: Iterable[Role], agency: AgencyKind) -> list[tuple[str, str]]:
    """Roles to choose from: as agencies of the kind call them, in English by the role."""
    language = reader_language()
    return [
        (role.key, Text(title_of(role, agency), role.name.en).in_language(language))
        for role in roles
    ]


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
