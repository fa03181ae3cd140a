"""A row and the words it holds."""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.core.announcements.content import Words, words_of
from prongsai.core.announcements.model import AnnouncementText, Form, Signer
from prongsai.core.papers.agency import Agency as PaperAgency
from prongsai.web.office.announcements.models import Announcement


def current_words(announcement: Announcement) -> Words:
    """The words that stand."""
    return words_of(
        {
            "subject": announcement.subject,
            "preamble": announcement.preamble,
            "parts": announcement.parts,
            "closing": announcement.closing,
        }
    )


def put(announcement: Announcement, words: Words) -> None:
    """Make words stand; the caller saves."""
    data = words.as_data()
    announcement.subject = data["subject"]
    announcement.preamble = data["preamble"]
    announcement.parts = data["parts"]
    announcement.closing = data["closing"]


def words_in(announcement: AnnouncementText) -> Words:
    """What a drafter may write of an announcement."""
    return Words(
        announcement.subject, announcement.preamble, announcement.parts, announcement.closing
    )


def announcement_of(announcement: Announcement) -> AnnouncementText:
    """The row as the core prints it."""
    words = current_words(announcement)
    return AnnouncementText(
        kind=announcement.kind,
        form=Form(announcement.form),
        subject=words.subject,
        year=announcement.fiscal_year,
        preamble=words.preamble,
        parts=words.parts,
        closing=words.closing,
        signer=Signer(announcement.signer),
    )


def fields_of(agency: PaperAgency) -> Mapping[str, str]:
    """The values of `core.announcements.model.FIELDS`, the year left to the draft."""
    return {
        "agency": agency.name,
        "chief_executive": agency.positions.chief_executive,
        "chief_administrator": agency.positions.chief_administrator,
        "office_head": agency.positions.office_head,
        "office": agency.office,
        "website": agency.website,
    }
