"""How often each page was read on a day, what was searched, and the reports made of it."""

from __future__ import annotations

import uuid

from django.db import models

from prongsai.web.disclosure.public_site.letters import MOST_ASKED


class Counting(models.Model):
    """Since when an agency's readings are counted; before that day they are not known."""

    agency = models.OneToOneField(
        "agency.Agency", models.CASCADE, primary_key=True, related_name="+"
    )
    began_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.agency_id} {self.began_on}"


class PageReading(models.Model):
    """How often one public address was sent to readers on a day.

    Shape:  `path` without the query, written in one way; `day` is the first of the month where the
            days of an old month were summed.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    day = models.DateField()
    path = models.CharField(max_length=200)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "day", "path"], name="page_reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.path} {self.count}"


class SearchCount(models.Model):
    """How often some words were searched on a day.

    Shape:  the row whose `words` are "" counts every search of the day, also those whose words
            are not kept; `unfound` how many of them found nothing.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    day = models.DateField()
    words = models.CharField(max_length=MOST_ASKED * 2, blank=True)
    count = models.PositiveBigIntegerField(default=0)
    unfound = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "day", "words"], name="search_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"


class QuarterPaper(models.Model):
    """The report of a quarter to the executive, as it was made on a day.

    Shape:  `number` counts those of a quarter; `content` is `core.papers.quarter.QuarterReport` as
            plain data, `digest` of all of it; never changed: another report is another row. The
            files are there once the worker drew them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    fiscal_year = models.PositiveIntegerField()
    quarter = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    job = models.ForeignKey("platform.Job", models.SET_NULL, null=True, related_name="+")
    pdf = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "quarter", "number"], name="quarter_paper_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.quarter} {self.number}"
