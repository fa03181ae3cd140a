"""What the pages of evidence share: the subject, the row, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from prongsai.web.agency.access import person_of
from prongsai.web.signing.evidence.kinds import SubjectKind, subject_kind
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.queries import DRAFT, evidence_row


def subject_in(request: HttpRequest, kind: str, subject: UUID) -> tuple[SubjectKind, str]:
    """A kind of subjects and the name of one, to which the person may add.

    Errors: Http404 where the agency has no such row; PermissionDenied where it is not theirs.
    """
    person = person_of(request)
    subjects = subject_kind(kind)
    name = subjects.name(person.agency, subject) if subjects is not None else None
    if subjects is None or name is None:
        raise Http404
    if not subjects.may_add(person, subject):
        raise PermissionDenied
    return subjects, name


def row_in(request: HttpRequest, evidence_id: UUID) -> EvidenceRow:
    """One row that a person may see; files of an unsaved form are their sender's alone.

    Errors: Http404 for everybody else.
    """
    person = person_of(request)
    row = evidence_row(person.agency, evidence_id)
    if row is None or (row.subject_kind == DRAFT and row.by_id != person.user.pk):
        raise Http404
    return row


def own_row(request: HttpRequest, evidence_id: UUID) -> EvidenceRow:
    """One row that a person may change.

    Errors: Http404 for rows of others; PermissionDenied where its subject is not theirs to change.
    """
    row = row_in(request, evidence_id)
    if not may_change(request, row):
        raise PermissionDenied
    return row


def may_change(request: HttpRequest, row: EvidenceRow) -> bool:
    """Whether a person may change a row they see."""
    subjects = subject_kind(row.subject_kind)
    return subjects is not None and subjects.may_add(person_of(request), row.subject)


def way_back(request: HttpRequest, kind: str, subject: UUID) -> str:
    """Where the person came from, if that is ours; else the subject's own page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        return asked
    subjects = subject_kind(kind)
    return subjects.url(person_of(request).agency, subject) if subjects is not None else "/"
