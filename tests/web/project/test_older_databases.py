"""Databases and backups of an older program, on both databases.

The site of v0.2.0 is real (`site_archive`); what a later step does is tried with a made-up one.
"""

import json
import lzma

import pytest
import yaml
from tests.web.databases import ENGINES_IN_TIME
from tests.web.project.site_archive import ARCHIVE
from tests.web.project.test_schema import DRAW_LESS, assert_as_written_down
from tests.web.project.test_upkeep import assert_nothing_left, changed, unsigned
from tests.web.running import ROOT, Site

from prongsai.web.project import restore
from prongsai.web.project.restore import _schema

RIGHTS_BEFORE = yaml.safe_load((ROOT / "tests/cases/rights_of_v0_2_0.yaml").read_text("utf-8"))
# Where a later step adds rows or takes them away on purpose: table → how many it leaves of v0.2.0.
# Two dates of the calendar were a unit's: each is an assignment more.
LEFT = {"ownership_assignment": 28}
# Made by migrating, or worth nothing tomorrow; a search table is made of the entries.
NOT_COUNTED = (
    "auth_", "django_content_type", "django_migrations", "django_session", "platform_cache",
    "platform_worker", "public_site_found",
)  # fmt: skip
BACKUP_AS_ROWS = """
from types import SimpleNamespace
from unittest.mock import patch
from django.conf import settings
from prongsai.web.project import backup
# PostgreSQL is backed up as rows; Django writes them alike on both.
with patch.object(backup, "connection", SimpleNamespace(vendor="postgresql")):
    backup.write(settings.DATA.parent / "rows.tar", settings.DATA)
"""
COUNTED = """
import json
from django.db import connection
with connection.cursor() as cursor:
    counts = {}
    for table in connection.introspection.table_names():
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        counts[table] = cursor.fetchone()[0]
print(json.dumps(counts))
"""
LOOKED_AT = """
from django.conf import settings
from django.test import Client
from django.urls import reverse
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.platform.clock import today
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.year.calendar.queries import events_of
agency = Agency.objects.get()
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(login="ita"), settings.AUTHENTICATION_BACKENDS[0])
home = reverse("public_site:home", args=[agency.pk])
for address in (home, f"{home}ita/2566/", "/2566/", "/2566/plan/", "/2566/registers/"):
    assert client.get(address).status_code == 200, address
assert search(agency, "เทศบาล", today()).count, "the search finds nothing"
held = Appointment.objects.all()
assert held.exists() and not held.exclude(waits_since=None, entered_on=None).exists(), "reads on"
dated = {event.name.th: event.unit for event in events_of(agency, 2566) if event.owners.all}
assert sorted(dated.values()) == ["กองการศึกษา", "กองคลัง"], dated
"""
# What each person of v0.2.0 held, by login: roles, and the units where they worked. Whoever headed
# the central office did so without a unit in the post.
HELD_BEFORE = """
import json
from collections import defaultdict
from django.db import connection
from prongsai.web.platform.clock import today
with connection.cursor() as cursor:
    cursor.execute("SELECT name FROM agency_unit WHERE is_office")
    (office,) = cursor.fetchone() or (None,)
    cursor.execute(
        "SELECT u.login, p.kind, n.name FROM agency_appointment a"
        " JOIN agency_user u ON u.id = a.user_id JOIN agency_position p ON p.id = a.position_id"
        " LEFT JOIN agency_unit n ON n.id = p.unit_id"
        " WHERE a.first_day <= %s AND (a.last_day IS NULL OR a.last_day >= %s)",
        [today().isoformat()] * 2,
    )
    held = defaultdict(lambda: [set(), set(), 0])
    for login, kind, unit in cursor.fetchall():
        unit = unit or (office if kind == "office-head" else None)
        held[login][0].add(kind)
        held[login][1].update([unit] if unit else ())
    for login, (kinds, units, _count) in held.items():
        if kinds & {"unit-head", "office-head"} and units:
            marks = ", ".join(["%s"] * len(units))
            cursor.execute(
                "SELECT count(*) FROM desk_case c JOIN agency_unit n ON n.id = c.unit_id"
                f" WHERE n.name IN ({marks})", sorted(units),
            )
            (held[login][2],) = cursor.fetchone()
print(json.dumps({login: [sorted(a), sorted(b), c] for login, (a, b, c) in held.items()}))
"""
HELD_NOW = """
import json
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.reach import headed_units, units_of
from prongsai.web.citizens.desk.rights import of_units
from prongsai.web.platform.clock import today
from prongsai.web.year.tracking.rights import recorder_of
agency, found = Agency.objects.get(), {}
for user in User.objects.filter(appointments__isnull=False).distinct():
    person = actor_on(user, today())
    units = units_of(person, today())
    heads = {unit.pk for unit in units if unit.pk in headed_units(person, today())}
    kinds = sorted({role.key for role in person.roles})
    if {"unit-head", "office-head"} & set(kinds):
        assert heads == {unit.pk for unit in units}, user.login
    records_all = bool({"ita-officer", "office-head", "administrator"} & set(kinds))
    assert recorder_of(person, today()).records_all is records_all, user.login
    cases = of_units(person, today()).filter(unit__in=heads).count()
    found[user.login] = [kinds, sorted(unit.name for unit in units), cases]
print(json.dumps(found))
"""
REGISTERS_NOW = """
import json
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.reach import units_of
from prongsai.web.citizens.bills.rights import keeps_bills
from prongsai.web.disclosure.registers import rights
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.platform.clock import today

def word(scope, own):
    assert not scope.own_rows
    assert scope.is_all or scope.units in (own, frozenset())
    return "all" if scope.is_all else "own" if scope.units else "none"

registers = {each.key: each for each in registers_of(Agency.objects.get()).registers}
people = {}
for user in User.objects.filter(appointments__isnull=False).distinct():
    person = actor_on(user, today())
    own = frozenset(unit.pk for unit in units_of(person, today()))
    people[user.login] = [keeps_bills(person, today()), {
        key: [
            word(rights.seen_by(person, register, today()), own),
            word(rights.written_by(person, register, today()), own),
            rights.may_report(person, register, today()),
        ]
        for key, register in registers.items()
    }]
print(json.dumps(people))
"""
# A step that this program has not, so that the site of v0.2.0 is an older one on any day.
WITH_NEXT_STEP = f"""
{DRAW_LESS}
from django.db import connection
from django.db.migrations import Migration, RenameField, RunPython
from django.db.migrations.loader import MigrationLoader


def say_window(apps, editor):
    for window in apps.get_model("counter", "Window").objects.using(editor.connection.alias):
        window.label = f"ช่อง {{window.label}}"
        window.save()


class NextStep(Migration):
    operations = [RenameField("window", "name", "label"), RunPython(say_window)]


load_disk = MigrationLoader.load_disk


def with_next_step(self):
    load_disk(self)
    last = max(node for node in self.disk_migrations if node[0] == "counter")
    step = self.disk_migrations["counter", "9999_next"] = NextStep("9999_next", "counter")
    step.dependencies = [last]


MigrationLoader.load_disk = with_next_step
"""
SAY_WINDOWS = """
with connection.cursor() as cursor:
    cursor.execute("SELECT label FROM counter_window ORDER BY label")
    print([label for (label,) in cursor.fetchall()])
"""
WINDOWS_OF_NEXT = "['ช่อง 1', 'ช่อง 2']"
FILL = """
from django.conf import settings
from prongsai.web.project.restore import fill
fill(settings.DATA.parent / "rows.tar", settings.DATA, {manifest!r})
"""
UPGRADE = """
from django.conf import settings
from prongsai.web.project.upgrade import upgrade
upgrade(settings.DATA)
"""


