"""`--take`: candidates that a person takes as scores, as found or as corrected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from prongsai.core.errors import Finding, Misuse, Place, Severity, UnreadableInput
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.ids import level_of, parse_code, written
from prongsai.core.scoresheet.model import Candidate, Doubt, Reading
from prongsai.core.text import Text, same
from prongsai.core.thai import arabic_digits

if TYPE_CHECKING:
    from prongsai.core.framework.catalogue import Catalogue

_ALL = ("all", "ทั้งหมด")
_WORD = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?(?:=([^@=]+))?(?:@(\d{4}))?")
_SHOWN = 8
_LOOK = Text(
    "ดูหมายเลขด้วย prongsai read FILE (ใช้ --year และ --agency เดียวกัน)",
    "see the numbers with prongsai read FILE (and the same --year and --agency)",
)
TAKE_IT = Text(
    "เพิ่ม --take หมายเลข หรือเก็บด้วย prongsai read FILE --take หมายเลข -o scores.json แล้วใช้แฟ้มนั้นแทน",
    "add --take NUMBERS, or keep them with prongsai read FILE --take NUMBERS -o scores.json and use"
    " that file instead",
)
# Likely no score of the thing at all: a person looks at each of these.
_ONE_BY_ONE = frozenset({Doubt.GOAL, Doubt.MEAN, Doubt.WEIGHTED})
# What taking makes untrue.
SETTLED = ("no_scores", "only_candidates", "year_unknown")


class NothingCertain(UnreadableInput):
    """Only candidates were found; a person must take some first."""


def nothing_certain(reading: Reading) -> Finding:
    """The finding of a file in which only candidates were found, in their order."""
    count = len(reading.candidates)
    message = Text(
        f"ไม่มีคะแนนที่แน่นอน พบตัวเลขที่อาจเป็นคะแนน {count} รายการ",
        f"nothing is certain, {count} candidate{'s' if count > 1 else ''}",
    )
    places = tuple(one.place for one in reading.candidates)
    return _of_candidates("nothing_certain", Severity.ERROR, message, places)


def candidates_left(reading: Reading) -> Finding:
    """The note that a file has candidates which count for nothing."""
    count = len(reading.candidates)
    message = Text(
        f"ไม่ได้นับตัวเลขที่อาจเป็นคะแนน {count} รายการ",
        f"{count} candidate{'s' if count > 1 else ''} not counted",
    )
    return _of_candidates("candidates_left", Severity.NOTE, message, (reading.candidates[0].place,))


def _of_candidates(
    code: str, severity: Severity, message: Text, places: tuple[Place, ...]
) -> Finding:
    step = Text(f"{_LOOK.th} แล้ว{TAKE_IT.th}", f"{_LOOK.en}, then {TAKE_IT.en}")
    return Finding(code, severity, message, places, step)


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
                raise _refused(
                    word,
                    Text(f"ระบุหมายเลข {number} สองแบบ", f"number {number} is taken in two ways"),
                )
    known = _Known(reading)
    for number, one in taken.items():
        known.add(number, one)
    left: list[int] = []
    if any(word in _ALL for word in words):
        more, left = known.rest(taken, catalogue)
        taken |= more
        if not taken:
            raise _refused(_ALL[0], Text("ไม่มีรายการที่ยืนยันรวมกันได้", "none can be taken unseen"))
    if not taken:
        return reading
    found = reading.taking(one for _, one in sorted(taken.items()))
    if found.sheet.figures and found.sheet.fiscal_year not in found.sheet.years():
        given = found.sheet.fiscal_year
        raise _refused(
            ",".join(map(str, taken)),
            Text(f"ไม่มีรายการใดเป็นของปี {given} ที่ขอ", f"none is of {given}, the year asked for"),
        )
    settled = tuple(one for one in found.findings if one.code not in SETTLED)
    return replace(found, findings=(*settled, _told(taken, left)))


def _asked(reading: Reading, word: str, catalogue: Catalogue) -> Iterator[tuple[int, Candidate]]:
    """The candidates of one word of `--take`, corrected as it says."""
    parts, count = _WORD.fullmatch(word), len(reading.candidates)
    if parts is None:
        raise _refused(word, Text("อ่านไม่เข้าใจ", "it is not understood"))
    first, last = int(parts[1]), int(parts[2] or parts[1])
    if not 1 <= first <= last <= count:
        raise _refused(
            word,
            Text(f"แฟ้มนี้มีหมายเลข 1-{count}", f"this file has the numbers 1 to {count}")
            if count
            else Text("แฟ้มนี้ไม่มีตัวเลขที่รอยืนยัน", "this file has no candidate"),
        )
    code = parse_code(parts[3]) if parts[3] else None
    if parts[3] and code is None:
        raise _refused(
            word,
            Text(
                f"ไม่รู้จักรหัส “{parts[3]}” ใช้รหัสเช่น total, IIT, ind4, 9.3, i7, o12",
                f"“{parts[3]}” is no code; a code is total, IIT, ind4, 9.3, i7, o12",
            ),
        )
    for number in range(first, last + 1):
        one = reading.candidates[number - 1]
        if code and one.level:
            raise _refused(
                word, Text(f"{number} เป็นระดับ ไม่ใช่คะแนน", f"{number} is a level, no score")
            )
        year = int(parts[4]) if parts[4] else one.year
        one = replace(one, code=code or one.code, year=year)
        if lack := _lack(number, one, catalogue):
            raise _refused(word, lack)
        yield number, one


def _lack(number: int, one: Candidate, catalogue: Catalogue) -> Text | None:
    """Why a candidate cannot be taken as it stands."""
    if one.value is None and one.level is None:
        return Text(
            f"อ่านค่าของ {number} ไม่ได้ ({one.published}) กรอกในแบบฟอร์มจาก prongsai template scores",
            f"the value of {number} cannot be read ({one.published}): fill in the sheet of"
            " prongsai template scores",
        )
    if one.code is None and one.level is None:
        return Text(
            f"ไม่รู้ว่า {number} เป็นคะแนนของอะไร ระบุ เช่น --take {number}=ind4",
            f"what {number} is a score of is not known: say so, as --take {number}=ind4",
        )
    if one.year is None:
        return Text(
            f"ไม่รู้ว่า {number} เป็นของปีใด ระบุ เช่น --take {number}@2567",
            f"the year of {number} is not known: say so, as --take {number}@2567",
        )
    if not FIRST_YEAR <= one.year <= LAST_YEAR:
        return Text(f"{one.year} ไม่ใช่ปี พ.ศ.", f"{one.year} is no year of the Buddhist era")
    if one.year > (last := max(catalogue.years()) + 1):
        return Text(
            f"ปี {one.year} ยังมาไม่ถึง รู้จักถึงปี {last}",
            f"{one.year} is to come; {last} is the last known",
        )
    return _unknown_in_year(one, one.year, catalogue)


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
    return Text(f"ปี {year} ไม่มี {what}", f"{year} has no {what}") if is_strange else None


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
                raise _refused(str(number), _denied(number, one, other, rival))
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
            if _ONE_BY_ONE.isdisjoint(one.doubts)
            and all(len(self._values[key]) == 1 for key, _ in self._claims(one))
        }
        return more, [n for n in others if n not in more]


def _denied(number: int, one: Candidate, other: Any, rival: int) -> Text:
    what = Text("ระดับ", "the level") if one.level else same(written(one.code or ""))
    if isinstance(other, tuple):
        return Text(
            f"{number} เป็นตัวเลขเดียวกับ {rival} ซึ่งยืนยันเป็นคะแนนอื่นแล้ว",
            f"{number} is the same number as {rival}, which is taken as another score",
        )
    who = Text(f"หมายเลข {rival}", f"number {rival}") if rival else Text("แฟ้ม", "the file")
    sure = Text("", "") if rival else Text("แน่นอนแล้ว", " for certain")
    return Text(
        f"{number} จะเป็น {what.th} ปี {one.year} = {one.published} แต่{who.th} บอก{sure.th}ว่า {other}"
        " ยืนยันได้ค่าเดียว แก้รหัสหรือปี",
        f"{number} would be {what.en} of {one.year} = {one.published}, but {who.en} says"
        f"{sure.en} {other}: take one value, or correct code or year",
    )


def _refused(word: str, reason: Text) -> Misuse:
    example = "--take 1,3-5, --take 2=ind4, --take 2=ind4@2567"
    return Misuse(
        reason,
        place=Place(f"--take {word}"),
        next_step=Text(f"{_LOOK.th} แล้วระบุ เช่น {example}", f"{_LOOK.en}; write {example}"),
    )


def _told(taken: dict[int, Candidate], left: Sequence[int]) -> Finding:
    """The note that says what counts because a person took it."""
    words = [
        f"{number}={written(one.code) if one.code else 'level'}@{one.year} ({one.published})"
        for number, one in sorted(taken.items())
    ]
    shown = ", ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    th, en = f"ยืนยันเอง {len(taken)} รายการ: {shown}", f"taken by you: {shown}"
    if left:
        numbers = ", ".join(map(str, left))
        th += f" · ยังไม่ยืนยัน (ไม่มีรหัสหรือปี ขัดกัน หรืออาจไม่ใช่คะแนน): {numbers}"
        en += f"; left, for code or year is missing, values differ or it may be no score: {numbers}"
    places = tuple(taken[number].place for number in sorted(taken)[:_SHOWN])
    return Finding("candidates_taken", Severity.NOTE, Text(th, en), places)
