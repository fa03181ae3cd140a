"""Two roles of PostgreSQL: the site runs, and can lift no guard."""

import psycopg
import pytest
from psycopg import sql
from tests.web.project.test_upkeep import ALL_THERE, COUNTED, MADE, found
from tests.web.running import Site

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
    assert alone.run("migrate").code != 0, "it may change no tables"
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


def test_tables_of_before_go_to_the_owner_and_passwords_are_renewed(admin, tmp_path):
    before = Site(tmp_path / "data", DATABASE_URL=admin)
    assert before.run("migrate").code == 0
    assert before.python(MADE).code == 0
    told = found(before)["database"]
    assert (told["severity"], "เป็นเจ้าของตาราง" in told["message"]["th"]) == ("warning", True)
    first, again = (addresses(before, admin) for _ in range(2))
    assert first != again
    site = Site(before.data, **again)
    assert site.run("migrate").code == 0
    alone = Site(before.data, DATABASE_URL=again["DATABASE_URL"])
    assert alone.python(COUNTED).out.strip() == ALL_THERE
    assert found(alone)["database"]["severity"] == "note"


def test_an_address_that_makes_no_roles_is_told(tmp_path):
    told = Site(tmp_path / "data").run("database", "roles", "postgresql://nobody@127.0.0.1:1/x")
    assert told.code == 2
    assert "ตั้งบทบาทไม่ได้" in told.err


OWED = """
from django.db import transaction
from prongsai.web.platform import remnants
with transaction.atomic():
    remnants.owe("this", "surveys_remark")
remnants.remove()
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
    assert site.run("migrate").code == 0
    assert found(alone)["remnants"]["severity"] == "note"
