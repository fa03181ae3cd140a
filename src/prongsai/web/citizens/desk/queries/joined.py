"""Cases of the same matter: what is joined with what, and what might be."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from msgspec import Struct

from prongsai.core.desk.model import Act, State
from prongsai.core.thai import arabic_digits
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.rights import seen_by
from prongsai.web.platform.typed import whole_number

_MOST_OFFERED = 10


class Joined(Struct, frozen=True):
    """One case that is joined with another; `replies` counts what who brought it has added."""

    case: Case
    replies: int


def joined_with(main: Case, person: Actor, on: date) -> tuple[Joined, ...]:
    """The cases that are joined with one and that a person sees, in the order in which they came.

    Shape:  of those that were the same words sent again only those that said more.
    """
    rows = Case.objects.filter(joined_to=main).order_by("day", "number")
    rows = rows.filter(pk__in=seen_by(person, on).order_by().values("pk"))
    counted = rows.annotate(replies=Count("entries", filter=Q(entries__act=Act.REPLY)))
    shown = counted.exclude(is_again=True, replies=0)
    return tuple(Joined(row, row.replies) for row in shown)


def again_of(main: Case) -> int:
    """How often the same words were sent within an hour, the first time included; 0 for once."""
    count = Case.objects.filter(joined_to=main, is_again=True).count()
    return count + 1 if count else 0


def numbered(person: Actor, typed: str, on: date) -> Case | None:
    """The case of a number such as 12/2569, where the person sees it."""
    number, _, year = arabic_digits(typed).replace(" ", "").partition("/")
    found, of_year = whole_number(number), whole_number(year)
    if found is None or of_year is None:
        return None
    rows = seen_by(person, on).select_related("agency", "unit", "joined_to")
    return rows.filter(number=found, fiscal_year=of_year).first()


def offered(person: Actor, case: Case, on: date) -> tuple[Case, ...]:
    """The newest cases of the same kind that it could be joined with."""
    rows = seen_by(person, on).filter(kind=case.kind, joined_to=None).exclude(pk=case.pk)
    # One that is due later cannot hold what was promised here.
    fitting = rows.filter(Q(state=State.ANSWERED) | Q(due_on__lte=case.due_on))
    return tuple(fitting.order_by("-day", "-number")[:_MOST_OFFERED])
