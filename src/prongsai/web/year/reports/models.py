"""The reports of a year, what was written in their rows, and the drafts that were made."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from prongsai.web.platform.models import MadePaper
from prongsai.web.platform.versions import Version


class Layout(models.TextChoices):
    """How the report of results is laid out."""

    EIGHT = "eight", _("แปดคอลัมน์ แนวนอน")
    THREE = "three-with-photos", _("สามคอลัมน์ มีภาพ")


# What somebody writes of a measure: the fields of a version, of its form and of what prints.
TEXTS = ("summary", "outcome", "problem", "proposal")


class Report(models.Model):
    """One report of one fiscal year.

    Shape:  `kind` is a name of `kinds.KINDS`; `values` is what the report says, as it stood when it
            was submitted (`frozen.freeze`), with its `digest`; None before that. While it is
            corrected after it was sent back, the former stands until it is submitted again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="reports")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    layout = models.CharField(max_length=20, choices=Layout.choices, default=Layout.EIGHT)
    values = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminded_by_words = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "fiscal_year", "kind"], name="report_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fiscal_year}"


class RowVersion(Version):
    """One version of what somebody wrote in a row of a report; the newest stands, none is changed.

    Shape:  `number` counts the versions of a row from 1; `photos` are ids of evidence in the order
            they print; `based_on` is the digest of what the units' notes said when it was written,
            so that the page can tell that they wrote more since.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="rows")
    measure = models.ForeignKey("measures.MeasureRow", models.CASCADE, related_name="+")
    summary = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    photos = models.JSONField(default=list)
    based_on = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "measure", "number"], name="report_row_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} v{self.number}"


class DraftFile(MadePaper):
    """A draft of a report that a job made: stamped, and never the paper that is signed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="drafts")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["job", "form"], name="report_draft_once_in_a_job")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.form}"
