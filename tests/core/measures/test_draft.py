"""Drafting a plan: few measures answer every weak point; what an officer wrote stays."""

import json
import re
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.dates import MONTHS, month_and_year
from prongsai.core.errors import Misuse
from prongsai.core.measures.draft import DraftOptions, LinkedRemark, draft_plan
from prongsai.core.measures.model import TO_BE_SET, Measure, read_library, shipped

LIBRARY = shipped()
SURVEY = [f"i{n}" for n in range(1, 31)] + [f"e{n}" for n in range(1, 16)]
OIT = [f"o{n}" for n in range(1, 44)]
SCORES = st.fixed_dictionaries(
    {
        **dict.fromkeys(SURVEY, st.integers(60, 100).map(str)),
        **dict.fromkeys(OIT, st.sampled_from(["0", "100", "100", "100"])),
    }
)
REMARKS = st.lists(
    st.builds(
        LinkedRemark,
        st.text("กขคงจ", min_size=3, max_size=8),
        st.lists(st.sampled_from([*SURVEY, *OIT]), max_size=3, unique=True).map(tuple),
    ),
    max_size=4,
    unique_by=lambda remark: remark.text,
)
FIRST_DAYS = st.dates(date(2022, 10, 1), date(2023, 9, 30))
OF_ONE_TIME = ("ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ต้นปี", "ครึ่งปีแรก", "เดือนที่")
EXAMPLE_REMARKS = (
    LinkedRemark("แจ้งความคืบหน้าของเรื่องทุจริต", ("i27",)),
    LinkedRemark("รายงานประจำปีต้องมีปัญหาและอุปสรรค", ("o12",)),
)


def pattern_of(measure):
    every = (*LIBRARY.patterns, LIBRARY.keeping, LIBRARY.general)
    return next(one for one in every if one.key == measure.key)


def keys_of(plan):
    return [measure.key for measure in plan.measures]


def own_pattern(key, *answers):
    """An entry of a library file."""
    texts = dict.fromkeys(("guideline", "title", "unit", "period", "follow_up"), "ข้อความ")
    lists = {"answers": answers, "steps": ["ขั้น"], "evidence": ["หลักฐาน"]}
    return {"id": key, "group": "g", "start": 10, "due": 9, **texts, **lists}


def own_library(*entries):
    return read_library({"groups": {"g": "ด้าน"}, "patterns": entries})


def edited(plan, place, **changes):
    """The plan with one measure changed."""
    measures = list(plan.measures)
    measures[place] = replace(measures[place], **changes)
    return replace(plan, measures=tuple(measures))


@pytest.fixture(scope="session")
def plan(ban_song):
    """The plan of the example, remarks included."""
    return draft_plan(ban_song, EXAMPLE_REMARKS, options=DraftOptions("เทศบาลตำบลตัวอย่าง")).plan


# What is answered


@given(printed=SCORES, remarks=REMARKS, keeps=st.booleans())
@pytest.mark.long
def test_every_weak_point_is_answered_or_told(printed, remarks, keeps, card_of):
    drafted = draft_plan(
        card_of(2565, printed), remarks, options=DraftOptions(keep_improving=keeps)
    )
    limit = 95 if keeps else 85
    weak = {code for code, text in printed.items() if Decimal(text) < limit}
    assert {point.item for point in drafted.plan.points if point.item} == weak
    assert [point.name for point in drafted.plan.points if point.remark] == [
        remark.text for remark in remarks
    ]
    open_points = [p for p in drafted.plan.points if not p.answered_by(drafted.plan.measures)]
    assert open_points == []
    # What no pattern fits stands under the general one, and is told.
    general = [one for one in drafted.plan.measures if one.key == LIBRARY.general.key]
    told = [number for one in general for number in one.remarks]
    assert [finding.code for finding in drafted.findings] == ["no_pattern"] * len(told)
    assert told == [n for n, one in enumerate(remarks, start=1) if not one.items]


