"""What waits for officials of the desk: how many cases, by when, no word of what they hold."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from prongsai.core.desk.model import State
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.desk.models import Case
from prongsai.web.desk.rights import escalated, of_units, seen_by, standing_for

# Answered, waiting for word from outside, or worked on as another.
_NOT_NOW = (State.ANSWERED, State.ASKED, State.JOINED)


@waiting
def unassigned(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases that nobody was given, for who keeps the desk."""
    if not may(person, Right.KEEP_DESK):
        return ()
    cases = seen_by(person, on).filter(state=State.RECEIVED, unit=None)
    return _told(cases, Text("มอบหมายหรือตอบ", "assign or answer them"))


@waiting
def of_own_unit(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases of the own unit that are not answered; those that wait for word from outside aside."""
    cases = of_units(person, on).exclude(state__in=_NOT_NOW)
    return _told(cases, Text("ตอบให้ทันกำหนด", "answer them in time"))


@waiting
def overdue(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Cases that nobody answered in time, for whoever stands for the post they went to."""
    cases = escalated(person).exclude(state__in=_NOT_NOW)
    keys = set(cases.order_by().values_list("escalated_to", flat=True))
    if not keys:
        return ()
    # Whose post another acts for is away.
    held = standing_for(person.agency, on)
    mine = [key for key in keys if person.user.pk in {one.user_id for one in held.get(key, ())}]
    ask = Text("เกินกำหนดและส่งต่อถึงท่าน", "overdue, they came to you")
    return _told(cases.filter(escalated_to__in=mine), ask, "?standing=escalated")


def _told(cases: QuerySet[Case], ask: Text, query: str = "") -> tuple[Waiting, ...]:
    found = cases.order_by().aggregate(count=Count("pk"), due=Min("due_on"))
    if not found["count"]:
        return ()
    name = f"เรื่องที่แจ้งมา {found['count']} เรื่อง"
    url = f"{reverse('desk:cases')}{query}"
    return (Waiting(kind="case", name=name, ask=ask, url=url, due=found["due"]),)
