"""Decimals beside words of the assessment that were not read: whose they are, or their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.sights import YearInSight
from prongsai.core.scoresheet.around.topics import Topic, topic_of
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import Names, is_total_label
from prongsai.core.scoresheet.settled import Found
from prongsai.core.scoresheet.tables.columns import Role, heading_row
from prongsai.core.scoresheet.torn_sentences import Torn, TornSentences
from prongsai.core.scoresheet.whole_hundreds import whole_hundreds
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, around, repair, squeeze

_DECIMAL = compiled(
    r"(?<![\d.,/:])(?:(?:100|\d{2})\.\d{2}|(?:100|[2-9]\d)\.\d)(?![\d:]|[.,]\d|/(?!\s?100(?!\d)))"
)
# "IIT;90,11": behind what parts columns a comma may stand for the point.
_WITH_COMMA = compiled(r"([;|=\t]\s*(?:100|\d{2})),(\d{1,2})(?![\d,.])")
# "10.1 การดำเนินการ…", also where the year has no such part.
_NUMBERED = compiled(r"(?:ตัวชี้วัด(?:ย่อย)?\s?(?:ที่)?\s?)?((?:10|[1-9])(?:\.\d)?)[.)]?\s+[ก-๎A-Za-z]{3}")
_LETTER_SPACED = compiled(r"(?<![\d.,/:])\d(?: \d){0,2} ?\. ?\d(?: \d)?(?! ?[\d./:])")
_HALF = compiled(r"\d{2}")
_ALONE = compiled(
    r"^[ \t]*(?:100|\d{2})\.\d{2}[ \t]*(?:คะแนน|%)?[ \t]*(?:(?i:grade|ระดับ|เกรด)[^\n\d]{0,30})?$",
    re.MULTILINE,
)
_OF_ITA = compiled(r"(?<![A-Za-z])(?:ITA|IIT|EIT|OIT)(?![A-Za-z])|คุณธรรม\s?และความโปร่งใส")
_INSTRUMENT = compiled(r"(?<![A-Za-z])(?:IIT|EIT|OIT)(?![A-Za-z])")
_A_SCORE = compiled(r"คะแนน|(?i:scores?|points?)(?![A-Za-z])")
# The name of a part, or the number of one, between an instrument and a decimal.
_PART = compiled(
    r"ตัวชี้วัด|ข้อ(?!มูล)|ประเด็น|(?<![A-Za-z])[ieo]\d|การ(?:ปฏิบัติ|ใช้|แก้|ปรับ|เปิด|ป้อง)|คุณภาพ|ประสิทธิภาพ"
)
# What a number is that stands right behind these words: a limit, a change, a mean, an amount.
_KNOWN_BEFORE = compiled(
    r"(?:เป้าหมาย|เป้า|กว่า|เกณฑ์|เต็ม|เฉลี่ย|ประเทศ|(?<!ส่วน)จังหวัด|อำเภอ|เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|ต่าง|ตั้งแต่"
    r"|ช่วง|ระหว่าง|น้ำหนัก|ผู้ตอบ|ตอบแบบ|วันที่|เวลา|(?<!งบ)(?<!งบ )ประมาณ|คาด)[^\n\d]{0,24}$"
    r"|ก่อน(?:ยื่น)?อุทธรณ์[^\n\d]{0,24}$|(?:ข้อ|วาระ|ถึง|[-–—+×x*<>≥≤])\s{0,2}$"
)
# "ครั้งที่ 12.30"; "ภาพรวม ที่ 93.79 คะแนน" is no number of a thing.
_NUMBERED_BEFORE = compiled(r"(?<!หน้า)ที่\s{0,2}$")
# "ลงนามในระบบ 26 ม.ค. 2566 13.00": a time of day, be its "น." in the next line.
_TIME_OF_A_DAY = compiled(
    r"(?:[กคมตธพส]\.[คพยส]\.|ม[ิี]\.[คย]\.|เม\.ย\.|คม|ยน|พันธ์)\s{0,2}\d{4}\s{0,3}(?:[01]\d|2[0-3])\.[0-5]\d$"
)
# A row "คะแนนเฉลี่ย" below indicators may be the agency's total.
_A_MEAN = compiled(r"\s*(?:ค่า|คะแนน|ผล|ร้อยละ|รวม)*เฉลี่ย(?:รวม|ทั้งหมด|ทุกตัวชี้วัด)?\s*[:=]?\s*")
# The total by its weights: where it is their mean to the last digit, the others prove it.
_BY_WEIGHTS = compiled(r"\s*(?:คะแนน|ผล|รวม)+เฉลี่ย(?:รวม)?(?:แบบ)?ถ่วงน้ำหนัก(?:รวม)?\s*[:=]?\s*")
_IS_A_SCORE = compiled(r"\s*คะแนน")
_KNOWN_AFTER = compiled(
    # "83.25 -1.10" is a score and by how much it changed, and no range.
    r"(?:คะแนน|%)?-\d|\s*(?:คะแนน|%)?\s*"
    r"(?:-\s+\d|[–—×x*%]\s*\d|ขึ้นไป|ลงมา|ถึง|น\.|บาท|ล้าน|ระดับ\s*\d|คน|หน้า)"
)
# A line, or a row, that speaks of others or of what is not yet.
_OF_OTHERS = compiled(
    r"ทั่ว?ประเทศ|(?:ค่า|คะแนน)?เฉลี่ย(?:ของ)?(?:ทั้ง|จังหวัด|ประเทศ|อำเภอ)|แห่ง(?!ชาติ|ประเทศ)|คาดการณ์|คาดว่า|ประมาณการ|เบื้องต้น"
)
# "แบบวัด IIT มีคะแนนเฉลี่ย 89.52 คะแนน" tells the instrument's own score.
_MEAN_OF_A_PART = compiled(
    r"(?<![A-Za-z])(?:IIT|EIT|OIT)\s?\)?[^\n\d]{0,24}เฉลี่ย(?:รวม|เท่ากับ|อยู่ที่|ร้อยละ|คิดเป็น|[\s:=(])*$"
)
_IN_FACT = compiled(r"(?:ประกาศจริง|ผลจริง|ได้จริง|คะแนนจริง|ประกาศผลจริง)[^\n\d]{0,24}$")
_A_GOAL = compiled(r"เป้า|คาด|(?<!งบ)(?<!งบ )ประมาณ|ควร|อยาก|ต้องได้|ร่าง|จำลอง|ประเมินตนเอง|ปีที่แล้ว|ปีก่อน")
# Neither a number nor a dash: those in a cell of their own are nobody's name. "1. การปฏิบัติหน้าที่" is.
_LABEL = compiled(
    r"(?!\d)(?=.*[^\W\d_])|(?:\d{1,2}|\d{1,2}\.\d)(?:[.)]\s?|\s)(?!คะแนน|คน|ราย|ครั้ง|แห่ง|%)[^\W\d_]{2}"
)
_DIGIT = compiled(r"\d")
# A column's edge may break a sentence right before its number.
_GOES_ON = compiled(r"(?:ร้อยละ|(?<!\d)(?<!\d )คะแนน|เท่ากับ|อยู่ที่|คือ|ได้|เป็น)\s*$")
_SEPARATORS = " \t|:;=.-–•*"
_BEFORE = 60
_LONGEST_CELL = 200
_LONGEST_TEXT = 500_000
_MOST_PLACES = 400
_FEWEST_HEADS = 2
_LONGEST_TOPIC = 400
_SHOWN = 8
_SEVERAL = 3
_YEAR_CELL = compiled(r"(?:(?:ปี|พ\.ศ\.|งบประมาณ)\s?)*(2(?:5[5-9]|6[0-4])\d)(?![\d.,/])")
_LEADER = compiled(r"[.…·_]{4,}")
_ABOUT_ITA = (Topic.ITA, Topic.ITA_RESULTS)
_OF_SOMETHING_ELSE = (Topic.SOMETHING_ELSE, Topic.NEVER_OWN)
_NOT_RESULTS = (Topic.ITA_BUT_NO_RESULTS, Topic.NEVER_OWN)

OwnAgency = Callable[[str], bool | None]


class PassedOver(Struct, frozen=True):
    """A decimal that was not read, of the year in sight.

    Shape:  `code` is the total where nothing beside it is named, the instrument that is, and None
            where it stands beside a part; `after` is what follows it in its text. Of a part
            that nothing was read of (`part`), a number counts that something else has too.
    """

    number: str
    place: Place
    code: str | None
    after: str = ""
    year: int | None = None
    part: str | None = None  # its code, where nothing was read of it
    before: str = ""  # what stands between it and the number before


class _Read(Struct, frozen=True):
    """What was read of a document: values, codes, and the years of each code."""

    values: frozenset[Decimal]
    codes: frozenset[str]
    dated: frozenset[tuple[str, int | None]]

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> _Read:
        """What some figures are."""
        held = list(figures)
        return cls(
            frozenset(one.value for one in held),
            frozenset(one.code for one in held),
            frozenset((one.code, one.year) for one in held),
        )

    def lacks(self, code: str | None, year: int | None = None) -> bool:
        """Whether others were read and a part was not, in a year where one is told."""
        if code is None or not self.codes:
            return False
        return code not in self.codes if year is None else (code, year) not in self.dated


class Surroundings(Struct, frozen=True):
    """What a document is read with: its year's names, and whose it is."""

    names: Names
    is_own: OwnAgency


