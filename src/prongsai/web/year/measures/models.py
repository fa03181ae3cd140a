"""The measures plan of a year as rows, every row with the versions it had."""

import re
import uuid
from collections.abc import Collection
from decimal import Decimal

from django.db import models

from prongsai.core.measures.grid import Arrangement
from prongsai.core.thai import skeleton
from prongsai.web.platform.models import AgencyModel
from prongsai.web.platform.versions import Version

LONGEST_NAME = 200  # of a unit; what is longer names none
# A blank stands before an "and" between units; "กองสาธารณสุขและสิ่งแวดล้อม" is one.
_BETWEEN = re.compile(r"[,;/\n]|\s+และ\s*")


def names_in(text: str, known: Collection[str]) -> frozenset[str]:
    """The names in a measure's responsible units, as comparison keys.

    Shape:  `known` are the keys of the agency's units: a text that is one of them is one name,
            whatever stands in it; several in a row are each one.
    """
    whole = skeleton(text)
    names = (whole,) if whole in known else written_in(text)
    parts = (part for name in names for part in _side_by_side(name, known))
    return frozenset(name for name in parts if 0 < len(name) <= LONGEST_NAME)


def _side_by_side(name: str, known: Collection[str]) -> tuple[str, ...]:
    """The known names of which a name consists, with nothing between; else the name itself."""
    parts, left = [], name
    while first := max(
        (unit for unit in known if unit and left.startswith(unit)), key=len, default=""
    ):
        parts.append(first)
        left = left[len(first) :]
    return tuple(parts) if parts and not left else (name,)


def written_in(text: str) -> dict[str, str]:
    """The parts of a text between commas, strokes, lines and "and", by their comparison keys."""
    return {skeleton(part): part.strip() for part in _BETWEEN.split(text)}


class PlanRow(models.Model):
    """The measures plan of one agency for one fiscal year.

    Shape:  `target` is the score aimed at; `approved` the day of approval as typed; `scenario` is
            the name of the saved what-if the target came from; `version` counts the changes of
            these, so that a page left open over somebody else's change is noticed, and
            `head_changed_at` says when target or day did, null for never; `changed_at` is when
            anything in the plan last changed; `arrangement` and `columns` are the layout of the
            plan's own paper; `narratives` what the officer says of each instrument: its code with
            the texts "mend", "improve" and "keep".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="plans")
    fiscal_year = models.PositiveIntegerField()
    score_year = models.PositiveIntegerField()
    target = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(85))
    scenario = models.CharField(max_length=120, blank=True)
    approved = models.TextField(blank=True)
    arrangement = models.CharField(max_length=20, default=Arrangement.GROUP.value)
    columns = models.PositiveSmallIntegerField(default=8)
    narratives = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    head_changed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-fiscal_year"]
        constraints = [models.UniqueConstraint(fields=["agency", "fiscal_year"], name="plan_once")]

    def __str__(self) -> str:
        return str(self.fiscal_year)


class MeasureRow(models.Model):
    """One measure of a plan; what a core `Measure` holds, and where it stands.

    Shape:  `key` is what stays when the number changes; `place` orders the plan; `start` and
            `due` as typed, `starts_on` and `ends_on` the first and last day read from them;
            `items` are codes of the year of the scores, `remarks` numbers of the plan's remarks;
            `other` pairs of heading and text, columns of the officer's own; `version` is the
            number of the revision that stands. A removed measure keeps its row, for undo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="measures")
    plan = models.ForeignKey(PlanRow, models.CASCADE, related_name="measures")
    key = models.CharField(max_length=200)
    place = models.PositiveIntegerField()
    number = models.TextField(blank=True)
    title = models.TextField()
    group = models.TextField(blank=True)
    steps = models.JSONField(default=list)
    unit = models.TextField(blank=True)
    period = models.TextField(blank=True)
    start = models.TextField(blank=True)
    due = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    evidence = models.JSONField(default=list)
    at_six_months = models.TextField(blank=True)
    at_twelve_months = models.TextField(blank=True)
    budget = models.TextField(blank=True)
    items = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    other = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place"]
        indexes = [
            models.Index(fields=["plan", "place"]),
            models.Index(fields=["agency", "ends_on"]),
            models.Index(fields=["agency", "starts_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"],
                condition=models.Q(removed_at__isnull=True),
                name="measure_key_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ResponsibleUnit(AgencyModel):
    """A unit that a measure names, by key: rights follow the unit and never its name.

    Shape:  `words` is the name as the plan writes it, as a comparison key; `unit` None for as long
            as no unit bears that name. Once found it stays, whatever the unit is called later.
    """

    measure = models.ForeignKey(MeasureRow, models.CASCADE, related_name="responsible")
    words = models.CharField(max_length=LONGEST_NAME)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["agency", "unit"])]
        constraints = [
            models.UniqueConstraint(fields=["measure", "words"], name="responsible_unit_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.words}"


class PointRow(AgencyModel):
    """One thing the plan must answer: a weak item or a remark, as a core `WeakPoint` holds it.

    Shape:  exactly one of `item` and `remark` is set; `score` to the letter as the plan prints it,
            "" for none; `reason` is why nothing is done; `source` where the score is from, "" for
            the published scores.
    """

    plan = models.ForeignKey(PlanRow, models.CASCADE, related_name="points")
    place = models.PositiveIntegerField()
    item = models.CharField(max_length=200, blank=True)
    remark = models.PositiveIntegerField(null=True)
    name = models.TextField()
    score = models.CharField(max_length=60, blank=True)
    guideline = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    source = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "item"], condition=~models.Q(item=""), name="point_item_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "remark"],
                condition=models.Q(remark__isnull=False),
                name="point_remark_once",
            ),
        ]

    def __str__(self) -> str:
        return self.item or f"remark {self.remark}"


