"""What an officer notes about a measure while it is carried out."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.text import Labelled


class EvidenceKind(StrEnum):
    """What kind of evidence a file is."""

    PHOTO = "photo"
    FILE = "file"


class Faces(Labelled):
    """What somebody said of the people in a photo; "" where nobody has looked."""

    UNKNOWN = "", "ยังไม่ได้ตรวจ", "Not checked yet"
    NOBODY = "nobody", "ไม่เห็นว่าเป็นผู้ใด", "Nobody can be recognised"
    CONSENTED = "consented", "คนในภาพยินยอมให้เผยแพร่", "The people in it agreed to publication"
    HIDDEN = "hidden", "ปิดหน้าแล้ว", "The faces are hidden"


class Evidence(Struct, frozen=True):
    """One file or photo that shows what was done; its content is kept elsewhere under `id`.

    Shape:  `taken_on` is the day a photo was taken or a file is dated, None where unknown;
            `place` only as somebody typed it; `added_on` the day it was sent in; `faces` what was
            said of the people in a photo; `digest` that of its content, "" where unknown.
    """

    id: str
    kind: EvidenceKind
    name: str
    caption: str = ""
    taken_on: date | None = None
    place: str = ""
    added_on: date | None = None
    faces: Faces = Faces.UNKNOWN
    digest: str = ""


class Note(Struct, frozen=True):
    """What one report of one measure says.

    Shape:  `measure` is the measure's key in its plan; `on` the day the note tells of and
            `recorded_on` the day it was written down, which may be later; texts as typed, "" for
            nothing said, `outcome` what came of what was `done`; `by` the position or unit that
            wrote it; `source` where it was read;
            `recorded_at` the moment it was written down, None where only the day is known;
            `key` names the note, `replaces` the note that it corrects, and `withdrawn_on` is the
            day it was taken back as wrong.
    Units:  `percent` 0-100 of the whole measure; `spent` baht since the note before, `reached`
            people since the note before; None where not said.
    """

    measure: str
    on: date
    recorded_on: date
    percent: int
    done: str = ""
    outcome: str = ""
    problem: str = ""
    proposal: str = ""
    spent: Decimal | None = None
    reached: int | None = None
    by: str = ""
    evidence: tuple[Evidence, ...] = ()
    source: Place | None = None
    key: str = ""
    replaces: str = ""
    withdrawn_on: date | None = None
    recorded_at: datetime | None = None
