"""Whose score a row of a table, or a line, gives."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, item_code_at, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.agencies import Own
from prongsai.core.scoresheet.columns import MEASURES, ColumnKind, SheetColumn
from prongsai.core.scoresheet.names import Names, bare_label, likeness, strange, without
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.prints import Doubt
from prongsai.core.scoresheet.vocabulary import SUSPECT, doubts_of, left_over
from prongsai.core.thai import arabic_digits, squeeze

_SAYS = compiled(r"[^\W\d_]")
_TRAILING_CODE = compiled(
    r"(?:[(\[]\s*((?:ข้อ\s*)?[ieoIEO๐]\s?[0-9๐-๙]{1,2})\s*[)\]]|\s([ieoIEO๐][0-9๐-๙]{1,2}))\s*$"
)
_LEAST_NAME, _ALIKE, _A_COUNT, _A_WORD = 6, 0.5, 2, 5
_JUST_COUNTED = compiled(r"ตัวชี้วัดที่ \d+")
_OF_INDICATORS = compiled(r"ตัวชี้วัด|indicator", 2)
_DOTTED = compiled(r"\s*(?:ตัวชี้วัด(?:ย่อย)?\s*(?:ที่)?\s*(?=\d))?(\d+\.\d|(?<=[ก-๙ ])\d+)(?![\d.])")
_NUMBERED = compiled(r"\s*(?:ตัวชี้วัด|ตชว|\d)")
_NO_NAMES = frozenset(
    {
        ColumnKind.REMARK,
        ColumnKind.LEVEL,
        ColumnKind.YEAR,
        ColumnKind.AGENCY,
        ColumnKind.ELSE,
        ColumnKind.SCORE,
        ColumnKind.PART,
    }
)
_CUT = compiled(r"[;,]\s*\d{1,3}\s*$")  # "IIT;90" of "IIT;90,11"
_COUNTED = compiled(r"จำนวน|ผู้ตอบ|น้ำหนัก|เต็ม|เป้าหมาย|เกณฑ์|ผลต่าง|เพิ่ม|ลด|weight|target|full", 2)


class Subject(Struct, frozen=True):
    """Whose score a row gives: a code, the name beside it, and what is doubted."""

    code: str | None
    name: str = ""
    doubts: frozenset[Doubt] = frozenset()


NOBODY = Subject(None, "", frozenset({Doubt.SCORE}))


class RowReader:
    """Finds whose score a row gives, for one year's names."""

    def __init__(self, names: Names, own: Own) -> None:
        """`names` are those of the year that the document is read with."""
        self.names, self._own = names, own

    def subject_of(self, cells: Sequence[str], columns: Sequence[SheetColumn], at: int) -> Subject:
        """Whose score the cell `at` is: told by the cells at its left, else at its right."""
        level = columns[at].level
        left = _own_block(range(at - 1, -1, -1), columns)
        is_labelled = any(columns[n].kind is ColumnKind.LABEL for n in left)
        right = [] if is_labelled else _own_block(range(at + 1, len(cells)), columns)
        for side in (left, right):
            side = [n for n in side if self._may_name(cells[n], columns[n])]  # noqa: PLW2901
            texts = [_counted(cells[n], columns[n]) for n in side]
            coded = [cells[n] for n in side if columns[n].kind is ColumnKind.CODE]
            is_counted = any(columns[n].heading.startswith(("ข้อ", "รหัสคำถาม")) for n in side)
            nodes = ((self.names.node_of(text), text) for text in texts)
            of_level = level not in (None, Level.ITEM) and next(
                (node for node in nodes if node[0] == TOTAL or level_of(node[0] or "") is level), ()
            )
            subject = Subject(*of_level) if of_level else self.of_texts(texts, coded)
            if is_counted and subject.code in coded and subject.code[0].isdigit():
                return replace(subject, doubts=subject.doubts | {Doubt.SCORE})  # of a question
            if subject is not NOBODY:
                return subject
        return NOBODY

    def _may_name(self, cell: str, column: SheetColumn) -> bool:
        if not cell or column.kind in _NO_NAMES:
            return False
        return (
            column.kind is ColumnKind.CODE
            or printed_number(cell) is None
            or parse_item(cell) is not None
            or _counted(cell, column) != cell
        )

    def of_texts(self, texts: Sequence[str], coded: Sequence[str] = ()) -> Subject:
        """Whose score stands beside `texts`, the nearest first.

        Shape:  `coded` are those of a column of codes.
        """
        code = next((code for text in texts if (code := parse_item(text))), None)
        names = [text for text in texts if parse_item(text) is None and _SAYS.search(text)]
        if code is not None:
            return self._item(code, names)
        for text in texts:
            text = f"{text})" if text.count("(") > text.count(")") else text  # noqa: PLW2901
            led = _coded_item(text)
            if led and led[1]:
                return self._item(led[0], [led[1]])
        for text in coded:
            typed = parse_code(text)
            if typed:
                return self._typed(typed, names)
        return self._deepest(names)

    def _deepest(self, names: Sequence[str]) -> Subject:
        """What the names of a row name together: a part below the others, never two apart."""
        subjects = [subject for text in names if (subject := self.named(text)) is not None]
        if not subjects:
            return NOBODY
        deepest = subjects[0]
        for other in subjects[1:]:
            if self.names.is_below(other.code, deepest.code):
                deepest = other
            elif not self.names.is_below(deepest.code, other.code):
                return replace(deepest, doubts=deepest.doubts | {Doubt.SCORE})
        is_part_unknown = any(
            len(text) >= _LEAST_NAME
            and self.named(text) is None
            and (left_over(text) or _JUST_COUNTED.fullmatch(text))
            for text in names
        )
        if is_part_unknown and _JUST_COUNTED.fullmatch(deepest.name):
            return NOBODY  # the first indicator of another assessment
        more = frozenset({Doubt.SCORE} if is_part_unknown else ())
        return replace(deepest, doubts=deepest.doubts | more)

    def _typed(self, code: str, names: Sequence[str]) -> Subject:
        """An indicator's or instrument's own code, in a column of codes."""
        name = names[0] if names else ""
        node = self.names.node_of(name) if name else None
        if node in INSTRUMENTS and code.isdigit():
            return Subject(node, name)  # 1, 2, 3 beside IIT, EIT, OIT count the rows
        is_known = code in self.names.framework.tree or code in (TOTAL, *INSTRUMENTS)
        is_question = code[0].isdigit() and parse_code(name) != code and bool(left_over(name))
        is_part = node == code or (node == TOTAL and code in INSTRUMENTS)  # "OIT | รวม"
        is_known &= is_part if node else not is_question
        subject_code = code if is_known else node or code  # a candidate is the name's
        return Subject(subject_code, name or code, frozenset(() if is_known else {Doubt.SCORE}))

    def _item(self, code: str, names: Sequence[str]) -> Subject:
        """An item's code, and whether the name beside it is its own."""
        if not names:
            return Subject(code, "", frozenset(() if self.names.has_item(code) else {Doubt.SCORE}))
        is_twice = code[0] != "o" and any(map(self.names.node_of, names))  # "i1 | ตัวชี้วัดที่ 1"
        agreed = [name for name in names if self.names.item_agrees(code, name)]
        if agreed and not (is_twice and all(map(self.names.node_of, agreed))):
            return Subject(code, agreed[0])
        if is_twice or self.names.item_agrees(code, names[0]) is None:
            return Subject(code, "", frozenset({Doubt.SCORE} if is_twice else ()))
        others = [name for name in names if not self.names.is_below(code, self.names.node_of(name))]
        if not others and self.names.has_item(code):
            return Subject(code, "")
        return Subject(code, (others or names)[0], frozenset({Doubt.SCORE}))

    def _lacks_a_word(self, node: str, text: str, bare: str) -> bool:
        """Whether a text lacks a word of an indicator's name, and no number says it."""
        whole = self.names.names_of(node)
        names = (*whole, *(name.removeprefix("การ") for name in whole))
        is_told = self.names.number_of(text) == node or node in (TOTAL, *INSTRUMENTS)
        return not is_told and all(strange(name, (bare,)) >= _A_WORD for name in names)

    def named(self, text: str) -> Subject | None:
        """The thing that a text is the name of; None where it names none."""
        node = self.names.node_of(text)
        if node is None:
            item = self.names.only_item_of(text) if len(text) >= _LEAST_NAME else None
            return Subject(item, text) if item else None
        names = self.names.names_of(node)
        rest = self._own.without(without(text, names))
        # Of a name that is misspelt no word says anything.
        is_plain = rest != squeeze(text) or node in (TOTAL, *INSTRUMENTS)
        doubts = doubts_of(rest, is_label=True) if is_plain else doubts_of(rest) & SUSPECT
        counted = _DOTTED.match(arabic_digits(text))
        bare = bare_label(text)
        if (
            (counted and node != counted[1] in self.names.framework.tree)  # "9.4" beside 9.3's name
            or _COUNTED.search(rest)
            or _CUT.search(rest)
            or (not is_plain and strange(bare, names) >= _A_WORD)
            or self._lacks_a_word(node, text, bare)
            # A number is not the indicator's where another name stands behind it.
            or (
                _NUMBERED.match(text)
                and left_over(bare)
                and all(likeness(name, bare) < _ALIKE for name in names)
            )
        ):
            doubts |= {Doubt.SCORE}
        return Subject(node, text, doubts)


