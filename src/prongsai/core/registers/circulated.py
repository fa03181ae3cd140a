"""Rows that are sent round to readers: how many of whom each was sent to said that they read it."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.messages import read_words
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Paper, Shows
from prongsai.core.registers.rows import Row
from prongsai.core.text import Text

NAME = "acknowledged_by"


class Readers(Struct, frozen=True):
    """Of how many people that a row was sent to how many acknowledged it.

    Shape:  `is_changed` where the row was changed since: what they read is not what stands there.
    """

    done: int
    count: int
    is_changed: bool = False

    @property
    def label(self) -> Text:
        """As lists and papers tell it.

        >>> Readers(3, 12).label.en
        '3 of 12'
        """
        case = "changed" if self.is_changed else "same"
        return read_words(f"registers/readers.{case}", done=self.done, count=self.count)


def told_of(readers: Readers | None) -> Text:
    """How many acknowledged, or that it was not sent round."""
    return read_words("registers/not_circulated") if readers is None else readers.label


def with_readers(
    register: Register, paper: Paper, rows: Iterable[Row], readers: Sequence[Readers | None]
) -> tuple[Register, Paper, tuple[Row, ...]]:
    """The register, a paper and rows with a last column in each table of rows: who acknowledged.

    Shape:  `readers` in the order of the rows.
    """
    title = read_words("registers/acknowledged")
    field = Field(name=NAME, kind=FieldKind.TEXT, title=title)
    shown = (column.name for column in register.fields if column.name not in register.never_public)
    usual = register.public or tuple(shown)
    headings = tuple(
        replace(heading, columns=(*(heading.columns or usual), NAME))
        if heading.shows is Shows.ROWS
        else heading
        for heading in paper.headings
    )
    rows_with_readers = tuple(
        replace(row, values={**row.values, NAME: told_of(row_readers).th})
        for row, row_readers in zip(rows, readers, strict=True)
    )
    return (
        replace(register, fields=(*register.fields, field)),
        replace(paper, headings=headings),
        rows_with_readers,
    )
