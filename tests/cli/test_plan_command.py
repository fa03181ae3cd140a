"""`prongsai plan`: drafted, edited, drafted again, checked; nothing stored is ever lost."""

import json
import re

import openpyxl
import pytest
import yaml

AGENCY = "เทศบาลตำบลตัวอย่าง"
FIRST = 9
COLUMNS = {"key": 1, "number": 2, "title": 4, "steps": 5, "unit": 6, "start": 8, "due": 9,
           "budget": 13, "items": 14}  # fmt: skip


@pytest.fixture
def drafted(cli, example, tmp_path):
    """The example's plan."""
    path = tmp_path / "plan.xlsx"
    assert cli("plan", example, "-o", path, "--agency", AGENCY).code == 0
    return path


def edit(path, change):
    """The workbook changed by a function of its measures' sheet."""
    book = openpyxl.load_workbook(path)
    change(book["แผนมาตรการ"])
    book.save(path)
    return path


def cell(path, row, **values):
    """The workbook with cells of one measure changed; rows count from 0."""

    def change(sheet):
        for name, value in values.items():
            sheet.cell(FIRST + row, COLUMNS[name]).value = value

    return edit(path, change)


def shown(cli, path):
    return cli("plan", "show", path, "--json").data


def codes(answer):
    return [finding["code"] for finding in answer.data["findings"]]


def test_every_weak_point_of_the_example_is_answered(cli, drafted, example):
    answer = cli("plan", "check", drafted, example, "--json")
    assert answer.code == 0
    assert answer.data["points"] == {
        "all": 15, "answered": 15, "reasoned": 0, "general": 0, "open": 0,
    }  # fmt: skip
    assert (answer.data["fiscal_year"], answer.data["score_year"]) == (2566, 2565)
    assert sum(answer.data["measures_by_unit"].values()) == answer.data["measures"]
    assert codes(answer) == ["budget_to_be_set", "not_approved"]
    told = cli("plan", "check", drafted, example)
    assert told.code == 0
    assert "จุดอ่อนและข้อเสนอแนะ 15: มีมาตรการ 15" in told.said


@pytest.mark.parametrize("how", [("draft",), ("--lang", "en"), ("--json",), ("--target", "85")])
def test_the_words_of_the_draft_may_stand_anywhere(cli, example, tmp_path, how):
    path = tmp_path / "plan.xlsx"
    assert cli("plan", *how, example, "-o", path).code == 0
    again = cli("plan", "-o", tmp_path / "other.xlsx", *how[:0], example)
    assert again.code == 0
    assert path.is_file()


def test_drafting_again_changes_nothing(cli, drafted, example):
    before = drafted.read_bytes()
    answer = cli("plan", example, "-o", drafted)
    assert answer.code == 0
    assert drafted.read_bytes() == before
    assert [file.name for file in drafted.parent.iterdir()] == [drafted.name]


def test_what_the_officer_edited_survives(cli, drafted, example):
    def change(sheet):
        sheet.cell(FIRST, COLUMNS["unit"]).value = "กองใหม่"
        sheet.cell(FIRST, COLUMNS["steps"]).value = "๑. ขั้นแรก\n๒. ขั้นที่สอง"
        sheet.cell(FIRST - 1, 16).value = "ผลการดำเนินการ"
        last = sheet.max_row + 1
        sheet.cell(last, COLUMNS["title"]).value = "มาตรการของเราเอง"
        sheet.cell(last, COLUMNS["items"]).value = "ข้อ ๐๔๒"
        sheet.delete_rows(FIRST + 1)

    gone = shown(cli, drafted)["measures"][1]["key"]
    edited = edit(drafted, change).read_bytes()
    answer = cli("plan", example, "-o", drafted, "--target", "90")
    assert answer.code == 0
    plan = shown(cli, drafted)
    first, own = plan["measures"][0], next(m for m in plan["measures"] if m["key"] == "own-1")
    assert (first["unit"], first["steps"]) == ("กองใหม่", ["ขั้นแรก", "ขั้นที่สอง"])
    assert (own["title"], own["items"]) == ("มาตรการของเราเอง", ["o42"])
    assert gone not in [measure["key"] for measure in plan["measures"]]
    assert plan["target"] == "90"
    assert len(plan["points"]) > 15
    assert plan["agency"] == AGENCY
    headings = [c.value for c in openpyxl.load_workbook(drafted)["แผนมาตรการ"][FIRST - 1]]
    assert headings[-1] == "ผลการดำเนินการ"
    assert drafted.with_name("plan.xlsx.bak").read_bytes() == edited
    checked = cli("plan", "check", drafted, example, "--json")
    assert checked.code == 1
    assert "uncovered_weak_point" in codes(checked)


