"""How far each item of the OIT is on a day: a table for each part, as agencies keep it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.disclosure.model import ItemState
from prongsai.core.papers.booklet.parts import text_cell
from prongsai.core.papers.document import (
    Align,
    Block,
    Document,
    Form,
    Heading,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    Section,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.tables import table_of_rows

KIND = "status"
_NUMBERED = re.compile(r"\d+[.)]")


class StatusLine(Struct, frozen=True):
    """One item: its state, what there is to show, who answers for it, and a remark as typed."""

    code: str
    name: str
    state: ItemState
    documents: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    remark: str = ""


class StatusPart(Struct, frozen=True):
    """The items of one indicator, in order."""

    name: str
    lines: tuple[StatusLine, ...]

    @property
    def finished(self) -> int:
        return sum(line.state.is_finished for line in self.lines)


class Status(Struct, frozen=True):
    """All items of a fiscal year as they stood on a day."""

    year: int
    day: date
    parts: tuple[StatusPart, ...]

    @property
    def lines(self) -> tuple[StatusLine, ...]:
        return tuple(line for part in self.parts for line in part.lines)


def status_paper(office: Office, status: Status) -> Document:
    """The counts, then a table for each part, on sheets that lie on their side."""
    title = office(f"{KIND}.title", year=status.year)
    handed_in = _count(status.lines, ItemState.HANDED_IN)
    blocks: tuple[Block, ...] = (
        Heading(1, title),
        Paragraph(office(f"{KIND}.as_of", day=long_date(status.day))),
        Paragraph(office(f"{KIND}.lead", **_counts(status.lines))),
        *(Paragraph(office(f"{KIND}.handed_in", count=handed_in)) for _ in range(bool(handed_in))),
        *_tables(office, status.parts),
        Note(office(f"{KIND}.note")),
    )
    return office.paper(KIND, title, (Section(Form.CHAPTER, blocks, landscape=True),))


def headings(office: Office) -> tuple[str, ...]:
    """The heads of the table's columns, in order."""
    return tuple(
        office(f"{KIND}.{name}")
        for name in (
            "number", "subject", "open_head", "going_head", "done_head", "documents", "owner",
            "remark",
        )
    )  # fmt: skip


def cells(office: Office, number: int, line: StatusLine) -> tuple[tuple[str, ...], ...]:
    """What stands in each column of an item, in lines."""
    mark = office(f"{KIND}.{'mark_handed_in' if line.state is ItemState.HANDED_IN else 'mark'}")
    return (
        (str(number),),
        (office(f"{KIND}.item", code=line.code, name=line.name),),
        (mark,) if line.state is ItemState.NOT_STARTED else (),
        (mark,) if line.state is ItemState.IN_PROGRESS else (),
        (mark,) if line.state.is_finished else (),
        tuple(_numbered(line.documents)),
        (", ".join(line.owners),),
        (line.remark,),
    )


def _numbered(documents: Sequence[str]) -> Iterator[str]:
    """Each document with its number, but where the agency numbered them itself."""
    is_numbered = any(_NUMBERED.match(text) for text in documents)
    for place, text in enumerate(documents, start=1):
        yield text if is_numbered else f"{place}. {text}"


def _tables(office: Office, parts: Sequence[StatusPart]) -> Iterator[Block]:
    widths = (1.4, None, 1.9, 2.1, 1.9, None, 3.2, 3.0)
    columns = tuple(
        PaperColumn(head, width, Align.CENTER if place in (0, 2, 3, 4) else Align.LEFT)
        for place, (head, width) in enumerate(zip(headings(office), widths, strict=True))
    )
    for part in parts:
        yield Heading(2, part.name)
        yield Paragraph(office(f"{KIND}.of_part", **_counts(part.lines)))
        rows = (
            (
                PaperCell(words) if place in (2, 3, 4, 5) else text_cell(" ".join(words))
                for place, words in enumerate(cells(office, number, line))
            )
            for number, line in enumerate(part.lines, start=1)
        )
        yield table_of_rows("", columns, rows)


def _counts(lines: Sequence[StatusLine]) -> dict[str, int]:
    return {
        "count": len(lines),
        "done": _count(lines, ItemState.DONE, ItemState.HANDED_IN),
        "going": _count(lines, ItemState.IN_PROGRESS),
        "open": _count(lines, ItemState.NOT_STARTED),
    }


def _count(lines: Sequence[StatusLine], *states: ItemState) -> int:
    return sum(line.state in states for line in lines)
