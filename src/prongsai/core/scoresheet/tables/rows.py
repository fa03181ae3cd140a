"""Tables become figures: each number is read only where its row says whose it is.

A code counts when the item's name stands beside it, or when the table gives codes and scores
alone; a name counts without its number, because many papers number indicators by rank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Findings
from prongsai.core.extract import Row, Table
from prongsai.core.ids import TOTAL, Level, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.result_words import strange_words
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure, Origin
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import (
    PrintedNumber,
    printed_number,
)
from prongsai.core.scoresheet.tables.agencies import JUST_A_YEAR, Agencies, agency_of
from prongsai.core.scoresheet.tables.anchors import Evidence, Strength, strength_of
from prongsai.core.scoresheet.tables.columns import (
    Column,
    Role,
    column_of,
    heading_row,
    merge_headings,
    tells_scores,
)
from prongsai.core.scoresheet.tables.gathered import (
    AcrossRow,
    TableContext,
    TableReading,
    are_shares,
    are_surely_shares,
    as_percent,
    quote,
)
from prongsai.core.scoresheet.tables.glued import unglue
from prongsai.core.scoresheet.tables.levels import levels_in_row
from prongsai.core.scoresheet.tables.mean_of_items import with_mean_of_items
from prongsai.core.scoresheet.tables.pairs import pairs_in
from prongsai.core.scoresheet.tables.parts_beside import SOME_OF_THEM
from prongsai.core.scoresheet.tables.row_cells import (
    begins_anew,
    dated,
    embedded,
    full_marks,
    heads_no_scores,
    is_a_place,
    is_torn,
    score_columns,
    year_of_row,
)
from prongsai.core.scoresheet.tables.subjects import LIMIT, MEASURING, Subject, SubjectFinder
from prongsai.core.scoresheet.tables.typed_items import leading_item
from prongsai.core.scoresheet.tables.unread import UnreadCells
from prongsai.core.scoresheet.tables.weighted import (
    governed_with_totals,
    out_of_full_marks,
    without_weights,
)
from prongsai.core.thai import repair, squeeze

_NOT_OURS = compiled(LIMIT.pattern + r"|เฉลี่ย|ต้นแบบ|เป้า|ทั่วประเทศ|ครั้งที่|ลำดับ|อันดับ|วันที่")
# A remark that says what a whole row is.
_GOAL_ALONE = compiled(
    r"\(?(?:ค่า|คะแนน|ปี)?\s?(?:เป้าหมาย|เป้า|คาดการณ์|คาดว่าจะได้|ประมาณการ|พยากรณ์|แผน|ร่าง)\)?|(?i:target|forecast|draft|plan)"
)
_HAS_DIGIT = compiled(r"\d|nan|inf", re.IGNORECASE)
_LONGEST_EMBEDDING = 160
_NACC = compiled(r"ป\.?\s?ป\.?\s?ช|NACC")
_QUOTE_LENGTH = 60
_LEAST_OF_AN_AXIS = 4
_NOT_LABELS = (Role.REMARK, *MEASURING)


def _is_an_axis(values: Sequence[Decimal | None]) -> bool:
    """Whether numbers are the marks of a chart's axis: whole, in even steps, from or to an end."""
    marks = [value for value in values if value is not None]
    if len(marks) < _LEAST_OF_AN_AXIS or not {*marks[:1], *marks[-1:]} & {0, 100}:
        return False
    steps = {later - one for one, later in pairwise(marks)}
    return len(steps) == 1 and steps != {0} and all(mark == int(mark) for mark in marks)


def _with_codes(columns: tuple[Column, ...], cells: Sequence[str]) -> tuple[Column, ...]:
    """The columns, one headed "OIT" as one of codes where a row has an item's code in it."""
    if not any(column.role is Role.NODE_SCORE for column in columns):
        return columns
    return tuple(
        replace(column, role=Role.CODE, code=None)
        if column.role is Role.NODE_SCORE and _level_of_code(cell) is Level.ITEM
        else column
        for column, cell in zip(columns, cells, strict=True)
    )


def _level_of_code(cell: str) -> Level | None:
    """The level of a cell that is nothing but a code."""
    code = parse_code(cell)
    return level_of(code) if code else None


