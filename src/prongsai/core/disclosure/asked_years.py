"""Of which year an item asks evidence, as far as its required elements say."""

from __future__ import annotations

from collections.abc import Iterable

from prongsai.core.disclosure.model import Requirement
from prongsai.core.framework.documents import ElementKind
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits

_YEAR = compiled(r"พ\.ศ\.\s*(25[0-9]{2})")


def asked_years(requirements: Iterable[Requirement]) -> frozenset[int]:
    """The years of the Buddhist era that the elements of period name; empty where none does.

    Shape:  a yearly report is asked of the year before: "เป็นรายงานผลของปี พ.ศ. 2565" in 2566.
    """
    told = (one.text.th for one in requirements if one.kind is ElementKind.PERIOD)
    return frozenset(int(year) for text in told for year in _YEAR.findall(arabic_digits(text)))
