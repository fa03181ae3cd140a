"""The paper of a version as a document: the exact one, and the copy with all decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

from django.urls import reverse
from django.utils import timezone

from prongsai.core.papers.document import Document, Mark
from prongsai.web.agency.offices import as_kept, paper_agency
from prongsai.web.platform import files
from prongsai.web.platform.address import site_address
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.facts import SHOWN_OF_ENTRY, asks_decision, last_entry
from prongsai.web.signing.approval.guessing import key_of
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import Decision, Version
from prongsai.web.signing.approval.words import signed_steps


def document_of(version: Version, decisions: Iterable[Decision] = ()) -> Document:
    """The paper of a version with the decisions that are given, none for the exact one."""
    row, decisions = version.submission, tuple(decisions)
    return handler_of(row.kind).draw(
        row.agency,
        row.subject,
        mark=mark_of(
            row.code, last_entry(row) if decisions else None, is_decided=asks_decision(row)
        ),
        steps=signed_steps(row, version, decisions),
        number=row.number,
        on=timezone.localtime(version.made_at).date(),
    )


def mark_of(code: str, entry: JournalEntry | None = None, *, is_decided: bool = True) -> Mark:
    """The code that leads to the page which tells whether a paper in hand is the approved one.

    Shape:  `entry` is that of the last decision, printed on the signed copy: a journal that was
            rewritten later agrees with no paper any more. What nobody decides asks whether it is
            the one that was noted.
    """
    url = f"{site_address()}{reverse('approval:check', args=[code])}"
    scanned = f"{url}?k={key_of(code)}"
    done = "อนุมัติ" if is_decided else "รับทราบ"
    words: tuple[str, ...] = (
        f"ตรวจว่าเป็นฉบับที่{done}หรือไม่: สแกน หรือเปิด {url}",
        f"รหัส {code} · ไม่ใช่ลายมือชื่อดิจิทัล (PKI)",
    )
    if entry is not None:
        head = f"บันทึกการใช้งานรายการที่ {entry.number} ลายนิ้วมือ {entry.digest[:SHOWN_OF_ENTRY]}"
        words = (*words, head)
    return Mark(code=code, url=scanned, words=words)


def text_of(version: Version, document: Document) -> list[str]:
    """The printed text, without what changes with every version although nothing was edited."""
    moving = {step.signed for step in signed_steps(version.submission, version) if step.signed}
    return [line for line in document.strings() if not any(one in line for one in moving)]


def pdf_of(version: Version, document: Document) -> bytes:
    """A document as PDF, in the digits of its agency."""
    return drawn_as("pdf", document, paper_agency(version.submission.agency).digits)


def docx_of(version: Version, document: Document) -> bytes:
    """A document as DOCX, in the digits of its agency."""
    return drawn_as("docx", document, paper_agency(version.submission.agency).digits)


def page_of(version: Version, document: Document) -> bytes:
    """A document as a page for a small screen, in the digits of its agency."""
    return drawn_as("html", document, paper_agency(version.submission.agency).digits)


def kept_office(version: Version) -> AbstractContextManager[None]:
    """Draw with the agency's name, wording and emblem as the exact paper of a version has them."""
    file = version.office_file
    if file is None:
        return nullcontext()
    return as_kept(version.submission.agency, json.loads(files.read(file)))
