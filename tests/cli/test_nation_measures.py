"""`prongsai nation measures`: from plans and two tables of scores to one table."""

import csv
import json

import pytest
from openpyxl import load_workbook
from tests.cli.test_nation_command import write

WITH = [f"00{number:02}" for number in range(1, 7)]
WITHOUT = [f"00{number:02}" for number in range(11, 17)]


def table(path, figures, staff="40"):
    """A table of scores as `nation score` writes it."""
    return write(
        path,
        [
            {"agency": code, "name": f"เทศบาลตำบลสมมติ {code}", "kind": "เทศบาลตำบล",
             "respondents_IIT": staff, "total": "80.00", "i2": figure}
            for code, figure in figures.items()
        ],
    )  # fmt: skip


def plan(folder, code, items, *, name=None, year=2565):
    path = folder / f"{name or code}.yaml"
    measures = f"- key: M01\n  title: ประกาศแผน\n  items: [{items}]\n"
    text = f"agency: เทศบาลตำบลสมมติ {code}\nfiscal_year: {year}\nmeasures:\n{measures}"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def world(tmp_path):
    """Six agencies whose i2 rose from 70 to 80 with a measure, six from 70 to 74 without."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for code in WITH:
        plan(plans, code, "i2")
    for code in WITHOUT:
        plan(plans, code, "o1")
    table(tmp_path / "before.csv", dict.fromkeys(WITH + WITHOUT, "70.00"))
    table(tmp_path / "after.csv", dict.fromkeys(WITH, "80.00") | dict.fromkeys(WITHOUT, "74.00"))
    return tmp_path


def run(cli, world, *more, out="out.csv"):
    return cli(
        "nation", "measures", world / "plans", "--framework", 2565, "--before",
        world / "before.csv", "--after", world / "after.csv", "-o", world / out, "--lang", "en",
        *more,
    )  # fmt: skip


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["measure"], row["item"]): row for row in csv.DictReader(file)}


def test_plans_and_two_years_make_a_table_that_warns_of_causes(cli, world):
    answer = run(cli, world, "--peers", world / "peers.xlsx")
    assert answer.code == 0
    assert "what came after measures, not what came of them" in answer.said
    row = rows(world / "out.csv")["M01", "i2"]
    assert (row["agencies"], row["change_50"], row["difference"]) == ("6", "10.00", "6.00")
    sheet = load_workbook(world / "peers.xlsx").active
    assert [cell.value for cell in sheet[4]][:5] == ["เทศบาลตำบล", 1, 40, 40, 12]


def test_a_plan_is_known_by_its_file_or_by_the_only_agency_of_its_name(cli, world):
    (world / "plans" / f"{WITH[0]}.yaml").unlink()
    plan(world / "plans", WITH[0], "i2", name="แผน")
    plan(world / "plans", "0099", "i2")
    plan(world / "plans", WITHOUT[0], "i2", name=WITH[1])  # its file and its words differ
    plan(world / "plans", WITH[0], "i2", name="old", year=2564)
    plan(world / "plans", WITH[0], "i2", name="undated", year=0)
    (world / "plans" / "torn.xlsx").write_bytes(b"PK\x03\x04")
    answer = run(cli, world, "--json")
    document = json.loads(answer.said)
    codes = [(each["code"], each["places"][0]["file"]) for each in document["findings"]
             if each["places"]]  # fmt: skip
    assert sorted(codes) == [
        ("plan_agency_unknown", f"{WITH[1]}.yaml"),
        ("plan_agency_unknown", "0099.yaml"),
        ("plan_of_other_year", "old.yaml"),
        ("plan_unreadable", "torn.xlsx"),
        ("plan_year_unknown", "undated.yaml"),
    ]
    assert (answer.code, document["plans"]) == (0, 11)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda world: plan(world / "plans", WITH[0], "i2", name="twice"), "more than one plan"),
        (lambda world: (world / "after.csv").write_text("code,i2\n1,2\n"), "columns are missing"),
        (lambda world: (world / "after.csv").write_text("file,year,i2\na.csv,2564,2\n"), "of 2564"),
        (lambda world: table(world / "after.csv", {"0001": "1,080.00"}), "“1,080.00”"),
        (lambda world: table(world / "after.csv", {"0001": "-5"}), "0001 i2 “-5”"),
        (lambda world: table(world / "after.csv", {"0001": "100.01"}), "1 cell holds no score"),
        (lambda world: table(world / "after.csv", {"0001": "80", "0002": "x"}), "0002 i2"),
        (lambda world: table(world / "before.csv", {"0001": "80"}, "1,040"), "respondents_IIT"),
        (lambda world: table(world / "after.csv", {"0001": ""}), "no score of any item"),
        (lambda world: (world / "before.csv").unlink(), "no such file"),
        (lambda world: [path.unlink() for path in (world / "plans").iterdir()], "no plan"),
        (
            lambda world: [
                path.rename(path.with_stem("x" + path.stem)).write_text("a: 1")
                for path in list((world / "plans").iterdir())
            ],
            "none of the plans counts",
        ),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(cli, world, spoil, told):
    spoil(world)
    answer = run(cli, world)
    assert answer.code
    assert told in answer.said
    assert not (world / "out.csv").exists()


@pytest.mark.parametrize("figure", ["๘๐", " 80.00 ", "80.000000001"])
def test_a_figure_as_people_type_it_is_read_and_an_empty_cell_is_none(cli, world, figure):
    scores = dict.fromkeys(WITH, figure) | dict.fromkeys(WITHOUT, "74") | {WITHOUT[0]: ""}
    table(world / "after.csv", scores)
    assert run(cli, world).code == 0
    row = rows(world / "out.csv")["M01", "i2"]
    assert (row["agencies"], row["change_50"], row["difference"]) == ("6", "10.00", "6.00")


@pytest.mark.parametrize("out", ["before.csv", "plans/0001.csv", "peers.csv", "link.csv"])
def test_no_table_is_written_over_what_is_read_or_over_the_other(cli, world, out):
    (world / "plans" / "0001.csv").write_text("x", encoding="utf-8")
    (world / "link.csv").symlink_to(world / "before.csv")
    before = {path: path.read_bytes() for path in world.rglob("*.csv")}
    answer = run(cli, world, "--peers", world / "peers.csv", out=out)
    assert answer.code
    assert "written over" in answer.said
    assert {path: path.read_bytes() for path in world.rglob("*.csv")} == before


def test_plans_of_agencies_without_scores_are_told(cli, world):
    scores = dict.fromkeys(WITH[1:], "80.00") | dict.fromkeys(WITHOUT, "74.00") | {"1": "80.00"}
    table(world / "after.csv", scores)
    answer = run(cli, world)
    assert (answer.code, rows(world / "out.csv")["M01", "i2"]["agencies"]) == (0, "5")
    assert "1 plan is not counted" in answer.said
    assert WITH[0] in answer.said


def test_sheets_scored_by_the_folder_need_a_list_of_agencies_for_comparison(cli, world):
    for name in ("before", "after"):
        path = world / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        cut = [line.split(",") for line in lines]
        write(path, [{"file": f"{name}/{c[0]}.pdf", "i2": c[5]} for c in cut])
    assert "nothing could be compared" in run(cli, world).said
    listed = [{"agency": code, "kind": "เทศบาลตำบล", "staff": "60"} for code in WITH + WITHOUT]
    answer = run(cli, world, "--agencies", write(world / "agencies.csv", listed))
    assert answer.code == 0
    assert rows(world / "out.csv")["M01", "i2"]["difference"] == "6.00"
