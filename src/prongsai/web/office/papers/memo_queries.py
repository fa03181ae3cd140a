"""Memos: listed, opened, their versions and enclosures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from msgspec import Struct

from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.office.papers.models import Memo, MemoEnclosure, MemoRevision
from prongsai.web.platform.hits import Hit
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import ApprovalState, label_of, state_of, tag_of

KIND = "memo"
FIELDS = (
    "subject", "to", "background", "facts", "proposals", "closing", "is_information",
)  # fmt: skip
_DRAFT = Text("ร่าง", "draft")
_MEMO = Text("บันทึกข้อความ", "memo")
MOST_LISTED = 200


class MemoLine(Struct, frozen=True):
    """One memo in a list; `tag` colours its state."""

    id: UUID
    url: str
    subject: str
    number: str
    is_information: bool
    state: Text
    tag: str
    by_words: str
    changed_at: datetime


class Enclosure(Struct, frozen=True):
    """A file that goes with a memo; `size` in bytes."""

    id: UUID
    title: str
    name: str
    size: int


class MemoPage(Struct, frozen=True):
    """One memo; `is_frozen` once it was approved: it then stays as it was signed."""

    row: Memo
    enclosures: tuple[Enclosure, ...]
    approval: ApprovalState | None
    is_frozen: bool

    @property
    def is_open(self) -> bool:
        """Whether it is on its way."""
        return self.approval is not None and self.approval.is_open


class Version(Struct, frozen=True):
    """One version of a memo, with the fields in which it differs from the one that stands."""

    id: UUID
    number: int
    at: datetime
    by_words: str
    values: Mapping[str, Any]
    is_here: bool


def memo_lines(agency: Agency, year: int) -> tuple[MemoLine, ...]:
    """The memos of a year, newest first, in two queries."""
    rows = list(Memo.objects.filter(agency=agency, fiscal_year=year, removed_at=None)[:MOST_LISTED])
    sent: dict[UUID, Submission] = {}
    submissions = Submission.objects.filter(
        agency=agency, kind=KIND, subject__in=[row.pk for row in rows]
    )
    for one in submissions.order_by("made_at", "pk"):
        sent[one.subject] = one
    return tuple(_line(row, sent.get(row.pk)) for row in rows)


def hits(agency: Agency) -> Iterator[Hit]:
    """The memos of every year, newest first, as a search lists them."""
    rows = Memo.objects.filter(agency=agency, removed_at=None)
    for row in rows.only("pk", "subject", "to", "fiscal_year"):
        yield Hit(
            reverse("papers:memo", args=[row.fiscal_year, row.pk]),
            row.subject,
            (_MEMO, str(row.fiscal_year)),
            words=row.to,
        )


def memo_of(agency: Agency, memo_id: UUID) -> Memo | None:
    """One memo of an agency."""
    rows = Memo.objects.filter(agency=agency, pk=memo_id, removed_at=None)
    return rows.select_related("agency", "unit").first()


def memo_page(agency: Agency, memo_id: UUID) -> MemoPage | None:
    """One memo with its state."""
    row = memo_of(agency, memo_id)
    if row is None:
        return None
    approval = state_of(agency, KIND, row.pk)
    enclosed = row.enclosures.filter(removed_at=None).select_related("file")
    return MemoPage(
        row=row,
        enclosures=tuple(
            Enclosure(one.pk, one.title, one.file.name, one.file.size) for one in enclosed
        ),
        approval=approval,
        is_frozen=approval is not None and approval.state is State.APPROVED,
    )


def enclosure_of(agency: Agency, enclosure_id: UUID) -> MemoEnclosure | None:
    """One enclosure of an agency's memo, also one that was taken out."""
    rows = MemoEnclosure.objects.filter(memo__agency=agency, pk=enclosure_id)
    return rows.select_related("file__agency", "memo__agency").first()


def versions_of(row: Memo) -> tuple[Version, ...]:
    """All versions of a memo, newest first."""
    return tuple(
        Version(
            one.pk,
            one.number,
            one.made_at,
            one.made_by_words,
            one.values,
            one.number == row.version,
        )
        for one in MemoRevision.objects.filter(memo=row)
    )


def revision_of(row: Memo, revision_id: UUID) -> MemoRevision | None:
    """One version of a memo."""
    return MemoRevision.objects.filter(memo=row, pk=revision_id).first()


def memo_values(row: Memo) -> dict[str, Any]:
    """What a version of a memo holds."""
    return {field: getattr(row, field) for field in FIELDS}


def _line(row: Memo, sent: Submission | None) -> MemoLine:
    return MemoLine(
        id=row.pk,
        url=reverse("papers:memo", args=[row.fiscal_year, row.pk]),
        subject=row.subject,
        number=sent.number if sent else "",
        is_information=row.is_information,
        state=label_of(sent) if sent else _DRAFT,
        tag=tag_of(sent) if sent else "todo",
        by_words=row.by_words,
        changed_at=row.changed_at,
    )
