"""Evidence of any kind as pages of text and tables, scans recognised where it can be done."""

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import inf
from time import monotonic

import pypdfium2 as pdfium
from lxml import etree
from msgspec.structs import replace
from pypdfium2 import raw
from selectolax.lexbor import LexborHTMLParser, LexborNode

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow
from prongsai.core.messages import read_message
from prongsai.core.patterns import compiled
from prongsai.core.preaudit.model import Evidence, EvidencePage
from prongsai.readers.extracts import read_extract
from prongsai.readers.kinds import (
    MAX_BYTES,
    FileKind,
    damaged,
    kind_of,
    too_many_pages,
    unpacks_too_much,
)
from prongsai.readers.legibility import is_damaged
from prongsai.readers.picture import read_picture
from prongsai.readers.plain import decode
from prongsai.readers.recognition import (
    MOST_PAGES,
    knows_thai,
    paragraphs_of,
    picture_of,
    recognise,
    recogniser,
)

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
_MOST_LINKS = 2_000
# Where a picture of a web page is an emblem, a button or a small copy.
_AROUND = {"a", "nav", "header", "footer", "aside", "button"}
# What pages set beside what they are about: news, links, banners.
_BESIDE = "aside, .sidebar, .side-bar, .side, .widget-area, #sidebar, .menu, #menu"
_NEVER_PLAIN = (".pdf", ".docx", ".xlsx", ".pptx")
# A page may hand out one paper in two forms.
_LINKED_FILE = 2
_STAMP, _FEW_LETTERS, _MOSTLY = 40, 400, 0.6
_SLIDE = compiled(r"ppt/slides/slide(\d{1,5})\.xml")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OF_SCANS = ("pages_without_text", "unreadable_pages")
# As a tree, text takes some twenty times its bytes.
_MOST_SLIDES, _MOST_OF_SLIDES = 400, 16 * 2**20


def read_evidence(
    data: bytes, name: str, *, address: str = "", is_web: bool = False, seconds: float = inf
) -> Evidence:
    """The pages of a file; those that are pictures are recognised, sixty at most.

    Units:  no page is begun to be recognised after `seconds`.
    Errors: UnreadableInput, with the reason and what to send instead.
    """
    if data.startswith(_PICTURES):
        return _picture(data, name, address, monotonic() + seconds)
    if is_presentation(data) and len(data) <= MAX_BYTES:
        extract = read_slides(data, name)
        return Evidence(name, _pages(extract.blocks), address, findings=extract.findings)
    kind = kind_of(data, name)
    if kind is FileKind.PDF:
        return _pdf(data, name, address, monotonic() + seconds)
    if kind is FileKind.TEXT and name.lower().endswith(_NEVER_PLAIN):
        # What is left of a damaged file says nothing of what was in it.
        raise UnreadableInput("readers/not_evidence", place=Place(name))
    extract = _extract(data, name)
    if kind is not FileKind.HTML:
        pages = _pages(extract.blocks)
        return Evidence(name, pages, address, (), is_web, findings=extract.findings)
    tree = LexborHTMLParser(decode(data))
    if main := _without_beside(data):
        extract = _extract(main, name)
    pages = _pages(extract.blocks)
    if _shows_pictures(tree):
        pages = tuple(replace(page, is_doubtful=True) for page in pages)
    has_form = tree.css_first("form textarea") is not None
    return Evidence(
        name,
        pages,
        address,
        _links(tree),
        is_web=True,
        has_form=has_form,
        is_index=_is_index(LexborHTMLParser(main or decode(data))),
        findings=extract.findings,
    )


def _without_beside(data: bytes) -> bytes:
    """A page without what stands beside its main part; b"" where nothing does.

    What has half of the words, or the main part, is not beside: some sites lay out all of it so.
    """
    tree = LexborHTMLParser(decode(data))
    most = len(tree.body.text()) / 2 if tree.body is not None else 0
    beside = [node for node in tree.css(_BESIDE) if len(node.text()) < most]
    for node in beside:
        if node.css_first("main, article, h1") is None:
            node.decompose()
    for node in tree.css("meta[charset], meta[http-equiv]"):
        node.decompose()  # it is written as UTF-8
    return (tree.html or "").encode() if beside else b""


