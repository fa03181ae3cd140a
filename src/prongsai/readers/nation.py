"""Answers of many agencies, counted by DuckDB as whole numbers (docs/scale.md: the layout).

A file holds one survey, a row for each respondent. Each file is checked and counted by itself, so
that a fault is told with the file's name; the counts of all files are added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from msgspec import Struct

from prongsai.core.errors import Findings, Place
from prongsai.core.ids import level_of
from prongsai.core.nation.scoring import AgencyRow, Counted
from prongsai.core.rounding import plain_number
from prongsai.core.surveys.questionnaire import Asked, Questionnaire
from prongsai.readers.nation_sql import (
    FLOAT_TYPES,
    NAMED,
    TEXT_TYPE,
    WHOLE_TYPES,
    is_bad,
    listed,
    literal,
    open_duckdb,
    options_of,
    quoted,
    source_of,
    text_of,
    value_of,
)

IDENTITY = ("agency", "respondent")
_ABOUT = ("name", "province", "kind", "staff")
_BITS = 62  # of a BIGINT, its sign and one more left out
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
            names = ["respondents", *(name for each in survey.asked for name in options_of(each))]
            columns = ", ".join(f"{quoted(name)} UINTEGER" for name in names)
            self._base.execute(f"CREATE TABLE {survey.instrument} (agency VARCHAR, {columns})")
        about = ", ".join(f"{name} VARCHAR" for name in _ABOUT)
        items = ", ".join(f"{quoted(code)} VARCHAR" for code in self._disclosed)
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
            self._error("nation/columns_missing", path, columns=listed(missing))
            return
        wanted = ("agency", *_ABOUT, *self._disclosed)
        values = (f"{text_of(name, columns)}" for name in wanted)
        self._try(path, f"INSERT INTO agencies SELECT {', '.join(values)} FROM {source_of(path)}")
        self._has_agencies = True
        twice = self._base.execute(
            "SELECT agency FROM agencies GROUP BY agency HAVING count(*) > 1 ORDER BY agency"
        ).fetchall()
        if twice:
            self._error("nation/agency_twice", path, codes=listed(code for (code,) in twice))
        for code in self._disclosed:
            self._check_disclosed(path, code)
        rows = self._base.execute("SELECT count(*) FROM agencies").fetchone() or (0,)
        self.parts.append(Part(path, "OIT", *_digest(path), rows[0]))

    def _check_disclosed(self, path: Path, code: str) -> None:
        name = quoted(code)
        row = self._base.execute(
            f"SELECT count(*), first({name}), first(agency) FROM agencies WHERE {name} <> ''"
            f" AND coalesce(TRY_CAST({name} AS DOUBLE), -1) NOT IN (0, 100)"
        ).fetchone()
        if row and row[0]:
            self._error(
                "nation/disclosure_unclear",
                path,
                code=code,
                count=row[0],
                example=row[1],
                agency=row[2],
            )

    def add_answers(self, path: Path) -> None:
        """Check a file of answers and count it."""
        columns = self._open(path)
        if columns is None:
            return
        digest, size = _digest(path)
        twin = next((part for part in self.parts if part.digest == digest), None)
        if twin is not None:
            self._error("nation/file_twice", path, other=twin.path.name)
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
        rows = self._try(path, f"DESCRIBE SELECT * FROM {source_of(path)}")
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
            self.findings.warning("nation/columns_unknown", _place(path), columns=listed(strange))
        odd = [
            name
            for name in survey.codes
            if columns.get(name, TEXT_TYPE) not in {*WHOLE_TYPES, *FLOAT_TYPES, TEXT_TYPE}
        ]
        if odd:
            self._error("nation/column_type", path, columns=listed(odd))
        return None if missing or odd else survey

    def _check(self, path: Path, columns: Mapping[str, str], survey: Questionnaire) -> int | None:
        """The number of rows; None where something is wrong with them."""
        blank = " OR ".join(f"coalesce({text_of(name, columns)}, '') = ''" for name in IDENTITY)
        tests = (f"count(*) FILTER ({is_bad(each, columns[each.code])})" for each in survey.asked)
        rows = self._try(
            path,
            f"SELECT count(*), count(*) FILTER ({blank}), {', '.join(tests)}"
            f" FROM {source_of(path)}",
        )
        if rows is None:
            return None
        count, nameless, *bad = rows[0]
        if nameless:
            self._error("nation/identity_missing", path, count=nameless)
        for each, number in zip(survey.asked, bad, strict=True):
            if number:
                self._tell_outside(path, columns, each, number)
        return None if nameless or any(bad) else count

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

    def _count(self, path: Path, columns: Mapping[str, str], survey: Questionnaire) -> None:
        """Add the counts of a file.

        A question's counts lie side by side in one sum, each with room for all rows of its agency.
        """
        agency, source = text_of("agency", columns), source_of(path)
        most = f"SELECT max(count) FROM (SELECT count(*) AS count FROM {source} GROUP BY {agency})"
        largest = self._base.execute(most).fetchone() or (0,)
        bits = max(1, int(largest[0] or 0).bit_length())
        room = _BITS // bits
        sums, options = [], []
        for each in survey.asked:
            value = value_of(each.code, columns[each.code])
            places = range(1, len(each.options) + 1)
            for start in places[::room]:
                held = places[start - 1 : start - 1 + room]
                packed = quoted(f"{each.code}+{start}")
                chosen = f"{value} BETWEEN {start} AND {held[-1]}"
                one_more = f"1::BIGINT << (({value} - {start}) * {bits})"
                sums.append(
                    f"sum(CASE WHEN {chosen} THEN {one_more} ELSE 0 END)::BIGINT AS {packed}"
                )
                options += [
                    f"({packed} >> {(place - start) * bits}) & {2**bits - 1}" for place in held
                ]
        packs = f"SELECT {agency} AS agency, count(*) AS respondents, {', '.join(sums)}"
        self._try(
            path,
            f"INSERT INTO {survey.instrument} SELECT agency, respondents, {', '.join(options)}"
            f" FROM ({packs} FROM {source} GROUP BY ALL)",
        )

    # What all files together must be

    def check_all(self) -> None:
        """Look for respondents that come twice and agencies that nobody knows."""
        for name in self._surveys:
            if parts := [part for part in self.parts if part.instrument == name]:
                self._tell_twice(name, parts)
        if self._has_agencies:
            self._tell_unknown_agencies()
        else:
            own = " UNION ".join(f"SELECT agency FROM {name}" for name in self._surveys)
            self._base.execute(f"INSERT INTO agencies (agency) {own}")

    def _tell_twice(self, instrument: str, parts: Sequence[Part]) -> None:
        rows = " UNION ALL ".join(
            f"SELECT trim(respondent::VARCHAR) AS respondent FROM {source_of(part.path)}"
            for part in parts
        )
        row = self._base.execute(
            f"SELECT count(*), count(DISTINCT respondent) FROM ({rows})"
        ).fetchone()
        if not row or row[0] == row[1]:
            return
        twice = self._base.execute(
            f"SELECT respondent FROM ({rows}) GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"
        ).fetchall()
        self.findings.error(
            "nation/respondent_twice",
            *(_place(part.path) for part in parts[:NAMED]),
            instrument=instrument,
            count=len(twice),
            codes=listed(code for (code,) in twice),
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
                codes=listed(code for (code,) in strange),
            )

    # What was counted

    def rows(self) -> Iterator[Counted]:
        """The counts of every agency, by its code."""
        names = list(self._surveys)
        codes = [code for survey in self._surveys.values() for code in survey.codes]
        lists = [
            f"[{', '.join(map(quoted, options_of(each)))}]"
            for survey in self._surveys.values()
            for each in survey.asked
        ]
        answered_by = ", ".join(f"{name}.respondents" for name in names)
        asked = self._base.execute(
            f"SELECT agencies.*, {answered_by}, {', '.join(lists)} FROM agencies"
            f" {' '.join(map(self._joined, names))} ORDER BY agencies.agency"
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
        options = (option for each in self._surveys[name].asked for option in options_of(each))
        sums = ", ".join(
            f"sum({column})::UINTEGER AS {column}"
            for column in ("respondents", *map(quoted, options))
        )
        return (
            f"LEFT JOIN (SELECT agency, {sums} FROM {name} GROUP BY agency) AS {name}"
            f" ON {name}.agency = agencies.agency"
        )

    def write_counts(self, path: Path) -> int:
        """Write how many chose each option as CSV, a line for each; gives the sum of them all."""
        options = "COLUMNS(* EXCLUDE (agency, respondents)) INTO NAME option VALUE count"
        parts = " UNION ALL ".join(f"FROM (UNPIVOT {name} ON {options})" for name in self._surveys)
        self._base.execute(
            "COPY (SELECT agency, split_part(option, ':', 1) AS question,"
            " split_part(option, ':', 2)::UTINYINT AS answer, sum(count)::UINTEGER AS count"
            f" FROM ({parts}) GROUP BY ALL ORDER BY agency, question, answer)"
            f" TO {literal(path)} (FORMAT csv, HEADER)"
        )
        row = self._base.execute(f"SELECT sum(count::BIGINT) FROM {source_of(path)}").fetchone()
        return int(row[0] or 0) if row else 0

    # DuckDB

    def _try(self, path: Path, query: str) -> list[tuple[Any, ...]] | None:
        """The rows of a query; None where the file cannot be read, which is told."""
        import duckdb  # noqa: PLC0415 - installed where it is asked for

        try:
            return self._base.execute(query).fetchall()
        except (duckdb.Error, UnicodeDecodeError) as error:
            reason = str(error).splitlines()[0][:200].replace(str(path), path.name)
            self._error("nation/file_unreadable", path, reason=reason)
            return None

    def _error(self, key: str, path: Path, **values: object) -> None:
        self.findings.error(key, _place(path), **values)


def _agency(row: Sequence[Any]) -> AgencyRow:
    code, *texts, staff = row[: 1 + len(_ABOUT)]
    people = plain_number(staff or "")
    name, province, kind = (text or "" for text in texts)
    return AgencyRow(code, name, province, kind, None if people is None else int(people))


def _is_disclosed(cell: str | None) -> bool | None:
    return None if not cell else float(cell) > 0


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _place(path: Path) -> Place:
    return Place(file=path.name)
