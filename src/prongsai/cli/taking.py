"""`--take`: candidates that a person takes as scores, listed by number and asked one by one."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from prongsai.cli.telling import tell
from prongsai.core.errors import (
    Finding,
    Findings,
    Misuse,
    Place,
    ProngsaiError,
    Severity,
    UnreadableInput,
    finding,
)
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.ids import level_of, parse_code, written
from prongsai.core.messages import read_words
from prongsai.core.scoresheet.model import ONE_BY_ONE, Candidate, Reading
from prongsai.core.scoresheet.report import is_undated
from prongsai.core.text import Text, listed, same
from prongsai.core.thai import arabic_digits

if TYPE_CHECKING:
    from prongsai.cli.session import Session
    from prongsai.core.framework.catalogue import Catalogue

    Numbered = Sequence[tuple[int, Candidate]]

_ALL = ("all", "ทั้งหมด")
_WORD = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?(?:=([^@=]+))?(?:@(\d{4}))?")
_SHOWN = 8
# What taking makes untrue.
SETTLED = ("no_scores", "only_candidates", "year_unknown")


class NothingCertain(UnreadableInput):
    """Only candidates were found; a person must take some first."""


def nothing_certain(reading: Reading) -> Finding:
    """The finding of a file in which only candidates were found, in their order."""
    places = [candidate.place for candidate in reading.candidates]
    step = read_words("scoresheet/give_year") if is_undated(reading.candidates) else None
    counted = _counted(reading)
    return finding("cli/nothing_certain", Severity.ERROR, *places, next_step=step, **counted)


def nothing_certain_listed(reading: Reading) -> Finding:
    """The same where the candidates are listed above it."""
    return finding("cli/nothing_certain.listed_above", Severity.ERROR, **_counted(reading))


def candidates_left(reading: Reading) -> Finding:
    """The note that a file has candidates which count for nothing."""
    place = reading.candidates[0].place
    return finding("cli/candidates_left", Severity.NOTE, place, **_counted(reading))


def _counted(reading: Reading) -> dict[str, Any]:
    count = len(reading.candidates)
    return {"count": count, "candidates": "candidates" if count > 1 else "candidate"}


def left_of(whole: Reading, reading: Reading) -> list[tuple[int, Candidate]]:
    """What of a reading's candidates was not taken, with the numbers it had before."""
    left = {*reading.candidates}
    return [numbered for numbered in enumerate(whole.candidates, start=1) if numbered[1] in left]


def take(reading: Reading, asked: Sequence[str], catalogue: Catalogue) -> Reading:
    """The reading with the candidates that a person takes, as found or as corrected.

    Shape:  `asked` are values of `--take`: numbers, ranges, N=CODE@YEAR, all.
    Errors: Misuse where a number is wrong, lacks something, or denies another score.
    """
    words = [word.strip() for text in asked for word in arabic_digits(text).split(",")]
    taken: dict[int, Candidate] = {}
    for word in words:
        for number, candidate in () if word in _ALL else _asked(reading, word, catalogue):
            if taken.setdefault(number, candidate) != candidate:
                raise _refused("cli/number_taken_twice", word, number=number)
    known = _Known(reading)
    for number, candidate in taken.items():
        known.add(number, candidate)
    left: list[int] = []
    if any(word in _ALL for word in words):
        more, left = known.rest(taken, catalogue)
        taken |= more
        if not taken:
            raise _refused("cli/none_taken_unseen", _ALL[0])
    if not taken:
        return reading
    result = reading.taking(candidate for _, candidate in sorted(taken.items()))
    if result.sheet.figures and result.sheet.fiscal_year not in result.sheet.years():
        numbers = ",".join(map(str, taken))
        raise _refused("cli/none_of_year", numbers, fiscal_year=result.sheet.fiscal_year)
    return replace(result, findings=(*_findings(result, catalogue), _note_taken(taken, left)))


def _findings(result: Reading, catalogue: Catalogue) -> list[Finding]:
    """What was notable of the file; what it lacks is of the scores that stand now."""
    from prongsai.core.scoresheet.report import LACKING, report_missing

    gone = {*SETTLED, *LACKING}
    kept = Findings([finding for finding in result.findings if finding.code not in gone])
    year = result.sheet.fiscal_year
    if year in catalogue.years():
        report_missing(result.sheet, year, catalogue.get(year, draft=True), kept)
    return kept.items


