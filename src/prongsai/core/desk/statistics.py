"""How many cases came and how they ended; zero is a figure, and small ones tell of somebody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from prongsai.core.desk.model import CaseKind, Outcome
from prongsai.core.fiscal import first_days, place_in_year, year_of
from prongsai.core.messages import read_words
from prongsai.core.text import Text, listed, same

MONTHS = 12


class CaseFacts(Struct, frozen=True):
    """What is counted of a case, and nothing that tells whose it is.

    Shape:  `answered_on` None while it is open; `due_on` the last day in time; `is_joined` where
            it is worked on with another of the same matter, which is counted too; `was_late` where
            it was brought again after an answer that was late: its days begin anew then.
    """

    kind: str
    received_on: date
    due_on: date
    answered_on: date | None = None
    outcome: Outcome | None = None
    class_key: str = ""
    is_joined: bool = False
    was_late: bool = False

    def is_late(self, on: date) -> bool:
        """Whether it was answered after its day, once at least, or is still open then."""
        return self.was_late or (self.answered_on or on) > self.due_on


class KindCount(Struct, frozen=True):
    """The cases of one kind in a part of a fiscal year.

    Shape:  `by_month` in the order of the fiscal year, only the months that are counted, None for
            one that had not begun on the day that was asked; `answered_by_month` counts the same
            cases by the month in which they were answered; `open` and `late` as they stood then;
            `merged` says how many of those received are joined with another of them.
    """

    kind: str
    received: int
    answered: int
    open: int
    late: int
    by_month: tuple[int | None, ...]
    answered_by_month: tuple[int | None, ...]
    by_outcome: tuple[tuple[Outcome, int], ...]
    by_class: tuple[tuple[str, int], ...]
    merged: int

    @property
    def outcome_words(self) -> Text:
        """How its cases ended, and how many were joined; nothing of what is nought."""
        counts = [(outcome.label, count) for outcome, count in self.by_outcome]
        counts.append((read_words("desk/merged"), self.merged))
        words = [listed((label, same(str(count))), " ") for label, count in counts if count]
        return listed(words, " · ")


def counted(
    kinds: Sequence[CaseKind], cases: Iterable[CaseFacts], year: int, months: int, on: date
) -> tuple[KindCount, ...]:
    """The counts of each kind in the first `months` of a fiscal year, one without cases included.

    Shape:  `on` is the day on which is asked what is open and late.
    """
    own: dict[str, list[CaseFacts]] = {kind.key: [] for kind in kinds}
    firsts = first_days(year)[:months]
    for case in cases:
        is_in = year_of(case.received_on) == year and place_of(case.received_on) < months
        if is_in and case.kind in own:
            own[case.kind].append(case)
    return tuple(_counted(kind, own[kind.key], firsts, on) for kind in kinds)


def place_of(day: date) -> int:
    """The place of a day's month in the fiscal year, October 0."""
    return place_in_year(day.month)


def first_day(year: int, place: int) -> date:
    """The first day of the month at a place of a fiscal year."""
    return first_days(year)[place]


def _counted(
    kind: CaseKind, cases: Sequence[CaseFacts], firsts: Sequence[date], on: date
) -> KindCount:
    outcomes = Counter(case.outcome for case in cases if case.outcome is not None)
    classes = Counter(case.class_key for case in cases)
    answered = sum(case.answered_on is not None for case in cases)
    return KindCount(
        kind.key,
        len(cases),
        answered,
        len(cases) - answered,
        sum(case.is_late(on) for case in cases),
        _by_month([case.received_on for case in cases], firsts, on),
        _by_month([case.answered_on for case in cases if case.answered_on], firsts, on),
        tuple((outcome, outcomes[outcome]) for outcome in Outcome),
        tuple((case_class.key, classes[case_class.key]) for case_class in kind.classes),
        sum(case.is_joined for case in cases),
    )


def _by_month(days: Sequence[date], firsts: Sequence[date], on: date) -> tuple[int | None, ...]:
    """How many days lie in each month, None for one that had not begun."""
    months = Counter((day.year, day.month) for day in days)
    return tuple(None if first > on else months[first.year, first.month] for first in firsts)
