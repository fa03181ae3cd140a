"""What waits for who publishes: a version that is agreed to, and a page about to expire."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.words import KIND
from prongsai.web.signing.approval.models import Submission, SubmissionState

# So long before its last day a page is remembered, and so long after.
BEFORE, AFTER = timedelta(days=14), timedelta(days=30)


@waiting
def agreed(person: Actor, _on: date) -> tuple[Waiting, ...]:
    """Versions that the executive agreed to and nobody has published."""
    if not may(person, Right.PUBLISH):
        return ()
    approved = Submission.objects.filter(
        agency=person.agency, kind=KIND, state=SubmissionState.APPROVED, objected_at=None
    )
    rows = SiteEdition.objects.filter(
        agency=person.agency, pk__in=approved.values("subject"), published_at=None,
        number=F("page__version"),
    ).exclude(page__withdrawn_at__gt=F("made_at"))  # fmt: skip
    return tuple(
        Waiting(
            kind="site-page",
            name=row.title,
            ask=Text("เห็นชอบแล้ว ตรวจและเผยแพร่", "agreed to: check and publish it"),
            url=reverse("public_site:page", args=[row.page_id]),
        )
        for row in rows
    )


@waiting
def questions(person: Actor, _on: date) -> tuple[Waiting, ...]:
    """Frequent questions that somebody wrote and nobody has submitted."""
    if not may(person, Right.PUBLISH):
        return ()
    submitted = Submission.objects.filter(agency=person.agency, kind=KIND).values("subject")
    rows = SiteEdition.objects.filter(
        agency=person.agency, page__kind=PageKind.FAQ, page__published=None,
        number=F("page__version"),
    ).exclude(pk__in=submitted)  # fmt: skip
    return tuple(
        Waiting(
            kind="site-page",
            name=row.title,
            ask=Text("ร่างคำถามที่พบบ่อย ตรวจแล้วเสนอ", "a drafted question: check and submit it"),
            url=reverse("public_site:page", args=[row.page_id]),
        )
        for row in rows
    )


@waiting
def expiring(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Published pages whose last day is near or has just passed."""
    if not may(person, Right.PUBLISH):
        return ()
    rows = SitePage.objects.filter(
        agency=person.agency, withdrawn_at=None,
        published__expires_on__range=(on - AFTER, on + BEFORE),
    )  # fmt: skip
    return tuple(
        Waiting(
            kind="site-page",
            name=row.published.title,
            ask=Text("จะครบวันสุดท้ายที่แสดง ต่ออายุหรือถอน", "its last day is near: renew or withdraw it"),
            url=reverse("public_site:page", args=[row.pk]),
            due=row.published.expires_on,
        )
        for row in rows.select_related("published")
        if row.published is not None
    )
