"""Cases and what happened to them; who brought one is in no other place than its own fields."""

from datetime import date

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from prongsai.core.desk.model import ANSWERING, Act, Channel, Outcome, State, Unfit
from prongsai.core.desk.ways import LONGEST_WAY, NewsState, WayKind
from prongsai.core.messages import read_words
from prongsai.core.registers.fields import LONGEST_NAME
from prongsai.core.roles import known_role
from prongsai.core.text import Text
from prongsai.web.disclosure.disclosure.items import MadePaper
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import NOT_REMOVED, AgencyModel, Discardable
from prongsai.web.platform.tags import Tag
from prongsai.web.platform.versions import Version

_TAGS = {
    State.RECEIVED: "todo", State.ASSIGNED: "info", State.ASKED: "wait",
    State.ANSWERED: "ok",
    State.OUTSIDE: "wait", State.JOINED: "info",
}  # fmt: skip


class DeskMap(models.Model):
    """A plain picture of the agency's place, on which people point; the newest one is in use.

    Shape:  `source` says where the picture is from; `is_used` false where the agency takes no
            points on it any more; older ones stay for the points that were made on them.
    Units:  `width` and `height` pixels.
    """

    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    is_used = models.BooleanField(default=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="desk_map_once")]

    def __str__(self) -> str:
        return f"map {self.number}"


class BoxOpening(AgencyModel):
    """The opinion box opened by two officers, each of whom counted what was in it.

    Shape:  `slips` counts those with words, `blank` those without or that nobody can read; `second`
            is null until another person has counted the same; `next_on` when it is opened next;
            `made_at` when it was written down, null for one of before this was kept; `misses` how
            often a second count differed; `version` counts what happened.
    """

    day = models.DateField()
    box = models.CharField(max_length=120)
    slips = models.PositiveIntegerField()
    blank = models.PositiveIntegerField(default=0)
    next_on = models.DateField()
    first = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    first_words = models.CharField(max_length=200)
    second = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    second_words = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["agency", "-day"])]

    def __str__(self) -> str:
        return f"{self.box} {self.day}"

    @property
    def is_confirmed(self) -> bool:
        """Whether two have counted the same."""
        return self.confirmed_at is not None

    @property
    def written_later(self) -> date | None:
        """The day on which it was written down, where that is another than the opening's."""
        day = localdate(self.made_at) if self.made_at else None
        return None if day == self.day else day


class Case(AgencyModel):
    """One matter that somebody brought.

    Shape:  `kind` is the key of its kind; `number` counts in the agency's fiscal year; `receipt` is
            a keyed digest of what stands on the receipt, which nobody else can read; `values` are
            the fields of the kind as they were typed; `subject` tells in a line what it is about;
            `day` when it came; `due_on` the last day in time; `reopened` how often it came back,
            `was_late` where an answer before that was late; `version` counts what happened, so that
            two people do not answer at once; `faq` is the page that somebody wrote from it, in
            words of their own; `joined_to` the case of the same matter that it is worked on with;
            `assignee` who of the unit it was given to by name, null for all of the unit, of a
            restricted kind for none of it;
            `escalated_to` the key of the role that it went to when nobody had answered in time, ""
            for none; `map` is the picture on which a point was told, `across` and `down` where, all
            null for none; `opening` the opening of the box in which its slip lay; `is_again` where
            the same words came within the hour before, as the case that it is joined with:
            statistics count them once.
    Units:  `across` and `down` thousandths of the picture's width and height.
    """

    kind = models.CharField(max_length=LONGEST_NAME)
    fiscal_year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    receipt = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    values = models.JSONField()
    subject = models.CharField(max_length=200)
    class_key = models.CharField(max_length=LONGEST_NAME, blank=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in State])
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True)
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(outcome, outcome) for outcome in Outcome]
    )
    rating = models.PositiveSmallIntegerField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    was_late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    faq = models.ForeignKey("public_site.SitePage", models.SET_NULL, null=True, related_name="+")

    escalated_to = models.CharField(max_length=40, blank=True)
    map = models.ForeignKey(DeskMap, models.PROTECT, null=True, related_name="+")
    across = models.PositiveSmallIntegerField(null=True)
    down = models.PositiveSmallIntegerField(null=True)
    opening = models.ForeignKey(BoxOpening, models.PROTECT, null=True, related_name="cases")
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")
    is_again = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day", "-number"]
        indexes = [
            models.Index(fields=["agency", "state", "due_on"]),
            models.Index(fields=["agency", "-day"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "number"], name="case_number_once"
            )
        ]

    def __str__(self) -> str:
        """For logs: no word of what it holds."""
        return f"{self.kind} {self.number}/{self.fiscal_year}"

    @property
    def printed_number(self) -> str:
        """Its number as people say it."""
        return f"{self.number}/{self.fiscal_year}"

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for the agency."""
        return State(self.state).is_open

    @property
    def age(self) -> int:
        """The days since it came."""
        return (today() - self.day).days

    @property
    def place(self) -> str:
        """Where it happened, as it was typed; "" where the subject says it, or nobody asked."""
        place = str(self.values.get("place", ""))
        return "" if place == self.subject else place

    @property
    def tag(self) -> Tag:
        state = State(self.state)
        label = in_language(state.label)
        if state.is_open and self.due_on < today():
            return Tag("late", _("เกินกำหนด: %(state)s") % {"state": label})
        return Tag(_TAGS[state], label)

    @property
    def channel_label(self) -> Text:
        return Channel(self.channel).label

    @property
    def outcome_label(self) -> Text | None:
        return Outcome(self.outcome).label if self.outcome else None

    @property
    def escalated_role(self) -> Text | None:
        """The post that it went to because nobody answered in time."""
        role = known_role(self.escalated_to) if self.escalated_to else None
        return Text(role.title_in(self.agency.kind), role.name.en) if role else None


class CaseEntry(models.Model):
    """One thing that happened to a case; never changed.

    Shape:  `by` and `by_words` are the official, both empty where who brought it wrote; `text` is
            what was said; `at` when, of an official's entry, null of others: the day is enough.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=[(act, act) for act in Act])
    day = models.DateField()
    at = models.DateTimeField(null=True)
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_entry_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.act}"

    @property
    def words(self) -> Text:
        return read_words(f"desk/act.{self.act}")

    @property
    def shows_photos(self) -> bool:
        """Whether its photos are shown to who brought the case: those of an official's answer."""
        return self.act in ANSWERING and self.by_id is not None


