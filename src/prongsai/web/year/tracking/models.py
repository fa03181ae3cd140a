"""What was done for each measure, note by note."""

from django.db import models

from prongsai.web.platform.models import AgencyModel


class ProgressNote(AgencyModel):
    """One note of one measure, or one version of it: a corrected note stays beside its successor.

    Shape:  `on` is the day the note tells of; `thread` the id of its first version, on which its
            evidence hangs; `replaced_by` the correction, null for the version that stands;
            `withdrawn_at` and `withdrawn_why` where the note was taken back as wrong.
    Units:  `percent` 0-100 of the whole measure; `spent` baht and `reached` people since the note
            before, null for not said.
    """

    measure = models.ForeignKey("measures.MeasureRow", models.CASCADE, related_name="notes")
    thread = models.UUIDField()
    on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    done = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    spent = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reached = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_words = models.CharField(max_length=200, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "recorded_at", "id"]
        indexes = [
            models.Index(fields=["agency", "measure", "on"]),
            models.Index(fields=["thread"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(replaced_by=None), name="note_stands_once"
            ),
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="note_percent_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.on} {self.percent}%"
