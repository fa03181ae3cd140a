"""The register: every kind of a year with where it stands and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from prongsai.core.announcements.model import Kind, Readers, Renewal
from prongsai.core.announcements.reading import shipped
from prongsai.core.errors import Finding
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import appointments_on
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.models import OPEN, STANDING, Announcement, State
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.signing.approval.checking import Withdrawal
from prongsai.web.signing.approval.models import HELD_WORDS, Submission, SubmissionState
from prongsai.web.signing.publication.models import Publication


class Stage(StrEnum):
    """Where a kind stands in a year."""

    MISSING = "missing"
    DRAFT = "draft"
    SENT_BACK = "sent-back"
    SENT = "sent"
    SIGNED = "signed"
    PUBLISHED = "published"
    ACKNOWLEDGED = "acknowledged"
    CONTINUED = "continued"
    HELD = "held"
    TAKEN_BACK = "taken-back"
    ENDED = "ended"

    @property
    def label(self) -> Text:
        """The stage in words."""
        return _LABELS[self]

    @property
    def tag(self) -> str:
        """Its colour."""
        return _TAGS[self]


_LABELS = {
    Stage.MISSING: Text("ยังไม่มี", "missing"),
    Stage.DRAFT: Text("ร่าง", "draft"),
    Stage.SENT_BACK: Text("ส่งกลับให้แก้", "sent back"),
    Stage.SENT: Text("รอลงนาม", "waiting for signature"),
    Stage.SIGNED: Text("ลงนามแล้ว รอเผยแพร่", "signed, to be published"),
    Stage.PUBLISHED: Text("เผยแพร่แล้ว", "published"),
    Stage.ACKNOWLEDGED: Text("รับทราบครบ", "acknowledged by all"),
    Stage.CONTINUED: Text("ใช้ต่อจากปีก่อน", "continues from before"),
    Stage.HELD: HELD_WORDS,
    Stage.TAKEN_BACK: Text("ถอนการเผยแพร่แล้ว", "withdrawn from the public"),
    Stage.ENDED: Text("เลิกใช้", "ended"),
}
# What came back, or was withdrawn: the drafter must act.
_DRAFTER_ACTS = (SubmissionState.SENT_BACK, SubmissionState.WITHDRAWN)
_TAGS = {
    Stage.MISSING: "miss",
    Stage.DRAFT: "doing",
    Stage.SENT_BACK: "late",
    Stage.SENT: "wait",
    Stage.SIGNED: "doing",
    Stage.PUBLISHED: "ok",
    Stage.ACKNOWLEDGED: "ok",
    Stage.CONTINUED: "quiet",
    Stage.HELD: "bad",
    Stage.TAKEN_BACK: "bad",
    Stage.ENDED: "quiet",
}
# What the head of the register counts, in its order; what is in force stands apart.
_COUNTED = (
    (
        Text("กำลังดำเนินการ", "on their way"),
        (Stage.DRAFT, Stage.SENT_BACK, Stage.SENT, Stage.SIGNED),
    ),
    (Text("มีผู้คัดค้าน", "objected to"), (Stage.HELD,)),
    (Text("ถอนการเผยแพร่แล้ว", "withdrawn"), (Stage.TAKEN_BACK,)),
    (Text("เลิกใช้", "ended"), (Stage.ENDED,)),
    (Text("ยังไม่มี", "missing"), (Stage.MISSING,)),
)
_DONE = (Stage.PUBLISHED, Stage.ACKNOWLEDGED, Stage.CONTINUED)


class Read(Struct, frozen=True):
    """How many of those who must acknowledge have done so."""

    done: int
    count: int


class Step(Struct, frozen=True):
    """What comes next: a link with its words."""

    text: Text
    url: str


class Line(Struct, frozen=True):
    """One kind of a year.

    Shape:  `announcement` the edition that is worked on or stands; `former` the newest one of an
            earlier year; `is_new_chief_executive` where another came into that office since it was
            signed; `read` None before it was sent round; `withdrawal` when and why what was
            published of it was taken back; `held_on` the day since which somebody objects to its
            approval.
    """

    kind: Kind
    stage: Stage
    url: str
    step: Step
    announcement: UUID | None
    former_year: int | None
    signed_on: date | None
    number: str
    read: Read | None
    is_new_chief_executive: bool
    is_revising: bool
    withdrawal: Withdrawal | None = None
    held_on: date | None = None

    @property
    def is_due(self) -> bool:
        """Whether somebody must do something for the year to be whole."""
        return self.stage not in _DONE or self.is_new_chief_executive

    @property
    def tag(self) -> str:
        """The colour of its stage: red only where something that stood must be renewed."""
        if self.stage is Stage.MISSING and not self.former_year:
            return "todo"
        return self.stage.tag

    @property
    def is_read_waiting(self) -> bool:
        """Whether acknowledgements are still missing."""
        return self.read is not None and self.read.done < self.read.count


class RegisterPage(Struct, frozen=True):
    """The register of a year; `findings` tell files of kinds that cannot be read."""

    year: int
    lines: tuple[Line, ...]
    chief_executive_since: date | None
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> int:
        """How many kinds have nothing yet."""
        return sum(1 for line in self.lines if line.stage is Stage.MISSING)

    @property
    def done(self) -> int:
        """How many are in force: neither held nor withdrawn."""
        return sum(1 for line in self.lines if line.stage in _DONE)

    @property
    def others(self) -> tuple[tuple[Text, int], ...]:
        """What became of those that are not in force, with how many; nothing of which is none."""
        counted = (
            (label, sum(1 for line in self.lines if line.stage in stages))
            for label, stages in _COUNTED
        )
        return tuple((label, count) for label, count in counted if count)

    @property
    def renewals(self) -> tuple[Line, ...]:
        """What is to be renewed: last year's, or from before the chief executive came."""
        return tuple(
            line
            for line in self.lines
            if line.is_new_chief_executive or (line.stage is Stage.MISSING and line.former_year)
        )


