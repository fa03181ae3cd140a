"""Which of the numbers that look like scores are ITA scores: only those that an anchor governs.

An anchor is an instrument, an indicator by name or number, an item's code with its name, or the
words "ITA" with a result. A total, a sub-indicator or a bare code is a score beside such a one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum

from prongsai.core.ids import INSTRUMENTS, Level, level_of
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import Names, bare_label
from prongsai.core.scoresheet.topics import Topic
from prongsai.core.thai import arabic_digits

_ITA = re.compile(r"(?<![A-Za-z])ITA(?![A-Za-z])|คุณธรรมและความโปร่งใส", re.IGNORECASE)
_TYPED = re.compile(r"\s*ind(?:icator)?\s*\d", re.IGNORECASE)
_FIVE_POINTS = 5
_ENOUGH_TO_TELL_A_SCALE = 3
_MANY = 3
_ALL_OR_NOTHING = (0, 100)
_WEIGHTS = {"IIT": 30, "EIT": 30, "OIT": 40}
_BARRED = (Topic.SOMETHING_ELSE, Topic.ITA_BUT_NO_RESULTS)


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


def governed(
    figures: Sequence[Figure],
    names: Names,
    topic: Topic,
    score_columns: Collection[int],
    complaints: Complaints,
    disagreeing: int = 0,
) -> list[Figure]:
    """The figures of one table, or of one run of lines, that an anchor governs; the rest is told.

    Shape: `score_columns` counts the columns, from 1, whose heading says that they hold scores;
           `disagreeing` the items whose code stood beside a name that is not their own.
    """
    if not figures:
        return []
    kept = list(figures)
    bare = [
        figure
        for figure in figures
        if level_of(figure.code) is Level.ITEM
        and not (figure.name and names.item_agrees(figure.code, figure.name))
    ]
    if disagreeing > len(figures) - len(bare):
        # Codes of something else: those without a name are no better than their neighbours.
        _drop(kept, bare)
        complaints.not_ita(bare)
    for column in {figure.place.column for figure in figures}:
        own = [figure for figure in kept if figure.place.column == column]
        headed = column in score_columns
        if not headed and _are_counts(own, topic):
            _drop(kept, own)
            complaints.not_ita(own)
        elif _are_on_five_points(own):
            _drop(kept, own)
            complaints.five_points(own)
        elif _are_weights(own):
            _drop(kept, own)
            complaints.weights(own)
    held = _anchored(kept, names, topic, score_columns)
    complaints.not_ita([figure for figure in kept if figure not in held])
    return held


def _anchored(
    figures: Sequence[Figure], names: Names, topic: Topic, score_columns: Collection[int]
) -> list[Figure]:
    strengths = {
        id(figure): strength_of(figure, names, headed=figure.place.column in score_columns)
        for figure in figures
    }
    sure = [figure for figure in figures if strengths[id(figure)] is Strength.STRONG]
    fair = [figure for figure in figures if strengths[id(figure)] is not Strength.WEAK]
    telling = topic in (Topic.ITA, Topic.ITA_RESULTS)
    if not (sure or telling or len({figure.code for figure in fair}) > 1):
        return []
    if topic in _BARRED and not _outweigh(topic, sure, fair, headed=bool(score_columns)):
        return []
    columns = {figure.place.column for figure in fair}
    across = len({figure.place.row or figure.place.line for figure in fair}) < len(columns)
    return [
        figure
        for figure in figures
        if strengths[id(figure)] is not Strength.WEAK
        or topic is Topic.ITA_RESULTS
        or figure.place.column in columns
        or (across and bool(fair))
    ]


def _outweigh(
    topic: Topic, sure: Sequence[Figure], fair: Sequence[Figure], *, headed: bool
) -> bool:
    """Whether a table's own rows say more than a caption that speaks of something else."""
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
    return topic is not Topic.ITA_RESULTS


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
