"""What whole sentences claim of scores: one plain form of each kind, and not a word beside it.

A line becomes a row of letters, one for each word or name that is known; a line with anything else
is no claim. To miss a claim is cheap, to call a true sentence false is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph
from prongsai.core.fiscal import years_in
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Claim, Counted, Figure, Said, Statement
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.new.agencies import Own
from prongsai.core.scoresheet.new.setting import ITA, Captions, Setting
from prongsai.core.scoresheet.new.things import Things
from prongsai.core.scoresheet.new.vocabulary import doubts_of, names_another
from prongsai.core.thai import arabic_digits

_REACHED, _BELOW = ("ผ่าน", "สูงกว่า"), ("ไม่ผ่าน", "ยังไม่ผ่าน", "ต่ำกว่า", "ไม่ถึง")
_LIMITS = ("เกณฑ์", "เกณฑ์การประเมิน", "เกณฑ์มาตรฐาน", "เกณฑ์ที่กำหนด")
# The known words, by letter: L leads in, N has a score, G is of the agency, K a kind of thing, H an
# extreme, C "is", M "next to it", Z "in this order", P beside the limit, B beside a number,
# R a change, F from when, O "last year", Q a count, T "that", E every, S the total, A joins clauses.
_WORDS = {
    ("L", ""): "พบว่า ปรากฏว่า โดย ทั้งนี้ สรุป ผลการประเมิน ผลการประเมินพบว่า จากผลการประเมิน จากตาราง",
    ("N", ""): "ได้ มี ได้คะแนน มีคะแนน ได้รับคะแนน คะแนน ผลคะแนน คะแนนเฉลี่ย คะแนนของ ผลคะแนนของ"
    " ได้คะแนนเฉลี่ย มีคะแนนเฉลี่ย คะแนนเฉลี่ยของ เท่ากับ",
    ("G", ""): "ของ ของหน่วยงาน ของเทศบาล",
    ("K", Level.INDICATOR): "ตัวชี้วัด",
    ("K", Level.INSTRUMENT): "แบบวัด เครื่องมือ",
    ("H", Said.HIGHEST): "สูงสุด สูงที่สุด มากที่สุด",
    ("H", Said.LOWEST): "ต่ำสุด ต่ำที่สุด น้อยที่สุด",
    ("C", ""): "คือ ได้แก่",
    ("M", ""): "รองลงมา รองลงมาคือ",
    ("Z", ""): "ตามลำดับ",
    ("P", Said.AT_TARGET): " ".join(way + limit for way in _REACHED for limit in _LIMITS),
    ("P", Said.BELOW_TARGET): " ".join(way + limit for way in _BELOW for limit in _LIMITS),
    ("B", Said.AT_TARGET): "สูงกว่า",
    ("B", Said.BELOW_TARGET): "ต่ำกว่า",
    ("R", Said.ROSE): "เพิ่มขึ้น สูงขึ้น",
    ("R", Said.FELL): "ลดลง",
    ("F", ""): "จาก เทียบกับ เมื่อเทียบกับ",
    ("O", ""): "ปีก่อน ปีที่แล้ว ปีที่ผ่านมา",
    ("Q", ""): "จำนวน มีจำนวน เพียง ทั้งสิ้น จำนวนทั้งสิ้น มีทั้งสิ้น มีทั้งหมด คิดเป็น",
    ("T", ""): "ที่",
    ("E", ""): "ทุก",
    ("S", TOTAL): "คะแนนรวม ผลคะแนนรวม คะแนนภาพรวม ผลคะแนนภาพรวม คะแนนเฉลี่ยรวม",
    ("A", ""): "และ แต่ ส่วน ขณะที่ ในขณะที่ ,",
}
_LETTER_OF = {word: key for key, words in _WORDS.items() for word in words.split()}
_WORD = compiled("|".join(map(re.escape, sorted(_LETTER_OF, key=len, reverse=True))))
_YEAR = compiled(
    r"(?:(?:ใน|ของ)?ปี(?:งบประมาณ)?|ประจำปี(?:งบประมาณ)?)\s*(?:พ\.?\s?ศ\.?\s*)?25\d\d(?!\d)"
)
_NUMBER = compiled(r"(ร้อยละ\s*)?(?<![\d.,])(\d{1,3}(?:\.\d{1,2})?)(?![\d.,/])\s*(คะแนน|%)?")
_IN_BRACKETS = compiled(r"\(\s*(?:ร้อยละ\s*)?(\d{1,3}(?:\.\d{1,2})?)\s*(?:คะแนน|%)?\s*\)")
_CLASSIFIER = compiled(r"(ตัวชี้วัด|แบบวัด|เครื่องมือ|แบบสำรวจ|แบบตรวจ)\s*")
_LISTED = compiled(r"\s*(?:[-•*–]|\(?\d{1,2}(?:\.\d{1,2})*[.)](?!\d))\s*")
_BETWEEN = compiled(r"[\s()]*")
_MAY_CLAIM = compiled("สุด|เกณฑ์|กว่า|ขึ้น|ลดลง")
_OTHER_LIMIT = compiled(r"(?:เกณฑ์|เป้าหมาย)[^\d\n]{0,30}(\d{2,3}(?:\.\d+)?)(?!\d)")
# Below this a number beside a limit may be how far it is away; from here on either way is true.
_LEAST_LIMIT = 50
_ABOVE, _LONGEST_QUOTE = 4, 160
# Beside the letters of words: I, D an instrument, an indicator that "ตัวชี้วัด" leads, d one without
# it; Y a year; # a score, n a whole number without a unit; V a score in brackets.
_VALUE = "(?:N*#|V)?"
_LIMIT = "(?:PN*[#n]?|B[#n])"
_ONE = f"N*[SID]G?Y?{_VALUE}N*"
_BEST = f"HC[IDd]{_VALUE}(?:MC?[IDd]{_VALUE}(?:A?[IDd]{_VALUE})*)?Z?"
_JOINT = compiled("AL*|L+|$")
_LEAD = compiled("[LY]*")
_COUNTS = {
    (Level.INDICATOR, Said.AT_TARGET): Counted.INDICATORS_AT_TARGET,
    (Level.INDICATOR, Said.BELOW_TARGET): Counted.INDICATORS_BELOW_TARGET,
    (Level.INSTRUMENT, Said.AT_TARGET): Counted.INSTRUMENTS_AT_TARGET,
    (Level.INSTRUMENT, Said.BELOW_TARGET): Counted.INSTRUMENTS_BELOW_TARGET,
}


class Token(Struct, frozen=True):
    """One known word: its letter, and the code, the kind or the number that it says."""

    letter: str
    said: str = ""
    number: Decimal = Decimal(0)
    is_share: bool = False


class Clause(Struct, frozen=True):
    """One claim of a line: its words; the year of line or captions; the instruments named above."""

    tokens: tuple[Token, ...]
    place: Place
    year: int | None
    has_year: bool
    above: tuple[str, ...]

    def first(self, letters: str) -> Token | None:
        """The first word of some kinds."""
        return next((one for one in self.tokens if one.letter in letters), None)

    def split(self, letters: str) -> tuple[Clause, Clause]:
        """What stands before the first word of some kinds, and what from it on."""
        at = next(at for at, one in enumerate(self.tokens) if one.letter in letters)
        return replace(self, tokens=self.tokens[:at]), replace(self, tokens=self.tokens[at:])

    def subject(self) -> tuple[str | None, int | None, Decimal | None]:
        """The thing, year and score that it tells; no thing where that or the year is doubtful."""
        thing, year, value = self.first("SID"), self.first("Y"), self.first("#V")
        code = thing.said if thing else None
        is_doubtful = bool((code == TOTAL and self.above) or (year and self.has_year))
        told = int(year.number) if year else self.year
        return None if is_doubtful else code, told, value.number if value else None


Claimed = tuple[Claim | Statement, Decimal | None]


class ClaimReader:
    """Gathers the claims of one document, line by line."""

    def __init__(self, names: Names, own: Own, captions: Captions) -> None:
        self._own, self._captions, self._things = own, captions, Things(names)
        self._mark = names.framework.target_score
        self._lines: list[str] = []
        self._held: Setting | None = None
        self._is_chain = False
        self._found: list[Claimed] = []

    def told(
        self, blocks: Iterable[Block], year: int | None, figures: Iterable[Figure]
    ) -> tuple[tuple[Claim, ...], tuple[Statement, ...]]:
        """What was claimed; `year` is the one the caller gave, for claims that tell none.

        A limit without its number is that of the rules only where the document names no other; of
        a score that a sentence tells beside another of the document nothing is claimed.
        """
        cells = (
            [block.text]
            if isinstance(block, Paragraph)
            else [" ".join(r.cells) for r in block.rows]
            for block in blocks
        )
        limits = {
            one
            for texts in cells
            for text in texts
            for one in _OTHER_LIMIT.findall(arabic_digits(text))
        }
        has_other = bool({Decimal(one) for one in limits} - {self._mark})
        scores: dict[tuple[str, int | None], set[Decimal]] = {}
        for figure in figures:
            scores.setdefault((figure.code, figure.year), set()).add(figure.value)
        claims: list[Claim] = []
        statements: list[Statement] = []
        for held, value in self._found:
            one = replace(held, year=held.year or year)
            if one.year is None or (has_other and _is_bare(one)):
                continue
            if isinstance(one, Claim):
                claims.append(one)
            elif value is None or value in scores.get((one.code, one.year), {value}):
                statements.append(one)
        return tuple(claims), tuple(statements)

    def read(self, texts: Sequence[str], at: int, place: Place) -> None:
        """Take up a line of a paragraph, and keep what it claims."""
        text = texts[at]
        if not text:
            return
        forms = self._forms(text)
        if forms and not self._is_chain:
            self._held = self._setting()
        self._is_chain = bool(forms)
        below = texts[at + 1] if at + 1 < len(texts) else ""
        ends = not below or _LISTED.match(below) is not None or bool(self._forms(below))
        if forms and ends and self._held is not None:
            above, quoted = self._named_above(text), replace(place, quote=text[:_LONGEST_QUOTE])
            for form, tokens, year in forms:
                clause = Clause(tokens, quoted, year or self._held.year, year is not None, above)
                self._found += _READERS[form](clause)
        self._lines = [*self._lines[1 - _ABOVE :], text]

    def _setting(self) -> Setting | None:
        """What the captions say; None where anything above the line is not understood."""
        last = self._lines[-1] if self._lines else ""
        setting = self._captions.peek()
        is_clear = setting.is_named and not setting.doubts and not self._captions.lead
        if not is_clear or self._own.others_in(last) or names_another(last) >= 0:
            return None
        return None if doubts_of(self._own.without(self._things.without(last))) else setting

    def _named_above(self, text: str) -> tuple[str, ...]:
        """The instruments named in the line and above it, from the last heading of the whole on."""
        found: set[str] = set()
        for line in (*(self._held.captions if self._held else ()), *self._lines, text):
            codes = {one.code for one in self._things.named_in(line)} & set(INSTRUMENTS)
            found = codes if ITA.search(line) and not codes else found | codes
        return tuple(sorted(found))

    def _forms(self, text: str) -> list[tuple[str, tuple[Token, ...], int | None]]:
        """The claims of a line: form, words, and the line's year; none where a word is not known."""
        is_own = _MAY_CLAIM.search(text) and not self._own.others_in(text)
        tokens = self._tokens(text) if is_own else []
        letters = "".join(one.letter for one in tokens)
        lead = _LEAD.match(letters)
        at = lead.end() if lead else 0
        years = [int(one.number) for one in tokens[:at] if one.letter == "Y"]
        found: list[tuple[str, tuple[Token, ...], int | None]] = []
        while at < len(letters) and len(years) < 2:
            ends = {
                form: one.end() for form, way in _FORMS.items() if (one := way.match(letters, at))
            }
            form = max(ends, key=lambda one: ends[one], default="")
            joint = _JOINT.match(letters, ends[form]) if form else None
            if form == "value":  # it claims nothing: another sentence may follow right away
                joint = joint or _LEAD.match(letters, ends[form])
            if joint is None:
                return []
            found.append((form, tuple(tokens[at : ends[form]]), years[0] if years else None))
            at = joint.end()
        return found

    def _tokens(self, text: str) -> list[Token]:
        """The known words of a line; none where there is another."""
        text = arabic_digits(self._own.without(text)).rstrip(" .")
        listed = _LISTED.match(text)
        at = listed.end() if listed else 0
        things = {(one.start, one.end): one.code for one in self._things.named_in(text)}
        found: list[Token] = []
        while at < len(text):
            if not text[at].isspace():
                token, end = _thing_at(text, at, things) or _word_at(text, at) or (None, at)
                if token is None:
                    return []
                found.append(token)
                at = end
            else:
                at += 1
        return found


