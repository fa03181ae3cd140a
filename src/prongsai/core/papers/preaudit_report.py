"""The pre-audit of a year for the executive: what will be missed, and what is missing first."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from prongsai.core.dates import long_date
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

KIND = "preaudit"
_TABLES = (Forecast.WILL_MISS, Forecast.LOOK)


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
    title = office(f"{KIND}.title", year=report.year)
    counts = {
        "count": len(report.lines), "miss": len(report.lines_with(Forecast.WILL_MISS)),
        "look": len(report.lines_with(Forecast.LOOK)),
        "words": len(report.lines_with(Forecast.WORDS_FOUND)),
    }  # fmt: skip
    blocks: tuple[Block, ...] = (
        Heading(1, title),
        Paragraph(office(f"{KIND}.as_of", day=long_date(report.day))),
        Paragraph(office(f"{KIND}.lead", **counts)),
        *(block for forecast in _TABLES for block in _table(office, forecast, report)),
        *_others(office, "words_found", report.lines_with(Forecast.WORDS_FOUND)),
        *_others(
            office, "unread", (*report.lines_with(Forecast.NOT_KNOWN), *report.lines_with(None))
        ),
        Note(office(f"{KIND}.note")),
    )
    return office.paper(KIND, title, (Section(Form.CHAPTER, blocks, landscape=True),))


def _table(office: Office, forecast: Forecast, report: PreauditReport) -> Iterator[Block]:
    lines = report.lines_with(forecast)
    if not lines:
        return
    name = forecast.value.replace("-", "_")
    heads = (office(f"{KIND}.{head}") for head in ("subject", f"open_{name}", "share", "owner"))
    columns = tuple(
        PaperColumn(head, width, align)
        for head, width, align in zip(
            heads, (6.0, None, 2.6, 3.6), (Align.LEFT, Align.LEFT, Align.CENTER, Align.LEFT),
            strict=True,
        )
    )  # fmt: skip
    yield Heading(2, office(f"{KIND}.{name}", count=len(lines)))
    rows = (
        (
            text_cell(office(f"{KIND}.item", code=line.code, name=line.name)),
            PaperCell(tuple(f"{place}. {text}" for place, text in enumerate(line.open, start=1))),
            text_cell(office(f"{KIND}.found_of", there=line.there, sure=line.sure)),
            text_cell(line.owner),
        )
        for line in lines
    )
    yield table_of_rows("", columns, rows)


def _others(office: Office, name: str, lines: Sequence[PreauditLine]) -> Iterator[Block]:
    """Items of which there is nothing to list, by their codes."""
    if lines:
        yield Heading(2, office(f"{KIND}.{name}", count=len(lines)))
        yield Paragraph(", ".join(line.code for line in lines))