@given(printed=SCORES, remarks=REMARKS)
@pytest.mark.long
def test_measures_are_few_each_once_in_the_order_of_their_groups(printed, remarks, card_of):
    plan = draft_plan(card_of(2565, printed), remarks).plan
    assert len(plan.measures) <= len(plan.points)
    assert len(set(keys_of(plan))) == len(plan.measures)
    places = [LIBRARY.groups.index(measure.group) for measure in plan.measures]
    assert places == sorted(places)
    assert [m.number for m in plan.measures] == [str(n + 1) for n in range(len(plan.measures))]


@given(printed=SCORES)
@pytest.mark.long
def test_a_measure_names_the_points_that_its_pattern_answers_and_no_other(printed, card_of):
    card = card_of(2565, printed)
    plan = draft_plan(card).plan
    for measure in plan.measures:
        answers = set(pattern_of(measure).answers)
        fitting = [
            point.item
            for point in plan.points
            if answers.intersection(card.framework.items[point.item].lineage)
        ]
        assert list(measure.items) == fitting != []


@pytest.mark.parametrize("year", [2564, 2565, 2566, 2567, 2568, 2569])
def test_every_item_of_a_year_finds_a_measure(year, framework, card_of):
    codes = list(framework(year).items)
    drafted = draft_plan(card_of(year, dict.fromkeys(codes, "0")))
    assert [point.item for point in drafted.plan.points if not point.guideline] == []
    assert len(drafted.plan.points) == len(codes)
    assert drafted.findings == ()
    assert (drafted.plan.score_year, drafted.plan.fiscal_year) == (year, year + 1)


def test_one_pattern_that_answers_two_points_is_taken_before_two(card_of):
    wide = own_pattern("wide", "borrowing-convenience", "borrowing-permission")
    narrow = own_pattern("narrow", "borrowing-convenience")
    other = own_pattern("other", "borrowing-permission")
    card = card_of(2565, {"i20": "50", "i21": "50"})
    assert keys_of(draft_plan(card, library=own_library(narrow, other, wide)).plan) == ["wide"]
    apart = draft_plan(card, library=own_library(narrow, other)).plan
    assert keys_of(apart) == ["narrow", "other"]


def test_a_point_that_no_pattern_answers_is_told(card_of):
    library = own_library(own_pattern("narrow", "borrowing-convenience"))
    drafted = draft_plan(card_of(2565, {"i20": "50", "i21": "50"}), library=library)
    assert keys_of(drafted.plan) == ["narrow"]
    (finding,) = drafted.findings
    assert (finding.code, "i21" in finding.message.th) == ("no_pattern", True)


def test_the_example_has_its_15_weak_items_and_its_remarks(plan, ban_song):
    assert sum(point.item is not None for point in plan.points) == 15
    assert [point.remark for point in plan.points if point.remark] == [1, 2]
    scores = {point.item: str(point.score) for point in plan.points if point.item}
    assert scores["e3"] == ban_song.scores["e3"].published == "68.93"
    assert plan.target == 85
    assert all(measure.budget == TO_BE_SET for measure in plan.measures)
    answered = {code for measure in plan.measures for code in measure.items}
    assert answered == set(scores)


def test_a_remark_is_answered_through_its_items_though_these_are_not_weak(plan):
    first = next(point for point in plan.points if point.remark == 1)
    (measure,) = first.answered_by(plan.measures)
    assert "unsolved-corruption-problems" in pattern_of(measure).answers
    assert "i27" not in measure.items


def test_a_remark_that_asks_to_keep_the_standard_is_answered_by_keeping_it(card_of):
    card = card_of(2565, {"i7": "50"})
    remark = LinkedRemark("ผลคะแนน OIT อยู่ในระดับที่หน่วยงานควรรักษามาตรฐานไว้")
    drafted = draft_plan(card, [remark])
    (measure,) = (one for one in drafted.plan.measures if one.remarks)
    assert measure.key == LIBRARY.keeping.key
    assert drafted.findings == ()
    # One that names its item is answered through the item.
    named = draft_plan(card, [replace(remark, items=("i7",))])
    assert LIBRARY.keeping.key not in keys_of(named.plan)


