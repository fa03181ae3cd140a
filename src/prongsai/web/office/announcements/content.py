"""An announcement's kind, its words, and its paper."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from prongsai.core.announcements.content import Words, words_of
from prongsai.core.announcements.drafting import drafted
from prongsai.core.announcements.model import AnnouncementKind, AnnouncementText, Each, Form, Signer
from prongsai.core.papers.agency import Agency as PaperAgency
from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.approving import announcement_paper as paper
from prongsai.core.papers.document import Document
from prongsai.web.agency.figures import Rows, figures_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of, paper_agency
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.facts import approved_last

# Under this name approval and circulation know announcements.
KIND = "notice"


def full_title(announcement: Announcement) -> str:
    """The name under which it is submitted, published and sent round; printed, so in Thai."""
    word = "คำสั่ง" if announcement.form == "order" else "ประกาศ"
    return f"{word} เรื่อง {announcement.subject}"


def current_words(announcement: Announcement) -> Words:
    return words_of({name: getattr(announcement, name) for name in Words.__struct_fields__})


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


def draft_of(agency: Agency, kind: AnnouncementKind, year: int) -> AnnouncementText:
    """The text with which an announcement of a kind begins, with figures of today."""

    def figures(each: Each) -> Rows:
        return figures_of(each, agency, year, today())

    return drafted(kind, fields_of(paper_agency(agency)), year, figures)


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


def current_paper(row: Announcement, on: date) -> Document:
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
