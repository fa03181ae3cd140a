"""Rows and people of the registers' tests."""

from tests.web import factories
from tests.web.roles import UNIT_HEAD

from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.registers.queries.catalogue import context_of
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import today

YEAR = 2569
LOANS, GIFTS = "asset-loans", "gifts"
LOAN = {
    "number": "1/2569", "requested_on": "5 ม.ค. 2569", "asset": "เต็นท์", "quantity": "๒",
    "borrower_kind": "ประชาชนหรือเอกชน", "borrower": "ชุมชนหนึ่ง", "unit": "กองคลัง", "purpose": "งานบุญ",
    "due_on": "12 ม.ค. 2569",
}  # fmt: skip
GIFT = {
    "offered_on": "6 ม.ค. 2569", "unit": "กองคลัง", "position": "ผู้อำนวยการกองคลัง",
    "gift": "กระเช้าผลไม้", "giver_kind": "ประชาชน", "answer": "ปฏิเสธ", "worth": "1,250.50",
}  # fmt: skip


def head_of(agency, name="กองคลัง"):
    """The head of a unit, which is made."""
    unit = factories.make_unit(agency, name)
    user = factories.make_user(agency, login=f"head-{name}")
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit, f"ผู้อำนวยการ{name}"))
    return actor_on(user, today())


def row_of(agency, key, typed, state=""):
    """What somebody typed, read."""
    register = shipped_register(key)
    reading = read_row(register, typed, context_of(agency, register, YEAR), state)
    assert not reading.faults
    return reading.row


def add(person, key=LOANS, **typed):
    """A row that a person adds."""
    given = (LOAN if key == LOANS else GIFT) | typed
    return saving.add(
        person.agency, by=person, register=shipped_register(key), year=YEAR,
        row=row_of(person.agency, key, given),
    )  # fmt: skip


def change(person, kept, seen=None, **typed):
    """The same row, something typed otherwise."""
    given = (LOAN if kept.register == LOANS else GIFT) | typed
    return saving.change(
        kept, by=person, register=shipped_register(kept.register),
        row=row_of(person.agency, kept.register, given), seen=seen or kept.version,
    )  # fmt: skip


def move(person, kept, to, seen=None):
    """Take a row on."""
    register = shipped_register(kept.register)
    saving.move(kept, by=person, register=register, to=to, seen=seen or kept.version)
