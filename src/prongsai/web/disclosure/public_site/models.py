"""The pages of the public site: their versions, of which one at a time is published."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from msgspec import convert

from prongsai.core.disclosure.gate import Concern
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.platform.models import AgencyModel, Discardable
from prongsai.web.platform.versions import Version


class PageKind(models.TextChoices):
    ITA = "ita", _("หน้า ITA")
    NEWS = "news", _("ข่าว")
    PAGE = "page", _("หน้าเว็บ")
    FAQ = "faq", _("คำถามที่พบบ่อย")


class SitePage(AgencyModel, Discardable):
    """One page of the public site, with an address of its own for good.

    Shape:  `fiscal_year` of an ITA page, null for others; `version` the number of its newest
            version; `published` the version that everybody reads, null before there was one, and
            it stays when the page is withdrawn, so that its address can say so; `kept_since` is
            when it was published first or withdrawn last: what was published before is never shown
            as a former version, null before there was one.
    """

    kind = models.CharField(max_length=10, choices=PageKind.choices)
    fiscal_year = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    published = models.ForeignKey("SiteEdition", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    kept_since = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    withdrawn_by_words = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year"],
                condition=models.Q(kind=PageKind.ITA),
                name="site_page_ita_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fiscal_year or self.pk}"

    def get_absolute_url(self) -> str:
        """Where everybody reads it."""
        if self.kind == PageKind.ITA:
            return reverse("public_site:ita", args=[self.agency_id, self.fiscal_year])
        return reverse("public_site:read", args=[self.agency_id, self.pk])


class SiteEdition(Version):
    """One version of a page: what the executive agrees to and what is published is exactly this.

    Shape:  changed by its submission and, once, its publication alone: `published_at` and by whom.
            `text` is Markdown of news and pages, `content` the frozen ITA page; `digest` is of all
            that is shown; `expires_on` the last day on which it is shown, null for no end;
            `check_code` that of the approval under which it was published; `publishes_itself` where
            it was submitted to be published as soon as it is approved; `against` what was
            known against it then, as plain data, and `anyway` why it was published all the same;
            `known_lines` what its memo prints of what was known when it was submitted.
    """

    page = models.ForeignKey(SitePage, models.CASCADE, related_name="editions")
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    expires_on = models.DateField(null=True)
    digest = models.CharField(max_length=64)
    check_code = models.CharField(max_length=20, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    published_by_words = models.CharField(max_length=200, blank=True)
    publishes_itself = models.BooleanField(default=False)
    known_lines = models.JSONField(default=list)
    against = models.JSONField(default=list)
    anyway = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="site_edition_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.number}"

    @property
    def known_against(self) -> tuple[Concern, ...]:
        """What was known against it when it was published."""
        return convert(self.against, tuple[Concern, ...])

    def is_before_withdrawal(self, page: SitePage) -> bool:
        """Whether its page was taken back after it was made: then it is published no more."""
        return page.withdrawn_at is not None and self.made_at < page.withdrawn_at


class FileLook(AgencyModel):
    """What was found of persons in a file that the site would show, once for each content.

    Shape:  `found` holds sentences in both languages with their places, nothing of the data
            itself; `unread` why the file could not be read, empty where it was.
    """

    digest = models.CharField(max_length=64)
    found = models.JSONField(default=list)
    unread = models.JSONField(default=dict)
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "digest"], name="file_look_once")]

    def __str__(self) -> str:
        return self.digest


class SearchEntry(models.Model):
    """One thing that the public search finds.

    Shape:  `source` is whose entries are made anew together ("page:…", "paper:…"); `folded` what is
            compared, `grams` its pairs of letters, each once: the database's index is over them
            (migration 0002); `expires_on` the last day on which it is found.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    source = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    fiscal_year = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    folded_title = models.CharField(max_length=600)
    folded = models.TextField()
    grams = models.TextField()
    day = models.DateField()
    expires_on = models.DateField(null=True)
    check_code = models.CharField(max_length=20, blank=True)
    snippet = ""  # of the text, where a search told it

    class Meta:
        ordering = ["-day", "id"]
        indexes = [models.Index(fields=["agency", "source"])]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> Text:
        return read_words(f"public_site/kind.{self.kind}")


KIND = "site-page"  # of approval
# What the search finds beside pages.
ITEM, PAPER = "item", "paper"
SERVICE, FORM = "service", "form"

KINDS = (*PageKind.values, ITEM, PAPER, SERVICE, FORM)


def ita_title(year: int) -> str:
    """What the page of a year is called."""
    return f"ข้อมูล ITA ปีงบประมาณ {year}"
