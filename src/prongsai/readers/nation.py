"""Answers of many agencies, counted by DuckDB as whole numbers (docs/scale.md: the layout).

A file holds one survey, a row for each respondent. Each file is checked and counted by itself, so
that a fault is told with the file's name; the counts of all files are added.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from prongsai.core.errors import Findings, Misuse, Place
from prongsai.core.ids import level_of
from prongsai.core.nation.scoring import AgencyRow, Counted
from prongsai.core.nation.summary import Before
from prongsai.core.rounding import plain_number
from prongsai.core.surveys.questionnaire import Asked, Questionnaire

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IDENTITY = ("agency", "respondent")
_ABOUT = ("name", "province", "kind", "staff")
_WHOLE = {
    f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
}
_FLOATS = ("FLOAT", "DOUBLE")
_TEXT = "VARCHAR"
_BITS = 62  # of a BIGINT, its sign and one more left out
_NAMED = 10
_ROWS = 256


class Part(Struct, frozen=True):
    """One file of answers, or the list of agencies, as it was taken."""

    path: Path
    instrument: str
    digest: str
    size: int
    rows: int = 0


class NationAnswers:
    """The answers of some files: opened, checked, then counted.

    Errors: Misuse where DuckDB is not installed.
    """

    def __init__(self, surveys: Mapping[str, Questionnaire], disclosed: Sequence[str]) -> None:
        """Shape: `disclosed` are the codes of the OIT items."""
        self._surveys, self._disclosed = surveys, disclosed
        self.findings = Findings()
        self.parts: list[Part] = []
        self._has_agencies = False

    def __enter__(self) -> Self:
        """Open DuckDB, which keeps to itself: it fetches no extension."""
        self._base = open_duckdb()
        for survey in self._surveys.values():
            columns = (
                f"{_name(option)} UINTEGER" for each in survey.asked for option in _options(each)
            )
            self._base.execute(
                f"CREATE TABLE {survey.instrument} (agency VARCHAR, respondents UINTEGER, {', '.join(columns)})"
            )
        about = ", ".join(f"{name} VARCHAR" for name in _ABOUT)
        items = ", ".join(f"{_name(code)} VARCHAR" for code in self._disclosed)
        self._base.execute(f"CREATE TABLE agencies (agency VARCHAR, {about}, {items})")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self._base.close()

    # Taking files

    def add_agencies(self, path: Path) -> None:
        """Take the list of agencies with their OIT results."""
        columns = self._open(path)
        if columns is None:
            return
        missing = [name for name in ("agency", *self._disclosed) if name not in columns]
        if missing:
            self._error("columns_missing", path, columns=_listed(missing))
            return
        wanted = ("agency", *_ABOUT, *self._disclosed)
        values = (f"{_text(name, columns)}" for name in wanted)
        self._try(path, f"INSERT INTO agencies SELECT {', '.join(values)} FROM {_source(path)}")
        self._has_agencies = True
        twice = self._base.execute(
            "SELECT agency FROM agencies GROUP BY agency HAVING count(*) > 1 ORDER BY agency"
        ).fetchall()
        if twice:
            self._error("agency_twice", path, codes=_listed(code for (code,) in twice))
        for code in self._disclosed:
            self._check_disclosed(path, code)
        rows = self._base.execute("SELECT count(*) FROM agencies").fetchone() or (0,)
        self.parts.append(Part(path, "OIT", *_digest(path), rows[0]))

    def _check_disclosed(self, path: Path, code: str) -> None:
        name = _name(code)
        unclear = f"FROM agencies WHERE {name} <> '' AND coalesce(TRY_CAST({name} AS DOUBLE), -1) NOT IN (0, 100)"
        row = self._base.execute(
            f"SELECT count(*), first({name}), first(agency) {unclear}"
        ).fetchone()
        if row and row[0]:
            self._error(
                "disclosure_unclear", path, code=code, count=row[0], example=row[1], agency=row[2]
            )

    def add_answers(self, path: Path) -> None:
        """Check a file of answers and count it."""
        columns = self._open(path)
        if columns is None:
            return
        digest, size = _digest(path)
        twin = next((part for part in self.parts if part.digest == digest), None)
        if twin is not None:
            self._error("file_twice", path, other=twin.path.name)
            return
        survey = self._survey_of(path, columns)
        if survey is None:
            return
        rows = self._check(path, columns, survey)
        if rows is not None:
            self._count(path, columns, survey)
            self.parts.append(Part(path, survey.instrument, digest, size, rows))

    def _open(self, path: Path) -> dict[str, str] | None:
        """The columns of a file with their types; None where it cannot be read."""
        rows = self._try(path, f"DESCRIBE SELECT * FROM {_source(path)}")
        return None if rows is None else {row[0]: row[1] for row in rows}

    def _survey_of(self, path: Path, columns: Mapping[str, str]) -> Questionnaire | None:
        """The one survey that a file has answers to, with all of its columns."""
        having = [
            each for each in self._surveys.values() if not columns.keys().isdisjoint(each.codes)
        ]
        if len(having) != 1:
            self._error("questions_missing", path)
            return None
        survey = having[0]
        wanted = (*IDENTITY, *survey.codes)
        missing = [name for name in wanted if name not in columns]
        if missing:
            self._error("columns_missing", path, columns=_listed(missing))
        strange = [
            name
            for name in columns
            if name not in wanted and level_of(name.partition(".")[0].lower())
        ]
        if strange:
            self.findings.warning("nation/columns_unknown", _place(path), columns=_listed(strange))
        odd = [
            name
            for name in survey.codes
            if columns.get(name, _TEXT) not in {*_WHOLE, *_FLOATS, _TEXT}
        ]
        if odd:
            self._error("column_type", path, columns=_listed(odd))
        return None if missing or odd else survey

    def _check(self, path: Path, columns: Mapping[str, str], survey: Questionnaire) -> int | None:
        """The number of rows; None where something is wrong with them."""
        blank = " OR ".join(f"coalesce({_text(name, columns)}, '') = ''" for name in IDENTITY)
        tests = (f"count(*) FILTER ({_is_bad(each, columns[each.code])})" for each in survey.asked)
        rows = self._try(
            path,
            f"SELECT count(*), count(*) FILTER ({blank}), {', '.join(tests)} FROM {_source(path)}",
        )
        if rows is None:
            return None
        count, nameless, *bad = rows[0]
        if nameless:
            self._error("identity_missing", path, count=nameless)
        for each, number in zip(survey.asked, bad, strict=True):
            if number:
                self._tell_outside(path, columns, each, number)
        return None if nameless or any(bad) else count

    def _tell_outside(
        self, path: Path, columns: Mapping[str, str], asked: Asked, count: int
    ) -> None:
        row = self._base.execute(
            f"SELECT {_name(asked.code)}::VARCHAR, agency, respondent FROM {_source(path)}"
            f" WHERE {_is_bad(asked, columns[asked.code])} ORDER BY ALL LIMIT 1"
        ).fetchone() or ("", "", "")
        self._error(
            "answer_outside_scale",
            path,
            code=asked.code,
            count=count,
            options=len(asked.options),
            example=row[0],
            agency=row[1],
            respondent=row[2],
        )

    def _count(self, path: Path, columns: Mapping[str, str], survey: Questionnaire) -> None:
        """Add the counts of a file.

        A question's counts lie side by side in one sum, each with room for all rows of its agency.
        """
        agency, source = _text("agency", columns), _source(path)
        most = f"SELECT max(count) FROM (SELECT count(*) AS count FROM {source} GROUP BY {agency})"
        largest = self._base.execute(most).fetchone() or (0,)
        bits = max(1, int(largest[0] or 0).bit_length())
        room = _BITS // bits
        sums, columns_of_options = [], []
        for each in survey.asked:
            value = _value(each.code, columns[each.code])
            options = range(len(each.options))
            for start in options[::room]:
                held = options[start : start + room]
                packed = _name(f"{each.code}+{start}")
                shifted = f"1::BIGINT << (({value} - {start + 1}) * {bits})"
                if len(held) < len(options):
                    shifted = f"CASE WHEN {value} BETWEEN {start + 1} AND {held[-1] + 1} THEN {shifted} END"
                sums.append(f"coalesce(sum({shifted}), 0)::BIGINT AS {packed}")
                columns_of_options += [
                    f"({packed} >> {place * bits}) & {2**bits - 1}" for place in range(len(held))
                ]
        self._try(
            path,
            f"INSERT INTO {survey.instrument} SELECT agency, respondents, {', '.join(columns_of_options)} FROM"
            f" (SELECT {agency} AS agency, count(*) AS respondents, {', '.join(sums)} FROM {source} GROUP BY ALL)",
        )

    # What all files together must be

    def check_all(self) -> None:
        """Look for respondents that come twice and agencies that nobody knows."""
        for name, survey in self._surveys.items():
            parts = [part for part in self.parts if part.instrument == name]
            if not parts:
                continue
            rows = " UNION ALL ".join(
                f"SELECT respondent::VARCHAR AS respondent FROM {_source(part.path)}"
                for part in parts
            )
            row = self._base.execute(
                f"SELECT count(*), count(DISTINCT respondent) FROM ({rows})"
            ).fetchone()
            if row and row[0] != row[1]:
                twice = self._base.execute(
                    f"SELECT respondent FROM ({rows}) GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"
                ).fetchall()
                self.findings.error(
                    "nation/respondent_twice",
                    *(_place(part.path) for part in parts[:_NAMED]),
                    instrument=survey.instrument,
                    count=len(twice),
                    codes=_listed(code for (code,) in twice),
                )
        if self._has_agencies:
            self._tell_unknown_agencies()
        else:
            self._base.execute(
                f"INSERT INTO agencies (agency) {' UNION '.join(f'SELECT agency FROM {name}' for name in self._surveys)}"
            )

    def _tell_unknown_agencies(self) -> None:
        own = " UNION ".join(f"SELECT agency FROM {name}" for name in self._surveys)
        strange = self._base.execute(
            f"{own} EXCEPT SELECT agency FROM agencies ORDER BY 1"
        ).fetchall()
        if strange:
            self.findings.error(
                "nation/agency_unknown",
                count=len(strange),
                codes=_listed(code for (code,) in strange),
            )

    # What was counted

    def rows(self) -> Iterator[Counted]:
        """The counts of every agency, by its code."""
        names = list(self._surveys)
        codes = [code for survey in self._surveys.values() for code in survey.codes]
        lists = [
            f"[{', '.join(map(_name, _options(each)))}]"
            for survey in self._surveys.values()
            for each in survey.asked
        ]
        asked = self._base.execute(
            f"SELECT agencies.*, {', '.join(f'{name}.respondents' for name in names)}, {', '.join(lists)} FROM agencies"
            f" {' '.join(self._joined(name) for name in names)} ORDER BY agencies.agency"
        )
        first = 1 + len(_ABOUT)
        answered = first + len(self._disclosed)
        counted = answered + len(names)
        while rows := asked.fetchmany(_ROWS):
            for row in rows:
                yield Counted(
                    _agency(row),
                    {
                        name: number or 0
                        for name, number in zip(names, row[answered:counted], strict=True)
                    },
                    {
                        code: counts
                        for code, counts in zip(codes, row[counted:], strict=True)
                        if counts[0] is not None
                    },
                    {
                        code: _is_disclosed(cell)
                        for code, cell in zip(self._disclosed, row[first:answered], strict=True)
                    },
                )

    def _joined(self, name: str) -> str:
        options = (option for each in self._surveys[name].asked for option in _options(each))
        sums = ", ".join(f"sum({_name(option)})::UINTEGER AS {_name(option)}" for option in options)
        return (
            f"LEFT JOIN (SELECT agency, sum(respondents)::UINTEGER AS respondents, {sums} FROM {name}"
            f" GROUP BY agency) AS {name} ON {name}.agency = agencies.agency"
        )

    def write_counts(self, path: Path) -> int:
        """Write how many chose each option as CSV, a line for each; gives the sum of them all."""
        parts = [
            f"SELECT agency, question, answer::UTINYINT AS answer, sum(count)::UINTEGER AS count FROM (SELECT agency,"
            f" split_part(option, ':', 1) AS question, split_part(option, ':', 2) AS answer, count"
            f" FROM (UNPIVOT {name} ON COLUMNS(* EXCLUDE (agency, respondents)) INTO NAME option VALUE count)) GROUP BY ALL"
            for name in self._surveys
        ]
        self._base.execute(
            f"COPY (SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY agency, question, answer)"
            f" TO {literal(path)} (FORMAT csv, HEADER)"
        )
        row = self._base.execute(f"SELECT sum(count::BIGINT) FROM {_source(path)}").fetchone()
        return int(row[0] or 0) if row else 0

    # DuckDB

    def _try(self, path: Path, query: str) -> list[tuple[Any, ...]] | None:
        """The rows of a query; None where the file cannot be read, which is told."""
        import duckdb  # noqa: PLC0415 - installed where it is asked for

        try:
            return self._base.execute(query).fetchall()
        except (duckdb.Error, UnicodeDecodeError) as error:
            reason = str(error).splitlines()[0][:200].replace(str(path), path.name)
            self._error("file_unreadable", path, reason=reason)
            return None

    def _error(self, key: str, path: Path, **values: object) -> None:
        self.findings.error(f"nation/{key}", _place(path), **values)


def open_duckdb() -> DuckDBPyConnection:
    """A database in memory.

    Errors: Misuse where DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        raise Misuse("nation/duckdb_missing") from error
    still = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    settings = {**still, "temp_directory": tempfile.gettempdir(), "preserve_insertion_order": False}
    return duckdb.connect(config=settings)


