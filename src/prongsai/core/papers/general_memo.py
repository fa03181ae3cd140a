"""A memo of any subject, for approval or for information."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from prongsai.core.papers.approving import (
    UNSIGNED,
    Signing,
    drafter_signature,
    opinions_of,
)
from prongsai.core.papers.document import (
    Block,
    Document,
    Heading,
    Labelled,
    MemoHead,
    Numbered,
    Paragraph,
    Together,
)
from prongsai.core.papers.office import Office


class MemoText(Struct, frozen=True):
    """What a memo says, in the officer's own words.

    Shape:  texts are paragraphs; with facts or proposals the parts get their headings and
            numbers, else the memo is short and has none; "" in `to` and `closing` is the usual.
    """

    subject: str
    to: str = ""
    background: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    closing: str = ""
    enclosures: tuple[str, ...] = ()
    is_information: bool = False


def general_memo(
    office: Office, text: MemoText, signing: Signing = UNSIGNED, *, kind: str = "general-memo"
) -> Document:
    """The memo with its chain of opinions, from the unit that drafted it."""
    office = office.of_unit(signing.unit)
    usual = "general_memo.closing_information" if text.is_information else "general_memo.closing"
    closing = Together(
        (
            Paragraph(text.closing or office(usual)),
            drafter_signature(signing, office.agency.positions.officer),
        )
    )
    blocks = (
        memo_head(office, text, signing),
        *_parts(office, text),
        closing,
        opinions_of(office, signing, is_information=text.is_information),
    )
    return office.letter(kind, text.subject, blocks, signing.mark)


def memo_head(office: Office, text: MemoText, signing: Signing) -> MemoHead:
    """The head; the number stays open after the agency's prefix until the register gives it."""
    agency = office.agency
    from_words = (agency.office, agency.name, agency.telephone, agency.email)
    return MemoHead(
        title=office("memo.title"),
        office=Labelled(office("memo.office"), " ".join(filter(None, from_words))),
        number=Labelled(office("memo.number"), signing.number or agency.number_prefix),
        day=Labelled(office("memo.day"), signing.memo_day),
        subject=Labelled(office("memo.subject_label"), text.subject),
        to=Labelled(office("memo.to_label"), text.to or office("general_memo.to")),
        enclosures_label=office("memo.enclosures") if text.enclosures else "",
        enclosures=text.enclosures,
    )


def _parts(office: Office, text: MemoText) -> Iterator[Block]:
    if not (text.facts or text.proposals):
        yield from map(Paragraph, text.background)
        return
    parts = (
        ("memo.background", text.background),
        ("memo.facts", text.facts),
        ("memo.proposal", text.proposals),
    )
    filled = [(key, own) for key, own in parts if own]
    for number, (key, own) in enumerate(filled, start=1):
        yield Heading(2, office(key), f"{number}.")
        counted = len(own) > 1 and key != "memo.background"
        yield from _numbered(number, own) if counted else map(Paragraph, own)


def _numbered(number: int, texts: Sequence[str]) -> Iterator[Block]:
    for place, text in enumerate(texts, start=1):
        yield Numbered(f"{number}.{place}", text)
