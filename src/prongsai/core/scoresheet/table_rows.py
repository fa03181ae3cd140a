"""The numbers of one row of a table: whose, of which year, what the row says against them."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Place
from prongsai.core.extract import TableRow
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet import levels
from prongsai.core.scoresheet.agencies import Own, is_a_name, is_kind_alone
from prongsai.core.scoresheet.beside import Beside
from prongsai.core.scoresheet.columns import MEASURES, ColumnKind, SheetColumn
from prongsai.core.scoresheet.grid import HAS_DECIMAL, Body, Cells, filled, is_number, is_year
from prongsai.core.scoresheet.levels import Levels
from prongsai.core.scoresheet.lines import LineReader
from prongsai.core.scoresheet.model import Candidate, Origin, PublishedRating
from prongsai.core.scoresheet.names import Names, is_total_label
from prongsai.core.scoresheet.numbers import PrintedNumber, no_score, printed_number
from prongsai.core.scoresheet.prints import Doubt, Print
from prongsai.core.scoresheet.rows import NOBODY, RowReader, Subject, parse_item
from prongsai.core.scoresheet.setting import Setting, names_ita, told_years
from prongsai.core.scoresheet.ticks import worth
from prongsai.core.scoresheet.vocabulary import (
    AGAINST_A_GOAL,
    SUSPECT,
    doubts_of,
)

_A_CODE = compiled(r"(?:[A-Z]{0,2}|[ก-๙]{1,3}\.?)\s?[0-9๐-๙/.-]{2,20}|[A-Z]{1,2}")
_JUST_A_SCORE = compiled(r"(?:ผล)?คะแนน(?:ที่ได้|เฉลี่ย|รวม)?|ร้อยละ|%|score|ITA|ผลการประเมิน", 2)
_NAMING = (ColumnKind.LABEL, ColumnKind.UNKNOWN, ColumnKind.CODE, ColumnKind.YEAR)
_SAYS = compiled(r"[^\W\d_]")
_OF_LEVELS = ("ผล", "ผลการประเมิน")
_IN_BRACKETS = compiled(r"\([^()]*\)")
_DECIMALS, _QUOTED, _FULL = 2, 60, 100


class _Told(Struct, frozen=True):
    """What a row says of all its numbers; `named` are the years that its labels name."""

    agency: str
    year: int | None
    doubts: frozenset[Doubt]
    is_shifted: bool
    named: frozenset[int]


_OF_AN_ITEM = (0, _FULL)
_REMARK_BEHIND = compiled(r"\d\s*(?:คะแนน|%)?\s*\(([^()]+)\)\s*$")


class TableRows:
    """Reads the rows below one head."""

    def __init__(
        self, names: Names, own: Own, lines: LineReader, levels_of: Levels, body: Body
    ) -> None:
        """`lines` reads what stands in long cells; `levels_of` gives the level words of a year."""
        self._names, self._own, self._lines = names, own, lines
        self._levels_of, self._body = levels_of, body
        self._columns = body.columns
        self._rows, self._beside = RowReader(names, own), Beside(names, own)
        self._agency = {cells: self._agency_of(cells) for _, cells in body.lines}
        self.agencies = {*filter(None, self._agency.values())}
        self._has_parts = any(
            self._names.node_of(cell) not in (None, TOTAL)
            for _, cells in body.lines
            for cell in self._labels(cells)
        )
        self._counts_more = any(
            self._names.node_of(cells[0]) is None and not parse_code(cells[0])
            for _, cells in body.lines
            if _SAYS.search(cells[0]) and any(map(is_number, cells)) and not is_year(cells[0])
        )
        self.unclear: list[Place] = []  # rows that score nothing and are not understood
        self.impossible: list[Place] = []
        self.ratings: list[PublishedRating] = []
        self.levels: list[Candidate] = []
        self.remark_cells: list[tuple[str, Place, str | None]] = []

    def read(self, row: TableRow, cells: Cells, setting: Setting) -> Iterator[Print]:
        """The prints of a row."""
        agency = self._agency[cells]
        is_others = agency and not self._own.is_same(agency)
        if is_others and (self._own.is_known or len(self.agencies) > 1):
            return
        doubts = self._beside.against(cells, self._columns, agency=agency)
        if agency and self._own.is_known and not self._own.is_own(agency):
            doubts |= {Doubt.WHOSE}
        if agency and len(self.agencies) > 1 and not self._own.given:
            doubts |= {Doubt.WHOSE}
        if len(self.agencies) > 1 and not agency:
            doubts |= {Doubt.MEAN}
        is_shifted = self._body.is_shifted(row, cells)
        doubts |= {Doubt.SCORE} if is_shifted else frozenset()
        named = {year for cell in self._labels(cells) for year in _years(cell)}
        of_row = _Told(agency, self._year_of(cells), doubts, is_shifted, frozenset(named))
        prints = list(self._numbers(row, cells, of_row, setting))
        if not (
            is_others
            or any(score.code for score in prints)
            or self._beside.is_told(cells, self._columns)
        ):
            self.unclear.append(row.place_of(0, " · ".join(filled(cells))[:_QUOTED]))
        # A level beside numbers of which none is certain is not certain either.
        beside = prints[0].doubts if prints and all(each.doubts for each in prints) else frozenset()
        self._keep_level(row, cells, setting, doubts | beside, of_row.year)
        yield from prints

    def _numbers(
        self, row: TableRow, cells: Cells, of_row: _Told, setting: Setting
    ) -> Iterator[Print]:
        """Every number of a row that may be a score."""
        for at, cell in enumerate(cells):
            column = self._columns[at]
            number = printed_number(cell) or worth(cell, column.marks)
            if column.kind is ColumnKind.REMARK and cell and at < len(row.cells):
                part = self._part_of(cells[:at], setting)
                self.remark_cells.append((row.cells[at], row.place_of(at), part))
            if number is None and HAS_DECIMAL.search(cell) and at < len(row.cells):
                inside = self._inside(column, setting, of_row.year)
                yield from self._lines.of_cell(row.cells[at], row.place_of(at), inside)
            may_measure = column.kind in (*MEASURES, ColumnKind.UNKNOWN) or (
                of_row.is_shifted and column.kind is ColumnKind.ELSE
            )
            if column.kind is ColumnKind.LABEL and number and number.decimals == _DECIMALS:
                yield self._print(row, at, number, NOBODY, setting, of_row)  # in a column of names
            beside = at and (cells[at - 1], self._columns[at - 1].heading)
            is_merged = bool(column.heading) and beside == (cell, column.heading)
            if not may_measure or parse_item(cell) or is_merged:
                continue
            subject = self._subject(cells, at, of_row)
            beyond = no_score(cell) if number is None else number
            if beyond is not None and beyond.value is None:
                self._refuse(row, at, subject, beyond, setting)
            is_bare = not column.heading and column.kind is ColumnKind.UNKNOWN and "." not in cell
            if number is not None and not fiscal.years_in(cell) and not is_bare:
                yield self._print(row, at, number, subject, setting, of_row)

    def _inside(self, column: SheetColumn, setting: Setting, year: int | None) -> Setting:
        """What holds inside a cell of words: its column's heading and its row's year too."""
        against = doubts_of(self._own.without(column.heading)) & SUSPECT
        return replace(setting, year=year or setting.year, doubts=setting.doubts | against)

    def _agency_of(self, cells: Cells) -> str:
        """The agency a row is of; who stands behind scores may be who carries out a measure."""
        past = False
        for cell, column in zip(cells, self._columns, strict=True):
            past |= is_number(cell) and column.kind in MEASURES
            named = column.kind is ColumnKind.AGENCY or (is_a_name(cell) and not past)
            if cell and named and not (printed_number(cell) or is_kind_alone(cell)):
                return cell
        return ""

    def _part_of(self, cells: Cells, setting: Setting) -> str | None:
        """The instrument that a row of remarks names, else that of the captions."""
        named = (self._names.instrument_of(cell) for cell in cells if cell)
        return next(filter(None, named), setting.part if setting.part in INSTRUMENTS else None)

    def _year_of(self, cells: Cells) -> int | None:
        for cell, column in zip(cells, self._columns, strict=True):
            of_years = column.kind is ColumnKind.YEAR
            years = fiscal.years_in(cell) if of_years or is_year(cell) else ()
            years = years or (fiscal.years_in(f"ปี {cell}") if of_years else ())
            if years:
                return years[0][1]
        named_years: set[int] = set()
        for cell in self._labels(cells):
            node = self._names.node_of(cell)
            is_whole = node in (TOTAL, *INSTRUMENTS)
            named_years |= told_years(cell) if is_whole else _years(cell) if node else set()
        return next(iter(named_years)) if len(named_years) == 1 else None

    def _labels(self, cells: Cells) -> Iterator[str]:
        """The cells that may name whose score a row is."""
        pairs = zip(cells, self._columns, strict=True)
        return (cell for cell, column in pairs if cell and column.kind in _NAMING)

    def _behind(self, cell: str) -> frozenset[Doubt]:
        """What the remark in brackets behind a number says against it."""
        match = _REMARK_BEHIND.search(cell)
        return doubts_of(AGAINST_A_GOAL.sub("?", self._own.without(match[1] if match else "")))

    def _subject(self, cells: Cells, at: int, of_row: _Told) -> Subject:
        """Whose score a cell is: told by its column, or by the other cells of the row."""
        column = self._columns[at]
        labels = (cell for cell in self._labels(cells) if cell != of_row.agency)
        rest = [cell for cell in labels if not _says_no_thing(cell)]
        if column.kind is not ColumnKind.PART:
            subject = self._rows.subject_of(cells, self._columns, at)
            # A row of an agency or a year alone gives its total.
            is_coded = any(
                other.kind is ColumnKind.CODE and cells[n] for n, other in enumerate(self._columns)
            )
            is_alone = bool(of_row.agency or of_row.year) and not (
                rest or is_coded or self._has_parts
            )
            is_whole = subject is NOBODY and column.kind is ColumnKind.SCORE and is_alone
            return Subject(TOTAL, column.heading) if is_whole else subject
        if (
            column.code in INSTRUMENTS
            and sum(other.kind is ColumnKind.PART for other in self._columns) == 1
        ):
            below = self._rows.subject_of(cells, self._columns, at)
            if below.code and below.code != column.code:
                whole = {Doubt.SCORE} if below.code == TOTAL else frozenset()
                return replace(below, doubts=below.doubts | whole)
        texts = map(self._own.without, rest)
        doubts = frozenset().union(*(doubts_of(text, is_label=True) for text in texts))
        if any(self._names.node_of(cell) not in (None, column.code) for cell in rest):
            doubts |= {Doubt.SCORE}
        return Subject(column.code, column.heading, doubts)

    def _print(
        self, row: TableRow, at: int, number: PrintedNumber, subject: Subject, setting: Setting,
        of_row: _Told,
    ) -> Print:  # fmt: skip
        column = self._columns[at]
        own_year = column.year or of_row.year
        above = setting.doubts - {Doubt.YEAR} if own_year else setting.doubts
        if setting.is_named and column.year and names_ita(column.heading) and not column.doubts:
            above -= {Doubt.WORDS}  # the heading says all
        if number.decimals > _DECIMALS:
            above |= {Doubt.WORDS}
        doubts = column.doubts | subject.doubts | of_row.doubts
        if of_row.named - {own_year or setting.year}:
            doubts |= {Doubt.YEAR}  # "การใช้งบประมาณ ปี 2565" below a title of 2566
        doubts |= self._behind(row.cells[at]) if at < len(row.cells) else frozenset()
        is_sum = (
            column.kind is not ColumnKind.PART and not names_ita(subject.name) and self._counts_more
        )
        if subject.code == TOTAL and (is_sum or setting.part not in (None, TOTAL)):
            doubts |= {Doubt.SCORE}
        has_point, code = "." in number.published, subject.code
        is_item = (
            setting.is_named and level_of(code or "") is Level.ITEM and number.value in _OF_AN_ITEM
        )
        is_count = column.kind is ColumnKind.UNKNOWN and not has_point and not is_item
        is_near = bool(code) or has_point or (column.kind is ColumnKind.SCORE and not column.doubts)
        others = doubts - {Doubt.MEAN} if _is_of_a_group(column) else doubts
        is_else = not of_row.is_shifted and (is_count or bool(others & {Doubt.GOAL, Doubt.MEAN}))
        quote = f"{(subject.name or code or '')[:_QUOTED]} · {number.published}"
        place, year = row.place_of(at, quote), own_year or setting.year
        whose = code, year, number, place, Origin.TABLE, subject.name
        return Print(*whose, doubts | above, is_near=is_near, is_else=is_else)

    def _refuse(
        self, row: TableRow, at: int, subject: Subject, beyond: PrintedNumber, setting: Setting
    ) -> None:
        """Keep the place of a number that no score can be, where a score would be certain."""
        column = self._columns[at]
        doubts = column.doubts | subject.doubts | setting.doubts
        if column.kind in MEASURES and not doubts and subject.code is not None:
            self.impossible.append(row.place_of(at, f"{subject.code} {beyond.published}"))

    def _keep_level(
        self, row: TableRow, cells: Cells, setting: Setting, doubts: frozenset[Doubt],
        year: int | None,
    ) -> None:  # fmt: skip
        """Keep the level of a row: in a column of levels, or behind a label of one."""
        if not levels.MAY_TELL.search(" ".join(cells)) or any(
            self._names.node_of(cell) not in (None, TOTAL) for cell in cells if cell
        ):
            return
        is_whole = bool(self._agency[cells]) or year is not None or any(map(is_total_label, cells))
        is_whole &= setting.part in (None, TOTAL)
        above = setting.doubts - {Doubt.YEAR}
        for at, cell in enumerate(cells):
            column = self._columns[at]
            against = doubts | above | column.doubts | doubts_of(self._own.without(column.heading))
            own_year = column.year or year or setting.year
            code = self._levels_of(own_year).get(cell.strip(" “”\"'"))
            in_column = column.kind is ColumnKind.LEVEL or column.heading in _OF_LEVELS
            is_labelled = any(map(levels.IS_LABEL.fullmatch, cells[:at]))
            if not code or not ((in_column and is_whole) or is_labelled):
                place, held = row.place_of(at), replace(setting, year=own_year)
                if is_whole and column.kind is not ColumnKind.LABEL:
                    self.levels += levels.told_in(cell, place, held, self._levels_of, self._own)
                continue
            if own_year and not against:
                self.ratings.append(PublishedRating(code, own_year, cell, row.place_of(at)))
            else:
                why = tuple(sorted(against | setting.doubts or {Doubt.YEAR}))
                place = row.place_of(at, " · ".join(text for text in cells if text)[:_QUOTED])
                self.levels.append(
                    Candidate(None, own_year, cell, None, place, why, Origin.TABLE, code)
                )


@lru_cache(maxsize=256)
def _is_of_a_group(column: SheetColumn) -> bool:
    """Whether a heading names in brackets alone many agencies, and no mean of them."""
    plain = _IN_BRACKETS.sub("", column.heading)
    return plain != column.heading and "เฉลี่ย" not in column.heading and not doubts_of(plain)


@lru_cache(maxsize=4096)
def _years(cell: str) -> set[int]:
    return {year for _, year in fiscal.years_in(cell)}


@lru_cache(maxsize=4096)
def _says_no_thing(cell: str) -> bool:
    """Whether a cell names nothing scored: a number, a year, a word for scores, somebody's code."""
    return bool(
        printed_number(cell)
        or is_year(cell)
        or _JUST_A_SCORE.fullmatch(cell)
        or _A_CODE.fullmatch(cell)
    )
