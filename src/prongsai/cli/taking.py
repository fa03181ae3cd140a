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
    Misuse,
    Place,
    ProngsaiError,
    Severity,
    UnreadableInput,
    finding,
)
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.ids import level_of, parse_code, written
from prongsai.core.messages import Message, read_message
from prongsai.core.scoresheet.model import ONE_BY_ONE, Candidate, Reading
from prongsai.core.text import Text, same
from prongsai.core.thai import arabic_digits

if TYPE_CHECKING:
    from prongsai.cli.session import Session
    from prongsai.core.framework.catalogue import Catalogue

    Numbered = Sequence[tuple[int, Candidate]]

_ALL = ("all", "ทั้งหมด")
_WORD = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?(?:=([^@=]+))?(?:@(\d{4}))?")
_SHOWN = 8
_EXAMPLES = "--take 1,3-5, --take 2=ind4, --take 2=ind4@2567"
_WRITE = Text(
    f"ดูหมายเลขด้วย prongsai read FILE (ใช้ --year และ --agency เดียวกัน) แล้วระบุ เช่น {_EXAMPLES}",
    "see the numbers with prongsai read FILE (and the same --year and --agency);"
    f" write {_EXAMPLES}",
)
# What taking makes untrue.
SETTLED = ("no_scores", "only_candidates", "year_unknown")


class NothingCertain(UnreadableInput):
    """Only candidates were found; a person must take some first."""


def nothing_certain(reading: Reading) -> Finding:
    """The finding of a file in which only candidates were found, in their order."""
    places = [candidate.place for candidate in reading.candidates]
    return finding("cli/nothing_certain", Severity.ERROR, *places, **_counted(reading))


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
    return [(n, one) for n, one in enumerate(whole.candidates, start=1) if one in left]


def take(reading: Reading, asked: Sequence[str], catalogue: Catalogue) -> Reading:
    """The reading with the candidates that a person takes, as found or as corrected.

    Shape:  `asked` are values of `--take`: numbers, ranges, N=CODE@YEAR, all.
    Errors: Misuse where a number is wrong, lacks something, or denies another score.
    """
    words = [word.strip() for text in asked for word in arabic_digits(text).split(",")]
    taken: dict[int, Candidate] = {}
    for word in words:
        for number, one in () if word in _ALL else _asked(reading, word, catalogue):
            if taken.setdefault(number, one) != one:
                raise _refused("cli/number_taken_twice", word, number=number)
    known = _Known(reading)
    for number, one in taken.items():
        known.add(number, one)
    left: list[int] = []
    if any(word in _ALL for word in words):
        more, left = known.rest(taken, catalogue)
        taken |= more
        if not taken:
            raise _refused("cli/none_taken_unseen", _ALL[0])
    if not taken:
        return reading
    found = reading.taking(one for _, one in sorted(taken.items()))
    if found.sheet.figures and found.sheet.fiscal_year not in found.sheet.years():
        numbers = ",".join(map(str, taken))
        raise _refused("cli/none_of_year", numbers, fiscal_year=found.sheet.fiscal_year)
    settled = tuple(one for one in found.findings if one.code not in SETTLED)
    return replace(found, findings=(*settled, _note_taken(taken, left)))


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
        one = reading.candidates[number - 1]
        if code and one.level:
            raise _refused("cli/level_taken_as_score", word, number=number)
        year = int(parts[4]) if parts[4] else one.year
        one = replace(one, code=code or one.code, year=year)
        if lack := _lack(number, one, catalogue):
            raise _refused(lack, word)
        yield number, one


def _lack(number: int, one: Candidate, catalogue: Catalogue) -> Text | None:
    """Why a candidate cannot be taken as it stands."""
    message: Message | None = None
    if one.value is None and one.level is None:
        message = read_message(
            "cli/candidate_without_value", number=number, published=one.published
        )
    elif one.code is None and one.level is None:
        message = read_message("cli/candidate_without_code", number=number)
    elif one.year is None:
        message = read_message("cli/candidate_without_year", number=number)
    elif not FIRST_YEAR <= one.year <= LAST_YEAR:
        message = read_message("cli/year_not_buddhist", year=one.year)
    elif one.year > (last := max(catalogue.years()) + 1):
        message = read_message("cli/year_to_come", year=one.year, last=last)
    else:
        return _unknown_in_year(one, one.year, catalogue)
    return message.text


def _unknown_in_year(one: Candidate, year: int, catalogue: Catalogue) -> Text | None:
    """What the year does not have: the code, or the level."""
    if year not in catalogue.years():
        return None
    framework = catalogue.get(year, draft=True)
    if one.level is not None:
        known = {level.code for level in framework.rating.levels or ()}
        is_strange = bool(known) and one.level not in known
    else:
        known = {*framework.tree, *framework.items}
        level = level_of(one.code or "")
        is_strange = one.code not in known and level in map(level_of, known)
    what = one.published if one.level else written(one.code or "")
    if not is_strange:
        return None
    return read_message("cli/year_without_code", year=year, code=what).text


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
    def _claims(one: Candidate) -> Iterator[tuple[Any, Any]]:
        """A score has one value, a printed number is one score."""
        value = one.level or one.value
        yield (None if one.level else one.code, one.year), value
        yield (one.place, one.published), (one.code, one.year)

    def add(self, number: int, one: Candidate) -> None:
        """Take one.

        Errors: Misuse where it denies what is certain or was taken before.
        """
        for key, value in self._claims(one):
            values = self._values[key]
            if values and value not in values:
                other, rival = next(iter(values.items()))
                raise _refused(_denied(number, one, other, rival), str(number))
            values.setdefault(value, number)

    def rest(
        self, taken: dict[int, Candidate], catalogue: Catalogue
    ) -> tuple[dict[int, Candidate], list[int]]:
        """All that can be taken besides without a look at each, and the numbers of the others."""
        others = {n: one for n, one in enumerate(self._candidates, start=1) if n not in taken}
        sound = {n: one for n, one in others.items() if not _lack(n, one, catalogue)}
        for number, one in sound.items():
            for key, value in self._claims(one):
                self._values[key].setdefault(value, number)
        more = {
            n: one
            for n, one in sound.items()
            if ONE_BY_ONE.isdisjoint(one.doubts)
            and all(len(self._values[key]) == 1 for key, _ in self._claims(one))
        }
        return more, [n for n in others if n not in more]


