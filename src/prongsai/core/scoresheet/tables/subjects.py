"""Whose score a number is: the code and the name beside it, told apart and checked together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec import Struct

from prongsai.core.extract import Row
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.names import Names, is_total_label
from prongsai.core.scoresheet.numbers import PrintedNumber, printed_number
from prongsai.core.scoresheet.tables.columns import Column, Role
from prongsai.core.scoresheet.tables.parts_beside import Relation, holds_parts, relation
from prongsai.core.scoresheet.tables.typed_items import leading_item, trailing_item
from prongsai.core.thai import arabic_digits, skeleton, squeeze

MEASURING = (Role.SCORE, Role.YEAR_SCORE, Role.NODE_SCORE)
_NAMING = (Role.CODE, Role.LABEL, Role.RANK)
_ENUMERATED = compiled(r"\(?\d{1,3}[.)]?")
_RANKED = compiled(r"(?:อันดับ|ลำดับ)(?:ที่)?\s*[0-9๐-๙]{1,4}")
_SAYS = compiled(r"[^\W_]")
LIMIT = compiled(
    r"จำนวน|ตอบ(?:แล้ว|กลับ)|กรอกแล้ว|นำเข้าแล้ว|ผู้ตอบ|น้อยกว่า|ต่ำกว่า|สูงกว่า|มากกว่า|เกณฑ์|เป้าหมาย|เต็ม|เพิ่มขึ้น|ลดลง|ผลต่าง|ส่วนต่าง|ประเทศ|(?<!ส่วน)จังหวัด"
    # "รวม;90" beside "22": cut where its decimal comma was.
    r"|(?:^|\s)(?:ตั้งแต่|เป้า|คาด\S{0,6}|ขาด|หน้า|น้ำหนัก|ไม่ถึง|เกิน|อย่างน้อย|ปี|(?i:FY)|เก็บ(?:แล้ว)?|เผยแพร่(?:แล้ว)?)\s*$|[≥≤▲▼△▽]|\d\s*จาก\s*$"
    r"|;\s?\d{1,3}$|ราว\s?ๆ|เกือบ|(?<!งบ)(?<!งบ )ประมาณ(?!การ)"
)
# Columns that tell of a row and not whose it is; a word that makes a score another's is no aside.
_ASIDE = compiled(
    r"หมายเหตุ|วันที่|วัน\s?เดือน\s?ปี|(?:ผู้|หน่วยงาน(?:ที่)?|ส่วนราชการ(?:ที่)?|กอง(?:ที่)?)\s?รับผิดชอบ|ผู้ประเมิน|ผู้ตอบ|แหล่งข้อมูล|ที่มา"
    r"|ลิงก์|เอกสาร|หลักฐาน|สถานะ|(?i:remarks?|notes?|dates?|links?|url|sources?|responsible|status)(?![A-Za-z])"
)
_ANOTHERS = compiled(
    r"เป้า|คาด|ร่าง|ประมาณ(?!การ)|เฉลี่ย|ก่อน|เดิม|เก่า|ใหม่|จำลอง|สมม|อุทธรณ์|ตัวอย่าง|เบื้องต้น|ทางการ|แก้ไข|ปีที่|เกณฑ์|เต็ม|น้ำหนัก"
    r"|(?i:target|goal|draft|forecast|expected|average|last|previous)"
)
_OPTIONS = compiled(r"(?:น้อยที่สุด|น้อย|ปานกลาง|มากที่สุด|มาก|ไม่มี|มี|ใช่|ไม่ใช่)\s*\(\s*\d{1,3}\s*\)?")
_GROUP_TOTAL = compiled(
    r"^(?:ผล)?(?:คะแนน)?(?:รวม|เฉลี่ย)+(?:คะแนน)?(?:แบบวัด|เครื่องมือ|แบบ|ตัวชี้วัด)?(?:นี้)?$"
)
_OF_A_YEAR = compiled(r"(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*25[5-9]\d$")
_NEAR_CELLS = 200
_LEAST_WHOLE = 20
_LONGEST_LINE_LABEL = 90
_SHORTEST_ITEM_NAME = 8
_LONGEST_SHORT_LABEL = 20
_QUOTE_LENGTH = 60


class Subject(Struct, frozen=True):
    """Whose score a row gives."""

    code: str
    name: str
    column: int


class Beside(Struct, frozen=True):
    """What stands on one side of a score: a code with its column, a text, a text past the code."""

    code: tuple[int, str] | None
    text: str
    column: int
    beyond: str = ""


def is_item_code(cell: str) -> bool:
    """Whether a cell is an item's code; "๐๘" is o8, not a number."""
    code = parse_code(cell)
    return code is not None and level_of(code) is Level.ITEM


