"""Published scores of many agencies in one year, from a table that `prongsai` wrote."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.ids import TOTAL, level_of
from prongsai.core.nation.outcomes import AgencyYear
from prongsai.core.nation.summary import Before
from prongsai.core.rounding import plain_number
from prongsai.readers.nation_sql import listed, open_duckdb, quoted, source_of

_STAFF = ("staff", "respondents_IIT")  # who answered IIT are staff, most of them in a small agency
_MOST = 100


def read_scores(path: Path, year: int, findings: Findings) -> dict[str, AgencyYear]:
    """The agencies of a table of `nation score` or `score --batch`, CSV or Parquet, by their code.

    Shape:  where a table has sheets and no agencies, a sheet's name without its ending is the code.
    Errors: UnreadableInput where it cannot be read or lacks that column; findings for agencies
            that stand there twice, for rows of another year, and for what is no score or number of
            staff: left out in silence it would change every figure.
    """
    agencies: dict[str, AgencyYear] = {}
    twice: list[str] = []
    of_other_years: list[str] = []
    unclear: list[str] = []
    for row in _rows(path):
        if row.get("year", str(year)) not in (str(year), ""):
            of_other_years.append(row["year"])
            continue
        agency = _agency(row, unclear)
        if agency.code in agencies:
            twice.append(agency.code)
        agencies[agency.code] = agency
    place = Place(file=path.name)
    if twice:
        findings.error("nation/agency_twice", place, codes=listed(sorted(set(twice))))
    if of_other_years:
        years = listed(sorted(set(of_other_years)))
        findings.error("nation/scores_of_other_year", place, years=years, year=year)
    if unclear:
        findings.error("nation/cells_unclear", place, count=len(unclear), cells=listed(unclear))
    return agencies


def read_totals(path: Path, year: int, findings: Findings) -> dict[str, Before]:
    """The totals of the agencies of such a table; errors and findings are those of the scores."""
    agencies = read_scores(path, year, findings)
    totals = {
        code: Before(agency.figures[TOTAL], agency.level)
        for code, agency in agencies.items()
        if TOTAL in agency.figures
    }
    if not totals:
        raise UnreadableInput("nation/columns_missing", place=Place(file=path.name), columns=TOTAL)
    return totals


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


def _agency(row: Mapping[str, str], unclear: list[str]) -> AgencyYear:
    """An agency as a row tells it; what is neither empty nor a figure is added to `unclear`."""
    code = row.get("agency", "").strip() or PurePosixPath(row.get("file", "")).stem
    figures: dict[str, Decimal] = {}
    for name, text in row.items():
        is_score = level_of(name) is not None
        if not text.strip() or not (is_score or name in _STAFF):
            continue
        value = plain_number(text)
        if value is None or (is_score and value > _MOST):
            unclear.append(f"{code} {name} “{text}”")
        else:
            figures[name] = value
    staff = next((figures[name] for name in _STAFF if name in figures), None)
    return AgencyYear(
        code=code,
        figures=figures,
        name=row.get("name", ""),
        kind=row.get("kind", ""),
        staff=None if staff is None else int(staff),
        level=row.get("level", ""),
    )