def duckdb_version() -> str:
    """The version that counted."""
    import duckdb  # noqa: PLC0415 - an extra of its own

    return duckdb.__version__


def read_before(path: Path) -> dict[str, Before]:
    """Last year's totals by agency: a scores.csv or scores.parquet that was written then.

    Errors: UnreadableInput where it cannot be read or lacks agency and total.
    """
    with open_duckdb() as base:
        rows = _before_rows(base, path)
    totals = ((code, plain_number(total or ""), level) for code, total, level in rows)
    return {code: Before(total, level or "") for code, total, level in totals if total is not None}


def _before_rows(base: DuckDBPyConnection, path: Path) -> list[tuple[str, str | None, str | None]]:
    import duckdb  # noqa: PLC0415 - an extra of its own

    from prongsai.core.errors import UnreadableInput  # noqa: PLC0415 - only where it is refused

    columns = "agency::VARCHAR, total::VARCHAR, level::VARCHAR"
    try:
        return base.execute(f"SELECT {columns} FROM {_source(path)}").fetchall()  # noqa: S608 - names of ours
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise UnreadableInput(
            "nation/file_unreadable", place=_place(path), reason=reason
        ) from error


def _agency(row: Sequence[Any]) -> AgencyRow:
    code, name, province, kind, staff = row[: 1 + len(_ABOUT)]
    people = plain_number(staff or "")
    return AgencyRow(
        code, name or "", province or "", kind or "", None if people is None else int(people)
    )


