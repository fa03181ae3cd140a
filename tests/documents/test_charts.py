import re
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace
from PIL import Image

from prongsai.core.errors import Misuse
from prongsai.core.papers.document import Chart, ChartKind, ChartRow
from prongsai.documents.charts import HALF, NARROW, WIDE, draw, svg
from prongsai.documents.charts.bars import chart_png, svg_png

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("ผ่านเกณฑ์", "ต่ำกว่า 85", "เกณฑ์ 85")
SCORES = (("คุณภาพการดำเนินงาน", "89.87", "81.03"), ("การป้องกันการทุจริต", None, "100"))
pytestmark = pytest.mark.usefixtures("paper_fonts")


def chart(kind=ChartKind.BARS, rows=SCORES, series=("2564", "2565"), **changes):
    made = tuple(
        ChartRow(label, tuple(None if value is None else Decimal(value) for value in values))
        for label, *values in rows
    )
    base = Chart(kind, "แผนภูมิที่ 1", "อธิบายแผนภูมิ", series, made, Decimal(85), WORDS)
    return replace(base, **changes)


def texts(drawing):
    return [label.text for label in drawing.labels]


def label_of(drawing, text):
    return next(label for label in drawing.labels if label.text == text)


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("narrow", [False, True])
def test_every_word_and_value_of_a_chart_is_printed(kind, narrow):
    drawing = draw(chart(kind), thai_digits=False, narrow=narrow)
    printed = "".join(texts(drawing)).replace(" ", "")
    for text in (*WORDS, "2564", "2565", "คุณภาพการดำเนินงาน", "การป้องกันการทุจริต"):
        assert text.replace(" ", "") in printed
    assert {"81.03", "100.00"} <= set(texts(drawing))


def test_numbers_follow_the_digits_of_the_paper():
    thai, arabic = (texts(draw(chart(), thai_digits=thai)) for thai in (True, False))
    assert {"๘๑.๐๓", "๑๐๐.๐๐", "๘๐"} <= set(thai)
    assert {"81.03", "100.00", "80"} <= set(arabic)
    assert "2564" in thai  # words come in their final digits


@pytest.mark.parametrize("kind", ChartKind)
def test_what_is_below_target_is_told_without_colour(kind):
    def told(score):
        shapes = draw(chart(kind, (("ก", score),), ("2565",)), thai_digits=False).svg_shapes
        return shapes.count("-hatch)"), shapes.count("h7 l-3.5 6z")

    # The key shows one hatched box in any case.
    assert told("84.99") == (2, 1)
    assert told("85") == (1, 0)


def test_a_score_is_judged_before_it_is_rounded():
    drawing = draw(chart(rows=(("ก", "84.996"),), series=("2565",)), thai_digits=False)
    assert "85.00" in texts(drawing)
    assert "h7 l-3.5 6z" in drawing.svg_shapes


@pytest.mark.parametrize("kind", ChartKind)
def test_an_unknown_value_is_a_dash_without_a_bar(kind):
    def boxes(score):
        drawing = draw(chart(kind, (("ก", score),), ("2565",)), thai_digits=False)
        return drawing.svg_shapes.count("<rect"), "–" in texts(drawing)

    (known, no_dash), (unknown, dash) = boxes("90"), boxes(None)
    assert unknown == known - 1
    assert (dash, no_dash) == (True, False)


def test_each_earlier_series_has_a_mark_of_its_own():
    rows = (("ก", "50", "60", "70", "90"),)
    shapes = draw(chart(rows=rows, series=tuple("1234")), thai_digits=False).svg_shapes
    # Each twice: in the key and in the row.
    assert shapes.count("<circle") == 2
    assert shapes.count("l5 5 l-5 5") == 2
    assert shapes.count('width="7" height="7"') == 2


def test_values_outside_the_scale_end_at_its_edge_and_are_printed_as_they_are():
    rows = (("ก", "-3", "120"),)
    drawing = draw(chart(rows=rows), thai_digits=False)
    assert "120.00" in texts(drawing)
    positions = [float(x) for x in re.findall(r'cx="([-\d.]+)"', drawing.svg_shapes)]
    assert all(0 <= x <= drawing.width for x in positions)


def test_a_long_label_is_broken_between_words():
    name = "การใช้ทรัพย์สินของราชการและการดูแลรักษาพัสดุครุภัณฑ์ของหน่วยงาน"
    drawing = draw(chart(rows=((name, "90"),), series=("2565",)), thai_digits=False)
    lines = [text for text in texts(drawing) if text in name]
    assert len(lines) == 2
    assert "".join(lines) == name
    assert draw(chart(rows=(("สั้น", "90"),), series=("2565",)), thai_digits=False).height < (
        drawing.height
    )


