"""The words of a draft as a form: paragraphs in boxes, parts row by row; the reason of an end."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from prongsai.core.announcements.content import RowKind, TextRow, Words, parts_of
from prongsai.core.thai import repair, squeeze
from prongsai.web.platform.fields import ThaiTextField
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.typed import whole_number

MOST_ROWS = 230
_LONGEST_BOX = 8000
_ROW = re.compile(r"row_text_(\d{1,3})")
_ACT = re.compile(r"(up|down|drop|below|end)-(\w{1,8})")


ROW_KINDS = (
    (RowKind.HEADING.value, _("หัวข้อส่วน")),
    (RowKind.ITEM.value, _("ข้อ")),
    (RowKind.SUB.value, _("ข้อย่อย")),
    (RowKind.TEXT.value, _("ย่อหน้า")),
)


class RowAct(Struct, frozen=True):
    """A button of a row: what is sent, its words, the row that is looked at afterwards."""

    value: str
    words: str
    anchor: str


class ShownRow(Struct, frozen=True):
    """One row as the form shows it; `number` is what it will be printed with."""

    place: int
    kind: str
    text: str
    number: str
    is_first: bool
    is_last: bool

    @property
    def acts(self) -> tuple[RowAct, ...]:
        """What its buttons do, and where the page looks afterwards."""
        above, here, below = (f"#row-{self.place + step}" for step in (-1, 0, 1))
        up = RowAct(f"up-{self.place}", gettext("เลื่อนขึ้น"), above)
        down = RowAct(f"down-{self.place}", gettext("เลื่อนลง"), below)
        return (
            *(() if self.is_first else (up,)),
            *(() if self.is_last else (down,)),
            RowAct(f"below-{self.place}", gettext("แทรกข้างล่าง"), below),
            RowAct(f"drop-{self.place}", gettext("ลบบรรทัด"), here),
        )


class EditForm(SeenForm):
    """Everything of an announcement that may be written; the rows are read apart."""

    subject = ThaiTextField(
        label=_("เรื่อง"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("ใส่ชื่อเรื่อง เช่น นโยบายไม่รับของขวัญ")},
    )
    preamble = forms.CharField(
        label=_("คำนำ"),
        help_text=_("หนึ่งบรรทัดเป็นหนึ่งย่อหน้า"),
        max_length=_LONGEST_BOX,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("เขียนเหตุผลของประกาศอย่างน้อยหนึ่งย่อหน้า")},
    )
    closing = forms.CharField(
        label=_("คำลงท้าย"),
        help_text=_("หนึ่งบรรทัดเป็นหนึ่งย่อหน้า ระบบใส่วันที่และลายมือชื่อต่อท้ายให้"),
        max_length=_LONGEST_BOX,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def words(self, rows: tuple[TextRow, ...]) -> Words:
        given: dict[str, Any] = self.cleaned_data
        return Words(
            subject=given["subject"],
            preamble=_paragraphs(given["preamble"]),
            parts=parts_of(rows),
            closing=_paragraphs(given["closing"]),
        )


class EndForm(forms.Form):
    reason = ThaiTextField(
        label=_("เหตุผลที่เลิกใช้"),
        max_length=500,
        error_messages={"required": _("เขียนสั้น ๆ ว่าเลิกใช้เพราะอะไร")},
    )


def initial(words: Words, seen: int) -> dict[str, Any]:
    return {
        "subject": words.subject,
        "preamble": "\n".join(words.preamble),
        "closing": "\n".join(words.closing),
        "seen": seen,
    }


def typed_rows(posted: Mapping[str, Any]) -> tuple[TextRow, ...]:
    """The rows that were sent, in their order, what cannot be a kind as an item."""
    numbers = (whole_number(match[1]) for match in map(_ROW.fullmatch, posted) if match)
    places = sorted(place for place in numbers if place is not None)
    return tuple(
        TextRow(
            _kind(posted.get(f"row_kind_{place}", "")),
            repair(str(posted.get(f"row_text_{place}", ""))),
        )
        for place in places[:MOST_ROWS]
    )


def arranged(rows: tuple[TextRow, ...], act: str) -> tuple[tuple[TextRow, ...], int]:
    """The rows after a button was pressed, and the row to look at; nothing is stored by it.

    >>> rows = (TextRow(RowKind.ITEM, "ก"), TextRow(RowKind.ITEM, "ข"))
    >>> [row.text for row in arranged(rows, "down-0")[0]]
    ['ข', 'ก']
    """
    match = _ACT.fullmatch(act)
    if match is None:
        return rows, 0
    action, where = match[1], match[2]
    held = list(rows)
    if action == "end":
        if len(held) < MOST_ROWS:
            held.append(TextRow(_kind(where), ""))
        return tuple(held), len(held) - 1
    place = whole_number(where)
    if place is None or place >= len(held):
        return rows, 0
    if action == "drop":
        del held[place]
        return tuple(held), max(place - 1, 0)
    if action == "below":
        kind = RowKind.ITEM if held[place].kind is RowKind.HEADING else held[place].kind
        if len(held) < MOST_ROWS:
            held.insert(place + 1, TextRow(kind, ""))
        return tuple(held), place + 1
    other = place - 1 if action == "up" else place + 1
    if 0 <= other < len(held):
        held[place], held[other] = held[other], held[place]
        place = other
    return tuple(held), place


def numbered(rows: tuple[TextRow, ...]) -> tuple[ShownRow, ...]:
    """The rows with the numbers they will be printed with; an empty row counts for none."""
    numbers: list[str] = []
    item = sub = 0
    for row in rows:
        number = ""
        if row.kind is RowKind.HEADING:
            item = sub = 0
        elif row.kind is RowKind.ITEM:
            item, sub = item + 1, 0
            number = f"{item}."
        elif row.kind is RowKind.SUB:
            sub += 1
            number = f"{max(item, 1)}.{sub}"
        numbers.append(number)
    return tuple(
        ShownRow(place, row.kind.value, row.text, number, place == 0, place == len(rows) - 1)
        for place, (row, number) in enumerate(zip(rows, numbers, strict=True))
    )


def _kind(name: str) -> RowKind:
    try:
        return RowKind(name)
    except ValueError:
        return RowKind.ITEM


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for typed in repair(text).splitlines() if (line := squeeze(typed)))
