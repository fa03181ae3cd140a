"""Databases and backups of an older program, with its tables and words, on both databases."""

import json
import shutil
from ast import literal_eval

import pytest
from tests.web.project.test_upkeep import changed, unsigned
from tests.web.running import Site

from prongsai.web.project.restore import _schema

SEEN = """
from django.db.migrations.loader import MigrationLoader
from prongsai.web.project.schema import migrate_to, models_seen
from prongsai.web.platform import clock
files = MigrationLoader(None).disk_migrations
own = {app for app, name in files if files[app, name].__module__.startswith("prongsai.")}
# Apps that came later ask for tables of later.
later = (
    "bills", "counter", "desk", "surveys", "disclosure", "links", "public_site", "registers",
    "statistics",
)
then = [(app, name) for app, name in files if app not in later]
first = [(app, name) for app, name in then if app not in own or name.startswith("0001")]
migrate_to(f"{app}.{name}" for app, name in [*first, ("agency", "0002_squashed")])
"""
OF_BEFORE = (
    SEEN
    + """
models = models_seen()
agency = models.get_model("agency.Agency").objects.create(
    name="เทศบาลตำบลตัวอย่าง", kind="other", made_at=clock.now(),
    second_factor=["clerk", "complaint-officer", "mayor"],
)
for kind in ("mayor", "clerk", "head", "unit-head", "auditor"):
    models.get_model("agency.Position").objects.create(agency=agency, kind=kind, title=kind)
models.get_model("agency.WordingRow").objects.create(
    agency=agency, key="memo.to", text="เรียน {mayor} ผ่าน{clerk}", shipped="{mayor} (ผ่าน{head})",
    version=1, at=clock.now(), by_words="ปลัดเทศบาล",
)
for signer in ("mayor", "clerk"):
    models.get_model("announcements.Announcement").objects.create(
        agency=agency, fiscal_year=2569, kind=signer, subject="เรื่อง", signer=signer,
        made_at=clock.now(), changed_at=clock.now(),
    )
memo = models.get_model("papers.Memo").objects.create(
    agency=agency, fiscal_year=2569, subject="เรื่อง", made_at=clock.now(), changed_at=clock.now(),
)
models.get_model("papers.MemoRevision").objects.create(
    memo=memo, number=1, values={"subject": "เรื่อง"}, at=clock.now(), by_words="นิติกร",
)
"""
)
OF_TOMORROW = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("papers", "9999_of_tomorrow")
"""
TOLD = """
from prongsai.web.agency.models import Agency, Position, WordingRow
from prongsai.web.agency.offices import wording_of
from prongsai.web.announcements.models import Announcement
from prongsai.web.papers.models import MemoRevision
agency = Agency.objects.get()
print({one.title: one.role.key for one in Position.objects.all()})
print(agency.second_factor)
row = WordingRow.objects.get()
print(row.text, row.shipped, wording_of(agency).unfilled("memo.to"))
print({one.kind: one.signer for one in Announcement.objects.all()})
memo = MemoRevision.objects.get()
print(row.number, row.made_by_words, memo.agency == agency, memo.made_by_words, memo.values)
"""
TODAY = [
    (
        "{'auditor': 'auditor', 'clerk': 'chief-administrator', 'head': 'office-head',"
        " 'mayor': 'chief-executive', 'unit-head': 'unit-head'}"
    ),
    "['chief-administrator', 'chief-executive', 'complaint-officer']",
    (
        "เรียน {chief_executive} ผ่าน{chief_administrator}"
        " {chief_executive} (ผ่าน{office_head})"
        " เรียน {chief_executive} ผ่าน{chief_administrator}"
    ),
    "{'clerk': 'chief-administrator', 'mayor': 'chief-executive'}",
    "1 ปลัดเทศบาล True นิติกร {'subject': 'เรื่อง'}",
]


def told(site):
    answer = site.python(TOLD)
    lines = answer.out.strip().splitlines()
    assert answer.code == 0, answer.said
    return [str(dict(sorted(literal_eval(one).items()))) if one[0] == "{" else one for one in lines]


def made(folder, **environment):
    """A site whose tables and rows are of before."""
    site = Site(folder, **environment)
    answer = site.python(OF_BEFORE)
    assert answer.code == 0, answer.said
    return site


@pytest.fixture(scope="module")
def older_folder(tmp_path_factory):
    """A data folder with its SQLite, of before; to be copied."""
    return made(tmp_path_factory.mktemp("folder") / "data").data


@pytest.fixture
def older_site(older_folder, tmp_path):
    """A site of before on SQLite."""
    return Site(shutil.copytree(older_folder, tmp_path / "data"))


@pytest.fixture(scope="module")
def older_postgresql(tmp_path_factory, postgresql):
    """A site of before on PostgreSQL, which one test moves."""
    folder = tmp_path_factory.mktemp("rows")
    return made(folder / "data", DATABASE_URL=postgresql.url("older_kept"))


@pytest.fixture(scope="module")
def rows_backup(older_postgresql):
    """A backup of rows, of a site of before."""
    kept = older_postgresql.data.parent / "rows.tar"
    assert older_postgresql.run("backup", kept).code == 0
    return kept


def test_a_database_is_moved_to_the_tables_and_words_of_today(older_site):
    site = older_site
    answer = site.run("migrate", "--lang", "en")
    assert answer.code == 0, answer.said
    assert told(site) == TODAY
    assert site.run("migrate").said.strip() == ""


def test_a_database_of_postgresql_is_backed_up_as_it_is_and_moved(
    tmp_path, older_postgresql, rows_backup
):
    site = older_postgresql  # its rows were backed up before
    answer = site.run("migrate", "--lang", "en")
    assert answer.code == 0, answer.said
    assert told(site) == TODAY
    (kept,) = (site.data / "backups").glob("before-update-*.tar")
    back = Site(tmp_path / "back")
    assert back.run("restore", kept).code == 0
    assert told(back) == TODAY
    assert back.run("migrate").said.strip() == ""


def test_a_backup_of_rows_is_moved_on_postgresql(rows_backup, tmp_path, postgresql):
    """On SQLite it is moved above: what an update backs up is written by the same function."""
    back = Site(tmp_path / "back", DATABASE_URL=postgresql.url("older_after"))
    answer = back.run("restore", rows_backup)
    assert answer.code == 0, answer.said
    assert told(back) == TODAY
    assert back.run("migrate").said.strip() == ""


def test_a_backup_of_rows_of_a_newer_program_is_refused(tmp_path, postgresql):
    site = Site(tmp_path / "data", DATABASE_URL=postgresql.url("newer"))
    assert site.run("migrate").code == 0
    assert site.python(OF_TOMORROW).code == 0
    kept = tmp_path / "rows.tar"
    assert site.run("backup", kept).code == 0
    answer = Site(tmp_path / "back").run("restore", kept, "--lang", "en")
    assert answer.code != 0
    assert "does not know" in answer.said


@pytest.mark.parametrize("told", [None, [], {}, 7, "agency", [None, 7, {"a": 1}]])
def test_what_names_no_tables_of_a_backup_names_none(told):
    assert _schema({"schema": told}) == []
    assert _schema({"schema": [told, "agency.0001_squashed"]}) == [
        *([told] if isinstance(told, str) else []), "agency.0001_squashed",
    ]  # fmt: skip


@pytest.mark.parametrize("schema", [[None, 7, {"a": 1}], ["agency.0001_squashed"]])
def test_rows_that_the_named_tables_do_not_hold_are_refused_in_words(rows_backup, tmp_path, schema):
    def strange(name, data):
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        manifest["schema"] = schema
        return json.dumps(unsigned(manifest)).encode()

    bad = changed(rows_backup, tmp_path / "bad.tar", strange)
    answer = Site(tmp_path / "back").run("restore", bad, "--lang", "en")
    assert answer.code == 2
    assert "the rows do not fit the tables that the backup names" in answer.err
    assert "Traceback" not in answer.said


def test_a_database_of_sqlite_moves_to_postgresql_in_the_words_of_today(
    older_site, tmp_path, postgresql
):
    kept = tmp_path / "site.tar"
    assert older_site.run("backup", kept).code == 0
    there = Site(tmp_path / "there", DATABASE_URL=postgresql.url("older_there"))
    answer = there.run("restore", kept)
    assert answer.code == 0, answer.said
    assert told(there) == TODAY
