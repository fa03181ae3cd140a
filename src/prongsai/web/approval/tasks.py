"""Draw the exact PDF of a version, and the copy with all decisions; either may run twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.web.approval.drawing import document_of, docx_of, pdf_of, text_of
from prongsai.web.approval.handlers import handler_of
from prongsai.web.approval.models import Decision, Version
from prongsai.web.approval.rendering import sheet_count
from prongsai.web.approval.services.common import COPY, DRAW, held
from prongsai.web.approval.services.submitting import opened
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.gate import MEDIA_TYPES, clean_name
from prongsai.web.platform.journal import record


@jobs.kind(DRAW)
def draw(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the PDF and DOCX of a version, then open its first step."""
    version = _version(running)
    if version.file_id is None:
        document = document_of(version)
        running.step(0, 2, "PDF")
        pdf = pdf_of(version, document)
        running.step(1, 2, "DOCX")
        docx = docx_of(version, document)
        running.step(2, 2)
        _keep(version, pdf, docx, text_of(version, document))
    return {"submission": str(version.submission_id)}


@jobs.kind(COPY)
def copy(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the copy with all decisions and the number, and keep it beside the exact PDF."""
    version = _version(running)
    row = version.submission
    if row.state in (State.APPROVED, State.REFUSED) and not _is_copied(version):
        decisions = Decision.objects.filter(version=version)
        running.step(0, 1, "PDF")
        pdf = pdf_of(version, document_of(version, decisions))
        running.step(1, 1)
        _keep_copy(version, pdf)
    return {"submission": str(version.submission_id)}


@transaction.atomic
def _keep(version: Version, pdf: bytes, docx: bytes, text: list[str]) -> None:
    one = held(version.submission)
    standing = Version.objects.select_for_update().get(pk=version.pk)
    if standing.file_id is not None:
        return  # a worker that was given up has drawn it in the meantime
    standing.file = files.store(
        one.row.agency, None, _name(standing, "pdf"), MEDIA_TYPES["pdf"], pdf
    )
    standing.word_file = files.store(
        one.row.agency, None, _name(standing, "docx"), MEDIA_TYPES["docx"], docx
    )
    standing.digest, standing.strings, standing.drawn_at = standing.file.digest, text, now()
    standing.pages = sheet_count(pdf)
    standing.save()
    record(
        one.row.agency, None, "approval-drawn",
        subject=one.row.title, version=standing.number, digest=standing.digest,
    )  # fmt: skip
    if standing.pk == one.version.pk:
        opened(one)


@transaction.atomic
def _keep_copy(version: Version, pdf: bytes) -> None:
    one = held(version.submission)
    standing = Version.objects.select_for_update().get(pk=version.pk)
    standing.submission = one.row
    if _is_copied(standing):
        return
    name = _name(standing, "pdf", "ลงนามแล้ว")
    standing.signed_file = files.store(one.row.agency, None, name, MEDIA_TYPES["pdf"], pdf)
    standing.signed_number, standing.signed_pages = one.row.number, sheet_count(pdf)
    standing.save(update_fields=["signed_file", "signed_number", "signed_pages"])
    record(
        one.row.agency, None, "approval-copied",
        subject=one.row.title, digest=standing.signed_file.digest,
    )  # fmt: skip
    copied = getattr(handler_of(one.row.kind), "copied", None)
    if copied is not None:
        copied(one.row)


def _version(running: jobs.Running) -> Version:
    versions = Version.objects.filter(agency=running.agency)
    return versions.select_related("submission__agency").get(pk=running.arguments["version"])


def _is_copied(version: Version) -> bool:
    number = version.submission.number
    return version.signed_file_id is not None and version.signed_number == number


def _name(version: Version, ending: str, extra: str = "") -> str:
    row = version.submission
    parts = filter(None, (row.title[:80], row.code, f"ฉบับที่ {version.number}", extra))
    return clean_name(f"{' '.join(parts).replace('/', '-')}.{ending}")
