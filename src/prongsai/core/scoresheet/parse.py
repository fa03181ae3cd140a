"""A document's blocks become a `ScoreSheet`: tables first, then what the sentences say.

The year of a table is the one in its headings, else the one its nearest caption speaks of; the
year somebody gives outweighs a caption that names no results.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Findings, Place, UnknownYear
from prongsai.core.extract import Block, Extract, Paragraph, Table
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet import remarks as remark_parts
from prongsai.core.scoresheet.around.captions import Captions
from prongsai.core.scoresheet.around.marked import without_marked
from prongsai.core.scoresheet.around.sights import YearInSight, years_in_sight
from prongsai.core.scoresheet.around.topics import Topic, topic_of, topics_of, without_others
from prongsai.core.scoresheet.around.whose import (
    own_agency,
    tell_agency_not_listed,
    tell_other_agency,
)
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.forms.goals_beside import without_goals
from prongsai.core.scoresheet.forms.headed_scores import with_heads_joined
from prongsai.core.scoresheet.forms.number_first import with_names_first
from prongsai.core.scoresheet.forms.tiles import with_tiles
from prongsai.core.scoresheet.forms.usual import Usual, captions_above
from prongsai.core.scoresheet.model import (
    Claim,
    Figure,
    Origin,
    PublishedRating,
    Reading,
    ScoreSheet,
    Statement,
)
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.passed_over import Surroundings, passed_over, tell_passed_over
from prongsai.core.scoresheet.proven import proven_by_the_others
from prongsai.core.scoresheet.report import report
from prongsai.core.scoresheet.tables.gathered import TableReading
from prongsai.core.scoresheet.tables.lines import LineReader
from prongsai.core.scoresheet.tables.rows import TableReader
from prongsai.core.scoresheet.tables.weighted import proven_totals, without_weights
from prongsai.core.scoresheet.which_year import framework_for, note_year_by_names
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.scoresheet.sentences.prose import Levels, ProseReader

# Any number but a year, or a word that goes with levels.
_MAY_TELL = compiled(
    r"(?<!\d)(?!(?:25[5-9]|26[0-4])\d(?!\d))\d|ระดับ|เกณฑ์|ผ่าน|ปรับปรุง|สุด|เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง|เกรด|rating|grade|level",
    re.IGNORECASE,
)
# "ได้ 90.86 คะแนน (เป้าหมาย 95 คะแนน)": the bracket says nothing of what was got.
_GOT = compiled(r"ได้(?:รับ|คะแนน)?\s*\d{1,3}\.\d+\s*(?:คะแนน|%)?\s*(\([^()]*\))")
_LONGEST_TITLE = 120
_FEW_ITEMS = 4
_SPEAKER_AND_SPEECH = 2
_SHORTEST_SPEECH = 80
_TITLE_LINES = 4
_LONGEST_TEXT = 500_000
_MAY_HOLD_SCORES = compiled(r"[:=].{0,200}\d|ข้อ\s*[oO]\d", re.DOTALL)


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
    findings = Findings(list(extract.findings))
    sights = years_in_sight(extract.blocks)
    framework, by_names = framework_for(extract, sights, catalogue, year, draft=draft)
    names = Names(framework)
    is_own = own_agency(agency, extract)
    tables = TableReader(names, findings, agency, is_own)
    usual = Usual(names, tables.complaints, agency)
    captions = Captions(names, tables.complaints, agency, is_own, extract.blocks)
    levels = _levels_of(catalogue, framework)
    raw = _read_blocks(extract, sights, tables, usual, captions, levels, is_own)
    for year_read in {figure.year for figure, _ in raw.figures}:
        own = [figure for figure, _ in raw.figures if figure.year == year_read]
        if _is_a_blank_form(own):
            tables.complaints.all_zero(own)
            raw.figures = [pair for pair in raw.figures if pair[0].year != year_read]
    if by_names:
        note_year_by_names(framework.fiscal_year, findings)
        year = framework.fiscal_year
    if year is not None:
        raw.figures = [(_dated(figure, sight, year), sight) for figure, sight in raw.figures]
    chief = _chief_year(raw, year)
    sheet = _settle(raw, chief, tables, findings)
    if year is not None:
        sheet = _obey(sheet, year)
    within = Surroundings(names, is_own)
    left = passed_over(raw.blocks, raw.topics, sights, sheet.figures, within)
    proven = proven_by_the_others(sheet, left, names, findings)
    sheet = proven.added_to(sheet)
    tables.complaints.finish(read_after_all=proven.figures)
    listed = tables.complaints.agencies
    if not (agency and tell_agency_not_listed(agency, listed, findings)):
        read = {figure.place for figure in sheet.figures}
        tell_passed_over([one for one in left if one.place not in read], findings)
        report(sheet, names, framework, extract.blocks, findings)
        if agency and sheet.figures:
            tell_other_agency(extract, agency, findings)
    return Reading(sheet, tuple(findings.items))


def _is_a_blank_form(figures: Sequence[Figure]) -> bool:
    """Whether all is 0: nobody's result, but a form that a program or a person left so."""
    items = sum(level_of(figure.code) is Level.ITEM for figure in figures)
    is_whole = len(figures) > max(items, 1) or items > _FEW_ITEMS
    return is_whole and not any(figure.value for figure in figures)


