"""Which of the numbers that look like scores are ITA scores: only those that an anchor governs.

An anchor is an instrument, an indicator by name or number, an item's code with its name, or the
words "ITA" with a result. A total, a sub-indicator or a bare code is a score beside such a one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise

from msgspec import Struct, field

from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import Names, bare_label
from prongsai.core.thai import arabic_digits, squeeze

_ITA = compiled(r"(?<![A-Za-z])(?i:ITA)(?![A-Za-z])|คุณธรรมและความโปร่งใส")
_OF_SCORES = compiled(r"คะแนน|ภาพรวม|score|overall", re.IGNORECASE)
_NUMBER_ALONE = compiled(r"ตัวชี้วัด(?:ย่อย)?\s?(?:ที่)?\s?[\d.]+")
_TYPED = compiled(r"\s*ind(?:icator)?\s*\d", re.IGNORECASE)
_FIVE_POINTS = 5
_PLACES = 2
_ENOUGH_TO_TELL_A_SCALE = 3
_MANY = 3
_ALL_OR_NOTHING = (0, 100)
_WEIGHTS = {"IIT": 30, "EIT": 30, "OIT": 40}
_BARRED = (Topic.SOMETHING_ELSE, Topic.ITA_BUT_NO_RESULTS, Topic.NEVER_OWN)


class Strength(IntEnum):
    """How surely a figure's own row says that it is of the assessment."""

    WEAK = 0
    MEDIUM = 1
    STRONG = 2


def strength_of(figure: Figure, names: Names, *, headed: bool) -> Strength:
    """What a figure's label says by itself; `headed` where its column says that it holds scores."""
    level, label = level_of(figure.code), figure.name or ""
    if level is Level.ITEM:
        agrees = bool(label) and names.item_agrees(figure.code, label)
        return Strength.STRONG if agrees or headed else Strength.MEDIUM
    if level is Level.INSTRUMENT:
        return Strength.STRONG
    if level is Level.TOTAL:
        # Without a label "total" was typed as a code, as our own sheets have it.
        told = _ITA.search(label) is not None or (headed and not label)
        return Strength.STRONG if told else Strength.WEAK if label else Strength.MEDIUM
    if level is Level.INDICATOR:
        named = not label or _TYPED.match(label) or names.node_of(bare_label(label)) == figure.code
        return Strength.MEDIUM if named else Strength.WEAK
    coded = not label or arabic_digits(label).startswith(figure.code)
    return Strength.MEDIUM if coded else Strength.WEAK


class Evidence(Struct, frozen=True):
    """What stands around the figures of one table or run of lines.

    `score_columns` are those, from 1, whose heading says that they hold scores; `strangers` counts
    by column the numbers of rows that are nothing of the assessment; `disagreeing` the items whose
    code stood beside a name that is not their own.
    """

    topic: Topic
    score_columns: Collection[int] = frozenset()
    strangers: Mapping[int, int] = field(default_factory=dict)
    disagreeing: int = 0


def governed(
    figures: Sequence[Figure], names: Names, evidence: Evidence, complaints: Complaints
) -> list[Figure]:
    """The figures of one table or run of lines that an anchor governs; the rest is told."""
    if not figures:
        return []
    kept = list(figures)
    bare = [
        figure
        for figure in figures
        if level_of(figure.code) is Level.ITEM
        and not (figure.name and names.item_agrees(figure.code, figure.name))
    ]
    if evidence.disagreeing > len(figures) - len(bare):
        # Codes of something else: those without a name are no better than their neighbours.
        _drop(kept, bare)
        complaints.not_ita(bare)
    for column in {figure.place.column for figure in figures}:
        own = [figure for figure in kept if figure.place.column == column]
        if column not in evidence.score_columns and _are_counts(own, evidence.topic):
            _drop(kept, own)
            complaints.not_ita(own)
        elif glued := _with_a_digit_too_many(own):
            _drop(kept, glued)
            for figure in glued:
                complaints.unread(figure.code, figure.place)
        elif _are_on_five_points(own):
            _drop(kept, own)
            complaints.five_points(own)
        elif _are_weights(own):
            _drop(kept, own)
            complaints.weights(own)
    held = _anchored(kept, names, evidence)
    anchored = set(map(id, held))
    complaints.not_ita([figure for figure in kept if id(figure) not in anchored])
    return held


