"""A document's blocks are read one by one: tables and lines first, then what sentences say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Extract, Paragraph, Table
from prongsai.core.fiscal import years_in
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet import remarks as remark_parts
from prongsai.core.scoresheet.around.captions import Captions, texts_of
from prongsai.core.scoresheet.around.marked import without_marked
from prongsai.core.scoresheet.around.sights import RELATIVE_YEAR, YearInSight
from prongsai.core.scoresheet.around.topics import Topic, topic_of, topics_of, without_others
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.forms.typed import are_typed
from prongsai.core.scoresheet.forms.usual import Usual, captions_above
from prongsai.core.scoresheet.model import Figure, PublishedRating
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.settled import Found
from prongsai.core.scoresheet.tables.gathered import TableReading
from prongsai.core.scoresheet.tables.lines import LineReader
from prongsai.core.scoresheet.tables.rows import TableReader
from prongsai.core.scoresheet.tables.weighted import proven_totals, without_weights

if TYPE_CHECKING:
    from prongsai.core.scoresheet.around.wording import Wording
    from prongsai.core.scoresheet.sentences.prose import Levels, ProseReader

# Any number but a year, or a word that goes with levels.
_MAY_TELL = compiled(
    r"(?<!\d)(?!(?:25[5-9]|26[0-4])\d(?!\d))\d|ระดับ|เกณฑ์|ผ่าน|ปรับปรุง|สุด|เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง|คงที่|คงเดิม|เท่าเดิม|(?:อันดับ|ลำดับ)แรก|กว่า(?=แบบวัด|เครื่องมือ|ตัวชี้วัด|\s?[EIO]IT)|เกรด|rating|grade|level",
    re.IGNORECASE,
)
_NO_HEADING = compiled(r"^\s*[-•●▪*❖]|\d{2}\.\d|คะแนน\s*$|เกณฑ์")
_HEADING_LINES = 12
_LONGEST_HEADING = 60
# "ได้ 90.86 คะแนน (เป้าหมาย 95 คะแนน)": the bracket says nothing of what was got.
_GOT = compiled(r"ได้(?:รับ|คะแนน)?\s*\d{1,3}\.\d+\s*(?:คะแนน|%)?\s*(\([^()]*\))")
# A goal that is named at the end of one paragraph and told in the next.
_OPEN_GOAL = compiled(r"(?:ตั้งเป้า|เป้าหมาย|คาดว่า|คาดการณ์|น่าจะ|สมมติ|สมมุติ)[^\n]{0,90}$")
_GOES_ON = compiled(r"\s*(?:ไว้|แบ่งเป็น|โดยแบ่ง|เท่ากับ|คือ|ที่\s*\d|จำนวน)")
_HAS_DECIMAL = compiled(r"[0-9๐-๙]\.[0-9๐-๙]")
_OF_SCHOOLS = compiled(r"ITA\s?(?:Online\s?)?สถานศึกษา|สถานศึกษาออนไลน์", re.IGNORECASE)
_LONGEST_TITLE = 120
_SPEAKER_AND_SPEECH = 2
_SHORTEST_SPEECH = 80
_TITLE_LINES = 4
_LONGEST_TEXT = 500_000
_MAY_HOLD_SCORES = compiled(r"[:=].{0,200}\d|ข้อ\s*[oO]\d", re.DOTALL)

OwnAgency = Callable[[str], bool | None]

# Marks of five or ten points are told as what they are.
_OF_NO_SCALE = 20


class BlockReader:
    """Reads the blocks of one document for one year's names."""

    def __init__(
        self, tables: TableReader, agency: str | None, is_own: OwnAgency, levels: Levels
    ) -> None:
        """`tables` reads its tables; `agency`, where the caller named one, is whose rows count.

        Shape: `is_own` as `whose.own_agency` gives it; `levels` gives a year's level words.
        """
        self._tables = tables
        self._names = tables.names
        self._complaints = tables.complaints
        self._agency = agency
        self._is_own = is_own
        self._levels = levels
        self._instrument: str | None = None
        self._last_text = ""
        self._heading = ""
        self._remark_cells: list[tuple[str, Place, str | None]] = []
        self._said_again: list[tuple[Figure, YearInSight]] = []

    def read(self, extract: Extract, sights: Sequence[YearInSight]) -> Found:
        """What the blocks give; `sights` tells of each which year is in sight there."""
        unmarked = without_marked(extract.blocks, self._complaints.marked)
        blocks = _in_usual_words(remark_parts.with_torn_rows(unmarked), self._names)
        topics = without_others(blocks, topics_of(blocks), self._is_own)
        found = Found(blocks, topics)
        prose = _Prose(self._names, self._complaints, self._is_own, blocks, topics, self._agency)
        captions = Captions(
            self._names, self._complaints, self._agency, self._is_own, extract.blocks
        )
        usual = Usual(self._names, self._complaints, self._agency)
        lines = LineReader(self._tables, captions, lambda: prose.wording, _title_of(extract.blocks))
        above_all = (Topic.UNKNOWN, *topics)
        for block, sight, topic, above, caption in zip(
            blocks, sights, topics, above_all, captions_above(blocks), strict=False
        ):
            if isinstance(block, Paragraph):
                told = lines.read(block, sight, topic)
                # "ตาราง … ในภาพรวมจังหวัด" bars the lines below it in its own text too.
                governing = topic if topic is Topic.NEVER_OWN else above
                self._read_sentences(block, sight, governing, told, prose, found)
                self._last_text = block.text or self._last_text
                self._heading = _heading_in(block.text) or self._heading
                continue
            found.figures += lines.close()
            table = usual.table(block, caption, topic)
            self._read_table(table, sight, topic, captions, found)
            headed = bool(self._tables.context.columns)
            said = _in_cells(block, prose, sight.year, topic, headed=headed)
            found.figures += [(figure, sight) for figure in said]
        found.figures += lines.close()
        found.figures += self._still_said(found.figures)
        found.figures += _proven(self._tables, found.figures)
        if _is_of_a_school(blocks):
            self._complaints.not_ita([figure for figure, _ in found.figures])
            found.figures = []
        found.ratings += _line_ratings(lines, self._levels, found.ratings)
        passages = remark_parts.from_passages(extract.blocks)
        found.remarks = (*passages, *remark_parts.from_cells(self._remark_cells))
        return found

    def _read_sentences(
        self,
        block: Paragraph,
        sight: YearInSight,
        above: Topic,
        told: Sequence[Figure],
        prose: _Prose,
        found: Found,
    ) -> None:
        """Add what a paragraph's sentences say beyond what its lines `told`."""
        self._instrument = self._names.instrument_of(block.text) or self._instrument
        if len(block.text) > _LONGEST_TEXT:
            self._complaints.too_long(len(block.text), block.place)
            return
        if not _MAY_TELL.search(block.text):
            return
        reader, topic = prose.reader, _above(block, above)
        if _GOES_ON.match(block.text) and _OPEN_GOAL.search(self._last_text):
            topic = Topic.ITA_BUT_NO_RESULTS
        seen = {(figure.code, figure.value) for figure in told}
        spoken = without_weights(
            list(reader.figures(block, sight.year, topic, self._last_text)),
            self._names,
            self._complaints,
        )
        is_anothers = topic is Topic.NEVER_OWN
        if is_anothers:
            for one in spoken:
                self._complaints.unattributed(one.place)
            spoken = []
        has_scores = _HAS_DECIMAL.search(block.text) is not None
        found.is_of_year_before |= has_scores and bool(RELATIVE_YEAR.search(block.text))
        found.figures += [(one, sight) for one in spoken if (one.code, one.value) not in seen]
        # What its lines gave may turn out to be nothing by them alone.
        self._said_again += [(one, sight) for one in spoken if (one.code, one.value) in seen]
        stated = () if is_anothers else reader.ratings(block, sight.year, self._levels)
        told_here = {year for _, year in years_in(block.text)} if has_scores else set()
        found.ratings += [
            (rating, YearInSight(None) if rating.year in told_here else sight) for rating in stated
        ]
        claims, statements = reader.claims.told(
            block, sight.year, topic, self._instrument, self._heading
        )
        found.claims += claims
        found.statements += statements

    def _still_said(
        self, read: Sequence[tuple[Figure, YearInSight]]
    ) -> list[tuple[Figure, YearInSight]]:
        """The figures of sentences that their lines gave too, where these had no anchor."""
        known = {(figure.code, figure.value) for figure, _ in read}
        again = {
            figure: sight
            for figure, sight in self._said_again
            if (figure.code, figure.value) not in known and figure.value >= _OF_NO_SCALE
        }
        return [(figure, again[figure]) for figure in self._complaints.taken_back(again)]

    def _read_table(
        self, table: Table, sight: YearInSight, topic: Topic, captions: Captions, found: Found
    ) -> None:
        """Add what a table's cells give."""
        reading = self._tables.read(table, sight.year, topic)
        reading.figures = captions.own(captions.of_table(table), reading.figures)
        reading.ratings = reading.ratings if reading.figures else []
        found.figures += [(figure, sight) for figure in reading.figures]
        found.ratings += [(rating, sight) for rating in _table_ratings(reading, self._levels)]
        if reading.figures or reading.remarks_are_the_naccs or self._tables.goes_on:
            self._remark_cells += reading.remark_cells


