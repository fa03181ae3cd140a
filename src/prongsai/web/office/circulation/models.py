"""Papers that were sent round, and who has acknowledged them."""

from __future__ import annotations

import uuid

from django.db import models


class Circulation(models.Model):
    """One paper sent round.

    Shape:  `kind` and `subject` say whose paper it is, as in publications; None for one that was
            started by hand from words alone. `due` None for no last day. The recipients are fixed
            at the start; a closed circulation takes no acknowledgement any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="+")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    is_for_all = models.BooleanField()
    units = models.ManyToManyField("agency.Unit", related_name="+")
    positions = models.ManyToManyField("agency.Position", related_name="+")
    due = models.DateField(null=True)
    started_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["agency", "fiscal_year"]),
            models.Index(fields=["agency", "kind", "subject"]),
        ]

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    """One person who is to acknowledge one circulation.

    Shape:  `user` None for staff without an account; `position` and `unit_name` as they were when
            the person was added; `opened_at` when they first opened the file. `paper_day` is the
            day of a signature on paper, which `noted_by` wrote down, with the signed sheet as
            `scan`; `disowned_at` when the person said that such a
            signature was not theirs, here or where the same paper was sent round before: from then
            on only they acknowledge it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="+")
    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="recipients")
    user = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    position = models.CharField(max_length=200)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    paper_day = models.DateField(null=True)
    noted_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    noted_by_words = models.CharField(max_length=200, blank=True)
    scan = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    disowned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["unit_name", "position", "added_at"]
        indexes = [models.Index(fields=["agency", "user", "acknowledged_at"])]
        constraints = [
            models.UniqueConstraint(fields=["circulation", "user"], name="recipient_once"),
        ]

    def __str__(self) -> str:
        return f"{self.circulation_id} {self.position}"

    @property
    def has_account(self) -> bool:
        """Whether the person can acknowledge on the site."""
        return self.user_id is not None

    @property
    def is_done(self) -> bool:
        """Whether it was acknowledged."""
        return self.acknowledged_at is not None
