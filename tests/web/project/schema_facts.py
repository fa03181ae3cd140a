"""What the schema of a database is, as sorted text: one line for each fact of a table.

Left out, since nothing asks for it:

- the order of columns, and the names that Django or the engine made up for an index or a constraint
  (a renamed column keeps the former name);
- the type of `auth_group_permissions.id`, which Django's own steps make a bigint and its models an
  integer (the site has no such row);
- the tables in which SQLite keeps the index of a search table.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

# Django's names end in a digest; PostgreSQL's are table, columns and kind.
_DIGEST = r"\w+_[0-9a-f]{8}(?:_\w+)?"
_KIND = r"{table}_(?:\w+_)?(?:pkey|key|fkey|check)"
_COLUMNS = """
    SELECT relname, concat_ws(' ', attname, format_type(atttypid, atttypmod),
        CASE WHEN attcollation <> typcollation THEN 'COLLATE ' || attcollation::regcollation END,
        CASE WHEN attnotnull THEN 'NOT NULL' END,
        CASE attidentity WHEN 'd' THEN 'IDENTITY BY DEFAULT' WHEN 'a' THEN 'IDENTITY ALWAYS' END,
        CASE attgenerated WHEN 's' THEN 'GENERATED' ELSE 'DEFAULT' END
            || ' ' || pg_get_expr(adbin, adrelid))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_type t ON t.oid = atttypid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
        AND attnum > 0 AND NOT attisdropped
"""
# PostgreSQL 18 counts NOT NULL (n) as constraints too.
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 'n'
"""
_INDEXES = """
    SELECT indrelid::regclass::text, regexp_replace(
        pg_get_indexdef(indexrelid), 'CREATE (UNIQUE )?INDEX (\\S+) ON \\S+', '\\1INDEX \\2')
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
_TRIGGERS = """
    SELECT tgrelid::regclass::text,
        concat_ws(' ', pg_get_triggerdef(oid), CASE tgenabled WHEN 'D' THEN 'DISABLED' END)
    FROM pg_trigger WHERE NOT tgisinternal
"""
_POLICIES = """
    SELECT tablename, concat_ws(' ', 'POLICY', policyname, permissive, 'FOR', cmd, 'TO', roles,
        'USING ' || qual, 'WITH CHECK ' || with_check)
    FROM pg_policies
    UNION SELECT oid::regclass::text, CASE WHEN relforcerowsecurity THEN 'FORCE ' ELSE '' END
        || 'ROW LEVEL SECURITY' FROM pg_class WHERE relrowsecurity
"""
_FUNCTIONS = """
    SELECT 'FUNCTION ' || oid::regprocedure, pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'
"""
_VIEWS = """
    SELECT 'VIEW ' || oid::regclass, pg_get_viewdef(oid) FROM pg_class
    WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
    UNION SELECT 'EXTENSIONS', extname FROM pg_extension
"""
_POSTGRESQL = (_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS, _POLICIES, _FUNCTIONS, _VIEWS)
_MODELS = """
    SELECT app_label || '.' || model, codename FROM django_content_type
    LEFT JOIN auth_permission ON content_type_id = django_content_type.id
"""


def schema_text(connection) -> str:
    """Describe the schema of the database that a connection of Django leads to."""
    facts = defaultdict(list)
    with connection.cursor() as cursor:
        of_engine = _in_postgresql if connection.vendor == "postgresql" else _in_sqlite
        for table, fact in of_engine(cursor):
            if not (table == "auth_group_permissions" and fact.startswith(("id ", '"id" '))):
                facts[table].append(_without_made_up_names(table, " ".join(fact.split())))
        facts["MODELS AND PERMISSIONS"] = list(_models(cursor))
    lines = ("\n  ".join([table, *sorted(facts[table])]) for table in sorted(facts))
    return "\n".join(lines) + "\n"


def flat_lines(text: str) -> Iterator[str]:
    """Yield each fact with the table it belongs to."""
    table = ""
    for line in text.splitlines():
        if line.startswith(" "):
            yield f"{table}: {line.strip()}"
        else:
            table = line


def _without_made_up_names(table: str, fact: str) -> str:
    made_up = rf"\b(?:{_DIGEST}|{_KIND.format(table=re.escape(table))})\b ?"
    return re.sub(made_up, "", fact.replace('"', ""))


def _in_postgresql(cursor):
    for question in _POSTGRESQL:
        cursor.execute(question)
        yield from cursor.fetchall()


def _in_sqlite(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'")
    own = tuple(f"{name}_" for (name,) in cursor.fetchall())
    cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for kind, name, table, statement in cursor.fetchall():
        if kind == "table" and name.startswith((*own, "sqlite_")):
            continue
        if kind == "table" and statement.startswith("CREATE TABLE"):
            yield from ((table, part) for part in _parts(statement))
        elif kind == "index":
            yield (
                table,
                re.sub(r'CREATE (UNIQUE )?INDEX "?(\w+)"? ON \S+', r"\1INDEX \2", statement),
            )
        else:
            yield table, statement


def _parts(statement):
    """Yield the definitions of columns and constraints between the outer brackets."""
    start, depth = statement.index("(") + 1, 0
    for place in range(start, statement.rindex(")") + 1):
        letter = statement[place]
        if letter in ",)" and depth == 0:
            yield statement[start:place].strip()
            start = place + 1
        depth += (letter == "(") - (letter == ")")


def _models(cursor):
    cursor.execute(_MODELS)
    permissions = defaultdict(list)
    for model, codename in cursor.fetchall():
        permissions[model].append(str(codename).removesuffix(f"_{model.partition('.')[2]}"))
    for model, codenames in permissions.items():
        yield f"{model}: {', '.join(sorted(codenames))}"
