"""Papers as PDF: PDF/A-2a and PDF/UA-1 by Typst, with a text layer that can be searched.

The same document gives the same bytes: the file's date is the day the paper was made.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from prongsai.core.errors import ProngsaiError
from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import (
    Document,
    Form,
    Heading,
    Numbered,
    Opinions,
    Paragraph,
)
from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.documents.typesetting.breaks import plain, units
from prongsai.documents.typesetting.finish import finish
from prongsai.documents.typesetting.font import FONT_FOLDER, fonts
from prongsai.documents.typesetting.values import Values, break_line, values_of

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent / "typesetting"
_STANDARDS: list[Any] = ["a-2a", "ua-1"]
# First words of the next page, as a letter has them at the foot of a page.
_CATCHWORD_LETTERS = 24
_LEFT_HANGING = re.compile("(และ|หรือ|ของ|ใน|ที่|เพื่อ|โดย|การ|ให้|กับ|แก่|เป็น|ได้)$")
_FEWEST_LETTERS = 4
_SPACE = re.compile(r"[^\S\n]")
# Bytes of paper.json; a plan of 200 measures has 600,000 and takes 65 MB of memory.
_MOST_BYTES = 3_000_000
_FORGOTTEN_AFTER = 11
# Neither Typst nor pdfium may be used by two threads at once.
_press = Lock()


class NoPaper(ProngsaiError):  # noqa: N818 - named for what happened, as in core/errors.py
    """The typesetter refused a document."""


def to_pdf(document: Document, *, digits: Digits) -> bytes:
    """The document as PDF with the digits of the agency; what has them already keeps them.

    Shape:  `digits` also sets page numbers, the counting of lines in cells, the scales of charts.
    Errors: MissingFont; NoPaper or UnreadableInput, when a picture cannot be read.
    """
    document = printed(document, digits)
    values = values_of(document, digits)
    with _press:
        pdf = finish(_set(document, values))
        if any(section.form is Form.LETTER for section in document.sections) and _pages(pdf) > 1:
            # Head, foot and stamp lie in the margin: without them the lines break alike, and the
            # first words of a page are those of the letter.
            words = _catchwords(document, finish(_set(document, values, bare=True)))
            pdf = finish(_set(document, values, catchwords=words)) if words else pdf
    return pdf


def _set(
    document: Document,
    values: Values,
    *,
    bare: bool = False,
    catchwords: dict[str, str] | None = None,
) -> bytes:
    import typst  # noqa: PLC0415 - 80 MB of library, only for papers

    paper = {**values.paper, "bare": bare, "catchwords": catchwords or {}}
    files = {
        **_templates(),
        **values.files,
        "paper.json": json.dumps(paper, ensure_ascii=False).encode("utf-8"),
    }
    made = datetime.combine(document.made_on, time(), UTC)
    source: Any = files  # the stub of the library does not know files by their names
    _memory.make_room(len(files["paper.json"]))
    try:
        pdf: Any = _compiler().compile(
            source,
            format="pdf",
            pdf_standards=_STANDARDS,
            timestamp=made,
        )
    except typst.TypstError as error:
        raise _no_paper(str(error.message)) from error
    # A panic of the engine is no `Exception`; it would pass by everything that tells of errors.
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _no_paper(str(error)) from error
    return bytes(pdf)


class _Memory:
    """What Typst keeps of the papers it has set, to set them again in no time.

    It lets go of what its last ten papers had no use for. Large plans in a row would take a
    gigabyte by then, so it is given ten empty pages in between.
    """

    def __init__(self) -> None:
        self._bytes = 0

    def make_room(self, size: int) -> None:
        """Count what is to be set; forget the papers before when it gets too much."""
        self._bytes += size
        if self._bytes > _MOST_BYTES:
            empty: Any = {"main.typ": b""}
            for _ in range(_FORGOTTEN_AFTER):
                _compiler().compile(empty, format="svg")
            self._bytes = size


_memory = _Memory()


@lru_cache(maxsize=1)
def _templates() -> dict[str, bytes]:
    files = {file.name: file.read_bytes() for file in sorted(_TEMPLATES.glob("*.typ"))}
    return {"main.typ": files.pop("paper.typ"), **files}


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    import typst  # noqa: PLC0415 - 80 MB of library, only for papers

    fonts()
    only_ours = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONT_FOLDER],
    )
    return typst.Compiler(font_paths=only_ours)


def _no_paper(said: str) -> NoPaper:
    return NoPaper(
        Text(f"จัดหน้าเอกสารไม่สำเร็จ: {said}", f"the paper was not made: {said}"),
        next_step=Text(
            "ตรวจรูปตราของหน่วยงาน หากรูปเปิดได้ตามปกติ โปรดแจ้งพร้อมข้อความนี้",
            "check the agency's emblem; if it opens as a picture, report it with this message",
        ),
    )


def _pages(pdf: bytes) -> int:
    import pypdfium2  # noqa: PLC0415 - only for papers

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _catchwords(document: Document, pdf: bytes) -> dict[str, str]:
    """For each page but the last the first words of the next: {"1": "/ครั้งที่ …"}."""
    import pypdfium2  # noqa: PLC0415 - only for papers

    with pypdfium2.PdfDocument(pdf) as pages:
        texts = [pages[index].get_textpage().get_text_range() for index in range(1, len(pages))]
    prose = _prose(document)
    words = {str(page): _first_words(text, prose, document) for page, text in enumerate(texts, 1)}
    return {page: break_line(document, f"/{first} …") for page, first in words.items() if first}


def _prose(document: Document) -> str:
    """What a letter goes on with: not the words of a table, a chart or a new head."""
    parts: list[str] = []
    for block in document.blocks():
        if isinstance(block, Heading | Numbered):
            parts += [block.number, block.text, "\n"]
        elif isinstance(block, Paragraph):
            parts += [block.text, "\n"]
        elif isinstance(block, Opinions):
            # Two of them stand side by side, their titles on one line.
            parts += [opinion.title for opinion in block.boxes] + ["\n"]
    return _SPACE.sub("", "".join(parts))


def _first_words(text: str, prose: str, document: Document) -> str:
    """The words a page begins with, if they are prose."""
    line = ""
    for part in text.splitlines():
        line = f"{line} {plain(part).strip()}".strip()
        if len(line) >= _FEWEST_LETTERS:
            break
    if _SPACE.sub("", line) not in prose:
        return ""
    words = ""
    for unit in units(line, document.names):
        if words and len(words + unit) > _CATCHWORD_LETTERS:
            break
        words += unit
    if len(words) > _CATCHWORD_LETTERS:  # an address, or a word without end
        words = shorten(words, _CATCHWORD_LETTERS).removesuffix("…")
    return _LEFT_HANGING.sub("", words.strip()).strip()
