"""What the worker read in the evidence of an item."""

from collections.abc import Mapping
from functools import cached_property

from django.db import models
from msgspec import convert

from prongsai.core.preaudit.model import Audit, ElementVerdict
from prongsai.web.platform.models import AgencyModel, AskedOfWorker


class ItemReading(AskedOfWorker):
    """The pre-audit of an item's evidence; the newest replaces the one before.

    Shape:  `mark` is a word for the evidence, what was asked and the program that read it,
            `evidence` for the evidence alone, "" before; `audit` is
            `core.preaudit.model.Audit` as plain data, {} before: of texts it holds short quotes
            alone; `sources` where each file that it names is opened, an address or the key of a
            piece.
    """

    fiscal_year = models.PositiveIntegerField()
    item = models.CharField(max_length=120)
    mark = models.CharField(max_length=32, blank=True)
    evidence = models.CharField(max_length=32, blank=True)
    audit = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "item"], name="item_reading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.item} {self.read_at}"

    @cached_property
    def result(self) -> Audit | None:
        """What was read; None before the first time."""
        return convert(self.audit, Audit) if self.audit else None

    @property
    def is_partial(self) -> bool:
        """Whether an address did not open when it was read: it may by now."""
        findings = self.result.findings if self.result else ()
        return any(finding.code == "address_unread" for finding in findings)

    @cached_property
    def by_requirement(self) -> Mapping[str, ElementVerdict]:
        elements = self.result.elements if self.result else ()
        return {entry.requirement.key: entry for entry in elements}


class ReadPicture(AgencyModel):
    """A page of evidence as it was read, the quote of an element marked; it goes with the reading.

    Shape:  `element` is the key of the requirement, `png` the picture.
    """

    reading = models.ForeignKey(ItemReading, models.CASCADE, related_name="pictures")
    element = models.CharField(max_length=32)
    png = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "element"], name="read_picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.element}"
