"""Take files and photos in: validated, the day they were taken kept, the place dropped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.upload_validation import Checked, checked
from prongsai.web.signing.evidence import pictures
from prongsai.web.signing.evidence.models import EvidenceKind, EvidenceRow
from prongsai.web.signing.evidence.queries import DRAFT

MOST_OF_A_SUBJECT = 60


class Sent(Struct, frozen=True):
    """One file as it arrived."""

    name: str
    data: bytes


class Refusal(Struct, frozen=True):
    """A file that was not kept, and why."""

    name: str
    error: ProngsaiError


class Taken(Struct, frozen=True):
    """What became of several files: the good ones are kept whatever happened to the others."""

    rows: tuple[EvidenceRow, ...]
    refused: tuple[Refusal, ...]


def add(  # noqa: PLR0913 - everything that is said of a file
    agency: Agency,
    *,
    by: Actor,
    subject_kind: str,
    subject: UUID,
    name: str,
    data: bytes,
    caption: str = "",
    taken_on: date | None = None,
    place: str = "",
    upload_key: str = "",
) -> EvidenceRow:
    """Keep one file as evidence of a subject; a photo is drawn anew and at most 2,560 pixels long.

    Shape:  `taken_on` is read from the photo where it is not given; `upload_key` sent again by
            the same person gives the row it made.
    Errors: UnreadableInput for what does not pass validation; Refused where the subject has
            as much as it may.
    """
    found = _made_before(by, upload_key)
    if found is not None:
        return found
    good = checked(name, data, longest=pictures.LONGEST)
    is_photo = good.media_type.startswith("image/")
    if is_photo and taken_on is None:
        taken_on = pictures.taken_on(data, today())
    with transaction.atomic():
        place_in_order = _next_place(agency, subject_kind, subject)
        row = EvidenceRow(
            agency=agency, subject_kind=subject_kind, subject=subject, caption=caption.strip(),
            place=place.strip(), taken_on=taken_on, order=place_in_order, upload_key=upload_key,
            uploaded_at=now(), by=by.user, by_words=by.words,
        )  # fmt: skip
        _fill(row, by, good, is_photo=is_photo)
        row.save(force_insert=True)
        if subject_kind != DRAFT:
            journal.record(agency, by, "evidence-added", row.file.name)
    return row


def add_all(
    agency: Agency, *, by: Actor, subject_kind: str, subject: UUID, sent: Iterable[Sent]
) -> Taken:
    """Keep each of several files that passes, and say of each other why it does not."""
    rows, refused = [], []
    for one in sent:
        try:
            rows.append(
                add(
                    agency, by=by, subject_kind=subject_kind, subject=subject, name=one.name,
                    data=one.data,
                )
            )  # fmt: skip
        except ProngsaiError as error:
            refused.append(Refusal(one.name, error))
    return Taken(tuple(rows), tuple(refused))


def adopt(agency: Agency, *, by: Actor, draft: UUID, subject_kind: str, subject: UUID) -> int:
    """Hang what a person sent in for a form on the subject that the form made; how many."""
    with transaction.atomic():
        rows = EvidenceRow.objects.select_for_update().filter(
            agency=agency, subject_kind=DRAFT, subject=draft, by=by.user, removed_at=None
        )
        held = list(rows)
        first = _next_place(agency, subject_kind, subject, count=len(held)) if held else 0
        for number, row in enumerate(held):
            row.subject_kind, row.subject, row.order = subject_kind, subject, first + number
        EvidenceRow.objects.bulk_update(held, ["subject_kind", "subject", "order"])
        if held:
            named = ", ".join(row.file.name for row in held)
            journal.record(agency, by, "evidence-added", named)
    return len(held)


def store_picture(row: EvidenceRow, by: Actor, name: str, media_type: str, data: bytes) -> None:
    """Put a photo and its little one into a row that is about to be saved."""
    row.file = files.store(row.agency, by, name, media_type, data)
    row.small = files.store(row.agency, by, name, pictures.JPEG, pictures.small(data))
    row.width, row.height = pictures.size_of(data)


def _fill(row: EvidenceRow, by: Actor, good: Checked, *, is_photo: bool) -> None:
    if is_photo:
        row.kind = EvidenceKind.PHOTO
        store_picture(row, by, good.name, good.media_type, good.data)
        return
    row.kind = EvidenceKind.FILE
    stored: StoredFile = files.store(row.agency, by, good.name, good.media_type, good.data)
    row.file = stored


def _made_before(by: Actor, upload_key: str) -> EvidenceRow | None:
    if not upload_key:
        return None
    rows = EvidenceRow.objects.filter(agency=by.agency, by=by.user, upload_key=upload_key)
    return rows.select_related("file").first()


def _next_place(agency: Agency, subject_kind: str, subject: UUID, count: int = 1) -> int:
    """The place behind the last.

    Errors: Refused where there is no room for so many.
    """
    rows = EvidenceRow.objects.filter(agency=agency, subject_kind=subject_kind, subject=subject)
    if rows.filter(removed_at=None).count() + count > MOST_OF_A_SUBJECT:
        raise Refused(
            Text(
                f"ครบ {MOST_OF_A_SUBJECT} แฟ้มแล้ว จึงเก็บเพิ่มไม่ได้",
                f"there are {MOST_OF_A_SUBJECT} files already, no more are kept",
            ),
            next_step=Text(
                "เลือกเฉพาะแฟ้มที่จำเป็น หรือลบของเดิมก่อน", "choose fewer, or remove some first"
            ),
        )
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1
