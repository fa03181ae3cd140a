"""Photos of a reading or ceremony, which hang on the announcement that was read."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.queries.one import CEREMONY
from prongsai.web.signing.evidence.kinds import SubjectKind, register


def _name(agency: Agency, subject: UUID) -> str | None:
    rows = Announcement.objects.filter(agency=agency, pk=subject)
    return rows.values_list("subject", flat=True).first()


def _may_add(person: Actor, subject: UUID) -> bool:
    own = Announcement.objects.filter(agency=person.agency, pk=subject)
    return may(person, Right.EDIT_ANNOUNCEMENTS) and own.exists()


def _url(agency: Agency, subject: UUID) -> str:
    year = Announcement.objects.filter(agency=agency, pk=subject).values_list(
        "fiscal_year", flat=True
    )
    return f"{reverse('announcements:announcement', args=[year[0], subject])}#photos"


register(
    CEREMONY,
    SubjectKind(
        label=Text("ภาพการประกาศ", "Photos of an announcement"),
        name=_name,
        may_add=_may_add,
        url=_url,
    ),
)
