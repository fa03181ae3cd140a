"""Pairs of timings, the median of their ratios, and how sure it is.

Two things are timed in turn (A B A B ...), so that whatever else the machine does falls on both.
Only the ratio of neighbours counts as a result; times are printed for orientation.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from math import comb, log
from pathlib import Path
from statistics import median
from time import perf_counter

from msgspec import Struct

Timing = Callable[[], float]

_CONFIDENCE = 0.95
_FOUND_SOMETHING = 1


class Ratio(Struct, frozen=True):
    """The median of pairwise ratios, with the interval that holds it with 95 % confidence."""

    middle: float
    low: float
    high: float
    pairs: int
    ours: float
    peer: float

    def met(self, limit: float) -> str:
        """Whether the whole interval lies on one side of the limit."""
        if self.high <= limit:
            return "met"
        return "not met" if self.low > limit else "undecided"


def pairs(ours: Timing, peer: Timing, count: int, *, warm: int = 2) -> Ratio:
    """Time peer and ours in turn, `count` times after `warm` rounds that do not count."""
    for _ in range(warm):
        peer()
        ours()
    timings = [(peer(), ours()) for _ in range(count)]
    return ratio_of(timings)


def ratio_of(timings: Sequence[tuple[float, float]]) -> Ratio:
    """The ratio from (peer, ours) timings taken side by side."""
    ratios = sorted(own / other for other, own in timings)
    low, high = _interval(ratios)
    return Ratio(
        median(ratios),
        low,
        high,
        len(ratios),
        median(own for _, own in timings),
        median(other for other, _ in timings),
    )


def _interval(ordered: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of a median by order statistics: no shape of the noise is assumed."""
    count = len(ordered)
    tail, rank = 0.0, 0
    while rank < count // 2:
        tail += comb(count, rank) / 2**count
        if 2 * tail > 1 - _CONFIDENCE:
            break
        rank += 1
    rank = max(rank - 1, 0)
    return ordered[rank], ordered[-1 - rank]


def call(function: Callable[[], object], times: int = 1) -> Timing:
    """The seconds one call takes inside this process, collected garbage apart."""

    def timing() -> float:
        gc.collect()
        start = perf_counter()
        for _ in range(times):
            function()
        return (perf_counter() - start) / times

    return timing


def process(command: Sequence[str], environment: Mapping[str, str]) -> Timing:
    """The seconds a whole process takes, from its start to its end."""

    def timing() -> float:
        start = perf_counter()
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
        taken = perf_counter() - start
        if done.returncode not in (0, _FOUND_SOMETHING):
            raise RuntimeError(done.stderr.decode(errors="replace"))
        return taken

    return timing


def exponent(points: Sequence[tuple[int, float]]) -> float:
    """The slope of log time over log size, by least squares: 1 is linear."""
    xs = [log(size) for size, _ in points]
    ys = [log(taken) for _, taken in points]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True))
    return above / sum((x - x_mean) ** 2 for x in xs)


def peak_memory() -> int:
    """The most this process held and the most that one it started held, in bytes, together.

    Shape:  an upper bound: they need not have held it at once. 0 where the system does not tell.
    """
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would count the memory of the process that started this one
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
                return (int(line.split()[1]) + started) * 1024
    return 0


def processor_seconds() -> float:
    """Seconds of processor that this process took, and those that it started and saw end."""
    return sum(os.times()[:4])


def clean_environment(home: Path) -> dict[str, str]:
    """The environment without a user's own frameworks or settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PRONGSAI", "COVERAGE"))}
    return {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config")}


def prongsai_command() -> str:
    """The console script beside the running interpreter."""
    return str(Path(sys.executable).with_name("prongsai"))
