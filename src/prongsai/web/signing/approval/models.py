"""Routes chosen, papers submitted, their versions and what was decided on them."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prongsai.core.approval.model import Ask, State, Verdict, Way
from prongsai.core.messages import read_words
from prongsai.core.text import Text, same
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.models import NOT_REMOVED, AgencyModel, Discardable
from prongsai.web.signing.approval.paper_models import Objection, PaperResult, ResultState, ScanLook

__all__ = [
    "HELD_WORDS", "OPEN_STATES", "Decision", "Enclosure", "FormerFile", "Guesses", "KindChoice",
    "Objection", "OwnRoute", "OwnStep", "PaperResult", "ResultState", "ScanLook", "Submission",
    "SubmissionState", "Version",
]  # fmt: skip


class SubmissionState(models.TextChoices):
    """Where a submission stands; the values are those of `core.approval.model.State`."""

    PREPARING = "preparing", _("กำลังทำฉบับที่จะลงนาม")
    OPEN = "open", _("รอลงนาม")
    SENT_BACK = "sent-back", _("ส่งกลับให้แก้")
    APPROVED = "approved", _("อนุมัติแล้ว")
    REFUSED = "refused", _("ไม่อนุมัติ")
    WITHDRAWN = "withdrawn", _("ถอนเรื่องแล้ว")
    SET_ASIDE = "set-aside", _("ผลถูกยกเลิก")


# What each kind of paper is called, as its handler is registered.
LABELS: dict[str, Text] = {}
OPEN_STATES = (SubmissionState.PREPARING, SubmissionState.OPEN, SubmissionState.SENT_BACK)


_TAGS = {
    State.PREPARING: "doing",
    State.OPEN: "wait",
    State.SENT_BACK: "late",
    State.APPROVED: "ok",
    State.REFUSED: "bad",
    State.WITHDRAWN: "quiet",
    State.SET_ASIDE: "bad",
}
# Where room is small. Only objections of before 0.3 hold a paper; now its result falls at once.
HELD_WORDS = read_words("approval/held")


class KindChoice(AgencyModel):
    """Which route an agency chose for a kind of paper, and how its steps are signed."""

    kind = models.CharField(max_length=40)
    route = models.CharField(max_length=40)
    way = models.CharField(max_length=20, default="in-system")
    changed_at = models.DateTimeField()
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind"], name="route_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.route}"


class OwnRoute(AgencyModel, Discardable):
    """A route that the agency made itself; what is on its way keeps the steps it began with.

    Shape:  after its steps the chief executive's post decides; `revision` counts its changes.
    """

    label = models.CharField(max_length=100)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "label"], condition=NOT_REMOVED, name="own_route_once"
            )
        ]

    def __str__(self) -> str:
        return self.label


class OwnStep(AgencyModel):
    """A post on an own route; without one it is the head of the drafter's unit."""

    route = models.ForeignKey(OwnRoute, models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    position = models.ForeignKey("agency.Position", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["route", "place"], name="own_step_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.position_id}"


class Submission(models.Model):
    """A paper on its way through the agency.

    Shape:  `kind` and `subject` name what is asked for (`handlers.py`); `steps` is the route as it
            was when it was submitted: place, seat (the kind of position), ask, position, title,
            th, en; `code` is printed on the paper and opens the public page that checks it;
            `waits_place` and `waits_for` tell the step that waits, so that lists ask no row twice;
            `objected_at` since when the paper is held: when the first `Objection` that stands was
            raised, None for none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="submissions")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    title = models.CharField(max_length=500)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=20, choices=SubmissionState.choices, default=SubmissionState.PREPARING
    )
    way = models.CharField(max_length=20, default="in-system")
    route = models.CharField(max_length=40)
    steps = models.JSONField(default=list)
    code = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=100, blank=True)
    waits_place = models.PositiveSmallIntegerField(null=True)
    waits_for = models.ForeignKey("agency.Position", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, related_name="+")
    by_words = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["agency", "state"]),
            models.Index(fields=["agency", "kind", "subject"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "subject"],
                condition=models.Q(state__in=["preparing", "open", "sent-back"]),
                name="one_submission_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.state}"

    @property
    def url(self) -> str:
        return reverse("approval:submission", args=[self.pk])

    @property
    def kind_label(self) -> Text:
        return LABELS.get(self.kind) or same(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether a step waits."""
        return self.state == State.OPEN

    @property
    def is_over(self) -> bool:
        return State(self.state).is_over

    @property
    def is_set_aside(self) -> bool:
        """Whether a result of it was annulled: it is void for good."""
        return self.state == State.SET_ASIDE

    @property
    def is_on_paper(self) -> bool:
        """Whether its steps are signed on paper."""
        return self.way == Way.ON_PAPER

    @property
    def asks_decision(self) -> bool:
        """Whether somebody decides it; else everybody only takes note."""
        return any(step["ask"] == Ask.DECIDE for step in self.steps)

    @property
    def is_approved(self) -> bool:
        """Whether it may be told as approved: somebody decided so, and nobody objects."""
        return self.state == State.APPROVED and self.asks_decision and self.objected_at is None

    @property
    def is_shown_held(self) -> bool:
        """Whether an objection says more than the state: not once the drafter has it back."""
        holdable = (State.OPEN, State.APPROVED, State.REFUSED)
        return self.objected_at is not None and self.state in holdable

    @property
    def label(self) -> Text:
        """Its state in words; what nobody decides is noted, what is held is not approved."""
        if self.is_shown_held:
            return HELD_WORDS
        if self.state == State.APPROVED and not self.asks_decision:
            return read_words("approval/noted")
        return State(self.state).label

    @property
    def tag(self) -> str:
        return "bad" if self.is_shown_held else _TAGS[State(self.state)]

    @property
    def waiting_title(self) -> str:
        """The post of the step that waits; "" for none, and while the paper is held."""
        if not self.waits_place or self.is_shown_held:
            return ""
        return str(self.steps[self.waits_place - 1]["title"])

    @property
    def days_waiting(self) -> int:
        return max(0, (today() - day_of(self.changed_at)).days)


class Version(AgencyModel):
    """What was put before the signers: the exact PDF with its digest.

    Shape:  `file` and `digest` are empty until a job has drawn them; `fingerprint` is that of what
            was asked when it was submitted; `strings` the printed text in reading order;
            `office_file` the agency as that text knows it, wording and all, for the copy;
            `page_file` the exact paper as a page for a small screen;
            `signed_file` the copy with all decisions and `signed_number` printed; `final_file` a
            file that was edited by hand and came back, each with its own digest; `content` the
            digest of what the exact paper says apart from what approval adds, "" for versions
            that were drawn before it was taken; `by_name` the drafter's name as it is printed.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    word_file = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    office_file = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    page_file = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    signed_file = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    signed_pages = models.PositiveSmallIntegerField(default=0)
    signed_number = models.CharField(max_length=100, blank=True)
    final_file = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    final_at = models.DateTimeField(null=True)
    final_by_words = models.CharField(max_length=200, blank=True)
    job = models.ForeignKey("platform.Job", models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64)
    content = models.CharField(max_length=64, blank=True, default="")
    pages = models.PositiveSmallIntegerField(default=0)
    strings = models.JSONField(default=list)
    made_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    by = models.ForeignKey("agency.User", models.PROTECT, related_name="+")
    by_words = models.CharField(max_length=200)
    by_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.number}"


class Decision(AgencyModel):
    """What was decided at a step of a version; never changed, only made void by a new version.

    Shape:  `place` counts the steps from 1; `position` as the paper prints it; `digest` that of the
            exact PDF that was signed; `at` when it was signed (a day at noon where on paper);
            `confirmed_words` is who compared it with the scan, `authority` the order or law by
            which somebody acted; `name` what is printed in brackets, "" where it is not known or
            the agency prints none; `own_position` the own post of who acted, as far as a result of
            paper tells it; `seal` the keyed digest of the whole row (`sealing.py`).
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="decisions")
    version = models.ForeignKey(Version, models.CASCADE, related_name="decisions")
    place = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=20)
    opinion = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("agency.User", models.PROTECT, related_name="+")
    by_words = models.CharField(max_length=200)
    position = models.CharField(max_length=400)
    is_acting = models.BooleanField(default=False)
    is_again = models.BooleanField(default=False)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    is_on_paper = models.BooleanField(default=False)
    scan = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    confirmed_words = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=300, blank=True)
    own_position = models.ForeignKey("agency.Position", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="step_decided_once")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.verdict}"

    @property
    def verdict_label(self) -> Text:
        return Verdict(self.verdict).label


class Enclosure(AgencyModel):
    """A file that was sent along with a version; it stays with it whatever becomes of the source.

    Shape:  `digest` was taken when the version was made; `place` counts from 1, as the paper does.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="enclosures")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="enclosure_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.title}"


class FormerFile(AgencyModel):
    """A file of a version whose place another took: it is in others' hands, and still its paper's.

    Shape:  `form` is "signed" for a signed copy that was drawn anew with its number, "final" for a
            copy that was edited by hand once more; `at` when the other took its place.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="former_files")
    form = models.CharField(max_length=10)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.form}"


class Guesses(models.Model):
    """How many codes of papers were guessed in a minute, by anybody of any agency."""

    minute = models.BigIntegerField(primary_key=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.minute}: {self.count}"
