"""Every command that prints data: its JSON, its exit code, and the figures of the example."""

import re
from decimal import Decimal

import pytest

TWO_DECIMALS = re.compile(r"\d{1,3}\.\d\d")
VERDICTS = {"equal", "explained", "within rounding", "contradicts", "fits its sum", None}


@pytest.fixture(scope="module")
def scored(cli, example):
    answer = cli("score", example, "--json")
    assert answer.code == 0
    return answer.data


def by_code(entries):
    return {entry["code"]: entry for entry in entries}


def figures(data):
    return [data["total"], *data["instruments"], *data["indicators"], *data["items"]]


def test_the_example_has_its_published_total_and_rating(scored):
    assert scored["fiscal_year"] == 2565
    assert scored["total"]["computed"] == scored["total"]["published"] == "90.52"
    rating = scored["rating"]
    assert (rating["code"], rating["provisional"]) == ("A", False)
    assert rating["label"]["th"] == "A"


def test_indicators_carry_the_codes_1_to_10(scored):
    assert [entry["code"] for entry in scored["indicators"]] == [str(n) for n in range(1, 11)]
    assert [entry["code"] for entry in scored["instruments"]] == ["IIT", "EIT", "OIT"]
    assert len(scored["items"]) == 88


@pytest.mark.parametrize(
    ("code", "computed", "plain"), [("4", "91.96", "91.97"), ("5", "91.82", "91.81")]
)
def test_unrounded_items_explain_what_plain_means_do_not(scored, code, computed, plain):
    indicator = by_code(scored["indicators"])[code]
    assert indicator["computed"] == indicator["published"] == computed
    assert indicator["plain"] == plain
    assert indicator["verdict"] == "explained"


def test_every_figure_has_the_promised_keys(scored):
    for entry in figures(scored):
        assert {"code", "computed", "published", "exact", "verdict"} <= entry.keys()
        assert all(entry[key] is None or isinstance(entry[key], str) for key in entry
                   if key not in ("name", "fit", "other_prints"))  # fmt: skip
        assert entry["verdict"] in VERDICTS


def test_computed_figures_have_two_decimals(scored):
    for entry in figures(scored):
        assert entry["computed"] is None or TWO_DECIMALS.fullmatch(entry["computed"])
        # A disclosure item is computed of nothing.
        assert (entry["computed"] is None) == (entry["code"][0] == "o")


def test_published_figures_stand_as_printed(scored):
    assert by_code(scored["instruments"])["IIT"]["published"] == "93.1"
    assert by_code(scored["indicators"])["10"]["published"] == "100"


@pytest.mark.parametrize("command", ["read", "score", "analyse", "whatif"])
def test_findings_say_what_and_where_in_both_languages(cli, doubtful_example, command):
    findings = cli(command, doubtful_example, "--json").data["findings"]
    assert findings
    for finding in findings:
        assert {"code", "severity", "where", "message"} <= finding.keys()
        assert finding["severity"] in ("error", "warning", "note")
        assert re.search("[ก-ฮ]", finding["message"]["th"])
        assert re.search("[a-z]", finding["message"]["en"])
    twice = next(found for found in findings if found["severity"] == "warning")
    assert "doubtful.csv" in twice["where"]["th"]
    assert "line" in twice["where"]["en"]


@pytest.mark.parametrize("command", ["read", "score", "analyse", "whatif"])
def test_notes_are_no_fault_even_when_strict(cli, example, command):
    assert cli(command, example).code == 0
    assert cli(command, example, "--strict").code == 0


@pytest.mark.parametrize("command", ["read", "score", "analyse", "whatif"])
def test_warnings_are_a_fault_only_when_strict(cli, doubtful_example, command):
    assert cli(command, doubtful_example).code == 0
    assert cli(command, doubtful_example, "--strict").code == 1
    assert cli(command, doubtful_example, "--strict", "--json").code == 1


