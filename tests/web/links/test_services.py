"""Addresses are looked at in rounds, each look is kept, and what stands of them is told."""

from datetime import timedelta

import pytest
from tests.web.running import run_jobs

from prongsai.core.errors import ProngsaiError
from prongsai.links.verdicts import Verdict
from prongsai.web.disclosure.links import services, tasks
from prongsai.web.disclosure.links.models import Link, LinkCheck, LinkRound, by_address, due_of
from prongsai.web.platform import clock
from prongsai.web.platform.models import Job, JobState, JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def looked(agency, *addresses, by=None):
    """Have addresses looked at, now; what stands of each."""
    services.ask_round(agency, by=by, addresses=addresses)
    run_jobs()
    return by_address(agency, addresses)


@pytest.mark.long
def test_a_page_that_is_there_and_one_that_is_gone(agency, officer, local_site):
    there, gone = local_site.shows("/plan"), local_site.at("/old")
    found = looked(agency, there, gone, by=officer)
    assert found[there].standing is Verdict.ALIVE
    assert not found[there].is_broken
    assert found[gone].standing is Verdict.GONE
    assert found[gone].is_broken
    assert "404" in found[gone].why.th
    assert found[gone].step.th
    assert LinkRound.objects.get().finished_at is not None
    assert JournalEntry.objects.filter(verb="links-asked").count() == 1


def test_a_round_that_the_schedule_asks_for_stands_in_no_journal(agency, local_site):
    looked(agency, local_site.shows("/plan"))
    assert not JournalEntry.objects.filter(verb="links-asked").exists()


def test_the_same_address_is_one_link_with_all_its_looks(agency, local_site):
    address = local_site.shows("/plan")
    looked(agency, address)
    local_site.pages.pop("/plan")
    found = looked(agency, address)
    assert found[address].standing is Verdict.GONE
    assert Link.objects.count() == 1
    verdicts = LinkCheck.objects.order_by("checked_at", "verdict").values_list("verdict", flat=True)
    assert sorted(verdicts) == ["alive", "gone"]


def test_nothing_to_look_at_is_no_round(agency):
    assert services.ask_round(agency, by=None, addresses=()) is None
    assert not LinkRound.objects.exists()


def test_what_is_asked_while_a_round_goes_on_joins_it(agency, local_site):
    first, second = local_site.shows("/a"), local_site.shows("/b")
    one = services.ask_round(agency, by=None, addresses=[first])
    other = services.ask_round(agency, by=None, addresses=[second, first])
    assert one.pk == other.pk
    assert Job.objects.count() == 1
    run_jobs()
    assert LinkCheck.objects.count() == 2
    assert set(by_address(agency, [first, second])) == {first, second}


@pytest.mark.long
def test_a_round_goes_on_over_short_jobs_and_looks_at_nothing_twice(
    agency, local_site, monkeypatch
):
    addresses = [local_site.shows(f"/{number}", f"แผน {number}") for number in range(5)]
    monkeypatch.setattr(tasks, "SLICE_SECONDS", -1.0)
    looked(agency, *addresses)
    assert Job.objects.filter(state=JobState.DONE).count() == 5
    assert LinkCheck.objects.count() == 5
    assert LinkRound.objects.get().finished_at is not None


@pytest.mark.long
def test_a_round_whose_worker_died_goes_on_where_it_was(agency, local_site):
    addresses = [local_site.shows("/a"), local_site.shows("/b")]
    row = services.ask_round(agency, by=None, addresses=addresses)
    checker = local_site.checker()
    first = next(checker.check_many(services.asked_of(services.left_of(row))))
    services.store_check(row, first)
    services.store_check(row, first)
    Job.objects.update(state=JobState.FAILED)
    again = services.ask_round(agency, by=None, addresses=addresses)
    assert again.pk == row.pk
    run_jobs_but_failed()
    assert LinkCheck.objects.count() == 2


def run_jobs_but_failed():
    Job.objects.filter(state=JobState.FAILED).delete()
    run_jobs()


@pytest.mark.long
def test_broken_once_may_be_chance_twice_is_sure(agency, local_site):
    address = local_site.at("/old")
    assert not looked(agency, address)[address].is_sure
    first = Link.objects.get().broken_since
    state = looked(agency, address)[address]
    assert state.is_sure
    assert state.broken_since == first
    local_site.shows("/old")
    state = looked(agency, address)[address]
    assert (state.is_broken, state.is_sure, state.broken_since) == (False, False, None)


def newest():
    """What the last look found, as the page of the link tells it."""
    return Link.objects.get().newest_content


