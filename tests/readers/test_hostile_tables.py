"""The one reader of rows: each harm is told with its cell, and its harmless twin is taken."""

import pytest
from tests.hostile_tables import LINE, NUMBER, SUM, TABLES, WORDS, written

from prongsai.core.errors import UnreadableInput
from prongsai.core.registers.damage import row_faults
from prongsai.core.registers.sheet_data import sheets_data, sheets_of
from prongsai.readers.sheets import read_sheets

HEAD = ("เลขที่", "รายการ", "จำนวนเงิน")
TITLES = dict(enumerate(HEAD))
COLUMNS = {NUMBER: 0, WORDS: 1, SUM: 2}


def faults(table, *, harm):
    """What the reader tells of all rows, and the sheet, both after a journey between processes."""
    data, name = written(table, HEAD, (), harm=harm)
    (sheet,) = sheets_of(sheets_data(read_sheets(data, name)))
    rows = range(1, len(sheet.rows))
    return sheet, [
        one for row in rows for one in row_faults(sheet, row, TITLES, texts=(0, 1), headed=TITLES)
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_a_harm_is_told_with_its_cell_and_its_twin_is_taken(table):
    sheet, none = faults(table, harm=False)
    assert none == []
    if table.shows:
        assert sheet.text(len(sheet.rows) - 1, COLUMNS[table.harms]) == table.shows
    if "quote" in table.name and "commas" not in table.name:  # one without its fellow
        with pytest.raises(UnreadableInput) as refused:
            faults(table, harm=True)
        assert refused.value.place.line
        return
    _, (fault,) = faults(table, harm=True)
    (place,) = fault.places
    assert place.row or place.line
    if table.harms != LINE:
        assert place.column == COLUMNS[table.harms] + 1
        assert HEAD[place.column - 1] in fault.message.th
    assert fault.next_step


def test_there_are_at_least_sixty_kinds_of_each():
    assert len({one.name for one in TABLES}) == len(TABLES) >= 60
