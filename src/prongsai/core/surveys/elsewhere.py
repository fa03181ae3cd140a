"""Answers taken elsewhere: a file counted, and of it the counts alone are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding
from prongsai.core.registers.sheet import Sheet
from prongsai.core.surveys.frequencies import read_frequencies
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.surveys.raw_answers import Numbers, read_answers
from prongsai.core.surveys.results import Results
from prongsai.core.surveys.tally import Span, Tally, tally, tally_counts
from prongsai.core.surveys.withholding import FEWEST, may_show_whole


class Elsewhere(Struct, frozen=True):
    """What is kept of a file.

    Shape:  `counts` holds for each question how many chose each option, in the order of the
            options; `is_counted` where the file held counts and no lines of people; `findings`
            is how many things were told of it.
    """

    counts: Mapping[str, tuple[int, ...]]
    respondents: int
    is_counted: bool
    findings: int = 0
    span: Span | None = None


class Read(Struct, frozen=True):
    """A file counted; `missing` are the questions that it does not hold."""

    tally: Tally[Questionnaire]
    is_counted: bool
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def kept(self) -> Elsewhere:
        """The counts without the lines that they were made of."""
        counts = {one.code: one.counts for one in self.tally.questions if one.answers}
        return Elsewhere(
            counts, self.tally.respondents, self.is_counted, len(self.findings), self.tally.span
        )


def read_elsewhere(
    asked: Questionnaire,
    sheets: Sequence[Sheet],
    numbers: Numbers | None = None,
    people: int | None = None,
) -> Read:
    """Count a file of lines of people, else of counts.

    Shape:  `numbers` says what numbers mean, None where nobody said; `people` how many could have
            answered, None for not known.
    """
    lines = read_answers(asked, sheets, numbers)
    table = None if lines.answers else read_frequencies(asked, sheets)
    if table is None:
        found, missing, findings = (
            tally(asked, lines.answers, people=people), lines.missing, lines.findings,
        )  # fmt: skip
    else:
        found, missing, findings = (
            tally_counts(asked, table.counts, respondents=table.respondents),
            table.missing, table.findings,
        )  # fmt: skip
    # What the file does not hold was left out by nobody.
    found = replace(found, blanks=found.blanks - found.respondents * len(missing))
    return Read(found, table is not None, missing, findings)


def results_elsewhere(asked: Questionnaire, kept: Elsewhere) -> Results[Questionnaire]:
    """The results of what was kept; nothing of points, sittings or words is known."""
    found = tally_counts(asked, kept.counts, respondents=kept.respondents)
    if not may_show(kept):
        return Results(asked, kept.respondents, None)
    return Results(asked, kept.respondents, replace(found, span=kept.span))


def may_show(kept: Elsewhere) -> bool:
    """Whether five or more answered every question that anybody answered."""
    return may_show_whole([sum(own) for own in kept.counts.values()])


def is_almost(one: Elsewhere, other: Elsewhere) -> bool:
    """Whether one file is the other, alone or with few more: their difference would tell of few."""
    gaps = []
    for code in one.counts.keys() | other.counts.keys():
        mine, theirs = one.counts.get(code, ()), other.counts.get(code, ())
        size = max(len(mine), len(theirs))
        gaps.append(
            [a - b for a, b in zip(_padded(mine, size), _padded(theirs, size), strict=True)]
        )
    every = [gap for own in gaps for gap in own]
    if not (all(gap >= 0 for gap in every) or all(gap <= 0 for gap in every)):
        return False
    return not any(every) or any(0 < abs(sum(own)) < FEWEST for own in gaps)


def _padded(counts: Sequence[int], size: int) -> list[int]:
    return [*counts, *(0 for _ in range(size - len(counts)))]
