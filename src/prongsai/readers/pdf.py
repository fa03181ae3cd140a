"""PDF: words by their place on the page, tables by their ruling lines.

Ruled tables become grids; a cell with no line between it and its neighbour is a merged cell.
What stands outside any grid is read line by line, and lines with wide gaps become rows.
"""

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from msgspec.structs import replace
from pypdfium2 import raw

from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow, with_blank_row
from prongsai.core.patterns import compiled
from prongsai.core.thai import repair
from prongsai.readers.kinds import OnlyPictures, damaged, encrypted, too_many_pages
from prongsai.readers.pdf_columns import PagePart, in_one_column
from prongsai.readers.pdf_flow import TextColumn, flowed, in_one_cell
from prongsai.readers.pdf_lines import (
    Glyph,
    PdfLine,
    lines_of,
    runs_on,
    with_close_numbers,
    with_marks_in_place,
    without_echoes,
)
from prongsai.readers.pdf_rewrapped import with_rows_rewrapped
from prongsai.readers.pdf_sight import (
    PageSight,
    is_laid_over,
    is_overlarge,
    is_tiny,
    may_be_tiny,
    upright_page,
)
from prongsai.readers.pdf_spread import spread_lines_whole
from prongsai.readers.pdf_wrapped import with_whole_cells
from prongsai.readers.ruling import Grid, Segment, find_grids
from prongsai.readers.unseen import Unseen

_MAX_PAGES = 400
_PARAGRAPH_GAP = 2.0
_SIDEWAYS = 3
_DEPTH = 3  # forms in forms, whose strokes may be rules of a table
_SPACE = ord(" ")
_NO_CHARACTER = (0, 0xFFFE, 0xFFFF)
# No cell ends with these: its sentence goes on below.
_CUT_SHORT = compiled(r"[ก-๎]{3}\s(?:มี|ได้|เป็น|การ|ผล)$")


