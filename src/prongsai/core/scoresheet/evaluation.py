"""How well a document was read: what a person read in it against what Prongsai did."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from prongsai.core.errors import Place
from prongsai.core.scoresheet.model import Candidate, Origin, Reading

LEVEL = "level"
_Value = Decimal | str  # a score, or the code of a level
_Key = tuple[int | None, str]


class FigureOutcome(StrEnum):
    """What became of one figure, or of a candidate that is none."""

    RIGHT = "right"
    CANDIDATE = "candidate"
    WRONG = "wrong"
    MISSED = "missed"
    INVENTED = "invented"
    FALSE_CANDIDATE = "false_candidate"


class Label(Struct, frozen=True):
    """What a person read in a document.

    Shape:  `figures` by year and code; `also` holds values that stand in the document a second
            time and may be read beside the first; `withheld` are codes that stand there without a
            score that can be read; `ratings` by year are not compared where None.
    """

    figures: Mapping[int | None, Mapping[str, Decimal]]
    also: frozenset[tuple[int | None, str, Decimal]] = frozenset()
    withheld: frozenset[str] = frozenset()
    ratings: Mapping[int | None, str] | None = None

    def wanted(self) -> dict[_Key, _Value]:
        """Every score by year and code, and every level."""
        values: dict[_Key, _Value] = {
            (year, code): value for year, row in self.figures.items() for code, value in row.items()
        }
        return values | {(year, LEVEL): level for year, level in (self.ratings or {}).items()}


class Judged(Struct, frozen=True):
    """One figure of a document: what the label says, and what was read or is a candidate."""

    outcome: FigureOutcome
    year: int | None
    code: str | None
    labelled: str | None
    read: str | None
    place: Place | None = None


class Tally(Struct):
    """Figures of one or many documents, counted."""

    files: int = 0
    counts: Counter[FigureOutcome] = field(default_factory=Counter)

    def add(self, judged: Iterable[Judged]) -> None:
        """Count one more document."""
        self.files += 1
        self.counts.update(figure.outcome for figure in judged)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong or invented."""
        return not self.counts[FigureOutcome.WRONG] and not self.counts[FigureOutcome.INVENTED]


def judge(label: Label, reading: Reading) -> list[Judged]:
    """Every figure of a document, every one that only was read, and every false candidate."""
    wanted, read = label.wanted(), list(_read(reading, label))
    standing = {key: (value, published, place) for key, value, published, place in reversed(read)}
    judged, missing = [], []
    for (year, code), value in wanted.items():
        if as_read := standing.get((year, code)):
            outcome = FigureOutcome.RIGHT if as_read[0] == value else FigureOutcome.WRONG
            judged.append(Judged(outcome, year, code, str(value), *as_read[1:]))
        else:
            missing.append((year, code, value))
    seen: set[tuple[int | None, str, _Value]] = set(label.also)
    for key, value, published, place in read:
        # A standing value that is not the label's is wrong already.
        is_judged = key in wanted and value in (wanted[key], standing[key][0])
        if not is_judged and (*key, value) not in seen:
            seen.add((*key, value))
            judged.append(Judged(FigureOutcome.INVENTED, *key, None, published, place))
    return [*judged, *_candidates(label, wanted, missing, reading.candidates)]


def _read(reading: Reading, label: Label) -> Iterator[tuple[_Key, _Value, str, Place]]:
    """Every score and level that was read, of each thing first what stands: that of a table."""
    for figure in sorted(reading.sheet.figures, key=lambda figure: figure.origin is Origin.PROSE):
        yield (figure.year, figure.code), figure.value, figure.published, figure.place
    for level in reading.sheet.ratings if label.ratings is not None else ():
        yield (level.year, LEVEL), level.code, level.published, level.place


def _candidates(
    label: Label,
    wanted: Mapping[_Key, _Value],
    missing: Sequence[tuple[int | None, str, _Value]],
    candidates: Sequence[Candidate],
) -> Iterator[Judged]:
    """Which missing figures are candidates, and which candidates are no figure of the label."""
    pairs = _paired(missing, candidates)
    for figure, (year, code, value) in enumerate(missing):
        if (candidate := pairs.get(figure)) is not None:
            published, place = candidate.published, candidate.place
            yield Judged(FigureOutcome.CANDIDATE, year, code, str(value), published, place)
        else:
            yield Judged(FigureOutcome.MISSED, year, code, str(value), None)
    printed = {(code, value) for (_, code), value in wanted.items()}
    printed |= {(code, value) for _, code, value in label.also}
    for candidate in candidates:
        is_known = any(_fits(candidate, code, value) for code, value in printed)
        is_compared = candidate.level is None or label.ratings is not None
        if is_compared and not is_known and candidate.code not in label.withheld:
            what = _code(candidate), None, candidate.published, candidate.place
            yield Judged(FigureOutcome.FALSE_CANDIDATE, candidate.year, *what)


def _paired(
    missing: Sequence[tuple[int | None, str, _Value]], candidates: Sequence[Candidate]
) -> dict[int, Candidate]:
    """The candidate that stands for each missing figure, by its place among these.

    A candidate stands for one figure of its value: of its own code and year before others.
    """
    fitting = sorted(
        (_code(candidate) != code, candidate.year != year, figure, number)
        for figure, (year, code, value) in enumerate(missing)
        for number, candidate in enumerate(candidates)
        if _fits(candidate, code, value)
    )
    pairs: dict[int, int] = {}
    for _, _, figure, number in fitting:
        if figure not in pairs and number not in pairs.values():
            pairs[figure] = number
    return {figure: candidates[number] for figure, number in pairs.items()}


def _code(candidate: Candidate) -> str | None:
    return candidate.code if candidate.level is None else LEVEL


def _fits(candidate: Candidate, code: str, value: _Value) -> bool:
    """Whether a candidate has the value of a figure: what it is of, a person says."""
    if candidate.level is not None:
        return (LEVEL, candidate.level) == (code, value)
    return code != LEVEL and candidate.value == value
