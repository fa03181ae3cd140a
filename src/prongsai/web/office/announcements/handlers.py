"""What approval must know of announcements."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from msgspec.structs import replace

from prongsai.core.errors import Misuse
from prongsai.core.papers.approving import SignedStep, Signing
from prongsai.core.papers.document import Document, Mark
from prongsai.core.roles import role_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor
from prongsai.web.office.announcements.content import current_words
from prongsai.web.office.announcements.drawing import drawn
from prongsai.web.office.announcements.models import Announcement, AnnouncementVersion
from prongsai.web.office.announcements.services import sending
from prongsai.web.office.announcements.words import KIND, full_title
from prongsai.web.signing.approval.handlers import register
from prongsai.web.signing.approval.models import Submission


class AnnouncementHandler:
    """Announcements and the orders among them."""

    label = Text("ประกาศ", "Announcement")
    route = "usual"
    after = Text(
        "ออกเลข (ถ้าชนิดนั้นมีเลข) ลงวันที่ เผยแพร่ และแจ้งเวียนผู้ที่ต้องรับทราบ",
        "it gets its number (where the kind has one) and day, is published and sent round",
    )

    def title(self, agency: Agency, subject: UUID) -> str:
        """What is asked, as a list shows it."""
        return full_title(_row(agency, subject))

    def url(self, agency: Agency, subject: UUID) -> str:
        """Its own page."""
        row = _row(agency, subject)
        return reverse("announcements:announcement", args=[row.fiscal_year, row.pk])

    def series(self, agency: Agency, subject: UUID) -> str:
        """The register of its form, where its kind has numbers."""
        return sending.series_of(_row(agency, subject))

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """A digest of every word and of who signs.

        Shape:  by the word of before, so that a paper that was on its way then is still the same.
        """
        row = _row(agency, subject)
        role = role_of(row.signer)
        told = f"{row.form}|{role.formerly or role.key}|{current_words(row).fingerprint()}"
        return sha256(told.encode()).hexdigest()

    def written_by(self, agency: Agency, user: User) -> QuerySet[Any, Any]:
        """The texts that a person wrote, or a version of them."""
        rows = AnnouncementVersion.objects.filter(agency=agency, made_by=user)
        return rows.values("announcement")

    def draw(
        self,
        agency: Agency,
        subject: UUID,
        *,
        mark: Mark,
        steps: tuple[SignedStep, ...],
        number: str,
        on: date,
    ) -> Document:
        """The paper with its mark and, once it is signed, the line of the signature."""
        signing = Signing(number=number, steps=steps, mark=mark)
        return drawn(_row(agency, subject), on, replace(signing, day=signing.decided_on))

    def set_aside(self, submission: Submission, *, by: Actor) -> None:
        """What was signed by nobody is a draft again."""
        sending.set_aside(submission, by=by)

    def family(self, agency: Agency, subject: UUID) -> list[UUID]:
        """Every text of the announcement: a corrected one is a row of its own."""
        series = Announcement.objects.filter(agency=agency, pk=subject).values("series")
        rows = Announcement.objects.filter(agency=agency, series__in=series)
        return list(rows.values_list("pk", flat=True))

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Number and day, or a draft again."""
        sending.decided(submission, by=by)

    def copied(self, submission: Submission) -> None:
        """Publish the signed copy and send it round."""
        sending.copied(submission)


def _row(agency: Agency, subject: UUID) -> Announcement:
    row = Announcement.objects.select_related("agency").filter(agency=agency, pk=subject).first()
    if row is None:
        raise Misuse(
            Text("ไม่มีประกาศนี้", "there is no such announcement"),
            next_step=Text("เปิดทะเบียนประกาศ", "see the register of announcements"),
        )
    return row


register(KIND, AnnouncementHandler())
