"""`prongsai read eval`: labels against what is read, counted by outcome and by kind of file."""

import pytest

SHEET = "code,year,score\nIIT,2566,93.10\nEIT,2566,88.20\nOIT,2566,95.00\n"
LABEL = 'figures: {2566: {IIT: "93.10", EIT: "88.20", OIT: "95.00"}}\n'
NONE = {"told": 0, "in_silence": 0}


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
    assert answer.data["sum"] == {
        "files": 1,
        "right": 3,
        "wrong": NONE,
        "missed": NONE,
        "invented": NONE,
    }
    assert answer.data["files"][0]["not_right"] == []


def test_a_wrong_figure_in_silence_ends_with_1_and_names_both_values(cli, labelled):
    folder = labelled(SHEET, LABEL.replace("88.20", "87.20"))
    answer = cli("read", "eval", folder, "--json")
    assert answer.code == 1
    assert answer.data["sum"]["wrong"] == {"told": 0, "in_silence": 1}
    (fault,) = answer.data["files"][0]["not_right"]
    assert (fault["outcome"], fault["year"], fault["code"]) == ("wrong", 2566, "EIT")
    assert (fault["labelled"], fault["read"]) == ("87.20", "88.20")
    assert fault["place"]["line"] == 3
    said = cli("read", "eval", folder, "--lang", "en").said
    assert "sheet.csv: wrong 2566 EIT: label 87.20, read 88.20" in said


def test_an_invented_figure_in_silence_ends_with_1(cli, labelled):
    folder = labelled(SHEET, LABEL.replace(', OIT: "95.00"', ""))
    answer = cli("read", "eval", folder, "--json")
    assert answer.code == 1
    assert answer.data["sum"]["invented"] == {"told": 0, "in_silence": 1}
    assert answer.data["sum"]["right"] == 2


def test_a_figure_of_another_year_is_missed_there_and_invented_here(cli, labelled):
    counts = summed(cli, labelled(SHEET, LABEL.replace("2566", "2565")))
    assert counts["missed"] == {"told": 0, "in_silence": 3}
    assert counts["invented"] == {"told": 0, "in_silence": 3}


def test_figures_told_to_be_of_no_known_year_are_missed_and_told(cli, labelled):
    document = "code,score\nIIT,93.10\nEIT,88.20\nOIT,95.00\no1,100\n"
    counts = summed(cli, labelled(document, LABEL))
    assert counts["missed"] == {"told": 3, "in_silence": 0}
    # o1, which the label has not: it is named as of no known year too.
    assert counts["invented"] == {"told": 1, "in_silence": 0}


def test_a_missed_figure_counts_as_told_only_where_a_finding_names_it(cli, labelled):
    label = 'figures: {2566: {IIT: "93.10", EIT: "88.20", OIT: "95.00", "4": "90.00", o1: "100"}}\n'
    document = f"{SHEET}o1,2566,101\n"
    answer = cli("read", "eval", labelled(document, label), "--json")
    assert answer.code == 0
    assert answer.data["sum"]["missed"] == {"told": 1, "in_silence": 1}
    told = {one["code"]: one["told"] for one in answer.data["files"][0]["not_right"]}
    assert told == {"o1": True, "4": False}


def test_a_second_value_in_a_table_leaves_none_and_is_told(cli, labelled):
    counts = summed(cli, labelled(f"{SHEET}EIT,2566,70.00\n", LABEL))
    assert (counts["right"], counts["missed"]) == (2, {"told": 1, "in_silence": 0})
    assert counts["invented"] == counts["wrong"] == NONE


SAID = "<table>{rows}</table><p>ผลการประเมิน ITA ปี 2566 แบบวัด EIT ได้ 70.00 คะแนน</p>"
TWICE = SAID.format(
    rows="".join(
        f"<tr><td>{'</td><td>'.join(line.split(','))}</td></tr>" for line in SHEET.splitlines()
    )
)


def test_a_second_value_that_is_reported_is_invented_but_told(cli, labelled):
    counts = summed(cli, labelled(TWICE, LABEL, "sheet.html"))
    assert counts["invented"] == {"told": 1, "in_silence": 0}
    also = "contradictions: [{code: EIT, year: 2566, printed: ['88.20', '70.00']}]\n"
    assert summed(cli, labelled(TWICE, LABEL + also, "sheet.html"))["invented"] == NONE


def test_a_number_that_is_no_score_is_never_excused_by_a_finding(cli, labelled):
    folder = labelled(TWICE, f'{LABEL}never: "70.00"\n', "sheet.html")
    assert summed(cli, folder)["invented"] == {"told": 0, "in_silence": 1}


def test_a_finding_excuses_no_number_that_is_no_score(cli, labelled):
    label = LABEL.replace("88.20", "70.00")  # both are reported; the table's stands
    counts = summed(cli, labelled(TWICE, label, "sheet.html"))
    assert counts["wrong"] == {"told": 1, "in_silence": 0}
    never = labelled(TWICE, f'{label}never: "88.20"\n', "sheet.html")
    assert summed(cli, never)["wrong"] == {"told": 0, "in_silence": 1}


def test_what_must_be_told_is_missed_in_silence_where_nothing_names_it(cli, labelled):
    label = f"year: 2566\n{LABEL}not_read: {{codes: o1 o2, why: no number stands there}}\n"
    counts = summed(cli, labelled(f"{SHEET}o1,2566,101\n", label))
    assert counts["missed"] == {"told": 1, "in_silence": 1}


def test_a_refused_file_has_told_why_it_was_not_read(cli, labelled):
    answer = cli("read", "eval", labelled("%PDF-1.4 broken", LABEL, "sheet.pdf"), "--json")
    assert answer.code == 0
    assert answer.data["sum"]["missed"] == {"told": 3, "in_silence": 0}
    assert [*answer.data["kinds"]] == ["pdf"]


def test_a_year_without_rules_refuses_its_file_and_no_other(cli, labelled):
    labelled(SHEET, LABEL)
    folder = labelled(SHEET, f"give: {{year: 2551}}\n{LABEL}", "old.csv")
    counts = summed(cli, folder)
    assert (counts["right"], counts["missed"]) == (3, {"told": 3, "in_silence": 0})


def test_levels_count_where_the_label_has_them(cli, labelled):
    prose = "ผลการประเมิน ITA ปี 2566 ได้คะแนนรวม 88.47 คะแนน ระดับ ผ่าน\n"
    label = 'figures: {2566: {total: "88.47"}}\n'
    right = labelled(prose, f"{label}ratings: {{2566: pass}}\n", "level.txt")
    assert summed(cli, right)["right"] == 2
    wrong = labelled(prose, f"{label}ratings: {{2566: good}}\n", "level.txt")
    assert summed(cli, wrong)["wrong"] == {"told": 0, "in_silence": 1}
    invented = labelled(prose, f"{label}ratings: {{}}\n", "level.txt")
    assert summed(cli, invented)["invented"] == {"told": 0, "in_silence": 1}
    assert summed(cli, labelled(prose, label, "level.txt"))["right"] == 1


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
