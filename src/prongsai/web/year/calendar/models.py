"""The agency's own dates, dates that were moved, what is done, reminders and the mail of them."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from prongsai.core.text import Text
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import AgencyModel
from prongsai.web.platform.tags import Tag, due_tag


class Purpose(models.TextChoices):
    """What the NACC announces and no framework knows: days that other pages speak of."""

    HAND_IN = "hand-in", gettext_lazy("ช่วงส่งหลักฐาน OIT")
    DISPUTE = "dispute", gettext_lazy("ช่วงขอทบทวนผล OIT")


class OwnEvent(models.Model):
    """A date that the agency added to a fiscal year itself.

    Shape:  `purpose` is "" or one of `Purpose`, each once in a year; who has to do it are its
            owners (`ownership.Assignment`), none for the ITA officer; moving it leaves the first
            dates here and adds an `EventMove`; one that was removed keeps its row, for undo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="own_events")
    fiscal_year = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    detail = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """By their first day; an end is never before its beginning."""

        ordering = ["first_day", "last_day"]
        indexes = [models.Index(fields=["agency", "fiscal_year"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="own_event_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "purpose"],
                condition=models.Q(removed_at=None) & ~models.Q(purpose=""),
                name="own_event_purpose_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EventMove(AgencyModel):
    """One moving of one event to other days; never changed, never deleted.

    Shape:  `event` is the event's id, whatever its origin; the newest move of an event holds.
    """

    fiscal_year = models.PositiveIntegerField()
    event = models.UUIDField()
    number = models.PositiveIntegerField()
    old_first = models.DateField()
    old_last = models.DateField()
    new_first = models.DateField()
    new_last = models.DateField()
    reason = models.CharField(max_length=500)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["agency", "fiscal_year"])]
        constraints = [
            models.UniqueConstraint(fields=["agency", "event", "number"], name="event_move_once"),
            models.CheckConstraint(
                condition=models.Q(new_last__gte=models.F("new_first")),
                name="event_move_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.new_last}"


class EventDone(AgencyModel):
    """An event that somebody marked as done; nobody is reminded of it any more.

    Shape:  `part` null for the whole, else whose part is done (`Assignment.part`);
            it goes when they have the date no more.
    """

    fiscal_year = models.PositiveIntegerField()
    event = models.UUIDField()
    part = models.UUIDField(null=True)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "event"], condition=models.Q(part=None), name="event_done_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "event", "part"], name="event_part_done_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)


class QueuedEmailState(models.TextChoices):
    """Where a mail stands.

    Shape:  UNSURE is one whose last octets were handed over without an answer: it may have
            arrived, and is never sent again; DROPPED was no longer wanted when its turn came.
    """

    WAITING = "waiting", "รอส่ง"
    SENDING = "sending", "กำลังส่ง"
    ENDING = "ending", "รอคำตอบ"
    SENT = "sent", "ส่งแล้ว"
    REFUSED = "refused", "ถูกปฏิเสธ"
    UNSURE = "unsure", "ไม่แน่ใจว่าถึง"
    DROPPED = "dropped", "ไม่ต้องส่งแล้ว"


class QueuedEmail(AgencyModel):
    """One mail to one person: the reminders of a day, queued until a server takes it.

    Shape:  the address is the person's own at the time of sending, so none is kept here;
            `message_id` stays through all attempts; `claimed_at` is set while a worker has it.
    """

    user = models.ForeignKey("agency.User", models.CASCADE, related_name="+")
    day = models.DateField()
    state = models.CharField(
        max_length=10, choices=QueuedEmailState.choices, default=QueuedEmailState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["state", "next_try"])]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="queued_email_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"


class Reminder(AgencyModel):
    """One line in one person's inbox.

    Shape:  `event` is the id of what is due on `last_day`; `rule` as the core names it; `name`
            {"th", "en"}; `outdated_at` is set when the day was moved, or the thing done or dropped.
            With a `url` it was told by another app: it opens that page, may have no last day, and
            its `rule` says how it came (`services.telling`).
    """

    user = models.ForeignKey("agency.User", models.CASCADE, related_name="reminders")
    fiscal_year = models.PositiveIntegerField()
    event = models.UUIDField()
    last_day = models.DateField(null=True)
    rule = models.CharField(max_length=20)
    name = models.JSONField()
    url = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    outdated_at = models.DateTimeField(null=True)
    queued_email = models.ForeignKey(
        QueuedEmail, models.SET_NULL, null=True, related_name="reminders"
    )

    class Meta:
        """Newest first; nothing is made twice."""

        ordering = ["-made_at", "last_day"]
        indexes = [models.Index(fields=["agency", "user", "-made_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event", "last_day", "rule"], name="reminder_once"
            ),
            # Told once a day, whatever last day it was told with: NULL would differ from NULL.
            models.UniqueConstraint(
                fields=["user", "event", "rule"],
                condition=~models.Q(url=""),
                name="reminder_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.rule}"

    @property
    def words(self) -> Text:
        """What it is about."""
        return Text(self.name["th"], self.name["en"])

    @property
    def address(self) -> str:
        """The page that its line opens."""
        return self.url or reverse("calendar:event", args=[self.fiscal_year, self.event])

    @property
    def is_unread(self) -> bool:
        return self.read_at is None and self.outdated_at is None

    @property
    def tag(self) -> Tag:
        """How it stands today: no longer asked for, told only, or how near its day is."""
        if self.outdated_at is not None:
            return Tag("quiet", gettext("ไม่ต้องทำแล้ว หรือวันเปลี่ยน"))
        if self.last_day is None:
            return Tag("info", gettext("แจ้งให้ทราบ"))
        return due_tag((self.last_day - today()).days)


class RemindedDay(AgencyModel):
    """A day whose reminders an agency has."""

    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="reminded_once")]

    def __str__(self) -> str:
        return str(self.day)


class Preference(models.Model):
    """How a person wants to be told: by mail or not, and the state of their feed's address.

    Shape:  `feed_number` is part of what the feed's secret is made of; 0 for no feed. Renewing
            counts it up, and the address before is nobody's any more.
    """

    user = models.OneToOneField(
        "agency.User", models.CASCADE, primary_key=True, related_name="preference"
    )
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    gets_mail = models.BooleanField(default=True)
    feed_number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)
