"""The order that appoints a working group, in the agency's own words; it needs no scores."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.dates import buddhist_year
from prongsai.core.papers.approving import UNSIGNED, Signing, last_signature
from prongsai.core.papers.case import Member
from prongsai.core.papers.document import (
    Align,
    Block,
    Cell,
    Column,
    Dated,
    Document,
    NoticeHead,
    Numbered,
    Paragraph,
    RowGroup,
    Table,
    TableStyle,
    Together,
)
from prongsai.core.papers.office import Office


class GroupOrder(Struct, frozen=True):
    """What the order says.

    Shape:  `subject` without the word เรื่อง; `members` in the order of the paper; at least one
            duty.
    """

    subject: str
    fiscal_year: int
    reason: str
    duties: tuple[str, ...]
    members: tuple[Member, ...]


def group_order(office: Office, order: GroupOrder, signing: Signing = UNSIGNED) -> Document:
    """The order, for the chief executive to sign."""
    authority = office.agency.authority
    lead = (
        office("order.authority", authority=authority)
        if authority
        else office("order.no_authority")
    )
    numbered = [Numbered(f"{place}.", text) for place, text in enumerate(order.duties, start=1)]
    head = _head(office, order, signing)
    blocks: tuple[Block, ...] = (
        head,
        Paragraph(order.reason),
        Paragraph(lead),
        _members(office, order),
        Paragraph(office("order.duties_lead")),
        *numbered[:-1],
        Together(
            (
                *numbered[-1:],
                Paragraph(office("order.effect")),
                Dated(office("order.dated", day=signing.notice_day)),
                last_signature(signing, office.agency.positions.chief_executive),
            )
        ),
    )
    return office.letter("order", " ".join((head.issuer, *head.subject)), blocks, signing.mark)


def _head(office: Office, order: GroupOrder, signing: Signing) -> NoticeHead:
    # The register prints "12/2566"; the head has its own place for the year.
    number, _slash, year = signing.number.partition("/")
    day = signing.day or office.made_on
    return NoticeHead(
        office("order.issuer"),
        (f"เรื่อง {order.subject}", office("common.year", plan_year=order.fiscal_year)),
        number_label=office("order.number"),
        number=number,
        # Orders are numbered anew each calendar year.
        year=year or str(buddhist_year(day)),
    )


def _members(office: Office, order: GroupOrder) -> Table:
    rows = tuple(
        (Cell((f"{number}.",)), Cell((member.position,)), Cell((member.role,)))
        for number, member in enumerate(order.members, start=1)
    )
    columns = (
        Column("", 0.9, Align.RIGHT),
        Column(office("words.position")),
        Column(office("words.role"), 5.8),
    )
    return Table("", columns, (RowGroup("", rows),), style=TableStyle.PLAIN)
