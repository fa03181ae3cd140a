"""How scores of items changed in the year of measures, compared with similar agencies.

Weak scores rise by themselves more often than strong ones, so a change alone says little: each
agency is compared with agencies of its kind and size that had about the same score of the item and
no measure for it. Even so a change after a measure need not be its effect.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from msgspec import Struct

from prongsai.core.ids import TOTAL
from prongsai.core.nation.summary import quantile, rounded
from prongsai.core.nation.table import NUMBER, SCORE, TEXT, ScoreTable

LEAST = 5  # agencies that a figure must rest on
NEAR = Decimal(5)  # most points between the former scores of an agency and of similar ones
UNSAID = ""  # the item of a measure whose plan names none
ALL_ITEMS = ""  # in a row: the items of a measure together
ANY, OWN = "any", "own"  # all measures together; the measures that agencies wrote themselves
_Place = tuple[str, str]  # the measure and item of a row
_QUARTERS = (25, 50, 75)
_THIRDS = (33, 67)
_COLUMNS = (
    ("measure", TEXT), ("item", TEXT), ("agencies", NUMBER), ("before", SCORE),
    *((f"change_{percent}", SCORE) for percent in _QUARTERS),
    ("compared", NUMBER), ("difference", SCORE),
)  # fmt: skip
_PEER_COLUMNS = (
    ("kind", TEXT), ("size", NUMBER), ("staff_from", NUMBER), ("staff_to", NUMBER),
    ("agencies", NUMBER),
    *((f"before_{percent}", SCORE) for percent in _QUARTERS),
    *((f"after_{percent}", SCORE) for percent in _QUARTERS),
)  # fmt: skip


class AgencyYear(Struct, frozen=True):
    """The published scores of an agency in one year, by code; "" and None for what is not known."""

    code: str
    figures: Mapping[str, Decimal]
    name: str = ""
    kind: str = ""
    staff: int | None = None
    level: str = ""


class Outcomes(Struct, frozen=True):
    """Both tables, the number of rows with too few agencies, and of agencies with similar ones."""

    measures: ScoreTable
    peers: ScoreTable
    withheld: int
    compared: int


class _Change(Struct, frozen=True):
    """The change of an agency's item, and its difference from similar agencies, None if too few."""

    agency: str
    before: Decimal
    change: Decimal
    difference: Fraction | None


def compare(
    before: Mapping[str, AgencyYear],
    after: Mapping[str, AgencyYear],
    plans: Mapping[str, Mapping[str, Collection[str]]],
    items: Mapping[str, str],
) -> Outcomes:
    """Compute how the items of each measure changed.

    Shape:  `plans` holds by agency the items of each measure, in the codes of the year before,
            and `UNSAID` for a measure that names none: it may be for any item, so that its agency
            is never one without a measure; `items` are those codes with the ones of the year after.
    """
    groups = _Groups(before, after)
    rows: dict[_Place, list[_Change]] = defaultdict(list)
    keys: dict[str, dict[str, list[str]]] = {}  # keys of the measures for each item, by agency
    for agency in sorted(plans.keys() & before.keys() & after.keys()):
        keys[agency] = defaultdict(list)
        for key, own in plans[agency].items():
            for code in own:
                keys[agency][code].append(key)
    for code, code_after in items.items():
        with_measure = {
            agency: own.get(code, ())
            for agency, own in keys.items()
            if code in own or UNSAID not in own
        }
        for change in _changes(groups, with_measure, code, code_after):
            for key in (ANY, *with_measure[change.agency]):
                rows[key, code].append(change)
                rows[key, ALL_ITEMS].append(change)
    shown = _telling_of_none({place: _agencies(changes) for place, changes in rows.items()})
    alike = {place: _agencies(change for change in rows[place] if change.difference is not None)
             for place in shown}  # fmt: skip
    compared = _telling_of_none(alike)
    kept = [_row(place, rows[place], is_compared=place in compared)
            for place in sorted(shown, key=_by_measure)]  # fmt: skip
    every = {change.agency for own in rows.values() for change in own
             if change.difference is not None}  # fmt: skip
    return Outcomes(ScoreTable(_COLUMNS, kept), groups.table(), len(rows) - len(kept), len(every))


def _agencies(changes: Iterable[_Change]) -> set[str]:
    return {change.agency for change in changes}


def _telling_of_none(agencies: Mapping[_Place, set[str]]) -> set[_Place]:
    """The rows from which nobody learns of fewer than five agencies, not even by subtraction.

    From the smallest row on: one that has 1 to 4 agencies more than a row shown for its item, or
    than all of them together, is left out.
    """
    shown: dict[_Place, set[str]] = {}
    of_item: dict[str, list[_Place]] = defaultdict(list)
    of_key: dict[str, list[_Place]] = defaultdict(list)
    for place, own in sorted(agencies.items(), key=lambda entry: (len(entry[1]), *_margins(entry))):
        key, item = place
        lines = [of_item[item]]
        if item == ALL_ITEMS:
            lines.append(of_key[key])
        if place == (ANY, ALL_ITEMS):
            lines.append([*shown])
        if all(_is_apart(own, [shown[other] for other in line]) for line in lines):
            shown[place] = own
            of_item[item].append(place)
            of_key[key].append(place)
    return set(shown)


