"""The registers of document numbers: one line for every number, for good."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.TextChoices):
    """What is numbered, each kind in registers of its own."""

    MEMO = "memo", _("บันทึกข้อความ")
    LETTER = "letter", _("หนังสือส่งออก")
    CIRCULAR = "circular", _("หนังสือเวียน (ว)")
    ORDER = "order", _("คำสั่ง")
    ANNOUNCEMENT = "announcement", _("ประกาศ")


class Register(models.Model):
    """One series of an agency in one calendar year; a unit may keep its own.

    Shape:  `year` is Buddhist; `last` the newest number that is taken, 0 where none is; `prefix`
            is that of a unit's register, the agency's own register takes the agency's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="registers")
    series = models.CharField(max_length=20, choices=Series.choices)
    year = models.PositiveIntegerField()
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="registers")
    prefix = models.CharField(max_length=60, blank=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year", "series"]
        constraints = [
            # Two, for SQLite knows no `nulls_distinct`.
            models.UniqueConstraint(
                fields=["agency", "series", "year", "unit"], name="register_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "series", "year"],
                condition=models.Q(unit__isnull=True),
                name="register_once_without_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


class NumberRow(models.Model):
    """One number that is taken: by a paper of the site, or kept for one made by hand.

    Shape:  `text` is the number as printed, with Arabic digits; `day` the day of the paper, None
            for a kept number that nobody has used yet; `subject` the paper's key, None for a paper
            the site does not know; `kept_for` why a number was kept for paper use, else "";
            a void number stays, with its reason, and is never used again. `shown` is the text with
            the agency's digits, where a register's page is made.
    """

    is_range = False
    shown = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="numbers")
    register = models.ForeignKey(Register, models.PROTECT, related_name="numbers")
    series = models.CharField(max_length=20, choices=Series.choices)
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=100)
    day = models.DateField(null=True)
    sender = models.CharField(max_length=200, blank=True)
    receiver = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    subject = models.UUIDField(null=True)
    kept_for = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)
    void_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["register", "number"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="number_once"),
            models.UniqueConstraint(
                fields=["agency", "series", "subject"],
                condition=models.Q(subject__isnull=False, voided_at__isnull=True),
                name="number_of_a_subject_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_void(self) -> bool:
        """Whether it was struck through."""
        return self.voided_at is not None

    @property
    def is_kept(self) -> bool:
        """Whether it was kept for use on paper."""
        return bool(self.kept_for)

    @property
    def is_free(self) -> bool:
        """Whether it was kept and nobody has used it yet."""
        return self.is_kept and self.day is None and not self.is_void

    @property
    def reason(self) -> str:
        return self.void_reason if self.is_void else self.kept_for


class PaperRange(models.Model):
    """Numbers that were issued in a register on paper, before the site went on from there.

    Shape:  `first` and `last` are both of the range; a line of the register, as a number is.
    """

    is_range = True
    is_void = is_free = is_kept = False
    day = None
    sender = receiver = title = shown = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(Register, models.PROTECT, related_name="ranges")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200)

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["register", "first"], name="paper_range_once"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="paper_range_has_numbers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"

    @property
    def number(self) -> int:
        return self.last

    @property
    def text(self) -> str:
        """The numbers, with Arabic digits."""
        return str(self.first) if self.first == self.last else str(self)
