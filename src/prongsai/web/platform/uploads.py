"""Files that a person sends: read no further than is allowed, then validated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prongsai.core.errors import Place, UnreadableInput
from prongsai.web.platform import files, upload_validation

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from prongsai.web.platform.actors import ActingPerson, AgencyRow
    from prongsai.web.platform.models import StoredFile

PDF = "application/pdf"


def content_of(given: UploadedFile[Any]) -> bytes:
    """What was sent, from its beginning; of a file that is too large just enough to show it."""
    given.seek(0)
    data: bytes = given.read(upload_validation.MOST_BYTES + 1)
    return data


def utf8_of(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput("platform/not_utf8_text", place=Place(name)) from error


def checked(given: UploadedFile[Any], *, only_pdf: bool = False) -> upload_validation.Checked:
    """The file as it may be kept.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    good = upload_validation.checked(given.name or "file", content_of(given))
    if only_pdf and good.media_type != PDF:
        raise UnreadableInput("platform/not_a_pdf", place=Place(good.name))
    return good


def store(
    agency: AgencyRow, by: ActingPerson | None, file: upload_validation.Checked
) -> StoredFile:
    return files.store(agency, by, file.name, file.media_type, file.data)
