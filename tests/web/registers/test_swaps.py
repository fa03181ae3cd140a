"""A swap of duty needs both: the one on duty asks, the other agrees, nobody else for either."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.registers.samples import YEAR, head_of
from tests.web.roles import CHIEF_ADMINISTRATOR, OFFICE_HEAD

from prongsai.core.papers.register_paper import register_paper
from prongsai.core.registers.kept import undecided_states
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.documents.tables_workbook import to_xlsx
from prongsai.web.agency.models import Position
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.disclosure.registers.queries.row import material_of, row_page
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
DUTY = {
    "day": "12 ม.ค. 2569", "shift": "กลางคืน", "unit": "กองคลัง", "position": "ผู้อำนวยการกองคลัง",
    "hours": "20.00–06.00 น.", "swapped_with": "ผู้อำนวยการกองช่าง",
}  # fmt: skip
ROSTERS = shipped_register("duty-rosters")


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def on_duty(agency):
    return head_of(agency)


@pytest.fixture
def other(agency):
    return head_of(agency, "กองช่าง")


@pytest.fixture
def keeper(agency, make_actor):
    """Writes the rosters of all units."""
    return make_actor(agency, OFFICE_HEAD)


def planned(by, **typed):
    reading = read_row(ROSTERS, DUTY | typed, context_of(by.agency, ROSTERS, YEAR))
    assert not reading.faults
    return saving.add(by.agency, by=by, register=ROSTERS, year=YEAR, row=reading.row)


def move(by, kept, to):
    saving.move(kept, by=by, register=ROSTERS, to=to, seen=kept.version)


def ways(person, kept):
    return {way.to for way in row_page(person, ROSTERS, kept, YEAR, today())["ways"]}


def test_one_asks_and_the_other_agrees(on_duty, other):
    kept = planned(on_duty)
    assert (ways(on_duty, kept), ways(other, kept)) == ({"asked"}, set())
    move(on_duty, kept, "asked")
    assert (ways(on_duty, kept), ways(other, kept)) == ({"planned"}, {"swapped", "declined"})
    move(other, kept, "swapped")
    assert kept.state == "swapped"


def test_the_roster_as_a_paper_says_who_is_there_after_a_swap(on_duty, other):
    kept = planned(on_duty)
    planned(on_duty, day="13 ม.ค. 2569", swapped_with="")
    move(on_duty, kept, "asked")
    move(other, kept, "swapped")
    paper = ROSTERS.paper("month")
    january = next(one for one in slots_of_paper(paper, YEAR) if one.first.month == 1)
    material = material_of(on_duty.agency, ROSTERS, paper, january, today())
    document = register_paper(office_of(on_duty.agency, today()), material)
    sheet = load_workbook(BytesIO(to_xlsx(document))).active
    told = [row[6:] for row in sheet.iter_rows(values_only=True) if row[0] in (1, 2)]
    assert told == [
        ("ผู้อำนวยการกองคลัง", "–", "–", "ผู้อำนวยการกองช่าง", "แลกเวรแล้ว"),
        ("ผู้อำนวยการกองคลัง", "–", "–", "–", "ตามตาราง"),
    ]


def waits(person):
    return [one for one in waiting_for(person, today()) if one.kind == "register-agreement"]


@pytest.mark.long
def test_it_waits_for_the_other_and_for_nobody_else(on_duty, other, keeper):
    kept = planned(on_duty)
    assert not waits(other)
    move(on_duty, kept, "asked")
    (one,) = waits(other)
    assert str(kept.pk) in one.url
    assert "ขอแลกเวร" in one.name
    assert not waits(on_duty)
    assert not waits(keeper)
    move(other, kept, "declined")
    assert not waits(other)


def test_nobody_agrees_for_the_other_whoever_would_gain(on_duty, other, keeper, agency, make_actor):
    clerk = make_actor(agency, CHIEF_ADMINISTRATOR)
    kept = planned(keeper)
    for person in (other, keeper, clerk):
        with pytest.raises(Refused, match="only the holder"):
            move(person, kept, "asked")
    move(on_duty, kept, "asked")
    for person in (on_duty, keeper, clerk):
        with pytest.raises(Refused, match="only the holder"):
            move(person, kept, "swapped")
    with pytest.raises(Refused):
        move(other, kept, "planned")
    assert kept.state == "asked"


def test_what_was_asked_is_what_is_agreed_to(on_duty, other, keeper):
    kept = planned(on_duty)
    move(on_duty, kept, "asked")
    row = core_row(ROSTERS, kept, YEAR)
    context = context_of(keeper.agency, ROSTERS, YEAR)
    for typed in ({"hours": "08.00–16.00 น."}, {"swapped_with": "ผู้อำนวยการกองคลัง"}):
        changed = read_row(ROSTERS, DUTY | typed, context, row.state).row
        with pytest.raises(Refused, match="cannot be changed"):
            saving.change(kept, by=keeper, register=ROSTERS, row=changed, seen=kept.version)
    with pytest.raises(Refused):
        saving.remove(kept, by=keeper, register=ROSTERS)
    move(other, kept, "declined")
    move(on_duty, kept, "planned")
    changed = read_row(ROSTERS, DUTY | {"hours": "08.00–16.00 น."}, context, "planned").row
    assert saving.change(kept, by=on_duty, register=ROSTERS, row=changed, seen=kept.version)


def test_who_holds_both_positions_does_not_agree_with_themselves(agency, on_duty, other):
    kept = planned(on_duty)
    theirs = Position.objects.get(agency=agency, title="ผู้อำนวยการกองช่าง")
    factories.hold(on_duty.user, theirs)
    both = actor_on(on_duty.user, today())
    move(both, kept, "asked")
    assert ways(both, kept) == {"planned"}
    with pytest.raises(Refused):
        move(both, kept, "swapped")
    move(other, kept, "swapped")


def test_nobody_asks_where_no_other_is_named_and_no_file_agrees(on_duty):
    kept = planned(on_duty, swapped_with="")
    with pytest.raises(Refused, match="swapped with"):
        move(on_duty, kept, "asked")
    row = core_row(ROSTERS, planned(on_duty, shift="วันหยุด", swapped_with=""), YEAR)
    assert undecided_states(ROSTERS, row) == {"planned"}
