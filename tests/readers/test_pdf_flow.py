"""Sentences that a page's edge broke are read as they were written; lists stay lists."""

import pytest
from pypdfium2 import PdfDocument

from prongsai.readers.pdf import read_pdf

A_PAGE = '#set page(paper: "a6", margin: 1cm)\n#set text(font: "Sarabun", size: 11pt)\n'


@pytest.fixture
def text_of(typst_pdf):
    def told(body, page=A_PAGE):
        return [block.text for block in read_pdf(typst_pdf(page + body), "a.pdf").blocks]

    return told


@pytest.mark.parametrize("width", ["9cm", "10cm", "11cm", "13cm", "16cm"])
def test_a_sentence_is_one_line_however_wide_the_page_is(text_of, width):
    page = f'#set page(width: {width}, height: 20cm, margin: 1cm)\n#set text(font: "Sarabun")\n'
    sentence = (
        "สำนักงาน ป.ป.ช. ประกาศผลการประเมิน ITA ประจำปี 2566 หน่วยงานเข้าร่วม 8,323 แห่ง"
        " คะแนนเฉลี่ยระดับประเทศ 90.19 คะแนน ผ่านเกณฑ์ 6,737 แห่ง คิดเป็นร้อยละ 80.94"
    )
    [text] = text_of(sentence, page)
    assert "\n" not in text
    assert text.replace(" ", "") == sentence.replace(" ", "")


@pytest.mark.parametrize(
    "lines",
    [
        ["IIT 91.20", "EIT 88.10", "OIT 95.00"],
        ["ผลการประเมิน ITA ปี 2568 เทศบาลตำบลทุ่งสาธิต", "IIT 95.00", "EIT 82.50"],
        ["ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้คะแนน 90.00", "ตัวชี้วัดที่ 10 การป้องกันการทุจริต ได้คะแนน 87.50"],
        ["มิใช่ผลการประเมินจริงของสำนักงาน ป.ป.ช.", "การปฏิบัติหน้าที่ 86.20", "การใช้งบประมาณ 79.45"],
        ["๔.๑ ให้ความเห็นชอบมาตรการตามเล่มที่แนบ และลงนาม", "๔.๒ แจ้งเวียนทุกส่วนราชการ"],
        ["เทศบาลตำบลทุ่งสาธิตมีกิจกรรมดังต่อไปนี้ดังนี้", "ประชุมประจำเดือน", "จัดอบรม"],
    ],
)
def test_lines_that_begin_something_of_their_own_stay_apart(text_of, lines):
    assert text_of(" \\ ".join(lines)) == ["\n".join(lines)]


def test_a_list_far_from_the_edge_stays_a_list(text_of):
    lines = ["กองคลัง", "กองช่างและกองการศึกษา", "สำนักปลัดเทศบาล"]
    assert text_of(" \\ ".join(lines)) == ["\n".join(lines)]


def test_a_word_that_was_cut_has_no_space_and_a_number_has_one(text_of):
    page = (
        '#set page(width: 9cm, height: 9cm, margin: 1cm)\n#set text(font: "Sarabun", size: 11pt)\n'
    )
    assert text_of("ค่าคาดการณ์ของคณะทำงานสำหรับการประเมินครั้งถัดไป \\ ประชุมแล้ว", page) == [
        "ค่าคาดการณ์ของคณะทำงานสำหรับการประเมินครั้งถัดไป\nประชุมแล้ว"
    ]


def test_what_was_said_of_a_figure_on_the_line_before_holds(read, typst_pdf):
    scores = "IIT 91.80 คะแนน EIT 87.05 คะแนน OIT 91.32 คะแนน"
    body = f"ผลการประเมิน ITA ประจำปี 2566 ค่าเฉลี่ยระดับประเทศ {scores}"
    assert read(typst_pdf(A_PAGE + body), "a.pdf").sheet.figures == ()
    own = f"ผลการประเมิน ITA ประจำปี 2566 เทศบาลได้คะแนน {scores}"
    figures = read(typst_pdf(A_PAGE + own), "a.pdf").sheet.figures
    assert {figure.code: figure.published for figure in figures} == {
        "IIT": "91.80",
        "EIT": "87.05",
        "OIT": "91.32",
    }


def test_the_line_of_a_figure_is_the_page_s_own(read, typst_pdf):
    body = (
        "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2566"
        " ซึ่งสำนักงาน ป.ป.ช. ประกาศแล้วมีรายละเอียดดังนี้ \\ IIT 91.20 \\ EIT 88.10"
    )
    data = typst_pdf(A_PAGE + body)
    printed = PdfDocument(data)[0].get_textpage().get_text_range().splitlines()
    reading = read(data, "a.pdf")
    found = (*reading.sheet.figures, *reading.candidates)
    assert {printed[one.place.line - 1] for one in found} == {"IIT 91.20", "EIT 88.10"}
