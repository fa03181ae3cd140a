"""Versions of pages: each is written once, and the newest is what can be submitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from msgspec import Struct, field

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.content import as_data, digest_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.ita import ita_content
from prongsai.web.disclosure.public_site.words import ita_title
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.versions import made
from prongsai.web.signing.approval.objections import objected_codes
from prongsai.web.year.assessment.services.revisions import locked


class Shown(Struct, frozen=True):
    """All that a version shows."""

    title: str
    text: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    expires_on: date | None = None

    @property
    def digest(self) -> str:
        """Of all of it."""
        until = self.expires_on.isoformat() if self.expires_on else ""
        return digest_of(self.title, self.text, self.content, until)


@transaction.atomic
def prepare(agency: Agency, *, by: Actor, year: int) -> SitePage:
    """Freeze the ITA page of a year from the board as it stands; the same again is no version.

    Errors: Refused where no items of the year are known; Misuse where the year is not open.
    """
    journal.hold(agency)
    locked(agency, year)
    content = ita_content(agency, year, today())
    if content is None:
        raise Refused(
            Text(f"ยังไม่ทราบข้อ OIT ของปี {year}", f"the OIT items of {year} are not known yet"),
            next_step=Text("ใส่กรอบการประเมินของปีก่อน", "enter the framework of the year first"),
        )
    page, _ = SitePage.objects.select_for_update().get_or_create(
        agency=agency, kind=PageKind.ITA, fiscal_year=year, defaults={"made_at": now()}
    )
    edition = added(page, by, Shown(ita_title(year), content=as_data(content)))
    if edition is not None:
        journal.record(
            agency, by, "site-page-prepared", edition.title, year=year, number=edition.number
        )
    return page


def added(page: SitePage, by: Actor | None, shown: Shown) -> SiteEdition | None:
    """The next version of a page that the caller has locked; None where nothing is another.

    Shape:  the same again is a version where the newest can be shown no more.
    """
    newest = newest_of(page)
    if newest is not None and newest.digest == shown.digest and not _is_over(page, newest):
        return None
    edition = SiteEdition.objects.create(
        agency=page.agency, page=page, number=page.version + 1, title=shown.title, text=shown.text,
        content=shown.content, expires_on=shown.expires_on, digest=shown.digest, **made(by),
    )  # fmt: skip
    page.version = edition.number
    page.save(update_fields=["version"])
    return edition


def _is_over(page: SitePage, newest: SiteEdition) -> bool:
    """Whether a version was taken back, or is held by an objection: it comes back by another."""
    if page.withdrawn_at is not None and newest.made_at <= page.withdrawn_at:
        return True
    return bool(newest.check_code and objected_codes(page.agency, [newest.check_code]))


def newest_of(page: SitePage) -> SiteEdition | None:
    """The newest version of a page."""
    return SiteEdition.objects.filter(page=page).order_by("-number").first()


def locked_page(page: SitePage) -> SitePage:
    """The page's row, held until the transaction ends."""
    rows = SitePage.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("agency", "published").get(pk=page.pk)
