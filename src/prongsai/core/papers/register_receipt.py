"""The receipt of one row of a register: what was agreed, a code that opens the row, who signs."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.papers.document import (
    Block,
    Cell,
    Column,
    Document,
    Mark,
    Note,
    Paragraph,
    RowGroup,
    Signature,
    Table,
    Title,
    Together,
)
from prongsai.core.papers.office import Office

_HEAD = 5.0


class PaperReceipt(Struct, frozen=True):
    """A row as its receipt tells it.

    Shape:  `rows` are titles and words in their order; `state` is where the row stands on the day
            `on`; `address` is the page of the row, which a QR at the foot opens.
    """

    title: str
    name: str
    rows: tuple[tuple[str, str], ...]
    state: str
    on: date
    by: str
    address: str
    signers: tuple[str, ...]


def register_receipt(office: Office, told: PaperReceipt) -> Document:
    """The receipt; nothing in it is more than the row says."""
    lead = office(
        "register_receipt.lead", state=told.state, day=long_date(told.on), by=told.by
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Title((told.title, office.agency.name)),
        Paragraph(lead),
        _table(office, told),
        Note(office("register_receipt.note")),
        *(Together((Signature(signer),)) for signer in told.signers),
    )
    mark = Mark("", told.address, (office("register_receipt.code"),))
    return office.letter("register_receipt", f"{told.title} {told.name}", blocks, mark)


def _table(office: Office, told: PaperReceipt) -> Table:
    """In a table digits are printed as they are typed: an address with others leads nowhere."""
    columns = (
        Column(office("register_receipt.what"), _HEAD), Column(office("register_receipt.said")),
    )  # fmt: skip
    rows = (*told.rows, (office("register_receipt.address"), told.address))
    cells = tuple((Cell((title,)), Cell((words,), strong=True)) for title, words in rows)
    return Table("", columns, (RowGroup("", cells),))
