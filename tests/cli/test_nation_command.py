import csv
import json
import random
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from tests.cli.conftest import ROOT

from prongsai.cli.nation_files import whole_folder
from prongsai.core.errors import UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.tally import tally
from prongsai.readers.nation_sql import open_duckdb

CATALOGUE = Catalogue()
SURVEYS = {name: questionnaire(CATALOGUE, 2565, name) for name in ("IIT", "EIT")}
DISCLOSED = [item.code for item in CATALOGUE.get(2565).instruments[2].items]
AGENCIES = ("0001", "0002", "0003")
RESPONDENTS = {"0001": 7, "0002": 40, "0003": 3}


class Nation:
    """Files of a small nation, drawn with a seed; a test spoils what it is about."""

    def __init__(self, folder, seed=1, *, gaps=0.1):
        chance = random.Random(seed)  # noqa: S311 - made data
        self.folder = folder
        self.rows = {
            name: [
                {
                    "agency": agency,
                    "respondent": f"{agency}-{number}",
                    **{
                        one.code: ""
                        if chance.random() < gaps and number
                        else str(chance.randint(1, len(one.options)))
                        for one in survey.asked
                    },
                }
                for agency in AGENCIES
                for number in range(RESPONDENTS[agency])
            ]
            for name, survey in SURVEYS.items()
        }
        self.agencies = [
            {
                "agency": agency,
                "name": f"เทศบาลตำบลสมมติ {agency}",
                "province": f"จังหวัด/{agency[-1]}",
                "kind": "เทศบาลตำบล",
                "staff": "30",
                **{code: str(chance.choice((0, 100))) for code in DISCLOSED},
            }
            for agency in AGENCIES
        ]

    def files(self, form="csv"):
        files = [self.folder / f"{name}.csv" for name in ("iit", "eit", "oit")]
        for path, rows in zip(files, (*self.rows.values(), self.agencies), strict=True):
            write(path, rows)
        if form == "csv":
            return files
        return [*map(as_parquet, files[:2]), files[2]]

    def arguments(self, *more, form="csv"):
        iit, eit, oit = self.files(form)
        out = self.folder / "out"
        return (
            "nation", "score", iit, eit, "--framework", 2565, "--oit", oit, "-o", out,
            "--lang", "en", *more,
        )  # fmt: skip


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_parquet(path):
    """The same file as other programs write it: an answer as a number, or as a float with gaps."""
    target = path.with_suffix(".parquet")
    duckdb.execute(
        f"COPY (SELECT * FROM read_csv('{path}', types = {{'agency': 'VARCHAR'}}))"
        f" TO '{target}' (FORMAT parquet)"
    )
    return target


def scores(folder):
    with (folder / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["agency"]: row for row in csv.DictReader(file)}


@pytest.fixture
def nation(tmp_path):
    return Nation(tmp_path)


@pytest.fixture(scope="module")
def scored(cli, tmp_path_factory):
    nation = Nation(tmp_path_factory.mktemp("nation"))
    answer = cli(*nation.arguments("--report", "--provinces"))
    assert answer.code == 0, answer.said
    return nation


@pytest.mark.long
def test_every_file_is_there_and_no_half_folder(scored):
    files = {path.name for path in (scored.folder / "out").rglob("*") if path.is_file()}
    assert files == {
        "scores.csv", "scores.parquet", "counts.csv", "report.pdf", "manifest.json",
        "จังหวัด_1.xlsx", "จังหวัด_2.xlsx", "จังหวัด_3.xlsx",
    }  # fmt: skip
    assert not list(scored.folder.glob(".*"))
    manifest = json.loads((scored.folder / "out" / "manifest.json").read_text("utf-8"))
    assert [part["holds"] for part in manifest["inputs"]] == ["OIT", "IIT", "EIT"]
    assert files - {"manifest.json"} == {name.split("/")[-1] for name in manifest["outputs"]}


def test_what_is_not_asked_for_is_not_drawn(cli, nation):
    assert cli(*nation.arguments()).code == 0
    files = {path.name for path in (nation.folder / "out").iterdir()}
    assert files == {"scores.csv", "scores.parquet", "counts.csv", "manifest.json"}


