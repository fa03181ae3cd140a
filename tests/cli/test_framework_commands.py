"""`prongsai framework`: list, show, diff and new."""

import pytest
import yaml

YEARS = [2563, 2564, 2565, 2566, 2567, 2568, 2569]
DRAFTS = {2563, 2569}
pytestmark = pytest.mark.usefixtures("nothing_after_2569")


def texts(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def loaded(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def test_list_tells_year_status_and_confidence(cli):
    known = {year["fiscal_year"]: year for year in cli("framework", "list", "--json").data}
    assert list(known) == YEARS
    assert {year for year, entry in known.items() if entry["status"] == "draft"} == DRAFTS
    assert known[2565]["confidence"] == "confirmed"
    assert known[2565]["items"] == {"IIT": 30, "EIT": 15, "OIT": 43}
    assert {entry["confidence"] for entry in known.values()} <= {"confirmed", "likely", "unknown"}


def test_list_shows_unknown_counts_as_unknown(cli):
    rows = [line.split("│") for line in cli("framework", "list").out.splitlines()]
    counts = {row[1].strip(): [cell.strip() for cell in row[4:7]] for row in rows if len(row) > 6}
    assert counts["2565"] == ["30", "15", "43"]
    assert counts["2568"] == ["?", "?", "28"]


def test_levels_are_listed_in_the_language(cli):
    assert "ผ่านดีเยี่ยม" in cli("framework", "list").out
    assert "Excellent" in cli("framework", "list", "--lang", "en").out


@pytest.mark.parametrize("year", YEARS)
def test_show_names_every_item(cli, year):
    data = cli("framework", "show", year, "--json").data
    shown = cli("framework", "show", year).out
    for item in data["items"]:
        assert f" {item['code']} " in shown
    assert [node["code"] for node in data["nodes"] if node["level"] == "indicator"] == [
        str(number) for number in range(1, 11)
    ]


def test_show_tells_what_an_item_is_worth(cli):
    items = cli("framework", "show", "2565", "--json").data["items"]
    worth = {item["code"]: item["worth"] for item in items}
    assert (worth["i1"], worth["e1"], worth["o20"]) == ("1.0000", "2.0000", "0.5714")
    later = cli("framework", "show", "2569", "--json").data["items"]
    assert {item["worth"] for item in later} == {None}


def test_square_brackets_in_a_name_are_shown(cli, own_year, own):
    file = own_year() / "oit.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("th: โครงสร้าง,", "th: '[draft] โครงสร้าง [/x]',"), "utf-8")
    shown = cli("framework", "show", "2565", "--frameworks", own)
    assert shown.code == 0
    assert "[draft] โครงสร้าง [/x]" in shown.out


@pytest.mark.parametrize("command", ["show", "check", "export"])
@pytest.mark.parametrize("year", [2561, 2562, 9999])
def test_a_year_there_is_not_is_refused(cli, tmp_path, command, year):
    options = ["-o", tmp_path / "x.xlsx"] if command == "export" else []
    answer = cli("framework", command, year, *options)
    assert answer.code == 2
    assert str(year) in answer.err
    assert "2565" in answer.err


def kinds(cli, old, new):
    changes = cli("framework", "diff", old, new, "--json").data["changes"]
    return {
        kind: [
            (
                [item["code"] for item in change["before"]],
                [item["code"] for item in change["after"]],
            )
            for change in changes
            if change["change"] == kind
        ]
        for kind in ("renamed", "moved", "split", "merged", "new", "dropped")
    }


def test_diff_finds_every_kind_of_change_of_2566(cli):
    found = kinds(cli, 2565, 2566)
    assert (["o34"], ["o31"]) in found["renamed"]
    assert (["o13"], ["o14"]) in found["moved"]
    assert {frozenset(before): after for before, after in found["merged"]} == {
        frozenset({"o10", "o18"}): ["o11"],
        frozenset({"o11", "o19"}): ["o12"],
        frozenset({"o12", "o20"}): ["o13"],
    }
    assert {after[0] for _, after in found["new"]} >= {"o10", "o39", "o41"}
    assert {before[0] for before, _ in found["dropped"]} == {"o32", "o35", "o38"}


def test_diff_backwards_splits_what_was_merged(cli):
    there, back = kinds(cli, 2565, 2566), kinds(cli, 2566, 2565)
    assert {(*after, *sorted(before)) for before, after in there["merged"]} == {
        (*before, *sorted(after)) for before, after in back["split"]
    }
    assert {after[0] for _, after in there["new"]} == {before[0] for before, _ in back["dropped"]}
    assert back["merged"] == []


def test_diff_shows_its_changes_in_words(cli):
    said = cli("framework", "diff", "2565", "2566").said
    for word in ("เปลี่ยนชื่อ", "ย้าย", "รวม", "ใหม่", "ตัดออก"):
        assert word in said
    assert "แยก" in cli("framework", "diff", "2566", "2565").said


def test_a_year_does_not_differ_from_itself(cli):
    data = cli("framework", "diff", "2565", "2565", "--json").data
    assert (data["changes"], data["not_comparable"]) == ([], [])


def test_diff_says_what_cannot_be_compared(cli):
    data = cli("framework", "diff", "2566", "2567", "--json").data
    assert data["not_comparable"] == ["IIT", "EIT"]
    assert "IIT, EIT" in cli("framework", "diff", "2566", "2567").said


def test_new_makes_a_draft_that_must_be_asked_for(cli, own, tmp_path):
    made = cli("framework", "new", "2570", "--from", "2568", "--frameworks", own)
    assert made.code == 0
    assert str(own / "2570") in made.said.replace(" ", "")
    known = cli("framework", "list", "--json", "--frameworks", own).data
    assert {year["fiscal_year"]: year["status"] for year in known}[2570] == "draft"
    sheet = tmp_path / "total.csv"
    sheet.write_text("code,year,score\nIIT,2570,80\nEIT,2570,80\nOIT,2570,90\n", encoding="utf-8")
    refused = cli("score", sheet, "--frameworks", own)
    assert refused.code == 2
    assert "--draft" in refused.err
    scored = cli("score", sheet, "--frameworks", own, "--draft", "--json")
    assert scored.data["total"]["computed"] == "84.00"


def test_nothing_of_a_new_year_is_confirmed(cli, own):
    cli("framework", "new", "2570", "--from", "2565", "--frameworks", own)
    for file in (own / "2570").iterdir():
        assert "confidence: confirmed" not in file.read_text(encoding="utf-8")
    assert "2570" in loaded(own / "2570" / "framework.yaml")["title"]["th"]
    assert cli("framework", "check", "2570", "--frameworks", own).code == 0


def test_a_year_there_is_already_is_not_made_anew(cli, own):
    assert cli("framework", "new", "2565", "--from", "2564", "--frameworks", own).code == 2
    words = ("framework", "new", "2570", "--from", "2565", "--frameworks", own)
    assert cli(*words).code == 0
    before = texts(own / "2570")
    assert cli(*words).code == 2
    assert texts(own / "2570") == before


@pytest.mark.parametrize("year", [1, 0, 99999, 2561])
def test_a_number_that_is_no_year_of_this_rule_is_not_made(cli, own, year):
    answer = cli("framework", "new", year, "--from", "2565", "--frameworks", own)
    assert answer.code == 2
    assert not own.exists() or not list(own.iterdir())


def test_a_new_year_needs_one_to_copy(cli, own):
    answer = cli("framework", "new", "2571", "--from", "2570", "--frameworks", own)
    assert answer.code == 2
    assert "2570" in answer.err


def test_new_may_be_kept_elsewhere(cli, tmp_path):
    there = tmp_path / "there"
    assert cli("framework", "new", "2570", "--from", "2565", "--to", there).code == 0
    assert (there / "2570" / "framework.yaml").exists()
    assert cli("framework", "show", "2570").code == 2
    assert cli("framework", "show", "2570", PRONGSAI_FRAMEWORKS=str(there)).code == 0
