"""The kinds of cases of an agency: those that come with the program, and its own."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from prongsai.core.desk.model import CaseKind
from prongsai.core.desk.reading import kind_of, read_kind, shipped
from prongsai.web.citizens.desk.models import OwnKind
from prongsai.web.platform.request_cache import cached_for_request


@cached_for_request
def kinds_of(agency_id: UUID) -> tuple[CaseKind, ...]:
    """All kinds of an agency in their order, those that are shut among them; one query."""
    own = tuple(OwnKind.objects.filter(agency=agency_id).values_list("key", "text"))
    return _with_own(own) if own else shipped()


def kind_in(agency_id: UUID, key: str) -> CaseKind | None:
    """A kind by its key; no query for those that come with the program."""
    found = kind_of(key)
    return found or next((one for one in kinds_of(agency_id) if one.key == key), None)


def is_for_few(agency_id: UUID, key: str) -> bool:
    """Whether only few know of cases of a kind; so too where it cannot be read any more."""
    kind = kind_in(agency_id, key)
    return kind is None or kind.restricted


@lru_cache(maxsize=64)
def _with_own(own: tuple[tuple[str, str], ...]) -> tuple[CaseKind, ...]:
    read = [read_kind(key, text, key)[0] for key, text in own if kind_of(key) is None]
    # "own-10" stands behind "own-9".
    order = sorted(
        (one for one in read if one is not None),
        key=lambda one: (one.rank, len(one.key), one.key),
    )
    found = (*shipped(), *order)
    return tuple(sorted(found, key=lambda one: one.rank))
