"""A page drawn with the quote marked, where the text layer has it."""

import io

import pytest
from PIL import Image

from prongsai.core.errors import UnreadableInput
from prongsai.readers.marked_page import _MARK, marked_page


@pytest.fixture(scope="module")
def report(typst_pdf):
    return typst_pdf("#text[ผลการดำเนินการ แล้วเสร็จทุกโครงการ] #pagebreak() #text[ข้อเสนอแนะ ไม่มี]")


def marks(png):
    colours = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1_000_000)
    return sum(count for count, colour in colours if colour == _MARK)


@pytest.mark.parametrize(
    ("page", "quote", "is_marked"),
    [
        (1, "แล้วเสร็จทุกโครงการ", True),
        (1, "แล้วเสร็จทุกโครงการ ที่ไม่อยู่ในเอกสารนี้", True),
        (1, "ปัญหา อุปสรรค", False),
        (2, "แล้วเสร็จทุกโครงการ", False),
    ],
)
def test_the_quote_is_marked_where_it_stands(report, page, quote, is_marked):
    assert bool(marks(marked_page(report, "a.pdf", page, quote))) == is_marked


def test_each_of_several_quotes_is_marked(report):
    both = marked_page(report, "a.pdf", 1, "ผลการดำเนินการ", "แล้วเสร็จทุกโครงการ", "")
    assert marks(both) > marks(marked_page(report, "a.pdf", 1, "แล้วเสร็จทุกโครงการ"))


def test_a_page_that_is_not_there_is_refused(report):
    with pytest.raises(UnreadableInput):
        marked_page(report, "a.pdf", 3, "ผล")
    with pytest.raises(UnreadableInput):
        marked_page(b"%PDF-1.4 torn", "a.pdf", 1, "ผล")
