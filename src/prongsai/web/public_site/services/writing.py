"""Write news and pages: each save is a version; two people at once lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.approval.models import Submission
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.public_site.services.editions import Shown, added, locked_page
from prongsai.web.public_site.words import KIND

_FIELDS = ("title", "text", "expires_on")
_LABELS = {
    "title": Text("ชื่อเรื่อง", "the title"),
    "text": Text("เนื้อหา", "the text"),
    "expires_on": Text("วันสุดท้าย", "the last day"),
}


@transaction.atomic
def begin(agency: Agency, *, by: Actor, kind: PageKind, shown: Shown) -> SitePage:
    """A new page of news, or any other, with its first version.

    Errors: Refused for an ITA page, which is frozen from the board.
    """
    if kind == PageKind.ITA:
        raise _frozen()
    journal.hold(agency)
    page = SitePage.objects.create(agency=agency, kind=kind, made_at=now())
    _saved(page, by, shown)
    return page


@transaction.atomic
def write(page: SitePage, *, by: Actor, shown: Shown, seen: int) -> bool:
    """Save what was typed as the next version; whether anything changed.

    Shape:  `seen` is the version that the form was opened with; what another changed meanwhile in
            other fields is kept beside it.
    Errors: Refused where both changed the same field, and for an ITA page.
    """
    if page.kind == PageKind.ITA:
        raise _frozen()
    journal.hold(page.agency)
    row = locked_page(page)
    wanted = _joined(row, shown, seen)
    return _saved(row, by, wanted)


@transaction.atomic
def discard(page: SitePage, *, by: Actor) -> None:
    """Delete news or a page that is a draft alone: nobody read it, nobody was asked to agree to it.

    Errors: Refused for an ITA page, and where a version was submitted or published: these stay.
    """
    if page.kind == PageKind.ITA:
        raise _frozen()
    journal.hold(page.agency)
    row = locked_page(page)
    editions = SiteEdition.objects.filter(page=row)
    titles = list(editions.values_list("title", flat=True))
    submitted = Submission.objects.filter(
        agency=row.agency, kind=KIND, subject__in=editions.values("pk")
    )
    if row.published is not None or submitted.exists():
        raise Refused(
            Text(
                "หน้านี้เสนอหรือเผยแพร่ไปแล้ว จึงลบไม่ได้",
                "this page was submitted or published; it cannot be deleted",
            ),
            next_step=Text(
                "แก้เป็นฉบับใหม่ หรือถอนการเผยแพร่", "write a new version, or withdraw what is published"
            ),
        )
    editions.delete()
    row.delete()
    journal.record(page.agency, by, "site-page-discarded", titles[0])


def _saved(page: SitePage, by: Actor, shown: Shown) -> bool:
    edition = added(page, by, shown)
    if edition is None:
        return False
    journal.record(page.agency, by, "site-page-written", edition.title, number=edition.number)
    return True


def _joined(page: SitePage, typed: Shown, seen: int) -> Shown:
    if seen == page.version:
        return typed
    rows = {
        row.number: row
        for row in SiteEdition.objects.filter(page=page, number__in=(seen, page.version))
    }
    current = _values(rows[page.version])
    former = _values(rows[seen]) if seen in rows else {}
    wanted: dict[str, Any] = {}
    for name in _FIELDS:
        own = getattr(typed, name)
        is_own = own != former.get(name)
        is_others = current[name] != former.get(name)
        if is_own and is_others and own != current[name]:
            raise _both(name, rows[page.version])
        wanted[name] = own if is_own else current[name]
    return Shown(**wanted)


def _values(edition: SiteEdition) -> Mapping[str, Any]:
    return {name: getattr(edition, name) for name in _FIELDS}


def _both(name: str, other: SiteEdition) -> Refused:
    label, who = _LABELS[name], other.made_by_words or "–"
    return Refused(
        Text(
            f"{who}แก้{label.th}ไปก่อนแล้ว เป็นฉบับที่ {other.number}",
            f"{who} changed {label.en} before, in version {other.number}",
        ),
        field=name,
        next_step=Text(
            "เทียบกับฉบับนั้นข้างล่าง แก้ในช่องให้ครบ แล้วบันทึกอีกครั้ง",
            "compare it below, complete your own, and save again",
        ),
    )


def _frozen() -> Refused:
    return Refused(
        Text("หน้า ITA ทำจากกระดาน OIT", "an ITA page is made from the OIT board"),
        next_step=Text("แก้ที่กระดาน แล้วเตรียมฉบับใหม่", "change the board, then prepare it anew"),
    )
