"""Of which year and in which form an item asks evidence, as far as its required elements say."""

from collections.abc import Collection, Iterable, Iterator
from enum import Enum

from prongsai.core.disclosure.model import Requirement
from prongsai.core.framework.documents import ElementKind
from prongsai.core.framework.model import Confidence
from prongsai.core.patterns import compiled
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

_YEAR = compiled(r"พ\.ศ\.\s*(25[0-9]{2})")
_OF_WHOLE_YEAR = compiled(r"(?:รายงานผล|ข้อมูล|ข้อมูลสถิติ)ของปี")
_OF_FIRST_HALF = "6 เดือนแรก"
_REPORT = "รายงานผล"
_OF_ROUNDS = compiled("รายเดือน|ไตรมาส")


class YearPart(Enum):
    """The part of a year of which an item asks."""

    FIRST_HALF = Text("6 เดือนแรกของปี {year}", "the first six months of {year}")
    WHOLE = Text("ทั้งปี {year}", "the whole of {year}")


def asked_years(requirements: Iterable[Requirement]) -> frozenset[int]:
    """The years of the Buddhist era that the elements of period name; empty where none does.

    Shape:  a yearly report is asked of the year before: "เป็นรายงานผลของปี พ.ศ. 2565" in 2566. An
            item of several papers names the year of a report beside its own: o20 of 2569.
    """
    known = tuple(requirements)
    reports = (arabic_digits(each.text.th) for each in known if each.text.th.startswith(_REPORT))
    texts = (*_periods(known), *reports)
    return frozenset(int(year) for text in texts for year in _YEAR.findall(text))


def asks_report(requirements: Collection[Requirement], year: int, of_year: int) -> bool | None:
    """Whether an item of a year asks for a report of `of_year`; None where nobody surely knows.

    Shape:  an item that names no year may ask for its own or for the year before.
    """
    sure = [each for each in requirements if each.confidence is not Confidence.UNKNOWN]
    if years := asked_years(sure):
        return of_year in years
    return None if of_year in (asked_years(requirements) or (year, year - 1)) else False


def _periods(requirements: Iterable[Requirement]) -> Iterator[str]:
    for requirement in requirements:
        if requirement.kind is ElementKind.PERIOD:
            yield arabic_digits(requirement.text.th)


def asks_first_half(requirements: Collection[Requirement]) -> bool:
    """Whether the elements of period ask for the first six months of one year, and for no other."""
    texts = tuple(_periods(requirements))
    return len(asked_years(requirements)) == 1 and any(_OF_FIRST_HALF in text for text in texts)


def asked_part(requirements: Iterable[Requirement], year: int) -> YearPart | None:
    """The part of a year that the elements of period ask; None where they leave it open.

    Shape:  every element that names the year must say so, and name no other year: one that names
            two says that the period is not known. One of months or quarters takes any of them.
    """
    texts = [text for text in _periods(requirements) if str(year) in _YEAR.findall(text)]
    if not texts or any(
        set(_YEAR.findall(text)) != {str(year)} or _OF_ROUNDS.search(text) for text in texts
    ):
        return None
    if all(_OF_FIRST_HALF in text for text in texts):
        return YearPart.FIRST_HALF
    return YearPart.WHOLE if all(_OF_WHOLE_YEAR.search(text) for text in texts) else None


def asks_workbook(requirements: Iterable[Requirement]) -> bool:
    """Whether an element of format asks for the table as an Excel file too."""
    formats = (each.text.th for each in requirements if each.kind is ElementKind.FORMAT)
    return any("Excel" in text for text in formats)
