"""A document's blocks become a sheet of what is certain, and candidates for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Findings, Place, UnknownYear
from prongsai.core.extract import Block, Extract, Paragraph
from prongsai.core.framework.catalogue import OLDEST_SAME_RULE, Catalogue
from prongsai.core.framework.model import Framework, Status
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, item_code_at, level_of
from prongsai.core.scoresheet import levels
from prongsai.core.scoresheet import remarks as remark_parts
from prongsai.core.scoresheet.agencies import Own, is_a_name, texts_of
from prongsai.core.scoresheet.arithmetic import Tree, contradicted, doubt_unproved, settle
from prongsai.core.scoresheet.columns import Kind, column_of
from prongsai.core.scoresheet.grid import is_number
from prongsai.core.scoresheet.lines import LineReader
from prongsai.core.scoresheet.model import (
    ONE_BY_ONE,
    Candidate,
    Figure,
    Origin,
    PublishedRating,
    Reading,
    ScoreSheet,
)
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.notes_below import doubt_noted
from prongsai.core.scoresheet.numbers import no_score, printed_number
from prongsai.core.scoresheet.prints import Doubt, Print, told_twice
from prongsai.core.scoresheet.report import report, tell_twice, tell_whose
from prongsai.core.scoresheet.rows import parse_item
from prongsai.core.scoresheet.running import (
    is_page_number,
    without_oversized,
    without_running_heads,
)
from prongsai.core.scoresheet.setting import (
    NEVER,
    Captions,
    names_ita,
    result_years,
    tells_results,
    told_years,
)
from prongsai.core.scoresheet.tables import TableReader
from prongsai.core.thai import arabic_digits, repair, skeleton, squeeze

_TITLES, _LINES, _ROWS = 12, 6, 4
_LEAST_OF_A_WHOLE, _A_FORM, _ALL, _MOST_WEIGHT = 10, 4, 100, 40
_LONGEST, _HEADS, _CELLS = 160, 4, 300
# Heads the scores of our own form, and says what no office says of its own check.
_PUBLISHED = "คะแนนที่ประกาศ"
_KEYS = (Kind.CODE, Kind.RANK, Kind.YEAR, Kind.AGENCY)
_WHOLES = (None, TOTAL, *INSTRUMENTS)
_IN_WORDS = frozenset({Doubt.WORDS, Doubt.SENTENCE})
_APPEAL = ("อุทธรณ์", "ทบทวนผล")


def parse(
    extract: Extract,
    catalogue: Catalogue,
    *,
    year: int | None = None,
    agency: str | None = None,
    draft: bool = False,
) -> Reading:
    """Read every score and level of a document: certain ones, and candidates.

    Shape:  `year` is what the caller says the scores are of, `agency` whose they are; None leaves
            either to the document.
    Errors: UnknownYear where the year of the scores has no framework, or the file has none of it.
    """
    extract = without_oversized(extract)
    # The year of a plan stands at the head of each page, that of its results in a few headings.
    headings = without_running_heads(extract.blocks)
    framework = _framework_for(headings, catalogue, year, draft=draft)
    findings = Findings(list(extract.findings))
    document = _Document(extract.blocks, catalogue, framework, year, agency)
    return document.read(findings, extract.asides)


def _framework_for(
    blocks: Sequence[Block], catalogue: Catalogue, year: int | None, *, draft: bool
) -> Framework:
    """The framework of the given year, else of the one that headings name most, else the latest.

    Errors: UnknownYear where the given year has none.
    """
    if year is not None:
        return catalogue.get(year, draft=draft or year == OLDEST_SAME_RULE)
    told = Counter(one for one in _years(blocks) if one in catalogue.years())
    if told:
        return catalogue.get(max(told, key=lambda one: (told[one], one)), draft=True)
    released = [one for one in catalogue.all() if one.status is Status.RELEASED]
    return released[-1]


def _years(blocks: Sequence[Block]) -> Iterator[int]:
    """The years of headings, those of results the more, and of cells that are years."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                if len(line) <= _LONGEST:
                    yield from (*result_years(line), *sorted(told_years(line)) * 5)
            continue
        if block.place.sheet:
            yield from result_years(block.place.sheet)
        for number, row in enumerate(block.rows):
            for cell in row.cells[:_CELLS]:
                if number < _HEADS and len(cell) <= _LONGEST:
                    yield from result_years(cell)
                elif len(cell) == 4 and fiscal.years_in(arabic_digits(cell)):  # noqa: PLR2004
                    yield int(arabic_digits(cell))


