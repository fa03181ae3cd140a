"""Take files and photos in: validated, the day they were taken kept, the place dropped."""

import json
import re
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from msgspec import Struct
from msgspec.structs import asdict

from prongsai.core.errors import Misuse, Place, ProngsaiError, UnreadableInput
from prongsai.core.progress.model import Faces
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.upload_validation import MOST_BYTES, Checked, checked
from prongsai.web.platform.versions import mark_of
from prongsai.web.signing.evidence import pictures
from prongsai.web.signing.evidence.kinds import is_printed
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
    earlier = arrived(by, upload_key)
    if earlier is not None:
        return earlier
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
    for file in sent:
        try:
            rows.append(
                add(
                    agency, by=by, subject_kind=subject_kind, subject=subject, name=file.name,
                    data=file.data,
                )
            )  # fmt: skip
        except ProngsaiError as error:
            refused.append(Refusal(file.name, error))
    return Taken(tuple(rows), tuple(refused))


def adopt(agency: Agency, *, by: Actor, draft: UUID, subject_kind: str, subject: UUID) -> int:
    """Hang what a person sent in for a form on the subject that the form made; how many."""
    with transaction.atomic():
        journal.hold(agency)
        rows = EvidenceRow.objects.select_for_update().hung_on(agency, DRAFT, [draft])
        held = list(rows.filter(by=by.user))
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
    else:
        row.kind = EvidenceKind.FILE
        row.file = files.store(row.agency, by, good.name, good.media_type, good.data)


def _next_place(agency: Agency, subject_kind: str, subject: UUID, count: int = 1) -> int:
    rows = EvidenceRow.objects.filter(agency=agency, subject_kind=subject_kind, subject=subject)
    hung = EvidenceRow.objects.hung_on(agency, subject_kind, [subject])
    if hung.count() + count > MOST_OF_A_SUBJECT:
        raise Refused("evidence/too_many_files", most_of_a_subject=MOST_OF_A_SUBJECT)
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def words_mark(row: EvidenceRow) -> str:
    return mark_of(row.caption, row.taken_on, row.place, row.faces)


@transaction.atomic
def describe(
    row: EvidenceRow, *, by: Actor, caption: str, taken_on: date | None, place: str,
    faces: str = "", seen: str | None = None,
) -> bool:  # fmt: skip
    """Write caption, day, place and what is said of people anew; whether anything changed."""
    held = _locked(row)
    words = (caption, taken_on, place, faces)
    if words == (held.caption, held.taken_on, held.place, held.faces):
        return False
    if seen not in (None, words_mark(held)):
        raise Refused("agency/changed_meanwhile")
    held.caption, held.taken_on, held.place, held.faces = words
    held.save(update_fields=["caption", "taken_on", "place", "faces"])
    _record(held, by, "evidence-described")
    return True


@transaction.atomic
def move(row: EvidenceRow, *, by: Actor, step: int) -> bool:
    """Change places with the neighbour before (-1) or behind (1); whether there was one."""
    journal.hold(row.agency)
    rows = EvidenceRow.objects.select_for_update()
    held = list(rows.hung_on(row.agency, row.subject_kind, [row.subject]))
    place = next((place for place, held_row in enumerate(held) if held_row.pk == row.pk), None)
    if place is None or not 0 <= place + step < len(held):
        return False
    held[place], held[place + step] = held[place + step], held[place]
    for order, held_row in enumerate(held):
        held_row.order = order
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
    """Undo the removal of a file; whether it was removed.

    Errors: Refused where its subject has as many files as it may by now.
    """
    held = _locked(row)
    if held.removed_at is None:
        return False
    _next_place(held.agency, held.subject_kind, held.subject)
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
        raise Misuse("evidence/turned_file_not_photo")
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
        raise Misuse("evidence/masked_file_not_photo")
    if not regions:
        raise Refused("evidence/no_place_marked")
    if held.file.digest != seen:
        raise Refused("evidence/picture_changed_meanwhile")
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
        raise Refused("evidence/photo_in_signed_report")


def _locked(row: EvidenceRow) -> EvidenceRow:
    journal.hold(row.agency)
    return EvidenceRow.objects.select_for_update().get(pk=row.pk)


def _record(row: EvidenceRow, by: Actor, verb: str) -> None:
    """What a person does to files of a form that is not saved yet is nobody's business."""
    if row.subject_kind != DRAFT:
        journal.record(row.agency, by, verb, row.file.name)


KEY = re.compile(r"[0-9a-f]{16,64}")
MOST_OF_A_PIECE = 2 * 2**20
MOST_OF_A_PERSON = 200 * 2**20
MOST_FILES = 60
_DAY_SECONDS = 24 * 3600


