"""Lines that are table rows without a table: "o12 รายงานผล… 0", "IIT ........ 93.1 คะแนน"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Place
from prongsai.core.extract import Paragraph, Row
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.captions import Caption, Captions
from prongsai.core.scoresheet.around.sights import YearInSight
from prongsai.core.scoresheet.around.spending import OF_MONEY, may_be_spent
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.numbers import number_at_end, printed_number
from prongsai.core.scoresheet.tables.anchors import Evidence, are_pages, governed
from prongsai.core.scoresheet.tables.english_total import EnglishScore, english_scores
from prongsai.core.scoresheet.tables.gathered import TableReading
from prongsai.core.scoresheet.tables.levels import level_on_line
from prongsai.core.scoresheet.tables.pairs import LineOfTwo, line_of_two
from prongsai.core.scoresheet.tables.rows import TableReader
from prongsai.core.scoresheet.tables.subjects import Subject
from prongsai.core.scoresheet.tables.typed_items import leading_item
from prongsai.core.scoresheet.tables.weighted import without_weights
from prongsai.core.thai import repair, squeeze

if TYPE_CHECKING:
    from prongsai.core.scoresheet.around.wording import Wording

_CHECKBOX = compiled(r"^\s*[-*+]\s*\[[ xX]\]\s*")
# "IIT : -", "คะแนนรวม รอประกาศ": no score is there.
_NO_SCORE = compiled(
    r"(?P<label>[^\d:=\n]{2,60}?)\s*[:=]?\s+(?P<word>[-–—]|(?:รอ|อยู่ระหว่าง|ยังไม่)(?:ผล|ประกาศ|การ|คะแนน|มี|ทราบ|ตรวจ|อุทธรณ์)\D{0,30})"
    r"|(?P<label2>[^\d:=\n]{2,60}?)\s*[:=]\s*(?P<word2>[-–—])"
)
# "คะแนนรวม 1e2", "IIT : 8145", "EIT N/A": something stands where the score does.
_UNREADABLE = compiled(
    r"(?P<label>[^\d:=\n]{2,60}?)(?:\s*[:=]\s*|\s+)"
    r"(?P<word>[+~≈]?(?=[\d๐-๙])[^\sก-ฮ]{2,12}|(?i:n/?a|nan|null|none|#[A-Z/0!?]{2,8}))\s*(?:คะแนน|%)?"
)
_MARKED_ITEM = compiled(
    r"([oO๐]\s?[0-9๐-๙]{1,2}[\s.:)].{3,160}?)[\s:=]*(?:[✓✔√☑✗✘✕×☒☐\uf0fc\uf0fb\uf0fe]|(?:ไม่)?ผ่าน)"
)
# "(6 ข้อ 20 คะแนน)": how many questions there are, and what they give.
_QUESTIONS_AND_MARKS = compiled(
    r"[(\[]\s*(?:จำนวน\s*)?\d{1,3}\s*ข้อ[\s,/:=]*(?:รวม\s*)?\d{1,3}\s*คะแนน\s*[)\]]"
)
# "EIT ผ่าน 85": a whole number there is the limit, not the score.
_PASSES = compiled(r"ผ่าน\s*(?:ที่|ร้อยละ|คะแนน|:|\s)*$")
_ABOUT_ITA = (Topic.ITA, Topic.ITA_RESULTS)
_FULL_LINE = 70
_ENDS_IN_A_SCORE = compiled(r"\d\.\d{1,2}\s*$")
_ENDS_IN_A_POINT = compiled(r"(?<![\d.])\d{1,3}\.[ \t]*$")
_BEGINS_WITH_DECIMALS = compiled(r"[ \t]*\d{1,2}(?!\d|[.)]|\s*[^\s\d])")
_ENDS_IN_DIGITS = compiled(r"(?<![\d.])\d{1,3}[ \t]*$")
_BEGINS_WITH_A_POINT = compiled(r"[ \t]*\.\d")
_ITA = compiled(r"\bITA\b")
_THAI = compiled("[ก-๙]")
# "(Grade A, ผ่าน)", "(เทศบาลนคร…)": what an English line glosses in Thai; no other word goes.
_GLOSS = compiled(
    r"\(\s*(?:[A-Za-z .,/]{0,30}(?:ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุง)"
    r"|(?:เทศบาล|องค์การ|มหาวิทยาลัย|วิทยาลัย|โรงพยาบาล|กรม|สำนักงาน|ศาล)[ก-ฺเ-๎ ]{2,60})\s*\)"
)
_LATIN = compiled("[A-Za-z]{3}")
# Digits that a year or a date does not have: "81.4 5", "85 90".
_SCORE_LIKE = compiled(r"(?<!\d)\d{1,3}(?!\d)")


class _Held(Struct, frozen=True):
    """A figure of a line, with the year in sight and the captions above it."""

    figure: Figure
    sight: YearInSight
    captions: tuple[Caption, ...]


class _HeldLevel(Struct, frozen=True):
    """The level that a line gives, beside the total whose it is."""

    total: Figure
    text: str
    sight: YearInSight
    place: Place


class LineReader:
    """Reads lines over paragraphs: what governs one may stand in another."""

    def __init__(
        self,
        tables: TableReader,
        captions: Captions,
        wording: Callable[[], Wording],
        title: str = "",
    ) -> None:
        """`tables` reads the same document's tables; `captions` holds what stands above.

        Shape: `wording` gives what knows the words that lead to a score, loaded when it is asked;
               `title` is of the document's first lines, which may name the own agency.
        """
        self._tables = tables
        self._captions = captions
        self._wording = wording
        self._title = title
        self._topic = Topic.UNKNOWN
        self._held: list[_Held] = []
        self._spent: dict[int, Figure] = {}
        self._closed: list[tuple[Figure, YearInSight]] = []
        self._levels: list[_HeldLevel] = []
        self.ratings: list[tuple[str, YearInSight, Place]] = []

    def read(self, paragraph: Paragraph, sight: YearInSight, topic: Topic) -> list[Figure]:
        """The figures of a paragraph's lines, held until what follows may govern them too."""
        if topic is not self._topic:
            self._settle()
            self._topic = topic
        found = list(self._figures(paragraph, sight))
        self._held += found
        self._levels += _level_of(paragraph, [one.figure for one in found], sight)
        return [one.figure for one in found]

    def close(self) -> list[tuple[Figure, YearInSight]]:
        """The figures so far that an anchor governs."""
        self._settle()
        closed, self._closed = self._closed, []
        return closed

    def _settle(self) -> None:
        if not self._held:
            return
        figures = self._without_spent(self._without_pages([one.figure for one in self._held]))
        names, complaints = self._tables.names, self._tables.complaints
        kept = governed(figures, names, Evidence(self._topic), complaints)
        held = {one.figure: one for one in self._held}
        captioned: dict[tuple[Caption, ...], list[tuple[Figure, YearInSight]]] = {}
        for figure in without_weights(kept, names, complaints):
            own = held.get(figure, self._held[0])
            captioned.setdefault(own.captions, []).append((figure, own.sight))
        for captions, below in captioned.items():
            sights = {figure.place: sight for figure, sight in below}
            figures = self._captions.own(captions, [figure for figure, _ in below])
            self._closed += [(figure, sights[figure.place]) for figure in figures]
        totals = {id(figure) for figure, _ in self._closed if figure.code == TOTAL}
        self.ratings += [
            (one.text, one.sight, one.place) for one in self._levels if id(one.total) in totals
        ]
        self._held, self._levels = [], []

    def _without_pages(self, figures: list[Figure]) -> list[Figure]:
        """The figures without runs of lines that are a list of contents."""
        kept: list[Figure] = []
        for _, run in groupby(figures, key=lambda figure: "." in figure.published):
            lines = list(run)
            if are_pages(lines):
                self._tables.complaints.not_ita(lines)
            else:
                kept += lines
        return kept

    def _without_spent(self, figures: list[Figure]) -> list[Figure]:
        """The figures without shares of money, unless a list of indicators holds them."""
        others = (one.code for one in figures if one.code != OF_MONEY)
        spent = [one for one in figures if id(one) in self._spent]
        if not spent or any(level_of(code) is Level.INDICATOR for code in others):
            return figures
        for one in spent:
            self._tables.complaints.unattributed(one.place)
        return [one for one in figures if id(one) not in self._spent]

    def _figures(self, paragraph: Paragraph, sight: YearInSight) -> Iterator[_Held]:
        lines = paragraph.text.split("\n")
        for number, line in enumerate(lines):
            if number and _goes_on(lines[number - 1], line):
                continue
            place = paragraph.place_of_line(number)
            if number + 1 < len(lines) and _is_broken(line, lines[number + 1]):
                quote = squeeze(f"{line} {lines[number + 1]}")
                self._tables.complaints.unattributed(replace(place, quote=quote))
                continue
            figures = self._of_line(line, place, sight.year)
            if not figures:
                self._captions.note(line, place)
            captions = self._captions.above() if figures else ()
            yield from (_Held(figure, sight, captions) for figure in figures)

    def _of_line(self, line: str, place: Place, year: int | None) -> list[Figure]:
        line = _CHECKBOX.sub("", line)
        english = _GLOSS.sub(" ", line) if _LATIN.search(line) else ""
        if english and not _THAI.search(english):
            above = self._title.partition(line)[0]  # what the line itself says proves nothing
            told = list(english_scores(squeeze(english), above))
            figures = [one for each in told for one in self._in_english(each, line, place, year)]
            if told:
                return figures
        if two := line_of_two(squeeze(repair(line)), year):
            return self._in_two_years(two, line, place)
        end = number_at_end(squeeze(repair(line)))
        if end is None or not (end.number or _SCORE_LIKE.search(end.printed)):
            self._tell_blank(squeeze(repair(line)), place)
            self._tell_unreadable(squeeze(repair(line)), place)
            self._tell_mark(squeeze(repair(line)), place)
            return []
        row = Row((end.label, end.printed), place)
        finder = self._tables.subjects if end.number else self._tables.quiet
        subject = finder.of_line(row, end.label, end.number)
        if subject is None:
            self._tell_unreadable(squeeze(repair(line)), place)
            return []
        is_limit = "." not in end.printed and _PASSES.search(end.label) is not None
        is_no_score = is_limit or _QUESTIONS_AND_MARKS.search(squeeze(repair(line))) is not None
        if is_no_score or end.number is None:
            place = row.place_of(1, f"{end.label} {end.printed}")
            if is_no_score:
                self._tables.complaints.unattributed(place)
            else:
                self._tables.complaints.unread(subject.code, place)
            return []
        reading = TableReading()
        self._tables.add(row, subject, end.number, year, 1, reading)
        for figure in reading.figures:
            self._ask(figure, line)
            self._keep_if_spent(figure, line)
        return reading.figures

    def _keep_if_spent(self, figure: Figure, line: str) -> None:
        text = squeeze(repair(line))
        start = text.rfind(figure.published)
        if figure.code == OF_MONEY and may_be_spent(text, start, start + len(figure.published)):
            self._spent[id(figure)] = figure

    def _in_two_years(self, two: LineOfTwo, line: str, place: Place) -> list[Figure]:
        """A line's score and that of the earlier year in the brackets behind it."""
        reading = TableReading()
        for number, year in two.scores:
            row = Row((two.label, number.published), place)
            subject = self._tables.subjects.of_line(row, two.label, number)
            if subject is not None:
                self._tables.add(row, subject, number, year, 1, reading)
        for figure in reading.figures[:1]:
            self._ask(figure, line)
        return reading.figures

    def _ask(self, figure: Figure, line: str) -> None:
        """Tell the words before a score that may make it something else than a result."""
        if level_of(figure.code) is Level.ITEM:  # whose name is compared with the year's
            return
        text = squeeze(repair(line))
        words = self._wording().strange(text, 0, text.rfind(figure.published))
        if words:
            quote = replace(figure.place, quote=text)
            self._tables.complaints.strange_wording(words, quote)

    def _tell_blank(self, line: str, place: Place) -> None:
        """A line that names an instrument or the total and says that it has no score."""
        found = _NO_SCORE.fullmatch(line)
        if found is None:
            return
        label, word = found["label"] or found["label2"], found["word"] or found["word2"]
        code = self._tables.names.node_of(label)
        if code == TOTAL or code in INSTRUMENTS:
            self._tables.complaints.blank(code, replace(place, quote=f"{label} {word}"))

    def _tell_unreadable(self, line: str, place: Place) -> None:
        """A line that names an instrument or the total beside what no score is written like."""
        found = _UNREADABLE.fullmatch(line) if self._topic in _ABOUT_ITA else None
        if found is None or printed_number(found["word"]) or fiscal.years_in(found["word"]):
            return
        code = self._tables.names.node_of(found["label"])
        if code == TOTAL or code in INSTRUMENTS:
            self._tables.complaints.unread(code, replace(place, quote=squeeze(line)))

    def _tell_mark(self, line: str, place: Place) -> None:
        """A line that names an item of OIT and ends with a tick, or a word that says as much."""
        found = _MARKED_ITEM.fullmatch(line)
        led = leading_item(found[1]) if found else None
        if led and led[0].startswith("o") and self._tables.names.item_agrees(*led):
            self._tables.complaints.verdict_word(led[0], replace(place, quote=line))

    def _in_english(
        self, told: EnglishScore, line: str, place: Place, year: int | None
    ) -> list[Figure]:
        """The score of a sentence about the own agency; anybody else's is told."""
        number = printed_number(told.printed)
        row = Row((line, told.printed), place)
        if number is None or not told.is_ours:
            self._tables.complaints.unattributed(row.place_of(1, f"score of {told.printed}"))
            return []
        whole = "overall ITA score" if _ITA.search(line) else "overall score"
        subject = Subject(told.code, whole if told.code == TOTAL else told.code, 0)
        reading = TableReading()
        self._tables.add(row, subject, number, told.year or year, 1, reading)
        return reading.figures


