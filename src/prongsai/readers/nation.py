"""Answers of many agencies, counted by DuckDB as whole numbers (docs/scale.md: the layout).

A file holds one survey, a row for each respondent. Each file is checked and counted by itself, so
that a fault is told with the file's name; the counts of all files are added.
"""

import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import itemgetter
from pathlib import Path
from sys import intern
from types import TracebackType
from typing import Any, Self

from prongsai.core.errors import Findings
from prongsai.core.nation.scoring import AgencyRow, Counted, Scorer
from prongsai.core.nation.table import csv_cell
from prongsai.core.rounding import plain_number
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.readers.nation_parts import NationFile, PartCounter, PartCounts, digest_of, place_of
from prongsai.readers.nation_sql import (
    NAMED,
    execute,
    is_blank,
    listed,
    open_duckdb,
    options_of,
    pattern,
    quoted,
    set_memory,
    source_of,
    text_of,
    trimmed,
)

_ABOUT = ("name", "province", "kind", "staff")
_ROWS = 256
_PIECE = 20_000  # agencies that are joined with their counts at once
_WITHIN = "agency >= $1 AND coalesce(agency < $2, true)"
# MB of DuckDB for each thread, to count and then to score; what does not fit lies on the disk.
_COUNTING, _SCORING = 48, 24
HASH = "hash"
# The SQL of a number of staff that is none: it would count as not known.
_NO_NUMBER = r"staff <> '' AND NOT regexp_full_match(staff, '[0-9๐-๙]{1,9}(\.0{1,9})?')"


