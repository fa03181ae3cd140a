"""Notes below scores that say what these are: a mean, a goal, another year's or agency's."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Block, Paragraph
from prongsai.core.ids import TOTAL
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet.grid import filled
from prongsai.core.scoresheet.prints import Doubt, Print
from prongsai.core.scoresheet.running import without_running_heads
from prongsai.core.scoresheet.setting import DECIMAL, OF_A_TABLE, Captions, told_years
from prongsai.core.scoresheet.vocabulary import (
    AGAINST_A_GOAL,
    SAYS_NOTHING,
    SUSPECT,
    doubts_of,
    left_over,
)
from prongsai.core.thai import arabic_digits, mend_line, shorten

_MARKED = compiled(r"\W*(?:หมายเหตุ|note|remark|(?:แหล่ง)?ที่มา|แหล่งข้อมูล|source)|\\?\*", 2)
_NOTE = compiled(
    rf"{_MARKED.pattern}|(?:คะแนน|ค่า|ตัวเลข|ข้อมูล|ผล)\S{{0,20}}(?:ข้างต้น|ข้างบน|ดังกล่าว|ในตาราง(?!ที่))", 2
)
_QUOTED, _SHOWN, _NEAR, _HEADS, _STAMP, _SHORT, _HEADING = 80, 4, 15, 3, 32, 60, 20
_FEWEST_LETTERS = 4, 2, 1  # of any text, of a remark, of a note
_NO_PLACE = "(?<!กลุ่ม)(?<!จังหวัด)(?<!อำเภอ)(?<!ตำบล)"
# What takes back every score of a document, wherever it stands: an apology, a cancelled paper,
# numbers that were made up, an index.
_TAKES_BACK = any_of(
    r"ขออภัย(?!\S{0,4}ความไม่สะดวก)|(?:พิมพ์|กรอก)ผิด|แก้(?:ไข)?คำผิด|(?:ไม่|มิ)ใช่(?:ผล|คะแนน|ของจริง)(?!เต็ม)|ปีฐาน",
    r"^\W*(?:หมายเหตุ\W*)?ยกเลิก(?:แล้ว)?\W*$|ให้ยกเลิก|เพิกถอน",
    r"(?:ประกาศ|ฉบับ|เอกสาร|ผล|คะแนน)นี้(?:ได้|ถูก)*ยกเลิก|(?:ประกาศ|หนังสือ)ฉบับนี้(?:ได้|ถูก)*ยกเลิก",
    r"(?:ประเมิน|ตรวจ)(?:ตนเอง|เอง)ก่อน|ยังไม่(?:ได้|มี|ใช่)?(?:ผล[ก-๎ .]{0,30})?(?:การ)?(?:ประกาศ|รับรอง)",
    rf"(?:ตัวเลข|ข้อมูล|คะแนน)[ก-๎ ]{{0,40}}{_NO_PLACE}(?:ตัวอย่าง|สมม[ตุ]ุ?ิ|จำลอง|การฝึก)",
)
# A remark of its own line, and a sentence of the figures themselves: beside scores each must be
# understood, whatever it says.
_REMARK = any_of(r"[^\w(]*\([^()]*\)[^\w(]*", r"[^\w\[]*\[[^\[\]]*\][^\w\[]*", r"\*+\s[^*]+\s\*+")
_OF_FIGURES = any_of(
    "ตัวเลข|เนื้อหา(?:ใน|นี้|ชุด)|เลข(?:ใน|ชุด)|(?:เลข|คะแนน|แบบ|ชุด|แผ่น|สไลด์)(?:เหล่า)?นี้|ช่อง(?!ทาง|ว่าง|โหว่)|ใบงาน",
    "(?:ผล|คะแนน)[ก-๎]{0,14}ในบทที่",
)
# What notes say below published scores: the rule of passing, sources, legends of colours.
_WEIGHT = r"(?:[\s:=,()%]|[IEO]IT|ร้อยละ|และ|คะแนน|แบบวัด)*"
_AS_PUBLISHED = any_of(
    r"ตัวเลข|ทุกช่อง|เต็ม(?!\s*[0-9๐-๙])|เต็ม\s*(?:100|๑๐๐)|(?:ตรวจ(?:สอบ)?)?แล้ว|ดาวน์โหลด|เป็นไปตาม(?:หลักเกณฑ์)?|เมื่อ",
    r"(?:(?:ต่ำ|สูง)กว่า)?(?:หลัก)?เกณฑ์(?:การ|ที่|ผ่าน|ประเมิน|คือ|\s)*85|ผ่าน(?:เกณฑ์)?(?!\S)|ขึ้นไป",
    r"ปัดเศษ|ทศนิยม|ตำแหน่ง|ดูรายละเอียด|(?<=ช\.)\s*ประจำจังหวัด[ก-๎]*|ได้ที่|เว็บไซต์|ที่มา|\bfull\b|\bas\b",
    r"แหล่ง|\b[Ss]ource\b|https?:\S+|(?:www|itas|\.)*nacc\.go\.th\S*|สำนักประเมิน|คู่มือ|เรียกดู|สืบค้น|ณ\s?เดือน|\(20\d\d\)",
    r"คณะกรรมการ|ป้องกันและปราบปรามการทุจริต(?:แห่งชาติ)?|(?<=ที่มา:)\s*(?:งานนิติการ|สำนักปลัด(?:เทศบาล)?)",
    r"(?:ปี(?:งบประมาณ)?|พ\.ศ\.|และ|,|\s|25\d\d){0,12}25\d\d\s*(?:ยัง)?ไม่ได้(?:(?:เข้า)?รับการประเมิน|เก็บข้อมูล).*",
    rf"(?:ค่า)?น้ำหนัก{_WEIGHT}30{_WEIGHT}30{_WEIGHT}40|\d\s*[-–]\s*\d{{1,2}}|-\s*หมายถึง\s*ไม่มีข้อมูล",
    r"(?:มี)?ผู้ตอบ(?:แบบ|วัด|จำนวน|[IEO]IT|\s)*[0-9๐-๙,]+\s*(?:คน|ราย)|คะแนน(?:สูง|ต่ำ|น้อย|มาก)(?:ที่)?สุด\s*คือ",
    r"ดังกล่าว|ข้างต้น|\b[Nn]ote\b|จุดแข็ง",
    r"(?:นำ)?เสนอ(?:ต่อ)?ที่ประชุม(?:ผู้บริหาร)?|นำไปใช้ในการ|จัดทำมาตรการ|อยู่ในระดับ",
    r"จัดทำโดย(?:สำนักปลัด|กองคลัง|กองช่าง|งานนิติการ)(?:เทศบาล)?(?!\S)",
    r"\S{0,20}สี่?\S{1,8}\s*(?:=|คือ|หมายถึง)|น้อยกว่า|(?:สูง|ต่ำ)สุด|อันดับแรก|ต้องปรับปรุง|ไม่มีข้อมูล",
)
_NO_MORE = "(?!.*(?:เป้า|คาด|ร่าง|เฉลี่ย|ประมาณการ|จำลอง|ยังไม่|ไม่ใช่|เอง|ปีก่อน|ปีที่แล้ว|ผล|คะแนน|ตัวเลข))"
# What begins the next part of a paper, and says nothing of the scores right above it.
_GOES_ON = any_of(
    r"\W*(?:(?:ส่วน|ตาราง|บท|ตัวชี้วัด|ข้อ|หน้า)(?:ที่)?\s?[\d๐-๙]|[\d๐-๙]+[.)]|จึง|จาก(?:ตาราง|ผล|ข้อ)|จะเห็น|สงวน)",
    r"\W*(?:ประเด็น|จุด(?:แข็ง|อ่อน|เด่น|ที่)|ขอ(?:ขอบ|แสดง|เชิญ)|ปรับปรุง(?:ข้อมูล)?เมื่อ|ดาวน์|รายละเอียด)",
    rf"\W*(?:หน้า(?:แรก|หลัก)|ที่อยู่|(?:เขียน|โพสต์|เผยแพร่)โดย|ทั้งนี้|เห็นควร|มาตรการ|[Tt]ags|[Ff]acebook|[Pp]owered){_NO_MORE}",
)
_OF_AGENCIES = compiled(r"\d\s*(?:small )?(?:แห่ง|หน่วยงาน|อปท|เทศบาล|อบต|agenc|municip)")
_SOURCE = compiled(r"\W*(?:หมายเหตุ\W*)?(?:(?:แหล่ง)?ที่มา|แหล่งข้อมูล|source)", 2)
_NACC = compiled(r"ป\.?\s?ป\.?\s?ช|NACC|ITA|ประกาศ|ประเมิน(?!ของ|โดย)", 2)
_SAYS_RESULTS, _ON_A_NUMBER = compiled(r"ผล|คะแนน|ค่า|ตัวเลข|\s"), compiled(r"\d\*")
_PART = compiled(r"\(?[\d๐-๙]{1,2}[.)]|[-•–]\s")
_IS_MEASURED = compiled(rf"(?:{_MARKED.pattern})?\W*\S{{1,40}}\s\d+[.,]\d+(?:\sคะแนน)?", 2)
_ALONE = compiled(r"\W*(?:หมายเหตุ|notes?|remarks?)\W*", 2)
# A note with a number of its own, about rules or about the future does not speak of the scores.
_OWN_NUMBER = compiled(r"(?<![\dA-Za-z])\d{2,3}(?:\.\d+)?(?!\d|\s*(?:แห่ง|หน่วยงาน|อปท|เทศบาล|อบต))")
_NO_GOAL = compiled(r"(?:หลัก)?เกณฑ์|จะ|ควร")
_MEAN = compiled(r"ต้นแบบ|เฉลี่ย|มัธยฐาน|ค่ากลาง|mean|average|median", 2)
_WEIGHTED = compiled(r"น้ำหนัก|weighted", 2)
# Said of a paper, not of its scores: a finding tells it.
_DRAFT = compiled(r"ร่าง|ตัวอย่าง|สมม[ตุ]ต?ิ|draft", 2)
_OF_SCORES = frozenset({Doubt.GOAL, Doubt.MEAN, Doubt.YEAR, Doubt.WHOSE})
_OF_A_REMARK = SUSPECT - {Doubt.YEAR}
# The year and the agency in the head of a page, or across it, are the document's.
_OF_PAGES = SUSPECT | {Doubt.WORDS}


class _Line(Struct, frozen=True):
    """A line or row of the nth block; `cells` is how many different texts the row has, else 0."""

    text: str
    places: Sequence[Place]
    block: int
    cells: int = 0


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
    """Add the doubts of asides and of notes up to the next heading; tell what takes scores back."""
    scored = {replace(score.place, quote=None) for score in prints}
    rows = {(place.sheet, place.row) for place in scored if place.row}
    plain = ((aside.place, _DRAFT.sub("?", mend_line(aside.text))) for aside in asides)
    # A comment is of its row; a short text beside scores is like a stamp on them all.
    beside = [
        (at, _note(text, captions, is_read=bool(at.row) or len(text) <= _STAMP))
        for at, text in plain
    ]
    lines, unclear = [*_lines(blocks)], captions.unclear
    against: dict[Place, frozenset[_Note]] = {}
    below: frozenset[_Note] = frozenset()
    for line, note in reversed([*_notes(lines, captions, scored, prints)]):
        below = below | {note} if note else below if line.places else frozenset()
        against.update(dict.fromkeys(line.places, below))
        if note and Doubt.WORDS in note.doubts:
            unclear.append(replace(line.places[0], quote=shorten(line.text, _QUOTED)))
    back = _taken_back(lines, asides, captions) if prints else []
    kept = {id(block) for block in without_running_heads(blocks)}
    own_lines = [line for line in lines if id(blocks[line.block]) in kept]
    doubted = _unclear(own_lines, captions, scored, unclear)
    if back:
        findings.warning("scoresheet/taken_back", *back[:_SHOWN])
    elif unclear:
        findings.warning("scoresheet/not_understood", *unclear[:_SHOWN])
    for score in prints:
        own = replace(score.place, quote=None)
        notes = {*against.get(own, ()), *_notes_beside(own, beside, rows)}
        more = score.doubts | ({Doubt.WORDS} if own in (scored if back else doubted) else set())
        yield replace(score, doubts=more.union(*(note.doubts_of(score) for note in notes)))


def _notes_beside(
    own: Place, beside: Iterable[tuple[Place, _Note | None]], rows: Container[object]
) -> Iterator[_Note]:
    """Of what stands beside scores what is of one: `rows` are those with scores."""
    for place, note in beside:
        if note and (place.sheet, place.page) == (own.sheet, own.page):
            is_of_another = place.row != own.row and (place.sheet, place.row) in rows
            doubts = note.doubts - ({Doubt.WORDS} if is_of_another else set())
            yield _Note(doubts, note.years) if place.row else _Note(doubts & _OF_PAGES, frozenset())


def _taken_back(
    lines: Iterable[_Line], asides: Iterable[Paragraph], captions: Captions
) -> list[Place]:
    """Where a document says that its scores are not what they seem, with its words as quotes."""
    own = [(line.text, line.places[0]) for line in lines if line.cells <= 1]
    own += [(mend_line(text), each.place) for each in asides for text in each.text.split("\n")]
    return [
        replace(place, quote=shorten(text, _QUOTED))
        for text, place in own
        if _TAKES_BACK.search(text) and _TAKES_BACK.search(captions.without_names(text))
    ]


def _unclear(
    lines: Sequence[_Line], captions: Captions, scored: set[Place], unclear: list[Place]
) -> set[Place]:
    """The scores of the blocks near words about figures; the words' places go to `unclear`."""
    held: dict[int, set[Place]] = {}
    for line in lines:
        if own := {place for place in line.places if place in scored}:
            held.setdefault(line.block, set()).update(own)
    rows = Counter(line.block for line in lines)
    doubted: set[int] = set()
    passed: set[Place] = set()  # down to this line: a row of words below scores is a remark
    for at, line in enumerate(lines):
        passed.update(line.places)
        is_below = 0 < line.cells < _HEADS and not passed.isdisjoint(held.get(line.block, ()))
        if at and not scored.isdisjoint(lines[at - 1].places):
            is_small = not line.cells or max(line.cells + 1, rows[line.block]) <= _HEADS
            is_below |= is_small and _may_tell(line.text)
        is_below &= not _NOTE.match(line.text)
        if any(map(str.isdigit, line.text)):
            is_below &= line.cells <= 1 and not fiscal.years_in(line.text)
        if not _is_unclear(line.text, captions, is_remark=is_below):
            continue
        near = lines[max(0, at - _NEAR) : at + _NEAR + 1]
        blocks = {each.block for each in near if each.places[0].page == line.places[0].page}
        if blocks & held.keys():
            unclear.append(replace(line.places[0], quote=shorten(line.text, _QUOTED)))
            doubted |= blocks
    return set().union(*(held.get(block, ()) for block in doubted))