@pytest.mark.parametrize("command", ["score", "analyse", "whatif"])
def test_a_contradicted_figure_is_a_fault(cli, wrong_example, command):
    answer = cli(command, wrong_example)
    assert answer.code == 1
    assert "81.96" in answer.said
    assert "91.96" in answer.said
    data = cli(command, wrong_example, "--json")
    assert data.code == 1
    assert [f["code"] for f in data.data["findings"] if f["severity"] == "error"] == [
        "figure_contradicts"
    ]


def test_score_prints_what_json_says(cli, example):
    said = cli("score", example).said
    for figure in ("90.52", "93.10", "78.86", "97.32", "91.96", "91.82"):
        assert figure in said


def test_score_shows_items_only_when_asked(cli, example):
    assert "│ i30 " not in cli("score", example).out
    assert "│ i30 " in cli("score", example, "--items").out


def test_explain_shows_parts_that_add_up(cli, example):
    tree = cli("score", example, "--explain", "4", "--json").data["explanation"]
    assert [part["code"] for part in tree["parts"]] == [f"i{n}" for n in range(19, 25)]
    assert cli("score", example, "--explain", "ind4").said.count("× 1/6") == 6


def test_other_years_of_the_file_are_verified_too(scored):
    history = {past["fiscal_year"]: past["total"] for past in scored["history"]}
    assert history[2563]["computed"] == "59.50"
    assert (history[2564]["computed"], history[2564]["published"]) == ("85.27", "85.26")


def test_the_year_asked_for_is_the_one_scored(cli, example):
    data = cli("score", example, "--year", "2564", "--json").data
    assert (data["fiscal_year"], data["total"]["computed"]) == (2564, "85.27")


def test_read_keeps_what_score_takes_back(cli, example, tmp_path, scored):
    kept = tmp_path / "kept.json"
    assert cli("read", example, "-o", kept).code == 0
    again = cli("score", kept, "--json")
    assert again.code == 0
    assert figures(again.data) == figures(scored)


def test_read_counts_what_it_found(cli, example):
    said = cli("read", example, "--lang", "en").said
    assert "│ 2565 * │ 90.52 │ 3 │ 10 │ 7 │ 88 │" in said
    assert cli("read", example, "--json").data["findings"] == []


_TOLD = """ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2566
คะแนนรวม 86.20 คะแนน
แบบวัด IIT ได้คะแนน 90.00 คะแนน
แบบวัด EIT ได้คะแนน 79.40 คะแนน
แบบวัด OIT ได้คะแนน 88.45 คะแนน
"""


@pytest.mark.parametrize("command", ["score", "analyse", "whatif"])
@pytest.mark.parametrize(
    ("sentence", "told"),
    [("แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน", ["statement_contradicts"]), ("แบบวัด IIT ผ่านเกณฑ์ 85 คะแนน", [])],
)
def test_what_a_document_says_of_its_figures_is_held_against_them(
    cli, tmp_path, command, sentence, told
):
    letter = tmp_path / "letter.txt"
    letter.write_text(f"{_TOLD}\n{sentence}\n", encoding="utf-8")
    findings = cli(command, letter, "--json").data["findings"]
    assert [one["code"] for one in findings if one["severity"] != "note"] == told


def test_analyse_lists_weak_items_and_what_they_cost(cli, example):
    data = cli("analyse", example, "--json").data
    weak = data["below_target"]
    assert {item["code"] for item in data["at_zero"]} == {"o12", "o20"}
    assert {item["code"] for item in weak} >= {"o12", "o20", "e3", "i7"}
    assert all(Decimal(item["score"]) < 85 for item in weak)
    assert data["trend"]["years"] == [2563, 2564, 2565]
    assert [entry["code"] for entry in data["charts"]["indicators"]] == [
        str(n) for n in range(1, 11)
    ]


def test_analyse_takes_another_target(cli, example):
    weak = cli("analyse", example, "--target", "70", "--json").data["below_target"]
    assert {item["code"] for item in weak} == {"o12", "o20", "e3"}


