"""What keeps an item from being ready although somebody said that it is done."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, item, link, look, save, work

from prongsai.core.disclosure.model import Presence
from prongsai.core.disclosure.readiness import Gap
from prongsai.web.disclosure.disclosure.models import PieceOfItem
from prongsai.web.disclosure.disclosure.services import checking, pieces, working
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.platform.upload_validation import checked

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("frozen_clock", "year"),
]


@pytest.fixture
def year(agency):
    samples.opened(agency)


def gaps(agency, code="o13"):
    """What is open; no link here is ever looked at, which only warns."""
    return {lack.gap for lack in work(agency, code).readiness.lacks} - {Gap.LINK_UNCHECKED}


def ready(agency, code="o13"):
    return work(agency, code).readiness.is_ready


def made_ready(officer, **said):
    piece = link(officer, **said)
    look(officer)
    save(officer)
    assert ready(officer.agency)
    return piece


def after(minutes):
    """Some minutes later."""
    return clock.freeze(clock.now() + timedelta(minutes=minutes))


def test_what_was_found_in_evidence_that_is_gone_is_looked_for_again(agency, officer):
    piece = made_ready(officer)
    with after(1):
        link(officer, address=f"{SITE}/new")
        assert ready(agency)  # one more takes nothing away
        pieces.remove(piece, by=officer)
        assert gaps(agency) == {Gap.EVIDENCE_CHANGED, Gap.ADDED_LATER}
        pieces.restore(piece, by=officer)
        assert ready(agency)
        pieces.remove(piece, by=officer)
    with after(2):
        assert look(officer) == len(item(agency).requirements)
        assert ready(agency)


def test_what_was_found_before_there_was_evidence_is_looked_for_again(agency, officer):
    look(officer)
    save(officer)
    with after(1):
        link(officer)
        assert gaps(agency) == {Gap.EVIDENCE_CHANGED, Gap.ADDED_LATER}
        assert look(officer)
        assert ready(agency)
        assert look(officer) == 0


def test_what_was_found_is_open_in_an_item_that_a_piece_leaves(agency, officer):
    piece = link(officer, "o13", "o14")
    link(officer, address=f"{SITE}/other")
    for code in ("o13", "o14"):
        look(officer, code)
        save(officer, code)
    pieces.change(piece, by=officer, words=pieces.Words(), items=[item(agency, "o14")])
    assert gaps(agency) == {Gap.UNCHECKED}
    assert ready(agency, "o14")


@pytest.mark.parametrize("way", ["detach", "change"])
def test_an_item_that_goes_on_from_several_is_open_whichever_of_them_a_piece_served(
    agency, officer, way
):
    samples.opened(agency, 2569)
    one, other = item(agency, "o1", 2569), item(agency, "o5", 2569)
    assert len(one.keys) > 1
    piece = link(officer, "o1", "o5", year=2569)
    # As evidence is carried into the year: under the subject that it served before.
    PieceOfItem.objects.filter(item=one.key).update(item=one.keys[-1])
    for each in (one, other):
        looks = {each.key: checking.Look(Presence.PRESENT) for each in each.requirements}
        assert checking.check(agency, by=officer, year=2569, item=each, looks=looks)
    if way == "detach":
        pieces.detach(piece, by=officer, item=one)
    else:
        pieces.change(piece, by=officer, words=pieces.Words(), items=[other])
    assert not work(agency, "o1", 2569).checks
    assert len(work(agency, "o5", 2569).checks) == len(other.requirements)


def test_an_item_that_is_only_a_file_is_not_on_the_web(agency, officer):
    made_ready(officer)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    file = checked("แผน.png", picture.getvalue())
    pieces.add(agency, by=officer, year=YEAR, items=[item(agency)], words=pieces.Words(), file=file)
    assert gaps(agency) == {Gap.NOT_ON_WEB}


def test_what_the_year_before_asked_makes_nothing_ready(agency, officer):
    samples.opened(agency, 2570)
    link(officer, "o1", year=2570)
    one = item(agency, "o1", 2570)
    looks = {each.key: checking.Look(Presence.PRESENT) for each in one.requirements}
    assert checking.check(agency, by=officer, year=2570, item=one, looks=looks)
    working.save_work(agency, by=officer, year=2570, item=one, entry=samples.entry(), seen=1)
    found = work(agency, "o1", 2570).readiness
    assert (found.is_ready, found.is_unknown) == (False, True)


def test_a_stand_in_goes_into_the_next_year_as_one(agency, officer):
    samples.opened(agency, 2565)
    until = {"stands_in_until": today(), "stands_in_why": "รอประกาศ"}
    former = link(officer, "o12", address=f"{SITE}/2565", year=2565, **until)
    made = pieces.take_over(former, by=officer, year=YEAR, item=item(agency))
    assert (made.stands_in_until, made.stands_in_why) == (today(), "รอประกาศ")
