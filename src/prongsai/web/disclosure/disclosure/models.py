"""The work on the items of the OIT, the pieces of evidence, and what was found in them."""

from __future__ import annotations

from hashlib import sha256

from django.db import models
from django.utils.functional import cached_property
from msgspec import convert

from prongsai.core.disclosure.addresses import Counting, Limit
from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.core.ids import sort_key
from prongsai.core.papers.status import Status
from prongsai.web.disclosure.disclosure import reading_models  # noqa: F401 - Django looks here
from prongsai.web.disclosure.disclosure.items import DrawnPaper
from prongsai.web.platform.models import AgencyModel, AskedOfWorker
from prongsai.web.platform.versions import Version


class ItemWork(AgencyModel):
    """The work on one item of a fiscal year; there is none before somebody begins.

    Shape:  `item` is the item's subject, which goes on when the code changes; `version` the number
            of the version that stands; `due` the day the agency set itself, null for none;
            `documents` what is done for it and by which documents, as its status table tells.
    """

    fiscal_year = models.PositiveIntegerField()
    item = models.CharField(max_length=120)
    state = models.CharField(max_length=20, default=ItemState.NOT_STARTED.value)
    explanation = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    due = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "item"], name="item_work_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in ItemState]),
                name="item_work_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.item} {self.state}"


class ItemWorkVersion(Version):
    """One state of the work on an item; `values` are its fields as plain data."""

    work = models.ForeignKey(ItemWork, models.CASCADE, related_name="versions")
    values = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="item_work_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.number}"


class Piece(AgencyModel):
    """One piece of evidence: an address on the web, or a file; it may serve several items.

    Shape:  of `address` and `file` exactly one is given; `unit` the unit it comes from; `of_year`
            the year it was taken over from and not renewed since; `stands_in_until` and
            `stands_in_why` where it stands for another; `valid_from` and `valid_until` the term of
            a plan, null for none; `is_draft` where it is a paper that was made before the time
            that it tells of was over; a removed piece stays, for undo. `moves` are the addresses
            that it had before, oldest first: {"address", "until", "by"}; `moved_at` when it last
            moved.
    """

    fiscal_year = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=2000, blank=True)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    of_year = models.PositiveIntegerField(null=True)
    stands_in_until = models.DateField(null=True)
    stands_in_why = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    is_draft = models.BooleanField(default=False)
    moves = models.JSONField(default=list)
    moved_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    added_by_words = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [models.Index(fields=["agency", "fiscal_year"])]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(address="", file__isnull=False)
                    | (~models.Q(address="") & models.Q(file__isnull=True))
                ),
                name="piece_is_address_or_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.title}"


