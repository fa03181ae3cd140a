"""One file of answers, checked and counted by DuckDB into a row for each agency.

It is the same work whether this process does it or a worker of a cluster. Each worker opens
the file by the same path, so that all machines need the same folder; only counts and faults come
back.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from prongsai import __version__
from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.ids import level_of
from prongsai.core.surveys.questionnaire import Asked, Questionnaire
from prongsai.readers.nation_sql import (
    FLOAT_TYPES,
    TEXT_TYPE,
    WHOLE_TYPES,
    execute,
    is_bad,
    is_blank,
    listed,
    literal,
    open_duckdb,
    options_of,
    quoted,
    source_of,
    trimmed,
    value_of,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IDENTITY = ("agency", "respondent")
_BITS = 53  # up to 2**53 a DOUBLE is exact; its sum is half as large as that of a BIGINT
_SUM_BYTES = 16
_ROOM = 64 * 2**20  # bytes of the sums of all agencies that are made in one reading


class NationFile(Struct, frozen=True):
    """One file of answers, or the list of agencies, as it was taken."""

    path: Path
    instrument: str
    digest: str
    size: int
    rows: int = 0


class PartCounter:
    """Checks files and counts them into a table for each survey; faults stand in `findings`."""

    def __init__(
        self, base: DuckDBPyConnection, surveys: Mapping[str, Questionnaire], findings: Findings
    ) -> None:
        """Make a view of all parts of each survey, which is named as the survey."""
        self._base, self._surveys, self._findings = base, surveys, findings
        self.tables: dict[str, list[str]] = {name: [] for name in surveys}
        for survey in surveys.values():
            names = ["respondents", *(name for each in survey.asked for name in options_of(each))]
            columns = ", ".join(f"NULL::UINTEGER AS {quoted(name)}" for name in names)
            none = f"SELECT NULL::VARCHAR AS agency, {columns} WHERE false"
            base.execute(f"CREATE VIEW {survey.instrument} AS {none}")

    def take(self, path: Path, digest: str) -> NationFile | None:
        """Check a file of that SHA-256 and add its counts; None where anything is wrong with it."""
        columns = self.columns_of(path)
        survey = None if columns is None else self._survey_of(path, columns)
        if columns is None or survey is None:
            return None
        rows = self._count(path, columns, survey)
        if rows is None:
            return None
        self.add(survey.instrument)
        return NationFile(path, survey.instrument, digest, path.stat().st_size, rows)

    def add(self, instrument: str) -> None:
        """Add the table `part` to the counts of the survey."""
        tables = self.tables[instrument]
        tables.append(f"{instrument}_{len(tables)}")
        self._base.execute(f"ALTER TABLE part RENAME TO {tables[-1]}")
        parts = " UNION ALL ".join(f"FROM {table}" for table in tables)
        self._base.execute(f"CREATE OR REPLACE VIEW {instrument} AS {parts}")

    def columns_of(self, path: Path) -> dict[str, str] | None:
        """The columns of a file with their types; None where it cannot be read."""
        rows = self.run(path, f"DESCRIBE SELECT * FROM {source_of(path)}")
        return None if rows is None else {row[0]: row[1] for row in rows}

    def _survey_of(self, path: Path, columns: Mapping[str, str]) -> Questionnaire | None:
        """The one survey that a file has answers to, with all of its columns."""
        having = [
            each for each in self._surveys.values() if not columns.keys().isdisjoint(each.codes)
        ]
        if len(having) != 1:
            self._error("nation/questions_missing", path)
            return None
        survey = having[0]
        wanted = (*IDENTITY, *survey.codes)
        missing = [name for name in wanted if name not in columns]
        if missing:
            self._error("nation/columns_missing", path, columns=listed(missing))
        strange = [
            name
            for name in columns
            if name not in wanted and level_of(name.partition(".")[0].lower())
        ]
        if strange:
            self._findings.warning(
                "nation/columns_unknown", place_of(path), columns=listed(strange)
            )
        odd = [
            name
            for name in survey.codes
            if columns.get(name, TEXT_TYPE) not in {*WHOLE_TYPES, *FLOAT_TYPES, TEXT_TYPE}
        ]
        if odd:
            self._error("nation/column_type", path, columns=listed(odd))
        return None if missing or odd else survey

    def _count(self, path: Path, columns: Mapping[str, str], survey: Questionnaire) -> int | None:
        """Count a file into the table `part`; the number of rows, None where rows are wrong.

        An answer outside its scale is in no count, so that fewer are counted than are given.
        """
        source = source_of(path)
        values = [f"{value_of(e, columns[e.code])} AS {quoted(e.code)}" for e in survey.asked]
        answers = f"(SELECT agency, {', '.join(values)} FROM {source})"
        sizes = self.run(
            path,
            "SELECT coalesce(sum(size), 0)::BIGINT, coalesce(max(size), 0), count(*),"
            f" sum(CASE WHEN {is_blank('agency')} THEN size ELSE nameless END)"
            f" FROM (SELECT agency, count(*) AS size, count(*) FILTER ({is_blank('respondent')})"
            f" AS nameless FROM {source} GROUP BY agency)",
        )
        given = f"SELECT {', '.join(f'count({quoted(code)})' for code in survey.codes)}"
        given_rows = self.run(path, f"{given} FROM {answers}") if sizes else None
        if not sizes or not given_rows:
            return None
        rows, largest, agencies, nameless = sizes[0]
        if not self._pack(path, answers, _packed(survey, largest), agencies):
            return None
        sums = (
            f"coalesce(sum({' + '.join(f'{quoted(name)}::BIGINT' for name in options_of(e))}), 0)"
            for e in survey.asked
        )
        counted = self._base.execute(f"SELECT {', '.join(sums)} FROM part").fetchone() or ()
        if nameless:
            self._error("nation/identity_missing", path, count=nameless)
        bad = [all_given - good for all_given, good in zip(given_rows[0], counted, strict=True)]
        for each, number in zip(survey.asked, bad, strict=True):
            if number:
                self._tell_outside(path, columns, each, number)
        return None if nameless or any(bad) else rows

    def _pack(
        self, path: Path, answers: str, packed: tuple[dict[str, str], list[str]], agencies: int
    ) -> bool:
        """Make the table `part` of answers in as many readings as memory asks for."""
        sums, options = packed
        (threads,) = self._base.execute("SELECT current_setting('threads')").fetchone() or (1,)
        step = max(1, _ROOM // (_SUM_BYTES * threads * max(1, agencies)))
        together, packs = "", list[str]()
        for start in range(0, len(sums), step):
            own = ", ".join(f"{sums[name]} AS {name}" for name in list(sums)[start : start + step])
            pack, agency = f"pack_{start}", f"agency_{start}"
            query = f"SELECT agency AS {agency}, {own} FROM {answers} GROUP BY agency"
            if self.run(path, f"CREATE OR REPLACE TABLE {pack} AS {query}") is None:
                return False
            is_same = f" ON agency_0 IS NOT DISTINCT FROM {agency}"
            together += f" JOIN {pack}{is_same}" if packs else pack
            packs.append(pack)
        counts = f"SELECT {trimmed('agency_0')} AS agency, {', '.join(options)} FROM {together}"
        execute(self._base, f"CREATE OR REPLACE TABLE part AS {counts}")
        for pack in packs:
            self._base.execute(f"DROP TABLE {pack}")
        return True

    def _tell_outside(
        self, path: Path, columns: Mapping[str, str], asked: Asked, count: int
    ) -> None:
        row = execute(
            self._base,
            f"SELECT {quoted(asked.code)}::VARCHAR, agency, respondent FROM {source_of(path)}"
            f" WHERE {is_bad(asked, columns[asked.code])} ORDER BY ALL LIMIT 1",
        ).fetchone() or ("", "", "")
        self._error(
            "nation/answer_outside_scale",
            path,
            code=asked.code,
            count=count,
            options=len(asked.options),
            example=row[0],
            agency=row[1],
            respondent=row[2],
        )

    def run(self, path: Path, query: str) -> list[tuple[Any, ...]] | None:
        """The rows of a query; None where the file cannot be read, which is told."""
        import duckdb  # noqa: PLC0415 - installed where it is asked for

        try:
            return execute(self._base, query).fetchall()
        except (duckdb.Error, UnicodeDecodeError) as error:
            reason = str(error).splitlines()[0][:200].replace(str(path), path.name)
            self._error("nation/file_unreadable", path, reason=reason)
            return None

    def _error(self, key: str, path: Path, **values: object) -> None:
        self._findings.error(key, place_of(path), **values)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_of(path: Path) -> Place:
    """What a fault of a file names."""
    return Place(file=path.name)


def _packed(survey: Questionnaire, largest: int) -> tuple[dict[str, str], list[str]]:
    """The SQL of the sums of an agency by name, and of the counts in them.

    A question's counts lie side by side in one sum of powers of two, each with room for all rows
    of its agency.
    """
    bits = max(1, largest.bit_length())
    room, kind = _BITS // bits, "USMALLINT" if largest < 2**16 else "UINTEGER"
    sums, options = {"respondents": "count(*)"}, ["respondents::UINTEGER AS respondents"]
    for each in survey.asked:
        value, names = quoted(each.code), options_of(each)
        for start in range(0, len(names), room):
            held = names[start : start + room]
            powers = [0] * len(names)
            powers[start : start + room] = (1 << place * bits for place in range(len(held)))
            # DuckDB looks into an array twice as fast as into a list.
            power = f"array_extract({powers}::DOUBLE[{len(names)}], {value}::BIGINT)"
            # DuckDB drops the comparison where the bounds in a Parquet file say that it holds.
            choice = f"CASE WHEN {value} BETWEEN 1 AND {len(names)} THEN {power} END"
            packed = quoted(f"{each.code}+{start}")
            sums[packed] = f"coalesce(sum({choice}), 0)"
            options += [
                f"(({packed}::BIGINT >> {place * bits}) & {2**bits - 1})::{kind} AS {quoted(name)}"
                for place, name in enumerate(held)
            ]
    return sums, options


class PartCounts(Struct, frozen=True):
    """What a worker hands back: the counts as a Parquet file; no part where it has faults."""

    findings: Sequence[Finding]
    part: NationFile | None = None
    table: bytes = b""
    version: str = __version__


Work = Callable[..., PartCounts]


def count_part(path: Path, digest: str, *, surveys: Mapping[str, Questionnaire]) -> PartCounts:
    """Check and count one file, in whatever process this runs; another file is refused."""
    if digest_of(path) != digest:
        return not_counted("nation/cluster_other_file", path)
    findings = Findings()
    with open_duckdb() as base, tempfile.TemporaryDirectory() as folder:
        part = PartCounter(base, surveys, findings).take(path, digest)
        if part is None:
            return PartCounts(findings.items)
        table = Path(folder) / "counts.parquet"
        base.execute(f"COPY (FROM {part.instrument}) TO {literal(table)} (FORMAT parquet)")
        return PartCounts(findings.items, part, table.read_bytes())


def not_counted(key: str, path: Path, **values: str) -> PartCounts:
    """Say of a file why a cluster did not count it."""
    findings = Findings()
    findings.error(key, place_of(path), **values)
    return PartCounts(findings.items)


def failed(path: Path, error: Exception) -> PartCounts:
    """Say what a worker raised over a file."""
    lines = str(error).splitlines() or [""]
    reason = f"{type(error).__name__}: {lines[0][:200]}"
    return not_counted("nation/cluster_failed", path, reason=reason)


def of_this_version(path: Path, counts: PartCounts) -> PartCounts:
    """Refuse the counts of a worker that has another version of the rules."""
    if counts.version == __version__:
        return counts
    versions = {"theirs": counts.version, "ours": __version__}
    return not_counted("nation/cluster_version", path, **versions)
