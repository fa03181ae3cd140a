"""The finished PDF: every reader gets the Thai that was set, and the page looks as before."""

import io
import json
import re

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from prongsai.core.errors import ProngsaiError
from prongsai.documents.typesetting import finish as finish_module
from prongsai.documents.typesetting.breaks import set_breaks
from prongsai.documents.typesetting.finish import LostLetters, finish

READERS = ("pdfium", *(pytest.param(name, marks=pytest.mark.long) for name in ("poppler", "pdfjs")))
JOINERS = re.compile("[\u2060\u200b\u034f]|\u0e4d[\u0e48-\u0e4b]?\u0e32")
TORN = re.compile("[\\s\u00a0][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
SENTENCES = (
    "เทศบาลตำบลบ้านส้อง อำเภอเวียงสระ จังหวัดสุราษฎร์ธานี",
    "ส่งเสริมคุณธรรมและความโปร่งใส น้ำใจ ค้ำจุน ซ้ำ ป้ำ ย่ำ จำนำ",
    "ปั๊มน้ำ ปู่ ฝั่ง ฟื้นฟู ญาติผู้ใหญ่ กตัญญู ฐานข้อมูล ภูมิปัญญา ปฏิญญา",
    "ตั้งแต่วันที่ ๑๘ เมษายน พ.ศ. ๒๕๖๘ ต่าง ๆ ฯลฯ",
    "Integrity (ITA) 85.00% – office fi fl ffi",
    "ส่วน หน่วยงาน เรื่องที่เพื่อ ปีที่แล้ว กุ้ง ผู้ รู้ ฎุ ฏู ฤๅษี",
)
PAPER = """#set document(title: sys.inputs.title, author: "Prongsai", keywords: "ITA")
#set page(width: 21cm, height: auto, margin: 1cm)
#set text(size: 12pt)
#set heading(numbering: "1.")
= #sys.inputs.title
#for text in json(bytes(sys.inputs.texts)) [#text \\ ]
#link("https://example.go.th/ita")[#sys.inputs.title]
#table(columns: 2, table.header[#sys.inputs.title][b], [1], [2])
#figure(rect(width: 1cm), alt: sys.inputs.title, caption: sys.inputs.title)
#pagebreak()
== #sys.inputs.title
"""
STANDARDS = ("a-2a", "ua-1")
SIZES = (12, 14, 16, 18, 20, 24, 29, 32, 38)


def _gold(hard_words):
    return [*SENTENCES, *(word.replace("|", "") for word in hard_words)]


@pytest.fixture(scope="session")
def paper(compile_typst, hard_words):
    """A tagged paper as Typst makes it."""
    texts = [set_breaks(text) for text in _gold(hard_words)]
    source = f'#set text(font: "Prongsai Sarabun", lang: "th")\n{PAPER}'
    title = set_breaks("ประกาศเจตนารมณ์ น้ำใจ พ.ศ. 2566")
    return compile_typst(source, {"title": title, "texts": json.dumps(texts)}, STANDARDS)


@pytest.fixture(scope="session")
def gold_pdf(compile_typst, hard_words):
    """A page for each size and weight, a gold string on each line, as Typst makes it."""
    source = f"""#set page(width: 60cm, height: auto, margin: 1cm)
#set text(font: "Prongsai Sarabun", lang: "th")
#for weight in ("regular", "bold") {{ for size in {SIZES} {{
  set text(size: size * 1pt, weight: weight)
  for text in json(bytes(sys.inputs.texts)) {{ par(text) }}
  pagebreak(weak: true)
}} }}"""
    return compile_typst(source, {"texts": json.dumps([set_breaks(t) for t in _gold(hard_words)])})


def _lines(page):
    return [line.replace("\u00a0", " ").strip() for line in page.splitlines() if line.strip()]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.long
def test_every_reader_gets_every_letter(reader, pdf_readers, gold_pdf, hard_words):
    pages = pdf_readers[reader](finish(gold_pdf))
    assert len(pages) == 2 * len(SIZES)
    for page in pages:
        assert _lines(page) == _gold(hard_words)
        assert not TORN.search(page)


@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.few(3)
def test_every_cluster_stays_one(reader, weight, pdf_readers, finished):
    words = [f"น{cluster}ง" for cluster in _clusters()]
    source = f"""#set page(width: 12cm, height: auto, margin: 1cm)
#set text(size: 12pt, weight: "{weight}")
#for word in json(bytes(sys.inputs.words)) {{ par(word) }}"""
    (page,) = pdf_readers[reader](
        finished(source, {"words": json.dumps([set_breaks(word) for word in words])})
    )
    assert _lines(page) == words


def _clusters():
    """Every letter with every vowel and tone over and under it, but those no word has."""
    vowels = ["", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39", "\u0e47", "\u0e33"]
    for letter in sorted({chr(code) for code in range(0x0E01, 0x0E2F)} - set("ฤฦ")):
        for vowel in vowels:
            for tone in ("", *"\u0e48\u0e49\u0e4a\u0e4b"):
                if (letter, vowel) != ("ษ", "\u0e37") and not (tone and vowel == "\u0e47"):
                    yield letter + (tone + vowel if vowel == "\u0e33" else vowel + tone)


@pytest.mark.parametrize("reader", READERS)
def test_without_finishing_readers_get_joiners_and_torn_letters(
    reader, pdf_readers, gold_pdf, hard_words
):
    assert _lines(pdf_readers[reader](gold_pdf)[0]) != _gold(hard_words)


@pytest.mark.long
def test_the_page_looks_as_before(paper, gold_pdf):
    for raw in (paper, gold_pdf):
        before, after = pypdfium2.PdfDocument(raw), pypdfium2.PdfDocument(finish(raw))
        for one, other in zip(before, after, strict=True):
            pictures = [page.render(scale=1).to_pil().convert("L") for page in (one, other)]
            # A letter that moves a hundredth of a point may take other greys at its edge.
            assert ImageChops.difference(*pictures).getextrema()[1] < 100
        before.close()
        after.close()


def test_no_joiner_and_no_actual_text_is_left(paper):
    with pikepdf.open(io.BytesIO(paper)) as document:
        assert any(JOINERS.search(text) for text in _strings(document))
        assert b"/ActualText" in _content(document)
    with pikepdf.open(io.BytesIO(finish(paper))) as document:
        assert not any(JOINERS.search(text) for text in _strings(document))
        assert b"/ActualText" not in _content(document)


def _strings(document):
    """Every string of the objects, and the metadata."""
    yield document.Root.Metadata.read_bytes().decode()
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
            yield from _strings_in(thing)


def _strings_in(thing):
    for value in thing.values() if isinstance(thing, pikepdf.Dictionary) else thing:
        if isinstance(value, pikepdf.String):
            yield str(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _strings_in(value)


def _content(document):
    return b"".join(page.Contents.read_bytes() for page in document.pages)


def test_names_are_clean_and_whole(paper):
    title = "ประกาศเจตนารมณ์ น้ำใจ พ.ศ. 2566"
    with pikepdf.open(io.BytesIO(finish(paper))) as document:
        assert str(document.docinfo["/Title"]) == title
        assert title in document.Root.Metadata.read_bytes().decode()
        assert str(document.Root.Outlines.First.Title).endswith(title)
        assert title in list(_strings(document))


def test_tags_and_claims_stay(paper):
    with (
        pikepdf.open(io.BytesIO(paper)) as before,
        pikepdf.open(io.BytesIO(finish(paper))) as after,
    ):
        assert _tags(before) == _tags(after)
        assert {"/H1", "/P", "/TH", "/Figure", "/Link"} <= set(_tags(after))
        for document in (before, after):
            metadata = document.Root.Metadata.read_bytes().decode()
            assert re.search("pdfaid:part.{0,3}2", metadata)
            assert re.search("pdfuaid:part.{0,3}1", metadata)
            assert document.Root.MarkInfo.Marked
            assert "/OutputIntents" in document.Root
        for one, other in zip(before.pages, after.pages, strict=True):
            assert _marked(one) == _marked(other)
            assert one.obj.StructParents == other.obj.StructParents


def _tags(document):
    return [str(thing.S) for thing in document.objects if _is_tag(thing)]


def _is_tag(thing):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"


def _marked(page):
    """Marked content that tags point at, and how deep each lies; what only repeats is left out."""
    depth, found, kinds = 0, [], []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in {"BDC", "BMC"}:
            repeats = len(operands) == 2 and "/ActualText" in operands[1]
            kinds.append(repeats)
            depth += not repeats
            if not repeats:
                found.append((depth, str(operands[0]), operands[-1].unparse()))
        elif str(operator) == "EMC":
            depth -= not kinds.pop()
    assert not kinds
    return found


def test_no_font_has_a_nameless_glyph(paper):
    with pikepdf.open(io.BytesIO(finish(paper))) as document:
        tables = [
            thing.ToUnicode.read_bytes().decode()
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and "/DescendantFonts" in thing
        ]
    assert len(tables) == 2
    for table in tables:
        rows = re.findall("^<([0-9A-F]{4})> <", table.partition("beginbfchar")[2], re.MULTILINE)
        assert [int(number, 16) for number in rows] == list(range(1, len(rows) + 1))
        for count, block in re.findall(r"(\d+) beginbfchar\n(.*?)\nendbfchar", table, re.DOTALL):
            assert int(count) == len(block.splitlines()) <= 100


def test_the_same_input_gives_the_same_bytes_and_twice_is_once(paper):
    once = finish(paper)
    assert once == finish(paper)
    with pikepdf.open(io.BytesIO(once)) as first, pikepdf.open(io.BytesIO(finish(once))) as second:
        assert _content(first) == _content(second)


def test_a_glyph_without_letters_stops_the_paper(paper, monkeypatch):
    monkeypatch.setattr(finish_module, "letters_by_drawing", lambda _style: {})
    with pytest.raises(LostLetters) as caught:
        finish(paper)
    assert isinstance(caught.value, ProngsaiError)
    assert caught.value.next_step.th


def test_other_fonts_are_left_alone(compile_typst, pdf_readers):
    source = """#set text(font: "Prongsai Sarabun", lang: "th")
#sys.inputs.text #text(font: "DejaVu Sans Mono")[office \\(final\\) a-b] $sum x^2$"""
    raw = compile_typst(source, {"text": set_breaks("ที่ทำการ")})
    done = finish(raw)
    assert "ที่ทำการ office (final) a-b" in pdf_readers["pdfium"](done)[0]
    assert _tables_of_others(raw) == _tables_of_others(done)
    assert len(_tables_of_others(raw)) >= 2


def _tables_of_others(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sorted(
            thing.ToUnicode.read_bytes()
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary)
            and "/DescendantFonts" in thing
            and "Sarabun" not in str(thing.BaseFont)
        )


@pytest.mark.parametrize("inherited", [False, True])
@pytest.mark.long
def test_text_in_forms_and_inherited_fonts_is_finished_too(inherited, gold_pdf, pdf_readers):
    with pikepdf.open(io.BytesIO(gold_pdf)) as document:
        for page in document.pages:
            if inherited:
                document.Root.Pages.Resources = page.obj.Resources
                del page.obj["/Resources"]
            else:
                form = document.make_stream(
                    page.obj.Contents.read_bytes(),
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Form,
                    BBox=page.obj.MediaBox,
                    Resources=page.obj.Resources,
                )
                page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=form))
                page.obj.Contents = document.make_stream(b"/Fm0 Do")
        changed = io.BytesIO()
        document.save(changed)
    assert "ค้ำจุน" in pdf_readers["pdfium"](finish(changed.getvalue()))[0]