def test_an_instrument_is_answered_through_each_of_its_indicators(card_of, framework):
    card = card_of(2565, {"EIT": "79.40"})
    plan = draft_plan(card).plan
    (point,) = plan.points
    assert point.item == "EIT"
    answers = {one for measure in plan.measures for one in pattern_of(measure).answers}
    for code in ("ind6", "ind7", "ind8"):
        assert answers.intersection(LIBRARY.lineages_of(code))
    assert all(measure.items == ("EIT",) for measure in plan.measures)


def test_what_each_indicator_asks_about_is_what_its_items_do(framework):
    year = framework(2565)
    for code, lineages in LIBRARY.indicators.items():
        held = {
            lineage
            for item in year.items.values()
            if item.indicator == code.removeprefix("ind")
            for lineage in item.lineage
        }
        assert set(lineages) == held
    assert set(LIBRARY.indicators) == {f"ind{number}" for number in range(1, 11)}


def test_an_item_the_year_does_not_know_is_told(card_of):
    drafted = draft_plan(card_of(2565, {"i31": "50", "i7": "50"}))
    assert {point.item for point in drafted.plan.points} == {"i31", "i7"}
    (finding,) = drafted.findings
    assert finding.code == "no_pattern"
    assert "i31" in finding.message.en


def test_items_that_may_improve_are_answered_where_it_is_wished(ban_song):
    usual = draft_plan(ban_song).plan
    wished = draft_plan(ban_song, options=DraftOptions(keep_improving=True)).plan
    more = {p.item for p in wished.points} - {p.item for p in usual.points}
    assert more
    assert all(
        85 <= point.score < 95 and point.answered_by(wished.measures)
        for point in wished.points
        if point.item in more
    )


def test_nothing_weak_and_nothing_remarked_is_a_plan_without_measures(card_of):
    drafted = draft_plan(card_of(2565, {"i1": "100", "o1": "100"}))
    assert (drafted.plan.measures, drafted.plan.points, drafted.findings) == ((), (), ())


@pytest.mark.parametrize(("target", "count"), [("84.94", 14), ("84.95", 15), ("95", 33)])
def test_the_target_decides_what_is_weak(target, count, ban_song):
    plan = draft_plan(ban_song, options=DraftOptions(target=Decimal(target))).plan
    assert (plan.target, len(plan.points)) == (Decimal(target), count)


def test_where_nothing_is_weak_the_plan_improves_what_is_below_95(card_of):
    plan = draft_plan(card_of(2565, {"i1": "90", "i2": "96", "o1": "100"})).plan
    assert [point.item for point in plan.points] == ["i1"]
    assert plan.measures


# Months


@given(first=FIRST_DAYS)
def test_no_measure_begins_before_the_day_or_ends_after_the_year(first, ban_song):
    plan = draft_plan(ban_song, options=DraftOptions(keep_improving=True, not_before=first)).plan
    for measure in plan.measures:
        assert first.replace(day=1) <= measure.starts.first
        assert measure.starts.first <= measure.ends.first
        assert measure.ends.last <= fiscal.end(2566)


@pytest.mark.long
@given(first=FIRST_DAYS)
def test_the_words_for_the_time_name_no_month_or_quarter_that_was_moved(first, card_of, framework):
    card = card_of(2565, dict.fromkeys(framework(2565).items, "0"))
    for measure in draft_plan(card, options=DraftOptions(not_before=first)).plan.measures:
        pattern = pattern_of(measure)
        own = fiscal.start(2566) if pattern.start >= 10 else date(2023, 1, 1)
        if measure.starts.first == own:
            assert measure.period == pattern.period
            continue
        named = {word for word in (*MONTHS, *OF_ONE_TIME) if word in measure.period}
        assert named <= {measure.start.split()[0], measure.due.split()[0]}


def test_a_measure_keeps_its_length_when_it_is_moved(card_of):
    card = card_of(2565, {"i22": "50"})  # January to March
    (usual,) = draft_plan(card).plan.measures
    (moved,) = draft_plan(card, options=DraftOptions(not_before=date(2023, 3, 15))).plan.measures
    assert (usual.start, usual.due, usual.period) == ("มกราคม 2566", "มีนาคม 2566", "ไตรมาส 2")
    assert (moved.start, moved.due) == ("มีนาคม 2566", "พฤษภาคม 2566")
    assert moved.period == "มีนาคม 2566 ถึง พฤษภาคม 2566"


