"""Questions to the scores: understood or refused at their field, and answered in time."""

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.web.analysis.years import enter, open_year
from tests.web.scoring.samples import ban_song, sheet

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoring.compute import score_sheet
from prongsai.web.year.analysis.forms import WhatIfForm
from prongsai.web.year.analysis.whatif_queries import Question, answer, choices_of, usual_target


@pytest.fixture(scope="module")
def card():
    return score_sheet(Catalogue().get(2565), ban_song())


def card_of(year, figures):
    return score_sheet(Catalogue().get(year, draft=True), sheet(year, figures))


def errors(card, **data):
    return {name: list(said) for name, said in WhatIfForm(data, card=card).errors.items()}


def test_without_a_question_the_next_level_is_asked(card):
    form = WhatIfForm({}, card=card)
    assert not form.is_bound
    assert form.question() == Question("AA", Decimal(15))
    assert form.asked == {"level": "AA", "number": "", "rise": "15", "leave": ""}
    assert not form.has_tries


def test_other_parameters_of_an_address_are_no_question(card):
    assert not WhatIfForm({"utm": "x", "item_0": "o1", "item_999": "o1"}, card=card).is_bound


def test_a_question_is_understood_as_people_type_it(card):
    data = {
        "level": "A", "number": " ๙๒.๕ ", "rise": "", "leave": "IIT",
        "item_1": "O12", "score_1": "๑๐๐", "item_3": "ข้อ e3", "score_3": "85",
    }  # fmt: skip
    form = WhatIfForm(data, card=card)
    assert form.question() == Question(
        "92.5", None, "IIT", {"o12": Decimal(100), "e3": Decimal(85)}
    )
    assert form.asked["number"] == "๙๒.๕"
    assert form.rows == [1, 2, 3, 4, 5, 6]


