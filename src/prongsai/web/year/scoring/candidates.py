"""Numbers of a file that may be scores: as a person ticked and corrected them, and what hinders."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from msgspec import Struct, convert
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.framework.model import Framework
from prongsai.core.ids import called
from prongsai.core.messages import read_words
from prongsai.core.scoresheet.model import (
    ONE_BY_ONE,
    Candidate,
    Figure,
    PublishedRating,
    ScoreSheet,
)
from prongsai.core.text import Text
from prongsai.readers.own_scores import sheet_of
from prongsai.web.agency.people import Actor
from prongsai.web.platform.language import in_language
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring.models import ScoreDraft
from prongsai.web.year.scoring.sheets import RATING, name_of

_FIELDS = ("take", "code", "year")
UNWANTED = "unwanted"
_LINES, _FEW, _SEEN, _LONGEST, _FULL = 40, 15, 3, 40, 100


class Choice(Struct, frozen=True):
    """A candidate as it stands in the form.

    Shape:  `number` counts from 1; `code` is "" and `year` None where nothing says them; `options`
            are the things to choose from, in the names of the year `named_by`; `certain` is what
            the file says otherwise for certain; `hindrance` tells why it cannot be taken;
            `has_score` where the file has a certain score of the same thing.
    """

    number: int
    candidate: Candidate
    code: str
    year: int | None
    named_by: int
    name: Text | None
    options: SafeString
    is_ticked: bool
    certain: str = ""
    hindrance: Text | None = None
    has_score: bool = False

    @property
    def fault(self) -> Text | None:
        """Why it cannot be taken, where somebody wants to."""
        return self.hindrance if self.is_ticked else None

    @property
    def is_score(self) -> bool:
        return self.hindrance != read_words("scoring/candidate_out_of_range")

    @property
    def is_unclear(self) -> bool:
        """Whether a person has to choose something before it can be taken."""
        return self.is_score and self.hindrance is not None and not self.certain

    @property
    def doubts(self) -> tuple[Text, ...]:
        return tuple(doubt.text for doubt in self.candidate.doubts)

    @property
    def where(self) -> Text:
        """Its place, without the words that stand there."""
        return replace(self.candidate.place, file=None, quote=None).text()

    @property
    def quote(self) -> tuple[str, str, str]:
        """The words before it, itself as printed, and the words after it."""
        return (self.candidate.place.quote or "").rpartition(self.candidate.published)

    @property
    def thing(self) -> tuple[str, int | None]:
        return (RATING if self.candidate.level else self.code, self.year)

    @property
    def said(self) -> Decimal | str | None:
        return self.candidate.level or self.candidate.value

    @property
    def taken(self) -> Candidate:
        """The candidate as the person corrected it."""
        return replace(self.candidate, code=self.code or None, year=self.year)


class ChoiceGroup(Struct, frozen=True):
    """The candidates of a page, a sheet, a table or some lines.

    Shape:  `is_shown` where they are few, and of something that the file has no certain score of.
    """

    number: int
    title: Text
    choices: tuple[Choice, ...]
    is_shown: bool = False

    @property
    def ticked(self) -> int:
        return sum(choice.is_ticked for choice in self.choices)

    @property
    def missing(self) -> int:
        """How many are of something that has no score yet."""
        return sum(
            choice.is_score and not (choice.has_score or choice.is_ticked)
            for choice in self.choices
        )

    @property
    def page(self) -> int | None:
        return self.choices[0].candidate.place.page

    @property
    def lacks_year(self) -> bool:
        return any(choice.year is None for choice in self.choices)

    @property
    def is_open(self) -> bool:
        """Whether it is shown at once."""
        return self.ticked > 0 or self.is_shown

    @property
    def values(self) -> str:
        """The first of its numbers with their codes, to be seen while it is folded."""
        first = ", ".join(map(_in_few, self.choices[:_SEEN]))
        return first + (" …" if len(self.choices) > _SEEN else "")


def taken_of(choices: Iterable[Choice]) -> list[Candidate]:
    """What counts as a score: ticked, and nothing hinders."""
    return [choice.taken for choice in choices if choice.is_ticked and choice.hindrance is None]


def groups_of(choices: Iterable[Choice]) -> tuple[ChoiceGroup, ...]:
    """The candidates by page, else by sheet, table or lines, in the order of the file."""
    parts: dict[Place, list[Choice]] = defaultdict(list)
    for choice in choices:
        place = choice.candidate.place
        if place.page or place.sheet:
            part = Place(sheet=place.sheet, page=place.page)
        elif place.table or not place.line:
            part = Place(table=place.table)
        else:
            part = Place(line=(place.line - 1) // _LINES * _LINES + 1)
        parts[part].append(choice)
    groups = [
        ChoiceGroup(number, _title(part), tuple(members))
        for number, (part, members) in enumerate(parts.items(), start=1)
    ]
    lacking = [group for group in groups if group.missing]
    if sum(len(group.choices) for group in lacking) > _FEW:
        lacking = [group for group in lacking[:1] if len(group.choices) <= _FEW]
    return tuple(replace(group, is_shown=group in lacking) for group in groups)


def _doubled(choices: Iterable[Choice]) -> set[tuple[str, int | None]]:
    """The things of which several values are among the choices."""
    by_thing: dict[tuple[str, int | None], set[Any]] = defaultdict(set)
    for choice in choices:
        by_thing[choice.thing].add(choice.said)
    return {thing for thing, values in by_thing.items() if len(values) > 1}


def _in_few(choice: Choice) -> str:
    """Its number after what it is the score of, as far as that is known."""
    name = in_language(called(choice.code))
    if name[:1].isdigit():
        name = _("ตัวชี้วัดที่ %(code)s") % {"code": name}
    return f"{name} = {choice.candidate.published}".removeprefix(" = ")


def _title(part: Place) -> Text:
    if part.line:
        return read_words("scoring/lines", lines=f"{part.line}–{part.line + _LINES - 1}")
    return part.text() if part != Place() else read_words("scoring/whole_file")


class DraftCandidates:
    """What may be taken of a draft, by the years' frameworks and what its file says for certain.

    Shape:  a candidate is weighed once for each code and year that somebody gives it.
    """

    def __init__(self, person: Actor, draft: ScoreDraft) -> None:
        self.person, self.draft, self.catalogue = person, draft, catalogue_of(person.agency)
        self._years = self.catalogue.years()
        self._usual = draft.score_year if draft.score_year in self._years else self._years[-1]
        self._framework = cache(lambda year: self.catalogue.get(year, draft=True))
        self._options = cache(lambda year: _options(self._framework(year)))
        self._weighed = cache(self._weigh)
        self._certain = cache(self.sheet.of_year)

    @cached_property
    def sheet(self) -> ScoreSheet:
        """What the file says for certain."""
        return sheet_of(self.draft.sheet, self.draft.source)

    @cached_property
    def _all(self) -> tuple[Candidate, ...]:
        return convert(self.draft.sheet.get("candidates", ()), tuple[Candidate, ...])

    @cached_property
    def taken(self) -> list[Candidate]:
        """Those that were taken, as the person corrected them."""
        return taken_of(self.choices(self.draft.typed))

    def choices(self, typed: Mapping[str, Any]) -> tuple[Choice, ...]:
        """The candidates as `typed` has them."""
        weighed = [
            self._weighed(number, typed.get(f"code_{number}"), typed.get(f"year_{number}"))
            for number in range(1, len(self._all) + 1)
        ]
        ticked = [choice for choice in weighed if f"take_{choice.number}" in typed]
        doubled, twice = _doubled(ticked), read_words("scoring/candidate_ticked_twice")
        for choice in ticked:
            hindrance = choice.hindrance or (twice if choice.thing in doubled else None)
            weighed[choice.number - 1] = replace(choice, is_ticked=True, hindrance=hindrance)
        return tuple(weighed)

    def sent(self, data: QueryDict) -> dict[str, Any]:
        """What stands in the form, and which remarks are not to be kept."""
        numbers = range(1, len(self._all) + 1)
        names = [f"{field}_{number}" for number in numbers for field in _FIELDS]
        texts = {name: str(data[name])[:_LONGEST] for name in names if name in data}
        sent = {
            n: text if text.isascii() and text.isprintable() else "" for n, text in texts.items()
        }
        offered, wanted = data.getlist("offered"), data.getlist("remarks")
        unwanted = {*map(whole_number, offered)} - {*map(whole_number, wanted)}
        return sent | {UNWANTED: [place for place in unwanted if place is not None]}

    def tick(self, typed: Mapping[str, Any], group: int | None, year: str) -> dict[str, Any]:
        """The form with a group ticked; `year` is for those of it that have none.

        Shape:  what cannot be taken, has two values or may be something else stays as it is.
        """
        lacking = [choice for choice in self._members(typed, group) if choice.year is None and year]
        typed = {**typed, **{f"year_{choice.number}": year for choice in lacking}}
        free = [
            choice
            for choice in self._members(typed, group)
            if choice.hindrance is None and ONE_BY_ONE.isdisjoint(choice.candidate.doubts)
        ]
        doubled = _doubled([*free, *(each for each in self.choices(typed) if each.is_ticked)])
        numbers = [choice.number for choice in free if choice.thing not in doubled]
        return typed | {f"take_{number}": "on" for number in numbers}

    def untick(self, typed: Mapping[str, Any], group: int | None) -> dict[str, Any]:
        """The form with nothing of a group ticked."""
        dropped = {f"take_{choice.number}" for choice in self._members(typed, group)}
        return {name: text for name, text in typed.items() if name not in dropped}

    def _members(self, typed: Mapping[str, Any], group: int | None) -> tuple[Choice, ...]:
        groups = groups_of(self.choices(typed))
        return next((part.choices for part in groups if part.number == group), ())

    def _weigh(self, number: int, named: str | None, dated: str | None) -> Choice:
        """A candidate with what was typed beside it, else with what it seems to be."""
        candidate = self._all[number - 1]
        year = whole_number(str(candidate.year or "") if dated is None else dated)
        year = year if year in self._years else None
        by, _, code = (f":{candidate.code or ''}" if named is None else named).rpartition(":")
        list_year = whole_number(by) or candidate.year
        list_year = list_year if list_year in self._years else self._usual
        shown = year or list_year
        framework = self._framework(shown)
        is_known = code in framework.tree or code in framework.items
        choice = Choice(
            number,
            candidate,
            code,
            year,
            shown,
            called(code, name_of(code, framework)) if is_known else None,
            self._options(shown),
            is_ticked=False,
            hindrance=self._hindrance(candidate, code, year, list_year),
        )
        score = self._certain_score(choice)
        value = score.code if isinstance(score, PublishedRating) else score and score.value
        certain = score.published if score and value != choice.said else ""
        clash = read_words("scoring/candidate_contradicts_file", certain=certain)
        return replace(
            choice,
            certain=certain,
            hindrance=choice.hindrance or (clash if certain else None),
            has_score=score is not None,
        )

    def _hindrance(
        self, candidate: Candidate, code: str, year: int | None, list_year: int
    ) -> Text | None:
        value = candidate.value
        # A sheet holds plain digits, at most 100.
        is_plain = value is not None and "E" not in str(value) and value.is_finite()
        if candidate.level is None and not (is_plain and value is not None and 0 <= value <= _FULL):
            return read_words("scoring/candidate_out_of_range")
        if candidate.level is None and not code:
            if year is None:
                return read_words("scoring/candidate_without_code.nor_year")
            return read_words("scoring/candidate_without_code")
        if year is None:
            return read_words("scoring/candidate_without_year")
        if candidate.level is not None:
            levels = self._framework(year).rating.levels or ()
            is_known = candidate.level in {level.code for level in levels}
        else:
            meaning = _meaning(code, self._framework(year))
            is_known = meaning is not None and meaning == _meaning(code, self._framework(list_year))
        if is_known:
            return None
        return read_words("scoring/candidate_of_other_year", year=year)

    def _certain_score(self, choice: Choice) -> Figure | PublishedRating | None:
        """What the file says for certain of the same thing."""
        if choice.year is None:
            return None
        if choice.candidate.level:
            return self.sheet.rating_of(choice.year)
        return self._certain(choice.year).get(choice.code)


def _meaning(code: str, framework: Framework) -> object:
    """What a code stands for; None where the year does not have it."""
    item, node = framework.items.get(code), framework.tree.get(code)
    if item is not None:
        return item.lineage or item.name.th
    return node.name.th if node else None


def _options(framework: Framework) -> SafeString:
    """The things that a year scores, as a list to choose from; made once for all candidates."""
    unplaced = [code for code in framework.items if code not in framework.tree]
    return format_html_join(
        "",
        '<option value="{}:{}">{}</option>',
        (
            (framework.fiscal_year, code, in_language(called(code, name_of(code, framework))))
            for code in (*framework.tree, *unplaced)
        ),
    )
