"""What the tests of the papers share: the font, Typst, and three readers of the finished PDF."""

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import typst
from tests import typesetter

from prongsai.documents.typesetting.font import FONT_FOLDER, MissingFont, fonts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def _kept_press():
    """Papers that this process makes share one typesetter."""
    with typesetter.kept():
        yield


@pytest.fixture(scope="session")
def paper_fonts():
    """The folder of the papers' font."""
    try:
        fonts()
    except MissingFont:
        pytest.skip("needs the papers' font: run make setup")
    return FONT_FOLDER


@pytest.fixture(scope="session")
def compile_typst(paper_fonts):
    """Typst's PDF of a source; `inputs` are its sys.inputs."""

    def compiled(source, inputs=None, standards=()):
        return typst.compile(
            source.encode(),
            font_paths=[str(paper_fonts)],
            ignore_system_fonts=True,
            sys_inputs=inputs or {},
            pdf_standards=list(standards),
        )

    return compiled


@pytest.fixture(scope="session")
def every_block():
    """A paper with every kind of block."""
    return runpy.run_path(str(Path(__file__).with_name("papers_sample.py")))["every_block"]()


@pytest.fixture(scope="session")
def pdf_readers(tmp_path_factory):
    """The readers people's programs are made of, by name: each gives the text of every page.

    pdfium is in Chrome and Edge, PDF.js in Firefox, poppler in the viewers of Linux. A reader
    that is not here skips the test that calls it.
    """
    folder = tmp_path_factory.mktemp("pdf")
    firefox = _PdfJs(folder / "node.txt")
    yield {
        "pdfium": _pdfium,
        "poppler": lambda pdf: _poppler(_file(folder, pdf)),
        "pdfjs": lambda pdf: firefox.read(_file(folder, pdf)),
    }
    firefox.close()


def _file(folder, pdf):
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    return path


def _pdfium(pdf):
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        text = page.get_textpage()
        pages.append(text.get_text_range().replace("\r\n", "\n"))
        text.close()
        page.close()
    document.close()
    return pages


def _poppler(path):
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("needs poppler: run make system-tools")
    # Not its default, which puts text into columns by its own guess.
    read = subprocess.run([program, "-raw", path, "-"], capture_output=True, check=True)  # noqa: S603
    assert not read.stderr, read.stderr.decode()
    return read.stdout.decode().split("\f")[:-1]


class _PdfJs:
    """One node process for the whole session; it starts with the first PDF."""

    def __init__(self, words):
        self._process, self._words = None, words

    def read(self, path):
        if self._process is None:
            self._process = self._started()
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        pages = self._process.stdout.readline()
        if not pages:
            code, words = self._process.wait(), self._words.read_text("utf-8", "replace")
            pytest.fail(f"PDF.js could not read the PDF; node ended with {code}: {words}")
        return json.loads(pages)

    def _started(self):
        # That of set-up first: it is there where the machine's own does not serve.
        node = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")
        if node is None or not (ROOT / "frontend/node_modules/pdfjs-dist").is_dir():
            pytest.skip("needs node and PDF.js: run make setup")
        with self._words.open("w", encoding="utf-8") as words:
            return subprocess.Popen(  # noqa: S603
                [node, Path(__file__).with_name("pdfjs.mjs")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                text=True,
                encoding="utf-8",
            )

    def close(self):
        if self._process:
            self._process.communicate()
