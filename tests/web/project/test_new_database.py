"""A new database has the tables that its migrations make, whichever way they were made."""

import pytest
from tests.web.running import Site

# For a new model Django draws up anew all that it is related to, however far: half of the time.
# Nothing depends on it yet; were a table another for that, it would not be like those made at once.
STEP_BY_STEP = """
from django.core.management import call_command
from django.db.migrations.state import ProjectState


def add_model(self, model):
    self.models[model.app_label, model.name_lower] = model
    if "apps" in self.__dict__:
        self.apps.render_multiple([model.clone()])


ProjectState.add_model = add_model
call_command("migrate", verbosity=0, interactive=False)
"""
# What a database says of itself, a line each; the order of columns is no part of it.
TOLD = """
import re
from django.apps import apps
from django.db import connection
from prongsai.web.project.schema import schema


def parts(statement):
    start, depth = statement.index("(") + 1, 0
    for place in range(start, statement.rindex(")") + 1):
        letter = statement[place]
        if letter in ",)" and depth == 0:
            yield statement[start:place].strip()
            start = place + 1
        depth += (letter == "(") - (letter == ")")


# A column that was renamed keeps the names that were made up for its index and its check then;
# nothing asks for them by name.
NAMED_BY_DJANGO = re.compile(r"\\w+_[0-9a-f]{8}(_\\w+)?|(?<=wordingrow_)(number|version)_check")
ASKED = (
    "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,"
    " pg_get_expr(adbin, adrelid) FROM pg_attribute"
    " JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum"
    " = attnum WHERE attnum > 0 AND relkind = 'r' AND NOT attisdropped"
    " AND relnamespace = 'public'::regnamespace",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
lines = [("migration", *schema())]
with connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        for question in ASKED:
            cursor.execute(question)
            lines += [[NAMED_BY_DJANGO.sub("#", str(one)) for one in row] for row in cursor]
    else:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        for name, statement in cursor.fetchall():
            is_table = statement.startswith("CREATE TABLE")
            lines += [(name, one) for one in parts(statement)] if is_table else [(name, statement)]
    for label in ("auth.Permission", "contenttypes.ContentType"):
        lines.append((label, apps.get_model(label).objects.count()))
print("\\n".join(sorted(repr(line) for line in lines)))
"""
# The steps of `auth` number these rows, of which the site has none, as ours do; its models do not.
UNLIKE = "['auth_group_permissions', 'id',"
BREAKS_OFF = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from prongsai.web.project import new_database

seen = []


def breaks_off(self, migration):
    seen.append(migration)
    if len(seen) == 50:
        raise RuntimeError("the power is gone")


MigrationExecutor.record_migration = breaks_off
try:
    new_database.migrate()
except RuntimeError:
    print(len(seen), connection.introspection.table_names())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def site_of(request, tmp_path):
    """Makes a site whose database is empty."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None

    def make(name):
        return Site(tmp_path / name, **({"DATABASE_URL": server.url(name)} if server else {}))

    return make


def told(site):
    answer = site.python(TOLD)
    assert answer.code == 0, answer.said
    return answer.out.splitlines()


def test_its_tables_are_those_that_the_migrations_make(site_of):
    new, stepped = site_of("made_new"), site_of("made_by_steps")
    assert new.run("migrate").code == 0
    assert stepped.python(STEP_BY_STEP).code == 0
    ours, theirs = told(new), told(stepped)
    assert len(ours) > 1_000
    assert set(ours) - set(theirs) == {one for one in ours if one.startswith(UNLIKE)} - set(theirs)
    assert len(ours) == len(theirs)
    assert new.run("migrate").said.strip() == ""


def test_what_breaks_off_leaves_nothing_and_may_be_done_again(site_of):
    site = site_of("made_in_part")
    broken = site.python(BREAKS_OFF)
    assert broken.out.strip() == "50 []", broken.said
    answer = site.run("migrate", "--lang", "en")
    assert answer.code == 0, answer.said
    assert site.run("migrate").said.strip() == ""
