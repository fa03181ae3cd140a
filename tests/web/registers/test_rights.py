"""Who takes a row on: person by person, row by row, by the page and by the act itself."""

import pytest
from tests.web import staff
from tests.web.analysis.years import open_year
from tests.web.registers import samples
from tests.web.registers.samples import YEAR

from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.queries.row import row_page
from prongsai.web.disclosure.registers.rights import seen_by
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
LOANS, FINDINGS, DEFECTS = "asset-loans", "audit-findings", "non-compliance"
TYPED = {
    LOANS: samples.LOAN,
    FINDINGS: {
        "found_on": "5 ม.ค. 2569", "auditor": "ตรวจสอบภายใน", "finding": "x",
        "due_on": "12 ม.ค. 2569", "action": "x", "settled_on": "12 ม.ค. 2569", "result": "x",
    },
    DEFECTS: {
        "found_on": "5 ม.ค. 2569", "kind": "กฎหมายหรือระเบียบ", "what": "x", "rule": "x",
        "cause": "x", "prevention": "x", "reported_on": "6 ม.ค. 2569",
    },
}  # fmt: skip
# The decision of each register, and the state it waits in: a loan is approved, a finding is closed
# by roles of the whole agency alone, a defect, which few see, is put to the executive.
DECIDED = {LOANS: ("", "approved"), FINDINGS: ("mended", "closed"), DEFECTS: (
    "with-superior", "with-executive")}  # fmt: skip
# Whose rows each decides, by register: of the unit, of the other one, of the office.
EVERY = {staff.OWN, staff.OTHER, staff.OFFICE}
MAY = {
    "executive": (set(), set(), set()),
    "keeper": (set(), set(), set()),
    "office head": (EVERY, EVERY, {staff.OFFICE}),
    "head": ({staff.OWN}, set(), {staff.OWN}),
    "acting head": ({staff.OWN}, set(), {staff.OWN}),
    "officer": (set(), set(), set()),
    "publisher": (set(), set(), set()),
    # A named role decides as far as it reaches, whatever unit its post stands in.
    "auditor": (set(), EVERY, set()),
    "other head": ({staff.OTHER}, set(), {staff.OTHER}),
    "other officer": (set(), set(), set()),
}


@pytest.fixture
def rows(agency):
    """A row of each register and unit that waits for its decision, each added by an officer."""
    open_year(agency, YEAR)
    made = {}
    for who in ("officer", "other officer", "office officer"):
        clerk, name = staff.somebody(agency, who), staff.POSTS[who][1]
        for key, typed in TYPED.items():
            register, state = shipped_register(key), DECIDED[key][0]
            number = {"number": name} if key == LOANS else {}
            row = samples.row_of(agency, key, typed | {"unit": name} | number)
            kept = saving.add(agency, by=clerk, register=register, year=YEAR, row=row)
            if state:
                samples.move(clerk, kept, state)
            made[key, name] = kept
    return made


@pytest.mark.parametrize("who", MAY)
def test_a_row_is_decided_by_whom_the_table_names(agency, rows, who):
    person, decided = staff.somebody(agency, who), dict.fromkeys(TYPED, frozenset())
    for (key, name), kept in rows.items():
        register, to = shipped_register(key), DECIDED[key][1]
        ways = {way.to for way in row_page(person, register, kept, YEAR, today())["ways"]}
        if to in ways:
            samples.move(person, kept, to)
            decided[key] |= {name}
            continue
        with pytest.raises(Refused):
            samples.move(person, kept, to)
        if key == DEFECTS and who in ("publisher", "officer", "keeper"):
            assert not seen_by(person, register, today()).holds(kept)
    assert tuple(decided.values()) == MAY[who]


def test_who_added_a_row_does_not_decide_on_it_nor_anybody_on_one_that_was_removed(agency, rows):
    people = staff.somebody(agency, "head"), staff.somebody(agency, "office head")
    for author, other in (people, people[::-1]):
        own = samples.add(author, number=author.user.login, unit=staff.OWN)
        with pytest.raises(Refused):
            samples.move(author, own, "approved")
        saving.remove(own, by=author, register=shipped_register(LOANS))
        with pytest.raises(Refused):
            samples.move(other, own, "approved")
        saving.restore(own, by=author, register=shipped_register(LOANS))
        samples.move(other, own, "approved")