def passed_over(
    document: Found,
    sights: Sequence[YearInSight],
    figures: Iterable[Figure],
    within: Surroundings,
) -> list[PassedOver]:
    """Every decimal under a caption of the assessment, or beside its name, that was not read.

    Shape:  `sights` tells of each block which year is in sight; `figures` are those that were read.
    """
    read = _Read.of(figures)
    tells = tells_of_ita(document)
    parts = _names_of_parts(within.names)
    torn = TornSentences(parts, lambda words: _is_of_others(words, within.is_own))
    found: dict[tuple[Place, str], PassedOver] = {}
    for block, topic, sight in zip(document.blocks, document.topics, sights, strict=False):
        is_goal = topic is Topic.NEVER_OWN or (isinstance(block, Table) and topic in _NOT_RESULTS)
        behind_words = torn.told(block, sight.year, is_goal=is_goal)
        decimals = _in_block(block, topic, within, read, parts if tells else ())
        for one in _with_torn(decimals, behind_words if tells else ()):
            if one.part or Decimal(one.number) not in read.values:
                code = None if is_goal else one.code
                dated = replace(one, year=sight.year, code=code)
                found.setdefault((one.place, one.number), dated)
            if len(found) >= _MOST_PLACES:
                return list(found.values())
    cut = [
        PassedOver(one.number, one.place, None, one.after, year)
        for one, year in (torn.unsaid() if tells else ())
        if Decimal(one.number) not in read.values
    ]
    wholes = [
        PassedOver("100", one.place, None, part=one.part)
        for one in (whole_hundreds(document.blocks, within.names) if tells else ())
        if not read.codes or read.lacks(one.part)
    ]
    return list(_each_place_once([*found.values(), *cut, *wholes]))[:_MOST_PLACES]


