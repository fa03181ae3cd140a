"""Evidence as units: headings, running text, heads of columns and cells, each with its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Paragraph, Table, TableRow
from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.model import Evidence, EvidencePage
from prongsai.core.thai import arabic_digits, repair, shorten, skeleton, squeeze

_SHORT_LINE, _QUOTED = 60, 80
_LONG_CELL = 20
_LONGEST_HEADING = 90
_LONGEST_HEAD_CELL = 80
NUMBERED = any_of(
    r"\s*(?:#+|\*\*)\s*",
    r"\s*(?:ข้อ|ส่วนที่|บทที่|หมวด|ตอนที่)\s*[\d๐-๙]+[.):]?\s*",
    r"\s*\(?[\d๐-๙]{1,3}(?:\.[\d๐-๙]+)*[.)]+\s*(?![\d๐-๙])",
    r"\s*\(?[\d๐-๙]+(?:\.[\d๐-๙]+)+\s+(?=[ก-๎])",
    r"\s*เรื่อง\s+|\s*[ก-ฮ][.)]\s+|\s*[-•❖]\s+",
)
_GUIDANCE = any_of(
    "หน่วยงานต้อง|ต้องแสดง|ต้องระบุ|ต้องประกอบด้วย|ต้องมีข้อมูล|ต้องมีหัวข้อ|ห้ามตัด",
    "องค์ประกอบด้านข้อมูล|ตามคู่มือการประเมิน|โดยมี\\s*ข้อมูล\\s*รายละเอียด|อย่างน้อย\\s*ประกอบด้วย",
    "ควรประกอบด้วย|ให้ระบุว่า|แบบตรวจการเปิดเผย|เป็นรายงานผล(?:ของปี|ที่)|หลักเกณฑ์การให้คะแนน",
    "ดำเนินการโดยผู้บริหารสูงสุดคนปัจจุบัน|เป็นการดำเนินการในปีงบประมาณ",
    r"^[\s•◦○oO·*-]{0,6}(?:แสดง(?:เนื้อหา|นโยบาย|รายงาน|หลักเกณฑ์|รายละเอียด|การดำเนิน)|จัดทำอย่างน้อย)",
)
# A Thai zero alone is no letter o: rows are numbered ๐๑, ๐๒.
_NAMES_ITEM = compiled(
    r"(?:^|[\s(])(?:(?:ข้อ\s*)?[oO]\s?[\d๐-๙]{1,2}(?![\d๐-๙.,:/])|(?:EB|M?OIT)\s?\d)"
)
_OPENS_CONTENTS = compiled(r"[\s#*]*สารบัญ\s*$")
_ENDS_IN_PAGE = compiled(r"(?:\s[\d๐-๙ก-จ]{1,3}|หน้า)\s*$|(?:บทที่|ส่วนที่|ภาคผนวก)\s?[\d๐-๙ก-ค]?")
_CONTENTS_LINE = compiled(r"(?:\.{4,}|…{2,}|·{3,}|_{4,})\s*[\d๐-๙]{1,3}\s*$")
_NOTHING_YET = any_of(
    "ยังไม่มีข้อมูล|ไม่มีข้อมูล|ไม่พบข้อมูล|ยังไม่(?:ได้)?(?:เผยแพร่|จัดทำ|ดำเนินการ)",
    "อยู่ระหว่าง(?:การ)?(?:ปรับปรุง|จัดทำ|รวบรวม|รอ)",
    "(?:รอ|ปิด)ปรับปรุง(?=[^ก-๎]|$|ระบบ|เว็บ|ชั่วคราว|ข้อมูล|หน้า)",  # no road that is closed
    r"รอ(?:ข้อมูล|เผยแพร่)|^\W*รอ(?:การ)?ดำเนินการ\W*$|coming soon|no data",
)
_REMARK = compiled(r"\([^()]*\)")
# A number with its unit, but no year and no telephone number.
_FIGURE = compiled(r"(?!(?:25[4-9]\d|0\d{6,})$)[\d,.]*\d[\d,.]*\s*(?:%|บาท|คน|ราย|ครั้ง|เรื่อง|ร้อยละ)?")
_NUMBERS_ROWS = set(map(skeleton, ("ที่", "ลำดับ", "ลำดับที่")))
DIGITS = compiled(r"\d")
_MARKS = compiled(r"</?[a-z][^>]{0,200}>|[*#|]+")
# A form asks with "state ..." where nothing was filled in.
_BLANK = compiled(r"[\s\-–—_.…:*|]*(?:\(?(?:ให้|โปรด)?ระบุ[\s.…)]*)?")
# What a site sets around a paper: its rights, counters and menu; what a sheet has on its edge.
_FURNITURE = any_of(
    r"©|สงวนลิขสิทธิ์|ผู้(?:เข้า|เยี่ยม|เข้าเยี่ยม)ชม|เปิดเว็บไซต์|ปรับปรุง[\s:]*[\d๐-๙]{1,2}/",
    r"(?i:copyright|all rights|page ?views?|your ip|no title|text_size|powered by)",
    r"(?i:create date|last updated)",
    r"^(?:ข้ามไป(?:ยัง|สู่|ที่)?เนื้อหา|ขนาดตัวอักษร|ยินดีต้อนรับ|ค้นหา|พิมพ์หน้านี้|TH\s?\|?\s?EN)",
    r"^(?:หน้าแรก|หน้าหลัก|(?i:home))(?:\s+[^\s/>»›]+){4,}$|^กำลังแสดง\s?\d",
    r"^(?:[-–—]\s?(?:[\d๐-๙]{1,3}|สำเนา|ร่าง)\s?[-–—]|หน้า(?:ที่)?\s?[\d๐-๙]{1,3}(?:\s?(?:/|จาก)\s?[\d๐-๙]{1,3})?)$",
)


class Role(StrEnum):
    """What a unit is in its paper."""

    HEADING = "heading"
    BODY = "body"
    HEAD = "head"
    CELL = "cell"


class Unit(Struct, frozen=True):
    """A line, a head of a column or a cell.

    Shape:  `plain` is the text with Arabic digits, but with none that were recognised from a
            picture; `key` is what phrases are compared with, its first `lead` letters its number
            (a dash has none), `above` the key of the heads above it that it may go on with;
            `below` are the cells under a head, `beside` those at the right of a cell;
            `opens_part` where a line of the title may head a part; `is_empty_table` where no cell
            of it is filled, `is_bare_table` where none but those that name its rows is;
            `may_guide` where only a remark in brackets or a heading above may make it guidance;
            `is_asked` where it repeats what the item asks; `table` is its table's place,
            `is_figure` where it counts something.
    """

    text: str
    role: Role
    page: int
    file: str
    plain: str
    key: str
    above: str = ""
    is_recognised: bool = False
    is_title: bool = False
    opens_part: bool = False
    is_guidance: bool = False
    may_guide: bool = False
    is_asked: bool = False
    is_contents: bool = False
    lead: int = 0
    is_numbered: bool = False
    names_item: bool = False
    says_nothing_yet: bool = False
    is_furniture: bool = False
    below: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    is_empty_table: bool = False
    is_bare_table: bool = False
    table: tuple[int, int] | None = None
    is_figure: bool = False

    @property
    def place(self) -> Place:
        """Where it stands, with its beginning."""
        return Place(self.file, page=self.page, quote=shorten(self.text, _QUOTED))


def is_blank(text: str) -> bool:
    """Whether nothing is written but dashes and dots."""
    return _BLANK.fullmatch(text) is not None


def units_in(evidence: Evidence) -> list[Unit]:
    """All units of a file in reading order, without what stands around them said."""
    return [unit for page in evidence.pages for unit in _units_of_page(page, evidence.name)]


def _units_of_page(page: EvidencePage, file: str) -> Iterator[Unit]:
    lists = False
    for number, block in enumerate(page.blocks):
        lines = [block.text] if isinstance(block, Paragraph) else _joined(block)
        lines = [line for text in lines for line in text.split("\n")]
        start = next((at + 1 for at, line in enumerate(lines) if _OPENS_CONTENTS.match(line)), 0)
        end = start + _listed(lines[start:]) if start or lists else 0
        end = end if start or (lists and _ENDS_IN_PAGE.search(lines[0])) else 0
        lists = end > 0
        if lists:
            yield from _units_of_lines("\n".join(lines[:start]), page, file)
            listed = _units_of_lines("\n".join(lines[start:end]), page, file)
            yield from (replace(unit, is_contents=True) for unit in listed)
            yield from _units_of_lines("\n".join(lines[end:]), page, file)
        elif isinstance(block, Paragraph) or len(block.rows) == 1:
            # One row alone is a line with wide gaps.
            yield from _units_of_lines("\n".join(lines), page, file)
        else:
            yield from _units_of_table(block, number, page, file)


def _listed(lines: Sequence[str]) -> int:
    """How many lines list what is in a paper: those that end in a page; all where none does."""
    in_page = [_ENDS_IN_PAGE.search(line) is not None for line in lines]
    return in_page.index(False) if True in in_page[:1] and False in in_page else len(lines)


def _joined(table: Table) -> list[str]:
    return [" ".join(row.cells) for row in table.rows]


def _made(text: str, role: Role, page: EvidencePage, file: str) -> Unit:
    clean = squeeze(_MARKS.sub(" ", repair(text)))
    digits = arabic_digits(clean)
    plain = DIGITS.sub("", digits) if page.is_recognised else digits
    return Unit(
        clean,
        role,
        page.number,
        file,
        plain,
        skeleton(plain),
        is_recognised=page.is_recognised,
        is_guidance=_GUIDANCE.search(clean) is not None,
        may_guide=_GUIDANCE.search(_REMARK.sub(" ", clean)) is None,
        is_contents=_CONTENTS_LINE.search(text) is not None,
        lead=len(skeleton(number[0])) if (number := NUMBERED.match(clean)) else 0,
        is_numbered=number is not None,
        names_item=_NAMES_ITEM.search(clean) is not None,
        says_nothing_yet=_NOTHING_YET.search(clean) is not None,
        is_furniture=_FURNITURE.search(clean) is not None,
        is_figure=_FIGURE.fullmatch(plain) is not None,
    )


def _units_of_lines(lines: str, page: EvidencePage, file: str) -> Iterator[Unit]:
    for line in repair(lines).split("\n"):
        text = squeeze(line)
        if not text:
            continue
        is_numbered = NUMBERED.match(text) is not None
        most = _LONGEST_HEADING if is_numbered else _SHORT_LINE
        yield _made(line, Role.HEADING if len(text) <= most else Role.BODY, page, file)


def _units_of_table(table: Table, at: int, page: EvidencePage, file: str) -> Iterator[Unit]:
    titles = count_titles(table.rows)
    rows = table.rows[titles:]
    heads = count_heads(rows)
    body = [row for row in rows[heads:] if not _counts_columns(row)]
    is_empty, is_bare = _emptiness(rows[:heads], body)
    for row in table.rows[:titles]:
        text = " ".join(dict.fromkeys(cell for cell in row.cells if not is_blank(cell)))
        if text:
            unit = _made(text, Role.HEADING, page, file)
            yield replace(unit, is_empty_table=is_empty, is_bare_table=is_bare)
    for number, row in enumerate(rows):
        is_item_row = any(
            _NAMES_ITEM.search(cell) for cell in row.cells if len(cell) <= _SHORT_LINE
        )
        for column, cell in enumerate(row.cells):
            if is_blank(cell) or (number and cell == cell_at(rows[number - 1], column)):
                continue
            unit = _made(cell, Role.HEAD if number < heads else Role.CELL, page, file)
            below = tuple(cell_at(other, column) for other in body) if number < heads else ()
            beside = tuple(other for other in row.cells[column + 1 :] if other != cell)
            above = dict.fromkeys(cell_at(other, column) for other in rows[: min(number, heads)])
            yield replace(
                unit,
                above=skeleton("".join(above)) if number < heads else "",
                below=below,
                beside=beside,
                is_empty_table=is_empty,
                is_bare_table=is_bare,
                table=(page.number, at),
                # The first column names or numbers its row.
                is_figure=number >= heads and column > 0 and unit.is_figure,
                names_item=unit.names_item or (is_item_row and number >= heads),
            )


def _emptiness(heads: Sequence[TableRow], body: Sequence[TableRow]) -> tuple[bool, bool]:
    """Whether nothing is filled in below heads, and whether nothing but the names of rows is.

    Shape:  remarks may stay empty; a row that seems torn off the heads may be the one filled in.
    """
    filled = {
        (column, arabic_digits(cell))
        for row in body
        for column, cell in enumerate(row.cells)
        if not (is_blank(cell) or (not column and cell.strip(" .()").isdigit()))
    }
    if not heads or not filled:
        return bool(heads) and not is_blank(cell_at(heads[-1], 0)), bool(heads)
    first, last = min(filled)[0], max(filled)[0]
    others = {cell for row in heads for cell in row.cells[last + 1 :] if not is_blank(cell)}
    is_named = first == last and not any(_FIGURE.fullmatch(cell) for _, cell in filled)
    return False, is_named and any("หมายเหตุ" not in cell for cell in others)


def _counts_columns(row: TableRow) -> bool:
    """Whether a row gives the columns their numbers."""
    cells = [arabic_digits(cell).strip(" ()") for cell in row.cells]
    return cells == [str(number) for number in range(1, len(cells) + 1)]


def count_titles(rows: tuple[TableRow, ...]) -> int:
    """How many rows above the heads are a title over all columns: few texts, one of them long."""
    titles = 0
    while titles < len(rows) - 1 and len(rows[0].cells) > 1:
        texts = {cell for cell in rows[titles].cells if not is_blank(cell)}
        below = {cell for cell in rows[titles + 1].cells if not is_blank(cell)}
        is_torn = len(texts) * 2 <= len(below) and max(map(len, texts), default=0) > _LONG_CELL
        if len(texts) > 1 and not is_torn:
            break
        titles += 1
    return titles


def count_heads(rows: tuple[TableRow, ...]) -> int:
    """How many rows name the columns: the first where it is all words, and what goes on with it."""
    if not rows or len(rows[0].cells) < 2:  # noqa: PLR2004 - a column alone has no head
        return 0
    if any(len(squeeze(cell)) > _LONGEST_HEAD_CELL for cell in rows[0].cells):
        return 0
    heads = 1
    while heads < min(len(rows), 3) and _goes_on(*rows[heads - 1 : heads + 2]):
        heads += 1
    return heads


def _goes_on(above: TableRow, row: TableRow, below: TableRow | None = None) -> bool:
    """Whether a row goes on with the names of columns: spanned by those above, or torn off."""
    if any(cell.strip() and cell == cell_at(above, at) for at, cell in enumerate(row.cells)):
        return True
    words = [arabic_digits(cell) for cell in row.cells if not is_blank(cell)]
    is_long = max(map(len, words), default=0) > _LONGEST_HEAD_CELL
    if below is None or not words or is_long or any(map(_FIGURE.fullmatch, words)):
        return False
    first, under = cell_at(row, 0), cell_at(below, 0)
    if is_blank(first):  # rows are named or numbered, or nothing is filled in
        return not is_blank(under) or all(map(is_blank, below.cells))
    return skeleton(cell_at(above, 0) + first) in _NUMBERS_ROWS


def cell_at(row: TableRow, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""