class ChangeReason(models.TextChoices):
    """What made a revision of a measure or a point."""

    DRAFTED = "drafted", "ร่างจากการวิเคราะห์"
    ADDED = "added", "เพิ่ม"
    EDITED = "edited", "แก้ไข"
    IMPORTED = "imported", "นำเข้าจาก XLSX"
    RESTORED = "restored", "กลับไปใช้ฉบับเดิม"
    REFUSED = "refused", "บันทึกชนกับผู้อื่น"


class Revision(Version):
    """One version of a row, never overwritten.

    Shape:  `number` is the version it made, null for one that was refused because another came
            first: its `values` are kept and offered until somebody settles it (`settled_at`);
            `based_on` is the version its writer had before them; `values` are the fields by name.
    """

    number = models.PositiveIntegerField(null=True)  # type: ignore[assignment]
    based_on = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    change_reason = models.CharField(max_length=10, choices=ChangeReason.choices)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        """Whether it was kept aside and nobody chose yet."""
        return self.number is None and self.settled_at is None


class MeasureRevision(Revision):
    measure = models.ForeignKey(MeasureRow, models.CASCADE, related_name="revisions")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="measure_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} r{self.number}"


class PointRevision(Revision):
    point = models.ForeignKey(PointRow, models.CASCADE, related_name="revisions")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["point", "number"], name="point_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.point_id} r{self.number}"


class PlanPreview(AgencyModel):
    """A workbook of the plan that was read and waits for a person's yes.

    Shape:  `content` is the plan as read, as `core.measures.data.plan_data` writes it; `findings`
            those of the reader. What it would change is worked out anew against the plan of the
            moment, so a preview never grows stale unnoticed.
    """

    plan = models.ForeignKey(PlanRow, models.CASCADE, related_name="previews")
    name = models.CharField(max_length=255)
    content = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    made_at = models.DateTimeField(db_index=True)
    by = models.ForeignKey("agency.User", models.CASCADE, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class PlanInForce(AgencyModel):
    """The plan as it was approved, frozen: what is edited afterwards shows against it.

    Shape:  `number` counts a year's approvals, the highest is in force; `content` as
            `core.measures.data.plan_data` writes it; `submission` the approval's key.
    """

    plan = models.ForeignKey(PlanRow, models.CASCADE, related_name="in_force")
    number = models.PositiveIntegerField()
    day = models.DateField()
    content = models.JSONField(default=dict)
    submission = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_in_force_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
