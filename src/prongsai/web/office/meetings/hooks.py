"""Orders of working groups: how they are approved; dates, evidence and tasks of meetings."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField, Value
from django.urls import reverse
from msgspec.structs import replace

from prongsai.core.disclosure.gate import Gate
from prongsai.core.errors import Misuse
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.document import Document
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.office.meetings.models import (
    Group,
    GroupKind,
    GroupVersion,
    Meeting,
    MinutesState,
    Task,
)
from prongsai.web.office.meetings.queries.groups import mine_of, open_tasks, order_of
from prongsai.web.office.meetings.queries.meetings import unwritten
from prongsai.web.office.meetings.series import provable, provable_subjects
from prongsai.web.office.meetings.services import groups
from prongsai.web.office.meetings.services.groups import printed_content
from prongsai.web.signing.approval.handlers import (
    Handler,
    fingerprint_of,
    register,
    written_versions,
)
from prongsai.web.signing.approval.models import Version
from prongsai.web.signing.evidence import kinds as evidence
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.publication.gate import ForItems, before_signing
from prongsai.web.signing.publication.queries import ItemAnswer, answers_items
from prongsai.web.year.calendar.queries import Managed, manager

EVIDENCE = "meeting"


class OrderHandler(Handler):
    """Orders that appoint a working group."""

    label = read_words("meetings/group_order")
    route = "usual"
    after = read_words("meetings/after_signing")
    decided = staticmethod(groups.decided)
    set_aside = staticmethod(groups.set_aside)
    copied = staticmethod(groups.copied)

    def title(self, agency: Agency, subject: UUID) -> str:
        """What is asked, as a list shows it."""
        row = _row(agency, subject)
        return f"คำสั่ง {row.subject} ปีงบประมาณ {row.fiscal_year}"

    def url(self, agency: Agency, subject: UUID) -> str:
        return _row(agency, subject).url

    def series(self, _agency: Agency, _subject: UUID) -> str:
        """Orders have registers of their own."""
        return Series.ORDER.value

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """A digest of every word of the order and of its members, by the titles it prints."""
        return fingerprint_of(printed_content(_row(agency, subject)))

    def against(self, agency: Agency, subject: UUID, version: Version | None = None) -> Gate:
        """What is known against publishing it, where that was ticked."""
        row = _row(agency, subject)
        if not row.publishes:
            return Gate()
        named = ForItems(groups.KIND, row.fiscal_year, (), is_signed=True)
        return before_signing(agency, subject, version, named)

    def written_by(
        self, agency: Agency, user: User, until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The groups whose order a person wrote, or a version of it."""
        return written_versions(GroupVersion.objects.filter(agency=agency), user, until).values(
            "group"
        )

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        """The order; its day and number stand on it once the last step has signed."""
        return order_of(_row(agency, subject), on, replace(signing, day=signing.decided_on))


def _row(agency: Agency, subject: UUID) -> Group:
    row = Group.objects.select_related("agency").filter(agency=agency, pk=subject).first()
    if row is None:
        raise Misuse("meetings/group_unknown")
    return row


def _meeting_name(agency: Agency, subject: UUID) -> str | None:
    row = Meeting.objects.filter(agency=agency, pk=subject).first()
    return row.title if row else None


register(groups.KIND, OrderHandler())
evidence.register(
    EVIDENCE,
    evidence.SubjectKind(
        label=read_words("meetings/meeting"),
        name=_meeting_name,
        may_add=lambda person, _subject: may(person, Right.HOLD_MEETINGS),
        url=lambda agency, subject: Meeting.objects.get(agency=agency, pk=subject).url,
    ),
)


@manager
def dates(agency: Agency, events: Collection[UUID]) -> Mapping[UUID, Managed]:
    """The days of meetings, with the series they are of, and the last days of tasks given there."""
    held = Meeting.objects.filter(agency=agency, event__in=events).order_by()
    given = Task.objects.filter(agency=agency, event__in=events).order_by()
    none = Value(None, output_field=UUIDField())
    rows = held.values_list("event", "fiscal_year", "pk", "series", Value("meeting")).union(
        given.values_list("event", "fiscal_year", "pk", none, Value("task")), all=True
    )
    return {
        event: Managed(
            reverse(f"meetings:{kind}", args=[year, pk]),
            read_words(f"meetings/change_day.{kind}"),
            series,
        )
        for event, year, pk, series, kind in rows
    }


CANDIDATE = ItemAnswer(
    is_asked=True,
    caution=read_words("meetings/check_before_attaching"),
)


def answers_of(
    agency: Agency, subjects: Collection[str], year: int, _on: date
) -> Iterator[tuple[UUID, ItemAnswer]]:
    """The minutes and orders of a year that speak of a subject: a person reads and attaches."""
    asked = frozenset(subjects)
    if asked & provable_subjects("minutes"):
        for meeting in Meeting.objects.filter(
            Q(minutes=MinutesState.CERTIFIED)
            | Q(kind=GroupKind.EXCHANGE, minutes=MinutesState.SENT),
            agency=agency, fiscal_year=year,
        ).prefetch_related("items"):  # fmt: skip
            if asked & provable("minutes", meeting.words):
                yield meeting.pk, CANDIDATE
    if asked & provable_subjects("order"):
        for group in Group.objects.filter(agency=agency, fiscal_year=year, signed_on__isnull=False):
            if asked & provable("order", group.subject):
                yield group.pk, CANDIDATE


answers_items(
    "meetings",
    lambda _: {paper: provable_subjects(paper) for paper in ("minutes", "order")},
    published=answers_of,
)


@waiting
def tasks(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The open tasks of a person, and of the units and positions."""
    mine = mine_of(person, on)
    rows = open_tasks(person.agency).filter(mine.tasks)
    return tuple(
        Waiting(
            "meeting-task",
            row.text,
            read_words("meetings/task"),
            row.url,
            since=row.meeting.day,
            due=row.due,
        )
        for row in rows
    )


@waiting
def recording(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Past meetings that were not written down, for those who keep them."""
    is_asked = any(role.writes_minutes for role in person.roles)
    if not may(person, Right.HOLD_MEETINGS) or not is_asked:
        return ()
    return tuple(
        Waiting(
            "meeting",
            row.title,
            read_words("meetings/write_down"),
            reverse("meetings:record", args=[row.fiscal_year, row.pk]),
            since=row.day,
        )
        for row in unwritten(person.agency, on)
    )