def test_a_measure_that_has_no_room_left_ends_with_the_year(card_of):
    card = card_of(2565, {"i22": "50"})
    (late,) = draft_plan(card, options=DraftOptions(not_before=date(2023, 9, 30))).plan.measures
    assert late.start == late.due == "กันยายน 2566"


def test_a_first_day_after_the_year_is_told_and_does_not_count(ban_song):
    usual = draft_plan(ban_song)
    late = draft_plan(ban_song, options=DraftOptions(not_before=date(2023, 10, 1)))
    assert late.plan == usual.plan
    assert [finding.code for finding in late.findings] == ["not_before_late"]
    in_time = draft_plan(ban_song, options=DraftOptions(not_before=date(2023, 9, 30)))
    assert in_time.findings == ()
    assert in_time.plan != usual.plan


@given(first=st.none() | FIRST_DAYS)
def test_what_shall_be_shown_at_six_months_fits_the_months(first, ban_song):
    plan = draft_plan(ban_song, options=DraftOptions(keep_improving=True, not_before=first)).plan
    march = date(2023, 3, 1)
    for measure in plan.measures:
        done = measure.at_six_months.startswith("แล้วเสร็จ")
        later = measure.at_six_months.startswith("เริ่มดำเนินการเดือน")
        assert done == (measure.ends.first <= march)
        assert later == (measure.starts.first > march)
        assert not later or month_and_year(measure.starts.first) in measure.at_six_months
        assert measure.at_twelve_months == pattern_of(measure).follow_up


# Drafting again


def again(card, plan, remarks=EXAMPLE_REMARKS):
    return draft_plan(card, remarks, earlier=plan).plan


def test_a_second_draft_of_the_same_scores_changes_nothing(ban_song, plan):
    assert again(ban_song, plan) == plan