def _heading_in(text: str) -> str:
    """The last of a text's lines that looks like a heading; "" where none does."""
    for line in reversed(text.split("\n")[-_HEADING_LINES:]):
        if 1 < len(line.strip()) <= _LONGEST_HEADING and not _NO_HEADING.search(line):
            return line
    return ""


def _title_of(blocks: Sequence[Block]) -> str:
    """The first two lines of a document's texts."""
    lines = (line for text in texts_of(blocks) for line in text.split("\n"))
    return "\n".join(islice(filter(str.strip, lines), 2))


def _is_of_a_school(blocks: Sequence[Block]) -> bool:
    """Whether a document's title is that of the assessment of schools, which is another one."""
    titles = (block.text for block in blocks[:_TITLE_LINES] if isinstance(block, Paragraph))
    return any(_OF_SCHOOLS.search(text[:_LONGEST_TITLE]) for text in titles)


def _in_usual_words(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks with names before their scores; a sheet of codes and scores as it stands."""
    if are_typed(blocks):
        return list(blocks)
    from prongsai.core.scoresheet.forms.all_forms import in_usual_words  # noqa: PLC0415

    return in_usual_words(blocks, names)


def _above(paragraph: Paragraph, above: Topic) -> Topic:
    """What a paragraph is about by the caption above, unless a title line of its own bars it."""
    for line in paragraph.text.split("\n")[:_TITLE_LINES]:
        own = topic_of(_GOT.sub("", line[:_LONGEST_TITLE]))
        if own is Topic.ITA_BUT_NO_RESULTS:
            return own
        if _MAY_TELL.search(line):
            break
    return above


class _Prose:
    """The reader of sentences, loaded by the first that may tell a score or a level.

    Its patterns cost a plain sheet of codes and scores a tenth of its time.
    """

    def __init__(
        self,
        names: Names,
        complaints: Complaints,
        is_own: OwnAgency,
        blocks: Sequence[Block],
        topics: Sequence[Topic],
        agency: str | None,
    ) -> None:
        self._blocks = blocks
        self._agency = agency
        self._tells_results = Topic.ITA_RESULTS in topics
        self._names = names
        self._complaints = complaints
        self._is_own = is_own

    @cached_property
    def wording(self) -> Wording:
        from prongsai.core.scoresheet.around.bodies import Bodies  # noqa: PLC0415
        from prongsai.core.scoresheet.around.wording import Wording  # noqa: PLC0415

        return Wording(
            self._names.framework, self._is_own, Bodies(texts_of(self._blocks), self._agency)
        )

    @cached_property
    def reader(self) -> ProseReader:
        from prongsai.core.scoresheet.sentences.mentions import OTHER_ASSESSMENT  # noqa: PLC0415
        from prongsai.core.scoresheet.sentences.prose import ProseReader  # noqa: PLC0415

        paragraphs = (block.text for block in self._blocks if isinstance(block, Paragraph))
        in_ita = self._tells_results and not any(map(OTHER_ASSESSMENT.search, paragraphs))
        return ProseReader(self._names, self._complaints, self._is_own, self.wording, in_ita=in_ita)


def _in_cells(
    table: Table, prose: _Prose, year: int | None, topic: Topic, *, headed: bool
) -> Iterator[Figure]:
    """Scores in brackets inside long cells: "… (e3 : 68.93 คะแนน)", and what a speaker says.

    Shape:  minutes set the speaker in one column and the speech beside it; `headed` says that the
            columns have headings, so that the table is none of that kind.
    """
    speaks = not headed and table.width == _SPEAKER_AND_SPEECH
    for row in table.rows:
        for column, cell in enumerate(dict.fromkeys(row.cells)):
            is_speech = speaks and column and len(cell) > _SHORTEST_SPEECH
            if not (is_speech or _MAY_HOLD_SCORES.search(cell)):
                continue
            paragraph = Paragraph(cell, row.place_of(column))
            found = prose.reader.figures(paragraph, year, topic if is_speech else Topic.UNKNOWN)
            yield from (figure for figure in found if is_speech or figure.name is not None)


def _table_ratings(reading: TableReading, levels: Levels) -> list[PublishedRating]:
    """The levels a table gives; of a year with several, which list bands or parts, none."""
    found: dict[int | None, list[PublishedRating]] = {}
    for text, year, place in reading.ratings:
        code = levels(year).get(text.strip(" “”\"'"))
        if code:
            found.setdefault(year, []).append(PublishedRating(code, year, text, place))
    return [
        ratings[0] for ratings in found.values() if len({rating.code for rating in ratings}) == 1
    ]


def _proven(
    tables: TableReader, found: Sequence[tuple[Figure, YearInSight]]
) -> list[tuple[Figure, YearInSight]]:
    """Totals in tables of their own that are the mean of the rest, under the same year's sight."""
    sights = {figure.year: sight for figure, sight in found}
    figures = [figure for figure, _ in found]
    proven = proven_totals(tables.totals_alone, figures, tables.names, tables.complaints)
    return [(total, sights[total.year]) for total in proven]


def _line_ratings(
    lines: LineReader, levels: Levels, known: Sequence[tuple[PublishedRating, YearInSight]]
) -> list[tuple[PublishedRating, YearInSight]]:
    """The levels that lines of their own give beside a total, as far as not `known`."""
    stated = {(rating.code, rating.year) for rating, _ in known}
    found: list[tuple[PublishedRating, YearInSight]] = []
    for text, sight, place in lines.ratings:
        code = levels(sight.year).get(text.strip(" “”\"'"))
        if code and (code, sight.year) not in stated:
            found.append((PublishedRating(code, sight.year, text, place), sight))
    return found
