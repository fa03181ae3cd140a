"""Addresses that an agency gives as evidence, every look at them, and what stands of each."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.links.verdicts import Reason, Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.models import AgencyModel, AskedOfWorker
from prongsai.web.platform.tags import Tag

_VERDICTS = [verdict.value for verdict in Verdict]
_REASONS = frozenset(reason.value for reason in Reason)
USUAL_DAYS = 7
# What a person saw says little after a month.
_SEEN_HOLDS = timedelta(days=30)
_AGAIN_SOON = timedelta(hours=1)
_DAILY = timedelta(days=1)
_SOME = 500  # keys of one query
# Where a program cannot tell, a person can.
MAY_BE_SEEN = frozenset({Verdict.UNKNOWN, Verdict.SLOW})
NOT_LOOKED_AT = read_words("links/not_looked_at")


def reason_of(value: str) -> Reason:
    """A reason as it was kept; one that this program does not know any more tells nothing."""
    return Reason(value) if value in _REASONS else Reason.OWN_FAULT


class Link(AgencyModel):
    """One address of an agency with what was last seen of it.

    Shape:  `digest` is the SHA-256 of the address, by which it is found; `verdict` "" before the
            first look, `reason` a value of `prongsai.links.verdicts.Reason` with what was seen in
            `detail`; `content` the digest of what the page meant when somebody last said that it
            is right, else at the first look that opened it, and `content_at` when, None where no
            look ever did; `broken_looks` how many looks in succession found it broken.
            `seen_verdict` is what a person found who opened it, "" where nobody did since it last
            showed something else.
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

    @property
    def is_seen(self) -> bool:
        """Whether what a person found counts: where a program cannot tell, for a month.

        Shape:  it ends with a day, because the state of a year's items is kept for the day.
        """
        if not self.seen_verdict or self.seen_at is None:
            return False
        if day_of(self.seen_at) < today() - _SEEN_HOLDS:
            return False
        return self.verdict in MAY_BE_SEEN

    @property
    def standing(self) -> Verdict | None:
        """What is said of it now; None before the first look."""
        if not self.verdict:
            return None
        return Verdict(self.seen_verdict if self.is_seen else self.verdict)

    @property
    def why(self) -> Text:
        if self.standing is None:
            return NOT_LOOKED_AT
        if self.is_seen:
            return read_words(f"links/opened_by_person.{self.standing.value}")
        return reason_of(self.reason).why(self.detail)

    @property
    def step(self) -> Text:
        if self.standing is None:
            return read_words("links/check_it")
        return self.standing.step if self.is_seen else reason_of(self.reason).step

    @property
    def looked_at(self) -> datetime | None:
        """When a program last looked, or the person whose word counts."""
        return self.seen_at if self.is_seen else self.checked_at

    @property
    def since(self) -> datetime | None:
        return self.seen_at if self.is_seen else self.broken_since

    @property
    def is_sure(self) -> bool:
        """Whether more than one look found it broken, or a person did."""
        return self.is_seen or self.broken_looks > 1

    @property
    def is_broken(self) -> bool:
        """Whether citizens who open it do not get what it is given for."""
        return self.standing is not None and self.standing.is_broken

    @property
    def was_opened(self) -> bool:
        """Whether a program or a person ever found the page there."""
        is_late = self.reason == Reason.SLOW_ANSWER
        return self.content_at is not None or self.seen_verdict == Verdict.ALIVE or is_late

    @property
    def is_open(self) -> bool:
        """Whether nobody can tell: it was not looked at, or the look tells nothing."""
        return self.standing is None or not (self.is_broken or self.standing.is_there)

    @property
    def tag(self) -> Tag:
        if self.standing is None:
            return Tag("quiet", _("ยังไม่ได้ตรวจ"))
        return {
            Verdict.ALIVE: Tag("found", _("เปิดได้")),
            Verdict.CHANGED: Tag("warn", _("เนื้อหาเปลี่ยน")),
            Verdict.HOME: Tag("miss", _("พาไปหน้าแรก")),
            Verdict.SOFT_GONE: Tag("miss", _("ไม่มีเนื้อหา")),
            Verdict.WALL: Tag("miss", _("ต้องเข้าสู่ระบบจึงเปิดได้")),
            Verdict.CERTIFICATE: Tag("miss", _("ใบรับรองความปลอดภัยของเว็บ (SSL) ไม่ถูกต้อง")),
            Verdict.SLOW: Tag("warn", _("ช้าเกินไป")),
            Verdict.GONE: Tag("miss", _("ไม่มีแล้ว")),
            Verdict.NOT_ALLOWED: Tag("miss", _("ที่อยู่ภายใน")),
            Verdict.UNFIT: Tag("miss", _("ที่อยู่ใช้ไม่ได้")),
            Verdict.UNKNOWN: Tag("unsure", _("บอกไม่ได้")),
        }[self.standing]


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
        return Verdict(self.verdict).words

    @property
    def why(self) -> Text:
        """What was seen; of a person's look, who it was."""
        if self.by_words:
            return read_words("links/opened_by", by_words=self.by_words)
        return reason_of(self.reason).why(self.detail)


