"""A document's blocks become a sheet of what is certain, and candidates for a person."""

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
from prongsai.core.ids import Level, item_code_at, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet import levels
from prongsai.core.scoresheet import remarks as remark_parts
from prongsai.core.scoresheet.agencies import Own, is_a_name, texts_of
from prongsai.core.scoresheet.arithmetic import Tree, contradicted, doubt_unproved, settle
from prongsai.core.scoresheet.columns import ColumnKind, column_of
from prongsai.core.scoresheet.grid import is_number
from prongsai.core.scoresheet.lines import LineReader
from prongsai.core.scoresheet.model import (
    ONE_BY_ONE,
    Candidate,
    Figure,
    PublishedRating,
    Reading,
    ScoreSheet,
)
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.notes_below import doubt_noted
from prongsai.core.scoresheet.numbers import no_score, printed_number
from prongsai.core.scoresheet.prints import (
    Doubt,
    Print,
    is_count,
    is_unlikely,
    told_twice,
    without_parts,
)
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
from prongsai.core.thai import arabic_digits, mend_line, skeleton

_TITLES, _LINES, _ROWS = 12, 6, 4
_A_FORM, _ALL = 4, 100
_LONGEST, _HEADS, _CELLS = 160, 4, 300
# Heads the scores of our own form, and says what no office says of its own check.
_PUBLISHED = "คะแนนที่ประกาศ"
_KEYS = (ColumnKind.CODE, ColumnKind.RANK, ColumnKind.YEAR, ColumnKind.AGENCY)
_IN_WORDS = frozenset({Doubt.WORDS, Doubt.SENTENCE})
_APPEAL = compiled("อุทธรณ์|ทบทวนผล")


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
    framework = _framework_for(without_running_heads(extract.blocks), catalogue, year, draft=draft)
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
    counts = Counter(
        heading_year for heading_year in _years(blocks) if heading_year in catalogue.years()
    )
    if counts:
        return catalogue.get(
            max(counts, key=lambda heading_year: (counts[heading_year], heading_year)), draft=True
        )
    return [each for each in catalogue.all() if each.status is Status.RELEASED][-1]


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
        self._names = Names.from_framework(framework)
        self._latest = max(framework.fiscal_year, *catalogue.years())
        self._own = Own(agency, _titles(blocks))
        sheets = [block.place.sheet or "" for block in blocks if not isinstance(block, Paragraph)]
        is_about = any(map(names_ita, (*sheets, *(text for text, _ in texts_of(blocks)))))
        self._captions = Captions(self._names, self._own, is_about=is_about)
        levels_of = levels.levels_of(catalogue, framework)
        self._lines = LineReader(self._names, self._own, self._captions, levels_of)
        self._tables = TableReader(self._names, self._own, self._captions, self._lines, levels_of)

    def read(self, findings: Findings, asides: Sequence[Paragraph]) -> Reading:
        """What is certain, and what a person may take."""
        noted = doubt_noted(self._prints(), self._blocks, asides, self._captions, findings)
        settled = settle([*noted], self._names, findings)
        is_open = self._captions.order.is_open({score.year or self._year for score in settled})
        prints = without_parts([self._dated(score, is_open=is_open) for score in settled])
        prints = _with_rivals_doubted(_with_blank_forms_doubted(prints))
        if any(isinstance(block, Paragraph) for block in self._blocks):
            # A file of rows alone is read as it is: its check says that they contradict.
            prints = contradicted(prints, self._tree_of)
        years = self._catalogue.years()
        prints = doubt_unproved(prints, self._tree_of, years, partial(self._says_more, prints))
        tell_twice([score for score in prints if score.doubts == {Doubt.SCORE}], findings)
        figures = [_figure(score) for score in prints if not score.doubts]
        certain = {(figure.code, figure.year) for figure in figures}
        candidates = [
            _candidate(score)
            for score in prints
            if score.doubts
            and score.is_near
            and not (score.is_else or _is_of_another(score, certain))
        ]
        chief = _chief_year(figures, self._year)
        ratings, levels_open = _one_each(self._lines.ratings + self._tables.ratings)
        remarks = (
            *remark_parts.from_passages(self._blocks),
            *remark_parts.from_cells(self._tables.remark_cells),
        )
        claims, statements = self._lines.claims.claimed(self._blocks, self._year, figures)
        sheet = ScoreSheet(chief, tuple(figures), tuple(ratings), remarks, claims, statements)
        self._require_year(sheet, candidates)
        known = {(figure.code, figure.year, figure.value) for figure in figures}
        candidates += self._levels_open(ratings, levels_open)
        left = tuple(
            candidate
            for candidate in candidates
            if (candidate.code, candidate.year, candidate.value) not in known
        )
        self._tell(sheet, left, findings)
        return Reading(sheet, tuple(findings.items), left)

    def _require_year(self, sheet: ScoreSheet, candidates: Iterable[Candidate]) -> None:
        """Reject a file whose scores are all of other years than the caller gave.

        Errors: UnknownYear.
        """
        years = {*sheet.years(), *(candidate.year for candidate in candidates)}
        if self._year is not None and sheet.figures and self._year not in years:
            others = ", ".join(map(str, sheet.years()))
            raise UnknownYear("scoresheet/scores_of_other_years", told=others, year=self._year)

    def _levels_open(
        self, ratings: Iterable[PublishedRating], several: list[Candidate]
    ) -> list[Candidate]:
        """The levels that a person may take, each once, of years without a certain one."""
        rated = {rating.year for rating in ratings}
        every = several + self._lines.levels + self._tables.levels
        first = {(level.year, level.level): level for level in reversed(every)}
        return [level for level in reversed(first.values()) if level.year not in rated]

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
            (text[at[1] :].strip() if (at := item_code_at(text)) else text) not in names
            and place not in places
            and self._is_strange(text)
            and not self._ends_a_name(text, prints)
            for text, place in texts
        )

    def _ends_a_name(self, text: str, prints: Sequence[Print]) -> bool:
        """Whether a text is the rest of an item's official name, on the next line of a page."""
        whole = {(score.code or "", skeleton((score.name or "") + text)) for score in prints}
        return any(name in map(skeleton, self._names.names_of(code)) for code, name in whole)

    def _is_strange(self, text: str) -> bool:
        """Whether a text is neither a number, nor a name of the year, nor words of results."""
        plain = mend_line(text)
        if names_ita(plain) and result_years(plain) and not tells_results(plain):
            return True  # "แบบตรวจ OIT ปี 2567" is no word of results
        is_plain = printed_number(plain) or no_score(plain) or is_page_number(plain)
        is_head = column_of(plain, self._names, self._own).kind in _KEYS
        is_known = is_plain or parse_item(plain) or is_head or is_a_name(plain)
        is_strange = not is_known and self._captions.doubts(plain)
        return bool(is_strange) and self._names.item_of(plain) is None

    def _tell(self, sheet: ScoreSheet, left: Sequence[Candidate], findings: Findings) -> None:
        """Tell what is notable of the whole."""
        for place in self._tables.impossible:
            findings.error("scoresheet/score_out_of_range", place, quote=place.quote)
        named = (
            []
            if not sheet.figures or self._own.is_named_in(self._blocks)
            else self._own.others_named(self._blocks)
        )
        tell_whose(self._own, sorted(self._tables.listed), named, findings)
        report(sheet, left, self._names.framework, findings)

    def _dated(self, score: Print, *, is_open: bool) -> Print:
        """The print, of the year the caller gave where none is told; doubted without one."""
        year = score.year or self._year
        is_known = year is not None and year <= self._latest and not is_open
        doubts = score.doubts if is_known else score.doubts | {Doubt.YEAR}
        if year and year >= (self._captions.planned or NEVER):  # a plan's own year has no results
            doubts |= {Doubt.GOAL}
        # An item of what is disclosed has all or nothing.
        is_odd = (score.code or "").startswith("o") and score.number.value not in (0, _ALL)
        if score.code is None or score.number.value is None or is_unlikely(score) or is_odd:
            doubts |= {Doubt.SCORE}
        return replace(score, year=year, doubts=doubts, is_else=score.is_else or is_count(score))


