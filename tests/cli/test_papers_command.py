"""`document` and `run`: a case folder becomes papers, and what is wrong in it is told."""

import io
import re
import shutil
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document

from prongsai.cli.making import LAYOUTS
from prongsai.core.papers.progress import ResultsLayout

EXAMPLE = Path(__file__).parents[2] / "examples" / "ban-song"
KINDS = (
    "booklet", "plan", "memo", "announcement", "order", "responsibility",
    "report-6", "report-12", "results", "report-memo", "invitation", "attendance", "minutes",
)  # fmt: skip
FORMS = ("pdf", "docx", "html")
HIDDEN = "HIDDEN-PLACE"


def copied(folder):
    return Path(shutil.copytree(EXAMPLE, folder))


@pytest.fixture
def case(tmp_path):
    """A copy of the example that a test may change."""
    return copied(tmp_path / "case")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture(scope="session")
def made(cli, tmp_path_factory):
    """Everything that `run` makes of the example, and what it said."""
    folder = tmp_path_factory.mktemp("papers")
    case = copied(folder / "case")
    answer = cli("run", case, "-o", folder / "out", "--format", ",".join(FORMS), "--json")
    return answer, folder / "out"


@pytest.fixture
def memo(cli, case, out):
    """Makes the memo of the changed copy as HTML."""
    return lambda *more, **env: cli(
        "document", "memo", case, "-o", out, "--format", "html", *more, **env
    )


def found(answer):
    """Code and severity of what was found, notes left out."""
    findings = answer.data["findings"]
    return [(f["code"], f["severity"]) for f in findings if f["severity"] != "note"]


def page(out, kind="memo"):
    return (out / f"{kind}.html").read_text(encoding="utf-8")


def words(html):
    """The text of a page, tags and blanks left out."""
    return re.sub(r"\s+", "", re.sub("<[^>]*>", "", html))


# What is made


@pytest.mark.long
def test_run_makes_the_plan_and_every_paper_in_every_format(made):
    answer, out = made
    names = {f"{kind}.{form}" for kind in KINDS for form in FORMS} | {"plan.xlsx"}
    assert {path.name for path in out.iterdir()} == names
    assert answer.code == 0


def test_the_json_of_run_names_every_file_and_what_was_found(made):
    answer, out = made
    assert {Path(name) for name in answer.data["files"]} == set(out.iterdir())
    assert answer.data["plan_drafted"] is True
    assert found(answer) == []
    assert {"code", "severity", "message", "next_step", "places"} <= set(answer.data["findings"][0])
    assert str(out / "plan.xlsx") in answer.err


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_opens_in_every_format(made, kind):
    _, out = made
    assert len(pypdfium2.PdfDocument(out / f"{kind}.pdf")) >= 1
    assert Document(out / f"{kind}.docx").paragraphs
    assert page(out, kind).startswith("<!doctype html>") or "<html" in page(out, kind)[:200]


@pytest.mark.parametrize("kind", ["booklet", "memo", "announcement"])
def test_the_total_stands_in_every_format(made, kind):
    _, out = made
    pdf = pypdfium2.PdfDocument(out / f"{kind}.pdf")
    texts = [
        "".join(one.get_textpage().get_text_range() for one in pdf),
        "\n".join(element.text or "" for element in Document(out / f"{kind}.docx").element.iter()),
        words(page(out, kind)),
    ]
    assert ["๙๐.๕๒" in text for text in texts] == [True, True, True]


