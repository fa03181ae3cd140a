"""The columns of a plan's sheets: the heading we write, and those that officers write."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, convert

from prongsai.core.framework.documents import read_document
from prongsai.core.framework.years import FOLDER
from prongsai.core.thai import skeleton, squeeze

MEASURES_SHEET = "แผนมาตรการ"
POINTS_SHEET = "จุดอ่อนและข้อเสนอแนะ"
# A property of the workbook: the moment it was taken out, so that an old file is known as one.
EXPORTED = "Prongsai exported"
HELP_SHEET = "วิธีใช้"
FOLLOW_UP = "follow_up"
_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_COUNTED = re.compile(r"^\s*\(?[0-9๐-๙]{1,2}[.)]\s*")


class PlanColumn(Struct, frozen=True):
    """One column: the field it holds, our heading, other headings."""

    field: str
    heading: str
    others: tuple[str, ...] = ()

    def spellings(self) -> tuple[str, ...]:
        """All its headings as comparison keys."""
        return tuple(skeleton(name) for name in (self.heading, *self.others))


NAME = "plan_columns"
_COLUMNS = convert(read_document(FOLDER, NAME), dict[str, tuple[PlanColumn, ...]])
MEASURE_COLUMNS, POINT_COLUMNS = _COLUMNS["measures"], _COLUMNS["points"]
TITLE_LINES, (SOURCE_COLUMN,) = _COLUMNS["title"], _COLUMNS["source"]

HEADINGS: Mapping[str, str] = {column.field: column.heading for column in MEASURE_COLUMNS}
_MEASURE_KEYS = {
    key: c.field for c in (*MEASURE_COLUMNS, *_COLUMNS["follow_up"]) for key in c.spellings()
}
_POINT_KEYS = {
    key: column.field for column in (*POINT_COLUMNS, SOURCE_COLUMN) for key in column.spellings()
}
_TITLE_KEYS = {key: column.field for column in TITLE_LINES for key in column.spellings()}
_SIX, _TWELVE = skeleton("6 เดือน"), skeleton("12 เดือน")
_FOLLOWS = tuple(skeleton(word) for word in ("ติดตาม", "รายงานผล", "รอบ"))


def measure_field(heading: str) -> str | None:
    """The field of a heading of the measures; None for a column of somebody's own.

    >>> measure_field("ผู้รับผิดชอบ (กอง)"), measure_field("การติดตามผล รอบ ๖ เดือน")
    ('unit', 'at_six_months')
    """
    exact = _field(heading, _MEASURE_KEYS)
    if exact is not None:
        return exact
    key = skeleton(heading)
    if not any(word in key for word in _FOLLOWS):
        return None
    twelve, six = _TWELVE in key, _SIX in key
    if six and twelve:
        return FOLLOW_UP
    return "at_six_months" if six else "at_twelve_months" if twelve else None


def point_field(heading: str) -> str | None:
    return _field(heading, _POINT_KEYS)


def title_field(label: str) -> str | None:
    """The field of a label above the table."""
    return _field(label, _TITLE_KEYS)


def _field(heading: str, keys: Mapping[str, str]) -> str | None:
    """By the heading as it stands, else without its number and what is in brackets."""
    plain = _COUNTED.sub("", _HINT.sub(" ", heading))
    return keys.get(skeleton(heading)) or keys.get(skeleton(plain))


def own_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings of somebody's own columns: none empty, none twice.

    >>> own_headings(("หมายเหตุ", "", "หมายเหตุ"))
    ('หมายเหตุ', 'คอลัมน์ที่ไม่มีชื่อ', 'หมายเหตุ (2)')
    """
    named: list[str] = []
    for heading in headings:
        plain = squeeze(heading) or "คอลัมน์ที่ไม่มีชื่อ"
        name, copy = plain, 2
        while name in named:
            name, copy = f"{plain} ({copy})", copy + 1
        named.append(name)
    return tuple(named)
