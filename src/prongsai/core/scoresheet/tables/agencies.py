"""Whose a table's figures are, where it tells of several agencies: never somebody else's.

An agency is a column, a row of its own, or a cell in a column of agencies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from prongsai.core.extract import Row, Table
from prongsai.core.ids import TOTAL
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.whose import is_same_agency, is_spelled_alike
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.tables.columns import Column, Role, is_agency_name
from prongsai.core.scoresheet.tables.gathered import AcrossRow, TableReading
from prongsai.core.scoresheet.tables.subjects import MEASURING
from prongsai.core.thai import arabic_digits

JUST_A_YEAR = compiled(r"\*?\s*(?:ปี|ปีงบประมาณ|พ\.?\s?ศ\.?|FY|งบประมาณ|\s)*'?\d{2,4}\s*\*?")


_ROW_NUMBER = compiled(r"\s*(\d{1,4})\.?\s*")
_ONE_SCORE = compiled(r"(?:ผล)?คะแนน(?:ที่ได้(?:รับ)?|(?:การ)?ประเมิน)?|score", re.IGNORECASE)
_JUST_A_SCORE = compiled(r"(?:ผล)?คะแนน(?:ที่ได้|เฉลี่ย)?|ร้อยละ|%|score", re.IGNORECASE)


class Agencies:
    """Picks the columns and rows of one agency."""

    def __init__(
        self,
        name: str | None,
        complaints: Complaints,
        is_own: Callable[[str], bool | None] = lambda _: None,
    ) -> None:
        """`name` is the agency that the caller named, None for the only one there is.

        Shape:  `is_own` tells of a name whether it is the document's own agency's.
        """
        self._is_own = is_own
        self._name = name
        self._complaints = complaints
        self._of_several = False
        self._to_the_letter = False

    def look_at(self, table: Table) -> None:
        """Where a table spells the agency's name to the letter, no other spelling of it counts."""
        own = self._name
        self._to_the_letter |= own is not None and any(
            is_same_agency(cell, own) and is_spelled_alike(cell, own)
            for row in table.rows
            for cell in row.cells
            if is_agency_name(cell)
        )

    def own_columns(
        self, headings: Sequence[str], columns: tuple[Column, ...]
    ) -> tuple[Column, ...]:
        """In a table with a column per agency only the named agency's, or the only one, counts."""
        agencies = [number for number, heading in enumerate(headings) if is_agency_name(heading)]
        if len(agencies) > 1:
            for number in agencies:
                self._complaints.seen(headings[number])
        own = [number for number in agencies if self._is_named([headings[number]])]
        # A title with a year may stand at the left: "ITA 2565 | เทศบาลตำบล…".
        measured = columns[0].role is Role.SCORE or any(c.role in MEASURING for c in columns[1:])
        if not own and len(agencies) == 1 and agencies != [0] and not measured:
            is_anothers = self._is_own(headings[agencies[0]]) is False
            own = [] if is_anothers else agencies
        if not own:
            return columns
        return tuple(
            Column(Role.SCORE, column.heading)
            if number in own
            else replace(column, role=Role.NOT_A_SCORE)
            if number in agencies or column.role in MEASURING
            else column
            for number, column in enumerate(columns)
        )

    @staticmethod
    def with_totals(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns of a list of agencies with one score each, which is the total of each.

        Shape:  for tables whose caption says that they are results of the assessment.
        """
        roles = [column.role for column in columns]
        scores = [column for column in columns if column.role in MEASURING]
        is_list = roles.count(Role.AGENCY) == 1 and not {Role.LABEL, Role.CODE} & {*roles}
        if not is_list or len(scores) != 1 or not _ONE_SCORE.fullmatch(scores[0].heading):
            return columns
        return tuple(
            replace(column, role=Role.NODE_SCORE, code=TOTAL) if column in scores else column
            for column in columns
        )

    def is_elsewhere(
        self, cells: Sequence[str], columns: Sequence[Column], reading: TableReading
    ) -> bool:
        """Whether a row of a table with an agency column is another agency's."""
        for cell, column in zip(cells, columns, strict=True):
            if column.role is Role.AGENCY and cell:
                reading.agencies.add(cell)
                self._complaints.seen(cell)
                return self._name is not None and not self._is_named([cell])
        return False

    def without_score(
        self, row: Row, cells: Sequence[str], columns: Sequence[Column], labels: Sequence[str]
    ) -> None:
        """Keep an agency whose row holds no score; of the one that was named that is told."""
        agency = agency_of(cells, columns, labels)
        if not is_agency_name(agency):
            return
        self._complaints.seen(agency)
        if not self._is_named(labels):
            return
        for number, column in enumerate(columns):
            if column.role is Role.NODE_SCORE and column.code:
                quote = f"{agency} · {column.heading} · {cells[number] or '-'}"
                self._complaints.blank(column.code, row.place_of(number, quote))

    def settle(self, table: Table, reading: TableReading) -> None:
        """Rows that each give a whole agency: its own row is taken, never somebody else's."""
        if len(reading.agencies) > 1 and self._name is None:
            reading.figures, reading.ratings = [], []
            self._of_several = True
            self._complaints.several_agencies(sorted(reading.agencies), table.place)
            return
        rows = reading.across
        is_apart = len(rows) > 1 and not (
            all(row.is_a_year for row in rows) or _are_one(rows) or self._are_own_years(rows)
        )
        if is_apart or (self._of_several and _is_last_row(table, rows)):
            self._of_several = True
            for row in rows:
                self._complaints.seen(row.agency)
            mine = [row for row in rows if self._is_named(row.labels)]
            years = [{figure.year for figure in row.reading.figures} for row in mine]
            apart = sum(map(len, years)) == len(set().union(*years))
            if not mine or (len(mine) > 1 and not apart):
                if self._name is None or mine:
                    names = [row.agency for row in rows if row.agency]
                    self._complaints.several_agencies(names, table.place)
                return
            rows = mine
        for row in rows:
            reading.figures += row.reading.figures
            reading.ratings += row.reading.ratings
            reading.score_columns |= row.reading.score_columns

    def _are_own_years(self, rows: Sequence[AcrossRow]) -> bool:
        """Whether rows all name one agency, and each gives another year of it.

        Shape:  of the agency that the caller named, or of the only one that the table has.
        """
        names = {row.agency for row in rows}
        years = [{figure.year for figure in row.reading.figures} for row in rows]
        told: set[int | None] = set().union(*years)
        apart = None not in told and sum(map(len, years)) == len(told) and all(years)
        (name, *others) = names
        if others or not apart or not is_agency_name(name) or self._is_own(name) is False:
            return False
        return self._name is None or all(self._is_named(row.labels) for row in rows)

    def _is_named(self, labels: Sequence[str]) -> bool:
        """Whether a row is the agency's that the caller named."""
        own = self._name
        return own is not None and any(
            is_same_agency(label, own) and (not self._to_the_letter or is_spelled_alike(label, own))
            for label in labels
        )


def _is_last_row(table: Table, rows: Sequence[AcrossRow]) -> bool:
    """Whether one agency's row is what a page's edge left of a table of several."""
    if len(rows) != 1 or not is_agency_name(rows[0].agency):
        return False
    number = _ROW_NUMBER.fullmatch(arabic_digits(table.rows[-1].cells[0]))
    return len(table.rows) == 1 or (number is not None and int(number[1]) > 1)


def _are_one(rows: Sequence[AcrossRow]) -> bool:
    """Whether rows without any name give each something else: one agency's, under two headings."""
    codes = [(figure.code, figure.year) for row in rows for figure in row.reading.figures]
    return len(set(codes)) == len(codes) and not any(
        label for row in rows for label in row.labels if not _JUST_A_SCORE.fullmatch(label)
    )


def agency_of(cells: Sequence[str], columns: Sequence[Column], labels: Sequence[str]) -> str:
    """The agency a row is of: in the column of agencies, else by its form, else its first label."""
    headed = (
        cell for cell, column in zip(cells, columns, strict=True) if column.role is Role.AGENCY
    )
    likely = (label for label in labels if is_agency_name(label))
    others = (label for label in labels if not JUST_A_YEAR.fullmatch(label))
    return next((name for names in (headed, likely, others) for name in names if name), "")
