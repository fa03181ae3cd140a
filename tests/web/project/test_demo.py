"""`prongsai demo`: what it loads, what it refuses, when it plays, and that it is served."""

import os
import re
import shutil
import signal
import socket
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.web.project.test_serve import address_in, told
from tests.web.running import ROOT, Site, answers, ask

from prongsai.cli.case import read_case
from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.papers.kinds import paper
from prongsai.documents.plan_workbook import plan_workbook
from prongsai.web.agency.models import Agency, Position, PositionKind, User
from prongsai.web.agency.people import acting
from prongsai.web.agency.queries.demo import door_user, doors
from prongsai.web.assessment.queries import years
from prongsai.web.measures.queries import plan_of, rows_of
from prongsai.web.measures.queries.pages import plan_page
from prongsai.web.ownership.queries import gap_count
from prongsai.web.papers.queries import case_of
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.project.commands import demo as command
from prongsai.web.project.demo import load
from prongsai.web.project.environment import STORY_DAY, Environment, mark_demo
from prongsai.web.scoring.models import ScoreRevision
from prongsai.web.scoring.queries import history, remarks, standing

EXAMPLE = ROOT / "examples/ban-song"
MARCH = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
URL = "postgresql://somebody@localhost/real"


@pytest.fixture
def loaded(db, settings):
    """The demo's agency in a database that was empty."""
    settings.DEMO = True
    settings.FROZEN_NOW = MARCH
    found = load(EXAMPLE)
    assert found.is_new
    return found.agency


# what is loaded


def test_the_agency_is_invented_and_says_so(loaded):
    assert (loaded.name, loaded.is_sample) == ("เทศบาลตำบลตัวอย่าง", True)
    assert (loaded.district, loaded.province) == ("ตัวอย่าง", "ตัวอย่าง")
    assert years(loaded) == (2566,)


def test_most_has_an_owner_and_something_is_left_to_assign(loaded):
    gaps, again, total = gap_count(loaded, 2566)
    assert 0 < gaps < total / 4
    assert again == 0


def test_the_figures_are_those_that_were_published_with_their_source(loaded):
    found = standing(loaded, 2565)
    totals = {card.fiscal_year: card.total.published for card in history(loaded, 2565)}
    assert totals == {2563: "59.5", 2564: "85.26", 2565: "90.52"}
    assert (found.revision.source, found.revision.number) == ("เอกสารเทศบาล 003 (scores.csv)", 1)
    assert found.revision.made_by_words


def test_the_remarks_touch_their_items(loaded):
    found = remarks(loaded, 2565)
    assert len(found) == 7
    assert found[0].items == ("i27",)
    assert found[-1].items == ("o20",)


def test_the_plan_is_drafted_given_to_units_and_has_one_gap(loaded):
    head = User.objects.get(login="head")
    page = plan_page(acting(head, today()), 2566, today(), None)
    assert [one.code for one in page.covered.open_items] == ["e5"]
    assert (page.covered.open, page.to_correct, page.waiting) == (1, 0, 0)
    assert page.head.approved == "15 มีนาคม 2566"
    units = {unit.name for unit in loaded.units.all()}
    told = {row.unit for row in rows_of(loaded, 2566)}
    assert any(unit in words for unit in units for words in told)
    assert any(row.version > 1 for row in rows_of(loaded, 2566))


@pytest.mark.parametrize("kind", ["booklet", "plan", "memo", "announcement", "order"])
def test_the_papers_are_those_of_a_case_folder_with_the_exported_plan(loaded, kind, tmp_path):
    """The command line reads the folder; agency and day are those of the site."""
    case = tmp_path / "case"
    shutil.copytree(EXAMPLE, case)
    (case / "plan.xlsx").write_bytes(plan_workbook(plan_of(loaded, 2566)))
    read = read_case(case, frameworks=None, draft=True)
    site = case_of(loaded, 2566, today())
    assert not read.drafted
    assert read.case.plan == site.plan
    folder = replace(read.case, agency=site.agency, settings=site.settings)
    assert paper(kind, folder) == paper(kind, site)


def test_every_position_has_one_door_and_one_person_behind_it(loaded):
    shown = doors(today())
    kinds = set(Position.objects.values_list("kind", flat=True))
    assert kinds == set(PositionKind)
    assert {door.position for door in shown} == set(Position.objects.values_list("pk", flat=True))
    assert len({door.title for door in shown}) == len(shown) == 12
    for door in shown:
        person = acting(door_user(str(door.position), today()), today())
        assert Position.objects.get(pk=door.position).kind in person.kinds
    assert not any(user.display_name or user.email for user in User.objects.all())


def test_loading_again_changes_nothing(loaded):
    before = (JournalEntry.objects.count(), ScoreRevision.objects.count())
    again = load(EXAMPLE)
    assert (again.is_new, again.agency) == (False, loaded)
    assert (JournalEntry.objects.count(), ScoreRevision.objects.count()) == before


def test_what_fails_half_way_leaves_nothing_and_may_be_done_again(db, tmp_path):
    case = tmp_path / "case"
    shutil.copytree(EXAMPLE, case)
    (case / "remarks.yaml").write_text("- text: [", encoding="utf-8")
    with pytest.raises(ProngsaiError):
        load(case)
    assert not Agency.objects.exists()
    assert load(EXAMPLE).is_new


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
