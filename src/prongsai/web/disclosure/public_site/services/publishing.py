"""Prepare, submit, publish and withdraw versions of pages, and write the free ones."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from prongsai.core.disclosure.gate import Gate
from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.core.personal_data import personal_data
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.content import (
    as_data,
    content_of,
    digest_of,
    shown_table,
    table_data,
)
from prongsai.web.disclosure.public_site.models import (
    KIND,
    PageKind,
    SiteEdition,
    SitePage,
    ita_title,
)
from prongsai.web.disclosure.public_site.queries.public import ita_content
from prongsai.web.disclosure.public_site.queries.staff import files_of, gate_of, look_of, mark_of
from prongsai.web.disclosure.public_site.queries.table_files import table_now, withheld
from prongsai.web.disclosure.public_site.services import indexing
from prongsai.web.disclosure.public_site.services.examining import (
    ask_to_look,
    masked,
    masked_content,
)
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.versions import made
from prongsai.web.signing.approval.models import OPEN_STATES, Submission
from prongsai.web.signing.approval.objections import objected_codes, objected_files
from prongsai.web.signing.approval.queries import submission_of
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.publication.gate import own_data, passed
from prongsai.web.year.assessment.services.frameworks import locked


class Shown(Struct, frozen=True):
    """All that a version shows."""

    title: str
    text: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    expires_on: date | None = None

    @property
    def digest(self) -> str:
        until = self.expires_on.isoformat() if self.expires_on else ""
        return digest_of(self.title, self.text, self.content, until)


@transaction.atomic
def prepare(agency: Agency, *, by: Actor, year: int) -> SitePage:
    """Freeze the ITA page of a year from the board as it stands; the same again is no version.

    Errors: Refused where no items of the year are known; Misuse where the year is not open.
    """
    locked(agency, year)
    content = ita_content(agency, year, today())
    if content is None:
        raise Refused("public_site/oit_items_unknown", year=year)
    page, _ = SitePage.objects.select_for_update().get_or_create(
        agency=agency, kind=PageKind.ITA, fiscal_year=year, defaults={"made_at": now()}
    )
    edition = add_version(page, by, Shown(ita_title(year), content=as_data(content)))
    if edition is not None:
        journal.record(
            agency, by, "site-page-prepared", edition.title, year=year, number=edition.number
        )
    return page


def add_version(page: SitePage, by: Actor | None, shown: Shown) -> SiteEdition | None:
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
    return SiteEdition.objects.filter(page=page).order_by("-number").first()


def locked_page(page: SitePage) -> SitePage:
    """The page's row, held until the transaction ends."""
    rows = SitePage.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("agency", "published").get(pk=page.pk)


_LONGEST_REASON = 500


@transaction.atomic
def send(edition: SiteEdition, *, by: Actor, publishes_itself: bool = False) -> Submission:
    """Submit a version to the executive.

    Shape:  `publishes_itself` publishes it as soon as it is approved, if nothing is known against
            it then.
    Errors: Refused where a newer version is there, another one is on its way, this one was decided
            already, or could not be published though it were agreed to: it was shown before (be its
            approval annulled since), its page was withdrawn after it was made, it has expired, or
            it shows a file of a paper that fell.
    """
    journal.hold(edition.agency)
    page = locked_page(edition.page)
    if edition.number != page.version:
        raise Refused("public_site/newer_version_exists")
    subjects = SiteEdition.objects.filter(page=page).values("pk")
    rows = Submission.objects.filter(agency=page.agency, kind=KIND, subject__in=subjects)
    if rows.filter(state__in=OPEN_STATES).exists():
        raise Refused("public_site/version_awaits_signatures")
    former = submission_of(page.agency, KIND, edition.pk)
    if former is not None and former.is_approved:
        raise Refused("public_site/version_approved_already")
    _refuse_shown(page, SiteEdition.objects.get(pk=edition.pk))
    SiteEdition.objects.filter(pk=edition.pk).update(publishes_itself=publishes_itself)
    return submitting.submit(
        page.agency, by=by, kind=KIND, subject=edition.pk,
        year=page.fiscal_year or year_of(today()),
    )  # fmt: skip


