"""The paper of an announcement."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from prongsai.core.papers.announcement import announcement_paper as paper
from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.document import Document
from prongsai.web.agency.offices import office_of
from prongsai.web.office.announcements.content import announcement_of
from prongsai.web.office.announcements.kinds import KIND
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.signing.approval.facts import approved_last


def shown(row: Announcement, on: date) -> Document:
    """The paper as its page shows it: with the number and day that the announcement bears.

    Shape:  with neither while somebody objects to the approval by which it bears them.
    """
    last = approved_last(row.agency, KIND, row.pk)
    if last is not None and last.objected_at is not None:
        return drawn(row, on, UNSIGNED)
    return drawn(row, on, replace(UNSIGNED, number=row.number, day=row.signed_on))


def drawn(row: Announcement, on: date, signing: Signing) -> Document:
    """The paper as it prints on a day, with the number and day that are given."""
    return paper(office_of(row.agency, on), announcement_of(row), signing)