def test_an_address_that_names_one_thing_asks_the_rest_as_usual(card):
    assert WhatIfForm({"number": "92"}, card=card).question() == Question("92", Decimal(15))
    assert WhatIfForm({"number": "92", "rise": ""}, card=card).question() == Question("92")
    again = WhatIfForm(WhatIfForm({"number": "92", "rise": ""}, card=card).asked, card=card)
    assert again.question() == Question("92")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"number": "120"}, "number"),
        ({"number": "เก้าสิบ"}, "number"),
        ({"number": "1e3"}, "number"),
        ({"number": "-5"}, "number"),
        ({"rise": "มาก"}, "rise"),
        ({"rise": "101"}, "rise"),
        ({"level": "S"}, "level"),
        ({"leave": "XIT"}, "leave"),
        ({"item_1": "o99", "score_1": "100"}, "item_1"),
        ({"item_1": "คะแนน", "score_1": "100"}, "item_1"),
        ({"score_2": "100"}, "item_2"),
        ({"item_2": "o12"}, "score_2"),
        ({"item_2": "o12", "score_2": "101"}, "score_2"),
        ({"item_1": "total", "score_1": "95"}, "item_1"),
        ({"item_1": "o12", "score_1": "1", "item_2": "o12", "score_2": "2"}, "item_2"),
        ({"item_1": "OIT", "score_1": "99", "item_2": "o12", "score_2": "2"}, "item_2"),
        ({"item_1": "o12", "score_1": "99", "item_2": "9", "score_2": "2"}, "item_2"),
        ({"number": "9" * 21}, "number"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(card, data, field):
    form = WhatIfForm(data, card=card)
    assert form.question() is None
    assert list(form.errors) == [field]
    for name, typed in data.items():
        assert form[name].value() == typed


def test_the_way_of_least_effort_begins_with_documents(card):
    found = answer(card, Question("AA", Decimal(15)))
    assert found.reached is True
    assert [step.code for step in found.disclosure] == ["o20", "o12"]
    assert found.survey_count == 12
    assert found.disclosure_gain == Fraction(15, 14)
    assert found.total == Decimal("95.00")
    assert found.level.th == "AA"
    assert all(step.end - step.start <= 15 for step in found.steps if not step.is_disclosure)
    totals = [step.total for step in found.steps]
    assert totals == sorted(totals)
    assert [(row.code, row.is_moved) for row in found.instruments] == [
        ("IIT", False), ("EIT", True), ("OIT", True),
    ]  # fmt: skip


def test_what_cannot_be_reached_is_told_with_the_best_there_is(card):
    found = answer(card, Question("AA", Decimal(5), "OIT"))
    assert found.reached is False
    assert found.total == Decimal("93.08")
    assert found.missing == Decimal("1.92")


def test_a_level_that_is_reached_asks_nothing(card):
    found = answer(card, Question("A"))
    assert (found.reached, found.steps, found.missing) == (True, (), 0)


def test_scores_tried_by_hand_move_what_lies_above_them(card):
    found = answer(card, Question("AA", changes={"o12": Decimal(100)}))
    assert found.steps == ()
    assert [(row.code, row.before, row.after) for row in found.moved] == [("o12", "0", 100)]
    assert found.total == Decimal("91.02")
    assert (found.reached, found.missing) == (False, Decimal("3.98"))


def test_the_gates_of_a_level_are_told():
    card = card_of(2568, {"IIT": "96", "EIT": "80", "OIT": "98"})
    assert usual_target(card) == "good"
    found = answer(card, Question("good", changes={"EIT": Decimal("84.9")}))
    assert (found.reached, found.missing) == (False, 0)
    gates = {gate.level.code: gate for gate in found.gates}
    assert gates["good"].shut_by == ("EIT",)
    better = answer(card, Question("good", changes={"EIT": Decimal(85)}))
    assert better.reached is True


def test_what_nobody_knows_is_told():
    card = card_of(2568, {"IIT": "96", "EIT": "80", "OIT": "98"})
    found = answer(card, Question("excellent"))
    assert found.reached is None
    assert [code for code, _, _ in found.unknown] == ["IIT", "EIT", "OIT"]
    assert None not in [most for _, _, most in found.unknown]
    alone = card_of(2565, {"IIT": "90"})
    assert "คะแนนรวม" in answer(alone, Question("95")).trouble.th
    tried = answer(alone, Question("95", changes={"IIT": Decimal(95)}))
    assert (tried.total, tried.reached, tried.trouble) == (None, None, None)


def test_every_code_that_is_offered_can_be_tried(card):
    offered = choices_of(card)
    assert len(offered) == 88 + 3 + 10 + 7
    for code, _name in offered:
        assert answer(card, Question("95", changes={code: Decimal(50)})).trouble is None


@pytest.mark.long
def test_the_heaviest_questions_are_answered():
    zeros = dict.fromkeys(Catalogue().get(2565).items, "0")
    card = card_of(2565, zeros | {"total": "0", "IIT": "0", "EIT": "0", "OIT": "0"})
    assert answer(card, Question("50")).reached is True
    assert answer(card, Question("99.99", Decimal("0.01"))).reached is False


def test_a_long_address_makes_no_long_form(card):
    data = {f"item_{number}": "o12" for number in range(1, 2_000)}
    form = WhatIfForm(data, card=card)
    assert len(form.rows) == 40
    assert form.question() is None


def test_the_published_total_leads_and_alone_reaches_a_target():
    parts = {"IIT": "85.00", "EIT": "85.00", "OIT": "84.99"}
    short = answer(card_of(2566, parts | {"total": "84.99"}), Question("pass"))
    assert (short.reached, short.before, short.total) == (None, "84.99", Decimal("84.99"))
    assert short.level == short.before_level
    there = answer(card_of(2566, parts | {"total": "85.00"}), Question("pass"))
    assert (there.reached, there.before, there.doubt) == (True, "85.00", None)


def test_where_figures_contradict_nothing_is_reached():
    parts = {"IIT": "99.00", "EIT": "91.67", "OIT": "98.25"}
    for question in (Question("85"), Question("85", changes={"IIT": Decimal(98)})):
        found = answer(card_of(2566, parts | {"total": "12.00"}), question)
        assert found.reached is None
        assert "12.00" in found.doubt.th
        assert "96.50" in found.doubt.th
        assert (found.before, found.before_level) == ("96.50", None)


def test_a_year_whose_rules_name_no_target_has_the_agencys_own():
    parts = {"IIT": "88.12", "EIT": "79.40", "OIT": "93.44", "total": "88.00"}
    own = answer(card_of(2569, parts), Question("85"))
    assert own.target.th == "เป้าหมายของหน่วยงาน 85"
    assert (own.reached, own.are_rules_known) == (True, False)
    year = answer(card_of(2568, parts | {"total": "87.63"}), Question("85"))
    assert (year.target.th, year.are_rules_known) == ("85", True)


@pytest.mark.django_db
def test_the_page_says_whose_the_target_is(agency, officer, client_of):
    open_year(agency, 2570)
    enter(agency, sheet(2569, {"IIT": "88.12", "EIT": "79.40", "OIT": "93.44", "total": "88.00"}))
    said = client_of(officer).get("/2570/whatif/").content.decode()
    assert "เป้าหมายของหน่วยงาน 85" in said
    assert "ตามกติกาปี 2569" not in said
