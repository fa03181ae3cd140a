"""`prongsai read eval`: labels against what is read, counted by outcome and by kind of file."""

import pytest

SHEET = "code,year,score\nIIT,2566,93.10\nEIT,2566,88.20\nOIT,2566,95.00\n"
LABEL = 'figures: {2566: {IIT: "93.10", EIT: "88.20", OIT: "95.00"}}\n'
NOTHING = {"candidate": 0, "wrong": 0, "missed": 0, "invented": 0, "false_candidate": 0}
PROSE = "ผลการประเมิน ITA ปี 2567 เทศบาลตำบลสุขสมมุติ คือ 90.22 สูงกว่าปี 2566 ซึ่งได้ 89.66\n"


@pytest.fixture
def labelled(tmp_path):
    """Puts a document and its label into a folder; returns the folder."""

    def put(document, label, name="sheet.csv"):
        path = tmp_path / "labelled" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(document, encoding="utf-8")
        path.with_suffix(".yaml").write_text(label, encoding="utf-8")
        return path.parent

    return put


def summed(cli, folder):
    """The sum over a folder."""
    return cli("read", "eval", folder, "--json").data["sum"]


def test_a_sheet_read_as_labelled_is_right_and_ends_with_0(cli, labelled):
    folder = labelled(SHEET, LABEL)
    answer = cli("read", "eval", folder, "--json")
    assert answer.code == 0
    assert answer.data["sum"] == {"files": 1, "right": 3, **NOTHING}
    assert answer.data["files"][0]["not_right"] == []


def test_a_figure_that_a_person_may_take_is_a_candidate_and_ends_with_0(cli, labelled):
    folder = labelled(PROSE, "figures: {2567: total=90.22, 2566: total=89.66}\n", "a.txt")
    answer = cli("read", "eval", folder, "--json")
    assert answer.code == 0
    assert answer.data["sum"] == {"files": 1, "right": 0, **NOTHING, "candidate": 2}
    assert "a.txt" not in cli("read", "eval", folder).said


def test_a_candidate_of_another_value_is_false_and_the_figure_missed(cli, labelled):
    folder = labelled(PROSE, "figures: {2567: total=90.23, 2566: total=89.66}\n", "a.txt")
    answer = cli("read", "eval", folder, "--json", "--lang", "en")
    assert answer.code == 0
    assert answer.data["sum"] == {
        "files": 1,
        "right": 0,
        **NOTHING,
        "candidate": 1,
        "missed": 1,
        "false_candidate": 1,
    }
    said = cli("read", "eval", folder, "--lang", "en").said
    assert "a.txt: missed 2567 total: label 90.23, read –" in said


def test_a_wrong_figure_ends_with_1_and_names_both_values(cli, labelled):
    folder = labelled(SHEET, LABEL.replace("88.20", "87.20"))
    answer = cli("read", "eval", folder, "--json")
    assert answer.code == 1
    assert answer.data["sum"]["wrong"] == 1
    (fault,) = answer.data["files"][0]["not_right"]
    assert (fault["outcome"], fault["year"], fault["code"]) == ("wrong", 2566, "EIT")
    assert (fault["labelled"], fault["read"]) == ("87.20", "88.20")
    assert fault["place"]["line"] == 3
    said = cli("read", "eval", folder, "--lang", "en").said
    assert "sheet.csv: wrong 2566 EIT: label 87.20, read 88.20" in said


def test_an_invented_figure_ends_with_1(cli, labelled):
    folder = labelled(SHEET, LABEL.replace(', OIT: "95.00"', ""))
    answer = cli("read", "eval", folder, "--json")
    assert answer.code == 1
    assert answer.data["sum"]["invented"] == 1
    assert answer.data["sum"]["right"] == 2


def test_a_figure_of_another_year_is_missed_there_and_invented_here(cli, labelled):
    counts = summed(cli, labelled(SHEET, LABEL.replace("2566", "2565")))
    assert counts["missed"] == 3
    assert counts["invented"] == 3


