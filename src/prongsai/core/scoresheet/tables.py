"""The numbers of a table, each with whose and of which year it seems to be."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Place
from prongsai.core.extract import Table
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.scoresheet import levels
from prongsai.core.scoresheet.agencies import Own, is_a_name
from prongsai.core.scoresheet.columns import (
    MEASURES,
    NOBODYS,
    ColumnKind,
    SheetColumn,
    head_of,
    told_apart,
)  # fmt: skip
from prongsai.core.scoresheet.grid import (
    Body,
    Cells,
    Line,
    RowRole,
    body_of,
    filled,
    is_a_head,
    is_number,
    is_year,
    parts_of,
    stretches,
)
from prongsai.core.scoresheet.levels import Levels
from prongsai.core.scoresheet.lines import LineReader
from prongsai.core.scoresheet.model import Candidate, Origin, PublishedRating
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.prints import Doubt, Print, told_twice
from prongsai.core.scoresheet.setting import Captions, Setting, names_ita, tells_results
from prongsai.core.scoresheet.table_rows import TableRows
from prongsai.core.scoresheet.vocabulary import doubts_of, left_over, names_another
from prongsai.core.thai import arabic_digits

_ENOUGH_NAMES, _SHORTEST_NAME, _FIVE, _HEADS, _A_PAIR = 3, 4, 5, 4, 2
_OPEN = frozenset({Doubt.WORDS, Doubt.SCORE})
_MOST_TIMES = 10  # one thing scored more often is answers of people
_MAY_NAME = (*MEASURES, ColumnKind.UNKNOWN, ColumnKind.YEAR)


class TableReader:
    """Reads the tables of one document."""

    def __init__(
        self, names: Names, own: Own, captions: Captions, lines: LineReader, levels_of: Levels
    ) -> None:
        """`lines` reads what stands in long cells; `levels_of` gives the level words of a year."""
        self._names, self._own, self._captions, self._lines = names, own, captions, lines
        self._levels_of = levels_of
        self._last: tuple[int, tuple[SheetColumn, ...], Setting | None] | None = None
        self._agencies: set[str] = set()
        self.listed: set[str] = set()
        self.impossible: list[Place] = []
        self.ratings: list[PublishedRating] = []
        self.levels: list[Candidate] = []
        self.remark_cells: list[tuple[str, Place, str | None]] = []

    def read(self, table: Table) -> list[Print]:
        """Every number of a table that may be a score."""
        strange, known = self._captions.lead, len(self.ratings)
        sheet = self._captions.sheet = table.place.sheet or ""
        titles = [sheet] if self._says_something(sheet) else []
        prints: list[Print] = []
        columns: tuple[SheetColumn, ...] | None = None
        setting: Setting | None = None
        heads, held = list[Cells](), list[Line]()
        for part, row, cells in parts_of(table, self._names, self._own):
            if part is not RowRole.ROW and held:
                setting = setting or self._captions.setting(titles)
                new_prints = self._below(table, held, columns, setting)
                prints += new_prints
                held, heads = [], []
                if part is RowRole.TITLE and new_prints:  # a table without scores ends no title
                    kept = self._captions.held(titles, " ".join(filled(cells)))
                    titles = [title for title in titles if title == sheet or title in kept]
            if part is RowRole.TITLE:
                inside = setting or self._captions.setting(titles)
                prints += self._lines.of_cell(row.cells[0], row.place_of(0), inside)
                titles += stretches(cells)
                setting, heads = None, []
            elif part is RowRole.HEAD:
                heads.append(cells)
                columns = head_of(heads, self._names, self._own)
            else:
                if columns is None:
                    columns, setting = self._carried(table, titles)
                setting = setting or self._captions.setting(titles)
                held.append((row, cells))
        if held:
            setting = setting or self._captions.setting(titles)
            prints += self._below(table, held, columns, setting)
        else:
            texts = (" ".join(filled(head)) for head in heads)
            self._keep_heads(table, columns or (), [] if prints else [*titles, *texts])
        above = any(map(names_ita, (*titles, *self._captions.above))) and not strange
        inside_head = any(names_ita(cell) for row in table.rows[:_HEADS] for cell in row.cells)
        return self._judged(prints, columns or (), known, is_named=above or inside_head)

    def _says_something(self, sheet: str) -> bool:
        """Whether the name of a sheet says what is in it: "Sheet1 (2)" and "A" say nothing."""
        words = len(sheet) > 1 and any(map(str.isalpha, left_over(sheet)))
        names = names_another(sheet) >= 0 or names_ita(sheet) or bool(self._own.others_in(sheet))
        return bool(doubts_of(sheet) - {Doubt.WORDS} or words or fiscal.years_in(sheet)) or names

    def _below(
        self,
        table: Table,
        held: list[Line],
        columns: tuple[SheetColumn, ...] | None,
        setting: Setting,
    ) -> list[Print]:
        """The prints of the rows that one head holds; the next page may go on below it."""
        prints = list(self._body(held, columns or (), setting))
        self._last = (table.width, columns or (), setting)
        return prints

    def _keep_heads(
        self, table: Table, columns: tuple[SheetColumn, ...], titles: Sequence[str]
    ) -> None:
        """Keep what a table without rows says of the next: its head, else its titles."""
        kinds = {column.kind for column in columns}
        if kinds & {ColumnKind.LABEL, ColumnKind.CODE} and kinds & set(MEASURES):
            self._last = (table.width, columns, None)  # blank rows parted it from what it heads
            return
        for title in titles:
            self._captions.note(title, is_title=True)

    def _carried(
        self, table: Table, titles: Sequence[str]
    ) -> tuple[tuple[SheetColumn, ...], Setting | None]:
        """The columns of a table without a head: those of the page before, else of pairs."""
        last = self._last
        if last is not None and last[0] == table.width and not (titles or self._captions.is_new):
            return last[1], last[2]
        first = filled(table.rows[0].cells)
        is_dated = len(first) == _A_PAIR and is_a_head(first[0]) and is_number(first[1])
        all_cells = [(n, cell) for row in table.rows for n, cell in enumerate(row.cells)]
        cells = [(n, cell) for n, cell in all_cells if is_number(cell)]
        scores = {n for n, cell in cells if "." in cell}
        pages = [int(cell) for _, cell in cells if cell.isdecimal()]
        is_contents = not scores and len(pages) > _A_PAIR and pages == sorted({*pages})
        scores = scores or {n for n, _ in cells}
        if len(scores) > 1 or is_contents or is_dated:  # "ตัวชี้วัด | 65"
            return (NOBODYS,) * table.width, None
        return tuple(
            SheetColumn(ColumnKind.SCORE if n in scores else ColumnKind.UNKNOWN)
            for n in range(table.width)
        ), None

    def _body(
        self, lines: Sequence[Line], columns: Sequence[SheetColumn], setting: Setting
    ) -> Iterator[Print]:
        """The prints of rows below one head."""
        body = body_of(lines, columns)
        setting = self._by_content(body, setting)
        heads = {column.heading for column in body.columns if is_a_name(column.heading)}
        rows = TableRows(self._names, self._own, self._lines, self._levels_of, body)
        if self._last is not None and columns is self._last[1]:
            rows.agencies |= self._agencies  # the list began on the page before
        self._agencies = rows.agencies
        self.listed |= rows.agencies if len(rows.agencies) > 1 else set()
        self.listed |= heads if len(heads) > 1 else set()
        prints = [score for row, cells in body.lines for score in rows.read(row, cells, setting)]
        if rows.unclear:
            is_sure = any(not score.doubts for score in prints)
            self._captions.unclear += rows.unclear if is_sure else ()
            words = frozenset({Doubt.WORDS})
            prints = [replace(score, doubts=score.doubts | words) for score in prints]
        yield from _with_rivals(prints, body.columns)
        self.impossible += rows.impossible
        self.ratings += rows.ratings
        self.levels += rows.levels
        self.remark_cells += rows.remark_cells

    def _by_content(self, body: Body, setting: Setting) -> Setting:
        """What the columns say of all below: the head and the cells tell what each holds.

        Shape:  the columns of `body` are set anew.
        """
        columns = list(body.columns)
        first = columns[0]
        cells = [cells[0] for _, cells in body.lines if cells[0]]
        holds_words = bool(cells) and not any(is_number(cell) or is_year(cell) for cell in cells)
        are_named = first.heading or all(each.kind is not ColumnKind.LABEL for each in columns[1:])
        if holds_words and are_named and first.kind in _MAY_NAME:
            # What heads names captions the numbers beside them.
            doubts = setting.doubts | (first.doubts - {Doubt.SCORE, Doubt.WORDS})
            doubts |= doubts_of(self._own.without(first.heading))
            setting = replace(setting, year=setting.year or first.year, doubts=doubts)
            columns[0] = SheetColumn(ColumnKind.LABEL, first.heading)
        across = any(is_a_name(column.heading) for column in columns)
        for at, column in enumerate(columns):
            if column.kind is ColumnKind.AGENCY and across:
                columns[at] = SheetColumn(ColumnKind.LABEL, column.heading)
        years = {column.year for column in columns if column.year}
        if setting.year is None and len(years) == 1:
            setting = replace(setting, year=next(iter(years)))
        body.columns = _with_years(columns, body, setting)
        if any(
            column.kind is ColumnKind.UNKNOWN and _sorts(n, body)
            for n, column in enumerate(columns)
        ):
            setting = replace(setting, doubts=setting.doubts | {Doubt.WORDS})
        apart = told_apart(columns)
        if any(
            "ผล" not in caption and Doubt.GOAL in doubts_of(caption) for caption in setting.captions
        ):
            apart -= {Doubt.GOAL}
        return replace(setting, doubts=setting.doubts - apart)

    def _is_ita(
        self, prints: Sequence[Print], columns: Sequence[SheetColumn], *, is_named: bool
    ) -> bool:
        """Whether a table, or what names it, speaks of the assessment."""
        named = {
            score.code
            for score in prints
            if score.code not in (None, TOTAL)
            and not score.doubts
            and (
                level_of(score.code or "") is not Level.ITEM
                or len(score.name or "") >= _SHORTEST_NAME
            )
        }
        is_coded = {ColumnKind.CODE, ColumnKind.SCORE} <= {column.kind for column in columns}
        # A page may hold two rows of a table; below words of ITA two full names are of it.
        enough = _ENOUGH_NAMES - self._captions.is_ita
        return is_named or is_coded or len(named) >= enough or bool(named & set(INSTRUMENTS))

    def _judged(
        self, prints: list[Print], columns: Sequence[SheetColumn], known: int, *, is_named: bool
    ) -> list[Print]:
        """The prints with what the table as a whole says against them.

        Shape:  the first `known` levels are of earlier tables.
        """
        is_ita = self._is_ita(prints, columns, is_named=is_named)
        if not is_ita:
            self.levels += map(levels.candidate, self.ratings[known:])
            del self.ratings[known:]
        certain = [score for score in prints if not score.doubts and score.code]
        values = [score.number.value or 0 for score in certain]
        is_scaled = len(values) > 1 and 0 < max(values) <= _FIVE
        parts = {score.code for score in prints if score.code and score.code != TOTAL}
        tells_parts = len(parts) >= _ENOUGH_NAMES or bool(parts & set(INSTRUMENTS))
        twice = told_twice(certain) | self._totals_of_parts(prints)
        if any(code == TOTAL for code, _ in twice):  # two columns of wholes, one of them blank
            twice |= {(TOTAL, number.year) for number in prints}
        misnamed = _misnamed(prints)
        often = Counter((score.code, score.year) for score in prints if score.code != TOTAL)
        return [
            replace(
                score,
                doubts=(score.doubts | {Doubt.SCORE})
                if not is_ita or is_scaled or (score.code, score.year) in twice
                else (score.doubts | {Doubt.YEAR} if score.code in misnamed else score.doubts),
                is_near=score.is_near
                and (is_ita or tells_parts or (self._captions.is_about and score.code is not None))
                and (score.code is not None or is_named or tells_parts),
                is_else=score.is_else
                or is_scaled
                or (often[score.code, score.year] > _MOST_TIMES and score.code is not None),
            )
            for score in prints
        ]

    def _totals_of_parts(self, prints: Sequence[Print]) -> set[tuple[str | None, int | None]]:
        """Totals, not by their code, beside parts of one or two instruments: they may be a mean."""
        parts = {score.code for score in prints if score.code and score.code != TOTAL}
        whole = [
            instrument
            for instrument in INSTRUMENTS
            if any(self._names.is_below(code, instrument) for code in parts)
        ]
        if whole != [*INSTRUMENTS[:2]] and (len(whole) != 1 or whole[0] in parts):
            return set()
        return {
            (score.code, score.year)
            for score in prints
            if score.code == TOTAL and score.name != TOTAL
        }


def _with_rivals(prints: Sequence[Print], columns: Sequence[SheetColumn]) -> Iterator[Print]:
    """The prints; doubted where two columns differ of which each may be the score."""
    by_column: dict[int, dict[Place, Print]] = {}
    for number in prints:
        at = (number.place.column or 0) - 1
        is_cell = number.origin is Origin.TABLE and number.number.value is not None
        if is_cell and _may_rival(columns[at]):
            by_column.setdefault(at, {})[_row_of(number)] = number
    alike: dict[object, list[int]] = {}  # columns of the same thing and kind of numbers
    for at, rows in by_column.items():
        is_rank = max(number.number.value or 0 for number in rows.values()) <= len(rows)
        alike.setdefault((columns[at].code or TOTAL, columns[at].level, is_rank), []).append(at)
    sure: dict[int, set[Place]] = {}
    against = frozenset({Doubt.SCORE})  # an unknown word of the one speaks against the other too
    for pair in (pair for group in alike.values() for pair in pairwise(sorted(group))):
        both = _both(by_column[pair[0]], by_column[pair[1]])
        if len({columns[at].year for at in pair} - {None}) < _A_PAIR and both is not None:
            sure |= {at: sure.get(at, both) & both for at in pair}
            against = against.union(*(columns[at].doubts for at in pair))
    for number in prints:
        is_sure = _row_of(number) in sure.get((number.place.column or 0) - 1, {_row_of(number)})
        yield number if is_sure else replace(number, doubts=number.doubts | against)


def _both(first: Mapping[Place, Print], second: Mapping[Place, Print]) -> set[Place] | None:
    """The rows in which two columns agree; None where they are one score, or of other things."""
    pairs = [(row, left, second[row]) for row, left in first.items() if row in second]
    apart = any(left.code and right.code and left.code != right.code for _, left, right in pairs)
    differ = any(told_twice((left, replace(left, number=right.number))) for _, left, right in pairs)
    if apart or (pairs and not differ):
        return None
    return {row for row, left, right in pairs if left.number.value == right.number.value}


def _row_of(number: Print) -> Place:
    return replace(number.place, column=None, quote=None)


def _may_rival(column: SheetColumn) -> bool:
    """Whether a column may hold the score, as far as its heading is understood."""
    is_else = not column.heading or column.marks or names_another(column.heading) >= 0
    may_measure = column.kind in (*MEASURES, ColumnKind.UNKNOWN) and not is_else
    return may_measure and column.doubts <= _OPEN


def _misnamed(prints: Sequence[Print]) -> set[str | None]:
    """The items of a list most of whose codes stand beside other names: it is another year's."""
    items = [score for score in prints if score.name and level_of(score.code or "") is Level.ITEM]
    strange = sum(Doubt.SCORE in score.doubts for score in items)
    return {score.code for score in items} if len(items) > 1 and 2 * strange > len(items) else set()


