"""Evidence of every kind becomes pages; what is a picture is told as one."""

import io
import random
import stat
import zipfile
from datetime import date

import docx
import pypdfium2 as pdfium
import pytest
import xlsxwriter
from PIL import Image

from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document, Form, Heading, Paragraph, Section
from prongsai.core.preaudit.audit import preaudit
from prongsai.documents.drawn import drawn_as
from prongsai.readers.evidence import read_evidence
from prongsai.readers.recognition import knows_thai

LINES = ["รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2564", "1. ปัญหา อุปสรรค", "ฝนตกหนัก"]
ROWS = [["โครงการ", "ข้อเสนอแนะ"], ["ถนน", "ไม่มี"]]
CATALOGUE = Catalogue()
GREY = "/ColorSpace/DeviceGray/BitsPerComponent 8"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def word():
    document, out = docx.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(0, 2)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(out)
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("รายงาน")
    for number, row in enumerate([*([line] for line in LINES), *ROWS]):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def page():
    lines = "".join(f"<p>{line}</p>" for line in LINES)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><nav>ข้อเสนอแนะ</nav>{lines}<table>{rows}</table><a href='/a.pdf'>x</a>".encode()


def slides():
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in LINES)
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>".format
    rows = "".join(f"<a:tr>{''.join(map(cell, row))}</a:tr>" for row in ROWS)
    return deck(lines, f"<a:tbl>{rows}</a:tbl>")


def deck(*contents):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", "<p/>")
        for number, content in enumerate(contents, start=1):
            part = f"<s xmlns:a='{DRAWING}'>{content}</s>"
            archive.writestr(f"ppt/slides/slide{number}.xml", part)
    return out.getvalue()


def picture():
    out = io.BytesIO()
    Image.new("L", (60, 60), 255).save(out, "PNG")
    return out.getvalue()


def found(evidence):
    elements = preaudit([evidence], "o12", 2565, CATALOGUE).elements
    return [elements[at].outcome.verdict.value for at in (2, 3, 4)]


@pytest.mark.parametrize("made", [word, workbook, page, slides])
def test_every_kind_gives_the_same_verdicts(made):
    suffix = {"word": "docx", "workbook": "xlsx", "page": "html", "slides": "pptx"}[made.__name__]
    evidence = read_evidence(made(), f"a.{suffix}")
    assert found(evidence) == ["found", "found", "found"]


def test_a_page_gives_its_links_and_slides_their_numbers():
    assert read_evidence(page(), "a.html").links == ("/a.pdf",)
    assert [part.number for part in read_evidence(slides(), "a.pptx").pages] == [1, 2]


def test_a_picture_without_the_program_lacks_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    evidence = read_evidence(picture(), "a.png")
    assert [finding.code for finding in evidence.findings] == ["no_recognition"]
    assert found(evidence) == ["cannot-tell"] * 3


def test_a_picture_is_read_by_the_program(monkeypatch, tmp_path):
    program = tmp_path / "tesseract"
    text = "\n\n".join([*LINES, "ข้อเสนอแนะ", "ไม่มี"])
    program.write_text(f"#!/bin/sh\nPATH=/bin:/usr/bin\ncat >/dev/null\ncat <<'E'\n{text}\nE\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    evidence = read_evidence(picture(), "a.png")
    assert evidence.findings == ()
    assert found(evidence) == ["found", "found", "cannot-tell"]  # a year is not taken from it


def printed():
    title, *lines = [*LINES, "2. ข้อเสนอแนะ", "ไม่มี"]
    parts = (Heading(1, title), *map(Paragraph, lines))
    sections = (Section(Form.CHAPTER, parts),)
    paper = Document("report", title, "เทศบาลตำบลตัวอย่าง", date(2022, 1, 1), sections)
    return drawn_as("pdf", paper, Digits.ARABIC)


def scan():
    """A report that was printed and put on a scanner a little askew."""
    with pdfium.PdfDocument(printed()) as paper:
        sheet = paper[0].render(scale=200 / 72, grayscale=True).to_pil()
    out = io.BytesIO()
    sheet.rotate(0.3, fillcolor=255).save(out, "PDF", resolution=200)
    return out.getvalue()


@pytest.mark.long
@pytest.mark.skipif(not knows_thai(), reason="needs tesseract with Thai: make system-tools")
def test_a_scan_is_read_and_no_year_is_taken_from_it():
    evidence = read_evidence(scan(), "a.pdf")
    assert evidence.findings == ()
    assert found(evidence) == ["found", "found", "cannot-tell"]


def test_pages_for_which_no_time_is_left_lack_nothing():
    evidence = read_evidence(scan(), "a.pdf", seconds=-1)
    assert [finding.code for finding in evidence.findings] == ["pages_not_recognised"]
    assert found(evidence) == ["cannot-tell"] * 3


def test_photos_for_which_no_time_is_left_lack_nothing():
    evidence = read_evidence(picture(), "a.png", seconds=-1)
    assert [finding.code for finding in evidence.findings] == ["pages_not_recognised"]
    assert found(evidence) == ["cannot-tell"] * 3


def sheet(words, width=595, height=842, count=1):
    """A page with a picture of a size and some words over it; its tree may count wrong."""
    drawn = f"q {width} 0 0 {height} 0 0 cm /I Do Q BT /F 9 Tf 20 20 Td ({words}) Tj ET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[3 0 R]/Count {count}>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 7 0 R>>",
        f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
        f"<</Subtype/Image/Width 1/Height 1{GREY}/Length 1>>\nstream\n\x7f\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>",
    ]
    body = "\n".join(f"{at} 0 obj\n{part}\nendobj" for at, part in enumerate(parts, start=1))
    return f"%PDF-1.4\n{body}\ntrailer<</Root 1 0 R/Size 8>>\n%%EOF".encode()


