import re
import subprocess
from base64 import b64decode
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise

import pytest
from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from prongsai.core.errors import Misuse
from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import (
    Chart,
    Cover,
    Dated,
    Document,
    Form,
    Heading,
    KeyFigures,
    Labelled,
    MemoHead,
    Numbered,
    Opinion,
    Opinions,
    PaperCell,
    PaperColumn,
    Paragraph,
    Picture,
    RowGroup,
    Section,
    Table,
    TableStyle,
    Together,
)  # fmt: skip
from prongsai.documents.page import to_html

pytestmark = pytest.mark.usefixtures("paper_fonts")
HOSTILE = "<script>alert(1)</script> & \" ' \x00\x0b\ud800\u200b\u202e ก\u2060ข"


def paper(*blocks, form=Form.LETTER, **changes):
    day = date(2023, 2, 10)
    return replace(Document("test", "ชื่อเรื่อง", "หน่วยงาน", day, (Section(form, blocks),)), **changes)


def page(document, digits=Digits.THAI):
    return LexborHTMLParser(to_html(document, digits))


def plain(text):
    return re.sub(r"\s", "", text.replace("\u00a0", " "))


@pytest.mark.parametrize("digits", Digits)
def test_every_string_comes_back(every_block, digits):
    told = page(every_block, digits)
    for style in told.css("style"):
        style.decompose()
    # The lines of a broken label stand in an element each.
    text = plain(told.html and told.root.text(separator=""))
    missing = [
        string for string in printed(every_block, digits).strings() if plain(string) not in text
    ]
    assert missing == []
    assert "ตราครุฑ" not in text
    assert "68.93" in text or "๖๘.๙๓" in text


