"""`prongsai framework export` and `import`: the same files back, corrections in their place."""

import openpyxl
import pytest
import yaml

YEARS = [2563, 2564, 2565, 2566, 2567, 2568, 2569]


@pytest.fixture
def exported(cli, tmp_path):
    """Exports a year and returns the workbook's path."""

    def export(year=2565, *options):
        path = tmp_path / f"{year}.xlsx"
        assert cli("framework", "export", year, "-o", path, *options).code == 0
        return path

    return export


def corrected(path, sheet, key, value, changes):
    """The workbook with cells of one row changed; columns are told by the key in their heading."""
    workbook = openpyxl.load_workbook(path)
    rows = workbook[sheet]
    columns = {cell.value.rpartition("[")[2].rstrip("]"): cell.column for cell in rows[1]}
    line = next(row for row in range(2, rows.max_row + 1)
                if str(rows.cell(row, columns[key]).value) == value)  # fmt: skip
    for column, new in changes.items():
        rows.cell(line, columns[column]).value = new
    workbook.save(path)
    return line


def texts(folder):
    return {file.name: file.read_bytes() for file in folder.glob("*.yaml")}


def loaded(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.few(3)
def test_export_and_import_give_the_same_files(cli, exported, own, shipped, year):
    answer = cli("framework", "import", exported(year), "--frameworks", own)
    assert answer.code == 0
    assert texts(own / str(year)) == texts(shipped / str(year))


@pytest.mark.long
def test_a_corrected_name_and_page_land_in_their_item(cli, exported, own, shipped):
    path = exported()
    changes = {"name.th": "ชื่อใหม่ตามคู่มือ", "sources": "DOCUMENT-003, PSU64", "page": "41"}
    corrected(path, "ข้อ", "code", "o5", changes)
    assert cli("framework", "import", path, "--frameworks", own).code == 0
    was, now = loaded(shipped / "2565" / "oit.yaml"), loaded(own / "2565" / "oit.yaml")
    was["items"][4]["name"]["th"] = "ชื่อใหม่ตามคู่มือ"
    was["items"][4] |= {"sources": ["DOCUMENT-003", "PSU64"], "page": 41}
    assert now == was
    others = texts(own / "2565") | {"oit.yaml": b""}
    assert others == texts(shipped / "2565") | {"oit.yaml": b""}


@pytest.mark.long
def test_a_corrected_weight_and_target_change_the_score(cli, exported, own, example):
    path = exported()
    corrected(path, "แบบวัด", "code", "IIT", {"weight": "0.4"})
    corrected(path, "แบบวัด", "code", "OIT", {"weight": 0.3})
    corrected(path, "ปี", "key", "target.score", {"value": "95"})
    assert cli("framework", "import", path, "--frameworks", own).code == 0
    main = loaded(own / "2565" / "framework.yaml")
    assert [part["weight"] for part in main["instruments"]] == [0.4, 0.3, 0.3]
    assert main["target"]["score"] == 95
    answer = cli("score", example, "--frameworks", own)
    assert "90.09" in answer.said
    assert "ไม่ผ่านเป้าหมาย 95" in answer.said


@pytest.mark.long
def test_an_own_year_stands_before_the_shipped_one(cli, exported, own):
    path = exported()
    corrected(path, "ข้อ", "code", "o5", {"name.th": "ชื่อของหน่วยงาน"})
    cli("framework", "import", path, "--to", own)
    assert "ชื่อของหน่วยงาน" in cli("framework", "show", "2565", "--frameworks", own).out
    assert "ชื่อของหน่วยงาน" in cli("framework", "show", "2565", PRONGSAI_FRAMEWORKS=str(own)).out
    assert "ชื่อของหน่วยงาน" not in cli("framework", "show", "2565").out


WRONG_CELLS = [
    ("ข้อ", "code", "o5", {"code": "x5"}),
    ("ข้อ", "code", "o5", {"indicator": "77"}),
    ("ข้อ", "code", "o5", {"lineage": ""}),
    ("ข้อ", "code", "o5", {"name.th": ""}),
    ("ข้อ", "code", "i5", {"scale": "no-such-scale"}),
    ("ข้อ", "code", "o5", {"confidence": "sure"}),
    ("ข้อ", "code", "o5", {"sources": "NOWHERE"}),
    ("แบบวัด", "code", "IIT", {"weight": "much"}),
    ("แบบวัด", "code", "IIT", {"weight": "0.5"}),
    ("แบบวัด", "code", "IIT", {"weight": "nan"}),
    ("แบบวัด", "code", "IIT", {"weight": "inf"}),
    ("แบบวัด", "code", "IIT", {"code": "XIT"}),
    ("ตัวชี้วัด", "code", "1", {"code": "11"}),
    ("ระดับผล", "code", "A", {"minimum": "99"}),
    ("ระดับผล", "code", "A", {"minimum": ""}),
    ("ปี", "key", "target.score", {"key": "target.goal"}),
    ("ปี", "key", "status", {"value": "ready"}),
    ("องค์ประกอบ", "item", "o1", {"kind": "wish"}),
    ("องค์ประกอบ", "item", "o1", {"item": "o99"}),
]  # fmt: skip


@pytest.mark.parametrize("cell", WRONG_CELLS, ids=lambda cell: f"{cell[2]} {cell[3]}")
@pytest.mark.few(3)
def test_a_wrong_cell_keeps_nothing_and_is_told(cli, exported, own, cell):
    path = exported()
    corrected(path, *cell)
    answer = cli("framework", "import", path, "--frameworks", own)
    assert answer.code == 1
    assert "ผิดพลาด" in answer.out
    assert not own.exists() or not list(own.iterdir())


def test_a_fault_of_a_cell_names_sheet_and_row(cli, exported, own):
    path = exported()
    row = corrected(path, "ข้อ", "code", "o5", {"code": "x5"})
    said = cli("framework", "import", path, "--frameworks", own).said
    assert f"“ข้อ” แถว {row}" in said


@pytest.mark.parametrize("name", ["missing.xlsx", "scores.csv", "template.xlsx"])
def test_a_file_that_is_no_framework_is_refused(cli, example, tmp_path, own, name):
    cli("template", "scores", "--year", "2565", "-o", tmp_path / "template.xlsx")
    path = example if name == "scores.csv" else tmp_path / name
    answer = cli("framework", "import", path, "--frameworks", own)
    assert answer.code == 2
    assert name in answer.err
    assert not own.exists()


def test_a_workbook_without_a_column_is_refused(cli, exported, own):
    path = exported()
    workbook = openpyxl.load_workbook(path)
    workbook["ข้อ"]["A1"].value = "รหัส"
    workbook.save(path)
    answer = cli("framework", "import", path, "--frameworks", own)
    assert answer.code == 2
    assert "code" in answer.err
    assert not own.exists()