class NationAnswers:
    """The answers of some files: opened, checked, then counted.

    Errors: Misuse where DuckDB is not installed.
    """

    def __init__(self, scorer: Scorer) -> None:
        """Take the questions and the OIT items of the year."""
        self._scorer, self.surveys, self._disclosed = scorer, scorer.surveys, scorer.disclosed
        self.findings = Findings()
        self.parts: list[NationFile] = []
        self._has_agencies = False

    def __enter__(self) -> Self:
        """Open DuckDB, which keeps to itself: it fetches no extension."""
        self._base = open_duckdb()
        set_memory(self._base, _COUNTING)
        self._counter = PartCounter(self._base, self.surveys, self.findings)
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
            "SELECT agency FROM agencies WHERE agency <> '' GROUP BY agency HAVING count(*) > 1"
            " ORDER BY agency"
        ).fetchall()
        if twice:
            self._error("nation/agency_twice", path, codes=listed(code for (code,) in twice))
        unclear = {code: _is_unclear(code) for code in self._disclosed} | {"staff": _NO_NUMBER}
        counting = (f"count(*) FILTER ({each})" for each in (is_blank("agency"), *unclear.values()))
        rows, nameless, *counts = self._base.execute(
            f"SELECT count(*), {', '.join(counting)} FROM agencies"
        ).fetchone() or (0, 0)
        if nameless:
            self._error("nation/identity_missing", path, count=nameless)
        for (code, is_wrong), count in zip(unclear.items(), counts, strict=True):
            if count:
                self._tell_unclear(path, code, is_wrong, count)
        self.parts.append(NationFile(path, "OIT", digest_of(path), path.stat().st_size, rows))

    def _tell_unclear(self, path: Path, code: str, is_wrong: str, count: int) -> None:
        example, agency = self._base.execute(
            f"SELECT {quoted(code)}, coalesce(agency, '–') FROM agencies WHERE {is_wrong}"
            " ORDER BY ALL LIMIT 1"
        ).fetchone() or ("", "")
        values = {"code": code, "count": count, "example": example, "agency": agency}
        if code == "staff":
            self._error("nation/staff_unclear", path, **values)
        else:
            self._error("nation/disclosure_unclear", path, **values)

    def add_answers(self, path: Path) -> None:
        """Check a file of answers and count it."""
        digest = digest_of(path)
        if not self._is_twice(path, digest) and (part := self._counter.take(path, digest)):
            self.parts.append(part)

    def add_counted(self, path: Path, counts: PartCounts) -> None:
        """Add the counts of a file that a worker of a cluster has checked."""
        self.findings.items.extend(counts.findings)
        part = counts.part
        if part is None or self._is_twice(path, part.digest):
            return
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "counts.parquet"
            table.write_bytes(counts.table)
            self._base.execute(f"CREATE TABLE part AS FROM read_parquet({pattern(table)})")
        self._counter.add(part.instrument)
        self.parts.append(NationFile(path, part.instrument, part.digest, part.size, part.rows))

    def _is_twice(self, path: Path, digest: str) -> bool:
        twin = next((part for part in self.parts if part.digest == digest), None)
        if twin is not None:
            self._error("nation/file_twice", path, other=twin.path.name)
        return twin is not None

    # What all files together must be

    def check_all(self) -> None:
        """Look for respondents that come twice and agencies that nobody knows."""
        for name in self.surveys:
            if parts := [part for part in self.parts if part.instrument == name]:
                self._tell_twice(name, parts)
        if self._has_agencies:
            self._tell_unknown_agencies()
        else:
            own = " UNION ".join(f"SELECT agency FROM {name}" for name in self.surveys)
            self._base.execute(f"INSERT INTO agencies (agency) {own}")

    def _tell_twice(self, instrument: str, parts: Sequence[NationFile]) -> None:
        rows = " UNION ALL ".join(
            f"SELECT {trimmed('respondent')} AS respondent FROM {source_of(part.path)}"
            for part in parts
        )
        # Equal codes have equal hashes: where no hash comes twice, no code does.
        row = execute(
            self._base, f"SELECT count(*), count(DISTINCT {HASH}(respondent)) FROM ({rows})"
        ).fetchone() or (0, 0)
        if row[0] != (counted := sum(part.rows for part in parts)):
            self.findings.error(
                "nation/rows_changed", instrument=instrument, counted=counted, there=row[0]
            )
        if row[0] == row[1]:
            return
        twice = execute(
            self._base, f"SELECT respondent FROM ({rows}) GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"
        ).fetchall()
        if not twice:
            return
        self.findings.error(
            "nation/respondent_twice",
            *(place_of(part.path) for part in parts[:NAMED]),
            instrument=instrument,
            count=len(twice),
            codes=listed(code for (code,) in twice),
        )

    def _tell_unknown_agencies(self) -> None:
        own = " UNION ".join(f"SELECT agency FROM {name}" for name in self.surveys)
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
        """Make one table of all: a row for each agency, by its code.

        It is made piece by piece, for all joined at once would take as much memory again.
        """
        self._base.execute("SET preserve_insertion_order = true")
        columns = [quoted(name) for survey in self.surveys.values() for name in _options(survey)]
        answered = (f"coalesce({name}.respondents, 0) AS {name}" for name in self.surveys)
        about = ", ".join(("agencies.agency", *_ABOUT, *answered, *columns))
        letters = f"concat({', '.join(map(_letter, self._disclosed))})"
        joined = (
            f"SELECT {about}, {letters} AS disclosed"
            f" FROM (FROM agencies WHERE {_WITHIN}) AS agencies"
            f" {' '.join(map(self._joined, self.surveys))}"
        )
        places = "SELECT agency, row_number() OVER (ORDER BY agency) AS place FROM agencies"
        firsts = self._base.execute(
            f"SELECT agency FROM ({places}) WHERE place % {_PIECE} = 1 ORDER BY 1"
        ).fetchall()
        self._base.execute(f"CREATE TABLE counted AS {joined} LIMIT 0", [None, None])
        for (first,), (end,) in pairwise((*firsts, (None,))):
            query = f"INSERT INTO counted {joined} ORDER BY agencies.agency"
            execute(self._base, query, [first, end])
        for table in chain(*self._counter.tables.values()):
            self._base.execute(f"DROP TABLE {table}")
        set_memory(self._base, _SCORING)

    def _joined(self, name: str) -> str:
        once = f"SELECT count(*) = count(DISTINCT agency) FROM {name}"
        own, group = "*", ""
        if self._base.execute(once).fetchone() != (True,):  # several files, which are added up
            columns = ("respondents", *map(quoted, _options(self.surveys[name])))
            sums = (f"sum({column})::UINTEGER AS {column}" for column in columns)
            own, group = f"agency, {', '.join(sums)}", "GROUP BY agency"
        piece = f"SELECT {own} FROM {name} WHERE {_WITHIN} {group}"
        return f"LEFT JOIN ({piece}) AS {name} ON {name}.agency = agencies.agency"

    def rows(self) -> Iterator[Counted]:
        """The counts of every agency, by its code."""
        self._add_up()
        first = 1 + len(_ABOUT)
        answered = first + 1
        points = answered + len(self.surveys)
        answers = points + len(self._scorer.items)
        parts = [self._part_of(code) for code in self._scorer.items]
        columns = (
            *("agency", *_ABOUT),
            "disclosed",
            *self.surveys,
            *map(itemgetter(0), parts),
            *map(itemgetter(1), parts),
        )
        asked = self._base.execute(f"SELECT {', '.join(columns)} FROM counted")
        while rows := asked.fetchmany(_ROWS):
            for row in rows:
                respondents = dict(zip(self.surveys, row[answered:points], strict=True))
                yield Counted(
                    _agency(row[:first]),
                    respondents,
                    row[points:answers],
                    row[answers:],
                    row[first],
                )

    def _part_of(self, item: str) -> tuple[str, str]:
        """The SQL of the points of all answers to an item, and of their number."""
        points, answers = [], []
        for survey in self.surveys.values():
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
        """Write how many chose each option as CSV, a line for each; gives the sum of them all.

        DuckDB writes the lines of an agency as one text; those of a nation never lie in memory
        together. Of a survey that nobody answered there are none.
        """
        options = sorted(
            (asked.code, place, name)
            for name, survey in self.surveys.items()
            for asked in survey.asked
            for place in range(1, len(asked.options) + 1)
        )
        lines, counts = [], []
        for name, own in groupby(options, itemgetter(2)):
            named = {quoted(f"{code}:{place}"): f",{code},{place}," for code, place, _ in own}
            text = ", ".join(f"'\n{words}', {count}" for count, words in named.items())
            lines.append(f"CASE WHEN {name} > 0 THEN concat({text}) ELSE '' END")
            counts.append(f"coalesce({' + '.join(f'{count}::BIGINT' for count in named)}, 0)")
        asked = self._base.execute(
            f"SELECT agency, concat({', '.join(lines)}), {' + '.join(counts)} FROM counted"
        )
        total = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write("agency,question,answer,count")  # each line begins with its end of line
            while rows := asked.fetchmany(_ROWS):
                for agency, text, number in rows:
                    file.write(text.replace("\n", f"\n{csv_cell(agency)}"))
                    total += number
            file.write("\n")
        self._base.execute("DROP TABLE counted")
        return total

    def _error(self, key: str, path: Path, **values: object) -> None:
        self.findings.error(key, place_of(path), **values)


def _letter(code: str) -> str:
    """The SQL of an OIT result as `Counted` has it."""
    value = f"TRY_CAST({quoted(code)} AS DOUBLE)"
    return f"CASE WHEN {value} > 0 THEN '1' WHEN {value} = 0 THEN '0' ELSE '-' END"


def _is_unclear(code: str) -> str:
    """The SQL of an OIT result that is none."""
    name = quoted(code)
    return f"{name} <> '' AND coalesce(TRY_CAST({name} AS DOUBLE), -1) NOT IN (0, 100)"


def _options(survey: Questionnaire) -> list[str]:
    return [name for asked in survey.asked for name in options_of(asked)]


def _agency(row: Sequence[Any]) -> AgencyRow:
    code, *texts, staff = row
    people = plain_number(staff) if staff else None
    # A nation has a hundred provinces and kinds: each lies in memory once.
    name, province, kind = (intern(text or "") for text in texts)
    return AgencyRow(code, name, province, kind, None if people is None else int(people))
