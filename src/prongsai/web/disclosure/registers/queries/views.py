"""The views of a register's list that a person may come back to: the own and the shared."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.http import urlencode
from msgspec import Struct

from prongsai.core.registers.model import Register
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.registers.models import SavedView
from prongsai.web.disclosure.registers.queries.rows import Asked


class View(Struct, frozen=True):
    """A view as a link; `query` is what its address asks for, so it shows what its reader sees."""

    id: UUID
    name: str
    query: str
    is_shared: bool
    is_mine: bool
    is_current: bool


def may_be_shared(register: Register) -> bool:
    """Whether the views of a register may be shared: not where a searched word tells too much."""
    return not register.is_restricted


def views_of(person: Actor, register: Register, asked: Asked) -> tuple[View, ...]:
    """The views that a person is offered, by name; `asked` is what the list is narrowed to."""
    rows = SavedView.objects.filter(agency=person.agency, register=register.key)
    return tuple(
        View(
            row.pk, row.name, urlencode(row.asked), row.is_shared, row.user_id == person.user.pk,
            row.asked == asked.told,
        )
        for row in _offered(rows, person, register)
    )  # fmt: skip


def _offered(rows: QuerySet[SavedView], person: Actor, register: Register) -> QuerySet[SavedView]:
    own = Q(user=person.user)
    return rows.filter(own | Q(is_shared=True) if may_be_shared(register) else own)


def own_view(person: Actor, register: Register, key: UUID) -> SavedView | None:
    """A view that a person saved."""
    rows = SavedView.objects.filter(agency=person.agency, register=register.key)
    return rows.filter(user=person.user, pk=key).first()
