"""Saved what-if scenarios; everything else of the analysis is computed."""

import uuid

from django.db import models

from prongsai.core.text import Text


class Scenario(models.Model):
    """A question to the what-if page under a name, with the answer it had when it was kept.

    Shape:  `asked` holds the fields of the page's form as typed; `result` is the answer then:
            `total` as text and `level` as {"th", "en"}, null where there was none; `revision` is
            the number of the score revision it was computed from; `by_words` the position of who
            kept it. A deleted scenario keeps its row, so that deleting can be undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="scenarios")
    score_year = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    asked = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    revision = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "score_year", "name"],
                condition=models.Q(deleted_at__isnull=True),
                name="scenario_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def total(self) -> str:
        """The total of the answer it was kept with; a dash where there was none."""
        return self.result.get("total") or "–"

    @property
    def level(self) -> Text | None:
        level = self.result.get("level")
        return Text(level["th"], level["en"]) if level else None
