"""Papers that were made, each with the figures it was made from."""

import uuid

from django.db import models
from django.urls import reverse

from prongsai.core.messages import read_words
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import MadePaper, Removable
from prongsai.web.platform.tags import Tag
from prongsai.web.platform.versions import Version
from prongsai.web.signing.approval.models import Submission

# What approval calls a memo or letter.
KIND = "memo"


class PaperFile(MadePaper):
    """One file of one paper, as a job made it.

    Shape:  `kind` and `form` as in `prongsai document KIND --format FORM`; `revision` the score
            revision that it prints.
    """

    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="paper_files")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    revision = models.ForeignKey("scoring.ScoreRevision", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "kind"])]
        constraints = [
            # A job that is done twice makes each file once.
            models.UniqueConstraint(fields=["job", "kind", "form"], name="paper_once_in_a_job")
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.form}"


class Memo(Removable):
    """A memo of any subject, or a letter that leaves the agency, as it stands.

    Shape:  `background`, `facts` and `closing` are paragraphs, one a line; `proposals` one a line;
            `refers` names what a letter answers, one a line; `version` counts the changes; a
            removed memo keeps its row; `sent` is its newest submission, in a list.
    """

    sent: Submission | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="memos")
    fiscal_year = models.PositiveIntegerField()
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    is_information = models.BooleanField(default=False)
    is_letter = models.BooleanField(default=False)
    refers = models.TextField(blank=True)
    subject = models.CharField(max_length=300)
    to = models.CharField(max_length=300)
    background = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year"])]

    def __str__(self) -> str:
        return self.subject

    @property
    def url(self) -> str:
        return reverse("papers:memo", args=[self.fiscal_year, self.pk])

    @property
    def enclosed(self) -> models.QuerySet["MemoEnclosure"]:
        """The files that go with it."""
        return self.enclosures.filter(removed_at=None)

    @property
    def tag(self) -> Tag:
        if self.sent is None:
            return Tag("todo", in_language(read_words("papers/draft")))
        return Tag(self.sent.tag, in_language(self.sent.label))


class MemoRevision(Version):
    """One version of a memo, never overwritten; `values` its fields by name."""

    memo = models.ForeignKey(Memo, models.CASCADE, related_name="revisions")
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["memo", "number"], name="memo_version_once")]

    def __str__(self) -> str:
        return f"{self.memo_id} v{self.number}"


class MemoEnclosure(Removable):
    """A file that goes with a memo; taken out it keeps its row, for those who signed with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    memo = models.ForeignKey(Memo, models.CASCADE, related_name="enclosures")
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.title


class PlanFollowUp(models.Model):
    """What is to follow once a plan is approved, as asked by who submitted it.

    Shape:  `circulates` sends the signed paper to all units; `done_at` when that was done.
    """

    submission = models.OneToOneField(
        "approval.Submission", models.CASCADE, primary_key=True, related_name="+"
    )
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    circulates = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.submission_id)
