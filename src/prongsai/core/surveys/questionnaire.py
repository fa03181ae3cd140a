"""The questions of an instrument in a year, one by one, with the answers and their points."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from pathlib import Path

from msgspec import Struct, convert

from prongsai.core.errors import Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Confidence, Framework, Instrument, Item, Scale
from prongsai.core.framework.years import details
from prongsai.core.messages import read_words
from prongsai.core.text import Text, same

SURVEYS = ("IIT", "EIT")
_POSITIVE = "positive"


class Asked(Struct, frozen=True):
    """One question.

    Shape:  `code` is the item's, with a point and a number where the item has several ("i1.2");
            `lead` is the item's text, `words` the question's own, "" where it is the item.
    """

    code: str
    item: str
    lead: Text
    words: Text
    polarity: str
    scale: Scale

    @property
    def options(self) -> tuple[Text, ...]:
        """The answers, in the order in which they are offered."""
        return tuple(Text(option.th, option.en) for option in self.scale.options)

    @property
    def has_points(self) -> bool:
        """Whether its answers are better or worse, and not merely different."""
        return bool(self.scale.all_points)

    @property
    def all_points(self) -> tuple[int | None, ...]:
        """The points of every answer, None where the scale gives it none."""
        positive = self.polarity == _POSITIVE
        return tuple(each.positive if positive else each.negative for each in self.scale.options)

    def points(self, option: int) -> int:
        """The points of an answer, by its place among the options.

        Errors: IndexError, ValueError where the scale gives it none, the fault being ours.
        """
        points = self.all_points[option]
        if points is None:
            raise ValueError(self.code, option)
        return points


class ItemPoints(Struct, frozen=True):
    """The points of all answers to the questions of an item."""

    points: int
    answers: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.points, self.answers)


class Written(Struct, frozen=True):
    """A question that is answered in words."""

    code: str
    text: Text


class Questionnaire(Struct, frozen=True, dict=True):
    """The questions that a rehearsal of a year puts.

    Shape:  `of_year` is the year whose text it is, another than `year` where that of the year is
            not known (of 2564 that of the year after is at hand); `confidence` is the weakest of
            its items.
    """

    instrument: str
    year: int
    of_year: int
    asked: tuple[Asked, ...]
    confidence: Confidence
    framework: Framework

    @property
    def is_of_the_year(self) -> bool:
        """Whether the text is that of the year itself."""
        return self.year == self.of_year

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its questions, in order."""
        return tuple(question.code for question in self.asked)

    @property
    def written(self) -> tuple[Written, ...]:
        """The instruments ask for no words."""
        return ()

    @property
    def root(self) -> str:
        """The code under which the score of the whole stands."""
        return self.instrument

    @property
    def range(self) -> tuple[int, int]:
        """The least and the most that a score can be."""
        return (0, 100)

    def scores(self, parts: Mapping[str, ItemPoints | None]) -> dict[str, Fraction | None]:
        """The scores from the items up to the instrument, by the shares of the framework's tree.

        Shape:  None for an item of which a part has no answer, and for all that needs it.
        """
        means = {code: part.mean if part else None for code, part in parts.items()}
        return self.framework.exact_scores(means, self.root)

    @property
    def label(self) -> Text:
        """What every page and paper says of it."""
        named = {"instrument": self.instrument, "year": self.year}
        if self.is_of_the_year:
            return read_words("surveys/rehearsal_label", **named)
        return read_words("surveys/rehearsal_label_of_other_year", **named, of_year=self.of_year)


def questionnaire(catalogue: Catalogue, year: int, instrument: str) -> Questionnaire:
    """The questions of a year, or of the last year before it whose text is known.

    Errors: Misuse for an instrument that is no survey, and where no text is known.
    """
    if instrument not in SURVEYS:
        raise Misuse("surveys/instrument_not_survey", instrument=instrument)
    for known in sorted(
        (earlier for earlier in catalogue.years() if earlier <= year), reverse=True
    ):
        framework = catalogue.get(known, draft=True)
        part = next(
            (
                known_instrument
                for known_instrument in framework.instruments
                if known_instrument.code == instrument
            ),
            None,
        )
        if part is not None and part.items:
            return _questionnaire(framework, part, part.items, year)
    raise Misuse("surveys/instrument_text_unknown", instrument=instrument, year=year)


def _questionnaire(
    framework: Framework, part: Instrument, items: tuple[Item, ...], year: int
) -> Questionnaire:
    scales = framework.scale_of
    asked = tuple(question for item in items for question in _asked(item, scales[item.scale]))
    # A year may have taken over the text of the one before it.
    carried = [item.carried_from for item in items if isinstance(item.carried_from, int)]
    of_year = min(carried, default=framework.fiscal_year)
    confidence = max((item.confidence for item in items), key=lambda level: level.rank)
    return Questionnaire(part.code, year, of_year, asked, confidence, framework)


def _asked(item: Item, scale: Scale) -> tuple[Asked, ...]:
    if not item.questions:
        polarity = item.polarity or _POSITIVE
        return (Asked(item.code, item.code, item.name, same(""), polarity, scale),)
    return tuple(
        Asked(
            f"{item.code}.{number}", item.code, item.name, question.text, question.polarity, scale
        )
        for number, question in enumerate(item.questions, start=1)
    )


class StaffRule(Struct, frozen=True):
    """So many percent of the staff, and at least so many; of fewer all. ITAS counts it itself."""

    share: int
    at_least: int
    confidence: Confidence = Confidence.UNKNOWN


class Minimum(Struct, frozen=True):
    """How many should answer at least, and how sure that is."""

    count: int
    said: Text


def staff_rule(framework: Framework) -> StaffRule | None:
    """The rule of a year, `sampling.iit_minimum` of its context; None where none is known."""
    sampling = details(Path(framework.folder)).get("sampling") or {}
    rule = sampling.get("iit_minimum") or {}
    return convert(rule, StaffRule) if {"share", "at_least"} <= set(rule) else None


def staff_minimum(rule: StaffRule, people: int, year: int) -> Minimum:
    """How many of so many staff should answer by the rule of a year."""
    count = min(people, max(rule.at_least, ceil(Fraction(people * rule.share, 100))))
    sure = rule.confidence.label
    return Minimum(
        count,
        read_words(
            "surveys/fewest_answers",
            count=count,
            year=year,
            share=rule.share,
            at_least=rule.at_least,
            sure=sure,
        ),
    )
