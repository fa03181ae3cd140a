"""Two roles of PostgreSQL: one owns the tables and changes them, the other is the running site's.

The guards of the journal and of decisions are triggers, and who owns a table can drop them. So the
site runs as a role that may read and write rows and owns nothing.
"""

import re
import secrets
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.db import connection
from msgspec import Struct
from psycopg import sql

from prongsai.core.errors import Misuse, Place
from prongsai.web.project.environment import postgresql

_BYTES = 24
_MAINTAIN_SINCE = 170_000


class Roles(Struct, frozen=True):
    """The addresses for the two roles: `owner` for migrations, `site` for all else.

    Shape:  "" for a role that was there already: nobody can read its password.
    """

    owner: str
    site: str


def make(admin_url: str, *, new_passwords: bool = False) -> Roles:
    """Make both roles for the database that an administrator's address names, all or nothing.

    Shape:  tables that are there already go to the owner. A role that is there keeps its password,
            or a running site would be shut out, unless `new_passwords` asks for others.
    """
    name = urlsplit(admin_url).path.strip("/")
    owner, site = f"{name}_owner", f"{name}_site"
    addresses = []
    try:
        with psycopg.connect(admin_url) as connection:
            for role in (owner, site):
                password = _make_role(connection, role, new_passwords=new_passwords)
                addresses.append(password and _address(admin_url, role, password))
            _give(connection, name, owner, site)
    except psycopg.Error as error:
        raise Misuse(
            "project/roles_not_creatable", place=Place("ADMIN_URL"), reason=error
        ) from error
    return Roles(*addresses)


def owns_tables(connection: object) -> bool:
    """Whether the role of a connection of Django owns the journal, and so could lift its guard."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT tableowner = current_user FROM pg_tables WHERE tablename = %s",
            ["platform_journalentry"],
        )
        owner = cursor.fetchone()
    return bool(owner and owner[0])


def reach(url: str, setting: str) -> None:
    """Try the address of a setting."""
    postgresql(url, setting)  # that it is an address of PostgreSQL at all
    own = re.sub(r"(?<=[?&])prepare=[^&]*&?", "", url).rstrip("?&")  # an option of ours
    try:
        with psycopg.connect(own) as connection:
            row = connection.execute(
                "SELECT has_table_privilege(to_regclass('platform_journalentry'), 'INSERT')"
            ).fetchone()
    except psycopg.Error as error:
        raise Misuse(
            "project/database_unopenable",
            place=Place(setting),
            setting=setting,
            reason=error,
        ) from error
    if row and row[0] is False:
        raise Misuse("project/role_without_table_rights", place=Place(setting), setting=setting)


def refuse_unless_owner() -> None:
    """Ask before tables are made or changed."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, has_schema_privilege(current_schema(), 'CREATE') AND NOT EXISTS ("
            " SELECT 1 FROM pg_tables WHERE schemaname = current_schema()"
            " AND NOT pg_has_role(tableowner, 'USAGE'))"
        )
        role, may = cursor.fetchone()
    if not may:
        raise Misuse(
            "project/role_without_schema_rights", place=Place("PRONGSAI_OWNER_URL"), role=role
        )


def _make_role(connection: psycopg.Connection, role: str, *, new_passwords: bool) -> str:
    """Make a role; its password, or "" where it keeps the one it has."""
    row = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    password = "" if row and not new_passwords else secrets.token_urlsafe(_BYTES)
    if password:
        words = "ALTER ROLE {} LOGIN PASSWORD {}" if row else "CREATE ROLE {} LOGIN PASSWORD {}"
        connection.execute(sql.SQL(words).format(sql.Identifier(role), sql.Literal(password)))
    # Who gives something to a role has to be in it, unless it may do everything.
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
    return password


def _give(connection: psycopg.Connection, name: str, owner: str, site: str) -> None:
    """The tables to the owner; rows, and nothing else, to the site."""
    names = {"d": sql.Identifier(name), "o": sql.Identifier(owner), "s": sql.Identifier(site)}
    rows = "SELECT, INSERT, UPDATE, DELETE"
    if connection.info.server_version >= _MAINTAIN_SINCE:  # to write anew what had rows deleted
        rows += ", MAINTAIN"
    for words in (
        "ALTER DATABASE {d} OWNER TO {o}",
        "ALTER SCHEMA public OWNER TO {o}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {d} TO {s}",
        "GRANT USAGE ON SCHEMA public TO {s}",
    ):
        connection.execute(sql.SQL(words).format(**names))
    _hand_over(connection, owner)
    later = "ALTER DEFAULT PRIVILEGES FOR ROLE {o} IN SCHEMA public"
    for words in (
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {{s}}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {s}",
        f"{later} GRANT {rows} ON TABLES TO {{s}}",
        f"{later} GRANT USAGE, SELECT ON SEQUENCES TO {{s}}",
    ):
        connection.execute(sql.SQL(words).format(**names))


def _hand_over(connection: psycopg.Connection, owner: str) -> None:
    """What was made before there were two roles."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner <> %s", [owner]
    ).fetchall()
    for (table,) in tables:
        words = sql.SQL("ALTER TABLE public.{} OWNER TO {}")
        connection.execute(words.format(sql.Identifier(table), sql.Identifier(owner)))
    functions = connection.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n"
        " ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prokind = 'f'"
        " AND pg_get_userbyid(p.proowner) <> %s",
        [owner],
    ).fetchall()
    for (function,) in functions:
        words = sql.SQL("ALTER FUNCTION {} OWNER TO {}")
        connection.execute(words.format(sql.SQL(function), sql.Identifier(owner)))


def _address(admin_url: str, role: str, password: str) -> str:
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password)}@{host}"))
