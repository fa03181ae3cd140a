"""What of the counts may leave the agency: nobody is told from the others, by any subtraction.

A whole is told by its parts (months, kinds, classes, outcomes). Zero is shown as zero; a part of
one to four is withheld, and so are as many larger ones as keep it from being worked out. Each half
of a year stands for itself: the paper of the whole year shows the halves as the paper of six
months did, and a sum of both only where both are shown. Kinds and months are never crossed,
neither in one edition nor by subtracting two of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import last_of_month
from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.model import CaseKind, Outcome
from prongsai.core.desk.statistics import CaseFacts, first_day, place_of
from prongsai.core.fiscal import year_of

FEWEST = 5
HALF = 6
OPEN, IN_TIME, LATE, NO_CLASS = "open", "in-time", "late", ""


class Share(Struct, frozen=True):
    """One part of a whole by its key; `count` None where it is withheld."""

    key: str
    count: int | None


class ClassesOfKind(Struct, frozen=True):
    """The classes of a kind whose number is shown."""

    kind: str
    parts: tuple[Share, ...]


class HalfCounts(Struct, frozen=True):
    """The cases that came in half a year, each way of telling them apart being one of `received`.

    Shape:  `months` by their place in the fiscal year ("0" is October); `outcomes` begins with
            what is open; `apart` are the restricted kinds, which nothing else counts.
    """

    received: int
    months: tuple[Share, ...]
    kinds: tuple[Share, ...]
    classes: tuple[ClassesOfKind, ...]
    outcomes: tuple[Share, ...]
    times: tuple[Share, ...]
    apart: tuple[Share, ...] = ()


class HalfComplaints(Struct, frozen=True):
    """The complaints of corruption of half a year.

    Shape:  what came, is done and is not, is always shown, for the item of the OIT asks for it by
            name; `outcomes` are the parts of what is done.
    """

    received: int
    done: int
    months: tuple[Share, ...]
    classes: tuple[Share, ...]
    outcomes: tuple[Share, ...]

    @property
    def open(self) -> int:
        return self.received - self.done


_Half = TypeVar("_Half", HalfCounts, HalfComplaints)


def hidden(counts: Sequence[int]) -> frozenset[int]:
    """The places of the parts that are withheld, where the whole is known.

    Shape:  zeros stay in sight, unless it is they that would tell: then every part is withheld.

    >>> sorted(hidden([0, 7, 9])), sorted(hidden([0, 2, 7, 9])), sorted(hidden([0, 1, 1]))
    ([], [1, 2], [0, 1, 2])
    """
    places = range(len(counts))
    small = [count for count in counts if 0 < count < FEWEST]
    if not small:
        return frozenset()
    # Alike are withheld alike: a choice among equals would tell by its order.
    for most in sorted({FEWEST - 1, *(count for count in counts if count >= FEWEST)}):
        held = frozenset(place for place in places if 0 < counts[place] <= most)
        if _is_safe([counts[place] for place in held]):
            return held
    return frozenset(places)


def _is_safe(held: Sequence[int]) -> bool:
    """Whether each of the withheld, none of them zero, might be another number."""
    whole, most = sum(held), (FEWEST - 1) * len(held)
    is_all_most = max(held) < FEWEST and whole == most
    return len(held) > 1 and whole >= len(held) + FEWEST - 1 and not is_all_most


def parts_of(counts: Mapping[str, int]) -> tuple[Share, ...]:
    """The parts of a whole as they may be shown, in their order."""
    held = hidden(list(counts.values()))
    return tuple(
        Share(key, None if place in held else count)
        for place, (key, count) in enumerate(counts.items())
    )


def halves_of(
    kinds: Sequence[CaseKind], cases: Iterable[CaseFacts], year: int, months: int, on: date
) -> tuple[HalfCounts, ...]:
    """The halves of a fiscal year, the first alone where `months` is six.

    Shape:  `on` is the day on which is asked what is open and late.
    """
    known = {kind.key for kind in kinds}
    halves: list[list[CaseFacts]] = [[] for _ in range(months // HALF)]
    for case in cases:
        half = place_of(case.received_on) // HALF
        if year_of(case.received_on) == year and case.kind in known and half < len(halves):
            halves[half].append(case)
    return tuple(_half(kinds, own, number, on) for number, own in enumerate(halves))


def _half(
    kinds: Sequence[CaseKind], cases: Sequence[CaseFacts], number: int, on: date
) -> HalfCounts:
    of_kind = Counter(case.kind for case in cases)
    apart = {kind.key: of_kind[kind.key] for kind in kinds if kind.restricted}
    kinds = [kind for kind in kinds if not kind.restricted]
    cases = [case for case in cases if case.kind not in apart]
    months = Counter(place_of(case.received_on) for case in cases)
    ends = Counter(case.outcome or OPEN for case in cases)
    late = sum(case.is_late(on) for case in cases)
    shown = parts_of({kind.key: of_kind[kind.key] for kind in kinds})
    return HalfCounts(
        len(cases),
        parts_of({str(place): months[place] for place in _places(number)}),
        shown,
        tuple(_classes(kinds, cases, shown)),
        parts_of({key: ends[key] for key in (OPEN, *Outcome)}),
        parts_of({IN_TIME: len(cases) - late, LATE: late}),
        # No whole tells of them: each is withheld for itself.
        tuple(Share(key, None if 0 < count < FEWEST else count) for key, count in apart.items()),
    )


def _classes(
    kinds: Sequence[CaseKind], cases: Sequence[CaseFacts], shown: Sequence[Share]
) -> Iterator[ClassesOfKind]:
    for kind, part in zip(kinds, shown, strict=True):
        if not part.count or not kind.classes:
            continue
        known = {choice.key for choice in kind.classes}
        classes = Counter(
            case.class_key if case.class_key in known else NO_CLASS
            for case in cases
            if case.kind == kind.key
        )
        counts = {key: classes[key] for key in (*(each.key for each in kind.classes), NO_CLASS)}
        yield ClassesOfKind(kind.key, parts_of(counts))


def complaints_of(entered: Mapping[int, MonthCounts], months: int) -> tuple[HalfComplaints, ...]:
    """The halves of what the complaint officer entered, by the place of the month.

    Errors: KeyError where a month was not entered: that is not zero, and the caller asked before.
    """
    return tuple(_complaints(entered, number) for number in range(months // HALF))


def _complaints(entered: Mapping[int, MonthCounts], number: int) -> HalfComplaints:
    own = {str(place): entered[place] for place in _places(number)}
    whole = sum(own.values(), MonthCounts())
    ends = {end: whole.of_end(end) for end in End if end.is_done}
    return HalfComplaints(
        whole.total,
        sum(ends.values()),
        parts_of({key: month.total for key, month in own.items()}),
        parts_of({complaint_class: whole.of_class(complaint_class) for complaint_class in Class}),
        parts_of({end.value: count for end, count in ends.items()}),
    )


def beside_published(half: _Half, published: Iterable[_Half]) -> _Half:
    """The same half without what would tell of few beside an edition that was published of it.

    Shape:  one case that was entered late, or put to another kind, shows as the difference of two
            editions, in its month, kind and class at once. How many came and how they ended stays.
    """
    withheld: dict[str, object] = {}
    for edition in published:
        # Of a case that came late all would be told; the restricted kinds are counted apart.
        telling = (
            {"months", "kinds", "classes", "times"}
            if _is_few(edition.received, half.received)
            else ()
        )
        for name in ("months", "kinds", "classes", "times", "apart"):
            own, before = getattr(half, name, ()), getattr(edition, name, ())
            if own and (name in telling or (name != "times" and _moved_few(before, own))):
                withheld[name] = tuple(map(_without_counts, own))
    return replace(half, **withheld)


def _moved_few(
    before: Iterable[Share | ClassesOfKind], now: Iterable[Share | ClassesOfKind]
) -> bool:
    """Whether few came to a part, or left it."""
    then, own = _flat(before), _flat(now)
    return any(_is_few(then.get(key, 0), own.get(key, 0)) for key in {*then, *own})


def _is_few(before: int | None, count: int | None) -> bool:
    """Whether few were added or taken; of what was withheld nobody can say."""
    return before is not None and count is not None and 0 < abs(count - before) < FEWEST


def _flat(parts: Iterable[Share | ClassesOfKind]) -> dict[tuple[str, str], int | None]:
    return {
        (counted.kind if isinstance(counted, ClassesOfKind) else "", part.key): part.count
        for counted in parts
        for part in (counted.parts if isinstance(counted, ClassesOfKind) else (counted,))
    }


def _without_counts(counted: Share | ClassesOfKind) -> Share | ClassesOfKind:
    if isinstance(counted, ClassesOfKind):
        return replace(counted, parts=tuple(Share(part.key, None) for part in counted.parts))
    return Share(counted.key, None)


def _places(half: int) -> range:
    return range(half * HALF, half * HALF + HALF)


def last_day(year: int, place: int) -> date:
    return last_of_month(first_day(year, place))