def _thing_at(text: str, at: int, things: dict[tuple[int, int], str]) -> tuple[Token, int] | None:
    """The thing that is named at a place, and where its name ends."""
    led = _CLASSIFIER.match(text, at)
    spans = [one for one in things if one[0] == at or (led and one[0] == led.end())]
    if not spans:
        return None
    start, end = max(spans, key=lambda one: one[1])
    code, is_instrument = things[start, end], things[start, end] in INSTRUMENTS
    if led and (led[1] == "ตัวชี้วัด") is is_instrument:
        return None
    # Its number and its name, or its name and its letters, are one thing.
    while more := [
        to for to in things if things[to] == code and _BETWEEN.fullmatch(text, end, to[0])
    ]:
        end = max(to[1] for to in more)
        end += text[end : end + 1] == ")"
    is_led = led or (code in text[at:end] if is_instrument else text.startswith("ตชว", at))
    return Token(("I" if is_instrument else "D") if is_led else "d", code), end


def _word_at(text: str, at: int) -> tuple[Token, int] | None:
    """The known word, year or number at a place, and where it ends."""
    if found := _YEAR.match(text, at):
        return Token("Y", number=Decimal(years_in(found[0])[0][1])), found.end()
    if found := _WORD.match(text, at):
        return Token(*_LETTER_OF[found[0]]), found.end()
    if found := _IN_BRACKETS.match(text, at):
        return Token("V", number=Decimal(found[1])), found.end()
    if found := _NUMBER.match(text, at):
        is_score = found[1] or found[3] or "." in found[2]
        is_share = bool(found[1]) or found[3] == "%"
        return Token("#" if is_score else "n", "", Decimal(found[2]), is_share), found.end()
    return None