def _counted(cell: str, column: SheetColumn) -> str:
    """A cell; an indicator's number below "ตัวชี้วัดที่" as its name."""
    is_count = cell.isdigit() and len(cell) <= _A_COUNT and _OF_INDICATORS.match(column.heading)
    return f"ตัวชี้วัดที่ {arabic_digits(cell)}" if is_count and column.kind is ColumnKind.LABEL else cell


def _own_block(numbers: range, columns: Sequence[SheetColumn]) -> list[int]:
    """The columns that may name a row: beyond labels and other scores another block begins."""
    block: list[int] = []
    has_label = False
    for number in numbers:
        if has_label and columns[number].kind in MEASURES:
            break
        has_label |= columns[number].kind is ColumnKind.LABEL
        block.append(number)
    return block


@lru_cache(maxsize=4096)
def parse_item(cell: str) -> str | None:
    """A cell that is an item's code and nothing more."""
    code = parse_code(cell)
    return code if code and level_of(code) is Level.ITEM else None


def _coded_item(text: str) -> tuple[str, str] | None:
    """An item code typed at the start of a cell, else at its end, with the rest as its name."""
    plain = text.strip(" \t-•*❖")
    if typed := item_code_at(plain):
        return typed[0], plain[typed[1] :].strip(" .:-–)\t")
    match = _TRAILING_CODE.search(text)
    typed = item_code_at(match[1] or match[2]) if match else None
    return (typed[0], text[: match.start()].strip(" .:-–")) if match and typed else None
