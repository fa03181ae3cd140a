"""A table that tells how far each item is, as agencies keep it in Word or Excel, read line by line.

Each row ticks one of three columns, or names its state in one. What a row means is taken from the
name it prints: the code of an item changes from year to year.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from prongsai.core.disclosure.model import ItemState
from prongsai.core.disclosure.pasted import LineFault
from prongsai.core.errors import Wrong
from prongsai.core.framework.model import Framework
from prongsai.core.messages import read_words
from prongsai.core.scoresheet.names import Names
from prongsai.core.text import listed, same
from prongsai.core.thai import arabic_digits, skeleton, squeeze

_CODE = re.compile(
    r"^(?:ข้อ\s*(?:ที่\s*)?)?[oO0]\s?(?P<first>[1-9]\d?)"
    r"(?:\s*(?:-|–|—|ถึง)\s*[oO0]?\s?(?P<last>[1-9]\d?))?(?![\d.,/])[.):\s]*"
)
_ONE_LETTER = 2
_STATES: Mapping[str, ItemState] = MappingProxyType(
    {
        skeleton(words): state
        for state, known in (
            (ItemState.NOT_STARTED, ("ยังไม่เริ่ม", "ยังไม่ดำเนินการ", "ยังไม่ได้ดำเนินการ", "not started")),
            (ItemState.IN_PROGRESS, ("กำลังทำ", "อยู่ระหว่างดำเนินการ", "กำลังดำเนินการ", "in progress")),
            (ItemState.DONE, ("ทำแล้ว", "ดำเนินการแล้ว", "ดำเนินการแล้วเสร็จ", "แล้วเสร็จ", "done")),
            (ItemState.HANDED_IN, ("ส่งแล้ว", "handed in")),
        )
        for words in known
    }
)
# The last two are a tick in the fonts of symbols that office programs use.
_TICKS = frozenset("✓✔√☑☒/xX●•*1yYüP\uf0fc\uf050")
_EMPTY = frozenset("-–—☐□○.")
_HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "state": ("สถานะ", "state"),
        "subject": ("ประเด็น", "ชื่อข้อ", "หัวข้อ", "รายการ", "item"),
        "documents": ("แนวทาง", "เอกสาร", "หลักฐาน"),
        "owner": ("หน่วยงาน", "ส่วนราชการ", "ผู้รับผิดชอบ", "owner"),
        "remark": ("หมายเหตุ", "remark"),
    }
)
_LEAST_HEADS = 2


class StatusRow(Struct, frozen=True):
    """What the table says of one item.

    Shape:  `code` is the item's in the year; `written` the code in the table where it is another;
            `documents`, `owner` and `remark` as written, "" for nothing.
    """

    line: int
    code: str
    state: ItemState
    written: str = ""
    documents: str = ""
    owner: str = ""
    remark: str = ""


class StatusTable(Struct, frozen=True):
    """What became of every line that names an item or ticks a column."""

    rows: tuple[StatusRow, ...]
    faults: tuple[LineFault, ...]


def read_status_table(text: str, framework: Framework) -> StatusTable:
    """Read lines whose cells are parted by tabs, against the items of a year.

    Shape:  a row of headings holds for what follows, so that several tables may stand below one
            another; two rows that tell one item different states are both told, and none is taken.
    """
    names = Names.from_framework(framework)
    columns: Mapping[str, int] = {}
    rows: list[StatusRow] = []
    faults: list[LineFault] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [squeeze(cell) for cell in line.split("\t")]
        if len(cells) == 1:  # no row of a table
            continue
        if heads := headings(cells):
            columns = heads
            continue
        try:
            rows += _rows(number, cells, columns, names)
        except Wrong as wrong:
            faults.append(LineFault(number, squeeze(line), wrong.message))
    return _agreed(rows, faults)


def headings(cells: Sequence[str]) -> Mapping[str, int]:
    """Where each column stands that a row of headings names; {} for any other row."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = skeleton(cell)
        name = str(_STATES[words]) if words in _STATES else _head(words)
        if name:
            columns.setdefault(name, place)
    is_told = "state" in columns or len(columns.keys() & set(ItemState)) > 1
    return columns if is_told and len(columns) >= _LEAST_HEADS and not _coded(cells) else {}


def _head(words: str) -> str:
    for name, known in _HEADS.items():
        if any(words.startswith(skeleton(heading)) for heading in known):
            return name
    return ""