class LinkSchedule(models.Model):
    """How often an agency has its addresses looked at by itself; there is none for the usual."""

    agency = models.OneToOneField(
        "agency.Agency", models.CASCADE, primary_key=True, related_name="+"
    )
    every_days = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.agency_id} {self.every_days}"


def digest_of(address: str) -> str:
    """By what an address is found."""
    return sha256(address.encode("utf-8", "replace")).hexdigest()


def by_address(agency: Agency, addresses: Iterable[str]) -> Mapping[str, Link]:
    """Those of some addresses that were ever asked about."""
    return {row.address: row for row in rows_of(agency, addresses)}


def rows_of(agency: Agency, addresses: Iterable[str]) -> list[Link]:
    """The rows of some addresses; a query for each few hundred."""
    digests = list(dict.fromkeys(map(digest_of, addresses)))
    links: list[Link] = []
    for start in range(0, len(digests), _SOME):
        some = digests[start : start + _SOME]
        links += Link.objects.filter(agency=agency, digest__in=some)
    return links


def link_of(agency: Agency, link_id: UUID) -> Link | None:
    return Link.objects.filter(agency=agency, pk=link_id).select_related("agency").first()


def checks_of(link: Link, most: int = 100) -> tuple[LinkCheck, ...]:
    """The last looks at an address, newest first."""
    return tuple(LinkCheck.objects.filter(agency=link.agency_id, link=link)[:most])


def every_days(agency: Agency) -> int:
    """How often an agency has its addresses looked at by itself; 0 for never."""
    days = LinkSchedule.objects.filter(agency=agency).values_list("every_days", flat=True).first()
    return USUAL_DAYS if days is None else days


def due_of(agency: Agency, addresses: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Which of some addresses are to be looked at now.

    Shape:  by the agency's schedule; sooner what was never looked at, an hour after it was found
            broken for the first time, and each day while it stays so.
    """
    days = every_days(agency)
    if not days:
        return ()
    wanted = list(dict.fromkeys(addresses))
    rows = {row.address: row for row in rows_of(agency, wanted)}
    return tuple(address for address in wanted if _is_due(rows.get(address), days, at))


def any_broken(agency: Agency) -> bool:
    """Whether any address of an agency may be broken for sure."""
    broken = Q(broken_looks__gt=1) | Q(seen_verdict=Verdict.GONE.value)
    return Link.objects.filter(broken, agency=agency).exists()


def newly_broken(agency: Agency, since: datetime) -> bool:
    """Whether a second look found an address broken since a moment: now it is sure."""
    rows = Link.objects.filter(agency=agency, broken_looks=2, checked_at__gte=since)
    return rows.exists()


def _is_due(row: Link | None, days: int, at: datetime) -> bool:
    if row is None or row.checked_at is None:
        return True
    pause = timedelta(days=days)
    if row.broken_looks == 1:
        pause = _AGAIN_SOON
    elif row.broken_looks:
        pause = min(pause, _DAILY)
    return row.checked_at <= at - pause