def test_nothing_is_fetched_and_nothing_runs(every_block):
    html = to_html(every_block, Digits.THAI)
    told = LexborHTMLParser(html)
    assert not told.css("script, link, iframe, object, embed, base, form, input")
    assert not re.search(r"\son\w+=", html)
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", html)
    assert "url(" not in told.css_first("style").text()
    (policy,) = told.css('meta[http-equiv="Content-Security-Policy"]')
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_one_title_and_headings_in_order(every_block):
    told = page(every_block)
    assert told.css_first("html").attributes["lang"] == "th"
    assert [title.text() for title in told.css("h1")] == [
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    ]
    levels = [int(node.tag[1]) for node in told.css("h1, h2, h3, h4, h5, h6")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_paper_without_a_head_gets_its_title_for_readers():
    (title,) = page(paper(Heading(1, "รายงาน"))).css("h1")
    assert title.text() == "ชื่อเรื่อง"
    with_head = paper(Cover("ชื่อปก", "ปี", "หน่วยงาน", "", ""), form=Form.COVER)
    assert [title.text() for title in page(with_head).css("h1")] == ["ชื่อปก"]


def test_headings_of_a_memo_stand_right_below_its_title(every_block):
    head = every_block.sections[4].blocks[0]
    told = page(paper(head, Heading(2, "เรื่องเดิม", "1."), Heading(3, "รอง")))
    assert [node.tag for node in told.css("h1, h2, h3, h4")] == ["h1", "h2", "h3"]


def test_the_contents_lead_to_their_headings(every_block):
    told = page(every_block)
    links = [link.attributes["href"].removeprefix("#") for link in told.css("nav a")]
    headings = {node.attributes["id"]: node.text() for node in told.css("[id^=heading]")}
    assert len(links) == 6
    assert [headings[link] for link in links] == [link.text() for link in told.css("nav a")]


def test_ids_are_given_once(every_block):
    charts = [block for block in every_block.blocks() if isinstance(block, Chart)]
    twice = paper(*charts, *charts)
    for document in (every_block, twice):
        ids = [node.attributes["id"] for node in page(document).css("[id]")]
        assert len(ids) == len(set(ids)) > 10


def test_charts_are_images_with_words(every_block):
    told = page(every_block)
    figures = [figure for figure in told.css("figure") if figure.css("svg")]
    assert len(figures) == 3
    for figure in figures:
        assert figure.css_first("figcaption").text()
        for drawing in figure.css("svg"):
            assert drawing.attributes["role"] == "img"
            for name in drawing.attributes["aria-labelledby"].split():
                assert drawing.css_first(f"#{name}").text()
    assert len(figures[-1].css("svg")) == 2  # one for a hand's screen


def test_tables_tell_their_heads(every_block):
    table = page(every_block).css_first("table")
    assert table.css_first("caption").text().startswith("ตารางที่\u00a0๑")
    heads = [(node.text(), node.attributes) for node in table.css("th")]
    spanning = [attributes for text, attributes in heads if text == "คะแนน ปีงบประมาณ พ.ศ."]
    assert [(found["scope"], found["colspan"]) for found in spanning] == [("colgroup", "3")]
    assert {attributes["scope"] for text, attributes in heads if "๒๕" in text} == {"col"}
    assert [attributes.get("rowspan") for _, attributes in heads].count("2") == 3
    weak = [cell.text() for cell in table.css("td.weak")]
    assert weak == ["▼๘๑.๐๓", "▼๗๖.๙๒", "▼๗๘.๖๔"]


def test_each_cell_of_a_card_knows_its_column(every_block):
    row = page(every_block).css_first("table tbody tr")
    assert [plain(cell.attributes["data-label"]) for cell in row.css("td")] == [
        "ที่", "ตัวชี้วัด", "แบบวัด", "คะแนนปีงบประมาณพ.ศ.๒๕๖๓", "คะแนนปีงบประมาณพ.ศ.๒๕๖๔",
        "คะแนนปีงบประมาณพ.ศ.๒๕๖๕",
    ]  # fmt: skip


def bars(heading, *, with_chart=None):
    rows = tuple(
        (PaperCell((score,)), PaperCell((), bar=Decimal(score))) for score in ("68.93", "90.00")
    )
    table = Table("", (PaperColumn("คะแนน"), PaperColumn(heading)), (RowGroup("", rows),))
    return page(paper(table, *([with_chart] if with_chart else [])))


def test_a_bar_says_its_score_where_nothing_beside_it_does():
    assert [cell.text() for cell in bars("").css("td + td")] == ["", ""]
    assert [cell.text() for cell in bars("แท่ง").css("td + td")] == ["๖๘.๙๓", "๙๐.๐๐"]


def test_bars_below_the_pass_line_of_the_charts_are_hatched(every_block):
    chart = next(block for block in every_block.blocks() if isinstance(block, Chart))
    assert len(bars("", with_chart=chart).css(".bar")) == 2
    assert len(bars("", with_chart=chart).css(".bar.below")) == 1
    assert not bars("").css(".bar.below")


def test_room_for_a_day_is_not_squeezed():
    text = "ประกาศ ณ วันที่     เดือน"
    told = page(paper(Dated(text)))
    assert told.css_first(".dated").text().replace("\u00a0", " ") == text
    assert "white-space: pre-wrap" in told.css_first("style").text()


def test_groups_of_rows_have_their_title(every_block):
    titles = page(every_block).css("tr.group th")
    assert [title.attributes["scope"] for title in titles] == ["rowgroup"] * 2
    assert [title.attributes["colspan"] for title in titles] == ["5"] * 2


def test_hostile_words_are_words():
    head = MemoHead(*[HOSTILE], *[Labelled(HOSTILE, HOSTILE)] * 5, HOSTILE, (HOSTILE, HOSTILE))
    document = paper(
        head, Paragraph(HOSTILE), Heading(1, HOSTILE), Numbered(HOSTILE, HOSTILE),
        Table(HOSTILE, (PaperColumn(HOSTILE),), (RowGroup(HOSTILE, ((PaperCell((HOSTILE,)),),)),)),
        Opinions((Opinion(HOSTILE, HOSTILE, (HOSTILE,)),)),
        title=HOSTILE, author=HOSTILE, subject=HOSTILE, stamp=HOSTILE, footnote=HOSTILE,
        running_head=HOSTILE, emblem_label=HOSTILE,
    )  # fmt: skip
    html = to_html(document, Digits.ARABIC)
    told = LexborHTMLParser(html)
    assert not told.css("script")
    assert told.css_first("p.prose").text() == "<script>alert(1)</script> & \" ' \ufffd \ufffd กข"
    assert told.css_first("title").text().startswith("<script>")
    assert html.encode()
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u034f\x00]", html)