def test_the_plan_that_was_drafted_has_its_weak_items(made):
    _, out = made
    workbook = openpyxl.load_workbook(out / "plan.xlsx")
    cells = {str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert {"i7", "e3", "o12", "68.93", "2566"} <= cells


def test_an_example_says_in_every_paper_that_it_is_one(made):
    _, out = made
    for kind in KINDS:
        assert "ไม่ใช่เอกสารของเทศบาลตำบลตัวอย่าง" in words(page(out, kind))


@pytest.mark.parametrize(("given", "names"), [
    ([], {"memo.pdf", "memo.docx"}),
    (["--format", "html"], {"memo.html"}),
    (["--format", " HTML , html"], {"memo.html"}),
    (["--format", "docx,pdf"], {"memo.pdf", "memo.docx"}),
])  # fmt: skip
def test_a_paper_is_made_in_the_formats_that_are_asked_for(given, names, cli, case, out):
    assert cli("document", "memo", case, "-o", out, *given).code == 0
    assert {path.name for path in out.iterdir()} == names


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(3)
def test_one_paper_is_made_alone(kind, cli, case, out):
    answer = cli("document", kind, case, "-o", out, "--format", "html", "--json")
    assert answer.code == 0
    assert [Path(name) for name in answer.data["files"]] == [out / f"{kind}.html"]
    assert [path.name for path in out.iterdir()] == [f"{kind}.html"]
    assert sorted(path.name for path in case.iterdir()) == sorted(
        path.name for path in EXAMPLE.iterdir()
    )


@pytest.mark.parametrize(("language", "said"), [("th", "เขียน"), ("en", "wrote")])
def test_it_speaks_the_language_and_the_paper_is_thai(language, said, memo, out):
    answer = memo("--lang", language)
    assert f"{said} {out / 'memo.html'}" in answer.said
    assert "บันทึกข้อความ" in words(page(out))


# Made again


@pytest.mark.long
def test_the_same_case_makes_the_same_files(cli, case, out):
    for _ in range(2):
        answer = cli("run", case, "-o", out)
    assert not list(out.glob("*.bak"))
    assert "เก็บไว้" not in answer.said


def test_a_file_that_stood_there_with_other_contents_is_kept(memo, out):
    memo()
    (out / "memo.html").write_text("ของเจ้าหน้าที่", encoding="utf-8")
    assert "memo.html.bak" in memo("--lang", "en").err
    assert (out / "memo.html.bak").read_text(encoding="utf-8") == "ของเจ้าหน้าที่"
    assert "บันทึกข้อความ" in words(page(out))


# What cannot be made


@pytest.mark.parametrize("given", ["odt", "pdf,odt", "", ","])
def test_an_unknown_format_is_refused(given, cli, case, out):
    answer = cli("run", case, "-o", out, "--format", given)
    assert answer.code == 2
    assert "docx" in answer.err
    assert not out.exists()


def test_an_unknown_kind_is_refused(cli, case, out):
    answer = cli("document", "letter", case, "-o", out)
    assert answer.code == 2
    assert "announcement" in answer.err
    assert not out.exists()


@pytest.mark.parametrize("command", [("run",), ("document", "memo")])
def test_a_folder_that_is_none_is_refused(command, cli, tmp_path, out):
    (tmp_path / "file").touch()
    for missing in (tmp_path / "none", tmp_path / "file"):
        answer = cli(*command, missing, "-o", out, "--lang", "en")
        assert answer.code == 2
        assert "the agency's folder does not exist" in answer.err
        assert "examples/ban-song" in answer.err


def test_an_output_that_is_a_file_is_refused(cli, case, tmp_path):
    (tmp_path / "file").touch()
    assert cli("document", "memo", case, "-o", tmp_path / "file").code == 2
    assert cli("document", "memo", case).code == 2


def remove(name):
    return lambda case: (case / name).unlink()


def write(name, text):
    data = text.encode() if isinstance(text, str) else text
    return lambda case: (case / name).write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (remove("agency.yaml"), "no agency.yaml"),
        (write("agency.yaml", ""), "must be names with values"),
        (write("agency.yaml", "office: สำนักปลัด"), "name is missing"),
        (write("agency.yaml", "name: [ก"), "line 1"),
        (write("agency.yaml", "name: &a [*a]"), "aliases"),
        (remove("scores.csv"), "no score sheet"),
        (write("scores.csv", ""), "scores.csv"),
        (write("scores.csv", "code,year,score\n"), "scores.csv"),
        (write("scores.csv", b"PK\x03\x04" + b"\0" * 50), "scores.csv"),
        (write("scores.csv", "code,year,score\ntotal,2560,90\n"), "2560"),
        (write("scores.csv", "code,year,score\ntotal,2569,90\n"), "--draft"),
        (write("remarks.yaml", "- a: b: c"), "remarks.yaml"),
        (write("overrides.yaml", b"\xff\xfe\0"), "UTF-8"),
        (write("plan.xlsx", "no workbook"), "plan.xlsx"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused(spoil, said, memo, case, out):
    spoil(case)
    answer = memo("--lang", "en")
    assert answer.code == 2
    assert said in answer.err
    assert "Next:" in answer.err
    assert not out.exists()


# What is told though the papers are made


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (write("remarks.yaml", "- text: ก\n  items: [x9]"), ("remark_item", "error")),
        (write("remarks.yaml", "ข้อความ"), ("remark_wrong_value", "error")),
        (write("overrides.yaml", "memo_day: พรุ่งนี้"), ("override_date", "error")),
        (write("overrides.yaml", "wording: {memo: {to: '{x}'}}"), ("unusable_wording", "error")),
        (write("overrides.yaml", "wording: {memo: {two: ก}}"), ("unknown_wording", "warning")),
        (write("overrides.yaml", "not_before: 1 ม.ค. 2570"), ("not_before_late", "warning")),
        (write("agency.yaml", "name: ก\ndigits: roman"), ("agency_wrong_value", "error")),
        (write("agency.yaml", "name: ก\nmayor: ข"), ("agency_unknown_name", "warning")),
        (write("agency.yaml", f"name: {'ก' * 300}"), ("agency_text_long", "warning")),
        (write("agency.yaml", "name: ก\nemblem: no.png"), ("emblem_refused", "error")),
    ],
)
def test_a_fault_is_told_and_the_paper_made(spoil, expected, memo, case, out):
    spoil(case)
    answer = memo("--json")
    assert expected in found(answer)
    assert answer.code == (1 if expected[1] == "error" else 0)
    assert "บันทึกข้อความ" in words(page(out))


