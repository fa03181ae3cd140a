"""What a file that is to become public holds of persons, with its places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import groupby

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.extract import Extract, Paragraph
from prongsai.core.personal_data import PersonalDatum, letters_of, personal_data
from prongsai.core.text import Text
from prongsai.readers.behind import BESIDE, all_texts, pictured_pages
from prongsai.readers.carried import carried_findings
from prongsai.readers.extracts import read_extract
from prongsai.readers.kinds import Kind, kind_of

_LONG_NUMBER = re.compile(r"[0-9๐-๙](?:[^0-9A-Za-zก-๙]{0,3}[0-9๐-๙]){7,}")
_FEWEST = 9  # of a telephone without its zero
_HEAD = 120  # letters of the cells above a number

_NEXT = Text(
    "ปิดหรือลบในต้นฉบับ ทำ PDF ใหม่แล้วส่ง หากเปิดเผยได้ตามกฎหมายให้บอกเหตุผล",
    "mask or delete it in the original, make a new PDF and send that;"
    " if the law allows it to be public, say why",
)
_LOOK = Text("เปิดดูหน้านั้นเอง แล้วบอกเหตุผลที่เผยแพร่", "look at these pages, then say why it is published")


def personal_findings(data: bytes, name: str, own: Collection[str] = ()) -> tuple[Finding, ...]:
    """Citizens' numbers, telephones, accounts and e-mail addresses in a file of any kind.

    Shape:  what is quoted is masked; `own` are numbers and addresses that the agency makes public;
            pages that are pictures are told too, for nobody looked into them; of a PDF also what it
            carries of who made it and where its pictures were taken.
    Errors: UnreadableInput where the file's text cannot be read: then nothing is known of it.
    """
    extract = read_extract(data, name)
    if not isinstance(extract, Extract):
        return ()
    shown = list(_texts(extract))
    findings = [
        _finding(hit, place)
        for text, place in (*shown, *_figure_by_figure(shown))
        for hit in personal_data(text, own)
    ]
    findings += _named_by_columns(extract, own)
    findings += _behind(data, name, [text for text, _ in shown], own)
    if kind_of(data, name) is Kind.PDF:
        findings += carried_findings(data, name, " ".join(text for text, _ in shown))
    return (*findings, *_pictures(data, name))


def _figure_by_figure(shown: list[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    """Figures of which each has a line or a row of its own, below the text that heads them."""
    start = 0
    for is_figure, group in groupby(shown, lambda text: len(text[0].strip()) == 1):
        texts = list(group)
        if is_figure and len(texts) >= _FEWEST:
            lines = [text.strip() for text, _ in (*shown[max(0, start - 1) : start], *texts)]
            yield "\n".join(lines), texts[0][1]
        start += len(texts)


def _pictures(data: bytes, name: str) -> Iterator[Finding]:
    """Pages that nobody could look into."""
    pages = pictured_pages(data, name)
    if pages:
        shown = ", ".join(map(str, pages[:10]))
        message = Text(
            f"ตรวจไม่ได้ เพราะเป็นภาพ หน้า {shown}",
            f"pages that are pictures could not be checked: {shown}",
        )
        yield Finding(
            "unread_pages", Severity.WARNING, message, (Place(name, page=pages[0]),), _LOOK
        )


def _named_by_columns(extract: Extract, own: Collection[str]) -> Iterator[Finding]:
    """Numbers of a table that only the head of their column tells: a spreadsheet drops the zero."""
    for block in extract.blocks:
        if isinstance(block, Paragraph):
            continue
        heads: dict[int, str] = {}
        for row in block.rows:
            line = " ".join(row.cells)
            known = {_bare(line, hit) for hit in personal_data(line, own)}
            for column, cell in enumerate(row.cells):
                if not _LONG_NUMBER.search(cell):
                    heads[column] = f"{heads.get(column, '')} {cell}"[:_HEAD]
                elif column in heads:
                    headed = f"{heads[column]} {cell}"
                    hits = personal_data(headed, own)
                    new = [hit for hit in hits if _bare(headed, hit) not in known]
                    yield from (_finding(hit, row.place_of(column)) for hit in new)


def _behind(data: bytes, name: str, shown: list[str], own: Collection[str]) -> Iterator[Finding]:
    """What stands in no text that was looked into already, each once."""
    seen = [letters_of(text) for text in shown]
    reported: set[str] = set()
    for text, place in all_texts(data, name):
        for hit in personal_data(text, own):
            bare = _bare(text, hit)
            if bare not in reported and not any(bare in shown_text for shown_text in seen):
                reported.add(bare)
                yield _finding(hit, place, is_shown=False)


def _bare(text: str, hit: PersonalDatum) -> str:
    return letters_of(text[hit.start : hit.end])


def _finding(hit: PersonalDatum, place: Place, *, is_shown: bool = True) -> Finding:
    label, quote = hit.kind.label, " ".join(hit.masked.split())
    th, en = (f" {BESIDE.th}", f" {BESIDE.en}") if not is_shown else ("", "")
    message = Text(f"มี{label.th} {quote}{th}", f"there is a {label.en} {quote}{en}")
    return Finding("personal_data", Severity.WARNING, message, (place,), _NEXT)


def _texts(extract: Extract) -> Iterator[tuple[str, Place]]:
    """Paragraphs, and rows as one text: what a number is often stands in the cell before it."""
    for block in extract.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place
        else:
            for row in block.rows:
                yield " ".join(row.cells), row.place