def _part_with(score_column: int, columns: Sequence[Column]) -> range:
    """The columns of one of several tables beside each other, whose headings are repeated."""
    named = [n for n in _near(columns, score_column, -1) if columns[n].role is Role.LABEL]
    if not named:
        return range(len(columns))
    heading = columns[named[0]].heading
    measured = (n for n in _near(columns, named[0], -1) if columns[n].role in MEASURING)
    first = next(measured, -1) + 1
    if not any(n < first and columns[n].heading == heading for n in named):
        first = 0
    after = [n for n in _near(columns, score_column, 1) if columns[n].role in _NAMING]
    again = any(columns[n].heading == heading for n in after)
    return range(first, after[0] if again else len(columns))


def _is_aside(cell: str, column: Column) -> bool:
    """Whether a cell stands under a heading of remarks, days or doers, and says no more."""
    if not _ASIDE.match(column.heading):
        return False
    return not (_ANOTHERS.search(cell) or NAMED_AGENCY.search(cell))


def _near(columns: Sequence[Column], column: int, step: int) -> range:
    """The columns at one side of a column, the nearest first."""
    end = column + step * (_NEAR_CELLS + 1)
    return range(column + step, max(end, -1) if step < 0 else min(end, len(columns)), step)


class SubjectFinder:
    """Finds whose score a number is, for one year's names."""

    def __init__(self, names: Names, complaints: Complaints) -> None:
        """`complaints` takes codes and names that do not agree."""
        self.names = names
        self.complaints = complaints

    def of_score(
        self, row: Row, cells: Sequence[str], columns: Sequence[Column], score_column: int
    ) -> Subject | None:
        """Whose score stands in `score_column`: the nearest telling cells, left or else right."""
        level = columns[score_column].level
        if level not in (None, Level.ITEM):
            return self._of_level(cells[:score_column], level)
        part = _part_with(score_column, columns)
        left = self._beside(cells, columns, range(score_column - 1, part.start - 1, -1))
        right = self._beside(cells, columns, range(score_column + 1, part.stop))
        near, step = (left, -1) if left.code or left.text else (right, 1)
        if near.code is None and holds_parts(whole := self._node_of(near.text)):
            beyond = range(near.column + step, part.start - 1 if step < 0 else part.stop, step)
            farther = self._beside(cells, columns, beyond)
            found = self._relation(whole or "", farther, columns)
            if found is Relation.UNKNOWN:
                told = f"{farther.text or farther.beyond} {near.text} {cells[score_column]}"
                self.complaints.unattributed(row.place_of(score_column, told[:_QUOTE_LENGTH]))
                return None
            if found is Relation.PART:
                near = farther
        if near.code is not None:
            names = [name for name in (near.text, left.text, right.text, left.beyond) if name]
            named = bool(near.text) and columns[near.column].role is Role.LABEL
            name = self._name_for(near.code[1], near.text, names, named=named)
            return self._confirmed(row, near.code, name)
        text, column = near.text, near.column
        led = leading_item(text) or trailing_item(text)
        if led:
            return self._confirmed(row, (column, led[0]), led[1])
        return self._by_text(row, cells, text, column)

    def _relation(self, whole: str, farther: Beside, columns: Sequence[Column]) -> Relation:
        """What stands behind the name of a whole, seen from the score."""
        if farther.code is not None:
            column, code = farther.code
            return relation(whole, code, columns[column], self.names)
        if not farther.text:
            return Relation.SAYS_NOTHING
        return relation(whole, farther.text, columns[farther.column], self.names)

    def _by_text(self, row: Row, cells: Sequence[str], text: str, column: int) -> Subject | None:
        """Whose score it is when only a text stands beside it."""
        if LIMIT.search(text):
            return None
        if _GROUP_TOTAL.match(skeleton(text)):
            return self._group_total(cells, text, column)
        if node := self._node_of(text):
            self.complaints.rank(text, node, row.place_of(column, text[:_QUOTE_LENGTH]))
            return Subject(node, text, column)
        return self._by_name_alone(text, column)

    def _node_of(self, text: str) -> str | None:
        """What a label names; a total may name its year behind it."""
        node = self.names.node_of(text)
        if node is None and is_total_label(_OF_A_YEAR.sub("", arabic_digits(squeeze(text)))):
            return TOTAL
        return node

    def _beside(
        self, cells: Sequence[str], columns: Sequence[Column], order: Iterable[int]
    ) -> Beside:
        """The first code and the first text on one side of a score, as far as the next score."""
        text, text_column, code = "", 0, None
        for column in islice(order, _NEAR_CELLS):
            cell, role = cells[column], columns[column].role
            if role in MEASURING and (text or code):
                break
            if not cell or self._says_nothing(cell, role) or _is_aside(cell, columns[column]):
                continue
            typed = parse_code(cell)
            if code is None and typed and (level_of(typed) is Level.ITEM or role is Role.CODE):
                code = (column, typed)
            elif code is not None:
                return Beside(code, text, text_column, "" if text else cell)
            elif text:
                break
            else:
                text, text_column = cell, column
        return Beside(code, text, text_column)

    def _name_for(self, code: str, near: str, names: Sequence[str], *, named: bool) -> str:
        """The cell that is the code's name; else one that is another item's; else none.

        Cells that name no item (a unit, a remark, an instrument) say nothing about the code,
        except where the nearest is `named`: it stands under a heading of names.
        """
        if level_of(code) is not Level.ITEM:
            return names[0] if names else ""
        agreeing = next((name for name in names if self.names.item_agrees(code, name)), None)
        if agreeing is not None:
            return agreeing
        if names and self.names.item_agrees(code, names[0]) is None:
            return names[0]
        # A name that another item has beyond doubt contradicts the code; a node's says nothing.
        own = [name for name in names if self.names.node_of(name) is None]
        if named and near in own and len(near) >= _SHORTEST_ITEM_NAME:
            return near
        return next((name for name in own if self._is_an_items(name, near=name == near)), "")

    def _is_an_items(self, name: str, *, near: bool) -> bool:
        found = self.names.item_of(name) if near else self.names.only_item_of(name)
        return found is not None

    def _of_level(self, cells: Sequence[str], level: Level | None) -> Subject | None:
        """The cell to the left that is of the level the score heading speaks of."""
        for column in range(len(cells) - 1, -1, -1):
            node = self._node_of(cells[column]) if cells[column] else None
            if node is not None and level_of(node) is level:
                return Subject(node, cells[column], column)
            if node == TOTAL:
                return Subject(TOTAL, cells[column], column)
        return None

    def _group_total(self, cells: Sequence[str], text: str, column: int) -> Subject | None:
        """A row "รวม": of the instrument whose rows it closes, else of everything."""
        for left in cells[:column]:
            if left and left != text and (instrument := self.names.instrument_of(left)):
                return Subject(instrument, text, column)
        node = self.names.node_of(text)
        return Subject(node, text, column) if node else None

    @staticmethod
    def _says_nothing(cell: str, role: Role) -> bool:
        """Cells to look past: numbers, ranks, remarks, levels, other scores."""
        if not _SAYS.search(cell):
            return True
        if role is not Role.CODE and parse_code(cell) is None and _ENUMERATED.fullmatch(cell):
            return True
        if role is Role.RANK:
            return bool(_ENUMERATED.fullmatch(cell) or _RANKED.fullmatch(cell))
        if role in (Role.REMARK, Role.RATING, Role.YEAR, Role.AGENCY) or role in MEASURING:
            return True
        return printed_number(cell) is not None and role is not Role.CODE and not is_item_code(cell)

    def _by_name_alone(self, text: str, column: int) -> Subject | None:
        """An item named in full without its code, and no other as like."""
        if len(text) < _SHORTEST_ITEM_NAME:
            return None
        code = self.names.only_item_of(text)
        return Subject(code, text, column) if code else None

    def _confirmed(self, row: Row, code_cell: tuple[int, str], name: str) -> Subject | None:
        """A typed code, if the name beside it is the item's or there is none to compare."""
        column, code = code_cell
        level = level_of(code)
        if level is not Level.ITEM:
            node = self.names.node_of(name) if name else None
            if node and node != code and level_of(node) in (Level.INDICATOR, Level.SUB_INDICATOR):
                return Subject(node, name, column)
            typed = row.cells[column].strip() if code == TOTAL else ""
            return Subject(code, name or ("" if typed.lower() == TOTAL else typed), column)
        if not name and self.names.has_item(code):
            return Subject(code, name, column)
        agrees = self.names.item_agrees(code, name)
        place = row.place_of(column, f"{code} {name[:_QUOTE_LENGTH]}".strip())
        if agrees is None:
            self.complaints.unknown_item(code, place)
            return Subject(code, name, column)
        if agrees:
            return Subject(code, name, column)
        self.complaints.disagreements += bool(name)
        self.complaints.disagrees(code, self.names.item_of(name), place)
        return None

    def of_line(self, row: Row, label: str, printed: PrintedNumber | None) -> Subject | None:
        """Whose score a bare line gives; a sentence is nobody's.

        Shape: `printed` is None where the line's number cannot be read.
        """
        if len(_OPTIONS.findall(label)) > 1:
            return None  # the answers of a question, with what each is worth
        led = leading_item(label) or trailing_item(label)
        if led:
            return self._confirmed(row, (0, led[0]), led[1]) if led[1] else None
        if len(label) > _LONGEST_LINE_LABEL:
            return None
        if LIMIT.search(label) or (printed and printed.value == 0):
            return None
        node = self.names.node_of(label)
        whole = printed is None or "." not in printed.published
        if node == TOTAL and skeleton(label) == "ita" and whole:
            return None  # "ITA 66" is a year
        if node in INSTRUMENTS and len(skeleton(label)) > _LONGEST_SHORT_LABEL:
            node = self.names.named_in_full(label)
        return Subject(node, label, 0) if node and not self._is_torn(row, label, printed) else None

    def _is_torn(self, row: Row, label: str, printed: PrintedNumber | None) -> bool:
        """Whether a line gives a number of a torn heading, too low for a score; it is told."""
        value = printed.value if printed and "." not in printed.published else None
        if value is None or value >= _LEAST_WHOLE:
            return False
        self.complaints.unattributed(row.place_of(1, f"{label} {value}"))
        return True
