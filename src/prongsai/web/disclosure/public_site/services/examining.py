"""Look for what a version of a page holds of persons, and hide it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from msgspec.structs import replace

from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.personal_data import personal_data
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.public_site.content import ItaContent
from prongsai.web.disclosure.public_site.models import FileLook, SiteEdition
from prongsai.web.disclosure.public_site.queries.staff import files_of, look_of
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.sandbox import read_personal
from prongsai.web.signing.publication.gate import own_data

JOB = "look-for-persons"


@transaction.atomic
def ask_to_look(edition: SiteEdition, *, by: Actor | None) -> None:
    """Have a worker look into the files of a version that nobody looked into; once at a time."""
    if not look_of(edition).waiting:
        return
    if not jobs.open_jobs(edition.agency_id, JOB, edition=str(edition.pk)).exists():
        jobs.ask(edition.agency, by, JOB, {"edition": str(edition.pk)})


@jobs.kind(JOB)
def look(running: jobs.Running) -> Mapping[str, Any]:
    """Look into every file of a version that nobody looked into; a second run finds nothing left.

    Errors: Misuse where the version is gone.
    """
    rows = SiteEdition.objects.select_related("agency", "page").filter(agency=running.agency)
    edition = rows.filter(pk=UUID(running.arguments["edition"])).first()
    if edition is None:
        raise Misuse("public_site/page_gone")
    agency, named = edition.agency, files_of(edition)
    seen = FileLook.objects.filter(agency=agency, digest__in=named)
    left = sorted(set(named) - set(seen.values_list("digest", flat=True)))
    for digest in running.each(left, named.__getitem__):
        kept = StoredFile.objects.filter(agency=agency, digest=digest).order_by("stored_at").first()
        persons: list[Text] = []
        unread: Text | None = read_words("public_site/file_not_here")
        if kept is not None:
            # What is lost was not looked into: it may be brought back.
            persons, unread = persons_in(agency, kept.name, files.read(kept))
        values = {
            "found": msgspec.to_builtins(persons),
            "unread": msgspec.to_builtins(unread) if unread else {},
            "looked_at": now(),
        }
        FileLook.objects.get_or_create(agency=agency, digest=digest, defaults=values)
    return {"count": len(left)}


def persons_in(agency: Agency, name: str, data: bytes) -> tuple[list[Text], Text | None]:
    """What of persons stands in a file, with its places; and why nobody could look into it."""
    persons: list[Text] = []
    try:
        persons.extend(
            same("{what} ({where})").format(what=hit.message, where=hit.where())
            for hit in read_personal(data, name, own_data(agency))
        )
    except UnreadableInput as error:
        return persons, error.message
    return persons, None


def masked(text: str, own: list[str]) -> str:
    """A text with what it holds of persons hidden."""
    for hit in reversed(personal_data(text, own)):
        text = f"{text[: hit.start]}{hit.masked}{text[hit.end :]}"
    return text


def masked_content(content: ItaContent, own: list[str]) -> ItaContent:
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
    about = replace(content.about, duties=masked(content.about.duties, own))
    return replace(content, items=items, about=about)
