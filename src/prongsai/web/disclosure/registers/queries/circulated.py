"""Rows that were sent round: how many acknowledged each, by queries that do not grow with rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.registers.circulated import Readers, told_of
from prongsai.core.registers.model import Register
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.office.circulation.queries import newest_sent
from prongsai.web.platform.language import in_language

KIND = "register-row"


class SentRound(Struct, frozen=True):
    """What a row's page says of its circulation.

    Shape:  `url` is the circulation's page for who circulates, "" for others and where it was not
            sent round; `may_send` whether the person sends it round now.
    """

    told: str
    url: str
    is_closed: bool
    may_send: bool


def readers_of(agency: Agency, keys: Sequence[UUID]) -> Mapping[UUID, Readers]:
    """Of the newest circulation of each row how many acknowledged it; two queries."""
    found = newest_sent(agency, KIND, keys)
    changed = _changed_at(found)
    return {
        key: Readers(one.done, one.count, key in changed and changed[key] > one.started_at)
        for key, one in found.items()
    }


def _changed_at(keys: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When each of some rows was last changed; one query, none for no row."""
    if not keys:
        return {}
    versions = RegisterRowVersion.objects.filter(row__in=list(keys)).order_by()
    return dict(versions.values("row").annotate(at=Max("made_at")).values_list("row", "at"))


def words_of_rows(agency: Agency, register: Register, keys: Sequence[UUID]) -> Mapping[UUID, str]:
    """The same in words for the rows of a list; {} of a register whose rows are not sent round."""
    if not register.circulated:
        return {}
    found = readers_of(agency, keys)
    return {key: in_language(told_of(found.get(key))) for key in keys}


def sent_round(person: Actor, register: Register, kept: RegisterRow) -> SentRound | None:
    """The circulation of a row; None of a register whose rows are not sent round."""
    if not register.circulated:
        return None
    found = newest_sent(kept.agency, KIND, [kept.pk]).get(kept.pk)
    circulates = may(person, Right.CIRCULATE)
    if found is None:
        told, url, is_closed = _("ยังไม่แจ้งเวียน"), "", False
    else:
        told = in_language(told_of(readers_of(kept.agency, [kept.pk]).get(kept.pk)))
        url = reverse("circulation:state", args=[found.id]) if circulates else ""
        is_closed = found.closed_at is not None
    is_free = kept.removed_at is None and (found is None or is_closed)
    return SentRound(told, url, is_closed, circulates and is_free)
