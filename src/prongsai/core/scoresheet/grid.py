"""A table as titles, heads and rows of cells, whatever its columns hold."""

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import dropwhile

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.extract import Table, TableRow
from prongsai.core.ids import parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet import ticks
from prongsai.core.scoresheet.agencies import Own, is_a_name
from prongsai.core.scoresheet.columns import MEASURES, NOBODYS, ColumnKind, SheetColumn, head_of
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import no_score, printed_number
from prongsai.core.scoresheet.prints import Doubt
from prongsai.core.scoresheet.rows import parse_item
from prongsai.core.scoresheet.setting import names_ita
from prongsai.core.thai import mend_line, squeeze

_JUST_A_YEAR = compiled(
    r"(?:ผล|คะแนน|ประจำ|ปี|งบประมาณ|พ\.?\s?ศ\.?|ITA|\s)*25[5-9]\d"
    r"|(?:ปี|FY|งบประมาณ|พ\.?ศ\.?|\s)+'?[5-9]\d|[๒][๕][๐-๙]{2}"
)
HAS_DECIMAL = compiled(r"[0-9๐-๙]{2}[.][0-9๐-๙]")
_KEY = compiled(r"(?:ชื่อ)?(?:หน่วยงาน|อปท\.?)|ปี(?:งบประมาณ)?|ประเภท|จังหวัด|อำเภอ|agency|year", 2)
_HEADS = compiled(r"(?:ข้อ|ที่|ลำดับ|รายการ|รหัส|คะแนน|ตัวชี้วัด|code|score)(?:ที่)?", 2)
_OF_ITEMS = compiled(r"(?:ราย)?ข้อ(?:ที่|คำถาม)?|คำถาม|รายการ|item", 2)
_SEPARATED = compiled(r"\s*[/|]\s*|\s+")
_MINUS = ("-", "−", "–")
_OF_ROWS = (ColumnKind.AGENCY, ColumnKind.YEAR)
_ENOUGH_CODES, _MOST_HEADS, _A_PAIR = 4, 3, 2

Cells = tuple[str, ...]
Line = tuple[TableRow, Cells]


class RowRole(Enum):
    """What a row of a table is."""

    TITLE = "title"
    HEAD = "head"
    ROW = "row"


class Body(Struct):
    """Rows below one head, as wide as it; `head_width` is 0 where nothing heads them."""

    lines: list[Line]
    columns: tuple[SheetColumn, ...]
    head_width: int = 0
    open: frozenset[Cells] = frozenset()  # of which nothing says whose or when they are

    def is_shifted(self, row: TableRow, cells: Cells) -> bool:
        """Whether a row has a cell more or less than the head: which heads which is open."""
        if cells in self.open or not self.head_width:
            return cells in self.open
        pairs = zip(cells, self.columns, strict=True)
        behind = dropwhile(lambda pair: pair[1].kind not in MEASURES, pairs)
        unheaded = (cell for cell, column in behind if not column.heading)
        return len(row.cells) != self.head_width or any(map(is_number, unheaded))

    def falls_below_zero(self, at: int) -> bool:
        """Whether a column holds a negative number: a change, and no score."""
        return any(cells[at].startswith(_MINUS) and no_score(cells[at]) for _, cells in self.lines)


@lru_cache(maxsize=4096)
def is_year(cell: str) -> bool:
    """Whether a cell is a year and nothing more."""
    return _JUST_A_YEAR.fullmatch(cell) is not None


@lru_cache(maxsize=4096)
def is_number(cell: str) -> bool:
    """Whether a cell is a number and no year."""
    return printed_number(cell) is not None and not is_year(cell)


def is_a_head(cell: str) -> bool:
    """Whether a cell heads a column of names, codes or scores."""
    return _HEADS.fullmatch(squeeze(cell)) is not None


def filled(cells: Sequence[str]) -> list[str]:
    """The texts of a row, those of merged cells once."""
    return [cell for cell in dict.fromkeys(cells) if cell]