def _anchored(figures: Sequence[Figure], names: Names, evidence: Evidence) -> list[Figure]:
    topic = evidence.topic
    strengths = {
        id(figure): strength_of(figure, names, headed=figure.place.column in evidence.score_columns)
        for figure in figures
    }
    telling = topic in (Topic.ITA, Topic.ITA_RESULTS)
    # "Quality of work" is anybody's word where nothing speaks of the assessment.
    for figure in () if telling else figures:
        if names.translated(bare_label(figure.name or "")):
            strengths[id(figure)] = Strength.WEAK
    sure = [figure for figure in figures if strengths[id(figure)] is Strength.STRONG]
    fair = [figure for figure in figures if strengths[id(figure)] is not Strength.WEAK]
    if not (sure or telling or len({figure.code for figure in fair}) > 1):
        return []
    if topic in _BARRED and not _outweigh(topic, sure, fair, headed=bool(evidence.score_columns)):
        return []
    beside = Counter(figure.place.column or 0 for figure in fair)
    only_totals = {figure.code for figure in fair} == {TOTAL}
    across = len({figure.place.row or figure.place.line for figure in fair}) < len(beside)

    def holds(figure: Figure) -> bool:
        strength, column = strengths[id(figure)], figure.place.column or 0
        strangers = evidence.strangers.get(column, 0)
        if strength is Strength.STRONG:
            # "ผลการประเมิน ITA" among the indicators of a plan: goals or results, nobody knows.
            alone = figure.code == TOTAL and only_totals
            return not (alone and strangers and topic is not Topic.ITA_RESULTS)
        # A bare "รวม" below as many rows of something else may be their sum.
        is_sum = strength is Strength.WEAK and figure.code == TOTAL
        if strangers > beside[column] or (is_sum and strangers and strangers >= beside[column]):
            return False
        if strength is Strength.MEDIUM or beside[column] or (across and bool(fair)):
            return True
        return topic is Topic.ITA_RESULTS and _stands_alone(figure)

    return [figure for figure in figures if holds(figure)]


def _stands_alone(figure: Figure) -> bool:
    """Whether a label below a caption of results needs no neighbour: "คะแนนรวม", "ตัวชี้วัดที่ 4"."""
    label = squeeze(figure.name or "")
    if figure.code == TOTAL:
        return bool(_OF_SCORES.search(label))
    if level_of(figure.code) is Level.SUB_INDICATOR:
        return True
    return _NUMBER_ALONE.fullmatch(label) is not None


def _outweigh(
    topic: Topic, sure: Sequence[Figure], fair: Sequence[Figure], *, headed: bool
) -> bool:
    """Whether a table's own rows say more than a caption that speaks of something else."""
    if topic is Topic.NEVER_OWN:
        return False
    codes = {figure.code for figure in sure}
    if topic is Topic.SOMETHING_ELSE and len(codes) >= _MANY:
        return True
    named = {figure.code for figure in fair if "." in figure.published}
    return headed and (len(codes) > 1 or len(named) > _MANY)


def _drop(figures: list[Figure], out: Iterable[Figure]) -> None:
    for figure in out:
        figures.remove(figure)


def _are_counts(figures: Sequence[Figure], topic: Topic) -> bool:
    """Whether numbers under no score heading are pages, ranks or heads: whole, and no 0 or 100."""
    if any("." in figure.published or "," in figure.published for figure in figures):
        return False
    if all(figure.value in _ALL_OR_NOTHING for figure in figures):
        return False
    items = any(level_of(figure.code) is Level.ITEM for figure in figures)
    return items or topic is not Topic.ITA_RESULTS


def are_pages(figures: Sequence[Figure]) -> bool:
    """Whether the numbers of consecutive lines are the pages of a list of contents."""
    values = [figure.value for figure in figures]
    whole = not any("." in figure.published or "," in figure.published for figure in figures)
    rises = all(first < second for first, second in pairwise(values))
    return whole and rises and len(values) >= _ENOUGH_TO_TELL_A_SCALE


def _with_a_digit_too_many(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of three decimals among as many of two: a note's mark stands right behind them.

    Shape:  a workbook keeps 88.90 as 88.9.
    """
    places = {id(figure): len(figure.published.partition(".")[2]) for figure in figures}
    usual = [figure for figure in figures if 0 < places[id(figure)] <= _PLACES]
    odd = [figure for figure in figures if places[id(figure)] == _PLACES + 1 and figure.value > 1]
    return odd if len(odd) <= len(usual) else []


def _are_on_five_points(figures: Sequence[Figure]) -> bool:
    """Whether all scores lie on a scale to five, as satisfaction is asked; shares of one do not."""
    filled = [figure.value for figure in figures if figure.value]
    if len(filled) < _ENOUGH_TO_TELL_A_SCALE or len(filled) * 2 <= len(figures):
        return False
    return 1 < max(filled) <= _FIVE_POINTS


def _are_weights(figures: Sequence[Figure]) -> bool:
    """Whether the instruments' numbers are just the weights that all known years have."""
    given = {figure.code: figure.value for figure in figures if figure.code in INSTRUMENTS}
    return given == _WEIGHTS