def _is_disclosed(cell: str | None) -> bool | None:
    return None if not cell else float(cell) > 0


def _options(asked: Asked) -> tuple[str, ...]:
    """The columns of a question's counts."""
    return tuple(f"{asked.code}:{place}" for place in range(1, len(asked.options) + 1))


def _value(code: str, kind: str) -> str:
    """The SQL of an answer as a whole number, NULL where there is none."""
    name = _name(code)
    return (
        name
        if kind in _WHOLE
        else f"TRY_CAST(nullif(trim({name}::VARCHAR), '') AS DOUBLE)::TINYINT"
    )


def _is_bad(asked: Asked, kind: str) -> str:
    """The SQL of an answer that is none of the question's."""
    name, options = _name(asked.code), len(asked.options)
    if kind in _WHOLE:
        return f"{name} NOT BETWEEN 1 AND {options}"
    if kind in _FLOATS:
        return f"{name} NOT BETWEEN 1 AND {options} OR {name} <> floor({name})"
    allowed = ", ".join(f"'{place}'" for place in range(1, options + 1))
    return f"trim({name}) NOT IN ('', {allowed})"


def _text(name: str, columns: Mapping[str, str]) -> str:
    """The SQL of a column as trimmed text; NULL where the file has none."""
    return f"trim({_name(name)}::VARCHAR)" if name in columns else "NULL"


def _source(path: Path) -> str:
    """The SQL of a file: text as text, so that a code 0012 keeps its zeros."""
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    if is_parquet or path.suffix.lower() == ".parquet":
        return f"read_parquet({literal(path)})"
    return f"read_csv({literal(path)}, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')"


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def literal(path: Path) -> str:
    """The SQL of a path."""
    return "'" + str(path).replace("'", "''") + "'"


def _place(path: Path) -> Place:
    return Place(file=path.name)


def _listed(codes: Any) -> str:
    """The first codes of many."""
    every = list(codes)
    more = f" … ({len(every)})" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more