def stretches(cells: Sequence[str]) -> list[str]:
    """The texts of a title row, those that stand side by side as one; "เกณฑ์ผ่าน | 85" is none."""
    runs: list[list[str]] = [[]]
    for cell in cells:
        if not cell:
            runs.append([])
        elif cell not in runs[-1]:
            runs[-1].append(cell)
    return [" ".join(run) for run in runs if run and not is_number(run[-1])]


def parts_of(table: Table, names: Names, own: Own) -> Iterator[tuple[RowRole, TableRow, Cells]]:
    """What each row of a table is; a head of several rows is told row by row."""
    heads: list[Cells] = []
    is_first = True
    width, above = table.width, ""  # `above` is the last cell of the row before
    for row in table.rows:
        cells = tuple(map(mend_line, row.cells))
        if not any(cells):
            continue
        wide = (*cells, *[""] * (width - len(cells)))
        goes_on = not printed_number(above)
        above = wide[-1]
        if heads and wide[0] in ("", heads[-1][0]) and not any(map(is_number, wide)):
            heads.append(cells)  # groups of columns in a head of several rows, known or not
            yield RowRole.HEAD, row, cells
            continue
        if _is_title(wide, is_first=is_first, goes_on=goes_on):
            heads = []
            yield RowRole.TITLE, row, cells
            continue
        cells = _with_codes(cells)
        if len(heads) < _MOST_HEADS and _is_head(
            cells, names, own, is_first=is_first, goes_on=bool(heads)
        ):
            heads.append(cells)
            is_first = False
            yield RowRole.HEAD, row, cells
            continue
        heads, is_first = [], False
        yield RowRole.ROW, row, cells


def _is_title(cells: Sequence[str], *, is_first: bool, goes_on: bool) -> bool:
    """Whether a row captions what is below: one text, or before all heads a key and its value.

    Shape:  `goes_on` where words in its last column may be what is left of the row above.
    """
    texts = filled(cells)
    if len(texts) == 1:
        is_rest = goes_on and cells[-1] and not cells[0]
        if is_rest and not (names_ita(texts[0]) or fiscal.years_in(texts[0])):
            return False
        return printed_number(texts[0]) is None and not parse_code(texts[0]) and len(cells) > 1
    heads = sum(parse_code(cell) is not None for cell in texts) >= _A_PAIR  # "IIT | EIT"
    if not is_first or heads or any(map(_HEADS.fullmatch, texts)):
        return False
    if any(HAS_DECIMAL.search(cell) or parse_item(cell) for cell in texts):
        return False
    if len(texts) == _A_PAIR and not any(map(is_number, texts)):
        is_one = is_a_name(texts[0]) != is_a_name(texts[1])
        return is_year(texts[1]) or is_one or _KEY.fullmatch(texts[0]) is not None
    says_whose = any(
        is_a_name(cell) or (names_ita(cell) and fiscal.years_in(cell)) for cell in texts
    )
    return says_whose and any(letter.isdigit() for cell in texts for letter in cell)


def _is_head(cells: Cells, names: Names, own: Own, *, is_first: bool, goes_on: bool) -> bool:
    """Whether a row heads columns: no number, and words of known meaning.

    Shape:  `is_first` before any head; there words alone head columns, known or not. `goes_on`
            right below a row of the head.
    """
    texts = filled(cells)
    codes = [cell for cell in texts if parse_item(cell)]
    if len(codes) >= _ENOUGH_CODES and not any(
        is_number(cell) for cell in texts if cell not in codes
    ):
        return len(codes) > len(texts) // 2
    if not ticks.is_head(texts) and any(
        is_number(cell) or parse_item(cell) or HAS_DECIMAL.search(cell) for cell in cells
    ):
        return False
    if len(texts) < _A_PAIR or (parse_code(texts[0]) and not parse_code(texts[1])):
        return False  # a row of a form that is not filled in
    columns = head_of([cells], names, own)
    known = {
        column.heading
        for column in columns
        if column.kind not in (ColumnKind.UNKNOWN, ColumnKind.ASIDE)
    }
    measures = any(column.kind in (*MEASURES, ColumnKind.ELSE) for column in columns)
    if goes_on:
        return bool(known)
    if is_first:
        return names.node_of(texts[0]) is None or measures
    return len(known) > 1 and measures and columns[0].kind is not ColumnKind.PART


