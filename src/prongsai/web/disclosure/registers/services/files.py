"""Files of rows: which a row may name, and how those that were sent are kept."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from prongsai.core.registers.attached import attached_of
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterRow
from prongsai.web.platform import files, uploads
from prongsai.web.platform.clock import now
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.signing.evidence import pictures

MOST_OF_A_ROW = 60
NOT_OF_ROW = Text("แฟ้มนี้ไม่ได้ส่งมากับรายการนี้", "this file was not sent for this row")
SEND_IT = Text(
    "เปิดรายการ แล้วส่งแฟ้มที่นั่น หรือใส่ที่อยู่เว็บ", "open the row and send it there, or give a web address"
)


def sent_files(
    register: Register,
    row: Row,
    sent: Mapping[UUID, Checked],
    before: Row | None = None,
    kept: RegisterRow | None = None,
) -> Mapping[UUID, Checked]:
    """The files that a row newly names, of those that were sent for it.

    Shape:  a row names files of its own alone: what anybody may type must open no other's file.
    Errors: Refused for any other, and where the row has as many as it may.
    """
    fields = register.typed_fields
    stood = {one.key for _, one in attached_of(fields, before.values)} if before else set()
    found = {}
    for field, one in attached_of(fields, row.values):
        if one.key in stood:
            continue
        if one.key in sent:
            found[one.key] = sent[one.key]
        elif kept is None or not kept.files.filter(pk=one.key).exists():
            raise Refused(NOT_OF_ROW, field=field.name, next_step=SEND_IT)
    if found and kept is not None and kept.files.count() + len(found) > MOST_OF_A_ROW:
        raise Refused(
            Text(f"รายการนี้มีแฟ้มครบ {MOST_OF_A_ROW} แฟ้มแล้ว", f"this row has {MOST_OF_A_ROW} files"),
            next_step=Text("เพิ่มรายการใหม่", "add another row"),
        )
    return found


def keep_files(kept: RegisterRow, by: Actor, sent: Mapping[UUID, Checked]) -> None:
    """Keep files that were sent for a row; of a photo a little picture too."""
    for key, one in sent.items():
        small = None
        if one.media_type.startswith("image/"):
            little = pictures.small(one.data)
            small = files.store(kept.agency, by, one.name, pictures.JPEG, little)
        RegisterFile.objects.create(
            pk=key, agency=kept.agency, row=kept, file=uploads.keep(kept.agency, by, one),
            small=small, sent_at=now(), by=by.user,
        )  # fmt: skip
