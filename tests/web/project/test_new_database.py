"""A new database is made as a whole or not at all; test_schema tells what it is made of."""

import pytest
from tests.web.databases import ENGINES_IN_TIME

BREAKS_OFF = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from prongsai.web.project import schema

seen = []


def breaks_off(self, migration):
    seen.append(migration)
    if len(seen) == 50:
        raise RuntimeError("the power is gone")


MigrationExecutor.record_migration = breaks_off
try:
    schema.migrate()
except RuntimeError:
    print(len(seen), connection.introspection.table_names())
"""


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES_IN_TIME)
def test_what_breaks_off_leaves_nothing_and_may_be_done_again(site_on, engine):
    site = site_on(engine)
    broken = site.python(BREAKS_OFF)
    assert broken.out.strip() == "50 []", broken.said
    answer = site.run("migrate", "--lang", "en")
    assert answer.code == 0, answer.said
    assert site.run("migrate").said.strip() == ""
