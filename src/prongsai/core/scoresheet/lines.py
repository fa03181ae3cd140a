"""The numbers of running text: labelled pairs of a line, and what sentences tell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Paragraph
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet import levels
from prongsai.core.scoresheet.agencies import Own
from prongsai.core.scoresheet.claims import ClaimReader
from prongsai.core.scoresheet.levels import Levels
from prongsai.core.scoresheet.model import Candidate, Origin, PublishedRating
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import PrintedNumber, joined, printed_number
from prongsai.core.scoresheet.prints import Doubt, Print
from prongsai.core.scoresheet.rows import NOBODY, RowReader, Subject, parse_item
from prongsai.core.scoresheet.setting import ITA, Captions, Setting, result_years
from prongsai.core.scoresheet.things import Thing, Things
from prongsai.core.scoresheet.vocabulary import AGAINST_A_GOAL, SUSPECT, doubts_of, names_another
from prongsai.core.thai import arabic_digits, around, mend_line, squeeze

# A decimal, or a whole number that words say to be a score.
# "งบประมาณ 67 คะแนนรวม 81.45": what begins the next label is no unit.
_UNITS = r"\s*(?:คะแนน(?!รวม|เฉลี่ย|ราย|การ|ประเมิน|ผล|\s?(?:[IEO]IT|ITA))|%|เปอร์เซ็นต์|points?)"
_WRITTEN = (
    r"\d{1,3}\.\d{1,2}(?![\d.,]\d|\d)",
    rf"\d{{2}},\d{{2}}(?={_UNITS})",
    rf"\d{{1,3}}(?={_UNITS})",
    r"\d{2},\d{2}(?=\s*$)",
    r"(?<=[ieoIEO]\d )\d{1,3}(?=\s|$)",  # "o1 100 o2 0"
    r"(?<=[ieoIEO]\d\d )\d{1,3}(?=\s|$)",
    r"(?<=ร้อยละ )\d{1,3}",
    r"(?<=ร้อยละ)\d{1,3}",
)
# Not after a sign, in a date, a ratio or a time.
_APART = r"(?<![\d.,+−])(?<![^A-Za-z]/)(?<![^ก-๎A-Za-z][–-])(?<![^ก-๎A-Za-z\d]:)(?<!(?<!\d\d)\d\d:)"
_NUMBER = compiled(rf"{_APART}(?<!^[:–/-])(?:{'|'.join(_WRITTEN)})(?!\d|/\d)")
_SECTION = any_of(
    r"^\s*(?:1[0-5]|[1-9])\.\d{1,2}(?:\.\d+)?\s*(?=[^\d\s%/])(?!คะแนน)",
    r"^\s*(?:ตาราง|แผนภูมิ|แผนภาพ|ภาพ|รูป|กราฟ|บท|ส่วน)ที่\s*\d{1,3}",
)
_UNIT = compiled(r"^\s*(?:คะแนน|%|เปอร์เซ็นต์|points?)?")
_FULL = compiled(
    r"\s*(?:จาก|/)?\s*(?:คะแนนเต็ม|เต็ม)\s*(?:100|๑๐๐)(?:\.00)?\s*(?:คะแนน)?|\s*/\s*100(?:\.00)?"
)
_OTHER_FULL = compiled(r"เต็ม\s*\d{1,3}(?:\.\d+)?\s*(?:คะแนน)?")
_COUNTED = (
    r"บาท|คน|ราย(?!ข้อ|ตัว|แบบ)|แห่ง|ครั้ง|ข้อ(?!\s*[ieoIEO]\s?\d)|วัน|นาที|น\.|ล้าน|ชุด|กม|ตร|ไร่"
    r"|หน่วยงาน|เท่า(?!กับ|นั้น)"
)
_NO_SCORE_BEHIND = any_of(
    rf"\s*(?:{_COUNTED})", r"\s*(?:คะแนน)?\s*(?:ขึ้นไป|[-–]\s*(?:100|\d\d\.\d))"
)
_NO_SCORE_BEFORE = any_of(
    r"\d\s*[-–]\s*$|(?:ตัวชี้วัดย่อย|ข้อคำถาม)(?:ที่)?\s*$",
    r"(?:น้ำหนัก|น้อยกว่า|มากกว่า|ไม่ถึง|ไม่เกิน|ไม่ต่ำกว่า)\s*(?:ร้อยละ)?\s*$",
    r"(?:เวลา|ข้อ|หน้า|เกณฑ์|เพิ่มขึ้น|ลดลง|สูงกว่า|ต่ำกว่า|ต่างกัน|เต็ม|โทร|มาตรา|ครั้งที่)\s*(?:ร้อยละ|ถึง)?\s*$",
)
_OF_SPENDING = compiled(r"สำนัก(?!งาน)|กอง[ก-ฮ]|ฝ่าย|^ใช้งบ|ผล(?:การ)?ใช้งบ|^การใช้งบประมาณ\s*ร้อยละ$")
# Before a number they say what it counts: "หน้า 12.50".
_NO_LABEL = compiled(r"(?:หน้า|วันที่|ลำดับ|ข้อ|ตาราง|แผนภูมิ|ถึง|ตั้งแต่|หรือ)\s*$|ถึง\s|^(?:»|//)|\d\.\d\d")
_MARKED = compiled(r"^\s*(?:[*+]|\([0-9๐-๙]+\))")
_NO_WORD = compiled(r"[^\sก-๎A-Za-z.]")
_SAYS = compiled(r"[^\W\d_]{2}")
_LEADERS, _FULL_MARKS = "....", 100
_WHOLE = compiled(r"[\s:=](\d{2,3})\s*(?:$|(?=\(|ระดับ))")
_BARE = compiled(r"[0-9๐-๙]{1,3}[.,][0-9๐-๙]{1,2}\s*(?:คะแนน|%)?")
_BETWEEN = compiled(r"(?:\s|,|และ|คะแนน|ร้อยละ|%)*")
_UP_TO_A_NUMBER = compiled(r"[^0-9๐-๙]{0,60}(?:(?<=\s)|$)")
_CODE_BEFORE = compiled(r"(?<![A-Za-z])([ieoIEO])\s?(\d{1,2})\s*[:=)]?\s*(?:ได้)?\s*$")
_RESPONDENTS = compiled(r"(?:จำนวน)?ผู้ตอบ[^0-9๐-๙]{0,20}[0-9๐-๙,]+\s*(?:คน|ราย)")
_GIVEN = compiled(r"(?:ด้วย|ได้|อยู่ที่)(?:คะแนน|รวม|\s)*$")  # "ผ่านเกณฑ์ … ด้วยคะแนน 91.20"
_LONGEST_PAIR, _MOST_NUMBERS = 200, 300
_REACH, _BEHIND, _WINDOW, _LONGEST_OF_A_LIST = 140, 60, 600, 40
_FIRST, _CLOSE = 4, 40
# A mean of many, and not the own one: "ค่าเฉลี่ยระดับประเทศ", "คะแนนเฉลี่ยของจังหวัด".
_MEAN = compiled(
    r"เฉลี่ย(?:ของ|ใน|ระดับ|ทั้ง|รวม|\s)*(?:ประเทศ|จังหวัด|อำเภอ|ภาค|กระทรวง|กลุ่ม|หน่วยงาน|ประเภท|สังกัด)"
)

Mark = tuple[int, int, PrintedNumber]  # where a number of a line starts and ends


class SheetLine(Struct, frozen=True):
    """One line: as it stands, mended, and where."""

    text: str
    place: Place


class LineReader:
    """Reads the paragraphs of one document."""

    def __init__(self, names: Names, own: Own, captions: Captions, levels_of: Levels) -> None:
        """`captions` are noted as they come; `levels_of` gives the level words of a year."""
        self._names, self._own, self._captions, self._levels_of = names, own, captions, levels_of
        self.ratings: list[PublishedRating] = []
        self.levels: list[Candidate] = []
        self._rows, self._things = RowReader(names, own), Things(names)
        self._last: str | None = None  # whose score the last pair gave
        self.claims = ClaimReader(names, own, captions)

    def read(self, paragraph: Paragraph) -> Iterator[Print]:
        """Every number of a paragraph that may be a score."""
        own_lines = enumerate(map(mend_line, paragraph.text.split("\n")))
        lines = [SheetLine(joined(text), paragraph.place_of_line(at)) for at, text in own_lines]
        numbers = [self._numbers(line.text) or self._whole(line.text) for line in lines]
        texts = [line.text for line in lines]
        for at, (line, marks) in enumerate(zip(lines, numbers, strict=True)):
            self._level(line)
            self.claims.read(texts, at, line.place)
            if not marks and line.place.page and line.text.isdigit():
                continue  # the number of a page
            if not marks:
                self._captions.note(line.text, is_title=line.place.column is not None)
                continue
            self._captions.restate(line.text[: marks[0][0]])
            setting = self._captions.setting()
            if _BARE.fullmatch(line.text):
                self._captions.give_away()
            pair = self._pairs(lines, numbers, at, setting)
            if pair and not any(printed.doubts for printed in pair):
                self._rate(line, pair)
            self._last = pair[-1].code if pair else None
            self._captions.is_undated = bool(pair) and setting.year is None
            is_list = len(line.text) <= _LONGEST_OF_A_LIST and self._labelled(
                line.text[: marks[0][0]]
            )
            self._captions.tell(line.text, has_scores=True, leads_on=not (pair or is_list))
            if pair is not None:
                yield from pair
            else:  # nobody looks through more numbers of one line
                yield from self._from_sentence(lines, at, marks[:_MOST_NUMBERS], setting)

    def _level(self, line: SheetLine) -> None:
        """Keep the level that a line labels, or seems to tell."""
        setting = self._captions.peek()
        rating = levels.of_line(line.text, line.place, setting, self._levels_of)
        if rating is not None and self._last in (None, TOTAL):
            self.ratings.append(rating)
        elif self._captions.is_about:
            self.levels += levels.told_in(
                line.text, line.place, setting, self._levels_of, self._own
            )

    def _rate(self, line: SheetLine, pair: Sequence[Print]) -> None:
        """Take the level of a line that is understood as a whole for certain."""
        line_levels = [
            candidate for candidate in self.levels if candidate.place.line == line.place.line
        ]
        behind = line.text[last_end(line.text) :]
        is_of_total = pair[-1].code == TOTAL and not any(map(str.isdigit, behind))
        if len(line_levels) != 1 or not is_of_total or line_levels[0].year != pair[-1].year:
            return
        self.levels = [candidate for candidate in self.levels if candidate not in line_levels]
        first = line_levels[0]
        level = first.level or ""
        self.ratings.append(PublishedRating(level, first.year, first.published, line.place))

    def of_cell(self, text: str, place: Place, setting: Setting) -> Iterator[Print]:
        """The numbers inside a cell of words."""
        if self._captions.is_about:
            self.levels += levels.told_in(text, place, setting, self._levels_of, self._own)
        whole = SheetLine(joined(mend_line(text)), place)
        marks = self._numbers(whole.text)
        if marks:
            pair = self._pairs([whole], [marks], 0, setting)
            yield from pair if pair is not None else self._from_sentence([whole], 0, marks, setting)

    def _numbers(self, text: str) -> list[Mark]:
        """The numbers of a line that may be scores: start, end, value."""
        plain = _FULL.sub(lambda match: " " * len(match[0]), arabic_digits(text))
        plain = _OTHER_FULL.sub(lambda match: " " * len(match[0]), plain)
        section = _SECTION.match(plain)
        first = section.end() if section else 0
        marks = []
        for match in _NUMBER.finditer(plain, first):
            number = printed_number(match[0])
            if (
                number
                and number.value is not None
                and not _NO_SCORE_BEHIND.match(plain, match.end())
            ):
                printed = replace(number, published=text[match.start() : match.end()])
                marks.append((match.start(), match.end(), printed))
        return marks

    def _whole(self, text: str) -> list[Mark]:
        """The whole number that ends a line, behind the name of a part and nothing more."""
        match = _WHOLE.search(arabic_digits(text))
        number = printed_number(match[1]) if match else None
        if not match or number is None or number.value is None:
            return []
        label = text[: match.start()].strip(" -•:=()[],;*")
        is_contents = _LEADERS in label and number.value != _FULL_MARKS
        of_ita = label.upper().endswith("ITA")  # "ITA 66" is a year
        is_named = self._things.only(label) is not None and not self._doubts(label)
        is_part = (is_named or parse_item(label)) and not (is_contents or of_ita)
        return [(match.start(1), match.end(1), number)] if is_part else []

    def _pairs(
        self,
        lines: Sequence[SheetLine],
        numbers: Sequence[Sequence[Mark]],
        at: int,
        setting: Setting,
    ) -> list[Print] | None:
        """The labelled pairs of a line of which every word is understood; None of a sentence."""
        text = lines[at].text
        if len(text) > _LONGEST_PAIR or not self._stands_alone(lines, numbers, at):
            return None
        prints: list[Print] = []
        start = 0
        plain = arabic_digits(text)
        years = set(result_years(text))
        marks = numbers[at]
        tail = _UNIT.sub("", _FULL.sub("", plain[marks[-1][1] :]))
        goes_on = tail.strip(" .)(|,;:") and len(marks) > 1 and not years
        if goes_on or self._doubts(tail) or _MARKED.search(tail) or _OF_SPENDING.search(tail):
            return None
        if self._things.named_in(tail):  # "คะแนนรวม 90.10 คะแนน ด้านการใช้งบประมาณ"
            return None
        for begin, end, number in marks:
            lead = text[start:begin]
            label = squeeze(_UNIT.sub("", _FULL.sub(" ", lead), count=1) if start else lead)
            subject = self._labelled(label)
            start = end
            if subject is None:
                return None
            place = replace(lines[at].place, quote=f"{label[:60]} {number.published}")
            doubts = self._against(text, subject, setting)
            if "." not in number.published and end == len(text.rstrip()):
                doubts |= {Doubt.SCORE}  # a page, a count or a score
            year = next(iter(years)) if len(years) == 1 else setting.year
            prints.append(Print(subject.code, year, number, place, Origin.TABLE, label, doubts))
        return prints

    def _against(self, text: str, subject: Subject, setting: Setting) -> frozenset[Doubt]:
        """What a line and what stands above it say against its pairs."""
        doubts = subject.doubts | setting.doubts
        years = set(result_years(text))
        if len(years) > 1 or (years and "เทียบ" in text):
            doubts |= {Doubt.YEAR}
        if self._own.others_in(text):
            doubts |= {Doubt.WHOSE}
        names_it = "ITA" in text
        is_parts = setting.part not in (None, TOTAL) or (setting.is_section and not names_it)
        if (is_parts and subject.code == TOTAL) or not (setting.is_ita or names_it):
            doubts |= {Doubt.SCORE}
        return doubts

    def _stands_alone(
        self, lines: Sequence[SheetLine], numbers: Sequence[Sequence[Mark]], at: int
    ) -> bool:
        """Whether the lines around are pairs or captions: no sentence goes on there."""
        for near in (at - 1, at + 1):
            if not 0 <= near < len(lines):
                continue
            text, marks = lines[near].text, numbers[near]
            if len(marks) == 1 and _BARE.fullmatch(text):
                return False  # columns that came apart
            tail = _UNIT.sub("", text[marks[-1][1] :]) if marks and near < at else ""
            if near < at and marks and doubts_of(text) & SUSPECT:
                return False
            if lines[at].place.page and self._last is None and _SAYS.search(tail):
                return False  # a page's edge broke a sentence: "… 87.50 คะแนน ต่ำสุดคือ การ"
            is_name = near > at and self._names.node_of(text)
            if not marks and self._doubts(text) and not is_name:
                return False
        return True

    def _labelled(self, label: str) -> Subject | None:
        """The one thing that a label names, and nothing more."""
        bare = label.strip(" -•:=()[],;*")
        parts = {thing.code for thing in self._things.named_in(bare)} & set(INSTRUMENTS)
        if _NO_LABEL.search(bare) or _OF_SPENDING.search(bare) or len(parts) > 1:  # "IIT-EIT"
            return None
        subject = self._rows.of_texts([bare]) if bare else NOBODY
        if (subject is not NOBODY and not self._doubts(bare, is_label=True)) or (
            subject.code and subject.code[0] in "ieo" and subject.code != "IIT"
        ):
            return subject
        code = self._things.only(bare)
        if code is None or self._doubts(bare, is_label=True):
            return None
        return Subject(code, bare)

    def _doubts(self, text: str, *, is_label: bool = False) -> frozenset[Doubt]:
        return doubts_of(self._own.without(self._things.without(text)), is_label=is_label)

    def _from_sentence(
        self, lines: Sequence[SheetLine], at: int, marks: Sequence[Mark], setting: Setting
    ) -> Iterator[Print]:
        """What a sentence seems to tell: the nearest thing named before each number."""
        texts = [line.text for line in lines]
        text, above = texts[at], " ".join(texts[max(0, at - 2) : at])
        whose = {Doubt.WHOSE} if self._own.others_in(text) else set()
        listed = self._in_turn(text, marks)
        for begin, end, number in marks:
            lead = text[max(0, begin - _WINDOW) : begin]
            before = _RESPONDENTS.sub(" ", self._own.masked(f"{above} {lead}")[-_REACH:])
            behind = self._own.masked(text[end : end + _WINDOW])[:_BEHIND]
            if _NO_SCORE_BEFORE.search(arabic_digits(before)):
                continue
            things = self._things.named_in(before)
            labelled = _UP_TO_A_NUMBER.match(behind) if begin < _FIRST else None  # "91.48 IIT"
            after = self._things.only(labelled[0]) if labelled else None
            code = listed.get(begin) or after or self._nearest(before, things)
            if _BARE.fullmatch(text) and (below := self._things.only(texts[-1])):
                code = self._things.only(texts[at + 1]) or below  # each above its label
            rest = _UP_TO_A_NUMBER.match(text, end)
            years = result_years(lead) or result_years(behind)
            around_it = _NO_WORD.sub(" ", self._things.without(f"{before} {behind}"))
            doubts = doubts_of(around_it) | {Doubt.SENTENCE} | setting.doubts | whose
            doubts |= {Doubt.WORDS} if _MARKED.search(text[end:]) else set()  # no sum says of what
            yield Print(
                code,
                years[-1] if years else setting.year,
                number,
                replace(lines[at].place, quote=around(text, begin, rest.end() if rest else end)),
                Origin.PROSE,
                None,
                doubts,
                is_near=self._is_near(before, behind, things),
                is_else=self._is_else(lead),
            )

    def _in_turn(self, text: str, marks: Sequence[Mark]) -> dict[int, str]:
        """The codes of numbers behind as many names, by where they start: "IIT EIT 91.20 88.10"."""
        between = [text[first[1] : second[0]] for first, second in pairwise(marks)]
        named = dict.fromkeys(part.code for part in self._things.named_in(text[: marks[0][0]]))
        is_list = len(named) == len(marks) > 1 and all(map(_BETWEEN.fullmatch, between))
        return {mark[0]: code for mark, code in zip(marks, named, strict=False) if is_list}

    def _is_else(self, text: str) -> bool:
        """Whether the words that lead to a number say that it is a goal or a mean of many."""
        line = self._own.masked(text)
        lead = line[max(last_end(line), *(each.end for each in self._things.named_in(line)), 0) :]
        lead = AGAINST_A_GOAL.sub(" ", lead) if _GIVEN.search(lead) else lead
        return Doubt.GOAL in doubts_of(lead[-_CLOSE:]) or bool(_MEAN.search(lead[-_REACH // 2 :]))

    def _nearest(self, before: str, things: Sequence[Thing]) -> str | None:
        """What a number seems to be of: the part or the total that is named last before it."""
        if code := _CODE_BEFORE.search(arabic_digits(before)):
            return f"{code[1].lower()}{int(code[2])}"
        total = self._things.total_in(before)
        if things and things[-1].end >= total:
            return things[-1].code
        return TOTAL if total >= 0 else None

    def _is_near(self, before: str, behind: str, things: Sequence[Thing]) -> bool:
        """Whether words of the assessment lead to a number, and no other's later."""
        another = names_another(before)
        own = max(
            [thing.end for thing in things] + [match.end() for match in ITA.finditer(before)],
            default=-1,
        )
        if own < 0 and another < 0:
            return self._captions.is_about or ITA.search(behind) is not None
        return own > another


def last_end(text: str) -> int:
    """Where the last number of a text ends."""
    return max((match.end() for match in _NUMBER.finditer(text)), default=0)