class _Document:
    """One document that is being read."""

    def __init__(
        self,
        blocks: Sequence[Block],
        catalogue: Catalogue,
        framework: Framework,
        year: int | None,
        agency: str | None,
    ) -> None:
        self._blocks = remark_parts.with_torn_rows(blocks)
        self._year, self._catalogue = year, catalogue
        self._names = Names.of(framework)
        self._latest = max(framework.fiscal_year, *catalogue.years())
        self._own = Own(agency, _titles(blocks))
        self._captions = Captions(self._names, self._own, is_about=_is_about(blocks))
        told = levels.levels_of(catalogue, framework)
        self._lines = LineReader(self._names, self._own, self._captions, told)
        self._tables = TableReader(self._names, self._own, self._captions, self._lines, told)
        self._tables.is_one_sheet = len({one.place.sheet for one in blocks}) == 1

    def read(self, findings: Findings, asides: Sequence[Paragraph]) -> Reading:
        """What is certain, and what a person may take."""
        noted = doubt_noted(self._prints(), self._blocks, asides, self._captions)
        settled = settle([*noted], self._names)
        is_open = self._captions.order.is_open({one.year or self._year for one in settled})
        prints = _without_parts([self._dated(one, is_open=is_open) for one in settled])
        prints = _with_rivals_doubted(_with_blank_forms_doubted(prints))
        if any(isinstance(block, Paragraph) for block in self._blocks):
            # A file of rows alone is read as it is: its check says that they contradict.
            prints = contradicted(prints, self._tree_of)
        years = self._catalogue.years()
        prints = doubt_unproved(prints, self._tree_of, years, partial(self._says_more, prints))
        tell_twice([one for one in prints if one.doubts == {Doubt.SCORE}], findings)
        figures = [_figure(one) for one in prints if not one.doubts]
        certain = {(one.code, one.year) for one in figures}
        candidates = [
            _candidate(one)
            for one in prints
            if one.doubts and one.is_near and not (one.is_else or _is_of_another(one, certain))
        ]
        chief = _chief_year(figures, self._year)
        ratings, levels_open = _one_each(self._lines.ratings + self._tables.ratings)
        remarks = (
            *remark_parts.from_passages(self._blocks),
            *remark_parts.from_cells(self._tables.remark_cells),
        )
        claims, statements = self._lines.claims.told(self._blocks, self._year, figures)
        sheet = ScoreSheet(chief, tuple(figures), tuple(ratings), remarks, claims, statements)
        told = {*sheet.years(), *(one.year for one in candidates)}
        if self._year is not None and figures and self._year not in told:
            others = ", ".join(map(str, sheet.years()))
            raise UnknownYear("scoresheet/scores_of_other_years", told=others, year=self._year)
        known = {(one.code, one.year, one.value) for one in figures}
        rated = {one.year for one in ratings}
        open_ = {
            (one.year, one.level): one
            for one in reversed(levels_open + self._lines.levels + self._tables.levels)
        }
        candidates += [one for one in reversed(open_.values()) if one.year not in rated]
        left = tuple(one for one in candidates if (one.code, one.year, one.value) not in known)
        self._tell(sheet, left, findings)
        return Reading(sheet, tuple(findings.items), left)

    def _prints(self) -> list[Print]:
        """Every number of the file that may be a score."""
        prints: list[Print] = []
        for block in without_running_heads(self._blocks):
            reader = self._lines if isinstance(block, Paragraph) else self._tables
            prints += reader.read(block)  # type: ignore[arg-type]  # each its own kind of block
        return prints

    def _tree_of(self, year: int) -> Tree:
        """What the scores of a year are made of; nothing is known of a year without a framework."""
        own = self._names.framework
        if year == own.fiscal_year:
            return own.tree
        known = year in self._catalogue.years()
        return self._catalogue.get(year, draft=True).tree if known else {}

    def _says_more(self, prints: Sequence[Print]) -> bool:
        """Whether a text beside the scores is neither a name nor all of words of results."""
        names = {number.name for number in prints}
        places = {replace(number.place, quote=None) for number in prints}
        texts = list(_lines_of(self._blocks))
        return all(text != _PUBLISHED for text, _ in texts) and any(
            _without_code(text) not in names
            and place not in places
            and self._is_strange(text)
            and not self._ends_a_name(text, prints)
            for text, place in texts
        )

    def _ends_a_name(self, text: str, prints: Sequence[Print]) -> bool:
        """Whether a text is the rest of an item's official name, on the next line of a page."""
        whole = {(one.code or "", skeleton((one.name or "") + text)) for one in prints}
        return any(name in map(skeleton, self._names.names_of(code)) for code, name in whole)

    def _is_strange(self, text: str) -> bool:
        """Whether a text is neither a number, nor a name of the year, nor words of results."""
        plain = squeeze(repair(text))
        if names_ita(plain) and result_years(plain) and not tells_results(plain):
            return True  # "แบบตรวจ OIT ปี 2567" is no word of results
        is_plain = printed_number(plain) or no_score(plain) or is_page_number(plain)
        is_head = column_of(plain, self._names, self._own).kind in _KEYS
        is_known = is_plain or parse_item(plain) or is_head or is_a_name(plain)
        is_strange = not is_known and self._captions.doubts(plain)
        return bool(is_strange) and self._names.item_of(plain) is None

    def _tell(self, sheet: ScoreSheet, left: Sequence[Candidate], findings: Findings) -> None:
        """Tell what is notable of the whole."""
        for one in self._tables.impossible:
            findings.error("scoresheet/score_out_of_range", one, quote=one.quote)
        named = (
            []
            if not sheet.figures or self._own.is_named_in(self._blocks)
            else self._own.others_named(self._blocks)
        )
        tell_whose(self._own, sorted(self._tables.listed), named, findings)
        report(sheet, left, self._names.framework, findings)

    def _dated(self, one: Print, *, is_open: bool) -> Print:
        """The print, of the year the caller gave where none is told; doubted without one."""
        year = one.year or self._year
        is_known = year is not None and year <= self._latest and not is_open
        doubts = one.doubts if is_known else one.doubts | {Doubt.YEAR}
        if year and year >= (self._captions.planned or NEVER):  # a plan's own year has no results
            doubts |= {Doubt.GOAL}
        # An item of what is disclosed has all or nothing.
        is_odd = (one.code or "").startswith("o") and one.number.value not in (0, _ALL)
        if one.code is None or one.number.value is None or _is_unlikely(one) or is_odd:
            doubts |= {Doubt.SCORE}
        return replace(one, year=year, doubts=doubts, is_else=one.is_else or _is_count(one))


