"""What a drawn paper holds, read back from its files: what of a document was lost on the way."""

import io
import re

import docx
import pypdfium2
from python_calamine import CalamineWorkbook

from prongsai.core.papers.document import Chart
from prongsai.core.thai import arabic_digits
from prongsai.documents.tables_workbook import tables_of

# A name of a program's, or a place to be filled, is no word of a paper.
_UNFILLED = re.compile(r"\{\w*\}|\bNone\b|[a-z0-9]{8}-[a-z0-9]{4}-")


def faults_of(document, pdf, word, workbook):
    """What is wrong with the files of a document, in words; [] where all is there."""
    told = [text for text in document.strings() if re.search("[ก-ฮ]", text)]
    drawn = {text for one in document.blocks() if isinstance(one, Chart) for text in _texts(one)}
    cells = [text for table in tables_of(document) for text in _cells(table)]
    read = {"pdf": _pdf(pdf), "docx": _docx(word)}
    lost = [("pdf", text) for text in told if not _is_in(text, read["pdf"])]
    # A chart's words are in its picture there.
    lost += [
        ("docx", text) for text in told if text not in drawn and not _is_in(text, read["docx"])
    ]
    if cells:
        read["xlsx"] = _xlsx(workbook)
        lost += [("xlsx", text) for text in cells if _bare(text) not in read["xlsx"]]
    found = [f"{form} lacks {text}" for form, text in lost]
    return found + [
        f"{form} says {one}" for form, text in read.items() for one in _UNFILLED.findall(text)
    ]


def text_of(pdf):
    """All that a PDF says, without blanks, its figures as the keyboard has them."""
    return _pdf(pdf)


def _pdf(data):
    document = pypdfium2.PdfDocument(data)
    text = _bare("".join(page.get_textpage().get_text_range() for page in document))
    document.close()
    return text


def _docx(data):
    opened = docx.Document(io.BytesIO(data))
    parts = [opened.element]
    for section in opened.sections:
        parts += [
            part._element for part in (section.header, section.footer, section.first_page_footer)
        ]
    return _bare("".join("".join(part.itertext()) for part in parts))


def _xlsx(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return _bare("\n".join(_plain(cell) for sheet in sheets for row in sheet for cell in row))


def _plain(cell):
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def _cells(table):
    heads = [column.heading for column in table.columns]
    lines = [
        line for group in table.groups for row in group.rows for cell in row for line in cell.lines
    ]
    return [text for text in (*heads, *lines) if re.search("[ก-ฮ]", text)]


def _texts(chart):
    yield from (chart.caption, *chart.words, *chart.series)
    yield from (row.label for row in chart.rows)


def _is_in(text, whole):
    """Whether a string is there, if need be in two pieces: it may run over the end of a page."""
    bare = _bare(text)
    cuts = range(4, len(bare) - 3)
    return bare in whole or any(bare[:cut] in whole and bare[cut:] in whole for cut in cuts)


def _bare(text):
    return re.sub(r"[\s\u00a0\u2060\ufffe]+", "", arabic_digits(text))
