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
    assert bool(marks(marked_page(report, "a.pdf", page, (quote, "")))) == is_marked


def test_each_of_several_quotes_is_marked(report):
    quotes = [(quote, "") for quote in ("ผลการดำเนินการ", "แล้วเสร็จทุกโครงการ", "")]
    both = marked_page(report, "a.pdf", 1, *quotes)
    assert marks(both) > marks(marked_page(report, "a.pdf", 1, quotes[1]))


def test_the_figure_is_framed_in_its_own_row_and_no_letter_is_covered(typst_pdf):
    table = """#set page(height: 6cm)
    #table(columns: 3, [การใช้งบประมาณ], [94.38], [94.38], [การใช้อำนาจ], [194.38], [94.38])"""
    pdf = typst_pdf(table)
    first, last = ("การใช้งบประมาณ · 94.38", "94.38"), ("การใช้อำนาจ · 94.38", "94.38")

    def frame(*quotes):
        drawn = Image.open(io.BytesIO(marked_page(pdf, "a.pdf", 1, *quotes))).convert("RGB")
        return drawn, Image.eval(drawn.split()[0], lambda red: 255 * (red == _MARK[0])).getbbox()

    drawn, (left, top, right, bottom) = frame(first)
    _, (_, top_of_last, right_of_last, _) = frame(last)
    assert bottom < top_of_last, "the row of its words"
    assert right < right_of_last, "of two equal figures the first"
    assert frame(first, first)[1][2] == right_of_last, "and then the other"
    inside = drawn.convert("L").crop((left + 2, top + 2, right - 2, bottom - 2))
    letters = Image.eval(inside, lambda light: 255 * (light < 128)).getbbox()
    assert letters[0] >= 1
    assert letters[2] <= inside.width - 1


def test_a_page_that_is_not_there_is_refused(report):
    with pytest.raises(UnreadableInput):
        marked_page(report, "a.pdf", 3, ("ผล", ""))
    with pytest.raises(UnreadableInput):
        marked_page(b"%PDF-1.4 torn", "a.pdf", 1, ("ผล", ""))