def test_yaml_holds_the_same_plan(cli, drafted, example, tmp_path):
    path = tmp_path / "plan.yaml"
    assert cli("plan", example, "-o", path, "--agency", AGENCY).code == 0
    assert shown(cli, path) == shown(cli, drafted)
    text = path.read_text(encoding="utf-8")
    assert AGENCY in text
    path.write_text(text.replace("unit: กองคลัง\n", "unit: กองใหม่\n"), encoding="utf-8")
    assert cli("plan", example, "-o", path, "--target", "90").code == 0
    units = [measure["unit"] for measure in yaml.safe_load(path.read_text("utf-8"))["measures"]]
    assert "กองใหม่" in units


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"unit": None}, "measure_without_unit"),
        ({"items": None}, "measure_without_item"),
        ({"items": "i7, ทุกข้อ"}, "unknown_item_code"),
        ({"due": "กันยายน 2567"}, "date_outside_year"),
        ({"due": "เร็ว ๆ นี้"}, "unreadable_date"),
        ({"start": "มีนาคม 2566", "due": "ตุลาคม 2565"}, "due_before_start"),
    ],
)
@pytest.mark.few(3)
def test_a_fault_is_told_with_its_row(cli, drafted, example, values, code):
    answer = cli("plan", "check", cell(drafted, 0, **values), example, "--json")
    assert answer.code == 1
    finding = next(one for one in answer.data["findings"] if one["code"] == code)
    assert finding["severity"] == "error"
    assert finding["places"][0]["row"] == FIRST
    assert finding["places"][0]["sheet"] == "แผนมาตรการ"
    words = cli("plan", "check", drafted, example)
    assert words.code == 1
    assert f"แถว {FIRST}" in words.said


def test_warnings_count_where_they_are_asked_to(cli, drafted, example):
    cell(drafted, 0, budget=None)
    assert cli("plan", "check", drafted, example).code == 0
    assert cli("plan", "check", drafted, example, "--strict").code == 1


def test_without_scores_the_plans_own_points_are_checked(cli, drafted):
    answer = cli("plan", "check", drafted, "--json")
    assert answer.code == 0
    assert "checked_without_scores" in codes(answer)
    cell(drafted, 0, items=None)
    assert "uncovered_weak_point" in codes(cli("plan", "check", drafted, "--json"))


def test_the_year_of_the_plan_is_taken_from_a_file_of_several(cli, example, tmp_path):
    path = tmp_path / "plan.xlsx"
    assert cli("plan", example, "-o", path, "--year", "2564").code == 0
    assert shown(cli, path)["score_year"] == 2564
    assert "wrong_year" not in codes(cli("plan", "check", path, example, "--json"))
    other = cli("plan", "check", path, example, "--year", "2565", "--json")
    assert other.code == 1
    assert "wrong_year" in codes(other)