def _shows_pictures(tree: LexborHTMLParser) -> bool:
    """Whether a web page may say in a picture what it has little text for."""
    pictures = [
        node
        for node in tree.css("img[src]")
        if not any(parent.tag in _AROUND for parent in _parents(node))
    ]
    words = "".join((tree.body.text(separator=" ") if tree.body else "").split())
    linked = sum(len("".join(node.text().split())) for node in tree.css("a"))
    return bool(pictures) and len(words) - linked <= _FEW_LETTERS


def _is_index(tree: LexborHTMLParser) -> bool:
    """Whether a page has several links, and more of their words than of its own."""
    for node in tree.css("nav, header, footer"):
        node.decompose()
    linked = [len("".join(node.text().split())) for node in tree.css("a[href]")]
    words = "".join((tree.body.text(separator=" ") if tree.body else "").split())
    return len(linked) > _LINKED_FILE and 2 * sum(linked) > len(words)


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _links(tree: LexborHTMLParser) -> tuple[str, ...]:
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


def _pages(blocks: Iterable[Block]) -> tuple[EvidencePage, ...]:
    """Blocks by page, or by sheet where there are no pages."""
    grouped: defaultdict[int | str, list[Block]] = defaultdict(list)
    for block in blocks:
        grouped[block.place.page or block.place.sheet or 1].append(block)
    return tuple(
        EvidencePage(
            key if isinstance(key, int) else number,
            tuple(part),
            is_doubtful=is_damaged(_text(part)),
        )
        for number, (key, part) in enumerate(grouped.items(), start=1)
    )


def _text(blocks: Iterable[Block]) -> str:
    return " ".join(
        block.text
        if isinstance(block, Paragraph)
        else " ".join(cell for row in block.rows for cell in row.cells)
        for block in blocks
    )


def _picture(data: bytes, name: str, address: str, until: float) -> Evidence:
    findings, page = Findings(), EvidencePage(1, (), is_recognised=True)
    try:
        picture, _findings = read_picture(data, name)
    except UnreadableInput as error:
        # The step of an emblem is of no use here.
        step = read_message("readers/not_evidence").next_step
        raise UnreadableInput(error.message, place=error.place, next_step=step) from error
    if monotonic() > until:
        findings.warning("readers/pages_not_recognised", Place(name), count=1)
    else:
        page = _recognised_page(picture.data, name, 1, findings)
    return Evidence(name, (page,), address, findings=tuple(findings.items))


def _pdf(data: bytes, name: str, address: str, until: float) -> Evidence:
    """Pages by their text layer; those without one, or with a stamp alone, are recognised."""
    extract, refusal = Extract(()), None
    try:
        extract = _extract(data, name)
    except UnreadableInput as error:
        refusal = error
    pages = {
        page.number: replace(page, is_recognised=page.number in extract.recognised)
        for page in _pages(extract.blocks)
    }
    findings = Findings([finding for finding in extract.findings if finding.code not in _OF_SCANS])
    try:
        with pdfium.PdfDocument(data) as document:
            if refusal is not None and len(document) > MOST_PAGES:
                raise refusal
            pages = {number: _with_doubt(document, page) for number, page in pages.items()}
            numbers = range(1, len(document) + 1)
            missing = [at for at in numbers if at not in pages or not pages[at].blocks]
            missing = [at for at in missing if not _is_bare(document, at)]
            left = len(missing)
            for number in missing[:MOST_PAGES]:
                if monotonic() > until:
                    break
                pages[number] = _recognised_page(_drawn(document, number), name, number, findings)
                left -= 1
            for number in missing[len(missing) - left :]:
                pages[number] = EvidencePage(number, (), is_recognised=True)
            if left:
                findings.warning("readers/pages_not_recognised", Place(name), count=left)
    except pdfium.PdfiumError:
        raise refusal or UnreadableInput("readers/not_evidence", place=Place(name)) from None
    whole = tuple(pages[number] for number in sorted(pages))
    return Evidence(name, whole, address, findings=tuple(findings.items))


