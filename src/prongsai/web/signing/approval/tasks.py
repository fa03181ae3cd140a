"""Draw the exact PDF of a version, and the copy with all decisions; either may run twice."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.core.errors import Misuse
from prongsai.core.thai import shorten, squeeze
from prongsai.web.agency.offices import office_data, with_stored_office
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import record
from prongsai.web.platform.upload_validation import MEDIA_TYPES, clean_name
from prongsai.web.signing.approval.drawing import (
    added_lines,
    asked_now,
    content_now,
    document_of,
    docx_of,
    page_of,
    pdf_of,
    says_otherwise,
    sheet_count,
    text_of,
    with_office_of,
)
from prongsai.web.signing.approval.facts import stands
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import Decision, Version
from prongsai.web.signing.approval.services.common import COPY, DRAW, keep_former, lock, save_state

_FORMS = {"pdf": MEDIA_TYPES["pdf"], "docx": MEDIA_TYPES["docx"], "html": "text/html"}
_ENDED = (State.APPROVED, State.REFUSED)
_TITLE = 20  # letters, and their marks: what a file's name has room for before the rest
_QUOTED = 60


@jobs.kind(DRAW)
def draw(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the PDF and DOCX of a version, then open its first step."""
    version = _version(running)
    if version.file_id is None:
        # Edited between its submission and now: the digest must be that of what is printed.
        version.fingerprint = asked_now(version)
        office = office_data(running.agency)
        with with_stored_office(running.agency, office):
            document = document_of(version)
            version.content = content_now(version, document)
            if asked_now(version) != version.fingerprint:
                raise Misuse("approval/paper_changed_meanwhile.drawing")
            running.step(0, 2, "PDF")
            pdf = pdf_of(version, document)
            running.step(1, 2, "DOCX")
            docx = docx_of(version, document)
            page = page_of(version, document)
        running.step(2, 2)
        _keep(version, {"pdf": pdf, "docx": docx, "html": page}, text_of(version, document), office)
    return {"submission": str(version.submission_id)}


@jobs.kind(COPY)
def copy(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the copy with all decisions and the number, and keep it beside the exact PDF."""
    version = _version(running)
    row = version.submission
    # What is objected to, or was annulled meanwhile, gets no copy.
    if row.state in _ENDED and row.objected_at is None and not _is_copied(version):
        decisions = Decision.objects.filter(version=version)
        running.step(0, 1, "PDF")
        with with_office_of(version):
            document = document_of(version, decisions)
            # What was not there when it was signed: no signature may stand below it.
            if asked_now(version) != version.fingerprint or says_otherwise(version, document):
                # The first line that it would add is quoted.
                added = added_lines(version, document)
                line = f" “{shorten(squeeze(added[0]), _QUOTED)}”" if added else ""
                raise Misuse("approval/paper_changed_meanwhile.copying", line=line)
            pdf = pdf_of(version, document)
        running.step(1, 1)
        _store_copy(version, pdf)
    return {"submission": str(version.submission_id)}


@transaction.atomic
def _keep(
    version: Version, drawn: Mapping[str, bytes], text: list[str], office: Mapping[str, Any]
) -> None:
    locked = lock(version.submission)
    standing = Version.objects.select_for_update().get(pk=version.pk)
    if standing.file_id is not None:
        return  # a worker that was given up has drawn it in the meantime
    standing.file, standing.word_file, standing.page_file = (
        files.store(locked.row.agency, None, _name(standing, form), media_type, drawn[form])
        for form, media_type in _FORMS.items()
    )
    standing.fingerprint, standing.content = version.fingerprint, version.content
    # The agency as the exact paper knows it; the same again takes no room on the disk.
    data = json.dumps(office, ensure_ascii=False, sort_keys=True).encode()
    standing.office_file = files.store(
        locked.row.agency, None, "office.json", "application/json", data
    )
    standing.digest, standing.strings, standing.drawn_at = standing.file.digest, text, now()
    standing.pages = sheet_count(drawn["pdf"])
    standing.save()
    record(
        locked.row.agency, None, "approval-drawn",
        subject=locked.row.title, version=standing.number, digest=standing.digest,
    )  # fmt: skip
    # The exact PDF is there: the first step waits, from the transaction of its keeping.
    if standing.pk == locked.version.pk and locked.row.state == State.PREPARING:
        save_state(locked, locked.chain.opened())


@transaction.atomic
def _store_copy(version: Version, pdf: bytes) -> None:
    locked = lock(version.submission)
    standing = Version.objects.select_for_update().get(pk=version.pk)
    standing.submission = locked.row
    if locked.row.objected_at is not None or _is_copied(standing):
        return
    keep_former(standing, "signed")
    name = _name(standing, "pdf", "ลงนามแล้ว")
    standing.signed_file = files.store(locked.row.agency, None, name, MEDIA_TYPES["pdf"], pdf)
    standing.signed_number, standing.signed_pages = locked.row.number, sheet_count(pdf)
    standing.save(update_fields=["signed_file", "signed_number", "signed_pages"])
    record(
        locked.row.agency, None, "approval-copied",
        subject=locked.row.title, digest=standing.signed_file.digest,
    )  # fmt: skip
    if locked.row.state == State.APPROVED and stands(locked.row):
        handler_of(locked.row.kind).copied(locked.row)


def _version(running: jobs.Running) -> Version:
    versions = Version.objects.filter(agency=running.agency)
    return versions.select_related("submission__agency", "office_file__agency").get(
        pk=running.arguments["version"]
    )


def _is_copied(version: Version) -> bool:
    number = version.submission.number
    return version.signed_file_id is not None and version.signed_number == number


def _name(version: Version, ending: str, extra: str = "") -> str:
    """The beginning of the title, so that code, version and what it is are never cut off."""
    row = version.submission
    parts = (shorten(row.title, _TITLE), row.code, f"ฉบับที่ {version.number}", extra)
    return clean_name(f"{' '.join(filter(None, parts)).replace('/', '-')}.{ending}")
