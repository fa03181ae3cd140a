"""Announcements: how they are approved, their photos, the items they answer, what waits."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec.structs import replace

from prongsai.core.announcements.model import Form, Renewal
from prongsai.core.announcements.reading import shipped
from prongsai.core.disclosure.gate import Gate
from prongsai.core.errors import Misuse
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.document import Document
from prongsai.core.roles import role_of
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.office.announcements.content import KIND, current_words, drawn, full_title
from prongsai.web.office.announcements.models import (
    Announcement,
    AnnouncementState,
    AnnouncementVersion,
)
from prongsai.web.office.announcements.queries.pages import CEREMONY
from prongsai.web.office.announcements.queries.register import chief_executive_since, register_page
from prongsai.web.office.announcements.services import sending
from prongsai.web.office.meetings.hooks import CANDIDATE
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.handlers import Handler, register, written_versions
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.evidence.kinds import SubjectKind
from prongsai.web.signing.evidence.kinds import register as register_evidence
from prongsai.web.signing.publication.gate import ForItems, before_signing
from prongsai.web.signing.publication.queries import ItemAnswer, answers_items
from prongsai.web.year.analysis.tiles import Tile, tile
from prongsai.web.year.assessment.queries import codes_of


def _name(agency: Agency, subject: UUID) -> str | None:
    rows = Announcement.objects.filter(agency=agency, pk=subject)
    return rows.values_list("subject", flat=True).first()


register_evidence(
    CEREMONY,
    SubjectKind(
        label=read_words("announcements/photos"),
        name=_name,
        may_add=lambda person, subject: (
            may(person, Right.EDIT_ANNOUNCEMENTS)
            and Announcement.objects.filter(agency=person.agency, pk=subject).exists()
        ),
        url=lambda agency, subject: f"{_row(agency, subject).url}#photos",
    ),
)


class AnnouncementHandler(Handler):
    """Announcements and the orders among them."""

    label = read_words("announcements/announcement")
    route = "usual"
    after = read_words("announcements/after_signing")
    decided = staticmethod(sending.decided)
    set_aside = staticmethod(sending.set_aside)
    copied = staticmethod(sending.copied)

    def title(self, agency: Agency, subject: UUID) -> str:
        """What is asked, as a list shows it."""
        return full_title(_row(agency, subject))

    def url(self, agency: Agency, subject: UUID) -> str:
        return _row(agency, subject).url

    def series(self, agency: Agency, subject: UUID) -> str:
        """The register of its form, where its kind has numbers."""
        return sending.series_of(_row(agency, subject))

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """A digest of every word and of who signs.

        Shape:  by the word of before, so that a paper that was on its way then is still the same.
        """
        row = _row(agency, subject)
        role = role_of(row.signer)
        words = f"{row.form}|{role.formerly or role.key}|{current_words(row).fingerprint()}"
        return sha256(words.encode()).hexdigest()

    def written_by(
        self, agency: Agency, user: User, until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The texts that a person wrote, or a version of them."""
        rows = AnnouncementVersion.objects.filter(agency=agency)
        return written_versions(rows, user, until).values("announcement")

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        """The paper with its mark and, once it is signed, the line of the signature."""
        return drawn(_row(agency, subject), on, replace(signing, day=signing.decided_on))

    def against(self, agency: Agency, subject: UUID, version: Version | None = None) -> Gate:
        """What is known against publishing it, which it does by itself."""
        row = _row(agency, subject)
        codes = codes_of(agency, row.fiscal_year, row.items)
        named = ForItems(KIND, row.fiscal_year, codes, is_signed=True)
        return before_signing(agency, subject, version, named)

    def family(self, agency: Agency, subject: UUID) -> list[UUID]:
        """Every text of the announcement: a corrected one is a row of its own."""
        series = Announcement.objects.filter(agency=agency, pk=subject).values("series")
        rows = Announcement.objects.filter(agency=agency, series__in=series)
        return list(rows.values_list("pk", flat=True))


def _row(agency: Agency, subject: UUID) -> Announcement:
    row = Announcement.objects.select_related("agency").filter(agency=agency, pk=subject).first()
    if row is None:
        raise Misuse("announcements/announcement_unknown")
    return row


register(KIND, AnnouncementHandler())


def answers_of(
    agency: Agency, subjects: Collection[str], year: int, on: date
) -> Iterator[tuple[UUID, ItemAnswer]]:
    """The announcements of a year, and earlier ones which stand until they are replaced."""
    rows = Announcement.objects.filter(
        agency=agency, fiscal_year__lte=year, signed_on__isnull=False
    )
    newest: dict[str, Announcement] = {}
    of_series: dict[UUID, Announcement] = {}
    for row in rows.order_by("fiscal_year", "edition"):
        newest[row.kind] = of_series[row.series] = row
    for series, row in of_series.items():
        kind = shipped().kind(row.kind)
        renewal = kind.renewal if kind is not None else (Renewal.YEARLY,)
        is_lasting = Renewal.YEARLY not in renewal and row.state == AnnouncementState.PUBLISHED
        is_of_year = row.fiscal_year == year or (is_lasting and newest[row.kind] == row)
        is_asked = is_of_year and bool(set(row.items) & set(subjects))
        lacks = None
        if is_asked and row.fiscal_year < year and Renewal.NEW_CHIEF_EXECUTIVE in renewal:
            since = chief_executive_since(agency, on)
            is_known = since is not None and row.signed_on is not None and since <= row.signed_on
            lacks = None if is_known else read_words("announcements/signed_by_other_executive")
        # An order shows a part of what its item asks for.
        caution = CANDIDATE.caution if row.form == Form.ORDER else None
        yield series, ItemAnswer(is_asked, lacks, caution)


answers_items(
    "announcements",
    lambda _: {kind.key: kind.lineages for kind in shipped().kinds},
    published=answers_of,
)


@tile
def announcements(agency: Agency, year: int) -> Tile | None:
    """How many kinds of the year are missing; nothing before the first one was begun."""
    page = register_page(agency, year, today())
    if not any(line.announcement or line.former_year for line in page.lines):
        return None
    waiting = sum(line.is_read_waiting for line in page.lines)
    note = _("มีครบทุกชนิดแล้ว")
    if page.renewals:
        note = _("ต้องต่ออายุ %(count)s เรื่อง") % {"count": len(page.renewals)}
    elif page.missing:
        note = _("ร่าง ลงนาม เผยแพร่ แล้วแจ้งเวียน")
    elif waiting:
        note = _("รอรับทราบ %(count)s เรื่อง") % {"count": waiting}
    return Tile(
        heading=_("ประกาศที่ยังไม่มี"),
        figure=str(page.missing),
        unit=_("จาก %(all)s ชนิด") % {"all": len(page.lines)},
        note=note,
        url=reverse("announcements:register", args=[year]),
        link=_("ดูทะเบียนประกาศ"),
    )


@waiting
def signed(person: Actor, on: date) -> tuple[Waiting, ...]:
    if not (may(person, Right.EDIT_ANNOUNCEMENTS) or may(person, Right.PUBLISH)):
        return ()
    held = Submission.objects.filter(
        agency=person.agency, kind=KIND, objected_at__isnull=False
    ).values("subject")
    rows = Announcement.objects.filter(
        agency=person.agency, state=AnnouncementState.SIGNED, signed_on__lt=on
    )
    # What somebody objects to waits for them, not for who publishes.
    rows = rows.exclude(pk__in=held)
    return tuple(
        Waiting(
            kind="notice",
            name=full_title(row),
            ask=read_words("announcements/signed"),
            url=row.url,
            since=row.signed_on,
        )
        for row in rows
    )
