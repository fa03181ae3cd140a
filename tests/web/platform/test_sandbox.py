"""Files that are only read: by a child, with the same words as without one."""

import io
import sys
import time
import zipfile
from pathlib import Path

import pytest
from tests.web.conftest import read_here

from prongsai.core.errors import UnknownYear, UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores_for
from prongsai.web.platform import sandbox

pytestmark = pytest.mark.own_process
SENT = {"score_year": 2565, "agency": "เทศบาลตำบลบ้านสอง"}
ROOT = Path(__file__).resolve().parents[3]
SHEETS = [
    *sorted((ROOT / "tests/cases/sheets").glob("0*.*"))[:6],
    ROOT / "examples/ban-song/scores.csv",
]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
@pytest.mark.few(3)
def test_the_child_reads_what_the_command_line_reads(path, tmp_path):
    data = path.read_bytes()
    try:
        expected = read_scores_for(data, path.name, Catalogue(), **SENT)
    except (UnreadableInput, UnknownYear) as error:
        with pytest.raises(type(error)) as caught:
            sandbox.read_scores_for(data, path.name, None, **SENT)
        told = caught.value
        assert (told.message, told.place) == (error.message, error.place)  # noqa: PT017 - compared
        return
    assert sandbox.read_scores_for(data, path.name, None, **SENT) == expected


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", b""), ("a.pdf", b"%PDF-1.7 x"), ("a.doc", b"\0\1\2\3" * 99)]
)
def test_a_refusal_comes_back_whole(name, data, tmp_path):
    with pytest.raises(UnreadableInput) as expected:
        read_scores_for(data, name, Catalogue(), **SENT)
    with pytest.raises(UnreadableInput) as caught:
        sandbox.read_scores_for(data, name, None, **SENT)
    for part in ("message", "place", "next_step"):
        assert getattr(caught.value, part) == getattr(expected.value, part)


def test_a_year_that_is_not_there_is_told_as_such(tmp_path):
    data = (ROOT / "examples/ban-song/scores.csv").read_bytes()
    with pytest.raises(UnknownYear):
        sandbox.read_scores_for(data, "scores.csv", None, **SENT, year=2400)


def test_tables_come_with_their_places():
    (sheet,) = sandbox.read_rows("ชื่อ,หน่วย\nก,กองคลัง\n".encode(), "people.csv")
    assert sheet.rows == (("ชื่อ", "หน่วย"), ("ก", "กองคลัง"))
    assert (sheet.place_of(1).file, sheet.place_of(1).line) == ("people.csv", 2)


@pytest.mark.long
def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    lines = "ผลการประเมิน ITA คะแนน 81.45 (ผ่าน) IIT 90.11 EIT 79.40 OIT 84.20\n" * 15_000
    with pytest.raises(UnreadableInput, match="larger or more complex"):
        sandbox.read_scores_for(lines.encode(), "a.txt", None, **SENT, seconds=1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs Unix: limits of a process")
def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY", 120 * 2**20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b"x" * 200_000_000 + b"</a>")
    with pytest.raises(UnreadableInput):
        sandbox.read_scores_for(out.getvalue(), "a.docx", None, **SENT)


def test_the_child_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("PRONGSAI_DATA", "secret-place")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@h/d")
    seen = {}

    def start(command, **options):
        seen.update(options)
        raise sandbox.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)
    with pytest.raises(UnreadableInput):
        sandbox.read_scores_for(b"x", "a.txt", None, **SENT)
    assert not any("secret" in value for value in seen["env"].values())
    assert set(seen["env"]) <= {*sandbox._KEPT_VARIABLES, "HOME", "TMPDIR"}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: /proc")
def test_after_the_time_the_child_ends_with_what_it_started(tmp_path, monkeypatch):
    started = tmp_path / "started"
    (tmp_path / "sleeping.py").write_text(
        "import pathlib, subprocess, time\n"
        f"child = subprocess.Popen(['sleep', '60'])\npathlib.Path({str(started)!r})"
        ".write_text(str(child.pid))\ntime.sleep(60)\n"
    )
    monkeypatch.setattr(sandbox, "_CHILD", "sleeping")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(UnreadableInput, match="larger or more complex"):
        sandbox.read_scores_for(b"x", "a.txt", None, **SENT, seconds=-1)
    state = Path(f"/proc/{started.read_text()}/stat")
    until = time.monotonic() + 5
    while state.exists() and state.read_text().split()[2] != "Z" and time.monotonic() < until:
        time.sleep(0.05)
    assert not state.exists() or state.read_text().split()[2] == "Z"


LETTER = "เรื่อง,จำนวน\nกระดาษ,12\nติดต่อ 081-234-5678,3\n".encode()
QUESTIONS = {
    "tables": lambda data, name: sandbox.read_rows(data, name, documents=True),
    "rows": sandbox.read_rows,
    "personal": lambda data, name: sandbox.read_personal(data, name, ["0 2123 4567"]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_child_answers_each_question_as_it_is_answered_here(question, monkeypatch):
    """The short run reads in its own process wherever the child is not what is tested."""
    ask = QUESTIONS[question]
    by_child = ask(LETTER, "a.csv")
    assert by_child
    monkeypatch.setattr(sandbox, "_child", read_here)
    assert ask(LETTER, "a.csv") == by_child
