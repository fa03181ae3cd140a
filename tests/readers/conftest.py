"""What the tests of the readers share: the sheets of tests/cases/sheets, and PDF made by hand.

A sheet is a document of an invented agency beside a YAML file that says what stands in it. PDF
would carry fonts, so only their sources lie there (`….pdf.html`, `….pdf.typ`).
"""

import io
import json
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import yaml
from docx import Document
from msgspec import Struct

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

SHEETS = Path(__file__).parents[1] / "cases" / "sheets"
OFFLINE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class Case(Struct, frozen=True, dict=True):
    """What a document holds, as its YAML file says."""

    stem: str
    year: int | None
    figures: dict[int, dict[str, str]]
    ratings: dict[int, str]
    remarks: list[str]
    give: dict[str, object]
    contradictions: list[dict[str, object]]
    flagged: list[dict[str, str]]
    never: set[Decimal]
    absent: set[str]

    @property
    def source(self):
        """The committed document."""
        return next(path for path in SHEETS.glob(f"{self.stem}.*") if path.suffix != ".yaml")

    @property
    def name(self):
        """The document's name as the reader sees it."""
        name = self.source.name
        return name.removesuffix(self.source.suffix) if ".pdf." in name else name


def _case(path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    years = data["figures"]
    return Case(
        path.stem,
        data["year"],
        {year: dict(pair.split("=") for pair in text.split()) for year, text in years.items()},
        data["ratings"],
        data["remarks"],
        data.get("give", {}),
        data.get("contradictions", []),
        data.get("flagged", []),
        {Decimal(number) for number in data.get("never", "").split()},
        {*data.get("blank", "").split(), *data.get("not_read", {}).get("codes", "").split()},
    )


@pytest.fixture(scope="session", params=sorted(SHEETS.glob("*.yaml")), ids=lambda path: path.stem)
def case(request):
    """Every sheet in turn."""
    return _case(request.param)


@pytest.fixture(scope="session")
def document(case, request):
    """The bytes of a sheet's document; a PDF is made from its source."""
    if not case.name.endswith(".pdf"):
        return case.source.read_bytes()
    maker = "chromium_pdf" if case.source.suffix == ".html" else "typst_pdf"
    return request.getfixturevalue(maker)(case.source.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def reading(case, document, catalogue):
    """What is read of a sheet."""
    return read_scores(document, case.name, catalogue, **case.give)


@pytest.fixture(scope="session")
def catalogue():
    """The frameworks that come with the product."""
    return Catalogue()


@pytest.fixture(scope="session")
def read(catalogue):
    """Read a text or bytes as a file of that name."""

    def read(data, name="scores.txt", **given):
        data = data.encode() if isinstance(data, str) else data
        return read_scores(data, name, catalogue, **given)

    return read


@pytest.fixture(scope="session")
def scores_of(read):
    """The printed scores of a text or file by code, of the year it is chiefly about."""

    def scores_of(data, name="scores.txt", **given):
        sheet = read(data, name, **given).sheet
        return {code: figure.published for code, figure in sheet.of_year(sheet.fiscal_year).items()}

    return scores_of


@pytest.fixture(scope="session")
def known_of(read):
    """What is read of a text or file, or may be taken: the printed numbers by code."""

    def known_of(data, name="scores.txt", **given):
        reading, found = read(data, name, **given), {}
        for one in (*reading.sheet.figures, *reading.candidates):
            found.setdefault(one.code, set()).add(one.published)
        return found

    return known_of


@pytest.fixture(scope="session")
def chromium_pdf(chromium, thai_font, tmp_path_factory):
    """Print an HTML page to PDF; {{font}} in it becomes the Thai font's address."""

    def print_page(page):
        folder = tmp_path_factory.mktemp("chromium")
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page.replace("{{font}}", thai_font.as_uri()), encoding="utf-8")
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        switches += [*OFFLINE, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
        subprocess.run(  # noqa: S603 - the browser that the fixture found
            [chromium, *switches, source.as_uri()], check=True, capture_output=True, timeout=180
        )
        return target.read_bytes()

    return print_page


@pytest.fixture(scope="session")
def typst_pdf(thai_font):
    """Set a Typst source as PDF with the Thai font alone."""

    def set_pages(source):
        import typst  # noqa: PLC0415 - slow to load, and few tests set a page

        return typst.compile(
            source.encode(), font_paths=[thai_font.parent], ignore_system_fonts=True
        )

    return set_pages


@pytest.fixture(scope="session")
def plain_pdf():
    """Write a PDF by hand: one page for each text, Latin letters only, no font inside."""

    def pdf_of(*pages):
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"
        objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", font]
        for page in pages:
            objects += _page_objects(page, len(objects) + 2)
        kids = " ".join(f"{number} 0 R" for number in range(4, len(objects) + 1, 2))
        objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>"
        return _pdf_file(objects)

    return pdf_of


@pytest.fixture(scope="session")
def low_pdf():
    """A page whose font tells of each letter how high it is: its full stop has a low box."""

    def pdf_of(points, height, below=None):
        names = {"I": "I", "T": "T", "8": "eight", "1": "one", "2": "two", "7": "seven"}
        letters = {".": ("period", height * 1000 / points)} | {
            letter: (name, 700) for letter, name in names.items()
        }
        differences = " ".join(f"{ord(one)} /{name}" for one, (name, _) in letters.items())
        procedures = " ".join(
            f"/{name} {number} 0 R" for number, (name, _) in enumerate(letters.values(), start=6)
        )
        widths = " ".join("500" for _ in range(ord(" "), ord("Z")))
        small = f" /F {below} Tf 0 -40 Td (77.77) Tj" if below else ""
        content = f"BT /F {points} Tf 50 800 Td (IIT 88.12) Tj{small} ET"
        font = (
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 0] /FontMatrix [.001 0 0 .001 0 0]"
            f" /FirstChar 32 /LastChar 89 /Widths [{widths}] /CharProcs << {procedures} >>"
            f" /Encoding << /Type /Encoding /Differences [{differences}] >> >>"
        )
        resources = "/Resources << /Font << /F 3 0 R >> >> /Contents 5 0 R"
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            font,
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
        return _pdf_file(objects + [_drawn_letter(high) for _, high in letters.values()])

    return pdf_of


def _drawn_letter(high):
    content = f"500 0 0 0 450 {high:.0f} d1 0 0 450 {high:.0f} re f"
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _page_objects(text, content_number):
    """A page and its content: each line of the text stands 20 points under the one before."""
    lines = "".join(f"({line}) Tj T*\n" for line in text.splitlines())
    content = f"BT /F 12 Tf 20 TL 50 800 Td\n{lines}ET" if text else ""
    resources = f"/Resources << /Font << /F 3 0 R >> >> /Contents {content_number} 0 R"
    return [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    ]


def _pdf_file(objects):
    """Number the objects and close the file with the table of their places."""
    file, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{file}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    ).encode("latin-1")


