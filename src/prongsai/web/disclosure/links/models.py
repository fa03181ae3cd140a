"""Addresses that an agency gives as evidence, every look at them, and rounds of looks."""

from __future__ import annotations

from django.db import models

from prongsai.core.text import Text
from prongsai.links.verdicts import Reason, Verdict
from prongsai.web.platform.models import AgencyModel, AskedOfWorker

_VERDICTS = [one.value for one in Verdict]
_REASONS = frozenset(one.value for one in Reason)


def reason_of(value: str) -> Reason:
    """A reason as it was kept; one that this program does not know any more tells nothing."""
    return Reason(value) if value in _REASONS else Reason.OWN_FAULT


class Link(AgencyModel):
    """One address of an agency with what was last seen of it.

    Shape:  `digest` is the SHA-256 of the address, by which it is found; `verdict` "" before the
            first look, `reason` a value of `prongsai.links.verdicts.Reason` with what was seen in
            `detail`; `content` the digest of what the page meant when somebody last said that it
            is right, else at the first look, and `content_at` when; `broken_looks` how many looks
            in succession found it broken. `seen_verdict` is what a person found who opened it,
            "" where nobody did since it last showed something else.
    """

    address = models.CharField(max_length=2000)
    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    final = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)
    content = models.CharField(max_length=64, blank=True)
    content_at = models.DateTimeField(null=True)
    newest_content = models.CharField(max_length=64, blank=True)
    broken_looks = models.PositiveIntegerField(default=0)
    broken_since = models.DateTimeField(null=True)
    seen_verdict = models.CharField(max_length=20, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "digest"], name="link_once"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", *_VERDICTS]), name="link_verdict"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.verdict}"


class LinkRound(AskedOfWorker):
    """Looks at many addresses, one after the other, by the worker.

    Shape:  `links` are the keys of those to look at, as text; what is left are those without a look
            of this round. `job` is the piece of work that is at it; a round without `finished_at`
            goes on.
    """

    links = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(finished_at__isnull=True),
                name="link_round_one_goes_on",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at} {len(self.links)}"


class LinkCheck(AgencyModel):
    """One look at an address; never changed.

    Shape:  `round` None where a person opened it and told what it shows; `hops` the addresses
            that it led over, the first of each with its status.
    Units:  `seconds` for the whole visit, `size` bytes of the answer.
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="checks")
    round = models.ForeignKey(LinkRound, models.SET_NULL, null=True, related_name="checks")
    checked_at = models.DateTimeField()
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=30, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    final = models.CharField(max_length=2000, blank=True)
    status = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200, blank=True)
    seconds = models.FloatField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    content = models.CharField(max_length=64, blank=True)
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-checked_at"]
        indexes = [models.Index(fields=["link", "-checked_at"])]
        constraints = [
            models.UniqueConstraint(fields=["round", "link"], name="link_check_once_a_round"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=_VERDICTS), name="link_check_verdict"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checked_at} {self.verdict}"

    @property
    def words(self) -> Text:
        """The verdict in words."""
        return Verdict(self.verdict).words

    @property
    def why(self) -> Text:
        """What was seen; of a person's look, who it was."""
        if self.by_words:
            return Text(f"{self.by_words} เปิดดูเอง", f"opened by {self.by_words}")
        return reason_of(self.reason).why(self.detail)


class LinkSchedule(models.Model):
    """How often an agency has its addresses looked at by itself; there is none for the usual."""

    agency = models.OneToOneField(
        "agency.Agency", models.CASCADE, primary_key=True, related_name="+"
    )
    every_days = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.agency_id} {self.every_days}"
