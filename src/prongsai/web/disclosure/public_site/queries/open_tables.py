"""What of a page's table may be public now: what was frozen, less what its register holds back."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.registers.public import PublicColumn, PublicRows, can_be_public
from prongsai.core.registers.rules import STATE
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ShownTable
from prongsai.web.disclosure.registers.queries.catalogue import register_of


def open_part(agency: Agency, table: ShownTable) -> ShownTable | None:
    """A frozen table without the columns that may not be public any more.

    Shape:  the same table where all of it may; None where none of it may, or where the register
            is closed. Nothing kept changes: opened again, all of it is shown again.
    """
    open_now = _open_columns(agency, table)
    if len(open_now) == len(table.names):
        return table
    if not open_now:
        return None
    names = [column.name for column in open_now]
    places = [place for place, column in enumerate(table.names) if column.name in names]
    shown = table.shown
    rows = tuple(tuple(row[place] for place in places) for row in shown.rows)
    return replace(
        table,
        shown=PublicRows(
            tuple(open_now), rows, tuple(one for one in shown.files if one.column in names)
        ),
        files=tuple(one for one in table.files if one.column in names),
    )


def withheld(agency: Agency, table: ShownTable) -> Text | None:
    """What of a frozen table may not be public any more; None where all of it may.

    Shape:  the register's name where none of it may, or where the register is closed.
    """
    open_now = _open_columns(agency, table)
    if not open_now:
        return table.title
    lost = [column.title for column in table.names if column not in open_now]
    if not lost:
        return None
    return Text(", ".join(one.th for one in lost), ", ".join(one.en for one in lost))


def _open_columns(agency: Agency, table: ShownTable) -> Sequence[PublicColumn]:
    register = register_of(agency, table.register)
    if register is None or not can_be_public(register):
        return ()
    known = {STATE, *register.public}
    return [column for column in table.names if column.name in known]
