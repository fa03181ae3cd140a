"""What happened to an item: every change of its work and evidence, with what stood there before."""

from contextlib import ExitStack
from datetime import date, timedelta
from itertools import count

import pytest
from django.urls import reverse
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, item, link, look, save, work

from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.history import history_of
from prongsai.web.disclosure.disclosure.queries.item import MOST_PAST, item_page
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture(autouse=True)
def year(agency):
    samples.opened(agency)


@pytest.fixture
def told(agency, frozen_clock):
    """What the history says now, oldest first; a minute passes with each look."""
    with ExitStack() as stack:
        passed = count(1)

        def read(code="o13"):
            stack.enter_context(clock.freeze(frozen_clock + timedelta(minutes=next(passed))))
            return [past.words for past in reversed(history_of(agency, YEAR, work(agency, code)))]

        yield read


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def test_every_change_of_a_piece_is_told_with_what_was_before(agency, officer, told):
    piece = link(officer, title="แผน")
    told()
    pieces.change(
        piece, by=officer, items=[item(agency)],
        words=pieces.Words(title="แผนปี 2566", valid_until=date(2026, 9, 30)),
    )  # fmt: skip
    assert told()[-1] == (
        "แก้หลักฐาน “แผนปี 2566”: ชื่อหลักฐาน แผน → แผนปี 2566; มีผลถึง ไม่มี → 30 ก.ย. 2569"
    )
    pieces.remove(piece, by=officer)
    assert told()[-1] == "นำหลักฐาน “แผนปี 2566” ออก"
    pieces.restore(Piece.objects.get(), by=officer)
    assert [words for words in told() if "ออก" in words or "กลับมา" in words] == [
        "นำหลักฐาน “แผนปี 2566” ออก",
        "นำหลักฐาน “แผนปี 2566” กลับมา",
    ]


def test_a_save_that_changes_nothing_is_not_told(agency, officer, told):
    piece = link(officer, title="แผน")
    before = told()
    pieces.change(piece, by=officer, items=[item(agency)], words=pieces.Words(title="แผน"))
    assert told() == before


def test_an_item_tells_of_a_piece_that_it_shares_no_more(agency, officer, told):
    piece = link(officer, "o13", "o14", title="แผน")
    told()
    link(officer, "o15", address=piece.address)
    assert told("o15")[-1] == "ใช้หลักฐาน “แผน” กับข้อนี้ด้วย"
    assert not [words for words in told("o15") if words.startswith("เพิ่ม")]
    pieces.detach(piece, by=officer, item=item(agency, "o14"))
    assert told("o14")[-1] == "เลิกใช้หลักฐาน “แผน” กับข้อนี้"
    assert any(words.startswith("เพิ่มหลักฐาน") for words in told("o14"))
    assert told("o13")[-1] != "เลิกใช้หลักฐาน “แผน” กับข้อนี้"
    pieces.change(piece, by=officer, items=[item(agency, "o14")], words=pieces.Words(title="แผน"))
    assert told("o13")[-1] == "เลิกใช้หลักฐาน “แผน” กับข้อนี้"
    assert told("o14")[-1] == "ใช้หลักฐาน “แผน” กับข้อนี้ด้วย"


def test_what_was_removed_before_changes_were_kept_is_told(agency, officer, told):
    link(officer, title="แผน")
    told()
    Piece.objects.update(removed_at=clock.now(), removed_by_words="เจ้าหน้าที่")
    assert told()[-1] == "นำหลักฐาน “แผน” ออก"


@pytest.mark.long
def test_the_page_shows_the_last_and_leads_to_all(agency, officer, told, browser):
    for number in range(12):
        save(officer, explanation=f"ข้อความที่ {number}")
        told()
    look(officer)
    page = item_page(officer, YEAR, "o13", today())
    assert (len(page["history"]), page["is_history_cut"]) == (MOST_PAST, True)
    address = reverse("disclosure:history", args=[YEAR, "o13"])
    assert address in browser.get(reverse("disclosure:item", args=[YEAR, "o13"])).content.decode()
    text = browser.get(address).content.decode()
    assert all(f"ข้อความที่ {number}" in text for number in range(12))
    assert SITE not in text
