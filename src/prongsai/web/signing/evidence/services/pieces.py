"""Files that arrive in pieces over a bad line: each piece is kept, the next one asked for.

The pieces of a person lie in a folder of theirs below the data folder, under a key that their
browser made of the file; the same key goes on where it stopped. What nobody finishes is swept
after a day.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from msgspec import Struct
from msgspec.structs import asdict

from prongsai.core.errors import Place, ProngsaiError, UnreadableInput
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.upload_validation import MOST_BYTES
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.services.adding import add

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
    """The row that the pieces of a key have made already."""
    rows = EvidenceRow.objects.filter(agency=person.agency, by=person.user, upload_key=key)
    return rows.select_related("file").first()


def take(person: Actor, coming: Coming, start: int, piece: bytes) -> EvidenceRow | None:
    """Keep a piece that begins at `start`; the row, once the last piece is there.

    Errors: WrongPlace for a piece out of turn; UnreadableInput and Refused as `add`; the file is
            then forgotten.
    """
    found = arrived(person, coming.key)
    if found is not None:
        return found
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
        made = _made(person, coming, path.read_bytes()[: coming.size])
    except ProngsaiError:
        # It will be refused again. After a full disk or a busy database the pieces still lie there.
        _forget(path)
        raise
    _forget(path)
    return made


def unfinished(person: Actor, subject_kind: str, subject: UUID) -> tuple[tuple[str, int], ...]:
    """Names of files of a subject that broke off, and how much of a hundred has arrived."""
    found = []
    for told in sorted(_folder(person).glob("*.json")):
        try:
            about = json.loads(told.read_text(encoding="utf-8"))
        except (ValueError, OSError):
            # Half written on a full disk, or finished just now.
            continue
        part = told.with_suffix(".part")
        if about["subject_kind"] == subject_kind and about["subject"] == str(subject):
            share = part.stat().st_size * 100 // about["size"] if part.is_file() else 0
            found.append((str(about["name"]), share))
    return tuple(found)


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


def _made(person: Actor, coming: Coming, data: bytes) -> EvidenceRow:
    return add(
        person.agency, by=person, subject_kind=coming.subject_kind, subject=coming.subject,
        name=coming.name, data=data, upload_key=coming.key,
    )  # fmt: skip


def _begin(person: Actor, coming: Coming) -> None:
    folder = _folder(person)
    folder.mkdir(parents=True, exist_ok=True)
    held = [path.stat().st_size for path in folder.glob("*.part")]
    if len(held) >= MOST_FILES or sum(held) + coming.size > MOST_OF_A_PERSON:
        raise Refused(
            Text("มีแฟ้มที่ส่งค้างอยู่มากเกินไป", "too many files are half sent"),
            next_step=Text(
                "ส่งแฟ้มที่ค้างให้ครบก่อน หรือรอหนึ่งวันให้ระบบล้างให้",
                "finish those first, or wait a day until they are cleared",
            ),
        )
    told = {**asdict(coming), "subject": str(coming.subject)}
    _part(person, coming.key).with_suffix(".json").write_text(
        json.dumps(told, ensure_ascii=False), encoding="utf-8"
    )


def _check(coming: Coming, start: int, piece: bytes) -> None:
    if coming.size > MOST_BYTES:
        raise UnreadableInput(
            Text(
                f"แฟ้มใหญ่เกิน {MOST_BYTES // 2**20} MB", f"the file is over {MOST_BYTES // 2**20} MB"
            ),
            place=Place(coming.name),
            next_step=Text("ลดความละเอียดของภาพหรือแยกเป็นหลายแฟ้ม", "scan it smaller, or split it"),
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