@pytest.fixture(scope="module")
def older_backup(tmp_path_factory):
    """The backup of a site of v0.2.0."""
    backup = tmp_path_factory.mktemp("older") / "site.tar"
    backup.write_bytes(lzma.decompress(ARCHIVE.read_bytes()))
    return backup


@pytest.fixture(scope="module")
def older_folder(older_backup):
    """The data folder of a site of v0.2.0, which no later program has touched; to be copied."""
    folder = older_backup.parent / "data"
    restore.unpack(older_backup, folder)
    return folder


@pytest.fixture(scope="module")
def older_rows(older_folder):
    """A backup of rows of that site, as one on PostgreSQL is backed up."""
    answer = Site(older_folder).python(BACKUP_AS_ROWS)
    assert answer.code == 0, answer.said
    return older_folder.parent / "rows.tar"


@pytest.fixture(scope="module")
def before(older_folder):
    """How many rows each table of that site has, and what its people hold."""
    counts, held = asked(Site(older_folder), COUNTED, HELD_BEFORE)
    counted = {name: rows for name, rows in counts.items() if not name.startswith(NOT_COUNTED)}
    return counted | LEFT, held


def asked(site, *programs):
    """What programs print inside the awake site, one after the other."""
    answer = site.python("".join(programs))
    assert answer.code == 0, answer.said
    return [json.loads(line) for line in answer.out.splitlines()]


# A restore tells the journal and whoever publishes that what was public is so again.
TOLD = ("agency_notification", "platform_journalentry")
GONE = ("ownership_proposal",)