def _drawn(document: pdfium.PdfDocument, number: int) -> bytes:
    """The picture of a page; b"" where it cannot be drawn, or nothing would read it."""
    try:
        return picture_of(document[number - 1]) if recogniser() else b""
    except pdfium.PdfiumError:
        return b""


def _with_doubt(document: pdfium.PdfDocument, page: EvidencePage) -> EvidencePage:
    """A page as it is; doubtful where pictures cover most of it and letters are few."""
    letters = len("".join(_text(page.blocks).split()))
    if letters > _FEW_LETTERS or page.is_recognised or not _is_picture(document, page.number):
        return page
    # A stamp is all the text of a scan: "Scanned with …", a number.
    return replace(page, blocks=page.blocks if letters > _STAMP else (), is_doubtful=True)


def _is_bare(document: pdfium.PdfDocument, number: int) -> bool:
    """Whether nothing at all is drawn on a page; of one that cannot be looked at, no."""
    try:
        sheet = document[number - 1]
        marks = raw.FPDFPage_GetAnnotCount(sheet.raw)
        return not marks and next(iter(sheet.get_objects()), None) is None
    except pdfium.PdfiumError:
        return False


def _is_picture(document: pdfium.PdfDocument, number: int) -> bool:
    """Whether pictures cover most of a page; what cannot be looked at is none."""
    try:
        sheet = document[number - 1]
        left, bottom, right, top = sheet.get_bbox()
        pictures = sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        covered = sum(
            max(min(x1, right) - max(x0, left), 0) * max(min(y1, top) - max(y0, bottom), 0)
            for x0, y0, x1, y1 in (picture.get_bounds() for picture in pictures)
        )
    except pdfium.PdfiumError:
        return False
    return bool(covered >= _MOSTLY * (right - left) * (top - bottom))


def _recognised_page(picture: bytes, name: str, number: int, findings: Findings) -> EvidencePage:
    """A page that is a picture; without the program, or in vain, it has no text, and why."""
    place = Place(name, page=number)
    text = recognise(picture) if picture else None
    if text is None:
        if picture and knows_thai():
            findings.warning("readers/page_not_recognised", place)
        elif all(finding.code != "no_recognition" for finding in findings.items):
            findings.warning("readers/no_recognition", place)
        return EvidencePage(number, (), is_recognised=True)
    return EvidencePage(number, paragraphs_of(text, place), is_recognised=True)


def is_presentation(data: bytes) -> bool:
    """Whether a file is a presentation."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "ppt/presentation.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read_slides(data: bytes, name: str) -> Extract:
    """Every slide in order; every place is a page.

    Errors: UnreadableInput where it is damaged or unpacks to more than may be.
    """
    blocks: list[Block] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {
                int(match[1]): part
                for part in archive.infolist()
                if (match := _SLIDE.fullmatch(part.filename))
            }
            unpacked = sum(part.file_size for part in parts.values())
            if unpacked > _MOST_OF_SLIDES:
                raise unpacks_too_much(name, unpacked, _MOST_OF_SLIDES)
            if len(parts) > _MOST_SLIDES:
                raise too_many_pages(name, len(parts), _MOST_SLIDES)
            for page, number in enumerate(sorted(parts), start=1):
                parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
                root = etree.fromstring(archive.read(parts[number]), parser)
                blocks += _blocks(root, Place(name, page=page))
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,  # a part that asks for a password, or is packed in another way
    ) as error:
        raise damaged(name) from error
    return Extract(tuple(blocks))


def _blocks(root: etree._Element, place: Place) -> Iterator[Block]:
    for node in root.iter(f"{_DRAWING}tbl", f"{_DRAWING}p"):
        if node.tag == f"{_DRAWING}tbl":
            rows = tuple(
                TableRow(tuple(_text_of_slide(cell) for cell in row.iter(f"{_DRAWING}tc")), place)
                for row in node.iter(f"{_DRAWING}tr")
            )
            if rows:
                yield Table(rows, place)
        elif next(node.iterancestors(f"{_DRAWING}tbl"), None) is None and (
            text := _text_of_slide(node)
        ):
            yield Paragraph(text, place)


def _text_of_slide(node: etree._Element) -> str:
    return "".join(part.text or "" for part in node.iter(f"{_DRAWING}t")).strip()