class PieceOfItem(AgencyModel):
    """A piece that serves an item.

    Shape:  `item` is the item's subject, `place` counts the pieces of an item as they came;
            `added_at` when it came to serve this item, null for not known.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="items")
    item = models.CharField(max_length=120)
    place = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["piece", "item"], name="piece_of_item_once")]
        indexes = [models.Index(fields=["agency", "item"])]

    def __str__(self) -> str:
        return f"{self.piece_id} {self.item}"


class PieceAct(models.TextChoices):
    ATTACHED = "attached", "ใช้กับข้อ"
    CHANGED = "changed", "แก้"
    DETACHED = "detached", "เลิกใช้กับข้อ"
    REMOVED = "removed", "นำออก"
    RESTORED = "restored", "นำกลับมา"
    RENEWED = "renewed", "เป็นของปีนี้"


class PieceChange(AgencyModel):
    """What was done to a piece, told of each item that it served then; never changed.

    Shape:  `title` as the piece was called then; `fields` what was changed, as plain text:
            {"field", "before", "after"}. When a piece came, and where it moved, stands with it.
    """

    fiscal_year = models.PositiveIntegerField()
    item = models.CharField(max_length=120)
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="changes")
    act = models.CharField(max_length=10, choices=PieceAct.choices)
    title = models.CharField(max_length=300)
    fields = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    made_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "item"])]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.item} {self.act}"


class ElementCheck(AgencyModel):
    """What a person found when they looked for one required element.

    Shape:  never changed: a new look is a new row, and the highest `number` of an element counts,
            from 1; `element` is the key of a requirement (`core.disclosure`), `presence` "" where
            a look was taken back; `place` where it was found, or why the person says so, as typed.
            `reading` is what the pre-audit said of the same evidence, {} where it said nothing.
    """

    fiscal_year = models.PositiveIntegerField()
    item = models.CharField(max_length=120)
    element = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    presence = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=300, blank=True)
    reading = models.JSONField(default=dict)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    checked_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "item", "element", "number"],
                name="element_check_once",
            ),
            models.CheckConstraint(
                condition=models.Q(presence__in=["", *(presence.value for presence in Presence)]),
                name="element_check_presence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.item} {self.element} {self.presence}"


class Proof(AskedOfWorker):
    """What every address of a year's evidence showed on a day, kept by the worker.

    Shape:  `items` are those to keep, as they stood when it was asked for: {"item", "code",
            "addresses"}; what is left are those without an `ItemProof`. `job` is the piece of work
            that is at it; without `finished_at` it goes on.
    """

    fiscal_year = models.PositiveIntegerField()
    items = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(finished_at__isnull=True),
                name="proof_one_goes_on",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.asked_at}"

    @cached_property
    def done(self) -> int:
        """How many items have their pack."""
        return self.packs.count()

    @property
    def total(self) -> int:
        """How many items are kept in the end."""
        return len(self.items)

    @property
    def sorted_packs(self) -> list[ItemProof]:
        return sorted(self.packs.all(), key=lambda pack: sort_key(pack.code))

    @property
    def links(self) -> int:
        """How many addresses it holds."""
        return sum(pack.links for pack in self.packs.all())

    @property
    def there(self) -> int:
        """How many of them showed a page or a file."""
        return sum(pack.there for pack in self.packs.all())

    @property
    def digest(self) -> str:
        """The SHA-256 over the lines "code digest" of all packs, in the order of these lines."""
        lines = sorted(f"{pack.code} {pack.file.digest}\n" for pack in self.packs.all())
        return sha256("".join(lines).encode()).hexdigest()


class ItemProof(AgencyModel):
    """The pack of one item: what its addresses showed, to be verified without a network.

    Shape:  `file` is the pack, whose digest is that of its row; `links` how many addresses it
            holds, `there` how many of them showed a page or a file.
    """

    proof = models.ForeignKey(Proof, models.CASCADE, related_name="packs")
    item = models.CharField(max_length=120)
    code = models.CharField(max_length=20)
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    links = models.PositiveIntegerField()
    there = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["kept_at", "id"]
        constraints = [models.UniqueConstraint(fields=["proof", "item"], name="item_proof_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.kept_at}"


class Dispute(AskedOfWorker):
    """A letter that disputes the result of an item, with the pack that proves it.

    Shape:  `told` is the result and `answer` what the agency says to it, as typed; `pack` the
            proof that goes with it; the files are there once the worker made them.
    """

    fiscal_year = models.PositiveIntegerField()
    item = models.CharField(max_length=120)
    pack = models.ForeignKey(ItemProof, models.PROTECT, related_name="+")
    to = models.CharField(max_length=300)
    told = models.CharField(max_length=1000)
    answer = models.TextField()
    asked_at = models.DateTimeField()
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year", "item"])]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.item} {self.asked_at}"

    @property
    def is_open(self) -> bool:
        """Whether it is being made."""
        return self.file is None and super().is_open


class StatusSnapshot(DrawnPaper):
    """How far every item was on a day, as a table that does not change.

    Shape:  `content` is `core.papers.status.Status` as plain data; the files are there once the
            worker drew them.
    """

    fiscal_year = models.PositiveIntegerField()
    content = models.JSONField()
    taken_at = models.DateTimeField()
    xlsx = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-taken_at"]
        indexes = [models.Index(fields=["agency", "fiscal_year"])]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.taken_at}"

    @cached_property
    def status(self) -> Status:
        return convert(self.content, Status)

    @property
    def finished(self) -> int:
        """How many items were done."""
        return sum(line.state.is_finished for line in self.status.lines)


class ExplanationLimit(AgencyModel):
    """How long an explanation may be that is handed in, as the manual of a year says.

    Shape:  `most` is null where it is not known; `source` names the manual and its page; `version`
            counts how often it was set.
    """

    fiscal_year = models.PositiveIntegerField()
    most = models.PositiveIntegerField(null=True)
    counting = models.CharField(max_length=20, default=Counting.UNKNOWN.value)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    set_at = models.DateTimeField()
    set_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "fiscal_year"], name="explanation_limit_once")
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.most}"

    @property
    def limit(self) -> Limit | None:
        """What it says; None where nobody knows."""
        if self.most is None:
            return None
        return Limit(self.most, Counting(self.counting), self.source)
