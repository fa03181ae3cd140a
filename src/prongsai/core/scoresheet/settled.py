"""Figures as found become one sheet: their years told, blank forms and misdated ones set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.errors import Findings, UnknownYear
from prongsai.core.extract import Block
from prongsai.core.ids import Level, level_of
from prongsai.core.scoresheet.around.sights import YearInSight
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import (
    Claim,
    Figure,
    Origin,
    PublishedRating,
    Remark,
    ScoreSheet,
    Statement,
)
from prongsai.core.scoresheet.names import Names
from prongsai.core.text import Text

_FEW_ITEMS = 4


class Found(Struct):
    """What a document's blocks give: figures and levels, each with the sight it was read under.

    Shape:  `blocks` are those that were read, in their usual words, with what each is about;
            `is_of_year_before` where a sentence tells scores of "last year".
    """

    blocks: Sequence[Block]
    topics: Sequence[Topic]
    figures: list[tuple[Figure, YearInSight]] = field(default_factory=list)
    ratings: list[tuple[PublishedRating, YearInSight]] = field(default_factory=list)
    remarks: tuple[Remark, ...] = ()
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    is_of_year_before: bool = False


def settled(
    found: Found, year: int | None, names: Names, complaints: Complaints, findings: Findings
) -> ScoreSheet:
    """The sheet of what was found; `year` is the one that the caller gave.

    Errors: UnknownYear where the document has scores of other years alone.
    """
    _set_blank_forms_aside(found, complaints)
    if year is not None:
        found.figures = [(_dated(figure, sight, year), sight) for figure, sight in found.figures]
    chief = _chief_year(found, year)
    if chief is None and found.is_of_year_before:
        for figure, _ in found.figures:  # "last year's", and nothing says which year that is
            complaints.unattributed(figure.place)
        found.figures, found.ratings = [], []
    sheet = _in_one_list(found, chief, names, complaints, findings)
    return sheet if year is None else _obey(sheet, year)


def _set_blank_forms_aside(found: Found, complaints: Complaints) -> None:
    """Take out the years whose every score is 0, and tell of them."""
    for year in {figure.year for figure, _ in found.figures}:
        own = [figure for figure, _ in found.figures if figure.year == year]
        if _is_a_blank_form(own):
            complaints.all_zero(own)
            found.figures = [pair for pair in found.figures if pair[0].year != year]


def _is_a_blank_form(figures: Sequence[Figure]) -> bool:
    """Whether all is 0: nobody's result, but a form that a program or a person left so."""
    items = sum(level_of(figure.code) is Level.ITEM for figure in figures)
    is_whole = len(figures) > max(items, 1) or items > _FEW_ITEMS
    return is_whole and not any(figure.value for figure in figures)


def _dated(figure: Figure, sight: YearInSight, year: int) -> Figure:
    """The year somebody gives outweighs a title that speaks of no results."""
    only_a_title = figure.year == sight.year and not sight.about_results
    return replace(figure, year=year) if figure.year is None or only_a_title else figure


def _of_its_year(
    rating: PublishedRating, sight: YearInSight, years: Collection[int | None], chief: int | None
) -> PublishedRating:
    """A level of no year, or of a title's year without scores, is the chief year's."""
    only_a_title = rating.year == sight.year and rating.year not in years and chief is not None
    return replace(rating, year=chief) if rating.year is None or only_a_title else rating


def _chief_year(found: Found, given: int | None) -> int | None:
    """The year the document is chiefly about: the one with most scored things in tables."""
    weights: Counter[int] = Counter()
    for figure, _ in found.figures:
        if figure.year is not None:
            level = level_of(figure.code)
            weight = 4 if figure.origin is Origin.TABLE else 1
            weights[figure.year] += weight * (3 if level is Level.ITEM else 2)
    if not weights:
        return given
    most = max(weights.values())
    return max(year for year, weight in weights.items() if weight == most)


def _in_one_list(
    found: Found, chief: int | None, names: Names, complaints: Complaints, findings: Findings
) -> ScoreSheet:
    """The sheet of the chief year: codes in sentences confirmed, misdated totals set aside."""
    dated = [one if one.year is not None else replace(one, year=chief) for one, _ in found.figures]
    tabled = {(one.code, one.year) for one, _ in found.figures if one.origin is Origin.TABLE}
    confirmed = [one for one in dated if _is_confirmed(one, tabled, names, complaints)]
    figures = _without_misdated(confirmed, found, chief, findings)
    years = {figure.year for figure in figures}
    ratings = [_of_its_year(rating, sight, years, chief) for rating, sight in found.ratings]
    # Beside figures of several years a claim of no year is of none of them for certain.
    only = chief if len(years) == 1 else None
    claims = (c if c.year is not None else replace(c, year=only) for c in found.claims)
    said = (s if s.year is not None else replace(s, year=only) for s in found.statements)
    return ScoreSheet(
        chief,
        figures=tuple(figures),
        ratings=tuple(ratings),
        remarks=found.remarks,
        claims=tuple(dict.fromkeys(claims)),
        statements=tuple(dict.fromkeys(said)),
    )


def _is_confirmed(
    figure: Figure,
    tabled: Collection[tuple[str, int | None]],
    names: Names,
    complaints: Complaints,
) -> bool:
    """Whether an item's code in a sentence is also in a table, or its name stands beside it."""
    if figure.origin is not Origin.PROSE or level_of(figure.code) is not Level.ITEM:
        return True
    known = (figure.code, figure.year) in tabled
    if known or names.item_agrees(figure.code, figure.name or ""):
        return True
    complaints.unattributed(figure.place)
    return False


def _without_misdated(
    figures: Sequence[Figure], found: Found, chief: int | None, findings: Findings
) -> list[Figure]:
    """The figures without those of sentences that give another year to a score of the chief one."""
    chief_values = {
        (one.code, one.value): one
        for one, _ in found.figures
        if one.year == chief and one.year is not None
    }
    in_tables = {one.year for one, _ in found.figures if one.origin is Origin.TABLE}
    kept: list[Figure] = []
    for figure in figures:
        twin = chief_values.get((figure.code, figure.value))
        is_other = figure.year != chief and figure.year not in in_tables
        if twin is not None and figure.origin is Origin.PROSE and is_other:
            _year_conflict(figure, twin, findings)
        else:
            kept.append(figure)
    return kept


def _year_conflict(figure: Figure, twin: Figure, findings: Findings) -> None:
    findings.warning(
        "year_conflict",
        Text(
            f"คะแนน {figure.published} เขียนไว้ทั้งเป็นของปี {figure.year} และปี {twin.year}"
            f" ใช้ปี {twin.year} ตามตารางคะแนน",
            f"the score {figure.published} is given both for {figure.year} and for {twin.year};"
            f" {twin.year}, the year of the score table, is used",
        ),
        figure.place,
        twin.place,
        next_step=Text("ตรวจปีในเอกสาร", "check the year in the document"),
    )


def _obey(sheet: ScoreSheet, year: int) -> ScoreSheet:
    """Make `year` the chief year; undated figures become its own."""
    years = sheet.years()
    if year in years or not years:
        return replace(sheet, fiscal_year=year)
    raise UnknownYear(
        Text(
            f"แฟ้มนี้มีคะแนนของปี {', '.join(map(str, years))} ไม่มีปี {year}",
            f"this file has scores of {', '.join(map(str, years))}, none of {year}",
        ),
        next_step=Text("ระบุ --year เป็นปีที่มีในแฟ้ม", "give a --year that the file has"),
    )