class Coming(Struct, frozen=True):
    """A file of which pieces are coming; `size` in bytes."""

    key: str
    name: str
    size: int
    subject_kind: str
    subject: UUID


class WrongPlace(Exception):  # noqa: N818 - an answer of the talk, not a fault
    """A piece that does not begin where the last one ended."""


def offset(person: Actor, key: str) -> int:
    """How many bytes of a file have arrived."""
    path = _part(person, key)
    return path.stat().st_size if path.is_file() else 0


def arrived(person: Actor, key: str) -> EvidenceRow | None:
    """The row that the pieces of a key have made already; None where they have none."""
    if not key:
        return None
    rows = EvidenceRow.objects.filter(agency=person.agency, by=person.user, upload_key=key)
    return rows.select_related("file").first()


def take(person: Actor, coming: Coming, start: int, piece: bytes) -> EvidenceRow | None:
    """Keep a piece that begins at `start`; the row, once the last piece is there.

    Errors: WrongPlace for a piece out of turn; UnreadableInput and Refused as `add`; the file is
            then forgotten.
    """
    earlier = arrived(person, coming.key)
    if earlier is not None:
        return earlier
    _check(coming, start, piece)
    path = _part(person, coming.key)
    held = offset(person, coming.key)
    if start > held:
        raise WrongPlace
    if not held:
        _begin(person, coming)
    with path.open("r+b" if path.is_file() else "wb") as file:
        # The same piece twice writes the same bytes to the same place.
        file.seek(start)
        file.write(piece)
    if offset(person, coming.key) < coming.size:
        return None
    try:
        made = add(
            person.agency,
            by=person,
            subject_kind=coming.subject_kind,
            subject=coming.subject,
            name=coming.name,
            data=path.read_bytes()[: coming.size],
            upload_key=coming.key,
        )
    except ProngsaiError:
        # It will be refused again. After a full disk or a busy database the pieces still lie there.
        _forget(path)
        raise
    _forget(path)
    return made


def unfinished(person: Actor, subject_kind: str, subject: UUID) -> tuple[tuple[str, int], ...]:
    """Names of files of a subject that broke off, and how much of a hundred has arrived."""
    broken_off = []
    for path in sorted(_folder(person).glob("*.json")):
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError):
            # Half written on a full disk, or finished just now.
            continue
        part = path.with_suffix(".part")
        if about["subject_kind"] == subject_kind and about["subject"] == str(subject):
            share = part.stat().st_size * 100 // about["size"] if part.is_file() else 0
            broken_off.append((str(about["name"]), share))
    return tuple(broken_off)


def sweep() -> int:
    """Drop the pieces that nobody added to for a day; how many files there were."""
    old = time.time() - _DAY_SECONDS
    count = 0
    uploads: Path = settings.DATA / "uploads"
    # What tells of a file may lie there alone, where the disk was full before its first piece.
    for path in [*uploads.glob("*/*.part"), *uploads.glob("*/*.json")]:
        if path.is_file() and path.stat().st_mtime < old:
            count += 1
            _forget(path.with_suffix(".part"))
    return count


def _begin(person: Actor, coming: Coming) -> None:
    folder = _folder(person)
    folder.mkdir(parents=True, exist_ok=True)
    held = [path.stat().st_size for path in folder.glob("*.part")]
    if len(held) >= MOST_FILES or sum(held) + coming.size > MOST_OF_A_PERSON:
        raise Refused("evidence/too_many_unfinished_uploads")
    about = {**asdict(coming), "subject": str(coming.subject)}
    _part(person, coming.key).with_suffix(".json").write_text(
        json.dumps(about, ensure_ascii=False), encoding="utf-8"
    )


def _check(coming: Coming, start: int, piece: bytes) -> None:
    if coming.size > MOST_BYTES:
        raise UnreadableInput(
            "evidence/file_too_large",
            place=Place(coming.name),
            most_bytes=MOST_BYTES // 2**20,
        )
    if not piece or start < 0 or start + len(piece) > coming.size or len(piece) > MOST_OF_A_PIECE:
        raise WrongPlace


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".json").unlink(missing_ok=True)


def _part(person: Actor, key: str) -> Path:
    if not KEY.fullmatch(key):
        raise WrongPlace
    return _folder(person) / f"{key}.part"


def _folder(person: Actor) -> Path:
    data: Path = settings.DATA
    return data / "uploads" / str(person.user.pk)


_KEPT = timedelta(days=30)


def sweep_drafts() -> int:
    """Drop the files of forms that were left a month ago; how many there were."""
    rows = EvidenceRow.objects.filter(subject_kind=DRAFT, uploaded_at__lt=now() - _KEPT)
    old = list(rows.select_related("file", "small"))
    for row in old:
        with transaction.atomic():
            row.delete()
            files.forget(row.file)
            files.forget(row.small)
    return len(old)
