"""Papers on the OIT items of a year: how far each is on a day, and what its pre-audit expects."""

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
from prongsai.core.preaudit.model import Forecast

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


_AUDIT = "preaudit"
_FORECASTS = (Forecast.WILL_MISS, Forecast.LOOK)


class PreauditLine(Struct, frozen=True):
    """One item: `forecast` None where it was not read, `open` what is missing or to be looked at.

    Shape:  `there` of `sure` confirmed elements are found, of `count` elements in all.
    """

    code: str
    name: str
    owner: str
    forecast: Forecast | None
    there: int = 0
    sure: int = 0
    count: int = 0
    open: tuple[str, ...] = ()


class PreauditReport(Struct, frozen=True):
    """All items of a fiscal year as they were read up to a day, worth most first."""

    year: int
    day: date
    lines: tuple[PreauditLine, ...]

    def lines_with(self, forecast: Forecast | None) -> tuple[PreauditLine, ...]:
        """The items of which this is to be expected."""
        return tuple(line for line in self.lines if line.forecast is forecast)


def preaudit_paper(office: Office, report: PreauditReport) -> Document:
    """The counts, a table of what will be missed, one of what to look at, then the others."""
    title = office(f"{_AUDIT}.title", year=report.year)
    counts = {
        "count": len(report.lines), "miss": len(report.lines_with(Forecast.WILL_MISS)),
        "look": len(report.lines_with(Forecast.LOOK)),
        "words": len(report.lines_with(Forecast.WORDS_FOUND)),
    }  # fmt: skip
    blocks: tuple[Block, ...] = (
        Heading(1, title),
        Paragraph(office(f"{_AUDIT}.as_of", day=long_date(report.day))),
        Paragraph(office(f"{_AUDIT}.lead", **counts)),
        *(block for forecast in _FORECASTS for block in _table(office, forecast, report)),
        *_others(office, "words_found", report.lines_with(Forecast.WORDS_FOUND)),
        *_others(
            office, "unread", (*report.lines_with(Forecast.NOT_KNOWN), *report.lines_with(None))
        ),
        Note(office(f"{_AUDIT}.note")),
    )
    return office.paper(_AUDIT, title, (Section(Form.CHAPTER, blocks, landscape=True),))


def _table(office: Office, forecast: Forecast, report: PreauditReport) -> Iterator[Block]:
    lines = report.lines_with(forecast)
    if not lines:
        return
    name = forecast.value.replace("-", "_")
    heads = (office(f"{_AUDIT}.{head}") for head in ("subject", f"open_{name}", "share", "owner"))
    columns = tuple(
        PaperColumn(head, width, align)
        for head, width, align in zip(
            heads, (6.0, None, 2.6, 3.6), (Align.LEFT, Align.LEFT, Align.CENTER, Align.LEFT),
            strict=True,
        )
    )  # fmt: skip
    yield Heading(2, office(f"{_AUDIT}.{name}", count=len(lines)))
    rows = (
        (
            text_cell(office(f"{_AUDIT}.item", code=line.code, name=line.name)),
            PaperCell(tuple(f"{place}. {text}" for place, text in enumerate(line.open, start=1))),
            text_cell(office(f"{_AUDIT}.found_of", there=line.there, sure=line.sure)),
            text_cell(line.owner),
        )
        for line in lines
    )
    yield table_of_rows("", columns, rows)


def _others(office: Office, name: str, lines: Sequence[PreauditLine]) -> Iterator[Block]:
    """Items of which there is nothing to list, by their codes."""
    if lines:
        yield Heading(2, office(f"{_AUDIT}.{name}", count=len(lines)))
        yield Paragraph(", ".join(line.code for line in lines))