def _with_codes(cells: Cells) -> Cells:
    """A row that counts the indicators in their order, as one of their names."""
    at = [n for n, cell in enumerate(cells) if cell.isdigit()]
    if len(at) < _ENOUGH_CODES:
        return cells
    others = [cell for n, cell in enumerate(cells) if n not in at]
    counted = [cells[n] for n in at] == [str(n) for n in range(1, len(at) + 1)]
    counts_items = any(_OF_ITEMS.fullmatch(cell) for cell in others)
    if not counted or counts_items or any(map(is_number, others)):
        return cells
    return tuple(f"ตัวชี้วัดที่ {cell}" if n in at else cell for n, cell in enumerate(cells))


def body_of(lines: Sequence[Line], columns: Sequence[SheetColumn]) -> Body:
    """Rows and columns of one width, columns that hold two years apart."""
    head_width = len(columns) if any(column.heading for column in columns) else 0
    width = max(len(columns), *(len(cells) for _, cells in lines))
    even = [(row, (*cells, *[""] * (width - len(cells)))) for row, cells in lines]
    wide = [*columns, *(NOBODYS,) * (width - len(columns))]
    for at, column in enumerate(columns):
        # "หน่วยงาน" beside "จังหวัด" may head the scores of the agency.
        if column.kind is ColumnKind.AGENCY and all(is_number(cells[at]) for _, cells in even):
            wide[at] = replace(column, kind=ColumnKind.SCORE, doubts=frozenset({Doubt.WHOSE}))
    return _filled_down(_with_years_apart(Body(even, tuple(wide), head_width)))


def _filled_down(body: Body) -> Body:
    """The body; an agency, a year or a group that stands once holds for the blank cells below."""
    groups = [
        at
        for at, column in enumerate(body.columns)
        if column.kind in _OF_ROWS
        or (at == 0 and column.kind in (ColumnKind.LABEL, ColumnKind.UNKNOWN))
        if any(cells[at] for _, cells in body.lines)
    ]
    held: dict[int, str] = {}
    unsaid: set[Cells] = set()
    for number, (row, typed) in enumerate(body.lines):
        cells, is_open = list(typed), False
        first = next((at for at, cell in enumerate(cells) if is_number(cell)), len(cells))
        for at in groups:
            is_named = any(cells[at + 1 : first])
            is_told = at in held and bool(body.lines[0][1][at])  # else over the middle of its rows
            if cells[at]:
                held = {group: text for group, text in held.items() if group < at}
                held[at] = cells[at]
            elif is_named and is_told and not (is_number(held[at]) or parse_code(held[at])):
                cells[at] = held[at]
            else:
                is_open |= (is_named and not is_told) or body.columns[at].kind in _OF_ROWS
        body.lines[number] = row, tuple(cells)
        unsaid |= {tuple(cells)} if is_open else set()
    body.open = frozenset(unsaid)
    return body


def _with_years_apart(body: Body) -> Body:
    """The body with a column of two years, and two numbers in each cell, as two columns."""
    for at, column in enumerate(body.columns):
        years = [year for _, year in fiscal.years_in(column.heading)]
        if column.kind not in MEASURES or len(years) < _A_PAIR:
            continue
        parts = {
            n: _SEPARATED.split(cells[at]) for n, (_, cells) in enumerate(body.lines) if cells[at]
        }
        if not parts or any(
            len(part) != len(years) or not all(map(is_number, part)) for part in parts.values()
        ):
            continue
        blank = [""] * len(years)
        lines = [
            (row, (*cells[:at], *parts.get(n, blank), *cells[at + 1 :]))
            for n, (row, cells) in enumerate(body.lines)
        ]
        apart = (SheetColumn(ColumnKind.SCORE, column.heading, year) for year in years)
        return Body(lines, (*body.columns[:at], *apart, *body.columns[at + 1 :]))
    return body
