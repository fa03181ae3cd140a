"""A score sheet on a scan: every figure is a candidate, none is certain."""

import io
import stat

import pytest
from PIL import Image

from prongsai.cli.taking import take
from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Doubt, ScoreSheet
from prongsai.readers.scores import read_scores

CLAIM = "มี 1 ตัวชี้วัดที่ต่ำกว่าเกณฑ์ 85 คะแนน"
LINES = [
    "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566",
    "เทศบาลตำบลตัวอย่าง",
    "",
    "IIT 91.20",
    "คะแนนรวม 88.10",
    "",
    CLAIM,
]


def picture(kind):
    out = io.BytesIO()
    Image.new("L", (60, 60), 255).save(out, kind)
    return out.getvalue()


@pytest.fixture
def program(monkeypatch, tmp_path):
    """A program that recognises the lines in any picture."""
    path = tmp_path / "tesseract"
    text = "\n".join(LINES)
    path.write_text(
        "#!/bin/sh\nPATH=/bin:/usr/bin\ncat >/dev/null\n"
        f'[ "$1" = --list-langs ] && echo "tha eng" && exit\ncat <<\'E\'\n{text}\nE\n'
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "PDF"])
def test_what_is_recognised_is_offered_and_never_certain(program, kind):
    reading = read_scores(picture(kind), f"a.{kind.lower()}", Catalogue())
    assert (reading.sheet.figures, reading.sheet.ratings) == ((), ())
    offered = {(one.year, one.code, one.published) for one in reading.candidates}
    assert offered == {(2566, "IIT", "91.20"), (2566, "total", "88.10")}
    assert all(Doubt.PICTURE in one.doubts for one in reading.candidates)
    assert "scores_of_a_picture" in {one.code for one in reading.findings}


def test_what_is_recognised_is_looked_at_one_by_one(program):
    reading = read_scores(picture("PNG"), "a.png", Catalogue())
    with pytest.raises(Misuse):
        take(reading, ["all"], Catalogue())
    taken = take(reading, ["1", "2"], Catalogue())
    assert {one.published for one in taken.sheet.figures} == {"91.20", "88.10"}


def test_a_photo_that_is_too_large_is_told_as_such(program, monkeypatch):
    monkeypatch.setattr("prongsai.readers.picture.MAX_BYTES", 9)
    with pytest.raises(UnreadableInput, match="over"):
        read_scores(picture("PNG"), "a.png", Catalogue())


def test_a_scan_that_takes_too_long_is_told_as_such(program, monkeypatch):
    monkeypatch.setattr("prongsai.readers.evidence.recognise", lambda _: None)
    with pytest.raises(UnreadableInput, match="too long"):
        read_scores(picture("PDF"), "a.pdf", Catalogue())


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_without_the_program_it_is_refused_as_before(monkeypatch, tmp_path, kind):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableInput):
        read_scores(picture(kind), f"a.{kind.lower()}", Catalogue())


def test_what_else_is_said_in_a_picture_is_held_against_nothing(program):
    text = "\n".join(LINES).encode()
    assert read_scores(text, "a.txt", Catalogue()).sheet.claims
    assert read_scores(picture("PNG"), "a.png", Catalogue()).sheet == ScoreSheet(None)


@pytest.mark.parametrize("year", [None, 2565])
def test_a_year_that_was_misread_is_corrected(program, year):
    reading = read_scores(picture("PNG"), "a.png", Catalogue(), year=year)
    assert reading.sheet.fiscal_year == year
    assert {one.year for one in reading.candidates} == {2566}
    taken = take(reading, ["1@2565"], Catalogue()).sheet
    assert (taken.fiscal_year, taken.years()) == (2565, (2565,))


def test_the_callers_year_is_that_of_scores_without_one(program, monkeypatch, tmp_path):
    path = tmp_path / "tesseract"
    path.write_text(path.read_text("utf-8").replace(" ประจำปีงบประมาณ พ.ศ. 2566", ""))
    reading = read_scores(picture("PNG"), "a.png", Catalogue(), year=2565)
    assert {one.year for one in reading.candidates} == {2565}
