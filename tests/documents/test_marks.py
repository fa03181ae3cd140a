"""A phone reads the QR of a printed page, on every surface and in both places it may stand."""

import base64
import io
import random
import re

import docx
import pypdfium2
import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Form, Paragraph, Section
from prongsai.documents.marks import mark_png, mark_svg, qr_inline, qr_of_number
from prongsai.documents.page import to_html
from prongsai.documents.pdf import to_pdf
from prongsai.documents.word import to_docx

SCALE = 200 / 72  # as a copier sees it


def read(picture):
    return [one.text for one in zxingcpp.read_barcodes(picture)]


def pages_of(document):
    with pypdfium2.PdfDocument(to_pdf(document, digits=Digits.THAI)) as pdf:
        return [page.render(scale=SCALE).to_pil() for page in pdf]


def letter(document, lines):
    words = tuple(Paragraph(f"ย่อหน้าที่ {number}") for number in range(lines))
    return replace(document, sections=(Section(Form.LETTER, words),), stamp="")


@pytest.mark.parametrize("lines", [3, 33, 40])
def test_the_last_page_and_no_other_has_the_code(every_block, paper_fonts, lines):
    assert paper_fonts
    *before, last = pages_of(letter(every_block, lines))
    assert read(last) == [every_block.mark.url]
    assert [read(page) for page in before] == [[]] * len(before)


@pytest.mark.long
def test_a_full_page_does_not_grow_by_a_page_for_its_mark(every_block, paper_fonts):
    assert paper_fonts
    for lines in range(28, 40):
        bare = letter(replace(every_block, mark=None), lines)
        assert len(pages_of(letter(every_block, lines))) == len(pages_of(bare))


def test_the_picture_of_the_word_file_is_read(every_block):
    picture = Image.open(io.BytesIO(mark_png(every_block.mark)))
    around = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    around.paste(picture, (40, 40))
    assert read(around) == [every_block.mark.url]
    opened = docx.Document(io.BytesIO(to_docx(every_block, Digits.THAI)))
    held = [one.blob for one in opened.part.package.iter_parts() if "image" in one.content_type]
    assert mark_png(every_block.mark) in held


def test_the_code_of_the_page_is_the_same(every_block):
    told = LexborHTMLParser(to_html(every_block, Digits.THAI))
    address = told.css_first(".mark img").attributes["src"]
    assert base64.b64decode(address.partition(",")[2]) == mark_svg(every_block.mark)
    assert b"<script" not in mark_svg(every_block.mark)


@pytest.mark.parametrize("digits", list(Digits))
def test_the_code_is_printed_as_it_must_be_typed(every_block, digits):
    mark = replace(every_block.mark, code="1234-5678", words=("รหัส 1234-5678 ใช้ได้ตั้งแต่ปี 2566",))
    told = to_html(replace(every_block, mark=mark), digits)
    assert "รหัส 1234-5678 " in LexborHTMLParser(told).css_first(".mark").text()


def dots_of(svg):
    """What a path of strokes to the right makes dark, as (across, down), with its quiet zone."""
    size = int(re.search(r'fill="#fff" d="M0 0h(\d+)v\1h-\1z"', svg)[1])
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)[1]
    assert re.fullmatch(r"M4 4\.5([hm]-?\d+( 1| 0)?)+", path)
    dots, x, y = set(), 4, 4
    for move, across, down in re.findall(r"([hm])(-?\d+)(?: (\d))?", path):
        if move == "h":
            dots |= {(x + at, y) for at in range(int(across))}
        x, y = x + int(across), y + int(down or 0)
    return size, dots


@pytest.mark.parametrize("length", [*range(8, 30), 60, 80, 83, 84, 150, 151, 300])
@pytest.mark.few(3)
def test_a_code_put_together_of_its_digits_is_the_code_itself(length):
    lot = random.Random(length)  # noqa: S311 - the same each time
    address = "https://example.go.th/#".rjust(length, "a")[:length]
    for digits in ("0" * 16, "9" * 16, *(f"{lot.randrange(10**16):016d}" for _ in range(4))):
        own = qr_of_number(address, digits)
        assert dots_of(own) == dots_of(qr_inline(f"{address}{digits}", mask=0))
        assert dots_of(own) != dots_of(qr_of_number(address, "1234567890123456"))


def test_a_phone_reads_a_code_put_together_of_its_digits():
    svg = qr_of_number("https://example.go.th/site/desk/follow/#", "0123456789012345")
    size, dots = dots_of(svg)
    picture = Image.new("L", (size, size), 255)
    for dot in dots:
        picture.putpixel(dot, 0)
    assert read(picture.resize((size * 4, size * 4), Image.Resampling.NEAREST)) == [
        "https://example.go.th/site/desk/follow/#0123456789012345"
    ]