def _is_of_another(score: Print, certain: Collection[tuple[str | None, int | None]]) -> bool:
    """Whether words call a number a goal, a mean or another's, of a thing that is certain."""
    is_known = (score.code, score.year) in certain and Doubt.YEAR not in score.doubts
    return is_known and not score.doubts.isdisjoint(ONE_BY_ONE | {Doubt.WHOSE})


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
    titles: list[str] = []
    for block in blocks[:_TITLES]:
        if isinstance(block, Paragraph):
            titles += block.text.split("\n")[:_LINES]
            continue
        titles.append(block.place.sheet or "")
        if sum(map(is_number, block.rows[0].cells)) == 1:  # beside "เกณฑ์ผ่าน 85"
            titles += filter(is_a_name, block.rows[0].cells)
        for row in block.rows[:_ROWS]:
            if not any(map(printed_number, row.cells)):
                titles += row.cells
    return titles


def _figure(score: Print) -> Figure:
    number, whose = score.number, (score.code or "", score.year)
    value = number.value or Decimal(0)
    return Figure(*whose, number.published, value, score.origin, score.place, score.name)


def _candidate(score: Print) -> Candidate:
    number, why = score.number, tuple(sorted(score.doubts))
    return Candidate(
        score.code, score.year, number.published, number.value, score.place, why, score.origin
    )


