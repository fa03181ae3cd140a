"""Names under signatures on every surface: dots while nobody is known, brackets round who is."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from docx import Document as Word

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import (
    Document,
    Form,
    Opinion,
    Opinions,
    Paragraph,
    Section,
    Signature,
)
from prongsai.documents.drawn import drawn_as

NAME = "นางสาวตัวอย่าง หนึ่ง"
SIGNED = "ลงนามในระบบ 14 มี.ค. 2566 09.12 น."


def paper(*, name, signed=""):
    boxes = (
        Opinion("ความเห็นปลัดเทศบาล", "ปลัดเทศบาล", text="เห็นควร", signed=signed, name=name),
        Opinion("คำสั่ง", "นายกเทศมนตรี", ("อนุมัติ", "ไม่อนุมัติ เพราะ")),
    )
    blocks = (Paragraph("เรียน"), Signature("นักวิเคราะห์", signed=signed, name=name), Opinions(boxes))
    return Document(
        "memo", "บันทึก", "เทศบาลตำบลตัวอย่าง", date(2023, 3, 14), (Section(Form.LETTER, blocks),)
    )


def text_of(form, document):
    data = drawn_as(form, document, Digits.ARABIC)
    if form == "html":
        return data.decode()
    if form == "pdf":
        with pypdfium2.PdfDocument(data) as pdf:
            return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    word = Word(BytesIO(data))
    found = (cell for table in word.tables for row in table.rows for cell in row.cells)
    cells = {cell._tc: cell.text for cell in found}  # a cell over two columns comes twice
    return "\n".join([*(one.text for one in word.paragraphs), *cells.values()])


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
@pytest.mark.parametrize("signed", ["", SIGNED])
def test_the_name_stands_in_brackets(form, signed):
    text = text_of(form, paper(name=NAME, signed=signed))
    assert text.count(f"({NAME})") == 2
    assert text.count("ลงนามในระบบ") == (2 if signed else 0)


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_without_a_name_there_is_room_for_one_until_it_is_signed(form):
    assert "()" not in text_of(form, paper(name="", signed=SIGNED))
    assert NAME not in text_of(form, paper(name=""))