def _may_tell(text: str) -> bool:
    """Whether a short line right below scores may say what they are: a heading does not."""
    if len(text) > _SHORT or DECIMAL.search(arabic_digits(text)) or _GOES_ON.match(text):
        return False
    is_heading = len(text) <= _HEADING and not _SAYS_RESULTS.search(text)
    if not (is_heading or any(map(str.isdigit, text))):
        return True
    is_against = doubts_of(text) & _OF_A_REMARK or _OF_AGENCIES.search(text)
    return bool(is_against and not fiscal.years_in(text))


def _is_unclear(
    text: str, captions: Captions, *, is_remark: bool, years: Collection[int] | None = None
) -> bool:
    """Whether a text is not understood; a note must speak of the `years` of the scores.

    Shape:  without `years` a text with a measure of its own speaks of that.
    """
    digits = arabic_digits(text)
    in_brackets = _REMARK.fullmatch(text) is not None
    is_remark = (is_remark or in_brackets) and not SAYS_NOTHING.match(text)
    is_measured = _IS_MEASURED.fullmatch(digits) or (years is None and DECIMAL.search(digits))
    if is_measured or not (is_remark or _OF_FIGURES.search(text)):
        return False
    plain = _AS_PUBLISHED.sub(" ", AGAINST_A_GOAL.sub(" ", captions.without_names(text)))
    named = {year for _, year in fiscal.years_in(plain)}
    is_against = bool(years and named) and named.isdisjoint(years or ())
    is_against |= is_remark and bool(captions.doubts(plain) & _OF_A_REMARK)
    is_against |= in_brackets and is_remark and Doubt.WHOSE in captions.doubts(text)
    is_against |= _SOURCE.match(text) is not None and not _NACC.search(text)
    letters = sum(map(str.isalpha, left_over(plain)))
    return is_against or letters >= _FEWEST_LETTERS[is_remark + (years is not None)]


