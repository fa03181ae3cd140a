"""The letter that disputes a result: what is asked for, what the web showed, and its proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Labelled,
    LetterHead,
    LetterRow,
    Note,
    Paragraph,
    RowGroup,
    Signature,
    Table,
    TableStyle,
    Together,
)
from prongsai.core.papers.office import Office

_KEY = "dispute"


class Rule(Struct, frozen=True):
    """One thing that the item must show, with how well that is known and where it was read."""

    text: str
    known: str
    source: str = ""


class ShownLink(Struct, frozen=True):
    """An address and what it showed when the proof was kept."""

    title: str
    address: str
    verdict: str
    at: str


class DisputedItem(Struct, frozen=True):
    """What a letter disputes.

    Shape:  `told` is the result in the assessor's words and `answer` what the agency says to it,
            both as typed, in paragraphs; `digest` the SHA-256 of the proof that goes with it, in
            which `parts` answers are kept in part only.
    """

    code: str
    name: str
    year: int
    to: str
    told: str
    answer: tuple[str, ...]
    rules: tuple[Rule, ...]
    links: tuple[ShownLink, ...]
    kept_at: datetime
    digest: str
    parts: int = 0


def dispute_letter(office: Office, item: DisputedItem, signing: Signing = UNSIGNED) -> Document:
    """The letter, with the requirements and the links as tables; its number and day are open."""
    fields = {"code": item.code, "name": item.name, "year": str(item.year)}
    subject = office(f"{_KEY}.subject", **fields)
    blocks: tuple[Block, ...] = (
        _head(office, item, subject, signing),
        Paragraph(office(f"{_KEY}.told", told=item.told, **fields)),
        *(Paragraph(text) for text in item.answer),
        *_rules(office, item),
        *_links(office, item),
        Together(
            (
                Paragraph(office(f"{_KEY}.closing")),
                Signature(
                    office.agency.positions.chief_executive, above=office(f"{_KEY}.respectfully")
                ),
            )
        ),
        *_office_lines(office),
    )
    return office.letter(_KEY, subject, blocks, signing.mark)


def _head(office: Office, item: DisputedItem, subject: str, signing: Signing) -> LetterHead:
    agency = office.agency
    enclosures = (
        office(f"{_KEY}.enclosed_proof", code=item.code, digest=item.digest),
        office(f"{_KEY}.enclosed_history"),
    )
    return LetterHead(
        number=Labelled(office("memo.number"), signing.number or agency.number_prefix),
        issuer=tuple(filter(None, (agency.name, agency.place))),
        day=long_date(signing.day) if signing.day else office(f"{_KEY}.open_day"),
        subject=Labelled(office("memo.subject_label"), subject),
        rows=(
            LetterRow(office("memo.to_label"), (item.to,)),
            LetterRow(office("memo.enclosures"), enclosures),
        ),
    )


def _rules(office: Office, item: DisputedItem) -> Iterator[Block]:
    yield Heading(2, office(f"{_KEY}.rules"))
    if not item.rules:
        yield Paragraph(office(f"{_KEY}.rules_unknown"))
        return
    columns = (
        Column(office(f"{_KEY}.number"), 1.2),
        Column(office(f"{_KEY}.rule")),
        Column(office(f"{_KEY}.known"), 3.6),
    )
    rows = tuple(
        (
            Cell((str(number),)),
            Cell((one.text,)),
            Cell(tuple(filter(None, (one.known, one.source)))),
        )
        for number, one in enumerate(item.rules, start=1)
    )
    yield Table("", columns, (RowGroup("", rows),), style=TableStyle.COMPACT)


def _links(office: Office, item: DisputedItem) -> Iterator[Block]:
    yield Heading(2, office(f"{_KEY}.links"))
    columns = (
        Column(office(f"{_KEY}.evidence")),
        Column(office(f"{_KEY}.shown"), 4.2),
    )
    rows = tuple(
        (Cell((one.title, one.address)), Cell((one.verdict, one.at))) for one in item.links
    )
    yield Table("", columns, (RowGroup("", rows),), style=TableStyle.COMPACT)
    yield Note(office(f"{_KEY}.proof", digest=item.digest))
    if item.parts:
        yield Note(office(f"{_KEY}.proof_in_part", count=str(item.parts)))


def _office_lines(office: Office) -> Iterator[Block]:
    agency = office.agency
    lines = filter(None, (agency.office, agency.telephone, agency.email))
    yield Note(" ".join(lines))
