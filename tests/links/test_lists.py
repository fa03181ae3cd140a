"""Lists of links, as text, CSV and XLSX."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from prongsai.core.errors import UnreadableInput
from prongsai.links.lists import read_list


def _rows(data, name):
    return [(one.asked.item, one.asked.address) for one in read_list(data, name).links]


def _workbook(*rows):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


def test_an_address_to_a_line():
    text = "# ลิงก์ของปี 2566\nhttps://a.example/1\n\n  www.a.example/2  \no13 https://a.example/3\n#top\n"
    assert _rows(text.encode(), "links.txt") == [
        ("", "https://a.example/1"),
        ("", "www.a.example/2"),
        ("o13", "https://a.example/3"),
        ("o13", "#top"),
    ]


def test_a_list_in_the_thai_page_of_windows():
    assert _rows("ข้อ\thttps://a.example/แผน".encode("cp874"), "links.txt")[0][1].endswith("แผน")


_TABLE = (
    ("ข้อ", "ที่อยู่"),
    ("o1", "https://a.example/1"),
    ("", "https://a.example/2"),
    ("ข้อ ๑๓", "http://a.example/ก ข"),
    ("o14", ""),
    ("o15", "ดูที่เว็บ"),
)
_TOLD = [
    ("o1", "https://a.example/1"),
    ("o1", "https://a.example/2"),
    ("13", "http://a.example/ก ข"),
    ("o15", "ดูที่เว็บ"),
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_item_and_address_in_two_columns(kind):
    csv = "\n".join(",".join(row) for row in _TABLE).encode()
    data = csv if kind == "csv" else _workbook(*_TABLE)
    found = read_list(data, f"links.{kind}")
    assert [(one.asked.item, one.asked.address) for one in found.links] == _TOLD
    assert [finding.code for finding in found.findings] == ["no_address"]
    assert found.findings[0].places[0].row == 5
    assert found.links[0].place.row == 2


def test_what_is_not_seen_in_an_address_is_kept():
    assert _rows("o1,https://a.example/x\u200by".encode(), "a.csv")[0][1].endswith("x\u200by")


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.txt"), (b"\n# x\n", "a.txt"), (b"%PDF-1.7", "a.pdf"), (b"a,b\nc,d\n", "a.csv")],
)
def test_what_is_no_list_is_refused(data, name):
    with pytest.raises(UnreadableInput) as told:
        read_list(data, name)
    assert told.value.next_step
