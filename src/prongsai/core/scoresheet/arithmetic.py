"""What sums, means and counts prove: weights in instruments, scores beside their mean, lists."""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.framework.model import Node
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.rounding import decimal_places, half_up, sum_of_shares
from prongsai.core.scoresheet.model import Origin
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import PrintedNumber
from prongsai.core.scoresheet.prints import Doubt, Print

_APART = Fraction(5, 100)
_NEAR = Fraction(1, 100)
_FULL = 100
_USUAL = Fraction(4, 10)
_WHOLE = dict.fromkeys(INSTRUMENTS, Fraction(1))
_UNPROVEN = frozenset({Doubt.SCORE, Doubt.SENTENCE, Doubt.WEIGHTED})


def settle(prints: Sequence[Print], names: Names, findings: Findings) -> list[Print]:
    """The prints, with what arithmetic proves of each year's total and instruments."""
    shares = dict(names.framework.tree[TOTAL].children or ())
    weights = {code: shares[code] for code in INSTRUMENTS if code in shares}
    settled = list(prints)
    for year in {score.year for score in prints}:
        settled = _of_year(settled, year, weights)
    pairs = zip(settled, prints, strict=True)
    if divided := [score.place for score, old in pairs if score.number is not old.number]:
        findings.note("scoresheet/divided", *divided)
    return settled


def _of_year(prints: list[Print], year: int | None, weights: dict[str, Fraction]) -> list[Print]:
    """The prints, those of a year as its sums prove them: plain parts first, then weighted ones."""
    own = [score for score in prints if score.year == year and score.code in (TOTAL, *INSTRUMENTS)]
    if any(
        score.code == TOTAL and score.number.value == _FULL and not score.doubts for score in own
    ) and any(
        score.number.value != _FULL for score in prints if score.year == year and not score.doubts
    ):
        return [
            replace(score, doubts=score.doubts | {Doubt.WEIGHTED}) if score.year == year else score
            for score in prints
        ]
    open_ = [score for score in own if score.doubts <= _UNPROVEN and score.number.value is not None]
    total = _only(open_, TOTAL)
    plain = [score for score in open_ if Doubt.WEIGHTED not in score.doubts]
    weighted = [score for score in open_ if score not in plain] or plain
    others = [
        score for score in own if score not in open_ and score.code != TOTAL and not score.is_else
    ]
    proven: Callable[[Print, dict[str, Fraction]], Print]
    if not weights or not total:
        proven = _doubted
    elif _come_to(_one_each(plain), total, weights, _NEAR):
        proven = _plain
    elif not others and _come_to(_one_each(weighted), total, _WHOLE, _APART):
        proven = _divided
    else:
        proven = _doubted
    return [
        proven(score, weights) if score in own and (score in open_ or proven is _doubted) else score
        for score in prints
    ]


def _plain(score: Print, _weights: dict[str, Fraction]) -> Print:
    """A score that the mean proves; a part with its weight in it is the same score again."""
    is_part_again = Doubt.WEIGHTED in score.doubts and score.code != TOTAL
    return replace(score, is_else=True) if is_part_again else replace(score, doubts=frozenset())


def _divided(score: Print, weights: dict[str, Fraction]) -> Print:
    """An instrument with its weight in it, in percent; the total as it stands."""
    doubts = score.doubts - _UNPROVEN
    if score.code == TOTAL:
        return replace(score, doubts=doubts)
    value = half_up(Fraction(score.number.value or 0) / weights[score.code or ""])
    return replace(score, number=PrintedNumber(str(value), value), doubts=doubts)


def _doubted(score: Print, weights: dict[str, Fraction]) -> Print:
    """A part that may have its weight in it, for it is no more than that."""
    most = _FULL * weights.get(score.code or "", _USUAL)
    low = (
        score.code != TOTAL
        and score.number.value is not None
        and Fraction(score.number.value) <= most
    )
    return replace(score, doubts=score.doubts | {Doubt.WEIGHTED}) if low else score


def _come_to(
    parts: Mapping[str, Decimal], total: Decimal, shares: Mapping[str, Fraction], apart: Fraction
) -> bool:
    """Whether parts, each by its share, come to the total; never where one of them is missing."""
    whole = sum_of_shares([(shares[code], Fraction(value)) for code, value in parts.items()])
    return len(parts) == len(INSTRUMENTS) and abs(whole - Fraction(total)) <= apart


def _one_each(prints: Sequence[Print]) -> dict[str, Decimal]:
    """The value of each instrument that has one alone."""
    values = {code: _only(prints, code) for code in INSTRUMENTS}
    return {code: value for code, value in values.items() if value is not None}


def _only(prints: Sequence[Print], code: str) -> Decimal | None:
    values = {score.number.value for score in prints if score.code == code}
    return next(iter(values)) if len(values) == 1 else None


Tree = Mapping[str, Node]