@pytest.mark.long
def test_many_faults_of_one_kind_are_told_in_short(cli, drafted, example, tmp_path):
    plan = shown(cli, drafted)
    del plan["findings"]
    one = plan["measures"][0] | {"unit": ""}
    plan["measures"] = [one | {"key": f"own-{n}", "number": str(n)} for n in range(200)]
    path = tmp_path / "many.yaml"
    path.write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    answer = cli("plan", "check", path, example)
    assert answer.code == 1
    assert answer.said.count("มาตรการไม่มีหน่วยงานรับผิดชอบ") == 10
    assert "อีก 190 แห่ง" in answer.said
    assert codes(cli("plan", "check", path, example, "--json")).count("measure_without_unit") == 200


@pytest.mark.parametrize("content", [b"my file", b"PK\x03\x04 broken", "รายงาน".encode()])
def test_a_file_that_is_no_plan_is_left_alone(cli, example, tmp_path, content):
    path = tmp_path / "report.xlsx"
    path.write_bytes(content)
    answer = cli("plan", example, "-o", path)
    assert answer.code == 2
    assert "ไม่ได้เขียนทับ" in answer.err
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["report.xlsx"]


def test_an_empty_file_may_be_written_over(cli, example, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.touch()
    assert cli("plan", example, "-o", path).code == 0
    assert path.stat().st_size


def copied_row(sheet):
    for column in range(1, 16):
        sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(FIRST, column).value


def wrong_year(sheet):
    sheet["D3"] = "ปีหน้า"


@pytest.mark.parametrize(
    ("change", "code"), [(copied_row, "duplicate_key"), (wrong_year, "unreadable_year")]
)
def test_a_plan_that_cannot_be_read_whole_is_not_written_over(cli, drafted, example, change, code):
    before = edit(drafted, change).read_bytes()
    answer = cli("plan", example, "-o", drafted, "--json")
    assert answer.code == 1
    assert code in codes(answer)
    assert "ไม่ได้แก้" in answer.err
    assert drafted.read_bytes() == before


def test_bad_scores_leave_the_plan_as_it_was(cli, drafted, tmp_path):
    before = drafted.read_bytes()
    assert cli("plan", tmp_path / "none.csv", "-o", drafted).code == 2
    scores = tmp_path / "scores.csv"
    scores.write_text("ไม่มีคะแนน\n", encoding="utf-8")
    assert cli("plan", scores, "-o", drafted).code == 2
    assert drafted.read_bytes() == before


def test_scores_of_another_year_are_refused(cli, drafted, example, tmp_path):
    before = drafted.read_bytes()
    answer = cli("plan", example, "-o", drafted, "--year", "2564")
    assert answer.code == 2
    assert "2564" in answer.err
    assert drafted.read_bytes() == before
    del tmp_path


def test_a_plan_without_its_years_is_taken_for_one_of_these_scores(cli, example, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("ลำดับ,มาตรการ,ผู้รับผิดชอบ,ข้อที่ตอบ\n1,ของเราเอง,กองคลัง,i7\n", encoding="utf-8")
    checked = cli("plan", "check", path, example, "--json")
    assert "plan_without_year" in codes(checked)
    book = openpyxl.Workbook()
    for row in path.read_text(encoding="utf-8").splitlines():
        book.active.append(row.split(","))
    sheet = tmp_path / "own.xlsx"
    book.save(sheet)
    assert cli("plan", example, "-o", sheet).code == 0
    plan = shown(cli, sheet)
    assert (plan["fiscal_year"], plan["score_year"]) == (2566, 2565)
    assert plan["measures"][0]["title"] == "ของเราเอง"
    assert len(plan["points"]) == 15


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--target", "สูง"), "--target"),
        (("--target", "0"), "--target"),
        (("--target", "101"), "--target"),
        (("--target", "nan"), "--target"),
        (("--not-before", "พรุ่งนี้"), "--not-before"),
        (("--nonsense",), "--nonsense"),
    ],
)
def test_what_cannot_be_asked(cli, example, tmp_path, options, word):
    path = tmp_path / "plan.xlsx"
    answer = cli("plan", example, "-o", path, *options)
    assert answer.code == 2
    assert word in answer.err
    assert "ทำต่อ" in answer.err
    assert not path.exists()