@transaction.atomic
def publish(
    edition: SiteEdition, *, by: Actor | None, anyway: str = "", mark: str | None = None
) -> SitePage:
    """Show a version to everybody: exactly the one that the executive agreed to.

    Shape:  `by` is None where it publishes itself, which only the newest version does; `anyway` is
            why it is published although something is known against it (`core.gate`);
            `mark` the mark of what somebody was shown of that, None where nobody was.
    Errors: Refused where it is not agreed to, was shown before, is older than what is shown, was
            made before the page was withdrawn, has expired, shows a file of a paper that fell or
            is objected to, has files that nobody looked into, has something known against it
            without a reason, or another thing than was shown, or a table of which something may
            be public no more.
    """
    journal.hold(edition.agency)
    page = locked_page(edition.page)
    row = SiteEdition.objects.select_related("agency", "page").get(pk=edition.pk)
    if by is None and row.number != page.version:
        raise Refused("public_site/newer_version_exists")
    code = _agreed_code(page, row)
    _refuse_shown(page, row)
    _refuse_withheld(row)
    look = look_of(row)
    known = gate_of(row, today(), look)
    _refuse_unseen(known)
    anyway = passed(known, anyway)
    if anyway and mark is not None and mark != mark_of(known, look):
        raise Refused("public_site/found_data_changed_meanwhile", field="anyway")
    row.published_at = now()
    if by is not None:
        row.published_by, row.published_by_words = by.user, by.words
    row.check_code, row.against, row.anyway = code, to_builtins(known.red), anyway
    row.save(update_fields=[
        "published_at", "published_by", "published_by_words", "check_code", "against", "anyway",
    ])  # fmt: skip
    page.published, page.withdrawn_at, page.withdrawn_by = row, None, None
    page.withdrawn_by_words = page.reason = ""
    page.kept_since = page.kept_since or row.published_at
    page.save()
    indexing.index_page(page)
    verb = "site-page-published" if by is not None else "site-page-published-itself"
    journal.record(page.agency, by, verb, row.title, number=row.number)
    if look.mark:
        journal.record(page.agency, by, "published-with-personal-data", row.title, reason=anyway)
    against = [concern for concern in known.red if concern.code]
    if against:
        codes = ", ".join(dict.fromkeys(concern.code for concern in against))
        journal.record(
            page.agency, by, "published-anyway", row.title, number=row.number, items=codes,
            reason=anyway,
        )  # fmt: skip
    return page


@transaction.atomic
def withdraw(page: SitePage, *, by: Actor, reason: str) -> SitePage:
    """Take a page back: its address stays and says why.

    Errors: Refused: no reason, one that holds something of persons, never published, withdrawn
            already.
    """
    reason = printed(reason)[:_LONGEST_REASON]
    if not reason:
        raise Refused("public_site/reason_missing", field="reason")
    if personal_data(reason, own_data(page.agency)):
        raise Refused("public_site/reason_with_personal_data", field="reason")
    journal.hold(page.agency)
    row = locked_page(page)
    if row.published is None:
        raise Refused("public_site/page_not_published")
    if row.withdrawn_at is not None:
        raise Refused("public_site/page_withdrawn_already")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_by_words = now(), by.user, by.words
    row.reason, row.kept_since = reason, row.withdrawn_at
    row.save()
    indexing.index_page(row)
    journal.record(row.agency, by, "site-page-withdrawn", row.published.title, reason=reason)
    return row


def _agreed_code(page: SitePage, edition: SiteEdition) -> str:
    """The code of the approval of exactly this version."""
    submission = submission_of(page.agency, KIND, edition.pk)
    if submission is None or not submission.is_approved:
        raise Refused("public_site/version_not_approved")
    return submission.code


def _refuse_shown(page: SitePage, edition: SiteEdition) -> None:
    if edition.published_at is not None:
        raise Refused("public_site/version_published_already")
    if edition.is_before_withdrawal(page):
        raise Refused("public_site/page_withdrawn_since_version")
    if page.published is not None and page.published.number > edition.number:
        raise Refused("public_site/newer_version_published_already")
    if edition.expires_on is not None and edition.expires_on < today():
        raise Refused("public_site/last_day_past")
    # What nobody could open is not published: its paper fell, or somebody objects to it.
    names = files_of(edition)
    fallen = objected_files(edition.agency, names)
    if fallen:
        listed = ", ".join(names[digest] for digest in names if digest in fallen)
        raise Refused("public_site/files_of_fallen_papers", files=listed)


def _refuse_unseen(known: Gate) -> None:
    if known.waiting:
        raise Refused("public_site/files_not_examined_yet", waiting=known.waiting)


def _refuse_withheld(edition: SiteEdition) -> None:
    """A register may have been closed to others since its rows were frozen."""
    table = shown_table(edition.content)
    lost = withheld(edition.agency, table) if table else None
    if lost is not None:
        raise Refused("public_site/table_not_public_any_more", lost=lost)