def register_page(agency: Agency, year: int, on: date) -> RegisterPage:
    """Every kind with its newest edition, at a number of queries that no list changes."""
    kinds = shipped()
    rows: dict[str, list[Announcement]] = {}
    told: dict[UUID, _Told] = {}
    for row, one in _told(agency, year):
        rows.setdefault(row.kind, []).append(row)
        told[row.pk] = one
    world = _World(year, chief_executive_since(agency, on), told)
    lines = [_line(kind, rows.get(kind.key, []), world) for kind in kinds.kinds]
    return RegisterPage(year, tuple(lines), world.chief_executive_since, kinds.findings)


def chief_executive_since(agency: Agency, on: date) -> date | None:
    """The day from which the present chief executive holds the office; None where nobody does."""
    return max(
        (
            one.first_day
            for one in appointments_on(agency, on)
            if one.position.role.leads_agency and not one.is_acting
        ),
        default=None,
    )


class _Told(Struct, frozen=True):
    """What other apps keep of an edition."""

    is_back: bool = False
    read: Read | None = None
    withdrawal: Withdrawal | None = None
    held_on: date | None = None


def _told(agency: Agency, year: int) -> Iterator[tuple[Announcement, _Told]]:
    """Every edition up to a year with its newest submission, circulation and publication."""
    sent = Submission.objects.filter(agency=agency, kind=KIND, subject=OuterRef("pk"))
    # All editions are published in one series; the newest is that of the edition that stands.
    public = Publication.objects.filter(
        agency=agency, subject=OuterRef("series"), replaced_at=None, withdrawn_at__isnull=False
    )
    rounds = Circulation.objects.filter(agency=agency, kind=KIND, subject=OuterRef("pk"))
    newest = rounds.annotate(
        asked=Count("recipients"),
        done=Count("recipients", filter=Q(recipients__acknowledged_at__isnull=False)),
    ).order_by("-started_at")
    rows = Announcement.objects.filter(agency=agency, fiscal_year__lte=year).annotate(
        sent_state=Subquery(sent.order_by("-made_at").values("state")[:1]),
        objected_at=Subquery(sent.order_by("-made_at").values("objected_at")[:1]),
        withdrawn_at=Subquery(public.values("withdrawn_at")[:1]),
        withdrawn_why=Subquery(public.values("reason")[:1]),
        asked_count=Subquery(newest.values("asked")[:1]),
        done_count=Subquery(newest.values("done")[:1]),
    )
    for row in rows.order_by("-fiscal_year", "-edition"):
        is_asked = row.asked_count is not None
        is_gone = row.state == State.PUBLISHED and row.withdrawn_at is not None
        # A result that was set aside holds its own paper for good, not the draft that is left.
        is_held = row.objected_at is not None and row.sent_state != SubmissionState.SET_ASIDE
        yield (
            row,
            _Told(
                row.state == State.SENT and row.sent_state in _DRAFTER_ACTS,
                Read(row.done_count, row.asked_count) if is_asked else None,
                Withdrawal(_day(row.withdrawn_at), row.withdrawn_why) if is_gone else None,
                _day(row.objected_at) if is_held else None,
            ),
        )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


