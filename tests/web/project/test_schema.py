"""The schema of a database is the one written down, however the database was made.

After a change of models run `make schema`, look at what changed in tests/web/project/schema, and
commit it with the migration.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from tests.web.databases import ENGINES
from tests.web.project.schema_facts import flat_lines

WRITTEN = Path(__file__).parent / "schema"
# For a new model Django draws up anew all that it is related to, however far: three quarters of the
# time. Nothing depends on that; were a table another for it, it would not be as written down.
DRAW_LESS = """
from django.db.migrations.state import ProjectState


def add_model(self, model):
    self.models[model.app_label, model.name_lower] = model
    if "apps" in self.__dict__:
        self.apps.render_multiple([model.clone()])


ProjectState.add_model = add_model
"""
STEP_BY_STEP = f"""
{DRAW_LESS}
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""
AT_ONCE = """
from prongsai.web.project import schema
schema.migrate()
"""
SCHEMA = """
from django.db import connection
from tests.web.project.schema_facts import schema_text
print(schema_text(connection), end="")
"""


def assert_as_written_down(site, engine):
    """The schema of a site's database is the one that is written down."""
    answer = site.python(SCHEMA)
    assert answer.code == 0, answer.said
    path = WRITTEN / f"{engine}.txt"
    if os.environ.get("PRONGSAI_WRITE_SCHEMA"):
        path.write_text(answer.out)
    made, written = (Counter(flat_lines(text)) for text in (answer.out, path.read_text()))
    assert written.total() > 1_000
    unlike = {"only made": [*made - written], "only written down": [*written - made]}
    assert not any(unlike.values()), f"run `make schema` if this is meant: {unlike}"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "program",
    # Step by step goes the whole run alone, as does the site of v0.2.0 that is moved.
    [pytest.param(STEP_BY_STEP, marks=pytest.mark.long), AT_ONCE],
    ids=["step-by-step", "at-once"],
)
def test_a_new_database_has_the_schema_that_is_written_down(site_on, engine, program):
    site = site_on(engine)
    answer = site.python(program)
    assert answer.code == 0, answer.said
    assert_as_written_down(site, engine)
