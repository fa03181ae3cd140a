"""Every paper of the example, by every reader of PDF and again by python-docx: nothing is lost."""

import io
import re
from pathlib import Path

import docx
import pypdfium2
import pytest
from tests.documents.test_pdf import READERS

from prongsai.cli.case import read_case
from prongsai.cli.making import MADE, Making
from prongsai.core.papers.document import Chart, Table, TableStyle
from prongsai.documents.pdf import to_pdf
from prongsai.documents.word import to_docx

EXAMPLE = Path(__file__).parents[2] / "examples" / "ban-song"


NOTICE = Path(__file__).parents[2] / "src/prongsai/data/announcements/no-gift.yaml"


@pytest.fixture(scope="module")
def reading():
    return read_case(EXAMPLE, frameworks=None, draft=False)


@pytest.fixture(scope="module")
def case(reading):
    return reading.case


@pytest.fixture(scope="module", params=MADE)
def document(request, reading):
    return Making(EXAMPLE, reading, notice_file=NOTICE).document(request.param)


@pytest.fixture(scope="module")
def pdf(document, case, paper_fonts):
    return to_pdf(document, digits=case.agency.digits)


def _bare(text):
    return re.sub(r"[\s\u00a0]+", "", text)


def _thai(document):
    """The printed strings that hold Thai; heads of plain tables are not printed."""
    unprinted = {
        column.heading
        for block in document.blocks()
        if isinstance(block, Table) and block.style is TableStyle.PLAIN
        for column in block.columns
    }
    return [
        text for text in document.strings() if re.search("[ก-ฮ]", text) and text not in unprinted
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.few(3)
def test_every_thai_string_comes_back_from_the_pdf(document, pdf, pdf_readers, reader):
    text = _bare("".join(pdf_readers[reader](pdf)))
    lost = [one for one in _thai(document) if _bare(one) not in text and not _split(one, text)]
    assert not lost


def _split(text, whole):
    """A string that runs over the end of a page or line of a table is there in pieces."""
    bare = _bare(text)
    return any(bare[:cut] in whole and bare[cut:] in whole for cut in range(4, len(bare) - 3))


@pytest.mark.few(3)
def test_every_thai_string_comes_back_from_the_docx(document, case):
    opened = docx.Document(io.BytesIO(to_docx(document, digits=case.agency.digits)))
    parts = [opened.element, *(part.header._element for part in opened.sections)]
    parts += [part.footer._element for part in opened.sections]
    text = _bare("".join("".join(part.itertext()) for part in parts))
    # The words of charts are in their pictures, and told by the alternative text.
    charts = {
        word
        for block in document.blocks()
        if isinstance(block, Chart)
        for row in block.rows
        for word in (row.label, row.foot, *block.words, *block.series)
    }
    lost = [one for one in _thai(document) if _bare(one) not in text and one not in charts]
    assert lost in ([], [document.stamp])  # the stamp is a picture of words


def test_the_announcement_of_the_example_is_one_page(reading, paper_fonts):
    """What the mayor signs stands below what it says, not on a page of its own."""
    paper = Making(EXAMPLE, reading).document("announcement")
    with pypdfium2.PdfDocument(to_pdf(paper, digits=reading.case.agency.digits)) as pages:
        assert len(pages) == 1


@pytest.mark.long
def test_a_chapter_goes_on_where_the_one_before_leaves_its_page_empty(reading, paper_fonts):
    """The second chapter begins below the first; the one page for the mayor stands alone."""
    paper = Making(EXAMPLE, reading).document("booklet")
    with pypdfium2.PdfDocument(to_pdf(paper, digits=reading.case.agency.digits)) as pages:
        begins = {one.get_title(): one.get_dest().get_index() for one in pages.get_toc()}
        chapters = {title.split()[1]: page for title, page in begins.items() if "บทที่" in title}
        words = pages[chapters["๒"]].get_textpage().get_text_range()
        assert words.index("ระดับผลการประเมิน") < words.index("บทที่ ๒")
        chief_executive = next(page for title, page in begins.items() if title.startswith("บทสรุป"))
        assert chapters["๑"] == chief_executive + 1
