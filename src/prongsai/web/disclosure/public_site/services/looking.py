"""Look for persons' data before anything goes public: in files by a job, and mask it in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from msgspec.structs import replace

from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.content import (
    ItaContent,
    ShownTable,
    as_data,
    content_of,
    shown_table,
    table_data,
)
from prongsai.web.disclosure.public_site.models import FileLook, PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.persons import files_of, hits_in, look_of, own_data
from prongsai.web.disclosure.public_site.services.editions import (
    Shown,
    added,
    locked_page,
    newest_of,
)
from prongsai.web.platform import files, jobs, journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import Job, JobState, StoredFile
from prongsai.web.platform.sandbox import read_personal

JOB = "look-for-persons"


@transaction.atomic
def ask_to_look(edition: SiteEdition, *, by: Actor | None) -> None:
    """Have a worker look into the files of a version that nobody looked into; once at a time."""
    if not look_of(edition).waiting:
        return
    asked = Job.objects.filter(
        agency=edition.agency, kind=JOB, arguments__edition=str(edition.pk),
        state__in=(JobState.WAITING, JobState.RUNNING),
    )  # fmt: skip
    if not asked.exists():
        jobs.ask(edition.agency, by, JOB, {"edition": str(edition.pk)})


@jobs.kind(JOB)
def look(running: jobs.Running) -> Mapping[str, Any]:
    """Look into every file of a version that nobody looked into; a second run finds nothing left.

    Errors: Misuse where the version is gone.
    """
    rows = SiteEdition.objects.select_related("agency", "page").filter(agency=running.agency)
    edition = rows.filter(pk=UUID(running.arguments["edition"])).first()
    if edition is None:
        raise Misuse(
            Text("ไม่มีหน้านี้แล้ว", "this page is gone"),
            next_step=Text("กลับไปที่หน้าเว็บสาธารณะ", "go back to the public site"),
        )
    agency, named = edition.agency, files_of(edition)
    seen = FileLook.objects.filter(agency=agency, digest__in=named)
    left = sorted(set(named) - set(seen.values_list("digest", flat=True)))
    for place, digest in enumerate(left):
        running.step(place, len(left), named[digest])
        _look_into(agency, digest)
    running.step(len(left), len(left))
    return {"count": len(left)}


def _look_into(agency: Agency, digest: str) -> None:
    kept = StoredFile.objects.filter(agency=agency, digest=digest).order_by("stored_at").first()
    found: list[Any] = []
    unread: dict[str, str] = {}
    if kept is not None:
        data = files.read(kept)  # what is lost was not looked into: it may be brought back
        try:
            for one in read_personal(data, kept.name, own_data(agency)):
                where = one.where()
                told = Text(f"{one.message.th} ({where.th})", f"{one.message.en} ({where.en})")
                found.append(msgspec.to_builtins(told))
        except UnreadableInput as error:
            unread = msgspec.to_builtins(error.message)
    else:
        unread = msgspec.to_builtins(Text("ไม่มีแฟ้มนี้ในระบบ", "the site does not have this file"))
    FileLook.objects.get_or_create(
        agency=agency, digest=digest,
        defaults={"found": found, "unread": unread, "looked_at": now()},
    )  # fmt: skip


@transaction.atomic
def mask(edition: SiteEdition, *, by: Actor) -> SiteEdition:
    """Hide what was found in the words of the newest version, in a new version.

    Errors: Refused where another version is newer, or nothing stands in the words.
    """
    journal.hold(edition.agency)
    page = locked_page(edition.page)
    newest = newest_of(page)
    if newest is None or newest.pk != edition.pk:
        raise Refused(
            Text("มีฉบับใหม่กว่านี้แล้ว", "there is a newer version"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    own = own_data(page.agency)
    content = dict(newest.content)
    table = shown_table(content)
    if page.kind == PageKind.ITA:
        content = as_data(_masked(content_of(content), own))
    elif table is not None:
        content = table_data(_masked_table(table, own))
    shown = Shown(masked(newest.title, own), masked(newest.text, own), content, newest.expires_on)
    made = added(page, by, shown)
    if made is None:
        raise Refused(
            Text("ไม่พบข้อมูลส่วนบุคคลในข้อความ", "nothing of a person stands in the words"),
            next_step=Text("ถ้าพบในแฟ้ม ให้เปลี่ยนแฟ้มที่ต้นเรื่อง", "replace a file where it was added"),
        )
    journal.record(page.agency, by, "site-page-masked", made.title, number=made.number)
    return made


def masked(text: str, own: list[str]) -> str:
    """A text with what it holds of persons hidden."""
    for hit in reversed(hits_in(text, own)):
        text = f"{text[: hit.start]}{hit.masked}{text[hit.end :]}"
    return text


def _masked_table(table: ShownTable, own: list[str]) -> ShownTable:
    """The same with the words of its cells hidden; what is read as a day or number stays."""
    rows = tuple(
        tuple(
            masked(cell, own) if column.kind.is_written(cell) else cell
            for column, cell in zip(table.names, row, strict=True)
        )
        for row in table.shown.rows
    )
    return replace(table, shown=replace(table.shown, rows=rows))


def _masked(content: ItaContent, own: list[str]) -> ItaContent:
    """The same with the words of items and pieces hidden; an address stays what it is."""
    items = tuple(
        replace(
            item,
            explanation=masked(item.explanation, own),
            pieces=tuple(
                replace(
                    piece, title=masked(piece.title, own), name=masked(piece.name, own),
                    stands_in_why=masked(piece.stands_in_why, own),
                )
                for piece in item.pieces
            ),
        )
        for item in content.items
    )  # fmt: skip
    about = replace(content.about, authority=masked(content.about.authority, own))
    return replace(content, items=items, about=about)
