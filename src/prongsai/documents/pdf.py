"""Papers as PDF: PDF/A-2a and PDF/UA-1 by Typst, with a text layer that can be searched.

The same document gives the same bytes: the file's date is the day the paper was made.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import Document, Form, Heading, Numbered, Opinions, Paragraph
from prongsai.core.thai import shorten
from prongsai.documents.typesetting.breaks import plain, units
from prongsai.documents.typesetting.press import NoPaper, Press
from prongsai.documents.typesetting.values import Values, break_line, values_of

__all__ = ["NoPaper", "to_pdf"]

_TEMPLATES = Path(__file__).parent / "typesetting"
# First words of the next page, as a letter has them at the foot of a page.
_CATCHWORD_LETTERS = 24
_LEFT_HANGING = re.compile("(และ|หรือ|ของ|ใน|ที่|เพื่อ|โดย|การ|ให้|กับ|แก่|เป็น|ได้)$")
_FEWEST_LETTERS = 4
_SPACE = re.compile(r"[^\S\n]")
# Shares of a page: its lower margin; with so much left the next chapter begins there.
_FOOT, _ROOM_FOR_A_CHAPTER = 0.08, 0.3
# pdfium may not be used by two threads at once.
_pdfium = Lock()


def to_pdf(document: Document, *, digits: Digits) -> bytes:
    """The document as PDF with the digits of the agency; what has them already keeps them.

    Shape:  `digits` also sets page numbers, the counting of lines in cells, the scales of charts.
    Errors: MissingFont; NoPaper or UnreadableInput, when a picture cannot be read.
    """
    document = printed(document, digits)
    values = values_of(document, digits)
    with Press() as press:
        _let_chapters_go_on(press, values, _made(document))
        pdf = press.set(_files(values), _made(document))
        if any(section.form is Form.LETTER for section in document.sections) and _pages(pdf) > 1:
            bare = press.set(_files(values, bare=True), _made(document))
            if words := _catchwords(document, _finished(bare)):
                pdf = press.set(_files(values, catchwords=words), _made(document))
    return _finished(pdf)


def _let_chapters_go_on(press: Press, values: Values, made: datetime) -> None:
    """Mark the chapters that begin where the one before leaves a third of its page empty."""
    pdf = b""
    for chapter in _chapters(values):
        pdf = pdf or press.set(_files(values, bare=True), made)
        if _left_before(pdf, chapter["number"]) > _ROOM_FOR_A_CHAPTER:
            chapter["goes_on"] = True
            pdf = b""  # what follows moves


def _chapters(values: Values) -> Iterator[dict[str, Any]]:
    """What Typst reads of each numbered chapter that follows another on pages of one form."""
    for section in values.paper["sections"]:
        before = False
        for block in section["blocks"]:
            if block["block"] == "Heading" and block["level"] == 1 and section["form"] != "letter":
                if before and block["number"]:
                    yield block
                before = bool(block["number"])


def _left_before(pdf: bytes, number: str) -> float:
    """How much of the page before a chapter is empty, as a share of it; 0 for no such page."""
    import pypdfium2  # noqa: PLC0415 - only for papers

    with _pdfium, pypdfium2.PdfDocument(pdf) as document:
        marks = document.get_toc()
        # Both as Typst was given them: the finished file alone has its words without joiners.
        own = (mark.get_dest() for mark in marks if mark.get_title().startswith(f"{number} "))
        begins = next(own, None)
        index = begins.get_index() if begins else None
        if not index:
            return 0.0
        page = document[index - 1]
        high, text = page.get_height(), page.get_textpage()
        rects = (text.get_rect(place) for place in range(text.count_rects()))
        return float(min((bottom for _, bottom, _, _ in rects), default=high) / high - _FOOT)


def _finished(pdf: bytes) -> bytes:
    from prongsai.documents.typesetting.finish import finish  # noqa: PLC0415 - once Typst is gone

    return finish(pdf)


def _files(
    values: Values, *, bare: bool = False, catchwords: dict[str, str] | None = None
) -> dict[str, bytes]:
    """What Typst reads, by name.

    Shape:  `bare` leaves out head, foot and stamp, which lie in the margin: the lines break alike,
            and the words of a page are those of the paper.
    """
    paper = {**values.paper, "bare": bare, "catchwords": catchwords or {}}
    data = json.dumps(paper, ensure_ascii=False).encode("utf-8")
    return {**_templates(), **values.files, "paper.json": data}


def _made(document: Document) -> datetime:
    return datetime.combine(document.made_on, time(), UTC)


@lru_cache(maxsize=1)
def _templates() -> dict[str, bytes]:
    files = {file.name: file.read_bytes() for file in sorted(_TEMPLATES.glob("*.typ"))}
    return {"main.typ": files.pop("paper.typ"), **files}


def _pages(pdf: bytes) -> int:
    import pypdfium2  # noqa: PLC0415 - only for papers

    with _pdfium, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _catchwords(document: Document, pdf: bytes) -> dict[str, str]:
    """For each page but the last the first words of the next: {"1": "/ครั้งที่ …"}."""
    import pypdfium2  # noqa: PLC0415 - only for papers

    with _pdfium, pypdfium2.PdfDocument(pdf) as pages:
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
