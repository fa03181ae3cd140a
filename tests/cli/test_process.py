"""The command as a process: exit codes, encodings, languages, and what help loads."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

HEAVY = {"openpyxl", "rich", "yaml", "xlsxwriter", "python_calamine", "docx", "pypdfium2",
         "selectolax", "lxml"}  # fmt: skip
LIGHT_CORE = {
    "prongsai.core", "prongsai.core.compiled", "prongsai.core.errors", "prongsai.core.messages",
    "prongsai.core.text",
}  # fmt: skip
LOADED = "import sys; from prongsai.cli.main import run; run(sys.argv[1:]); print(*sys.modules)"


def loaded(*words):
    """The modules one command line loads."""
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy():
    modules = loaded("--help")
    assert not HEAVY & {module.partition(".")[0] for module in modules}
    assert {module for module in modules if module.startswith("prongsai.core")} <= LIGHT_CORE


def test_help_of_the_groups_loads_nothing_heavy():
    modules = loaded("framework", "--help") | loaded("template", "--help")
    modules |= loaded("register", "--help")
    assert "rich" not in {module.partition(".")[0] for module in modules}


def test_a_table_does_load_what_help_spares(example):
    assert {"rich", "csv"} <= {name.partition(".")[0] for name in loaded("score", str(example))}


def test_the_console_entry_is_the_same_function():
    (entry,) = entry_points(group="console_scripts", name="prongsai")
    assert entry.value == "prongsai.cli:main"


def test_exit_codes_of_the_process(process, example, wrong_example, tmp_path):
    assert process("score", example).code == 0
    wrong = process("score", wrong_example)
    assert wrong.code == 1
    assert wrong.err == ""
    missing = process("score", tmp_path / "missing.csv")
    assert missing.code == 2
    assert missing.out == ""


PLACES = {
    "C": {"LANG": "C", "PYTHONUTF8": "0"},
    "all C": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "UTF-8": {"LC_ALL": "C.UTF-8"},
}


@pytest.mark.parametrize("environment", PLACES.values(), ids=PLACES)
def test_no_thai_letter_is_lost_in_tables(process, example, environment):
    answer = process("score", example, **environment)
    assert answer.code == 0
    assert "คะแนนรวม 90.52" in answer.out
    assert "การปฏิบัติหน้าที่" in answer.out


@pytest.mark.parametrize("environment", PLACES.values(), ids=PLACES)
def test_no_thai_letter_is_lost_in_json_help_and_errors(process, example, environment):
    assert process("score", example, "--json", **environment).data["total"]["name"]["th"] == (
        "คะแนนรวม"
    )
    assert "วิธีใช้" in process("--help", **environment).out
    assert "ไม่พบไฟล์" in process("score", "missing.csv", **environment).err


@pytest.mark.parametrize("page", ["cp874", "cp1252", "ascii"])
def test_an_old_code_page_is_no_fault_of_the_program(process, example, page):
    answer = process("score", example, PYTHONIOENCODING=page)
    assert answer.code == 0
    assert "90.52" in answer.out


@pytest.mark.long
def test_the_language_may_come_from_the_environment(process, example):
    assert "Total 90.52" in process("score", example, PRONGSAI_LANG="en").out
    assert "คะแนนรวม 90.52" in process("score", example, "--lang", "th", PRONGSAI_LANG="en").out


def test_own_frameworks_lie_in_the_users_folder(process):
    made = process("framework", "new", "2570", "--from", "2568")
    assert made.code == 0
    years = [year["fiscal_year"] for year in process("framework", "list", "--json").data]
    assert 2570 in years


def test_a_reader_that_stops_early_is_no_error(example):
    command = [sys.executable, "-m", "prongsai", "score", str(example), "--items", "--json"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.read(1)
        running.stdout.close()
        said = running.stderr.read()
    assert b"Traceback" not in said
    assert running.returncode in (0, 1)


@pytest.mark.parametrize("width", ["", "wide", "0", "40"])
def test_any_width_of_the_terminal_is_taken(cli, example, width):
    answer = cli("score", example, COLUMNS=width)
    assert answer.code == 0
    assert "90.52" in answer.out


def test_the_commands_for_files_never_load_the_site(example):
    help_alone = loaded("--help") | loaded("serve", "--help") | loaded("doctor", "--help")
    modules = loaded("score", str(example)) | help_alone
    assert not {"django", "granian", "psycopg"} & {name.partition(".")[0] for name in modules}
