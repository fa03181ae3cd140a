"""Tables of other systems laid out as a register's: by headings, never by position.

Reports of budget systems have a column for each month and the plan as a line above its rows;
winner lists tell a name and a price, or a number and its day, in one cell. Whatever is laid out
anew is told, and every place is that of the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.core.errors import Findings
from prongsai.core.registers.matching import Headings
from prongsai.core.registers.model import Register
from prongsai.core.registers.reshaping.layout import Layout, month_of
from prongsai.core.registers.reshaping.writing import Writer
from prongsai.core.registers.sheet import Sheet, find_head


def reshaped(
    register: Register,
    sheet: Sheet,
    headings: Headings,
    defaults: Mapping[str, str],
    findings: Findings,
) -> Sheet:
    """The sheet as the register's table would stand; itself where nothing is to be done.

    Shape:  `findings` tell what was laid out anew, and sums that do not add up, with the cell.
    """
    head = find_head(sheet, lambda word: month_of(word) or headings.find(word))
    if head is None:
        return sheet
    layout = Layout(register, sheet, head, headings, defaults)
    plan = layout.plan(findings)
    if plan.is_empty:
        return sheet
    return Writer(register, sheet, head, layout.matching, plan, findings).written()