@pytest.mark.parametrize(
    "block",
    [
        Table("ตารางว่าง", (PaperColumn("ก"),), ()),
        Table("ไม่มีช่อง", (), ()),
        Table("", (PaperColumn(""), PaperColumn("")), (), style=TableStyle.PLAIN),
        KeyFigures(()),
        Opinions(()),
        Together(()),
    ],
)
def test_empty_blocks_leave_a_page(block):
    told = page(paper(block, Paragraph("ท้าย")))
    assert told.css_first("p.prose").text() == "ท้าย"


def test_an_unknown_block_is_our_fault():
    class Poster(Struct, frozen=True, dict=True):
        text: str = "ก"

    with pytest.raises(Misuse, match="Poster"):
        to_html(paper(Together((Poster(),))), Digits.THAI)
    assert to_html(paper(Together((Paragraph("ก"),))), Digits.THAI)


def test_an_emblem_is_an_image_and_never_part_of_the_page(every_block):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
    blocks = every_block.sections[4].blocks[:1]
    told = page(paper(*blocks, emblem=Picture(svg, "image/svg+xml"), emblem_label="ตราครุฑ"))
    (image,) = told.css(".emblem img")
    assert image.attributes["alt"] == "ตราครุฑ"
    kind, data = image.attributes["src"].split(",", 1)
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(data) == svg
    assert not told.css("svg, script")
    without = page(paper(*blocks, emblem_label="ตราครุฑ"))
    assert without.css_first(".emblem").text() == ""


def test_the_stamp_and_the_open_number_are_shown_only_when_they_are(every_block):
    assert page(every_block).css_first(".stamp").text() == "ร่าง"
    assert page(replace(every_block, stamp="")).css_first(".stamp") is None
    assert page(every_block).css_first(".notice .blank") is not None


def long_paper(every_block):
    rows = tuple((PaperCell((str(number),)), PaperCell(("W" * 3000,))) for number in range(3))
    table = Table("ยาว", (PaperColumn("ที่", 1), PaperColumn("ข้อความ")), (RowGroup("", rows),))
    added = Section(Form.LETTER, (table, Paragraph("W" * 3000), Heading(1, "W" * 300)))
    return replace(every_block, sections=(*every_block.sections, added))


@pytest.mark.parametrize("width", [360, 1280, pytest.param(768, marks=pytest.mark.long)])
def test_the_page_never_scrolls_sideways(every_block, chromium, tmp_path, width):
    told = escape(to_html(long_paper(every_block), Digits.THAI))
    harness = tmp_path / "harness.html"
    # A window of its own is never narrower than 500 points; a frame is.
    measure = "page.scrollWidth + ' of ' + page.clientWidth"
    harness.write_text(
        f"""<!doctype html><iframe style="width:{width}px;height:900px;border:0" srcdoc="{told}"
        onload="const page = this.contentDocument.documentElement;
          document.body.dataset.width = {measure}"></iframe>""",
        encoding="utf-8",
    )
    shown = subprocess.run(  # noqa: S603
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", harness.as_uri(),
        ],
        capture_output=True, check=True, text=True, encoding="utf-8", timeout=60,
    ).stdout  # fmt: skip
    assert re.search(r'data-width="([^"]+)"', shown)[1] == f"{width} of {width}"


def test_photos_and_the_mark_are_images_with_words(every_block):
    told = page(every_block)
    shown = told.css(".photos img")
    assert [one.attributes["alt"] for one in shown][:2] == ["คนหกคนรอบโต๊ะ", "ป้ายหน้าสำนักปลัด"]
    assert all(one.attributes["src"].startswith("data:image/jpeg;base64,") for one in shown)
    assert told.css_first(".mark img").attributes["alt"] == f"QR {every_block.mark.url}"
    assert "ไม่ใช่ลายมือชื่อดิจิทัล" in told.css_first(".mark").text()
    assert page(replace(every_block, mark=None)).css_first(".mark") is None


def test_a_signed_opinion_shows_its_choice_and_no_room_for_a_hand(every_block):
    *_, refused = page(every_block).css(".opinions [role=group]")
    assert "☑" in refused.text()
    assert plain("ไม่อนุมัติ เพราะ ยังไม่ระบุงบประมาณ") in plain(refused.text())
    assert refused.css_first(".hand") is None
    assert refused.css_first(".lines") is None
    first = page(every_block).css_first(".opinions [role=group]")
    assert first.css_first(".hand") is not None
