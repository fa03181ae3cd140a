"""A document's blocks become a `ScoreSheet`: tables first, then what the sentences say.

The year of a table is the one in its headings, else the one its nearest caption speaks of; the
year somebody gives outweighs a caption that names no results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.extract import Extract
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.scoresheet.around.sights import years_in_sight
from prongsai.core.scoresheet.around.whose import (
    own_agency,
    tell_agency_not_listed,
    tell_other_agency,
)
from prongsai.core.scoresheet.blocks import BlockReader
from prongsai.core.scoresheet.forms.agencies_listed import with_agencies_listed
from prongsai.core.scoresheet.forms.torn_columns import with_torn_columns
from prongsai.core.scoresheet.forms.years_above import with_years_apart
from prongsai.core.scoresheet.forms.years_in_tiles import with_years_in_tiles
from prongsai.core.scoresheet.forms.years_listed import with_years_listed
from prongsai.core.scoresheet.levels_passed_over import (
    levels_passed_over,
    tell_levels_passed_over,
)
from prongsai.core.scoresheet.model import Reading
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.oversized import without_oversized
from prongsai.core.scoresheet.passed_over import (
    Surroundings,
    passed_over,
    tell_passed_over,
    tells_of_ita,
)
from prongsai.core.scoresheet.proven import proven_by_the_others
from prongsai.core.scoresheet.report import report
from prongsai.core.scoresheet.settled import Found, settled
from prongsai.core.scoresheet.tables.rows import TableReader
from prongsai.core.scoresheet.which_year import framework_for, note_year_by_names
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.scoresheet.sentences.prose import Levels

_NOT_OF_THE_YEAR = "not_of_the_year"
_OF_NO_YEAR = dict.fromkeys(("AA", "A", "B", "C", "D", "E", "F"), _NOT_OF_THE_YEAR)


def parse(
    extract: Extract,
    catalogue: Catalogue,
    *,
    year: int | None = None,
    agency: str | None = None,
    draft: bool = False,
) -> Reading:
    """Read every score, level, remark and count of a document.

    Shape:  `year` is what the caller says the scores are of, `agency` whose row counts in a
            table of many agencies; None leaves either to the document.
    Errors: UnknownYear where the year of the scores has no framework.
    """
    extract = without_oversized(extract)
    blocks = with_years_listed(with_torn_columns(extract.blocks))
    blocks = with_years_in_tiles(with_agencies_listed(with_years_apart(blocks)))
    extract = replace(extract, blocks=blocks)
    findings = Findings(list(extract.findings))
    sights = years_in_sight(extract.blocks)
    framework, by_names = framework_for(extract, sights, catalogue, year, draft=draft)
    names = Names(framework)
    is_own = own_agency(agency, extract)
    tables = TableReader(names, findings, agency, is_own)
    complaints = tables.complaints
    reader = BlockReader(tables, agency, is_own, _levels_of(catalogue, framework))
    found = reader.read(extract, sights)
    if by_names:
        note_year_by_names(framework.fiscal_year, findings)
        year = framework.fiscal_year
    _without_foreign_levels(found, findings)
    sheet = settled(found, year, names, complaints, findings)
    left = passed_over(found, sights, sheet.figures, Surroundings(names, is_own))
    proven = proven_by_the_others(sheet, left, names, findings)
    sheet = proven.added_to(sheet)
    complaints.finish(sheet.figures, read_after_all=proven.figures)
    # Of a text that tells of several, one that is not among them has no scores.
    of_others = () if sheet.figures else complaints.agencies_in_text
    listed = complaints.agencies or (of_others if len(of_others) > 1 else ())
    if not (agency and tell_agency_not_listed(agency, listed, findings, blocks)):
        read = {figure.place for figure in sheet.figures}
        tell_passed_over([one for one in left if one.place not in read], findings)
        if sheet.figures or left or tells_of_ita(found):
            rated = {rating.year for rating in sheet.ratings}
            words = levels_passed_over(found, sights, rated, sheet.fiscal_year)
            tell_levels_passed_over(words, findings)
        report(sheet, names, framework, extract.blocks, findings)
        if agency and sheet.figures:
            tell_other_agency(extract, agency, findings)
    return Reading(sheet, tuple(findings.items))


def _levels_of(catalogue: Catalogue, framework: Framework) -> Levels:
    """The level words of each year with their codes; letters to 2565, words from 2566.

    Shape:  letters are words of every year: where they are no level of it they have a code that
            says so, for the sheet does not get them and people are told.
    """

    def levels_of(year: int | None) -> dict[str, str]:
        known = year is None or year == framework.fiscal_year
        if not known and year not in catalogue.years():
            return {}
        rule = (framework if known else catalogue.get(year or 0, draft=True)).rating
        found = {level.label.th: level.code for level in rule.levels or ()}
        # "อยู่ในเกณฑ์ ปรับปรุง" says the level "ต้องปรับปรุง".
        short = {label.removeprefix("ต้อง"): code for label, code in found.items()}
        return _OF_NO_YEAR | short | found if found else {}

    return levels_of


def _without_foreign_levels(found: Found, findings: Findings) -> None:
    """Take out the levels that their year does not have, and tell of them."""
    foreign = [level for level, _ in found.ratings if level.code == _NOT_OF_THE_YEAR]
    if not foreign:
        return
    found.ratings = [pair for pair in found.ratings if pair[0].code != _NOT_OF_THE_YEAR]
    words = ", ".join(dict.fromkeys(f"“{level.published}”" for level in foreign))
    findings.warning(
        "level_of_another_year",
        Text(
            f"ระดับที่พิมพ์ไว้ไม่ใช่ระดับของปีนั้น จึงไม่นำมาเทียบ: {words}",
            f"levels are printed that their year does not have; they are not compared: {words}",
        ),
        *(level.place for level in foreign),
        next_step=Text(
            "ตรวจว่าเป็นผลของปีใด ระดับเป็นตัวอักษรถึงปี 2565 และเป็นคำตั้งแต่ปี 2566",
            "see which year the results are of: levels are letters to 2565, words from 2566",
        ),
    )
