"""Papers that are made of what an agency keeps, drawn by a worker, and may become evidence."""

from __future__ import annotations

import uuid

from django.db import models
from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState, StoredFile

FORMS = ("pdf", "docx", "xlsx")
_OPEN = (JobState.WAITING, JobState.RUNNING)


class MadePaper(models.Model):
    """An edition of a paper.

    Shape:  `number` counts the editions; the files are there once the worker drew them, and
            `drawn_at`. Each kind of paper has `pieces`: the evidence that was made of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    job = models.ForeignKey("platform.Job", models.SET_NULL, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    xlsx = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-number"]


class Made(Struct, frozen=True):
    """An edition, with what became evidence of it, and the years that it is evidence in."""

    row: MadePaper
    failure: ProngsaiError | None
    evidence: tuple[str, ...]
    years: frozenset[int] = frozenset()

    @property
    def job(self) -> Job | None:
        """The work, None where it was cleared away."""
        found: Job | None = self.row.job
        return found

    @property
    def files(self) -> tuple[tuple[str, StoredFile], ...]:
        """Each form with its file; () until they are drawn."""
        if self.row.drawn_at is None:
            return ()
        made = ((form, getattr(self.row, form)) for form in FORMS)
        return tuple((form, one) for form, one in made if one is not None)

    @property
    def is_open(self) -> bool:
        """Whether its files are being made."""
        return not self.files and self.job is not None and self.job.state in _OPEN


def made_of(row: MadePaper) -> Made:
    """An edition as its page tells of it."""
    failure = jobs.failure_of(row.job) if row.job else None
    pieces = getattr(row, "pieces")  # noqa: B009 - each kind has its own
    kept = list(pieces.filter(removed_at=None))
    return Made(
        row, failure, tuple(f"{one.title} ({one.fiscal_year})" for one in kept),
        frozenset(one.fiscal_year for one in kept),
    )  # fmt: skip
