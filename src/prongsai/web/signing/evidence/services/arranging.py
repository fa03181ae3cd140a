"""Change what is said of evidence, its order, how a photo stands; remove it and bring it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from msgspec import Struct

from prongsai.core.errors import Misuse
from prongsai.core.progress.model import Faces
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files, journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.evidence import pictures
from prongsai.web.signing.evidence.kinds import is_printed
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.queries import DRAFT
from prongsai.web.signing.evidence.services.adding import store_picture


class Words(Struct, frozen=True):
    """What a person says of one file."""

    caption: str
    taken_on: date | None
    place: str
    faces: Faces = Faces.UNKNOWN


@transaction.atomic
def describe(row: EvidenceRow, *, by: Actor, words: Words) -> bool:
    """Write caption, day, place and what is said of people anew; whether anything changed."""
    held = _locked(row)
    before = Words(held.caption, held.taken_on, held.place, Faces(held.faces))
    if words == before:
        return False
    held.caption, held.taken_on, held.place = words.caption, words.taken_on, words.place
    held.faces = words.faces.value
    held.save(update_fields=["caption", "taken_on", "place", "faces"])
    _record(held, by, "evidence-described")
    return True


@transaction.atomic
def move(row: EvidenceRow, *, by: Actor, step: int) -> bool:
    """Change places with the neighbour before (-1) or behind (1); whether there was one."""
    held = list(
        EvidenceRow.objects.select_for_update().filter(
            agency=row.agency, subject_kind=row.subject_kind, subject=row.subject, removed_at=None
        )
    )
    place = next((place for place, one in enumerate(held) if one.pk == row.pk), None)
    if place is None or not 0 <= place + step < len(held):
        return False
    held[place], held[place + step] = held[place + step], held[place]
    for order, one in enumerate(held):
        one.order = order
    EvidenceRow.objects.bulk_update(held, ["order"])
    _record(row, by, "evidence-moved")
    return True


@transaction.atomic
def remove(row: EvidenceRow, *, by: Actor) -> bool:
    """Take a file off its subject; it can be brought back. Whether it was there.

    Errors: Refused while a paper on its way prints it.
    """
    held = _locked(row)
    if held.removed_at is not None:
        return False
    _refuse_printed(held)
    # The same file may be sent in again.
    held.removed_at, held.upload_key = now(), ""
    held.save(update_fields=["removed_at", "upload_key"])
    _record(held, by, "evidence-removed")
    return True


@transaction.atomic
def bring_back(row: EvidenceRow, *, by: Actor) -> bool:
    """Undo the removal of a file; whether it was removed."""
    held = _locked(row)
    if held.removed_at is None:
        return False
    held.removed_at = None
    held.save(update_fields=["removed_at"])
    _record(held, by, "evidence-brought-back")
    return True


@transaction.atomic
def turn(row: EvidenceRow, *, by: Actor) -> None:
    """Turn a photo a quarter to the right.

    Errors: Misuse where it is no photo; Refused while a paper on its way prints it.
    """
    held = _locked(row)
    if not held.is_photo:
        raise Misuse(Text("หมุนได้เฉพาะภาพ", "only photos can be turned"))
    _refuse_printed(held)
    _draw_anew(held, by, pictures.turned(files.read(held.file)))
    _record(held, by, "evidence-turned")


@transaction.atomic
def hide(row: EvidenceRow, *, by: Actor, regions: Sequence[pictures.Region], seen: str) -> bool:
    """Make regions of a photo unrecognisable, for good; whether the former picture is gone too.

    Shape:  `seen` is the digest of the picture on which they were marked. The former picture is
            deleted: what lies in the store is what may be shown. False where it is kept elsewhere
            still: sent in for another note, or along with a paper.
    Errors: Refused without a region, where the picture is another one by now, or while a paper on
            its way prints it; Misuse where it is no photo.
    """
    held = _locked(row)
    if not held.is_photo:
        raise Misuse(Text("ปิดหน้าได้เฉพาะในภาพ", "faces are hidden in photos only"))
    if not regions:
        raise Refused(
            Text("ยังไม่ได้แตะจุดใดในภาพ", "no place is marked"),
            next_step=Text("แตะกลางใบหน้าในภาพก่อน", "touch the middle of a face first"),
        )
    if held.file.digest != seen:
        raise Refused(
            Text("ภาพนี้ถูกหมุนหรือแก้ระหว่างนี้", "the picture was turned or changed meanwhile"),
            next_step=Text("แตะจุดใหม่บนภาพที่แสดงอยู่", "mark the places anew on what is shown"),
        )
    _refuse_printed(held)
    held.faces = Faces.HIDDEN.value
    is_gone = _draw_anew(held, by, pictures.hidden(files.read(held.file), regions))
    _record(held, by, "evidence-hidden")
    return is_gone


def _draw_anew(held: EvidenceRow, by: Actor, data: bytes) -> bool:
    """Put another picture into a row; the former one is not needed any more. Whether it is gone."""
    former, former_small, name = held.file, held.small, held.file.name
    if former.media_type != pictures.JPEG:
        name = f"{name.rpartition('.')[0]}.jpg"
    store_picture(held, by, name, pictures.JPEG, data)
    held.save(update_fields=["file", "small", "width", "height", "faces"])
    # Both, whatever becomes of the first.
    gone = [files.forget(former), files.forget(former_small)]
    twins = StoredFile.objects.filter(agency=held.agency, digest=former.digest)
    return all(gone) and not twins.exists()


def _refuse_printed(row: EvidenceRow) -> None:
    if is_printed(row.agency, row.pk):
        raise Refused(
            Text(
                "รายงานที่กำลังเสนอลงนามหรือรอเผยแพร่พิมพ์ภาพนี้",
                "a report that is being signed or waits to be published prints this photo",
            ),
            next_step=Text(
                "รอให้เผยแพร่แล้วทำใหม่ หรือถอนรายงานกลับมาก่อน",
                "wait until it is published, or withdraw the report first",
            ),
        )


def _locked(row: EvidenceRow) -> EvidenceRow:
    return EvidenceRow.objects.select_for_update().get(pk=row.pk)


def _record(row: EvidenceRow, by: Actor, verb: str) -> None:
    """What a person does to files of a form that is not saved yet is nobody's business."""
    if row.subject_kind != DRAFT:
        journal.record(row.agency, by, verb, row.file.name)