def test_a_refused_file_has_told_why_it_was_not_read(cli, labelled):
    answer = cli("read", "eval", labelled("%PDF-1.4 broken", LABEL, "sheet.pdf"), "--json")
    assert answer.code == 0
    assert answer.data["sum"]["missed"] == 3
    assert answer.data["files"][0]["refused"] is True
    said = cli("read", "eval", labelled("%PDF-1.4 broken", LABEL, "sheet.pdf"), "--lang", "en").said
    assert said.endswith("sheet.pdf: refused as a whole")
    assert [*answer.data["kinds"]] == ["pdf"]


def test_a_year_without_rules_refuses_its_file_and_no_other(cli, labelled):
    labelled(SHEET, LABEL)
    folder = labelled(SHEET, f"give: {{year: 2551}}\n{LABEL}", "old.csv")
    counts = summed(cli, folder)
    assert (counts["right"], counts["missed"]) == (3, 3)


def test_levels_count_where_the_label_has_them(cli, labelled):
    levels = summed(cli, labelled(SHEET, f"{LABEL}ratings: {{2566: pass}}\n"))
    assert (levels["right"], levels["missed"]) == (3, 1)
    assert summed(cli, labelled(SHEET, LABEL))["missed"] == 0


def test_kinds_are_counted_apart_and_add_up(cli, labelled):
    labelled(SHEET, LABEL)
    data = cli("read", "eval", labelled(SHEET.replace(",", "\t"), LABEL, "b.txt"), "--json").data
    assert {kind: counts["files"] for kind, counts in data["kinds"].items()} == {
        "delimited": 1,
        "text": 1,
    }
    assert data["sum"]["right"] == sum(counts["right"] for counts in data["kinds"].values()) == 6


def test_the_agency_of_a_label_is_given_to_the_reader(cli, labelled):
    rows = "หน่วยงาน,IIT,EIT,OIT,คะแนนรวม\nเทศบาลตำบลสุขสมมุติ,90.10,91.20,92.30,91.31\n"
    rows += "เทศบาลตำบลแสนจำลอง,80.10,81.20,82.30,81.31\n"
    label = "give: {agency: เทศบาลตำบลแสนจำลอง, year: 2566}\n"
    label += "figures: {2566: total=81.31 IIT=80.10 EIT=81.20 OIT=82.30}\n"
    assert summed(cli, labelled(rows, label))["right"] == 4


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("year: 2566\n", "figures"),
        ("figures: {}\nfigurs: {}\n", "figurs"),
        ("figures: {2566: {ind99: '1'}}\n", "ind99"),
        ("figures: {2566: {IIT: ninety}}\n", "ninety"),
        ("figures: {last year: {IIT: '90'}}\n", "last year"),
        ("figures: {2566: [90]}\n", "2566"),
        ("figures: {}\ngive: {level: AA}\n", "give"),
        ("figures: {}\ngive: {year: last}\n", "last"),
        ("figures: {}\nratings: good\n", "good"),
        ("figures: {}\ncontradictions: [{code: EIT}]\n", "EIT"),
        ("figures: [\n", "YAML"),
    ],
)
def test_a_wrong_label_is_refused_by_its_name(cli, labelled, label, said):
    answer = cli("read", "eval", labelled(SHEET, label), "--lang", "en")
    assert answer.code == 2
    assert "sheet.yaml" in answer.err
    assert said in answer.err


def test_a_label_without_a_document_is_refused(cli, labelled):
    folder = labelled(SHEET, LABEL)
    (folder / "sheet.csv").unlink()
    assert cli("read", "eval", folder).code == 2


def test_a_folder_without_labels_is_no_success(cli, tmp_path):
    assert cli("read", "eval", tmp_path).code == 2
    assert cli("read", "eval", tmp_path / "nowhere").code == 2


def test_a_file_is_still_read_without_a_commands_name(cli, example):
    plain, named = cli("read", example, "--json"), cli("read", "file", example, "--json")
    assert plain.data == named.data
    assert cli("read", "--json", example).data == plain.data


def test_the_help_of_reading_shows_its_options_and_both_commands(cli):
    said = cli("read", "--help", "--lang", "en").said
    assert "--agency NAME" in said
    assert "--output FILE" in said
    assert "eval FOLDER" in said
