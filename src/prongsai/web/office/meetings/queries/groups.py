"""One working group: members, versions, the order and its approval."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.case import Member
from prongsai.core.papers.document import Document
from prongsai.core.papers.group_order import GroupOrder, group_order
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.office.meetings.models import Group, GroupVersion, Meeting
from prongsai.web.office.meetings.queries.members import participants_of
from prongsai.web.office.meetings.usual import Participant

if TYPE_CHECKING:
    from collections.abc import Mapping


class Change(Struct, frozen=True):
    """What one version changed: fields by name with the text before and after."""

    field: str
    before: str
    after: str


class VersionRow(Struct, frozen=True):
    """One version with what it changed."""

    version: GroupVersion
    changes: tuple[Change, ...]


class GroupPage(Struct, frozen=True):
    """One working group."""

    group: Group
    participants: tuple[Participant, ...]
    versions: tuple[VersionRow, ...]
    meetings: tuple[Meeting, ...]


def group_of(agency: Agency, year: int, group_id: UUID) -> Group | None:
    """One working group of an agency."""
    rows = Group.objects.filter(agency=agency, fiscal_year=year, pk=group_id)
    return rows.select_related("agency").first()


def groups_of(agency: Agency, year: int) -> tuple[Group, ...]:
    """The working groups of a year that still work."""
    return tuple(Group.objects.filter(agency=agency, fiscal_year=year, closed_at=None))


def group_page(group: Group) -> GroupPage:
    """One working group."""
    versions = list(group.versions.all())
    before: list[GroupVersion | None] = [*versions[1:], None]
    return GroupPage(
        group,
        participants_of(group),
        tuple(
            VersionRow(one, changes_of(old.content, one.content) if old else ())
            for one, old in zip(versions, before, strict=False)
        ),
        tuple(group.meetings.all()),
    )


def order_of(group: Group, on: date, signing: Signing = UNSIGNED) -> Document:
    """The order that appoints a group."""
    return group_order(
        office_of(group.agency, on),
        GroupOrder(
            subject=group.subject,
            fiscal_year=group.fiscal_year,
            reason=group.reason,
            duties=tuple(group.duties),
            members=tuple(Member(one.title, one.role) for one in participants_of(group)),
        ),
        signing,
    )


def changes_of(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[Change, ...]:
    """What differs between two versions, in words."""
    names = ("name", "subject", "reason", "duties", "members", "publishes")
    return tuple(
        Change(name, _words(name, old.get(name)), _words(name, new.get(name)))
        for name in names
        if old.get(name) != new.get(name)
    )


def _words(name: str, value: object) -> str:
    if name == "members" and isinstance(value, list):
        return " · ".join(f"{one['title']} ({one['role']})" for one in value)
    if isinstance(value, list):
        return " · ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่"
    return str(value or "")
