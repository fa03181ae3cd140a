"""`prongsai whatif`: scores set, the cheapest way, and what cannot be asked."""

import re
from decimal import Decimal

import pytest

THAI = re.compile("[\u0e00-\u0e7f]")


@pytest.fixture
def ask(cli, example):
    """The JSON answer to a question on the example."""

    def whatif(*options):
        answer = cli("whatif", example, *options, "--json")
        assert answer.code == 0
        return answer.data

    return whatif


def sets(steps):
    """Steps as the options that set them."""
    return [word for step in steps for word in ("--set", f"{step['code']}={step['to']}")]


def codes(data):
    return [step["code"] for step in data["steps"]]


def instruments(entries):
    return {entry["code"]: entry["score"] for entry in entries}


def test_a_score_set_moves_total_and_instrument(ask):
    data = ask("--set", "o12=100")
    assert (data["before"]["total"], data["total"]) == ("90.52", "91.02")
    assert instruments(data["instruments"]) == {"IIT": "93.10", "EIT": "78.86", "OIT": "98.57"}
    assert data["changed"] is True
    assert "steps" not in data


@pytest.mark.parametrize(
    ("option", "total"),
    [("o12=0", "90.52"), ("O12=100", "91.02"), ("IIT=100", "92.59"), ("ind10=0", "70.52"),
     ("9.3=100", "91.09"), ("e3=100", "91.14"), ("i7=0", "89.67")],
)  # fmt: skip
def test_every_level_can_be_set(ask, option, total):
    assert ask("--set", option)["total"] == total


def test_several_scores_are_set_together(ask):
    assert ask("--set", "o12=100", "--set", "o20=100")["total"] == "91.59"


def test_a_score_can_fall_and_the_rating_with_it(ask):
    data = ask("--set", "OIT=50")
    assert data["rating"]["code"] == "C"
    assert data["before"]["rating"]["code"] == "A"


def test_without_a_question_the_next_level_is_the_target(ask):
    data = ask()
    assert (data["target"], data["reachable"], data["changed"]) == ("AA", True, False)
    assert (data["total_after"], data["rating_after"]["code"]) == ("95.00", "AA")


def test_steps_tell_from_to_gain_and_cost(ask):
    steps = {step["code"]: step for step in ask("--target", "AA")["steps"]}
    assert {"code", "name", "from", "to", "gain", "cost"} <= steps["o12"].keys()
    assert (steps["o12"]["from"], steps["o12"]["to"]) == ("0.00", "100.00")
    assert (steps["o12"]["gain"], steps["o12"]["cost"]) == ("0.5000", "1")
    assert steps["o20"]["gain"] == "0.5714"


def test_gains_and_costs_of_steps_add_up(ask):
    data = ask("--target", "AA")
    gain = sum(Decimal(step["gain"]) for step in data["steps"])
    assert abs(Decimal(data["total_after"]) - Decimal(data["total"]) - gain) < Decimal("0.011")
    cost = sum(Decimal(step["cost"]) for step in data["steps"])
    assert abs(Decimal(data["cost"]) - cost) < Decimal("0.001")


@pytest.mark.parametrize("target", ["91", "91.5", "93.33", "AA", "aa", "96.78", "99.99", "100"])
def test_steps_given_back_reach_the_same_total(ask, target):
    way = ask("--target", target, "--rise", "100")
    assert way["reachable"] is True
    again = ask(*sets(way["steps"]))
    assert again["total"] == way["total_after"]
    assert again["rating"] == way["rating_after"]
    assert again["instruments"] == way["instruments_after"]
    if target.lower() != "aa":
        assert Decimal(again["total"]) >= Decimal(target)


def test_steps_of_the_printed_table_reach_the_target(cli, ask, example):
    out = cli("whatif", example, "--target", "93").out
    rows = re.findall(r"│ ([ieo]\d+) +│.*│ +([\d.]+) │ +([\d.]+) │ +\+", out)
    assert rows
    again = ask(*(word for code, _, to in rows for word in ("--set", f"{code}={to}")))
    assert again["total"] == "93.00"


def test_one_step_less_does_not_reach_the_target(ask):
    steps = ask("--target", "AA")["steps"]
    for left_out in range(len(steps)):
        rest = steps[:left_out] + steps[left_out + 1 :]
        assert ask(*sets(rest))["rating"]["code"] == "A"


