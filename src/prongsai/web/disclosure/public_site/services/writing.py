"""Write news and pages: each save is a version; two people at once lose nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from msgspec.structs import replace

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.content import (
    shown_table,
    table_data,
)
from prongsai.web.disclosure.public_site.models import (
    KIND,
    PageKind,
    SiteEdition,
    SitePage,
)
from prongsai.web.disclosure.public_site.queries.staff import files_of
from prongsai.web.disclosure.public_site.queries.table_files import table_now
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import (
    Shown,
    added,
    locked_page,
    newest_of,
)
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.models import Submission

_FIELDS = ("title", "text", "expires_on")
_TABLE = "table"
_LABELS = {
    "title": Text("ชื่อเรื่อง", "the title"),
    "text": Text("เนื้อหา", "the text"),
    "expires_on": Text("วันสุดท้าย", "the last day"),
    _TABLE: Text("ตาราง", "the table"),
}


@transaction.atomic
def begin(agency: Agency, *, by: Actor, kind: PageKind, shown: Shown, table: str = "") -> SitePage:
    """A new page of news, or any other, with its first version.

    Shape:  `table` names the register's table that it shows, with the rows of now; "" for none.
    Errors: Refused for an ITA page, which is frozen from the board, and for a table that may not
            be shown.
    """
    if kind == PageKind.ITA:
        raise _frozen()
    journal.hold(agency)
    page = SitePage.objects.create(agency=agency, kind=kind, made_at=now())
    _saved(page, by, _with_table(agency, shown, table))
    return page


@transaction.atomic
def write(page: SitePage, *, by: Actor, shown: Shown, seen: int, table: str = "") -> bool:
    """Save what was typed as the next version; whether anything changed.

    Shape:  `seen` is the version that the form was opened with; what another changed meanwhile in
            other fields is kept beside it. The rows of a table are those of now.
    Errors: Refused where both changed the same field, for an ITA page, and for a table that may
            not be shown.
    """
    if page.kind == PageKind.ITA:
        raise _frozen()
    journal.hold(page.agency)
    row = locked_page(page)
    wanted = _joined(row, {**_typed(shown), _TABLE: table}, seen)
    table = wanted.pop(_TABLE)
    return _saved(row, by, _with_table(row.agency, Shown(**wanted), table))


@transaction.atomic
def renew(page: SitePage, *, by: Actor) -> bool:
    """The same page with the rows that its register has now; whether any changed.

    Errors: Refused where it shows no table, or one that may be shown no more.
    """
    journal.hold(page.agency)
    row = locked_page(page)
    newest = newest_of(row)
    if newest is None or shown_table(newest.content) is None:
        raise Refused("public_site/page_without_register_table")
    said = _values(newest)
    table = said.pop(_TABLE)
    return _saved(row, by, _with_table(row.agency, Shown(**said), table))


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
        raise Refused("public_site/deleted_page_submitted_already")
    editions.delete()
    row.delete()
    journal.record(page.agency, by, "site-page-discarded", titles[0])


def _saved(page: SitePage, by: Actor, shown: Shown) -> bool:
    edition = added(page, by, shown)
    if edition is None:
        return False
    journal.record(page.agency, by, "site-page-written", edition.title, number=edition.number)
    if files_of(edition):
        publishing.ask_to_look(edition, by=by)
    return True


def _with_table(agency: Agency, shown: Shown, table: str) -> Shown:
    if not table:
        return shown
    found = table_now(agency, table)
    if found is None:
        raise Refused("public_site/table_not_showable_any_more", field=_TABLE)
    return replace(shown, content=table_data(found))


def _joined(page: SitePage, typed: dict[str, Any], seen: int) -> dict[str, Any]:
    if seen == page.version:
        return typed
    rows = {
        row.number: row
        for row in SiteEdition.objects.filter(page=page, number__in=(seen, page.version))
    }
    current = _values(rows[page.version])
    former = _values(rows[seen]) if seen in rows else {}
    wanted: dict[str, Any] = {}
    for name, own in typed.items():
        is_own = own != former.get(name)
        is_others = current[name] != former.get(name)
        if is_own and is_others and own != current[name]:
            raise _both(name, rows[page.version])
        wanted[name] = own if is_own else current[name]
    return wanted


def _typed(shown: Shown | SiteEdition) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in _FIELDS}


def _values(edition: SiteEdition) -> dict[str, Any]:
    table = shown_table(edition.content)
    return {**_typed(edition), _TABLE: table.key if table else ""}


def _both(name: str, other: SiteEdition) -> Refused:
    label, who = _LABELS[name], other.made_by_words or "–"
    return Refused(
        "public_site/page_changed_meanwhile",
        field=name,
        who=who,
        label=label,
        number=other.number,
    )


def _frozen() -> Refused:
    return Refused("public_site/ita_page_from_board")
