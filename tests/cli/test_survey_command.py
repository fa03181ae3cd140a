"""`prongsai survey`: questions to put, and a file of answers counted."""

import json

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.languages import read_language, texts_of
from prongsai.core.surveys.questionnaire import questionnaire

EIT = questionnaire(Catalogue(), 2565, "EIT")


def answers(place):
    """One line that gives every question the same option, the last where it has fewer."""
    return [one.options[min(place, len(one.options) - 1)].th for one in EIT.asked]


@pytest.fixture
def file(tmp_path):
    lines = (EIT.codes, *(answers(place) for place in (0, 1, 2, 3, 3)))
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
    return path


def test_the_questions_say_that_it_is_a_rehearsal_and_of_which_year(cli):
    told = cli("survey", "questions", "--year", "2569", "--instrument", "eit")
    assert "ไม่ใช่การประเมินของ ป.ป.ช." in told.out
    assert "2565" in told.out
    data = json.loads(
        cli("survey", "questions", "--year", "2569", "--instrument", "EIT", "--json").out
    )
    assert [one["code"] for one in data["questions"]] == list(EIT.codes)
    assert (data["fiscal_year"], data["of_year"]) == (2569, 2565)


def test_a_file_is_counted(cli, file):
    args = ("survey", "tally", file, "--year", "2565", "--instrument", "EIT")
    told = cli(*args)
    assert told.code == 0
    assert "ผู้ตอบ 5 คน" in told.out
    data = json.loads(cli(*args, "--json").out)
    assert data["is_rehearsal"] is True
    # e2: 0, 33, 67, 100, 100; e4: yes is bad, the last answer is "no".
    assert (data["scores"]["e2"], data["scores"]["e4"]) == ("60.00", "80.00")
    assert data["respondents"] == 5
    assert data["span"]
    english = cli("--lang", "en", *args)
    assert "5 respondents" in english.out


def test_what_could_not_be_read_is_told_and_counts_as_an_error_where_asked(cli, file):
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("มากที่สุด", "สุดยอด"), encoding="utf-8")
    args = ("survey", "tally", file, "--year", "2565", "--instrument", "EIT")
    assert cli(*args).code == 0
    assert "สุดยอด" in cli(*args).out + cli(*args).err
    assert cli(*args, "--strict").code == 1


def test_a_file_of_something_else_and_an_instrument_without_questions(cli, tmp_path):
    other = tmp_path / "b.csv"
    other.write_text("ก,ข\n1,2\n", encoding="utf-8")
    args = ("survey", "tally", other, "--year", "2565", "--instrument")
    told = cli(*args, "EIT", "--json")
    assert told.code == 1
    data = json.loads(told.out)
    assert data["findings"][0]["code"] == "survey_no_questions"
    assert set(data["scores"].values()) == {None}
    assert cli(*args, "OIT").code == 2
    assert cli("survey", "questions", "--year", "2563", "--instrument", "IIT").code == 2


def test_a_table_of_counts_is_counted_and_checked(cli, tmp_path):
    options = list(dict.fromkeys(option.th for one in EIT.asked for option in one.options))
    lines = [["สำรวจเดือนมีนาคม 2566"], ["ข้อ", *options, "รวม"]]
    for one in EIT.asked:
        own = [option.th for option in one.options]
        lines.append([one.code, *("6" if option in own else "" for option in options)])
        lines[-1].append(str(6 * len(own)))
    path = tmp_path / "counts.csv"
    args = ("survey", "tally", path, "--year", "2565", "--instrument", "EIT")
    path.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    sound = json.loads(cli(*args, "--json").out)
    assert sound["missing"] == []
    assert {tuple(one["counts"]) for one in sound["questions"]} == {(6,) * n for n in (2, 4)}
    assert sound["scores"]["EIT"] is not None
    lines[2][-1] = "99"
    path.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    told = cli(*args)
    assert "รวมที่พิมพ์ 99" in told.out + told.err


def test_the_texts_are_printed_to_be_translated(cli):
    told = cli("survey", "questions", "--year", "2565", "--instrument", "EIT", "--texts")
    text = told.out.replace("language: xx", "language: my").replace("name: ''", "name: x")
    language, findings = read_language(text, "my.yaml")
    assert findings == ()
    assert language.lacks(EIT) == texts_of(EIT)
