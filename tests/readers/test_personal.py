"""What a file holds of persons is found wherever it stands: the whole file goes public with it."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment

from prongsai.core.errors import UnreadableInput
from prongsai.readers.personal import personal_findings

_PHONE = "081-234-5678"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _workbook(change):
    made = openpyxl.Workbook()
    made.active["A1"] = "รายชื่อ"
    change(made)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _document(change):
    made = docx.Document()
    made.add_paragraph("ประกาศ")
    change(made)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _with_part(data, part, text):
    kept = io.BytesIO(data)
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr(
            f"word/{part}.xml",
            f"<w:{part} {_WORD}><w:p><w:r><w:t>{text[:5]}</w:t></w:r><w:r><w:t>{text[5:]}</w:t>"
            f"</w:r></w:p></w:{part}>",
        )
    return kept.getvalue()


def _pdf(lines, change=lambda *_: None):
    kept = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        told = " ".join(f"({line}) Tj T*" for line in lines)
        page.Contents = made.make_stream(f"BT /F1 14 Tf 50 700 Td 16 TL {told} ET".encode())
        change(made, page)
        made.save(kept)
    return kept.getvalue()


def _hidden_sheet(book):
    book.create_sheet("ข")["A1"] = _PHONE
    book["ข"].sheet_state = "veryHidden"


def _hidden_row(book):
    book.active["A5"] = _PHONE
    book.active.row_dimensions[5].hidden = True


def _comment(book):
    book.active["A1"].comment = Comment(f"ถาม {_PHONE}", "ก")


def _link(book):
    book.active["A1"].hyperlink = "mailto:somebody@example.com"


def _head(paper):
    paper.sections[0].header.paragraphs[0].text = _PHONE


def _hidden_run(paper):
    paper.add_paragraph().add_run(_PHONE).font.hidden = True


def _note(made, page):
    page.Annots = made.make_indirect(
        pikepdf.Array([
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 9, 9],
                Contents=pikepdf.String(_PHONE),
            )
        ])
    )  # fmt: skip


def _picture(made, _page):
    page = made.add_blank_page(page_size=(595, 842))
    page.Contents = made.make_stream(b"0 0 300 300 re f")


@pytest.mark.parametrize("change", [_hidden_sheet, _hidden_row, _comment, _link])
def test_nothing_of_a_workbook_is_passed_over(change):
    [one] = personal_findings(_workbook(change), "แผน.xlsx")
    assert one.code == "personal_data"
    assert "นอกเนื้อความ" in one.message.th
    assert personal_findings(_workbook(lambda _: None), "แผน.xlsx") == ()


@pytest.mark.parametrize("change", [_head, _hidden_run])
def test_nothing_of_a_word_file_is_passed_over(change):
    assert len(personal_findings(_document(change), "ประกาศ.docx")) == 1
    assert personal_findings(_document(lambda _: None), "ประกาศ.docx") == ()


@pytest.mark.parametrize("part", ["comments", "footnotes", "endnotes"])
def test_notes_are_looked_through_however_they_are_cut(part):
    data = _document(lambda _: None)
    assert len(personal_findings(_with_part(data, part, _PHONE), "ประกาศ.docx")) == 1
    assert personal_findings(_with_part(data, part, "ไม่มีอะไร"), "ประกาศ.docx") == ()


def test_notes_of_a_pdf_and_numbers_over_two_lines_are_found():
    assert len(personal_findings(_pdf(["plain words"], _note), "ก.pdf")) == 1
    assert len(personal_findings(_pdf(["id 1-2345-", "67890-12-1"]), "ก.pdf")) == 1
    assert personal_findings(_pdf(["plain words", "67890-12-1"]), "ก.pdf") == ()


def test_what_was_found_in_the_text_is_told_once():
    [one] = personal_findings(_pdf([f"call {_PHONE}"]), "ก.pdf")
    assert "นอกเนื้อความ" not in one.message.th


def test_pages_that_are_pictures_are_told_and_blank_ones_are_not():
    [one] = personal_findings(_pdf(["plain words"], _picture), "ก.pdf")
    assert (one.code, one.places[0].page) == ("unread_pages", 2)
    blank = _pdf(["plain words"], lambda made, _page: made.add_blank_page(page_size=(595, 842)))
    assert personal_findings(blank, "ก.pdf") == ()


def test_the_head_of_a_column_tells_what_a_number_is():
    def rows(head):
        def change(book):
            book.active.append(["ชื่อ", head])
            book.active.append(["ก", 812345678])
            book.active.append(["ข", 898765432])

        return _workbook(change)

    found = personal_findings(rows("เบอร์โทรศัพท์"), "ก.xlsx")
    assert [(one.places[0].row, one.places[0].column) for one in found] == [(3, 2), (4, 2)]
    assert personal_findings(rows("งบประมาณ"), "ก.xlsx") == ()


def test_a_file_that_is_none_is_refused():
    with pytest.raises(UnreadableInput):
        personal_findings(b"PK\x03\x04 nothing", "ก.docx")


_CITIZEN = "1234567890121"


def _paragraphs(*texts):
    def change(made):
        for text in texts:
            made.add_paragraph(text)

    return _document(change), "a.docx"


def _rows(*rows):
    def change(made):
        for row in rows:
            made.active.append(row)

    return _workbook(change), "a.xlsx"


@pytest.mark.parametrize(
    ("file", "count"),
    [
        (_paragraphs("เลขประจำตัวประชาชน", *_CITIZEN), 1),
        (_paragraphs("นายทดสอบ ใจดี", *_CITIZEN, "ที่อยู่"), 1),
        (_paragraphs("คะแนน", *_CITIZEN), 0),
        (_rows(["เลขประจำตัวประชาชน"], *([int(one)] for one in _CITIZEN)), 1),
        (_rows(["นายทดสอบ ใจดี", *map(int, _CITIZEN)]), 1),
        (_rows(["คะแนน"], *([int(one)] for one in _CITIZEN)), 0),
        (_rows(["ชื่อ", "โทรศัพท์", ""], ["ก", "081", "2345678"], ["ข", "081", "2345679"]), 2),
        (_rows(["ชื่อ", "เลขที่บัญชี"], ["ก", "177_3_07323_2"], ["ข", "177_3_07323_3"]), 2),
        (_rows(["ชื่อ", "ครุภัณฑ์"], ["ก", "177_3_07323_2"], ["ข", "177_3_07323_3"]), 0),
    ],
)
def test_a_number_over_lines_and_cells_is_found_once(file, count):
    assert len(personal_findings(*file)) == count
