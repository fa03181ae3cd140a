"""Of which year and in which form an item asks evidence, as far as its required elements say."""

from collections.abc import Collection, Iterable, Iterator

from prongsai.core.disclosure.model import Requirement
from prongsai.core.framework.documents import ElementKind
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits

_YEAR = compiled(r"พ\.ศ\.\s*(25[0-9]{2})")


def asked_years(requirements: Iterable[Requirement]) -> frozenset[int]:
    """The years of the Buddhist era that the elements of period name; empty where none does.

    Shape:  a yearly report is asked of the year before: "เป็นรายงานผลของปี พ.ศ. 2565" in 2566.
    """
    texts = _periods(requirements)
    return frozenset(int(year) for text in texts for year in _YEAR.findall(text))


def _periods(requirements: Iterable[Requirement]) -> Iterator[str]:
    for requirement in requirements:
        if requirement.kind is ElementKind.PERIOD:
            yield arabic_digits(requirement.text.th)


def asks_first_half(requirements: Collection[Requirement]) -> bool:
    """Whether the elements of period ask for the first six months of one year, and for no other."""
    texts = tuple(_periods(requirements))
    return len(asked_years(requirements)) == 1 and any("6 เดือนแรก" in text for text in texts)


def asks_workbook(requirements: Iterable[Requirement]) -> bool:
    """Whether an element of format asks for the table as an Excel file too."""
    formats = (each.text.th for each in requirements if each.kind is ElementKind.FORMAT)
    return any("Excel" in text for text in formats)
