"""Rows as they stood on a day: progress that was reached later is not counted."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.registers.model import Progress
from prongsai.core.registers.rows import Row


class Earlier(Struct, frozen=True):
    """A row as it was kept on a day."""

    row: Row
    kept_on: date


def is_later(progress: Progress, earlier: Earlier, last: date) -> bool:
    """Whether the progress of a row is of after a day; where it names none, when it was kept."""
    named = earlier.row.values.get(progress.day)
    return (named if isinstance(named, date) else earlier.kept_on) > last


def as_of(progress: Progress, row: Row, states: Iterable[Earlier], last: date) -> Row:
    """A row with the progress that it had on a day, all else as it is.

    Shape:  `states` are what was kept of it, newest first; without any of that time its progress
            is not known and stays empty.
    """
    then = next((state.row for state in states if not is_later(progress, state, last)), None)
    updated = (*progress.fields, progress.day)
    values = {name: value for name, value in row.values.items() if name not in updated}
    if then is not None:
        values |= {name: then.values[name] for name in updated if name in then.values}
    return replace(row, values=values)
