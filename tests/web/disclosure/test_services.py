"""The work on items is saved and joined, evidence comes and goes, and every look is kept."""

from datetime import timedelta

import pytest
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, item, link, look, save, work

from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.core.disclosure.pasted import read_pasted
from prongsai.core.disclosure.readiness import Gap
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck, ItemWorkVersion, Piece
from prongsai.web.disclosure.disclosure.queries.board import BoardFilter, board
from prongsai.web.disclosure.disclosure.queries.history import since_hand_in
from prongsai.web.disclosure.disclosure.queries.item import item_page
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.disclosure.disclosure.services import pieces, working
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.assessment.services.years import carry_forward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year")]


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def head(agency, officer):
    user = samples.unit_head(agency, officer, "o13", "o14")
    return actor_on(user, today())


def gaps(agency, code="o13"):
    return {lack.gap for lack in work(agency, code).readiness.lacks}


def verbs():
    return list(JournalEntry.objects.order_by("number").values_list("verb", flat=True))


def test_an_item_goes_from_nothing_to_ready(agency, officer):
    assert gaps(agency) == {Gap.NO_EVIDENCE, Gap.UNCHECKED, Gap.NOT_FINISHED}
    link(officer)
    assert work(agency).state is ItemState.IN_PROGRESS
    look(officer)
    assert gaps(agency) == {Gap.NOT_FINISHED, Gap.LINK_UNCHECKED}
    assert save(officer, explanation="เมนู ITA")
    found = work(agency)
    assert (found.readiness.is_ready, found.explanation) == (True, "เมนู ITA")
    assert verbs()[-3:] == ["piece-added", "elements-checked", "item-work-saved"]


def test_saving_what_stands_makes_no_version(agency, officer):
    assert save(officer, remark="ก")
    assert not save(officer, remark="ก")
    assert ItemWorkVersion.objects.count() == 1


def test_two_people_who_change_different_fields_are_joined(agency, officer):
    save(officer, state=ItemState.IN_PROGRESS, explanation="เดิม")
    save(officer, state=ItemState.IN_PROGRESS, explanation="ใหม่", seen=1)
    save(officer, state=ItemState.DONE, explanation="เดิม", seen=1)
    found = work(agency)
    assert (found.state, found.explanation, found.row.version) == (ItemState.DONE, "ใหม่", 3)


def test_two_people_who_change_the_same_field_are_told(agency, officer):
    save(officer, explanation="เดิม")
    save(officer, explanation="ของคนแรก")
    with pytest.raises(Refused, match="ของคนแรก") as refused:
        save(officer, explanation="ของคนที่สอง", seen=1)
    assert refused.value.field == "explanation"
    assert work(agency).explanation == "ของคนแรก"
    assert save(officer, explanation="ของคนที่สอง", seen=2)
    texts = [one.values["explanation"] for one in ItemWorkVersion.objects.all()]
    assert texts == ["ของคนที่สอง", "ของคนแรก", "เดิม"]


def test_two_people_who_begin_at_once_are_told(agency, officer):
    save(officer, explanation="ของคนแรก", seen=0)
    with pytest.raises(Refused):
        save(officer, explanation="ของคนที่สอง", seen=0)


@pytest.mark.parametrize("way", ["form", "many"])
def test_only_who_keeps_the_disclosure_says_that_it_was_handed_in(agency, officer, head, way):
    def hand_in(person, state):
        if way == "form":
            return save(person, state=state)
        return working.save_many(
            agency, by=person, year=YEAR, items=[item(agency)], changes={"state": state}
        )

    assert save(head, state=ItemState.DONE)
    with pytest.raises(Refused):
        hand_in(head, ItemState.HANDED_IN)
    assert hand_in(officer, ItemState.HANDED_IN)
    with pytest.raises(Refused):
        hand_in(head, ItemState.DONE)
    assert work(agency).state is ItemState.HANDED_IN


def test_a_head_works_on_the_items_of_the_unit_and_on_no_other(agency, officer, head):
    assert may_work_on(head, YEAR, [item(agency, "o13"), item(agency, "o14")], today())
    assert not may_work_on(head, YEAR, [item(agency, "o13"), item(agency, "o1")], today())
    assert may_work_on(officer, YEAR, [item(agency, "o1")], today())


def test_several_items_get_a_day_in_one_go(agency, officer):
    chosen = [item(agency, code) for code in ("o25", "o26", "o27")]
    changes = {"due": today()}
    assert working.save_many(agency, by=officer, year=YEAR, items=chosen, changes=changes) == 3
    assert working.save_many(agency, by=officer, year=YEAR, items=chosen, changes=changes) == 0
    assert work(agency, "o26").due == today()
    assert work(agency, "o26").state is ItemState.NOT_STARTED