def _in_block(
    block: Block, topic: Topic, within: Surroundings, read: _Read, parts: Sequence[str]
) -> Iterator[PassedOver]:
    """The decimals of a block; `parts` are names of parts where the document is about the ITA."""
    is_about = topic in _ABOUT_ITA
    if isinstance(block, Table):
        is_unsaid = bool(parts) and topic is Topic.UNKNOWN
        yield from _in_table(block, within, read, is_about=is_about or is_unsaid)
        return
    beside_scores = bool(read.values) and topic in (Topic.UNKNOWN, Topic.RESULTS)
    # The score in a page's circle stands above the caption that says what it is.
    is_about = is_about or (bool(parts) and _ALONE.search(block.text) is not None)
    decimals = _in_lines(block, within, is_about=is_about, beside_scores=beside_scores)
    if parts and not is_about:
        decimals = _each_once(chain(decimals, _told_of_parts(block, within, parts)))
    yield from _with_parts_not_read(decimals, within.names, read)


def tells_of_ita(document: Found) -> bool:
    """Whether something in a document speaks of the assessment."""
    if any(topic in _ABOUT_ITA for topic in document.topics):
        return True
    return any(_OF_ITA.search(text) is not None for text in _texts(document.blocks))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """What stands in paragraphs and in cells."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell for row in block.rows for cell in row.cells)


def _names_of_parts(names: Names) -> tuple[str, ...]:
    """The names of the year's indicators and sub-indicators, and what comes before their number."""
    levels = (Level.INDICATOR, Level.SUB_INDICATOR)
    known = (node.name.th for node in names.framework.tree.values() if node.level in levels)
    return ("ตัวชี้วัดที่", *filter(None, known))


