"""Notes below scores that say what these are: a mean, a goal, another year's or agency's."""

from collections.abc import Container, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Block, Paragraph
from prongsai.core.ids import TOTAL
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet.grid import filled
from prongsai.core.scoresheet.prints import Doubt, Print
from prongsai.core.scoresheet.setting import OF_A_TABLE, Captions, told_years
from prongsai.core.scoresheet.vocabulary import AGAINST_A_GOAL, SUSPECT
from prongsai.core.thai import arabic_digits, repair, shorten, squeeze

_NOTE = compiled(
    r"\W*(?:หมายเหตุ|note|remark)|\\?\*|(?:คะแนน|ค่า|ตัวเลข|ข้อมูล|ผล)\S{0,20}(?:ข้างต้น|ข้างบน|ดังกล่าว|ในตาราง(?!ที่))",
    2,
)
_QUOTED, _SHOWN = 80, 4
_NO_PLACE = "(?<!กลุ่ม)(?<!จังหวัด)(?<!อำเภอ)(?<!ตำบล)"
# What takes back every score of a document, wherever it stands: an apology, a cancelled paper,
# numbers that were made up, an index.
_TAKES_BACK = any_of(
    r"ขออภัย(?!\S{0,4}ความไม่สะดวก)|พิมพ์ผิด|แก้(?:ไข)?คำผิด|ไม่ใช่(?:ผล|คะแนน)ของ|ปีฐาน",
    r"^\W*ยกเลิก(?:แล้ว)?\W*$|(?:ประกาศ|ฉบับ|เอกสาร|ผล|คะแนน)นี้(?:ได้|ถูก)*ยกเลิก|(?:ประกาศ|หนังสือ)ฉบับนี้(?:ได้|ถูก)*ยกเลิก",
    r"(?:ประเมิน|ตรวจ)(?:ตนเอง|เอง)ก่อน|ยังไม่(?:ได้|มี|ใช่)?(?:ผล[ก-๎ .]{0,30})?(?:การ)?(?:ประกาศ|รับรอง)",
    rf"(?:ตัวเลข|ข้อมูล|คะแนน)[ก-๎ ]{{0,40}}{_NO_PLACE}(?:ตัวอย่าง|สมม[ตุ]ุ?ิ|จำลอง|การฝึก)",
)
_ALONE = compiled(r"\W*(?:หมายเหตุ|notes?|remarks?)\W*", 2)
# A note with a number of its own, about rules or about the future does not speak of the scores.
_OWN_NUMBER = compiled(r"(?<![\dA-Za-z])\d{2,3}(?:\.\d+)?(?!\d|\s*(?:แห่ง|หน่วยงาน|อปท|เทศบาล|อบต))")
_NO_GOAL = compiled(r"(?:หลัก)?เกณฑ์|จะ|ควร")
_MEAN = compiled(r"ต้นแบบ|เฉลี่ย|มัธยฐาน|ค่ากลาง|mean|average|median", 2)
_WEIGHTED = compiled(r"น้ำหนัก|weighted", 2)
# Said of a paper, not of its scores: a finding tells it.
_DRAFT = compiled(r"ร่าง|ตัวอย่าง|สมม[ตุ]ต?ิ|draft", 2)
_OF_SCORES = frozenset({Doubt.GOAL, Doubt.MEAN, Doubt.YEAR, Doubt.WHOSE})
# The year and the agency in the head of a page, or across it, are the document's.
_OF_PAGES = SUSPECT - {Doubt.YEAR}


class _Note(Struct, frozen=True):
    """What a note says of the scores above it: doubts, and the years it says they are of."""

    doubts: frozenset[Doubt]
    years: frozenset[int]

    def doubts_of(self, score: Print) -> frozenset[Doubt]:
        is_other = self.years and score.year not in {None, *self.years}
        own = self.doubts - {Doubt.WEIGHTED} if score.code == TOTAL else self.doubts
        return own | ({Doubt.YEAR} if is_other else frozenset())