def _sorts(at: int, body: Body) -> bool:
    """Whether a column that is not known sorts the rows by a digit each: goals may be the 2."""
    digits = [arabic_digits(cells[at]) for _, cells in body.lines if cells[at]]
    is_run = len(digits) != 1 and digits == [str(number + 1) for number in range(len(digits))]
    is_digit = all(len(digit) == 1 and digit.isdigit() for digit in digits)
    return bool(body.columns[at].heading) and is_digit and not is_run


def _with_years(
    columns: Sequence[SheetColumn], body: Body, setting: Setting
) -> tuple[SheetColumn, ...]:
    """The columns; those headed by a year alone hold scores where head or caption says results."""
    dated = [
        column
        for column in columns
        if column.kind in (*MEASURES, ColumnKind.UNKNOWN) and column.year
    ]
    own = {tells_results(column.heading) for column in dated}
    above = any(map(tells_results, (*setting.captions, setting.lead)))
    above &= not any(  # below zero they tell how scores changed
        column in dated and body.falls_below_zero(at) for at, column in enumerate(columns)
    )
    if own == {True} or (above and own == {False}):
        return tuple(columns)
    more = frozenset({Doubt.SCORE})
    return tuple(
        replace(column, doubts=column.doubts | more)
        if column in dated and not tells_results(column.heading)
        else column
        for column in columns
    )
