"""The answers that an agency keeps ready, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from prongsai.core.desk.model import CaseKind
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.desk.models import CannedAnswer
from prongsai.web.citizens.desk.rights import sees_kind


def by_kind(
    person: Actor, kinds: Iterable[CaseKind]
) -> tuple[tuple[CaseKind, tuple[CannedAnswer, ...]], ...]:
    """Every kind that the person keeps, with its answers; one query."""
    own: dict[str, list[CannedAnswer]] = {}
    for row in CannedAnswer.objects.filter(agency=person.agency):
        own.setdefault(row.kind, []).append(row)
    return tuple((one, tuple(own.get(one.key, ()))) for one in kinds if sees_kind(person, one))


def of_kind(agency: Agency, kind: str) -> Mapping[UUID, CannedAnswer]:
    """The answers of one kind by their key."""
    return {row.pk: row for row in CannedAnswer.objects.filter(agency=agency, kind=kind)}