class TableReader:
    """Reads the tables of one document for one year's names."""

    def __init__(
        self,
        names: Names,
        findings: Findings,
        agency: str | None = None,
        is_own: Callable[[str], bool | None] = lambda _: None,
    ) -> None:
        """`findings` gathers what could not be counted; `agency` picks its row among others.

        Shape: `is_own` tells of an agency's name whether it is the document's own.
        """
        self.names = names
        self._is_own = is_own
        year = names.framework.fiscal_year
        self.complaints = Complaints(findings, year, asks_whose=agency is None)
        self._agencies = Agencies(agency, self.complaints, is_own)
        self.subjects = SubjectFinder(names, self.complaints)
        # For rows without a score: whose they are, with nothing said about it.
        self.quiet = SubjectFinder(names, Complaints(Findings(), year))
        self._unread = UnreadCells(self.quiet, self.complaints)
        self.context = TableContext()
        self._contexts: dict[int, TableContext] = {}
        self.goes_on = False
        self._topic = Topic.UNKNOWN  # of the table that is being read
        self.totals_alone: list[Figure] = []

    def read(self, table: Table, year: int | None, topic: Topic = Topic.UNKNOWN) -> TableReading:
        """Figures, remark cells and ratings of a table whose year, if not in it, is `year`.

        Shape: `topic` is what the caption says that the table is about.
        """
        reading = TableReading()
        self._topic = topic
        table = unglue(table)
        disagreements = self.complaints.disagreements
        self._begin(table)
        self._agencies.look_at(table)
        previous_was_heading = below_title = False
        if self.goes_on and begins_anew(table):
            self.context.headings, self.context.columns = (), ()
            self.goes_on = False
        for row in table.rows:
            cells = tuple(squeeze(repair(cell)) for cell in row.cells)
            columns = heading_row(cells, self.names)
            if previous_was_heading and self._specifies_heading(cells):
                self._take_heading(row, cells, year, reading, joins=True)
                continue
            if columns is not None:
                self._take_heading(row, cells, year, reading, joins=False)
                previous_was_heading = True
                continue
            previous_was_heading = False
            if self._take_strange_heading(cells):
                continue
            if below_title and self._is_strange_heading(cells):
                # Another table begins inside this one: what the columns meant ends here.
                self.context.headings, self.context.columns = (), ()
            below_title = len({cell for cell in cells if cell}) == 1
            self._read_row(row, cells, year, reading)
        self._agencies.settle(table, reading)
        reading.figures = list(
            {(f.code, f.year, f.value): f for f in reversed(reading.figures)}.values()
        )[::-1]
        if are_shares(reading.figures):
            self._take_shares(table, reading)
        reading.figures = with_mean_of_items(reading.figures, self.complaints)
        goes_on = self.goes_on and topic is not Topic.NEVER_OWN
        topic = Topic.ITA_RESULTS if goes_on else topic
        reading.figures += out_of_full_marks(
            reading.of_full_marks, reading.figures, self.names, self.complaints
        )
        self._hold_a_lone_total(topic, reading)
        evidence = Evidence(
            topic,
            reading.score_columns,
            reading.strangers,
            self.complaints.disagreements - disagreements,
        )
        reading.figures = governed_with_totals(
            reading.figures, self.names, evidence, self.complaints
        )
        reading.figures = without_weights(reading.figures, self.names, self.complaints)
        if not reading.figures:
            reading.ratings = []
        self.context.gave_figures |= bool(reading.figures)
        return reading

    def _hold_a_lone_total(self, topic: Topic, reading: TableReading) -> None:
        """A table's only figure, a total that nothing beside it says to be the assessment's."""
        first = next(iter(reading.figures), None)
        if first is None or first.code != TOTAL or topic is not Topic.ITA:
            return
        headed = first.place.column in reading.score_columns
        alone = len(reading.figures) == 1
        if alone and strength_of(first, self.names, headed=headed) is Strength.WEAK:
            self.totals_alone.append(first)
            reading.figures = []

    def _take_shares(self, table: Table, reading: TableReading) -> None:
        """Shares of one in percent; where a part was rounded away they are told, not guessed."""
        if are_surely_shares(reading.figures):
            reading.figures = [as_percent(figure) for figure in reading.figures]
            self.complaints.shares(table.place)
            return
        for figure in reading.figures:
            self.complaints.unread(figure.code, figure.place)
        reading.figures = []

    def confirmed_code(self, cells: Sequence[str]) -> str | None:
        """The item a row's code and name agree on; None where they do not."""
        for column, cell in enumerate(cells):
            led = leading_item(cell)
            if led is None:
                continue
            code, name = led
            beside = name or (cells[column + 1] if column + 1 < len(cells) else "")
            return code if beside and self.names.item_agrees(code, beside) else None
        return None

    def _begin(self, table: Table) -> None:
        """Take up the columns of the last table as wide as this: it may go on without a heading."""
        instrument = self.context.instrument
        self.context = self._contexts.setdefault(table.width, TableContext())
        self.context.instrument = instrument
        self.goes_on = self.context.gave_figures

    def _take_heading(
        self,
        row: Row,
        cells: tuple[str, ...],
        year: int | None,
        reading: TableReading,
        *,
        joins: bool,
    ) -> None:
        """Set the columns from a heading row, or from two of them joined."""
        self._read_embedded(row, [Column(Role.OTHER)] * len(cells), year, reading)
        headings = merge_headings(self.context.headings, cells, self.names) if joins else cells
        columns = heading_row(headings, self.names)
        if columns is None:
            return
        self.goes_on = False
        self.context.headings = headings
        named = {found for cell in headings for _, found in fiscal.years_in(cell)}
        self.context.year = named.pop() if len(named) == 1 else None
        understood = tuple(self._understood(column, row) for column in columns)
        columns = self._agencies.own_columns(headings, understood)
        if self._topic is Topic.ITA_RESULTS:
            columns = self._agencies.with_totals(columns)
        self.context.columns = columns

    def _understood(self, column: Column, row: Row) -> Column:
        """The column, as one of something else where its heading says more than of scores."""
        if column.role not in MEASURING or not self._says_more(column):
            return column
        if column.role is Role.NODE_SCORE:
            self.complaints.strange_heading(column.heading, row.place)
        return replace(column, role=Role.NOT_A_SCORE, is_strange=True)

    def _says_more(self, column: Column) -> bool:
        if column.code and level_of(column.code) not in (Level.TOTAL, Level.INSTRUMENT):
            return False  # an indicator's name
        heading = NAMED_AGENCY.sub(
            lambda one: one[0] if self._is_own(one[0].strip()) is False else " ", column.heading
        )
        return bool(strange_words(heading))

    def _take_strange_heading(self, cells: tuple[str, ...]) -> bool:
        """Whether a row of words alone heads names beside something that is not known."""
        if any(_HAS_DIGIT.search(cell) or self.names.node_of(cell) for cell in cells if cell):
            return False
        columns = [column_of(cell, self.names) for cell in cells]
        roles = {column.role for column in columns if column.heading}
        known = roles == {Role.LABEL, Role.OTHER} or heads_no_scores(columns)
        if not known and not self._heads_strangely(columns):
            return False
        self.context.headings = cells
        self.context.columns = tuple(
            replace(one, role=Role.NOT_A_SCORE, is_strange=True)
            if one.heading
            and (one.role is Role.OTHER or (one.role is Role.SCORE and self._says_more(one)))
            else one
            for one in columns
        )
        return True

    def _heads_strangely(self, columns: Sequence[Column]) -> bool:
        """Whether words above numbers that nothing heads yet say more than that they are scores."""
        if any(held.role in MEASURING for held in self.context.columns):
            return False
        others = [one for one in columns[1:] if one.heading and not is_a_place(one.heading)]
        told = {one.role for one in columns if one.heading}
        unknown = {Role.OTHER, Role.NOT_A_SCORE, Role.SCORE}
        return told <= unknown and any(map(self._says_more, others))

    def _is_strange_heading(self, cells: Sequence[str]) -> bool:
        """A row of words alone that names nothing of the assessment."""
        told = [cell for cell in cells if cell]
        return len(set(told)) > 1 and not any(
            printed_number(cell) or _HAS_DIGIT.search(cell) or self.names.node_of(cell)
            for cell in told
        )

    def _specifies_heading(self, cells: Sequence[str]) -> bool:
        """A second heading row: nothing new at its left, a column of known meaning further on."""
        held = self.context.headings
        if not cells or not held or any(printed_number(cell) for cell in cells):
            return False
        if cells[0] and cells[0] != held[0]:
            return False
        return any(cell and column_of(cell, self.names).role in MEASURING for cell in cells[1:])

    def _read_row(
        self, row: Row, cells: tuple[str, ...], year: int | None, reading: TableReading
    ) -> None:
        columns = _with_codes(self._columns_for(cells), cells)
        self._note_group(cells)
        self._gather_remarks(row, cells, columns, reading)
        row_year = year_of_row(cells, columns) or year or self.context.year
        barred = next((cell for cell in cells if _GOAL_ALONE.fullmatch(cell)), None)
        if barred is not None and any(map(printed_number, cells)):
            self.complaints.strange_heading(barred, row.place)
            return
        if any(column.role is Role.NODE_SCORE for column in columns):
            self._read_across(row, cells, columns, row_year, reading)
            reading.ratings += levels_in_row(row, cells, columns, row_year, of_total=False)
            return
        self._read_embedded(row, columns, row_year, reading)
        if self._agencies.is_elsewhere(cells, columns, reading):
            return
        scores = score_columns(cells, columns)
        reading.score_columns |= {
            column + 1 for column, _ in scores if tells_scores(columns[column])
        }
        self._unread.unread(row, cells, columns)
        if not scores:
            self._unread.verdict_word(row, cells, columns)
        self._read_pairs(row, cells, columns, row_year, reading)
        taken = self._take_scores(row, cells, columns, row_year, scores, reading)
        if not taken and not self._unread.strange(row, cells, columns):
            self._unread.result_elsewhere(row, cells)
        of_total = any(key.startswith(f"{TOTAL}/") for key in taken)
        reading.ratings += levels_in_row(row, cells, columns, row_year, of_total=of_total)

    def _take_scores(
        self,
        row: Row,
        cells: Sequence[str],
        columns: Sequence[Column],
        year: int | None,
        scores: Sequence[tuple[int, PrintedNumber]],
        reading: TableReading,
    ) -> set[str]:
        """Add a row's scores to a reading; which codes of which years they were of."""
        taken: set[str] = set()
        for column, number in scores:
            subject = self.subjects.of_score(row, cells, columns, column)
            if subject is None:
                reading.strangers[column + 1] += 1
                self._unread.unknown_code(row, cells, columns, column)
                continue
            if is_torn(cells, columns, column):
                told = quote(subject, f"{cells[column]} | {cells[column + 1]}")
                self.complaints.unread(subject.code, row.place_of(column, told))
                taken.add("torn")
                continue
            figure_year, agrees = dated(subject, columns[column].year or year)
            if not agrees:
                self.complaints.unattributed(row.place_of(column, quote(subject, number.published)))
                taken.add("another year")
                continue
            key = f"{subject.code}/{figure_year}"
            if (marks := full_marks(cells, columns)) is not None:
                held = TableReading()
                self.add(row, subject, number, figure_year, column, held)
                reading.of_full_marks += [(figure, marks) for figure in held.figures]
                taken.add(key)
                continue
            if key in taken:
                self._ambiguous(row, cells, subject, figure_year, number, reading)
                continue
            taken.add(key)
            self.add(row, subject, number, figure_year, column, reading)
        return taken

    def _read_pairs(
        self,
        row: Row,
        cells: Sequence[str],
        columns: Sequence[Column],
        year: int | None,
        reading: TableReading,
    ) -> None:
        """Cells with the scores of two years; told where the earlier year is not sure."""
        for pair in pairs_in(cells, columns, year):
            subject = self.subjects.of_score(row, cells, columns, pair.column)
            if subject is None:
                continue
            if pair.scores is None:
                place = row.place_of(pair.column, quote(subject, cells[pair.column]))
                self.complaints.unread(subject.code, place)
            for number, figure_year in pair.scores or ():
                self.add(row, subject, number, figure_year, pair.column, reading)
            if pair.untold:
                told = quote(subject, pair.untold)
                self.complaints.unattributed(row.place_of(pair.column, told))

    def _columns_for(self, cells: Sequence[str]) -> tuple[Column, ...]:
        held = self.context.columns
        return (*held, *[Column(Role.OTHER)] * (len(cells) - len(held)))[: len(cells)]

    def _note_group(self, cells: Sequence[str]) -> None:
        """Remember the instrument a heading line inside the table opens."""
        filled = {cell for cell in cells if cell}
        leading = filled if len(filled) == 1 else {cells[0]} & filled
        for cell in leading:
            self.context.instrument = self.names.instrument_of(cell) or self.context.instrument

    def _read_across(
        self,
        row: Row,
        cells: Sequence[str],
        columns: Sequence[Column],
        year: int | None,
        reading: TableReading,
    ) -> None:
        """A table with one scored thing per column and one agency or year per row."""
        labels = [
            label
            for label, column in zip(cells, columns, strict=True)
            if label and column.role is not Role.RATING and not printed_number(label)
        ]
        years = fiscal.years_in(labels[0]) if labels else ()
        if (labels and _NOT_OURS.search(NAMED_AGENCY.sub(" ", labels[0]))) or (
            years and not JUST_A_YEAR.fullmatch(labels[0])
        ):
            return
        if labels and SOME_OF_THEM.match(labels[0]):
            self._unread.of_some(row, cells, columns, labels[0])
            return
        if not labels and _is_an_axis(
            [number.value for number in map(printed_number, cells) if number]
        ):
            return
        year = years[-1][1] if years else year
        held = TableReading()
        for column, (cell, meaning) in enumerate(zip(cells, columns, strict=True)):
            number = printed_number(cell)
            if meaning.role is Role.NODE_SCORE and meaning.code and number:
                subject = Subject(meaning.code, meaning.heading, column)
                held.score_columns.add(column + 1)
                self.add(row, subject, number, meaning.year or year, column, held)
            elif meaning.role in (Role.RATING, Role.SCORE) and cell:
                held.ratings.append((cell, year, row.place_of(column, cell)))
        if held.figures:
            agency = agency_of(cells, columns, labels)
            reading.across.append(AcrossRow(tuple(labels), agency, bool(years), held))
        else:
            self._agencies.without_score(row, cells, columns, labels)

    def _read_embedded(
        self, row: Row, columns: Sequence[Column], year: int | None, reading: TableReading
    ) -> None:
        """Labels that carry their own score: "1 การปฏิบัติหน้าที่ 81.67 คะแนน"."""
        for column, cell in enumerate(row.cells):
            if columns[column].role in _NOT_LABELS or not _HAS_DIGIT.search(cell):
                continue
            if parse_code(cell):
                continue  # no label, as most cells with digits
            for line in repair(cell).split("\n"):
                label = squeeze(line)
                is_alone = len({one for one in row.cells if one}) == 1
                fits = len(label) <= _LONGEST_EMBEDDING
                number = embedded(label, is_alone=is_alone) if fits else None
                if number is None:
                    continue
                node = self.names.node_of(label)
                if node is not None:
                    self.complaints.rank(label, node, row.place_of(column, label[:_QUOTE_LENGTH]))
                    self.add(row, Subject(node, label, column), number, year, column, reading)

    def add(
        self,
        row: Row,
        subject: Subject,
        number: PrintedNumber,
        year: int | None,
        column: int,
        reading: TableReading,
    ) -> None:
        """Add a figure to a reading, or the complaint that no score is such a number."""
        place = row.place_of(column, quote(subject, number.published))
        if number.value is None:
            self.complaints.out_of_range(subject.code, number.published, place)
            return
        if self._is_no_part(subject.code):
            self.complaints.unknown_code(subject.code, place)
            return
        name = subject.name or None
        reading.figures.append(
            Figure(
                subject.code, year, number.published, Decimal(number.value), Origin.TABLE, place,
                name,
            )
        )  # fmt: skip

    def _is_no_part(self, code: str) -> bool:
        """Whether the year is known to have no such part of an indicator, as 9.6."""
        parent = self.names.framework.tree.get(code.partition(".")[0])
        is_part = level_of(code) is Level.SUB_INDICATOR and code not in self.names.framework.tree
        return is_part and parent is not None and bool(parent.children)

    def _gather_remarks(
        self, row: Row, cells: Sequence[str], columns: Sequence[Column], reading: TableReading
    ) -> None:
        if not any(meaning.role is Role.REMARK for meaning in columns):
            return
        times = Counter(cells)
        for column, (cell, meaning) in enumerate(zip(cells, columns, strict=True)):
            spread = times[cell] > 1  # a heading line merged over the whole row
            if meaning.role is Role.REMARK and cell and not spread and not set(cell) <= set("-– "):
                place = row.place_of(column)
                reading.remark_cells.append((row.cells[column], place, self.context.instrument))
                reading.remarks_are_the_naccs |= bool(_NACC.search(meaning.heading))

    def _ambiguous(
        self,
        row: Row,
        cells: Sequence[str],
        subject: Subject,
        year: int | None,
        number: PrintedNumber,
        reading: TableReading,
    ) -> None:
        """Two score cells for one thing: equal ones are one score, different ones are none."""
        same = (f for f in reversed(reading.figures) if (f.code, f.year) == (subject.code, year))
        first = next(same, None)
        if first is None or number.value == first.value:
            return
        reading.figures.remove(first)
        self.complaints.two_scores(
            subject.code,
            first.published,
            number.published,
            row.place_of(0, " | ".join(cells)[:120]),
        )
