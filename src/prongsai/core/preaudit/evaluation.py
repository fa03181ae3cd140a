"""Verdicts against the judgements of a person: precision and recall by matcher and verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from prongsai.core.preaudit.model import Audit, Verdict


class Judgement(Struct, frozen=True):
    """What a person says of an element, and what the pre-audit said."""

    document: str
    element: str
    match: str
    truth: Verdict
    verdict: Verdict
    reason: str = ""
    is_held_out: bool = False


class Tally(Struct):
    """How verdicts stand against the truth."""

    counts: Counter[tuple[Verdict, Verdict]] = field(default_factory=Counter)

    def add(self, judgement: Judgement) -> None:
        """Count a judgement by truth and verdict."""
        self.counts[judgement.truth, judgement.verdict] += 1

    @property
    def total(self) -> int:
        """All judgements."""
        return self.counts.total()

    def given(self, verdict: Verdict) -> int:
        """How often a verdict was given."""
        return sum(count for (_, other), count in self.counts.items() if other is verdict)

    def precision(self, verdict: Verdict) -> float | None:
        """The share of a verdict that was right; None where it was never given."""
        given = self.given(verdict)
        return self.counts[verdict, verdict] / given if given else None

    def recall(self, verdict: Verdict) -> float | None:
        """The share of what is so of which it was said; None where nothing is."""
        true = sum(count for (truth, _), count in self.counts.items() if truth is verdict)
        return self.counts[verdict, verdict] / true if true else None

    @property
    def false_found(self) -> float:
        """The share of all "found" that is not there."""
        precision = self.precision(Verdict.FOUND)
        return 0.0 if precision is None else 1 - precision

    @property
    def share_open(self) -> float:
        """The share of "cannot tell" where a person can tell."""
        decided: Counter[Verdict] = Counter()
        for (truth, verdict), count in self.counts.items():
            decided[verdict] += count if truth is not Verdict.CANNOT_TELL else 0
        return decided[Verdict.CANNOT_TELL] / decided.total() if decided.total() else 0.0


def judge(
    document: str, audit: Audit, truth: dict[str, Verdict], *, is_held_out: bool = False
) -> list[Judgement]:
    """Set the verdicts of an audit beside the truth, by the elements that it names."""
    return [
        Judgement(
            document,
            entry.id,
            entry.match,
            truth[entry.id],
            entry.outcome.verdict,
            entry.outcome.reason.en,
            is_held_out,
        )
        for entry in audit.elements
        if entry.id in truth
    ]


def tally(judgements: Iterable[Judgement]) -> Tally:
    """Count judgements."""
    counted = Tally()
    for judgement in judgements:
        counted.add(judgement)
    return counted
