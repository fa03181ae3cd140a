"""An announcement or order of any kind, as core/announcements words it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prongsai.core.announcements.model import AnnouncementText, Level, NumberedLine, Part, Signer
from prongsai.core.dates import buddhist_year
from prongsai.core.papers.approving import UNSIGNED, Signing, last_signature
from prongsai.core.papers.document import (
    Block,
    Dated,
    Document,
    Heading,
    NoticeHead,
    Numbered,
    Paragraph,
    Together,
)
from prongsai.core.papers.office import Office

_SUBJECT = "เรื่อง"
# The year stands on a line of its own, as on the announcement of the measures.
_OF_A_YEAR = re.compile(r"(.*\S)\s+(ประจำปีงบประมาณ พ\.ศ\. \d{4})")


def announcement_paper(
    office: Office, announcement: AnnouncementText, signing: Signing = UNSIGNED
) -> Document:
    """Head, preamble, parts with their numbers, closing, day and signature."""
    head = _head(office, announcement, signing)
    body = [
        *map(Paragraph, announcement.preamble),
        *(block for part in announcement.parts for block in _part(part)),
    ]
    # The signature never stands alone: the last words go with it.
    last = [body.pop()] if body and not announcement.closing else []
    positions = office.agency.positions
    signer = (
        positions.chief_administrator
        if announcement.signer is Signer.CHIEF_ADMINISTRATOR
        else positions.chief_executive
    )
    key = "order.dated" if announcement.is_order else "announcement.dated"
    end = Together(
        (
            *last,
            *map(Paragraph, announcement.closing),
            Dated(office(key, day=signing.notice_day)),
            last_signature(signing, signer),
        )
    )
    title = " ".join((head.issuer, *head.subject))
    return office.letter("notice", title, (head, *body, end), signing.mark)


def _head(office: Office, announcement: AnnouncementText, signing: Signing) -> NoticeHead:
    issuer = office("order.issuer" if announcement.is_order else "announcement.issuer")
    subject = announcement.subject
    if not subject.startswith(_SUBJECT):
        subject = f"{_SUBJECT} {subject}"
    number, _, year = signing.number.partition("/")
    if announcement.is_order and not year:
        # Orders are numbered anew each calendar year.
        year = str(buddhist_year(signing.day or office.made_on))
    label = office("order.number") if number or announcement.is_order else ""
    found = _OF_A_YEAR.fullmatch(subject)
    lines = found.groups() if found else (subject,)
    return NoticeHead(issuer, lines, number_label=label, number=number, year=year)


def _part(part: Part) -> Iterator[Block]:
    if part.heading:
        yield Heading(2, part.heading)
    yield from map(_line, part.numbered())


def _line(line: NumberedLine) -> Block:
    if not line.number:
        return Paragraph(line.text)
    return Numbered(line.number, line.text, 2 if line.level is Level.SUB else 1)
