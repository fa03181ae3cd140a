"""Word files: paragraphs and tables in reading order, tables inside tables included."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from msgspec.structs import replace

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow, with_blank_row
from prongsai.readers.kinds import damaged, too_many_cells
from prongsai.readers.unseen import Unseen
from prongsai.readers.word_unseen import Sight, tell_edges

_MAX_CELLS = 200_000
_TEXT, _TAB, _BREAK = qn("w:t"), qn("w:tab"), qn("w:br")
_DELETED = qn("w:delText")
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_CONTROL, _CONTENT, _BOX = qn("w:sdt"), qn("w:sdtContent"), qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(data: bytes, name: str) -> Extract:
    """Every block of the body; places are the numbers of paragraphs (as lines) and tables."""
    try:
        document = Document(io.BytesIO(data))
        sight = Sight.of_document(document, Unseen())
        tell_edges(document, name, sight.unseen)
        blocks = list(_blocks(document, Place(name), sight))
    except UnreadableInput:
        raise
    # Of XML in an unforeseen shape python-docx lets out whatever its own code trips over.
    except Exception as error:
        raise damaged(name) from error
    unseen = sight.unseen
    return Extract(tuple(blocks), unseen.findings(), asides=tuple(unseen.asides))


def _blocks(document: Any, place: Place, sight: Sight) -> Iterator[Block]:
    """Paragraphs and tables of the body, inside content controls and text boxes too."""
    paragraphs = tables = 0
    for element in _flow(document.element.body):
        if element.tag == _TABLE:
            tables += 1
            at = replace(place, table=tables)
            yield from _table_blocks(WordTable(element, document), at, sight)
            continue
        paragraphs += 1
        at = replace(place, line=paragraphs)
        text = _paragraph_text(element, at, sight)
        if text.strip():
            listed = _is_listed(WordParagraph(element, document))
            yield Paragraph(f"- {text}" if listed else text, at)
        for box in _boxes(element):
            for inner in box.iter(_PARAGRAPH):
                if written := _paragraph_text(inner, at, sight).strip():
                    yield Paragraph(written, at)


def _flow(container: Any) -> Iterator[Any]:
    """Paragraph and table elements in reading order; a content control is looked through."""
    for child in container:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in (_CONTROL, _CONTENT):
            yield from _flow(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes drawn in a paragraph, without the copies kept for old programs."""
    for box in paragraph.iter(_BOX):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield box


def _paragraph_text(element: Any, place: Place, sight: Sight) -> str:
    """All text that is seen: insertions counted, deletions and text boxes not."""
    marks = {_TAB: "\t", _BREAK: "\n"}
    own = (
        node
        for node in element.iter(_TEXT, _DELETED, _TAB, _BREAK)
        if next(node.iterancestors(_PARAGRAPH), None) is element
    )
    seen = sight.seen(element, own, place)
    return "".join(marks.get(node.tag) or node.text or "" for node in seen)


def _is_listed(paragraph: Any) -> bool:
    """Whether Word itself draws a bullet or number before the paragraph."""
    properties = paragraph._p.pPr  # noqa: SLF001
    numbered = properties is not None and properties.numPr is not None
    style = paragraph.style.name if paragraph.style is not None else ""
    return numbered or (style or "").startswith("List")


def _table_blocks(table: WordTable, place: Place, sight: Sight) -> Iterator[Block]:
    if _width_of_all_cells(table) > _MAX_CELLS:
        raise too_many_cells(place)
    rows: list[TableRow] = []
    inner: list[Block] = []
    above: dict[int, str] = {}
    under: set[tuple[int, int]] = set()
    height = 0
    # Not `row.cells`: it looks each cell of a tall merge up again from the top of the table.
    for number, row in enumerate(table._tbl.tr_lst, start=1):  # noqa: SLF001
        at = replace(place, row=number)
        if not sight.shows_row(row, at):
            continue
        height = number
        cells = [""] * row.grid_before
        texts: dict[int, str] = {}
        for element in row.tc_lst:
            column = len(cells)
            if element.vMerge == "continue" and column in above:
                text = above[column]
                under |= {(len(rows), len(cells) + more) for more in range(element.grid_span)}
            else:
                cell = _Cell(element, table)
                own, here = cell.paragraphs, replace(at, column=column + 1)
                text = "\n".join(_paragraph_text(part._p, here, sight) for part in own)  # noqa: SLF001
                for other in cell.tables:
                    inner += _table_blocks(other, at, sight)
            texts[column] = text
            cells += [text] * element.grid_span
        above = texts
        cells += [""] * row.grid_after
        if any(text.strip() for text in cells):
            rows.append(TableRow(tuple(cells), at))
    if rows:
        yield Table(with_blank_row(tuple(rows), height), place, frozenset(under))
    yield from inner


def _width_of_all_cells(table: WordTable) -> int:
    """How many places the cells cover; python-docx makes an object for each."""
    rows = table._tbl.tr_lst  # noqa: SLF001 - the rows as objects would cover the places already
    return sum(cell.grid_span for row in rows for cell in row.tc_lst)
