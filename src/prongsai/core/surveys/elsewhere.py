"""Answers taken elsewhere: a file counted, and of it the counts alone are kept."""

from collections.abc import Mapping, Sequence
from itertools import product, zip_longest

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

_MOST_BESIDE = 6


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
        counts = {
            question.code: question.counts for question in self.tally.questions if question.answers
        }
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
        counted, missing, findings = (
            tally(asked, lines.answers, people=people), lines.missing, lines.findings,
        )  # fmt: skip
    else:
        counted, missing, findings = (
            tally_counts(asked, table.counts, respondents=table.respondents),
            table.missing, table.findings,
        )  # fmt: skip
    # What the file does not hold was left out by nobody.
    counted = replace(counted, blanks=counted.blanks - counted.respondents * len(missing))
    return Read(counted, table is not None, missing, findings)


def results_elsewhere(asked: Questionnaire, kept: Elsewhere) -> Results[Questionnaire]:
    """The results of what was kept; nothing of points, sittings or words is known."""
    counted = tally_counts(asked, kept.counts, respondents=kept.respondents)
    if not may_show(kept):
        return Results(asked, kept.respondents, None)
    return Results(asked, kept.respondents, replace(counted, span=kept.span))


def may_show(kept: Elsewhere) -> bool:
    """Whether five or more answered every question that anybody answered."""
    return may_show_whole([sum(own) for own in kept.counts.values()])


def is_same(file: Elsewhere, other: Elsewhere) -> bool:
    """Whether two files hold the same counts."""
    return not any(gap for own in _left([(1, file), (-1, other)]) for gap in own)


def leaves_few(file: Elsewhere, others: Sequence[Elsewhere]) -> bool:
    """Whether few people are left of a file and some others, added up and subtracted.

    Shape:  such as a year less its quarters; the last `_MOST_BESIDE` of the others are tried.
    """
    beside = others[-_MOST_BESIDE:]
    for signs in product((-1, 0, 1), repeat=len(beside)):
        left = _left([(1, file), *zip(signs, beside, strict=True)])
        every = [gap for own in left for gap in own]
        is_part = all(gap >= 0 for gap in every) or all(gap <= 0 for gap in every)
        if any(signs) and is_part and any(0 < abs(sum(own)) < FEWEST for own in left):
            return True
    return False


def _left(parts: Sequence[tuple[int, Elsewhere]]) -> list[list[int]]:
    """What is left in each question, option by option, of files times 1, 0 or -1."""
    codes = {code for sign, file in parts if sign for code in file.counts}
    return [
        [
            sum(gaps)
            for gaps in zip_longest(
                *([sign * count for count in file.counts.get(code, ())] for sign, file in parts),
                fillvalue=0,
            )
        ]
        for code in codes
    ]