@pytest.mark.parametrize("agency", AGENCIES)
def test_an_agency_has_the_scores_of_its_own_tally(scored, agency):
    row = scores(scored.folder / "out")[agency]
    framework = CATALOGUE.get(2565)
    whole = Fraction(0)
    for name, survey in SURVEYS.items():
        answers = [
            {one.code: int(cells[one.code]) - 1 for one in survey.asked if cells[one.code]}
            for cells in scored.rows[name]
            if cells["agency"] == agency
        ]
        counted = tally(survey, answers)
        for code, score in counted.scores.items():
            assert abs(Fraction(row[code]) - score) <= Fraction(1, 200), code
        whole += counted.score * dict(framework.tree["total"].children)[name]
    own = next(cells for cells in scored.agencies if cells["agency"] == agency)
    disclosed = framework.exact_scores({code: Fraction(own[code]) for code in DISCLOSED}, "OIT")
    whole += disclosed["OIT"] * dict(framework.tree["total"].children)["OIT"]
    assert Fraction(row["total_exact"]) == whole


def test_the_program_of_the_docs_computes_a_total_from_manifest_and_counts(scored):
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    names = {}
    exec(page.partition("```python\n")[2].partition("```")[0], names)  # noqa: S102 - our own page
    table = scores(scored.folder / "out")
    for cells in scored.agencies:
        disclosed = {code: int(cells[code]) for code in DISCLOSED}
        total = names["total"](scored.folder / "out", cells["agency"], disclosed)
        assert total == Fraction(table[cells["agency"]]["total_exact"])


@pytest.mark.long
def test_parquet_gives_what_csv_gives_byte_for_byte(cli, scored, tmp_path):
    again = Nation(tmp_path)
    assert cli(*again.arguments(form="parquet")).code == 0
    for name in ("scores.csv", "counts.csv"):
        first, second = (one.folder / "out" / name for one in (scored, again))
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.long
def test_files_in_parts_and_another_order_give_the_same(cli, scored, tmp_path):
    nation = Nation(tmp_path)
    _, eit, oit = nation.files()
    rows = nation.rows["IIT"][::-1]
    parts = [write(tmp_path / f"part{n}.csv", rows[n::2]) for n in range(2)]
    out = tmp_path / "out"
    code = cli("nation", "score", *parts, eit, "--framework", 2565, "--oit", oit, "-o", out).code
    assert code == 0
    assert (out / "scores.csv").read_bytes() == (scored.folder / "out/scores.csv").read_bytes()


@pytest.mark.parametrize(("limit", "value"), [("_BITS", 13), ("_ROOM", 1)])
def test_more_sums_or_more_readings_give_the_same(cli, scored, tmp_path, monkeypatch, limit, value):
    """As an agency of a million respondents needs, and ten nations."""
    monkeypatch.setattr(f"prongsai.readers.nation_parts.{limit}", value)
    nation = Nation(tmp_path)
    assert cli(*nation.arguments()).code == 0
    for name in ("scores.csv", "counts.csv"):
        first, second = (one.folder / "out" / name for one in (scored, nation))
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.long
def test_change_and_report_name_last_year(cli, scored, tmp_path):
    nation = Nation(tmp_path, seed=2)
    before = scored.folder / "out" / "scores.parquet"
    more = ("--before", before, "--report", "--office", "สำนักงานสมมติ")
    assert cli(*nation.arguments(*more)).code == 0
    then, now = scores(before.parent), scores(tmp_path / "out")
    for agency in AGENCIES:
        change = Fraction(now[agency]["total"]) - Fraction(then[agency]["total"])
        assert Fraction(now[agency]["change"]) == change


def spoil_twice(rows):
    return [*rows, rows[-1]]


def spoil_total(rows):
    return [rows[0], rows[1].replace(rows[1].split(",")[4], "500", 1), *rows[2:]]


BEFORE_SPOILED = {
    spoil_twice: "agencies have more than one row",
    spoil_total: "1 cell holds no score from 0 to 100 or no number of staff: 0001 total “500”",
}


@pytest.mark.parametrize("spoil", BEFORE_SPOILED, ids=lambda spoil: spoil.__name__)
def test_totals_of_last_year_are_checked_as_all_other_files(cli, scored, tmp_path, spoil):
    nation, before = Nation(tmp_path, seed=2), tmp_path / "before.csv"
    rows = (scored.folder / "out" / "scores.csv").read_text("utf-8-sig").splitlines()
    before.write_text("\n".join(rows), encoding="utf-8")
    assert cli(*nation.arguments("--before", before)).code == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"][-1]["sha256"] == sha256(before.read_bytes()).hexdigest()
    shutil.rmtree(tmp_path / "out")
    before.write_text("\n".join(spoil(rows)), encoding="utf-8")
    arguments = nation.arguments("--before", before)
    assert told_and_unwritten(cli, nation, arguments, BEFORE_SPOILED[spoil]) == 1


