"""What is gathered from one table, and what carries over to its next piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import is_total_label
from prongsai.core.scoresheet.tables.columns import Column
from prongsai.core.scoresheet.tables.subjects import Subject

_QUOTE_LENGTH = 60
_ENOUGH_SHARES = 5
_SHOWN_DECIMALS = 2


class TableContext(Struct):
    """What carries over from one table to the next piece of it on another page."""

    headings: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    year: int | None = None  # the one that its headings name
    instrument: str | None = None
    gave_figures: bool = False


class TableReading(Struct):
    """What one table gave."""

    figures: list[Figure] = field(default_factory=list)
    of_full_marks: list[tuple[Figure, Decimal]] = field(default_factory=list)  # marks beside 100
    remark_cells: list[tuple[str, Place, str | None]] = field(default_factory=list)
    remarks_are_the_naccs: bool = False
    ratings: list[tuple[str, int | None, Place]] = field(default_factory=list)
    across: list[AcrossRow] = field(default_factory=list)
    agencies: set[str] = field(default_factory=set)
    score_columns: set[int] = field(default_factory=set)  # from 1, headed as columns of scores
    strangers: Counter[int] = field(default_factory=Counter)  # by column, numbers of nothing known


class AcrossRow(Struct, frozen=True):
    """One row of a table that has a column per scored thing."""

    labels: tuple[str, ...]
    agency: str
    is_a_year: bool
    reading: TableReading


def quote(subject: Subject, published: str) -> str:
    """What a finding quotes of a score: whose it is, and its text."""
    name = "" if is_total_label(subject.name) else subject.name[:_QUOTE_LENGTH]
    label = name if name.startswith(subject.code) else f"{subject.code} {name}".strip()
    return f"{label} · {published}"


def are_shares(figures: Sequence[Figure]) -> bool:
    """Whether a table's scores are all shares of one, as a spreadsheet keeps percentages."""
    filled = [figure.value for figure in figures if figure.value != 0]
    if not filled or max(filled) > 1:
        return False
    # No OIT item has one point of a hundred.
    return all(figure.code.startswith("o") for figure in figures) or min(filled) < 1


def are_surely_shares(figures: Sequence[Figure]) -> bool:
    """Whether shares are many and told to their last decimal: else nobody knows the score."""
    told = [figure.published for figure in figures if figure.value not in (0, 1)]
    return (
        len(figures) >= _ENOUGH_SHARES
        and bool(told)
        and all(len(one.rpartition(".")[2]) > _SHOWN_DECIMALS for one in told)
    )


def as_percent(figure: Figure) -> Figure:
    """The same figure in percent, as the sheet shows it."""
    percent = half_up(Fraction(figure.value) * 100)
    return replace(figure, published=f"{percent}%", value=percent)