def _without_code(text: str) -> str:
    """A text without the item's code at its start."""
    typed = item_code_at(text)
    return text[typed[1] :].strip() if typed else text


def _is_unlikely(one: Print) -> bool:
    """Whether a number is a share of one, or part of a number that came apart: no whole's score."""
    value = one.number.value or Decimal(0)
    is_whole = one.code in (TOTAL, *INSTRUMENTS)
    return 0 < value < 1 or (is_whole and value < _LEAST_OF_A_WHOLE)


def _without_parts(prints: Sequence[Print]) -> list[Print]:
    """Drop what all three instruments add to a total; one low number alone may be a score."""
    parts = {(print_.year, print_.code) for print_ in prints if _may_be_part(print_)}
    return [
        replace(print_, is_else=True)
        if _may_be_part(print_) and all((print_.year, code) in parts for code in INSTRUMENTS)
        else print_
        for print_ in prints
    ]


def _may_be_part(print_: Print) -> bool:
    """Whether a number may be a weighted part of a total."""
    return Doubt.WEIGHTED in print_.doubts and 0 < (print_.number.value or 0) <= _MOST_WEIGHT


def _is_count(one: Print) -> bool:
    """Whether nobody takes a number for a score: a small one, a weight, a whole one of no name."""
    value, is_whole = one.number.value, not one.number.decimals
    if value is None or (_may_be_part(one) and (is_whole or one.code not in INSTRUMENTS)):
        return True
    is_prose = one.origin is Origin.PROSE
    if one.code is None and is_whole and value not in (0, _ALL) and not (is_prose and one.year):
        return True
    is_doubted = one.doubts if is_whole else one.doubts - {Doubt.YEAR}
    is_counted = one.code in _WHOLES or (bool(is_doubted) and (is_whole or not is_prose))
    return is_counted and 0 < value < _LEAST_OF_A_WHOLE


