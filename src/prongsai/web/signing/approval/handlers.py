"""The kinds of papers that can be submitted: each app above registers what it brings.

An app calls `register("plan", PlanHandler())` in its `hooks` module, which is imported when Django
is ready. Nothing here knows what a plan or an announcement is.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.web.signing.approval.models import LABELS, Submission, Version

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from prongsai.core.disclosure.gate import Gate
    from prongsai.core.papers.approving import Signing
    from prongsai.core.papers.document import Document
    from prongsai.web.agency.models import Agency, User
    from prongsai.web.agency.people import Actor
    from prongsai.web.platform.models import StoredFile


class Handler(ABC):
    """What approval must know of a kind of paper; what most kinds do not need does nothing here.

    Shape:  `route` names the default route; `after` tells whoever decides what happens at the end.
    """

    label: Text
    route: str
    after: Text
    # `prepare` fixed all that is printed: the paper need not be drawn to see whether it changed.
    is_fixed = False
    # What was withdrawn or sent back is read only by those whose draft it is.
    has_private_drafts = False

    @abstractmethod
    def title(self, agency: Agency, subject: UUID) -> str:
        """What is asked, as a list shows it."""

    @abstractmethod
    def url(self, agency: Agency, subject: UUID) -> str:
        """The page of what is asked."""

    @abstractmethod
    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """A digest (64 hex digits at most) of what is asked; another one after an edit."""

    @abstractmethod
    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        """The paper as it will print.

        Shape:  `on` is the day of the version, so that both drawings agree, and that of `signing`,
                whose steps are the whole chain: place 0 is the drafter; a step without a verdict
                waits for a hand. Number and day of an approval are those that are given here,
                never the subject's own: the signed copy says what the exact paper says.
        """

    @abstractmethod
    def written_by(
        self, agency: Agency, user: User, until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The keys of the subjects that a person wrote, as one column.

        Shape:  also where another submitted it: who wrote a part of what is asked drafts it too;
                `until` as it stood at a moment, where a text goes on being edited afterwards.
        """

    def is_theirs(self, row: Submission, by: Actor) -> bool:
        """Whether whoever does not submit for the agency may submit it again or withdraw it."""
        return row.by_id == by.user.pk

    def family(self, agency: Agency, subject: UUID) -> Iterable[UUID]:
        """The subjects that are the same paper in other words, each a subject of its own."""
        return ()

    def route_for(self, agency: Agency, subject: UUID) -> str:
        """The route of this subject; "" for the one that the agency chose."""
        return ""

    def series(self, agency: Agency, subject: UUID) -> str:
        """The register that numbers it; "" for none."""
        return ""

    def receiver(self, agency: Agency, subject: UUID) -> str:
        """To whom it goes, as its register says."""
        return ""

    def enclosures(self, agency: Agency, subject: UUID) -> Iterable[tuple[str, StoredFile]]:
        """What is sent along with a version: titles and files, in the order of the paper."""
        return ()

    def against(self, agency: Agency, subject: UUID, version: Version | None = None) -> Gate | None:
        """What is known against a version, or the paper as it is now; None where nobody looks."""
        return None

    def draft(self, agency: Agency, subject: UUID, on: date) -> Text | None:
        """Why what was submitted on a day is only a draft; None where it is none."""
        return None

    def prepare(self, agency: Agency, subject: UUID, *, by: Actor) -> None:
        """Fix what a version prints, or refuse; in its transaction, before its fingerprint."""

    @abstractmethod
    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Do what follows the last decision, in its transaction; `submission.state` tells which."""

    def copied(self, submission: Submission) -> None:
        """Do what follows the signed copy, in the transaction that keeps it.

        Shape:  some time after `decided`, and again for a copy that is drawn anew with its number;
                only for the submission whose fate the subject bears (`facts.stands`).
        """

    def set_aside(self, submission: Submission, *, by: Actor) -> None:
        """Undo what followed `decided`, in the transaction that annuls a result of paper.

        Shape:  the subject may be submitted anew afterwards; called as `copied` is.
        """


_HANDLERS: dict[str, Handler] = {}
KINDS: Mapping[str, Handler] = MappingProxyType(_HANDLERS)


def register(kind: str, handler: Handler) -> None:
    """Name the handler of a kind of paper."""
    _HANDLERS[kind], LABELS[kind] = handler, handler.label


def subjects_of(row: Submission) -> frozenset[UUID]:
    """The subjects that are the same paper as a submission's: its own, and its family."""
    handler = KINDS.get(row.kind)
    return frozenset({row.subject, *(handler.family(row.agency, row.subject) if handler else ())})


def series_of(row: Submission) -> str:
    """The register that numbers a submission; "" for none."""
    handler = KINDS.get(row.kind)
    return handler.series(row.agency, row.subject) if handler else ""


def receiver_of(row: Submission) -> str:
    """To whom a submission goes, as its register says."""
    handler = KINDS.get(row.kind)
    return handler.receiver(row.agency, row.subject) if handler else ""


def written_by(agency: Agency, user: User, prefix: str = "") -> Q:
    """Submissions whose subject a person wrote; `prefix` leads from the rows to the submission."""
    kind, subject = f"{prefix}kind", f"{prefix}subject__in"
    rows = Q(pk__in=[])
    for name, handler in KINDS.items():
        rows |= Q(**{kind: name, subject: handler.written_by(agency, user)})
    return rows


def fingerprint_of(content: object) -> str:
    """The digest of plain data, for handlers whose `fingerprint` is of such."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def written_versions(
    versions: QuerySet[Any, Any], user: User, until: datetime | None
) -> QuerySet[Any, Any]:
    """The versions that a person wrote, until a moment."""
    own = versions.filter(made_by=user)
    return own if until is None else own.filter(made_at__lte=until)


def handler_of(kind: str) -> Handler:
    if kind not in _HANDLERS:
        raise Misuse("approval/kind_unknown", kind=kind)
    return _HANDLERS[kind]
