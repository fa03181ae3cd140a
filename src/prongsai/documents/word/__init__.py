"""A paper as DOCX, for officers who go on writing in it.

Made from the same `Document` as the PDF; a PDF is never made from the DOCX, as other programs
lose Word's Thai distribution. Fonts are named, not carried: government machines have them.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.oxml.ns import qn

from prongsai.core.papers import document as paper
from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import Block, Document, Form, Section
from prongsai.documents.endings import Ending, in_pairs, with_endings
from prongsai.documents.word import grid, heads, pictures, prose, tables
from prongsai.documents.word.markup import (
    Element,
    Look,
    break_before,
    element,
    keep_with_next,
    paragraph,
)
from prongsai.documents.word.page import Page, begins_letter
from prongsai.documents.word.sections import set_page, set_styles
from prongsai.documents.wording import printable, unknown_block

__all__ = ["to_docx"]

# The longest core property that Word reads.
_LONGEST_PROPERTY = 255
_DRAW: dict[type[Any], Callable[[Any, Page], list[Element]]] = {
    paper.Cover: heads.cover,
    paper.MemoHead: heads.memo_head,
    paper.LetterHead: heads.letter_head,
    paper.NoticeHead: heads.notice_head,
    paper.Title: heads.title,
    paper.Heading: prose.heading,
    paper.Paragraph: prose.prose,
    paper.Numbered: prose.numbered,
    paper.Note: prose.note,
    paper.Contents: prose.contents,
    paper.Dated: prose.dated,
    paper.Signature: prose.signature,
    paper.KeyFigures: grid.key_figures,
    paper.Opinions: grid.opinions,
    paper.Table: tables.table,
    paper.Chart: pictures.chart,
    paper.Beside: pictures.beside,
    paper.Photos: pictures.photos,
}


def to_docx(document: Document, digits: Digits) -> bytes:
    """The paper as DOCX with the digits of the agency; the same paper gives the same bytes.

    Errors: Misuse (a block this surface does not know), MissingFont (for charts).
    """
    document = printed(document, digits)
    file = docx.Document()
    set_styles(file)
    _set_properties(file, document)
    page = Page(document, digits, file.part)
    forms: set[Form] = set()
    for section in document.sections:
        if forms:
            file.add_section()
            # The paragraph that ends the section before shall not ask for a page.
            properties = list(file.element.body.iter(qn("w:sectPr")))[-2].getparent()
            properties.insert(0, element("spacing", before=0, after=0, line=20, lineRule="exact"))
        begins = section.form not in forms or begins_letter(section)
        set_page(file, section, page.for_section(section), begins=begins)
        forms.add(section.form)
        if begins_letter(section):
            # LibreOffice numbers the first page of a section that begins with a table.
            _append(file, [paragraph(Look(exact=1))])
        _append(file, _drawn(section, page.for_section(section)))
    if document.mark:
        _append(file, pictures.mark(document.mark, page.for_section(document.sections[-1])))
    return _saved(file, document)


def _drawn(section: Section, page: Page) -> list[Element]:
    """The blocks of a section; a chapter and what follows a page break begin a page."""
    made: list[Element] = []
    breaks = False
    for block in with_endings(section.blocks):
        if isinstance(block, paper.PageBreak):
            breaks = True
            continue
        parts = _draw(block, page)
        is_chapter = isinstance(block, paper.Heading) and block.level == 1
        if parts and made and (breaks or (is_chapter and not page.is_letter)):
            break_before(parts[0])
        if parts:
            breaks = False
        made += parts
    return made


def _draw(block: Block | Ending, page: Page) -> list[Element]:
    if isinstance(block, paper.PageBreak):
        return []
    if isinstance(block, Ending):
        return _ending(block, page)
    if isinstance(block, paper.Together):
        return _together(block, page)
    draw = _DRAW.get(type(block))
    if draw is None:
        raise unknown_block(block)
    return draw(block, page)


def _together(block: paper.Together, page: Page) -> list[Element]:
    drawn = [_draw(inner, page) for inner in block.blocks]
    *before, last = drawn or [[]]
    keep_with_next([part for parts in before for part in parts])
    keep_with_next(last[:-1])
    return [part for parts in drawn for part in parts]


def _ending(ending: Ending, page: Page) -> list[Element]:
    """Words and hands: Word keeps two lines of a paragraph with what follows, of a table a row."""
    rows = in_pairs(ending.blocks)
    drawn = [_draw(row[0], page) if len(row) == 1 else grid.hands(row, page) for row in rows]
    for row, parts in zip(rows[:-1], drawn, strict=False):
        is_table = isinstance(row[0], paper.Table) and bool(parts)
        keep_with_next([*parts[-1].iter(qn("w:tr"))][-1:] if is_table else parts)
    keep_with_next(drawn[-1][:-1])
    return [part for parts in drawn for part in parts]


def _append(file: WordFile, parts: Sequence[Element]) -> None:
    """Put the parts before the section's end; tables that touch would become one."""
    body = file.element.body
    end = body.find(qn("w:sectPr"))
    before = None
    for part in parts:
        if part.tag == qn("w:tbl") and before == part.tag:
            end.addprevious(paragraph(Look(exact=2)))
        end.addprevious(part)
        before = part.tag
    if before == qn("w:tbl"):
        end.addprevious(paragraph(Look(exact=2)))


def _set_properties(file: WordFile, document: Document) -> None:
    made = datetime.combine(document.made_on, time(), UTC)
    core = file.core_properties
    core.title = _property(document.title)
    core.author = core.last_modified_by = _property(document.author)
    core.subject = _property(document.subject)
    core.language = "th-TH"
    core.comments = core.keywords = core.category = ""
    core.created = core.modified = made
    core.revision = 1


def _property(text: str) -> str:
    return printable(text)[:_LONGEST_PROPERTY]


def _saved(file: WordFile, document: Document) -> bytes:
    """The file, packed without a clock."""
    packed, target = io.BytesIO(), io.BytesIO()
    file.save(packed)
    day = document.made_on
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read(name))
    return target.getvalue()
