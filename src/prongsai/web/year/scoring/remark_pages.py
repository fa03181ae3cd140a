"""What the register of remarks shows."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.framework.short_names import short_name
from prongsai.core.ids import INSTRUMENTS, instrument_of_item
from prongsai.core.text import Text, same
from prongsai.core.thai import skeleton
from prongsai.web.agency.people import Actor
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.models import Remark
from prongsai.web.year.scoring.pages import Head, head_of


class RemarkRow(Struct, frozen=True):
    """One remark of the register; `items` are code and short name."""

    id: UUID
    number: int
    text: str
    items: tuple[tuple[str, Text], ...]
    source: str
    is_first: bool
    is_last: bool


class RemarksPage(Struct, frozen=True):
    """The register of a year."""

    head: Head
    rows: tuple[RemarkRow, ...]
    removed: Remark | None
    in_file: int


def remarks_page(person: Actor, year: int, removed: UUID | None) -> RemarksPage:
    """The register; `removed` is a remark taken off just now, to be brought back by a button."""
    head = head_of(person, year)
    rows = queries.remark_rows(person.agency, head.score_year)
    held = queries.current_scores(person.agency, head.score_year) if head.frame.framework else None
    known = {skeleton(row.text) for row in rows}
    in_file = held.sheet.remarks if held else ()
    gone = None
    if removed is not None:
        gone = queries.remark_of(person.agency, head.score_year, removed, removed=True)
    return RemarksPage(
        head,
        tuple(_remark_row(row, head.frame.framework, len(rows)) for row in rows),
        gone,
        sum(skeleton(one.text) not in known for one in in_file),
    )


def _remark_row(row: Remark, framework: Framework | None, last: int) -> RemarkRow:
    return RemarkRow(
        row.pk,
        row.number,
        row.text,
        tuple((code, item_name(framework, code)) for code in row.items),
        row.source,
        row.number == 1,
        row.number == last,
    )


def item_name(framework: Framework | None, code: str) -> Text:
    """The short name of an item, its code where the year does not know it."""
    item = framework.items.get(code) if framework else None
    return Text(short_name(item), item.name.en) if item else same(code)


def items_by_instrument(
    framework: Framework,
) -> tuple[tuple[str, Text, tuple[tuple[str, Text], ...]], ...]:
    """All items of a year to choose from: instrument, its name, code and short name of each."""
    names = {part.code: part.name for part in framework.instruments}
    return tuple(
        (
            code,
            names.get(code, same(code)),
            tuple(
                (item.code, item_name(framework, item.code))
                for item in framework.items.values()
                if instrument_of_item(item.code) == code
            ),
        )
        for code in INSTRUMENTS
    )
