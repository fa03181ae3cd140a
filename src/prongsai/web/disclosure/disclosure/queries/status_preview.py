"""What a table of states would change, before anything is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from prongsai.core.disclosure.model import State
from prongsai.core.disclosure.status_table import StatusFault, StatusRow, read_status_table
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.queries.people import open_units
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.disclosure.rights import worker_of
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.ownership.owners import Owners, Standing
from prongsai.web.year.ownership.services.assigning import units_in

_ORDER = tuple(State)
_MOST_OWNERS = 2


class PreviewRow(Struct, frozen=True):
    """One item that the table tells of.

    Shape:  `written` is the code in the table where it is another than the year's; `new_remark`
            and `new_units` what the item would get that has none.
    """

    item: YearItem
    before: State
    after: State
    written: str
    new_remark: str
    new_units: tuple[Unit, ...]

    @property
    def is_same(self) -> bool:
        """Whether the state stays."""
        return self.before is self.after

    @property
    def is_back(self) -> bool:
        """Whether the table is behind what stands."""
        return _ORDER.index(self.after) < _ORDER.index(self.before)

    @property
    def is_forward(self) -> bool:
        """Whether taking it does no harm: the state goes on, or something is filled in."""
        return not self.is_back and bool(not self.is_same or self.new_remark or self.new_units)


class Preview(Struct, frozen=True):
    """What became of the table.

    Shape:  `rows` are of items that the person may work on, `others` counts the rest; `count` is
            how many items the year has.
    """

    rows: tuple[PreviewRow, ...]
    others: int
    faults: tuple[StatusFault, ...]
    count: int


def preview(person: Actor, year: int, text: str, on: date) -> Preview:
    """Hold the lines of a table against the items of a year."""
    agency = person.agency
    items, works = works_of(agency, year, on)
    catalogue = catalogue_of(agency)
    if items.of_year not in catalogue.years():
        return Preview((), 0, (), 0)
    read = read_status_table(text, catalogue.get(items.of_year, draft=True))
    known = {work.item.code: work for work in works}
    standing = Standing(agency, year, None)
    units = open_units(agency)
    worker = worker_of(person, on)
    told = [(row, known[row.code]) for row in read.rows if row.code in known]
    rows = tuple(
        _row(row, work, owners, units)
        for row, work in told
        if worker.may(owners := standing.of(work.item.subject))
    )
    return Preview(rows, len(told) - len(rows), read.faults, len(works))


def _row(row: StatusRow, work: Work, owners: Owners, units: Sequence[Unit]) -> PreviewRow:
    remark = work.row.remark if work.row else ""
    told = "\n".join(filter(None, (row.documents, row.remark)))
    return PreviewRow(
        work.item,
        work.state,
        row.state,
        row.written,
        told if not remark else "",
        tuple(units_in(row.owner, units)[:_MOST_OWNERS]) if owners.is_open else (),
    )