def test_without_oit_there_is_no_total(cli, nation):
    iit, eit, _ = nation.files()
    out = nation.folder / "out"
    answer = cli("nation", "score", iit, eit, "--framework", 2565, "-o", out, "--lang", "en")
    assert answer.code == 0
    assert "no total, level or rank" in answer.said
    rows = scores(out)
    assert list(rows) == list(AGENCIES)
    assert all(row["IIT"] and not row["total"] and not row["rank"] for row in rows.values())


def spoil_scale(nation):
    nation.rows["EIT"][3]["e3"] = "5"


def spoil_word(nation):
    nation.rows["EIT"][3]["e3"] = "มาก"


def spoil_agency(nation):
    nation.rows["IIT"][0]["agency"] = "9999"


def spoil_respondent(nation):
    nation.rows["IIT"][1]["respondent"] = nation.rows["IIT"][0]["respondent"]


def spoil_identity(nation):
    nation.rows["IIT"][1]["respondent"] = " "


def spoil_column(nation):
    for row in nation.rows["IIT"]:
        del row["i7"]


def spoil_list(nation):
    nation.agencies.append(nation.agencies[0])


def spoil_disclosed(nation):
    nation.agencies[0]["o5"] = "50"


def spoil_blank_agency(nation):
    nation.agencies.append(dict.fromkeys(nation.agencies[0], ""))
    nation.agencies.append(dict.fromkeys(nation.agencies[0], " "))


def spoil_whose(nation):
    nation.rows["IIT"][1]["agency"] = ""


def spoil_sign(nation):
    nation.rows["EIT"][3]["e3"] = "-1"


def spoil_decimal(nation):
    nation.rows["EIT"][3]["e3"] = "1.5"


def spoil_surveys(nation):
    for row in nation.rows["IIT"]:
        row["e3"] = "1"


def spoil_questions(nation):
    nation.rows["IIT"] = [{"agency": row["agency"], "respondent": row["respondent"]}
                          for row in nation.rows["IIT"]]  # fmt: skip


def spoil_listed_column(nation):
    for agency in nation.agencies:
        del agency["o5"]


def spoil_staff(nation):
    nation.agencies[0]["staff"], nation.agencies[1]["staff"] = "120 คน", "1,200"


SPOILED = {
    spoil_scale: ("eit.csv", "question e3: 1 answer is not 1 to 4, such as “5”"),
    spoil_word: ("eit.csv", "such as “มาก”"),
    spoil_agency: ("", "1 agency of the answers is not in the list of --oit, such as 9999"),
    spoil_respondent: ("iit.csv", "1 respondent of IIT has more than one row, such as 0001-0"),
    spoil_identity: ("iit.csv", "1 row has no code of an agency or of a respondent"),
    spoil_column: ("iit.csv", "columns are missing: i7"),
    spoil_list: ("oit.csv", "agencies have more than one row: 0001"),
    spoil_disclosed: ("oit.csv", "item o5: 1 value is not 0 or 100, such as “50”"),
    spoil_blank_agency: ("oit.csv", "2 rows have no code of an agency or of a respondent"),
    spoil_whose: ("iit.csv", "1 row has no code of an agency or of a respondent"),
    spoil_sign: ("eit.csv", "question e3: 1 answer is not 1 to 4, such as “-1”"),
    spoil_decimal: ("eit.csv", "question e3: 1 answer is not 1 to 4, such as “1.5”"),
    spoil_surveys: ("iit.csv", "no column of a question of IIT or EIT, or has those of both"),
    spoil_questions: ("iit.csv", "no column of a question of IIT or EIT, or has those of both"),
    spoil_listed_column: ("oit.csv", "columns are missing: o5"),
    spoil_staff: (
        "oit.csv",
        "staff: 2 values are not whole numbers, such as “1,200” of agency 0002",
    ),
}


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
@pytest.mark.few(3)
def test_bad_input_is_told_with_its_file_and_nothing_is_written(cli, nation, spoil):
    spoil(nation)
    file, words = SPOILED[spoil]
    assert told_and_unwritten(cli, nation, nation.arguments(), words) == 1
    assert file in cli(*nation.arguments()).said


def told_and_unwritten(cli, nation, arguments, words):
    """The exit code of a call that names its fault in both languages and leaves nothing behind."""
    before = {path: path.stat().st_mtime_ns for path in nation.folder.rglob("*")}
    english = cli(*arguments)
    thai = cli(*("th" if word == "en" else word for word in arguments))
    assert words in english.said
    assert words not in thai.said
    assert re.search("ผิดพลาด|ไม่", thai.said)
    assert english.code == thai.code
    if english.code == 1:
        assert "nothing was written" in english.said
        assert "ไม่ได้เขียนอะไร" in thai.said
    assert {path: path.stat().st_mtime_ns for path in nation.folder.rglob("*")} == before
    return english.code


