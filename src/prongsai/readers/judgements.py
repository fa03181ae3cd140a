"""Judgements of a person over evidence: a YAML file of documents, written in it or beside it."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.extract import Block, Extract, Table, TableRow
from prongsai.core.preaudit.evaluation import Judgement
from prongsai.core.preaudit.model import Evidence, EvidencePage, Verdict
from prongsai.core.yaml_data.documents import read_text
from prongsai.readers.evidence import read_evidence
from prongsai.readers.extracts import with_typed_tables
from prongsai.readers.legibility import is_damaged
from prongsai.readers.plain import blocks_of as text_blocks

_NEXT_PAGE = "====="
_BETWEEN = " | "


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """One document with what a person found: `expect` by the number of the element.

    Shape:  `text` is its content, or `file` where it lies; `ocr` for text recognised from pictures.
    """

    name: str
    item: str
    year: int
    expect: dict[int, Verdict]
    text: str = ""
    file: str = ""
    address: str = ""
    agency: str = ""
    links: tuple[str, ...] = ()
    ocr: bool = False
    held_out: bool = False

    @property
    def truth(self) -> dict[str, Verdict]:
        """The judgements by the name of the element."""
        return {f"{self.item}.{number}": verdict for number, verdict in self.expect.items()}


class Judgements(Struct, frozen=True, forbid_unknown_fields=True):
    """What a file holds: documents to read, and judgements of what a site has read already."""

    documents: tuple[Document, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def read_judgements(path: Path) -> Judgements:
    """Read a file.

    Errors: UnreadableInput where it is not as declared, with the line.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput("readers/not_utf8_text", place=Place(str(path))) from error
    content, findings = read_text(text, path.name, Judgements, "readers")
    if content is None:
        first = findings[0]
        raise UnreadableInput(first.message, place=first.places[0], next_step=first.next_step)
    return content


def evidence_of(document: Document, folder: Path) -> Evidence:
    """The evidence of a document: its text as pages, or its file as it is read."""
    if document.file:
        path = folder / document.file
        return read_evidence(path.read_bytes(), path.name, address=document.address)
    parts = document.text.split(_NEXT_PAGE)
    pages = tuple(_page(part, number, document) for number, part in enumerate(parts, start=1))
    return Evidence(document.name, pages, document.address, document.links, bool(document.links))


def _page(text: str, number: int, document: Document) -> EvidencePage:
    if _BETWEEN in text:
        blocks = tuple(blocks_of(text, Place(document.name, page=number)))
    else:
        blocks = tuple(lines_of(text, document.name, number))
    return EvidencePage(number, blocks, document.ocr, is_damaged(text))


def lines_of(text: str, name: str, page: int) -> Iterator[Block]:
    """The blocks of a text as a text file's, on a page."""
    for block in with_typed_tables(Extract(tuple(text_blocks(text, name)))).blocks:
        yield replace(block, place=replace(block.place, page=page))


def blocks_of(text: str, place: Place) -> Iterator[Block]:
    """Lines with cells as tables, what stands between them as a text file's."""
    rows: list[TableRow] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if _BETWEEN in f"{line} ":
            yield from lines_of("\n".join(lines), place.file or "", place.page or 1)
            lines = []
            rows.append(
                TableRow(tuple(cell.strip() for cell in f" {line} ".split(_BETWEEN)), place)
            )
            continue
        if rows:
            yield Table(tuple(rows), place)
            rows = []
        lines.append(line)
    yield from lines_of("\n".join(lines), place.file or "", place.page or 1)