def test_analyse_joins_several_files(cli, example, tmp_path):
    later = tmp_path / "later.csv"
    later.write_text("code,year,score\ntotal,2568,93.05\n", encoding="utf-8")
    data = cli("analyse", example, later, "--json").data
    assert data["fiscal_year"] == 2568
    assert data["trend"]["years"] == [2563, 2564, 2565, 2568]


def test_a_provisional_rating_says_so(cli, tmp_path):
    sheet = tmp_path / "total.csv"
    sheet.write_text("code,year,score\ntotal,2568,93.05\n", encoding="utf-8")
    rating = cli("score", sheet, "--json").data["rating"]
    assert (rating["code"], rating["provisional"]) == ("good", True)
    assert rating["possible"] == ["good", "pass"]
    indicators = cli("score", sheet, "--json").data["indicators"]
    assert {entry["computed"] for entry in indicators} == {None}


@pytest.mark.parametrize(
    "words",
    [("framework", "list"), ("framework", "show", "2565"), ("framework", "check"),
     ("framework", "diff", "2565", "2566")],
)  # fmt: skip
def test_framework_commands_print_json(cli, words):
    answer = cli(*words, "--json")
    assert answer.code == 0
    assert answer.data
    assert answer.err == ""


def test_version_is_told(cli):
    assert re.fullmatch(r"prongsai \d+\.\d+\.\d+\S*", cli("--version").out.strip())


def few(tmp_path, **printed):
    file = tmp_path / "scores.csv"
    rows = (f"{code},{score}\n" for code, score in printed.items())
    file.write_text("code,score\n" + "".join(rows))
    return file


def test_what_was_not_computed_is_not_shown_as_computed(cli, tmp_path):
    file = few(tmp_path, total="12.00", IIT="88.12", EIT="79.40", OIT="93.44")
    asked = ("score", file, "--year", "2569", "--draft")
    data = cli(*asked, "--json").data
    total = data["total"]
    assert (total["computed"], total["score"], total["published"]) == (None, "12.00", "12.00")
    assert data["verification"] == {
        "recomputed": 0, "fits_a_sum": 0, "not_checked": 3,
        "verdicts": {"contradicts": 1, "not checked": 3},
    }  # fmt: skip
    said = cli(*asked, PRONGSAI_LANG="en").out
    assert "Verdicts on the published figures: contradicts 1, not checked 3" in said
    assert "not checked, IIT, EIT, OIT: not all of its parts have a score" in said
    assert "79.40–93.44" in said
    told = cli(*asked, "--explain", "total", PRONGSAI_LANG="en").out
    assert "= 12" not in told
    assert "its known parts allow 79.40–93.44 only" in told


def test_the_kinds_of_verification_are_counted_apart(cli, tmp_path):
    file = few(tmp_path, total="88.00", IIT="90.00", EIT="80.00", OIT="92.50")
    asked = ("score", file, "--year", "2568")
    assert cli(*asked, "--json").data["verification"] == {
        "recomputed": 1, "fits_a_sum": 3, "not_checked": 0,
        "verdicts": {"equal": 1, "fits its sum": 3},
    }  # fmt: skip
    said = cli(*asked, PRONGSAI_LANG="en").out
    assert "equal 1, fits its sum 3" in said
    told = cli(*asked, "--explain", "total", PRONGSAI_LANG="en").out
    assert "an error of up to 0.04 in it alone would not show" in " ".join(told.split())


def test_why_a_figure_is_not_checked_is_said(cli, tmp_path):
    said = cli("score", few(tmp_path, i7="80.00"), "--year", "2565", "--items", PRONGSAI_LANG="en")
    assert "not checked, i7: there is no indicator score computed from this item" in said.out


