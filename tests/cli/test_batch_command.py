import csv
import os
import signal
import subprocess
import sys
import time

import duckdb
import pytest
from openpyxl import load_workbook

from prongsai.cli import batch


@pytest.fixture
def sheets(example, tmp_path):
    """Three good sheets, one of them in a folder below, and one that is none."""
    folder = tmp_path / "sheets"
    (folder / "below").mkdir(parents=True)
    text = example.read_text(encoding="utf-8")
    for name in ("a.csv", "b.csv", "below/c.csv"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "none.txt").write_text("hello", encoding="utf-8")
    return folder


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_every_sheet_is_a_row_and_a_fault_is_named(cli, sheets, tmp_path):
    out = tmp_path / "out.csv"
    answer = cli("score", "--batch", sheets, "-o", out, "--lang", "en")
    assert answer.code == 1
    assert "4 sheets, 3 scored, 1 with faults" in answer.said
    assert "file none.txt" in answer.said
    table = rows(out)
    assert list(table) == ["a.csv", "b.csv", "below/c.csv", "none.txt"]
    assert (table["a.csv"]["total"], table["a.csv"]["level"]) == ("90.52", "A")
    assert table["none.txt"]["fault"]
    assert not list(tmp_path.glob("*.progress"))


@pytest.mark.parametrize("refusal", [PermissionError(), ImportError()])
def test_where_processes_can_share_no_memory_one_thread_scores(
    cli, sheets, tmp_path, monkeypatch, refusal
):
    """As in a container whose /dev/shm nobody may write."""

    def refused(*_, **__):
        raise refusal

    monkeypatch.setattr(batch, "ProcessPoolExecutor", refused)
    out = tmp_path / "out.csv"
    assert cli("score", "--batch", sheets, "-o", out).code == 1
    assert [row["total"] for row in rows(out).values()] == ["90.52"] * 3 + [""]


def test_a_table_with_items_has_a_column_for_each(cli, sheets, tmp_path):
    out = tmp_path / "out.csv"
    cli("score", "--batch", sheets, "-o", out, "--items")
    table = rows(out)
    assert table["a.csv"]["i1"] == table["b.csv"]["i1"] != ""
    assert [name for name in table["a.csv"] if name[0] == "o"][:2] == ["o1", "o2"]
    assert not table["none.txt"]["i1"]


@pytest.mark.long
def test_a_list_and_the_other_forms_give_the_same_rows(cli, sheets, tmp_path):
    listed = sheets / "list.txt"
    listed.write_text("b.csv\nbelow/c.csv\n", encoding="utf-8")
    for name in ("out.xlsx", "out.parquet"):
        assert cli("score", "--batch", listed, "-o", tmp_path / name).code == 0
    page = load_workbook(tmp_path / "out.xlsx").active
    assert [page.cell(row, 1).value for row in (4, 5)] == ["b.csv", "below/c.csv"]
    totals = duckdb.execute(f"SELECT file, total::VARCHAR FROM '{tmp_path / 'out.parquet'}'")
    assert totals.fetchall() == [("b.csv", "90.52"), ("below/c.csv", "90.52")]


def test_a_run_that_was_broken_off_goes_on_with_what_is_left(cli, sheets, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    arguments = ("score", "--batch", sheets, "-o", out, "--lang", "en")

    def broken(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(batch, "write_table", broken)
        with pytest.raises(AssertionError):  # the runner gives no answer but exit 130
            cli(*arguments)
    assert not out.exists()
    with (sheets / "b.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with (tmp_path / "out.csv.progress").open("a", encoding="utf-8") as file:
        file.write('{"file": "a.c')  # cut off in the middle
    run, asked = batch._run, []

    def watched(session, jobs):
        asked.extend(name for job in jobs for name, _ in job.files)
        return run(session, jobs)

    monkeypatch.setattr(batch, "_run", watched)
    answer = cli(*arguments)
    assert "3 sheets are done" in answer.said
    assert asked == ["b.csv"]
    assert len(rows(out)) == 4


@pytest.mark.parametrize(
    "arguments",
    [("FILE", "--batch", "x", "-o", "y.csv"), ("--batch", "x"), ("FILE", "-o", "y.csv")],
)
def test_a_file_or_a_batch_with_its_table(cli, arguments):
    answer = cli("score", *arguments, "--lang", "en")
    assert answer.code == 2
    assert "give a file, or --batch together with -o" in answer.said


def test_a_table_that_cannot_be_written_is_refused_before_the_work(cli, sheets, tmp_path):
    assert cli("score", "--batch", sheets, "-o", tmp_path / "out.pdf").code == 2
    (tmp_path / "empty").mkdir()
    assert cli("score", "--batch", tmp_path / "empty", "-o", tmp_path / "out.csv").code == 2


def test_a_sheet_is_never_written_over_and_an_earlier_table_is(cli, sheets, tmp_path):
    listed, before = sheets / "list.txt", (sheets / "a.csv").read_bytes()
    listed.write_text("a.csv\nb.csv\n", encoding="utf-8")
    for source in (listed, sheets):
        answer = cli("score", "--batch", source, "-o", sheets / "a.csv", "--lang", "en")
        assert answer.code == 2
        assert "written over a file that is read" in answer.said
        assert (sheets / "a.csv").read_bytes() == before
    for name in ("out.csv", "out.xlsx"):
        for _ in range(2):
            assert cli("score", "--batch", sheets, "-o", sheets / name).code == 1
        (sheets / name).unlink()


def test_a_sheet_that_is_listed_twice_is_named(cli, sheets, tmp_path):
    listed = sheets / "list.txt"
    listed.write_text("a.csv\nbelow/../a.csv\n", encoding="utf-8")
    answer = cli("score", "--batch", listed, "-o", tmp_path / "out.csv", "--lang", "en")
    assert answer.code == 2
    assert "names below/../a.csv twice" in answer.said
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.long
def test_after_a_kill_the_same_command_ends_with_the_same_table(example, tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    text = example.read_text(encoding="utf-8")
    for number in range(200):
        (folder / f"{number:03}.csv").write_text(text, encoding="utf-8")
    out = tmp_path / "out.csv"
    command = [sys.executable, "-m", "prongsai", "score", "--batch", str(folder), "-o", str(out)]
    with subprocess.Popen(command, start_new_session=True) as started:  # noqa: S603 - our own program
        progress = tmp_path / "out.csv.progress"
        while not (progress.is_file() and progress.stat().st_size):
            time.sleep(0.01)
        os.killpg(started.pid, signal.SIGKILL)
    assert not out.exists()
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own program
    assert done.stderr
    assert len(rows(out)) == 200


def test_what_was_scored_by_other_rules_is_scored_again(own_year, own, example):
    folder = own_year()
    source = {"year": 2565, "draft": False, "frameworks": own}

    def digest():
        return batch.Job((), source, batch._rules(own)).digest(example)

    before = digest()
    assert digest() == before
    with (folder / "framework.yaml").open("a", encoding="utf-8") as file:
        file.write("# corrected\n")
    assert digest() != before