def _notes(
    lines: Sequence[_Line], captions: Captions, scored: Container[Place], prints: Sequence[Print]
) -> Iterator[tuple[_Line, _Note | None]]:
    """Each line with the note that it is, if any; without its places a heading of results.

    Shape:  below the last score the caption of a table is of the one above.
    """
    years = {score.year for score in prints if score.year}
    has_mark = is_below = False
    holds = [any(place in scored for place in line.places) for line in lines]
    last = max((at for at, is_held in enumerate(holds) if is_held), default=0)
    for at, line in enumerate(lines):
        text, note = line.text, None
        # A note on what a table marks does not speak of the rest; the mark made that candidates.
        if _NOTE.match(text) and not (has_mark and "*" in text):
            is_read = is_below and (len(text) <= _SHORT or _MARKED.match(text) is not None)
            note = _note(text, captions, is_read=is_read, years=years)
        elif at > last and OF_A_TABLE.match(text):
            note = _note(text, captions)
        is_heading = not (line.cells or _NOTE.match(text) or "." in text) and told_years(text)
        yield replace(line, places=()) if is_heading else line, note
        has_mark = not is_heading and (
            has_mark or _ON_A_NUMBER.search(text) is not None or (line.cells > 0 and "*" in text)
        )
        is_below |= holds[at]


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    """Lines and rows; what follows "หมายเหตุ" alone, and each numbered part below, is a note too."""
    before = ""
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            lines = enumerate(block.text.split("\n"))
            new = [_Line(mend_line(line), (block.place_of_line(at),), number) for at, line in lines]
        else:
            new = []
            for row in block.rows:
                texts, width = filled([*map(mend_line, row.cells)]), len(row.cells)
                places = [*map(row.place_of, range(width))]
                new.append(_Line(" ".join(texts), places, number, len({*texts})))
        for line in new:
            goes_on = _ALONE.fullmatch(before) or (_NOTE.match(before) and _PART.match(line.text))
            line = replace(line, text=f"หมายเหตุ {line.text}") if goes_on else line  # noqa: PLW2901
            before = line.text or before
            yield line


def _note(
    text: str, captions: Captions, *, is_read: bool = False, years: Collection[int] | None = None
) -> _Note | None:
    """What a note says of scores; None if it has a number of its own or no doubt.

    Shape:  where it `is_read`, it must be understood, and speak of the `years` of the scores.
    """
    note = _Note(frozenset(), frozenset())
    if not _OWN_NUMBER.search(fiscal.without_years(arabic_digits(text))):
        doubts = captions.doubts(_NO_GOAL.sub("?", AGAINST_A_GOAL.sub("?", text))) & _OF_SCORES
        doubts -= frozenset() if _MEAN.search(text) else {Doubt.MEAN}
        doubts |= {Doubt.WEIGHTED} if _WEIGHTED.search(text) else frozenset()
        note = _Note(doubts, frozenset(told_years(text)))
    if is_read and _is_unclear(text, captions, is_remark=True, years=years):
        note = replace(note, doubts=note.doubts | {Doubt.WORDS})
    return note if note.doubts or note.years else None
