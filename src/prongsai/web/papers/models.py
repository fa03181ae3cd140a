"""Papers that were made, each with the figures it was made from."""

from __future__ import annotations

import uuid

from django.db import models


class PaperFile(models.Model):
    """One file of one paper, as a job made it.

    Shape:  `kind` and `form` as in `prongsai document KIND --format FORM`; `revision` the score
            revision that it prints; `by_words` the position of who asked for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="paper_files")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    form = models.CharField(max_length=10)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    revision = models.ForeignKey("scoring.ScoreRevision", models.PROTECT, related_name="+")
    job = models.ForeignKey("platform.Job", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "kind"])]
        constraints = [
            # A job that is done twice makes each file once.
            models.UniqueConstraint(fields=["job", "kind", "form"], name="paper_once_in_a_job")
        ]

    def __str__(self) -> str:
        """For logs."""
        return f"{self.kind}.{self.form}"
