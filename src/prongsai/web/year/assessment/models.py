"""An agency's fiscal year, the framework it is lived by with all its revisions, and notes."""

import uuid
from typing import Any

from django.db import models

from prongsai.web.platform.models import AgencyModel
from prongsai.web.platform.versions import Version
from prongsai.web.year.assessment.framework.documents import digest_of


class Assessment(models.Model):
    """One fiscal year of one agency: plans and works in it answer the scores of the year before.

    Shape:  `fiscal_year` Buddhist era; `framework` is the year's own YAML documents by file name
            where the agency keeps a copy, {} where the shipped year holds; `framework_digest` is
            theirs, "" for none; `framework_number` is the revision that stands, 0 for none;
            `official_digest` is that of the shipped documents that the copy began from or was last
            replaced by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="assessments")
    fiscal_year = models.PositiveIntegerField()
    framework = models.JSONField(default=dict)
    framework_digest = models.CharField(max_length=64, blank=True, editable=False)
    framework_number = models.PositiveIntegerField(default=0)
    official_digest = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "fiscal_year"], name="assessment_once")
        ]

    def __str__(self) -> str:
        return str(self.fiscal_year)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.framework_digest = digest_of(self.framework) if self.framework else ""
        super().save(*args, **kwargs)


class FrameworkFile(AgencyModel):
    """One text of one file of a framework, kept once however many revisions hold it."""

    digest = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "digest"], name="framework_file_once")
        ]

    def __str__(self) -> str:
        return self.digest


class ChangeReason(models.TextChoices):
    """What made a revision of a framework."""

    OPENED = "opened", "เปิดปีโดยคัดลอกปีก่อนหน้า"
    COPIED = "copied", "คัดลอกข้อมูลที่มากับโปรแกรม"
    EDITED = "edited", "แก้ไข"
    IMPORTED = "imported", "นำเข้าจาก XLSX"
    MERGED = "merged", "รวมข้อมูลทางการ"  # none is made any more
    RESTORED = "restored", "กลับไปใช้ฉบับเดิม"


class FrameworkRevision(Version):
    """The framework of one year as it stood at one time; never overwritten.

    Shape:  `files` are digests of texts by file name; `official` those of the shipped year that
            it began from or took over, else {}; `subject` is a code or a file's name.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="revisions")
    files = models.JSONField()
    official = models.JSONField(default=dict)
    change_reason = models.CharField(max_length=10, choices=ChangeReason.choices)
    subject = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="framework_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} r{self.number}"


class FrameworkPreview(AgencyModel):
    """A workbook that was read and waits for a person's yes.

    Shape:  `rows` are its sheets as read; what they would change is worked out anew against the
            framework of the moment, so a preview never grows stale unnoticed.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="previews")
    name = models.CharField(max_length=255)
    rows = models.JSONField()
    made_at = models.DateTimeField(db_index=True)
    by = models.ForeignKey("agency.User", models.CASCADE, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class ItemNote(models.Model):
    """What an agency notes on one subject of the assessment in one year.

    Shape:  `lineage` is the subject that survives renumbering; `number` counts the changes;
            `carried_from` the year it was taken over from. An emptied note stays, so that
            carrying forward again does not bring it back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="item_notes")
    fiscal_year = models.PositiveIntegerField()
    lineage = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1)
    carried_from = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    changed_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["fiscal_year", "lineage"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "lineage"], name="item_note_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.lineage}"
