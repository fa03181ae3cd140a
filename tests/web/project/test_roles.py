"""Two roles of PostgreSQL: the site runs, and can lift no guard."""

import psycopg
import pytest
from psycopg import sql
from tests.web.project.test_upkeep import ALL_THERE, COUNTED, MADE, found
from tests.web.running import Site, until

from prongsai.core.errors import Misuse
from prongsai.web.project import roles

pytestmark = pytest.mark.long

FORBIDDEN = [
    "DROP TRIGGER journal_no_change ON platform_journalentry",
    "ALTER TABLE platform_journalentry DISABLE TRIGGER ALL",
    "DROP FUNCTION journal_is_only_added_to() CASCADE",
    "TRUNCATE platform_journalentry CASCADE",
    "DELETE FROM platform_journalentry",
    "UPDATE platform_journalentry SET verb = 'x'",
    "CREATE TABLE mine (id int)",
    "SET session_replication_role = replica",
]


@pytest.fixture
def admin(postgresql):
    """An administrator's address of an empty database; its roles go afterwards."""
    yield (url := postgresql.url("prongsai_roles"))
    head, mark, options = url.partition("?")
    server, _slash, name = head.rpartition("/")
    elsewhere = f"{server}/postgres{mark}{options}"
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for role in ("site", "owner"):
            words = sql.SQL("DROP ROLE IF EXISTS {}")
            connection.execute(words.format(sql.Identifier(f"{name}_{role}")))


def addresses(site, admin):
    told = site.run("database", "roles", admin)
    assert told.code == 0, told.err
    return dict(line.split("=", 1) for line in told.out.split())


def test_the_site_runs_as_a_role_that_owns_nothing(admin, tmp_path):
    first = Site(tmp_path / "data")
    told = addresses(first, admin)
    alone = Site(first.data, DATABASE_URL=told["DATABASE_URL"])
    refused = alone.run("migrate")
    assert refused.code == 2, "it may change no tables"
    assert "PRONGSAI_OWNER_URL" in refused.err
    site = Site(first.data, **told)
    assert site.run("migrate").code == 0
    assert alone.python(MADE).code == 0
    assert alone.python(COUNTED).out.strip() == ALL_THERE
    for words in FORBIDDEN:
        refused = alone.python(
            f"from django.db import connection\nconnection.cursor().execute({words!r})"
        )
        assert refused.code != 0, words
    assert alone.run("journal", "verify").code == 0
    assert alone.python(COUNTED).out.strip() == ALL_THERE
    assert found(alone)["database"]["severity"] == "note"
    assert alone.run("backup", tmp_path / "site.tar").code == 0


def passwords(admin):
    """What PostgreSQL keeps of both roles' passwords."""
    with psycopg.connect(admin) as connection:
        name = connection.info.dbname
        rows = connection.execute(
            "SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY(%s)",
            [[f"{name}_owner", f"{name}_site"]],
        )
        return dict(rows.fetchall())


def test_passwords_are_renewed_only_where_that_is_asked_for(admin, tmp_path):
    site = Site(tmp_path / "data")
    assert len(addresses(site, admin)) == 2
    first = passwords(admin)
    again = site.run("database", "roles", admin)
    assert (again.code, again.out.strip()) == (0, "")
    assert again.err.count("--new-passwords") == 2
    assert passwords(admin) == first
    renewed = site.run("database", "roles", admin, "--new-passwords")
    assert renewed.out.count("_URL=postgresql://") == 2
    assert not set(passwords(admin).values()) & set(first.values())


def test_roles_that_cannot_be_made_whole_change_no_password(admin, monkeypatch):
    """Or the new passwords would be told to nobody, and the site be shut out."""
    roles.make(admin)
    first = passwords(admin)

    def break_off(*_):
        raise psycopg.OperationalError

    monkeypatch.setattr(roles, "_give", break_off)
    with pytest.raises(Misuse):
        roles.make(admin, new_passwords=True)
    assert passwords(admin) == first


def test_a_restore_without_the_owners_address_leaves_nothing_behind(admin, tmp_path):
    told = addresses(Site(tmp_path / "data"), admin)
    before = Site(tmp_path / "before")
    assert before.run("migrate").code == 0
    assert before.python(MADE).code == 0
    assert before.run("backup", tmp_path / "site.tar").code == 0
    alone = Site(tmp_path / "new", DATABASE_URL=told["DATABASE_URL"])
    refused = alone.run("restore", tmp_path / "site.tar")
    assert refused.code == 2
    assert "PRONGSAI_OWNER_URL" in refused.err
    assert [path.name for path in alone.data.iterdir()] == ["lock"]
    both = Site(alone.data, **told)
    assert both.run("restore", tmp_path / "site.tar").code == 0
    assert alone.python(COUNTED).out.strip() == ALL_THERE
    assert not [path for path in alone.data.iterdir() if path.suffix in (".sqlite3", ".jsonl")]
    assert "copies" not in found(alone)
    (alone.data / "moved-prongsai.sqlite3").touch()  # as v0.2.0 left it
    assert found(alone)["copies"]["severity"] == "warning"


