"""Whether every word right above the figures is understood as one of published results.

What is known to be a draft, a goal or another's is not read at all (`topics`). No list of such
words is ever complete; the words that results are captioned with are few. Figures below other
words are read, and whoever reads them is asked to make sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Table
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.part_captions import without_totals_of_parts
from prongsai.core.scoresheet.around.result_words import WORDS_OF_RESULTS, beside, strange_words
from prongsai.core.scoresheet.around.topics import Topic, topic_of
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import Names
from prongsai.core.thai import repair, squeeze

if TYPE_CHECKING:
    from prongsai.core.scoresheet.around.bodies import Bodies

# What captions of published results have beside the words of headings, the longer first.
_PHRASES = (
    r"Integrity\s+(?:and|&)\s+Transparency\s+Assessment|(?:ตาราง|แผนภูมิ|แผนภาพ|กราฟ|ภาพ(?!รวม)|รูป|บท|เอกสารแนบ|ภาคผนวก)(?:ที่)?\s*[\d.]*|ส่วนที่\s*[\d.]*"
    r"|(?:อำเภอ|จังหวัด|ตำบล|อ\.|จ\.|ต\.)\s?[ก-ฺเ-๎]{2,30}|การเปรียบเทียบ|เปรียบเทียบ|การวิเคราะห์|วิเคราะห์|สรุป|แสดง|รายละเอียด|ข้อมูล|จำแนก|ย้อนหลัง|ดังนี้"
    r"|ดังต่อไปนี้|ต่อไปนี้|แบบตรวจ|(?:ใน)?ภาพรวม|เพื่อ(?:จัดทำ|กำหนด|ขับเคลื่อน)?มาตรการ|มาตรการ(?:ส่งเสริม)?|ภายในหน่วยงาน|ตามประกาศ|สำนักงาน|ในแต่ละ|ในปี|ในระดับ|ในแบบ"
    r"|องค์กรปกครองส่วนท้องถิ่น(?=\s|ใน|$)|ของหน่วยงานใน(?=จังหวัด|อำเภอ)|ใน(?=จังหวัด|อำเภอ)|ขอแก้ไข|(?:มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา|กุมภา|เมษา|มิถุนา|กันยา|พฤศจิกา)(?:คม|ยน|พันธ์)"
    r"|(?:ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)\.|ณ\s?วันที่|วันที่|(?i:sheet)\s*\d*|แผ่น(?:งาน)?\s*\d*|หน้า\s*\d+|ประเด็นคำถาม|คำถาม|ที่ไม่ได้"
    r"|ที่นำมา|ได้แก่|ที่เป็น|(?:ที่)?(?:ได้)?(?:รับ)?(?:คะแนน)?(?:สูงสุด|ต่ำสุด)(?:\s*\d+\s*อันดับ(?:แรก)?)?|โดยพิจารณาจาก|ที่ควร(?:รักษามาตรฐาน|พัฒนา|ปรับปรุง)|ที่(?:จะ)?ต้อง(?:แก้ไข|ปรับปรุง|พัฒนา)(?:โดย)?(?:เร่งด่วน)?|ข้อบกพร่อง|จุดอ่อน|จุดแข็ง|แนวทางการพัฒนา"
    r"|พัฒนาการดำเนินงานให้ดีขึ้น|เจ้าหน้าที่|(?:น้อย|ต่ำ|สูง|มาก|ดีขึ้น|ลดลง)กว่า(?:\s*[\d.]+\s*คะแนน)?|เทียบกับค่าเฉลี่ยระดับประเทศ|(?:ข้อมูล)?ประกอบแผน|เพื่อจัดทำแผน|\(ต่อ\)|ซึ่ง"
)
_WORDS = (
    r"ตั้งแต่(?=\s?(?:ปี|พ\.))|สถิติ(?=ผล|คะแนน)|แนวโน้ม|พัฒนาการ|ระดับ|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|อยู่ใน|พบว่า|ปรากฏ|ข่าว|ประชาสัมพันธ์|เผยแพร่|เว็บไซต์|ภาครัฐ|เรื่อง|ปีที่|กับ|ถึง|ระหว่าง|โดย|หรือ|มี|เป็น|เมื่อ|สอง|สาม|ห้า"
    r"|เรียง(?:ลำดับ)?|(?:จาก)?(?:มากไปน้อย|น้อยไปมาก)|(?<![A-Za-z])(?i:table|figure|chart|by|and|summary|comparison|for|in|from|municipality|subdistrict|an?)(?![A-Za-z])"
)
_KNOWN = compiled(f"{_PHRASES}|{WORDS_OF_RESULTS}|{_WORDS}")
# A line and where it stands.
Caption = tuple[str, Place]

_LONGEST = 160
_MOST_LINES = 4
_CAPTIONS = compiled(
    r"ผล(?:การ)?(?:คะแนน|ประเมิน|สำรวจ|ราย)|คะแนน|ประเมิน|แบบวัด|แบบสำรวจ|(?<![A-Za-z])(?i:ITAS?|IIT|EIT|OIT|scores?|results?)(?![A-Za-z])"
)
_OF_RESULTS = compiled(r"ผล|คะแนน|(?<![A-Za-z])(?i:scores?|results?)(?![A-Za-z])")
_TITLE_ROWS = 4
_QUOTE_LENGTH = 80
# What is told of the whole country, a ministry or a province.
_OF_ALL = compiled(
    r"ระดับ(?:ประเทศ|จังหวัด|กระทรวง|ภาค|อำเภอ|กรม)|ทั้งประเทศ|(?:ภาพรวม|เฉลี่ย)(?:ของ)?\s?(?:ประเทศ|จังหวัด|กระทรวง|อำเภอ)"
)
_SHORT = 40
_SCORE = compiled(r"\d{2}\.\d")  # a line that tells figures captions none

_NAMED = (Level.INDICATOR, Level.SUB_INDICATOR, Level.ITEM)  # by words of their own


class Captions:
    """The short lines above what is read, and whether they leave room for doubt."""

    def __init__(
        self,
        names: Names,
        complaints: Complaints,
        agency: str | None,
        is_own: Callable[[str], bool | None],
        blocks: Sequence[Block],
    ) -> None:
        """`agency` and `is_own` tell the own name, which is no word of doubt.

        Shape: `blocks` are the document's; where none names the own agency, whose it is, is asked
               of the document as a whole.
        """
        self._names = names
        self._complaints = complaints
        self._agency = agency
        self._is_own = is_own
        self._blocks = blocks
        self._above: list[Caption] = []
        self._ended = False

    def note(self, line: str, place: Place) -> None:
        """Take up a line that gives no figure: it may caption what follows."""
        text = squeeze(repair(line))
        is_name = NAMED_AGENCY.fullmatch(text) is not None
        is_of_all = len(text) <= _SHORT and _OF_ALL.search(text) is not None
        is_caption = is_name or is_of_all or _CAPTIONS.search(text) is not None
        if not (is_caption or topic_of(text) is Topic.NEVER_OWN):
            return  # of a name that goes on, mostly
        if self._ended or len(text) > _LONGEST:
            self._above, self._ended = [], False
        if len(text) <= _LONGEST:
            self._above = [*self._above[1 - _MOST_LINES :], (text, place)]

    def above(self) -> tuple[Caption, ...]:
        """The captions of a figure that stands here; the next line begins anew."""
        self._ended = True
        return tuple(self._above)

    def own(self, captions: Sequence[Caption], figures: Sequence[Figure]) -> list[Figure]:
        """The figures below captions that are this agency's; what may be no result is told."""
        if not figures:
            return []
        if self._are_anothers(captions):
            for figure in figures:
                self._complaints.of_another(figure.place)
            return []
        below_results = False
        for text, place in captions[::-1]:
            # What stands above a caption of results is a title, unless it is "ตัวอย่าง" alone.
            is_strange = (
                (topic_of(text) is Topic.NEVER_OWN) if below_results else self._is_strange(text)
            )
            if is_strange:
                places = [replace(place, quote=text), *(one.place for one in figures)]
                self._complaints.strange_caption(text[:_QUOTE_LENGTH], places)
            below_results |= not is_strange and _OF_RESULTS.search(text) is not None
        texts = [text for text, _ in captions]
        return without_totals_of_parts(texts, figures, self._names, self._complaints)

    def _are_anothers(self, captions: Sequence[Caption]) -> bool:
        """Whether the nearest caption that names agencies names only others."""
        for text, _ in reversed(captions):
            named = {self._is_own(one[0].strip()) for one in NAMED_AGENCY.finditer(text)}
            if named:
                return named == {False} and self._own_is_named
        return False

    @cached_property
    def _own_is_named(self) -> bool:
        return any(
            self._is_own(one[0].strip())
            for text in texts_of(self._blocks)
            for one in NAMED_AGENCY.finditer(repair(text))
        )

    def of_table(self, table: Table) -> tuple[Caption, ...]:
        """The captions above a table, and the title rows and sheet name of its own."""
        return (*self.above(), *_titles(table))

    def _is_strange(self, text: str) -> bool:
        if _SCORE.search(text):
            return _OF_ALL.search(text) is not None
        if _level(self._names.node_of(text)) in _NAMED:
            return False
        if self._agency:
            text = text.replace(self._agency, " ")
        text = NAMED_AGENCY.sub(
            lambda one: one[0] if self._is_own(one[0].strip()) is False else " ", text
        )
        # The words of headings are enough mostly, and told before the many of captions.
        if not strange_words(text) or not beside(_KNOWN, text):
            return False
        return bool(beside(_KNOWN, self._bodies.marked(text, " ")))

    @cached_property
    def _bodies(self) -> Bodies:
        """The own name of who is no local government; most documents never ask for it."""
        from prongsai.core.scoresheet.around.bodies import Bodies  # noqa: PLC0415

        return Bodies(texts_of(self._blocks), self._agency)


def _level(code: str | None) -> Level | None:
    return level_of(code) if code else None


def texts_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The texts of paragraphs and cells, in their order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell for row in block.rows for cell in row.cells if cell)


def _titles(table: Table) -> Iterator[Caption]:
    if table.place.sheet:
        yield table.place.sheet, table.place
    for row in table.rows[:_TITLE_ROWS]:
        filled = [cell for cell in dict.fromkeys(row.cells) if cell.strip()]
        if len(filled) > 1:
            return
        for cell in filled:
            if len(cell) <= _LONGEST:
                yield squeeze(repair(cell)), row.place