ROWS = [
    ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565", "", ""],
    ["ข้อ", "รายการ", "คะแนน"],
    ["o12", "รายงานผลการดำเนินงานประจำปี", "0"],
    ["o13", "คู่มือหรือมาตรฐานการปฏิบัติงาน", "100"],
]
OPEN_XML = "http://schemas.openxmlformats.org"


@pytest.fixture(scope="session")
def files():
    """One small sheet in every format (o12 is 0, o13 is 100), and ways to change a part of it."""
    return SimpleNamespace(
        scores={"o12": "0", "o13": "100"},
        sound={
            "a.txt": "\n".join("\t".join(row) for row in ROWS).encode(),
            "a.csv": "\n".join(",".join(row) for row in ROWS).encode(),
            "a.html": _html_file(),
            "a.json": json.dumps({"fiscal_year": 2565, "scores": {"o12": 0, "o13": 100}}).encode(),
            "a.xlsx": _xlsx_file(),
            "a.docx": _docx_file(),
        },
        part=_part,
        with_part=_with_part,
        with_body=_with_body,
        with_cells=_with_cells,
    )


def _html_file():
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    return f"<!DOCTYPE html><html><body><table>{rows}</table></body></html>".encode()


def _xlsx_file():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def _docx_file():
    document, file = Document(), io.BytesIO()
    table = document.add_table(len(ROWS), 3)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.part.drop_rel(_relation_to(document.part, "stylesWithEffects"))
    document.styles.element[:] = []  # the template's styles are most of the file
    document.save(file)
    return file.getvalue()


def _relation_to(part, kind):
    """The number of a part's relation of a kind."""
    return next(key for key, relation in part.rels.items() if relation.reltype.endswith(kind))


def _part(data, name):
    """One part of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def _with_part(data, part, content):
    """An archive with one of its parts replaced."""
    file = io.BytesIO()
    packing = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return file.getvalue()


def _with_body(body):
    """A Word file with this body."""
    space = f"{OPEN_XML}/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return _with_part(_docx_file(), "word/document.xml", document)


def _with_cells(rows):
    """A workbook with these rows of XML."""
    space = f"{OPEN_XML}/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return _with_part(_xlsx_file(), "xl/worksheets/sheet1.xml", sheet)


@pytest.fixture
def quotes_of(read):
    """What the findings of one kind quote from a text."""

    def quotes_of(text, code, **given):
        findings = [finding for finding in read(text, **given).findings if finding.code == code]
        return [[place.quote for place in finding.places] for finding in findings]

    return quotes_of
