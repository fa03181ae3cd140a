"""Rows come, change, are decided on and go; nobody decides on what they asked for themselves."""

import pytest
from tests.web.analysis.years import open_year
from tests.web.registers.samples import GIFTS, LOANS, YEAR, add, change, move
from tests.web.roles import CHIEF_ADMINISTRATOR, OFFICE_HEAD

from prongsai.core.errors import Misuse
from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import (
    NothingToReport,
    RegisterRow,
    RegisterRowVersion,
)
from prongsai.web.disclosure.registers.services import nothing, saving
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def keeper(agency, make_actor):
    """Writes the loans of all units."""
    return make_actor(agency, OFFICE_HEAD)


@pytest.fixture
def clerk(agency, make_actor):
    """Decides on the loans of all units."""
    return make_actor(agency, CHIEF_ADMINISTRATOR)


def refused(act, *args, **given):
    with pytest.raises(Refused) as caught:
        act(*args, **given)
    return caught.value


def test_a_row_is_kept_with_what_lists_find_it_by(finance):
    kept = add(finance)
    assert (kept.key, kept.state, str(kept.day), kept.version) == (
        "1/2569", "requested", "2026-01-05", 1,
    )  # fmt: skip
    assert kept.unit.name == "กองคลัง"
    assert kept.values["quantity"] == 2
    assert "ชุมชน" in kept.words
    entry = JournalEntry.objects.order_by("number").last()
    assert (entry.verb, "1/2569" in entry.subject) == ("register-row-added", True)


def test_a_unit_writes_its_own_rows_and_no_others(finance, works, keeper):
    assert refused(add, works).field == "unit"
    kept = add(finance)
    assert "ส่วนราชการอื่น" in refused(change, works, kept, asset="โต๊ะ").message.th
    assert refused(change, finance, kept, unit="กองช่าง").field == "unit"
    assert refused(saving.remove, kept, by=works, register=shipped_register(LOANS))
    assert change(finance, kept, asset="โต๊ะ")
    assert change(keeper, kept, unit="กองช่าง", asset="โต๊ะ"), "who writes for all may move it"


def test_what_identifies_a_row_is_there_once(finance):
    add(finance)
    assert refused(add, finance).field == "number"
    second = add(finance, number="2/2569")
    assert refused(change, finance, second, number="1/2569").field == "number"
    saving.remove(second, by=finance, register=shipped_register(LOANS))
    add(finance, number="2/2569")
    assert refused(saving.restore, second, by=finance, register=shipped_register(LOANS))


def test_two_people_who_change_a_row_are_told(finance, keeper):
    kept = add(finance)
    change(finance, kept, asset="โต๊ะ")
    assert "มีคนแก้" in refused(change, keeper, kept, seen=1, asset="เก้าอี้").message.th
    assert RegisterRow.objects.get().values["asset"] == "โต๊ะ"
    assert change(keeper, kept, seen=2, asset="เก้าอี้")
    assert RegisterRowVersion.objects.count() == 3


def test_saving_what_stands_makes_no_version(finance):
    kept = add(finance)
    assert not change(finance, kept)
    assert RegisterRowVersion.objects.count() == 1


def test_nobody_decides_on_what_they_asked_for(finance, works, clerk):
    kept = add(finance)
    assert "ของตน" in refused(move, finance, kept, "approved").message.th
    assert refused(move, works, kept, "approved"), "the head of another unit"
    assert RegisterRow.objects.get().state == "requested"
    move(clerk, kept, "approved")
    assert RegisterRow.objects.get().state == "approved"


def test_the_head_of_the_unit_decides_on_a_row_that_another_added(finance, keeper):
    kept = add(keeper)
    move(finance, kept, "approved")
    assert RegisterRow.objects.get().state == "approved"


def test_who_rewrote_a_row_decides_on_it_no_more_than_who_added_it(finance, keeper, clerk):
    kept = add(keeper)
    change(finance, kept, asset="รถยนต์ส่วนกลาง")
    assert "แก้ไข" in refused(move, finance, kept, "approved").message.th
    move(clerk, kept, "approved")
    assert RegisterRow.objects.get().state == "approved"