@pytest.mark.parametrize("name", ["plan.docx", "plan", "plan.csv", "plan.pdf"])
def test_only_workbooks_and_yaml_are_written(cli, example, tmp_path, name):
    answer = cli("plan", example, "-o", tmp_path / name)
    assert answer.code == 2
    assert ".xlsx" in answer.err
    assert not list(tmp_path.iterdir())


def test_no_work_begins_before_the_day_asked_for(cli, example, tmp_path):
    path = tmp_path / "plan.xlsx"
    assert cli("plan", example, "-o", path, "--not-before", "15 ม.ค. 66").code == 0
    starts = {measure["start"] for measure in shown(cli, path)["measures"]}
    assert starts
    assert not {start for start in starts if start.endswith("2565")}


def test_items_to_improve_are_answered_where_asked(cli, example, tmp_path):
    path = tmp_path / "plan.xlsx"
    answer = cli("plan", example, "-o", path, "--keep-improving", "--json")
    assert answer.code == 0
    assert len(shown(cli, path)["points"]) > 15
    assert codes(cli("plan", "check", path, example, "--json")) == [
        "plan_without_agency",
        "budget_to_be_set",
        "not_approved",
    ]


def test_show_lists_measures_by_group(cli, drafted):
    answer = cli("plan", "show", drafted)
    assert answer.code == 0
    plan = shown(cli, drafted)
    assert plan["measures"][0]["group"] in answer.out
    assert plan["measures"][0]["items"][0] in answer.out


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_plan_that_is_none_is_refused(cli, example, tmp_path, command):
    answer = cli("plan", command, tmp_path / "none.xlsx")
    assert answer.code == 2
    no_plan = cli("plan", command, example)
    assert no_plan.code == 2
    assert "มาตรการ" in no_plan.err


@pytest.mark.parametrize("language", ["th", "en"])
def test_help_tells_the_three_ways(cli, language):
    help_text = cli("plan", "--help", "--lang", language).out
    assert "[draft] FILE -o PLAN" in help_text
    for name in ("draft", "check", "show"):
        assert re.search(rf"^\s+{name}\s", help_text, re.MULTILINE)
    assert cli("plan").out == cli("plan", "--help").out


def test_json_is_all_that_stands_on_the_output(cli, example, tmp_path):
    answer = cli("plan", example, "-o", tmp_path / "plan.xlsx", "--json")
    document = json.loads(answer.out)
    assert document["plan"].endswith("plan.xlsx")
    assert "เขียน" in answer.err


@pytest.mark.parametrize(
    ("year", "target", "is_official"),
    [(2568, "85", True), (2568, "90", False), (2569, "85", False)],
)
def test_a_target_that_no_rule_names_is_the_agencys_own(cli, tmp_path, year, target, is_official):
    scores, plan = tmp_path / "scores.csv", tmp_path / "plan.yaml"
    scores.write_text("code,score\nIIT,88.12\nEIT,79.40\nOIT,93.44\n")
    asked = ("--year", year, "--draft")
    english = {"PRONGSAI_LANG": "en"}
    made = cli("plan", scores, *asked, "-o", plan, "--target", target, **english)
    checked = cli("plan", "check", plan, scores, *asked, **english)
    shown = cli("plan", "show", plan, **english)
    for told in (made, checked, shown):
        assert f"target {target}" in told.out
        assert (f"target {target} (the agency's own)" in told.out) is not is_official
    assert cli("plan", "check", plan, "--json").data["target_is_official"] is is_official


@pytest.mark.parametrize(("number", "count"), [(0, 26), (1, 8), (2, 4), (3, 8), (4, 3)])
def test_the_measures_of_a_document_by_two_names(cli, shared, number, count):
    path = shared / f"mission/seeds/00{number}.txt"
    read = cli("read-plan", path, "--json")
    assert read.code == 0
    assert len(read.data["measures"]) == count
    assert read.data == shown(cli, path)
    assert str(count) in cli("read-plan", path, "--lang", "en").out
