"""Sheets of codes and scores take the short way, and it leads to the same place."""

import subprocess
import sys
from pathlib import Path

import pytest

from prongsai.core.errors import Findings
from prongsai.core.extract import Extract, Table
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.forms.all_forms import in_usual_form, in_usual_words
from prongsai.core.scoresheet.forms.circumstances import Circumstances
from prongsai.core.scoresheet.forms.typed import are_typed, is_typed
from prongsai.core.scoresheet.names import Names
from prongsai.readers.scores import read_extract

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "tests/cases/scored", ROOT / "tests/cases/unscored", ROOT / "examples")
TYPED = "code,year,score\ntotal,2565,90.52\nIIT,2565,93.1\no12,2565,0\n"


def blocks_of(path):
    extract = read_extract(path.read_bytes(), path.name)
    return extract.blocks if isinstance(extract, Extract) else ()


@pytest.fixture(scope="module")
def documents():
    """Every document of the corpora that is text, with its blocks."""
    paths = [path for folder in FOLDERS for path in sorted(folder.rglob("*.[ct][sx][vt]"))]
    return [(path, found) for path in paths if (found := blocks_of(path))]


def test_no_form_changes_a_typed_sheet(documents, catalogue):
    names = Names(catalogue.get(2565))
    typed = 0
    for path, blocks in documents:
        tables = [one for one in blocks if isinstance(one, Table) and is_typed(one)]
        for table in tables:
            for topic in (Topic.ITA_RESULTS, Topic.UNKNOWN):
                around = Circumstances("ผล ITA", topic, names, Complaints(Findings(), 2565))
                assert in_usual_form(table, around) == table, path
        if are_typed(blocks):
            typed += 1
            assert in_usual_words(blocks, names) == list(blocks), path
    assert typed > 5


@pytest.mark.parametrize(
    ("sheet", "is_short"),
    [
        (TYPED, True),
        (TYPED.replace("code,year,score", "รหัส,ปี,คะแนน"), True),
        (TYPED.replace("code,year,score", "code,year,goal"), False),
        (TYPED + "คะแนนเฉลี่ย,2565,90.1\n", False),
        (TYPED + "หน้า 3,2565,90.1\n", False),
        ("ผล ITA ปี 2565\n" + TYPED, True),
        ("ITA 90.11\n" + TYPED, False),
    ],
)
def test_only_codes_and_scores_under_plain_headings_are_typed(tmp_path, sheet, is_short):
    path = tmp_path / "scores.csv"
    path.write_text(sheet, encoding="utf-8")
    assert are_typed(blocks_of(path)) is is_short


@pytest.mark.parametrize("name", ["all_forms", "tiles", "yearly_totals"])
def test_a_typed_sheet_loads_no_form(name):
    code = (
        "import sys; from prongsai.cli.main import run;"
        f"run(['read', {str(ROOT / 'examples/ban-song/scores.csv')!r}]);"
        f"sys.exit('prongsai.core.scoresheet.forms.{name}' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], check=False, stdout=subprocess.DEVNULL
    )
    assert done.returncode == 0