class _Raw(Struct):
    """Figures and the rest as found, each with the sight it was read under."""

    figures: list[tuple[Figure, YearInSight]]
    ratings: list[tuple[PublishedRating, YearInSight]]
    remark_cells: list[tuple[str, Place, str | None]]
    sheet: ScoreSheet
    blocks: Sequence[Block] = ()
    topics: Sequence[Topic] = ()


def _levels_of(catalogue: Catalogue, framework: Framework) -> Levels:
    """The level words of each year with their codes; letters to 2565, words from 2566."""

    def levels_of(year: int | None) -> dict[str, str]:
        known = year is None or year == framework.fiscal_year
        if not known and year not in catalogue.years():
            return {}
        rule = (framework if known else catalogue.get(year or 0, draft=True)).rating
        return {level.label.th: level.code for level in rule.levels or ()}

    return levels_of


def _read_blocks(
    extract: Extract,
    sights: Sequence[YearInSight],
    tables: TableReader,
    usual: Usual,
    captions: Captions,
    levels: Levels,
    is_own: Callable[[str], bool | None],
) -> _Raw:
    names = tables.names
    raw = _Raw([], [], [], ScoreSheet(None))
    claims: list[Claim] = []
    statements: list[Statement] = []
    instrument: str | None = None
    unmarked = without_marked(extract.blocks, tables.complaints.marked)
    blocks = _in_usual_words(remark_parts.with_torn_rows(unmarked), names)
    topics = without_others(blocks, topics_of(blocks), is_own)
    raw.blocks, raw.topics = blocks, topics
    prose = _Prose(names, tables.complaints, is_own, blocks, topics)
    lines = LineReader(tables, captions)
    above_all = (Topic.UNKNOWN, *topics)
    for block, sight, topic, above, caption in zip(
        blocks, sights, topics, above_all, captions_above(blocks), strict=False
    ):
        if isinstance(block, Paragraph):
            line_figures = lines.read(block, sight, topic)
            seen = {(figure.code, figure.value) for figure in line_figures}
            instrument = names.instrument_of(block.text) or instrument
            if len(block.text) > _LONGEST_TEXT:
                tables.complaints.too_long(len(block.text), block.place)
                continue
            if not _MAY_TELL.search(block.text):
                continue
            spoken = without_weights(
                list(prose.reader.figures(block, sight.year, _above(block, above))),
                names,
                tables.complaints,
            )
            raw.figures += [(f, sight) for f in spoken if (f.code, f.value) not in seen]
            stated = prose.reader.ratings(block, sight.year, levels)
            raw.ratings += [(rating, sight) for rating in stated]
            claims += prose.reader.claims.counts(block, sight.year, instrument)
            statements += prose.reader.claims.statements(block, sight.year, _above(block, above))
            continue
        raw.figures += lines.close()
        table = usual.table(block, caption, topic)
        reading = tables.read(table, sight.year, topic)
        reading.figures = captions.own(captions.of_table(table), reading.figures)
        reading.ratings = reading.ratings if reading.figures else []
        raw.figures += [(figure, sight) for figure in reading.figures]
        headed = bool(tables.context.columns)
        said = _in_cells(block, prose, sight.year, topic, headed=headed)
        raw.figures += [(figure, sight) for figure in said]
        raw.ratings += [(rating, sight) for rating in _table_ratings(reading, levels)]
        if reading.figures or reading.remarks_are_the_naccs or tables.goes_on:
            raw.remark_cells += reading.remark_cells
    raw.figures += lines.close()
    raw.figures += _proven(tables, raw.figures)
    raw.ratings += _line_ratings(lines, levels, raw.ratings)
    passages = remark_parts.from_passages(extract.blocks)
    in_cells = remark_parts.from_cells(raw.remark_cells)
    raw.sheet = ScoreSheet(
        None,
        remarks=(*passages, *in_cells),
        claims=tuple(dict.fromkeys(claims)),
        statements=tuple(dict.fromkeys(statements)),
    )
    return raw


