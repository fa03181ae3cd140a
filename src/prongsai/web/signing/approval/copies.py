"""Which signed copy took the place of one that was sent out without a number."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.models import Agency
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.approval.models import FormerFile


class Numbered(Struct, frozen=True):
    """The number that a paper got, and where its copy that bears it is opened."""

    number: str
    submission: UUID
    version: int


def numbered_copy(agency: Agency, file: StoredFile | None) -> Numbered | None:
    """The numbered copy of a paper of which a file is the copy from before; None for others."""
    if file is None:
        return None
    rows = FormerFile.objects.filter(agency=agency, form="signed", file__digest=file.digest)
    former = rows.select_related("version__submission").last()
    if former is None or not former.version.signed_number:
        return None
    version = former.version
    return Numbered(version.signed_number, version.submission_id, version.number)
