"""Files that are kept: content in the data folder under its digest, a row for each keeping."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import file_digest, sha256
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet

from prongsai.core.errors import Place, UnreadableInput
from prongsai.web.platform.clock import now
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.platform.upload_validation import MEDIA_TYPES, clean_name

if TYPE_CHECKING:
    from prongsai.core.papers.digits import Digits
    from prongsai.core.papers.document import Document
    from prongsai.web.platform.actors import ActingPerson, AgencyRow
    from prongsai.web.platform.jobs import Running


# How many contents a process knows to be whole as long as nothing touches them.
_KNOWN = 2_000


class LostFile(UnreadableInput):
    """A kept file that is missing, or no longer what was kept: it is neither used nor given."""

    def __init__(self, agency: UUID, digest: str) -> None:
        super().__init__("platform/kept_file_lost", place=Place(digest))
        self.agency, self.digest = agency, digest


def store(
    agency: AgencyRow, by: ActingPerson | None, name: str, media_type: str, data: bytes
) -> StoredFile:
    """Keep a file of ours, or one that passed validation (`upload_validation.checked`).

    The content is on the disk before its row exists, so that no row ever points to nothing.
    """
    digest = sha256(data).hexdigest()
    path = path_of(agency, digest)
    _put(path, data)
    row = StoredFile.objects.create(
        agency=agency,
        digest=digest,
        size=len(data),
        media_type=media_type,
        name=name,
        stored_at=now(),
        by=by.user if by else None,
    )
    # Once more when the row is to be seen: somebody may have dropped the same content (`forget`).
    transaction.on_commit(partial(_put, path, data))
    return row


DRAWN_FORMS = ("pdf", "docx")
_LONGEST_TITLE = 60


def store_drawn(running: Running, document: Document, digits: Digits, title: str) -> dict[str, str]:
    """Draw a document in a job as PDF and DOCX and keep both; the keys of the files by form."""
    made = {}
    for form in running.each(DRAWN_FORMS, str.upper):
        name = clean_name(f"{title[:_LONGEST_TITLE]}.{form}")
        data = drawn_as(form, document, digits)
        made[form] = str(store(running.agency, None, name, MEDIA_TYPES[form], data).pk)
    return made


def drawn_files(job: Job | None) -> dict[str, StoredFile]:
    """The files that a job kept by `store_drawn`, by form; its result calls them "files"."""
    if job is None or job.is_open:
        return {}
    keys = job.result.get("files", {})
    rows = StoredFile.objects.filter(agency=job.agency_id, pk__in=keys.values())
    rows = rows.select_related("agency")
    kept = {str(row.pk): row for row in rows}
    return {form: kept[key] for form, key in keys.items() if key in kept}


def make_once(
    running: Running, rows: QuerySet[Any], name: str, draw: Callable[[], bytes], **values: Any
) -> str:
    """The key of the row that a job makes of a file; nothing is drawn again that stands there.

    Shape:  `rows` are those that the same job has made of the same paper: one at most; `values`
            are what a row says besides, its `form` among them.
    """
    before = rows.first()
    if before is None:
        data = draw()
        try:
            with transaction.atomic():
                kept = store(running.agency, None, name, MEDIA_TYPES[values["form"]], data)
                before = rows.create(
                    agency=running.agency, file=kept, job=running.job, made_at=now(),
                    made_by=running.job.by, by_words=running.arguments.get("by", ""), **values,
                )  # fmt: skip
        except IntegrityError:
            # A slow worker that was given up has made it in the meantime.
            before = rows.first()
            if before is None:
                raise
    return str(before.pk)


def forget(file: StoredFile | None) -> bool:
    """Delete a kept file for good, unless something else points to it.

    Shape:  whether its row is gone; the content goes when the transaction is through, if no other
            row has the same.
    """
    if file is None:
        return True
    agency, digest = file.agency_id, file.digest
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:
        return False
    transaction.on_commit(partial(_drop, agency, digest))
    return True


def _drop(agency: UUID, digest: str) -> None:
    """Delete a content that no row has.

    Who keeps the same content meanwhile saw it lie there, or did not: the content is taken away
    first and the rows are asked then, and `store` looks again once its own row is to be seen.
    """
    path = path_of(agency, digest)
    aside = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}.gone")
    try:
        path.replace(aside)
    except FileNotFoundError:
        return
    if StoredFile.objects.filter(agency_id=agency, digest=digest).exists():
        aside.replace(path)
    else:
        aside.unlink()


def _put(path: Path, data: bytes) -> None:
    """Write a content unless it lies there."""
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}-{get_ident()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        # On a full disk what is half written would only fill it further.
        unfinished.unlink(missing_ok=True)
        raise


def read(file: StoredFile) -> bytes:
    """The content of a kept file, exactly as it was kept."""
    try:
        data = path_of(file.agency_id, file.digest).read_bytes()
    except OSError as error:
        raise LostFile(file.agency_id, file.digest) from error
    if sha256(data).hexdigest() != file.digest:
        raise LostFile(file.agency_id, file.digest)
    return data


def opened(agency: AgencyRow, digest: str) -> BinaryIO:
    """A content to be sent piece by piece, exactly as it was kept; who asks for it closes it.

    A content is compared with its digest once by each process, and again when anything touched
    the file: size, times and place on the disk tell.
    """
    path = path_of(agency, digest)
    try:
        content = path.open("rb")
    except OSError as error:
        raise LostFile(agency.pk, digest) from error
    status = os.fstat(content.fileno())
    if not _is_whole(
        path, digest, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    ):
        content.close()
        raise LostFile(agency.pk, digest)
    return content


@lru_cache(maxsize=_KNOWN)
def _is_whole(path: Path, digest: str, *_as_it_lies: int) -> bool:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest() == digest


def of_agency(agency: AgencyRow, file_id: UUID) -> StoredFile | None:
    return StoredFile.objects.filter(agency=agency, pk=file_id).first()


def path_of(agency: AgencyRow | UUID, digest: str) -> Path:
    """Where a content lies: each agency has its own folder, so that one can leave alone."""
    data: Path = settings.DATA
    owner = agency if isinstance(agency, UUID) else agency.pk
    return data / "files" / str(owner) / digest[:2] / digest