def _is_apart(own: set[str], others: Iterable[set[str]]) -> bool:
    """Whether a row has five agencies, and none or five beside its parts, each and together."""
    parts = [other for other in others if other <= own]
    rests = [len(own) - len(part) for part in parts]
    rests.append(len(own.difference(*parts)))
    return len(own) >= LEAST and not any(0 < rest < LEAST for rest in rests)


def _margins(entry: tuple[_Place, object]) -> tuple[bool, bool, str, str]:
    """Sort what is made of other rows behind them."""
    (key, item), _ = entry
    return item == ALL_ITEMS, key == ANY, key, item


class _Groups:
    """Agencies by kind and third of their kind's staff; none where either is unknown."""

    def __init__(self, before: Mapping[str, AgencyYear], after: Mapping[str, AgencyYear]) -> None:
        """Group the agencies that have scores of both years."""
        self.before, self.after = before, after
        both = [before[code] for code in sorted(before.keys() & after.keys())]
        staff: dict[str, list[int]] = defaultdict(list)
        for agency in both:
            if agency.kind and agency.staff is not None:
                staff[agency.kind].append(agency.staff)
        cuts = {
            kind: [quantile(sorted(own), share) for share in _THIRDS] for kind, own in staff.items()
        }
        self.of = {
            agency.code: (agency.kind, 1 + bisect_left(cuts[agency.kind], agency.staff))
            for agency in both
            if agency.kind and agency.staff is not None
        }

    def table(self) -> ScoreTable:
        """The totals of each group that has enough agencies with a total in both years."""
        groups: dict[tuple[str, int], list[str]] = defaultdict(list)
        for code, group in self.of.items():
            if TOTAL in self.before[code].figures and TOTAL in self.after[code].figures:
                groups[group].append(code)
        rows = [self._row(*group, own) for group, own in sorted(groups.items())
                if len(own) >= LEAST]  # fmt: skip
        return ScoreTable(_PEER_COLUMNS, rows)

    def _row(self, kind: str, size: int, codes: Sequence[str]) -> tuple[str, ...]:
        staff = sorted(self.before[code].staff or 0 for code in codes)
        totals = (
            sorted(year[code].figures[TOTAL] for code in codes)
            for year in (self.before, self.after)
        )
        figures = (str(quantile(own, percent)) for own in totals for percent in _QUARTERS)
        return (kind, str(size), str(staff[0]), str(staff[-1]), str(len(codes)), *figures)


def _changes(
    groups: _Groups, with_measure: Mapping[str, Sequence[str]], code: str, code_after: str
) -> Iterator[_Change]:
    """The changes of one item in agencies that had a measure for it."""
    known = {
        agency: (start, groups.after[agency].figures[code_after] - start)
        for agency in with_measure
        if code_after in groups.after[agency].figures
        and (start := groups.before[agency].figures.get(code)) is not None
    }
    alike: dict[tuple[str, int], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for agency, pair in known.items():
        if agency in groups.of and not with_measure[agency]:
            alike[groups.of[agency]].append(pair)
    peers = {group: _Peers(pairs) for group, pairs in alike.items()}
    for agency, (start, change) in known.items():
        if with_measure[agency]:
            own = peers.get(groups.of[agency]) if agency in groups.of else None
            mean = own.mean_change(start) if own else None
            difference = None if mean is None else Fraction(change) - mean
            yield _Change(agency, start, change, difference)


class _Peers:
    """Changes of agencies without a measure, by their score of the year before."""

    def __init__(self, pairs: Iterable[tuple[Decimal, Decimal]]) -> None:
        ordered = sorted(pairs)
        self._starts = [start for start, _ in ordered]
        # Sums up to each place: a nation has thousands of agencies in a group.
        self._sums = list(accumulate((change for _, change in ordered), initial=Decimal(0)))

    def mean_change(self, start: Decimal) -> Fraction | None:
        """The mean change of agencies with about this score; None if there are too few."""
        first = bisect_left(self._starts, start - NEAR)
        last = bisect_right(self._starts, start + NEAR)
        if last - first < LEAST:
            return None
        return Fraction(self._sums[last] - self._sums[first]) / (last - first)


def _by_measure(place: _Place) -> tuple[bool, bool, str, str]:
    """Sort all measures together first, those that agencies wrote themselves last."""
    key, item = place
    return key != ANY, key == OWN, key, item


def _row(place: _Place, changes: Iterable[_Change], *, is_compared: bool) -> tuple[str, ...]:
    """One row, an agency counted once by the mean of its items."""
    agencies: dict[str, list[_Change]] = defaultdict(list)
    for change in changes:
        agencies[change.agency].append(change)
    starts = sorted(_mean(change.before for change in own) for own in agencies.values())
    moved = sorted(_mean(change.change for change in own) for own in agencies.values())
    compared = [own for own in map(_differences, agencies.values()) if own]
    differences = sorted(map(_mean, compared))
    return (
        *place,
        str(len(agencies)),
        str(rounded(quantile(starts, 50))),
        *(str(rounded(quantile(moved, percent))) for percent in _QUARTERS),
        str(len(differences)) if is_compared else "",
        str(rounded(quantile(differences, 50))) if is_compared else "",
    )


def _differences(changes: Iterable[_Change]) -> list[Fraction]:
    return [change.difference for change in changes if change.difference is not None]


def _mean(values: Iterable[Decimal | Fraction]) -> Fraction:
    every = list(values)
    return Fraction(sum(every)) / len(every)