def _is_bare(one: Claim | Statement) -> bool:
    """Whether a claim means a limit that it does not print."""
    if isinstance(one, Claim):
        return one.mark is None
    return one.said in (Said.AT_TARGET, Said.BELOW_TARGET) and one.amount is None


def _extremes(clause: Clause) -> list[Claimed]:
    """Of "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ X (95.00 คะแนน) และต่ำสุด คือ Y", each."""
    found: list[Claimed] = []
    kinds = {one.said for one in clause.tokens if one.letter == "K"}
    while clause.first("H"):
        said, _, thing, *rest = clause.split("H")[1].tokens
        values = [
            one.number for one in takewhile(lambda one: one.letter in "N#V", rest) if one.number
        ]
        what = Statement(Said(said.said), thing.said, clause.year, None, None, clause.place)
        found += [(what, values[0] if values else None)] if kinds == {level_of(thing.said)} else []
        clause = replace(clause, tokens=tuple(rest))
    return found


def _extreme(clause: Clause) -> list[Claimed]:
    """Of "แบบวัด X ได้คะแนนสูงสุด"; beside a year that may mean among years."""
    (code, year, _), said = clause.subject(), clause.tokens[-1].said
    if clause.has_year or level_of(code or TOTAL) not in (Level.INDICATOR, Level.INSTRUMENT):
        return []
    return [(Statement(Said(said), code or "", year, None, None, clause.place), None)]