@pytest.mark.long
def test_a_page_that_changed_says_so_until_somebody_accepts_it(agency, officer, local_site):
    address = local_site.shows("/plan", text="แผนปี 2566 ทั้งสิบสองโครงการของเทศบาล")
    looked(agency, address)
    local_site.shows("/plan", text="ประกาศรับสมัครงานของเทศบาลพร้อมคุณสมบัติของผู้สมัคร")
    assert looked(agency, address)[address].standing is Verdict.CHANGED
    assert looked(agency, address)[address].standing is Verdict.CHANGED
    assert services.accept(Link.objects.get(), by=officer, seen=newest())
    assert not services.accept(Link.objects.get(), by=officer, seen=newest())
    assert looked(agency, address)[address].standing is Verdict.ALIVE


@pytest.mark.long
def test_what_was_accepted_while_a_round_went_on_stays_accepted(agency, officer, local_site):
    address = local_site.shows("/plan", text="แผนปี 2566 ทั้งสิบสองโครงการของเทศบาล")
    looked(agency, address)
    local_site.shows("/plan", text="ประกาศรับสมัครงานของเทศบาลพร้อมคุณสมบัติของผู้สมัคร")
    looked(agency, address)
    row = services.ask_round(agency, by=None, addresses=[address])
    (late,) = local_site.checker().check_many(services.asked_of(services.left_of(row)))
    services.accept(Link.objects.get(), by=officer, seen=newest())
    services.store_check(row, late)
    assert late.verdict is Verdict.CHANGED
    assert Link.objects.get().verdict == Verdict.ALIVE


@pytest.fixture
def unknown(agency, local_site):
    """An address of which a program cannot tell."""
    local_site.pages["/plan"] = (500, b"<h1>Internal Server Error</h1>")
    address = local_site.at("/plan")
    assert looked(agency, address)[address].standing is Verdict.UNKNOWN
    return address


def test_where_a_program_cannot_tell_a_person_can(agency, officer, unknown):
    services.note_seen(Link.objects.get(), by=officer, is_there=True)
    state = by_address(agency, [unknown])[unknown]
    assert (state.standing, state.seen_by_words) == (Verdict.ALIVE, officer.words)
    services.note_seen(Link.objects.get(), by=officer, is_there=False)
    assert by_address(agency, [unknown])[unknown].is_broken


@pytest.mark.long
def test_what_a_person_saw_ends_after_a_month_and_with_what_a_program_finds(
    agency, officer, unknown, local_site
):
    services.note_seen(Link.objects.get(), by=officer, is_there=True)
    with clock.freeze(clock.now() + timedelta(days=30, hours=3)):  # to the end of the day
        assert by_address(agency, [unknown])[unknown].standing is Verdict.ALIVE
    with clock.freeze(clock.now() + timedelta(days=31)):
        assert by_address(agency, [unknown])[unknown].standing is Verdict.UNKNOWN
    local_site.pages.pop("/plan")
    assert looked(agency, unknown)[unknown].standing is Verdict.GONE
    local_site.pages["/plan"] = (500, b"<h1>Internal Server Error</h1>")
    assert looked(agency, unknown)[unknown].standing is Verdict.UNKNOWN


def test_nobody_says_that_a_page_is_there_which_is_gone(agency, officer, local_site):
    looked(agency, local_site.at("/old"))
    with pytest.raises(ProngsaiError) as refused:
        services.note_seen(Link.objects.get(), by=officer, is_there=True)
    assert refused.value.next_step


@pytest.mark.long
def test_what_is_due_by_the_schedule(agency, officer, local_site):
    there, gone, new = local_site.shows("/a"), local_site.at("/b"), local_site.at("/c")
    looked(agency, there, gone)
    at = clock.now()
    every = (there, gone, new)
    assert due_of(agency, every, at) == (new,)
    assert due_of(agency, every, at + timedelta(hours=2)) == (gone, new)
    assert due_of(agency, every, at + timedelta(days=8)) == every
    looked(agency, gone)
    assert due_of(agency, every, clock.now() + timedelta(hours=2)) == (new,)
    services.schedule(agency, by=officer, every_days=0)
    assert due_of(agency, every, at + timedelta(days=900)) == ()
    services.schedule(agency, by=officer, every_days=1)
    assert due_of(agency, every, at + timedelta(days=2)) == every


def test_only_the_intervals_that_are_offered(agency, officer):
    with pytest.raises(ProngsaiError):
        services.schedule(agency, by=officer, every_days=3)


def test_titles_with_letters_that_a_database_refuses_are_kept(agency, local_site):
    local_site.pages["/odd"] = (200, b"<title>a\x00b \xed\xa0\x80</title><p>" + b"plan " * 40)
    address = local_site.at("/odd")
    assert looked(agency, address)[address].standing is not None
    assert "\0" not in Link.objects.get().title


def test_links_of_another_agency_are_its_own(agency, other_agency, local_site):
    address = local_site.shows("/plan")
    looked(agency, address)
    assert not by_address(other_agency, [address])
    looked(other_agency, address)
    assert Link.objects.count() == 2
