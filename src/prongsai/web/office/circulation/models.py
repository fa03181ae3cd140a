"""Papers that were sent round, and who has acknowledged them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from msgspec import Struct

from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.checking import Withdrawal
from prongsai.web.signing.approval.objections import Objected


class Standing(Struct, frozen=True):
    """How the paper of a circulation stands.

    Shape:  `objected` while somebody objects to its approval: nobody is asked to acknowledge it
            meanwhile; nor any more where its result was set aside. `withdrawn` once its paper was
            taken back from the public: nobody any more.
    """

    objected: Objected | None = None
    withdrawn: Withdrawal | None = None

    @property
    def words(self) -> str:
        """What stands before the name of its file; "" where it stands."""
        if self.objected is not None:
            return self.objected.label.th
        return "ถอนแล้ว" if self.withdrawn is not None else ""

    @property
    def is_paused(self) -> bool:
        """Whether it is paused: a result fell unconfirmed, or an objection of before 0.3 stands."""
        return self.objected is not None and self.objected.fallen_on is None

    @property
    def fallen_on(self) -> date | None:
        """When its result was set aside; None where it was not."""
        return self.objected.fallen_on if self.objected is not None else None

    @property
    def is_going(self) -> bool:
        """Whether anybody is asked to acknowledge it: neither held nor taken back."""
        return self.objected is None and self.withdrawn is None


class CirculationQuerySet(models.QuerySet["Circulation"]):
    """Circulations with how many of their recipients have acknowledged them."""

    def counted(self) -> Self:
        """With the `count` of the recipients and how many are `done`, newest first."""
        done = Count("recipients", filter=Q(recipients__acknowledged_at__isnull=False))
        # Django forgets the usual order where it counts.
        rows = self.annotate(count=Count("recipients"), done=done)
        return rows.order_by("-started_at", "pk")


class Circulation(models.Model):
    """One paper sent round.

    Shape:  `kind` and `subject` say whose paper it is, as in publications; None for one that was
            started by hand from words alone. `due` None for no last day. The recipients are fixed
            at the start; a closed circulation takes no acknowledgement any more. `standing` is
            there where `papers.with_standing` was asked, `mine` the reader's own line in a list.
    """

    count: int
    done: int
    standing: Standing
    mine: Recipient | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="+")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    is_for_all = models.BooleanField()
    units = models.ManyToManyField("agency.Unit", related_name="+")
    positions = models.ManyToManyField("agency.Position", related_name="+")
    due = models.DateField(null=True)
    started_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_words = models.CharField(max_length=200, blank=True)

    objects = CirculationQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["agency", "fiscal_year"]),
            models.Index(fields=["agency", "kind", "subject"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return reverse("circulation:state", args=[self.pk])

    @property
    def read_url(self) -> str:
        """Where its readers read it."""
        return reverse("circulation:read", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """Whether it takes no acknowledgement any more."""
        return self.closed_at is not None

    @property
    def days(self) -> int | None:
        """How many days are left until its last day; None where it has none."""
        return (self.due - today()).days if self.due else None

    @property
    def missing(self) -> int:
        """How many have not acknowledged."""
        return self.count - self.done

    @property
    def is_paused(self) -> bool:
        """Whether nobody is asked to acknowledge it, for somebody objects to its approval."""
        return self.standing.is_paused and not self.is_closed

    @property
    def is_going(self) -> bool:
        """Whether it may be acknowledged."""
        return self.standing.is_going and not self.is_closed

    @property
    def is_late(self) -> bool:
        """Whether somebody is missing after the last day."""
        return self.is_going and self.missing > 0 and (self.days or 0) < 0

    @property
    def waits_for_me(self) -> bool:
        """Whether the person who looks could still acknowledge it."""
        is_open = self.mine is not None and not self.mine.is_done
        return is_open and not self.is_closed and not self.is_paused

    @property
    def is_past_or_stopped(self) -> bool:
        """Whether it stopped, was withdrawn, or its last day is over."""
        return self.is_paused or self.standing.withdrawn is not None or (self.days or 0) < 0

    @property
    def rank(self) -> tuple[object, ...]:
        """Its place in a list: overdue ones first, then open ones by day, then closed ones."""
        is_dayless, day = self.due is None, self.due or date.max
        return self.is_closed, not self.is_late, is_dayless, day, -self.started_at.timestamp()


class Recipient(models.Model):
    """One person who is to acknowledge one circulation.

    Shape:  `user` None for staff without an account; `position` and `unit_name` as they were when
            the person was added; `opened_at` when they first opened the file. `paper_day` is the
            day of a signature on paper, which `noted_by` wrote down, with the signed sheet as
            `scan`; `disowned_at` when the person said that such a
            signature was not theirs, here or where the same paper was sent round before: from then
            on only they acknowledge it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="+")
    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="recipients")
    user = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    position = models.CharField(max_length=200)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    paper_day = models.DateField(null=True)
    noted_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    noted_by_words = models.CharField(max_length=200, blank=True)
    scan = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    disowned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["unit_name", "position", "added_at"]
        indexes = [models.Index(fields=["agency", "user", "acknowledged_at"])]
        constraints = [
            models.UniqueConstraint(fields=["circulation", "user"], name="recipient_once"),
        ]

    def __str__(self) -> str:
        return f"{self.circulation_id} {self.position}"

    @property
    def words(self) -> str:
        """The position, and who of several that hold it; the user is at hand."""
        named = self.user.display_name if self.user else ""
        return f"{self.position} · {named}" if named else self.position

    @property
    def has_account(self) -> bool:
        """Whether the person can acknowledge on the site."""
        return self.user_id is not None

    @property
    def is_done(self) -> bool:
        return self.acknowledged_at is not None