def read_pdf(data: bytes, name: str) -> Extract:
    """Every page in order; every place is page and line, or page, table and row.

    Errors: UnreadableInput where it is locked, damaged, too long, or has no text at all (a scan).
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # PDFium may repeat the error of the file before; only a file that names its lock is locked.
        locked = "password" in str(error).lower() and b"/Encrypt" in data
        raise (encrypted(name) if locked else damaged(name)) from error
    try:
        return _read_document(document, name)
    except pdfium.PdfiumError as error:
        raise damaged(name) from error
    finally:
        document.close()


def _read_document(document: pdfium.PdfDocument, name: str) -> Extract:
    if len(document) == 0:
        raise damaged(name)
    if len(document) > _MAX_PAGES:
        raise too_many_pages(name, len(document), _MAX_PAGES)
    blocks: list[Block] = []
    empty: list[int] = []
    turned: list[int] = []
    recognised: set[int] = set()
    unseen = Unseen()
    for number in range(1, len(document) + 1):
        page, textpage, is_shown_turned = upright_page(document, number - 1)
        place = Place(name, page=number)
        if is_shown_turned:
            turned.append(number)
        sight = PageSight(page, textpage)
        glyphs = _glyphs(sight, place, unseen)
        if sight.is_recognised(len(glyphs)):
            recognised.add(number)
        if glyphs:
            left, _, right, _ = page.get_bbox()
            blocks += _blocks_of(in_one_column(glyphs, _segments(page), (left, right)), place)
        else:
            empty.append(number)
        page.close()
    findings = _scanned_pages(empty, len(document), name)
    if turned:  # to be read, because their text lies sideways or upside down
        shown = ", ".join(map(str, turned[:10]))
        findings.warning("readers/pages_turned", Place(name, page=turned[0]), shown=shown)
    all_findings = (*findings.items, *unseen.findings())
    return Extract(tuple(blocks), all_findings, frozenset(recognised), tuple(unseen.asides))


def _scanned_pages(empty: list[int], pages: int, name: str) -> Findings:
    """Pages without a single letter are pictures: said, or refused where they are all."""
    findings = Findings()
    if len(empty) == pages:
        raise OnlyPictures("readers/scan_without_text", place=Place(name))
    if empty:
        shown = ", ".join(str(number) for number in empty[:10])
        findings.warning("readers/pages_without_text", Place(name, page=empty[0]), shown=shown)
    return findings


def _glyphs(sight: PageSight, place: Place, unseen: Unseen) -> list[Glyph]:
    """The page's letters that are seen.

    They keep the file's own order, in which Thai marks stand after their letter.
    """
    page = sight.textpage.raw  # asked for each letter: wrapping it anew would take as long again
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    placed: list[tuple[Glyph, float, float]] = []
    points: dict[int, float] = {}
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    origin_of, is_generated = raw.FPDFText_GetCharOrigin, raw.FPDFText_IsGenerated
    for index in range(sight.textpage.count_chars()):
        code = unicode_of(page, index)
        # PDFium generates white space alone.
        if code in _NO_CHARACTER or (code <= _SPACE and is_generated(page, index) == 1):
            continue
        letter = chr(code)
        look = sight.look_of(index)
        if look.is_slanted:
            sight.slanted.append(letter)
            continue
        box_of(page, index, box)
        if sight.is_note_mark(index, letter) or sight.hides(index, letter, look, box):
            continue
        origin_of(page, index, x, y)
        top = max(box.top, box.bottom + 1.0)
        glyph = Glyph(letter, box.left, box.right, y.value, top - box.bottom)
        if may_be_tiny(glyph.size):
            points[len(placed)] = sight.points(index) or glyph.size
        placed.append((glyph, box.bottom, top))
    sight.tell(unseen, place)
    sight.textpage.close()
    if all(glyph.text.isspace() for glyph, _, _ in placed):
        return []
    return without_echoes(_without_odd_sizes(placed, points, place, unseen))


def _without_odd_sizes(
    placed: list[tuple[Glyph, float, float]],
    points: dict[int, float],
    place: Place,
    unseen: Unseen,
) -> list[tuple[Glyph, float, float]]:
    """Drop letters too small to be seen, and tell where a large word over the page says draft.

    `points` are the font sizes of letters with low boxes: that of a full stop is low in any font.
    """
    sizes = sorted(glyph.size for glyph, _, _ in placed)
    usual = sizes[len(sizes) // 2]
    large = "".join(glyph.text for glyph, _, _ in placed if is_overlarge(glyph.size, usual)).strip()
    if is_laid_over(large):
        unseen.aside(repair(large), place)
    small = {number for number, size in points.items() if is_tiny(size, usual)}
    tiny = "".join(placed[number][0].text for number in sorted(small))
    if not tiny.strip():
        return placed
    unseen.hide(repair(tiny), place)
    return [letter for number, letter in enumerate(placed) if number not in small]


def _segments(page: pdfium.PdfPage) -> list[Segment]:
    """Straight level and upright strokes and the edges of boxes."""
    paths = _paths(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    return [segment for path in paths for segment in _path_segments(path)]


def _paths(
    holder: Any, count: Callable[..., int], child: Callable[..., Any], depth: int = _DEPTH
) -> Iterator[Any]:
    """Iterate over the strokes of a page or form; most of its objects are letters."""
    for index in range(count(holder)):
        item = child(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield item
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            count_within, child_within = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
            yield from _paths(item, count_within, child_within, depth - 1)


def _path_segments(item: Any) -> Iterator[Segment]:
    laid = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, laid)
    matrix = pdfium.PdfMatrix.from_raw(laid)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = previous = None
    for index in range(raw.FPDFPath_CountSegments(item)):
        part = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(part, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(part)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and previous is not None:
            yield from Segment.between(previous, point)
        previous = point
        if raw.FPDFPathSegment_GetClose(part) and start is not None:
            yield from Segment.between(point, start)
            previous = start


def _blocks_of(parts: list[PagePart], place: Place) -> Iterator[Block]:
    """The blocks of a page's parts, whose lines and tables are counted on."""
    lines = tables = 0
    for part in parts:
        count, grids, blocks = _page_blocks(part, place, lines, tables)
        lines, tables = lines + count, tables + grids
        yield from blocks


def _page_blocks(
    part: PagePart, place: Place, lines_before: int, tables_before: int
) -> tuple[int, int, list[Block]]:
    """Grids and the lines between them, top to bottom, with how many there are of each."""
    glyphs, segments, edges = part.glyphs, part.segments, part.edges
    grids = find_grids(segments)
    inside: dict[int, list[Glyph]] = {number: [] for number in range(len(grids))}
    outside: list[Glyph] = []
    home: int | None = None
    for index, glyph in enumerate(glyphs):
        middle = (glyph.left + glyph.right) / 2
        # The last word of a row may run over the table's edge.
        if home is None or not runs_on(glyphs, index):
            home = next(
                (number for number, grid in enumerate(grids) if grid.holds(middle, glyph.y + 1)),
                None,
            )
        (outside if home is None else inside[home]).append(glyph)
    parts: list[tuple[float, Block]] = []
    for number, grid in enumerate(grids):
        own = replace(place, table=tables_before + number + 1)
        table = _grid_table(grid, inside[number], own)
        if table is None:
            outside += inside[number]
        else:
            parts.append((grid.top, table))
    lines = part.lines if part.lines and not grids else lines_of(outside)
    count = len(lines)
    column = TextColumn.of_lines(lines, *edges)
    lines = with_rows_rewrapped(spread_lines_whole(lines, column))
    lines = with_whole_cells(with_close_numbers(lines))
    tops = [grid.top for grid in grids]
    parts += _loose_blocks(lines, column, tops, place, lines_before + 1)
    ordered = [block for _, block in sorted(parts, key=lambda part: -part[0])]
    return count, len(grids), _with_cut_sentences(ordered)


