"""How often each page was read on a day, what was searched, and the reports made of it."""

from django.db import models
from django.utils.functional import cached_property
from msgspec import convert

from prongsai.core.papers.quarter import QuarterReport
from prongsai.web.disclosure.disclosure.items import DrawnPaper
from prongsai.web.disclosure.public_site.search_index import MOST_ASKED


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


class QuarterPaper(DrawnPaper):
    """The report of a quarter to the executive, as it was made on a day.

    Shape:  `number` counts those of a quarter; `content` is `core.papers.quarter.QuarterReport` as
            plain data, `digest` of all of it; never changed: another report is another row. The
            files are there once the worker drew them.
    """

    fiscal_year = models.PositiveIntegerField()
    quarter = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "quarter", "number"], name="quarter_paper_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.quarter} {self.number}"

    @cached_property
    def report(self) -> QuarterReport:
        return convert(self.content, QuarterReport)


# One reader alone does not often ask the same again on another day; what is rarer stays a number
# in the total of its day.
LEAST_TIMES = 3
LEAST_DAYS = 2
# Our own measure, not the NACC's: a page that nobody renewed for so long is looked at again.
STALE_DAYS = 365
SOON_DAYS = 14
KIND = "web-quarter"  # of approval

# Pages and files that people read; maps, feeds and rules are for programs.
PAGES = frozenset({
    "public_site:home", "public_site:about", "public_site:act", "public_site:ita",
    "public_site:item", "public_site:file", "public_site:data", "public_site:embedded",
    "public_site:news", "public_site:questions", "public_site:read", "public_site:table-file",
    "public_site:search", "publication:public", "publication:paper", "publication:file",
})  # fmt: skip
