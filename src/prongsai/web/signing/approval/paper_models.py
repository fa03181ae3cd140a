"""Results of paper: entered, looked at, annulled; `models.py` names them for everybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from prongsai.web.platform.models import AgencyModel


class ResultState(models.TextChoices):
    """What became of a result that was entered from paper."""

    WAITING = "waiting", _("รอผู้อื่นยืนยันกับภาพสแกน")
    CONFIRMED = "confirmed", _("ยืนยันแล้ว")
    REJECTED = "rejected", _("ไม่ตรงกับภาพสแกน")
    OBJECTED = "objected", _("ผู้ดำรงตำแหน่งคัดค้าน")
    VOID = "void", _("เป็นโมฆะ")


class PaperResult(AgencyModel):
    """What somebody says was decided on paper; it counts once another has confirmed it.

    Shape:  `on` is the day under the signature; `position` one of `signatories_on_paper`; of who
            acted `own_position` is the own position, `authority` the order; `why` tells why it was
            not taken.
    """

    submission = models.ForeignKey(
        "approval.Submission", models.CASCADE, related_name="paper_results"
    )
    version = models.ForeignKey("approval.Version", models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=20)
    opinion = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    position = models.CharField(max_length=400)
    is_acting = models.BooleanField(default=False)
    own_position = models.ForeignKey("agency.Position", models.PROTECT, null=True, related_name="+")
    authority = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    scan = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    by = models.ForeignKey("agency.User", models.PROTECT, related_name="+")
    by_words = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=ResultState.choices, default=ResultState.WAITING
    )
    settled_words = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "place"],
                condition=models.Q(state="waiting"),
                name="one_paper_result_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.verdict} {self.state}"


class ScanLook(AgencyModel):
    """That a person has opened the scan of a result: nobody confirms what they never opened."""

    result = models.ForeignKey(PaperResult, models.CASCADE, related_name="looks")
    user = models.ForeignKey("agency.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "user"], name="scan_looked_at_once")
        ]

    def __str__(self) -> str:
        return f"{self.result_id} {self.user_id}"


class Objection(AgencyModel):
    """Somebody says that a result from paper in their name is not theirs, and why.

    Shape:  `position` is the post by which it is in their name, `place` the step of the result;
            `settled_at` when the result was annulled: it stands for good, as what fell does. A row
            without it is of a site before 0.3 and holds its paper. A row is never removed.
    """

    submission = models.ForeignKey("approval.Submission", models.CASCADE, related_name="objections")
    position = models.ForeignKey("agency.Position", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    why = models.TextField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    # Only before 0.3: an objection was taken back, also by others (`release`) for whoever could
    # no longer answer; a second person confirmed what was stated before a result fell.
    lifted_at = models.DateTimeField(null=True)
    lifted_words = models.CharField(max_length=200, blank=True)
    statement = models.TextField(blank=True, default="")
    stated_at = models.DateTimeField(null=True)
    stated_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    stated_words = models.CharField(max_length=200, blank=True, default="")
    release = models.TextField(blank=True, default="")
    release_at = models.DateTimeField(null=True)
    release_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    release_words = models.CharField(max_length=200, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    settled_words = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "place", "by"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_objection_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.position_id}"

    @property
    def annulled_by(self) -> str:
        """By whose word the result fell; before 0.3 one person asked and another confirmed it."""
        return " และ".join(dict.fromkeys(filter(None, (self.stated_words, self.settled_words))))