def _in_usual_words(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks with names before their scores, and without goals beside these."""
    told = with_names_first(without_goals(blocks, names), names)
    return with_heads_joined(with_tiles(told, names), names)


def _above(paragraph: Paragraph, above: Topic) -> Topic:
    """What a paragraph is about by the caption above, unless a title line of its own bars it."""
    for line in paragraph.text.split("\n")[:_TITLE_LINES]:
        own = topic_of(_GOT.sub("", line[:_LONGEST_TITLE]))
        if own is Topic.ITA_BUT_NO_RESULTS:
            return own
        if _MAY_TELL.search(line):
            break
    return above


class _Prose:
    """The reader of sentences, loaded by the first that may tell a score or a level.

    Its patterns cost a plain sheet of codes and scores a tenth of its time.
    """

    def __init__(
        self,
        names: Names,
        complaints: Complaints,
        is_own: Callable[[str], bool | None],
        blocks: Sequence[Block],
        topics: Sequence[Topic],
    ) -> None:
        self._blocks = blocks
        self._tells_results = Topic.ITA_RESULTS in topics
        self._names = names
        self._complaints = complaints
        self._is_own = is_own

    @cached_property
    def reader(self) -> ProseReader:
        from prongsai.core.scoresheet.sentences.mentions import OTHER_ASSESSMENT  # noqa: PLC0415
        from prongsai.core.scoresheet.sentences.prose import ProseReader  # noqa: PLC0415

        paragraphs = (block.text for block in self._blocks if isinstance(block, Paragraph))
        in_ita = self._tells_results and not any(map(OTHER_ASSESSMENT.search, paragraphs))
        return ProseReader(self._names, self._complaints, self._is_own, in_ita=in_ita)


def _in_cells(
    table: Table, prose: _Prose, year: int | None, topic: Topic, *, headed: bool
) -> Iterator[Figure]:
    """Scores in brackets inside long cells: "… (e3 : 68.93 คะแนน)", and what a speaker says.

    Shape:  minutes set the speaker in one column and the speech beside it; `headed` says that the
            columns have headings, so that the table is none of that kind.
    """
    speaks = not headed and table.width == _SPEAKER_AND_SPEECH
    for row in table.rows:
        for column, cell in enumerate(dict.fromkeys(row.cells)):
            is_speech = speaks and column and len(cell) > _SHORTEST_SPEECH
            if not (is_speech or _MAY_HOLD_SCORES.search(cell)):
                continue
            paragraph = Paragraph(cell, row.place_of(column))
            found = prose.reader.figures(paragraph, year, topic if is_speech else Topic.UNKNOWN)
            yield from (figure for figure in found if is_speech or figure.name is not None)


def _table_ratings(reading: TableReading, levels: Levels) -> list[PublishedRating]:
    """The levels a table gives; of a year with several, which list bands or parts, none."""
    found: dict[int | None, list[PublishedRating]] = {}
    for text, year, place in reading.ratings:
        code = levels(year).get(text.strip(" “”\"'"))
        if code:
            found.setdefault(year, []).append(PublishedRating(code, year, text, place))
    return [
        ratings[0] for ratings in found.values() if len({rating.code for rating in ratings}) == 1
    ]


def _proven(
    tables: TableReader, found: Sequence[tuple[Figure, YearInSight]]
) -> list[tuple[Figure, YearInSight]]:
    """Totals in tables of their own that are the mean of the rest, under the same year's sight."""
    sights = {figure.year: sight for figure, sight in found}
    figures = [figure for figure, _ in found]
    proven = proven_totals(tables.totals_alone, figures, tables.names, tables.complaints)
    return [(total, sights[total.year]) for total in proven]


def _line_ratings(
    lines: LineReader, levels: Levels, known: Sequence[tuple[PublishedRating, YearInSight]]
) -> list[tuple[PublishedRating, YearInSight]]:
    """The levels that lines of their own give beside a total, as far as not `known`."""
    stated = {(rating.code, rating.year) for rating, _ in known}
    found: list[tuple[PublishedRating, YearInSight]] = []
    for text, sight, place in lines.ratings:
        code = levels(sight.year).get(text.strip(" “”\"'"))
        if code and (code, sight.year) not in stated:
            found.append((PublishedRating(code, sight.year, text, place), sight))
    return found


def _of_its_year(
    rating: PublishedRating, sight: YearInSight, years: Collection[int | None], chief: int | None
) -> PublishedRating:
    """A level of no year, or of a title's year without scores, is the chief year's."""
    only_a_title = rating.year == sight.year and rating.year not in years and chief is not None
    return replace(rating, year=chief) if rating.year is None or only_a_title else rating


def _dated(figure: Figure, sight: YearInSight, year: int) -> Figure:
    """The year somebody gives outweighs a title that speaks of no results."""
    only_a_title = figure.year == sight.year and not sight.about_results
    return replace(figure, year=year) if figure.year is None or only_a_title else figure


def _chief_year(raw: _Raw, given: int | None) -> int | None:
    """The year the document is chiefly about: the one with most scored things in tables."""
    weights: Counter[int] = Counter()
    for figure, _ in raw.figures:
        if figure.year is not None:
            level = level_of(figure.code)
            weight = 4 if figure.origin is Origin.TABLE else 1
            weights[figure.year] += weight * (3 if level is Level.ITEM else 2)
    if not weights:
        return given
    most = max(weights.values())
    return max(year for year, weight in weights.items() if weight == most)


def _settle(raw: _Raw, chief: int | None, tables: TableReader, findings: Findings) -> ScoreSheet:
    """One list of figures: codes in sentences confirmed, misdated totals set aside."""
    tabled = {(f.code, f.year) for f, _ in raw.figures if f.origin is Origin.TABLE}
    figures: list[Figure] = []
    chief_values = {
        (f.code, f.value): f for f, _ in raw.figures if f.year == chief and f.year is not None
    }
    years_in_tables = {f.year for f, _ in raw.figures if f.origin is Origin.TABLE}
    for found, _ in raw.figures:
        figure = found if found.year is not None else replace(found, year=chief)
        if figure.origin is Origin.PROSE and level_of(figure.code) is Level.ITEM:
            known = (figure.code, figure.year) in tabled
            if not known and not tables.names.item_agrees(figure.code, figure.name or ""):
                tables.complaints.unattributed(figure.place)
                continue
        twin = chief_values.get((figure.code, figure.value))
        misdated = (
            figure.origin is Origin.PROSE
            and twin is not None
            and figure.year != chief
            and figure.year not in years_in_tables
        )
        if misdated and twin is not None:
            _year_conflict(figure, twin, findings)
            continue
        figures.append(figure)
    years = {figure.year for figure in figures}
    ratings = [_of_its_year(rating, sight, years, chief) for rating, sight in raw.ratings]
    claims = [c if c.year is not None else replace(c, year=chief) for c in raw.sheet.claims]
    said = [s if s.year is not None else replace(s, year=chief) for s in raw.sheet.statements]
    return replace(
        raw.sheet,
        fiscal_year=chief,
        figures=tuple(figures),
        ratings=tuple(ratings),
        claims=tuple(claims),
        statements=tuple(said),
    )


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
