"""The items of the OIT of a fiscal year, and what each must show."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from prongsai.core.analysis.worth import worth
from prongsai.core.disclosure.forecast import OIT
from prongsai.core.disclosure.model import Requirement, requirement_of
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework, Item
from prongsai.core.ids import sort_key
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.year.analysis.rows import name_of
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.ownership.models import Kind
from prongsai.web.year.ownership.subjects import Subject

_ELSEWHERE = Text("ข้ออื่น", "Other items")


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
        """One item by its code."""
        return next((one for one in self.items if one.code == code), None)

    @property
    def codes(self) -> dict[str, str]:
        """The code of each subject."""
        return {key: one.code for one in self.items for key in one.keys}


def items_of(agency: Agency, year: int) -> YearItems:
    """The items of a year; those of the year before until the year's own are known."""
    catalogue = catalogue_of(agency)
    for source in (year, year - 1):
        if source in catalogue.years():
            framework = catalogue.get(source, draft=True)
            rows = _oit(framework)
            if rows:
                own = catalogue.get(year, draft=True) if year in catalogue.years() else None
                items = tuple(_items(catalogue, own, source, rows, is_own=source == year))
                return YearItems(year, source, items, tuple(_parts(framework, items)), own)
    return YearItems(year, year, (), (), None)


def _oit(framework: Framework) -> tuple[Item, ...]:
    found = next((part.items for part in framework.instruments if part.code == OIT), None)
    return tuple(sorted(found or (), key=lambda one: sort_key(one.code)))


def _items(
    catalogue: Catalogue,
    own: Framework | None,
    source: int,
    rows: tuple[Item, ...],
    *,
    is_own: bool,
) -> Iterator[YearItem]:
    elements = catalogue.elements(source)
    for item in rows:
        keys = item.lineage or (item.code,)
        known = [requirement_of(one) for one in elements.get(item.code) or ()]
        yield YearItem(
            code=item.code,
            name=name_of(item),
            key=keys[0],
            keys=keys,
            indicator=item.indicator or "",
            part=item.sub_indicator or item.indicator or "",
            points=worth(own, item.code) if own is not None else None,
            requirements=tuple(one for one in known if one is not None) or None,
            are_all_known=is_own and None not in known,
        )


def _parts(framework: Framework, items: tuple[YearItem, ...]) -> Iterator[tuple[str, Text]]:
    """The parts in which the items stand, each once, in their order."""
    for code in dict.fromkeys(item.part for item in items):
        node = framework.tree.get(code)
        yield code, node.name if node is not None else _ELSEWHERE
