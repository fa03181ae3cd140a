"""The kinds of papers that can be submitted: each app above registers what it brings.

An app calls `register("plan", PlanHandler())` in its `hooks` module, which is imported when Django
is ready. Nothing here knows what a plan or an announcement is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.db.models import Q

from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.web.signing.approval.models import LABELS, Submission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from prongsai.core.papers.approving import Signing
    from prongsai.core.papers.document import Document
    from prongsai.web.agency.models import Agency, User
    from prongsai.web.agency.people import Actor


class Handler(Protocol):
    """What approval must know of a kind of paper.

    Shape:  `route` names the default route; `after` says what happens at the end. More is
            asked for where a handler has it: `prepare(agency, subject, *, by) -> None` runs
            in the transaction that makes a version, before its fingerprint is taken, and may
            refuse; `copied(submission) -> None` runs in the transaction that keeps the signed
            copy of what was approved (`queries.signed_copy` gives it from then on), some time
            after `decided`, and again for a copy that is drawn anew with its number;
            `route_for(agency, subject) -> str` names a route for this subject ("information"), ""
            for the one that the agency chose; `series(agency, subject) -> str` names the register
            that numbers it, "" for none, and `receiver(agency, subject) -> str` whom the register
            says it goes to; `enclosures(agency, subject) -> Iterable[(title, StoredFile)]` gives
            what is sent along, in the order of the paper, when a version is made;
            `family(agency, subject) -> Iterable[UUID]` names the subjects that are the same paper
            in other words, where a new text is a subject of its own;
            `set_aside(submission, *, by) -> None` undoes what followed `decided`, in the
            transaction in which a result of paper is annulled: the subject may be submitted anew;
            `written_until(agency, user, moment)` asks `written_by` of what stood at a moment,
            where a text goes on being edited or an approval ends who wrote it;
            `against(agency, subject, on) -> Gate` tells what is known against what is asked, which
            whoever decides reads beside the paper; `draft(agency, subject, on) -> Text | None`
            says why what was submitted on a day is only a draft;
            `is_fixed` is True where `prepare` fixed all that is printed, so that the paper need
            not be drawn to know whether it still says what was submitted. `copied` and
            `set_aside` are called for the submission whose fate the subject bears
            (`facts.stands`), never for an older one that another has overtaken.
    """

    label: Text
    route: str
    after: Text

    def title(self, agency: Agency, subject: UUID) -> str:
        """What is asked, as a list shows it."""
        ...

    def url(self, agency: Agency, subject: UUID) -> str: ...

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """A digest (64 hex digits at most) of what is asked; another one after an edit."""
        ...

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        """The paper as it will print.

        Shape:  `on` is the day of the version, so that both drawings agree, and that of `signing`,
                whose steps are the whole chain: place 0 is the drafter; a step without a verdict
                waits for a hand. Number and day of an approval are those that are given here,
                never the subject's own: the signed copy says what the exact paper says.
        """
        ...

    def written_by(self, agency: Agency, user: User) -> QuerySet[Any, Any]:
        """The keys of the subjects that a person wrote, as one column.

        Shape:  also where another submitted it: who wrote a part of what is asked drafts it too.
        """
        ...

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Do what follows the last decision, in its transaction; `submission.state` tells which."""
        ...


_HANDLERS: dict[str, Handler] = {}
KINDS: Mapping[str, Handler] = MappingProxyType(_HANDLERS)


def register(kind: str, handler: Handler) -> None:
    """Name the handler of a kind of paper."""
    _HANDLERS[kind], LABELS[kind] = handler, handler.label


def subjects_of(row: Submission) -> frozenset[UUID]:
    """The subjects that are the same paper as a submission's: its own, and its family."""
    family = getattr(KINDS.get(row.kind), "family", None)
    return frozenset({row.subject, *(family(row.agency, row.subject) if family else ())})


def written_by(agency: Agency, user: User, prefix: str = "") -> Q:
    """Submissions whose subject a person wrote; `prefix` leads from the rows to the submission."""
    kind, subject = f"{prefix}kind", f"{prefix}subject__in"
    written = Q(pk__in=[])
    for name, handler in KINDS.items():
        written |= Q(**{kind: name, subject: handler.written_by(agency, user)})
    return written


def written_of(
    handler: Handler, agency: Agency, user: User, until: datetime | None
) -> QuerySet[Any, Any]:
    """The keys of the subjects that a person wrote; `until` as they stood at that moment."""
    earlier = getattr(handler, "written_until", None)
    if until is None or earlier is None:
        return handler.written_by(agency, user)
    written: QuerySet[Any, Any] = earlier(agency, user, until)
    return written


def handler_of(kind: str) -> Handler:
    if kind not in _HANDLERS:
        raise Misuse("approval/kind_unknown", kind=kind)
    return _HANDLERS[kind]
