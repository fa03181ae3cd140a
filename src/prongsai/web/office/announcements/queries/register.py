"""The register: every kind of a year with where it stands and what comes next."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from msgspec import Struct

from prongsai.core.announcements.model import AnnouncementKind, Readers, Renewal
from prongsai.core.announcements.reading import shipped
from prongsai.core.errors import Finding
from prongsai.core.messages import read_words
from prongsai.core.text import Labelled, Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import appointments_on
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.models import Announcement, AnnouncementState
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.platform.clock import day_of
from prongsai.web.signing.approval.checking import Withdrawal
from prongsai.web.signing.approval.models import HELD_WORDS, Submission, SubmissionState
from prongsai.web.signing.publication.models import Publication


class Stage(Labelled):
    """Where a kind stands in a year."""

    MISSING = "missing", "ยังไม่มี", "missing"
    DRAFT = "draft", "ร่าง", "draft"
    SENT_BACK = "sent-back", "ส่งกลับให้แก้", "sent back"
    SENT = "sent", "รอลงนาม", "waiting for signature"
    SIGNED = "signed", "ลงนามแล้ว รอเผยแพร่", "signed, to be published"
    PUBLISHED = "published", "เผยแพร่แล้ว", "published"
    ACKNOWLEDGED = "acknowledged", "รับทราบครบ", "acknowledged by all"
    CONTINUED = "continued", "ใช้ต่อจากปีก่อน", "continues from before"
    HELD = "held", HELD_WORDS.th, HELD_WORDS.en
    TAKEN_BACK = "taken-back", "ถอนการเผยแพร่แล้ว", "withdrawn from the public"
    ENDED = "ended", "เลิกใช้", "ended"

    @property
    def tag(self) -> str:
        return _TAGS[self]


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
# What came back, or was withdrawn: the drafter must act.
_DRAFTER_ACTS = (SubmissionState.SENT_BACK, SubmissionState.WITHDRAWN)
# What the head of the register counts, in its order; what is in force stands apart.
_COUNTED = {
    "on_their_way": (Stage.DRAFT, Stage.SENT_BACK, Stage.SENT, Stage.SIGNED),
    "objected_to": (Stage.HELD,),
    "withdrawn": (Stage.TAKEN_BACK,),
    "ended": (Stage.ENDED,),
    "missing": (Stage.MISSING,),
}
_DONE = (Stage.PUBLISHED, Stage.ACKNOWLEDGED, Stage.CONTINUED)


class Step(Struct, frozen=True):
    """What comes next: a link with its words."""

    text: Text
    url: str


class KindLine(Struct, frozen=True):
    """One kind of a year.

    Shape:  `announcement` the edition that is worked on or stands, with how many were `asked` to
            acknowledge it, None before it was sent round, and how many have `done` so;
            `former_year` of the newest one of an earlier year; `is_new_chief_executive` where
            another came into that office since it was signed; `withdrawal` when and why what was
            published of it was taken back; `held_on` the day since which somebody objects to its
            approval.
    """

    kind: AnnouncementKind
    stage: Stage
    url: str
    step: Step
    announcement: Announcement | None
    former_year: int | None
    is_new_chief_executive: bool
    is_revising: bool
    withdrawal: Withdrawal | None
    held_on: date | None

    @property
    def tag(self) -> str:
        """The colour of its stage: red only where something that stood must be renewed."""
        if self.stage is Stage.MISSING and not self.former_year:
            return "todo"
        return self.stage.tag

    @property
    def is_read_waiting(self) -> bool:
        """Whether acknowledgements are still missing."""
        row: Any = self.announcement
        return row is not None and row.asked is not None and row.done < row.asked


class RegisterPage(Struct, frozen=True):
    """The register of a year; `findings` tell files of kinds that cannot be read."""

    year: int
    lines: tuple[KindLine, ...]
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
        return tuple(
            (read_words(f"announcements/not_in_force.{name}"), count)
            for name, stages in _COUNTED.items()
            if (count := sum(1 for line in self.lines if line.stage in stages))
        )

    @property
    def renewals(self) -> tuple[KindLine, ...]:
        """What is to be renewed: last year's, or from before the chief executive came."""
        return tuple(
            line
            for line in self.lines
            if line.is_new_chief_executive or (line.stage is Stage.MISSING and line.former_year)
        )


def register_page(agency: Agency, year: int, on: date, *, may_edit: bool = True) -> RegisterPage:
    """Every kind with its newest edition, at a number of queries that no list changes.

    Shape:  without `may_edit` no step leads to the form of a draft.
    """
    kinds = shipped()
    editions: dict[str, list[Announcement]] = {}
    for row in _editions(agency, year):
        editions.setdefault(row.kind, []).append(row)
    since = chief_executive_since(agency, on)
    lines = tuple(
        _line(kind, editions.get(kind.key, []), year, since, may_edit=may_edit)
        for kind in kinds.kinds
    )
    return RegisterPage(year, lines, since, kinds.findings)


def chief_executive_since(agency: Agency, on: date) -> date | None:
    """The day from which the present chief executive holds the office; None where nobody does."""
    return max(
        (
            appointment.first_day
            for appointment in appointments_on(agency, on)
            if appointment.position.role.leads_agency and not appointment.is_acting
        ),
        default=None,
    )


