"""`prongsai demo`: what breaks off, what it refuses, when it plays, and that it is served."""

import os
import pickle
import re
import shutil
import signal
import socket
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.web.approval.conftest import small_pdf
from tests.web.project.test_serve import address_in, told
from tests.web.running import ROOT, Site, answers, ask

from demo_agency import acts
from demo_agency.loading import load
from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.queries.journal import doors
from prongsai.web.platform import drawing
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.project.commands import demo as command
from prongsai.web.project.environment import STORY_DAY, TODAY_DAY, Environment, mark_demo
from prongsai.web.year.assessment.queries import catalogue_of, years
from prongsai.web.year.scoring.queries import current_scores

EXAMPLE = ROOT / "examples/ban-song"
MARCH = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
URL = "postgresql://somebody@localhost/real"
BLANK = {"pdf": small_pdf(), "docx": b"PK\x03\x04", "html": b"<!doctype html><p>memo"}


@pytest.mark.long
def test_what_fails_at_the_very_end_leaves_nothing_and_may_be_done_again(
    db, settings, tmp_path, monkeypatch
):
    settings.DEMO, settings.FROZEN_NOW, settings.DATA = True, MARCH, tmp_path

    def broken():
        raise ProngsaiError(Text("พัง", "broken"))

    def blank(_, asked):
        return BLANK[pickle.loads(asked)[0]]  # noqa: S301 - of this process

    with monkeypatch.context() as patch:
        # Whatever the papers look like: that they are drawn is tested where the demo stays.
        patch.setattr(drawing._Drawer, "drawn", blank)
        patch.setitem(acts.ACTS, "remind of report", broken)
        with pytest.raises(ProngsaiError):
            load(EXAMPLE)
    assert not Agency.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Job.objects.exists()
    assert load(ROOT / "examples/tua-yang-2570", 2570).is_new  # the one that is quick to load


@pytest.mark.long
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
    shift = Environment.from_variables({"PRONGSAI_DATA": str(tmp_path)}).clock_shift
    assert made + shift == STORY_DAY == date(2023, 3, 20)
    mark_demo(tmp_path, made + timedelta(days=3))
    assert Environment.from_variables({"PRONGSAI_DATA": str(tmp_path)}).clock_shift == shift


def test_every_other_folder_lives_today(tmp_path):
    found = Environment.from_variables({"PRONGSAI_DATA": str(tmp_path)})
    assert (found.demo, found.clock_shift) == (False, timedelta())


@pytest.mark.parametrize("mark", ["", "soon", "\u0e51"])
def test_a_mark_without_a_number_moves_no_clock(tmp_path, mark):
    (tmp_path / "demo").write_text(mark, encoding="utf-8")
    found = Environment.from_variables({"PRONGSAI_DATA": str(tmp_path)})
    assert (found.demo, found.clock_shift) == (True, timedelta())


# the second story


@pytest.mark.long
def test_the_second_story_lives_in_2570_with_invented_results_of_2569(db, settings, tmp_path):
    day = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
    settings.DEMO, settings.FROZEN_NOW, settings.DATA = True, day, tmp_path
    agency = load(ROOT / "examples/tua-yang-2570", 2570).agency
    assert agency.is_sample
    assert "ตัวอย่าง" in agency.name
    assert years(agency) == (2570, 2569)
    held = current_scores(agency, 2569)
    assert "ตัวเลขสมมติ" in held.revision.source
    assert len(held.sheet.figures) == 14
    framework = catalogue_of(agency).get(2569, draft=True)
    assert {part.weight for part in framework.instruments} == {None}
    titles = [door.title for door in doors(day.date())]
    assert "เจ้าหน้าที่ ITA" in titles
    assert "นายกเทศมนตรี" in titles


def test_its_clock_stands_in_2570(tmp_path):
    made = date(2027, 2, 1)
    mark_demo(tmp_path, made, TODAY_DAY)
    shift = Environment.from_variables({"PRONGSAI_DATA": str(tmp_path)}).clock_shift
    assert year_of(made + shift) == 2570


@pytest.mark.long
def test_two_demos_on_one_machine_do_not_share_their_cookies(tmp_path):
    names = set()
    for name in ("one", "other"):
        mark_demo(tmp_path / name, date(2026, 11, 20))
        told = Site(tmp_path / name).python(
            "from django.conf import settings as s;print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
        )
        names |= set(told.out.split())
    assert len(names) == 4


# what is refused


def test_a_database_elsewhere_is_never_a_demo(tmp_path):
    mark_demo(tmp_path, date(2026, 11, 20))
    asked = {"PRONGSAI_DATA": str(tmp_path)}
    assert Environment.from_variables(asked).demo is True
    found = Environment.from_variables(asked | {"DATABASE_URL": URL})
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
    with pytest.raises(Misuse, match="not a demo"):
        command._refuse_real_data(tmp_path)
    assert not (tmp_path / "demo").exists()
    (tmp_path / "demo").touch()
    command._refuse_real_data(tmp_path)


def test_a_package_without_the_story_says_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "EXAMPLES", tmp_path)
    with pytest.raises(Misuse, match="installed package") as refused:
        command._refuse_missing_story(EXAMPLE)
    assert "make demo" in refused.value.next_step.en


def test_a_case_without_scores_is_refused(tmp_path):
    site = Site(tmp_path / "demo")
    answer = site.run("demo", "--case", tmp_path, "--data", site.data, "--no-serve")
    assert answer.code == 2
    assert "--case" in answer.err
    assert not site.data.exists()


# as a process


@pytest.mark.long
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
            assert len(re.findall(r'name="position"', page.out)) == 14
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(30) == 0
        assert not answers(address)


def dump(site):
    """Every row of the site's database."""
    tables = site.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: site.rows(f'SELECT * FROM "{name}"') for (name,) in tables}  # noqa: S608