def torn_parquet(iit):
    iit.write_bytes(b"PAR1" + bytes(100))


def other_letters(iit):
    iit.write_bytes(iit.read_bytes() + "0001,ก-1\n".encode("tis-620"))


def emptied(iit):
    iit.write_bytes(b"")


def unclosed(iit):
    iit.write_text(iit.read_text("utf-8") + '"0001,x', "utf-8")


def short_row(iit):
    iit.write_text(iit.read_text("utf-8") + "0001,x,1\n", "utf-8")


def dated(iit):
    source = (
        f"SELECT * REPLACE (DATE '2022-01-01' AS i7) FROM read_csv('{iit}', all_varchar = true)"
    )
    duckdb.execute(f"COPY ({source}) TO '{iit}.parquet' (FORMAT parquet)")
    Path(f"{iit}.parquet").replace(iit)


def folder_instead(iit):
    iit.unlink()
    iit.mkdir()


TORN = {
    torn_parquet: (1, "the file cannot be read"),
    other_letters: (1, "the file cannot be read"),
    emptied: (1, "iit.csv"),
    unclosed: (1, "the file cannot be read"),
    short_row: (1, "the file cannot be read"),
    dated: (1, "columns hold neither whole numbers nor text: i7"),
    folder_instead: (2, "iit.csv"),
    Path.unlink: (2, "no such file"),
}


@pytest.mark.parametrize("spoil", TORN, ids=lambda spoil: spoil.__name__)
@pytest.mark.few(3)
def test_a_file_that_is_none_is_told_and_nothing_is_written(cli, nation, spoil):
    arguments = nation.arguments()
    spoil(arguments[2])
    code, words = TORN[spoil]
    if "iit.csv" in words:
        assert cli(*arguments).code == code
        assert "iit.csv" in cli(*arguments).said
        assert not (nation.folder / "out").exists()
    else:
        assert told_and_unwritten(cli, nation, arguments, words) == code


