"""Databases and backups from before roles had neutral words, on both databases."""

from ast import literal_eval

from tests.web.running import Site

OF_BEFORE = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from prongsai.web.agency.models import Agency, Position, WordingRow
from prongsai.web.announcements.models import Announcement
from prongsai.web.platform import clock
agency = Agency.objects.create(
    name="เทศบาลตำบลตัวอย่าง", kind="other", made_at=clock.now(),
    second_factor=["clerk", "complaint-officer", "mayor"],
)
for kind in ("mayor", "clerk", "head", "unit-head", "auditor"):
    Position.objects.create(agency=agency, kind=kind, title=kind)
WordingRow.objects.create(
    agency=agency, key="memo.to", text="เรียน {mayor} ผ่าน{clerk}", shipped="{mayor} (ผ่าน{head})",
    version=1, at=clock.now(),
)
for signer in ("mayor", "clerk"):
    Announcement.objects.create(
        agency=agency, fiscal_year=2569, kind=signer, subject="เรื่อง", signer=signer,
        made_at=clock.now(), changed_at=clock.now(),
    )
unseen = MigrationRecorder(connection).migration_qs.filter(app="APP", name="NAME")
print(unseen.delete()[0])
"""
TOLD = """
from prongsai.web.agency.models import Agency, Position, WordingRow
from prongsai.web.agency.offices import wording_of
from prongsai.web.announcements.models import Announcement
agency = Agency.objects.get()
print({one.title: one.role.key for one in Position.objects.all()})
print(agency.second_factor)
row = WordingRow.objects.get()
print(row.text, row.shipped, wording_of(agency).unfilled("memo.to"))
print({one.kind: one.signer for one in Announcement.objects.all()})
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
]


def told(site):
    answer = site.python(TOLD)
    lines = answer.out.strip().splitlines()
    assert answer.code == 0, answer.said
    return [str(dict(sorted(literal_eval(one).items()))) if one[0] == "{" else one for one in lines]


def without(code, app, name):
    return code.replace("APP", app).replace("NAME", name)


def made(folder, unseen=("agency", "0003_roles"), **environment):
    """A site whose rows are of before, and which has not seen a migration."""
    site = Site(folder, **environment)
    assert site.run("migrate").code == 0
    answer = site.python(without(OF_BEFORE, *unseen))
    assert answer.out.strip() == "1", answer.said
    return site


def unseen_by(site, app, name):
    code = OF_BEFORE.partition("agency = ")[0] + OF_BEFORE[OF_BEFORE.index("unseen =") :]
    assert site.python(without(code, app, name)).out.strip() == "1"


def test_a_database_is_moved_to_the_words_of_today(tmp_path):
    site = made(tmp_path / "data")
    unseen_by(site, "announcements", "0002_roles")
    answer = site.run("migrate", "--lang", "en")
    assert answer.code == 0, answer.said
    assert told(site) == TODAY
    assert site.run("migrate").said.strip() == ""


def test_a_backup_of_rows_is_moved_on_either_database(tmp_path, postgresql):
    site = made(tmp_path / "data", DATABASE_URL=postgresql.url("roles_before"))
    unseen_by(site, "announcements", "0002_roles")
    kept = tmp_path / "rows.tar"
    assert site.run("backup", kept).code == 0
    for name, environment in (
        ("lite", {}),
        ("postgresql", {"DATABASE_URL": postgresql.url("roles_after")}),
    ):
        back = Site(tmp_path / name, **environment)
        answer = back.run("restore", kept)
        assert answer.code == 0, answer.said
        assert told(back) == TODAY
        assert back.run("migrate").said.strip() == ""


def test_a_backup_of_rows_whose_tables_differ_is_refused(tmp_path, postgresql):
    site = made(
        tmp_path / "data", ("analysis", "0001_initial"), DATABASE_URL=postgresql.url("roles_other")
    )
    kept = tmp_path / "rows.tar"
    assert site.run("backup", kept).code == 0
    answer = Site(tmp_path / "back").run("restore", kept, "--lang", "en")
    assert answer.code != 0
    assert "whose tables differ" in answer.said


def test_a_database_of_sqlite_moves_to_postgresql_in_the_words_of_today(tmp_path, postgresql):
    site = made(tmp_path / "data")
    unseen_by(site, "announcements", "0002_roles")
    kept = tmp_path / "site.tar"
    assert site.run("backup", kept).code == 0
    there = Site(tmp_path / "there", DATABASE_URL=postgresql.url("roles_moved"))
    answer = there.run("restore", kept)
    assert answer.code == 0, answer.said
    assert told(there) == TODAY
