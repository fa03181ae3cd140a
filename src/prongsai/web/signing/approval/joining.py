"""A paper with what was sent along, as one PDF: the paper first, then each enclosure in its order.

What is neither PDF nor a picture cannot stand in a PDF; its page says so, and where it is.
"""

import io

import pikepdf
from PIL import Image

from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Block, Document, Form, Paragraph, Section, Title
from prongsai.web.platform import files
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.signing.approval.models import Enclosure, Version

_A4 = (1240, 1754)  # at 150 dots an inch
_DENSITY = 150.0


def together(version: Version) -> bytes:
    """One PDF of a version: its signed copy, until there is one its exact paper, and enclosures."""
    paper = version.signed_file or version.file
    made = io.BytesIO()
    with pikepdf.new() as joined:
        if paper is not None:
            _add(joined, files.read(paper))
        for row in version.enclosures.select_related("file__agency"):
            _add(joined, _as_pdf(row))
        joined.save(made)
    return made.getvalue()


def _add(joined: pikepdf.Pdf, data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as part:
        joined.pages.extend(part.pages)


def _as_pdf(row: Enclosure) -> bytes:
    if row.file.media_type == "application/pdf":
        return files.read(row.file)
    if row.file.media_type in ("image/jpeg", "image/png"):
        # A picture on a page of A4, no larger than the page.
        made = io.BytesIO()
        with Image.open(io.BytesIO(files.read(row.file))) as picture:
            flat = picture.convert("RGB")
        flat.thumbnail(_A4)
        page = Image.new("RGB", _A4, "white")
        page.paste(flat, ((_A4[0] - flat.width) // 2, (_A4[1] - flat.height) // 2))
        page.save(made, "PDF", resolution=_DENSITY)
        return made.getvalue()
    words = (
        f"ไฟล์ {row.file.name} เปิดด้วย Word หรือ Excel จากหน้าลงนามของเรื่องนี้",
        f"ค่าตรวจสอบไฟล์ (SHA-256) {row.digest}",
    )
    head = Title((f"สิ่งที่ส่งมาด้วย {row.place}", row.title))
    blocks: tuple[Block, ...] = (head, *(Paragraph(text) for text in words))
    agency = row.version.submission.agency
    document = Document(
        kind="enclosure",
        title=row.title,
        author=agency.name,
        made_on=day_of(row.version.made_at),
        sections=(Section(Form.LETTER, blocks),),
    )
    return drawn_as("pdf", document, Digits(agency.digits))
