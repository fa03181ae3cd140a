"""What was published: one row for each edition of a paper."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from django.db import models

from prongsai.core.messages import read_words
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.web.signing.approval.objections import Objected


OTHER = "other"
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        kind: read_words(f"publication/kind.{kind}")
        for kind in (
            "notice", "plan", "report-6", "report-12", "results", "order", "minutes", "memo", OTHER,
        )
    }
)  # fmt: skip
# These bear a number of a register on their face.
NUMBERED = frozenset({"order", "memo", "report-6", "report-12", "results"})

# Which year's item asks for them is for the elements of each year to say.
ASKED_BY_PERIOD = frozenset({"results"})


def label_of(kind: str) -> Text:
    """The name of a kind; one that nobody named here is another paper."""
    return KINDS.get(kind, KINDS[OTHER])


CURRENT, REPLACED, WITHDRAWN = "current", "replaced", "withdrawn"
HELD, FALLEN = "held", "fallen"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self) -> Self:
        """The newest edition of each paper, unless it was taken back."""
        return self.filter(replaced_at=None, withdrawn_at=None)


class Publication(models.Model):
    """One edition of a paper that everybody may read.

    Shape:  `kind` and `subject` say whose paper it is; editions of one subject count from 1, and
            the newest has no `replaced_at`. `items` are the ITA items it answers; `check_code` the
            code of the approval of exactly this file, "" for none; `pages` None where the file is
            no PDF; `anyway` why it was published in spite of what was known against it, and
            `against` the digests of these facts. A row is never deleted: it says that it was
            withdrawn. `objected` tells who annulled, or objects to, the approval of its file;
            `queries` sets it each time.
    """

    objected: Objected | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="+")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    edition = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    items = models.JSONField(default=list)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(null=True)
    check_code = models.CharField(max_length=20, blank=True)
    published_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    anyway = models.CharField(max_length=500, blank=True)
    against = models.JSONField(default=list)
    replaced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    withdrawn_by_words = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-published_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "subject", "edition"], name="publication_edition_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "subject"],
                condition=models.Q(replaced_at__isnull=True),
                name="publication_one_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> Text:
        return label_of(self.kind)

    @property
    def year(self) -> int:
        return self.fiscal_year

    @property
    def state(self) -> str:
        if self.withdrawn_at is not None:
            return WITHDRAWN
        if self.objected is not None:
            return HELD if self.objected.fallen_on is None else FALLEN
        return REPLACED if self.replaced_at is not None else CURRENT

    @property
    def has_file(self) -> bool:
        """Whether its file may be opened by everybody."""
        return self.state in (CURRENT, REPLACED)
