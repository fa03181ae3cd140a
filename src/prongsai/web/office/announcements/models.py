"""Announcements of a year, each edition with the versions its draft had."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prongsai.core.announcements.model import Form, Readers, Signer
from prongsai.web.platform.models import NOT_REMOVED, Discardable
from prongsai.web.platform.versions import Version


class AnnouncementState(models.TextChoices):
    DRAFT = "draft", _("ร่าง")
    SENT = "sent", _("รอลงนาม")
    SIGNED = "signed", _("ลงนามแล้ว")
    PUBLISHED = "published", _("เผยแพร่แล้ว")
    REPLACED = "replaced", _("มีฉบับใหม่แทน")
    WITHDRAWN = "withdrawn", _("เลิกใช้")


# Editions that somebody still works on: of a kind and year there is one at most.
OPEN = (AnnouncementState.DRAFT, AnnouncementState.SENT)
STANDING = (AnnouncementState.SIGNED, AnnouncementState.PUBLISHED)


class Announcement(Discardable):
    """One edition of one announcement (or order) of a kind in a fiscal year.

    Shape:  `kind` is the key of its YAML; `edition` counts from 1 in a kind and year, all editions
            share `series`, under which the paper is published; `parts` as
            `announcements.content` writes them, `preamble` and `closing` lists of paragraphs;
            `version` is the number of the version that stands; `readers`, `items` and `photos`
            are what the kind said when the draft was made; `number` and `signed_on` are set when
            it is signed; `why` says why it ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="announcements")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    series = models.UUIDField(default=uuid.uuid4)
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=12, choices=AnnouncementState.choices, default=AnnouncementState.DRAFT
    )
    subject = models.TextField()
    preamble = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    closing = models.JSONField(default=list)
    form = models.CharField(
        max_length=20,
        choices=[(form.value, form.value) for form in Form],
        default=Form.ANNOUNCEMENT,
    )
    signer = models.CharField(max_length=20, default=Signer.CHIEF_EXECUTIVE)
    readers = models.CharField(
        max_length=20,
        choices=[(readers.value, readers.value) for readers in Readers],
        default=Readers.NONE,
    )
    items = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "-edition"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "kind", "edition"],
                condition=NOT_REMOVED,
                name="announcement_edition_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "kind"],
                condition=Q(state__in=["draft", "sent"]) & NOT_REMOVED,
                name="announcement_open_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "kind"],
                condition=Q(state__in=["signed", "published"]),
                name="announcement_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.kind} {self.edition}"

    @property
    def url(self) -> str:
        return reverse("announcements:announcement", args=[self.fiscal_year, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its words may still be edited."""
        return self.state in OPEN

    @property
    def stands(self) -> bool:
        """Whether it is signed and in force."""
        return self.state in STANDING


class ChangeReason(models.TextChoices):
    """What made a version."""

    DRAFTED = "drafted", _("ร่างจากแบบ")
    COPIED = "copied", _("คัดลอกจากปีก่อน")
    EDITED = "edited", _("แก้ไข")
    RESTORED = "restored", _("คืนค่าฉบับเดิม")


class AnnouncementVersion(Version):
    """One state of an edition's text; never changed, never deleted.

    Shape:  `content` holds subject, preamble, parts and closing as `announcements.content`
            writes them.
    """

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="versions")
    change_reason = models.CharField(max_length=10, choices=ChangeReason.choices)
    content = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "number"], name="announcement_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.number}"
