"""The DOCX in an office program that lacks the papers' font: no figure breaks, nothing hides."""

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from tests.documents.test_real_papers import EXAMPLE, NOTICE

from prongsai.cli.case import read_case
from prongsai.cli.making import MADE, Making
from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import MemoHead, Table
from prongsai.core.thai import arabic_digits
from prongsai.documents.word import to_docx

OFFICE_PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.long,
    pytest.mark.usefixtures("paper_fonts"),
    pytest.mark.skipif(OFFICE_PROGRAM is None, reason="needs LibreOffice: run make system-tools"),
]
_FIGURE = re.compile(r"\d[\d.,]*\d")


# A Thai font that is not the papers' own, and no other: what else a machine has decides nothing.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{laksaman}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def _folder_of(font):
    found = subprocess.run(  # noqa: S603 - our own word
        ["fc-match", "--format=%{family}:%{file}", font],  # noqa: S607 - comes with the program
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    family, _, file = found.partition(":")
    if font not in family:
        pytest.skip(f"needs the font {font}: run make system-tools")
    return Path(file).parent


@pytest.fixture(scope="session")
def in_office(tmp_path_factory):
    """The pages of papers as the office program prints them; all in one run, it starts slowly."""

    def printed_pages(papers, digits):
        folder = tmp_path_factory.mktemp("office")
        for name, paper in papers.items():
            (folder / f"{name}.docx").write_bytes(to_docx(paper, digits=digits))
        files = [str(path) for path in sorted(folder.glob("*.docx"))]
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        fonts = folder / "fonts.conf"
        fonts.write_text(_FONTS.format(laksaman=_folder_of("Laksaman"), cache=folder / "cache"))
        subprocess.run(  # noqa: S603 - found above
            [OFFICE_PROGRAM, profile, "--headless", "--convert-to", "pdf", "--outdir", folder,
             *files],
            check=True, capture_output=True, timeout=240,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )  # fmt: skip
        return {name: _pages(folder / f"{name}.pdf") for name in papers}

    return printed_pages


def _pages(path):
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def figures_of(paper, digits):
    """How often each figure of two digits or more stands in the tables of a paper."""
    told = [
        line
        for block in printed(paper, digits).blocks()
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for line in cell.lines
    ]
    return Counter(figure for line in told for figure in _FIGURE.findall(arabic_digits(line)))


@pytest.fixture(scope="module")
def papers():
    """Every paper of the example."""
    reading = read_case(EXAMPLE, frameworks=None, draft=False)
    return {kind: Making(EXAMPLE, reading, notice_file=NOTICE).document(kind) for kind in MADE}


@pytest.mark.parametrize("digits", [Digits.ARABIC, Digits.THAI])
def test_no_figure_of_a_table_is_torn_and_memos_begin_without_a_number(in_office, papers, digits):
    shown = in_office(papers, digits)
    torn = {}
    for name, paper in papers.items():
        there = Counter(_FIGURE.findall(arabic_digits("\n".join(shown[name]))))
        if missing := figures_of(paper, digits) - there:
            torn[name] = missing
    assert torn == {}
    memos = [name for name, paper in papers.items() if has_memo_head(paper)]
    assert memos
    for name in memos:
        assert not re.match(r"\s*- 1 -", arabic_digits(shown[name][0])), name
    assert re.match(r"\s*- 2 -", arabic_digits(shown["memo"][1])), "its twin"


def has_memo_head(paper):
    return isinstance(paper.sections[0].blocks[0], MemoHead)