def test_a_target_reached_already_needs_no_step(ask, cli, example):
    data = ask("--target", "B")
    assert (data["reachable"], data["steps"], data["cost"]) == (True, [], "0")
    assert data["total_after"] == "90.52"
    assert "ถึงเป้าหมายอยู่แล้ว" in cli("whatif", example, "--target", "B").said


def test_a_target_out_of_reach_gives_the_best_there_is(ask, cli, example):
    words = ("--target", "100", "--cap", "o12=0", "--rise", "100")
    data = ask(*words)
    assert data["reachable"] is False
    assert data["total_after"] == "99.50"
    assert "o12" not in codes(data)
    assert ask(*sets(data["steps"]))["total"] == "99.50"
    assert "ไปไม่ถึง 100" in cli("whatif", example, *words).said


def test_unknown_item_scores_leave_the_answer_open(cli, tmp_path):
    sheet = tmp_path / "total.csv"
    sheet.write_text("code,year,score\ntotal,2568,93.05\n", encoding="utf-8")
    data = cli("whatif", sheet, "--target", "excellent", "--json").data
    assert (data["reachable"], data["steps"]) == (None, [])
    assert data["unknown"] == [str(number) for number in range(1, 11)]


def test_a_cost_turns_the_choice(ask):
    assert codes(ask("--target", "91")) == ["o12"]
    assert codes(ask("--target", "91", "--cost", "o12=5")) == ["o20"]
    words = ("--target", "91", "--cost", "o12=99", "--cost", "o20=99")
    assert codes(ask(*words, "--rise", "100")) == ["e3"]
    assert ask("--target", "91", "--cost", "o12=0.5")["cost"] == "0.5"


def test_a_survey_item_rises_no_more_than_usual_unless_asked(ask, cli, example):
    """As the site answers: the usual rise, told; another where it is given."""
    usual, any_rise = ask("--target", "AA"), ask("--target", "AA", "--rise", "100")
    rises = [
        Decimal(step["to"]) - Decimal(step["from"])
        for step in usual["steps"]
        if step["code"][0] != "o"
    ]
    assert max(rises) == 15
    assert len(any_rise["steps"]) < len(usual["steps"])
    assert "15 คะแนน (--rise)" in cli("whatif", example, "--target", "AA").out
    for typed in ("many", "-3", "101"):
        refused = cli("whatif", example, "--rise", typed)
        assert (refused.code, f"--rise {typed}" in refused.said) == (2, True)
    # Out of reach by our own limit alone is told with the limit.
    limited = cli("whatif", example, "--target", "100")
    assert "15 คะแนน (--rise)" in limited.out
    assert (ask("--target", "100")["reachable"], usual["rise"]) == (False, "15")
    assert ask("--target", "100", "--rise", "100")["reachable"] is True


def test_a_cap_is_kept(ask):
    data = ask("--target", "AA", "--cap", "e1=80", "--cap", "e3=70")
    assert data["reachable"] is True
    ends = {step["code"]: Decimal(step["to"]) for step in data["steps"]}
    assert ends.get("e1", 0) <= 80
    assert ends.get("e3", 0) <= 70


def test_set_and_target_are_answered_together(ask):
    data = ask("--set", "o12=100", "--target", "AA")
    assert data["total"] == "91.02"
    assert data["target"] == "AA"
    assert data["total_after"] == "95.00"


WRONG = [
    *(["--set", pair] for pair in
      ("o12", "o12=", "=100", "o12=all", "zz=1", "o99=100", "o12=101", "o12=-1", "o12=nan",
       "o12=inf", "total=95", "12=100", "o12=100=1")),
    *(["--cost", pair] for pair in
      ("o12", "o12=", "o12=dear", "zz=1", "o12=-1", "o12=nan", "o12=inf", "o99=1", "IIT=1")),
    *(["--cap", pair] for pair in
      ("o12", "o12=", "o12=high", "zz=1", "o12=-1", "o12=nan", "o99=1")),
    *(["--target", target] for target in ("ZZ", "101", "-5", "nan", "inf", "")),
    ["--set", "IIT=100", "--set", "i1=100"],
]  # fmt: skip


@pytest.mark.parametrize("options", WRONG, ids=" ".join)
def test_a_question_without_sense_is_refused_with_a_hint(cli, example, options):
    answer = cli("whatif", example, *options, "--json")
    assert answer.code == 2
    error = answer.data["error"]
    assert THAI.search(error["message"]["th"])
    assert not THAI.search(error["message"]["en"])
    assert error["next_step"] is not None
    assert error["next_step"]["th"]


