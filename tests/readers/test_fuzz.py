"""Whatever a file holds, nothing but a ProngsaiError comes out of a reader."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from prongsai.core.errors import ProngsaiError

NAMES = st.sampled_from(
    ["a.pdf", "a.xlsx", "a.docx", "a.html", "a.json", "a.csv", "a.txt", "a", ""]
)
STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{", b"<html>",
     b"\xff\xfe", b"\xef\xbb\xbf"]
)  # fmt: skip
PIECES = st.sampled_from(
    ["o12", "๐๑๒", "i1", "9.1", "IIT", "คะแนน", "คะแนนรวม", "ปี 2565", "ปีงบประมาณ ๖๗", "85.29",
     "๘๕", "100", "150", "1,5", "0", "-", "การใช้อำนาจ", "ข้อเสนอแนะ ป.ป.ช. ดังนี้", "ควร", "1.",
     "2)", "\t", "\n", "\n\n", " ", "|", ",", ";", ":", "(", ")", "<td>", "</table>", "<table>",
     "&nbsp;", '"', "{", "}", "[", "]", "ระดับ", "A", "ข้อ\tรายการ\tคะแนน\n", "code,score\n"]
)  # fmt: skip


def use(read, data, name, **given):
    """Read a file and look at everything read; a ProngsaiError is the only other way out."""
    try:
        reading = read(data, name, **given)
    except ProngsaiError as error:
        return error.message
    for year in reading.sheet.years():
        reading.sheet.of_year(year)
        reading.sheet.other_prints(year)
    return [(finding.message, finding.where()) for finding in reading.findings]


@given(STARTS, st.binary(max_size=400), NAMES, st.none() | st.integers(2560, 2570))
def test_arbitrary_bytes_never_break_a_reader(read, start, data, name, year):
    use(read, start + data, name, year=year)


@given(
    st.lists(PIECES, max_size=60).map("".join),
    st.sampled_from(["a.txt", "a.csv", "a.html", "a.json"]),
)
def test_arbitrary_words_of_score_sheets_never_break_a_reader(read, text, name):
    use(read, text, name)


# Files that were sound


@st.composite
def mutations(draw):
    """A function that spoils bytes in some places: replaced, removed, added."""
    edits = draw(
        st.lists(
            st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=4)),
            min_size=1,
            max_size=6,
        )
    )

    def mutate(data):
        for share, length, instead in edits:
            at = int(share * len(data))
            data = data[:at] + instead + data[at + length :]
        return data

    return mutate


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.json", "a.xlsx", "a.docx"])
@given(mutate=mutations())
def test_a_spoilt_file_never_breaks_a_reader(read, files, name, mutate):
    use(read, mutate(files.sound[name]), name)


@given(mutate=mutations())
def test_a_spoilt_pdf_never_breaks_a_reader(read, plain_pdf, mutate):
    use(read, mutate(plain_pdf("ITA 2565", "IIT   88.10", "")), "a.pdf")


# XML of another shape

PARTS = [
    ("a.docx", "word/document.xml"),
    ("a.docx", "word/styles.xml"),
    ("a.docx", "_rels/.rels"),
    ("a.docx", "[Content_Types].xml"),
    ("a.xlsx", "xl/worksheets/sheet1.xml"),
    ("a.xlsx", "xl/workbook.xml"),
    ("a.xlsx", "xl/styles.xml"),
]


def remove(element, _other, _value):
    """Take an element out of its tree."""
    if element.getparent() is not None:
        element.getparent().remove(element)


def move(element, other, _value):
    """Put another element into an element."""
    if element is not other and other not in element.iterancestors():
        element.append(other)


def rename(element, other, _value):
    """Give an element the name of another."""
    element.tag = other.tag


def retext(element, _other, value):
    """Replace an element's text."""
    element.text = value


def revalue(element, _other, value):
    """Replace an element's first attribute, or take it away."""
    for name in sorted(element.attrib)[:1]:
        element.attrib[name] = value
        if not value:
            del element.attrib[name]


@st.composite
def tree_mutations(draw):
    """A function that spoils XML which stays XML."""
    share = st.floats(0, 1, exclude_max=True)
    changes = st.sampled_from([remove, move, rename, retext, revalue])
    values = st.sampled_from(["", "x", "-1", "0", "1048577", "NaN", "1e999", "A1"])
    edits = draw(st.lists(st.tuples(changes, share, share, values), min_size=1, max_size=4))

    def mutate(content):
        root = etree.fromstring(content)
        for change, place, other_place, value in edits:
            elements = list(root.iter(etree.Element))
            element, other = (elements[int(at * len(elements))] for at in (place, other_place))
            change(element, other, value)
        return etree.tostring(root)

    return mutate


@pytest.mark.parametrize(("name", "part"), PARTS)
@given(mutate=tree_mutations())
@pytest.mark.few(3)
def test_xml_of_another_shape_never_breaks_a_reader(read, files, name, part, mutate):
    sound = files.sound[name]
    use(read, files.with_part(sound, part, mutate(files.part(sound, part))), name)


@pytest.mark.parametrize(("name", "part"), PARTS)
@given(mutate=mutations())
@pytest.mark.few(3)
def test_a_spoilt_part_never_breaks_a_reader(read, files, name, part, mutate):
    sound = files.sound[name]
    use(read, files.with_part(sound, part, mutate(files.part(sound, part))), name)


# JSON of another shape

VALUES = st.sampled_from([None, True, 5, -1, 1.5, 101, "x", "", "NaN", "i1", "o99", [], {}, [[]]])
PLACE = {"file": "a.pdf", "page": 1}
OWN = {
    "format": "prongsai-scores",
    "fiscal_year": 2565,
    "figures": [
        {"code": code, "year": year, "published": "97.5", "value": "97.5", "origin": "table",
         "name": None, "place": PLACE}
        for code in ("i1", "total") for year in (2564, 2565)
    ],
    "ratings": [{"code": "A", "year": 2565, "published": "A", "place": PLACE}],
    "remarks": [{"text": "ควรรายงานผล", "instrument": "OIT", "number": 1, "place": PLACE}],
    "claims": [{"counted": "items_at_zero", "instrument": "OIT", "number": 2, "year": 2565,
                "place": PLACE}],
}  # fmt: skip
PLAIN = {"figures": [{"code": "i1", "score": 97.5, "year": 2565}], "fiscal_year": 2565}


@st.composite
def changed(draw, sheet):
    """A sheet as data with one of its values replaced or lost."""
    sheet = copy.deepcopy(sheet)
    held, key = sheet, draw(st.sampled_from(sorted(sheet)))
    while isinstance(held[key], dict | list) and held[key] and draw(st.booleans()):
        held = held[key]
        keys = sorted(held) if isinstance(held, dict) else range(len(held))
        key = draw(st.sampled_from(keys))
    if draw(st.booleans()):
        held[key] = draw(VALUES)
    else:
        del held[key]
    return sheet


@given(changed(OWN) | changed(PLAIN))
def test_json_of_another_shape_never_breaks_a_reader(read, sheet):
    use(read, json.dumps(sheet), "a.json")
