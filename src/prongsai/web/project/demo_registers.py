"""The demo's registers: loans in every state, gifts of two quarters, a few rows of all others.

A photo stands in a row, a swap of duty was agreed to, and knowledge was sent round and read.

All of it is made up; what needs no story stands in data/demo/registers.yaml.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from uuid import uuid4

from msgspec import Struct, convert

from prongsai.core.registers.model import Register
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import Row, read_row
from prongsai.core.registers.values import Attached
from prongsai.core.yaml_data.documents import parse
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.disclosure.registers.services.nothing import circulate, say_nothing
from prongsai.web.disclosure.registers.services.saving import NO_FILES, Files, add, change, move
from prongsai.web.platform.upload_validation import checked
from prongsai.web.project.demo_photos import BOARD, drawing
from prongsai.web.project.demo_stage import YEAR, Stage, on
from prongsai.web.signing.evidence import pictures

_LOANS, _GIFTS = "asset-loans", "gifts"
_FINANCE = "กองคลัง"
_ROWS = Path(__file__).parents[2] / "data" / "demo" / "registers.yaml"


def keep(stage: Stage) -> None:
    """A year of loans, and who reported which gifts."""
    with on(date(2023, 3, 18), 15, 30):
        _loans(stage)
        _gifts(stage)
        for key, one in plain_rows().items():
            _rows(stage, key, one)
        _photo(stage)
        _swap(stage)
    with on(date(2023, 3, 18), 15, 40):
        _knowledge(stage)


class Plain(Struct, frozen=True):
    """Rows of one register as they are typed, and the times with nothing to report."""

    rows: str
    nothing: tuple[int, ...] = ()

    def typed(self) -> Iterator[dict[str, str]]:
        """Each row by the names of its fields."""
        return csv.DictReader(self.rows.splitlines(), delimiter=";")


def plain_rows() -> dict[str, Plain]:
    """The rows of the data file, by their register."""
    told = parse(_ROWS.read_text(encoding="utf-8"), _ROWS.name).data
    return convert(told, dict[str, Plain])


def _rows(stage: Stage, key: str, plain: Plain) -> None:
    register = _register(key)
    # Restricted rows are written by a unit itself; the officer writes the rest.
    for typed in plain.typed():
        by = _head(stage, typed["unit"]) if register.is_restricted else stage.officer
        _added(stage, by, key, {name: text for name, text in typed.items() if text})
    for slot in plain.nothing:
        say_nothing(
            stage.agency, by=stage.officer, register=register, year=YEAR, slot=slot, unit=None
        )


def _loans(stage: Stage) -> None:
    officer, decides = stage.officer, stage.person("clerk")
    back = _loan(
        stage, officer, "1/2566", "เต็นท์ 4 หลัง (ตัวอย่าง)", "4", "9 ม.ค. 2566", "16 ม.ค. 2566"
    )
    _move(back, decides, "approved")
    _fill(stage, back, lent_on="10 ม.ค. 2566")
    _move(back, officer, "lent")
    _fill(stage, back, returned_on="18 ม.ค. 2566", condition="ปกติ")
    _move(back, officer, "returned")
    out = _loan(stage, officer, "2/2566", "ลำโพง (ตัวอย่าง)", "1", "1 มี.ค. 2566", "10 มี.ค. 2566")
    _move(out, decides, "approved")
    _fill(stage, out, lent_on="2 มี.ค. 2566")
    _move(out, officer, "lent")
    _loan(stage, officer, "3/2566", "โต๊ะพับ (ตัวอย่าง)", "20", "16 มี.ค. 2566", "25 มี.ค. 2566")


def _loan(
    stage: Stage, by: Actor, number: str, asset: str, quantity: str, asked: str, due: str
) -> RegisterRow:
    typed = {
        "number": number, "requested_on": asked, "asset": asset, "quantity": quantity,
        "borrower_kind": "ประชาชนหรือเอกชน", "borrower": "ชุมชนตัวอย่าง", "unit": _FINANCE,
        "purpose": "งานของชุมชน (ตัวอย่าง)", "due_on": due,
    }  # fmt: skip
    return _added(stage, by, _LOANS, typed)


def _photo(stage: Stage) -> None:
    """A board at the counter with its photo, sent from a phone."""
    name = "ป้าย-ตัวอย่าง.jpg"
    sent = checked(name, drawing(BOARD, "ป้ายขั้นตอน (ตัวอย่าง)"), longest=pictures.LONGEST)
    one = Attached(sent.name, uuid4())
    typed = {
        "checked_on": "1 ก.พ. 2566", "unit": "กองช่าง", "facility": "ป้ายบอกทางและขั้นตอน",
        "is_there": "ใช่", "photo": one.text,
    }  # fmt: skip
    _added(stage, _head(stage, "กองช่าง"), "facility-checks", typed, {one.key: sent})


def _swap(stage: Stage) -> None:
    """One asks to swap the duty, the other agrees; both did it themselves."""
    asks, agrees = _head(stage, _FINANCE), _head(stage, "กองช่าง")
    typed = {
        "day": "8 มี.ค. 2566", "shift": "นอกเวลา", "unit": _FINANCE,
        "position": asks.positions[0].position, "hours": "16.30–18.00 น.",
        "swapped_with": agrees.positions[0].position,
    }  # fmt: skip
    kept = _added(stage, asks, "duty-rosters", typed)
    _move(kept, asks, "asked")
    _move(kept, agrees, "swapped")


def _knowledge(stage: Stage) -> None:
    """A handbook goes round; some have acknowledged it, the others are still to read it."""
    kept = RegisterRow.objects.get(agency=stage.agency, register="legal-knowledge")
    sent = circulate(
        kept, by=stage.officer, register=_register(kept.register), year=YEAR, units=None,
        due=date(2023, 3, 31),
    )  # fmt: skip
    stage.read(sent, "clerk", "head", "ita", "auditor")


def _added(
    stage: Stage, by: Actor, key: str, typed: Mapping[str, str], files: Files = NO_FILES
) -> RegisterRow:
    register = _register(key)
    reading = read_row(register, typed, context_of(stage.agency, register, YEAR))
    if reading.faults:
        raise ValueError(key, [fault.message.en for fault in reading.faults])
    return add(stage.agency, by=by, register=register, year=YEAR, row=reading.row, files=files)


def _fill(stage: Stage, kept: RegisterRow, **typed: str) -> None:
    """Fill in more of a row, as whoever keeps the assets."""
    register = _register(kept.register)
    context = context_of(stage.agency, register, YEAR)
    more = read_row(register, typed, context, kept.state).row
    row = Row({**core_row(register, kept, YEAR).values, **more.values}, kept.state)
    change(kept, by=stage.officer, register=register, row=row, seen=kept.version)


def _move(kept: RegisterRow, by: Actor, to: str) -> None:
    register = _register(kept.register)
    move(kept, by=by, register=register, to=to, seen=kept.version)


def _gifts(stage: Stage) -> None:
    """Finance refused one, it and another unit had none before; the rest has said nothing yet."""
    finance, works = _head(stage, _FINANCE), _head(stage, "กองช่าง")
    typed = {
        "offered_on": "12 ม.ค. 2566", "unit": _FINANCE, "position": finance.positions[0].position,
        "gift": "กระเช้าผลไม้ (ตัวอย่าง)", "giver_kind": "ประชาชน", "answer": "ปฏิเสธ",
        "worth": "800", "occasion": "ปีใหม่",
    }  # fmt: skip
    _added(stage, finance, _GIFTS, typed)
    for head, name in ((finance, _FINANCE), (works, "กองช่าง")):
        say_nothing(
            stage.agency, by=head, register=_register(_GIFTS), year=YEAR, slot=1,
            unit=stage.unit(name),
        )  # fmt: skip


def _head(stage: Stage, unit: str) -> Actor:
    """The head of a unit."""
    user = User.objects.get(agency=stage.agency, appointments__position__unit__name=unit)
    return stage.person(user.login)


def _register(key: str) -> Register:
    found = shipped_register(key)
    if found is None:
        raise LookupError(key)
    return found
