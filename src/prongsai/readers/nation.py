"""Answers of many agencies, counted by DuckDB as whole numbers (docs/scale.md: the layout).

A file holds one survey, a row for each respondent. Each file is checked and counted by itself, so
that a fault is told with the file's name; the counts of all files are added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from prongsai.core.errors import Findings
from prongsai.core.nation.scoring import AgencyRow, Counted, Scorer
from prongsai.core.rounding import plain_number
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.readers.nation_parts import Part, PartCounter, digest_of, place_of
from prongsai.readers.nation_sql import (
    NAMED,
    listed,
    literal,
    open_duckdb,
    options_of,
    quoted,
    source_of,
    text_of,
)

_ABOUT = ("name", "province", "kind", "staff")
_ROWS = 256


class NationAnswers:
    """The answers of some files: opened, checked, then counted.

    Errors: Misuse where DuckDB is not installed.
    """

    def __init__(self, scorer: Scorer) -> None:
        """Take the questions and the OIT items of the year."""
        self._scorer, self._surveys, self._disclosed = scorer, scorer.surveys, scorer.disclosed
        self.findings = Findings()
        self.parts: list[Part] = []
        self._has_agencies = False

    def __enter__(self) -> Self:
        """Open DuckDB, which keeps to itself: it fetches no extension."""
        self._base = open_duckdb()
        self._counter = PartCounter(self._base, self._surveys, self.findings)
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
        columns = self._counter.columns_of(path)
        if columns is None:
            return
        missing = [name for name in ("agency", *self._disclosed) if name not in columns]
        if missing:
            self._error("nation/columns_missing", path, columns=listed(missing))
            return
        wanted = ("agency", *_ABOUT, *self._disclosed)
        values = (f"{text_of(name, columns)}" for name in wanted)
        query = f"INSERT INTO agencies SELECT {', '.join(values)} FROM {source_of(path)}"
        self._counter.run(path, query)
        self._has_agencies = True
        twice = self._base.execute(
            "SELECT agency FROM agencies GROUP BY agency HAVING count(*) > 1 ORDER BY agency"
        ).fetchall()
        if twice:
            self._error("nation/agency_twice", path, codes=listed(code for (code,) in twice))
        for code in self._disclosed:
            self._check_disclosed(path, code)
        rows = self._base.execute("SELECT count(*) FROM agencies").fetchone() or (0,)
        self.parts.append(Part(path, "OIT", *digest_of(path), rows[0]))

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
        digest, _ = digest_of(path)
        if not self._is_twice(path, digest) and (part := self._counter.take(path)):
            self.parts.append(part)

    def _is_twice(self, path: Path, digest: str) -> bool:
        twin = next((part for part in self.parts if part.digest == digest), None)
        if twin is not None:
            self._error("nation/file_twice", path, other=twin.path.name)
        return twin is not None

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
            *(place_of(part.path) for part in parts[:NAMED]),
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

    def _add_up(self) -> None:
        """Make one table of all: a row for each agency, by its code."""
        self._base.execute("SET preserve_insertion_order = true")
        columns = [quoted(name) for survey in self._surveys.values() for name in _options(survey)]
        answered = (f"coalesce({name}.respondents, 0) AS {name}" for name in self._surveys)
        self._base.execute(
            f"CREATE TABLE counted AS SELECT agencies.*, {', '.join((*answered, *columns))}"
            f" FROM agencies {' '.join(map(self._joined, self._surveys))} ORDER BY agencies.agency"
        )

    def _joined(self, name: str) -> str:
        columns = ("respondents", *map(quoted, _options(self._surveys[name])))
        sums = ", ".join(f"sum({column})::UINTEGER AS {column}" for column in columns)
        return (
            f"LEFT JOIN (SELECT agency, {sums} FROM {name} GROUP BY agency) AS {name}"
            f" ON {name}.agency = agencies.agency"
        )

    def rows(self) -> Iterator[Counted]:
        """The counts of every agency, by its code."""
        self._add_up()
        first = 1 + len(_ABOUT)
        answered = first + len(self._disclosed)
        points = answered + len(self._surveys)
        answers = points + len(self._scorer.items)
        parts = [self._part_of(code) for code in self._scorer.items]
        columns = (
            *("agency", *_ABOUT),
            *(f"TRY_CAST({quoted(code)} AS DOUBLE) > 0" for code in self._disclosed),
            *self._surveys,
            *map(itemgetter(0), parts),
            *map(itemgetter(1), parts),
        )
        asked = self._base.execute(f"SELECT {', '.join(columns)} FROM counted")
        while rows := asked.fetchmany(_ROWS):
            for row in rows:
                respondents = dict(zip(self._surveys, row[answered:points], strict=True))
                yield Counted(
                    _agency(row[:first]),
                    respondents,
                    row[points:answers],
                    row[answers:],
                    row[first:answered],
                )

    def _part_of(self, item: str) -> tuple[str, str]:
        """The SQL of the points of all answers to an item, and of their number."""
        points, answers = [], []
        for survey in self._surveys.values():
            for asked in survey.asked:
                if asked.item == item and asked.has_points:
                    names = [f"{quoted(name)}::BIGINT" for name in options_of(asked)]
                    answers.append(f"({' + '.join(names)})")
                    earned = zip(names, asked.all_points, strict=True)
                    points += [f"{name} * {each}" for name, each in earned if each]
        whole = " AND ".join(f"{count} > 0" for count in answers)
        number = f"CASE WHEN {whole} THEN {' + '.join(answers)} ELSE 0 END"
        return f"coalesce({' + '.join(points)}, 0)", number

    def write_counts(self, path: Path) -> int:
        """Write how many chose each option as CSV, a line for each; gives the sum of them all."""
        options = sorted(
            (asked.code, place, quoted(name))
            for survey in self._surveys.values()
            for asked in survey.asked
            for place, name in enumerate(options_of(asked), start=1)
        )
        questions = ", ".join(f"'{code}'" for code, _, _ in options)
        places = ", ".join(str(place) for _, place, _ in options)
        counts = ", ".join(name for _, _, name in options)
        self._base.execute(
            f"COPY (FROM (SELECT agency, unnest([{questions}]) AS question, unnest([{places}])"
            f" AS answer, unnest([{counts}]) AS count FROM counted) WHERE count IS NOT NULL)"
            f" TO {literal(path)} (FORMAT csv, HEADER)"
        )
        total = " + ".join(f"coalesce(sum({name}), 0)" for _, _, name in options)
        row = self._base.execute(f"SELECT {total} FROM counted").fetchone()
        return int(row[0] or 0) if row else 0

    def _error(self, key: str, path: Path, **values: object) -> None:
        self.findings.error(key, place_of(path), **values)


def _options(survey: Questionnaire) -> list[str]:
    return [name for asked in survey.asked for name in options_of(asked)]


def _agency(row: Sequence[Any]) -> AgencyRow:
    code, *texts, staff = row
    people = plain_number(staff) if staff else None
    name, province, kind = (text or "" for text in texts)
    return AgencyRow(code, name, province, kind, None if people is None else int(people))