def _one_each(ratings: Sequence[PublishedRating]) -> tuple[list[PublishedRating], list[Candidate]]:
    """The levels of years that have one; those of a year with several are candidates."""
    codes = Counter(year for year, _ in {(rating.year, rating.code) for rating in ratings})
    several = [levels.candidate(rating) for rating in ratings if codes[rating.year] > 1]
    return [rating for rating in ratings if codes[rating.year] == 1], several


def _with_rivals_doubted(prints: Sequence[Print]) -> list[Print]:
    """The prints; of two values of one thing a person says which is its score."""
    near = (score for score in prints if score.is_near and not score.is_else)
    # What an appeal made of a score may be told in words that are not understood.
    appealed = [score for score in near if _APPEAL.search(score.place.quote or "")]
    certain = [score for score in prints if not score.doubts]
    twice = told_twice([*certain, *(score for score in appealed if score.doubts <= _IN_WORDS)])
    return [
        replace(score, doubts=frozenset({Doubt.SCORE}))
        if not score.doubts and (score.code, score.year) in twice
        else score
        for score in prints
    ]


def _with_blank_forms_doubted(prints: list[Print]) -> list[Print]:
    """The prints; doubted those of a year of many scores that are all 0: nobody filled it in."""
    certain = [score for score in prints if not score.doubts]
    counts = Counter(score.year for score in certain)
    filled = {score.year for score in certain if score.number.value}
    return [
        replace(score, doubts=frozenset({Doubt.SCORE}), is_else=True)
        if not score.doubts and score.year not in filled and counts[score.year] >= _A_FORM
        else score
        for score in prints
    ]


def _chief_year(figures: Iterable[Figure], given: int | None) -> int | None:
    """The year the document is chiefly about: the one with most scores, of several the latest."""
    if given is not None:
        return given
    counts = Counter((figure.year, figure.code) for figure in figures if figure.year is not None)
    weights: Counter[int] = Counter()
    for year, code in counts:
        weights[year] += 3 if level_of(code) is Level.ITEM else 2
    return max(weights, key=lambda year: (weights[year], year), default=None)
