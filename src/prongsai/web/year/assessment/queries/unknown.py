"""What of a year and of the year whose results it uses is not known: one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from msgspec import Struct

from prongsai.core.framework.model import Confidence
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.year.assessment.framework.confidence import Fact, Group, facts
from prongsai.web.year.assessment.framework.known import id_of
from prongsai.web.year.assessment.framework.texts import Documents, from_texts, shipped_texts
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.queries.pages import Year, year_data


class UnknownFact(Struct, frozen=True):
    """One entry: the fact, its name in the form, and the page where all of it is read."""

    id: str
    fact: Fact
    url: str

    @property
    def is_open(self) -> bool:
        """Whether nobody confirmed it yet."""
        return self.fact.confidence is not Confidence.CONFIRMED


class UnknownGroup(Struct, frozen=True):
    """The entries of a kind."""

    group: Group
    facts: tuple[UnknownFact, ...]


class UnknownYear(Struct, frozen=True):
    """A year's unknowns; `data.assessment` is None where the year is not open."""

    data: Year
    all_facts: tuple[UnknownFact, ...]

    @property
    def groups(self) -> tuple[UnknownGroup, ...]:
        """What is open, by kind."""
        held = (
            (group, tuple(one for one in self.all_facts if one.is_open and one.fact.group is group))
            for group in Group
        )
        return tuple(UnknownGroup(group, rows) for group, rows in held if rows)

    @property
    def share(self) -> int:
        """How much of the year is confirmed, in whole percent, never rounded up to all."""
        found = self.data.unconfirmed
        return 100 * found.confirmed // found.total if found.total else 0


def unknown_years(agency: Agency, fiscal_year: int) -> tuple[UnknownYear, ...]:
    """The year of the results first, then the year one lives in; without those of no framework."""
    found = (year_data(agency, year) for year in (fiscal_year - 1, fiscal_year))
    return tuple(UnknownYear(data, tuple(_facts(data))) for data in found if data is not None)


def unknown_of(agency: Agency, fiscal_year: int) -> int:
    """Whose list a year stands in: that of the year after, where it is open."""
    held = Assessment.objects.filter(agency=agency, fiscal_year=fiscal_year + 1)
    return fiscal_year + 1 if held.exists() else fiscal_year


def _facts(data: Year) -> Iterator[UnknownFact]:
    return (UnknownFact(id_of(fact.key), fact, _url(data, fact)) for fact in facts(data.documents))


def _url(data: Year, fact: Fact) -> str:
    """Where the fact is read with what belongs to it."""
    year = data.fiscal_year
    if fact.group in (Group.ITEMS, Group.ELEMENTS):
        return reverse("assessment:item", args=[year, fact.code])
    anchor = "#calendar" if fact.group is Group.CALENDAR else ""
    return reverse("assessment:framework", args=[year]) + anchor


def known_ratings(agency: Agency, documents: Documents) -> Mapping[int, Mapping[str, Any]]:
    """The ratings that other years have: {newest year of a rating: rating}."""
    own = documents["framework"]["fiscal_year"]
    found: dict[int, Mapping[str, Any]] = {}
    for year in sorted(catalogue_of(agency).years(), reverse=True):
        data = shipped_texts(year)
        rating = from_texts(data)["framework"]["rating"] if data and year != own else {}
        levels = rating.get("levels")
        if levels and all(levels != held["levels"] for held in found.values()):
            found[year] = rating
    return found


def rating_words(rating: Mapping[str, Any]) -> Text:
    """The levels of a rating in a line."""
    labels = [level["label"] for level in rating["levels"]]
    count = len(labels)
    first, last = labels[0], labels[-1]
    return Text(
        f"{count} ระดับ {first['th']} ถึง {last['th']}",
        f"{count} levels, {first.get('en') or first['th']} to {last.get('en') or last['th']}",
    )
