"""Measures and notes for tests of progress, each with the least that is said about it."""

from datetime import date
from decimal import Decimal

from prongsai.core.measures.model import Measure, Plan
from prongsai.core.progress.check import RoundEntry
from prongsai.core.progress.model import Evidence, EvidenceKind, Faces, Note
from prongsai.core.progress.rounds import Round, row_of

YEAR = 2566
HALF, WHOLE = Round(YEAR, 6), Round(YEAR, 12)


def measure(key="M01", **values):
    """A measure of fiscal 2566, the whole year long."""
    usual = {"number": "1", "title": "ประกาศขั้นตอนการให้บริการ", "unit": "กองคลัง",
             "start": "ต.ค. 2565", "due": "30 กันยายน 2566", "budget": "ไม่ใช้งบประมาณ"}  # fmt: skip
    return Measure(key=key, **usual | values)


def photo(day=date(2023, 1, 14), name="ป้าย.jpg", **values):
    """A photo with the day it was taken, in which nobody can be recognised."""
    said = {"taken_on": day, "faces": Faces.NOBODY} | values
    return Evidence(name, EvidenceKind.PHOTO, name, **said)


def note(on=date(2023, 1, 14), done="ประกาศขั้นตอนแล้ว", percent=50, **values):
    """A note that was written down on the day it tells of."""
    spent = values.pop("spent", None)
    return Note("M01", on, values.pop("recorded_on", on), percent, done,
                spent=None if spent is None else Decimal(spent), **values)  # fmt: skip


def entry(*notes, of=None, asked=HALF, photos=(), **texts):
    """One measure in a report, printed as its unit wrote it unless other words are given."""
    row = row_of(asked, of or measure(), notes, "กองคลัง")
    told = {"summary": row.done, "outcome": "", "problem": row.problem or "ไม่มี",
            "proposal": row.proposal}  # fmt: skip
    return RoundEntry(row, **told | texts, photos=tuple(photos))


def plan(*measures, approved="20 มกราคม 2566"):
    """A plan of fiscal 2566."""
    return Plan("เทศบาลตำบลตัวอย่าง", YEAR, YEAR - 1, measures or (measure(),), (), approved=approved)