def doubt_noted(
    prints: Sequence[Print],
    blocks: Sequence[Block],
    asides: Sequence[Paragraph],
    captions: Captions,
    findings: Findings,
) -> Iterator[Print]:
    """Add the doubts of what stands beside a sheet or page, and of notes up to the next heading.

    Shape:  words that take all scores back are told as a finding.
    """
    texts = (_DRAFT.sub("?", squeeze(repair(aside.text))) for aside in asides)
    beside = [
        (aside.place, _note(text, captions)) for aside, text in zip(asides, texts, strict=True)
    ]
    against: dict[Place, frozenset[_Note]] = {}
    below: frozenset[_Note] = frozenset()
    scored = {replace(score.place, quote=None) for score in prints}
    for places, note in reversed([*_notes(blocks, captions, scored)]):
        below = below | {note} if note else below if places else frozenset()
        against.update(dict.fromkeys(places, below))
    back = _taken_back(blocks, asides, captions) if prints else []
    more = frozenset({Doubt.WORDS} if back else ())
    if back:
        findings.warning("scoresheet/taken_back", *back[:_SHOWN])
    for score in prints:
        notes = {*against.get(replace(score.place, quote=None), ())}
        for place, note in beside:
            if note and (place.sheet, place.page) == (score.place.sheet, score.place.page):
                notes.add(note if place.row else _Note(note.doubts & _OF_PAGES, frozenset()))
        own = score.doubts | more
        yield replace(score, doubts=own.union(*(note.doubts_of(score) for note in notes)))


def _taken_back(
    blocks: Iterable[Block], asides: Iterable[Paragraph], captions: Captions
) -> list[Place]:
    """Where a document says that its scores are not what they seem, with its words as quotes."""
    paragraphs = (block for block in blocks if isinstance(block, Paragraph))
    lines = [
        (squeeze(repair(line)), paragraph.place_of_line(number))
        for paragraph in (*paragraphs, *asides)
        for number, line in enumerate(paragraph.text.split("\n"))
    ]
    return [
        replace(place, quote=shorten(text, _QUOTED))
        for text, place in lines
        if _TAKES_BACK.search(captions.without_names(text))
    ]


def _notes(
    blocks: Sequence[Block], captions: Captions, scored: Container[Place]
) -> Iterator[tuple[Sequence[Place], _Note | None]]:
    """The places of each passage, and the note that it is, if any.

    Shape:  below the last score the caption of a table is of the one above.
    """
    has_mark = False
    passages = list(_passages(blocks))
    holds = [any(place in scored for place in places) for _, places in passages]
    last = max((at for at, is_held in enumerate(holds) if is_held), default=0)
    for at, (text, places) in enumerate(passages):
        # A note on marked scores does not speak of the rest; the mark made those candidates.
        is_note = _NOTE.match(text) is not None and not (has_mark and "*" in text)
        is_note |= at > last and OF_A_TABLE.match(text) is not None
        yield places, _note(text, captions) if is_note else None
        has_mark = bool(places) and (has_mark or "*" in text[1:])


def _passages(blocks: Sequence[Block]) -> Iterator[tuple[str, Sequence[Place]]]:
    """Lines and rows with the places of their cells; without places for a heading of results."""
    for block in blocks:
        if isinstance(block, Paragraph):
            lead = ""
            for number, line in enumerate(block.text.split("\n")):
                text = squeeze(repair(f"{lead} {line}"))
                lead = text if _ALONE.fullmatch(text) else ""
                is_heading = not _NOTE.match(text) and "." not in text and told_years(text)
                yield text, () if is_heading else (block.place_of_line(number),)
            continue
        for row in block.rows:
            text = " ".join(filled([squeeze(repair(cell)) for cell in row.cells]))
            yield text, [row.place_of(at) for at in range(len(row.cells))]


def _note(text: str, captions: Captions) -> _Note | None:
    """What a note says of the scores above it; None if it has a number of its own or no doubt."""
    plain = arabic_digits(text)
    if _OWN_NUMBER.search(fiscal.without_years(plain)):
        return None
    doubts = captions.doubts(_NO_GOAL.sub("?", AGAINST_A_GOAL.sub("?", text))) & _OF_SCORES
    doubts -= frozenset() if _MEAN.search(text) else {Doubt.MEAN}
    doubts |= {Doubt.WEIGHTED} if _WEIGHTED.search(text) else frozenset()
    years = frozenset(told_years(text))
    return _Note(doubts, years) if doubts or years else None
