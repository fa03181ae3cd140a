"""The evidence of subjects, and single rows of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from prongsai.core.progress.model import Evidence, Faces
from prongsai.core.progress.model import EvidenceKind as CoreKind
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import day_of
from prongsai.web.signing.evidence.models import EvidenceRow

DRAFT = "draft"


def evidence_of(
    agency: Agency, subject_kind: str, subjects: Sequence[UUID]
) -> Mapping[UUID, tuple[EvidenceRow, ...]]:
    """What hangs on some subjects, each in its order; one query, subjects without any left out."""
    by_subject: dict[UUID, list[EvidenceRow]] = {}
    rows = EvidenceRow.objects.hung_on(agency, subject_kind, subjects)
    for row in rows.select_related("file"):
        by_subject.setdefault(row.subject, []).append(row)
    return {subject: tuple(held) for subject, held in by_subject.items()}


def core_evidence(
    agency: Agency, subject_kind: str, subjects: QuerySet[Any, Any]
) -> Mapping[UUID, tuple[Evidence, ...]]:
    """The evidence of many subjects as the core sees it; `subjects` gives their ids, as a query.

    Shape:  one query that makes no rows: a year has a thousand photos, and each page counts them.
    """
    rows = EvidenceRow.objects.hung_on(agency, subject_kind, subjects).values_list(
        "subject", "id", "kind", "file__name", "caption", "taken_on", "place", "uploaded_at",
        "faces", "file__digest",
    )  # fmt: skip
    by_subject: dict[UUID, list[Evidence]] = {}
    for subject, key, kind, name, caption, taken_on, place, moment, faces, digest in rows:
        made = Evidence(
            str(key), CoreKind(kind), name, caption, taken_on, place, day_of(moment), Faces(faces),
            digest,
        )  # fmt: skip
        by_subject.setdefault(subject, []).append(made)
    return {subject: tuple(held) for subject, held in by_subject.items()}


def evidence_row(agency: Agency, evidence_id: UUID) -> EvidenceRow | None:
    rows = EvidenceRow.objects.filter(agency=agency, pk=evidence_id)
    return rows.select_related("agency", "file__agency", "small__agency").first()


def drafts_of(person: Actor, subject: UUID) -> tuple[EvidenceRow, ...]:
    """What a person sent in for a form that is not saved yet."""
    rows = EvidenceRow.objects.hung_on(person.agency, DRAFT, [subject])
    return tuple(rows.filter(by=person.user).select_related("file"))


def as_core(row: EvidenceRow) -> Evidence:
    """A row as the core sees it; its content is that of `row.file`."""
    return Evidence(
        id=str(row.pk),
        kind=CoreKind(row.kind),
        name=row.file.name,
        caption=row.caption,
        taken_on=row.taken_on,
        place=row.place,
        added_on=day_of(row.uploaded_at),
        faces=Faces(row.faces),
        digest=row.file.digest,
    )
