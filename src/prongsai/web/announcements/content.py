"""A row and the words it holds."""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.core.announcements.content import Words, words_of
from prongsai.core.announcements.model import Announcement, Form, Signer
from prongsai.core.papers.agency import Agency as PaperAgency
from prongsai.web.announcements.models import Notice


def held(notice: Notice) -> Words:
    """The words that stand."""
    return words_of(
        {
            "subject": notice.subject,
            "preamble": notice.preamble,
            "parts": notice.parts,
            "closing": notice.closing,
        }
    )


def put(notice: Notice, words: Words) -> None:
    """Make words stand; the caller saves."""
    data = words.as_data()
    notice.subject = data["subject"]
    notice.preamble = data["preamble"]
    notice.parts = data["parts"]
    notice.closing = data["closing"]


def words_in(announcement: Announcement) -> Words:
    """What a drafter may write of an announcement."""
    return Words(
        announcement.subject, announcement.preamble, announcement.parts, announcement.closing
    )


def announcement_of(notice: Notice) -> Announcement:
    """The row as the core prints it."""
    words = held(notice)
    return Announcement(
        kind=notice.kind,
        form=Form(notice.form),
        subject=words.subject,
        year=notice.fiscal_year,
        preamble=words.preamble,
        parts=words.parts,
        closing=words.closing,
        signer=Signer(notice.signer),
    )


def fields_of(agency: PaperAgency) -> Mapping[str, str]:
    """The values of `core.announcements.model.FIELDS`, the year left to the draft."""
    return {
        "agency": agency.name,
        "mayor": agency.positions.mayor,
        "clerk": agency.positions.clerk,
        "head": agency.positions.head,
        "office": agency.office,
        "website": agency.website,
    }