def test_what_was_decided_stays_as_it_was_and_is_filled_further(finance, clerk):
    kept = add(finance)
    move(clerk, kept, "approved")
    assert refused(change, finance, kept, asset="รถยนต์").field == "asset"
    assert refused(saving.remove, kept, by=finance, register=shipped_register(LOANS))
    assert refused(move, finance, kept, "lent").field == "lent_on"
    change(finance, kept, lent_on="6 ม.ค. 2569")
    move(finance, kept, "lent")
    assert refused(change, finance, kept, asset="รถยนต์", lent_on="6 ม.ค. 2569").field == "asset"
    assert refused(saving.remove, kept, by=finance, register=shipped_register(LOANS))
    told = {"lent_on": "6 ม.ค. 2569", "returned_on": "10 ม.ค. 2569", "condition": "ปกติ"}
    change(finance, kept, **told)
    move(finance, kept, "returned")
    assert refused(change, finance, kept, asset="รถยนต์", **told).field == "asset"
    assert refused(saving.remove, kept, by=finance, register=shipped_register(LOANS))
    assert [one.state for one in RegisterRowVersion.objects.all()] == [
        "returned", "lent", "lent", "approved", "approved", "requested",
    ]  # fmt: skip


def test_a_way_that_does_not_lead_there_is_refused(finance, clerk):
    kept = add(finance)
    assert refused(move, clerk, kept, "returned")
    assert refused(move, clerk, kept, "nowhere")
    move(clerk, kept, "refused")
    assert refused(move, clerk, kept, "approved"), "a decision is not taken twice"


def test_a_removed_row_comes_back(finance):
    kept = add(finance)
    assert saving.remove(kept, by=finance, register=shipped_register(LOANS))
    assert not saving.remove(kept, by=finance, register=shipped_register(LOANS))
    assert refused(change, finance, kept, seen=2, asset="โต๊ะ")
    assert saving.restore(kept, by=finance, register=shipped_register(LOANS))
    assert change(finance, kept, asset="โต๊ะ")


def test_the_journal_says_nothing_of_a_restricted_row(finance):
    """Not even that one was added, changed or taken out; of one that all see each is told."""
    register, before = shipped_register(GIFTS), JournalEntry.objects.count()
    kept = add(finance, GIFTS)
    saving.remove(kept, by=finance, register=register)
    saving.restore(kept, by=finance, register=register)
    assert JournalEntry.objects.count() == before
    assert RegisterRowVersion.objects.filter(row=kept, made_by=finance.user).count() == 3
    kept = add(finance)
    saving.remove(kept, by=finance, register=shipped_register(LOANS))
    saving.restore(kept, by=finance, register=shipped_register(LOANS))
    assert JournalEntry.objects.count() == before + 3


def test_no_row_is_kept_in_a_year_that_is_not_open(finance, agency):
    agency.assessments.all().delete()
    with pytest.raises(Misuse):
        add(finance)


# Nothing to report


def say(person, slot=1, unit=None, key=GIFTS):
    unit = unit or person.user.appointments.get().position.unit
    return nothing.say_nothing(
        person.agency, by=person, register=shipped_register(key), year=YEAR, slot=slot, unit=unit
    )


def test_a_unit_says_that_it_has_nothing_to_report(finance, works):
    assert say(finance)
    assert not say(finance)
    assert refused(say, works, unit=finance.user.appointments.get().position.unit)
    assert refused(say, finance, slot=3).message.th.startswith("ยังไม่ถึง")
    assert refused(say, finance, slot=9)
    assert refused(say, finance, key=LOANS), "a register without a rhythm"
    assert nothing.take_back(
        NothingToReport.objects.get(), by=finance, register=shipped_register(GIFTS)
    )
    assert say(finance)
    assert not JournalEntry.objects.filter(verb__startswith="register-").exists(), "few see it"


def test_where_there_are_rows_there_is_something_to_report(finance, works):
    add(finance, GIFTS)
    assert refused(say, finance, slot=2)
    assert say(finance, slot=1)
    assert say(works, slot=2)