def _denied(number: int, one: Candidate, other: Any, rival: int) -> Text:
    what = Text("ระดับ", "the level") if one.level else same(written(one.code or ""))
    if isinstance(other, tuple):
        return read_message("cli/number_taken_as_other_score", number=number, rival=rival).text
    return read_message(
        "cli/score_has_other_value",
        number=number,
        score=what,
        year=one.year,
        published=one.published,
        source=Text(f"หมายเลข {rival}", f"number {rival}") if rival else Text("ไฟล์", "the file"),
        certainty=Text("", "") if rival else Text("แน่นอนแล้ว", " for certain"),
        other=other,
    ).text


def _refused(reason: Text | str, word: str, **values: object) -> Misuse:
    return Misuse(reason, place=Place(f"--take {word}"), next_step=_WRITE, **values)


def _note_taken(taken: dict[int, Candidate], left: Sequence[int]) -> Finding:
    """The note that says what counts because a person took it."""
    words = [
        f"{number}={written(one.code) if one.code else 'level'}@{one.year} ({one.published})"
        for number, one in sorted(taken.items())
    ]
    listed = ", ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    places = [taken[number].place for number in sorted(taken)[:_SHOWN]]
    count = len(taken)
    if not left:
        return finding("cli/candidates_taken", Severity.NOTE, *places, count=count, listed=listed)
    return finding(
        "cli/candidates_taken.some_left", Severity.NOTE, *places, count=count, listed=listed,
        left=", ".join(map(str, left)),
    )  # fmt: skip


_ANSWERS = {"": "", "n": "", "ไม่": "", "y": "y", "ใช่": "y", "q": "q"}


def candidate_data(number: int, one: Candidate) -> dict[str, Any]:
    return {
        "number": number,
        "code": one.code,
        "year": one.year,
        "published": one.published,
        "value": None if one.value is None else str(one.value),
        "level": one.level,
        "doubts": [doubt.value for doubt in one.doubts],
        "place": one.place.as_dict(),
    }


def print_candidates(session: Session, numbered: Numbered, catalogue: Catalogue) -> None:
    """Candidates by page, sheet or table, each with its number, what it seems to be, and quote."""
    console = session.console
    count = len(numbered)
    lead = session.message("cli/candidates", count=count)
    console.print(lead, style="bold", markup=False)
    groups: dict[Place, list[tuple[int, Candidate]]] = defaultdict(list)
    for number, one in numbered:
        groups[_group(one)].append((number, one))
    for place, group in groups.items():
        heading = session.text(place.text()) or session.say("ในข้อความ", "in the text")
        console.print(heading, style="cyan", markup=False)
        for number, one in group:
            what, where = _lines(session, one, catalogue)
            console.print(f"{number:>4}  {what}", markup=False)
            console.print(f"      {where}", style="dim", markup=False)


def _group(one: Candidate) -> Place:
    place = one.place
    is_paged = place.page is not None or place.sheet is not None
    return Place(sheet=place.sheet, page=place.page, table=None if is_paged else place.table)


def _lines(session: Session, one: Candidate, catalogue: Catalogue) -> tuple[str, str]:
    """What a candidate seems to be and why it is doubted; where it stands."""
    doubts = ", ".join(session.text(doubt.text) for doubt in one.doubts)
    year = str(one.year or session.say("ไม่ทราบปี", "no year"))
    what = session.text(_name(one, catalogue))
    table = None if _group(one).table else one.place.table
    where = replace(one.place, file=None, sheet=None, page=None, table=table).text()
    published = session.text(same(one.published))
    return f"{published}  {what} · {year} · {doubts}", session.text(where)


def _name(one: Candidate, catalogue: Catalogue) -> Text:
    """The code with its official name in the candidate's year, else in the newest."""
    if one.level is not None:
        return Text("ระดับ", "level")
    if one.code is None:
        return Text("ไม่ทราบว่าเป็นคะแนนใด", "of an unknown score")
    years = catalogue.years()
    framework = catalogue.get(one.year if one.year in years else years[-1], draft=True)
    node = framework.tree.get(one.code) or framework.items.get(one.code)
    code = written(one.code)
    return Text(f"{code} {node.name.th}", f"{code} {node.name.en}") if node else same(code)


def ask(
    session: Session, reading: Reading, asked: Sequence[str], catalogue: Catalogue
) -> tuple[str, ...]:
    """Ask of each candidate that is not taken yet; what `--take` is to say."""
    if session.as_json or not has_terminal():
        raise Misuse("cli/interactive_without_terminal")
    chosen = list(asked)
    question = session.message("cli/candidate_question")
    questions = iter(left_of(reading, take(reading, chosen, catalogue)))
    number, one = next(questions, (0, None))
    while one is not None:
        what, where = _lines(session, one, catalogue)
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
        number, one = next(questions, (0, None))
    click.echo(f"--take {','.join(chosen) or '–'}", err=True)
    return tuple(chosen)


def has_terminal() -> bool:
    return sys.stdin.isatty()