def _with_cut_sentences(blocks: list[Block]) -> list[Block]:
    """The blocks; a text whose sentence began in the last cell of a seeming table has it."""
    kept = list(blocks)
    for at in range(1, len(blocks)):
        above, below = blocks[at - 1], blocks[at]
        is_loose = isinstance(above, Table) and above.place.line is not None
        if isinstance(above, Table) and is_loose and isinstance(below, Paragraph):
            begun = " ".join(filter(None, above.rows[-1].cells))
            if _CUT_SHORT.search(begun):
                kept[at] = replace(below, text=f"{begun}{below.text}")
    return kept


def _grid_table(grid: Grid, glyphs: list[Glyph], place: Place) -> Table | None:
    cells: dict[int, list[Glyph]] = {}
    cell = 0
    for number, glyph in enumerate(glyphs):
        # A word too long for its cell runs over the next one's, which has its own at its edge.
        if not runs_on(glyphs, number) or grid.begins_at(glyph.left):
            cell = grid.cell_at((glyph.left + glyph.right) / 2, glyph.y + glyph.size * 0.2)
        cells.setdefault(cell, []).append(glyph)
    texts = {
        cell: with_marks_in_place(_cell_text(own, grid.width_of(cell))).strip()
        for cell, own in cells.items()
    }
    rows: list[TableRow] = []
    for number, row in enumerate(grid.cells, start=1):
        values = tuple(texts.get(cell, "") for cell in row)
        if any(values) and (not rows or rows[-1].cells != values):
            rows.append(TableRow(values, replace(place, row=number)))
    return Table(with_blank_row(tuple(rows), len(grid.cells)), place) if rows else None


def _cell_text(glyphs: list[Glyph], width: float) -> str:
    """The text of a cell; as the file has it where most letters stand above the one before."""
    rises = sum(after.y - before.y > 1 for before, after in pairwise(glyphs))
    if _SIDEWAYS * rises > len(glyphs) > _SIDEWAYS:
        return "".join(glyph.text for glyph in glyphs)
    return in_one_cell(lines_of(glyphs), width)


def _loose_blocks(
    lines: list[PdfLine],
    column: TextColumn | None,
    grid_tops: list[float],
    place: Place,
    number: int,
) -> Iterator[tuple[float, Block]]:
    """Lines outside grids: runs of lines with columns become tables, the rest paragraphs.

    Shape: `number` is what the first line counts as.
    """
    group: list[tuple[int, PdfLine]] = []
    for line in lines:
        if group and _breaks(group[-1][1], line, column, grid_tops):
            yield from _group_blocks(group, column, place)
            group = []
        group.append((number, line))
        number += line.height
    if group:
        yield from _group_blocks(group, column, place)


def _breaks(
    above: PdfLine, line: PdfLine, column: TextColumn | None, grid_tops: list[float]
) -> bool:
    tabular = len(above.spans) > 1, len(line.spans) > 1
    gap = above.y - line.y
    if any(line.y < top < above.y for top in grid_tops):
        return True
    if all(tabular):
        return gap > 2.5 * _PARAGRAPH_GAP * line.size
    if tabular[0] != tabular[1]:
        return True
    return gap > _PARAGRAPH_GAP * line.size and (column is None or column.parts(above, line))


def _group_blocks(
    group: list[tuple[int, PdfLine]], column: TextColumn | None, place: Place
) -> Iterator[tuple[float, Block]]:
    first_number, first = group[0]
    columns = _columns([line for _, line in group])
    if len(columns) > 1 and any(len(line.spans) > 1 for _, line in group):
        rows = [
            TableRow(_in_columns(line, columns), replace(place, line=number))
            for number, line in group
        ]
        yield first.y, Table(tuple(rows), replace(place, line=first_number))
        return
    texts, heights = flowed([line for _, line in group], column)
    text = "\n".join(map(with_marks_in_place, texts))
    yield first.y, Paragraph(text, replace(place, line=first_number), tuple(heights))


def _columns(lines: list[PdfLine]) -> list[tuple[float, float]]:
    """The horizontal stretches that spans share, from left to right."""
    stretches: list[list[float]] = []
    for span in sorted((s for line in lines for s in line.spans), key=lambda s: s.left):
        if stretches and span.left < stretches[-1][1] - 1:
            stretches[-1][1] = max(stretches[-1][1], span.right)
        else:
            stretches.append([span.left, span.right])
    return [(left, right) for left, right in stretches]


def _in_columns(line: PdfLine, columns: list[tuple[float, float]]) -> tuple[str, ...]:
    cells = [""] * len(columns)
    for span in line.spans:
        home = max(
            range(len(columns)),
            key=lambda number: (
                min(span.right, columns[number][1]) - max(span.left, columns[number][0])
            ),
        )
        cells[home] = f"{cells[home]} {with_marks_in_place(span.text)}".strip()
    return tuple(cells)