def _is_broken(line: str, below: str) -> bool:
    """Whether a number is broken over two lines: "81." and "45", "81" and ".45"."""
    point_behind = _ENDS_IN_A_POINT.search(line) and _BEGINS_WITH_DECIMALS.match(below)
    return bool(point_behind) or bool(
        _ENDS_IN_DIGITS.search(line) and _BEGINS_WITH_A_POINT.match(below)
    )


def _goes_on(above: str, line: str) -> bool:
    """Whether a line of a PDF goes on with the sentence of the full line above.

    Shape:  with "และ", or with the unit of the number that ends it.
    """
    if len(above.strip()) < _FULL_LINE:
        return False
    begins = line.lstrip()
    has_unit = begins.startswith("คะแนน") and _ENDS_IN_A_SCORE.search(above) is not None
    return has_unit or begins.startswith("และ")


def _level_of(
    paragraph: Paragraph, figures: Sequence[Figure], sight: YearInSight
) -> Iterator[_HeldLevel]:
    """The only line of a paragraph that gives a level, where it surely is the agency's.

    Right behind the total it is, and below all instruments; below one of them it may be that one's.
    """
    total = next((one for one in figures if one.code == TOTAL), None)
    if total is None or (total.place.line is None and len(figures) > 1):
        return
    lines = [squeeze(repair(line)) for line in paragraph.text.split("\n")]
    told = [(number, level) for number, line in enumerate(lines) if (level := level_on_line(line))]
    if len(told) != 1:
        return
    number, text = told[0]
    place = paragraph.place_of_line(number)
    above = [one for one in figures if (one.place.line or 0) < (place.line or 0)]
    whole = {one.code for one in above} >= set(INSTRUMENTS)
    if (above and above[-1] is total) or whole or len(figures) == 1:
        yield _HeldLevel(total, text, sight, replace(place, quote=lines[number]))