@transaction.atomic
def mask(edition: SiteEdition, *, by: Actor) -> SiteEdition:
    """Hide what was found in the words of the newest version, in a new version.

    Errors: Refused where another version is newer, or nothing stands in the words.
    """
    journal.hold(edition.agency)
    page = locked_page(edition.page)
    newest = newest_of(page)
    if newest is None or newest.pk != edition.pk:
        raise Refused("public_site/newer_version_exists.masking")
    own = own_data(page.agency)
    content = dict(newest.content)
    table = shown_table(content)
    if page.kind == PageKind.ITA:
        content = as_data(masked_content(content_of(content), own))
    elif table is not None:
        # What is read as a day or a number stays.
        rows = tuple(
            tuple(
                masked(cell, own) if column.kind.is_written(cell) else cell
                for column, cell in zip(table.names, row, strict=True)
            )
            for row in table.shown.rows
        )
        content = table_data(replace(table, shown=replace(table.shown, rows=rows)))
    shown = Shown(masked(newest.title, own), masked(newest.text, own), content, newest.expires_on)
    made = add_version(page, by, shown)
    if made is None:
        raise Refused("public_site/no_personal_data_found")
    journal.record(page.agency, by, "site-page-masked", made.title, number=made.number)
    return made


_FIELDS = ("title", "text", "expires_on")
_TABLE = "table"


@transaction.atomic
def begin(agency: Agency, *, by: Actor, kind: PageKind, shown: Shown, table: str = "") -> SitePage:
    """A new page of news, or any other, with its first version.

    Shape:  `table` names the register's table that it shows, with the rows of now; "" for none.
    Errors: Refused for an ITA page, which is frozen from the board, and for a table that may not
            be shown.
    """
    if kind == PageKind.ITA:
        raise Refused("public_site/ita_page_from_board")
    journal.hold(agency)
    page = SitePage.objects.create(agency=agency, kind=kind, made_at=now())
    _save(page, by, _with_table(agency, shown, table))
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
        raise Refused("public_site/ita_page_from_board")
    journal.hold(page.agency)
    row = locked_page(page)
    wanted = _joined(row, {**_typed(shown), _TABLE: table}, seen)
    table = wanted.pop(_TABLE)
    return _save(row, by, _with_table(row.agency, Shown(**wanted), table))


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
    values = _values(newest)
    table = values.pop(_TABLE)
    return _save(row, by, _with_table(row.agency, Shown(**values), table))


@transaction.atomic
def discard(page: SitePage, *, by: Actor, is_back: bool = False) -> None:
    """Delete news or a page that is a draft alone, or bring it back.

    Shape:  nobody read such a draft, nobody was asked to agree to it.
    Errors: Refused for an ITA page, and where a version was submitted or published: these stay.
    """
    if page.kind == PageKind.ITA:
        raise Refused("public_site/ita_page_from_board")
    journal.hold(page.agency)
    row = SitePage.with_removed.select_for_update(no_key=True).get(pk=page.pk)
    if not row.would_change(by, is_back=is_back):
        return
    editions = SiteEdition.objects.filter(page=row)
    submitted = Submission.objects.filter(
        agency=page.agency, kind=KIND, subject__in=editions.values("pk")
    )
    if row.published is not None or submitted.exists():
        raise Refused("public_site/deleted_page_submitted_already")
    row.mark_removed(by, is_back=is_back)
    verb = "site-page-brought-back" if is_back else "site-page-discarded"
    journal.record(page.agency, by, verb, editions.values_list("title", flat=True)[0])


def _save(page: SitePage, by: Actor, shown: Shown) -> bool:
    edition = add_version(page, by, shown)
    if edition is None:
        return False
    journal.record(page.agency, by, "site-page-written", edition.title, number=edition.number)
    if files_of(edition):
        ask_to_look(edition, by=by)
    return True


def _with_table(agency: Agency, shown: Shown, table: str) -> Shown:
    if not table:
        return shown
    frozen = table_now(agency, table)
    if frozen is None:
        raise Refused("public_site/table_not_showable_any_more", field=_TABLE)
    return replace(shown, content=table_data(frozen))


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
            other = rows[page.version]
            raise Refused(
                "public_site/page_changed_meanwhile", field=name, number=other.number,
                label=read_words(f"public_site/field.{name}"), who=other.made_by_words or "–",
            )  # fmt: skip
        wanted[name] = own if is_own else current[name]
    return wanted


def _typed(shown: Shown | SiteEdition) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in _FIELDS}


def _values(edition: SiteEdition) -> dict[str, Any]:
    table = shown_table(edition.content)
    return {**_typed(edition), _TABLE: table.key if table else ""}