def tell_passed_over(left: Iterable[PassedOver], findings: Findings) -> None:
    """Note those that no finding names yet."""
    told = set(_told(findings.items))
    shown = {_spot(place) for finding in findings.items for place in finding.places}
    untold = [
        one
        for one in left
        if Decimal(one.number) not in told or (one.part and _spot(one.place) not in shown)
    ]
    if not untold:
        return
    numbers = list(dict.fromkeys(map(_in_words, untold)))
    listed = ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")
    findings.note(
        "numbers_passed_over",
        Text(
            f"ข้างชื่อหรือใต้หัวข้อของการประเมิน ITA มีตัวเลขที่ไม่ได้อ่านเป็นคะแนน: {listed}",
            "numbers beside names of the ITA, or under its captions, are not read as scores:"
            f" {listed}",
        ),
        *dict.fromkeys(one.place for one in untold),
        next_step=Text(
            "ถ้าเป็นคะแนนที่ประกาศของหน่วยงาน ให้กรอกเอง",
            "if they are the agency's published scores, enter them by hand",
        ),
    )


def _in_words(one: PassedOver) -> str:
    """A number, with the code of its part where that is known."""
    if one.part is None:
        return one.number
    is_numbered = one.part[:1].isdigit()
    return f"{one.number} ({'ind' if is_numbered else ''}{one.part})"


def _spot(place: Place) -> Place:
    """A place without its words."""
    return replace(place, quote=None)


def _told(findings: Iterable[Finding]) -> Iterator[Decimal]:
    """The numbers that findings name, in their words or by their places."""
    for finding in findings:
        said = [finding.message.th, *(place.quote or "" for place in finding.places)]
        for text in said:
            yield from map(Decimal, _DECIMAL.findall(arabic_digits(text)))


def _in_table(
    table: Table,
    within: Surroundings,
    read: _Read,
    *,
    is_about: bool,
) -> Iterator[PassedOver]:
    """The decimals of cells, where the row, its name or the caption is of the assessment."""
    barred: Collection[int] = ()
    for row in table.rows:
        cells = [squeeze(arabic_digits(repair(cell))) for cell in row.cells]
        label = next((cell for cell in cells if _LABEL.match(cell)), "")
        if not read.values:
            yield from _halved(row, cells, label, within, is_about=is_about)
        if not any(map(_DECIMAL.search, cells)):
            headings = heading_row(tuple(cells), within.names)
            if headings is not None:
                barred = [n for n, one in enumerate(headings) if one.role is Role.NOT_A_SCORE]
            heads = {cell for cell in cells if _INSTRUMENT.fullmatch(cell)}
            if within.names.node_of(label) or is_total_label(label):
                yield from _letter_spaced(row, cells, label)
            is_about = is_about or len(heads) >= _FEWEST_HEADS
            continue
        node = within.names.node_of(label)
        part = _part_not_read(cells, within.names, read)
        numbers = [Decimal(one) for cell in cells for one in _DECIMAL.findall(cell)]
        if not part and all(one in read.values for one in numbers):
            continue
        is_named = _OF_ITA.search(label) or is_total_label(label) or node
        if not (is_about or is_named):
            continue
        words = " | ".join(_DECIMAL.sub("", cell) for cell in cells)
        if _is_known(label) or _is_of_others(words, within.is_own):
            continue
        left = list(_in_row(row, cells, label, barred))
        yield from (replace(one, part=part) for one in left)
        if sum(Decimal(one.number) not in read.values for one in left) >= _SEVERAL:
            yield from _hundreds(row, cells, label, barred)


def _hundreds(
    row: Row, cells: Sequence[str], label: str, barred: Collection[int]
) -> Iterator[PassedOver]:
    """The whole hundreds of a row of which several other numbers were not read."""
    for column, cell in enumerate(cells):
        if cell == "100" and column not in barred:
            yield PassedOver(cell, row.place_of(column, f"{label} {cell}".strip()), None)


def _part_not_read(cells: Sequence[str], names: Names, read: _Read) -> str | None:
    """The part that a row names, where nothing was read of it; of its year, where the row has one.

    Shape:  beside its instrument an indicator may stand: the last that is named counts.
    """
    year = next((int(found[1]) for cell in cells if (found := _YEAR_CELL.match(cell))), None)
    labels = (cell for cell in dict.fromkeys(cells) if len(cell) <= _LONGEST_CELL)
    named = [node for cell in labels if _LABEL.match(cell) and (node := names.node_of(cell))]
    return named[-1] if named and all(read.lacks(node, year) for node in named) else None


