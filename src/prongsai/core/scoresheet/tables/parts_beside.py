"""A row that names a whole and a part of it is of the part: "การใช้งบประมาณ | IIT | 75.36".

A column "แบบวัด" or "ตัวชี้วัด" says where a row belongs. Its cell may stand nearer to the score
than the name of what was scored.
"""

from __future__ import annotations

from enum import StrEnum

from prongsai.core.ids import (
    INSTRUMENTS,
    Level,
    instrument_of_item,
    level_of,
    parse_code,
)
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.result_words import beside, strange_words
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.tables.columns import Column, Role
from prongsai.core.scoresheet.tables.typed_items import leading_item, trailing_item

_WHOLES = (Level.INSTRUMENT, Level.INDICATOR, Level.SUB_INDICATOR)
_DEPTH = (Level.TOTAL, Level.INSTRUMENT, Level.INDICATOR, Level.SUB_INDICATOR, Level.ITEM)
_OF_AGENCIES = compiled(r"หน่วยงาน|รายชื่อ|(?i:agency)")
# Whom or what an instrument asks: its name in other words.
_CIRCUMSCRIBES = compiled(
    r"บุคลากร|เจ้าหน้าที่|พนักงาน|ประชาชน|ผู้รับบริการ|ผู้มาติดต่อ|เว็บไซต์|ส่วนที่|ภายใน|ภายนอก|รัฐ"
)
# One unit, one group of those who answered, one round: never the whole agency's score. Agencies
# are called กองทัพบก, สำนักงานจังหวัด, คณะกรรมการ… too.
SOME_OF_THEM = compiled(
    r"กอง(?:คลัง|ช่าง|การ|สาธา|สวัสดิการ|ยุทธ|ส่งเสริม|วิชาการ|แผน|กลาง|นิติ|ประปา|ป้องกัน|พัฒนา|กิจการ|บริหาร|เจ้าหน้าที่)"
    r"|สำนัก(?:งาน)?ปลัด|สำนัก(?:คลัง|ช่าง|การ|ยุทธ)|หน่วยตรวจสอบภายใน|(?:ฝ่าย|แผนก|งาน|กลุ่มงาน|ภาควิชา)[ก-ฮเ-ไ]"
    r"|(?:เพศ)?(?:ชาย|หญิง)(?![ก-๙])|ช่วงอายุ|อายุ\s?[0-9๐-๙]|(?:รอบ|ไตรมาส|ครั้ง|เดือน)(?:ที่)?\s?[0-9๐-๙]|เดือน[ก-ฮเ-ไ]"
)


class Relation(StrEnum):
    """What a cell farther from the score is to the whole that stands nearer."""

    PART = "part"
    SAYS_NOTHING = "says nothing"
    UNKNOWN = "unknown"


def holds_parts(node: str | None) -> bool:
    """Whether a code is of something that has parts of its own."""
    return node is not None and level_of(node) in _WHOLES


def relation(whole: str, farther: str, column: Column, names: Names) -> Relation:
    """What the cell `farther`, under `column`, says of a score beside the name of `whole`."""
    code = _code_in(farther, column, names)
    if code is None:
        return _of_words(whole, farther, column)
    if _DEPTH.index(level_of(code) or Level.TOTAL) <= _DEPTH.index(level_of(whole) or Level.TOTAL):
        return Relation.SAYS_NOTHING
    return Relation.PART if _belongs(code, whole, names) else Relation.UNKNOWN


def _code_in(text: str, column: Column, names: Names) -> str | None:
    """The code that a cell names: typed, before or behind a name, or by the name alone."""
    typed = parse_code(text)
    if typed and (column.role is Role.CODE or level_of(typed) is Level.ITEM):
        return typed
    if led := leading_item(text) or trailing_item(text):
        return led[0]
    return names.node_of(text) or names.only_item_of(text)


def _belongs(code: str, whole: str, names: Names) -> bool:
    """Whether the framework holds a part below a whole, or says nothing against it."""
    tree = names.framework.tree
    if level_of(code) is Level.ITEM and whole in INSTRUMENTS:
        return instrument_of_item(code) == whole
    node = tree.get(code) or tree.get(code.partition(".")[0])
    while node is not None:
        if node.code == whole:
            return True
        node = tree.get(node.parent) if node.parent else None
    return level_of(code) is Level.ITEM and code not in tree


def _of_words(whole: str, text: str, column: Column) -> Relation:
    """Words that name nothing of the assessment: a synonym, or something smaller than the whole."""
    if (
        whole not in INSTRUMENTS
        or column.role is Role.AGENCY
        or _OF_AGENCIES.search(column.heading)
    ):
        return Relation.SAYS_NOTHING
    told = NAMED_AGENCY.sub(" ", text)
    if SOME_OF_THEM.match(told):
        return Relation.UNKNOWN
    headed = column.role in (Role.LABEL, Role.OTHER) and column.heading
    if not headed or not strange_words(told):
        return Relation.SAYS_NOTHING
    strange = beside(_CIRCUMSCRIBES, strange_words(told))
    return Relation.UNKNOWN if strange else Relation.SAYS_NOTHING