def test_a_wrong_pair_is_quoted_with_an_example(cli, example):
    said = cli("whatif", example, "--cost", "o12=dear").err
    assert "o12=dear" in said
    assert "--cost o12=" in said
    assert cli("whatif", example, "--cost", "o12=3").code == 0


def test_an_item_without_a_score_cannot_be_set(cli, tmp_path):
    sheet = tmp_path / "part.csv"
    sheet.write_text("code,year,score\ntotal,2565,90.52\no12,2565,0\n", encoding="utf-8")
    assert cli("whatif", sheet, "--set", "o12=100").code == 0
    answer = cli("whatif", sheet, "--set", "o20=100")
    assert answer.code == 2
    assert "o20" in answer.err


def test_english_says_the_same(cli, example):
    said = cli("whatif", example, "--target", "AA", "--lang", "en").said
    assert "The cheapest way to AA" in said
    assert "Result: 95.00" in said


GATED = "code,score,year\nIIT,96,2568\nEIT,80,2568\nOIT,97,2568\n"


def test_a_change_tells_the_gates(cli, tmp_path):
    sheet = tmp_path / "gated.csv"
    sheet.write_text(GATED, encoding="utf-8")
    before = cli("whatif", sheet, "--set", "EIT=84.99", "--json").data
    after = cli("whatif", sheet, "--set", "EIT=85", "--json").data
    assert [gate["open"] for gate in before["gates"]] == [False, False]
    assert before["gates"][1]["shut_by"] == ["EIT"]
    assert [gate["open"] for gate in after["gates"]] == [False, True]
    said = cli("whatif", sheet, "--set", "EIT=85", "--lang", "en").out
    assert "Good pass: total 85 and every instrument 85 or more – reached" in said
    assert "Excellent pass" in said
    assert "lacks the total, EIT" in said


def figures(tmp_path, total):
    file = tmp_path / "scores.csv"
    file.write_text(f"code,score\ntotal,{total}\nIIT,85.00\nEIT,85.00\nOIT,84.99\n")
    return file


def test_the_published_total_leads_and_alone_reaches_a_target(cli, tmp_path):
    told = cli(
        "whatif", figures(tmp_path, "84.99"), "--year", "2566", "--target", "85", PRONGSAI_LANG="en"
    )
    assert "Now: 84.99" in told.out
    assert "reached already" not in told.out
    there = cli(
        "whatif", figures(tmp_path, "85.00"), "--year", "2566", "--target", "85", PRONGSAI_LANG="en"
    )
    assert "The target is already reached." in there.out


def test_a_contradicted_total_is_told_with_the_recomputed_one(cli, tmp_path):
    asked = ("whatif", figures(tmp_path, "12.00"), "--year", "2566", "--target", "80")
    told = cli(*asked, PRONGSAI_LANG="en")
    assert "Now: 12.00" in told.out
    assert "published 12.00, recomputed 85.00" in told.out
    assert "reached already" not in told.out
    data = cli(*asked, "--json").data
    assert data["before"]["total"] == "12.00"
    assert data["before"]["recomputed"] == "85.00"
    assert (data["reachable"], data["contradicted"]) == (None, ["total"])


def test_where_there_is_no_step_the_bounds_are_told(cli, tmp_path):
    asked = ("whatif", figures(tmp_path, "84.99"), "--year", "2568", "--target")
    told = cli(*asked, "90", PRONGSAI_LANG="en").out
    assert "IIT, not all items known: at most 4.50 more in total" in told
    assert "at most" not in cli(*asked, "84", PRONGSAI_LANG="en").out


def test_half_a_document_is_no_cap(cli, tmp_path):
    """`--cap o43=50`: a document is disclosed or is not, so the question is refused with both."""
    sheet = tmp_path / "scores.csv"
    scores = {f"o{n}": 100 for n in range(1, 44)} | {"o43": 0, "IIT": 90, "EIT": 90}
    rows = (f"{code},2566,{score}\n" for code, score in scores.items())
    sheet.write_text("code,fiscal_year,score\n" + "".join(rows), encoding="utf-8")
    asked = ("whatif", sheet, "--target", "93", "--cap")
    refused = cli(*asked, "o43=50", PRONGSAI_LANG="en")
    assert refused.code == 2
    assert "o43 cannot have a cap of 50.00" in refused.err
    assert "give o43=0" in refused.err
    allowed = cli(*asked, "o43=100", "--json")
    assert (allowed.code, codes(allowed.data)[-1:]) == (0, ["o43"])
    assert "o43" not in codes(cli(*asked, "o43=0", "--json").data)
