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
    given_of,
    is_bad,
    is_blank,
    listed,
    literal,
    open_duckdb,
    options_of,
    quoted,
    source_of,
    text_of,
    value_of,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IDENTITY = ("agency", "respondent")
_BITS = 62  # of a BIGINT, its sign and one more left out


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
        """Make the tables, which are named as the surveys."""
        self._base, self._surveys, self._findings = base, surveys, findings
        for survey in surveys.values():
            names = ["respondents", *(name for each in survey.asked for name in options_of(each))]
            columns = ", ".join(f"{quoted(name)} UINTEGER" for name in names)
            base.execute(f"CREATE TABLE {survey.instrument} (agency VARCHAR, {columns})")

    def take(self, path: Path, digest: str) -> NationFile | None:
        """Check a file of that SHA-256 and add its counts; None where anything is wrong with it."""
        columns = self.columns_of(path)
        survey = None if columns is None else self._survey_of(path, columns)
        if columns is None or survey is None:
            return None
        rows = self._count(path, columns, survey)
        if rows is None:
            return None
        self._base.execute(f"INSERT INTO {survey.instrument} FROM part")
        return NationFile(path, survey.instrument, digest, path.stat().st_size, rows)

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
        blank = " OR ".join(map(is_blank, IDENTITY))
        given = (f"count({given_of(each.code, columns[each.code])})" for each in survey.asked)
        sums_of_file = self.run(
            path, f"SELECT count(*), count(*) FILTER ({blank}), {', '.join(given)} FROM {source}"
        )
        if sums_of_file is None or self.run(path, self._counting(source, columns, survey)) is None:
            return None
        rows, nameless, *answers = sums_of_file[0]
        sums = (f"coalesce(sum({' + '.join(map(quoted, options_of(e)))}), 0)" for e in survey.asked)
        counted = self._base.execute(f"SELECT {', '.join(sums)} FROM part").fetchone() or ()
        if nameless:
            self._error("nation/identity_missing", path, count=nameless)
        bad = [all_given - good for all_given, good in zip(answers, counted, strict=True)]
        for each, number in zip(survey.asked, bad, strict=True):
            if number:
                self._tell_outside(path, columns, each, number)
        return None if nameless or any(bad) else int(rows)

    def _counting(self, source: str, columns: Mapping[str, str], survey: Questionnaire) -> str:
        """The SQL that counts.

        A question's counts lie side by side in one sum of powers of two, each with room for all
        rows of its agency.
        """
        agency = quoted("agency")
        most = f"SELECT max(count) FROM (SELECT count(*) AS count FROM {source} GROUP BY {agency})"
        largest = self._base.execute(most).fetchone() or (0,)
        bits = max(1, int(largest[0] or 0).bit_length())
        room = _BITS // bits
        sums, options = [], []
        for each in survey.asked:
            value, names = value_of(each, columns[each.code]), options_of(each)
            for start in range(0, len(names), room):
                held = names[start : start + room]
                powers = ["0"] * start + [f"{1 << place * bits}" for place in range(len(held))]
                packed = quoted(f"{each.code}+{start}")
                # NULL for an answer outside its scale; below 0 it would be counted from the end.
                own = f"greatest(TRY_CAST({value} AS BIGINT), 0)"
                power = f"list_extract([{', '.join(powers)}]::BIGINT[], {own})"
                sums.append(f"coalesce(sum({power}), 0)::BIGINT AS {packed}")
                options += [
                    f"(({packed} >> {place * bits}) & {2**bits - 1})::UINTEGER AS {quoted(name)}"
                    for place, name in enumerate(held)
                ]
        packs = f"SELECT {agency}, count(*)::UINTEGER AS respondents, {', '.join(sums)}"
        return (
            "CREATE OR REPLACE TEMP TABLE part AS"
            f" SELECT {text_of('agency', columns)} AS agency, respondents, {', '.join(options)}"
            f" FROM ({packs} FROM {source} GROUP BY ALL)"
        )

    def _tell_outside(
        self, path: Path, columns: Mapping[str, str], asked: Asked, count: int
    ) -> None:
        row = self._base.execute(
            f"SELECT {quoted(asked.code)}::VARCHAR, agency, respondent FROM {source_of(path)}"
            f" WHERE {is_bad(asked, columns[asked.code])} ORDER BY ALL LIMIT 1"
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
            return self._base.execute(query).fetchall()
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
        base.execute(f"COPY {part.instrument} TO {literal(table)} (FORMAT parquet)")
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