def test_one_page_serves_several_items_and_is_kept_once(agency, officer):
    first = link(officer, "o27", "o28", address=f"{SITE}/a")
    again = link(officer, "o29", address=f"{SITE}/a", title="ชื่ออื่น")
    assert first == again
    assert Piece.objects.count() == 1
    assert [work(agency, code).pieces for code in ("o27", "o28", "o29")] == [(first,)] * 3


def test_a_removed_piece_comes_back_for_all_its_items(agency, officer):
    piece = link(officer, "o13", "o14")
    assert pieces.remove(piece, by=officer)
    assert not pieces.remove(piece, by=officer)
    assert work(agency, "o14").pieces == ()
    assert pieces.restore(piece, by=officer)
    assert not pieces.restore(piece, by=officer)
    assert [work(agency, code).pieces for code in ("o13", "o14")] == [(piece,)] * 2


def test_a_piece_serves_the_items_that_are_named(agency, officer):
    piece = link(officer, "o13", "o14")
    words = pieces.Words("รายงาน")
    pieces.change(piece, by=officer, words=words, items=[item(agency, "o14"), item(agency, "o15")])
    assert [bool(work(agency, code).pieces) for code in ("o13", "o14", "o15")] == [
        False, True, True,
    ]  # fmt: skip
    with pytest.raises(Refused):
        pieces.change(piece, by=officer, words=words, items=[])


def test_an_item_holds_so_many_pieces_and_no_more(agency, officer, monkeypatch):
    monkeypatch.setattr(pieces, "MOST_OF_AN_ITEM", 2)
    for number in range(2):
        link(officer, address=f"{SITE}/{number}")
    with pytest.raises(Refused):
        link(officer, address=f"{SITE}/3")
    assert len(work(agency).pieces) == 2
    first, last = work(agency).pieces
    pieces.remove(first, by=officer)
    link(officer, address=f"{SITE}/3")
    with pytest.raises(Refused):
        pieces.restore(first, by=officer)
    pieces.remove(last, by=officer)
    assert pieces.restore(first, by=officer)
    assert len(work(agency).pieces) == 2


def test_evidence_of_last_year_says_so_until_it_is_renewed(agency, officer):
    samples.opened(agency, 2565)
    former = link(officer, "o12", address=f"{SITE}/2565", year=2565)
    page = item_page(officer, YEAR, "o13", today())
    assert page["former"] == (former,)  # o12 and o20 of 2565 go on in o13 of 2566
    made = pieces.take_over(former, by=officer, year=YEAR, item=item(agency))
    look(officer)
    save(officer)
    assert gaps(agency) == {Gap.OF_FORMER_YEAR, Gap.LINK_UNCHECKED}
    assert item_page(officer, YEAR, "o13", today())["former"] == ()
    assert pieces.renew(made, by=officer)
    assert not pieces.renew(made, by=officer)
    assert gaps(agency) == {Gap.LINK_UNCHECKED}


def test_carrying_forward_takes_evidence_with_its_subject_once(agency, officer):
    samples.opened(agency, 2565)
    link(officer, "o12", address=f"{SITE}/2565", year=2565)
    told = carry_forward(agency, by=officer, to_year=YEAR)
    assert told["evidence"].carried == 1
    assert [one.of_year for one in work(agency).pieces] == [2565]
    assert carry_forward(agency, by=officer, to_year=YEAR)["evidence"].carried == 0
    assert len(work(agency).pieces) == 1


def test_pasted_addresses_are_added_once(agency, officer):
    items = items_of(agency, YEAR)
    text = f"o1\t{SITE}/1\no3\t{SITE}/3\tหน้าที่\no3\t{SITE}/1"
    rows = read_pasted(text, {one.code for one in items.items}).rows
    given = {"by": officer, "year": YEAR, "items": items, "rows": rows}
    assert pieces.take_pasted(agency, **given) == 3
    assert pieces.take_pasted(agency, **given) == 0
    assert [one.title for one in work(agency, "o3").pieces] == ["หน้าที่", f"{SITE}/1"]


def test_each_look_is_kept_and_the_newest_counts(agency, officer):
    link(officer)
    look(officer)
    assert look(officer) == 0
    assert look(officer, presence=Presence.ABSENT, only=1) == 1
    assert Gap.ABSENT in gaps(agency)
    assert look(officer, presence=None, only=1) == 1
    assert Gap.UNCHECKED in gaps(agency)
    count = len(item(agency).requirements)
    assert ElementCheck.objects.count() == count + 2