def _halved(
    row: Row, cells: Sequence[str], label: str, within: Surroundings, *, is_about: bool
) -> Iterator[PassedOver]:
    """The two halves of what may be one broken score, the only numbers of a row: "81 | 45"."""
    filled = [(column, cell) for column, cell in enumerate(cells) if cell]
    names, halves = filled[:-2], filled[-2:]
    if any(_DIGIT.search(cell) for _, cell in names) or not all(
        _HALF.fullmatch(cell) for _, cell in halves
    ):
        return
    is_named = _INSTRUMENT.search(label) or (_A_SCORE.search(label) and is_total_label(label))
    if (is_named or (is_about and not label)) and not _is_of_others(label, within.is_own):
        for column, half in halves:
            yield PassedOver(half, row.place_of(column, f"{label} {half}".strip()), None)


def _letter_spaced(row: Row, cells: Sequence[str], label: str) -> Iterator[PassedOver]:
    """Numbers with a space behind each digit, of which some may have got lost: "０ ． １ １"."""
    for column, cell in enumerate(cells):
        found = _LETTER_SPACED.search(cell)
        if found and len(cell) <= _LONGEST_CELL:
            number = found[0].replace(" ", "")
            yield PassedOver(number, row.place_of(column, f"{label} {cell}"[-_BEFORE:]), None)


def _in_row(
    row: Row, cells: Sequence[str], label: str, barred: Collection[int]
) -> Iterator[PassedOver]:
    seen: set[str] = set()  # a merged cell is repeated
    for column, cell in enumerate(cells):
        if cell in seen or len(cell) > _LONGEST_CELL:
            continue
        seen.add(cell)
        for found in _DECIMAL.finditer(cell):
            is_alone = cell[: found.start()].strip() == ""
            if is_alone and column in barred:
                continue
            before = label if is_alone else cell[: found.start()]
            if is_alone or not _is_known(before, cell, found.end()):
                quote = f"{before[-_BEFORE:]} {found[0]}".strip()
                code = _whose(before if is_alone else f"{label} {before}")
                code = None if _A_MEAN.fullmatch(label) else code  # of what is not said
                place = row.place_of(column, quote)
                yield PassedOver(found[0], place, code, cell[found.end() :])


def _is_known(before: str, text: str = "", end: int = 0) -> bool:
    """Whether the words before a number, which ends there in its text, say what else it is."""
    is_a_mean = (_A_MEAN.fullmatch(before) or _BY_WEIGHTS.fullmatch(before)) or (
        _MEAN_OF_A_PART.search(before) and not _OF_OTHERS.search(before)
    )
    if _KNOWN_BEFORE.search(before) and not is_a_mean:
        return True
    if _TIME_OF_A_DAY.search(text[max(0, end - _BEFORE) : end]):
        return True
    return bool(_NUMBERED_BEFORE.search(before)) and not _IS_A_SCORE.match(text, end)


def _whose(before: str) -> str | None:
    """The instrument that is named last, the total where no part is; None for parts."""
    named = list(_INSTRUMENT.finditer(before))
    if _PART.search(before, named[-1].end() if named else 0):
        return None
    codes = {one[0] for one in named[-1:]}
    return codes.pop() if codes else TOTAL


def _is_of_others(line: str, is_own: OwnAgency) -> bool:
    """Whether a line tells of agencies and none is the document's own, or of no results."""
    named = [is_own(one[0].strip()) for one in NAMED_AGENCY.finditer(line)]
    return bool(_OF_OTHERS.search(line)) or (bool(named) and True not in named)


def _in_lines(
    paragraph: Paragraph, within: Surroundings, *, is_about: bool, beside_scores: bool
) -> Iterator[PassedOver]:
    """The decimals of lines that speak of the assessment, or stand under its caption.

    Shape:  `beside_scores` where the document has scores although nothing here says of what: the
            lines with the word "คะแนน" may hold their total.
    """
    if len(paragraph.text) > _LONGEST_TEXT:
        return  # one that is too long is told as a whole
    text = _WITH_COMMA.sub(r"\1.\2", arabic_digits(repair(paragraph.text)))
    is_about = is_about or _OF_ITA.search(text) is not None
    end = 0
    for line in text.splitlines(keepends=True):
        start, end = end, end + len(line)
        decimals = list(_DECIMAL.finditer(text, start, end))
        if decimals and _is_of_others(line, within.is_own):
            # "คาดการณ์ 92.00 ประกาศจริง 90.21": what was published stands behind.
            decimals = [one for one in decimals if _IN_FACT.search(text, start, one.start())]
        if not decimals:
            continue
        label = text[start : decimals[0].start()].strip(_SEPARATORS)
        is_named = len(label) <= _LONGEST_CELL and _names_a_part(label, within.names)
        if not (is_about or is_named or (beside_scores and _A_SCORE.search(line))):
            continue
        is_goal = _A_GOAL.search(line) is not None  # once: a line may hold thousands of decimals
        earlier = start
        for found in decimals:
            label, earlier = text[earlier : found.start()].strip(_SEPARATORS), found.end()
            before = text[max(start, found.start() - _BEFORE) : found.start()]
            if not (_is_known(before, text, found.end()) or _KNOWN_AFTER.match(text, found.end())):
                quote = _quoted(text, start, found.start(), found.end())
                code = None if is_goal else _whose(before)
                place = paragraph.place_at(found.start(), quote)
                after = text[found.end() : found.end() + _BEFORE]
                yield PassedOver(found[0], place, code, after, before=label[:_BEFORE])


