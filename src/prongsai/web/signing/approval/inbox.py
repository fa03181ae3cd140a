"""The reader's list of submissions."""

from __future__ import annotations

from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from prongsai.core.approval.model import State, Way
from prongsai.core.text import Text, same
from prongsai.web.agency.people import Actor
from prongsai.web.signing.approval import queries
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import OPEN_STATES, Submission

_ON_A_PAGE = 20


class Line(Struct, frozen=True):
    """One submission in a list; `days` since it began to wait."""

    url: str
    code: str
    title: str
    kind: Text
    by_words: str
    waits_for: str
    days: int
    label: Text
    tag: str
    decided_at: datetime | None


class InboxPage(Struct, frozen=True):
    """What waits for the reader, what the reader must go on with, the rest, and what is over."""

    to_sign: tuple[Line, ...]
    to_do: tuple[Line, ...]
    on_its_way: tuple[Line, ...]
    decided: tuple[Line, ...]
    page_obj: Page[Submission]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever submitted."""
        return not (self.to_sign or self.to_do or self.on_its_way or self.decided)


def inbox_page(person: Actor, on: date, number: str = "") -> InboxPage:
    """The reader's submissions of an agency, what waits for them first."""
    rows = Submission.objects.filter(agency=person.agency, state__in=OPEN_STATES)
    waiting = {row.pk for row in queries.waiting_for_person(person, on)}
    to_sign, to_do, others = [], [], []
    for row in rows.select_related("waits_for").order_by("changed_at"):
        if row.pk in waiting:
            to_sign.append(_line(row, on))
        elif row.by_id == person.user.pk and _is_drafters(row):
            to_do.append(_line(row, on))
        else:
            others.append(_line(row, on))
    over = Submission.objects.filter(agency=person.agency).exclude(state__in=OPEN_STATES)
    page = Paginator(over.order_by("-changed_at"), _ON_A_PAGE).get_page(number)
    decided = tuple(_line(row, on) for row in page)
    return InboxPage(tuple(to_sign), tuple(to_do), tuple(others), decided, page)


def days_since(row: Submission, on: date) -> int:
    """How many days a submission has waited as it is."""
    return max(0, (on - timezone.localtime(row.changed_at).date()).days)


def _is_drafters(row: Submission) -> bool:
    is_on_paper = row.state == State.OPEN and row.way == Way.ON_PAPER
    return row.state == State.SENT_BACK or (is_on_paper and row.objected_at is None)


def _line(row: Submission, on: date) -> Line:
    handler = KINDS.get(row.kind)
    return Line(
        url=reverse("approval:submission", args=[row.pk]),
        code=row.code,
        title=row.title,
        kind=handler.label if handler else same(row.kind),
        by_words=row.by_words,
        waits_for=_waits_for(row),
        days=days_since(row, on),
        label=queries.label_of(row),
        tag=queries.tag_of(row),
        decided_at=row.decided_at,
    )


def _waits_for(row: Submission) -> str:
    """The post of the step that waits; "" for none, and while the paper is held."""
    if not row.waits_place or queries.is_shown_held(row):
        return ""
    return str(row.steps[row.waits_place - 1]["title"])