def _asked(reading: Reading, word: str, catalogue: Catalogue) -> Iterator[tuple[int, Candidate]]:
    """The candidates of one word of `--take`, corrected as it says."""
    parts, count = _WORD.fullmatch(word), len(reading.candidates)
    if parts is None:
        raise _refused("cli/take_not_understood", word)
    first, last = int(parts[1]), int(parts[2] or parts[1])
    if not count:
        raise _refused("cli/no_candidate", word)
    if not 1 <= first <= last <= count:
        raise _refused("cli/number_out_of_range", word, count=count)
    code = parse_code(parts[3]) if parts[3] else None
    if parts[3] and code is None:
        raise _refused("cli/code_not_known", word, code=parts[3])
    for number in range(first, last + 1):
        candidate = reading.candidates[number - 1]
        if code and candidate.level:
            raise _refused("cli/level_taken_as_score", word, number=number)
        year = int(parts[4]) if parts[4] else candidate.year
        candidate = replace(candidate, code=code or candidate.code, year=year)
        if lack := _lack(number, candidate, catalogue):
            raise _refused(lack, word)
        yield number, candidate


def _lack(number: int, candidate: Candidate, catalogue: Catalogue) -> Text | None:
    """Why a candidate cannot be taken as it stands."""
    published = candidate.published
    if candidate.value is None and candidate.level is None:
        reason = read_words("cli/candidate_without_value", number=number, published=published)
    elif candidate.code is None and candidate.level is None:
        reason = read_words("cli/candidate_without_code", number=number)
    elif candidate.year is None:
        reason = read_words("cli/candidate_without_year", number=number)
    elif not FIRST_YEAR <= candidate.year <= LAST_YEAR:
        reason = read_words("cli/year_not_buddhist", year=candidate.year)
    elif candidate.year > (last := max(catalogue.years()) + 1):
        reason = read_words("cli/year_to_come", year=candidate.year, last=last)
    else:
        return _unknown_in_year(candidate, candidate.year, catalogue)
    return reason


def _unknown_in_year(candidate: Candidate, year: int, catalogue: Catalogue) -> Text | None:
    """What the year does not have: the code, or the level."""
    if year not in catalogue.years():
        return None
    framework = catalogue.get(year, draft=True)
    if candidate.level is not None:
        known = {level.code for level in framework.rating.levels or ()}
        is_strange = bool(known) and candidate.level not in known
    else:
        known = {*framework.tree, *framework.items}
        level = level_of(candidate.code or "")
        is_strange = candidate.code not in known and level in map(level_of, known)
    what = candidate.published if candidate.level else written(candidate.code or "")
    if not is_strange:
        return None
    return read_words("cli/year_without_code", year=year, code=what)


class _Known:
    """What a file says already of each score, and of each printed number: one value each."""

    def __init__(self, reading: Reading) -> None:
        self._candidates = reading.candidates
        self._values: dict[Any, dict[Any, int]] = defaultdict(dict)
        for figure in reading.sheet.figures:
            self._values[figure.code, figure.year][figure.value] = 0
        for rating in reading.sheet.ratings:
            self._values[None, rating.year][rating.code] = 0

    @staticmethod
    def _claims(candidate: Candidate) -> Iterator[tuple[Any, Any]]:
        """A score has one value, a printed number is one score."""
        value = candidate.level or candidate.value
        yield (None if candidate.level else candidate.code, candidate.year), value
        yield (candidate.place, candidate.published), (candidate.code, candidate.year)

    def add(self, number: int, candidate: Candidate) -> None:
        """Take one.

        Errors: Misuse where it denies what is certain or was taken before.
        """
        for key, value in self._claims(candidate):
            values = self._values[key]
            if values and value not in values:
                other, rival = next(iter(values.items()))
                raise _refused(_denied(number, candidate, other, rival), str(number))
            values.setdefault(value, number)

    def rest(
        self, taken: dict[int, Candidate], catalogue: Catalogue
    ) -> tuple[dict[int, Candidate], list[int]]:
        """All that can be taken besides without a look at each, and the numbers of the others."""
        others = {n: left for n, left in enumerate(self._candidates, start=1) if n not in taken}
        sound = {n: left for n, left in others.items() if not _lack(n, left, catalogue)}
        for number, candidate in sound.items():
            for key, value in self._claims(candidate):
                self._values[key].setdefault(value, number)
        more = {
            n: candidate
            for n, candidate in sound.items()
            if ONE_BY_ONE.isdisjoint(candidate.doubts)
            and all(len(self._values[key]) == 1 for key, _ in self._claims(candidate))
        }
        return more, [n for n in others if n not in more]


def _denied(number: int, candidate: Candidate, other: Any, rival: int) -> Text:
    if isinstance(other, tuple):
        return read_words("cli/number_taken_as_other_score", number=number, rival=rival)
    code, where = same(written(candidate.code or "")), "in_number" if rival else "in_file"
    return read_words(
        f"cli/score_has_other_value.{where}",
        number=number,
        score=read_words("cli/the_level") if candidate.level else code,
        year=candidate.year,
        published=candidate.published,
        rival=rival,
        other=other,
    )


def _refused(reason: Text | str, word: str, **values: object) -> Misuse:
    step = read_words("cli/see_numbers")
    return Misuse(reason, place=Place(f"--take {word}"), next_step=step, **values)


