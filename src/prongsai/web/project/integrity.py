"""Is what is kept whole: tables, journals, decisions, files? One line of the doctor's for each."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max

from prongsai.core.errors import Findings, Place
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency
from prongsai.web.platform import anchors, journal, keeping, remnants
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JournalEntry, Remnant
from prongsai.web.signing.approval import sealing

MOST_TOLD = 20
# Clocks of two machines differ by less; no site is left alone for so long.
_AHEAD, _LONG_AGO = timedelta(minutes=10), timedelta(days=60)


def breaks() -> Iterator[tuple[Agency | None, journal.Break]]:
    """Every place where a journal's chain does not hold: of each agency, and of the site itself."""
    for agency in (None, *Agency.objects.all()):
        for fault in journal.verify(agency):
            yield agency, fault


def faults(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """What is damaged, in the words of the database; at most MOST_TOLD of them.

    Shape:  SQLite compares tables and indexes; PostgreSQL tells a table that cannot be read.
    """
    if connection.vendor == "sqlite":
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA integrity_check({MOST_TOLD})")
                return tuple(str(damage) for (damage,) in cursor.fetchall() if damage != "ok")
        except DatabaseError as error:
            return (str(error),)
    tables = connection.introspection.table_names()
    damages = (_of_table(connection, table) for table in sorted(tables))
    return tuple(fault for fault in damages if fault)[:MOST_TOLD]


def _of_table(connection: BaseDatabaseWrapper, table: str) -> str:
    name = connection.ops.quote_name(table)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            # An index alone would answer a count, and no page of the table would be read.
            for scan in ("indexscan", "indexonlyscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{scan} = off")
            cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 - a name of the database's own
    except DatabaseError as error:
        return f"{table}: {error}"
    return ""


_INDEXES = """
SELECT c.oid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am a ON a.oid = c.relam
WHERE a.amname = 'btree' AND i.indisvalid AND c.relnamespace = current_schema()::regnamespace
ORDER BY 1
"""


def index_faults(connection: BaseDatabaseWrapper) -> tuple[str, ...] | None:
    """What is damaged in indexes, at most MOST_TOLD; None where nobody may compare them.

    Shape:  SQLite compares them with the tables; PostgreSQL by its extension amcheck.
    """
    if connection.vendor == "sqlite":
        return ()
    broken: list[str] = []
    try:
        with connection.cursor() as cursor:
            cursor.execute(_INDEXES)
            names = [name for (name,) in cursor.fetchall()]
            cursor.execute("SELECT to_regprocedure('bt_index_check(regclass)') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return None
        for name in names:
            broken += _of_index(connection, name)
    except ProgrammingError:  # the role may not
        return None
    return tuple(broken[:MOST_TOLD])


def _of_index(connection: BaseDatabaseWrapper, name: str) -> list[str]:
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT bt_index_check(%s::regclass)", [name])
    except ProgrammingError:
        raise
    except DatabaseError as error:
        return [f"{name}: {error}"]
    return []


def check_indexes(_data: Path, findings: Findings) -> None:
    """Every index leads to its rows in order."""
    broken = index_faults(connection)
    for fault in broken or ():
        findings.error("project/indexes", fault=fault)
    if broken is None:
        findings.note("project/indexes.not_checked")
    elif not broken:
        findings.note("project/indexes.whole")


def check_tables(_data: Path, findings: Findings) -> None:
    """Every page of every table can be read."""
    broken = faults(connection)
    for fault in broken[:MOST_TOLD]:
        findings.error("project/tables", fault=fault)
    if not broken:
        findings.note("project/tables.readable")


def check_clock(_data: Path, findings: Findings) -> None:
    """The machine's clock fits what was recorded."""
    newest = JournalEntry.objects.aggregate(newest=Max("at"))["newest"]
    if newest is not None and newest > now() + _AHEAD:
        findings.warning("project/clock.ahead", newest=newest)
    elif newest is not None and newest < now() - _LONG_AGO:
        findings.warning("project/clock.nothing_recorded", days=(now() - newest).days)
    else:
        findings.note("project/clock")


def check_journal(_data: Path, findings: Findings) -> None:
    """No journal was changed or lacks entries."""
    if next(breaks(), None) is None:
        findings.note("project/journal.whole")
    else:
        findings.error("project/journal")


def check_decisions(_data: Path, findings: Findings) -> None:
    """No decision was changed, added or removed."""
    broken = list(sealing.verify())
    unsealed = sum(fault.what == "unsealed" for fault in broken)
    if unsealed:
        findings.note("project/decisions", unsealed=unsealed)
    if len(broken) == unsealed:
        findings.note("project/decisions.whole")
    for fault in broken[:MOST_TOLD]:
        if fault.what != "unsealed":
            findings.error("project/decisions.tampered", decision=fault.decision, what=fault.what)


def check_anchors(data: Path, findings: Findings) -> None:
    """The journals agree with the heads that are kept outside the database."""
    broken = anchors.verify(data)
    for difference in broken[:MOST_TOLD]:
        place = Place(str(anchors.path_of(data)))
        findings.error("project/anchors.disagree", place, difference=difference)
    if not broken and anchors.are_missing(data):
        findings.warning("project/anchors", Place(str(anchors.path_of(data))))
    elif not broken:
        findings.note("project/anchors.agree")


def check_files(_data: Path, findings: Findings) -> None:
    """Every kept file is there and unchanged."""
    lost = list(keeping.verify())
    for file in lost[:MOST_TOLD]:
        findings.error("files", message=file.words, next_step=read_words("project/find_file"))
    if len(lost) > MOST_TOLD:
        findings.error("project/files", more=len(lost) - MOST_TOLD)
    if not lost:
        findings.note("project/files.whole")


def check_remnants(_data: Path, findings: Findings) -> None:
    """What was deleted is out of the database's files too."""
    owed = Remnant.objects.all()
    for remnant in owed[:MOST_TOLD]:
        why = remnants.Why(remnant.why).words
        findings.warning("project/remnants", next_step=why, subject=remnant.subject)
    if not owed:
        findings.note("project/remnants.none_found")


CHECKS: tuple[Callable[[Path, Findings], None], ...] = (
    check_tables, check_indexes, check_clock, check_journal, check_decisions, check_anchors,
    check_files, check_remnants,
)  # fmt: skip