def _editions(agency: Agency, year: int) -> QuerySet[Announcement]:
    """Every edition up to a year with its newest submission, circulation and publication."""
    sent = Submission.objects.filter(agency=agency, kind=KIND, subject=OuterRef("pk"))
    # All editions are published in one series; the newest is that of the edition that stands.
    public = Publication.objects.filter(
        agency=agency, subject=OuterRef("series"), replaced_at=None, withdrawn_at__isnull=False
    )
    newest: Any = Circulation.objects.counted().filter(
        agency=agency, kind=KIND, subject=OuterRef("pk")
    )
    rows = Announcement.objects.filter(agency=agency, fiscal_year__lte=year).annotate(
        sent_state=Subquery(sent.order_by("-made_at").values("state")[:1]),
        objected_at=Subquery(sent.order_by("-made_at").values("objected_at")[:1]),
        withdrawn_at=Subquery(public.values("withdrawn_at")[:1]),
        withdrawn_why=Subquery(public.values("reason")[:1]),
        asked=Subquery(newest.values("count")[:1]),
        done=Subquery(newest.values("done")[:1]),
    )
    return rows.order_by("-fiscal_year", "-edition")


def _line(
    kind: AnnouncementKind,
    rows: list[Announcement],
    year: int,
    since: date | None,
    *,
    may_edit: bool,
) -> KindLine:
    own = [row for row in rows if row.fiscal_year == year]
    former = next((row for row in rows if row.fiscal_year < year and row.stands), None)
    stands = next((row for row in own if row.stands), None)
    opened = next((row for row in own if row.is_open), None)
    shown = stands or opened
    if shown is None and former is not None and Renewal.YEARLY not in kind.renewal:
        shown = former
    stage = _stage(shown, own, year)
    return KindLine(
        kind=kind,
        stage=stage,
        url=shown.url if shown else reverse("announcements:kind", args=[year, kind.key]),
        step=_step(kind, shown, opened if may_edit else None, stage, year),
        announcement=shown,
        former_year=former.fiscal_year if former else None,
        withdrawal=_withdrawal(shown) if shown else None,
        held_on=_held_on(shown) if stage is Stage.HELD else None,
        is_new_chief_executive=is_before(kind, shown, since),
        is_revising=stands is not None and opened is not None,
    )


def _stage(shown: Any, own: list[Announcement], year: int) -> Stage:
    if shown is None:
        ended = any(row.state == AnnouncementState.WITHDRAWN for row in own)
        return Stage.ENDED if ended else Stage.MISSING
    wrong = _wrong(shown)
    if wrong is not None:
        return wrong
    if shown.fiscal_year != year:
        return Stage.CONTINUED
    if shown.state != AnnouncementState.PUBLISHED:
        return Stage(shown.state)
    is_read = shown.readers == Readers.NONE or shown.done == shown.asked
    return Stage.ACKNOWLEDGED if is_read and shown.asked is not None else Stage.PUBLISHED


def _wrong(row: Any) -> Stage | None:
    """What became of an edition on its way or after it; None where nothing did."""
    if _withdrawal(row) is not None:
        return Stage.TAKEN_BACK
    if row.state == AnnouncementState.SENT and row.sent_state in _DRAFTER_ACTS:
        return Stage.SENT_BACK
    if _held_on(row) is not None and (row.state == AnnouncementState.SENT or row.stands):
        return Stage.HELD
    return None


def _withdrawal(row: Any) -> Withdrawal | None:
    """When and why what is published of an edition was taken back."""
    if row.state != AnnouncementState.PUBLISHED or row.withdrawn_at is None:
        return None
    return Withdrawal(day_of(row.withdrawn_at), row.withdrawn_why)


def _held_on(row: Any) -> date | None:
    """Since when somebody objects to the approval of an edition."""
    # A result that was set aside holds its own paper for good, not the draft that is left.
    if row.objected_at is None or row.sent_state == SubmissionState.SET_ASIDE:
        return None
    return day_of(row.objected_at)


def is_before(kind: AnnouncementKind | None, row: Announcement | None, since: date | None) -> bool:
    """Whether an edition is to be renewed, for it was signed before the chief executive came."""
    if kind is None or Renewal.NEW_CHIEF_EXECUTIVE not in kind.renewal:
        return False
    signed_on = row.signed_on if row else None
    return signed_on is not None and since is not None and signed_on < since


def _step(
    kind: AnnouncementKind,
    shown: Announcement | None,
    opened: Announcement | None,
    stage: Stage,
    year: int,
) -> Step:
    if opened is not None and stage not in (Stage.SENT, Stage.HELD):
        address = reverse("announcements:edit", args=[year, opened.pk])
        if stage is Stage.SENT_BACK:
            return Step(read_words("announcements/step.correct"), address)
        name = "continue_draft" if shown is opened else "continue_edition"
        return Step(read_words(f"announcements/step.{name}"), address)
    if shown is None or stage is Stage.CONTINUED:
        words = read_words(f"announcements/step.{'renew' if shown else 'draft'}")
        return Step(words, reverse("announcements:kind", args=[year, kind.key]))
    has_words = stage in (Stage.SENT, Stage.SIGNED, Stage.HELD, Stage.TAKEN_BACK)
    name = stage.value if has_words else "open"
    return Step(read_words(f"announcements/step.{name}"), shown.url)
