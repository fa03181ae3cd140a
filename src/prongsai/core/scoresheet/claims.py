"""What whole sentences claim of scores: one plain form of each kind, and not a word beside it.

A line becomes a row of letters, one for each word or name that is known; a line with anything else
is no claim. To miss a claim is cheap, to call a true sentence false is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph
from prongsai.core.fiscal import years_in
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.agencies import Own
from prongsai.core.scoresheet.model import Claim, Counted, Figure, Said, Statement
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.setting import ITA, Captions, Setting
from prongsai.core.scoresheet.things import Things
from prongsai.core.scoresheet.vocabulary import doubts_of, names_another
from prongsai.core.thai import arabic_digits

_REACHED, _BELOW = ("ผ่าน", "สูงกว่า"), ("ไม่ผ่าน", "ยังไม่ผ่าน", "ต่ำกว่า", "ไม่ถึง")
_LIMITS = ("เกณฑ์", "เกณฑ์การประเมิน", "เกณฑ์มาตรฐาน", "เกณฑ์ที่กำหนด")
_SCORED = "ได้ มี ได้คะแนน มีคะแนน ได้รับคะแนน ได้คะแนนเฉลี่ย มีคะแนนเฉลี่ย เท่ากับ"
# The known words, by letter: L leads in, N has a score, G is of the agency, K a kind of thing, H an
# extreme, C "is", M "next to it", Z "in this order", P beside the limit, B beside a number, R a
# change, F from when, O "last year", Q a count, T "that", E every, S the total, A joins clauses.
_WORDS = {
    ("L", ""): "พบว่า ปรากฏว่า โดย ทั้งนี้ สรุป ผลการประเมิน ผลการประเมินพบว่า จากผลการประเมิน จากตาราง",
    ("N", ""): f"{_SCORED} คะแนน ผลคะแนน คะแนนเฉลี่ย คะแนนของ ผลคะแนนของ คะแนนเฉลี่ยของ",
    ("K", Level.INDICATOR): "ตัวชี้วัด", ("K", Level.INSTRUMENT): "แบบวัด เครื่องมือ",
    ("H", Said.HIGHEST): "สูงสุด สูงที่สุด มากที่สุด", ("H", Said.LOWEST): "ต่ำสุด ต่ำที่สุด น้อยที่สุด",
    ("P", Said.AT_TARGET): " ".join(way + limit for way in _REACHED for limit in _LIMITS),
    ("P", Said.BELOW_TARGET): " ".join(way + limit for way in _BELOW for limit in _LIMITS),
    ("B", Said.AT_TARGET): "สูงกว่า", ("B", Said.BELOW_TARGET): "ต่ำกว่า",
    ("R", Said.ROSE): "เพิ่มขึ้น สูงขึ้น", ("R", Said.FELL): "ลดลง",
    ("C", ""): "คือ ได้แก่", ("M", ""): "รองลงมา รองลงมาคือ", ("Z", ""): "ตามลำดับ", ("E", ""): "ทุก",
    ("F", ""): "จาก เทียบกับ เมื่อเทียบกับ", ("O", ""): "ปีก่อน ปีที่แล้ว ปีที่ผ่านมา", ("T", ""): "ที่",
    ("Q", ""): "จำนวน มีจำนวน เพียง ทั้งสิ้น จำนวนทั้งสิ้น มีทั้งสิ้น มีทั้งหมด คิดเป็น",
    ("S", TOTAL): "คะแนนรวม ผลคะแนนรวม คะแนนภาพรวม ผลคะแนนภาพรวม คะแนนเฉลี่ยรวม",
    ("G", ""): "ของ ของหน่วยงาน ของเทศบาล", ("A", ""): "และ แต่ ส่วน ขณะที่ ในขณะที่ ,",
}  # fmt: skip
_LETTER_OF = {word: key for key, words in _WORDS.items() for word in words.split()}
_WORD = compiled("|".join(map(re.escape, sorted(_LETTER_OF, key=len, reverse=True))))
_YEAR = compiled(r"(?:ใน|ของ|ประจำ)?ปี(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?\s*)?25\d\d(?!\d)")
_NUMBER = compiled(
    r"(\()?\s*(ร้อยละ)?\s*(?<![\d.,])(\d{1,3}(?:\.\d\d?)?)(?![\d.,/])\s*(คะแนน|%)?(?(1)\s*\))"
)
_CLASSIFIER = compiled(r"(ตัวชี้วัด|แบบวัด|เครื่องมือ|แบบสำรวจ|แบบตรวจ)\s*")
_LISTED = compiled(r"\s*(?:[-•*–]|\(?\d{1,2}(?:\.\d{1,2})*[.)](?!\d))\s*")
_BETWEEN, _BLANK, _MAY_CLAIM = map(compiled, (r"[\s()]*", r"\s*", "สุด|เกณฑ์|กว่า|ขึ้น|ลดลง"))
_OTHER_LIMIT = compiled(r"(?:เกณฑ์|เป้าหมาย)[^\d\n]{0,30}(\d{2,3}(?:\.\d+)?)(?!\d)")
# Below this a number beside a limit may be how far it is away; from here on either way is true.
_LEAST_LIMIT, _LONGEST_QUOTE = 50, 160
# Beside the letters of words: I, D an instrument, an indicator that "ตัวชี้วัด" leads, d one without
# it; Y a year; # a score, n a whole number without a unit; V a score in brackets.
_VALUE, _LIMIT = "(?:N*#|V)?", "(?:PN*[#n]?|B[#n])"
_BEST = f"HC[IDd]{_VALUE}(?:M[ACDIdNV#]*[DIdV#])?Z?"
_LEAD, _JOINT = compiled("[LY]*"), compiled("AL*|L+|$")


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
        return next((token for token in self.tokens if token.letter in letters), None)

    def split(self, letters: str) -> tuple[Clause, Clause]:
        """What stands before the first word of some kinds, and what from it on."""
        at = next(at for at, token in enumerate(self.tokens) if token.letter in letters)
        return replace(self, tokens=self.tokens[:at]), replace(self, tokens=self.tokens[at:])

    def subject(self) -> tuple[str | None, int | None, Decimal | None]:
        """The thing, year and score that it tells; no thing where that or the year is doubtful."""
        thing, year, value = self.first("SID"), self.first("Y"), self.first("#V")
        code = thing.said if thing else None
        is_doubtful = bool((code == TOTAL and self.above) or (year and self.has_year))
        told_year = int(year.number) if year else self.year
        return None if is_doubtful else code, told_year, value.number if value else None


Claimed = tuple[Claim | Statement, Decimal | None]  # with the score that the sentence tells
Form = tuple[Callable[[Clause], list[Claimed]], tuple[Token, ...], int | None]


class ClaimReader:
    """Gathers the claims of one document, line by line."""

    def __init__(self, names: Names, own: Own, captions: Captions) -> None:
        """The `captions` are those of the reader that hands it the lines."""
        self._own, self._captions, self._things = own, captions, Things(names)
        self._mark = names.framework.target_score
        self._held: Setting | None = None
        self._last, self._is_chain, self._above = "", False, set[str]()
        self._found = list[Claimed]()

    def claimed(
        self, blocks: Sequence[Block], year: int | None, figures: Sequence[Figure]
    ) -> tuple[tuple[Claim, ...], tuple[Statement, ...]]:
        """What was claimed; `year` is the one the caller gave, for claims that tell none.

        Nothing is claimed of a limit without its number where the document names another than the
        rules, of counts beside several limits, which may be bands, and of a score not its own.
        """
        rows = [row for block in blocks if not isinstance(block, Paragraph) for row in block.rows]
        texts = [block.text for block in blocks if isinstance(block, Paragraph)]
        text = arabic_digits("\n".join(texts + [" ".join(row.cells) for row in rows]))
        has_other = any(Decimal(limit) != self._mark for limit in _OTHER_LIMIT.findall(text))
        counts, statements = list[Claim](), list[Statement]()
        for held, value in self._found:
            claimed = replace(held, year=held.year or year)
            if isinstance(claimed, Claim):
                counts += [claimed] if claimed.mark is not None or not has_other else []
                continue
            own = {f.value for f in figures if (f.code, f.year) == (claimed.code, claimed.year)}
            if value is None or value in (own or {value}):
                is_bare = claimed.amount is None and claimed.said in (
                    Said.AT_TARGET,
                    Said.BELOW_TARGET,
                )
                statements += [] if is_bare and has_other else [claimed]
        limits = [counted for counted, _ in {(claim.counted, claim.mark) for claim in counts}]
        claims = (claim for claim in counts if claim.year and limits.count(claim.counted) == 1)
        return tuple(claims), tuple(statement for statement in statements if statement.year)

    def read(self, texts: Sequence[str], at: int, place: Place) -> None:
        """Take up a line of a paragraph, and keep what it claims."""
        text, below = texts[at], texts[at + 1] if at + 1 < len(texts) else ""
        if not text:
            return
        forms = self._forms(text)
        if forms and not self._is_chain:
            self._held, self._above = self._setting(), self._parts(self._last)
            if not self._above and not ITA.search(self._last):
                self._above = set(INSTRUMENTS)  # what is above is not the heading of the whole
        self._is_chain, self._last = bool(forms), text
        self._above |= self._parts(text) if forms else set()
        is_whole = not below or _LISTED.match(below) or self._forms(below)
        if self._held is None or not is_whole:
            return
        above, quoted = tuple(sorted(self._above)), replace(place, quote=text[:_LONGEST_QUOTE])
        for reader, tokens, year in forms:
            clause = Clause(tokens, quoted, year or self._held.year, year is not None, above)
            self._found += reader(clause)

    def _parts(self, text: str) -> set[str]:
        """The instruments that a text names."""
        return {thing.code for thing in self._things.named_in(text)} & set(INSTRUMENTS)

    def _setting(self) -> Setting | None:
        """What the captions say; None where anything above the line is not understood."""
        setting = self._captions.peek()
        is_clear = setting.is_named and not setting.doubts and not self._captions.lead
        is_other = self._own.others_in(self._last) or names_another(self._last) >= 0
        is_known = not doubts_of(self._own.without(self._things.without(self._last)))
        return setting if is_clear and is_known and not is_other else None

    def _forms(self, text: str) -> list[Form]:
        """The claims of a line; none where any of its words is not known."""
        is_own = _MAY_CLAIM.search(text) and not self._own.others_in(text)
        tokens = self._tokens(text) if is_own else []
        letters = "".join(token.letter for token in tokens)
        at = _end(_LEAD, letters, 0) or 0
        years = [int(token.number) for token in tokens[:at] if token.letter == "Y"]
        forms: list[Form] = []
        while at < len(letters):
            ends = [(_end(way, letters, at) or 0, reader) for way, reader in _FORMS]
            end, reader = max(ends, key=lambda pair: pair[0])
            forms.append((reader, tuple(tokens[at:end]), years[0] if years else None))
            if not end or years[1:] or (joint := _end(_JOINT, letters, end)) is None:
                return []
            at = joint
        return forms

    def _tokens(self, text: str) -> list[Token]:
        """The known words of a line; none where there is another."""
        text = arabic_digits(self._own.without(text)).rstrip(" .")
        things = {(thing.start, thing.end): thing.code for thing in self._things.named_in(text)}
        tokens: list[Token] = []
        at = _end(_LISTED, text, 0) or 0
        while (at := _end(_BLANK, text, at) or at) < len(text):
            token, at = _thing_at(text, at, things) or _word_at(text, at) or (None, at)
            if token is None:
                return []
            tokens.append(token)
        return tokens


def _end(pattern: re.Pattern[str], text: str, at: int) -> int | None:
    match = pattern.match(text, at)
    return match.end() if match else None


def _thing_at(text: str, at: int, things: dict[tuple[int, int], str]) -> tuple[Token, int] | None:
    """The thing that is named at a place, and where its name ends."""
    led = _CLASSIFIER.match(text, at)
    spans = [span for span in things if span[0] == at or (led and span[0] == led.end())]
    if not spans:
        return None
    start, end = max(spans, key=lambda span: span[1])
    code, is_instrument = things[start, end], things[start, end] in INSTRUMENTS
    if led and (led[1] == "ตัวชี้วัด") is is_instrument:
        return None
    # Its number and its name, or its name and its letters, are one thing.
    for span in sorted(span for span in things if things[span] == code):
        if _BETWEEN.fullmatch(text, end, span[0]):
            end = span[1] + (text[span[1] : span[1] + 1] == ")")
    # A number alone may be of any plan's indicators, a name alone the thing itself.
    is_led = (led and not text[end - 1].isdigit()) or (is_instrument and code in text[at:end])
    return Token("d" if not is_led else "I" if is_instrument else "D", code), end


def _word_at(text: str, at: int) -> tuple[Token, int] | None:
    """The known word, year or number at a place, and where it ends."""
    if match := _YEAR.match(text, at):
        return Token("Y", number=Decimal(years_in(match[0])[0][1])), match.end()
    if match := _WORD.match(text, at):
        return Token(*_LETTER_OF[match[0]]), match.end()
    if match := _NUMBER.match(text, at):
        letter = "#" if match[2] or match[4] or "." in match[3] else "n"
        is_share = bool(match[2]) or match[4] == "%"
        return Token("V" if match[1] else letter, "", Decimal(match[3]), is_share), match.end()
    return None


def _extremes(clause: Clause) -> list[Claimed]:
    """Of "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ X (95.00) และต่ำสุด คือ Y" each, and of "X ได้คะแนนต่ำสุด"."""
    claims: list[Claimed] = []
    kinds: set[str | None] = {token.said for token in clause.tokens if token.letter == "K"}
    for at, token in enumerate(clause.tokens):
        # Beside a year "highest" may mean among years where no kind of things is named.
        if token.letter != "H" or (clause.has_year and not kinds):
            continue
        thing, *rest = clause.tokens[at + 2 :] or (clause.first("ID") or token,)
        beside = takewhile(lambda other: other.letter in "N#V", rest)
        value = next((other.number for other in beside if other.letter != "N"), None)
        what = Statement(Said(token.said), thing.said, clause.year, None, None, clause.place)
        is_of_kind = level_of(thing.said) in (kinds or (Level.INDICATOR, Level.INSTRUMENT))
        claims += [(what, value)] if is_of_kind else []
    return claims


def _statement(clause: Clause) -> list[Claimed]:
    """Of "X เพิ่มขึ้นจากปี 2566 จำนวน 1.20 คะแนน" and "X ผ่านเกณฑ์ 85 คะแนน"."""
    before, after = clause.split("RPB")
    code, year, value = before.subject()
    way, since, figure = after.tokens[0], after.first("Y"), after.first("#n")
    is_late = since is not None and year is not None and since.number >= year
    if code is None or is_late or (way.letter != "R" and figure and figure.number < _LEAST_LIMIT):
        return []
    amount, first = figure.number if figure else None, int(since.number) if since else None
    is_share = bool(figure and figure.is_share and way.letter == "R")
    what = Statement(Said(way.said), code, year, amount, first, clause.place, is_share=is_share)
    return [(what, value)]


def _count(clause: Clause) -> list[Claimed]:
    """Of "มี 3 ตัวชี้วัดที่ต่ำกว่าเกณฑ์" and "ทุกตัวชี้วัดผ่านเกณฑ์"."""
    kind, *others = {token.said for token in clause.tokens if token.letter == "K"}
    counts = [
        token for token, after in pairwise(clause.tokens) if token.letter + after.letter == "nK"
    ]
    limit, *rest = clause.split("PB")[1].tokens
    mark = next(
        (token.number for token in rest if token.letter in "#n" and token not in counts), None
    )
    part, is_every, has_parts = clause.first("I"), bool(clause.first("E")), kind == Level.INDICATOR
    # "ทุกตัวชี้วัดไม่ผ่าน" may mean not all, or none.
    is_doubtful = is_every and limit.said == Said.BELOW_TARGET
    if others or is_doubtful or (part and not has_parts) or (mark and mark < _LEAST_LIMIT):
        return []
    counted, number = Counted(f"{kind}s_{limit.said}"), int(counts[-1].number) if counts else 0
    own, above = (part.said, ()) if part else (None, clause.above if has_parts else ())
    what = Claim(counted, own, number, clause.year, clause.place, mark, above, is_every=is_every)
    return [(what, None)]


_COUNT = f"I?N*{_LIMIT}Q?nK|I?N?nKTN*{_LIMIT}|I?[NQ]*KTN*{_LIMIT}Q?nK|EKN*{_LIMIT}"
_FORMS = (
    (compiled(f"N?KTN*{_BEST}(?:A(?:KT)?N*{_BEST})?|N*[ID]N*H"), _extremes),
    (compiled(f"N*[SID]G?Y?{_VALUE}N*(?:R(?:F[YO]V?Q#|#?F[YO]V?)|{_LIMIT})"), _statement),
    (compiled(_COUNT), _count),
)
