"""What `plan check` finds: each fault beside the same plan without it."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from prongsai.core.errors import Place, Severity
from prongsai.core.ids import INSTRUMENTS, Level, level_of, written
from prongsai.core.measures.check import check_plan, standing
from prongsai.core.measures.draft import DraftOptions, LinkedRemark, draft_plan
from prongsai.core.measures.model import NO_BUDGET, Measure, Plan, WeakPoint, spans_of

HERE = Place("plan.xlsx", sheet="แผนมาตรการ", row=9)
SOUND = Measure(
    "M01",
    "1",
    "แจ้งแผนการใช้จ่าย",
    steps=("สรุป",),
    unit="กองคลัง",
    period="ต.ค. 68 - ธ.ค. 68",
    start="ตุลาคม 2568",
    due="ธันวาคม 2568",
    evidence=("รายงาน",),
    at_six_months="แล้วเสร็จ",
    at_twelve_months="ทบทวน",
    budget=NO_BUDGET,
    items=("i7",),
    remarks=(1,),
    place=HERE,
)
POINTS = (
    WeakPoint("แผนการใช้จ่าย", item="i7", score=Decimal("80.00"), place=HERE),
    WeakPoint("ควรแจ้งแผน", remark=1, place=HERE),
)
PLAN = Plan("เทศบาล", 2569, 2568, (SOUND,), POINTS, approved="25 กันยายน 2568")


def changed(**values):
    """The sound plan with its measure changed."""
    return replace(PLAN, measures=(replace(SOUND, **values),))


def found(plan, code, *given):
    """The findings of one code."""
    return [finding for finding in check_plan(plan, *given) if finding.code == code]


def only(plan, *given):
    """The code and severity of all findings, where each has what it needs to be told."""
    findings = check_plan(plan, *given)
    for finding in findings:
        assert finding.next_step is not None, finding.code
        assert finding.message.th != finding.message.en
    return [(finding.code, finding.severity.value) for finding in findings]


def test_a_sound_plan_has_no_findings():
    assert only(PLAN) == []


@pytest.mark.parametrize(
    ("values", "code", "severity"),
    [
        ({"title": "-"}, "measure_without_title", "error"),
        ({"unit": ""}, "measure_without_unit", "error"),
        ({"unit": "......"}, "measure_without_unit", "error"),
        ({"unit": "ก" * 121}, "unit_too_long", "warning"),
        ({"unit": "กอง" * 100}, "unit_too_long", "warning"),
        ({"steps": ()}, "measure_without_steps", "warning"),
        ({"steps": ("-",)}, "measure_without_steps", "warning"),
        ({"evidence": ()}, "measure_without_evidence", "warning"),
        ({"at_six_months": "", "at_twelve_months": "-"}, "measure_without_follow_up", "warning"),
        ({"budget": ""}, "blank_budget", "warning"),
        ({"budget": "-"}, "blank_budget", "warning"),
        ({"budget": "ตามข้อบัญญัติ"}, "unreadable_budget", "warning"),
        ({"due": "", "start": "", "period": ""}, "measure_without_date", "error"),
        ({"due": "", "period": ""}, "measure_without_due", "warning"),
        ({"due": "", "start": "", "period": "ตลอดปี"}, "measure_without_due", "warning"),
        ({"due": "", "start": "", "period": "ธ.ค. - พ.ย. 68"}, "measure_without_due", "warning"),
        ({"due": "สิ้นปี"}, "unreadable_date", "error"),
        ({"start": "31 ก.พ. 69"}, "unreadable_date", "error"),
        ({"due": "ตุลาคม 2569"}, "date_outside_year", "error"),
        ({"start": "30 กันยายน 2568"}, "date_outside_year", "error"),
        ({"period": "ก.พ.-มี.ค.๖๘"}, "date_outside_year", "error"),
        ({"period": "ปีงบประมาณ ๒๕๖๘"}, "date_outside_year", "error"),
        ({"start": "มกราคม 2569"}, "due_before_start", "error"),
        ({"items": ("i7", "ทุกข้อ")}, "unknown_item_code", "error"),
        ({"remarks": (1, 2)}, "unknown_remark", "warning"),
    ],
)
def test_what_a_measure_lacks(values, code, severity):
    assert only(changed(**values)) == [(code, severity)]
    (finding,) = found(changed(**values), code)
    assert (finding.places[0].sheet, finding.places[0].row) == ("แผนมาตรการ", 9)


@pytest.mark.parametrize(
    "values",
    [
        {"unit": "ก" * 120},
        {"unit": "ที่" * 120},
        {"budget": "๑๒,๕๐๐ บาท"},
        {"at_six_months": ""},
        {"start": "1 ตุลาคม 2568", "due": "30 กันยายน 2569"},
        {"start": "ธันวาคม 2568", "due": "1 ธันวาคม 2568"},
        {"start": ""},
        {"start": "", "due": "", "period": "ต.ค. - ธ.ค. ๖๘"},
        {"period": "ตลอดปี"},
        {"period": "ปีงบประมาณ พ.ศ. ๒๕๖๙"},
        {"period": "ไตรมาส 1"},
    ],
)
def test_what_is_enough(values):
    assert only(changed(**values)) == []


def test_a_measure_that_answers_nothing():
    plan = replace(
        PLAN, measures=(SOUND, replace(SOUND, key="M02", number="2", items=(), remarks=()))
    )
    assert only(plan) == [("measure_without_item", "error")]
    of_a_remark = replace(SOUND, key="M02", number="2", items=())
    assert only(replace(PLAN, measures=(SOUND, of_a_remark))) == []


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("ก.พ.- มี.ค.๖๕", [(2022, 2), (2022, 3)]),
        ("ต.ค. 67 ถึง ก.ย. 68", [(2024, 10), (2025, 9)]),
        ("กันยายน 2566", [(2023, 9)]),
        ("ตลอดปี", []),
        ("ไตรมาส 1 - 4", []),
        ("", []),
    ],
)
def test_months_of_a_period(period, months):
    assert [(span.first.year, span.first.month) for span in spans_of(period)] == months


@pytest.mark.parametrize(
    ("approved", "code", "severity"),
    [
        ("", "not_approved", "note"),
        ("เร็ว ๆ นี้", "unreadable_date", "error"),
        ("15 พฤศจิกายน 2568", "approved_after_start", "warning"),
    ],
)
def test_the_day_of_approval(approved, code, severity):
    assert only(replace(PLAN, approved=approved)) == [(code, severity)]


def test_approval_in_the_month_the_work_begins_is_in_time():
    assert only(replace(PLAN, approved="31 ตุลาคม 2568")) == []
    late = replace(PLAN, approved="1 พฤศจิกายน 2568")
    assert [finding.code for finding in check_plan(late)] == ["approved_after_start"]


def test_approval_after_the_year():
    late = replace(PLAN, approved="1 ตุลาคม 2569")
    assert only(late)[0] == ("date_outside_year", "error")


def test_late_approval_of_many_measures_is_one_finding():
    many = tuple(replace(SOUND, key=f"M{n}", number=str(n)) for n in range(200))
    plan = replace(PLAN, measures=many, approved="1 มกราคม 2569")
    (finding,) = check_plan(plan)
    assert "200" in finding.message.th
    assert len(finding.places) == 5


def test_a_plan_without_measures_year_or_agency():
    assert [code for code, _ in only(replace(PLAN, measures=(), points=()))] == ["no_measures"]
    assert only(replace(PLAN, fiscal_year=0)) == [("plan_without_year", "error")]
    assert only(replace(PLAN, agency=" ")) == [("plan_without_agency", "warning")]
    assert ("plan_before_scores", "warning") in only(replace(PLAN, fiscal_year=2568))


def test_keys_and_numbers_stand_once():
    other = replace(SOUND, place=replace(HERE, row=10))
    (keys, numbers) = check_plan(replace(PLAN, measures=(SOUND, other)))
    assert (keys.code, keys.severity) == ("duplicate_key", Severity.ERROR)
    assert [place.row for place in keys.places] == [9, 10]
    assert (numbers.code, numbers.severity) == ("duplicate_number", Severity.WARNING)
    elsewhere = replace(other, key="M02", group="EIT", number="๑")
    assert check_plan(replace(PLAN, measures=(SOUND, elsewhere))) == []


def test_points_of_the_plan_without_a_measure():
    plan = changed(items=("i8",), remarks=())
    assert only(plan) == [("uncovered_weak_point", "error"), ("uncovered_remark", "error")]
    assert "i7" in found(plan, "uncovered_weak_point")[0].message.th
    reasons = tuple(replace(point, reason="อยู่ระหว่างปรับโครงสร้าง") for point in POINTS)
    assert only(replace(plan, points=reasons)) == []
    dashes = tuple(replace(point, reason="-") for point in POINTS)
    assert len(only(replace(plan, points=dashes))) == 2


def test_a_point_that_is_no_item():
    plan = replace(PLAN, points=(*POINTS, WeakPoint("ก", item="ทุกข้อ", reason="ไม่เกี่ยว", place=HERE)))
    assert only(plan) == [("unknown_item_code", "error")]


def test_an_item_kept_to_improve_need_not_be_answered():
    better = WeakPoint("ก", item="i9", score=Decimal("90.00"), place=HERE)
    assert only(replace(PLAN, points=(*POINTS, better))) == []
    assert only(replace(PLAN, points=(*POINTS, replace(better, score=None)))) == [
        ("uncovered_weak_point", "error")
    ]


def test_what_a_rehearsal_found_is_asked_whatever_was_published(card):
    rehearsed = WeakPoint("ก", item="i1", score=Decimal("71.20"), source="การซ้อม", place=HERE)
    plan = replace(PLAN, fiscal_year=2566, score_year=2565, points=(*POINTS, rehearsed))
    codes = [code for code, _ in only(plan, card) if code != "weak_point_not_listed"]
    assert codes.count("uncovered_weak_point") == len(
        [one for one in found(plan, "uncovered_weak_point", card) if one.message.th]
    )
    told = " ".join(one.message.th for one in found(plan, "uncovered_weak_point", card))
    assert "ข้อ i1" in told
    assert not [one for one in found(plan, "score_changed", card) if "i1" in one.message.th]
    assert not [one for one in found(plan, "point_no_longer_weak", card) if "i1" in one.message.th]
    published = replace(plan, points=(*POINTS, replace(rehearsed, source="")))
    assert [one for one in found(published, "score_changed", card) if "i1" in one.message.th]


@pytest.fixture(scope="module")
def card(card_of):
    """Two weak items, one at zero; all else is well."""
    return card_of(2565, {"i1": "95.00", "i7": "80.00", "e1": "99.00", "o12": "0", "o2": "100"})


@pytest.fixture(scope="module")
def drafted(card):
    """The plan drafted from that card, as it stands in a file."""
    remarks = (LinkedRemark("ควรเผยแพร่รายงาน", ("o12",)),)
    plan = draft_plan(card, remarks, options=DraftOptions(agency="เทศบาล")).plan
    points = tuple(replace(point, place=HERE) for point in plan.points)
    # What a person says before it is approved: that none of it costs money.
    measures = tuple(replace(one, budget=NO_BUDGET) for one in plan.measures)
    return replace(plan, points=points, measures=measures, approved="25 กันยายน 2565"), remarks


@pytest.mark.parametrize("year", [2564, 2565, 2566, 2567, 2568, 2569])
@pytest.mark.parametrize("level", ["items", "indicators", "instruments"])
def test_the_draft_of_every_year_passes_its_own_check(year, level, card_of, framework):
    tree = framework(year).tree
    codes = {
        "items": list(framework(year).items),
        "indicators": [code for code in tree if level_of(code) is Level.INDICATOR],
        "instruments": list(INSTRUMENTS),
    }[level]
    card = card_of(year, dict.fromkeys(codes, "40"))
    remarks = (LinkedRemark("ให้รักษามาตรฐาน"), LinkedRemark("ควรปรับปรุง", tuple(codes[:1])))
    plan = draft_plan(card, remarks, options=DraftOptions(agency="เทศบาล")).plan
    # No pattern speaks of a remark whose items the year does not tell: a general measure holds it.
    general = [] if level == "items" else [("only_general_measure", "warning")]
    notes = [("budget_to_be_set", "note"), ("not_approved", "note")]
    assert only(plan, card, remarks) == [*general, *notes]
    reached = standing(plan, card, remarks)
    assert (reached.open, reached.general) == (0, len(general))
    assert reached.answered == reached.points - reached.general
    assert {point.item for point in plan.points if point.item} == set(map(written, codes))


DECLARATION = LinkedRemark("ควรประกาศเจตนารมณ์ของผู้บริหารให้บุคลากรทุกคนทราบโดยทั่วกัน")


def test_what_only_the_general_measure_holds_is_not_answered(card_of):
    card = card_of(2565, {"i7": "80.00"})
    plan = draft_plan(card, (DECLARATION,), options=DraftOptions(agency="เทศบาล")).plan
    (finding,) = found(plan, "only_general_measure", card, (DECLARATION,))
    assert "has no pattern of its own" in finding.message.en
    told = standing(plan, card, (DECLARATION,))
    assert (told.points, told.answered, told.general, told.open) == (2, 1, 1, 0)


@pytest.mark.parametrize("how", ["steps", "own", "reason"])
def test_what_is_written_for_it_answers_it(how, card_of):
    card = card_of(2565, {"i7": "80.00"})
    plan = draft_plan(card, (DECLARATION,), options=DraftOptions(agency="เทศบาล")).plan
    if how == "steps":
        written_out = [
            replace(one, steps=("ประกาศเจตนารมณ์",)) if one.key == "M00" else one
            for one in plan.measures
        ]
        plan = replace(plan, measures=tuple(written_out))
    elif how == "own":
        plan = replace(plan, measures=(*plan.measures, replace(SOUND, key="own", items=())))
    else:
        points = (replace(one, reason="ทำแล้ว") if one.remark else one for one in plan.points)
        plan = replace(plan, points=tuple(points))
    assert not found(plan, "only_general_measure", card, (DECLARATION,))
    told = standing(plan, card, (DECLARATION,))
    assert (told.general, told.open, told.reasoned) == (0, 0, how == "reason")


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        (dict.fromkeys(("total", *INSTRUMENTS), "97.00"), ["nothing_to_answer"]),
        ({"total": "97.00"}, ["nothing_to_answer"]),
        # A low total alone is weak, and nobody knows where.
        ({"total": "60.00"}, ["weak_where_unknown"]),
        ({"total": "60.00", "IIT": "90.00"}, ["weak_where_unknown"]),
    ],
)
def test_a_plan_that_has_nothing_to_answer_is_no_fault(printed, codes, card_of):
    card = card_of(2568, printed)
    drafted = draft_plan(card, options=DraftOptions(agency="เทศบาล"))
    assert drafted.plan.measures == ()
    told = [one.code for one in check_plan(drafted.plan, card) if one.code != "not_approved"]
    assert told == codes
    assert ("weak_where_unknown" in codes) == bool(drafted.findings)
    assert all(one.severity is not Severity.ERROR for one in check_plan(drafted.plan, card))


def test_a_plan_that_answers_what_is_known_does_not_answer_a_low_total(card_of):
    card = card_of(2568, {"total": "60.00", "IIT": "84.00"})
    plan = draft_plan(card, options=DraftOptions(agency="เทศบาล")).plan
    assert standing(plan, card).open == 0
    assert len(found(plan, "weak_where_unknown", card)) == 1
    whole = card_of(2568, {"total": "84.70", "IIT": "84.00"})
    assert not found(draft_plan(whole).plan, "weak_where_unknown", whole)


def test_a_weak_score_without_measures_is_a_fault(card_of):
    card = card_of(2568, {"EIT": "60.00"})
    (finding,) = found(replace(PLAN, measures=(), points=()), "no_measures", card)
    assert finding.severity is Severity.ERROR


def test_a_budget_to_be_set_is_told_once_for_all_measures(card, drafted):
    plan, remarks = drafted
    bare = draft_plan(card, remarks, options=DraftOptions(agency="เทศบาล")).plan
    (finding,) = found(bare, "budget_to_be_set", card, remarks)
    assert len(finding.places) == len(bare.measures)
    assert not found(plan, "budget_to_be_set", card, remarks)


def test_a_drafted_plan_is_sound(card, drafted):
    plan, remarks = drafted
    assert only(plan, card, remarks) == []
    reached = standing(plan, card, remarks)
    assert (reached.points, reached.answered, reached.reasoned, reached.open) == (3, 3, 0, 0)


def without(plan, *codes):
    """The plan with no measure for some items."""
    return replace(
        plan,
        measures=tuple(
            replace(one, items=tuple(c for c in one.items if c not in codes))
            for one in plan.measures
        ),
    )


def test_a_weak_item_counts_though_the_plan_does_not_list_it(card, drafted):
    plan, remarks = drafted
    bare = replace(without(plan, "o12"), points=tuple(p for p in plan.points if p.item != "o12"))
    (finding,) = found(bare, "uncovered_weak_point", card, remarks)
    assert "o12" in finding.message.th
    assert "prongsai plan" in finding.next_step.th
    (listed,) = found(without(plan, "o12"), "uncovered_weak_point", card, remarks)
    assert "ข้อที่ตอบ" in listed.next_step.th
    assert listed.places
    assert standing(bare, card, remarks).open == 1


def test_a_measure_that_names_the_item_is_enough(card, drafted):
    plan, remarks = drafted
    unlisted = replace(plan, points=tuple(p for p in plan.points if p.item != "o12"))
    assert not found(unlisted, "uncovered_weak_point", card, remarks)


def test_a_remark_that_is_new(card, drafted):
    plan, remarks = drafted
    more = (*remarks, LinkedRemark("ควรมีช่องทางถามตอบ"))
    (finding,) = found(plan, "uncovered_remark", card, more)
    assert "ช่องทาง" in finding.message.th
    assert only(plan, card, (LinkedRemark("ควร เผยแพร่ รายงาน"),)) == []


def test_remarks_are_counted_as_the_file_does_where_the_plan_lists_none(card, drafted):
    plan, remarks = drafted
    bare = replace(plan, points=tuple(p for p in plan.points if p.remark is None))
    assert only(bare, card, remarks) == []
    unanswered = replace(bare, measures=tuple(replace(one, remarks=()) for one in bare.measures))
    assert found(unanswered, "uncovered_remark", card, remarks)


def test_scores_that_changed_since(card, card_of, drafted):
    plan, remarks = drafted
    better = card_of(2565, {"i1": "95.00", "i7": "90.00", "e1": "99.00", "o12": "0", "o2": "100"})
    assert only(plan, better, remarks) == [
        ("score_changed", "warning"),
        ("point_no_longer_weak", "note"),
    ]
    worse = card_of(2565, {"i1": "70.00", "i7": "80.00", "e1": "99.00", "o12": "0", "o2": "100"})
    assert only(plan, worse, remarks) == [("uncovered_weak_point", "error")]
    del card


def test_items_kept_to_improve_are_not_told_as_no_longer_weak(card):
    plan = draft_plan(card, options=DraftOptions(target=Decimal(79), keep_improving=True)).plan
    assert {point.item for point in plan.points} == {"o12", "i7"}
    assert not found(plan, "point_no_longer_weak", card)


def test_codes_of_another_year_are_not_compared(card, card_of, drafted):
    plan, remarks = drafted
    older = card_of(2564, {"i1": "50.00"})
    assert only(plan, older, remarks) == [("wrong_year", "error")]
    assert only(plan, card, remarks) == []


def test_a_code_the_year_does_not_have(card, drafted):
    plan, remarks = drafted
    first, *rest = plan.measures
    strange = replace(plan, measures=(replace(first, items=(*first.items, "o99")), *rest))
    (finding,) = found(strange, "unknown_item_code", card, remarks)
    assert "o99" in finding.message.th
    assert not found(strange, "unknown_item_code")


def test_codes_of_an_instrument_whose_items_are_not_known(card_of):
    card = card_of(2568, {"i2": "80.00", "o1": "0"})
    assert not any(code.startswith("i") for code in card.framework.items)
    plan = replace(
        PLAN, measures=(replace(SOUND, items=("i2", "i7", "o1"), remarks=()),), points=()
    )
    assert only(plan, card) == []
    strange = replace(plan, measures=(replace(SOUND, items=("i2", "o1", "o99"), remarks=()),))
    assert only(strange, card) == [("unknown_item_code", "error")]
