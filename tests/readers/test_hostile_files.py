"""Files made to exhaust a reader are read or refused, soon and in little memory."""

import subprocess
import sys

import pytest

NEST = 20_000


def _columns(letter):
    return ",".join(f"{letter}{number}" for number in range(100_000)) + "\n"


WIDE_CELL = (
    '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan'
    ' w:val="20000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:p/>'
)  # fmt: skip
FIRST_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAST_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LONG = "9" * 5_000
HOSTILE = {
    "far cell": ("a.xlsx", lambda files: files.with_cells(LAST_CELL)),
    "far cells": ("a.xlsx", lambda files: files.with_cells(FIRST_CELL + LAST_CELL)),
    "wide Word cell": ("a.docx", lambda files: files.with_body(WIDE_CELL)),
    "deep page": ("a.html", lambda _: b"<html>" + b"<div>" * NEST),
    "deep tables": ("a.html", lambda _: b"<table><tr><td>" * NEST),
    "wide spans": ("a.html", lambda _: b"<table>" + b"<td rowspan=200 colspan=200>x" * 3000),
    "deep lists": ("a.json", lambda _: b"[" * NEST),
    "deep objects": ("a.json", lambda _: b'{"scores":' * NEST),
    "line of dots": ("a.txt", lambda _: "ก".encode() + b"." * 200_000),
    "line of spaced dots": ("a.txt", lambda _: "ก".encode() + b" ." * 200_000),
    "line of scores": ("a.txt", lambda _: ("คะแนนรวม 88.53 คะแนน " * 20_000).encode()),
    "line of blanks": ("a.txt", lambda _: "ก".encode() + b" " * 300_000 + b"x"),
    "line of digits": ("a.txt", lambda _: b"8" * 500_000),
    "line of tags": ("a.txt", lambda _: b"<" * 500_000),
    "many columns": ("a.csv", lambda _: b"," * 1_000_000),
    "three rows of columns": ("a.csv", lambda _: (_columns("") * 3).encode()),
    "many filled columns": ("a.csv", lambda _: (_columns("c") + _columns("")).encode()),
    "many score columns": (
        "a.csv",
        lambda _: ("คะแนน," * 50_000 + "\n" + "88.5," * 50_000).encode(),
    ),
    "very deep page": ("a.html", lambda _: b"<html>" + b"<div>" * 300_000),
    "very deep list": ("a.html", lambda _: b"<ul><li>" * 300_000),
    "row of 11 digits": (
        "a.xlsx",
        lambda files: files.with_cells(
            FIRST_CELL + '<row r="99999999999"><c r="B99999999999"><v>1</v></c></row>'
        ),
    ),
    "row of 5,000 digits": (
        "a.xlsx",
        lambda files: files.with_cells(f'<row r="1"><c r="A{LONG}"><v>1</v></c></row>'),
    ),
    "column of 40 letters": (
        "a.xlsx",
        lambda files: files.with_cells(f'<row r="1"><c r="{"A" * 40}1"><v>1</v></c></row>'),
    ),
    "year of 5,000 digits": ("a.csv", lambda _: f"code,score,year\no1,88,{LONG}\n".encode()),
    "score of 5,000 digits": ("a.csv", lambda _: f"code,score\no1,{LONG}\n".encode()),
    "span of 5,000 digits": (
        "a.html",
        lambda _: f'<table><tr><td colspan="{LONG}">o1<td>88</table>'.encode(),
    ),
    "years": ("a.txt", lambda _: ("ปี พ.ศ. 2566 " * 16_000).encode()),
    "years in a row": ("a.txt", lambda _: b"2566." * 30_000),
    "items": ("a.txt", lambda _: b"o1 99.99\n" * 50_000),
    "rows of items": ("a.csv", lambda _: b"code,score\n" + b"o1,99.99\no2,50\n" * 20_000),
    "line of 9 MB": ("a.txt", lambda _: b"ITA 81.5 " * 1_000_000),
}
APART = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from prongsai.core.errors import ProngsaiError
from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores
try:
    read_scores(sys.stdin.buffer.read(), sys.argv[1], Catalogue())
    print("read")
except ProngsaiError:
    print("refused")
"""


def read_apart(data, name):
    """Read a file in a process of its own, with 3 GB and 10 seconds of work; how that ended.

    Its own work is counted, not the clock: other tests may hold the processors.
    """
    command = [sys.executable, "-c", APART, name]
    done = subprocess.run(  # noqa: S603 - our own code
        command, input=data, capture_output=True, timeout=90, check=False
    )
    return done.stdout.decode().strip() or done.stderr.decode()[-300:]


@pytest.mark.long
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_read_or_refused_soon_and_in_little_memory(files, kind):
    name, make = HOSTILE[kind]
    outcome = read_apart(make(files), name)
    assert outcome in ("read", "refused")


def test_a_sound_file_is_read_in_the_same_bounds(files):
    assert read_apart(files.sound["a.xlsx"], "a.xlsx") == "read"


def test_a_damaged_file_is_refused_in_the_same_bounds(files):
    assert read_apart(files.sound["a.xlsx"][:3000], "a.xlsx") == "refused"