def _quoted(text: str, line: int, start: int, end: int) -> str:
    """What stands before a number of a line, without the dots that lead the eye to it."""
    told = _LEADER.sub(" … ", text[line:end])
    if len(told) == end - line:
        return around(text, start, end)
    return around(told, len(told) - (end - start), len(told))


def _told_of_parts(
    paragraph: Paragraph, within: Surroundings, parts: Sequence[str]
) -> Iterator[PassedOver]:
    """The decimals of lines that name a part anywhere, or a score, whatever they stand under.

    Shape:  none of them proves anything: `code` is None.
    """
    if len(paragraph.text) > _LONGEST_TEXT:
        return
    text = arabic_digits(repair(paragraph.text))
    above, end = "", 0
    for line in text.splitlines(keepends=True):
        start, end = end, end + len(line)
        if not _DECIMAL.search(line):
            above = line[-_LONGEST_TOPIC:]
            continue
        said = f"{above}{line}" if _GOES_ON.search(above) else line
        above = line[-_LONGEST_TOPIC:]
        is_of_a_part = any(part in said for part in parts)
        if not (is_of_a_part or _A_SCORE.search(said)):
            continue
        if not is_of_a_part and topic_of(said[:_LONGEST_TOPIC]) in _OF_SOMETHING_ELSE:
            continue
        for one in _in_lines(
            Paragraph(line, paragraph.place_at(start, None)),
            within,
            is_about=True,
            beside_scores=True,
        ):
            yield replace(one, code=None)


def _with_parts_not_read(
    found: Iterable[PassedOver],
    names: Names,
    read: _Read,
) -> Iterator[PassedOver]:
    """Those whose number something else has too, where what stands before it was not read."""
    for one in found:
        if Decimal(one.number) in read.values and len(one.before) <= _LONGEST_CELL:
            numbered = _NUMBERED.match(one.before)
            node = names.node_of(one.before) or (numbered[1] if numbered else None)
            yield replace(one, part=node if read.lacks(node) else None)
        else:
            yield one


def _with_torn(found: Iterable[PassedOver], torn: Iterable[Torn]) -> Iterator[PassedOver]:
    """Those of sentences that were torn too, but for what is told already."""
    held = list(found)
    others = [PassedOver(one.number, one.place, None, one.after) for one in torn]
    known = {(_spot(one.place), one.number) for one in held}
    yield from held
    for one in others:
        if (_spot(one.place), one.number) not in known:
            yield one


def _each_place_once(found: Iterable[PassedOver]) -> Iterator[PassedOver]:
    """Those whose number stands at another place than the ones before."""
    seen: set[tuple[Place, str]] = set()
    for one in found:
        where = (_spot(one.place), one.number)
        if where not in seen:
            seen.add(where)
            yield one


def _each_once(found: Iterable[PassedOver]) -> Iterator[PassedOver]:
    """Those that are quoted in other words a second time are left out."""
    seen: dict[tuple[Place, str], str | None] = {}
    for one in found:
        where = (_spot(one.place), one.number)
        if seen.setdefault(where, one.place.quote) == one.place.quote:
            yield one


def _names_a_part(label: str, names: Names) -> bool:
    """Whether the words before a line's first number are an indicator's, or an instrument's."""
    return names.node_of(label) is not None and not is_total_label(label)


def instruments_of(left: Iterable[PassedOver], year: int) -> dict[str, list[PassedOver]]:
    """The decimals of a year that stand beside an instrument or beside nothing, by code."""
    found: dict[str, list[PassedOver]] = {code: [] for code in (*INSTRUMENTS, TOTAL)}
    for one in left:
        if one.code in found and one.year in (year, None):
            found[one.code].append(one)
    return found
