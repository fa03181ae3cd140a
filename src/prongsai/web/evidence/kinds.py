"""What evidence may hang on: apps above name their subjects, and who may add to one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Acting


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One kind of subject.

    Shape:  `name` gives the subject's name, None where the agency has no such row; `may_add`
            whether a person may add, change and remove its evidence; `url` its page.
    """

    label: Text
    name: Callable[[Agency, UUID], str | None]
    may_add: Callable[[Acting, UUID], bool]
    url: Callable[[Agency, UUID], str]


_KINDS: dict[str, SubjectKind] = {}


def register(kind: str, subjects: SubjectKind) -> None:
    """Name a kind of subject; an app does so when Django is ready."""
    _KINDS[kind] = subjects


def subject_kind(kind: str) -> SubjectKind | None:
    """One kind by its name."""
    return _KINDS.get(kind)
