"""Who acknowledged what was circulated, and who has not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.papers.approving import UNSIGNED, Signing, drafter_signature
from prongsai.core.papers.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    RowGroup,
    Signature,
    Table,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.papers.office import Office

_KEY = "acknowledgement"


class Reader(Struct, frozen=True):
    """One who was told, by position; `at` in words ("14 มี.ค. 2566 09.12 น."), "" for not yet.

    Shape:  `is_on_paper` where somebody else wrote down that they signed a sheet.
    """

    position: str
    unit: str = ""
    at: str = ""
    is_on_paper: bool = False


class Circulated(Struct, frozen=True):
    """One circulation: what was sent, when, until when it was to be acknowledged, and by whom."""

    title: str
    sent_on: date
    readers: tuple[Reader, ...]
    due: date | None = None
    counted_on: date | None = None

    @property
    def done(self) -> int:
        """How many acknowledged it."""
        return sum(1 for reader in self.readers if reader.at)

    @property
    def on_paper(self) -> int:
        """How many of them signed on paper."""
        return sum(1 for reader in self.readers if reader.at and reader.is_on_paper)


def acknowledgement_report(
    office: Office, circulated: Circulated, signing: Signing = UNSIGNED
) -> Document:
    """The figures, then everybody by unit; who has not is printed as such."""
    title = office(f"{_KEY}.title")
    until = office(f"{_KEY}.due", due=long_date(circulated.due)) if circulated.due else ""
    fields = {
        "subject": circulated.title,
        "sent": long_date(circulated.sent_on),
        "due": until,
        "counted": long_date(circulated.counted_on or office.made_on),
    }
    blocks: tuple[Block, ...] = (
        Title((title, circulated.title)),
        Paragraph(office(f"{_KEY}.lead", **fields)),
        _figures(office, circulated),
        *_table(office, circulated),
        Together((_signature(office, signing),)),
    )
    return office.letter("acknowledgement", f"{title} {circulated.title}", blocks, signing.mark)


def _figures(office: Office, circulated: Circulated) -> KeyFigures:
    told, done = len(circulated.readers), circulated.done
    figures: tuple[tuple[str, int], ...] = (("told", told), ("done", done), ("open", told - done))
    if circulated.on_paper:
        # What people did themselves is told apart from what was written down for them.
        figures = (
            ("told", told), ("in_system", done - circulated.on_paper),
            ("on_paper", circulated.on_paper), ("open", told - done),
        )  # fmt: skip
    return KeyFigures(
        tuple(
            KeyFigure(office(f"{_KEY}.{key}"), office(f"{_KEY}.people", count=count))
            for key, count in figures
        )
    )


def _table(office: Office, circulated: Circulated) -> Iterator[Table]:
    if not circulated.readers:
        return
    columns = (
        Column(office(f"{_KEY}.number"), 1.2, Align.CENTER),
        Column(office(f"{_KEY}.position")),
        Column(office(f"{_KEY}.at"), 5.2),
    )
    units = dict.fromkeys(reader.unit for reader in circulated.readers)
    numbered = list(enumerate(circulated.readers, start=1))
    groups = tuple(
        RowGroup(
            unit, tuple(_row(office, number, one) for number, one in numbered if one.unit == unit)
        )
        for unit in units
    )
    yield Table("", columns, groups, style=TableStyle.COMPACT)


def _row(office: Office, number: int, reader: Reader) -> tuple[Cell, ...]:
    at = Cell((reader.at,)) if reader.at else Cell((office(f"{_KEY}.not_yet"),), strong=True)
    return Cell((str(number),)), Cell((reader.position,)), at


def _signature(office: Office, signing: Signing) -> Signature:
    return drafter_signature(signing, office.agency.positions.officer)