class CasePhoto(models.Model):
    """A photo of a case: drawn anew, a JPEG of pixels alone.

    Shape:  it lies in the database and not among the kept files, whose rows and folder tell the
            time at which they came; `entry` is what it belongs to, null where it came with the
            case itself; `copy_of` the photo of the main case, where one answer went to several;
            `unfit` says why it was taken out on `removed_on`, both empty else: then `data` is
            empty.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    data = models.BinaryField()
    entry = models.ForeignKey(CaseEntry, models.CASCADE, null=True, related_name="photos")
    copy_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    unfit = models.CharField(max_length=20, blank=True, choices=[(unfit, unfit) for unfit in Unfit])
    removed_on = models.DateField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_photo_once"),
            models.CheckConstraint(
                condition=models.Q(unfit="", removed_on=None)
                | models.Q(data=b"", removed_on__isnull=False) & ~models.Q(unfit=""),
                name="case_photo_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class CaseForward(models.Model):
    """A case that went to another agency; what who brought it reads of it is its `entry`.

    Shape:  `letter` the number of the letter, "" for none; `has_contact` where name and way to
            answer went along; `follow_up_on` when that agency is asked, null where the case ended.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="forwards")
    entry = models.OneToOneField(CaseEntry, models.CASCADE, related_name="forward")
    to = models.CharField(max_length=200)
    letter = models.CharField(max_length=60, blank=True)
    sent_on = models.DateField()
    has_contact = models.BooleanField()
    follow_up_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["follow_up_on"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sent_on}"


class CaseWay(models.Model):
    """Where who brought a case wants to be told that there is news; no page or export reads it.

    Shape:  `to` is a mail address, or a mobile number as +66…; `language` "th" or "en".
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="way")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in WayKind])
    to = models.CharField(max_length=LONGEST_WAY)
    language = models.CharField(max_length=2, default="th")

    def __str__(self) -> str:
        """For logs: never where."""
        return f"{self.case_id} {self.kind}"


class CaseNews(models.Model):
    """One message that there is news of a case: queued until somebody takes it.

    Shape:  `key` stays through all attempts; `code` is the number that a server answered last,
            null for none: its words may repeat the address; `claimed_at` while a worker has it.
    """

    way = models.ForeignKey(CaseWay, models.CASCADE, related_name="news")
    state = models.CharField(max_length=10, choices=[(state, state) for state in NewsState])
    key = models.UUIDField()
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    code = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return f"{self.way_id} {self.state}"


class ShutKind(models.Model):
    """A kind of case that an agency takes no more of; those that came are worked on.

    Shape:  `kind` is the key of its kind; `reason` is shown to everybody.
    """

    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=LONGEST_NAME)
    reason = models.CharField(max_length=200)
    day = models.DateField()
    by_words = models.CharField(max_length=200)

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["agency", "kind"], name="kind_shut_once")]

    def __str__(self) -> str:
        return self.kind


class OwnKind(AgencyModel):
    """A kind of case that an agency made for itself.

    Shape:  `key` is that of no other kind of the agency; `text` the YAML that stands, which is
            that of the newest version. It is never deleted: its cases are read by it.
    """

    key = models.CharField(max_length=LONGEST_NAME)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="own_kind_once")]

    def __str__(self) -> str:
        return self.key


class OwnKindVersion(Version):
    """One state of a kind that an agency made."""

    own = models.ForeignKey(OwnKind, models.CASCADE, related_name="versions")
    text = models.TextField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["own", "number"], name="own_kind_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.own_id} {self.number}"


class DayOff(AgencyModel):
    """A day on which the agency is closed beside Saturdays and Sundays."""

    day = models.DateField()
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="day_off_once")]

    def __str__(self) -> str:
        return self.day.isoformat()


class CannedAnswer(AgencyModel, Discardable):
    """A text that an agency answers cases of a kind with; `version` counts its savings."""

    kind = models.CharField(max_length=LONGEST_NAME)
    name = models.CharField(max_length=120)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "name"],
                condition=NOT_REMOVED,
                name="canned_answer_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CorruptionMonth(AgencyModel):
    """The complaints of corruption that came in a month, as counts; no row means: not entered.

    Shape:  `month` is its place in the fiscal year, October 0; `counts` by class and end, only
            those that are not nought; `version` counts the savings.
    """

    fiscal_year = models.PositiveIntegerField()
    month = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["fiscal_year", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "month"], name="corruption_month_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} of {self.fiscal_year}"


class DeskReport(MadePaper):
    """The statistics of half a year or a year, one edition.

    Shape:  `about` is "desk" or "corruption"; `months` six or twelve; `figures` what may be shown,
            as it stood when the edition was made: what is withheld is not in it.
    """

    about = models.CharField(max_length=10)
    fiscal_year = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    pieces = models.ManyToManyField("disclosure.Piece", related_name="desk_reports")

    class Meta(MadePaper.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "about", "fiscal_year", "months", "number"],
                name="desk_report_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.months}/{self.fiscal_year} {self.number}"
