"""Files and photos that show what was done."""

from typing import Any, Self

from django.db import models

from prongsai.web.agency.models import Agency
from prongsai.web.platform.models import AgencyModel


class EvidenceKind(models.TextChoices):
    """What kind of evidence a file is; the values are those of the core."""

    PHOTO = "photo", "ภาพ"
    FILE = "file", "ไฟล์"


class EvidenceQuerySet(models.QuerySet["EvidenceRow"]):
    def hung_on(self, agency: Agency, subject_kind: str, subjects: Any) -> Self:
        """What hangs on some subjects and was not removed."""
        of_kind = self.filter(agency=agency, subject_kind=subject_kind, removed_at=None)
        return of_kind.filter(subject__in=subjects)


class EvidenceRow(AgencyModel):
    """One file or photo, hung on a subject of another app.

    Shape:  `subject_kind` is a name of `kinds.register`, `subject` the row's id there; `file` is
            what passed validation, a photo made anew; `small` a little picture of a photo;
            `taken_on` the day a photo was taken; `place` only as typed; `order` among the
            evidence of its subject; `upload_key` that of the pieces it came in, so that they make
            it once; `faces` a value of the core's `Faces`; a removed row stays, for undo.
    Units:  `width` and `height` pixels of a photo.
    """

    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    small = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    caption = models.CharField(max_length=300, blank=True)
    taken_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    faces = models.CharField(max_length=10, blank=True)
    order = models.PositiveIntegerField(default=0)
    upload_key = models.CharField(max_length=64, blank=True)
    uploaded_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "uploaded_at", "id"]
        indexes = [models.Index(fields=["agency", "subject_kind", "subject"])]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "upload_key"],
                condition=~models.Q(upload_key=""),
                name="evidence_upload_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject} {self.kind}"

    @property
    def is_photo(self) -> bool:
        """Whether it is shown as a picture."""
        return self.kind == EvidenceKind.PHOTO

    @property
    def words(self) -> str:
        """What to call it: the caption, else the file's name."""
        return self.caption or self.file.name
