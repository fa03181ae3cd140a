"""What is typed into the NACC's system, its proofs, and disputes of results."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from msgspec import Struct

from prongsai.core.disclosure.addresses import Counting, Limit, length
from prongsai.core.disclosure.model import ItemState
from prongsai.core.disclosure.pasted import LineFault
from prongsai.core.disclosure.status_table import StatusRow, read_status_table
from prongsai.core.duties import names_all_units
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.queries.people import open_units
from prongsai.web.disclosure.disclosure.items import YearItem, YearItems
from prongsai.web.disclosure.disclosure.models import Dispute, ExplanationLimit, ItemProof, Proof
from prongsai.web.disclosure.disclosure.queries.board import tag_of
from prongsai.web.disclosure.disclosure.queries.history import (
    Since,
    permanent_address,
    since_hand_in,
)
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.disclosure.rights import worker_of
from prongsai.web.platform.tags import Tag
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.ownership.owners import Owners, Standing
from prongsai.web.year.ownership.services import units_in


class HandInRow(Struct, frozen=True):
    """One item as it is handed in.

    Shape:  `files` are pieces that nobody outside can open yet; `since` tells what changed after it
            was handed in, None where it is not.
    """

    work: Work
    tag: Tag
    addresses: tuple[str, ...]
    files: tuple[str, ...]
    since: Since | None
    limit: Limit | None = None

    @property
    def address_text(self) -> str:
        """The addresses as they are copied, one on a line."""
        return "\n".join(self.addresses)

    @property
    def lines(self) -> int:
        """How many lines the box of addresses shows; a long address takes two on a phone."""
        return max(2, len(self.addresses))

    @property
    def letters(self) -> int:
        """How long the explanation is, as the form counts."""
        counting = self.limit.counting if self.limit else Counting.UNKNOWN
        return length(self.work.explanation, counting)

    @property
    def over(self) -> int:
        """By how much it is too long; 0 where it fits, or where nobody knows the limit."""
        return self.limit.over(self.work.explanation) if self.limit else 0


class HandInPart(Struct, frozen=True):
    """The items of one sub-indicator; the first not handed in is open, and what is too long."""

    code: str
    name: Text
    rows: tuple[HandInRow, ...]
    is_open: bool

    @property
    def sent(self) -> int:
        return sum(1 for row in self.rows if row.work.state is ItemState.HANDED_IN)


def hand_in(agency: Agency, year: int, on: date, *, permanent: bool = False) -> dict[str, Any]:
    """The sheet of a year, with the permanent addresses of its evidence or those they lead to."""
    items, works = works_of(agency, year, on)
    since = since_hand_in(agency, year)
    row = limit_row(agency, year)
    limit = row.limit if row else None
    rows = [_row(work, since, limit, permanent=permanent) for work in works]
    return {
        "parts": tuple(_parts(items, rows)),
        "rows": rows,
        "limit": limit,
        "too_long": tuple(row.work.item.code for row in rows if row.over),
        "ready": sum(row.work.readiness.is_ready for row in rows),
        "without_address": sum(not row.addresses for row in rows),
    }


def limit_row(agency: Agency, year: int) -> ExplanationLimit | None:
    """How long an explanation may be, with who said so; None where nobody did."""
    return ExplanationLimit.objects.filter(agency=agency, fiscal_year=year).first()


def _parts(items: YearItems, rows: Sequence[HandInRow]) -> Iterator[HandInPart]:
    is_open = True
    for code, name in items.parts:
        own = tuple(row for row in rows if row.work.item.part == code)
        is_left = any(row.work.state is not ItemState.HANDED_IN for row in own)
        is_too_long = any(row.over for row in own)
        yield HandInPart(code, name, own, (is_open and is_left) or is_too_long)
        is_open = is_open and not is_left


def _row(
    work: Work, since: Mapping[str, Since], limit: Limit | None, *, permanent: bool
) -> HandInRow:
    on_web = {piece: at for piece in work.pieces if (at := work.address_of(piece))}
    return HandInRow(
        work,
        tag_of(work),
        tuple(permanent_address(piece) if permanent else at for piece, at in on_web.items()),
        tuple(piece.title for piece in work.pieces if piece not in on_web),
        since.get(work.row.item) if work.row else None,
        limit,
    )


_ORDER = tuple(ItemState)
_MOST_OWNERS = 2
_NUMBER = re.compile(r"\s\d{1,2}[.)]\s")


class PreviewRow(Struct, frozen=True):
    """One item that the table tells of.

    Shape:  `written` is the code in the table where it is another than the year's; `new_documents`,
            `new_remark` and `new_units` what the item would get that has none.
    """

    item: YearItem
    before: ItemState
    after: ItemState
    written: str
    new_documents: str
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
        is_filled = self.new_documents or self.new_remark or self.new_units
        return not self.is_back and bool(not self.is_same or is_filled)


class Preview(Struct, frozen=True):
    """What became of the table.

    Shape:  `rows` are of items that the person may work on, `others` counts the rest; `count` is
            how many items the year has.
    """

    rows: tuple[PreviewRow, ...]
    others: int
    faults: tuple[LineFault, ...]
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
    matched = [(row, known[row.code]) for row in read.rows if row.code in known]
    rows = tuple(
        _row_status_preview(row, work, standing.owners_of(work.item.subject), units)
        for row, work in matched
        if worker.may(standing.owners_of(work.item.subject))
    )
    return Preview(rows, len(matched) - len(rows), read.faults, len(works))


def _row_status_preview(
    row: StatusRow, work: Work, owners: Owners, units: Sequence[Unit]
) -> PreviewRow:
    documents, remark = (work.row.documents, work.row.remark) if work.row else ("", "")
    titles = [piece.title for piece in work.pieces]
    is_own = _bare(row.documents) == _bare(" ".join(titles))  # our own table, brought back
    named = units_in(row.owner, units) if owners.is_open else []
    most = len(named) if names_all_units(row.owner) else _MOST_OWNERS
    return PreviewRow(
        work.item,
        work.state,
        row.state,
        row.written,
        row.documents if not (documents or is_own) else "",
        row.remark if not remark else "",
        tuple(named[:most]),
    )


def _bare(words: str) -> str:
    """Words without their numbers and blanks."""
    return "".join(_NUMBER.sub(" ", f" {words}").split())


def kept_proofs(agency: Agency, year: int) -> QuerySet[Proof]:
    """The proofs of a year that are done, the newest first."""
    return with_packs(
        Proof.objects.filter(agency=agency, fiscal_year=year, finished_at__isnull=False)
    )


def with_packs(rows: QuerySet[Proof]) -> QuerySet[Proof]:
    """Some proofs with their packs and files: one query more."""
    return rows.prefetch_related(Prefetch("packs", ItemProof.objects.select_related("file")))


def progress_of(agency: Agency, year: int) -> Proof | None:
    """How far the keeping of a year is that goes on; None where none does."""
    rows = Proof.objects.filter(agency=agency, fiscal_year=year, finished_at=None)
    return rows.select_related("job").first()


def packs_of_item(agency: Agency, year: int, item: YearItem) -> tuple[ItemProof, ...]:
    """What was kept of an item, the newest first."""
    rows = ItemProof.objects.filter(agency=agency, proof__fiscal_year=year, item__in=item.keys)
    return tuple(rows.select_related("file", "proof").order_by("-kept_at"))


def disputes_of(agency: Agency, year: int, item: YearItem) -> QuerySet[Dispute]:
    """The disputes of an item, the newest first."""
    rows = Dispute.objects.filter(agency=agency, fiscal_year=year, item__in=item.keys)
    return rows.select_related("job", "file", "letter", "pack")


def usable_packs(agency: Agency, year: int, item: YearItem) -> tuple[ItemProof, ...]:
    """The proofs that a dispute may bring.

    What shows nothing proves nothing, and what no journal keeps proves little.
    """
    packs = packs_of_item(agency, year, item)
    return tuple(pack for pack in packs if pack.proof.finished_at and pack.there)
