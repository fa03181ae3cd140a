"""A row with fewer cells than the table's head: no column is proved, so no figure is certain."""

import io

import pytest
from docx import Document

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"
HEAD = ("แบบวัด", "คะแนน", "เป้าหมาย")
WHOLE, SHORT = ("IIT", "91.20", "95.00"), ("EIT", "94.00")


def page(rows):
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<meta charset=utf-8><h1>{TITLE}</h1><table>{cells}</table>".encode()


def lines(rows):
    return "\n".join([TITLE, "", *(",".join(row) for row in rows)]).encode()


def word(rows):
    document, file = Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(HEAD))
    for at, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(at.cells, row, strict=False):
            cell.text = text
        for cell in at._tr.tc_lst[len(row) :]:
            at._tr.remove(cell)
    document.save(file)
    return file.getvalue()


FORMS = {"html": page, "csv": lines, "docx": word}


@pytest.mark.parametrize("form", FORMS)
def test_what_may_have_slid_is_a_candidate_and_a_whole_row_certain(read, form):
    reading = read(FORMS[form]([HEAD, WHOLE, SHORT]), f"a.{form}")
    assert [(one.code, one.published) for one in reading.sheet.figures] == [("IIT", "91.20")]
    assert "94.00" in {one.published for one in reading.candidates}


@pytest.mark.parametrize("form", FORMS)
def test_a_cell_that_is_blank_is_none_that_lacks(read, form):
    reading = read(FORMS[form]([HEAD, WHOLE, (*SHORT, "")]), f"a.{form}")
    assert {one.code for one in reading.sheet.figures} == {"IIT", "EIT"}


def test_a_row_below_a_tall_cell_may_lack_one_in_the_middle(read):
    rows = (
        "<tr><td>แบบวัด<td>คะแนน<td>เป้าหมาย<td>ผู้รับผิดชอบ</tr>"
        "<tr><td>IIT<td>91.20<td>95.00<td rowspan=2>สำนักปลัด</tr><tr><td>EIT<td>94.00</tr>"
    )
    data = f"<meta charset=utf-8><h1>{TITLE}</h1><table>{rows}</table>".encode()
    assert [one.code for one in read(data, "a.html").sheet.figures] == ["IIT"]
