"""`prongsai report check`: errors end with 1, a sound folder with 0."""

import json
import shutil

import pytest
import yaml


@pytest.fixture
def folder(tmp_path):
    """A copy of the example whose notes tell of every measure."""
    made = tmp_path / "case"
    shutil.copytree("examples/ban-song", made)
    write(made, [told(number) for number in range(1, 17)])
    return made


def told(number, **values):
    usual = {"measure": str(number), "on": "20 มีนาคม 2566", "percent": 40, "problem": "ไม่มี"}
    return usual | {"done": f"ดำเนินการเรื่องที่ {number} แล้ว"} | values


def write(folder, notes):
    (folder / "notes.yaml").write_text(yaml.safe_dump(notes, allow_unicode=True))


def codes(run):
    return {one["code"] for one in json.loads(run.out)["findings"] if one["severity"] == "error"}


def test_a_report_without_faults_ends_with_nothing(cli, folder):
    run = cli("report", "check", folder, "--json")
    assert (run.code, codes(run)) == (0, set())
    found = json.loads(run.out)
    assert (found["months"], found["measures"], found["filled"]) == (6, 16, 16)


def test_a_plan_in_the_place_of_a_result_ends_with_one(cli, folder):
    notes = [told(number) for number in range(1, 17)]
    write(folder, [*notes[:-1], told(16, done="ควรมีช่องทางแจ้งเบาะแส")])
    run = cli("report", "check", folder, "--json")
    assert (run.code, codes(run)) == (1, {"result_is_plan"})
    assert "ควรมีช่องทาง" in cli("report", "check", folder).out


def test_the_whole_year_asks_for_more(cli, folder):
    write(folder, [told(number, percent=100) for number in range(1, 17)])
    assert codes(cli("report", "check", folder, "--json")) == set()
    run = cli("report", "check", folder, "--months", "12", "--json")
    assert codes(run) == {"done_without_evidence"}


def test_without_notes_it_says_what_to_add(cli, folder):
    (folder / "notes.yaml").unlink()
    run = cli("report", "check", folder)
    assert run.code == 2
    assert "notes.yaml" in run.err
