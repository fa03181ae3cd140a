"""Published scores of many agencies in one year, from a table that `prongsai` wrote."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.ids import level_of
from prongsai.core.nation.outcomes import AgencyYear
from prongsai.core.rounding import plain_number
from prongsai.readers.nation_sql import listed, open_duckdb, quoted, source_of

_STAFF = ("staff", "respondents_IIT")  # who answered IIT are staff, most of them in a small agency


def read_scores(path: Path, year: int, findings: Findings) -> dict[str, AgencyYear]:
    """The agencies of a table of `nation score` or `score --batch`, CSV or Parquet, by their code.

    Shape:  where a table has sheets and no agencies, a sheet's name without its ending is the code.
    Errors: UnreadableInput where it cannot be read or lacks that column; findings for agencies
            that stand there twice and for rows of another year.
    """
    agencies: dict[str, AgencyYear] = {}
    twice, of_other_years = [], []
    for row in _rows(path):
        if row.get("year", str(year)) not in (str(year), ""):
            of_other_years.append(row["year"])
            continue
        agency = _agency(row)
        if agency.code in agencies:
            twice.append(agency.code)
        agencies[agency.code] = agency
    place = Place(file=path.name)
    if twice:
        findings.error("nation/agency_twice", place, codes=listed(sorted(set(twice))))
    if of_other_years:
        years = listed(sorted(set(of_other_years)))
        findings.error("nation/scores_of_other_year", place, years=years, year=year)
    return agencies


def _rows(path: Path) -> list[dict[str, str]]:
    place = Place(file=path.name)
    with open_duckdb() as base:
        import duckdb  # noqa: PLC0415 - an extra of its own, as that says

        try:
            source = source_of(path)
            names = [row[0] for row in base.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
            columns = ", ".join(f"coalesce({quoted(name)}::VARCHAR, '')" for name in names)
            rows = base.execute(f"SELECT {columns} FROM {source}").fetchall()
        except (duckdb.Error, UnicodeDecodeError) as error:
            reason = str(error).splitlines()[0]
            raise UnreadableInput("nation/file_unreadable", place=place, reason=reason) from error
    if not {"agency", "file"} & set(names):
        raise UnreadableInput("nation/columns_missing", place=place, columns="agency")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _agency(row: Mapping[str, str]) -> AgencyYear:
    figures: dict[str, Decimal] = {}
    for name, text in row.items():
        if level_of(name) and (value := plain_number(text)) is not None:
            figures[name] = value
    staff = next((number for name in _STAFF if (number := plain_number(row.get(name, "")))), None)
    return AgencyYear(
        code=row.get("agency", "").strip() or PurePosixPath(row.get("file", "")).stem,
        figures=figures,
        name=row.get("name", ""),
        kind=row.get("kind", ""),
        staff=None if staff is None else int(staff),
    )