def test_a_corrupt_part_is_named(cli, nation):
    iit, *_ = nation.files("parquet")
    data = iit.read_bytes()
    iit.write_bytes(data[: len(data) // 2])
    arguments = ["nation", "score", iit, "--framework", 2565, "-o", nation.folder / "out"]
    answer = cli(*arguments, "--lang", "en")
    assert answer.code == 1
    assert "the file cannot be read" in answer.said
    assert "file iit.parquet" in answer.said
    assert not (nation.folder / "out").exists()


def test_a_part_that_is_named_twice_is_refused(cli, nation):
    iit, *_ = nation.files()
    copy = nation.folder / "copy.csv"
    copy.write_bytes(iit.read_bytes())
    call = ("nation", "score", iit, copy, "--framework", 2565, "-o", nation.folder / "out")
    assert told_and_unwritten(cli, nation, (*call, "--lang", "en"), "the same as iit.csv") == 1


@pytest.mark.long
def test_few_answers_are_warned_of_and_refused_where_strict(cli, nation):
    answer = cli(*nation.arguments())
    assert answer.code == 0
    assert (
        "2 agencies have fewer answers to IIT than the year asks, such as 0001, 0003" in answer.said
    )
    other = Nation(nation.folder)
    arguments = list(other.arguments("--strict"))
    arguments[arguments.index("-o") + 1] = nation.folder / "strict"
    assert cli(*arguments).code == 1
    assert not (nation.folder / "strict").exists()


def test_a_folder_that_holds_something_is_left_alone(cli, nation):
    (nation.folder / "out").mkdir()
    (nation.folder / "out" / "mine.txt").write_text("mine")
    answer = cli(*nation.arguments())
    assert answer.code == 2
    assert [path.name for path in (nation.folder / "out").iterdir()] == ["mine.txt"]


def test_a_break_while_writing_leaves_nothing(cli, nation, monkeypatch):
    def full(*_):
        raise OSError

    monkeypatch.setattr("prongsai.cli.nation_files.NationFiles.write_manifest", full)
    answer = cli(*nation.arguments())
    assert answer.code == 2
    assert {path.suffix for path in nation.folder.iterdir()} == {".csv"}


def test_a_year_whose_questions_are_not_known_is_refused(cli, nation):
    arguments = ["2568" if word == 2565 else word for word in nation.arguments()]
    answer = cli(*arguments)
    assert answer.code == 2
    assert "the questions of IIT 2568 are not known" in answer.said


def test_without_duckdb_it_is_said_how_to_install_it(cli, nation, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    answer = cli(*nation.arguments())
    assert answer.code == 2
    assert 'pip install "prongsai[nation]"' in answer.said


@pytest.mark.parametrize("staff", ["", "30.0", "๓๐"])
def test_a_number_of_staff_in_any_digits_or_none_is_no_fault(cli, nation, staff):
    nation.agencies[0]["staff"] = staff
    assert cli(*nation.arguments()).code == 0


def test_a_name_that_is_a_pattern_means_its_own_file_alone(cli, scored, tmp_path):
    """DuckDB would take it for iit1.csv, and a folder "agency=…" for a column."""
    folder = tmp_path / "agency=7 [1]"
    folder.mkdir()
    nation = Nation(folder)
    arguments = list(nation.arguments())
    Nation(folder, seed=2).files()
    (folder / "iit.csv").rename(folder / "iit1.csv")
    nation.files()
    (folder / "iit.csv").rename(folder / "iit[12]?*.csv")
    arguments[2], arguments[arguments.index("-o") + 1] = folder / "iit[12]?*.csv", folder / "out[1]"
    answer = cli(*arguments)
    assert answer.code == 0, answer.said
    for name in ("scores.csv", "counts.csv"):
        assert (folder / "out[1]" / name).read_bytes() == (
            scored.folder / "out" / name
        ).read_bytes()


@pytest.mark.parametrize("blank", ["\t", "\u00a0", "\u200b", " \r\n"])
def test_blanks_of_any_kind_make_no_other_agency(cli, nation, blank):
    for row in nation.rows["IIT"][:3]:
        row["agency"] += blank
    nation.agencies[0]["agency"] = blank + nation.agencies[0]["agency"]
    answer = cli(*nation.arguments())
    assert answer.code == 0, answer.said
    table = scores(nation.folder / "out")
    assert list(table) == list(AGENCIES)
    assert table["0001"]["respondents_IIT"] == str(RESPONDENTS["0001"])


def test_two_runs_into_one_folder_do_not_mix(tmp_path):
    output = tmp_path / "new" / "out"
    with pytest.raises(UnreadableInput), whole_folder(output) as late:  # noqa: PT012 - in turn
        (late / "late").touch()
        with whole_folder(output) as first:
            (first / "first").touch()
    assert [path.name for path in output.parent.iterdir()] == ["out"]
    assert [path.name for path in output.iterdir()] == ["first"]
    assert output.stat().st_mode == (tmp_path / "new").stat().st_mode  # read by others


WRITING = """
import sys, time
from pathlib import Path
from prongsai.cli.nation_files import whole_folder
with whole_folder(Path(sys.argv[1])) as folder:
    (folder / "half").touch()
    print(flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("is_killed", [True, False])
def test_what_a_killed_run_left_goes_with_the_next_and_a_living_run_keeps_its_own(
    tmp_path, is_killed
):
    output = tmp_path / "out"
    (tmp_path / ".out.mine").mkdir()
    (tmp_path / ".out.mine" / "out").touch()
    command = [sys.executable, "-c", WRITING, str(output)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:  # noqa: S603 - our own program
        run.stdout.readline()
        (left,) = {path.parent.parent for path in tmp_path.rglob("half")}
        if is_killed:
            run.kill()
            run.wait()
        with whole_folder(output) as folder:
            (folder / "whole").touch()
        assert left.exists() == (not is_killed)
        run.kill()
    assert [path.name for path in output.iterdir()] == ["whole"]
    assert (tmp_path / ".out.mine" / "out").exists()


def test_folders_that_were_made_for_a_run_go_with_its_failure(cli, nation, monkeypatch):
    def full(*_):
        raise OSError

    monkeypatch.setattr("prongsai.cli.nation_files.NationFiles.write_manifest", full)
    arguments = list(nation.arguments())
    arguments[arguments.index("-o") + 1] = nation.folder / "of" / "2565" / "out"
    assert cli(*arguments).code == 2
    assert not (nation.folder / "of").exists()


def test_what_does_not_fit_in_memory_lies_in_a_folder_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_duckdb() as first, open_duckdb() as second:
        folders = {
            base.execute("SELECT current_setting('temp_directory')").fetchone()
            for base in (first, second)
        }
        assert len(folders) == 2
    assert not list(tmp_path.iterdir())
