"""The folder of a copy: what is written, what is removed, and what is nobody's business."""

import json
import os

import pytest

from prongsai.core.errors import Misuse
from prongsai.web.project.export.exporting import OWNED, Folder
from prongsai.web.project.export.gathering import Made

WANTED = {"index.html": Made(b"home"), "a/b/index.html": Made(b"page"), "e/x.csv": Made(b"1")}


def write(path, files=WANTED, agency="one"):
    return Folder(path, agency).write(files)


def held(path):
    return {
        one.relative_to(path).as_posix(): one.read_bytes()
        for one in path.rglob("*")
        if one.is_file() and one.name != OWNED
    }


def test_a_folder_is_filled_and_a_second_time_nothing_is_written(tmp_path):
    out = tmp_path / "new" / "site"
    done = write(out)
    assert set(done.written) == set(WANTED)
    assert held(out) == {name: made.body for name, made in WANTED.items()}
    before = {one: one.stat().st_mtime_ns for one in out.rglob("*")}
    done = write(out)
    assert (done.written, done.same, done.removed) == ((), 3, ())
    assert {one: one.stat().st_mtime_ns for one in out.rglob("*")} == before


def test_everybody_may_read_what_is_written_whatever_the_process_allows(tmp_path):
    former = os.umask(0o077)
    try:
        write(tmp_path / "out")
    finally:
        os.umask(former)
    for one in [tmp_path / "out", *(tmp_path / "out").rglob("*")]:
        assert one.stat().st_mode & 0o777 == (0o755 if one.is_dir() else 0o644)


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path):
    write(tmp_path)
    (tmp_path / "a/own.txt").write_text("of somebody")
    done = write(tmp_path, {"index.html": Made(b"home"), "e/x.csv": Made(b"2")})
    assert done.written == ("e/x.csv",)
    assert done.removed == ("a/b/index.html",)
    assert held(tmp_path) == {"index.html": b"home", "e/x.csv": b"2", "a/own.txt": b"of somebody"}
    assert not (tmp_path / "a/b").exists()


def test_a_file_that_somebody_changed_is_written_anew_where_it_is_wanted_and_else_left(tmp_path):
    write(tmp_path)
    (tmp_path / "index.html").write_text("mine")
    (tmp_path / "e/x.csv").write_text("mine")
    done = write(tmp_path, {"index.html": Made(b"home"), "a/b/index.html": Made(b"page")})
    assert done.written == ("index.html",)
    assert done.left == ("e/x.csv",)
    assert held(tmp_path)["e/x.csv"] == b"mine"


def test_a_folder_that_holds_something_else_is_refused_and_an_empty_one_is_not(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/one.txt").write_text("dear")
    with pytest.raises(Misuse) as refusal:
        write(tmp_path / "letters")
    assert str(tmp_path / "letters") in refusal.value.place.text().en
    assert refusal.value.next_step.th
    assert held(tmp_path) == {"letters/one.txt": b"dear"}
    (tmp_path / "empty").mkdir()
    assert write(tmp_path / "empty").written


def test_the_copy_of_another_agency_and_a_file_in_its_place_are_refused(tmp_path):
    write(tmp_path / "out", agency="one")
    with pytest.raises(Misuse):
        write(tmp_path / "out", agency="another")
    (tmp_path / "file").write_text("x")
    with pytest.raises(Misuse):
        write(tmp_path / "file")
    assert write(tmp_path / "out", agency="one").same == 3


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/hostname", "a/../../out.txt", "a\\..\\out", OWNED]
)
def test_a_list_that_names_files_outside_removes_none(tmp_path, name):
    outside = tmp_path / "out.txt"
    outside.write_text("x")
    write(tmp_path / "site")
    owned = json.loads((tmp_path / "site" / OWNED).read_text())
    owned["files"][name] = "0" * 64
    (tmp_path / "site" / OWNED).write_text(json.dumps(owned))
    with pytest.raises(Misuse):
        write(tmp_path / "site", {})
    assert outside.read_text() == "x"
    del owned["files"][name]
    (tmp_path / "site" / OWNED).write_text(json.dumps(owned))
    assert len(write(tmp_path / "site", {}).removed) == 3


def test_a_list_that_cannot_be_read_is_no_list(tmp_path):
    for told in (b"", b"[]", b'{"format": 2, "agency": "one", "files": {}}', b"\xff\xfe"):
        (tmp_path / OWNED).write_bytes(told)
        with pytest.raises(Misuse):
            write(tmp_path)
    (tmp_path / OWNED).write_bytes(b'{"format": 1, "agency": "one", "files": {}}')
    assert write(tmp_path).written


def test_a_file_of_somebody_in_the_way_stops_everything_before_the_first_is_written(tmp_path):
    write(tmp_path, {"index.html": Made(b"home")})
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_text("a file where a folder must stand")
    with pytest.raises(Misuse) as refusal:
        write(tmp_path)
    assert str(tmp_path / "a/b/index.html") in refusal.value.place.text().en
    assert held(tmp_path) == {"index.html": b"home", "a/b": b"a file where a folder must stand"}
    (tmp_path / "a/b").unlink()
    assert "a/b/index.html" in write(tmp_path).written


def test_a_way_that_leads_elsewhere_is_never_taken(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / "out"
    write(out, {"index.html": Made(b"home")})
    (out / "a").symlink_to(elsewhere)
    with pytest.raises(Misuse):
        write(out)
    assert not list(elsewhere.iterdir())
    (out / "a").unlink()
    assert write(out).written


def test_a_file_of_the_same_content_is_taken_over(tmp_path):
    write(tmp_path, {"index.html": Made(b"home")})
    (tmp_path / "e").mkdir()
    (tmp_path / "e/x.csv").write_bytes(b"1")
    assert "e/x.csv" not in write(tmp_path).written
    assert "e/x.csv" in write(tmp_path, {"index.html": Made(b"home")}).removed


def test_after_a_break_off_the_next_export_knows_whose_the_files_are(tmp_path, monkeypatch):
    write(tmp_path, {"index.html": Made(b"old"), "z.html": Made(b"z")})
    put = Folder._put

    def broken(folder, name, made):
        put(folder, name, made)
        if name == "a/b/index.html":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "_put", broken)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path)
    (tmp_path / ".prongsai-export-half").write_text("left by a power cut")
    done = write(tmp_path)
    assert done.removed == ("z.html",)
    assert held(tmp_path) == {name: made.body for name, made in WANTED.items()}


def test_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("prongsai.web.project.export.exporting.tempfile.mkstemp", full)
        with pytest.raises(Misuse) as refusal:
            write(tmp_path / "out")
    assert "No space left" in refusal.value.message.en
    assert write(tmp_path / "out").written
