"""How far a sheet reaches is known before it is loaded, however its cells say where they stand."""

import io
import zipfile

import pytest

from prongsai.core.errors import UnreadableInput
from prongsai.readers.extent import refuse_too_many_cells

NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


def book_of(rows):
    """A workbook whose only sheet has these rows."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData>")
    return file.getvalue()


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c\n r = "XFD1048576"><v>1</v></c></row>',
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        '<ก:row r="1048576"><ก:c r="XFD1048576"><ก:v>1</ก:v></ก:c></ก:row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',  # its row says another place
        '<row r="2"><c r="C2"><v>1</v></c></row><row r="999999"><c r="A999999"><v>1</v></c></row>',
        '<row r="19999"><c r="DA19999"><v>1</v></c></row>',
        '<row r="1048576">' + "<c><v>1</v></c>" * 3 + "</row>",
    ],
)
def test_a_value_far_away_is_refused(far):
    with pytest.raises(UnreadableInput):
        refuse_too_many_cells(book_of(NEAR + far), "a.xlsx")


@pytest.mark.parametrize(
    "rows",
    [
        "",
        '<row r="9"><c r="C9"><v>1</v></c></row>',
        '<cols><col min="1" max="9"/></cols><row r="9999"><c r="CZ9999"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',  # a style alone holds nothing
        "<row><c><v>1</v></c><c><v>2</v></c></row>",
    ],
)
def test_a_sheet_of_usual_size_is_not(rows):
    refuse_too_many_cells(book_of(NEAR + rows), "a.xlsx")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("is_far_first", [True, False])
def test_of_two_parts_with_one_name_each_is_looked_at_and_the_last_one_kept(is_far_first):
    near = f"<worksheet><sheetData>{NEAR}</sheetData></worksheet>"
    far = near.replace('r="A1"', 'r="XFD1048576"')
    with pytest.raises(UnreadableInput):
        refuse_too_many_cells(_twice(*((far, near) if is_far_first else (near, far))), "a.xlsx")
    other = near.replace("<v>1", "<v>2")
    assert refuse_too_many_cells(_twice(near, other), "a.xlsx") == {"one.xml": other.encode()}
    assert refuse_too_many_cells(_twice(near, "<other/>"), "a.xlsx") == {"one.xml": b"<other/>"}


def _twice(*parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in parts:
            archive.writestr("one.xml", part)
    return file.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "any/name.xml"])
@pytest.mark.parametrize("letters", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_sheet_in_letters_that_nobody_reads_is_refused_and_not_taken_for_empty(name, letters):
    sheet = f"<worksheet><sheetData>{NEAR}</sheetData></worksheet>"
    with pytest.raises(UnreadableInput):
        refuse_too_many_cells(_with_part(name, sheet, letters), "a.xlsx")
    # What holds no cells may be written so.
    refuse_too_many_cells(_with_part("customXml/item1.xml", "<item/>", letters), "a.xlsx")


@pytest.mark.parametrize("letters", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_so_is_a_sheet_of_opendocument(letters):
    body = "<office:body><office:spreadsheet></office:spreadsheet></office:body>"
    refuse_too_many_cells(_with_part("content.xml", body, "utf-8"), "a.ods")
    with pytest.raises(UnreadableInput):
        refuse_too_many_cells(_with_part("content.xml", body, letters), "a.ods")


def _with_part(name, text, letters):
    file = io.BytesIO(book_of(NEAR))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, text.encode(letters))
    return file.getvalue()
