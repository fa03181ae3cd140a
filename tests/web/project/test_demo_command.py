"""`prongsai demo`: what breaks off, what it refuses, when it plays, and that it is served."""

import os
import re
import shutil
import signal
import socket
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.web.project.test_serve import address_in, told
from tests.web.running import ROOT, Site, answers, ask

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.project import demo_progress
from prongsai.web.project.commands import demo as command
from prongsai.web.project.demo import load
from prongsai.web.project.environment import STORY_DAY, Environment, mark_demo

EXAMPLE = ROOT / "examples/ban-song"
MARCH = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
URL = "postgresql://somebody@localhost/real"


def test_what_fails_at_the_very_end_leaves_nothing_and_may_be_done_again(
    db, settings, tmp_path, monkeypatch
):
    settings.DEMO, settings.FROZEN_NOW, settings.DATA = True, MARCH, tmp_path

    def broken(_):
        raise ProngsaiError(Text("พัง", "broken"))

    with monkeypatch.context() as patch:
        patch.setattr(demo_progress, "carry_on", broken)
        with pytest.raises(ProngsaiError):
            load(EXAMPLE)
    assert not Agency.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Job.objects.exists()
    assert load(EXAMPLE).is_new


def test_a_case_that_cannot_be_read_leaves_nothing(db, tmp_path):
    case = tmp_path / "case"
    shutil.copytree(EXAMPLE, case)
    (case / "remarks.yaml").write_text("- text: [", encoding="utf-8")
    with pytest.raises(ProngsaiError):
        load(case)
    assert not Agency.objects.exists()


# when it plays


def test_the_clock_stands_on_the_day_of_the_story_and_runs_on(tmp_path):
    made = date(2026, 11, 20)
    mark_demo(tmp_path, made)
    shift = Environment.of({"PRONGSAI_DATA": str(tmp_path)}).clock_shift
    assert made + shift == STORY_DAY == date(2023, 3, 20)
    mark_demo(tmp_path, made + timedelta(days=3))
    assert Environment.of({"PRONGSAI_DATA": str(tmp_path)}).clock_shift == shift


def test_every_other_folder_lives_today(tmp_path):
    found = Environment.of({"PRONGSAI_DATA": str(tmp_path)})
    assert (found.demo, found.clock_shift) == (False, timedelta())


@pytest.mark.parametrize("mark", ["", "soon", "\u0e51"])
def test_a_mark_without_a_number_moves_no_clock(tmp_path, mark):
    (tmp_path / "demo").write_text(mark, encoding="utf-8")
    found = Environment.of({"PRONGSAI_DATA": str(tmp_path)})
    assert (found.demo, found.clock_shift) == (True, timedelta())


# what is refused


def test_a_database_elsewhere_is_never_a_demo(tmp_path):
    mark_demo(tmp_path, date(2026, 11, 20))
    asked = {"PRONGSAI_DATA": str(tmp_path)}
    assert Environment.of(asked).demo is True
    found = Environment.of(asked | {"DATABASE_URL": URL})
    assert (found.demo, found.clock_shift) == (False, timedelta())


def test_the_demo_touches_no_database_of_the_operator(tmp_path):
    site = Site(tmp_path / "demo", DATABASE_URL=URL)
    answer = site.run("demo", "--case", EXAMPLE, "--data", site.data, "--no-serve")
    assert answer.code == 2
    assert "ไม่ใช้ฐานข้อมูลของ DATABASE_URL" in answer.err
    assert not site.data.exists()


@pytest.mark.parametrize("name", ["prongsai.sqlite3", "keys/secret", "thesis.docx"])
def test_a_folder_with_anything_else_in_it_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    with pytest.raises(Misuse, match="no demo"):
        command._refuse_real_data(tmp_path)
    assert not (tmp_path / "demo").exists()
    (tmp_path / "demo").touch()
    command._refuse_real_data(tmp_path)


def test_a_case_without_scores_is_refused(tmp_path):
    site = Site(tmp_path / "demo")
    answer = site.run("demo", "--case", tmp_path, "--data", site.data, "--no-serve")
    assert answer.code == 2
    assert "--case" in answer.err
    assert not site.data.exists()


# as a process


def test_from_an_empty_folder_to_the_doors_and_back(tmp_path):
    site = Site(tmp_path / "demo")
    site.data.mkdir()
    words = ("demo", "--case", EXAMPLE, "--data", site.data)
    first = site.run(*words, "--no-serve")
    assert first.code == 0
    assert "เตรียมข้อมูลตัวอย่างแล้ว: เทศบาลตำบลตัวอย่าง" in first.out
    before = dump(site)
    second = site.run(*words, "--no-serve")
    assert second.code == 0
    assert "ใช้ข้อมูลตัวอย่างที่มีอยู่" in second.out
    assert dump(site) == before
    assert site.python(
        "from prongsai.web.platform.clock import today; print(today())"
    ).out.strip() == str(STORY_DAY)
    served_beside_8000(site, words)


def served_beside_8000(site, words):
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", 8000))
            holder.listen()
        except OSError:
            pass  # somebody else holds it: as good
        command_line = [sys.executable, "-m", "prongsai", *map(str, words)]
        with site.served(command=command_line) as process:
            address = address_in(told(process)[-1])
            assert not address.endswith(":8000/")
            page = ask(f"{address}account/login/")
            assert page.code == 200
            assert len(re.findall(r'name="position"', page.out)) == 12
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(30) == 0
        assert not answers(address)


def dump(site):
    """Every row of the site's database."""
    tables = site.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: site.rows(f'SELECT * FROM "{name}"') for (name,) in tables}  # noqa: S608