def test_a_warning_counts_where_it_is_asked_to(memo, case):
    assert memo("--strict").code == 0
    write("agency.yaml", "name: ก\nmayor: ข")(case)
    assert (memo().code, memo("--strict").code) == (0, 1)


def test_figures_that_contradict_each_other_are_told(memo, case):
    text = (case / "scores.csv").read_text(encoding="utf-8")
    write("scores.csv", text.replace("ind4,2565,91.96", "ind4,2565,81.96"))(case)
    answer = memo("--lang", "en")
    assert answer.code == 1
    assert "81.96" in answer.out


# Emblem


def give_emblem(case, name, data):
    with (case / "agency.yaml").open("a", encoding="utf-8") as agency:
        agency.write(f"emblem: {name}\n")
    write(Path(name).name, data)(case)


SHAPES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/>{}</svg>'
HOSTILE = {
    "a script": SHAPES.format("<script>alert(1)</script>"),
    "a picture outside": SHAPES.format('<use href="http://example.com/a.svg#x"/>'),
    "no area": '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>',
    "an extreme size": SHAPES.replace("0 0 9 9", "0 0 1e30 1e-30").format(""),
    "half a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "a page": "<!DOCTYPE html><script>alert(1)</script>",
    "nothing": b"",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_an_emblem_that_may_not_be_printed_is_told_and_its_place_kept(data, memo, case, out):
    give_emblem(case, "emblem.svg", data)
    answer = memo("--json")
    assert found(answer) == [("emblem_refused", "error")]
    assert answer.code == 1
    assert '<div class="emblem"></div>' in page(out)
    assert "alert(1)" not in page(out)


@pytest.mark.long
def test_an_emblem_of_shapes_takes_the_place_in_every_format(cli, case, out):
    give_emblem(case, "emblem.svg", SHAPES.format(f"<!-- {HIDDEN} -->"))
    answer = cli("document", "memo", case, "-o", out, "--format", ",".join(FORMS), "--json")
    assert (answer.code, found(answer)) == (0, [])
    assert '<div class="emblem"></div>' not in page(out)
    assert not any(HIDDEN.encode() in path.read_bytes() for path in out.iterdir())


def test_an_emblem_is_taken_from_the_case_folder_only(memo, case, tmp_path):
    (tmp_path / "emblem.svg").write_text(SHAPES.format(""), encoding="utf-8")
    with (case / "agency.yaml").open("a", encoding="utf-8") as agency:
        agency.write("emblem: ../emblem.svg\n")
    assert found(memo("--json")) == [("emblem_refused", "error")]


# Several sheets


def parted(case, folder, *years):
    """The example's sheet cut by year."""
    head, *lines = (case / "scores.csv").read_text(encoding="utf-8").splitlines()
    (case / folder).mkdir(exist_ok=True)
    for year in years:
        own = [line for line in lines if f",{year}," in line]
        text = "\n".join([head, *own])
        (case / folder / f"scores-{year}.csv").write_text(text, encoding="utf-8")
    (case / "scores.csv").unlink()


@pytest.mark.parametrize("folder", [".", "scores"])
def test_sheets_of_several_years_are_joined(folder, cli, case, out):
    whole = cli("document", "booklet", case, "-o", out, "--format", "html", "--json")
    text = words(page(out, "booklet"))
    parted(case, folder, 2563, 2564, 2565)
    joined = cli("document", "booklet", case, "-o", out, "--format", "html", "--json", "--draft")
    assert (whole.code, joined.code) == (0, 0)
    cut = "ที่มาของตัวเลข"
    assert text.split(cut)[:2] == words(page(out, "booklet")).split(cut)[:2]
    assert "scores-2564.csv" in page(out, "booklet")


def test_of_two_sheets_of_one_year_one_counts_and_it_is_told(memo, case, out):
    shutil.copy(case / "scores.csv", case / "scores-b.csv")
    text = (case / "scores.csv").read_text(encoding="utf-8")
    write("scores-a.csv", text.replace("total,2565,90.52", "total,2565,90.51"))(case)
    (case / "scores.csv").unlink()
    answer = memo("--json")
    assert ("scores_same_year", "warning") in found(answer)
    assert "๙๐.๕๒" in words(page(out))


def test_what_programs_leave_beside_a_sheet_is_no_sheet(memo, case):
    for name in ("scores.csv.bak", "scores.csv~", ".~lock.scores.csv#", "scores.part"):
        write(name, "ไม่ใช่คะแนน")(case)
    answer = memo("--json")
    assert (answer.code, found(answer)) == (0, [])


# The plan


@pytest.fixture
def with_plan(made, case):
    """Puts the drafted plan into the case, one cell of its first measure changed."""

    def put(heading=None, text=None):
        workbook = openpyxl.load_workbook(made[1] / "plan.xlsx")
        sheet = workbook.worksheets[0]
        if heading:
            (head,) = [c for row in sheet.iter_rows() for c in row if c.value == heading]
            sheet.cell(head.row + 1, head.column).value = text
        workbook.save(case / "plan.xlsx")

    return put


@pytest.mark.long
def test_a_plan_of_the_officer_is_taken_as_it_is(with_plan, cli, case, out):
    with_plan("มาตรการ", "มาตรการที่เจ้าหน้าที่เขียนเอง")
    answer = cli("run", case, "-o", out, "--format", "html", "--json")
    assert (answer.code, answer.data["plan_drafted"]) == (0, False)
    for kind in ("booklet", "announcement"):
        assert "มาตรการที่เจ้าหน้าที่เขียนเอง" in words(page(out, kind))


@pytest.mark.parametrize("command", [("run",), ("document", "booklet")])
@pytest.mark.long
def test_what_is_wrong_in_a_plan_is_told_and_the_papers_made(command, with_plan, cli, case, out):
    with_plan("กำหนดแล้วเสร็จ", "เร็ว ๆ นี้")
    answer = cli(*command, case, "-o", out, "--format", "html", "--lang", "en")
    assert answer.code == 1
    assert "เร็ว ๆ นี้" in answer.out
    assert "plan.xlsx" in answer.out
    assert "เร็วๆนี้" in words(page(out, "booklet"))


def test_the_plan_of_another_year_is_told(with_plan, memo, case):
    with_plan()
    assert memo().code == 0
    write("scores.csv", "code,year,score\ntotal,2566,90\ni1,2566,50\n")(case)
    answer = memo("--lang", "en")
    assert answer.code == 1
    assert "2565" in answer.out


@pytest.mark.long
def test_a_plan_that_was_written_is_read_as_the_same_plan(made, with_plan, cli, case, out):
    with_plan()
    assert cli("run", case, "-o", out, "--format", "html", "--json").code == 0
    for kind in KINDS:
        assert words(page(out, kind)) == words(page(made[1], kind))


@pytest.mark.long
def test_a_case_may_be_made_into_its_own_folder(cli, case):
    first = cli("run", case, "-o", case, "--format", "html", "--json")
    again = cli("run", case, "-o", case, "--format", "html", "--json")
    assert [first.data["plan_drafted"], again.data["plan_drafted"]] == [True, False]
    assert (first.code, again.code) == (0, 0)
    assert not list(case.glob("*.bak"))


# Settings of the agency


def test_days_numbers_and_sentences_of_the_agency_are_printed(memo, case, out):
    write(
        "overrides.yaml",
        "memo_day: 1 มี.ค. 66\nmemo_number: 77\nwording: {memo: {closing: ขอได้โปรดพิจารณา}}\n",
    )(case)
    assert memo().code == 0
    said = words(page(out))
    assert all(text in said for text in ("๑มีนาคม๒๕๖๖", "ตย๐๐๐๐๐/๗๗", "ขอได้โปรดพิจารณา"))


@pytest.mark.parametrize(("digits", "total"), [("thai", "๙๐.๕๒"), ("arabic", "90.52")])
def test_digits_are_those_of_the_agency(digits, total, memo, case, out):
    text = (case / "agency.yaml").read_text(encoding="utf-8")
    write("agency.yaml", text.replace("digits: thai", f"digits: {digits}"))(case)
    memo()
    assert total in words(page(out))


@pytest.mark.long
def test_a_name_of_markup_is_printed_as_it_is(cli, case, out):
    write("agency.yaml", "name: 'เทศบาล <b>#strong[x]</b> $x$ \\ & *ก* {total}'")(case)
    answer = cli("document", "memo", case, "-o", out, "--format", ",".join(FORMS))
    assert answer.code == 0
    assert "<b>" not in page(out)
    assert "&lt;b&gt;#strong[x]" in page(out)
    pdf = pypdfium2.PdfDocument(io.BytesIO((out / "memo.pdf").read_bytes()))
    assert "#strong[x]" in "".join(one.get_textpage().get_text_range() for one in pdf)


# What was done, meetings, announcements

NOTICE = Path(__file__).parents[2] / "src/prongsai/data/announcements/no-gift.yaml"


def document(cli, kind, case, out, *more, form="html"):
    return cli("document", kind, case, "-o", out, "--format", form, "--json", *more)


def test_a_folder_without_notes_or_meeting_has_only_the_papers_of_the_case(cli, case, out):
    (case / "notes.yaml").unlink()
    (case / "meeting.yaml").unlink()
    cli("run", case, "-o", out, "--format", "html")
    assert {path.stem for path in out.iterdir()} == {*KINDS[:6], "plan"}


def test_a_report_without_notes_says_what_to_add(cli, case, out):
    (case / "notes.yaml").unlink()
    answer = document(cli, "report-6", case, out)
    assert answer.code == 2
    assert "notes.yaml" in answer.err
    assert not out.exists()


def test_a_note_that_cannot_be_used_is_told_and_left_out(cli, case, out):
    (case / "notes.yaml").write_text(
        "- {measure: 99, on: 1/3/2566}\n- {measure: 1, on: 2/3/2566, percent: 30, done: เริ่มแล้ว}\n",
        encoding="utf-8",
    )
    answer = document(cli, "report-6", case, out)
    assert found(answer) == [("note_measure", "error")]
    assert answer.data["findings"][-1]["places"][0]["quote"] == "99"
    assert "เริ่มแล้ว" in words(page(out, "report-6"))


@pytest.mark.long
def test_a_photo_that_cannot_be_opened_is_told_and_the_rest_printed(cli, case, out):
    document(cli, "results", case, out)
    whole = page(out, "results").count("<img")
    (case / "photos" / "steps.jpg").write_bytes(b"no picture")
    (case / "photos" / "meeting.jpg").unlink()
    answer = document(cli, "results", case, out)
    assert found(answer) == [("photo_refused", "error")] * 2
    assert 2 <= page(out, "results").count("<img") < whole


@pytest.mark.long
def test_the_results_have_two_layouts_and_no_third(cli, case, out):
    document(cli, "results", case, out)
    assert "สรุปผลการดำเนินการ" in words(page(out, "results"))
    document(cli, "results", case, out, "--layout", "three-with-photos")
    shown = words(page(out, "results"))
    assert "ความสำเร็จของการดำเนินการ" in shown
    assert "สรุปผลการดำเนินการ" not in shown
    assert document(cli, "results", case, out, "--layout", "five").code == 2


def test_the_layouts_of_the_command_line_are_those_of_the_paper():
    assert [one.value for one in ResultsLayout] == list(LAYOUTS)


def test_a_photo_is_never_looked_for_outside_the_folder(cli, case, out):
    (case / "agency.jpg").write_bytes((case / "photos" / "steps.jpg").read_bytes())
    (case / "notes.yaml").write_text(
        "- {measure: 1, on: 2/3/2566, photos: [../agency.jpg]}\n", encoding="utf-8"
    )
    assert found(document(cli, "results", case, out)) == [("photo_refused", "error")]


def test_the_reports_of_both_rounds_tell_their_own_days(cli, case, out):
    for kind in ("report-6", "report-12"):
        document(cli, kind, case, out)
    six, twelve = (words(page(out, kind)) for kind in ("report-6", "report-12"))
    assert "ใช้บัตรคิวครบทุกส่วนราชการ" not in six
    assert "ใช้บัตรคิวครบทุกส่วนราชการ" in twelve


def test_another_meeting_is_named_by_its_file(cli, case, out, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("{group: คณะอื่น, number: 9/2566, day: 1/5/2566}", encoding="utf-8")
    document(cli, "minutes", case, out, "--meeting", other)
    assert "คณะอื่นครั้งที่๙/๒๕๖๖" in words(page(out, "minutes"))


def test_an_announcement_is_made_of_its_kind(cli, case, out):
    assert document(cli, "notice", case, out, "--notice", NOTICE).code == 0
    assert "NoGiftPolicy" in words(page(out, "notice"))


def test_an_announcement_needs_its_kind_and_a_sound_one(cli, case, out, tmp_path):
    answer = document(cli, "notice", case, out)
    assert answer.code == 2
    assert "--notice" in answer.err
    broken = tmp_path / "broken.yaml"
    broken.write_text("subject: [", encoding="utf-8")
    assert document(cli, "notice", case, out, "--notice", broken).code == 2
