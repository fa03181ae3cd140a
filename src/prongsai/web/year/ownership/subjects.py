"""What there is to assign in a fiscal year: its indicators, its items, the measures of its plan."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from msgspec import Struct

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Instrument, Item
from prongsai.core.ids import sort_key
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.platform.hits import Hit
from prongsai.web.year.analysis.rows import name_of
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.ownership.models import Kind

_WORDS = {
    Kind.INDICATOR: Text("ผู้รับผิดชอบตัวชี้วัด", "owners of the indicator"),
    Kind.ITEM: Text("ผู้รับผิดชอบข้อ", "owners of the item"),
}


class Subject(Struct, frozen=True):
    """One thing that can be assigned.

    Shape:  `key` is what an assignment is written under; `keys` are all it is found under, several
            where an item continues several subjects; `indicator` is the code whose owners an item
            has until it has its own, "" for none; `measure` is the row of a measure.
    """

    kind: Kind
    key: str
    keys: tuple[str, ...]
    code: str
    name: Text
    indicator: str = ""
    measure: MeasureRow | None = None

    @property
    def ticket(self) -> str:
        """How a tick box names it."""
        return f"{self.kind.value}:{self.key}"

    @property
    def words(self) -> str:
        """How the journal and a message name it."""
        named = self.kind is Kind.ITEM or not self.code
        return (self.code or self.name.th) if named else f"{self.kind.label} {self.code}"


def subjects(agency: Agency, year: int) -> tuple[Subject, ...]:
    """Everything of a year: indicators, items, measures, each in its order."""
    return (*_of_framework(catalogue_of(agency), year), *measures(agency, year))


def measures(agency: Agency, year: int) -> tuple[Subject, ...]:
    """The measures of the year's plan."""
    return tuple(_measure(row) for row in rows_of(agency, year))


def hits(agency: Agency, year: int) -> Iterator[Hit]:
    """The indicators and items of a year as a search lists them; each leads to its owners."""
    for one in _of_framework(catalogue_of(agency), year):
        url = reverse("ownership:subject", args=[year, one.kind, one.key])
        yield Hit(url, one.name, (_WORDS[one.kind], str(year)), one.code, words=" ".join(one.keys))


def subject_of(agency: Agency, year: int, kind: str, key: str) -> Subject | None:
    """One subject of a year, by the key it or a part of it is known by."""
    found = (one for one in subjects(agency, year) if one.kind == kind and key in one.keys)
    return next(found, None)


def _of_framework(catalogue: Catalogue, year: int) -> Iterator[Subject]:
    if year not in catalogue.years():
        return
    framework = catalogue.get(year, draft=True)
    for part in framework.instruments:
        for indicator in part.indicators:
            code = indicator.code
            yield Subject(Kind.INDICATOR, code, (code,), code, indicator.name)
    items = [item for part in framework.instruments for item in _items(catalogue, year, part)]
    for item in sorted(items, key=lambda one: sort_key(one.code)):
        keys = item.lineage or (item.code,)
        yield Subject(
            Kind.ITEM, keys[0], keys, item.code, name_of(item), indicator=item.indicator or ""
        )


def _items(catalogue: Catalogue, year: int, part: Instrument) -> tuple[Item, ...]:
    """The items of an instrument; those of the year before until the year's own are known."""
    if part.items is not None:
        return part.items
    if year - 1 not in catalogue.years():
        return ()
    former = catalogue.get(year - 1, draft=True).instruments
    return next((one.items for one in former if one.code == part.code and one.items), ())


def _measure(row: MeasureRow) -> Subject:
    key = str(row.pk)
    return Subject(Kind.MEASURE, key, (key,), row.number, same(row.title), measure=row)