def test_the_trend_shows_instruments_and_what_was_recomputed(cli, tmp_path):
    file = tmp_path / "scores.csv"
    years = {2564: "80.26", 2565: "90.52"}
    rows = [
        f"{code},{year},{score}\n"
        for year, total in years.items()
        for code, score in {"total": total, "IIT": "93.10", "EIT": "78.86", "OIT": "97.32"}.items()
    ]
    file.write_text("code,fiscal_year,score\n" + "".join(rows))
    said = cli("analyse", file, "--year", "2565", PRONGSAI_LANG="en").out
    assert "80.26 (90.52)" in said
    assert "In brackets: the recomputed figure" in said
    assert "78.86" in said
    data = cli("analyse", file, "--year", "2565", "--json").data
    points = data["trend"]["total"]["points"]
    assert [point["recomputed"] for point in points] == ["90.52", None]
    file.write_text(
        "code,fiscal_year,score\n" + "".join(row.replace("80.26", "90.52") for row in rows)
    )
    assert "In brackets" not in cli("analyse", file, "--year", "2565", PRONGSAI_LANG="en").out


@pytest.mark.parametrize(("total", "told"), [("12.00", False), ("87.30", True)])
def test_no_level_is_told_of_a_total_that_its_parts_contradict(cli, tmp_path, total, told):
    sheet = tmp_path / "scores.csv"
    sheet.write_text(f"code,score\nIIT,88\nEIT,79\nOIT,93\ntotal,{total}\n", encoding="utf-8")
    for command in ("score", "analyse"):
        answer = cli(command, sheet, "--year", "2567", "--lang", "en")
        headline = next(line for line in answer.out.splitlines() if line.startswith("Total"))
        assert ("level" in headline.replace("no level", "")) is told
        assert ("target of 85" in headline) is told
    card = cli("score", sheet, "--year", "2567", "--json").data
    assert (card["rating"] is not None) is told


@pytest.mark.parametrize("command", ["score", "analyse"])
def test_the_headline_is_the_published_total_with_the_recomputed_one_by_its_name(
    cli, tmp_path, command
):
    sheet = tmp_path / "scores.csv"
    sheet.write_text("code,score\nIIT,93.10\nEIT,78.86\nOIT,97.32\ntotal,80.00\n", encoding="utf-8")
    told = cli(command, sheet, "--year", "2565", "--lang", "en").out
    headline = next(line for line in told.splitlines() if line.startswith("Total"))
    assert headline.index("80.00") < headline.index("recomputed") < headline.index("90.52")
    sheet.write_text(sheet.read_text().replace("80.00", "90.52"), encoding="utf-8")
    agrees = cli(command, sheet, "--year", "2565", "--lang", "en").out
    headline = next(line for line in agrees.splitlines() if line.startswith("Total"))
    assert "90.52" in headline
    assert "recomputed" not in headline
    # What keeps it from AA is told with the instrument that costs most of it.
    assert "4.48 points short of AA (the total loses EIT 6.34, IIT 2.07, OIT 1.07" in agrees
    found = cli("score", sheet, "--year", "2565", "--json").data["shortfall"]
    assert found["costs"] == {"EIT": "6.34", "IIT": "2.07", "OIT": "1.07"}


@pytest.mark.parametrize(("year", "is_rule"), [("2568", True), ("2569", False)])
def test_85_is_asserted_only_where_the_rules_of_the_year_say_it(cli, tmp_path, year, is_rule):
    sheet = tmp_path / "scores.csv"
    sheet.write_text("code,score\nIIT,92\nEIT,79.40\nOIT,80\ntotal,83.42\n", encoding="utf-8")
    scored = cli("score", sheet, "--year", year, "--draft", "--lang", "en")
    assert ("the target of 85" in scored.out) is is_rule
    analysed = cli("analyse", sheet, "--year", year, "--draft", "--lang", "en")
    assert ("agency's own" in analysed.out) is not is_rule
    plan = tmp_path / "plan.yaml"
    drafted = cli("plan", "draft", sheet, "-o", plan, "--year", year, "--draft", "--lang", "en")
    assert ("agency's own" in drafted.out) is not is_rule
    assert "EIT" in plan.read_text(encoding="utf-8")