@pytest.mark.parametrize("letter", ["ก", "W", "ป๊"])
def test_a_word_of_three_thousand_letters_stays_on_the_sheet(letter):
    word = letter * 3000
    drawing = draw(chart(rows=((word, "90"),), series=("2565",)), thai_digits=False)
    lines = [text for text in texts(drawing) if set(text) == set(letter)]
    assert "".join(lines) == word
    assert all(line.startswith(letter) for line in lines)
    assert max(label.y for label in drawing.labels) <= drawing.height


def test_any_number_of_rows():
    assert draw(chart(rows=()), thai_digits=False).labels
    many = draw(chart(rows=SCORES * 150), thai_digits=False)
    assert texts(many).count("81.03") == 150
    assert many.width == WIDE


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", ChartKind)
def test_no_label_leaves_the_sheet(kind, narrow):
    rows = tuple((f"ตัวชี้วัดการปรับปรุง {number}", "90", "78.86") for number in range(8))
    drawing = draw(chart(kind, rows), thai_digits=True, narrow=narrow)
    for label in drawing.labels:
        assert 0 <= label.x <= drawing.width
        assert 0 < label.y <= drawing.height


def test_columns_of_a_hands_screen_turn_into_bars_when_they_are_many():
    few, many = SCORES, SCORES * 4
    assert draw(chart(ChartKind.COLUMNS, few), thai_digits=False, narrow=True).width == HALF
    assert draw(chart(ChartKind.COLUMNS, many), thai_digits=False, narrow=True).width == NARROW
    assert draw(chart(ChartKind.COLUMNS, many), thai_digits=False).width > NARROW


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (chart(series=()), chart(rows=())),
        (
            chart(rows=(("ก", *"12345"),), series=tuple("abcde")),
            chart(rows=(("ก", *"1234"),), series=tuple("abcd")),
        ),
        (chart(rows=(("ก", "1"),)), chart(rows=(("ก", "1", "2"),))),
        (chart(ChartKind.COLUMNS, ()), chart(ChartKind.COLUMNS, SCORES[:1])),
        (chart(ChartKind.COLUMNS, SCORES * 5), chart(ChartKind.COLUMNS, SCORES * 4)),
    ],
)
def test_what_cannot_be_told_apart_is_refused(wrong, right):
    with pytest.raises(Misuse):
        draw(wrong, thai_digits=False)
    assert draw(right, thai_digits=False).labels


def test_the_svg_stands_alone_and_says_what_it_shows():
    root = ET.fromstring(svg(chart(), thai_digits=True))  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "แผนภูมิที่ 1"
    assert root.find(f"{SVG}desc").text == "อธิบายแผนภูมิ"
    assert "๘๑.๐๓" in {text.text for text in root.iter(f"{SVG}text")}
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert ids.issuperset(root.get("aria-labelledby").split())


def test_several_charts_stand_in_one_page():
    def ids(drawn):
        return set(re.findall(r'id="([^"]+)"', drawn))

    first, other = chart(), chart(rows=SCORES[:1])
    assert not ids(svg(first, thai_digits=True)) & ids(svg(other, thai_digits=True))
    assert not ids(svg(first, thai_digits=True, key="1")) & ids(
        svg(first, thai_digits=True, key="2")
    )
    hatch = re.search(r"url\(#([^)]+)\)", svg(first, thai_digits=True))[1]
    assert hatch in ids(svg(first, thai_digits=True))


def test_hostile_words_are_words():
    hostile = chart(
        rows=(("<script>x</script> & \x00\u202e", "90"),),
        series=("<b>",),
        caption='"><script>',
        alternative="</desc><script>",
    )
    drawn = svg(hostile, thai_digits=False)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "rect", "line", "circle", "path", "text",
    }  # fmt: skip
    assert "<script>x</script> & \ufffd" in "".join(root.itertext())


def test_a_chart_is_a_picture_of_the_asked_width():
    drawing = draw(chart(), thai_digits=True)
    picture = Image.open(BytesIO(chart_png(drawing, 12.7)))
    assert picture.format == "PNG"
    assert abs(picture.width - 1000) <= 2
    assert abs(picture.height / picture.width - drawing.height / drawing.width) < 0.01
    # Dark words stand in the column of values.
    values = picture.convert("L").crop((920, 0, picture.width, picture.height))
    assert values.getextrema()[0] < 100


def test_an_svg_emblem_becomes_a_picture_with_clear_ground():
    emblem = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        b'<circle cx="4" cy="4" r="3"/></svg>'
    )
    picture = Image.open(BytesIO(svg_png(emblem, 2.54)))
    assert abs(picture.height - 200) <= 2
    assert picture.convert("RGBA").getpixel((1, 1))[3] == 0


def test_the_value_stands_in_the_ink_of_its_verdict():
    drawing = draw(chart(), thai_digits=False)
    assert label_of(drawing, "81.03").colour != label_of(drawing, "100.00").colour
    assert label_of(drawing, "81.03").bold