def _is_of_another(one: Print, certain: Collection[tuple[str | None, int | None]]) -> bool:
    """Whether words call a number a goal, a mean or another's, of a thing that is certain."""
    is_known = (one.code, one.year) in certain and Doubt.YEAR not in one.doubts
    return is_known and not one.doubts.isdisjoint(ONE_BY_ONE | {Doubt.WHOSE})


def _is_about(blocks: Sequence[Block]) -> bool:
    """Whether any text of a document names the assessment."""
    sheets = (one.place.sheet or "" for one in blocks if not isinstance(one, Paragraph))
    return any(map(names_ita, sheets)) or any(names_ita(text) for text, _ in texts_of(blocks))


def _lines_of(blocks: Iterable[Block]) -> Iterator[tuple[str, Place]]:
    """The lines of paragraphs and the cells of tables, with their places."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for number, line in enumerate(block.text.split("\n")):
                yield line, block.place_of_line(number)
        else:
            yield from texts_of([block])


def _titles(blocks: Sequence[Block]) -> list[str]:
    """The first lines of a document, and the first rows of words of its tables."""
    found: list[str] = []
    for block in blocks[:_TITLES]:
        if isinstance(block, Paragraph):
            found += block.text.split("\n")[:_LINES]
            continue
        found.append(block.place.sheet or "")
        if sum(map(is_number, block.rows[0].cells)) == 1:  # beside "เกณฑ์ผ่าน 85"
            found += filter(is_a_name, block.rows[0].cells)
        for row in block.rows[:_ROWS]:
            if not any(map(printed_number, row.cells)):
                found += row.cells
    return found


def _figure(one: Print) -> Figure:
    value = one.number.value or Decimal(0)
    return Figure(
        one.code or "", one.year, one.number.published, value, one.origin, one.place, one.name
    )


def _candidate(one: Print) -> Candidate:
    number, why = one.number, tuple(sorted(one.doubts))
    return Candidate(one.code, one.year, number.published, number.value, one.place, why, one.origin)


def _one_each(
    ratings: Sequence[PublishedRating],
) -> tuple[list[PublishedRating], list[Candidate]]:
    """The levels of years that have one; those of a year with several are candidates."""
    codes = Counter(year for year, _ in {(one.year, one.code) for one in ratings})
    several = [levels.candidate(one) for one in ratings if codes[one.year] > 1]
    return [one for one in ratings if codes[one.year] == 1], several


def _with_rivals_doubted(prints: Sequence[Print]) -> list[Print]:
    """The prints; of two values of one thing a person says which is its score."""
    twice = told_twice(one for one in prints if not one.doubts or _is_appealed(one))
    return [
        replace(one, doubts=frozenset({Doubt.SCORE}))
        if not one.doubts and (one.code, one.year) in twice
        else one
        for one in prints
    ]


def _is_appealed(one: Print) -> bool:
    """Whether it is told, in words that are not understood, as what an appeal made of a score."""
    is_told = one.doubts <= _IN_WORDS and one.is_near and not one.is_else
    return is_told and any(word in (one.place.quote or "") for word in _APPEAL)


def _with_blank_forms_doubted(prints: list[Print]) -> list[Print]:
    """The prints; doubted those of a year of many scores that are all 0: nobody filled it in."""
    certain = [one for one in prints if not one.doubts]
    counts = Counter(one.year for one in certain)
    filled = {one.year for one in certain if one.number.value}
    return [
        replace(one, doubts=frozenset({Doubt.SCORE}), is_else=True)
        if not one.doubts and one.year not in filled and counts[one.year] >= _A_FORM
        else one
        for one in prints
    ]


def _chief_year(figures: Iterable[Figure], given: int | None) -> int | None:
    """The year the document is chiefly about: the one with most scores, of several the latest."""
    if given is not None:
        return given
    counts = Counter((one.year, one.code) for one in figures if one.year is not None)
    weights: Counter[int] = Counter()
    for year, code in counts:
        weights[year] += 3 if level_of(code) is Level.ITEM else 2
    return max(weights, key=lambda one: (weights[one], one), default=None)
