"""Evidence of any kind as pages of text and tables, scans recognised where it can be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import inf
from time import monotonic

import pypdfium2 as pdfium
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from prongsai.core.errors import Finding, Findings, Place, UnreadableInput
from prongsai.core.extract import Block, Extract, Paragraph
from prongsai.core.preaudit.model import Evidence, Page
from prongsai.readers.extracts import read_extract
from prongsai.readers.kinds import MAX_BYTES, Kind, kind_of
from prongsai.readers.legibility import is_damaged
from prongsai.readers.picture import read_picture
from prongsai.readers.plain import decode
from prongsai.readers.recognition import (
    MOST_PAGES,
    paragraphs_of,
    picture_of,
    recognise,
    recogniser,
)
from prongsai.readers.slides import is_presentation, read_slides

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
_MOST_LINKS = 2_000


def read_evidence(
    data: bytes, name: str, *, address: str = "", is_web: bool = False, seconds: float = inf
) -> Evidence:
    """The pages of a file; those that are pictures are recognised, sixty at most.

    Units:  no page is begun to be recognised after `seconds`.
    Errors: UnreadableInput, with the reason and what to send instead.
    """
    if data.startswith(_PICTURES):
        return _picture(data, name, address)
    if is_presentation(data) and len(data) <= MAX_BYTES:
        extract = read_slides(data, name)
        return Evidence(name, _pages(extract.blocks), address, findings=extract.findings)
    kind = kind_of(data, name)
    if kind is Kind.PDF:
        return _pdf(data, name, address, monotonic() + seconds)
    extract = _extract(data, name)
    links = links_in(data) if kind is Kind.HTML else ()
    is_web = is_web or kind is Kind.HTML
    return Evidence(name, _pages(extract.blocks), address, links, is_web, extract.findings)


def links_in(data: bytes) -> tuple[str, ...]:
    """Where a web page leads, each address once."""
    tree = LexborHTMLParser(decode(data))
    addresses = dict.fromkeys(
        (node.attributes.get("href") or node.attributes.get("src") or "").strip()
        for node in tree.css("a[href], iframe[src]")[:_MOST_LINKS]
    )
    return tuple(link for link in addresses if link and not link.startswith(("#", "javascript:")))


def _extract(data: bytes, name: str) -> Extract:
    extract = read_extract(data, name)
    if not isinstance(extract, Extract):
        raise UnreadableInput("readers/not_evidence", place=Place(name))
    return extract


def _pages(blocks: Iterable[Block]) -> tuple[Page, ...]:
    """Blocks by page, or by sheet where there are no pages."""
    grouped: defaultdict[int | str, list[Block]] = defaultdict(list)
    for block in blocks:
        grouped[block.place.page or block.place.sheet or 1].append(block)
    return tuple(
        Page(key if isinstance(key, int) else number, tuple(part), is_doubtful=_is_damaged(part))
        for number, (key, part) in enumerate(grouped.items(), start=1)
    )


def _is_damaged(blocks: Iterable[Block]) -> bool:
    texts = (
        block.text
        if isinstance(block, Paragraph)
        else " ".join(cell for row in block.rows for cell in row.cells)
        for block in blocks
    )
    return is_damaged(" ".join(texts))


def _picture(data: bytes, name: str, address: str) -> Evidence:
    picture, _findings = read_picture(data, name)
    findings = Findings()
    page = _recognised_page(picture.data, name, 1, findings)
    return Evidence(name, (page,), address, findings=tuple(findings.items))


def _pdf(data: bytes, name: str, address: str, until: float) -> Evidence:
    """Pages by their text layer; those without one are recognised."""
    extract, refusal = Extract(()), None
    try:
        extract = _extract(data, name)
    except UnreadableInput as error:
        refusal = error
    pages = {
        page.number: replace(page, is_recognised=page.number in extract.recognised)
        for page in _pages(extract.blocks)
    }
    findings = Findings([finding for finding in extract.findings if not _is_of_scans(finding)])
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise refusal or UnreadableInput("readers/not_evidence", place=Place(name)) from None
    with document:
        if refusal is not None and len(document) > MOST_PAGES:
            raise refusal
        missing = [number for number in range(1, len(document) + 1) if number not in pages]
        left = len(missing)
        for number in missing[:MOST_PAGES]:
            if monotonic() > until:
                break
            picture = picture_of(document[number - 1]) if recogniser() else b""
            pages[number] = _recognised_page(picture, name, number, findings)
            left -= 1
        for number in missing[len(missing) - left :]:
            pages[number] = Page(number, (), is_recognised=True)
        if left:
            findings.warning("readers/pages_not_recognised", Place(name), count=left)
    whole = tuple(pages[number] for number in sorted(pages))
    return Evidence(name, whole, address, findings=tuple(findings.items))


def _is_of_scans(finding: Finding) -> bool:
    return finding.code in ("pages_without_text", "unreadable_pages")


def _recognised_page(picture: bytes, name: str, number: int, findings: Findings) -> Page:
    """A page that is a picture; without the program it has no text, which is told once."""
    place = Place(name, page=number)
    text = recognise(picture) if picture else None
    if text is None:
        if not any(finding.code == "no_recognition" for finding in findings.items):
            findings.warning("readers/no_recognition", place)
        return Page(number, (), is_recognised=True)
    return Page(number, paragraphs_of(text, place), is_recognised=True)
