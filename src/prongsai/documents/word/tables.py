"""Tables of a paper: heads that come again on each page, groups, scores below target."""

from collections.abc import Iterator

from docx.oxml.ns import qn

from prongsai.core.papers import document
from prongsai.core.papers.document import PaperColumn, Spanning, Table, TableStyle
from prongsai.documents.typesetting.columns import Layout, Room, breaks_over, held_by_any_font
from prongsai.documents.word.grid import Frame, WordCell, WordRow, grid
from prongsai.documents.word.markup import (
    ACCENT,
    BODY,
    COMPACT,
    FILLED,
    INK,
    RULE,
    SOFT,
    TABLE,
    TINT,
    WEAK,
    Border,
    Element,
    Letters,
    Look,
    keep_with_next,
    paragraph,
    run,
)
from prongsai.documents.word.page import Page
from prongsai.documents.wording import WEAK_SIGN, cell_lines, has_head, without_pictured

_PLAIN_INDENT = 1.5
_INSET = 0.18
# A row of this share of a page may break: two such rows leave too much of a page empty else.
_TALL = 0.3
_RULES: tuple[Border, ...] = (
    ("top", "single", 1, ACCENT),
    ("bottom", "single", 0.5, RULE),
    ("insideH", "single", 0.5, RULE),
)
_SIZES = {TableStyle.RULED: TABLE, TableStyle.COMPACT: COMPACT, TableStyle.PLAIN: BODY}


def table(block: Table, page: Page) -> list[Element]:
    """A table below its caption."""
    block = without_pictured(block)
    made: list[Element] = []
    if block.caption:
        look = Look("Caption", before=8, after=4, keep_next=True)
        made.append(paragraph(look, run(block.caption, Letters(14.5, bold=True, colour=INK))))
    if block.columns:
        made.append(_grid(block, page))
    return made


def _grid(block: Table, page: Page) -> Element:
    plain = block.style is TableStyle.PLAIN
    indent = _PLAIN_INDENT if plain and page.is_letter else 0.0
    compact = block.style is TableStyle.COMPACT
    frame = Frame(
        borders=() if plain else _RULES,
        inset=(_INSET, 0.0 if plain else 0.04 if compact else 0.1),
        indent=indent,
        caption=block.caption,
    )
    thai = page.thai_prose if plain else page.thai_tables
    room = Room(page.width - indent, page.height)
    layout = held_by_any_font(block, room, _SIZES[block.style], _INSET)
    head = _head(block, layout.size) if has_head(block) else []
    rows = [*head, *_body(block, layout, room, thai_digits=thai)]
    if not rows:
        rows = [WordRow([WordCell([paragraph(Look())]) for _ in block.columns])]
    made = grid(layout.widths, rows, frame)
    _keep_last_rows(block, [*made.iter(qn("w:tr"))])
    return made


def _keep_last_rows(block: Table, rows: list[Element]) -> None:
    """No row alone on the last page; a group of one row brings its title and the row before."""
    last = block.groups[-1] if block.groups else None
    alone = last is not None and bool(last.title) and len(last.rows) == 1
    keep_with_next(rows[-3 if alone else -2 : -1])


def _head(block: Table, size: float) -> list[WordRow]:
    """One row of headings, or two where a heading spans several columns."""
    if not block.spanning:
        return [
            WordRow([_head_cell(column.heading, size) for column in block.columns], is_head=True)
        ]
    covered = {
        number for span in block.spanning for number in range(span.first, span.first + span.count)
    }
    below = [
        _head_cell(column.heading, size)
        if number in covered
        else _head_cell("", size, merge="continue")
        for number, column in enumerate(block.columns)
    ]
    return [WordRow(list(_upper(block, covered, size)), is_head=True), WordRow(below, is_head=True)]


def _upper(block: Table, covered: set[int], size: float) -> Iterator[WordCell]:
    starts: dict[int, Spanning] = {span.first: span for span in block.spanning}
    for number, column in enumerate(block.columns):
        if number in starts:
            yield _head_cell(starts[number].heading, size, span=starts[number].count)
        elif number not in covered:
            yield _head_cell(column.heading, size, merge="restart")


def _head_cell(heading: str, size: float, span: int = 1, merge: str = "") -> WordCell:
    words = run(heading, Letters(min(size, TABLE), bold=True, colour=INK))
    content = [paragraph(Look(align="center"), words)]
    return WordCell(
        content,
        span,
        TINT,
        "restart" if merge == "restart" else "continue" if merge else "",
        across="center",
    )


def _body(block: Table, layout: Layout, room: Room, *, thai_digits: bool) -> Iterator[WordRow]:
    for group in block.groups:
        if group.title:
            yield _group_title(block, layout.size, group.title)
        for row in group.rows:
            cells = [
                _cell(cell, column, layout.size, thai_digits=thai_digits)
                for cell, column in zip(row, block.columns, strict=True)
            ]
            yield WordRow(cells, splits=breaks_over(layout, block, row, room, _TALL))


def _group_title(block: Table, size: float, title: str) -> WordRow:
    plain = block.style is TableStyle.PLAIN
    letters = Letters(size, bold=True, colour="" if plain else ACCENT)
    content = [paragraph(Look(), run(title, letters))]
    keep_with_next(content)
    return WordRow([WordCell(content, len(block.columns), "" if plain else SOFT)])


def _cell(
    cell: document.PaperCell, column: PaperColumn, size: float, *, thai_digits: bool
) -> WordCell:
    letters = Letters(size, bold=cell.strong or cell.weak, colour=WEAK if cell.weak else "")
    look = Look(align=column.align.value)
    lines = cell_lines(cell, thai_digits=thai_digits) or [""]
    if cell.weak:
        lines[0] = f"{WEAK_SIGN}\u00a0{lines[0]}"
    if cell.numbered and len(lines) > 1:
        look = Look(align=column.align.value, left=0.45, first=-0.45)
    content = [paragraph(look, run(line, letters)) for line in lines]
    return WordCell(content, fill=FILLED if cell.filled else "")