OWN = Measure(
    key="own-1",
    number="99",
    title="มาตรการของหน่วยงานเอง",
    group="ด้านของหน่วยงานเอง",
    items=("e3",),
    other=(("หมายเหตุ", "ทดลอง"),),
)
EDITS = {
    "a title": lambda plan: edited(plan, 0, title="ชื่อใหม่"),
    "a unit": lambda plan: edited(plan, 1, unit="กองช่าง"),
    "dates": lambda plan: edited(plan, 2, start="1 พฤศจิกายน 2565", due="ไม่แน่นอน"),
    "steps and evidence": lambda plan: edited(plan, 0, steps=(), evidence=("ภาพถ่าย",)),
    "a budget": lambda plan: edited(plan, 0, budget="๑๒,๐๐๐ บาท"),
    "a group": lambda plan: edited(plan, 0, group="ด้านใหม่"),
    "a measure deleted": lambda plan: replace(plan, measures=plan.measures[1:]),
    "the order": lambda plan: replace(plan, measures=plan.measures[::-1]),
    "an own measure": lambda plan: replace(plan, measures=(OWN, *plan.measures)),
    "the day of approval": lambda plan: replace(plan, approved="10 กุมภาพันธ์ 2566"),
    "a reason": lambda plan: replace(
        plan, points=(replace(plan.points[0], reason="นอกอำนาจ"), *plan.points[1:])
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_an_officer_changed_stays_as_it_is(edit, ban_song, plan):
    own = edit(plan)
    assert own != plan
    assert again(ban_song, own) == own


def test_new_weak_points_are_added_and_numbered_on(card_of, ban_song_items, plan):
    worse = card_of(2565, ban_song_items | {"i23": "50", "o1": "0"})
    more = again(worse, plan)
    assert [point.item for point in more.points[len(plan.points) :]] == ["o1", "i23"]
    assert [measure.number for measure in more.measures] == [
        str(number) for number in range(1, len(more.measures) + 1)
    ]
    assert len(more.measures) > len(plan.measures)
    for before, after in zip(plan.measures, more.measures, strict=False):
        assert replace(after, items=before.items, remarks=before.remarks) == before


def test_a_number_that_stands_is_not_given_twice(card_of, ban_song_items, plan):
    own = replace(plan, measures=(OWN, *plan.measures))
    more = again(card_of(2565, ban_song_items | {"i23": "50"}), own)
    assert more.measures[-1].number == "100"
    numbers = [measure.number for measure in more.measures]
    assert len(set(numbers)) == len(numbers)


def test_a_standing_measure_that_answers_a_new_point_is_linked_and_else_untouched(card_of):
    first = draft_plan(card_of(2565, {"i20": "50", "i21": "100"})).plan
    own = edited(first, 0, title="ของเรา")
    more = draft_plan(card_of(2565, {"i20": "50", "i21": "50"}), earlier=own).plan
    (measure,) = more.measures
    assert measure.items == ("i20", "i21")
    assert replace(measure, items=("i20",)) == own.measures[0]


def test_a_point_that_is_no_longer_weak_stays_in_the_plan(card_of, ban_song_items, plan):
    better = card_of(2565, ban_song_items | {"e3": "100"})
    assert again(better, plan) == plan


def test_a_remark_keeps_the_number_it_got_first(ban_song, plan):
    new = LinkedRemark("เพิ่มช่องทางรับฟังความคิดเห็น", ("e8",))
    more = again(ban_song, plan, (new, *EXAMPLE_REMARKS[::-1]))
    numbers = {point.name: point.remark for point in more.points if point.remark}
    assert [numbers[remark.text] for remark in (*EXAMPLE_REMARKS, new)] == [1, 2, 3]
    assert any(3 in measure.remarks for measure in more.measures)


def test_a_remark_typed_with_other_spaces_is_the_same_remark(ban_song, plan):
    spaced = [replace(one, text=one.text.replace("ต้อง", " ต้อง ")) for one in EXAMPLE_REMARKS]
    assert again(ban_song, plan, spaced) == plan


def test_a_remark_given_twice_counts_once(ban_song):
    one, two = (draft_plan(ban_song, [EXAMPLE_REMARKS[0]] * n).plan for n in (1, 2))
    assert one == two


def test_the_plan_of_another_year_is_refused(ban_song, card_of, plan):
    other = card_of(2566, {"i1": "50"})
    with pytest.raises(Misuse, match="2565") as refused:
        draft_plan(other, earlier=plan)
    assert "2566" in refused.value.message.th
    assert draft_plan(ban_song, earlier=plan).plan.score_year == 2565


def test_a_second_draft_keeps_the_target_unless_another_is_wished(ban_song):
    first = draft_plan(ban_song, options=DraftOptions(target=Decimal(80))).plan
    assert draft_plan(ban_song, earlier=first).plan == first
    higher = draft_plan(ban_song, options=DraftOptions(target=Decimal(85)), earlier=first).plan
    assert len(higher.points) > len(first.points)
    assert (first.target, higher.target) == (80, 85)


@pytest.mark.parametrize("year", [2564, 2565, 2566, 2567, 2568, 2569])
@pytest.mark.parametrize("level", ["items", "indicators"])
def test_no_draft_states_a_budget(year, level, card_of, framework):
    """Whether a measure costs money is for a person to say, for every pattern of the library."""
    codes = framework(year).items if level == "items" else [str(n) for n in range(1, 11)]
    remarks = (LinkedRemark("ให้รักษามาตรฐาน"), LinkedRemark("เรื่องที่ไม่มีแบบมาตรการ"))
    drafted = draft_plan(card_of(year, dict.fromkeys(codes, "0")), remarks).plan
    assert len(drafted.measures) > 5
    assert {measure.budget for measure in drafted.measures} == {"ยังไม่กำหนด"}


def test_no_pattern_of_the_library_speaks_of_a_sum_of_money():
    every = (*LIBRARY.patterns, LIBRARY.keeping, LIBRARY.general)
    said = json.dumps([msgspec.to_builtins(one) for one in every], ensure_ascii=False)
    assert "ไม่ใช้งบประมาณ" not in said
    assert not re.search(r"\d[\d,.]* ?บาท", said)
