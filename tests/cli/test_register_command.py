"""`prongsai register`: from a YAML to the paper, as an officer does it."""

import json
from datetime import date, timedelta

import pytest
from tests.core.registers.conftest import SPENDING

from prongsai.core.dates import short_date

HEAD = "วันที่,กอง,รายการ,วิธี,แผน,เบิกจ่าย"
ROWS = ["3 ต.ค. 68,กองคลัง,กระดาษ,เฉพาะเจาะจง,1000,900.50", "9 พ.ย. 68,กองช่าง,หมึก,,500,20"]
PAPER = """\
papers:
- key: year
  title: {th: "รายงานปี {year}", en: "Report {year}"}
  period: year
  headings:
  - {key: rows, title: {th: รายการ, en: rows}, shows: rows}
  - {key: problems, title: {th: ปัญหา, en: problems}, shows: said}
"""


@pytest.fixture
def own(tmp_path):
    """A register of one's own, and a file of rows for it."""
    (tmp_path / "spending.yaml").write_text(SPENDING + PAPER, encoding="utf-8")
    write(tmp_path, *ROWS)
    return tmp_path


def write(folder, *rows):
    (folder / "rows.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


def imported(cli, own, *more):
    return cli(
        "register", "import", own / "spending.yaml", own / "rows.csv", "--year", "2569", *more
    )


def test_the_registers_of_the_program_are_listed_and_sound(cli):
    keys = {one["key"] for one in json.loads(cli("register", "list", "--json").out)}
    assert {"asset-loans", "gifts"} <= keys
    assert "asset-loans" in cli("register", "list").out
    run = cli("register", "check", "--json")
    assert (run.code, set(json.loads(run.out)["registers"])) == (0, keys)


def test_a_register_with_a_fault_is_told_with_its_line(cli, own):
    assert cli("register", "check", own / "spending.yaml").code == 0
    text = (own / "spending.yaml").read_text(encoding="utf-8")
    (own / "spending.yaml").write_text(text.replace("dated_by: paid_on", "dated_by: paid_no"))
    run = cli("register", "check", own, "--lang", "en")
    assert run.code == 1
    assert "perhaps “paid_on” is meant" in run.said
    refused = cli(
        "register", "template", own / "spending.yaml", "--year", "2569", "-o", own / "t.xlsx"
    )
    assert refused.code == 2
    assert not (own / "t.xlsx").exists()


def test_an_unknown_register_names_those_there_are(cli, tmp_path):
    run = cli("register", "template", "asset-loan", "--year", "2569", "-o", tmp_path / "t.xlsx")
    assert run.code == 2
    assert "asset-loans" in run.err


@pytest.mark.parametrize(("days", "code"), [(0, 0), (1, 1)])
def test_what_is_still_to_come_was_not_done_by_a_file_either(cli, own, days, code):
    day = short_date(date.today() + timedelta(days=days))  # noqa: DTZ011 - as the command asks
    (own / "rows.csv").write_text(f"{HEAD},แล้วเสร็จ\n{ROWS[0]},{day}\n", encoding="utf-8")
    run = imported(cli, own)
    assert run.code == code
    assert ("ยังมาไม่ถึง" in run.said) is bool(code)


def test_rows_are_checked_shown_and_kept_and_the_same_file_changes_nothing(cli, own):
    run = imported(cli, own)
    assert run.code == 0
    assert "ตรวจอย่างเดียว" in run.out
    assert "เบิกจ่าย" in run.out
    kept = own / "kept.json"
    first = json.loads(imported(cli, own, "--into", kept, "--json").out)
    assert (first["taken"], first["new"], first["rows"]) == (True, 2, 2)
    before = kept.read_bytes()
    again = json.loads(imported(cli, own, "--into", kept, "--json").out)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    assert kept.read_bytes() == before
    write(own, ROWS[0].replace("900.50", "901"))
    changed = json.loads(imported(cli, own, "--into", kept, "--json").out)
    assert (changed["changed"], changed["absent"]) == (1, 1)
    values = [row["values"]["paid"] for row in json.loads(kept.read_text())["rows"]]
    assert values == ["901.00", "20.00"]


def test_where_anything_is_wrong_nothing_is_kept(cli, own):
    write(own, ROWS[0], ROWS[1].replace("20", "ยี่สิบ"))
    run = imported(cli, own, "--into", own / "kept.json")
    assert run.code == 1
    assert "บรรทัด 3" in run.out
    assert "ไม่ได้นำเข้าแถวใด" in run.out
    assert not (own / "kept.json").exists()


def test_columns_can_be_said_and_values_set_for_all_rows(cli, own):
    (own / "rows.csv").write_text("วันที่,ซื้ออะไร,จ่ายจริง\n3 ต.ค. 68,กระดาษ,5\n", encoding="utf-8")
    assert imported(cli, own).code == 1
    said = ("--column", "what=ซื้ออะไร", "--column", "paid=C", "--set", "unit=กองคลัง")
    assert imported(cli, own, *said).code == 0
    assert imported(cli, own, "--column", "what").code == 2


def test_a_template_is_written_and_an_export_comes_back(cli, own):
    sheet = own / "t.xlsx"
    assert cli("register", "template", "gifts", "--year", "2569", "-o", sheet).code == 0
    assert sheet.read_bytes().startswith(b"PK")
    kept = own / "kept.json"
    imported(cli, own, "--into", kept)
    out = own / "out.xlsx"
    name = own / "spending.yaml"
    assert cli("register", "export", name, kept, "--year", "2569", "-o", out).code == 0
    (own / "rows.csv").unlink()
    run = cli("register", "import", name, out, "--year", "2569", "--into", kept, "--json")
    assert (run.data["same"], run.data["new"]) == (2, 0)
    public = own / "public.csv"
    cli("register", "export", name, kept, "--year", "2569", "-o", public, "--public")
    assert public.read_text("utf-8-sig").splitlines()[0] == "รายการ,เบิกจ่าย"
    assert cli("register", "export", name, kept, "--year", "2569", "-o", own / "x.txt").code == 2
    assert cli("register", "export", name, kept, "--year", "2568", "-o", out).code == 2
    assert cli("register", "export", "gifts", kept, "--year", "2569", "-o", out).code == 2


def report(cli, own, *more):
    agency = "examples/ban-song/agency.yaml"
    given = ("--year", "2569", "--agency", agency, "-o", own / "papers", "--format", "docx,xlsx")
    return cli("register", "report", own / "spending.yaml", own / "rows.csv", *given, *more)


def test_a_paper_is_made_and_tells_what_nobody_said(cli, own):
    run = report(cli, own, "--on", "1 ต.ค. 2568", "--json")
    assert run.code == 0
    assert {one["code"] for one in run.data["findings"]} == {"register_not_said"}
    assert {path.name for path in (own / "papers").iterdir()} == {
        "register-spending-year.docx", "register-spending-year.xlsx",
    }  # fmt: skip
    strict = report(cli, own, "--on", "1 ต.ค. 2568", "--strict")
    assert strict.code == 1
    said = report(cli, own, "--on", "1 ต.ค. 2568", "--strict", "--say", "problems=ไม่มี")
    assert said.code == 0
    assert "ธันวาคม" in report(cli, own, "--on", "1 ต.ค. 2569").out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--paper", "half"), "year"),
        (("--say", "trouble=x"), "problems"),
        (("--on", "พรุ่งนี้"), "พรุ่งนี้"),
    ],
)
def test_what_the_paper_does_not_have_is_refused_with_what_it_has(cli, own, more, said):
    run = report(cli, own, *more)
    assert run.code == 2
    assert said in run.err
    assert not (own / "papers").exists()


def test_a_file_that_tells_some_fields_breaks_no_check_with_those_that_are_kept(cli, own):
    kept = own / "kept.json"
    assert imported(cli, own, "--into", kept).code == 0
    before = kept.read_bytes()
    head, row = "วันที่,กอง,รายการ,เบิกจ่าย", "3 ต.ค. 68,กองคลัง,กระดาษ,"
    for paid, code in (("1500", 1), ("950", 0)):
        (own / "rows.csv").write_text(f"{head}\n{row}{paid}\n", encoding="utf-8")
        assert imported(cli, own, "--into", kept).code == code
        assert (kept.read_bytes() == before) is bool(code)