def _coded(cells: Sequence[str]) -> re.Match[str] | None:
    """The first cell that begins with the code of an item."""
    return next(filter(None, (_CODE.match(arabic_digits(cell)) for cell in cells)), None)


def _rows(
    line: int, cells: Sequence[str], columns: Mapping[str, int], names: Names
) -> Iterator[StatusRow]:
    """The rows of one line: as many as items it names; none where it tells nothing of any.

    Errors: Wrong where it tells something that cannot be taken.
    """
    coded = _coded(cells)
    if coded is None:
        if any(_is_tick(_cell(cells, columns, state)) for state in ItemState):
            raise Wrong("disclosure/item_code_missing")
        return
    state = _state(cells, columns)
    for written, code in _items(cells, columns, coded, names):
        yield StatusRow(
            line, code, state, written if written != code else "",
            *(_cell(cells, columns, name) for name in ("documents", "owner", "remark")),
        )  # fmt: skip


def _items(
    cells: Sequence[str], columns: Mapping[str, int], coded: re.Match[str], names: Names
) -> Iterator[tuple[str, str]]:
    """The code as it is written and the code of the year, of each item that a row names.

    Errors: Wrong for an item that the year does not have, or whose name is another's.
    """
    first, last = int(coded["first"]), int(coded["last"] or coded["first"])
    if last < first:
        raise Wrong("disclosure/range_backwards")
    if last > first:
        for number in range(first, last + 1):
            yield f"o{number}", _of_year(f"o{number}", "", names)
        return
    subject = arabic_digits(_cell(cells, columns, "subject"))
    name = coded.string[coded.end() :] or (subject if subject != coded.string else "")
    yield f"o{first}", _of_year(f"o{first}", name, names)


def _of_year(code: str, name: str, names: Names) -> str:
    """The code of the year for a code and the name beside it; the name counts.

    Errors: Wrong where neither is an item of the year.
    """
    known = names.framework.items
    if len(name) > _ONE_LETTER:
        if code in known and names.item_agrees(code, name) is not False:
            return code
        other = names.item_of(name, "OIT")
        if other is not None and names.item_agrees(other, name):
            return other
        if code in known:
            official = known[code].name.th
            raise Wrong("disclosure/item_name_differs", item_code=code, official=official)
    if code not in known:
        raise Wrong("disclosure/item_unknown", item_code=code)
    return code


def _state(cells: Sequence[str], columns: Mapping[str, int]) -> ItemState:
    """The one state that a row tells.

    Errors: Wrong for none, for several, and for a mark that nobody knows.
    """
    if "state" in columns:
        typed = _cell(cells, columns, "state")
        states = [_STATES[skeleton(typed)]] if skeleton(typed) in _STATES else []
    elif columns:
        states = [state for state in ItemState if _is_tick(_cell(cells, columns, state))]
        typed = _cell(cells, columns, ItemState.DONE)
        if states == [ItemState.DONE] and skeleton(ItemState.HANDED_IN.label.th) in skeleton(typed):
            states = [ItemState.HANDED_IN]
    else:
        states = [_STATES[skeleton(cell)] for cell in cells if skeleton(cell) in _STATES]
    if len(states) != 1:
        raise Wrong("disclosure/several_ticks") if states else Wrong("disclosure/no_tick")
    return states[0]


def _is_tick(cell: str) -> bool:
    """Whether a cell is marked.

    Errors: Wrong for a mark that may mean either.
    """
    bare = cell.replace(" ", "")
    if not bare or set(bare) <= _EMPTY:
        return False
    if bare[0] in _TICKS and (len(bare) == 1 or skeleton(bare[1:]) in _STATES):
        return True
    if skeleton(bare) in _STATES:
        return True
    raise Wrong("disclosure/mark_unknown", cell=cell)


def _cell(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    place = columns.get(name)
    return cells[place] if place is not None and place < len(cells) else ""


def _agreed(rows: Sequence[StatusRow], faults: list[LineFault]) -> StatusTable:
    """Each item once; those that are told two states are none."""
    by_code: dict[str, list[StatusRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    kept = []
    for alike in by_code.values():
        if len({row.state for row in alike}) == 1:
            kept.append(alike[0])
            continue
        states = listed(listed((row.state.label, same(f"({row.line})")), " ") for row in alike)
        message = read_words("disclosure/several_states", states=states)
        faults.append(LineFault(alike[-1].line, alike[-1].code, message))
    return StatusTable(tuple(kept), tuple(sorted(faults, key=lambda fault: fault.line)))
