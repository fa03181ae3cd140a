"""The paper of an announcement."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.document import Document
from prongsai.core.papers.notice import notice as paper
from prongsai.web.agency.offices import office_of
from prongsai.web.announcements.content import announcement_of
from prongsai.web.announcements.models import Notice


def drawn(row: Notice, on: date, signing: Signing = UNSIGNED) -> Document:
    """The paper as it would print on a day: dated and numbered once it is signed."""
    signing = replace(signing, number=signing.number or row.number, day=row.signed_on)
    return paper(office_of(row.agency, on), announcement_of(row), signing)
