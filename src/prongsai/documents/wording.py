"""What Word and HTML print alike: clean letters, numbers, lines, widths, entries."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Misuse
from prongsai.core.papers.digits import Digits, to_thai
from prongsai.core.papers.document import (
    Chart,
    Document,
    Heading,
    Opinion,
    PaperCell,
    PaperColumn,
    Table,
    TableStyle,
)

_CONTENTS_LEVELS = 2
WEAK_SIGN = "▼"
_NARROWEST_COLUMN = 1.2
UNKNOWN = "–"
TICK_BOX, TICKED_BOX = "☐", "☑"

_BLANKS = re.compile("[\t-\r\x85\u2028\u2029]+")
# Joiners, direction marks and the byte order mark: searching and copying stumble over them.
_UNSEEN = re.compile("[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# What XML forbids; a reader shall see that something was there.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PLAIN_NUMBER = re.compile(r"[0-9๐-๙.()]*")


def printable(text: str) -> str:
    """A text any XML can hold: unseen letters dropped, forbidden ones shown as "�".

    >>> printable("ร้อยละ" + chr(0x200B) + chr(9) + "85" + chr(0))
    'ร้อยละ 85�'
    """
    return _FORBIDDEN.sub("\ufffd", _UNSEEN.sub("", _BLANKS.sub(" ", text)))


def score_text(value: Decimal | None, *, thai_digits: bool) -> str:
    """A score with two decimals; "–" where it is unknown."""
    if value is None:
        return UNKNOWN
    text = str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return to_thai(text) if thai_digits else text


def counted(lines: Sequence[str], *, thai_digits: bool) -> list[str]:
    """Lines with "1. ", "2. " before them; a single line needs no number."""
    if len(lines) < 2:  # noqa: PLR2004
        return list(lines)
    numbers = (f"{number}." for number in range(1, len(lines) + 1))
    return [
        f"{to_thai(number) if thai_digits else number} {line}"
        for number, line in zip(numbers, lines, strict=True)
    ]


def cell_lines(cell: PaperCell, *, thai_digits: bool) -> list[str]:
    """The lines of a cell; a bar without words says its score."""
    if cell.bar is not None and not any(cell.lines):
        return [score_text(cell.bar, thai_digits=thai_digits)]
    return counted(cell.lines, thai_digits=thai_digits) if cell.numbered else list(cell.lines)


def column_widths(columns: Sequence[PaperColumn], room: float) -> list[float]:
    """Widths that fill the line: the columns' own, and the rest by their shares.

    >>> column_widths([PaperColumn("", width=4), PaperColumn("", share=2), PaperColumn("")], 16)
    [4.0, 8.0, 4.0]
    """
    shares = sum(column.share for column in columns if column.width is None)
    fixed = sum(column.width or 0.0 for column in columns)
    rest = max(room - fixed, shares * _NARROWEST_COLUMN)
    widths = [
        rest * column.share / shares if column.width is None else column.width for column in columns
    ]
    return [width * room / sum(widths) for width in widths]


def is_clause(number: str) -> bool:
    """Whether a number is a clause in words ("ข้อ 1"), which is printed bold."""
    return not _PLAIN_NUMBER.fullmatch(number.strip())


def heading_text(heading: Heading) -> str:
    return f"{heading.number} {heading.text}".strip()


def is_because(opinion: Opinion) -> bool:
    """Whether the ticked choice is the last one, which goes on with the reason that was written."""
    return bool(opinion.choices) and opinion.chosen == len(opinion.choices) - 1


def choice_lines(opinion: Opinion) -> list[str]:
    """A line for each choice with its box; after the last, where it is ticked, the reason."""
    lines = [
        f"{TICKED_BOX if number == opinion.chosen else TICK_BOX}\u00a0{choice}"
        for number, choice in enumerate(opinion.choices)
    ]
    if is_because(opinion) and opinion.text:
        lines[-1] += f" {opinion.text}"
    return lines


def has_head(table: Table) -> bool:
    return table.style is not TableStyle.PLAIN and any(column.heading for column in table.columns)


def pictured(table: Table) -> frozenset[int]:
    """The columns that only draw what stands beside them: bars without heading or words."""
    return frozenset(
        number
        for number, column in enumerate(table.columns)
        if not column.heading
        and table.rows
        and all(row[number].bar is not None and not any(row[number].lines) for row in table.rows)
    )


def without_pictured(table: Table) -> Table:
    """The table for a surface that draws no bars; one with spanning headings stays as it is."""
    left_out = pictured(table)
    if table.spanning or not left_out:
        return table
    kept = [number for number in range(len(table.columns)) if number not in left_out]
    groups = tuple(
        replace(group, rows=tuple(tuple(row[number] for number in kept) for row in group.rows))
        for group in table.groups
    )
    return replace(table, columns=tuple(table.columns[number] for number in kept), groups=groups)


def pass_line(document: Document) -> Decimal | None:
    """The score that divides weak from sound in the paper's charts, and so in its bars."""
    charts = (block for block in document.blocks() if isinstance(block, Chart))
    return next((chart.target for chart in charts), None)


class ContentsEntry(Struct, frozen=True):
    """One line of the contents: the how-manieth heading of the paper it is, from 1."""

    number: int
    heading: Heading


def entries(document: Document) -> Iterator[ContentsEntry]:
    headings = (block for block in document.blocks() if isinstance(block, Heading))
    for number, heading in enumerate(headings, start=1):
        if heading.level <= _CONTENTS_LEVELS:
            yield ContentsEntry(number, heading)


def in_tables(digits: Digits) -> bool:
    """Whether tables and charts are printed in Thai digits."""
    return digits is Digits.THAI


def in_prose(digits: Digits) -> bool:
    """Whether prose is printed in Thai digits."""
    return digits is not Digits.ARABIC


def unknown_block(block: object) -> Misuse:
    """The error for a block nobody has taught this surface to draw."""
    kind = type(block).__name__
    return Misuse("documents/block_kind_unknown", kind=kind)
