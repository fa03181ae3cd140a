"""Tables of the platform: journal, files, jobs, workers, forms sent, remnants, kept values."""

import uuid
from datetime import datetime
from typing import TypeVar

from django.db import models

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.web.platform.actors import ActingPerson
from prongsai.web.platform.clock import UNDONE_FOR, now
from prongsai.web.platform.error_data import error_of

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class JournalEntry(models.Model):
    """Who did what when, in a chain of digests for each agency; never changed, never deleted.

    Shape:  `number` counts from 1 in each agency; `detail` holds the fields of the sentence;
            `digest` is keyed and covers `previous`, so that a changed or lost row shows.
    """

    agency = models.ForeignKey("agency.Agency", models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            # Two, for SQLite knows no `nulls_distinct`.
            models.UniqueConstraint(fields=["agency", "number"], name="journal_number_once"),
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(agency__isnull=True),
                name="journal_number_of_the_host_once",
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"


class StoredFile(models.Model):
    """A file that passed validation; its content lies in the data folder under its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    stored_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "digest"])]

    def __str__(self) -> str:
        return self.name


class AgencyModel(models.Model):
    """A row that belongs to an agency and goes with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class JobState(models.TextChoices):
    WAITING = "waiting", "รอเริ่ม"
    RUNNING = "running", "กำลังทำ"
    DONE = "done", "เสร็จแล้ว"
    FAILED = "failed", "ทำไม่สำเร็จ"


class Job(AgencyModel):
    """Work that a person waits for: how far it is and what came of it.

    Shape:  `arguments` and `result` are plain data; `done` of `total` steps; `seen_alive` is
            renewed while the `worker` is at it.
    """

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    seen_alive = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-asked_at"]),
            models.Index(fields=["state", "seen_alive"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a worker, or a worker is at it."""
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def error(self) -> ProngsaiError | None:
        """Why it failed, in both languages and with what to do now; None where it did not."""
        if self.state != JobState.FAILED:
            return None
        return error_of(self.result.get("error", {}))


# Of constraints that hold for what was not removed.
NOT_REMOVED = models.Q(removed_at=None)


def check_undo(by: ActingPerson, remover: object, removed_at: datetime | None) -> None:
    """Refuse who brings back what another removed, by their key, or what was removed long ago."""
    if remover != by.user.pk:
        raise Misuse("platform/removed_by_another")
    if removed_at is None or removed_at < now() - UNDONE_FOR:
        raise Misuse("platform/removed_long_ago")


class Removable(models.Model):
    """A row that is marked when it is removed, so that whoever removed it can undo that."""

    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def would_change(self, by: ActingPerson, *, is_back: bool) -> bool:
        """Whether there is anything to remove, or to bring back; Misuse as `check_undo`."""
        if is_back == (self.removed_at is None):
            return False
        if is_back:
            check_undo(by, self.removed_by_id, self.removed_at)
        return True

    def mark_removed(self, by: ActingPerson, *, is_back: bool) -> None:
        self.removed_at, self.removed_by = (None, None) if is_back else (now(), by.user)
        self.save(update_fields=["removed_at", "removed_by"])


class StandingManager(models.Manager[Row_co]):
    """The rows that were not removed."""

    def get_queryset(self) -> models.QuerySet[Row_co]:
        return super().get_queryset().filter(removed_at=None)


class Discardable(Removable):
    """A row that nothing shows once it was removed, and that is deleted when undo has ended."""

    objects = StandingManager()
    with_removed = models.Manager()  # noqa: DJ012 - a manager, no field

    class Meta:
        abstract = True


class MadePaper(AgencyModel):
    """One file of one paper, as a job made it; `by_words` the position of who asked for it."""

    form = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class AskedOfWorker(AgencyModel):
    """What a person asked a worker to make; `job` is the work, null where it was cleared away."""

    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether a worker will see to it, or is at it."""
        return self.job is not None and self.job.is_open

    @property
    def failure(self) -> ProngsaiError | None:
        """Why it could not be made; None where nothing failed."""
        return self.job.error if self.job is not None else None


class Worker(models.Model):
    """A process that does jobs, as long as it lives; the reaper clears up after it.

    Shape:  `host` and `pid` tell a dead worker at once where it ran on the same machine.
    """

    id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_alive = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"


class Sent(models.Model):
    """A form that was sent and acted on, so that the same form sent twice acts once.

    Shape:  `digest` of the form's own key, its sender, its address and all that was typed;
            `answer` is the address the first sending was led to.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    answer = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest


class Remnant(models.Model):
    """What rows no longer hold and the database's files may still (`platform.remnants`).

    Shape:  `subject` says of what, `tables` where its rows were, `why` what keeps it there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=80, db_index=True)
    tables = models.JSONField(default=list)
    why = models.CharField(max_length=8, default="untried")

    def __str__(self) -> str:
        return f"{self.subject} {self.why}"


class CachedValue(models.Model):
    """The table of Django's database cache, which fills it by itself."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "platform_cache"

    def __str__(self) -> str:
        return self.cache_key
