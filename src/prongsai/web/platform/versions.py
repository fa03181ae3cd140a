"""Versions: each state of what people write is kept, with who made it and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import models

from prongsai.web.platform.clock import now
from prongsai.web.platform.models import AgencyModel

if TYPE_CHECKING:
    from prongsai.web.platform.actors import ActingPerson


class Version(AgencyModel):
    """One state of a row; never changed, never deleted.

    Shape:  `number` counts from 1 and the highest stands; `made_by_words` is the position of who
            made it as it was called then; nobody made what the program made.
    """

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    made_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


def mark_of(*facts: object) -> str:
    """What a form remembers (`seen`) of what it was opened with, where that has no number."""
    return sha256(repr(facts).encode()).hexdigest()[:32]


def made(by: ActingPerson | None, at: datetime | None = None) -> Mapping[str, Any]:
    """Who makes a version, and when: the fields that every version has."""
    return {
        "made_at": at or now(),
        "made_by": by.user if by else None,
        "made_by_words": by.words if by else "",
    }
