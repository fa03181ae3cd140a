"""Working groups with their members, meetings with agenda and attendance, tasks of resolutions."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prongsai.web.platform.models import AgencyModel, MadePaper
from prongsai.web.platform.versions import Version


class Group(models.Model):
    """A working group of one fiscal year, as its order appoints it.

    Shape:  `subject` and `reason` are the order's own sentences, `duties` a list of sentences;
            `revision` counts changes, so that a page left open over somebody else's change is
            noticed; `publishes` where the signed order is to be published at once; `signed_on`
            and `number` are those of the newest order that was signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="working_groups")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, default="own")
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    duties = models.JSONField(default=list)
    publishes = models.BooleanField(default=False)
    signed_on = models.DateField(null=True)
    number = models.CharField(max_length=100, blank=True)
    revision = models.PositiveIntegerField(default=1)
    copied_from = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["agency", "fiscal_year"])]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("meetings:group", args=[self.fiscal_year, self.pk])


class Member(AgencyModel):
    """One member of a working group: a position of the agency, or a typed title for outsiders."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    place = models.PositiveIntegerField()
    position = models.ForeignKey("agency.Position", models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=100)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.title} {self.role}"


class GroupVersion(Version):
    """A working group as it stood after one change; never changed, never deleted.

    Shape:  `content` holds name, subject, reason, duties and members (title, role).
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="versions")
    content = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="group_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"


class GroupKind(models.TextChoices):
    GROUP = "group", "ประชุมคณะทำงาน"
    MONTHLY = "monthly", "ประชุมประจำเดือน"
    EXCHANGE = "exchange", "แลกเปลี่ยนความคิดเห็น"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "นัดแล้ว"
    HELD = "held", "ประชุมแล้ว"
    CANCELLED = "cancelled", "งดประชุม"


class MinutesState(models.TextChoices):
    NONE = "none", "ยังไม่มี"
    DRAFT = "draft", "ร่าง"
    SENT = "sent", "ส่งให้ตรวจแก้"
    CERTIFIED = "certified", "รับรองแล้ว"


_SOON_DAYS = 7


class Meeting(models.Model):
    """One meeting.

    Shape:  `number` counts the meetings of one group or kind in a fiscal year; `series` joins the
            monthly ones that were planned together; `event` is its entry in the calendar;
            `audience` says who is invited where no group is; `joined` others who came, one to a
            line; `minutes_revision` the revision that the members were sent; `days` until it,
            negative once it is past, is there in a list.
    """

    days: int

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="meetings")
    fiscal_year = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=GroupKind.choices)
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="meetings")
    series = models.UUIDField(null=True)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    day = models.DateField()
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    held_place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=200, blank=True)
    recorder = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    joined = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    reason = models.CharField(max_length=500, blank=True)
    minutes = models.CharField(
        max_length=10, choices=MinutesState.choices, default=MinutesState.NONE
    )
    minutes_revision = models.PositiveIntegerField(default=0)
    certified_on = models.DateField(null=True)
    certified_words = models.CharField(max_length=200, blank=True)
    event = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day", "begins", "made_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "day"])]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return reverse("meetings:meeting", args=[self.fiscal_year, self.pk])

    @property
    def is_exchange(self) -> bool:
        """Whether views are exchanged, and not a group meets."""
        return self.kind == GroupKind.EXCHANGE

    @property
    def paper_kind(self) -> str:
        """The kind of the paper that tells what happened."""
        return "summary" if self.is_exchange else "minutes"

    @property
    def bare_title(self) -> str:
        """Its title for papers that write the word “ประชุม” themselves."""
        return self.title.removeprefix("ประชุม").strip() or self.title

    @property
    def is_final(self) -> bool:
        """Whether its minutes are certified, or what everybody was sent of an exchange stands."""
        is_sent = self.minutes == MinutesState.SENT and self.minutes_revision == self.revision
        return self.minutes == MinutesState.CERTIFIED or (self.is_exchange and is_sent)

    @property
    def words(self) -> str:
        """All that its minutes say."""
        items = self.items.all()
        return "\n".join(
            (self.title, *(f"{item.title}\n{item.text}\n{item.resolution}" for item in items))
        )

    @property
    def is_unwritten(self) -> bool:
        """Whether its day is past and nobody wrote down what happened."""
        return self.state == MeetingState.PLANNED and self.days < 0

    @property
    def is_soon(self) -> bool:
        """Whether it is within a week."""
        return self.state == MeetingState.PLANNED and 0 <= self.days <= _SOON_DAYS


class AgendaItem(AgencyModel):
    """One item of an agenda: what is to be talked about, what was said, what was resolved.

    Shape:  of an exchange of views an item is a topic, `text` the opinions without names and
            `resolution` what the agency will do.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    resolution = models.TextField(blank=True)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    """Whether a participant came."""

    PRESENT = "present", _("มา")
    ABSENT = "absent", _("ไม่มา")
    SUBSTITUTE = "substitute", _("ส่งผู้แทน")


class Attendance(AgencyModel):
    """Whether one position came to a meeting.

    Shape:  `reason` of who is absent; `substitute` the position of who came instead.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    place = models.PositiveIntegerField()
    position = models.ForeignKey("agency.Position", models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=100, blank=True)
    presence = models.CharField(max_length=10, choices=Presence.choices)
    reason = models.CharField(max_length=200, blank=True)
    substitute = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.title} {self.presence}"


class Task(AgencyModel):
    """What a meeting resolved that somebody is to do.

    Shape:  `unit`, `position` or `user` is who has to do it, of `unit` and `user` the person to
            whom the head of the unit gave it on; `event` is its entry in the calendar,
            null where the calendar had no room for it; one that was removed keeps its row. Where a
            page shows it there are `days` until it is due, negative once that is past, `is_mine`,
            and how many of the `given` tasks of the same words are `done`: each owner has one.
    """

    days: int
    is_mine: bool
    given: int
    done: int

    fiscal_year = models.PositiveIntegerField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="tasks")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="tasks")
    text = models.CharField(max_length=300)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    position = models.ForeignKey("agency.Position", models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    owner_words = models.CharField(max_length=200)
    due = models.DateField()
    event = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    done_words = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "made_at", "pk"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "due"])]

    def __str__(self) -> str:
        return self.text

    @property
    def person_in_unit(self) -> str:
        """The person to whom the head of the unit gave it on; "" for nobody."""
        return str(self.user) if self.unit_id and self.user else ""

    @property
    def url(self) -> str:
        return reverse("meetings:task", args=[self.fiscal_year, self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_open(self) -> bool:
        return not self.is_done and self.removed_at is None

    @property
    def is_late(self) -> bool:
        return self.days < 0 and not self.is_done


class MeetingPaper(MadePaper):
    """One file of one paper of a meeting or a working group, as a job made it.

    Shape:  `kind` is "invitation", "attendance", "minutes", "summary" or "order"; `subject` the
            id of the meeting or group, `revision` what it stood at.
    """

    subject = models.UUIDField()
    kind = models.CharField(max_length=20)
    revision = models.PositiveIntegerField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "subject", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "subject", "kind", "form"], name="meeting_paper_once_in_a_job"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.form}"