def assert_whole(site, counts, before):
    """The site has all rows of v0.2.0, and its journal, decisions and files are whole."""
    assert sum(before.values()) > 3_000
    kept = {name: counts.get(name) for name in before if name not in (*TOLD, *GONE)}
    assert kept == {name: before[name] for name in kept}
    assert all(counts[name] > before[name] for name in TOLD)
    findings = json.loads(site.run("doctor", "--json").out)
    severities = {finding["code"]: finding["severity"] for finding in findings}
    whole = ("keys", "tables", "journal", "decisions", "files", "titles")
    assert {code: severities[code] for code in whole} == dict.fromkeys(whole, "note"), findings
    assert severities.get("database") != "error", findings
    assert site.run("migrate").said.strip() == ""


# of the version before


@pytest.mark.parametrize("engine", ENGINES_IN_TIME)
@pytest.mark.long
def test_a_site_of_v0_2_0_is_moved_whole_and_its_pages_open(
    site_on, older_backup, older_rows, before, engine
):
    site = site_on(engine)
    answer = site.run("restore", older_backup if engine == "sqlite" else older_rows)
    assert answer.code == 0, answer.said
    counts, held = asked(site, COUNTED, LOOKED_AT, HELD_NOW)
    assert_whole(site, counts, before[0])
    assert_as_written_down(site, engine)
    assert ["office-head"] in [kinds for kinds, units, _cases in held.values() if units]
    assert held == before[1]


@pytest.mark.long
def test_nobody_of_v0_2_0_gains_or_loses_a_register_or_the_bills(site_on, older_backup):
    site = site_on("sqlite")
    assert site.run("restore", older_backup).code == 0
    (people,) = asked(site, REGISTERS_NOW)
    kept = RIGHTS_BEFORE["registers"]
    now = {
        login: [bills, {key: registers[key] for key in kept}]
        for login, (bills, registers) in people.items()
    }
    assert now == {
        login: [each["bills"], dict.fromkeys(kept, each["usual"]) | each["others"]]
        for login, each in RIGHTS_BEFORE["people"].items()
    }


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES_IN_TIME)
def test_a_backup_of_rows_is_restored_as_it_was_and_then_moved(site_on, older_rows, engine):
    site = site_on(engine)
    manifest = restore.unpack(older_rows, site.data)
    answer = site.python(WITH_NEXT_STEP + FILL.format(manifest=manifest) + SAY_WINDOWS)
    assert answer.code == 0, answer.said
    assert answer.out.strip() == WINDOWS_OF_NEXT


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES_IN_TIME)
def test_a_database_is_backed_up_as_it_is_before_it_is_moved(
    site_on, older_backup, older_rows, before, engine
):
    site = site_on(engine)
    backup = older_backup if engine == "sqlite" else older_rows
    assert site.run("restore", backup).code == 0
    answer = site.python(WITH_NEXT_STEP + UPGRADE + SAY_WINDOWS)
    assert answer.out.strip() == WINDOWS_OF_NEXT, answer.said
    backup = max((site.data / "backups").glob("before-update-*.tar"))
    back = site_on("sqlite", "back")
    assert back.run("restore", backup).code == 0
    assert_whole(back, *asked(back, COUNTED), before[0])


# what is refused


def with_schema(backup, path, schema):
    """A copy of a backup that names these migrations."""

    def changed_manifest(name, data):
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        manifest["schema"] = schema(manifest["schema"])
        return json.dumps(unsigned(manifest)).encode()

    return changed(backup, path, changed_manifest)


def test_a_backup_of_rows_of_a_newer_program_is_refused(older_rows, tmp_path):
    newer = with_schema(
        older_rows, tmp_path / "newer.tar", lambda seen: [*seen, "papers.9999_of_tomorrow"]
    )
    answer = Site(tmp_path / "data").run("restore", newer, "--lang", "en")
    assert answer.code != 0
    assert "does not know" in answer.said


@pytest.mark.parametrize("told", [None, [], {}, 7, "agency", [None, 7, {"a": 1}]])
def test_what_names_no_tables_of_a_backup_names_none(told):
    assert _schema({"schema": told}) == []
    assert _schema({"schema": [told, "agency.0001_initial"]}) == [
        *([told] if isinstance(told, str) else []), "agency.0001_initial",
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES_IN_TIME)
@pytest.mark.parametrize("schema", [[None, 7, {"a": 1}], ["agency.0001_initial"]])
@pytest.mark.long
def test_rows_that_the_named_tables_do_not_hold_are_refused_in_words(
    site_on, older_rows, tmp_path, schema, engine
):
    bad = with_schema(older_rows, tmp_path / "bad.tar", lambda _: schema)
    site = site_on(engine)
    answer = site.run("restore", bad, "--lang", "en")
    assert answer.code == 2
    assert "the rows do not fit the tables that the backup names" in answer.err
    assert_nothing_left(site)
    if engine == "postgresql":
        assert site.run("restore", older_rows).code == 0, "the database is as empty as before"