def test_the_board_counts_only_what_is_confirmed(agency, officer):
    save(officer, "o1", state=ItemState.DONE)
    link(officer, "o3", address=f"{SITE}/3")
    look(officer, "o3")
    save(officer, "o3")
    page = board(officer, YEAR, today(), BoardFilter())
    assert (page["forecast"].ready, page["forecast"].count, page["left"]) == (1, 43, 42)
    assert float(page["forecast"].open_points) == pytest.approx(39.6)
    assert page["urgent"][0].work.item.points == max(one.work.item.points for one in page["cards"])


def test_the_board_asks_the_same_number_of_queries_for_one_piece_and_for_many(
    agency, officer, django_assert_max_num_queries
):
    for number in range(30):
        link(officer, f"o{number % 20 + 1}", address=f"{SITE}/{number}")
    look(officer)
    with django_assert_max_num_queries(14):
        board(officer, YEAR, today(), BoardFilter())


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (BoardFilter(state="ready"), {"o3"}),
        (BoardFilter(state="in-progress"), {"o13"}),
        (BoardFilter(words="โครงสร้าง"), {"o1"}),
        (BoardFilter(words="o๑๓"), {"o13"}),
        (BoardFilter(unit="กองคลัง"), {"o13", "o14"}),
        (BoardFilter(state="late"), {"o14"}),
    ],
)
def test_the_board_is_narrowed(agency, officer, head, asked, codes):
    link(officer)
    link(officer, "o3", address=f"{SITE}/3")
    look(officer, "o3")
    save(officer, "o3")
    past = today().replace(day=1)
    working.save_many(
        agency, by=officer, year=YEAR, items=[item(agency, "o14")], changes={"due": past}
    )
    page = board(officer, YEAR, today(), asked)
    assert {card.work.item.code for card in page["cards"]} == codes


def test_the_items_of_another_agency_stay_its_own(agency, other_agency, officer, make_actor):
    samples.opened(other_agency)
    link(officer)
    assert work(other_agency).pieces == ()
    assert work(other_agency).row is None


def test_the_history_tells_what_changed_and_by_whom(agency, officer):
    piece = link(officer, title="รายงาน")
    save(officer, explanation="ใหม่", due=today())
    pieces.remove(piece, by=officer)
    words = [one.words for one in item_page(officer, YEAR, "o13", today())["history"]]
    assert {"แก้คำอธิบาย", "กำหนดแล้วเสร็จ: 15 ม.ค. 2569"} <= set(words)
    assert "เพิ่มหลักฐาน “รายงาน”" in words
    assert "นำหลักฐาน “รายงาน” ออก" in words


def test_what_changes_after_the_hand_in_is_told(agency, officer):
    old, kept = link(officer, address=f"{SITE}/a", title="เก่า"), link(officer, title="คงอยู่")
    save(officer, explanation="เดิม")
    assert since_hand_in(agency, YEAR) == {}
    save(officer, state=ItemState.HANDED_IN, explanation="เดิม")
    assert since_hand_in(agency, YEAR)[item(agency).key].changes == ()
    with clock.freeze(clock.now() + timedelta(hours=1)):
        pieces.remove(old, by=officer)
        link(officer, address=f"{SITE}/b", title="ใหม่")
        save(officer, state=ItemState.HANDED_IN, explanation="แก้แล้ว")
        changes = since_hand_in(agency, YEAR)[item(agency).key].changes
        assert changes == ("นำหลักฐาน “เก่า” ออก", "เพิ่มหลักฐาน “ใหม่”", "แก้คำอธิบาย")
        link(officer, "o14", address=f"{SITE}/b")
        save(officer, "o14", state=ItemState.HANDED_IN)
    with clock.freeze(clock.now() + timedelta(hours=2)):
        link(officer, "o14", address=f"{SITE}/o13")  # older than the hand-in, new to the item
        told = since_hand_in(agency, YEAR)[item(agency, "o14").key].changes
        assert told == ("เพิ่มหลักฐาน “คงอยู่”",)
        save(officer, state=ItemState.DONE, explanation="แก้แล้ว")
    assert item(agency).key not in since_hand_in(agency, YEAR)
    assert kept.removed_at is None