NOWHERE = "postgresql://x:y@127.0.0.1:1/prongsai"


@pytest.mark.parametrize(
    ("words", "settings", "named"),
    [
        (("migrate",), {"DATABASE_URL": NOWHERE}, "DATABASE_URL"),
        (("agency", "list"), {"DATABASE_URL": NOWHERE}, "DATABASE_URL"),
        (
            ("restore", "x.tar"),
            {"DATABASE_URL": "{}", "PRONGSAI_OWNER_URL": NOWHERE},
            "PRONGSAI_OWNER_URL",
        ),
        (("migrate",), {"DATABASE_URL": NOWHERE, "PRONGSAI_OWNER_URL": "{}"}, "DATABASE_URL"),
        (
            ("migrate",),
            {"DATABASE_URL": "{}", "PRONGSAI_OWNER_URL": "sqlite:///x"},
            "PRONGSAI_OWNER_URL",
        ),
        (("agency", "list"), {"DATABASE_URL": "{}"}, "DATABASE_URL"),
    ],
)
def test_the_setting_that_cannot_be_used_is_named(admin, tmp_path, words, settings, named):
    site = Site(tmp_path / "data", **{name: url.format(admin) for name, url in settings.items()})
    site.data.mkdir()
    refused = site.run(*words, "--lang", "en")
    assert refused.code == 2, refused.said
    other = ({"DATABASE_URL", "PRONGSAI_OWNER_URL"} - {named}).pop()
    assert (named in refused.err, other in refused.err) == (True, False)


def test_a_role_without_rights_on_the_tables_is_told(admin, tmp_path):
    site = Site(tmp_path / "data", DATABASE_URL=admin)
    assert site.run("migrate").code == 0
    told = addresses(site, admin)
    assert Site(site.data, **told).run("agency", "list").code == 0
    with psycopg.connect(admin) as connection:
        name = sql.Identifier(f"{connection.info.dbname}_site")
        connection.execute(
            sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name)
        )
    refused = Site(site.data, **told).run("agency", "list", "--lang", "en")
    assert refused.code == 2
    assert "the role of DATABASE_URL may not use" in refused.err


def test_tables_of_before_go_to_the_owner(admin, tmp_path):
    before = Site(tmp_path / "data", DATABASE_URL=admin)
    assert before.run("migrate").code == 0
    assert before.python(MADE).code == 0
    told = found(before)["database"]
    assert (told["severity"], "เป็นเจ้าของตาราง" in told["message"]["th"]) == ("warning", True)
    told = addresses(before, admin)
    assert Site(before.data, **told).run("migrate").code == 0
    alone = Site(before.data, DATABASE_URL=told["DATABASE_URL"])
    assert alone.python(COUNTED).out.strip() == ALL_THERE
    assert found(alone)["database"]["severity"] == "note"


def test_an_address_that_makes_no_roles_is_told(tmp_path):
    told = Site(tmp_path / "data").run("database", "roles", "postgresql://nobody@127.0.0.1:1/x")
    assert told.code == 2
    assert "ตั้งบทบาทไม่ได้" in told.err


# Who writes in another database of the server is in the way: it is tried again, as workers do.
# A busy machine may need longer for an empty table than people are made to wait.
REMOVED = """
from time import sleep
from prongsai.web.platform import remnants
remnants._LOCK_PATIENCE, remnants._STATEMENT_PATIENCE = 10_000, 60_000
for _ in range(600):
    remnants.remove()
    if remnants.reason_for("this") != remnants.Why.READ:
        break
    sleep(0.2)
print(remnants.reason_for("this"))
"""
OWED = f"""
from django.db import transaction
from prongsai.web.platform import remnants
from prongsai.web.disclosure.surveys.models import Remark
with transaction.atomic():
    remnants.owe("this", Remark)
{REMOVED}
"""

HOURLY = """
from prongsai.web.platform import remnants
remnants.remove_all()
print(remnants.reason_for("this"))
"""


def test_the_site_writes_anew_what_had_rows_deleted(admin, tmp_path):
    site = Site(tmp_path / "data", **addresses(Site(tmp_path / "data"), admin))
    assert site.run("migrate").code == 0
    alone = Site(site.data, DATABASE_URL=site.environment["DATABASE_URL"])
    assert alone.python(OWED).out.strip() == "None"
    with psycopg.connect(admin, autocommit=True) as connection:
        role = site.environment["DATABASE_URL"].partition("//")[2].partition(":")[0]
        words = sql.SQL("REVOKE MAINTAIN ON surveys_remark FROM {}")
        connection.execute(words.format(sql.Identifier(role)))
    # As on versions of PostgreSQL that know no such right.
    assert alone.python(OWED).out.strip() == "role"
    assert found(alone)["remnants"]["severity"] == "warning"

    def removed():
        """Setting up removes it; who wrote on the server meanwhile is in the way until the next."""
        assert site.run("migrate").code == 0
        return alone.python(HOURLY).out.strip() == "None"

    until(removed, seconds=300)
    assert found(alone)["remnants"]["severity"] == "note"