@pytest.mark.parametrize(
    ("data", "marks"),
    [
        (sheet("Scanned with CamScanner"), (True, False, "")),  # a stamp is no text layer
        (sheet("Annual report of the agency of that year, its cover"), (False, True, "Annual")),
        (sheet("Annual report of the agency of that year" * 13), (False, False, "Annual")),
        (sheet("Scanned with CamScanner", 300, 300), (False, False, "Scanned")),
    ],
)
def test_a_page_that_is_mostly_a_picture_lacks_nothing(monkeypatch, tmp_path, data, marks):
    monkeypatch.setenv("PATH", str(tmp_path))
    (page,) = read_evidence(data, "a.pdf").pages
    text = "".join(block.text for block in page.blocks)
    recognised, doubtful, begins = marks
    assert (page.is_recognised, page.is_doubtful) == (recognised, doubtful)
    assert (text[:6], bool(text)) == (begins[:6], bool(begins))


def test_a_page_with_nothing_on_it_hides_nothing():
    with pdfium.PdfDocument(printed()) as paper:
        paper.new_page(595, 842, 0)
        out = io.BytesIO()
        paper.save(out)
    assert not any(page.is_recognised for page in read_evidence(out.getvalue(), "a.pdf").pages)


@pytest.mark.parametrize(
    ("body", "is_doubtful"),
    [
        ("<h2>โครงสร้าง</h2><img src=a.jpg>", True),
        ("<h2>โครงสร้าง</h2><a href=/><img src=a.jpg></a>", False),  # an emblem
        ("<h2>โครงสร้าง</h2>" + "ข้อความ" * 90 + "<img src=a.jpg>", False),
    ],
)
def test_a_web_page_that_may_say_it_in_a_picture_lacks_nothing(body, is_doubtful):
    (page,) = read_evidence(f"<html><body>{body}".encode(), "a.html").pages
    assert page.is_doubtful is is_doubtful


@pytest.mark.parametrize(
    ("first", "shown"),
    [
        ("หน้าแรก", ""),
        ("Home", ""),
        ("คู่มือประชาชน", "ข้อเสนอแนะ"),  # a list of papers leads home nowhere
    ],
)
def test_a_menu_that_no_tag_tells_is_no_text(first, shown):
    names = (first, "ผู้บริหาร", "แผนงาน", "ข้อเสนอแนะ", "ติดต่อ")
    menu = "".join(f"<div><a href=/{name}>{name}</a></div>" for name in names)
    data = f"<html><body><div>{menu}</div><p>ไม่พบไฟล์</p>".encode()
    (page,) = read_evidence(data, "a.html").pages
    text = " ".join(block.text for block in page.blocks)
    assert "ไม่พบไฟล์" in text
    assert shown in text
    assert ("ติดต่อ" in text) is bool(shown)


def test_a_form_to_write_in_is_a_channel():
    form = "<h2>แจ้งเบาะแสการทุจริต</h2><form><textarea></textarea></form>"
    shown = read_evidence(f"<html><body>{form}".encode(), "a.html")
    assert preaudit([shown], "o18", 2568, CATALOGUE).elements[0].outcome.verdict == "found"


def test_a_page_that_the_file_counts_and_does_not_have(monkeypatch):
    monkeypatch.setattr("prongsai.readers.evidence.recogniser", lambda: "tesseract")
    monkeypatch.setattr("prongsai.readers.evidence.recognise", lambda _: "")
    assert len(read_evidence(sheet("", count=1), "a.pdf").pages) == 1
    _there, missing = read_evidence(sheet("", count=2), "a.pdf").pages
    assert missing.is_recognised, "nothing may be said to be missing in it"
    assert not missing.blocks


def test_a_page_that_the_program_fails_at_is_not_told_as_no_program(monkeypatch, tmp_path):
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo "tha eng" && exit\nexit 1\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    evidence = read_evidence(picture(), "a.png")
    assert [finding.code for finding in evidence.findings] == ["page_not_recognised"]
    assert found(evidence) == ["cannot-tell"] * 3


def test_a_photo_that_is_too_large_is_refused_with_a_step_for_evidence(monkeypatch):
    monkeypatch.setattr("prongsai.readers.picture.MAX_BYTES", 9)
    with pytest.raises(UnreadableInput, match="over") as refusal:
        read_evidence(picture(), "a.png")
    assert "PDF" in refusal.value.next_step.en