def _note_taken(taken: dict[int, Candidate], left: Sequence[int]) -> Finding:
    """The note that says what counts because a person took it."""
    words = [
        f"{number}={written(candidate.code) if candidate.code else 'level'}"
        f"@{candidate.year} ({candidate.published})"
        for number, candidate in sorted(taken.items())
    ]
    listed = ", ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    places = [taken[number].place for number in sorted(taken)[:_SHOWN]]
    some_left = ".some_left" if left else ""
    return finding(
        f"cli/candidates_taken{some_left}", Severity.NOTE, *places,
        count=len(taken), listed=listed, left=", ".join(map(str, left)),
    )  # fmt: skip


_ANSWERS = {"": "", "n": "", "ไม่": "", "y": "y", "ใช่": "y", "q": "q"}


def candidate_data(number: int, candidate: Candidate) -> dict[str, Any]:
    return {
        "number": number,
        **{name: getattr(candidate, name) for name in ("code", "year", "published")},
        "value": None if candidate.value is None else str(candidate.value),
        "level": candidate.level,
        "doubts": [doubt.value for doubt in candidate.doubts],
        "place": candidate.place.as_dict(),
    }


def print_candidates(session: Session, numbered: Numbered, catalogue: Catalogue) -> None:
    """Candidates by page, sheet or table, each with its number, what it seems to be, and quote."""
    console = session.console
    lead = session.message("cli/candidates", count=len(numbered))
    console.print(lead, style="bold", markup=False)
    groups: dict[Place, list[tuple[int, Candidate]]] = defaultdict(list)
    for number, candidate in numbered:
        groups[_group(candidate)].append((number, candidate))
    for place, group in groups.items():
        heading = session.text(place.text()) or session.message("cli/in_the_text")
        console.print(heading, style="cyan", markup=False)
        for number, candidate in group:
            what, where = _lines(session, candidate, catalogue)
            console.print(f"{number:>4}  {what}", markup=False)
            console.print(f"      {where}", style="dim", markup=False)


def _group(candidate: Candidate) -> Place:
    place = candidate.place
    is_paged = place.page is not None or place.sheet is not None
    return Place(sheet=place.sheet, page=place.page, table=None if is_paged else place.table)


def _lines(session: Session, candidate: Candidate, catalogue: Catalogue) -> tuple[str, str]:
    """What a candidate seems to be and why it is doubted; where it stands."""
    doubts = ", ".join(session.text(doubt.text) for doubt in candidate.doubts)
    year = str(candidate.year or session.message("cli/no_year"))
    what = session.text(_name(candidate, catalogue))
    table = None if _group(candidate).table else candidate.place.table
    where = replace(candidate.place, file=None, sheet=None, page=None, table=table).text()
    published = session.text(same(candidate.published))
    return f"{published}  {what} · {year} · {doubts}", session.text(where)


def _name(candidate: Candidate, catalogue: Catalogue) -> Text:
    """The code with its official name in the candidate's year, else in the newest."""
    if candidate.level is not None:
        return read_words("cli/level")
    if candidate.code is None:
        return read_words("cli/unknown_score")
    years = catalogue.years()
    framework = catalogue.get(candidate.year if candidate.year in years else years[-1], draft=True)
    node = framework.tree.get(candidate.code) or framework.items.get(candidate.code)
    code = written(candidate.code)
    return listed((same(code), node.name), " ") if node else same(code)


def ask(
    session: Session, reading: Reading, asked: Sequence[str], catalogue: Catalogue
) -> tuple[str, ...]:
    """Ask of each candidate that is not taken yet; what `--take` is to say."""
    if session.as_json or not has_terminal():
        raise Misuse("cli/interactive_without_terminal")
    chosen = list(asked)
    question = session.message("cli/candidate_question")
    questions = iter(left_of(reading, take(reading, chosen, catalogue)))
    number, candidate = next(questions, (0, None))
    while candidate is not None:
        what, where = _lines(session, candidate, catalogue)
        click.echo(f"{number:>4}  {what}\n      {where}", err=True)
        answer = click.prompt(question, default="", show_default=False, err=True).strip()
        answer = _ANSWERS.get(answer.lower(), answer)
        if answer == "q":
            break
        sign = "" if answer.startswith("@") else "="
        word = str(number) if answer == "y" else f"{number}{sign}{answer.replace(',', ' ')}"
        more = [word] if answer else []
        try:
            take(reading, [*chosen, *more], catalogue)
        except ProngsaiError as error:
            tell(error, session.language, as_json=False)
            continue
        chosen += more
        number, candidate = next(questions, (0, None))
    click.echo(f"--take {','.join(chosen) or '–'}", err=True)
    return tuple(chosen)


def has_terminal() -> bool:
    return sys.stdin.isatty()
