"""Paragraphs as word processors set them: spread to both margins and apart from each other."""

import pytest

from prongsai.readers.pdf import read_pdf
from prongsai.readers.pdf_lines import Glyph, lines_of

SENTENCE = (
    "ตามที่สำนักงาน ป.ป.ช. ได้ประกาศผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
    " ประจำปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลทุ่งสาธิต ได้คะแนนรวม 86.43 คะแนน อยู่ในระดับผ่านดี โดยแบบวัด IIT"
    " ได้คะแนน 91.20 คะแนน แบบวัด EIT ได้คะแนน 79.40 คะแนน และแบบวัด OIT ได้คะแนน 88.13 คะแนน"
)
SCORES = {"total": "86.43", "IIT": "91.20", "EIT": "79.40", "OIT": "88.13"}


def a_page(width, settings):
    return (
        f"#set page(width: {width}cm, height: 24cm, margin: 1.5cm)\n"
        f'#set text(font: "Sarabun", size: 12pt)\n#set par({settings})\n'
    )


@pytest.fixture
def texts_of(typst_pdf):
    def texts_of(source):
        return [getattr(block, "text", None) for block in read_pdf(typst_pdf(source), "a").blocks]

    return texts_of


@pytest.mark.parametrize("width", [9, 10, 11, 12, 13, 14, 16, 18, 21])
@pytest.mark.parametrize("settings", ["justify: true", "justify: true, leading: 1.4em"])
def test_a_sentence_spread_to_both_margins_is_read_as_one(known_of, typst_pdf, width, settings):
    found = known_of(typst_pdf(a_page(width, settings) + SENTENCE), "a.pdf")
    assert {code: found.get(code) for code in SCORES} == {c: {one} for c, one in SCORES.items()}


@pytest.mark.parametrize("width", [9, 11, 14])
def test_a_table_without_rules_between_spread_sentences_stays_one(scores_of, typst_pdf, width):
    names = {"IIT": "91.20", "EIT": "79.40", "OIT": "88.13", "คะแนนรวม": "86.43"}
    rows = ", ".join(f"[{name}], [{score}]" for name, score in names.items())
    body = (
        "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2566\n\n"
        f"#table(columns: (1fr, auto), stroke: none, {rows})\n\n"
        "ทั้งนี้ขอให้ทุกส่วนราชการเตรียมข้อมูลสำหรับการประเมินในปีถัดไป ให้แล้วเสร็จภายในวันที่กำหนด"
    )
    assert scores_of(typst_pdf(a_page(width, "justify: true") + body), "a.pdf") == SCORES


def widths(first, last):
    """Every two millimetres, so that lines end at every place of a sentence."""
    return [first + step / 5 for step in range(5 * (last - first) + 1)]


@pytest.mark.long
def test_paragraphs_that_stand_apart_are_not_joined_though_their_lines_are_full(texts_of):
    title = "ประกาศผลการประเมินของเทศบาลตำบลทุ่งสาธิตซึ่งตั้งอยู่ริมน้ำ"
    body = "การประชุมครั้งนี้มีผู้เข้าร่วมจากทุกกองและทุกโรงเรียนในเขตพื้นที่ของเทศบาลตำบลทุ่งสาธิต" * 2
    for width in widths(11, 14):
        texts = texts_of(
            a_page(width, "spacing: 1.2em, leading: 0.7em") + f"{title}\n\n{body}\n\n{body}"
        )
        lines = "\n".join(texts).replace(" ", "").split("\n")
        assert lines[-2:] == [body, body]
        assert lines[0].startswith(title[:20])
        assert "การประชุม" not in lines[0]


@pytest.mark.parametrize(
    ("end", "begin"), [("และแบบวัด", "OIT จะได้คะแนน 97.50"), ("ข้อ", "o14 รายงานผล")]
)
def test_a_line_that_ends_with_an_open_word_goes_on(texts_of, end, begin):
    sentence = f"คณะทำงานขอให้ทุกส่วนราชการจัดเตรียมเอกสารประกอบ {end} {begin} ตามที่ได้ตกลงกันไว้"
    for width in widths(8, 13):
        [text] = texts_of(a_page(width, "justify: false") + sentence)
        assert f"{end} {begin}" in text


def test_a_letter_is_no_heading_of_the_lines_below(texts_of):
    lines = [
        "ส่วนราชการ สำนักปลัด เทศบาลตำบลทุ่งสาธิต",
        "เรื่อง ขอความเห็นชอบแผน",
        "เรียน นายกเทศมนตรีตำบลทุ่งสาธิต",
        "ตามที่ได้รับมอบหมายให้รายงานผล",
    ]
    for width in (9, 9.4, 9.8, 10.2):
        text = "\n".join(texts_of(a_page(width, "leading: 0.7em") + " \\ ".join(lines)))
        assert all(f"\n{line[:6]}" in text for line in lines[1:])


def glyphs(*letters):
    """Letters with their left and right edges on one line."""
    return [Glyph(text, left, right, 100.0, 10.0) for text, left, right in letters]


def test_a_mark_ends_no_letter():
    # The mark below the line ends a tenth of a height before its letter does.
    marked = glyphs(("ค", 0, 9), ("\u0e38", 5, 8), ("ณ", 9.5, 22), ("ธ", 22, 30))
    [line] = lines_of(marked)
    assert line.text == "คุณธ"


def test_letters_spread_evenly_are_one_word_and_wider_gaps_part_words():
    word = [(letter, 12 * place, 12 * place + 10) for place, letter in enumerate("การประชม")]
    later = [(letter, 100 + 12 * place, 110 + 12 * place) for place, letter in enumerate("ครง")]
    [line] = lines_of(glyphs(*word, *later))
    assert line.text == "การประชม ครง"


def a_table_of(agencies, rows_on_a_page):
    """A list of agencies and their scores, cut by the page's edge behind so many rows."""
    rows = [
        f"[{place}], [เทศบาลตำบลบ้านสาธิต{chr(0x0E01 + place)}], [{80 + place}.10],"
        f" [{70 + place}.20], [{60 + place}.30], [{75 + place}.40]"
        for place in range(1, agencies + 1)
    ]
    head = "[ลำดับ], [หน่วยงาน], [IIT], [EIT], [OIT], [คะแนนรวม]"
    caption = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566 จังหวัดสมมุติ\n\n"
    first, rest = rows[:rows_on_a_page], rows[rows_on_a_page:]
    tables = (f"#table(columns: 6, {', '.join(part)})" for part in ([head, *first], rest))
    return a_page(18, "justify: false") + caption + "\n#pagebreak()\n".join(tables)


@pytest.mark.parametrize("rows_left", [1, 2])
def test_the_last_row_of_a_table_of_agencies_is_nobody_s_where_none_is_named(
    read, typst_pdf, rows_left
):
    reading = read(typst_pdf(a_table_of(5, 5 - rows_left)), "a.pdf")
    assert reading.sheet.figures == ()
    assert "several_agencies" in {finding.code for finding in reading.findings}


@pytest.mark.parametrize("number", [2, 5])
def test_the_named_agency_s_row_is_read_on_whichever_page_it_stands(known_of, typst_pdf, number):
    name = f"เทศบาลตำบลบ้านสาธิต{chr(0x0E01 + number)}"
    assert known_of(typst_pdf(a_table_of(5, 4)), "a.pdf", agency=name) == {
        "IIT": {f"{80 + number}.10"},
        "EIT": {f"{70 + number}.20"},
        "OIT": {f"{60 + number}.30"},
        "total": {f"{75 + number}.40"},
    }
