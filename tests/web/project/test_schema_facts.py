"""Whatever changes in a schema changes its description, on both databases."""

import pytest
from django.db import connection, transaction
from tests.web.project.schema_facts import flat_lines, schema_text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TABLE = "platform_worker"
BOTH = [
    f"ALTER TABLE {TABLE} ADD COLUMN extra text",
    f"ALTER TABLE {TABLE} RENAME COLUMN host TO machine",
    f"CREATE INDEX extra ON {TABLE} (host)",
    f"CREATE UNIQUE INDEX extra ON {TABLE} (host) WHERE pid > 7",
    "CREATE VIEW extra AS SELECT host FROM platform_worker",
    "CREATE TABLE extra (number integer)",
    "DROP TABLE platform_sent",
    "INSERT INTO django_content_type (app_label, model) VALUES ('platform', 'extra')",
]
OWN = {
    "sqlite": [
        f"CREATE TRIGGER extra BEFORE DELETE ON {TABLE} BEGIN SELECT 1; END",
        "DROP TRIGGER public_site_found_gone",
        "CREATE VIRTUAL TABLE extra USING fts5(words)",
    ],
    "postgresql": [
        f"ALTER TABLE {TABLE} ALTER host DROP NOT NULL",
        f"ALTER TABLE {TABLE} ALTER host SET DEFAULT ''",
        f"ALTER TABLE {TABLE} ALTER host TYPE text",
        f"ALTER TABLE {TABLE} ADD CHECK (pid > 7)",
        f"ALTER TABLE {TABLE} ADD FOREIGN KEY (host) REFERENCES platform_sent (digest)",
        f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY extra ON {TABLE} FOR SELECT USING (pid > 7)",
        "ALTER TABLE platform_journalentry DISABLE TRIGGER journal_no_change",
        "DROP TRIGGER journal_no_change ON platform_journalentry",
        "CREATE FUNCTION extra() RETURNS integer LANGUAGE sql AS 'SELECT 7'",
        """CREATE OR REPLACE FUNCTION journal_is_only_added_to() RETURNS trigger
            LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$""",
        """DO $$ DECLARE key text; BEGIN
            SELECT conname INTO key FROM pg_constraint
            WHERE conrelid = 'platform_storedfile'::regclass AND contype = 'f' LIMIT 1;
            EXECUTE 'ALTER TABLE platform_storedfile ALTER CONSTRAINT ' || key || ' NOT DEFERRABLE';
        END $$""",
    ],
}


def facts():
    """The description of the database as it is now."""
    return sorted(flat_lines(schema_text(connection)))


def test_each_change_is_told(database):
    before = facts()
    for statement in BOTH + OWN[database]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
            assert facts() != before, statement
            transaction.set_rollback(True)
    assert facts() == before
