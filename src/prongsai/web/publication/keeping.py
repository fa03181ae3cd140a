"""Keep a file that a person sent, after the gate let it through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.text import Text
from prongsai.web.platform import files, gate

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from prongsai.web.agency.models import Agency
    from prongsai.web.agency.people import Acting
    from prongsai.web.platform.models import StoredFile

PDF = "application/pdf"


def checked(given: UploadedFile[Any], *, only_pdf: bool = False) -> gate.Checked:
    """The file as it may be kept; nothing larger than the gate takes is read into memory.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    name = given.name or "file"
    if (given.size or 0) > gate.MOST_BYTES:
        most = gate.MOST_BYTES // 2**20
        raise UnreadableInput(
            Text(f"แฟ้มใหญ่เกิน {most} MB", f"the file is over {most} MB"),
            place=Place(gate.clean_name(name)),
            next_step=Text("ลดความละเอียดของภาพหรือแยกเป็นหลายแฟ้ม", "scan it smaller, or split it"),
        )
    found = gate.checked(name, given.read())
    if only_pdf and found.media_type != PDF:
        raise UnreadableInput(
            Text("เผยแพร่ได้เฉพาะ PDF", "only a PDF can be published"),
            place=Place(found.name),
            next_step=Text("บันทึกเป็น PDF แล้วส่งใหม่", "save it as PDF and send that"),
        )
    return found


def keep(agency: Agency, by: Acting | None, file: gate.Checked) -> StoredFile:
    """A row for what passed."""
    return files.store(agency, by, file.name, file.media_type, file.data)