def spoilt(mark, offset, content):
    """Slides with other bytes behind the last place where a mark stands."""
    data = slides()
    at = data.rindex(mark) + offset
    return data[:at] + content + data[at + len(content) :]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04broken",
        slides()[:-30],
        spoilt(b"PK\x01\x02", 6, b"\xa2"),  # needs a program that nobody has yet
        spoilt(b"PK\x01\x02", 8, b"\x01"),  # asks for a password
        spoilt(b"PK\x03\x04", 30 + len("ppt/slides/slide2.xml"), b"\xff" * 8),
        b"%PDF-1.4 broken",
        b"\x00\x01" * 50,
    ],
)
def test_what_cannot_be_read_is_refused_with_words(data):
    with pytest.raises(UnreadableInput):
        read_evidence(data, "a.pptx")


@pytest.mark.long
def test_two_thousand_spoilt_files_are_read_or_refused_with_words(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    refused, chance = 0, random.Random(2566)  # noqa: S311 - the same files each time
    sound = {"docx": word(), "xlsx": workbook(), "html": page(), "pptx": slides(), "pdf": printed()}
    for number in range(2_000):
        suffix, data = chance.choice(list(sound.items()))
        spoilt = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            at = chance.randrange(len(spoilt))
            spoilt[at : at + chance.randint(0, 8)] = chance.randbytes(chance.randint(0, 8))
        try:
            evidence = read_evidence(bytes(spoilt), f"{number}.{suffix}")
        except ProngsaiError:  # its words are asked for where it is raised
            refused += 1
        else:
            assert preaudit([evidence], "o12", 2565, CATALOGUE).elements
    assert 0 < refused < 2_000


def pages(count):
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    parts = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {count}>>"]
    parts += [leaf] * count
    body = "\n".join(f"{at} 0 obj\n{part}\nendobj" for at, part in enumerate(parts, start=1))
    return f"%PDF-1.4\n{body}\ntrailer<</Root 1 0 R/Size {count + 3}>>\n%%EOF".encode()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", pages(3_000), "3,?000 pages"),
        ("a.pptx", deck(*["<a:p/>"] * 401), "401 pages"),
        ("a.pptx", deck("<a:p/>" * 3_000_000), "unpacks to"),
    ],
    ids=["pages", "slides", "bomb"],
)
def test_more_than_anybody_reads_is_refused_with_words(name, data, words):
    with pytest.raises(UnreadableInput, match=words):
        read_evidence(data, name)


MAIN = "<h2>นโยบายไม่รับของขวัญ</h2><p>ประกาศ ณ วันที่ 5 มกราคม 2564 โดยนายกเทศมนตรี</p>"
NEWS = "ข่าว: อบรม ปี 2565"


@pytest.mark.parametrize(
    ("body", "is_read"),
    [
        (f"<div>{MAIN}</div><aside><p>{NEWS}</p></aside>", False),
        (f"<div>{MAIN}</div><div class='col-3 sidebar'><p>{NEWS}</p></div>", False),
        (f"<ul class='menu'><li>{NEWS}</li></ul><div>{MAIN}</div>", False),
        (f"<div>{MAIN}</div><div class='news'><p>{NEWS}</p></div>", True),
        (f"<div class='sidebar'>{MAIN}<p>{NEWS}</p></div>", True),
        (f"<div class='side'><main><p>{NEWS}</p></main></div><div>{MAIN}</div>", True),
    ],
    ids=["aside", "sidebar", "menu", "below", "all of it", "the main part"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "tis-620"])
def test_what_stands_beside_a_page_is_not_its_own(body, is_read, encoding):
    data = f"<html><meta charset={encoding}><body>{body}".encode(encoding)
    (page,) = read_evidence(data, "a.html").pages
    text = "\n".join(block.text for block in page.blocks)
    assert "ประกาศ ณ วันที่ 5 มกราคม 2564" in text
    assert ("อบรม ปี 2565" in text) == is_read


LINK = "<li><a href='/{}.pdf'>รายงานผลการดำเนินงานประจำปี 256{}</a></li>"
INDEX = "".join(LINK.format(year, year) for year in range(3))


@pytest.mark.parametrize(
    ("body", "is_index"),
    [
        (f"<h1>รายงานประจำปี</h1><ul>{INDEX}</ul>", True),
        (f"<p>{'ข้อความของหน้านี้เอง ' * 20}</p><ul>{INDEX}</ul>", False),
        (f"<nav><ul>{INDEX}</ul></nav><p>{MAIN}</p>", False),
        (f"<h1>รายงาน</h1>{LINK.format(1, 1)}{LINK.format(2, 1)}", False),  # PDF and DOCX of one
    ],
)
def test_a_page_that_is_mostly_links_is_an_index(body, is_index):
    assert read_evidence(f"<html><body>{body}".encode(), "a.html").is_index == is_index


@pytest.mark.parametrize("ending", ["pdf", "PDF", "docx", "xlsx", "pptx"])
def test_text_under_the_name_of_another_kind_is_a_damaged_file(ending):
    with pytest.raises(UnreadableInput):
        read_evidence("\n".join(LINES).encode(), f"a.{ending}")
    assert read_evidence("\n".join(LINES).encode(), "a.txt").pages
