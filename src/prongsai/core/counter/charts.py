"""The chart of a service: its steps with times, what to bring, what it costs, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.text import Text, listed
from prongsai.core.thai import arabic_digits, printed

MOST_STEPS = 20
MOST_LINES = 30
LONGEST = 200
_HOUR = 60
# Shorter than any working day: below it, days alone tell which of two times is shorter.
_SURELY_A_DAY = 360
_TIME = compiled(r"(\d{1,4})\s*(นาที|ชั่วโมง|ชม\.?|วันทำการ|วัน|minutes?|hours?|working days?|days?)")
_MINUTES = ("นาที", "minute", "minutes")
_HOURS = ("ชั่วโมง", "ชม.", "ชม", "hour", "hours")


class ServiceStep(Struct, frozen=True):
    """One step: what is done, how long, by whom.

    Units:  `minutes`, or `days` of work; both 0 where nobody says how long it takes.
    """

    what: str
    minutes: int = 0
    days: int = 0
    who: str = ""

    @property
    def time(self) -> Text | None:
        """How long it takes, in words; None where it is not said."""
        return in_words(self.minutes, self.days)


class Chart(Struct, frozen=True):
    """A service as citizens see it; `fees` () with `is_free` False: nobody says what it costs."""

    steps: tuple[ServiceStep, ...]
    documents: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    is_free: bool = False
    laws: tuple[str, ...] = ()
    place: str = ""

    @property
    def total(self) -> Total:
        """All steps together."""
        return Total(
            len(self.steps),
            sum(step.minutes for step in self.steps),
            sum(step.days for step in self.steps),
            sum(1 for step in self.steps if step.time is None),
        )

    @property
    def words(self) -> str:
        """All that was typed, to be looked through before it is published."""
        steps = (f"{step.what} {step.who}" for step in self.steps)
        return "\n".join((*steps, *self.documents, *self.fees, *self.laws, self.place))


class Total(Struct, frozen=True):
    """Steps and time of a chart; `unknown` counts the steps of which no time is said."""

    steps: int
    minutes: int
    days: int
    unknown: int

    @property
    def time(self) -> Text | None:
        """The sum in words; None where no step has a time."""
        return in_words(self.minutes, self.days)


class ChartVerdict(StrEnum):
    """How a number of today stands to the one before."""

    LESS = "less"
    MORE = "more"
    SAME = "same"
    UNCLEAR = "unclear"


class ServiceChange(Struct, frozen=True):
    """A service before and today."""

    before: Total
    after: Total

    @property
    def steps(self) -> ChartVerdict:
        """Whether there are fewer steps."""
        return _verdict(self.before.steps, self.after.steps)

    @property
    def time(self) -> ChartVerdict:
        """Whether it takes less time; unclear where a step has none, or days stand for minutes."""
        before, after = self.before, self.after
        if before.unknown or after.unknown:
            return ChartVerdict.UNCLEAR
        days, minutes = (
            _verdict(before.days, after.days), _verdict(before.minutes, after.minutes),
        )  # fmt: skip
        if days is ChartVerdict.SAME:
            return minutes
        if (
            minutes in (days, ChartVerdict.SAME)
            or abs(before.minutes - after.minutes) < _SURELY_A_DAY
        ):
            return days
        return ChartVerdict.UNCLEAR


def in_words(minutes: int, days: int) -> Text | None:
    """A time in words: 2 วันทำการ 1 ชั่วโมง 5 นาที; None for nothing."""
    hours, left = divmod(minutes, _HOUR)
    counts = {"days": days, "hours": hours, "minutes": left}
    parts = [read_words(f"counter/time.{unit}", n=n) for unit, n in counts.items() if n]
    return listed(parts, " ") if parts else None


def read_steps(typed: str) -> tuple[ServiceStep, ...]:
    """Steps, one on a line: what, time, who, with a stroke or a tab between them.

    >>> read_steps("รับคำขอ | ๕ นาที | งานทะเบียน")
    (ServiceStep(what='รับคำขอ', minutes=5, days=0, who='งานทะเบียน'),)

    Errors: Wrong with the line's number.
    """
    steps = []
    for number, line in _rows(typed):
        parts = [printed(cell) for cell in line.replace("\t", "|").split("|")]
        what, time, who, *rest = (*parts, "", "")[: max(3, len(parts))]
        if not what or any(rest):
            raise Wrong("counter/line_unusable.step", number=number)
        minutes, days = _time(time, number)
        steps.append(ServiceStep(what[:LONGEST], minutes, days, who[:LONGEST]))
    if not steps or len(steps) > MOST_STEPS:
        raise Wrong("counter/step_count_out_of_range", most_steps=MOST_STEPS)
    return tuple(steps)


def typed_steps(steps: Sequence[ServiceStep]) -> str:
    """Steps as they are typed: `read_steps` gives the same again."""
    lines = (
        " | ".join((step.what, step.time.th if step.time else "", step.who)).rstrip(" |")
        for step in steps
    )
    return "\n".join(lines)


def read_list(typed: str) -> tuple[str, ...]:
    """Things, one on a line.

    Errors: Wrong where there are too many.
    """
    lines = tuple(printed(line)[:LONGEST] for _number, line in _rows(typed))
    if len(lines) > MOST_LINES:
        raise Wrong("counter/too_many_lines", most_lines=MOST_LINES)
    return lines


def _time(typed: str, number: int) -> tuple[int, int]:
    text = arabic_digits(typed)
    if text in ("", "-", "–"):
        return 0, 0
    minutes = days = 0
    for count, unit in _TIME.findall(text):
        if unit in _MINUTES:
            minutes += int(count)
        elif unit in _HOURS:
            minutes += int(count) * _HOUR
        else:
            days += int(count)
    if _TIME.sub("", text).strip() or not (minutes or days):
        raise Wrong("counter/line_unusable.time", number=number)
    return minutes, days


def _verdict(before: int, after: int) -> ChartVerdict:
    if before == after:
        return ChartVerdict.SAME
    return ChartVerdict.LESS if after < before else ChartVerdict.MORE


def _rows(typed: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(typed.splitlines(), start=1):
        if printed(line):
            yield number, line
