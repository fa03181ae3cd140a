"""The columns of the file and what may stand in them; the template is made of the same table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from enum import StrEnum

from prongsai.core.roles import USUAL, Role, all_roles
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.documents.workbook import new_workbook
from prongsai.web.agency.models import AgencyKind
from prongsai.web.agency.titles import title_of

_WIDTH = 24
_ROWS_WITH_CHOICES = 2_000


class Column(StrEnum):
    """A column, by the name our own code uses."""

    LOGIN = "login"
    NAME = "display_name"
    EMAIL = "email"
    UNIT = "unit"
    KIND = "kind"
    TITLE = "title"
    FIRST = "first_day"
    LAST = "last_day"
    ACTING = "is_acting"
    AUTHORITY = "authority"

    @property
    def heading(self) -> str:
        """The Thai heading of the template."""
        return _HEADINGS[self].th

    @property
    def label(self) -> Text:
        """The heading in both languages; both are understood."""
        return _HEADINGS[self]


_HEADINGS = {
    Column.LOGIN: Text("ชื่อผู้ใช้", "login"),
    Column.NAME: Text("ชื่อที่แสดง", "name"),
    Column.EMAIL: Text("อีเมล", "email"),
    Column.UNIT: Text("ส่วนราชการ", "unit"),
    Column.KIND: Text("ตำแหน่ง", "position"),
    Column.TITLE: Text("ชื่อตำแหน่ง", "title"),
    Column.FIRST: Text("ตั้งแต่วันที่", "from"),
    Column.LAST: Text("ถึงวันที่", "to"),
    Column.ACTING: Text("รักษาราชการแทน", "acting"),
    Column.AUTHORITY: Text("คำสั่งหรือกฎหมาย", "authority"),
}
_NOTES = {
    Column.LOGIN: "ตัวอักษรอังกฤษ ตัวเลข จุด หรือขีด เช่น somsri.clerk",
    Column.NAME: "ไม่ใส่ก็ได้",
    Column.EMAIL: "ไม่ใส่ก็ได้",
    Column.UNIT: "ชื่อเต็ม เช่น กองคลัง ถ้ายังไม่มีระบบจะเพิ่มให้",
    Column.KIND: "เลือกจากรายการ",
    Column.TITLE: "ไม่ใส่ก็ได้ ระบบใช้ชื่อปกติ",
    Column.FIRST: "เช่น 1 ต.ค. 2568 ว่างไว้คือวันนี้",
    Column.LAST: "ว่างไว้คือไม่มีกำหนด",
    Column.ACTING: "ใช่ หรือว่างไว้",
    Column.AUTHORITY: "ต้องมีเมื่อรักษาราชการแทนในตำแหน่งที่ลงนาม เช่น คำสั่งที่ 12/2568",
}
_BY_HEADING = {
    skeleton(written): column
    for column, label in _HEADINGS.items()
    for written in (label.th, label.en, column.value)
}


def column_of(heading: str) -> Column | None:
    """The column a heading names, in Thai or English."""
    return _BY_HEADING.get(skeleton(heading.rstrip(" *")))


def role_named(written: str, agency: AgencyKind) -> Role | None:
    """The role that a cell names: by its usual title here, its name, or its key, former or not."""
    wanted = skeleton(written)
    for role in all_roles():
        names = (
            title_of(role, agency),
            role.name.th,
            role.title_in(USUAL),
            *role.reads_alone_as,
            role.key,
            role.formerly,
        )
        if wanted in map(skeleton, filter(None, names)):
            return role
    return None


def template(agency: AgencyKind) -> bytes:
    """An empty workbook with the headings, a choice of positions, and a sheet of explanations."""
    target = io.BytesIO()
    workbook = new_workbook(target)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    text = workbook.add_format({"num_format": "@"})
    sheet = workbook.add_worksheet("รายชื่อ")
    titles = [title_of(role, agency) for role in all_roles()]
    for place, column in enumerate(Column):
        sheet.set_column(place, place, _WIDTH, text)
        sheet.write(0, place, column.heading, bold)
    _offer(sheet, list(Column).index(Column.KIND), titles)
    _offer(sheet, list(Column).index(Column.ACTING), ["ใช่"])
    sheet.freeze_panes(1, 0)
    notes = workbook.add_worksheet("คำอธิบาย")
    notes.set_column(0, 0, _WIDTH)
    notes.set_column(1, 1, 3 * _WIDTH)
    for place, column in enumerate(Column):
        notes.write(place, 0, column.heading, bold)
        notes.write(place, 1, _NOTES[column])
    workbook.close()
    return target.getvalue()


def _offer(sheet: object, column: int, choices: Sequence[str]) -> None:
    rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
    sheet.data_validation(1, column, _ROWS_WITH_CHOICES, column, rule)  # type: ignore[attr-defined]
