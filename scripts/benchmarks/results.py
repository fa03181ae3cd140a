"""What a measurement found: a line of the table on the screen and on the page."""

from __future__ import annotations

from msgspec import Struct, field

from scripts.benchmarks.measure import Ratio

_MILLI = 1000
_MICRO = 1e6
_SHORT = 0.001


class Line(Struct, frozen=True):
    """One figure beside its peer; a limit only where one is set."""

    what: str
    peer: str
    ratio: Ratio
    limit: float | None = None

    def cells(self) -> tuple[str, ...]:
        """Measure, ours, peer's, ratio, interval, limit, verdict."""
        ratio = self.ratio
        return (
            self.what,
            seconds(ratio.ours),
            f"{self.peer}: {seconds(ratio.peer)}",
            times(ratio.middle),
            f"{times(ratio.low)} to {times(ratio.high)}, {ratio.pairs} pairs",
            "" if self.limit is None else f"≤ {times(self.limit)}",
            "" if self.limit is None else ratio.met(self.limit),
        )


LINE_HEADINGS = ("Measure", "Prongsai", "Peer", "Ratio", "95 % interval", "Limit", "")


class Growth(Struct, frozen=True):
    """How time and memory grow with a number of things."""

    kind: str
    rows: tuple[tuple[int, float, int], ...]  # sheets, seconds in all, peak bytes
    exponent: float
    limit: float
    memory_limit: float

    @property
    def met(self) -> str:
        """Whether time grows no faster than the limit allows."""
        return "met" if self.exponent <= self.limit else "not met"

    @property
    def memory(self) -> float:
        """Peak memory with the most sheets, as a multiple of that with one."""
        least, most = self.rows[0][2], self.rows[-1][2]
        return most / least if least else 1.0

    @property
    def memory_met(self) -> str:
        """Whether memory stays within its limit."""
        return "met" if self.memory <= self.memory_limit else "not met"

    def cells(self) -> list[tuple[str, ...]]:
        """One row per number of sheets."""
        return [
            (
                self.kind,
                f"{sheets:,}",
                seconds(taken),
                seconds(taken / sheets),
                f"{sheets / taken:,.0f}",
                f"{memory / 2**20:.0f} MB" if memory else "–",
            )
            for sheets, taken, memory in self.rows
        ]


GROWTH_HEADINGS = ("Kind", "Number", "CPU time", "Each", "Each per second", "Peak memory")


class Report(Struct):
    """Everything one run found."""

    lines: list[Line] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    load: float = 0.0


def times(number: float) -> str:
    """A ratio with as many digits as mean something."""
    for least, decimals in ((100, 0), (10, 1), (0.1, 2)):
        if number >= least:
            return f"{number:,.{decimals}f}×"
    return f"{number:.3f}×"


def seconds(value: float) -> str:
    """A duration in the unit that suits it."""
    if value < _SHORT:
        return f"{value * _MICRO:.0f} µs"
    return f"{value * _MILLI:.1f} ms" if value < 1 else f"{value:.2f} s"