def contradicted(prints: Sequence[Print], tree_of: Callable[[int], Tree]) -> list[Print]:
    """The prints; doubted those of a whole that its parts cannot come to, and of these parts.

    Shape:  `tree_of` gives what the scores of a year are made of.
    """
    by_year: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for score in prints:
        if not score.doubts and score.year and score.code and score.number.value is not None:
            by_year[score.year][score.code] = score.number.value
    denied = {
        (code, year)
        for year, values in by_year.items()
        if len(values) > 1
        for code in _denied(values, tree_of(year))
    }
    return [
        replace(score, doubts=frozenset({Doubt.SUM}))
        if not score.doubts and (score.code, score.year) in denied
        else score
        for score in prints
    ]


def _denied(values: Mapping[str, Decimal], tree: Tree) -> set[str]:
    """The wholes and parts of which one cannot be right, but for those that another sum proves."""
    known = {code: dict(tree[code].children or ()) for code in tree if code in values}
    sums = {
        code: kept
        for code, parts in known.items()
        if (kept := {part: share for part, share in parts.items() if part in values})
    }
    denied = {
        code: {code, *parts}
        for code, parts in sums.items()
        if not _may_be(values[code], parts, values)
    }
    whole = {
        code: parts
        for code, parts in sums.items()
        if code not in denied and sum(parts.values()) == 1
    }
    proven = {part for code, parts in whole.items() for part in (code, *parts)}
    exchanged = (_exchanged(parts, values, denied, sums) for parts in whole.values())
    return (set().union(*denied.values()) - proven).union(*exchanged)


def _exchanged(
    parts: Mapping[str, Fraction],
    values: Mapping[str, Decimal],
    denied: Container[str],
    sums: Mapping[str, Mapping[str, Fraction]],
) -> set[str]:
    """The parts of a sum that may stand in each other's place, which leaves the sum as it was."""
    return {
        part
        for code, other in permutations(parts, 2)
        if code in denied and parts[code] == parts[other] and values[code] != values[other]
        if _may_be(values[other], sums[code], values)
        if other not in sums or _may_be(values[code], sums[other], values)
        for part in (code, other)
    }


def _may_be(value: Decimal, parts: Mapping[str, Fraction], values: Mapping[str, Decimal]) -> bool:
    """Whether a whole may have a value, for those of its parts that are known."""
    least = sum_of_shares([(share, Fraction(values[part])) for part, share in parts.items()])
    apart = _half(value) + _half(*(values[part] for part in parts))
    return -apart <= Fraction(value) - least <= _FULL * (1 - sum(parts.values())) + apart


def _half(*values: Decimal) -> Fraction:
    """By how much rounding may have moved a value, for its decimals; of several the most."""
    return Fraction(1, 2 * 10 ** min(map(decimal_places, values)))


# What people answer: no office checks it before the results are published.
_ANSWERED = INSTRUMENTS[:2]


def doubt_unproved(
    prints: Sequence[Print],
    tree_of: Callable[[int], Tree],
    years: Collection[int],
    says_more: Callable[[], bool],
) -> list[Print]:
    """The prints; doubted the items of another year's list, and those of an office's own check.

    Shape:  an office checks the items of OIT itself: they are certain beside a published score of
            their year, or where nothing `says_more` than results.
    """
    lists: dict[tuple[int, str], set[int]] = defaultdict(set)
    for number in prints:
        code = number.code or ""
        if number.year and number.origin is Origin.TABLE and level_of(code) is Level.ITEM:
            lists[number.year, code[0]].add(int(code[1:]))
    against: dict[tuple[int | None, str], Doubt] = {}
    for (year, letter), codes in lists.items():
        tree, last = tree_of(year), max(codes)
        counts = (_count(tree_of(other), letter) for other in years)
        is_whole = len(codes) == last != _count(tree, letter)
        if last > _count(tree, letter) or (is_whole and last in counts):
            against[year, letter] = Doubt.YEAR
        elif letter == "o" and not _is_published(prints, year, tree) and says_more():
            against[year, letter] = Doubt.WORDS
    doubts = [
        against.get((number.year, number.code[0])) if number.code else None for number in prints
    ]
    return [
        replace(number, doubts=frozenset({why}))
        if why and not number.doubts and level_of(number.code or "") is Level.ITEM
        else number
        for number, why in zip(prints, doubts, strict=True)
    ]


def _is_published(prints: Sequence[Print], year: int, tree: Tree) -> bool:
    """Whether a total of a year, or a score of what people answered, is certain."""
    certain = {number.code for number in prints if number.year == year and not number.doubts}
    answered = {code for code, node in tree.items() if node.parent in _ANSWERED}
    return not certain.isdisjoint({TOTAL, *_ANSWERED, *answered})


def _count(tree: Tree, letter: str) -> int:
    """How many items of an instrument a year has; 0 where they are not known."""
    return sum(code[0] == letter and level_of(code) is Level.ITEM for code in tree)