def _change(clause: Clause) -> list[Claimed]:
    """Of "X เพิ่มขึ้นจากปี 2566 จำนวน 1.20 คะแนน"."""
    before, after = clause.split("R")
    (code, year, value), since, by = before.subject(), after.first("Y"), after.first("#")
    if code is None or (since and year and since.number >= year):
        return []
    way, amount = Said(after.tokens[0].said), by.number if by else None
    first, is_share = int(since.number) if since else None, bool(by and by.is_share)
    what = Statement(way, code, year, amount, first, clause.place, is_share=is_share)
    return [(what, value)]


def _limit(clause: Clause) -> list[Claimed]:
    """Of "X ผ่านเกณฑ์ 85 คะแนน"."""
    before, after = clause.split("PB")
    (code, year, value), mark = before.subject(), after.first("#n")
    if code is None or (mark and mark.number < _LEAST_LIMIT):
        return []
    said, limit = Said(after.tokens[0].said), mark.number if mark else None
    return [(Statement(said, code, year, limit, None, clause.place), value)]


def _count(clause: Clause) -> list[Claimed]:
    """Of "มี 3 ตัวชี้วัดที่ต่ำกว่าเกณฑ์" and "ทุกตัวชี้วัดผ่านเกณฑ์"."""
    kinds = [Level(one.said) for one in clause.tokens if one.letter == "K"]
    counts = [
        one for one, after in pairwise(clause.tokens) if (one.letter, after.letter) == ("n", "K")
    ]
    after = clause.split("PB")[1]
    marks = [one for one in after.tokens if one.letter in "#n" and one not in counts]
    said, part, is_every = (
        Said(after.tokens[0].said),
        clause.first("I"),
        clause.first("E") is not None,
    )
    is_of_part = kinds[0] is Level.INDICATOR
    # "ทุกตัวชี้วัดไม่ผ่าน" may mean not all, or none.
    if (
        len(set(kinds)) > 1
        or (is_every and said is Said.BELOW_TARGET)
        or (part and not is_of_part)
        or any(one.number < _LEAST_LIMIT for one in marks)
    ):
        return []
    mark, number = marks[0].number if marks else None, int(counts[-1].number) if counts else 0
    perhaps = clause.above if is_of_part and not part else ()
    what = Claim(
        _COUNTS[kinds[0], said], part.said if part else None, number, clause.year, clause.place,
        mark, perhaps, is_every=is_every,
    )  # fmt: skip
    return [(what, None)]


_FORMS = {
    "extremes": compiled(f"N?KTN*{_BEST}(?:A(?:KT)?N*{_BEST})?"),
    "extreme": compiled("N*[ID]N*H"),
    "change": compiled(f"{_ONE}R(?:F[YO]V?Q#|#?F[YO]V?)"),
    "limit": compiled(f"{_ONE}{_LIMIT}"),
    "count": compiled(f"I?N*{_LIMIT}Q?nK|I?N?nKTN*{_LIMIT}|I?[NQ]*KTN*{_LIMIT}Q?nK|EKN*{_LIMIT}"),
    "value": compiled("N*[SID]G?Y?(?:N*#|V)"),
}
_READERS: dict[str, Callable[[Clause], list[Claimed]]] = {
    "extremes": _extremes,
    "extreme": _extreme,
    "change": _change,
    "limit": _limit,
    "count": _count,
    "value": lambda _: [],
}