class _World(Struct, frozen=True):
    year: int
    chief_executive_since: date | None
    told: Mapping[UUID, _Told]


def _line(kind: Kind, rows: list[Announcement], world: _World) -> Line:
    own = [row for row in rows if row.fiscal_year == world.year]
    former = next((r for r in rows if r.fiscal_year < world.year and r.state in STANDING), None)
    stands = next((row for row in own if row.state in STANDING), None)
    opened = next((row for row in own if row.state in OPEN), None)
    shown = stands or opened
    if shown is None and former is not None and Renewal.YEARLY not in kind.renewal:
        shown = former
    told = world.told[shown.pk] if shown else _Told()
    stage = _stage(shown, own, told, world)
    return Line(
        kind=kind,
        stage=stage,
        url=_url(kind, shown, world.year),
        step=_step(kind, shown, opened, stage, world.year),
        announcement=shown.pk if shown else None,
        former_year=former.fiscal_year if former else None,
        signed_on=shown.signed_on if shown else None,
        number=shown.number if shown else "",
        read=told.read,
        withdrawal=told.withdrawal,
        held_on=told.held_on if stage is Stage.HELD else None,
        is_new_chief_executive=_is_before_chief_executive(kind, shown, world),
        is_revising=stands is not None and opened is not None,
    )


def _stage(
    shown: Announcement | None, own: list[Announcement], told: _Told, world: _World
) -> Stage:
    if shown is None:
        ended = any(row.state == State.WITHDRAWN for row in own)
        return Stage.ENDED if ended else Stage.MISSING
    wrong = _wrong(shown, told)
    if wrong is not None:
        return wrong
    if shown.fiscal_year != world.year:
        return Stage.CONTINUED
    if shown.state != State.PUBLISHED:
        return Stage(shown.state)
    read = told.read
    if shown.readers == Readers.NONE or (read is not None and read.done == read.count):
        return Stage.ACKNOWLEDGED if read else Stage.PUBLISHED
    return Stage.PUBLISHED


def _wrong(shown: Announcement, told: _Told) -> Stage | None:
    """What became of an edition on its way or after it; None where nothing did."""
    if told.withdrawal is not None:
        return Stage.TAKEN_BACK
    if told.is_back:
        return Stage.SENT_BACK
    if told.held_on is not None and shown.state in (State.SENT, *STANDING):
        return Stage.HELD
    return None


def _is_before_chief_executive(kind: Kind, shown: Announcement | None, world: _World) -> bool:
    return (
        Renewal.NEW_CHIEF_EXECUTIVE in kind.renewal
        and shown is not None
        and shown.signed_on is not None
        and world.chief_executive_since is not None
        and shown.signed_on < world.chief_executive_since
    )


def _url(kind: Kind, shown: Announcement | None, year: int) -> str:
    if shown is None:
        return reverse("announcements:kind", args=[year, kind.key])
    return reverse("announcements:announcement", args=[shown.fiscal_year, shown.pk])


def _step(
    kind: Kind, shown: Announcement | None, opened: Announcement | None, stage: Stage, year: int
) -> Step:
    if opened is not None and stage not in (Stage.SENT, Stage.HELD):
        address = reverse("announcements:edit", args=[year, opened.pk])
        if stage is Stage.SENT_BACK:
            return Step(Text("แก้ตามที่ส่งกลับ", "correct it"), address)
        if shown is opened:
            return Step(Text("แก้ร่างต่อ", "go on with the draft"), address)
        return Step(Text("แก้ฉบับใหม่ต่อ", "go on with the new edition"), address)
    if shown is None or stage is Stage.CONTINUED:
        words = Text("ร่าง", "draft it") if shown is None else Text("ดูและต่ออายุ", "see or renew")
        return Step(words, reverse("announcements:kind", args=[year, kind.key]))
    words = {
        Stage.SENT: Text("ดูว่าอยู่ที่ใคร", "see where it is"),
        Stage.SIGNED: Text("ดูและเผยแพร่", "see and publish"),
        Stage.HELD: Text("ดูว่าใครคัดค้าน", "see who objects"),
        Stage.TAKEN_BACK: Text("ดูว่าถอนเพราะอะไร", "see why it was withdrawn"),
    }.get(stage, Text("เปิดดู", "open"))
    return Step(words, _url(kind, shown, year))
