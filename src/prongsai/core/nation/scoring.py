"""Score many agencies, each as one agency is scored: exact fractions, rounded once at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from prongsai.core.errors import Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.rounding import half_up
from prongsai.core.scoring.rating import Gate, gates, rate
from prongsai.core.surveys.questionnaire import (
    SURVEYS,
    Questionnaire,
    questionnaire,
    staff_minimum,
    staff_rule,
)
from prongsai.core.surveys.tally import parts_of_items, points_of_questions

_FULL = Fraction(100)
_NOTHING = Fraction(0)


class AgencyRow(Struct, frozen=True):
    """One agency of the list; "" and None for what the list does not say."""

    code: str
    name: str = ""
    province: str = ""
    kind: str = ""
    staff: int | None = None


class Counted(Struct, frozen=True):
    """What is counted of one agency.

    Shape:  `counts` by question of both surveys, an option's count in its place; `disclosed` by
            OIT item whether all of it is disclosed, None where nobody says.
    """

    agency: AgencyRow
    respondents: Mapping[str, int]
    counts: Mapping[str, Sequence[int]]
    disclosed: Mapping[str, bool | None]


class AgencyScores(Struct, frozen=True):
    """The scores of one agency.

    Shape:  `figures` by code of the tree as published, without those of which a part is not
            known; `shut` are the gates that the total reaches and an instrument shuts.
    """

    agency: AgencyRow
    respondents: Mapping[str, int]
    figures: Mapping[str, Decimal]
    exact_total: Fraction | None
    level: str = ""
    shut: tuple[Gate, ...] = ()
    few: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The published total."""
        return self.figures.get(TOTAL)


class Scorer:
    """Scores agencies by the rules of one year."""

    def __init__(self, catalogue: Catalogue, framework: Framework) -> None:
        """Prepare what every agency needs.

        Errors: Misuse where the year's questions, or what answers earn, are not known.
        """
        self.framework = framework
        self.surveys = {name: self._survey(catalogue, name) for name in SURVEYS}
        self._points = {name: points_of_questions(asked) for name, asked in self.surveys.items()}
        self.rule = staff_rule(framework)
        self._figures: dict[Decimal, Decimal] = {}
        oit = next(part for part in framework.instruments if part.code == "OIT")
        self.disclosed = tuple(item.code for item in oit.items or ())

    def _survey(self, catalogue: Catalogue, name: str) -> Questionnaire:
        year = self.framework.fiscal_year
        part = next(part for part in self.framework.instruments if part.code == name)
        if not part.items:
            raise Misuse("nation/questions_unknown", instrument=name, year=year)
        return questionnaire(catalogue, year, name)

    def score(self, counted: Counted) -> AgencyScores:
        items: dict[str, Fraction | None] = {}
        for points in self._points.values():
            parts = parts_of_items(points, counted.counts)
            items |= {code: part.mean if part else None for code, part in parts.items()}
        for code in self.disclosed:
            disclosed = counted.disclosed.get(code)
            items[code] = None if disclosed is None else _FULL if disclosed else _NOTHING
        exact = self.framework.exact_scores(items)
        figures = {
            code: self._published(value) for code, value in exact.items() if value is not None
        }
        total = figures.get(TOTAL)
        instruments = {code: figures[code] for code in INSTRUMENTS if code in figures}
        rating = rate(self.framework, total, instruments)
        return AgencyScores(
            counted.agency,
            counted.respondents,
            figures,
            exact[TOTAL],
            rating.code if rating else "",
            tuple(gate for gate in gates(self.framework, total, instruments) if _is_shut(gate)),
            self._few(counted),
        )

    def _published(self, value: Fraction) -> Decimal:
        """The figure of a score; a million scores share the ten thousand figures that there are."""
        figure = half_up(value, self.framework.published_places)
        return self._figures.setdefault(figure, figure)

    def _few(self, counted: Counted) -> tuple[str, ...]:
        """The surveys that fewer answered than the year asks; staff alone has a known rule."""
        few = []
        if self.rule is not None:
            answers, staff = counted.respondents.get("IIT", 0), counted.agency.staff
            least = self.rule.at_least
            if staff is not None:
                least = staff_minimum(self.rule, staff, self.framework.fiscal_year).count
            if answers < least:
                few.append("IIT")
        if not counted.respondents.get("EIT", 0):
            few.append("EIT")
        return tuple(few)


def _is_shut(gate: Gate) -> bool:
    return gate.total_reached and bool(gate.shut_by)
