"""Published scores in revisions, and the remarks that came with them."""

import uuid

from django.db import models

from prongsai.web.platform.models import AgencyModel
from prongsai.web.platform.versions import Version


class ScoreRevision(Version):
    """The scores of one fiscal year as they were known at one time; never overwritten.

    Shape:  `score_year` is the year the scores are of; `number` counts from 1, the highest
            stands; `sheet` is the score sheet in the JSON that `prongsai read` prints; `digest`
            is that of the sheet's content (`sheets.digest_of`), so that the same twice changes
            nothing; `made_by_words` is the position held when it was made.
    """

    score_year = models.PositiveIntegerField()
    sheet = models.JSONField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=255)
    is_typed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-score_year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "score_year", "number"], name="score_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.score_year} r{self.number}"


class ScoreDraft(models.Model):
    """Scores that a person reads or types and has not confirmed; nobody else sees them.

    Shape:  `sheet` and `findings` are what a file said, {} and [] while figures are being typed;
            `typed` is what stands in the form, by code, or by the number of a candidate of the
            sheet; `score_year` the year of the page it was begun on. A confirmed draft stays
            until it expires, so that a second click finds it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="score_drafts")
    by = models.ForeignKey("agency.User", models.CASCADE, related_name="+")
    score_year = models.PositiveIntegerField()
    is_typed = models.BooleanField(default=False)
    sheet = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    typed = models.JSONField(default=dict)
    source = models.CharField(max_length=255, blank=True)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    revision = models.ForeignKey(ScoreRevision, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "by", "score_year"],
                condition=models.Q(is_typed=True, confirmed_at__isnull=True),
                name="typed_draft_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.score_year} {self.source}"


class DraftPicture(AgencyModel):
    """A page of a draft's file, the quotes of its candidates marked; it goes with the draft."""

    draft = models.ForeignKey(ScoreDraft, models.CASCADE, related_name="pictures")
    page = models.PositiveIntegerField()
    png = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "page"], name="draft_picture_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.page}"


class Remark(models.Model):
    """One remark of the NACC on a year, with the items it touches.

    Shape:  `number` counts from 1 without gaps among those not removed; a removed one is kept,
            so that its removal can be undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="remarks")
    score_year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    text = models.TextField()
    items = models.JSONField(default=list)
    source = models.CharField(max_length=255, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["score_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "score_year", "number"],
                condition=models.Q(removed_at__isnull=True),
                name="remark_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.score_year} {self.number}"
