"""Who answers for what in a fiscal year; ended, never deleted."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

MAIN, JOINT = 1, 2


class Kind(models.TextChoices):
    """What can be assigned."""

    INDICATOR = "indicator", "ตัวชี้วัด"
    ITEM = "item", "ข้อ"
    MEASURE = "measure", "มาตรการ"
    DATE = "date", "กำหนดการ"


class Assignment(models.Model):
    """One subject given to a unit, a person, or a person of a unit, from one moment to another.

    Shape:  `subject` is an indicator's code, an item's lineage, a measure's or date's id; `rank` is
            MAIN or JOINT: one main owner stands, and as many who join as help; `ended_at` null
            while it stands; `carried_from` the year it was taken over from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="assignments")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=120)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    rank = models.PositiveSmallIntegerField(default=MAIN)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    begun_by_words = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    ended_by_words = models.CharField(max_length=200, blank=True)
    carried_from = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-begun_at", "rank"]
        indexes = [
            models.Index(fields=["agency", "fiscal_year", "ended_at"]),
            models.Index(fields=["agency", "fiscal_year", "kind", "subject"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "kind", "subject"],
                condition=Q(ended_at__isnull=True, rank=MAIN),
                name="assignment_main_once",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(user__isnull=False), name="assigned_to_somebody"
            ),
            models.CheckConstraint(condition=Q(rank__in=(MAIN, JOINT)), name="assignment_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.kind} {self.subject}"

    @property
    def part(self) -> uuid.UUID | None:
        """Whose part of common work it is: the unit's, the person's, or the person's in the unit.

        Shape:  the same for all time: what is done of a date is stored under it.
        """
        if self.unit_id and self.user_id:
            return uuid.uuid5(self.unit_id, str(self.user_id))
        return self.unit_id or self.user_id
