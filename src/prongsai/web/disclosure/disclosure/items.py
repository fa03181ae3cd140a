"""The items of the OIT of a fiscal year: what each must show, and which own pages answer it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction

from django.db import models
from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.analysis.trend import worth
from prongsai.core.disclosure.model import Requirement, requirement_of
from prongsai.core.disclosure.readiness import OIT
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework, Item
from prongsai.core.framework.years import short_title
from prongsai.core.ids import sort_key
from prongsai.core.messages import read_words
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.address import is_found_by_others, site_address
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.models import AskedOfWorker, StoredFile
from prongsai.web.signing.publication.queries import OWN_WORK, answering
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.ownership.models import Kind
from prongsai.web.year.ownership.owners import Subject


class YearItem(Struct, frozen=True):
    """One item of a year.

    Shape:  `key` is what work is kept under, `keys` all it continues; `points` what it is worth in
            the total, None where the year does not tell; `requirements` None where nobody knows
            them; `are_all_known` false where they are those of another year, or more is asked of
            which nobody knows the words.
    """

    code: str
    name: Text
    key: str
    keys: tuple[str, ...]
    indicator: str
    part: str
    points: Fraction | None
    requirements: tuple[Requirement, ...] | None
    are_all_known: bool

    @property
    def subject(self) -> Subject:
        """The item as owners know it."""
        return Subject(Kind.ITEM, self.key, self.keys, self.code, self.name, self.indicator)

    @property
    def words(self) -> str:
        """How the journal and a message name it."""
        return f"{self.code} {self.name.th}"


class YearItems(Struct, frozen=True):
    """The OIT of a year.

    Shape:  `items` in code order; `parts` are the sub-indicators with their names, in order;
            `of_year` is the year that the items were taken from, another one where the year's own
            are not known yet.
    """

    year: int
    of_year: int
    items: tuple[YearItem, ...]
    parts: tuple[tuple[str, Text], ...]
    framework: Framework | None

    def item(self, code: str) -> YearItem | None:
        return next((item for item in self.items if item.code == code), None)

    @property
    def codes(self) -> dict[str, str]:
        return {key: item.code for item in self.items for key in item.keys}


def items_of(agency: Agency, year: int) -> YearItems:
    """The items of a year; those of the year before until the year's own are known.

    Shape:  those of the year before ask for this year's periods all the same.
    """
    catalogue = catalogue_of(agency)
    for source in (year, year - 1):
        if source in catalogue.years():
            framework = catalogue.get(source, draft=True)
            oit_items = next(
                (part.items for part in framework.instruments if part.code == OIT), None
            )
            rows = tuple(sorted(oit_items or (), key=lambda item: sort_key(item.code)))
            if rows:
                own = catalogue.find(year)
                items = tuple(_items(catalogue, own, source, rows, year))
                return YearItems(year, source, items, tuple(_parts(framework, items)), own)
    return YearItems(year, year, (), (), None)


def hits(agency: Agency, year: int) -> Iterator[Hit]:
    """The items of a year as a search lists them; each leads to its own page."""
    for item in items_of(agency, year).items:
        url = reverse("disclosure:item", args=[year, item.code])
        notes = (read_words("disclosure/evidence_of_item"), str(year))
        yield Hit(url, item.name, notes, item.code, words=" ".join(item.keys))


def _items(
    catalogue: Catalogue,
    own: Framework | None,
    source: int,
    rows: tuple[Item, ...],
    year: int,
) -> Iterator[YearItem]:
    elements = catalogue.elements(source)
    for item in rows:
        keys = item.lineage or (item.code,)
        known = [requirement_of(element, year) for element in elements.get(item.code) or ()]
        yield YearItem(
            code=item.code,
            name=short_title(item),
            key=keys[0],
            keys=keys,
            indicator=item.indicator or "",
            part=item.sub_indicator or item.indicator or "",
            points=worth(own, item.code) if own is not None else None,
            requirements=tuple(requirement for requirement in known if requirement is not None)
            or None,
            are_all_known=source == year and None not in known,
        )


def _parts(framework: Framework, items: tuple[YearItem, ...]) -> Iterator[tuple[str, Text]]:
    """The parts in which the items stand, each once, in their order."""
    codes = dict.fromkeys(item.part for item in items)
    rest = "other" if len(codes) > 1 else "all"
    for code in codes:
        node = framework.tree.get(code)
        yield code, node.name if node is not None else read_words(f"disclosure/items.{rest}")


FORMS = ("pdf", "docx", "xlsx")


class DrawnPaper(AskedOfWorker):
    """A paper of which the worker draws some of the FORMS, all at once."""

    pdf = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def files(self) -> dict[str, StoredFile]:
        """The file of each form; none until they are drawn."""
        kept = {form: getattr(self, form, None) for form in FORMS}
        return {form: file for form, file in kept.items() if file is not None}

    @property
    def is_open(self) -> bool:
        """Whether its files are being made."""
        return not self.files and super().is_open


class MadePaper(DrawnPaper):
    """An edition of a paper.

    Shape:  `number` counts the editions; the files are there once the worker drew them, and
            `drawn_at`. Each kind of paper has `pieces`: the evidence that was made of it; those
            that stand are its `evidence` where `queries.works.with_evidence` fetched it.
    """

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    xlsx = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-number"]

    @property
    def drawn_on(self) -> date:
        """The day on which it was drawn, or is being drawn."""
        return day_of(self.drawn_at or self.made_at)

    @property
    def years(self) -> set[int]:
        return {piece.fiscal_year for piece in getattr(self, "evidence")}  # noqa: B009 - fetched


class OwnPage(Struct, frozen=True):
    """One page.

    Shape:  `lacks` says why it answers nothing yet, None where it does; `caution` what to see to
            before it is used.
    """

    title: Text
    path: str
    lacks: Text | None = None
    caution: Text | None = None

    @property
    def address(self) -> str:
        """Where everybody finds it."""
        return f"{site_address()}{self.path}"


def own_pages(agency: Agency, item: YearItem, year: int, on: date) -> tuple[OwnPage, ...]:
    """The pages of this site that answer an item, each once; published papers last."""
    nowhere = None if is_found_by_others() else read_words("disclosure/no_public_address")
    pages: list[OwnPage] = [
        work.page(agency, key, year, on)
        for key in item.keys
        for work in OWN_WORK.values()
        if work.page is not None and work.may_answer(agency, (key,))
    ]
    pages += [
        OwnPage(
            same(paper.title), reverse("publication:paper", args=[agency.pk, paper.pk]),
            paper.objected.label if paper.objected else answer.lacks, answer.caution,
        )
        for paper, answer in answering(
            agency, year, item.code, item.keys, on, item.requirements or ()
        )
    ]  # fmt: skip
    known = (replace(page, lacks=page.lacks or nowhere) for page in pages)
    return tuple(dict.fromkeys(known))


class PublishedAnyway(Struct, frozen=True):
    """Why everybody reads an item although something was known against it.

    Shape:  `number` of the edition of the ITA page, 0 for a paper that was published by itself.
    """

    number: int
    at: datetime
    by_words: str
    reason: str
    messages: tuple[str, ...]


AnywayOf = Callable[[Agency, int, str], PublishedAnyway | None]
_TELLERS: list[AnywayOf] = []


def tells_anyway(teller: AnywayOf) -> AnywayOf:
    """Name a function that knows why an item, by its code, was published in spite of something."""
    _TELLERS.append(teller)
    return teller


def published_anyway(agency: Agency, year: int, code: str) -> tuple[PublishedAnyway, ...]:
    """Why an item was published in spite of what was known against it, for its staff."""
    return tuple(
        reason for teller in _TELLERS if (reason := teller(agency, year, code)) is not None
    )


# What prepares the ITA page of a year: the number of its version, and where it is submitted.
PREPARES: list[Callable[[Actor, int], tuple[int, str]]] = []
# What knows the address that a published page shows for a piece of a year, by its key; "" for none.
SHOWN_ADDRESSES: list[Callable[[Agency, int, str, date], str]] = []
FilesOf = Callable[[Agency, int, date], Mapping[tuple[str, str], str]]
_PUBLISHERS: list[FilesOf] = []


def publishes_files(publisher: FilesOf) -> FilesOf:
    """Name a function that knows which files this site shows everybody for the items of a year.

    Shape:  the path of each file, by the subject of the item and the digest of the file.
    """
    _PUBLISHERS.append(publisher)
    return publisher


def published_files(agency: Agency, year: int, on: date) -> Mapping[tuple[str, str], str]:
    """The addresses at which everybody opens files of a year; empty where only this host can."""
    if not is_found_by_others():
        return {}
    paths = (publisher(agency, year, on).items() for publisher in _PUBLISHERS)
    return {key: f"{site_address()}{path}" for part in paths for key, path in part}