def test_no_way_to_change_evidence_after_the_hand_in_is_unseen(agency, officer):
    """Who gains takes a page off, stretches its term, says that it is of this year."""
    page, plan, former = (
        link(officer, "o13", "o14", address=f"{SITE}/a", title="ถอดออก"),
        link(officer, address=f"{SITE}/b", title="แผน"),
        link(officer, address=f"{SITE}/c", title="ของปีก่อน"),
    )
    gone = link(officer, address=f"{SITE}/d", title="นำออกก่อนส่ง")
    Piece.objects.filter(pk=former.pk).update(of_year=YEAR - 1)
    pieces.remove(gone, by=officer)
    save(officer, state=ItemState.HANDED_IN)

    def told():
        return since_hand_in(agency, YEAR)[item(agency).key].changes

    assert told() == ()
    with clock.freeze(clock.now() + timedelta(hours=1)):
        pieces.detach(page, by=officer, item=item(agency))
        assert told() == ("เลิกใช้หลักฐาน “ถอดออก” กับข้อนี้",)
        words = pieces.Words("แผน", valid_until=today() + timedelta(days=900))
        pieces.change(plan, by=officer, words=words, items=[item(agency)])
        pieces.renew(former, by=officer)
        pieces.restore(gone, by=officer)
        assert sorted(told()) == sorted([
            "เลิกใช้หลักฐาน “ถอดออก” กับข้อนี้", "แก้รายละเอียดของ “แผน”", "ยืนยันว่า “ของปีก่อน” เป็นของปีนี้แล้ว",
            "นำหลักฐาน “นำออกก่อนส่ง” กลับมา",
        ])  # fmt: skip
        link(officer, "o13", address=f"{SITE}/a")
        assert "เลิกใช้หลักฐาน “ถอดออก” กับข้อนี้" not in told()
        late = link(officer, "o13", "o14", address=f"{SITE}/e", title="มาทีหลัง")
        assert "เพิ่มหลักฐาน “มาทีหลัง”" in told()
        pieces.detach(late, by=officer, item=item(agency))
        assert not [one for one in told() if "มาทีหลัง" in one]


def test_a_term_told_of_an_address_that_is_there_is_not_lost_without_a_word(agency, officer):
    piece = link(officer, "o13", title="แผน", valid_until=today())
    assert link(officer, "o14", title="อื่น") == piece
    assert link(officer, "o15", valid_until=today()) == piece
    until = {"stands_in_until": today(), "stands_in_why": "รอ"}
    for said in ({"valid_until": today() + timedelta(1)}, until):
        with pytest.raises(Refused, match="แผน") as refused:
            link(officer, "o1", **said)
        assert refused.value.field == "address"
    assert work(agency, "o1").pieces == ()


def test_a_piece_whose_address_was_added_again_does_not_come_back_twice(agency, officer):
    piece = link(officer)
    pieces.remove(piece, by=officer)
    again = link(officer, title="ใหม่")
    with pytest.raises(Refused, match="ใหม่"):
        pieces.restore(piece, by=officer)
    pieces.remove(again, by=officer)
    assert pieces.restore(piece, by=officer)
    assert work(agency).pieces == (piece,)


def test_saving_a_piece_does_not_undo_what_another_did_meanwhile(agency, officer):
    piece = link(officer, title="เดิม")
    seen, old = pieces.standing(piece), Piece.objects.get()
    given = {"by": officer, "items": [item(agency)]}
    pieces.change(piece, words=pieces.Words("ของคนแรก"), seen=seen, **given)
    with pytest.raises(Refused, match="ของคนแรก"):
        pieces.change(old, words=pieces.Words("ของคนที่สอง"), seen=seen, **given)
    assert Piece.objects.get().title == "ของคนแรก"
    seen = pieces.standing(piece)
    pieces.change(old, words=pieces.Words("ของคนที่สอง"), seen=seen, **given)
    assert Piece.objects.get().title == "ของคนที่สอง"
    old = Piece.objects.get()
    pieces.remove(piece, by=officer)
    with pytest.raises(Refused, match="removed"):
        pieces.change(old, words=pieces.Words("กลับมา"), **given)
    assert Piece.objects.get().removed_at


def test_a_page_that_the_year_has_already_is_not_carried_into_it_twice(agency, officer):
    samples.opened(agency, 2565)
    link(officer, "o12", address=f"{SITE}/both", year=2565)
    here = link(officer, "o1", address=f"{SITE}/both")
    link(officer, "o1", address=f"{SITE}/old", year=2565)
    carry_forward(agency, by=officer, to_year=YEAR)
    assert work(agency).pieces == (here,)
    assert Piece.objects.filter(fiscal_year=YEAR).count() == 1
